"""Chatwoot: contacts, and links in a custom attribute of ours.

Chatwoot can tie a contact to an inbox by a platform's id and cannot untie it, so that is not used: who cannot remove
may not write. An attribute takes texts of 1,500 letters at most, so a longer one goes on in further attributes. An
update merges attributes with those that are there: one is emptied, not dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from socialmatch.crm.capability import FULL, grades, partial, unsupported
from socialmatch.crm.http import FieldLinks, Fields, Transport, every_page
from socialmatch.crm.http.ids import is_number
from socialmatch.crm.onfile import handle_on
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import FindBy, Page, holds
from socialmatch.errors import ConfigError, CrmRefused
from socialmatch.models import Account

_PIECE = 1_400
_PLATFORMS = {
    "twitter": "x",
    "facebook": "facebook",
    "instagram": "instagram",
    "linkedin": "linkedin",
    "github": "github",
}


class ChatwootCrm(FieldLinks):
    """Contacts of one Chatwoot account.

    Parameters
    ----------
    target: address of the installation, ``https://app.chatwoot.com``.
    account: number of the account within it. token: an access token of a user who may read and edit contacts.
    attribute: key of the custom attribute for links; others with ``_2``, ``_3`` ... follow as needed.
    transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=unsupported("Chatwoot says when a contact was last active, not when the record changed: read all"),
        find=FULL,
        links=partial("kept in a custom attribute; a removal empties it, and its name stays behind"),
        idempotency=partial("a key is remembered for as long as its link stands, for each contact"),
        erase=partial("a contact who is online cannot be deleted; Chatwoot refuses until they are gone"),
        merges=unsupported("Chatwoot tells nobody what was merged: withdraw the link of a contact before you merge it"),
        deletions=partial("found by reading every contact"),
    )
    findable = frozenset({FindBy.EMAIL, FindBy.PHONE, FindBy.NAME})

    def __init__(
        self,
        target: str,
        *,
        account: int,
        token: str,
        attribute: str = "socialmatch_links",
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        if not isinstance(account, int) or account < 1:
            raise ConfigError("the option account is not the number of a Chatwoot account", code="bad_option")
        super().__init__(
            f"{target.rstrip('/')}/api/v1/accounts/{account}",
            headers={"api_access_token": token},
            secrets=[token],
            transport=transport,
            runtime=runtime,
        )
        self._attribute = attribute

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        """Pages have numbers here, and who is deleted lets others slide onto pages that were read: go back then."""
        page, before, step = map(int, (cursor or "1 0 0").split())
        found = self.http.get("contacts", query={"sort": "email", "page": page})
        count = found.part("meta").number("count") or 0
        if count < before and page > 1:
            return Page([], f"{max(1, page - (before - count))} {count} {step + 1}")
        contacts = [_account(one) for one in found.having("payload").parts("payload")]
        return Page(contacts, f"{page + 1} {count} {step + 1}" if contacts else None)

    def _get(self, account_id: str) -> Account | None:
        contact = self._contact(account_id)
        return None if contact is None else _account(contact)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        def page(cursor: str | None) -> Page[Fields]:
            number = int(cursor or 1)
            found = self.http.get("contacts", "search", query={"q": value, "page": number})
            people = found.having("payload").parts("payload")
            return Page(people, str(number + 1) if people else None)

        return (account for account in map(_account, every_page(page)) if holds(account, by, value))

    def _erase(self, account_id: str) -> None:
        if self._contact(account_id) is not None:
            self.http.delete("contacts", account_id)

    # --- links -------------------------------------------------------------------------------------

    def _read_field(self, account_id: str) -> str | None:
        contact = self._contact(account_id)
        return None if contact is None else "".join(self._pieces(contact))

    def _write_field(self, account_id: str, text: str) -> None:
        contact = self._contact(account_id)
        if contact is None:
            raise CrmRefused("there is no such account", code="no_account")
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        pieces += [""] * (len(self._pieces(contact)) - len(pieces))
        attributes: dict[str, Any] = {self._name(number): piece for number, piece in enumerate(pieces)}
        self.http.call("PUT", "contacts", account_id, body={"custom_attributes": attributes})

    def _pieces(self, contact: Fields) -> list[str]:
        attributes, pieces = contact.part("custom_attributes"), list[str]()
        while attributes.has(self._name(len(pieces))):
            pieces.append(attributes.text(self._name(len(pieces))))
        return pieces

    def _name(self, number: int) -> str:
        return self._attribute if number == 0 else f"{self._attribute}_{number + 1}"

    def _contact(self, account_id: str) -> Fields | None:
        if not is_number(account_id):
            return None
        found = self.http.look("contacts", account_id)
        return None if found is None else found.having("payload").part("payload")


def _account(contact: Fields) -> Account:
    more = contact.part("additional_attributes")
    email, phone = contact.text("email"), contact.text("phone_number")
    profiles = more.part("social_profiles")
    return Account(
        contact.id(),
        full_name=contact.text("name"),
        emails=(email,) if email else (),
        phones=(phone,) if phone else (),
        city=more.text("city"),
        country=more.text("country_code") or more.text("country"),
        organization=more.text("company_name"),
        handles=tuple(handle for name in _PLATFORMS for handle in handle_on(_PLATFORMS[name], profiles.text(name))),
    )
