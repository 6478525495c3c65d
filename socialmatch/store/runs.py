"""Runs of jobs, so that one can be resumed and the next knows where the last one stood; and leases against overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, or_, select

from socialmatch.canonical import Json
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store.columns import from_json, moment, to_json
from socialmatch.store.schema import leases, runs
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import change, mine, pick, same


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job.

    Attributes
    ----------
    run: its number, from 1, shared by all kinds. as_of: the moment it reads consent at.
    position: size of the log when it began. revision: what changed after it, the next run has to look at.
    progress: where to resume. summary: what it reports. Neither names anybody.
    """

    run: int
    kind: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    as_of: datetime
    position: int
    revision: int
    progress: Mapping[str, Any] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)


_ONE: Final = pick(runs).where(*same(runs, "run"))
_LAST: Final = pick(runs).where(*same(runs, "kind")).order_by(runs.c.run.desc()).limit(1)
_LAST_OF_STATE: Final = _LAST.where(*same(runs, "state"))
_NEWEST: Final = select(func.max(runs.c.run).label("run")).where(mine(runs)).group_by(runs.c.kind)
_HIGHEST: Final = select(func.coalesce(func.max(runs.c.run), 0).label("run")).where(mine(runs))
_RUNNING: Final = change(runs, "run").where(runs.c.state == RunState.RUNNING.value)
_PROGRESS: Final = _RUNNING.values(progress=bindparam("new_progress"))
_END: Final = _RUNNING.values(state=bindparam("new_state"), ended_at=bindparam("now"), summary=bindparam("new_summary"))

_LEASE: Final = pick(leases).where(*same(leases, "name"))
_TAKE: Final = (
    change(leases, "name")
    .where(or_(leases.c.until <= bindparam("now"), leases.c.holder == bindparam("new_holder")))
    .values(holder=bindparam("new_holder"), until=bindparam("new_until"))
)
_GIVE_BACK: Final = change(leases, "name", "holder").values(until=0)


def begin(session: WriteSession, kind: str, as_of: datetime) -> Run:
    """Begin a run."""
    highest = session.row(_HIGHEST)
    run = Run(
        (highest.run if highest else 0) + 1,
        kind,
        RunState.RUNNING,
        session.now,
        None,
        as_of,
        session.size,
        session.revision,
    )
    row = {
        "run": run.run,
        "kind": kind,
        "state": run.state.value,
        "started_at": session.now_ms,
        "ended_at": None,
        "as_of": to_epoch_ms(as_of),
        "position": run.position,
        "revision": run.revision,
        "progress": "{}",
        "summary": "{}",
    }
    session.insert(runs, [row])
    return run


def get(session: Session, run: int) -> Run | None:
    """A run by its number."""
    return _run(session.row(_ONE, {"of_run": run}))


def last(session: Session, kind: str, state: RunState | None = None) -> Run | None:
    """The latest run of a job, in any state or in one."""
    if state is None:
        return _run(session.row(_LAST, {"of_kind": kind}))
    return _run(session.row(_LAST_OF_STATE, {"of_kind": kind, "of_state": state.value}))


def latest(session: Session) -> list[Run]:
    """The latest run of every job, the newest first."""
    numbers = sorted((row.run for row in session.rows(_NEWEST)), reverse=True)
    return [run for number in numbers if (run := get(session, number)) is not None]


def note_progress(session: WriteSession, run: int, progress: Mapping[str, Json]) -> bool:
    """Note where to resume. Whether the run is still running."""
    return session.execute(_PROGRESS, {"of_run": run, "new_progress": to_json(progress)}) > 0


def finish(session: WriteSession, run: int, state: RunState, summary: Mapping[str, Json]) -> bool:
    """End a run. Whether it was running."""
    params = {"of_run": run, "new_state": state.value, "now": session.now_ms, "new_summary": to_json(summary)}
    return session.execute(_END, params) > 0


def take_lease(session: WriteSession, name: str, holder: str, duration: timedelta) -> bool:
    """Take a lease, or keep one that the same holder has. Whether it is the holder's now.

    Parameters
    ----------
    holder: names the process, not a person. duration: after which others may take it, should the holder be gone.
    """
    until = session.now_ms + duration // timedelta(milliseconds=1)
    if session.row(_LEASE, {"of_name": name}) is None:
        session.insert(leases, [{"name": name, "holder": holder, "until": until}])
        return True
    params = {"of_name": name, "new_holder": holder, "now": session.now_ms, "new_until": until}
    return session.execute(_TAKE, params) > 0


def leased(session: Session, name: str) -> bool:
    """Whether somebody holds a lease now."""
    row = session.row(_LEASE, {"of_name": name})
    return row is not None and row.until > session.now_ms


def give_back_lease(session: WriteSession, name: str, holder: str) -> bool:
    """Give a lease back. Whether the holder had it."""
    return session.execute(_GIVE_BACK, {"of_name": name, "of_holder": holder}) > 0


def _run(row: Row[Any] | None) -> Run | None:
    if row is None:
        return None
    return Run(
        row.run,
        row.kind,
        RunState(row.state),
        from_epoch_ms(row.started_at),
        moment(row.ended_at),
        from_epoch_ms(row.as_of),
        row.position,
        row.revision,
        from_json(row.progress),
        from_json(row.summary),
    )
