"""Counters that survive a restart and cannot be raced, and the memory of messages that were seen already.

Both name whom they are about by keyed refs: a known subject by ``session.ref(subject)``, so that erasing them finds
their counters; anything else by ``session.keys.refs.of("message", ...)``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Insert, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from socialmatch.moments import to_epoch_ms
from socialmatch.store.schema import counters, seen_messages
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import OF_TENANT, drop, mine, pick, same

EVERYWHERE: Final = ""
"""Stands for the tenant in a counter that all tenants share; no tenant is called so."""

_SUM: Final = select(func.coalesce(func.sum(counters.c.hits), 0)).where(
    mine(counters), *same(counters, "name", "subject_ref"), counters.c.window_start >= bindparam("since")
)
_SEEN: Final = pick(seen_messages, "seen_at").where(*same(seen_messages, "ref"))
_DROP_COUNTERS: Final = drop(counters).where(counters.c.window_start < bindparam("before"))
_DROP_SEEN: Final = drop(seen_messages).where(seen_messages.c.seen_at < bindparam("before"))


def _hit(make: type[sqlite.Insert] | type[postgresql.Insert]) -> Insert:
    statement = make(counters)
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in counters.primary_key],
        set_={"hits": counters.c.hits + statement.excluded.hits},
    )


_HIT: Final = {"sqlite": _hit(sqlite.Insert), "postgresql": _hit(postgresql.Insert)}


def hit(
    session: WriteSession, name: str, ref: bytes, window_start: datetime, *, by: int = 1, everywhere: bool = False
) -> None:
    """Count something against a limit. It stays counted if the session commits, so a refusal must commit too.

    Parameters
    ----------
    name: of the limit. ref: whom it is counted against. window_start: beginning of the window it falls in.
    everywhere: one counter for all tenants; count these last and in the order of their names, because their rows
        are locked until the commit.
    """
    row = {"name": name, "subject_ref": ref, "window_start": to_epoch_ms(window_start), "hits": by}
    if everywhere:
        row["tenant"] = EVERYWHERE
    session.write(_HIT[session.dialect], [row])


def count(session: Session, name: str, ref: bytes, since: datetime, *, everywhere: bool = False) -> int:
    """How much was counted in the windows that began at or after a moment."""
    params: dict[str, object] = {"of_name": name, "of_subject_ref": ref, "since": to_epoch_ms(since)}
    if everywhere:
        params[OF_TENANT] = EVERYWHERE
    row = session.row(_SUM, params)
    return 0 if row is None else int(row[0])


def first_time(session: WriteSession, ref: bytes) -> bool:
    """Whether a message is seen for the first time; from now on it is not."""
    if session.row(_SEEN, {"of_ref": ref}) is not None:
        return False
    session.insert(seen_messages, [{"ref": ref, "seen_at": session.now_ms}])
    return True


def drop_old(session: WriteSession, before: datetime) -> int:
    """Delete counters, those that all tenants share too, and messages from before a moment. How many."""
    params = {"before": to_epoch_ms(before)}
    shared = session.execute(_DROP_COUNTERS, {**params, OF_TENANT: EVERYWHERE})
    return shared + session.execute(_DROP_COUNTERS, params) + session.execute(_DROP_SEEN, params)
