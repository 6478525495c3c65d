"""Sealed runs: a thousand people, half of whom agreed; each gets the proof that is theirs, and nobody else's name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bundles import random_bytes
from socialmatch.canonical import canonical
from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass, commitment
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.lines import parse_canonical
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.sealed import (
    Enrolment,
    Seal,
    SealedProof,
    key_commitment,
    run_label,
    seal_run,
    subject_name,
)
from socialmatch.models import AccountKey, ProfileKey

PEOPLE = [subject_name(ProfileKey("default", "x", "", str(70_000_000 + n))) for n in range(1000)]
KEYS = {person: random_bytes("label key", person) for person in PEOPLE}
AGREED = PEOPLE[::2]
RUN = "2026-11-22-nightly"


class SealedRun:
    """Two enrolments, then the seal of a run over those who agreed: leaves 0, 1 and 2 of a log."""

    def __init__(self) -> None:
        self.batches = [PEOPLE[:600], PEOPLE[600:]]
        self.enrolments = [Enrolment(key_commitment(KEYS[person], person) for person in b) for b in self.batches]
        self.seal, self.tree = seal_run(
            ((KEYS[person], person) for person in AGREED),
            run=RUN,
            purpose="support",
            as_of=1_795_000_000_000,
            position=2,
        )
        payloads: list[tuple[TypeClass, dict[str, Any]]] = [
            *((TypeClass.ENROLMENT, enrolment.payload()) for enrolment in self.enrolments),
            (TypeClass.RUN, self.seal.payload()),
        ]
        self.openings, self.leaves = [], []
        for seq, (kind, payload) in enumerate(payloads):
            opening = Opening(seq, random_bytes("salt", seq), payload)
            self.openings.append(opening)
            self.leaves.append(Leaf(seq, kind, 0, commitment(opening.salt, canonical(payload))))

    def prove(self, person: str) -> SealedProof:
        batch = 0 if person in self.batches[0] else 1
        index, hashes = self.enrolments[batch].prove(key_commitment(KEYS[person], person))
        path = self.tree.prove(run_label(KEYS[person], person, RUN))
        return SealedProof(RUN, person, KEYS[person], self.openings[batch], index, hashes, path)

    def answer(self, proof: SealedProof) -> bool:
        return proof.verify(self.seal, 2, lambda seq: self.leaves[seq])


@pytest.fixture(scope="module")
def run() -> SealedRun:
    return SealedRun()


def test_each_of_a_thousand_people_gets_the_right_proof(run: SealedRun) -> None:
    proofs = {person: SealedProof.parse(run.prove(person).encode()) for person in PEOPLE}
    answers = {person: run.answer(proof) for person, proof in proofs.items()}
    assert answers == {person: person in set(AGREED) for person in PEOPLE}


def test_a_proof_shows_no_neighbour(run: SealedRun) -> None:
    for person in PEOPLE[:100]:
        text = run.prove(person).encode()
        assert sum(other.encode() in text for other in PEOPLE) == 0  # not even one's own in this spelling: JSON in JSON
        ids = {f'"{70_000_000 + n}\\"'.encode() for n in range(1000)}
        assert sum(part.strip(b'"\\') in text for part in ids) == 1


def test_an_opened_key_tests_nobody_else(run: SealedRun) -> None:
    """Who holds one subject's proof tries every id there is on what the proof shows of others."""
    mine = run.prove(PEOPLE[1])
    assert mine.path.end is not None
    shown = {mine.path.end, *mine.path.siblings, *mine.hashes}
    for person in PEOPLE:
        guesses = {run_label(mine.key, person, RUN), key_commitment(mine.key, person)}
        assert not guesses & shown


def test_labels_of_one_subject_in_two_runs_have_nothing_in_common(run: SealedRun) -> None:
    other, tree = seal_run(
        ((KEYS[person], person) for person in AGREED), run="next", purpose="support", as_of=0, position=3
    )
    assert other.root != run.seal.root
    shown = [run.prove(PEOPLE[1]).path.end, tree.prove(run_label(KEYS[PEOPLE[1]], PEOPLE[1], "next")).end]
    assert shown[0] != shown[1]


def test_a_proof_is_of_one_subject_run_and_key(run: SealedRun) -> None:
    member, other = run.prove(PEOPLE[0]), run.prove(PEOPLE[1])
    wrong = {
        "another subject": replace(member, subject=PEOPLE[1]),
        "another key": replace(member, key=KEYS[PEOPLE[2]]),
        "another place": replace(member, index=member.index + 1),
        "another run": replace(member, run="another-run"),
        "another's path": replace(member, path=other.path),
        "the other batch": replace(member, enrolment=run.openings[1]),
        "the seal as enrolment": replace(member, enrolment=run.openings[2]),
        "another salt": replace(member, enrolment=replace(run.openings[0], salt=bytes(32))),
        "another payload": replace(member, enrolment=replace(run.openings[0], payload=run.seal.payload())),
    }
    for what, proof in wrong.items():
        with pytest.raises(ProofInvalid):
            run.answer(proof)
            pytest.fail(what)


def test_a_key_enrolled_after_the_seal_proves_nothing(run: SealedRun) -> None:
    with pytest.raises(ProofInvalid) as caught:
        run.prove(PEOPLE[1]).verify(run.seal, 0, lambda seq: run.leaves[seq])
    assert caught.value.code == "enrolled_late"


def test_what_is_no_proof_is_refused(run: SealedRun) -> None:
    good = run.prove(PEOPLE[0]).encode()
    value = parse_canonical(good[:-1])
    assert SealedProof.parse(canonical(value) + b"\n").encode() == good
    for change in ({"v": 2}, {"v": True}, {"hashes": [1]}, {"end": 5}, {"key": "AAAA"}, {"index": "0"}, {"more": 1}):
        with pytest.raises(ProofInvalid):
            SealedProof.parse(canonical({**value, **change}) + b"\n")
    with pytest.raises(ProofInvalid):
        SealedProof.parse(good[:-1])


@pytest.mark.parametrize("change", [{"kind": "run_sealed"}, {"v": 2}, {"size": 0}, {"root": "AAAA"}, {"more": 1}])
def test_an_enrolment_says_what_an_enrolment_says(run: SealedRun, change: dict[str, Any]) -> None:
    """The operator logged something else under the class of an enrolment, and opens it."""
    payload = {**run.enrolments[0].payload(), **change}
    opening = Opening(0, bytes(32), payload)
    leaf = Leaf(0, TypeClass.ENROLMENT, 0, commitment(opening.salt, canonical(payload)))
    with pytest.raises(ProofInvalid):
        replace(run.prove(PEOPLE[0]), enrolment=opening).verify(run.seal, 2, lambda _: leaf)


def test_a_label_key_has_32_bytes() -> None:
    for length in (0, 31, 33):
        with pytest.raises(ProofInvalid):
            run_label(bytes(length), PEOPLE[0], RUN)


def test_a_commitment_of_another_enrolment_is_not_proved(run: SealedRun) -> None:
    with pytest.raises(ProofInvalid) as caught:
        run.enrolments[1].prove(key_commitment(KEYS[PEOPLE[0]], PEOPLE[0]))
    assert caught.value.code == "not_enrolled"


def test_a_seal_is_read_back_from_its_payload(run: SealedRun) -> None:
    assert Seal.from_payload(run.seal.payload()) == run.seal
    for change in ({"kind": "labels_enrolled"}, {"v": 2}, {"size": -1}, {"size": True}, {"root": "AAAA"}, {"more": 1}):
        with pytest.raises(ProofInvalid):
            Seal.from_payload({**run.seal.payload(), **change})


@pytest.mark.parametrize("name", ["", "A", "a.b", "../a", "-a", "a" * 65, "a\n"])
def test_a_run_is_named_like_a_file(name: str) -> None:
    with pytest.raises(ProofInvalid):
        seal_run((), run=name, purpose="support", as_of=0, position=0)


def test_nobody_is_in_an_empty_run() -> None:
    seal, tree = seal_run((), run="empty", purpose="support", as_of=0, position=0)
    label = run_label(KEYS[PEOPLE[0]], PEOPLE[0], "empty")
    assert (seal.size, tree.prove(label).holds(label, seal.root)) == (0, False)


def test_a_member_twice_is_refused() -> None:
    with pytest.raises(ProofInvalid) as caught:
        seal_run([(bytes(32), "a"), (bytes(32), "a")], run="r", purpose="support", as_of=0, position=0)
    assert caught.value.code == "label_twice"


def test_an_enrolment_needs_somebody() -> None:
    for commitments in ([], [bytes(31)]):
        with pytest.raises(ProofInvalid):
            Enrolment(commitments)


def test_names_of_subjects_do_not_run_together() -> None:
    subjects = [
        AccountKey("default", "crm", "1"),
        AccountKey("default", "crm1", ""),
        AccountKey("default,crm", "", "1"),
        ProfileKey("default", "x", "", "1"),
        ProfileKey("default", "x", "1", ""),
        ProfileKey("default", "x:1", "", ""),
    ]
    assert len({subject_name(subject) for subject in subjects}) == len(subjects)


def test_no_error_or_repr_names_anybody(run: SealedRun) -> None:
    proof = run.prove(PEOPLE[0])
    assert "70000000" not in repr(proof)
    with pytest.raises(ProofInvalid) as caught:
        run.answer(replace(proof, subject=PEOPLE[1]))
    assert "7000000" not in str(caught.value)
