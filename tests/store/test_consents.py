"""Consent in the store: every change is an event, and the row permits nothing that the events do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from processes import NOW, OFFICER
from socialmatch.consent.permits import permitted_set
from socialmatch.consent.state import State, fold
from socialmatch.errors import ConsentError, ConsentMissing, IllegalTransition, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    Account,
    AccountKey,
    Actor,
    ActorKind,
    ConsentEvent,
    EventKind,
    Profile,
    ProfileKey,
)
from socialmatch.store import accounts, consents, events, permits, profiles, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.consents import Terms
from socialmatch.store.profiles import KnownProfile

ANNA = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "x", "", "42")
DAY = timedelta(days=1)


def event(kind: str = "given", at=NOW, days: int | None = 300, **fields) -> ConsentEvent:
    values = {"subject": ANNA, "purpose": "support", "notice_version": "2026-01", "method": "web_form", **fields}
    end = None if days is None else at + days * DAY
    return ConsentEvent(kind=EventKind(kind), recorded_at=at, valid_until=end, **values)


def record(store, *items: ConsentEvent) -> None:
    with store.write("default", OFFICER, "test") as session:
        for item in items:
            consents.record(session, item)


def state(store, subject=ANNA, purpose="support", as_of=None) -> State:
    with store.read("default") as session:
        return permits.consent(session, subject, purpose, as_of).state


def refusal(store, **options) -> str:
    with store.read("default") as session, pytest.raises(ConsentMissing) as missing:
        permits.permit(session, ANNA, "support", **options)
    return missing.value.reason


# --- recording -----------------------------------------------------------------------------------


def test_a_grant_permits_and_a_withdrawal_ends_it(store, clock):
    record(store, event())
    with store.read("default") as session:
        permit = permits.permit(session, ANNA, "support")
        assert (permit.ledger_index, permit.ledger_position) == (0, 1)
        assert (permit.valid_until, permit.as_of) == (NOW + 300 * DAY, clock())
    record(store, event("withdrawn", days=None))
    assert refusal(store) == "withdrawn"


def test_what_is_recorded_comes_back_whole(store):
    customer = Actor(ActorKind.CUSTOMER, "web-77")
    given = event(evidence="form-1", actor=customer, reason="signed up")
    terms = Terms("dm", "case-9", {"legal_basis": "consent", "served": "s-1"})
    with store.write("default", OFFICER, "import of June") as session:
        recorded = consents.record(session, given, terms)
        assert recorded == replace(given, ledger_index=0)
        plain = consents.record(session, event("reconfirmed"))
        assert (plain.actor, plain.reason) == (OFFICER, "import of June")
    with store.read("default") as session:
        assert consents.history(session, ANNA) == [recorded, plain]
        assert consents.history(session, ANNA, "marketing") == []
        first = events.read(session, [0])[0]
        assert first.actor == OFFICER
        assert consents.consent_event(first) == (recorded, terms)


def test_nothing_known_permits_nothing(store):
    assert state(store) is State.UNKNOWN
    assert refusal(store) == "no_consent"
    record(store, event("notice_served", days=None))
    assert state(store) is State.UNKNOWN
    assert refusal(store) == "no_consent"
    record(store, event(purpose="marketing"))
    assert refusal(store) == "other_purpose"


def test_an_end_is_found_when_it_is_read(store, clock):
    record(store, event(days=10))
    clock.advance(10 * DAY - timedelta(milliseconds=1))
    assert state(store) is State.GIVEN
    clock.advance(timedelta(milliseconds=1))
    assert state(store) is State.EXPIRED
    assert refusal(store) == "expired"


def test_a_clock_set_back_opens_nothing_again(store, clock):
    record(store, event(days=10))
    clock.advance(11 * DAY)
    record(store, event(purpose="marketing"))
    clock.advance(-2 * DAY)
    assert state(store) is State.EXPIRED


def test_an_old_notice_permits_only_who_accepts_it(store):
    record(store, event())
    assert refusal(store, notices=["2026-02"]) == "other_notice"
    with store.read("default") as session:
        assert permits.permit(session, ANNA, "support", notices=["2026-01"]).notice_version == "2026-01"


def test_a_claim_from_the_past_does_not_undo_a_withdrawal(store, clock):
    record(store, event("withdrawn", days=None))
    clock.advance(DAY)
    record(store, event(at=NOW - DAY))
    assert state(store) is State.WITHDRAWN
    with store.read("default") as session:
        assert [e.kind for e in consents.history(session, ANNA)] == ["withdrawn", "given"]


def test_nobody_records_the_future(store, clock):
    """A withdrawal that another machine's clock dates ahead holds now; a grant dated ahead does not outlast it."""
    record(store, event(at=NOW + 5 * DAY, days=300))
    record(store, event("withdrawn", NOW + 9 * DAY, None))
    assert state(store) is State.WITHDRAWN
    clock.advance(20 * DAY)
    assert state(store) is State.WITHDRAWN


def test_what_cannot_follow_is_refused_and_nothing_of_it_kept(store, clock):
    record(store, event("refused", days=None))
    clock.advance(DAY)
    with pytest.raises(IllegalTransition) as illegal, store.write("default", OFFICER, "test") as session:
        consents.record(session, event("reconfirmed", NOW + DAY))
    assert (illegal.value.state, illegal.value.event) == ("refused", "reconfirmed")
    with store.read("default") as session:
        assert session.size == 1


def test_a_withdrawal_is_always_taken(store, clock):
    """Even one from before an event that could then not have followed."""
    record(store, event(), event("modified", NOW + 2 * DAY, 100))
    clock.advance(5 * DAY)
    record(store, event("withdrawn", NOW + DAY, None))
    assert state(store) is State.WITHDRAWN
    with store.write("default", OFFICER, "test") as session:
        consents.rebuild(session)
    assert state(store) is State.WITHDRAWN


def test_a_batch_sets_aside_what_cannot_be_recorded(store, clock):
    other = AccountKey("default", "crm", "A-2")
    clock.advance(DAY)
    with store.write("default", OFFICER, "test") as session:
        suppressions.put(session, other)
        rejected = []
        items = [event(), event("refused", days=None), event("reconfirmed", NOW + DAY), event(subject=other)]
        recorded = consents.record_many(session, [(item, Terms()) for item in items], rejected)
        assert [e.ledger_index for e in recorded] == [0, 1]
        assert [(e.kind, type(why)) for e, why in rejected] == [
            (EventKind.RECONFIRMED, IllegalTransition),
            (EventKind.GIVEN, ConsentError),
        ]
        assert session.size == 2


# --- reading -------------------------------------------------------------------------------------


def test_the_past_is_read_from_the_events(store, clock):
    record(store, event(at=NOW, days=50))
    clock.advance(20 * DAY)
    record(store, event("withdrawn", NOW + 20 * DAY, None))
    assert state(store, as_of=NOW - DAY) is State.UNKNOWN
    assert state(store, as_of=NOW + DAY) is State.GIVEN
    assert state(store, as_of=NOW + 20 * DAY) is State.WITHDRAWN
    with store.read("default") as session, pytest.raises(UsageError):
        consents.at(session, ANNA, "support", NOW.replace(tzinfo=None))


def test_everybody_who_may_be_used(store):
    with store.write("default", OFFICER, "test") as session:
        accounts.put(session, [Account(f"A-{n}") for n in range(1, 6)])
        profiles.put(session, [KnownProfile(Profile("x", str(n))) for n in (41, 42)])
        for n in range(1, 5):
            consents.record(session, event(subject=AccountKey("default", "crm", f"A-{n}")))
        consents.record(session, event("withdrawn", days=None, subject=AccountKey("default", "crm", "A-2")))
        consents.record(session, event(subject=PROFILE))
        accounts.set_state(session, AccountKey("default", "crm", "A-3"), AccountState.MISSING)
    with store.read("default") as session:
        permitted, others = permits.permitted_set(session, "support")
        assert {key.account_id for key in permitted.accounts} == {"A-1", "A-4"}
        assert permitted.profiles == {PROFILE}
        assert permitted.ledger_position == session.size
        assert others.reason_for(AccountKey("default", "crm", "A-2")) == "withdrawn"
        assert others.reason_for(AccountKey("default", "crm", "A-5")) == "no_consent"
        assert not permits.permitted_set(session, "marketing")[0].accounts


@pytest.mark.parametrize("kind", list(EventKind))
def test_the_row_answers_as_the_events_do(store, kind):
    """Whatever the last event was, a permit read fast and one read from the whole history agree."""
    history = [event(), event(kind, NOW, 300)]
    try:
        record(store, *history)
    except IllegalTransition:
        history = [event(kind)]
        try:
            record(store, *history)
        except IllegalTransition:
            return  # nothing can be followed by it here
    for as_of in (NOW, NOW + 300 * DAY):
        folded = fold(history, purpose="support", subject=ANNA, as_of=as_of)
        with store.read("default") as session:
            assert replace(permits.consent(session, ANNA, "support", as_of), ledger_index=None) == folded
            slow = permitted_set(consents.history(session, ANNA), purpose="support", as_of=session.now)[1]
        if slow.reason_for(ANNA):
            assert refusal(store) == slow.reason_for(ANNA)


def test_a_row_that_lies_is_made_again(store):
    record(store, event(), event("withdrawn", days=None))
    with store.write("default", OFFICER, "tamper") as session:
        session.execute(consents.consents.update().where(consents.consents.c.tenant == "default").values(state="given"))
    assert state(store) is State.GIVEN
    with store.write("default", OFFICER, "repair") as session:
        assert consents.rebuild(session) == 1
    assert state(store) is State.WITHDRAWN


# --- suppression ---------------------------------------------------------------------------------


def test_a_suppressed_person_cannot_be_granted_for(store):
    with store.write("default", OFFICER, "test") as session:
        suppressions.put(session, PROFILE)
        suppressions.put(session, PROFILE)
        assert suppressions.holds(session, PROFILE)
        assert not suppressions.holds(session, PROFILE, suppressions.CONTACT)
        assert not suppressions.holds(session, ANNA)
    with pytest.raises(ConsentError) as refused:
        record(store, event(subject=PROFILE))
    assert refused.value.code == "suppressed"
    record(store, event("withdrawn", days=None, subject=PROFILE))  # a "no" is always taken
    with store.write("default", OFFICER, "fresh proof") as session:
        assert suppressions.lift(session, PROFILE)
        assert not suppressions.lift(session, PROFILE)
        consents.record(session, event(subject=PROFILE, at=session.now + DAY))
    assert state(store, PROFILE) is State.WITHDRAWN  # at the same moment a withdrawal wins


def test_a_withdrawal_is_seen_by_the_next_read_of_everybody(store, store_url, open_store):
    others = [open_store(store_url) for _ in range(3)]
    record(store, event())
    for other in others:
        with other.read("default") as session:
            permits.permit(session, ANNA, "support")
    record(store, event("withdrawn", days=None))
    for other in others:
        with other.read("default") as session, pytest.raises(ConsentMissing):
            permits.permit(session, ANNA, "support")


def test_a_writer_reads_what_was_withdrawn_while_it_waited(store, store_url, open_store):
    """Consent is read inside the writing commit, after the lock: who waited for a withdrawal sees it."""
    import threading

    record(store, event())
    other, seen = open_store(store_url), []

    def link() -> None:
        with other.write("default", OFFICER, "link") as session:
            seen.append(permits.consent(session, ANNA, "support").state)

    with store.write("default", OFFICER, "withdraw") as session:
        thread = threading.Thread(target=link)
        thread.start()
        consents.record(session, event("withdrawn", days=None))
    thread.join()
    assert seen == [State.WITHDRAWN]


def test_consent_events_are_the_only_ones_of_their_class(store):
    record(store, event())
    with store.read("default") as session:
        (found,) = events.about(session, ANNA, TypeClass.CONSENT)
    assert found.kind == "given"
