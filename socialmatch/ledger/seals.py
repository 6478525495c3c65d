"""Sealed runs on a store: label keys enrolled, permitted sets sealed, proofs made. What they are: :mod:`.sealed`.

A label key is made of the subject's own key (:mod:`socialmatch.store.keys`), so erasing somebody destroys both, and
rotating the master key changes neither.

In the order in which a run uses them::

    while enrol_waiting(session): ...        each in a session of its own, before the run
    sealed = seal(session, permitted, run)   in one commit, before anybody is scored
    SealedRun(session, run).prove(subject)   at any time after
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ProofInvalid, StoreCorrupt, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.prefix_tree import PrefixTree
from socialmatch.ledger.sealed import (
    Enrolment,
    Seal,
    SealedProof,
    key_commitment,
    run_label,
    seal_run,
    subject_name,
)
from socialmatch.models import Subject
from socialmatch.moments import to_epoch_ms
from socialmatch.store import Session, WriteSession, events, labels
from socialmatch.store import keys as subject_keys
from socialmatch.store.events import Draft
from socialmatch.store.statements import batched

ENROLMENT_SIZE: Final = 4096
"""Label keys that one leaf commits to: few leaves for a large import, and little to read for a proof."""

_LABEL_KEY: Final = b"socialmatch label key v1\x01"


def label_key(subject_key: bytes) -> bytes:
    """The label key of a subject: HKDF-Expand (RFC 5869 section 2.3) of the subject's key, which it does not show."""
    return hmac.digest(subject_key, _LABEL_KEY, "sha256")


def enrol(session: WriteSession, subjects: Collection[Subject]) -> int:
    """Commit to the label keys of those among the subjects for whom nothing does yet. How many.

    Call it where people become known. Who is enrolled after a run was sealed can be given no proof about that run.
    """
    named = {session.ref(subject): subject for subject in subjects}
    done = labels.enrolled(session, named)
    fresh = {ref: subject for ref, subject in named.items() if ref not in done}
    keys = subject_keys.of(session, fresh)
    for refs in batched(fresh, ENROLMENT_SIZE):
        commitments = [key_commitment(label_key(keys[ref]), subject_name(fresh[ref])) for ref in refs]
        payload = Enrolment(commitments).payload()
        draft = Draft(TypeClass.ENROLMENT, payload["kind"], data=payload, bare=True)
        labels.enrol(session, events.append_many(session, [draft]).start, refs, commitments)
    return len(fresh)


def enrol_waiting(session: WriteSession, limit: int = 10 * ENROLMENT_SIZE) -> int:
    """Enrol accounts and profiles the store knows and nobody enrolled, a number of them at most. How many it were."""
    return enrol(session, labels.waiting(session, limit))


def seal(session: WriteSession, permitted: PermittedSet, run: str) -> Seal:
    """Commit, in the log, to everybody a run may see. Commit the session before anybody is scored.

    Parameters
    ----------
    permitted: read in this session or before. run: names it: up to 64 of ``a-z``, ``0-9``, ``-``, ``_``; once only.

    Raises
    ------
    UsageError: another tenant's set, or a member is not enrolled (``not_enrolled``).
    ProofInvalid: the run's name cannot be used (``run_name``).
    StoreConflict: a run of this name is sealed already (``constraint``).
    """
    everybody: Iterable[Subject] = chain(permitted.accounts, permitted.profiles)
    members = {session.ref(subject): subject for subject in everybody}
    if len(labels.enrolled(session, members)) < len(members):
        raise UsageError("somebody in the permitted set has no label key yet", code="not_enrolled", hint="enrol first")
    keys = {ref: label_key(key) for ref, key in subject_keys.existing(session, members).items()}
    position = session.size if permitted.ledger_position is None else permitted.ledger_position
    found, tree = seal_run(
        ((keys[ref], subject_name(subject)) for ref, subject in members.items()),
        run=run,
        purpose=permitted.purpose,
        as_of=to_epoch_ms(permitted.as_of),
        position=position,
    )
    payload = found.payload()
    draft = Draft(TypeClass.RUN, payload["kind"], data=payload, bare=True)
    labels.keep(session, run, events.append_many(session, [draft]).start, tree.labels)
    return found


def sealed_among(session: Session, permitted: PermittedSet, run: str) -> PermittedSet:
    """Those of a permitted set who are in the set that was sealed for a run: all that a resumed run may see.

    Parameters
    ----------
    permitted: read now. run: sealed before.

    Raises
    ------
    ProofInvalid, StoreCorrupt: as of :class:`SealedRun`.
    """
    sealed = frozenset(SealedRun(session, run).labels)
    everybody: Iterable[Subject] = chain(permitted.accounts, permitted.profiles)
    members = {session.ref(subject): subject for subject in everybody}
    keys = subject_keys.existing(session, members)
    labelled = ((members[ref], label_key(key)) for ref, key in keys.items())
    known = {subject for subject, key in labelled if run_label(key, subject_name(subject), run) in sealed}
    return permitted.restrict(
        accounts=permitted.accounts & known,
        profiles=permitted.profiles & known,
    )


class SealedRun:
    """A run that was sealed, and the proofs about it.

    Parameters
    ----------
    run: its name.

    Raises
    ------
    ProofInvalid: there is no such run, or its labels were deleted when their time was over (``no_such_run``).
    StoreCorrupt: the labels are not those that were sealed (``wrong_labels``).
    """

    def __init__(self, session: Session, run: str) -> None:
        self._session = session
        self._enrolments: dict[int, tuple[Opening, Enrolment]] = {}
        at = next((one.seq for one in labels.runs(session) if one.run == run), None)
        if at is None:
            raise ProofInvalid("there is no such sealed run, or its labels are gone", code="no_such_run")
        self.opening = opening(session, at)
        self.seal = Seal.from_payload(dict(self.opening.payload))
        self._tree = PrefixTree(labels.of_run(session, run))
        if self._tree.root != self.seal.root:
            raise StoreCorrupt("the labels of a run are not those that were sealed", code="wrong_labels")

    @property
    def labels(self) -> Sequence[bytes]:
        """The labels that were sealed, sorted."""
        return self._tree.labels

    def prove(self, subject: Subject) -> SealedProof:
        """The proof that the run could, or could not, see a subject.

        Raises
        ------
        ProofInvalid: the subject was not enrolled when the run was sealed, or is not known any more
            (``not_enrolled``); nothing can be proved.
        """
        ref, name = self._session.ref(subject), subject_name(subject)
        key = subject_keys.existing(self._session, [ref]).get(ref)
        enrolled = labels.enrolled(self._session, [ref]).get(ref)
        if key is None or enrolled is None or enrolled >= self.opening.seq:
            raise ProofInvalid("the subject was not enrolled before the run was sealed", code="not_enrolled")
        own = label_key(key)
        opened, enrolment = self._enrolment(enrolled)
        index, hashes = enrolment.prove(key_commitment(own, name))
        path = self._tree.prove(run_label(own, name, self.seal.run))
        return SealedProof(self.seal.run, name, own, opened, index, hashes, path)

    def could_see(self, subject: Subject) -> bool:
        """Whether the subject is in the sealed set; raises as :meth:`prove` does."""
        proof = self.prove(subject)
        return proof.path.holds(run_label(proof.key, proof.subject, proof.run), self.seal.root)

    def _enrolment(self, seq: int) -> tuple[Opening, Enrolment]:
        if seq not in self._enrolments:
            enrolment = Enrolment(labels.commitments(self._session, seq))
            self._enrolments[seq] = opening(self._session, seq), enrolment
        return self._enrolments[seq]


def opening(session: Session, seq: int) -> Opening:
    """The payload and salt of an event.

    Raises
    ------
    ProofInvalid: there is no such event, or somebody it was about was erased (``erased``).
    """
    found = events.read(session, [seq])
    if not found or found[0].erased:
        raise ProofInvalid("there is nothing left that opens this leaf", code="erased")
    return Opening(seq, found[0].salt, json.loads(found[0].payload))
