"""HubSpot, as far as its published client library and documents describe contacts; HubSpot itself was not asked.

Properties are texts; a contact that was merged is found under its old id; the list's cursor is the last id.
"""

from __future__ import annotations

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Transport
from socialmatch.crm.vendors.hubspot import HubspotCrm
from socialmatch.models import Account
from socialmatch.moments import format_moment, to_epoch_ms

from .server import TOKEN, FakeCrm, FakePeer, answer, moment, only

COMPARE = {"GTE": lambda have, want: have >= want, "GT": lambda have, want: have > want}


class FakeHubspot(FakeCrm):
    address = "https://api.hubapi.com/crm/v3/objects"
    routes = (
        ("GET", "/contacts", "list_contacts"),
        ("POST", "/contacts/search", "search"),
        ("POST", "/contacts/gdpr-delete", "purge"),
        ("GET", r"/contacts/(\d+)", "show"),
        ("PATCH", r"/contacts/(\d+)", "update"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[int, dict[str, str]] = {}
        self.merged: dict[int, int] = {}
        self.purged: list[str] = []
        self.history: dict[tuple[int, str], list[dict[str, str]]] = {}

    def save(self, account: Account) -> str:
        known = [n for n in self.contacts if self.contacts[n]["name_at_staff"] == account.account_id]
        number = known[0] if known else 500 + len(self.contacts) + len(self.purged)
        first = ";".join(account.emails).split(";")
        self.contacts.setdefault(number, {"name_at_staff": account.account_id}).update(
            firstname=account.given_name,
            lastname=account.family_name,
            email=first[0],
            hs_additional_emails=";".join(first[1:]),
            lastmodifieddate=format_moment(account.updated_at or self.clock()),
            hs_object_id=str(number),
        )
        return str(number)

    def remove(self, account_id: str) -> None:
        del self.contacts[int(account_id)]
        self.purged.append(account_id)

    def merge(self, old_id: str, new_id: str) -> None:
        old, new = self.contacts.pop(int(old_id)), self.contacts[int(new_id)]
        for name, value in old.items():  # the survivor's own values stay, its empty ones are filled
            new[name] = new.get(name) or value
        new["hs_merged_object_ids"] = ";".join(filter(None, (new.get("hs_merged_object_ids"), old_id)))
        self.merged[int(old_id)] = int(new_id)

    def answered(self, account_id: str, name: str, value: str, at: str) -> None:
        """Staff note what a customer said."""
        self.contacts[int(account_id)][name] = value
        self.history.setdefault((int(account_id), name), []).insert(0, {"value": value, "timestamp": at})

    def list_contacts(self, *, query: dict, body: dict) -> Answer:
        limit, behind = int(only(query, "limit", "10")), int(only(query, "after", "0"))
        found = [number for number in sorted(self.contacts) if number > behind]
        names, past = (only(query, name).split(",") for name in ("properties", "propertiesWithHistory"))
        assert limit <= (50 if past != [""] else 100)
        shown = [{**self._shown(number, names), **self._past(number, past)} for number in found[:limit]]
        paging = {"paging": {"next": {"after": shown[-1]["id"], "link": "canary"}}} if len(found) > limit else {}
        return answer({"results": shown, **paging})

    def search(self, *, query: dict, body: dict) -> Answer:
        assert body["sorts"] == [{"propertyName": "hs_object_id", "direction": "ASCENDING"}]
        (group,) = body["filterGroups"]
        found = [n for n in sorted(self.contacts) if all(self._fits(n, one) for one in group["filters"])]
        return answer({"results": [self._shown(number, body["properties"]) for number in found[: body["limit"]]]})

    def _fits(self, number: int, wanted: dict[str, str]) -> bool:
        name, value = wanted["propertyName"], wanted["value"]
        have = self.contacts[number].get(name, "")
        if wanted["operator"] == "EQ":
            return have.casefold() == value.casefold()
        kept = to_epoch_ms(moment(have)) if name == "lastmodifieddate" else int(have)
        return COMPARE[wanted["operator"]](kept, int(value))

    def show(self, number: str, *, query: dict, body: dict) -> Answer:
        there = self.merged.get(int(number), int(number))
        if there not in self.contacts:
            return answer({"status": "error", "message": "canary-account"}, 404)
        return answer(self._shown(there, only(query, "properties").split(",")))

    def update(self, number: str, *, query: dict, body: dict) -> Answer:
        there = self.merged.get(int(number), int(number))
        if there not in self.contacts:
            return answer({"status": "error"}, 404)
        at = format_moment(self.clock())
        for name, value in body["properties"].items():
            self.answered(str(there), name, value, at)
        return answer(self._shown(there, list(body["properties"])))

    def purge(self, *, query: dict, body: dict) -> Answer:
        assert set(body) == {"objectId"}
        self.purged.append(body["objectId"])
        self.contacts.pop(int(body["objectId"]), None)
        self.history = {key: told for key, told in self.history.items() if key[0] != int(body["objectId"])}
        return answer(status=204)

    def _past(self, number: int, names: list[str]) -> dict:
        return {"propertiesWithHistory": {name: self.history.get((number, name), []) for name in names if name}}

    def _shown(self, number: int, names: list[str]) -> dict:
        contact = self.contacts[number]
        return {"id": str(number), "properties": {name: contact.get(name) or None for name in names if name}}


class HubspotPeer(FakePeer):
    text_field = "given_name"

    def __init__(self) -> None:
        super().__init__()
        self.crm = FakeHubspot()

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        return HubspotCrm(
            "https://api.hubapi.com", token=TOKEN, page_size=self.page_size, transport=transport, runtime=runtime
        )

    def merge(self, old_id: str, new_id: str) -> None:
        self.crm.merge(old_id, new_id)
