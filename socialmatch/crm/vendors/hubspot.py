"""HubSpot: contacts, links in a text property of ours, erasure by its GDPR deletion.

HubSpot has no object for a social identity, and its legacy properties (``twitterhandle``) hold handles, so links stand
in a property that is defined for them. What changed is asked of the search, which knows it a little later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial as partial_of
from typing import Any, ClassVar

from socialmatch.crm.capability import FULL, grades, partial
from socialmatch.crm.consents import Claim, ConsentFields, read_purposes
from socialmatch.crm.http import Answer, FieldLinks, Fields, Transport, every_page
from socialmatch.crm.http.ids import is_number
from socialmatch.crm.limits import Budget
from socialmatch.crm.onfile import handle_on
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import FindBy, Merge, Page, holds, is_due
from socialmatch.errors import CrmContract, CrmUnavailable, SocialMatchError
from socialmatch.models import Account
from socialmatch.moments import to_epoch_ms

_READ = (
    "firstname",
    "lastname",
    "email",
    "hs_additional_emails",
    "phone",
    "mobilephone",
    "website",
    "address",
    "city",
    "zip",
    "state",
    "country",
    "date_of_birth",
    "jobtitle",
    "company",
    "twitterhandle",
    "lastmodifieddate",
)
_FOUND_BY = {FindBy.EMAIL: "email", FindBy.PHONE: "phone"}
_MERGED = "hs_merged_object_ids"
_BEFORE_ANY = "0"
_HISTORY_PAGE = 50  # HubSpot's own limit where histories are asked for
_GIVEN, _WITHDRAWN, _BY_US = "given", "withdrawn", " (socialmatch)"


class HubspotCrm(FieldLinks, ConsentFields):
    """Contacts of one HubSpot account.

    Parameters
    ----------
    target: ``https://api.hubapi.com``. token: of a private app that may read and write contacts, and erase them where
        ``erase`` is to work. field: internal name of the contact property for links, of type multi-line text.
    consents: purpose -> internal name of a text property with the customer's answer: ``given``, or anything else for a
        no. consent_notice: version of the notice under which ``given`` was said.
    calls: requests in ten seconds, so that other apps keep their share. page_size: contacts in one answer, up to 100.
    transport: see :class:`.http.HttpAdapter`.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=partial("kept in a property that you define; HubSpot remembers old values until the contact is purged"),
        idempotency=partial("a key is remembered for as long as its link stands, for each contact"),
        erase=partial("HubSpot's permanent deletion; what it says of its own backups applies"),
        merges=partial("found by reading every contact; HubSpot does not say when"),
        deletions=partial("found by reading every contact"),
    )
    overlap = timedelta(minutes=15)  # its search learns of a change some time after it
    findable = frozenset(_FOUND_BY)

    def __init__(
        self,
        target: str,
        *,
        token: str,
        field: str = "socialmatch_links",
        consents: Mapping[str, str] | None = None,
        consent_notice: str = "",
        calls: int = 90,
        page_size: int = 100,
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        super().__init__(
            f"{target.rstrip('/')}/crm/v3/objects",
            headers={"Authorization": f"Bearer {token}"},
            secrets=[token],
            limits=[Budget(calls, timedelta(seconds=10))],
            transport=transport,
            runtime=runtime,
        )
        self._field = field
        self._page_size = page_size
        self.consent_purposes = read_purposes(consents)
        self.consent_notice = consent_notice

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        if since is None:
            page = self._list(_READ, cursor)
            return Page([_account(one) for one in page.items], page.next)
        changed = {"propertyName": "lastmodifieddate", "operator": "GTE", "value": str(to_epoch_ms(since))}
        page = self._search([changed], cursor)
        found = [_account(one) for one in page.items]
        return Page([account for account in found if is_due(account.updated_at, since)], page.next)

    def _get(self, account_id: str) -> Account | None:
        contact = self._contact(account_id, _READ)
        return None if contact is None else _account(contact)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        wanted = {"propertyName": _FOUND_BY[by], "operator": "EQ", "value": value}
        found = every_page(partial_of(self._search, [wanted]))
        return (account for account in map(_account, found) if holds(account, by, value))

    def _erase(self, account_id: str) -> None:
        # By id and never by e-mail address: HubSpot puts an address that it does not know on a block list.
        contact = self._contact(account_id, ())
        if contact is not None:
            self.http.call("POST", "contacts", "gdpr-delete", body={"objectId": contact.id()})

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        page = self._list((_MERGED,), cursor)
        merges = [
            Merge(old, contact.id())
            for contact in page.items
            for old in contact.part("properties").text(_MERGED).split(";")
            if old
        ]
        return Page(merges, page.next)

    # --- links -------------------------------------------------------------------------------------

    def _read_field(self, account_id: str) -> str | None:
        contact = self._contact(account_id, (self._field,))
        return None if contact is None else contact.part("properties").text(self._field)

    def _write_field(self, account_id: str, text: str) -> None:
        self.http.call("PATCH", "contacts", account_id, body={"properties": {self._field: text}})

    # --- consents ----------------------------------------------------------------------------------

    def _claims(self, cursor: str | None) -> Page[Claim]:
        wanted = ",".join(self.consent_purposes.values())
        query: dict[str, str | int] = {"limit": min(self._page_size, _HISTORY_PAGE), "propertiesWithHistory": wanted}
        page = self._contacts(query, cursor)
        claims = [self._claim(contact, purpose) for contact in page.items for purpose in self.consent_purposes]
        return Page([claim for claim in claims if claim is not None], page.next)

    def _claim(self, contact: Fields, purpose: str) -> Claim | None:
        """What a property says now; its history knows since when. Anything that is not a yes is a no."""
        name = self.consent_purposes[purpose]
        history = contact.part("propertiesWithHistory").parts(name)
        said = history[0].text("value").strip() if history else ""
        if not said or said.endswith(_BY_US):
            return None
        at = history[0].moment("timestamp")
        if at is None:
            raise CrmContract("HubSpot does not say since when a property holds its value", code="bad_answer")
        return Claim(contact.id(), purpose, said.casefold() == _GIVEN, at, evidence=f"{contact.id()}:{name}")

    def _tell(self, account_id: str, claims: Sequence[Claim]) -> None:
        said = {self.consent_purposes[one.purpose]: (_GIVEN if one.given else _WITHDRAWN) + _BY_US for one in claims}
        if self._contact(account_id, ()) is not None:
            self.http.call("PATCH", "contacts", account_id, body={"properties": said})

    # --- inside ------------------------------------------------------------------------------------

    def _contact(self, account_id: str, properties: Iterable[str]) -> Fields | None:
        """A contact by its id, or by that of one that was merged into it."""
        if not is_number(account_id):
            return None
        found = self.http.look("contacts", account_id, query={"properties": ",".join(properties)})
        return None if found is None else found.having("id").having("properties")

    def _list(self, properties: Iterable[str], after: str | None) -> Page[Fields]:
        return self._contacts({"limit": self._page_size, "properties": ",".join(properties)}, after)

    def _contacts(self, query: Mapping[str, str | int], after: str | None) -> Page[Fields]:
        found = self.http.get("contacts", query={**query, **({} if after is None else {"after": after})})
        return Page(found.having("results").parts("results"), found.part("paging").part("next").text("after") or None)

    def _search(self, filters: list[Mapping[str, Any]], after: str | None) -> Page[Fields]:
        """Contacts behind an id, in the order of ids: the search's own pages end at 10,000."""
        behind = {"propertyName": "hs_object_id", "operator": "GT", "value": after or _BEFORE_ANY}
        body = {
            "filterGroups": [{"filters": [*filters, behind]}],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": list(_READ),
            "limit": self._page_size,
        }
        found = self.http.call("POST", "contacts", "search", body=body).json().having("results").parts("results")
        return Page(found, found[-1].id() if len(found) == self._page_size else None)

    def _explain(self, answer: Answer) -> SocialMatchError | None:
        if answer.status == 429 and b'"DAILY"' in answer.body:
            return CrmUnavailable("HubSpot's calls of this day are used up", code="daily_limit")
        return None


def _account(contact: Fields) -> Account:
    of = contact.part("properties").text
    emails = (of("email"), *of("hs_additional_emails").split(";"))
    return Account(
        contact.id(),
        given_name=of("firstname"),
        family_name=of("lastname"),
        emails=tuple(filter(None, emails)),
        phones=tuple(filter(None, (of("phone"), of("mobilephone")))),
        websites=tuple(filter(None, (of("website"),))),
        street=of("address"),
        city=of("city"),
        postal_code=of("zip"),
        state=of("state"),
        country=of("country"),
        birthday=of("date_of_birth"),
        job_title=of("jobtitle"),
        organization=of("company"),
        handles=handle_on("x", of("twitterhandle")),
        updated_at=contact.part("properties").moment("lastmodifieddate"),
    )
