"""Salesforce's consents: a ``ContactPointTypeConsent`` for contact points of type Social, one for each purpose.

It belongs to an ``Individual``, whom contacts name; a contact without one has no consents, and none is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from socialmatch.crm.consents import Claim, ConsentFields
from socialmatch.crm.http import Fields
from socialmatch.crm.values import Page
from socialmatch.crm.vendors.soql import SoqlAdapter, literal, soql
from socialmatch.errors import CrmContract
from socialmatch.moments import format_moment

_TABLE = "ContactPointTypeConsent"
_OF_SOCIAL = "ContactPointType = 'Social'"
_READ = (
    "Id, PartyId, DataUsePurpose.Name, PrivacyConsentStatus, CaptureSource, CaptureDate, EffectiveTo, SystemModstamp"
)
_ANSWERS = {"OptIn": True, "OptOut": False}  # the others, NotSeen and Seen, are no answers
_BY_US = "socialmatch"
_PEOPLE = 100
"""In one query, whose text is part of an address."""


class SalesforceConsents(SoqlAdapter, ConsentFields):
    """The part of the Salesforce adapter that knows consents. ``consent_purposes`` names data use purposes."""

    def _claims(self, cursor: str | None) -> Page[Claim]:
        page = self._page(_READ, _TABLE, (_OF_SOCIAL,), cursor, _PEOPLE)
        ours = {name: purpose for purpose, name in self.consent_purposes.items()}
        answers = [
            one
            for one in page.items
            if one.text("PrivacyConsentStatus") in _ANSWERS
            and one.text("CaptureSource") != _BY_US
            and one.part("DataUsePurpose").text("Name") in ours
        ]
        contacts = self._contacts_of({one.id("PartyId") for one in answers})
        claims = [
            _claim(one, contact_id, ours[one.part("DataUsePurpose").text("Name")])
            for one in answers
            for contact_id in contacts[one.id("PartyId")]
        ]
        return Page(claims, page.next)

    def _contacts_of(self, people: Iterable[str]) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        listed = ", ".join(map(literal, sorted(people)))
        if listed:
            for one in self._query(soql("Id, IndividualId", "Contact", f"IndividualId IN ({listed})")):
                found[one.id("IndividualId")].append(one.id("Id"))
        return found

    def _tell(self, account_id: str, claims: Sequence[Claim]) -> None:
        contacts = list(self._query(soql("IndividualId", "Contact", f"Id = {literal(account_id)}")))
        person = contacts[0].text("IndividualId") if contacts else ""
        for claim in claims if person else ():
            self._write(person, claim)

    def _write(self, person: str, claim: Claim) -> None:
        name = self.consent_purposes[claim.purpose]
        purposes = [one.id("Id") for one in self._query(soql("Id", "DataUsePurpose", f"Name = {literal(name)}"))]
        if len(purposes) != 1:
            raise CrmContract("Salesforce has not exactly one data use purpose of a configured name", code="no_purpose")
        values = {
            "PrivacyConsentStatus": "OptIn" if claim.given else "OptOut",
            "CaptureSource": _BY_US,
            "CaptureDate": format_moment(claim.at),
            "EffectiveTo": None if claim.until is None else format_moment(claim.until),
        }
        of_theirs = (f"PartyId = {literal(person)}", _OF_SOCIAL, f"DataUsePurposeId = {literal(purposes[0])}")
        there = [one.id("Id") for one in self._query(soql("Id", _TABLE, *of_theirs))]
        for record_id in there:
            self.http.call("PATCH", "sobjects", _TABLE, record_id, body=values)
        if not there:
            whose = {"PartyId": person, "ContactPointType": "Social", "DataUsePurposeId": purposes[0], "Name": name}
            self.http.call("POST", "sobjects", _TABLE, body={**whose, **values})


def _claim(one: Fields, contact_id: str, purpose: str) -> Claim:
    at = one.moment("CaptureDate") or one.moment("SystemModstamp")
    if at is None:
        raise CrmContract("Salesforce does not say when a consent was captured", code="bad_answer")
    given = _ANSWERS[one.text("PrivacyConsentStatus")]
    return Claim(contact_id, purpose, given, at, one.moment("EffectiveTo"), one.id("Id"))
