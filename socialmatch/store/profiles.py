"""Social profiles, as their platforms last showed them, and who held which handle when.

What was shown can have to go before the key does: past its moment it is not read any more, whether or not the
job that deletes it has run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam

from socialmatch.models import Profile, ProfileKey
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import content
from socialmatch.store.columns import PROFILE, moment, ms, of_profile, profile_columns, profile_key
from socialmatch.store.schema import handle_history, profiles
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, change, in_parts, pick, same


class ProfileState(StrEnum):
    """What became of a profile."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """Somebody else may stand behind the key now (a recycled handle, a changed number); until proved anew."""
    DELETED = "deleted"
    """Gone from its platform."""


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A profile and what the store knows of it.

    Attributes
    ----------
    profile: without what it showed, where that had to go. folded_handle: its handle as it is searched for.
    content_expires_at: when what it showed has to go. revision: the commit that last changed it.
    """

    profile: Profile
    folded_handle: str = field(default="", repr=False)
    state: ProfileState = ProfileState.ACTIVE
    content_expires_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody held a handle. ``until`` is ``None`` while they do."""

    profile: ProfileKey
    folded_handle: str = field(repr=False)
    since: datetime
    until: datetime | None = None


_ONE: Final = pick(profiles).where(*same(profiles, *PROFILE))
_BY_HANDLE: Final = (
    pick(profiles).where(*same(profiles, "platform", "scope", "folded_handle")).order_by(profiles.c.user_id)
)
_CALLED: Final = (
    pick(profiles)
    .where(*same(profiles, "platform", "folded_handle"))
    .order_by(*(profiles.c[name] for name in ("scope", "user_id")))
)
_WALK: Final = (
    pick(profiles)
    .where(profiles.c.state.in_(bindparam("states", expanding=True)), profiles.c.revision > bindparam("after"))
    .order_by(*(profiles.c[name] for name in PROFILE))
)
_SET_STATE: Final = change(profiles, *PROFILE).values(state=bindparam("new_state"), revision=bindparam("new_revision"))
_EXPIRE: Final = (
    change(profiles)
    .where(profiles.c.content_expires_at <= bindparam("now"), profiles.c.content.is_not(None))
    .values(content=None, handle="", revision=bindparam("new_revision"))
)
_HOLDERS: Final = (
    pick(handle_history)
    .where(*same(handle_history, "platform", "scope", "folded_handle"))
    .order_by(handle_history.c.since, handle_history.c.user_id)
)
_HELD: Final = pick(handle_history).where(*same(handle_history, *PROFILE)).order_by(handle_history.c.since)
_LET_GO: Final = (
    change(handle_history, *PROFILE, "folded_handle")
    .where(handle_history.c.until.is_(None))
    .values(until=bindparam("new_until"))
)


def get(session: Session, key: ProfileKey) -> KnownProfile | None:
    """One profile, whatever its state."""
    row = session.row(_ONE, of_profile(session, key))
    return None if row is None else _known(session, row)


def get_many(session: Session, keys: Collection[ProfileKey]) -> dict[ProfileKey, KnownProfile]:
    """Those of these profiles that are known."""
    for key in keys:
        session.check(key)
    known = (
        _known(session, row)
        for part in in_parts(keys, 64)
        for row in session.rows(*among(profiles, PROFILE, [(key.platform, key.scope, key.user_id) for key in part]))
    )
    return {one.profile.key: one for one in known}


def by_handle(session: Session, platform: str, scope: str, folded_handle: str) -> list[KnownProfile]:
    """The profiles last seen under a handle: more than one, where it changed hands."""
    rows = session.rows(_BY_HANDLE, {"of_platform": platform, "of_scope": scope, "of_folded_handle": folded_handle})
    return [_known(session, row) for row in rows]


def called(session: Session, platform: str, folded_handle: str) -> list[KnownProfile]:
    """As :func:`by_handle`, whatever their scope: the index of a platform's handles is read."""
    rows = session.rows(_CALLED, {"of_platform": platform, "of_folded_handle": folded_handle})
    return [_known(session, row) for row in rows]


def by_handles(
    session: Session, handles: Collection[tuple[str, str, str]]
) -> dict[tuple[str, str, str], list[KnownProfile]]:
    """As :func:`by_handle`, for many, each ``(platform, scope, folded handle)``; who has none is left out."""
    found: dict[tuple[str, str, str], list[KnownProfile]] = {}
    for part in in_parts(handles, 64):
        for row in session.rows(*among(profiles, ("platform", "scope", "folded_handle"), part)):
            known = _known(session, row)
            found.setdefault((row.platform, row.scope, row.folded_handle), []).append(known)
    return found


def walk(
    session: Session, *, states: Collection[ProfileState] = (ProfileState.ACTIVE,), after: int = 0
) -> Iterator[KnownProfile]:
    """Every profile in one of these states that changed after a revision, in the order of their keys."""
    for row in session.stream(_WALK, {"states": [state.value for state in states], "after": after}):
        yield _known(session, row)


def put(session: WriteSession, found: Iterable[KnownProfile]) -> None:
    """Keep profiles as they are now, new ones and known ones. ``revision`` is the session's."""
    session.upsert(profiles, [_row(session, known) for known in found])


def set_state(session: WriteSession, key: ProfileKey, state: ProfileState) -> bool:
    """Change what became of a profile. Whether it is known."""
    values = {**of_profile(session, key), "new_state": state.value, "new_revision": session.revision}
    return session.execute(_SET_STATE, values) > 0


def expire_content(session: WriteSession) -> int:
    """Delete what profiles showed, where its time is over; keys and links stay. Of how many profiles."""
    count = session.execute(_EXPIRE, {"now": session.now_ms, "new_revision": session.revision})
    session.scrubbed = session.scrubbed or count > 0
    return count


# --- handles over time ---------------------------------------------------------------------------


def holders(session: Session, platform: str, scope: str, folded_handle: str) -> list[Holding]:
    """Everybody who was seen to hold a handle, oldest first."""
    rows = session.rows(_HOLDERS, {"of_platform": platform, "of_scope": scope, "of_folded_handle": folded_handle})
    return [_holding(session, row) for row in rows]


def held(session: Session, key: ProfileKey) -> list[Holding]:
    """Every handle that somebody was seen to hold, oldest first."""
    return [_holding(session, row) for row in session.rows(_HELD, of_profile(session, key))]


def take_handle(session: WriteSession, key: ProfileKey, folded_handle: str, since: datetime) -> None:
    """Note that somebody holds a handle."""
    session.check(key)
    row = {**profile_columns(key), "folded_handle": folded_handle, "since": to_epoch_ms(since), "until": None}
    session.upsert(handle_history, [row])


def let_go_handle(session: WriteSession, key: ProfileKey, folded_handle: str, until: datetime) -> bool:
    """Note that somebody no longer holds a handle. Whether they did."""
    values = {**of_profile(session, key), "of_folded_handle": folded_handle, "new_until": to_epoch_ms(until)}
    return session.execute(_LET_GO, values) > 0


# --- rows ----------------------------------------------------------------------------------------


def _row(session: WriteSession, known: KnownProfile) -> dict[str, Any]:
    profile = known.profile
    return {
        **profile_columns(profile.key),
        "subject_ref": session.ref(profile.key),
        "state": known.state.value,
        "handle": profile.handle,
        "folded_handle": known.folded_handle,
        "content": content.dump(profile),
        "content_expires_at": ms(known.content_expires_at),
        "first_seen": ms(profile.first_seen),
        "last_seen": ms(profile.last_seen),
        "revision": session.revision,
    }


def _known(session: Session, row: Row[Any]) -> KnownProfile:
    over = row.content_expires_at is not None and row.content_expires_at <= session.now_ms
    profile = content.load(
        Profile,
        None if over else row.content,
        tenant=session.tenant,
        platform=row.platform,
        scope=row.scope,
        user_id=row.user_id,
        handle="" if over else row.handle,
        first_seen=moment(row.first_seen),
        last_seen=moment(row.last_seen),
    )
    return KnownProfile(
        profile, row.folded_handle, ProfileState(row.state), moment(row.content_expires_at), row.revision
    )


def _holding(session: Session, row: Row[Any]) -> Holding:
    return Holding(profile_key(session, row), row.folded_handle, from_epoch_ms(row.since), moment(row.until))
