"""What becomes of a code and of an invitation: every state and every step in one table.

Pure: a step takes the state it meets, the end of the lifetime and the moment, and says which state is to be
recorded and, where the step was refused, why. The why goes to the ledger. Whoever presented the code is told
:class:`~socialmatch.errors.TokenRefused` and nothing else, whatever it was.

That of many at once only one takes a step is the store's part: one UPDATE guarded by :func:`states_before`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from socialmatch.errors import UsageError


class Kind(StrEnum):
    """What was issued."""

    CODE = "code"
    """Proves who sent it: the code of the account-first flow, and the loop code of the handle-first flow."""
    INVITATION = "invitation"
    """Proves nothing; opening it leads to a loop code."""


class TokenState(StrEnum):
    """Where it stands. All but ``ISSUED``, ``CLAIMED`` and ``OPENED`` are final."""

    ISSUED = "issued"
    """Drawn and shown, or sent."""
    CLAIMED = "claimed"
    """The code came by direct message; the sender is known, nothing is linked."""
    OPENED = "opened"
    """The invitation was opened by somebody who is signed in."""
    CONFIRMED = "confirmed"
    """The session that asked agreed: in the same commit the link is written."""
    SPENT = "spent"
    """The invitation's loop code was confirmed."""
    DECLINED = "declined"
    """The person said no, or nothing."""
    EXPIRED = "expired"
    """Its lifetime is over; it stays so, also when a clock is set back."""
    BURNED = "burned"
    """It was seen in public, or somebody misused it."""
    REVOKED = "revoked"
    """Taken back: a withdrawal, an erasure, a newer one in its place."""


class Act(StrEnum):
    """What can be done with it. ``LAPSE`` is the end of the lifetime, which nobody does."""

    OPEN = "open"
    SPEND = "spend"
    CLAIM = "claim"
    CONFIRM = "confirm"
    DECLINE = "decline"
    BURN = "burn"
    REVOKE = "revoke"
    LAPSE = "lapse"


__: Final = None
_IS, _CL, _OP = TokenState.ISSUED, TokenState.CLAIMED, TokenState.OPENED
_NO, _EX, _BU, _RV = TokenState.DECLINED, TokenState.EXPIRED, TokenState.BURNED, TokenState.REVOKED

_OPEN_STATES: Final[Mapping[Kind, tuple[TokenState, ...]]] = {Kind.CODE: (_IS, _CL), Kind.INVITATION: (_IS, _OP)}
# One row an act, one column the state it meets; `__` is a step that is refused. What is not a column is final.
# fmt: off
_ROWS: Final[Mapping[Kind, Mapping[Act, tuple[TokenState | None, ...]]]] = {
    Kind.CODE: {
        #            issued                claimed
        Act.CLAIM:   (_CL,                 __),
        Act.CONFIRM: (__,                  TokenState.CONFIRMED),  # never without having come by direct message
        Act.DECLINE: (_NO,                 _NO),
        Act.BURN:    (_BU,                 _BU),
        Act.REVOKE:  (_RV,                 _RV),
        Act.LAPSE:   (_EX,                 _NO),                   # asked and not answered is a no
    },
    Kind.INVITATION: {
        #            issued                opened
        Act.OPEN:    (_OP,                 _OP),                   # again, in the session it was opened in
        Act.SPEND:   (__,                  TokenState.SPENT),
        Act.DECLINE: (_RV,                 _RV),                   # an invitation has no state of its own for it
        Act.BURN:    (_BU,                 _BU),
        Act.REVOKE:  (_RV,                 _RV),
        Act.LAPSE:   (_EX,                 _EX),
    },
}
# fmt: on

TRANSITIONS: Final[Mapping[tuple[Kind, TokenState, Act], TokenState]] = MappingProxyType(
    {
        (kind, before, act): after
        for kind, rows in _ROWS.items()
        for act, row in rows.items()
        for before, after in zip(_OPEN_STATES[kind], row, strict=True)
        if after is not None
    }
)
"""Every step there is."""


class Refusal(StrEnum):
    """Why a step was refused: for the ledger and for officers, never for whoever presented the code."""

    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    EXPIRED = "expired"
    USED = "used"
    DECLINED = "declined"
    BURNED = "burned"
    REVOKED = "revoked"
    TOO_EARLY = "too_early"
    """Confirmed before it was claimed, or spent before it was opened."""
    NOT_FOR_THIS = "not_for_this"
    """An invitation where a code was wanted, or the other way round."""
    PUBLIC = "public"
    LIMITED = "limited"
    NO_SESSION = "no_session"
    OTHER_SESSION = "other_session"
    OTHER_TENANT = "other_tenant"
    OTHER_KIND = "other_kind"
    OTHER_FLOW = "other_flow"
    OTHER_PURPOSES = "other_purposes"
    OTHER_NOTICE = "other_notice"
    OTHER_LANGUAGE = "other_language"
    OTHER_ACCOUNT = "other_account"
    OTHER_PROFILE = "other_profile"
    WRONG_HANDLE = "wrong_handle"
    """Whoever opened an invitation could not say which profile it was sent to."""


_REFUSALS: Final[Mapping[TokenState, Refusal]] = {
    TokenState.CONFIRMED: Refusal.USED,
    TokenState.SPENT: Refusal.USED,
    TokenState.CLAIMED: Refusal.USED,
    TokenState.OPENED: Refusal.USED,
    TokenState.DECLINED: Refusal.DECLINED,
    TokenState.EXPIRED: Refusal.EXPIRED,
    TokenState.BURNED: Refusal.BURNED,
    TokenState.REVOKED: Refusal.REVOKED,
    TokenState.ISSUED: Refusal.TOO_EARLY,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a step comes to.

    Attributes
    ----------
    state: to be recorded, also where the step was refused: a lifetime that is over is latched.
    refusal: why it was refused, ``None`` where it was taken.
    """

    state: TokenState
    refusal: Refusal | None = None


def state_at(kind: Kind, state: TokenState, *, expires_at: datetime, now: datetime) -> TokenState:
    """The state at a moment: an open one whose end has come has lapsed, a final one stays, whatever the clock says.

    Parameters
    ----------
    state: as recorded. expires_at: the first moment at which it is over.

    Raises
    ------
    UsageError: a moment without a time zone (``naive_moment``).
    """
    if now.tzinfo is None or expires_at.tzinfo is None:
        raise UsageError("a moment needs a time zone", code="naive_moment")
    if now < expires_at:
        return state
    return TRANSITIONS.get((kind, state, Act.LAPSE), state)


def step(kind: Kind, state: TokenState, act: Act, *, expires_at: datetime, now: datetime) -> Step:
    """What becomes of it if this is done at this moment; parameters and errors as of :func:`state_at`."""
    met = state_at(kind, state, expires_at=expires_at, now=now)
    if act is Act.LAPSE:
        return Step(met)
    after = TRANSITIONS.get((kind, met, act))
    if after is not None:
        return Step(after)
    known = act in _ROWS[kind]
    return Step(met, _REFUSALS[met] if known else Refusal.NOT_FOR_THIS)


def states_before(kind: Kind, act: Act, after: TokenState | None = None) -> frozenset[TokenState]:
    """The states this can be done in: the guard of the UPDATE that does it.

    Parameters
    ----------
    after: only those from which it leads there; a lapse leads from ``issued`` and ``claimed`` to different ends.
    """
    return frozenset(
        before
        for (of_kind, before, by), to in TRANSITIONS.items()
        if of_kind is kind and by is act and after in (None, to)
    )


def open_states(kind: Kind) -> frozenset[TokenState]:
    """The states from which something can still become of it; all others are final."""
    return frozenset(_OPEN_STATES[kind])
