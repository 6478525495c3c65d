"""What a consent is, computed from what happened: events in, state out, as of a moment.

Whatever moves a consent from one state to another stands in this file, in one table.
Nothing here reads a clock, a file or a database, and nothing here makes a permit:
that is :mod:`socialmatch.consent.permits`.

The ten states are those of the W3C Data Privacy Vocabulary (DPV, https://w3id.org/dpv), which
says that two of them allow processing: given and renewed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from socialmatch.errors import IllegalTransition, UsageError
from socialmatch.models import ConsentEvent, EventKind, Subject


class State(StrEnum):
    """Where one subject's consent to one purpose stands."""

    UNKNOWN = "unknown"
    REQUESTED = "requested"
    REQUEST_DEFERRED = "request_deferred"
    REFUSED = "refused"
    GIVEN = "given"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    INVALIDATED = "invalidated"


IN_FORCE: Final = frozenset({State.GIVEN, State.RENEWED})
"""The states that permit, as long as the grant has an end and the end has not come."""

DPV_STATUS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.UNKNOWN: "dpv:ConsentUnknown",
        State.REQUESTED: "dpv:ConsentRequested",
        State.REQUEST_DEFERRED: "dpv:ConsentRequestDeferred",
        State.REFUSED: "dpv:ConsentRefused",
        State.GIVEN: "dpv:ConsentGiven",
        State.RENEWED: "dpv:RenewedConsentGiven",
        State.WITHDRAWN: "dpv:ConsentWithdrawn",
        State.EXPIRED: "dpv:ConsentExpired",
        # DPV calls an end by anybody but the person "revoked"; "terminated" is the word of ISO/IEC TS 27560.
        State.TERMINATED: "dpv:ConsentRevoked",
        State.INVALIDATED: "dpv:ConsentInvalidated",
    }
)
"""Our ten states in the words of the W3C Data Privacy Vocabulary."""


# --- the table -----------------------------------------------------------------------------------

UN, RQ, DF, RF, GV, RN, WD, EX, TM, IV = State
__: Final = None

# One row an event, one column the state it meets; `__` is a pair that cannot be.
# The rows stand in the order in which events of the same moment are taken: what asks, then what
# grants, then what ends. So at equal recorded_at the end wins, and a withdrawal over everything.
# fmt: off
_ROWS: Final[Mapping[EventKind, tuple[State | None, ...]]] = {
    #                         UN  RQ  DF  RF  GV  RN  WD  EX  TM  IV
    EventKind.REQUESTED:     (RQ, RQ, RQ, RF, GV, RN, WD, RQ, RQ, RQ),  # asking changes no answer
    EventKind.NOTICE_SERVED: (UN, RQ, DF, RF, GV, RN, WD, EX, TM, IV),  # a proof that it was shown, no answer
    EventKind.DEFERRED:      (DF, DF, DF, RF, GV, RN, WD, DF, DF, DF),  # neither does "not now"
    EventKind.GIVEN:         (GV, GV, GV, GV, GV, GV, GV, GV, GV, GV),  # a fresh act can follow anything
    EventKind.RECONFIRMED:   (RN, RN, RN, __, RN, RN, __, RN, __, __),  # what a decision ended is not renewed
    EventKind.MODIFIED:      (__, __, __, __, GV, RN, __, __, __, __),  # narrows a grant in force
    EventKind.EXPIRED:       (EX, __, __, __, EX, EX, __, EX, __, __),  # only a grant can run out
    EventKind.SUPERSEDED:    (RQ, RQ, RQ, __, RQ, RQ, __, RQ, __, __),  # the notice changed: asked again
    EventKind.TERMINATED:    (TM, TM, TM, __, TM, TM, __, TM, TM, __),  # cannot cover up the person's "no"
    EventKind.INVALIDATED:   (IV, IV, IV, RF, IV, IV, WD, IV, IV, IV),  # always heard; a "no" stays a "no"
    EventKind.REFUSED:       (RF, RF, RF, RF, RF, RF, RF, RF, RF, RF),
    EventKind.ERASED:        (UN, UN, UN, UN, UN, UN, UN, UN, UN, UN),
    EventKind.WITHDRAWN:     (WD, WD, WD, WD, WD, WD, WD, WD, WD, WD),
}
# fmt: on

TRANSITIONS: Final[Mapping[tuple[State, EventKind], State]] = MappingProxyType(
    {
        (before, kind): after
        for kind, row in _ROWS.items()
        for before, after in zip(State, row, strict=True)
        if after is not None
    }
)
"""Every transition there is. A pair that is not here raises :class:`IllegalTransition`."""

GRANTS: Final = frozenset({EventKind.GIVEN, EventKind.RECONFIRMED})
"""The acts of a person that can put a consent in force. Each brings its own terms."""

_RANK: Final[Mapping[EventKind, int]] = {kind: rank for rank, kind in enumerate(_ROWS)}
_LAST: Final = datetime.max.replace(tzinfo=UTC)


# --- the answer ----------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why a subject may not be used; the codes of a summary's ``not_permitted``."""

    NO_CONSENT = "no_consent"
    OTHER_PURPOSE = "other_purpose"
    OTHER_NOTICE = "other_notice"
    NO_END = "no_end"
    REQUESTED = "requested"
    REQUEST_DEFERRED = "request_deferred"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    INVALIDATED = "invalidated"


@dataclass(frozen=True, slots=True)
class Consent:
    """What one subject's consent to one purpose was at one moment. It describes; it is no permit.

    Attributes
    ----------
    since: when this state began, ``None`` while nothing is known.
    notice_version, method, ledger_index: of the event that brought the state.
        For a grant that ran out these are the grant's. Where what ended a consent names no notice, as a withdrawal
        does not, the notice is the one it ended; an agreement never takes over another's.
    valid_until: end of the grant, exclusive; ``None`` where no grant brought the state or it names no end.
    """

    state: State = State.UNKNOWN
    since: datetime | None = None
    notice_version: str = ""
    valid_until: datetime | None = None
    method: str = ""
    ledger_index: int | None = None

    def refusal(self, notices: Collection[str] | None = None) -> Reason | None:
        """Why this consent permits nothing, or ``None`` if it permits.

        Parameters
        ----------
        notices: versions of the notice the caller still accepts; ``None`` accepts any.
        """
        if self.state is State.UNKNOWN:
            return Reason.NO_CONSENT
        if self.state not in IN_FORCE:
            return Reason(self.state.value)
        if self.valid_until is None:
            return Reason.NO_END
        if notices is not None and self.notice_version not in notices:
            return Reason.OTHER_NOTICE
        return None


_NOTHING_KNOWN: Final = Consent()


def fold(events: Iterable[ConsentEvent], *, purpose: str, subject: Subject, as_of: datetime) -> Consent:
    """What one subject's consent to one purpose was at a moment.

    A pure function of the set of events: their order in the input and repetitions change nothing.
    Events of other subjects and purposes, and events recorded after ``as_of``, are not seen.

    Raises
    ------
    IllegalTransition: an event cannot follow the state it meets.
    UsageError: ``as_of`` has no time zone.
    """
    check_moment(as_of)
    seen = [e for e in events if e.purpose == purpose and e.recorded_at <= as_of and e.subject == subject]
    return replay(seen, as_of=as_of)


def replay(history: Sequence[ConsentEvent], *, as_of: datetime, rejected: list[ConsentEvent] | None = None) -> Consent:
    """Take a consent of which nothing is known through its events, all recorded by ``as_of``.

    Parameters
    ----------
    history: events of one subject and one purpose, in any order; a repeated one counts once.
    rejected: where to put events that cannot follow the state they meet; each is then left out, as
        if it had never been recorded. Without it the first one raises :class:`IllegalTransition`.
    """
    consent = _NOTHING_KNOWN
    for event in sorted(set(history), key=_order) if len(history) > 1 else history:
        consent = _lapse(consent, event.recorded_at)
        after = TRANSITIONS.get((consent.state, event.kind))
        if after is not None:
            consent = _step(consent, event, after)
        elif rejected is None:
            raise IllegalTransition(consent.state, event.kind)
        else:
            rejected.append(event)
    return _lapse(consent, as_of)


def check_moment(as_of: datetime) -> None:
    """Refuse a moment without a time zone: compared with events it would mean nothing."""
    if as_of.tzinfo is None:
        raise UsageError("as_of needs a time zone", code="naive_moment")


def _step(consent: Consent, event: ConsentEvent, after: State) -> Consent:
    """What the event makes of the consent, the new state being known from the table."""
    if after is not consent.state or event.kind in GRANTS:
        end = event.valid_until if event.kind in GRANTS else None
        notice = event.notice_version or ("" if after in IN_FORCE else consent.notice_version)
        return Consent(after, event.recorded_at, notice, end, event.method, event.ledger_index)
    if event.kind is EventKind.MODIFIED and event.valid_until and consent.valid_until:
        # Only shorter, never longer, and never an end for a grant that has none: a modification is
        # not a new act of agreement, so it must not permit what was not permitted before it.
        # Nor can it rewrite the past: the grant held until the moment the modification was recorded.
        end = max(event.valid_until, event.recorded_at)
        return replace(consent, valid_until=min(consent.valid_until, end))
    return consent


def _lapse(consent: Consent, moment: datetime) -> Consent:
    """A grant whose end has come by ``moment`` is expired, whether or not anybody recorded it."""
    if consent.state not in IN_FORCE or consent.valid_until is None or moment < consent.valid_until:
        return consent
    since = max(consent.since or consent.valid_until, consent.valid_until)
    return replace(consent, state=State.EXPIRED, since=since)


def _order(event: ConsentEvent) -> tuple[Any, ...]:
    """A total order: two events are equal in it only if they are the same event.

    Time, then the row of the table, then the ledger's own order. After that the more cautious of
    two grants comes last (an earlier end, then none at all); the rest only makes the order total.
    """
    return (
        event.recorded_at,
        _RANK[event.kind],
        -1 if event.ledger_index is None else event.ledger_index,
        event.valid_until is None,
        _LAST - (event.valid_until or _LAST),
        event.notice_version,
        event.method,
        event.evidence,
        event.reason,
        (event.actor.kind, event.actor.id) if event.actor else ("", ""),
    )
