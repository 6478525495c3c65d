"""What holds of consent in a store after any history: the row, the events and the rule say the same."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import OFFICER
from socialmatch.consent.state import IN_FORCE, replay
from socialmatch.errors import ConsentMissing, IllegalTransition
from socialmatch.models import ConsentEvent, EventKind
from socialmatch.store import consents, permits
from socialmatch.store.schema import consents as rows
from socialmatch.store.statements import pick
from strategies import ACCOUNT, DAY, PROFILE, PURPOSES, T0, event, events

TENANTS = (f"tenant-{number}" for number in itertools.count())
SUBJECTS = (ACCOUNT, PROFILE)

steps = st.lists(st.tuples(st.integers(-3, 6), st.lists(events(subjects=SUBJECTS), max_size=3)), max_size=6)
"""By how many days the clock moves (also back), and what is then recorded in one commit."""

bounded = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def of(tenant: str, one: ConsentEvent) -> ConsentEvent:
    return replace(one, subject=replace(one.subject, tenant=tenant))


def cached(session) -> dict:
    kept = ("subject_ref", "purpose", "state", "since", "notice_version", "valid_until", "method", "seq", "last_at")
    return {row[:2]: row[2:] for row in session.rows(pick(rows, *kept))}


@bounded
@given(steps=steps)
def test_row_events_and_rule_agree_after_any_history(store, clock, steps):
    tenant, taken = next(TENANTS), []
    clock.now = T0
    for days, batch in steps:
        clock.advance(days * DAY)
        with store.write(tenant, OFFICER, "history") as session:
            rejected: list = []
            items = [(of(tenant, one), consents.NO_TERMS) for one in batch]
            taken += consents.record_many(session, items, rejected)
            assert all(isinstance(why, IllegalTransition) for _, why in rejected)
            assert not any(one.kind is EventKind.WITHDRAWN for one, _ in rejected)
            assert len(rejected) + len(taken) == len(rejected) + session.size
        with store.read(tenant) as session:
            for subject, purpose in itertools.product(SUBJECTS, PURPOSES):
                mine = replace(subject, tenant=tenant)
                history = [one for one in taken if (one.subject, one.purpose) == (mine, purpose)]
                assert consents.history(session, mine, purpose) == history
                by_rule = replay(history, as_of=session.now, rejected=[])
                assert permits.consent(session, mine, purpose) == by_rule
                if by_rule.state in IN_FORCE and by_rule.valid_until is not None:
                    assert permits.permit(session, mine, purpose).valid_until == by_rule.valid_until
                else:
                    with pytest.raises(ConsentMissing):
                        permits.permit(session, mine, purpose)
    with store.write(tenant, OFFICER, "rebuild") as session:
        before = cached(session)
        consents.rebuild(session)
        assert cached(session) == before


@bounded
@given(steps=steps, days=st.integers(-1, 25))
def test_any_moment_of_the_past_can_be_asked_for(store, clock, steps, days):
    tenant, taken, at = next(TENANTS), [], T0 + days * DAY
    clock.now = T0
    with store.write(tenant, OFFICER, "history") as session:
        for ahead, batch in steps:
            clock.advance(ahead * DAY)
            items = [(of(tenant, one), consents.NO_TERMS) for one in batch]
            taken += consents.record_many(session, items, [])
    with store.read(tenant) as session:
        for subject, purpose in itertools.product(SUBJECTS, PURPOSES):
            mine = replace(subject, tenant=tenant)
            known = [one for one in taken if (one.subject, one.purpose) == (mine, purpose) and one.recorded_at <= at]
            assert permits.consent(session, mine, purpose, at) == replay(known, as_of=at, rejected=[])


@bounded
@given(steps=steps)
def test_nothing_is_permitted_after_a_withdrawal(store, clock, steps):
    tenant = next(TENANTS)
    mine = replace(PROFILE, tenant=tenant)
    clock.now = T0
    for days, batch in steps:
        clock.advance(days * DAY)
        with store.write(tenant, OFFICER, "history") as session:
            consents.record_many(session, [(of(tenant, one), consents.NO_TERMS) for one in batch], [])
    with store.write(tenant, OFFICER, "withdraw") as session:
        for purpose in PURPOSES:
            consents.record(session, event("withdrawn", session.now, subject=mine, purpose=purpose))
    with store.read(tenant) as session:
        for purpose in PURPOSES:
            with pytest.raises(ConsentMissing):
                permits.permit(session, mine, purpose)
        assert mine not in permits.permitted_set(session, "support")[0].profiles
