"""Patterns that an officer should see: each one a count that reached a figure of the policy, and then one event.

Each act that belongs to a pattern was handled where it happened: refused, declined, burned. What is noted here is that
there were many. The counts are the store's, so they survive a restart and cannot be raced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from socialmatch.canonical import Json
from socialmatch.consent.limits import Limit
from socialmatch.journeys.steps import Tools
from socialmatch.leaf import TypeClass
from socialmatch.models import Actor, Subject
from socialmatch.store import WriteSession, events, limits

SUSPICION: Final = "suspicion"
"""The kind of these events; their class is that of refusals."""


class Pattern(StrEnum):
    """What looks like an attack when there is much of it; each has its figure in the table ``[watch]``."""

    WRONG_HANDLE = "wrong_handles"
    """Whoever opened an invitation did not know whose it is: it was passed on, or talked somebody into signing in."""
    CONFLICT = "conflicts"
    """An account proved handles that are another account's."""
    FOREIGN_SENDER = "foreign_senders"
    """Codes of an account came from profiles they are not for."""
    BAD_CODES = "bad_codes"
    """A profile sent codes that cannot be used: it guesses, or tries what others posted."""
    REFUSED_GRANT = "refused_grants"
    """An actor who is not the customer tried to agree for customers."""
    LOOKUPS = "lookups"
    """An agent or officer was shown many people within an hour."""
    MANY_ACCOUNTS = "many_accounts"
    """A profile was linked with one account after the other."""


_WINDOWS: Final[Mapping[Pattern, timedelta]] = {
    Pattern.WRONG_HANDLE: timedelta(days=30),
    Pattern.CONFLICT: timedelta(days=30),
    Pattern.FOREIGN_SENDER: timedelta(days=1),
    Pattern.BAD_CODES: timedelta(days=1),
    Pattern.REFUSED_GRANT: timedelta(days=1),
    Pattern.LOOKUPS: timedelta(hours=1),
    Pattern.MANY_ACCOUNTS: timedelta(days=30),
}


def suspect(
    tools: Tools[WriteSession],
    pattern: Pattern,
    ref: bytes,
    *subjects: Subject,
    by: int = 1,
    data: Mapping[str, Json] | None = None,
) -> None:
    """Count an act that belongs to a pattern, and record an event when the policy's figure is reached.

    Parameters
    ----------
    ref: whom it is counted against. subjects: whom the event is about. by: how many acts. data: what it says beside.
    """
    session = tools.session
    limit = Limit(getattr(tools.at.config.watch, pattern.value), _WINDOWS[pattern])
    name = f"watch.{pattern.value}"
    before = limits.count(session, name, ref, limit.since(session.now))
    limits.hit(session, name, ref, limit.slice_start(session.now), by=by)
    if before < limit.count <= before + by:
        said: dict[str, Json] = {**(data or {}), "reason": pattern.value, "times": before + by}
        events.append(session, TypeClass.REFUSAL, SUSPICION, *subjects, data=said)


def actor_ref(session: WriteSession, actor: Actor) -> bytes:
    """Whom acts of somebody are counted against."""
    return session.keys.refs.of("actor", session.tenant, actor.kind.value, actor.id)
