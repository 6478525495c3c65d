"""Threats 16 and 17: a consent that ended is used, or one that is being withdrawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from flows import ADA, ADAS, FLOWS, SIGN_IN, linked
from linked import open_crm
from socialmatch.errors import SocialMatchError, TokenRefused
from socialmatch.models import AccountKey, AnswerKind
from socialmatch.sync import deliver
from socialmatch.testing.stores import EXAMPLE_NOTICE

ACCOUNT = AccountKey("default", "crm", ADAS)
TERM = timedelta(days=365)
TICK = timedelta(milliseconds=1)


def told(sm, crm) -> list[str]:
    """What a pass over the outbox has the CRM do."""
    before = len(crm.calls)
    deliver(sm.store, sm.tenant, {"crm": crm})
    return crm.calls[before:]


def test_at_the_end_of_its_term_a_grant_permits_nothing_with_no_job_run(sm):
    sm.link(ADA, ADAS)
    sm.clock.advance(TERM - TICK)
    assert sm.match(ADA).kind is AnswerKind.LINK
    sm.clock.advance(TICK)
    assert sm.match(ADA).reason == "expired"


def test_a_crm_is_not_told_of_a_link_whose_consent_ended_meanwhile(sm):
    crm = open_crm(sm.clock)
    sm.link(ADA, ADAS)
    sm.clock.advance(TERM)
    assert "put_link" not in told(sm, crm)
    assert crm.links == ()


def test_a_material_change_of_the_notice_asks_again(sm):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(days=1))
    sm.register_notice(replace(EXAMPLE_NOTICE, version="example-2", text="Now for something else as well."))
    answer = sm.match(ADA)
    assert (answer.kind, answer.reason) == (AnswerKind.REFUSAL, "requested")
    sm.clock.advance(timedelta(minutes=20))
    sm.link(ADA, ADAS)
    assert sm.match(ADA).kind is AnswerKind.LINK


def test_agreeing_to_one_purpose_is_not_agreeing_to_another(sm):
    sm.link(ADA, ADAS)
    with pytest.raises(SocialMatchError):
        sm.match(ADA, "marketing")


@pytest.mark.parametrize("side", [ADA.key, ACCOUNT], ids=["profile", "account"])
def test_after_a_withdrawal_nothing_answers_and_the_crm_is_told_to_forget(sm, side):
    crm = open_crm(sm.clock)
    sm.link(ADA, ADAS)
    assert told(sm, crm) == ["put_link"]
    sm.clock.advance(TICK)
    sm.revoke(side)
    assert sm.match(ADA).kind is AnswerKind.REFUSAL
    assert "remove_link" in told(sm, crm)
    assert crm.links == ()
    assert crm.books.accounts  # the customer stays


def test_a_withdrawal_overtakes_what_the_crm_was_not_told_yet(sm):
    crm = open_crm(sm.clock)
    sm.link(ADA, ADAS)
    crm.fail_next("timeout")
    told(sm, crm)
    sm.clock.advance(timedelta(minutes=1))
    sm.revoke(ADA)
    sm.clock.advance(timedelta(hours=7))
    assert "put_link" not in told(sm, crm)
    assert crm.links == ()


def test_a_crm_that_is_away_does_not_keep_a_withdrawal_from_counting_here(sm):
    crm = open_crm(sm.clock)
    sm.link(ADA, ADAS)
    told(sm, crm)
    sm.clock.advance(TICK)
    sm.revoke(ADA)
    crm.fail_next("timeout")
    pending = deliver(sm.store, sm.tenant, {"crm": crm}).pending
    assert pending == {"crm": 1}
    assert sm.match(ADA).reason == "suppressed"
    sm.clock.advance(timedelta(hours=7))
    assert "remove_link" in told(sm, crm)


# Who signs in is not known before they do: after a withdrawal of the profile it is a fresh act of theirs.
SIDES = [(flow, ACCOUNT) for flow in FLOWS] + [(flow, ADA.key) for flow in FLOWS if flow is not SIGN_IN]


@pytest.mark.parametrize(("flow", "side"), SIDES, ids=lambda one: str(one) if one in FLOWS else type(one).__name__)
def test_a_withdrawal_burns_what_is_on_its_way(sm, flow, side):
    begun = flow.begin(sm)
    sm.clock.advance(TICK)
    sm.revoke(side)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun)
    assert linked(sm) == []


@pytest.mark.parametrize(("flow", "side"), SIDES, ids=lambda one: str(one) if one in FLOWS else type(one).__name__)
def test_a_withdrawal_and_an_answer_at_once_end_without_a_link(on_disk, clock, flow, side):
    """Whichever comes first: a withdrawal burns what is open, and ends what was made."""
    begun = flow.begin(on_disk)
    clock.advance(TICK)

    def answer() -> None:
        try:
            flow.finish(on_disk, begun)
        except SocialMatchError:
            return

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(answer), pool.submit(on_disk.revoke, side)]
        for one in both:
            one.result()
    assert linked(on_disk) == []
    assert on_disk.match(ADA).kind is AnswerKind.REFUSAL
