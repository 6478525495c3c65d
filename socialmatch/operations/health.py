"""Whether an installation is well: healthy, degraded or failing, with a reason for each check as a code.

Degraded is what a person should look at in working hours; failing is what nobody should sleep through. What each code
means, and what to do about it, is in ``docs/how-to/runbook.md``; from when on something is late, in the table
``[health]`` of ``socialmatch.toml``.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from socialmatch.audit.signing import Signing
from socialmatch.config import Alarms, Config, Secrets
from socialmatch.errors import ConfigError, SocialMatchError
from socialmatch.moments import Clock, format_moment
from socialmatch.store import Session, Store, events, models, outbox, runs
from socialmatch.store.engine import sqlite_path
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.runs import RunState

_SKEW: Final = timedelta(seconds=5)
"""Clocks of several machines differ; by more than this, one of them is wrong."""
_NOTHING_FREE: Final = 16
"""Megabytes below which the next commit may fail."""


class Status(StrEnum):
    """How something stands; the worst check is the installation's."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    FAILING = "failing"


ORDER: Final = tuple(Status)
"""From well to bad."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes
    ----------
    name: what was looked at. code: why it is not healthy; of a healthy one ``""``, or what is to be known.
    figure: what was measured, in the unit that ``docs/how-to/runbook.md`` says; ``None`` where nothing was.
    """

    name: str
    status: Status = Status.HEALTHY
    code: str = ""
    figure: float | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How an installation stands. Names nobody.

    Attributes
    ----------
    at: when it was looked at. checks: everything that was looked at, in a fixed order.
    """

    at: datetime
    checks: tuple[Check, ...] = field(default=())

    @property
    def status(self) -> Status:
        """That of the worst check."""
        return max((check.status for check in self.checks), key=ORDER.index, default=Status.HEALTHY)

    @property
    def codes(self) -> tuple[str, ...]:
        """Why it is not healthy."""
        return tuple(check.code for check in self.checks if check.status is not Status.HEALTHY)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        checks = [
            {"check": one.name, "status": one.status.value, "code": one.code, "figure": one.figure}
            for one in self.checks
        ]
        return {"status": self.status.value, "at": format_moment(self.at), "checks": checks}


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the checks of one session look at."""

    session: Session
    clock: datetime
    limits: Alarms
    signing: Signing


def check_health(store: Store, tenant: str, config: Config, secrets: Secrets, clock: Clock) -> Health:
    """Look at everything; what cannot be looked at is failing, with the code of the error.

    Parameters
    ----------
    config: its thresholds, and where the signer is. secrets: the signing key reads what was signed. clock: the time.
    """
    now = clock()
    checks = list(_of_files(store, config))
    try:
        with store.read(tenant) as session:
            checks.insert(0, Check("store"))
            looked = _Looked(session, now, config.health, Signing(config.log, secrets, tenant))
            checks += [check(looked) for check in _CHECKS]
    except SocialMatchError as error:
        checks = [Check("store", Status.FAILING, error.code), *(one for one in checks if one.name != "store")]
    return Health(now, tuple(checks))


# --- in the store --------------------------------------------------------------------------------


def _clock(at: _Looked) -> Check:
    """Seconds by which the clock is behind the latest event; the store then goes on at that event's moment."""
    behind = at.session.now - at.clock
    late = behind > _SKEW
    return _check("clock", "clock_behind" if late else "", max(behind, timedelta()).total_seconds())


def _outbox(at: _Looked) -> Check:
    """Seconds that the oldest message has waited."""
    waiting = [at.session.now - since for since in outbox.oldest(at.session).values()]
    longest = max(waiting, default=timedelta())
    late = longest > timedelta(minutes=at.limits.outbox_minutes)
    return _check("outbox", "outbox_late" if late else "", longest.total_seconds())


def _removals(at: _Looked) -> Check:
    """Seconds that the oldest end of a link, or erasure, has waited to be told."""
    found = outbox.oldest(at.session)
    ends = [at.session.now - since for kind, since in found.items() if kind is not Operation.PUT_LINK]
    longest = max(ends, default=timedelta())
    late = longest > timedelta(hours=at.limits.removal_hours)
    return _check("removals", "removals_late" if late else "", longest.total_seconds(), Status.FAILING)


def _dead(at: _Looked) -> Check:
    """How many messages were given up."""
    count = outbox.counts(at.session).get(OutboxState.DEAD, 0)
    return _check("dead_letters", "dead_letters" if count else "", count)


def _jobs(at: _Looked) -> Check:
    """How many kinds of run were stopped, and nobody went on with them; or ended in trouble."""
    latest = runs.latest(at.session)
    stopped = [run for run in latest if run.state is RunState.RUNNING and not runs.leased(at.session, run.kind)]
    failed = [run for run in latest if run.state is RunState.FAILED]
    code = "run_stopped" if stopped else "run_failed" if failed else ""
    return _check("runs", code, len(stopped) + len(failed))


def _counts(at: _Looked) -> Check:
    """Seconds since values were counted: whoever withdrew since is still in them."""
    snapshots = models.snapshots(at.session)
    if not snapshots:
        return Check("counts", code="never_counted")
    age = at.session.now - snapshots[-1].taken_at
    late = age > timedelta(hours=at.limits.counts_hours)
    return _check("counts", "counts_old" if late else "", age.total_seconds())


def _signer(at: _Looked) -> Check:
    """How many events no checkpoint covers yet."""
    try:
        if not at.signing.began:
            return Check("signer", code="never_signed")
        signed = at.signing.signer().last().size
    except (OSError, ConfigError):  # no right to its folder, or no signing key: another process signs
        return Check("signer", code="signed_elsewhere")
    except SocialMatchError as error:
        return Check("signer", Status.FAILING, error.code)
    behind = at.session.size - signed
    if behind < 0:
        return Check("signer", Status.FAILING, "rollback", behind)
    waiting = events.headers(at.session, signed, signed + 1)
    late = any(at.session.now - one.recorded_at > timedelta(hours=at.limits.unsigned_hours) for one in waiting)
    return _check("signer", "unsigned" if late else "", behind)


_CHECKS: Final[tuple[Callable[[_Looked], Check], ...]] = (_clock, _outbox, _removals, _dead, _jobs, _counts, _signer)


# --- beside it -----------------------------------------------------------------------------------


def _of_files(store: Store, config: Config) -> Iterator[Check]:
    """Where there are files of ours: whether they can be written, how much room there is, and who can read them."""
    path = sqlite_path(store.engine)
    folders = [path.absolute().parent] if path is not None else []
    signer = Path(config.log.signer).absolute()
    folders += [signer] if os.access(signer, os.R_OK | os.X_OK) and signer.is_dir() else []
    # Without it nobody's "no" could be kept: a withdrawal is noted there before it is committed.
    journal = None if store.journals is None else store.journals.folder.absolute()
    folders += [] if journal is None else [journal if journal.is_dir() else journal.parent]
    yield _room(folders, config.health.disk_mb)
    if path is not None and os.name == "posix":
        yield _modes(path.absolute())


def _room(folders: list[Path], wanted: int) -> Check:
    """Megabytes free, where there is least."""
    free: list[int] = []
    for folder in folders:
        try:
            free.append(shutil.disk_usage(folder).free >> 20)
        except OSError:
            return Check("disk", Status.FAILING, "folder_missing")
        if not os.access(folder, os.W_OK):
            return Check("disk", Status.FAILING, "read_only")
    if not free:
        return Check("disk")
    if min(free) < min(_NOTHING_FREE, wanted):
        return Check("disk", Status.FAILING, "disk_full", min(free))
    return _check("disk", "disk_low" if min(free) < wanted else "", min(free))


def _modes(path: Path) -> Check:
    """Whether others could read the store, or anybody could put another file in its place."""
    for one in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):
            if stat.S_IMODE(one.stat().st_mode) & 0o077:
                return Check("files", Status.DEGRADED, "store_exposed")
    with suppress(OSError):
        mode = path.parent.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return Check("files", Status.DEGRADED, "folder_exposed")
    return Check("files")


def _check(name: str, code: str, figure: float, status: Status = Status.DEGRADED) -> Check:
    return Check(name, status if code else Status.HEALTHY, code, figure)
