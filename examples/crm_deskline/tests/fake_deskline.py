"""A stand-in for Deskline that keeps state. A fake without memory could not show that a removed link is gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from socialmatch.crm.http import Answer, Request
from socialmatch.models import Account
from socialmatch.moments import format_moment

ADDRESS = "https://desk.example.com/api"
TOKEN = "canary-deskline-token"


class FakeDeskline:
    """People, their identities, merges and deletions, behind the interface that the adapter speaks to."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.people: dict[str, dict] = {}
        self.identities: dict[str, dict[str, dict]] = {}
        self.merges: list[dict] = []
        self.deleted: list[dict] = []
        self.read_only = False
        self._number = 0

    # --- what its staff do -------------------------------------------------------------------------

    def save(self, account: Account) -> str:
        changed = format_moment(account.updated_at or self.now())
        person = {"id": account.account_id, "name": account.full_name or None, "emails": list(account.emails)}
        self.people[account.account_id] = {**person, "changed_at": changed}
        self.identities.setdefault(account.account_id, {})
        return account.account_id

    def delete(self, person_id: str) -> None:
        if self.people.pop(person_id, None) is not None:
            self.identities.pop(person_id)
            self.deleted.append({"id": person_id, "at": format_moment(self.now())})

    def merge(self, old_id: str, new_id: str) -> None:
        del self.people[old_id]
        self.identities[new_id] |= self.identities.pop(old_id)
        self.merges.append({"from": old_id, "to": new_id, "at": format_moment(self.now())})

    # --- what it answers ---------------------------------------------------------------------------

    def send(self, request: Request) -> Answer:
        parts = urlsplit(request.url)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._answer(401, {"error": "unauthorized"})
        if self.read_only and request.method != "GET":
            return self._answer(403, {"error": "read only; ask canary@example.com"})
        path = [unquote(segment) for segment in parts.path.removeprefix("/api/").split("/")]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = json.loads(request.body) if request.body else {}
        match [request.method, *path]:
            case ["GET", "people"]:
                return self._list(query)
            case ["GET", "merges"]:
                return self._answer(200, {"merges": [one for one in self.merges if _due(one["at"], query)]})
            case ["GET", "deleted"]:
                return self._answer(200, {"deleted": [one for one in self.deleted if _due(one["at"], query)]})
            case [method, "people", person_id, *rest] if self._now(person_id) in self.people:
                return self._person(method, self._now(person_id), rest, body)
        return self._answer(404, {"error": "not found"})

    def close(self) -> None:
        pass

    def _list(self, query: dict[str, str]) -> Answer:
        found = sorted(self.people.values(), key=lambda person: person["id"])
        found = [one for one in found if _due(one["changed_at"], query) and one["id"] > query.get("after", "")]
        if "email" in query:
            found = [one for one in found if query["email"] in one["emails"]]
        size = int(query.get("limit", len(found)))
        page, more = found[:size], found[size:]
        further = {**query, "after": page[-1]["id"]} if more else {}
        return self._answer(200, {"people": page, "next": f"{ADDRESS}/people?{urlencode(further)}" if more else ""})

    def _person(self, method: str, person_id: str, rest: list[str], body: dict) -> Answer:
        identities = self.identities[person_id]
        match [method, *rest]:
            case ["GET"]:
                return self._answer(200, self.people[person_id])
            case ["DELETE"]:
                self.delete(person_id)
                return Answer(204, {})
            case ["GET", "identities"]:
                return self._answer(200, {"identities": [{"id": key, **one} for key, one in identities.items()]})
            case ["POST", "identities"]:  # as everywhere: the same twice is there twice
                self._number += 1
                identities[f"i{self._number}"] = body
                return self._answer(201, {"id": f"i{self._number}", **body})
            case ["PUT", "identities", key] if key in identities:
                identities[key] = body
                return self._answer(200, {"id": key, **body})
            case ["DELETE", "identities", key] if key in identities:
                del identities[key]
                return Answer(204, {})
        return self._answer(404, {"error": "not found"})

    def _now(self, person_id: str) -> str:
        for merge in self.merges:
            if merge["from"] == person_id:
                person_id = merge["to"]
        return person_id

    @staticmethod
    def _answer(status: int, value: object) -> Answer:
        return Answer(status, {"Content-Type": "application/json"}, json.dumps(value).encode())


def _due(moment: str, query: dict[str, str]) -> bool:
    return moment >= query.get("changed_since", "")
