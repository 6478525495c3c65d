"""Consents that stand in a CRM's own fields: claims, a "no" that is heard, and our answers written back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from fake_crms.hubspot import FakeHubspot
from fake_crms.salesforce import FakeSalesforce
from fake_crms.server import TOKEN
from imports import destination
from linked import link, open_crm, profile, revoke
from linking import BRAND, SECRETS
from notice_fields import FIELDS
from socialmatch.accounts import import_crm_consents
from socialmatch.config import Config, Policy
from socialmatch.consent.state import State
from socialmatch.crm import Runtime
from socialmatch.crm.consents import Claim
from socialmatch.crm.vendors.hubspot import HubspotCrm
from socialmatch.crm.vendors.salesforce import SalesforceCrm
from socialmatch.errors import ConfigError, ConsentError, UsageError
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.verbs import revoke_in
from socialmatch.models import Account, AccountKey, Actor, ActorKind, EventKind
from socialmatch.store import permits
from socialmatch.sync import deliver
from socialmatch.testing.clock import ManualClock

NOW = ManualClock()()
AT = "2026-10-01T08:00:00.000Z"
NOTICE_VERSION = FIELDS["version"]


class Hubspot:
    """A HubSpot with one contact, whose answer staff write into a property."""

    def __init__(self, runtime: Runtime) -> None:
        self.fake = FakeHubspot()
        self.account_id = self.fake.save(Account("k1", emails=("anna@example.com",), updated_at=NOW))
        self.crm = HubspotCrm(
            "https://api.hubapi.com",
            token=TOKEN,
            consents={"support": "social_support"},
            consent_notice=NOTICE_VERSION,
            transport=self.fake,
            runtime=runtime,
        )

    def says(self, yes: bool, at: str = AT) -> None:
        self.fake.answered(self.account_id, "social_support", "Given" if yes else "no", at)

    def shows(self) -> bool | None:
        return {"given (socialmatch)": True, "withdrawn (socialmatch)": False}.get(
            self.fake.contacts[int(self.account_id)].get("social_support", "")
        )


class Salesforce:
    """A Salesforce with one contact who is an individual, and a data use purpose."""

    def __init__(self, runtime: Runtime) -> None:
        self.fake = FakeSalesforce()
        self.account_id = self.fake.save(Account("k1", emails=("anna@example.com",), updated_at=NOW))
        self.person = self.fake.individual(self.account_id)
        self.purpose = self.fake.insert("DataUsePurpose", "0ZW", Name="Social support")
        self.crm = SalesforceCrm(
            "https://example.my.salesforce.com",
            token=TOKEN,
            consents={"support": "Social support"},
            consent_notice=NOTICE_VERSION,
            transport=self.fake,
            runtime=runtime,
        )

    def says(self, yes: bool, at: str = AT) -> None:
        self.fake.insert(
            "ContactPointTypeConsent",
            "0ZX",
            PartyId=self.person,
            ContactPointType="Social",
            DataUsePurposeId=self.purpose,
            PrivacyConsentStatus="OptIn" if yes else "OptOut",
            CaptureDate=at,
            CaptureSource="form",
            SystemModstamp=AT,
        )

    def shows(self) -> bool | None:
        records = self.fake.tables["ContactPointTypeConsent"].values()
        (last,) = [one for one in records if one["CaptureSource"] == "socialmatch"] or [{"PrivacyConsentStatus": ""}]
        return {"OptIn": True, "OptOut": False}.get(last["PrivacyConsentStatus"])


@pytest.fixture(params=[Hubspot, Salesforce])
def side(request):
    clock = ManualClock()
    return request.param(Runtime(name="crm", clock=clock, sleep=clock.sleep))


class TestReading:
    def test_an_answer_is_a_claim_with_where_it_stands(self, side):
        side.says(yes=True)
        (claim,) = side.crm.claims()
        assert (claim.subject, claim.purpose, claim.kind) == (side.crm.key(side.account_id), "support", EventKind.GIVEN)
        assert claim.recorded_at == datetime(2026, 10, 1, 8, tzinfo=UTC)
        assert claim.notice_version == NOTICE_VERSION and claim.method == "crm"
        assert claim.evidence.startswith("crm:") and len(claim.evidence) > 5

    def test_a_no_is_one(self, side):
        side.says(yes=False)
        assert [claim.kind for claim in side.crm.claims()] == [EventKind.WITHDRAWN]

    def test_nothing_said_is_no_claim(self, side):
        assert list(side.crm.claims()) == []

    def test_what_we_wrote_ourselves_is_no_claim(self, side):
        side.crm.tell_consents(side.account_id, [Claim(side.account_id, "support", True, NOW)])
        assert list(side.crm.claims()) == []


class TestTelling:
    def test_our_answer_is_shown_and_changed(self, side):
        for given in (True, True, False):
            side.crm.tell_consents(side.account_id, [Claim(side.account_id, "support", given, NOW, evidence="1-7")])
            assert side.shows() is given

    def test_somebody_who_is_not_there_is_fine(self, side):
        for absent in ("999", "0" * 18):
            side.crm.tell_consents(absent, [Claim(absent, "support", True, NOW)])

    def test_another_purpose_is_not_told(self, side):
        with pytest.raises(UsageError) as refused:
            side.crm.tell_consents(side.account_id, [Claim(side.account_id, "marketing", True, NOW)])
        assert refused.value.code == "no_consents_there"

    def test_a_claim_names_nobody_in_its_repr(self):
        assert "canary" not in repr(Claim("canary", "support", True, NOW, evidence="canary"))


@pytest.mark.parametrize("consents", ["support", {"support": ""}, {"support": 7}, ["support"]])
def test_the_option_is_a_table(consents):
    with pytest.raises(ConfigError) as refused:
        HubspotCrm("https://api.hubapi.com", token="t", consents=consents)
    assert refused.value.code == "bad_option"


def test_without_purposes_nothing_is_read_or_told():
    crm = HubspotCrm("https://api.hubapi.com", token="t", transport=FakeHubspot())
    for verb in (crm.claims, lambda: crm.tell_consents("1", [])):
        with pytest.raises(UsageError) as refused:
            verb()
        assert refused.value.code == "no_consents_there"


# --- into a store --------------------------------------------------------------------------------


@pytest.fixture
def take(store, side):
    def taken(**policy):
        to = taken.to
        at = Installation(store, "default", Config(policy=Policy(**policy), brand=BRAND), SECRETS)
        with_policy = replace(to, policy=Policy(**policy))
        return import_crm_consents(with_policy, side.crm, withdraw=partial(revoke_in, at))

    taken.to = destination(store)
    return taken


def consent(store, side, purpose="support"):
    with store.read("default") as session:
        return permits.consent(session, side.crm.key(side.account_id), purpose)


def test_a_yes_stays_a_claim_unless_the_policy_takes_it(store, side, take):
    side.says(yes=True)
    assert take().counts == {"claims": 1}
    assert consent(store, side).state is State.UNKNOWN
    assert take(crm_grants=True).counts == {"recorded": 1}
    given = consent(store, side)
    assert (given.state, given.notice_version, given.method) == (State.GIVEN, NOTICE_VERSION, "crm")
    assert given.valid_until is not None
    assert take(crm_grants=True).counts == {"unchanged": 1}


def test_a_yes_under_a_notice_nobody_registered_is_rejected(store, side, take):
    side.says(yes=True)
    side.crm.consent_notice = "1999-01"
    done = take(crm_grants=True)
    assert done.counts == {"no_evidence_of_one": 1}
    assert "unknown_notice" in done.warnings[0]
    assert consent(store, side).state is State.UNKNOWN


@pytest.mark.parametrize("grants", [False, True])
def test_a_no_is_heard_with_everything_that_follows(store, side, take, grants):
    whose = side.crm.key(side.account_id)
    link(store, whose, profile())
    side.says(yes=False, at="2027-01-01T00:00:00.000Z")
    counts = take(crm_grants=grants).counts
    assert (counts["recorded"], counts["withdrawals"]) == (1, 1)
    assert consent(store, side).state is State.WITHDRAWN


def test_an_old_no_does_not_undo_a_later_proof(store, side, take):
    link(store, side.crm.key(side.account_id), profile())
    side.says(yes=False, at="2020-01-01T00:00:00.000Z")
    assert "withdrawals" not in take().counts
    assert consent(store, side).state is State.GIVEN


def test_a_yes_brings_nobody_back_who_withdrew(store, side, take):
    side.says(yes=False)
    assert take(crm_grants=True).counts == {"recorded": 1, "withdrawals": 1}
    side.says(yes=True, at="2026-11-01T00:00:00.000Z")
    assert take(crm_grants=True).counts == {"suppressed": 1}
    assert consent(store, side).state is State.WITHDRAWN


def test_the_latest_answer_counts_and_at_one_moment_the_no(store, take, side):
    if isinstance(side, Hubspot):
        pytest.skip("a property has one value")
    side.says(yes=False, at="2026-01-01T00:00:00.000Z")
    side.says(yes=True)
    assert take().counts == {"claims": 1}
    side.says(yes=False)
    assert take().counts == {"recorded": 1, "withdrawals": 1}


def test_an_agent_takes_none(store, side, take):
    take.to = replace(take.to, actor=Actor(ActorKind.AGENT, "agent-1"))
    with pytest.raises(ConsentError) as refused:
        take()
    assert refused.value.code == "agent_cannot_grant"


def test_an_adapter_without_consents_is_told_apart(store, take, side):
    side.crm = open_crm(ManualClock())
    with pytest.raises(UsageError) as refused:
        take()
    assert refused.value.code == "no_consents_there"


def test_the_outbox_tells_the_consent_a_link_rests_on(store, side):
    whose = AccountKey("default", "crm", side.account_id)
    link(store, whose, profile())
    deliver(store, "default", {"crm": side.crm})
    assert side.shows() is True
    revoke(store, whose, profile())
    deliver(store, "default", {"crm": side.crm})
    assert side.shows() is False
    assert side.crm.list_links(side.account_id) == ()
