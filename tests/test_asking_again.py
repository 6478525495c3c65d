"""A material change of a notice: whoever agreed to the old words is asked again, and the record says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

import linking
from linking import ADA, ADAS, BO, BOS, OFFICER, TICK, link, match
from notice_fields import NOTICE
from socialmatch import asking_again
from socialmatch.asking_again import Asked, ask_again
from socialmatch.consent.state import State
from socialmatch.store import consents, links, notices, outbox, oversight, permits
from socialmatch.store.outbox import Operation

LATER = "2027-01"


@pytest.fixture
def store(store_url, open_store):
    return open_store(store_url)


@pytest.fixture
def at(store):
    return linking.installation(store)


def register(at, *, material: bool) -> None:
    with at.store.write("default", OFFICER, "new words") as session:
        notices.register(session, replace(NOTICE, version=LATER, material=material))


def state(at, subject) -> State:
    with at.store.read("default") as session:
        return permits.consent(session, subject, "support").state


def told(at) -> list[Operation]:
    with at.store.read("default") as session:
        return [message.operation for message in outbox.of_pair(session, ADAS, ADA.key)]


def test_the_record_says_that_they_are_asked_again_and_the_crm_takes_it_back(at, clock):
    link(at)
    clock.advance(TICK)
    register(at, material=True)
    assert ask_again(at.store, "default", actor=OFFICER) == Asked(consents=4, links=1)  # two sides, two purposes
    assert state(at, ADA.key) is state(at, ADAS) is State.REQUESTED
    assert match(at).account is None
    assert Operation.PUT_LINK not in told(at)
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key).reason == "material_change"
        assert [event.kind.value for event in consents.history(session, ADAS)][-1] == "superseded"
        assert {count.state for count in oversight.consent_counts(session)} == {State.REQUESTED}


def test_agreeing_anew_makes_it_answer_again(at, clock):
    link(at)
    clock.advance(TICK)
    register(at, material=True)
    ask_again(at.store, "default", actor=OFFICER)
    clock.advance(TICK)
    link(at, notice=LATER)
    assert match(at).account == ADAS
    assert told(at)[-1] is Operation.PUT_LINK
    assert ask_again(at.store, "default", actor=OFFICER) == Asked()


def test_a_change_of_no_weight_asks_nobody(at, clock):
    link(at)
    clock.advance(TICK)
    register(at, material=False)
    assert ask_again(at.store, "default", actor=OFFICER) == Asked()
    assert match(at).account == ADAS


def test_many_are_asked_a_few_at_a_time_and_each_once(at, clock, monkeypatch):
    link(at)
    link(at, BO, BOS)
    clock.advance(TICK)
    register(at, material=True)
    monkeypatch.setattr(asking_again, "_AT_ONCE", 1)
    steps: list[int] = []
    assert ask_again(at.store, "default", actor=OFFICER, progress=steps.append) == Asked(consents=8, links=2)
    assert sum(steps) == 8
    assert ask_again(at.store, "default", actor=OFFICER) == Asked()


def test_other_tenants_are_left_alone(at, clock):
    link(at)
    there = linking.installation(at.store, "other")
    link(there, replace(ADA, tenant="other"), replace(ADAS, tenant="other"))
    clock.advance(TICK)
    register(at, material=True)
    ask_again(at.store, "default", actor=OFFICER)
    assert ask_again(at.store, "other", actor=OFFICER) == Asked()
    assert match(there, replace(ADA, tenant="other")).account is not None
