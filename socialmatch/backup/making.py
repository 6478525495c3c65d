"""Making a backup: a copy of one moment of the embedded store, checked before it is given out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from socialmatch.backup.archive import Manifest, TenantLog, digest_of, pack
from socialmatch.backup.workplace import workplace
from socialmatch.errors import StoreCorrupt, UsageError
from socialmatch.ledger import log
from socialmatch.moments import Clock, system_clock
from socialmatch.store import Keyring, Store
from socialmatch.store.engine import embedded_file, no_store, translated
from socialmatch.store.schema import HEAD


def backup(url: str, keys: Keyring, to: Path, *, clock: Clock = system_clock) -> Manifest:
    """Write a backup of an embedded store, of one moment of it, while others go on writing.

    No secret is in it: without the suppression key and the master key it cannot be used, so keep a copy of those, and
    keep it elsewhere.

    Parameters
    ----------
    url: ``sqlite:///PATH``. keys: those of the store. to: the file; a former one is replaced once this one is whole.

    Returns
    -------
    What it holds.

    Raises
    ------
    UsageError: the store is not a file (``not_embedded``). SchemaMismatch: there is no store, or another version's.
    StoreCorrupt, LedgerError: what is there is damaged, or its log does not verify; no backup is written.
    FileError: it cannot be written.
    """
    source = embedded(url)
    with workplace(to) as folder:
        copied = folder / "copy.db"
        copy(source, copied)
        logs = checked_logs(f"sqlite:///{copied}", keys)
        with translated(sqlite3.Error), closing(sqlite3.connect(copied)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        size, digest = digest_of(copied)
        manifest = Manifest(clock(), HEAD, size, digest, logs)
        pack(copied, to, manifest)
    return manifest


def embedded(url: str) -> Path:
    """The file of an embedded store.

    Raises
    ------
    UsageError: it has none (``not_embedded``).
    """
    file = embedded_file(url)
    if file is None:
        raise UsageError(
            "only a store that is a file is backed up or restored by this command",
            code="not_embedded",
            hint="of PostgreSQL its own tools make backups; afterwards 'socialmatch restore --journal-only'",
        )
    return file


def copy(source: Path, to: Path) -> None:
    """Copy a database as it is at one moment; readers and writers of the source go on.

    Raises
    ------
    StoreError: the source cannot be read, or the copy not be written.
    """
    if not source.exists():
        raise no_store()
    to.touch(mode=0o600)
    with (
        translated(sqlite3.Error),
        closing(sqlite3.connect(source, timeout=30)) as reading,
        closing(sqlite3.connect(to)) as writing,
    ):
        reading.backup(writing)  # in one step: a copy in several begins anew whenever somebody writes


def checked_logs(url: str, keys: Keyring) -> dict[str, TenantLog]:
    """Where the logs of a copy stand, after its pages and every log were read and found right.

    Raises
    ------
    StoreCorrupt: the file is damaged (``store_corrupt``). LedgerError: a log does not verify.
    ConfigError: the keys are not those of the store (``wrong_key``).
    """
    store = Store(url, keys, before_commit=log.grow)
    try:
        with translated(), store.engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise StoreCorrupt("the store's file is damaged", code="store_corrupt")
        return {tenant: _log_of(store, tenant) for tenant in store.tenants()}
    finally:
        store.close()


def _log_of(store: Store, tenant: str) -> TenantLog:
    log.catch_up(store, tenant)
    with store.read(tenant) as session:
        return TenantLog(session.epoch, session.size, log.check(session))
