"""Restoring a backup: verified and made ready beside the store, then put in its place in one step."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from socialmatch.backup.again import Applied, apply_journal, missing
from socialmatch.backup.archive import Manifest, TenantLog, read_manifest, unpack
from socialmatch.backup.making import checked_logs, embedded
from socialmatch.backup.workplace import workplace
from socialmatch.config import Config, Secrets
from socialmatch.errors import FileError, SchemaMismatch, StoreBusy, StoreConflict, StoreCorrupt
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import Checkpoint
from socialmatch.models import Actor
from socialmatch.moments import Clock, system_clock
from socialmatch.store import Journals, Keyring, Store, migrate
from socialmatch.store.engine import translated
from socialmatch.store.journal import Journal
from socialmatch.store.schema import HEAD

_ATTEMPTS: Final = 300
_PAUSE: Final = 0.1
"""Seconds between attempts to take the place of a store that others hold."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes
    ----------
    manifest: of the backup. applied: what the journals took back again, by tenant.
    """

    manifest: Manifest
    applied: Mapping[str, Applied]


@dataclass(frozen=True)
class Restoring:
    """What a restore works with.

    Parameters
    ----------
    url: ``sqlite:///PATH``. config, secrets: of the installation; no backup holds a secret.
    journals: where withdrawals are noted; several where several machines wrote, none if there is none left.
    signed: of a tenant, the last checkpoint its signer remembers. clock: the time.
    """

    url: str
    config: Config
    secrets: Secrets
    journals: Sequence[Journals] = ()
    signed: Callable[[str], Checkpoint | None] = lambda tenant: None
    clock: Clock = system_clock

    def installation(self, url: str, tenant: str) -> Installation:
        """A tenant's store, opened without its journals, so that nothing is noted twice; the caller closes it."""
        store = Store(url, Keyring.of(self.secrets), clock=self.clock, before_commit=log.grow)
        return Installation(store, tenant, self.config, self.secrets)

    def apply(self, url: str, tenant: str, *, actor: Actor, reason: str) -> Applied:
        """Take back again in a store what its journals have and it has not; see :func:`.again.apply_journal`."""
        at = self.installation(url, tenant)
        try:
            return apply_journal(at, self.of_tenant(tenant), signed=self.signed(tenant), actor=actor, reason=reason)
        finally:
            at.store.close()

    def tenants(self, known: Iterable[str]) -> list[str]:
        """The tenants of a store, and those of whom only a journal tells: they began after the copy was made."""
        return sorted({*known, *(tenant for journals in self.journals for tenant in journals.tenants())})

    def of_tenant(self, tenant: str) -> list[Journal]:
        """The journals of one tenant."""
        return [journals.of_tenant(tenant) for journals in self.journals]


def restore(path: Path, to: Restoring, *, overwrite: bool = False, actor: Actor, reason: str) -> Restored:
    """Put a backup in the place of an embedded store.

    Everything is done to a copy first: its digest, pages and logs are checked, its tables brought up to date, the
    withdrawals of the journals applied. Then it takes the place of the store in one step; processes that have the store
    open go on with what was restored.

    Parameters
    ----------
    overwrite: also where the store holds what the backup does not.

    Raises
    ------
    FileError: the backup or a journal is damaged or none (``bad_backup``, ``bad_journal``), or another restore is at
        work (``in_use``). SchemaMismatch: it was made by a newer program (``schema_new``).
    StoreCorrupt, LedgerError: what it holds does not verify.
    StoreConflict: the store that is there holds what the backup does not (``newer_store``).
    UsageError: the store is not a file (``not_embedded``). In every one of these cases nothing was changed.
    """
    target, keys = embedded(to.url), Keyring.of(to.secrets)
    if read_manifest(path).schema > HEAD:
        raise SchemaMismatch("the backup was made by a newer version", code="schema_new", hint="upgrade socialmatch")
    with workplace(target) as folder:
        prepared = folder / "restored.db"
        url = f"sqlite:///{prepared}"
        manifest = unpack(path, prepared)
        migrate(url)
        found = checked_logs(url, keys)
        if found != manifest.logs:
            raise FileError(f"{path}: the logs are not those it says", code="bad_backup")
        if not overwrite:
            _check_older(_present(target, to.url, keys), found)
        tenants = to.tenants(found)
        applied = {tenant: to.apply(url, tenant, actor=actor, reason=reason) for tenant in tenants}
        with translated(sqlite3.Error), closing(sqlite3.connect(prepared)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _take_place(prepared, target)
    for tenant in tenants:
        _catch_late_ones(to, tenant, actor, reason)
    return Restored(manifest, applied)


def _present(target: Path, url: str, keys: Keyring) -> dict[str, TenantLog]:
    """Where the logs of the store stand that is there now."""
    if not target.exists() or not target.stat().st_size:
        return {}
    store = Store(url, keys)
    try:
        heads = {}
        for tenant in store.tenants():
            with store.read(tenant) as session:
                heads[tenant] = TenantLog(session.epoch, session.size, b"")
        return heads
    except StoreCorrupt as error:
        raise _in_the_way(error.code) from None
    finally:
        store.close()


def _check_older(present: Mapping[str, TenantLog], found: Mapping[str, TenantLog]) -> None:
    for tenant, now in present.items():
        then = found.get(tenant)
        if now.size and (then is None or then.epoch != now.epoch or then.size < now.size):
            raise StoreConflict(
                "the store that is there holds what the backup does not",
                code="newer_store",
                hint="back it up first; then --yes puts the backup in its place",
            )


def _take_place(prepared: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size:
        _write_over(prepared, target)
        return
    if any(target.with_name(target.name + end).exists() for end in ("-wal", "-shm")):
        raise _in_the_way("leftover_log")
    prepared.replace(target)
    handle = os.open(target.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_over(prepared: Path, target: Path) -> None:
    """Let the pages of one database become those of another, in one commit of that one.

    Whoever has it open sees the former store or the restored one, and never writes to a file that is no longer there.
    """
    attempts = iter(range(_ATTEMPTS))

    def waited(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and next(attempts, None) is None:
            raise StoreBusy("others hold the store", hint="let them end, and do it again")

    try:
        with (
            translated(sqlite3.Error),
            closing(sqlite3.connect(prepared)) as reading,
            closing(sqlite3.connect(target, timeout=0)) as writing,
        ):
            writing.execute("PRAGMA synchronous = FULL")
            reading.backup(writing, pages=-1, progress=waited, sleep=_PAUSE)
            writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was overwritten must not be read there any more
    except StoreCorrupt as error:
        raise _in_the_way(error.code) from None


def _in_the_way(code: str) -> StoreCorrupt:
    return StoreCorrupt(
        "what lies where the store is to be is damaged",
        code=code,
        hint="move the store's file, and those beside it that end in -wal and -shm, away and do it again",
    )


def _catch_late_ones(to: Restoring, tenant: str, actor: Actor, reason: str) -> None:
    """Somebody may have withdrawn from the former store while the copy was made ready."""
    at = to.installation(to.url, tenant)
    try:
        late = any(missing(at, journal.read()) for journal in to.of_tenant(tenant))
    finally:
        at.store.close()
    if late:
        to.apply(to.url, tenant, actor=actor, reason=reason)
