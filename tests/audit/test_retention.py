"""Time travel: evidence goes when its time is over, not before, not under a hold; and the erasure is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linking import ADA, ADAS, AGENT, BO, BOS, CUSTOMER, OFFICER, ask, link, match, revoke
from searching import tables_with
from socialmatch.audit import retention
from socialmatch.audit.retention import due, retain
from socialmatch.audit.signing import checkpoint, sign
from socialmatch.errors import ConsentError, StoreConflict
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log, seals
from socialmatch.ledger.proof import TlogProof
from socialmatch.models import AccountKey, ConsentEvent, EventKind
from socialmatch.store import accounts, consents, events, holds, labels, links, permits, profiles, suppressions
from socialmatch.store.profiles import KnownProfile

DAY = timedelta(days=1)
YEAR = 365 * DAY


def retained(at):
    return retain(at.store, "default", at.policy)


def about(at, subject) -> list[str]:
    with at.store.read("default") as session:
        return [event.kind for event in events.about(session, subject)]


def erasures(at) -> list[dict]:
    with at.store.read("default") as session:
        found = events.walk(session)
        return [dict(event.data) for event in found if event.type_class is TypeClass.ERASURE]


def test_withdrawn_evidence_is_kept_four_years_and_then_erased(at, clock):
    link(at)
    revoke(at)
    clock.advance(4 * YEAR)
    assert (retained(at).erased, "withdrawn" in about(at, ADA.key)) == (0, True)
    clock.advance(2 * DAY)
    with at.store.read("default") as session:
        assert due(session, at.policy) == (2, 0)
    count = len(about(at, ADA.key)) + len(about(at, ADAS))
    assert retained(at).erased == 2  # both sides
    assert about(at, ADA.key) == about(at, ADAS) == []
    logged = erasures(at)
    assert [one["basis"] for one in logged] == ["retention", "retention"]
    assert sum(one["events"] for one in logged) == count
    assert retained(at).erased == 0


def test_a_customer_stays_a_customer_and_a_no_stays_a_no(at, clock):
    link(at)
    revoke(at)
    clock.advance(5 * YEAR)
    retained(at)
    with at.store.read("default") as session:
        assert accounts.get(session, ADAS).account.emails == ("ada@example.com",)
        assert suppressions.holds(session, ADA.key)
    assert tables_with(at.store, ADA.handle) <= {"outbox"}


def test_what_is_agreed_to_is_not_touched(at, clock):
    link(at)
    link(at, BO, BOS, "browser session of bo")
    revoke(at)
    clock.advance(300 * DAY)
    for _ in range(6):
        with at.store.write("default", OFFICER, "renewal") as session:
            for subject in (BO.key, BOS):
                now = session.now
                renewed = ConsentEvent(subject, "support", EventKind.RECONFIRMED, now, "2026-01", "form", now + YEAR)
                consents.record(session, renewed)
        clock.advance(360 * DAY)
    assert retained(at).erased == 2
    assert "given" in about(at, BO.key)
    with at.store.read("default") as session:
        assert links.live(session, BO.key) is not None


def test_a_grant_that_only_ran_out_counts_from_its_end(at, clock):
    link(at)
    clock.advance(YEAR + 4 * YEAR - 5 * DAY)
    assert retained(at).erased == 0
    clock.advance(10 * DAY)
    assert retained(at).erased == 2
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
        assert profiles.get(session, ADA.key) is None


def test_the_policy_says_how_long(at, clock):
    link(at)
    revoke(at)
    clock.advance(YEAR + 2 * DAY)
    assert retain(at.store, "default", at.policy.model_copy(update={"evidence_years": 1})).erased == 2


def test_a_legal_hold_keeps_the_evidence_until_it_ends(at, clock):
    link(at)
    revoke(at)
    with at.store.write("default", OFFICER, "court letter") as session:
        hold = holds.place(session, ADA.key, "claim 17/26")
        holds.place(session, ADAS, "claim 17/26", session.now + 6 * YEAR)
    clock.advance(5 * YEAR)
    done = retained(at)
    assert (done.erased, done.held) == (0, 2)
    with at.store.read("default") as session:
        assert due(session, at.policy) == (0, 2)
    with pytest.raises(StoreConflict) as refused:
        verbs.erase(at, ADA.key, actor=CUSTOMER, reason="erased", basis="request")
    assert refused.value.code == "legal_hold"
    assert "withdrawn" in about(at, ADA.key)
    with at.store.write("default", OFFICER, "claim settled") as session:
        holds.release(session, ADA.key, hold.seq)
        with pytest.raises(StoreConflict):
            holds.release(session, ADA.key, hold.seq)
    assert (retained(at).erased, about(at, ADA.key)) == (1, [])
    clock.advance(2 * YEAR)
    assert retained(at).erased == 1  # the hold on the account ended by itself


def test_only_an_officer_holds(at):
    for actor in (AGENT, CUSTOMER):
        with pytest.raises(ConsentError), at.store.write("default", actor, "test") as session:
            holds.place(session, ADAS, "claim")


def test_more_people_than_fit_one_commit(at, clock, monkeypatch):
    monkeypatch.setattr(retention, "_AT_ONCE", 3)
    people = [AccountKey("default", "crm", f"old-{number}") for number in range(11)]
    with at.store.write("default", OFFICER, "import") as session:
        for one in people:
            consents.record(session, ConsentEvent(one, "support", EventKind.REFUSED, session.now))
        for one in people[:4]:
            holds.place(session, one, "claim")
    clock.advance(5 * YEAR)
    done = retained(at)
    assert (done.erased, done.held) == (7, 4)


def test_whatever_ran_out_is_tidied_up(at, clock):
    code = ask(at)
    with at.store.write("default", OFFICER, "import") as session:
        profiles.put(session, [KnownProfile(BO, "quietfox", content_expires_at=session.now + DAY)])
    clock.advance(2 * DAY)
    done = retained(at)
    assert (done.contents, done.codes) == (1, 0)
    clock.advance(60 * DAY)
    done = retained(at)
    assert (done.codes, done.counters > 0) == (1, True)
    assert code.code.reveal()


def test_labels_of_old_runs_go_and_their_seals_stay(at, clock, signing):
    with at.store.write("default", OFFICER, "labels") as session:
        seals.enrol_waiting(session)
    with at.store.write("default", OFFICER, "run") as session:
        permitted, _ = permits.permitted_set(session, "support")
        seals.seal(session, permitted, "nightly-1")
    clock.advance(5 * YEAR)
    assert retained(at).runs == 1
    with at.store.read("default") as session:
        assert labels.runs(session) == []
        kinds = [header.type_class for header in events.headers(session, 0, session.size)]
    assert TypeClass.RUN in kinds


def test_old_proofs_hold_after_it(at, clock, signing):
    link(at)
    match(at)
    revoke(at)
    log.catch_up(at.store, "default")
    with at.store.read("default") as session:
        note, made = sign(session, signing)
        leaves = list(events.leaves(session))
        proofs = [log.prove(session, index, note, made.size).encode() for index in range(made.size)]
    clock.advance(5 * YEAR)
    assert retained(at).erased == 2
    checkpoint(at.store, signing)  # and the signer sees a continuation
    for leaf, proof in zip(leaves, proofs, strict=True):
        TlogProof.parse(proof).verify(leaf, [signing.key.verifier])
    with at.store.read("default") as session:
        assert log.check(session) == log.root(session)
