"""Sealed runs on a store: a thousand people, half of whom agreed; each gets the proof that is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people import grant
from processes import NOW, OFFICER
from socialmatch.errors import ProofInvalid, StoreConflict, StoreCorrupt, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log, seals
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.sealed import SealedProof, subject_name
from socialmatch.models import Account, AccountKey, Profile, ProfileKey, Subject
from socialmatch.store import Keyring, accounts, consents, erasure, events, labels, permits, profiles
from socialmatch.store import keys as subject_keys
from socialmatch.store.profiles import KnownProfile

ACCOUNTS = [AccountKey("default", "crm", f"customer-{number}") for number in range(500)]
PROFILES = [ProfileKey("default", "x", "", str(70_000_000 + number)) for number in range(500)]
PEOPLE: list[Subject] = [*ACCOUNTS, *PROFILES]
AGREED = set(PEOPLE[::2])
RUN = "2026-11-22-nightly"


@pytest.fixture
def store(store_url, open_store):
    return open_store(store_url, before_commit=log.grow)


def fill(store, people: list[Subject]) -> None:
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account(one.account_id) for one in people if isinstance(one, AccountKey)])
        found = [Profile("x", one.user_id) for one in people if isinstance(one, ProfileKey)]
        profiles.put(session, [KnownProfile(profile) for profile in found])
        consents.record_many(session, [(grant(one), consents.NO_TERMS) for one in people if one in AGREED])


def enrol(store) -> int:
    found = 0
    while True:
        with store.write("default", OFFICER, "labels") as session:
            done = seals.enrol_waiting(session, 600)
        found += done
        if not done:
            return found


def seal(store, run: str = RUN):
    with store.write("default", OFFICER, "run") as session:
        permitted, _ = permits.permitted_set(session, "support")
        return seals.seal(session, permitted, run)


def leaf_at(session):
    leaves = {header.seq: Leaf.parse(header.leaf) for header in events.headers(session, 0, session.size)}
    return leaves.__getitem__


def answer(session, run, proof: SealedProof) -> bool:
    return SealedProof.parse(proof.encode()).verify(run.seal, run.opening.seq, leaf_at(session))


def test_each_of_a_thousand_people_gets_the_right_proof(store):
    fill(store, PEOPLE)
    assert enrol(store) == len(PEOPLE)
    sealed = seal(store)
    assert sealed.size == len(AGREED) == 500
    ids = {one.account_id if isinstance(one, AccountKey) else one.user_id: one for one in PEOPLE}
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert run.seal == sealed
        leaves, wrong = leaf_at(session), []
        for name, person in ids.items():
            text = run.prove(person).encode()
            member = SealedProof.parse(text).verify(run.seal, run.opening.seq, leaves)
            words = set(text.decode().replace("\\", "").split('"'))
            if member != (person in AGREED) or words & ids.keys() != {name}:
                wrong.append(person)
    assert wrong == []


def test_a_member_must_be_enrolled_first_and_a_run_is_sealed_once(store):
    fill(store, PEOPLE[:4])
    with pytest.raises(UsageError) as refused:
        seal(store)
    assert refused.value.code == "not_enrolled"
    enrol(store)
    seal(store)
    with pytest.raises(StoreConflict):
        seal(store)
    with pytest.raises(ProofInvalid):
        seal(store, "NOT A NAME")


def test_nothing_is_committed_to_twice(store):
    fill(store, PEOPLE[:4])
    assert [enrol(store), enrol(store)] == [4, 0]
    with store.write("default", OFFICER, "labels") as session:
        assert seals.enrol(session, PEOPLE[2:6]) == 2
        size = session.size
    with store.read("default") as session:
        assert session.size == size
        kinds = [header.type_class for header in events.headers(session, 0, size)]
        assert kinds.count(TypeClass.ENROLMENT) == 2


def test_who_became_known_later_can_be_given_no_proof(store):
    fill(store, PEOPLE[:4])
    enrol(store)
    seal(store)
    fill(store, PEOPLE[4:6])
    enrol(store)
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        for person in PEOPLE[4:7]:
            with pytest.raises(ProofInvalid) as refused:
                run.prove(person)
            assert refused.value.code == "not_enrolled"


def test_a_withdrawal_leaves_the_proof(store):
    fill(store, PEOPLE[-4:])
    enrol(store)
    seal(store)
    with store.write("default", OFFICER, "withdrawal") as session:
        assert erasure.forget(session, PEOPLE[-4]) > 0
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert answer(session, run, run.prove(PEOPLE[-4])) is True


def test_erasing_somebody_leaves_all_other_proofs_and_none_of_theirs(store):
    fill(store, PEOPLE[:6])
    enrol(store)
    seal(store)
    with store.read("default") as session:
        old = seals.SealedRun(session, RUN).prove(PEOPLE[0])
    with store.write("default", OFFICER, "request") as session:
        erasure.erase(session, PEOPLE[0], basis="request")
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert {one: answer(session, run, run.prove(one)) for one in PEOPLE[1:6]} == {
            one: one in AGREED for one in PEOPLE[1:6]
        }
        assert answer(session, run, old) is True  # what was handed out stays true
        with pytest.raises(ProofInvalid):
            run.prove(PEOPLE[0])


def test_rotating_the_master_key_changes_no_label(store, store_url, open_store):
    fill(store, PEOPLE[:4])
    enrol(store)
    seal(store)
    other = Keyring(master_key=b"n" * 32, suppression_key=b"s" * 32, former_master_keys=[b"m" * 32])
    rotated = open_store(store_url, keys=other)
    with rotated.write("default", OFFICER, "rotation") as session:
        assert subject_keys.rewrap(session) > 0
    with rotated.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert answer(session, run, run.prove(PEOPLE[0])) is True
        assert answer(session, run, run.prove(PEOPLE[1])) is False


def test_labels_that_were_changed_are_noticed(store):
    fill(store, PEOPLE[:4])
    enrol(store)
    seal(store)
    with store.write("default", OFFICER, "test") as session:
        (sealed,) = labels.runs(session)
        row = {"run": RUN, "part": 0, "seq": sealed.seq, "labels": bytes(32) + b"x" * 32}
        session.upsert(labels.sealed_labels, [row])
    with store.read("default") as session, pytest.raises(StoreCorrupt) as found:
        seals.SealedRun(session, RUN)
    assert found.value.code == "wrong_labels"


def test_labels_go_when_their_time_is_over(store, clock):
    fill(store, PEOPLE[:4])
    enrol(store)
    seal(store, "first")
    clock.advance(timedelta(days=10))
    seal(store, "second")
    with store.write("default", OFFICER, "retention") as session:
        assert labels.drop_old(session, NOW + timedelta(days=5)) == 1
    with store.read("default") as session:
        assert [one.run for one in labels.runs(session)] == ["second"]
        with pytest.raises(ProofInvalid) as gone:
            seals.SealedRun(session, "first")
    assert gone.value.code == "no_such_run"


def test_many_labels_are_kept_in_parts(store, monkeypatch):
    monkeypatch.setattr(labels, "_PART", 3)
    fill(store, PEOPLE[:20])
    enrol(store)
    assert seal(store).size == 10
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert [answer(session, run, run.prove(one)) for one in PEOPLE[:4]] == [True, False, True, False]


def test_an_empty_set_is_sealed_too(store):
    fill(store, [PEOPLE[1]])
    enrol(store)
    assert seal(store).size == 0
    with store.read("default") as session:
        run = seals.SealedRun(session, RUN)
        assert answer(session, run, run.prove(PEOPLE[1])) is False


def test_openings_of_runs_and_enrolments_name_nobody(store):
    fill(store, PEOPLE[:4])
    enrol(store)
    seal(store)
    with store.read("default") as session:
        found = [e for e in events.walk(session) if e.type_class in (TypeClass.RUN, TypeClass.ENROLMENT)]
    assert len(found) == 2
    for event in found:
        assert (event.actor, event.reason, event.subjects) == (None, "", ())
        assert b"officer" not in event.payload
        assert b"customer" not in event.payload
    assert subject_name(PEOPLE[0]) not in found[0].payload.decode()
