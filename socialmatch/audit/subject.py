"""One person's record: everything that is held about them, for access and portability (GDPR 15 and 20).

It is complete, because rows are found by the schema and events by their index, and it shows nobody else, see
:mod:`.disclosure`. Making one is itself an event, which stands in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from socialmatch.audit.disclosure import Disclosure
from socialmatch.audit.receipt import make_receipt
from socialmatch.consent.state import DPV_STATUS, GRANTS
from socialmatch.errors import ProofInvalid
from socialmatch.files.identity import format_subject
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import Checkpoint
from socialmatch.ledger.note import Note
from socialmatch.ledger.seals import SealedRun
from socialmatch.models import AccountKey, Actor, ConsentEvent, Subject
from socialmatch.moments import format_moment
from socialmatch.store import Session, Store, about, consents, events, holds, labels, permits, suppressions
from socialmatch.store.consents import Terms
from socialmatch.store.events import Event

FORMAT: Final = "socialmatch-subject-record"
VERSION: Final = 1
WITHHELD: Final = (
    "Keyed values that mean nothing outside this store: refs, digests of codes, index keys.",
    "Who else was compared with the person, and the other side of a link that is not proved or no more: others' data.",
    "Who acted, by name: staff, or a customer for a profile that is not proved to be theirs. What they did is told.",
    "Events and records that were erased: they cannot be read by anybody.",
)
"""What a record leaves out, and why; it says so itself."""


def reveal(store: Store, tenant: str, subject: Subject, what: str, *, actor: Actor, reason: str) -> int:
    """Record that somebody's data are about to be read; the position of the event. Do it before reading.

    Parameters
    ----------
    what: kind of the event (``"subject_record"``, ``"exported"`` ...).
    """
    with store.write(tenant, actor, reason) as session:
        return events.append(session, TypeClass.READ, what, subject)


def subject_record(
    session: Session, subject: Subject, *, signed: tuple[Note, Checkpoint] | None = None, runs: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything that is held about somebody, as plain JSON.

    Parameters
    ----------
    session: one that reads; what was revealed was recorded before, see :func:`reveal`.
    signed: a checkpoint the proofs are to stand on; without one there are no proofs.
    runs: sealed runs to say of whether they could see the person.
    """
    disclosure = Disclosure(session, subject)
    found = events.about(session, subject)
    crm = {"crm": subject.crm} if isinstance(subject, AccountKey) else {}
    return {
        "format": FORMAT,
        "v": VERSION,
        "subject": format_subject(subject),
        **crm,
        "tenant": session.tenant,
        "as_of": format_moment(session.now),
        "consents": [_consent(session, disclosure, subject, purpose, found) for purpose in _purposes(found)],
        "suppressed": [
            k for k in (suppressions.MATCH, suppressions.CONTACT) if suppressions.holds(session, subject, k)
        ],
        "legal_holds": [_hold(hold) for hold in holds.standing(session, session.ref(subject))],
        "tables": {
            table: [disclosure.row(table, row) for row in rows] for table, rows in about.rows(session, subject).items()
        },
        "events": [disclosure.event(event) for event in found],
        "proofs": [_proof(session, disclosure, event, *signed) for event in found] if signed else [],
        "receipts": receipts(session, subject),
        "sealed_runs": [_run(session, subject, run) for run in runs],
        "withheld": list(WITHHELD),
    }


def receipts(session: Session, subject: Subject) -> list[dict[str, Any]]:
    """A receipt for every grant of somebody, the oldest first."""
    history = _history(session, subject)
    leaves = {event.seq: event.leaf for event in events.about(session, subject, TypeClass.CONSENT)}
    made = []
    for grant in [event for event, _ in history if event.kind in GRANTS and event.ledger_index is not None]:
        same = [(event, terms) for event, terms in history if event.purpose == grant.purpose]
        index = grant.ledger_index or 0
        receipt = make_receipt(same, index, leaf=leaves[index], subject=format_subject(subject), made_at=session.now)
        made.append(receipt.document())
    return made


def latest_runs(session: Session, count: int) -> list[str]:
    """The names of the last sealed runs whose labels are kept, the latest last."""
    return [sealed.run for sealed in labels.runs(session)][-count:] if count else []


def _history(session: Session, subject: Subject) -> list[tuple[ConsentEvent, Terms]]:
    return [consents.consent_event(event) for event in events.about(session, subject, TypeClass.CONSENT)]


def _purposes(found: Sequence[Event]) -> list[str]:
    return sorted({event.data["purpose"] for event in found if event.type_class is TypeClass.CONSENT})


def _consent(
    session: Session, disclosure: Disclosure, subject: Subject, purpose: str, found: Sequence[Event]
) -> dict[str, Any]:
    """What somebody's consent to one purpose is, and everything that made it so."""
    now = permits.consent(session, subject, purpose)
    return {
        "purpose": purpose,
        "state": now.state.value,
        "dpv": DPV_STATUS[now.state],
        "since": now.since and format_moment(now.since),
        "valid_until": now.valid_until and format_moment(now.valid_until),
        "notice_version": now.notice_version,
        "method": now.method,
        "decided_by": now.ledger_index,
        "history": [
            disclosure.event(event)
            for event in found
            if event.type_class is TypeClass.CONSENT and event.data["purpose"] == purpose
        ],
    }


def _hold(hold: holds.Hold) -> dict[str, Any]:
    return {
        "index": hold.seq,
        "since": format_moment(hold.placed_at),
        "until": hold.until and format_moment(hold.until),
    }


def _proof(
    session: Session, disclosure: Disclosure, event: Event, note: Note, checkpoint: Checkpoint
) -> dict[str, Any]:
    opening = disclosure.opening(event)
    return {
        "index": event.seq,
        "leaf": event.leaf.decode(),
        "opening": opening.to_value() if opening else None,
        "proof": log.prove(session, event.seq, note, checkpoint.size).encode().decode(),
    }


def _run(session: Session, subject: Subject, run: str) -> dict[str, Any]:
    """Whether a sealed run could see somebody; ``None`` where nothing can be proved."""
    try:
        sealed = SealedRun(session, run)
        return {"run": run, "index": sealed.opening.seq, "could_see": sealed.could_see(subject)}
    except ProofInvalid as error:
        return {"run": run, "could_see": None, "why": error.code}
