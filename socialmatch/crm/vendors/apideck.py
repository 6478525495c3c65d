"""Apideck's unified CRM interface: contacts of whatever CRM is connected, links in a custom field of ours there.

``social_links`` holds addresses, which follow handles, so a link does not go there; those that are on file are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from socialmatch.crm.capability import grades, partial, unsupported
from socialmatch.crm.http import FieldLinks, Fields, Transport, every_page
from socialmatch.crm.onfile import handles_at
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import FindBy, Page, holds, is_due
from socialmatch.errors import CrmContract
from socialmatch.models import Account
from socialmatch.moments import format_moment

_FOUND_BY = {FindBy.EMAIL: "email", FindBy.PHONE: "phone_number", FindBy.NAME: "name"}


class ApideckCrm(FieldLinks):
    """Contacts of one consumer's connection.

    Parameters
    ----------
    target: ``https://unify.apideck.com``. token: Apideck's API key. app, consumer: ids of application and consumer.
    service: which connection, where the consumer has several. field: id of the custom field for links, as the
        connected CRM knows it. page_size: contacts in one answer, up to 200. transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=partial("what the connected CRM says; one that cannot filter by change is read whole"),
        find=partial("by the filters that the connected CRM has"),
        links=partial("kept in a custom field that you define in the connected CRM"),
        idempotency=partial("a key is remembered for as long as its link stands, for each contact"),
        erase=partial("Apideck deletes; whether the connected CRM keeps a copy in a bin, it does not say"),
        merges=unsupported("Apideck tells nobody what was merged; the contact that went is seen as deleted"),
        deletions=partial("found by reading every contact"),
    )
    resolution = timedelta(seconds=1)
    findable = frozenset(_FOUND_BY)

    def __init__(
        self,
        target: str,
        *,
        token: str,
        app: str,
        consumer: str,
        service: str = "",
        field: str = "socialmatch_links",
        page_size: int = 200,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        headers = {
            "Authorization": f"Bearer {token}",
            "x-apideck-app-id": app,
            "x-apideck-consumer-id": consumer,
            **({"x-apideck-service-id": service} if service else {}),
        }
        super().__init__(
            f"{target.rstrip('/')}/crm", headers=headers, secrets=[token], transport=transport, runtime=runtime
        )
        self._field = field
        self._page_size = page_size

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        changed = {} if since is None else {"filter[updated_since]": format_moment(since)}
        page = self._contacts(changed, cursor)
        contacts = [_account(one) for one in page.items]
        return Page([one for one in contacts if is_due(one.updated_at, since)], page.next)

    def _contacts(self, wanted: Mapping[str, str], cursor: str | None) -> Page[Fields]:
        query: dict[str, str | int] = {"limit": self._page_size, **wanted}
        if cursor is not None:
            query["cursor"] = cursor
        found = self.http.get("contacts", query=query)
        return Page(found.having("data").parts("data"), found.part("meta").part("cursors").text("next"))

    def _get(self, account_id: str) -> Account | None:
        contact = self._contact(account_id)
        return None if contact is None else _account(contact)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        wanted = {f"filter[{_FOUND_BY[by]}]": value}
        found = every_page(lambda cursor: self._contacts(wanted, cursor))
        return (account for account in map(_account, found) if holds(account, by, value))

    def _erase(self, account_id: str) -> None:
        if self._contact(account_id) is not None:  # a connected CRM may read "007" as 7: erase whom it names
            self.http.delete("contacts", account_id)

    # --- links -------------------------------------------------------------------------------------

    def _read_field(self, account_id: str) -> str | None:
        contact = self._contact(account_id)
        if contact is None:
            return None
        ours = [one for one in contact.parts("custom_fields") if one.text("id") == self._field]
        return ours[0].text("value") if ours else ""

    def _write_field(self, account_id: str, text: str) -> None:
        body = {"custom_fields": [{"id": self._field, "value": text}]}
        self.http.call("PATCH", "contacts", account_id, body=body)

    def _contact(self, account_id: str) -> Fields | None:
        found = self.http.look("contacts", account_id)
        if found is None:
            return None
        contact = found.part("data")
        if contact.id() != account_id:
            raise CrmContract("the CRM gave another contact than was asked for", code="other_record")
        return contact


def _account(contact: Fields) -> Account:
    addresses = contact.parts("addresses")
    home = addresses[0] if addresses else Fields({})
    return Account(
        contact.id(),
        given_name=contact.text("first_name"),
        middle_name=contact.text("middle_name"),
        family_name=contact.text("last_name"),
        suffix=contact.text("suffix"),
        full_name=contact.text("name"),
        emails=_all(contact, "emails", "email"),
        phones=_all(contact, "phone_numbers", "number"),
        websites=_all(contact, "websites", "url"),
        street=home.text("line1"),
        city=home.text("city"),
        postal_code=home.text("postal_code"),
        state=home.text("state"),
        country=home.text("country"),
        birthday=contact.text("birthday"),
        job_title=contact.text("title"),
        organization=contact.text("company_name"),
        handles=handles_at(one.text("url") for one in contact.parts("social_links")),
        updated_at=contact.moment("updated_at"),
    )


def _all(contact: Fields, name: str, field: str) -> tuple[str, ...]:
    """One field of every object of a list, empty ones left out."""
    return tuple(filter(None, (one.text(field) for one in contact.parts(name))))
