"""Consent: every change an event in the log; the state it leaves, a row that can be made again from the events.

The row (``consents``) is the fast read path. It holds the state as of the latest event; that a grant has run out
since is found when it is read, by the rule of :mod:`socialmatch.consent.state` and no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam

from socialmatch.canonical import Json
from socialmatch.consent.state import GRANTS, Consent, check_moment, replay
from socialmatch.errors import ConsentError, IllegalTransition
from socialmatch.leaf import TypeClass
from socialmatch.models import Actor, ActorKind, ConsentEvent, EventKind, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms, to_milliseconds
from socialmatch.store import events, suppressions
from socialmatch.store.columns import moment, ms
from socialmatch.store.events import Draft, Event
from socialmatch.store.schema import consents, event_subjects
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import drop, in_parts, pick


@dataclass(frozen=True, slots=True)
class Terms:
    """What a consent event carries beside what decides it.

    Attributes
    ----------
    channel_scope: where it holds (``"dm"``); ``""`` for everywhere. case_ref: the host's case it was given in.
    record: further fields of the consent record (legal basis, jurisdiction, served notice ...), as plain JSON.
    """

    channel_scope: str = ""
    case_ref: str = field(default="", repr=False)
    record: Mapping[str, Json] = field(default_factory=dict, repr=False)


NO_TERMS: Final = Terms()
UNDONE: Final = "undone"
"""Method of a withdrawal that says no more than that a fresh link is taken back."""
_ENDINGS: Final = frozenset({EventKind.WITHDRAWN, EventKind.REFUSED, EventKind.TERMINATED, EventKind.INVALIDATED})

_Question = tuple[bytes, str]
"""Whose consent, by ref, to which purpose."""

_Histories = dict[_Question, list[tuple[ConsentEvent, Terms]]]

_EVENTS_OF: Final = pick(event_subjects, "subject_ref", "purpose", "seq").where(
    event_subjects.c.type_class == TypeClass.CONSENT.value,
    event_subjects.c.subject_ref.in_(bindparam("refs", expanding=True)),
)
_REFS: Final = (
    pick(event_subjects, "subject_ref").where(event_subjects.c.type_class == TypeClass.CONSENT.value).distinct()
)
_DROP_ALL: Final = drop(consents)


# --- writing -------------------------------------------------------------------------------------


def record(session: WriteSession, event: ConsentEvent, terms: Terms = NO_TERMS) -> ConsentEvent:
    """Record what happened to a consent, in this commit with everything else.

    Parameters
    ----------
    event: ``recorded_at`` orders it among the subject's events. It may lie in the past (a claim that is imported);
        one of the future is taken as of now, because nobody can have learned of it later than now.
        Its actor and reason are the session's where it has none.

    Returns
    -------
    The event as recorded, with its position in the log.

    Raises
    ------
    IllegalTransition: it cannot follow what is known.
    ConsentError: a grant of somebody who is suppressed (``suppressed``); that is lifted first, on a fresh proof.
    """
    return record_many(session, [(event, terms)])[0]


def record_many(
    session: WriteSession,
    items: Sequence[tuple[ConsentEvent, Terms]],
    rejected: list[tuple[ConsentEvent, ConsentError]] | None = None,
    repeated: list[ConsentEvent] | None = None,
) -> list[ConsentEvent]:
    """As :func:`record`, for many, in their order.

    Parameters
    ----------
    rejected: where to put events that cannot be recorded, each with the reason. Without it the first one raises.
    repeated: where to put events that are recorded already, word for word. Without it they are recorded again.
    """
    refs = [session.ref(event.subject) for event, _ in items]
    histories = _histories(session, set(refs))
    held = suppressions.held(session, {event.subject for event, _ in items if event.kind in GRANTS})
    placed: list[tuple[ConsentEvent, Terms]] = []
    changed: dict[_Question, None] = {}
    for ref, (event, terms) in zip(refs, items, strict=True):
        history = histories[ref, event.purpose]
        item = (_place(session, event, session.size + len(placed)), terms)
        if repeated is not None and any(_says_the_same(known, item[0]) for known, _ in history):
            repeated.append(event)
            continue
        try:
            if event.kind in GRANTS and event.subject in held:
                raise ConsentError("the subject is suppressed", code="suppressed")
            _check_follows(history, item)
        except ConsentError as error:
            if rejected is None:
                raise
            rejected.append((event, error))
        else:
            history.append(item)
            placed.append(item)
            changed[ref, event.purpose] = None
    events.append_many(session, [_draft(session, event, terms) for event, terms in placed])
    _keep(session, {question: histories[question] for question in changed})
    _note_endings(session, [event for event, _ in placed], histories)
    return [event for event, _ in placed]


def rebuild(session: WriteSession) -> int:
    """Make every row again from the events alone. How many rows there are then."""
    session.execute(_DROP_ALL)
    done = 0
    for part in in_parts([row.subject_ref for row in session.rows(_REFS)]):
        histories = _histories(session, part)
        _keep(session, histories)
        done += len(histories)
    return done


def _note_endings(session: WriteSession, placed: Sequence[ConsentEvent], histories: _Histories) -> None:
    """Note, for the withdrawal journal, what ended an agreement, shortened it or is a "no", if it still counts.

    An agreement that something else had ended already (its words changed) is ended too: in an older copy it stands.
    """
    for event in placed:
        if event.kind not in _ENDINGS and event.kind is not EventKind.MODIFIED:
            continue
        ref = session.ref(event.subject)
        history = histories[ref, event.purpose]
        consent = _fold(history)[0]
        if event.kind is EventKind.MODIFIED:
            if event.valid_until and consent.valid_until:
                ends = to_epoch_ms(consent.valid_until)
                session.take_from(ref).shortened[event.purpose] = (to_epoch_ms(event.recorded_at), ends)
            continue
        if consent.ledger_index != event.ledger_index:
            continue
        withdrawn = event.kind is EventKind.WITHDRAWN
        if withdrawn or any(_stands_at(known, event.recorded_at) for known, _ in history):
            taken = session.take_from(ref)
            how = UNDONE if withdrawn and event.method == UNDONE else event.kind.value
            taken.purposes[event.purpose] = (how, to_epoch_ms(event.recorded_at))
            taken.own = session.keys.refs.mark(event.subject, suppressions.MATCH)


def _stands_at(known: ConsentEvent, moment: datetime) -> bool:
    """Whether it is a grant that would be in force at a moment if nothing had come after it."""
    ends = known.valid_until
    return known.kind in GRANTS and known.recorded_at <= moment and (ends is None or ends > moment)


def _place(session: WriteSession, event: ConsentEvent, seq: int) -> ConsentEvent:
    return replace(
        event,
        recorded_at=to_milliseconds(min(event.recorded_at, session.now)),
        valid_until=event.valid_until and to_milliseconds(event.valid_until),
        actor=event.actor or session.actor,
        reason=event.reason or session.reason,
        ledger_index=seq,
    )


def _says_the_same(known: ConsentEvent, event: ConsentEvent) -> bool:
    """Whether two events are one, whoever passed it on and wherever it stands in the log."""
    return replace(known, actor=event.actor, reason=event.reason, ledger_index=event.ledger_index) == event


def _keep(session: WriteSession, histories: Mapping[_Question, Sequence[tuple[ConsentEvent, Terms]]]) -> None:
    session.upsert(consents, [_row(session, question, history) for question, history in histories.items()])


def _row(session: WriteSession, question: _Question, history: Sequence[tuple[ConsentEvent, Terms]]) -> dict[str, Any]:
    consent, last = _fold(history)
    terms = next((terms for event, terms in history if event.ledger_index == consent.ledger_index), NO_TERMS)
    return {
        "subject_ref": question[0],
        "purpose": question[1],
        "state": consent.state.value,
        "since": ms(consent.since),
        "notice_version": consent.notice_version,
        "valid_until": ms(consent.valid_until),
        "method": consent.method,
        "seq": consent.ledger_index,
        "last_at": to_epoch_ms(last),
        "channel_scope": terms.channel_scope,
        "case_ref": terms.case_ref,
        "revision": session.revision,
    }


def _check_follows(history: Sequence[tuple[ConsentEvent, Terms]], item: tuple[ConsentEvent, Terms]) -> None:
    """Refuse an event that the state it meets cannot take; never a withdrawal, whatever it makes of later events."""
    event = item[0]
    left_out: list[ConsentEvent] = []
    _fold([*history, item], left_out)
    if any(other is event for other in left_out):
        before = [known for known, _ in history if known.recorded_at <= event.recorded_at]
        raise IllegalTransition(replay(before, as_of=event.recorded_at, rejected=[]).state, event.kind)


def _fold(
    history: Sequence[tuple[ConsentEvent, Terms]], left_out: list[ConsentEvent] | None = None
) -> tuple[Consent, datetime]:
    """The state as of the latest event, and the moment of that event.

    A claim from the past can come in before events that could no longer follow it; those are then left out.
    """
    last = max(event.recorded_at for event, _ in history)
    return replay([event for event, _ in history], as_of=last, rejected=[] if left_out is None else left_out), last


# --- reading the events --------------------------------------------------------------------------


def history(session: Session, subject: Subject, purpose: str | None = None) -> list[ConsentEvent]:
    """What happened to somebody's consent, to one purpose or to all, as it was recorded."""
    found = events.about(session, subject, TypeClass.CONSENT)
    return [event for event, _ in map(consent_event, found) if purpose in (None, event.purpose)]


def at(session: Session, subject: Subject, purpose: str, as_of: datetime) -> Consent:
    """What somebody's consent was at any moment, from the events."""
    check_moment(as_of)
    return replay([e for e in history(session, subject, purpose) if e.recorded_at <= as_of], as_of=as_of, rejected=[])


def consent_event(event: Event) -> tuple[ConsentEvent, Terms]:
    """A recorded event as the consent event it is."""
    data = event.data
    actor = data["actor"]
    consent = ConsentEvent(
        subject=event.subjects[0],
        purpose=data["purpose"],
        kind=EventKind(event.kind),
        recorded_at=from_epoch_ms(data["recorded_at"]),
        notice_version=data["notice_version"],
        method=data["method"],
        valid_until=moment(data["valid_until"]),
        evidence=data["evidence"],
        actor=event.actor if actor is None else Actor(ActorKind(actor[0]), actor[1]),
        reason=event.reason if data["reason"] is None else data["reason"],
        ledger_index=event.seq,
    )
    return consent, Terms(data["channel_scope"], data["case_ref"], data["record"])


def _draft(session: WriteSession, event: ConsentEvent, terms: Terms) -> Draft:
    actor = event.actor if event.actor and event.actor != session.actor else None
    data: dict[str, Json] = {
        "purpose": event.purpose,
        "recorded_at": to_epoch_ms(event.recorded_at),
        "notice_version": event.notice_version,
        "method": event.method,
        "valid_until": ms(event.valid_until),
        "evidence": event.evidence,
        "actor": [actor.kind.value, actor.id] if actor else None,
        "reason": None if event.reason == session.reason else event.reason,
        "channel_scope": terms.channel_scope,
        "case_ref": terms.case_ref,
        "record": terms.record,
    }
    return Draft(TypeClass.CONSENT, event.kind.value, (event.subject,), data, event.purpose)


def _histories(session: Session, refs: Collection[bytes]) -> _Histories:
    """All consent events of these people, by whose and to what."""
    questions: dict[int, _Question] = {}
    for part in in_parts(refs):
        for row in session.rows(_EVENTS_OF, {"refs": part}):
            questions[row.seq] = (row.subject_ref, row.purpose)
    histories: _Histories = defaultdict(list)
    for event in events.read(session, questions):
        histories[questions[event.seq]].append(consent_event(event))
    return histories
