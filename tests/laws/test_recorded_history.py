"""Any prefix of any history, read back from the log, folds to the state that was recorded at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import KEYS, NOW, OFFICER
from socialmatch.consent.state import Consent, replay
from socialmatch.errors import ConsentError
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.merkle import MemoryTree, leaf_hash
from socialmatch.models import AccountKey, ConsentEvent, EventKind, ProfileKey, Subject
from socialmatch.store import Store, consents, events, permits
from socialmatch.testing.clock import ManualClock

DAY = timedelta(days=1)
KINDS = [kind for kind in EventKind if kind is not EventKind.ERASED]


@dataclass(frozen=True)
class Act:
    """Something that happens, so many days after the last; ``late`` days ago, for a claim that comes in late."""

    person: int
    purpose: str
    kind: EventKind
    wait: int
    late: int
    days: int


ACTS = st.builds(
    Act,
    person=st.integers(0, 1),
    purpose=st.sampled_from(["support", "returns"]),
    kind=st.sampled_from(KINDS),
    wait=st.sampled_from([0, 1, 5, 40]),
    late=st.sampled_from([0, 0, 0, 3]),
    days=st.sampled_from([2, 30, 300]),
)


@dataclass(frozen=True)
class Moment:
    """What the store said after an act: of everybody, of the log's size, and its root."""

    size: int
    root: bytes
    at: object
    states: dict[tuple[Subject, str], Consent]


def people(tenant: str) -> list[Subject]:
    return [AccountKey(tenant, "crm", "A-1"), ProfileKey(tenant, "x", "", "42")]


def consent_of(act: Act, clock: ManualClock, tenant: str) -> ConsentEvent:
    at = clock() - act.late * DAY
    ends = act.kind in (EventKind.GIVEN, EventKind.RECONFIRMED, EventKind.MODIFIED)
    end = at + act.days * DAY if ends else None
    return ConsentEvent(people(tenant)[act.person], act.purpose, act.kind, at, "2026-01", "form", end)


def everybody(session, tenant: str) -> dict[tuple[Subject, str], Consent]:
    asked = [(subject, purpose) for subject in people(tenant) for purpose in ("support", "returns")]
    return {question: permits.consent(session, *question) for question in asked}


TENANTS = iter(f"history-{number}" for number in range(10**9))


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=9))
def test_every_prefix_folds_to_what_was_recorded_then(database, acts, request):
    tenant, clock = next(TENANTS), ManualClock(NOW)
    store = Store(request.getfixturevalue(f"{database}_url"), KEYS, clock=clock, before_commit=log.grow)
    try:
        moments: list[Moment] = []
        for act in acts:
            clock.advance(act.wait * DAY)
            try:
                with store.write(tenant, OFFICER, "test") as session:
                    consents.record(session, consent_of(act, clock, tenant))
            except ConsentError:
                continue  # it cannot follow what is known; nothing was recorded
            with store.read(tenant) as session:
                moments.append(Moment(session.size, log.root(session), clock(), everybody(session, tenant)))
        with store.read(tenant) as session:
            whole = list(events.walk(session))
            leaves = [leaf_hash(event.leaf) for event in whole]
            for moment in moments:
                prefix = [consents.consent_event(event)[0] for event in whole[: moment.size]]
                assert log.root(session, moment.size) == moment.root == MemoryTree(leaves[: moment.size]).root()
                for (subject, purpose), known in moment.states.items():
                    mine = [e for e in prefix if e.subject == subject and e.purpose == purpose]
                    assert replay(mine, as_of=moment.at, rejected=[]) == known
            assert all(event.type_class is TypeClass.CONSENT for event in whole)
    finally:
        store.close()
