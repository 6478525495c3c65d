"""Tryton: parties with their contact mechanisms, over its JSON-RPC; a link is a contact mechanism of its own.

A party's e-mail addresses and phones are contact mechanisms. So is a link: of type "other", with what is linked as its
value, the idempotency key in its name, and the rest in its comment. Staff see it, and it follows a merge.
"""

from __future__ import annotations

import json
import re
import threading
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Final
from urllib.parse import quote

from socialmatch.crm.capability import FULL, grades, partial
from socialmatch.crm.http import Answer, Fields, HttpAdapter, Transport
from socialmatch.crm.http.ids import is_number
from socialmatch.crm.linktext import entry, link_of, parse, write
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import CrmLink, FindBy, Merge, Page
from socialmatch.errors import (
    CrmConflict,
    CrmContract,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    SocialMatchError,
)
from socialmatch.models import Account

_PARTY: Final = "model.party.party"
_MECHANISM: Final = "model.party.contact_mechanism"
_ALL: Final = {"active_test": False}
_MOMENTS: Final = ("create_date", "write_date")
_PARTS: Final = ("contact_mechanisms", "addresses")
_STATE: Final = ("active", "replaced_by")
_FIELDS: Final = (
    "name",
    *_STATE,
    *_MOMENTS,
    "contact_mechanisms.active",
    "contact_mechanisms.type",
    "contact_mechanisms.value",
    "addresses.city",
    "addresses.postal_code",
    *(f"{part}.{moment}" for part in _PARTS for moment in _MOMENTS),
)
_PHONES: Final = ("phone", "mobile")
_MARK: Final = "socialmatch:"
_LONGEST_CHAIN: Final = 100
_REFUSALS: Final = {"UserError": "user_error", "UserWarning": "user_warning", "LoginException": "login"}


class TrytonCrm(HttpAdapter):
    """Parties of one Tryton database (8.0 and later), for a user who may read, write and erase parties.

    Parameters
    ----------
    target: ``https://HOST/DATABASE``. user, password: of a user of Tryton's own; a session is opened with them.
    page_size: parties in one answer. transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=partial("a contact detail that was deleted does not show as a change of its party"),
        find=FULL,
        links=FULL,
        idempotency=partial("a key is remembered for as long as its link stands"),
        erase=partial("Tryton empties the party and deactivates it; it refuses while documents are open"),
        merges=FULL,
        deletions=partial("found by reading every party; a deactivated one counts as gone"),
    )
    findable = frozenset({FindBy.EMAIL, FindBy.NAME})

    def __init__(
        self,
        target: str,
        *,
        user: str,
        password: str,
        page_size: int = 200,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        super().__init__(target, headers={}, secrets=[password], transport=transport, runtime=runtime)
        self._user = user
        self._password = password
        self._page_size = page_size
        self._session = ""
        self._opening = threading.Lock()

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        domain: list[Any] = [["id", ">", int(cursor or 0)]]
        if since is not None:
            domain.append(_changed_since(since))
        found = self._search(_PARTY, domain, _FIELDS, limit=self._page_size, order=[["id", "ASC"]])
        return Page([_account(one) for one in found], found[-1].id() if len(found) == self._page_size else None)

    def _get(self, account_id: str) -> Account | None:
        party = self._survivor(account_id, _FIELDS)
        return _account(party) if party is not None and party.flag("active") else None

    def _find(self, by: FindBy, value: str) -> list[Account]:
        if by is FindBy.NAME:
            domain: list[Any] = [["name", "=", value]]
        else:
            same = re.sub(r"[%_\\]", r"\\\g<0>", value)  # in another case, and without wildcards
            domain = [["contact_mechanisms", "where", [["type", "=", "email"], ["value", "ilike", same]]]]
        return [_account(one) for one in self._search(_PARTY, domain, _FIELDS)]

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        domain: list[Any] = [["replaced_by", "!=", None], ["id", ">", int(cursor or 0)]]
        if since is not None:
            domain.append(["write_date", ">=", _moment(since)])
        fields = ("replaced_by", *_MOMENTS)
        found = self._search(_PARTY, domain, fields, limit=self._page_size, order=[["id", "ASC"]], context=_ALL)
        merges = [Merge(one.id(), one.id("replaced_by"), _latest([one])) for one in found]
        return Page(merges, found[-1].id() if len(found) == self._page_size else None)

    def _check(self) -> None:
        self._call(f"{_PARTY}.search", [], 0, 1, None)

    # --- links -------------------------------------------------------------------------------------

    def _list_links(self, account_id: str) -> list[CrmLink]:
        party = self._survivor(account_id)
        if party is None:
            return []
        domain = [["party", "=", int(party.id())], ["type", "=", "other"], ["value", "like", f"{_MARK}%"]]
        found = self._search(_MECHANISM, domain, ("comment",), context=_ALL)
        entries = [one for mechanism in found for one in parse(mechanism.text("comment"))]
        return [link_of(one, self.key(party.id())) for one in entries if one["tenant"] == self.tenant]

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        party = self._survivor(link.account.account_id)
        if party is None or not party.flag("active"):
            raise CrmRefused("there is no such account", code="no_account")
        number, value, name = int(party.id()), _value_of(link), f"socialmatch {self.tenant} {idempotency_key}"
        there = self._search(
            _MECHANISM,
            ["OR", [["party", "=", number], ["value", "=", value]], [["name", "=", name]]],
            ("party", "value", "name"),
            context=_ALL,
        )
        ours = [one for one in there if one.number("party") == number and one.text("value") == value]
        if any(one.text("name") == name and one not in ours for one in there):
            raise CrmConflict("this idempotency key came with another link", code="key_reused")
        told = {"name": name, "comment": write([entry(link, idempotency_key)]), "active": True}
        if ours:
            self._call(f"{_MECHANISM}.write", _numbers(ours), told)
        else:
            self._call(f"{_MECHANISM}.create", [{**told, "party": number, "type": "other", "value": value}])

    def _remove_link(self, link: CrmLink) -> None:
        party = self._survivor(link.account.account_id)
        if party is None:
            return
        domain = [["party", "=", int(party.id())], ["value", "=", _value_of(link)]]
        there = self._search(_MECHANISM, domain, ("party",), context=_ALL)
        if there:
            self._call(f"{_MECHANISM}.delete", _numbers(there))

    # --- erasure -----------------------------------------------------------------------------------

    def _erase(self, account_id: str) -> None:
        party = self._survivor(account_id, _FIELDS)
        if party is None or _is_shell(party):
            return
        number, was_active = int(party.id()), party.flag("active")
        if was_active:  # Tryton erases nobody who is active
            self._call(f"{_PARTY}.write", [number], {"active": False})
        wizard, *_ = self._call("wizard.party.erase.create")
        try:
            self._call("wizard.party.erase.execute", wizard, {"ask": {"party": number}}, "erase")
        except CrmRefused:
            if was_active:
                self._call(f"{_PARTY}.write", [number], {"active": True})
            raise
        finally:
            self._call("wizard.party.erase.delete", wizard)
        # Tryton blanks a contact mechanism's value, and leaves the same text in its "value_compact".
        left = self._search(_MECHANISM, [["party", "=", number]], ("party",), context=_ALL)
        if left:
            self._call(f"{_MECHANISM}.delete", _numbers(left))

    def _erased(self, account_id: str) -> bool:
        party = self._survivor(account_id, _FIELDS)
        return party is None or _is_shell(party)

    # --- inside ------------------------------------------------------------------------------------

    def _survivor(self, account_id: str, fields: Sequence[str] = _STATE) -> Fields | None:
        """The party, or the one it was merged into, active or not; of it nothing but these fields."""
        for _ in range(_LONGEST_CHAIN):
            if not is_number(account_id):
                return None
            found = self._search(_PARTY, [["id", "=", int(account_id)]], fields, context=_ALL)
            if not found or not found[0].has("replaced_by"):
                return found[0] if found else None
            account_id = found[0].id("replaced_by")
        raise CrmContract("parties were merged in a circle", code="merged_in_a_circle")

    def _search(
        self,
        model: str,
        domain: Sequence[Any],
        fields: Iterable[str],
        *,
        limit: int | None = None,
        order: Sequence[Any] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> list[Fields]:
        found = self._call(f"{model}.search_read", domain, 0, limit, order, [*fields], context=context)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise CrmContract("Tryton's answer is not a list of records", code="bad_answer")
        return [Fields(_tidy(one)) for one in found]

    def _call(self, method: str, *params: Any, context: Mapping[str, Any] | None = None) -> Any:
        """Call a method in a session; a session that is over is opened anew, once."""
        for _ in range(2):
            session = self._session or self._open()
            answer = self._post(method, [*params, context or {}], session)
            if answer.status != 401:
                return _result(answer)
            self._session = ""
        raise CrmUnauthorized("Tryton does not accept the session it has just opened")

    def _open(self) -> str:
        with self._opening:
            if not self._session:
                answer = self._post("common.db.login", [self._user, {"password": self._password}, "en"], "")
                if answer.status == 401:
                    raise CrmUnauthorized("Tryton does not accept our credentials (401)")
                user_id, token, *_ = _result(answer)
                session = b64encode(f"{self._user}:{user_id}:{token}".encode()).decode()
                self._session = f"Session {session}"
            return self._session

    def _post(self, method: str, params: Sequence[Any], session: str) -> Answer:
        headers = {"Authorization": session} if session else {}
        body = {"id": 1, "method": method, "params": params}
        return self.http.call("POST", "rpc", slash=True, headers=headers, body=body, allow=frozenset({401}))


def _result(answer: Answer) -> Any:
    """What a method gave back. Tryton tells of an error with status 200."""
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.keys().isdisjoint({"result", "error"}):
        raise CrmContract("Tryton's answer is not one of JSON-RPC", code="not_json")
    if "result" in told:
        return told["result"]
    error = told["error"]
    raise _trouble(str(error[0]) if isinstance(error, list) and error else "")


def _trouble(kind: str) -> SocialMatchError:
    """The error of a kind; what else Tryton says of it may name somebody."""
    if kind in _REFUSALS:
        return CrmRefused("Tryton refuses", code=_REFUSALS[kind])
    if kind == "ConcurrencyException":
        return CrmConflict("somebody else changed the record meanwhile", code="changed_meanwhile")
    return CrmUnavailable("Tryton met an error of its own", code="server_error")


def _tidy(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose ``active`` is true or false on every database; on SQLite it comes as 0 or 1."""
    parts = {name: [_tidy(one) for one in value] for name, value in record.items() if name.endswith(".")}
    return {**record, **parts, "active": bool(record.get("active", True))}


def _account(party: Fields) -> Account:
    mechanisms, addresses = party.parts("contact_mechanisms."), party.parts("addresses.")
    current = [one for one in mechanisms if one.flag("active")]

    def values(*types: str) -> tuple[str, ...]:
        return tuple(one.text("value") for one in current if one.text("type") in types)

    def of_address(name: str) -> str:
        return next((one.text(name) for one in addresses if one.text(name)), "")

    return Account(
        party.id(),
        full_name=party.text("name"),
        emails=values("email"),
        phones=values(*_PHONES),
        websites=values("website"),
        city=of_address("city"),
        postal_code=of_address("postal_code"),
        updated_at=_latest([party, *mechanisms, *addresses]),
    )


def _latest(records: Iterable[Fields]) -> datetime | None:
    """When one of the records changed last."""
    moments = [_read_moment(one.part(name)) for one in records for name in _MOMENTS if one.has(name)]
    return max(moments, default=None)


def _read_moment(told: Fields) -> datetime:
    parts = [told.number(name) for name in ("year", "month", "day", "hour", "minute", "second", "microsecond")]
    try:
        return datetime(*(part or 0 for part in parts), tzinfo=UTC)  # type: ignore[misc,arg-type]  # seven numbers
    except ValueError:
        raise CrmContract("Tryton's answer: not a moment", code="bad_answer") from None


def _moment(at: datetime) -> dict[str, Any]:
    """As Tryton's JSON has a moment, in UTC; without its microsecond it answers 500."""
    at = at.astimezone(UTC)
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {"__class__": "datetime", **{name: getattr(at, name) for name in names}}


def _changed_since(since: datetime) -> list[Any]:
    """Parties of which anything we read changed: a new e-mail address does not touch the party itself."""
    told = _moment(since)
    own = [[moment, ">=", told] for moment in _MOMENTS]
    return ["OR", *own, *([f"{part}.{moment}", ">=", told] for part in _PARTS for moment in _MOMENTS)]


def _is_shell(party: Fields) -> bool:
    """Whether Tryton's erasure left nothing in it."""
    places = [one.text(name) for one in party.parts("addresses.") for name in ("city", "postal_code")]
    kept = party.flag("active") or party.text("name") or party.parts("contact_mechanisms.") or any(places)
    return not kept


def _value_of(link: CrmLink) -> str:
    """What is linked, as one visible word; equal for the same profile of the same tenant alone."""
    profile = link.profile
    parts = (profile.tenant, profile.platform, profile.scope, profile.user_id)
    return _MARK + "/".join(quote(part, safe="") for part in parts)


def _numbers(records: Iterable[Fields]) -> list[int]:
    return [int(one.id()) for one in records]
