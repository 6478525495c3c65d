"""The keys of people, as rows: made when somebody is first written about, wrapped anew when the master key
changes, thrown away when somebody is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam

from socialmatch.store.keyring import KEY_SIZE, NONCE_SIZE
from socialmatch.store.schema import subject_keys
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import drop, in_parts, pick

_SOME: Final = pick(subject_keys).where(subject_keys.c.subject_ref.in_(bindparam("refs", expanding=True)))
_WRAPPED_BEFORE: Final = pick(subject_keys).where(subject_keys.c.master_id != bindparam("current")).limit(1000)
_MASTERS: Final = pick(subject_keys, "master_id").distinct()
_DROP: Final = drop(subject_keys, "subject_ref")


def tenant_ref(session: Session) -> bytes:
    """Whose key seals an event that is about nobody."""
    return session.keys.refs.of("tenant", session.tenant)


def existing(session: Session, refs: Collection[bytes]) -> dict[bytes, bytes]:
    """The keys of those who have one.

    Raises
    ------
    ConfigError: a master key is missing (``wrong_key``). StoreCorrupt: a row was changed.
    """
    found = {}
    for part in in_parts(refs):
        for row in session.rows(_SOME, {"refs": part}):
            found[row.subject_ref] = session.keys.unwrap(row.wrapped, row.subject_ref, row.master_id)
    return found


def of(session: WriteSession, refs: Collection[bytes]) -> dict[bytes, bytes]:
    """The keys of all of these, made where there is none yet."""
    keys = existing(session, refs)
    fresh = {ref: session.randbytes(KEY_SIZE) for ref in dict.fromkeys(refs) if ref not in keys}
    session.insert(subject_keys, [_row(session, ref, key) for ref, key in fresh.items()])
    return keys | fresh


def rewrap(session: WriteSession) -> int:
    """Wrap keys that a former master key still holds under the current one.

    Returns
    -------
    How many it were, a thousand at most: call it, each time in a session of its own, until it is 0.
    """
    before = session.rows(_WRAPPED_BEFORE, {"current": session.keys.master_id})
    keys = {row.subject_ref: session.keys.unwrap(row.wrapped, row.subject_ref, row.master_id) for row in before}
    session.upsert(subject_keys, [_row(session, ref, key) for ref, key in keys.items()])
    session.scrubbed = session.scrubbed or bool(keys)  # the old wrappings must not stay behind in SQLite's log
    return len(keys)


def masters_in_use(session: Session) -> set[str]:
    """The ids of the master keys that something of the tenant's is wrapped under."""
    return {row.master_id for row in session.rows(_MASTERS)}


def throw_away(session: WriteSession, ref: bytes) -> bool:
    """Delete somebody's key; what was sealed under it cannot be opened again. Whether there was one."""
    return session.execute(_DROP, {"of_subject_ref": ref}) > 0


def _row(session: WriteSession, ref: bytes, key: bytes) -> dict[str, object]:
    wrapped = session.keys.wrap(key, ref, session.randbytes(NONCE_SIZE))
    return {"subject_ref": ref, "master_id": session.keys.master_id, "wrapped": wrapped}
