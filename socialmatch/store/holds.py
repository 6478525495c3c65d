"""Legal holds: a record that is needed for a legal claim is not erased while the claim stands (GDPR 17(3)(e)).

A hold is two events about one subject, placed and released, and nothing else: so who placed it, why and when is in
the log, and there is no table that could disagree. It keeps evidence from being erased. It permits nothing, and
a withdrawal works as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from socialmatch.errors import ConsentError, StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import ActorKind, Subject
from socialmatch.store import events
from socialmatch.store.columns import moment, ms
from socialmatch.store.events import Event
from socialmatch.store.session import Session, WriteSession

PLACED: Final = "hold_placed"
RELEASED: Final = "hold_released"


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold.

    Attributes
    ----------
    seq: the event that placed it; what identifies it. placed_at: when.
    ground: the claim it is for, as the officer wrote it. until: when it ends by itself; ``None`` until released.
    """

    seq: int
    placed_at: datetime
    ground: str = field(repr=False)
    until: datetime | None = None


def place(session: WriteSession, subject: Subject, ground: str, until: datetime | None = None) -> Hold:
    """Keep somebody's record from being erased.

    Raises
    ------
    ConsentError: the actor is no officer (``officer_only``).
    """
    _officer_only(session)
    end = ms(until)
    seq = events.append(session, TypeClass.ADMIN, PLACED, subject, data={"ground": ground, "until": end})
    return Hold(seq, session.now, ground, moment(end))


def release(session: WriteSession, subject: Subject, seq: int) -> int:
    """Lift a hold. The position of the event.

    Raises
    ------
    ConsentError: the actor is no officer (``officer_only``).
    StoreConflict: there is no such hold on the subject (``no_hold``).
    """
    _officer_only(session)
    if all(hold.seq != seq for hold in standing(session, session.ref(subject))):
        raise StoreConflict("no such hold stands on this record", code="no_hold")
    return events.append(session, TypeClass.ADMIN, RELEASED, subject, data={"hold": seq})


def standing(session: Session, ref: bytes) -> list[Hold]:
    """The holds on somebody that stand now, the oldest first."""
    found = events.read(session, events.positions(session, ref, TypeClass.ADMIN))
    released = {event.data["hold"] for event in found if event.kind == RELEASED}
    holds = [_hold(event) for event in found if event.kind == PLACED and event.seq not in released]
    return [hold for hold in holds if hold.until is None or session.now < hold.until]


def _hold(event: Event) -> Hold:
    return Hold(event.seq, event.recorded_at, event.data["ground"], moment(event.data["until"]))


def _officer_only(session: WriteSession) -> None:
    if session.actor.kind is not ActorKind.OFFICER:
        raise ConsentError("only an officer places or lifts a hold", code="officer_only")
