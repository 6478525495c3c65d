"""Threat 24: a CRM is told more than was agreed to."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from flows import ADA, ADAS
from linked import open_crm
from socialmatch import Actor, ActorKind
from socialmatch.crm.values import CrmLink
from socialmatch.errors import SocialMatchError, UsageError
from socialmatch.models import AccountKey, Assurance
from socialmatch.sync import deliver

ACCOUNT = AccountKey("default", "crm", ADAS)


@pytest.fixture
def crm(sm):
    return open_crm(sm.clock)


def written(sm, crm) -> tuple[CrmLink, ...]:
    deliver(sm.store, sm.tenant, {"crm": crm})
    return crm.links


def test_a_crm_gets_the_link_and_nothing_else_of_the_person(sm, crm):
    sm.link(ADA, ADAS)
    (link,) = written(sm, crm)
    assert {field.name for field in fields(link)} == {
        "account",
        "profile",
        "handle",
        "assurance",
        "linked_at",
        "consent",
    }
    assert (link.key, link.handle, link.assurance) == ((ACCOUNT, ADA.key), ADA.handle, Assurance.L2)
    assert link.consent != ""
    with pytest.raises(TypeError):
        CrmLink(ACCOUNT, ADA.key, bio="something that was never agreed to")


@pytest.mark.parametrize("lacking", [{"consent": ""}, {"linked_at": None}, {"assurance": None}])
def test_no_adapter_writes_a_link_without_its_consent(sm, crm, lacking):
    sm.link(ADA, ADAS)
    (link,) = written(sm, crm)
    values = {field.name: getattr(link, field.name) for field in fields(link)}
    with pytest.raises(UsageError):
        crm.put_link(CrmLink(**{**values, **lacking}), "key-1")


@pytest.mark.parametrize("worth", [Assurance.L0, Assurance.L1])
def test_what_both_sides_did_not_prove_is_not_written(sm, crm, worth):
    sm.link(ADA, ADAS)
    (link,) = written(sm, crm)
    values = {field.name: getattr(link, field.name) for field in fields(link)}
    with pytest.raises(UsageError) as refused:
        crm.put_link(CrmLink(**{**values, "assurance": worth}), "key-1")
    assert refused.value.code == "assurance_too_low"


def test_a_link_on_evidence_never_reaches_the_crm(sm, crm):
    officers = [Actor(ActorKind.OFFICER, f"officer-{number}") for number in (1, 2)]
    sm.import_link(ADA, ADAS, evidence="contract 17", second=officers[1], actor=officers[0])
    assert written(sm, crm) == ()


@pytest.mark.parametrize("side", [ADA, ACCOUNT], ids=["profile", "account"])
def test_consent_is_read_again_when_the_crm_is_told(sm, crm, side):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(milliseconds=1))
    sm.revoke(side)
    assert written(sm, crm) == ()
    assert "put_link" not in crm.calls


def test_a_withdrawal_removes_the_link_and_leaves_the_customer(sm, crm):
    sm.link(ADA, ADAS)
    written(sm, crm)
    sm.clock.advance(timedelta(milliseconds=1))
    sm.revoke(ADA)
    assert written(sm, crm) == ()
    assert "erase" not in crm.calls
    assert ADAS in crm.books.accounts


def test_another_crm_or_tenant_is_told_nothing(sm, crm):
    sm.link(ADA, ADAS)
    other = open_crm(sm.clock, name="other")
    deliver(sm.store, sm.tenant, {"other": other})
    assert other.links == ()
    (link,) = written(sm, crm)
    with pytest.raises(SocialMatchError):
        other.put_link(link, "key-1")
