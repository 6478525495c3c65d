"""Salesforce: contacts, and a link as a ``SocialPersona`` below its contact.

A persona has a provider, an external id and a name, and nothing for the scope of an id, for what a link is worth or for
the consent it rests on: those stand in a text field of ours on it, which makes the row ours. A row that is removed is
emptied first, as what is deleted stays in the recycle bin for 15 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from socialmatch.crm import linktext
from socialmatch.crm.capability import FULL, grades, partial
from socialmatch.crm.consents import read_purposes
from socialmatch.crm.http import ClientCredentials, Fields, PooledTransport, Transport
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import CrmLink, Deletion, FindBy, Merge, Page, holds
from socialmatch.crm.vendors.salesforce_consents import SalesforceConsents
from socialmatch.crm.vendors.soql import literal, soql
from socialmatch.errors import ConfigError, CrmContract, CrmError, CrmRefused
from socialmatch.models import Account

_ID = re.compile(r"[A-Za-z0-9]{18}", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}", re.ASCII)
_VERSION = re.compile(r"\d{2,3}\.0", re.ASCII)
_READ = (
    "Id, Name, FirstName, LastName, Email, Phone, MobilePhone, MailingStreet, MailingCity, MailingPostalCode,"
    " MailingState, MailingCountry, Birthdate, Title, Account.Name, SystemModstamp"
)
_FOUND_IN: Final = {FindBy.EMAIL: ("Email",), FindBy.PHONE: ("Phone", "MobilePhone"), FindBy.NAME: ("Name",)}
_PROVIDERS: Final = {
    "x": "Twitter",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
}
_EMPTIED: Final = "socialmatch: removed"
_LONGEST = 255
_MERGES_IN_A_ROW = 20


class SalesforceCrm(SalesforceConsents):
    """Contacts of one Salesforce organisation.

    Parameters
    ----------
    target: ``https://YOURS.my.salesforce.com``. version: of the REST interface.
    client_id, client_secret: of a connected app with the client credentials flow, whose tokens are renewed by us.
    token: an access token, where the host renews it itself.
    field: of ``SocialPersona``, a long text area, which makes a row ours.
    consents: purpose -> name of a data use purpose. consent_notice: version of the notice their yes was given under.
    page_size: contacts in one answer, to 2,000.
    transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=partial(
            "as SocialPersona with a text field that you define, where your edition has that object; those of a contact"
            " in the recycle bin are out of our reach"
        ),
        idempotency=partial("a key is remembered for as long as its link stands, for each contact"),
        erase=partial("deleted; confirmed once the recycle bin is emptied, which Salesforce does after 15 days"),
        merges=partial("told while the contact that went is in the recycle bin, 15 days unless it is emptied"),
        deletions=partial("told while they are in the recycle bin, 15 days unless it is emptied"),
    )
    resolution = timedelta(seconds=1)
    findable = frozenset(_FOUND_IN)

    def __init__(
        self,
        target: str,
        *,
        token: str = "",
        client_id: str = "",
        client_secret: str = "",
        version: str = "62.0",
        field: str = "SocialMatch_Link__c",
        consents: Mapping[str, str] | None = None,
        consent_notice: str = "",
        page_size: int = 2_000,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        if not _VERSION.fullmatch(version) or not _NAME.fullmatch(field):
            raise ConfigError("the options version and field are as 62.0 and Name__c", code="bad_option")
        if not (token or (client_id and client_secret)):
            raise ConfigError("Salesforce needs a token, or client_id and client_secret", code="missing_option")
        if not token:
            transport = ClientCredentials(
                transport or PooledTransport(),
                f"{target.rstrip('/')}/services/oauth2/token",
                client_id=client_id,
                client_secret=client_secret,
                clock=runtime.clock,
            )
        super().__init__(
            f"{target.rstrip('/')}/services/data/v{version}",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            secrets=[secret for secret in (token, client_secret) if secret],
            transport=transport,
            runtime=runtime,
        )
        self._field = field
        self._page_size = page_size
        self.consent_purposes = read_purposes(consents)
        self.consent_notice = consent_notice

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        found = self._page(_READ, "Contact", (), cursor, self._page_size, since=since)
        return Page([_account(one) for one in found.items], found.next)

    def _get(self, account_id: str) -> Account | None:
        if not _ID.fullmatch(account_id):
            return None
        found = self._query(soql(_READ, "Contact", f"Id = {literal(account_id)}"))
        return next((_account(one) for one in found if one.id("Id") == account_id), None)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        wanted = " OR ".join(f"{name} = {literal(value)}" for name in _FOUND_IN[by])
        found = self._query(soql(_READ, "Contact", wanted))
        return (account for account in map(_account, found) if holds(account, by, value))

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        found = self._gone("Id, MasterRecordId, SystemModstamp", "MasterRecordId != null", since, cursor)
        return Page(
            [Merge(one.id("Id"), one.id("MasterRecordId"), one.moment("SystemModstamp")) for one in found.items],
            found.next,
        )

    def _deletions(self, since: datetime | None, cursor: str | None) -> Page[Deletion]:
        found = self._gone("Id, SystemModstamp", "MasterRecordId = null", since, cursor)
        return Page([Deletion(one.id("Id"), one.moment("SystemModstamp")) for one in found.items], found.next)

    def _gone(self, names: str, how: str, since: datetime | None, cursor: str | None) -> Page[Fields]:
        gone = ("IsDeleted = true", how)
        return self._page(names, "Contact", gone, cursor, self._page_size, since=since, deleted_too=True)

    def _erase(self, account_id: str) -> None:
        if self._get(account_id) is None:
            return
        self._drop([row for row, _ in self._personas(account_id)])
        self.http.delete("sobjects", "Contact", account_id)

    def _erased(self, account_id: str) -> bool:
        if not _ID.fullmatch(account_id):
            return True
        return not list(self._query(soql("Id", "Contact", f"Id = {literal(account_id)}"), deleted_too=True))

    # --- links -------------------------------------------------------------------------------------

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        entries = [one for _, one in self._personas(account_id) if one is not None]
        links = (linktext.link_of(one, self.key(account_id)) for one in entries if one["tenant"] == self.tenant)
        return {link.key: link for link in links}.values()

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        account_id = link.account.account_id
        if self._get(account_id) is None:
            raise CrmRefused("there is no such account", code="no_account")
        rows, fresh = list(self._personas(account_id)), linktext.entry(link, idempotency_key)
        entries = [one for _, one in rows if one is not None]
        linktext.check_key(entries, fresh)
        if fresh in entries:
            return
        values = {
            "Provider": _PROVIDERS.get(link.profile.platform, "Other"),
            "ExternalId": link.profile.user_id if len(link.profile.user_id) <= _LONGEST else None,
            "Name": fresh["handle"][:_LONGEST] or link.profile.platform,
            self._field: linktext.write([fresh]),
        }
        there = [row for row, one in rows if one is not None and linktext.same(one, link)]
        if there:
            self.http.call("PATCH", "sobjects", "SocialPersona", there[0], body=values)
        else:
            self.http.call("POST", "sobjects", "SocialPersona", body={"ParentId": account_id, **values})

    def _remove_link(self, link: CrmLink) -> None:
        for account_id in self._merged_into(link.account.account_id):
            self._drop(self._ours(account_id, link))
            if any(one is not None and linktext.same(one, link) for _, one in self._personas(account_id)):
                raise CrmError("the CRM took the removal, and the link is still there", code="still_there")

    def _ours(self, account_id: str, link: CrmLink) -> list[str]:
        """Rows of a link, and rows that were emptied before and could not be deleted."""
        return [row for row, one in self._personas(account_id) if one is None or linktext.same(one, link)]

    def _drop(self, rows: Iterable[str]) -> None:
        for row in rows:
            empty = {"Name": _EMPTIED, "ExternalId": None, self._field: None}
            self.http.call("PATCH", "sobjects", "SocialPersona", row, body=empty)
            self.http.delete("sobjects", "SocialPersona", row)

    def _personas(self, account_id: str) -> Iterator[tuple[str, linktext.Entry | None]]:
        """The rows of ours below a contact, with what they say; ``None`` for one that was emptied."""
        if not _ID.fullmatch(account_id):
            return
        below = soql(f"Id, Name, {self._field}", "SocialPersona", f"ParentId = {literal(account_id)}")
        for row in self._query(below):
            entries = linktext.parse(row.text(self._field))
            if len(entries) > 1:
                raise CrmContract("the field for a link holds something else", code="bad_links")
            if entries or row.text("Name") == _EMPTIED:
                yield row.id("Id"), entries[0] if entries else None

    def _merged_into(self, account_id: str) -> Iterator[str]:
        """The contact, and those it went into one after the other: personas move with a merge."""
        for _ in range(_MERGES_IN_A_ROW):
            if not _ID.fullmatch(account_id):
                return
            yield account_id
            gone = soql("MasterRecordId", "Contact", f"Id = {literal(account_id)}", "IsDeleted = true")
            account_id = next((one.text("MasterRecordId") for one in self._query(gone, deleted_too=True)), "")


def _account(contact: Fields) -> Account:
    of = contact.text
    return Account(
        contact.id("Id"),
        given_name=of("FirstName"),
        family_name=of("LastName"),
        full_name=of("Name"),
        emails=tuple(filter(None, (of("Email"),))),
        phones=tuple(filter(None, (of("Phone"), of("MobilePhone")))),
        street=of("MailingStreet"),
        city=of("MailingCity"),
        postal_code=of("MailingPostalCode"),
        state=of("MailingState"),
        country=of("MailingCountry"),
        birthday=of("Birthdate"),
        job_title=of("Title"),
        organization=contact.part("Account").text("Name"),
        updated_at=contact.moment("SystemModstamp"),
    )
