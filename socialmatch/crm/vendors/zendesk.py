"""Zendesk Support: end users with their identities, links in a user field of ours.

An identity of type ``twitter`` is a screen name, and Zendesk routes messages by it: a link written there would outlive
a rename and pass to whoever takes the name. So identities are read, and links stand in a field.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from socialmatch.crm.capability import FULL, grades, partial, unsupported
from socialmatch.crm.http import FieldLinks, Fields, Transport, every_page
from socialmatch.crm.http.ids import is_number
from socialmatch.crm.onfile import handle_on
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import FindBy, Page, holds, is_due
from socialmatch.models import Account
from socialmatch.moments import to_epoch_ms

_CUSTOMER = "end-user"
_WITH_IDENTITIES = {"include": "identities"}
_TOO_RECENT = timedelta(minutes=1, seconds=5)  # an export may not begin within the last minute


class ZendeskCrm(FieldLinks):
    """End users of one Zendesk account.

    Parameters
    ----------
    target: ``https://YOURS.zendesk.com``. token: an API token, or an OAuth access token where no ``email`` is given.
    email: of the agent the API token acts as. field: key of the user field for links, of type multi-line.
    page_size: users in one answer, up to 100. transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL,
        find=partial("what Zendesk's search has indexed, which takes minutes"),
        links=partial("kept in a user field; one who was deleted and not erased keeps it, out of our reach"),
        idempotency=partial("a key is remembered for as long as its link stands, for each user"),
        erase=partial("deleted, then deleted for good; Zendesk's other products follow in their own time"),
        merges=unsupported("Zendesk tells nobody what was merged; the user that went is seen as deleted"),
        deletions=partial("found by reading every user"),
    )
    resolution = timedelta(seconds=1)
    findable = frozenset({FindBy.EMAIL, FindBy.PHONE, FindBy.NAME})

    def __init__(
        self,
        target: str,
        *,
        token: str,
        email: str = "",
        field: str = "socialmatch_links",
        page_size: int = 100,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        basic = b64encode(f"{email}/token:{token}".encode()).decode()
        super().__init__(
            f"{target.rstrip('/')}/api/v2",
            headers={"Authorization": f"Basic {basic}" if email else f"Bearer {token}"},
            secrets=[token, basic],
            transport=transport,
            runtime=runtime,
        )
        self._field = field
        self._page_size = page_size

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        if since is not None:
            return self._changed(since, cursor)
        query: dict[str, str | int] = {"role": _CUSTOMER, "page[size]": self._page_size, **_WITH_IDENTITIES}
        if cursor is not None:
            query["page[after]"] = cursor
        found = self.http.get("users", query=query)
        meta = found.part("meta")
        return Page(_accounts(found), meta.text("after_cursor") if meta.flag("has_more") else None)

    def _changed(self, since: datetime, cursor: str | None) -> Page[Account]:
        begin = min(since, self.runtime.clock() - _TOO_RECENT)
        query: dict[str, str | int] = {"per_page": self._page_size, **_WITH_IDENTITIES}
        query |= {"cursor": cursor} if cursor else {"start_time": to_epoch_ms(begin) // 1000}
        found = self.http.get("incremental", "users", "cursor", query=query)
        due = [account for account in _accounts(found) if is_due(account.updated_at, since)]
        return Page(due, None if found.flag("end_of_stream") else found.text("after_cursor"))

    def _get(self, account_id: str) -> Account | None:
        found = self._user(account_id)
        return None if found is None else next(iter(_accounts(found)), None)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        query: dict[str, str | int] = {"query": value, "per_page": self._page_size, **_WITH_IDENTITIES}

        def page(address: str | None) -> Page[Account]:
            found = self.http.follow(address) if address else self.http.get("users", "search", query=query)
            return Page(_accounts(found), found.text("next_page"))

        return (account for account in every_page(page) if holds(account, by, value))

    def _erase(self, account_id: str) -> None:
        if self._user(account_id) is not None:
            self.http.delete("users", account_id)
        if is_number(account_id):
            self.http.delete("deleted_users", account_id)

    def _erased(self, account_id: str) -> bool:
        return self._user(account_id) is None and self.http.look("deleted_users", account_id) is None

    # --- links -------------------------------------------------------------------------------------

    def _read_field(self, account_id: str) -> str | None:
        found = self._user(account_id)
        return None if found is None else found.part("user").part("user_fields").text(self._field)

    def _write_field(self, account_id: str, text: str) -> None:
        self.http.call("PUT", "users", account_id, body={"user": {"user_fields": {self._field: text or None}}})

    def _user(self, account_id: str) -> Fields | None:
        """The answer about an end user who is not deleted: deleted ones are shown as inactive."""
        found = self.http.look("users", account_id, query=_WITH_IDENTITIES) if is_number(account_id) else None
        return found if found is not None and _is_customer(found.having("user").part("user")) else None


def _is_customer(user: Fields) -> bool:
    return user.flag("active") and user.text("role") == _CUSTOMER


def _accounts(found: Fields) -> list[Account]:
    """The end users of an answer, with what its identities say of them."""
    identities = defaultdict[str, list[Fields]](list)
    for one in found.parts("identities"):
        identities[one.id("user_id")].append(one)
    users = [found.part("user")] if found.has("user") else found.having("users").parts("users")
    return [_account(user, identities[user.id()]) for user in users if _is_customer(user)]


def _account(user: Fields, identities: list[Fields]) -> Account:
    def of(kind: str) -> Iterator[str]:
        return (one.text("value") for one in identities if one.text("type") == kind)

    return Account(
        user.id(),
        full_name=user.text("name"),
        emails=_once(user.text("email"), *of("email")),
        phones=_once(user.text("phone"), *of("phone_number")),
        handles=_once(*(handle for name in of("twitter") for handle in handle_on("x", name))),
        updated_at=user.moment("updated_at"),
    )


def _once(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
