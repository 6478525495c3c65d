"""What a run remembers of a profile, so that the next one looks again only where something changed.

A memory names the profile alone. Accounts are in it by the random numbers of :func:`socialmatch.store.blocks.numbers`,
which mean nothing any more once an account changed or its owner withdrew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, select, tuple_

from socialmatch.models import ProfileKey
from socialmatch.store.columns import PROFILE, of_profile, profile_columns, profile_key
from socialmatch.store.profiles import ProfileState
from socialmatch.store.schema import profiles, scored_profiles
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import drop, mine


@dataclass(frozen=True, slots=True)
class Memory:
    """What came of a profile, and what it came of.

    Attributes
    ----------
    basis: changes when the model, the policy or the profile does; without it the rest is worth nothing.
    signature: changes when anything does that the outcome rests on. content: weights, as the run packs them.
    """

    basis: bytes
    signature: bytes
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a profile stands before a run looks at it.

    Attributes
    ----------
    ref: its keyed ref. revision: the commit that last changed it. over: whether what it showed had to go.
    memory: of the last run that looked at it for the purpose.
    """

    profile: ProfileKey
    ref: bytes
    state: ProfileState
    revision: int
    over: bool
    memory: Memory | None


_KEY: Final = tuple(profiles.c[name] for name in PROFILE)
_PAGE: Final = (
    select(
        *_KEY,
        profiles.c.subject_ref,
        profiles.c.state,
        profiles.c.revision,
        profiles.c.content_expires_at,
        scored_profiles.c.basis,
        scored_profiles.c.signature,
        scored_profiles.c.memory,
    )
    .select_from(
        profiles.outerjoin(
            scored_profiles,
            (scored_profiles.c.tenant == profiles.c.tenant)
            & (scored_profiles.c.platform == profiles.c.platform)
            & (scored_profiles.c.scope == profiles.c.scope)
            & (scored_profiles.c.user_id == profiles.c.user_id)
            & (scored_profiles.c.purpose == bindparam("of_purpose")),
        )
    )
    .where(mine(profiles))
    .order_by(*_KEY)
    .limit(bindparam("limit"))
)
_PAGE_AFTER: Final = _PAGE.where(tuple_(*_KEY) > tuple_(*(bindparam(f"after_{name}") for name in PROFILE)))
_DROP: Final = drop(scored_profiles, *PROFILE, "purpose")
_DROP_ALL: Final = drop(scored_profiles, "purpose")


def page(session: Session, purpose: str, after: ProfileKey | None, limit: int) -> list[Standing]:
    """The next profiles after one, in the order of their keys, whatever their state."""
    values: dict[str, Any] = {"of_purpose": purpose, "limit": limit}
    if after is not None:
        values |= {f"after_{name}": value for name, value in profile_columns(after).items()}
    return [
        Standing(
            profile_key(session, row),
            row.subject_ref,
            ProfileState(row.state),
            row.revision,
            row.content_expires_at is not None and row.content_expires_at <= session.now_ms,
            None if row.basis is None else Memory(row.basis, row.signature, row.memory),
        )
        for row in session.rows(_PAGE if after is None else _PAGE_AFTER, values)
    ]


def keep(session: WriteSession, purpose: str, found: Iterable[tuple[ProfileKey, Memory]]) -> None:
    """Remember what came of profiles."""
    rows: list[dict[str, Any]] = []
    for profile, memory in found:
        session.check(profile)
        columns = {"basis": memory.basis, "signature": memory.signature, "memory": memory.content}
        rows.append({**profile_columns(profile), "purpose": purpose, **columns})
    session.upsert(scored_profiles, rows)


def forget(session: WriteSession, purpose: str, found: Collection[ProfileKey]) -> int:
    """Remember profiles no more. How many were remembered."""
    return sum(session.execute(_DROP, {**of_profile(session, profile), "of_purpose": purpose}) for profile in found)


def forget_all(session: WriteSession, purpose: str) -> int:
    """Remember nobody, so that the next run looks at everybody. How many were remembered."""
    return session.execute(_DROP_ALL, {"of_purpose": purpose})
