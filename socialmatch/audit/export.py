"""A bundle for an outsider: checkpoint, leaves, and the proofs that were asked for. See ``docs/formats/bundle.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from socialmatch.audit.disclosure import Disclosure
from socialmatch.audit.signing import Signing, sign
from socialmatch.audit.subject import reveal
from socialmatch.errors import InputError, ProofInvalid
from socialmatch.ledger import log
from socialmatch.ledger.bundle import write_bundle
from socialmatch.ledger.checkpoint import Checkpoint
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.sealed import SealedProof
from socialmatch.ledger.seals import SealedRun, opening
from socialmatch.models import Actor, Subject
from socialmatch.store import Session, Store, events
from socialmatch.store.events import Event


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a bundle is to hold beside checkpoint and leaves.

    Attributes
    ----------
    subject: whose events, each with its proof, and opened where they may be; see :mod:`.disclosure`.
    index: one event, as the receipt for it names it, with its proof and opened. runs: sealed runs, by their names.
    whole: also open events that name others, staff or the other side of a pair: for an authority, not for the person.
    """

    subject: Subject | None = None
    index: int | None = None
    runs: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What a bundle holds.

    Attributes
    ----------
    checkpoint: what it stands on. proofs, openings: positions in the log.
    withheld: events whose proof is there and whose opening is not. unanswered: runs nothing can be proved about.
    """

    checkpoint: Checkpoint
    proofs: tuple[int, ...]
    openings: tuple[int, ...]
    withheld: tuple[int, ...]
    unanswered: tuple[str, ...]


def export(store: Store, signing: Signing, directory: Path, wanted: Wanted, *, actor: Actor, reason: str) -> Exported:
    """Write a bundle.

    Parameters
    ----------
    directory: must not exist, or be empty. actor, reason: who asks, and why; a bundle that opens somebody's events
        is a reading of them, and the event of that is written first.

    Raises
    ------
    InputError: there is no such event (``no_such_event``). ProofInvalid: there is no such run (``no_such_run``).
    FileError: the folder cannot be written, or the signer's memory is missing.
    Inconsistent: the log is no continuation of what was signed before.
    """
    if wanted.subject is not None or wanted.index is not None:
        for subject in _subjects(store, signing.tenant, wanted):
            reveal(store, signing.tenant, subject, "exported", actor=actor, reason=reason)
    log.catch_up(store, signing.tenant)
    with store.read(signing.tenant) as session:
        note, checkpoint = sign(session, signing)
        found = _events(session, wanted)
        opened = _openings(session, found, wanted)
        runs = [SealedRun(session, run) for run in wanted.runs]
        answers, unanswered = _answers(runs, wanted.subject)
        write_bundle(
            directory,
            checkpoint=note,
            vkey=signing.key.verifier,
            leaves=events.leaves(session),
            proofs=(log.prove(session, event.seq, note, checkpoint.size) for event in found),
            openings=opened,
            seals=[run.opening for run in runs],
            answers=answers,
        )
    proved, shown = tuple(event.seq for event in found), tuple(one.seq for one in opened)
    return Exported(checkpoint, proved, shown, tuple(seq for seq in proved if seq not in shown), unanswered)


def _subjects(store: Store, tenant: str, wanted: Wanted) -> Sequence[Subject]:
    """Whose data will be read."""
    with store.read(tenant) as session:
        return (wanted.subject,) if wanted.subject else _event(session, wanted.index).subjects


def _events(session: Session, wanted: Wanted) -> list[Event]:
    if wanted.index is not None:
        return [_event(session, wanted.index)]
    return [] if wanted.subject is None else events.about(session, wanted.subject)


def _event(session: Session, index: int | None) -> Event:
    found = [] if index is None else events.read(session, [index])
    if not found:
        raise InputError("there is no event at that position of the log", code="no_such_event")
    return found[0]


def _openings(session: Session, found: Sequence[Event], wanted: Wanted) -> list[Opening]:
    if wanted.whole:
        return [opening(session, event.seq) for event in found if not event.erased]
    disclosed = []
    for event in found:
        subject = wanted.subject or (event.subjects[0] if event.subjects else None)
        shown = Disclosure(session, subject).opening(event) if subject else None
        disclosed += [shown] if shown else []
    return disclosed


def _answers(runs: Sequence[SealedRun], subject: Subject | None) -> tuple[list[SealedProof], tuple[str, ...]]:
    answers: list[SealedProof] = []
    unanswered: list[str] = []
    for run in runs if subject else ():
        try:
            answers += [run.prove(subject)] if subject else []
        except ProofInvalid:
            unanswered.append(run.seal.run)
    return answers, tuple(unanswered)
