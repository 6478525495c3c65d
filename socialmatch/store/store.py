"""Store: the database of one installation, and the sessions on it.

One writer per tenant, in the order of its log. A writing session first takes the tenant's row of ``log_heads``
(SQLite: the database's write lock; PostgreSQL: a row lock, under READ COMMITTED), so

- what it reads is what it writes against: a consent read in it still stands when it commits;
- the sequence of the log has no gap, because nobody else can take a number;
- locks are always taken in the same order, so there is no deadlock.

A reading session takes no lock and sees one moment of the store: the last commit before it began. So what one
process committed is seen by the next session of every other.

Waiting for a lock is repeated here and only here, and only before the first statement of the caller ran.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from socialmatch.errors import (
    ConfigError,
    FileError,
    Inconsistent,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    UsageError,
)
from socialmatch.models import Actor
from socialmatch.moments import Clock, system_clock, to_epoch_ms
from socialmatch.store import keys as subject_keys
from socialmatch.store.engine import WRITES, make_engine, sqlite_path, still_there, translated
from socialmatch.store.journal import KEPT, WITHDRAWAL, Journal, Journals, Line
from socialmatch.store.keyring import Keyring
from socialmatch.store.migrate import check_schema
from socialmatch.store.refs import storable
from socialmatch.store.schema import events, log_heads
from socialmatch.store.session import Head, Session, WriteSession
from socialmatch.store.statements import OF_TENANT, change, pick, same, upsert_into

_HEAD: Final = pick(log_heads)
_HEAD_LOCKED: Final = _HEAD.with_for_update()
_MOVE_HEAD: Final = change(log_heads).values(
    size=bindparam("new_size"), recorded_at=bindparam("new_recorded_at"), revision=bindparam("new_revision")
)
_LEAF: Final = pick(events, "leaf").where(*same(events, "seq"))
_NEW_EPOCH: Final = change(log_heads).values(epoch=bindparam("new_epoch"))
_TENANTS: Final = select(log_heads.c.tenant).order_by(log_heads.c.tenant)
_OPTIONS: Final[Mapping[tuple[str, bool], dict[str, Any]]] = {
    ("sqlite", True): {WRITES: True},
    ("sqlite", False): {},
    # Whoever waited for the lock must read what was committed meanwhile.
    ("postgresql", True): {"isolation_level": "READ COMMITTED"},
    # One moment for the whole session, as SQLite's readers have anyway.
    ("postgresql", False): {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_RETRIED: Final = frozenset({"store_busy", "no_connection_free"})
_RECONNECTS: Final = 3


class Store:
    """A store on SQLite or PostgreSQL. Threads may share one; so may forked processes, each gets its own connections.

    Parameters
    ----------
    url: ``sqlite:///PATH`` or ``postgresql+psycopg://...``; its tables were made by :func:`.migrate.migrate`.
    keys: the keyring, made of the secrets that are kept apart.
    clock: the time. randbytes: a cryptographic source of that many bytes. sleep: waits so many seconds.
    patience: seconds to wait for SQLite's lock, all in all; PostgreSQL's own ``lock_timeout`` is 30 s.
    before_commit: called in every commit that changed something, as its last act but one: the log keeps its tree there
        (:func:`socialmatch.ledger.log.grow`).
    committed: told, after each commit that changed something, how many seconds the database took for it.
    journals: where what is taken back is noted before it is committed; see :mod:`socialmatch.store.journal`.

    Raises
    ------
    ConfigError, MissingExtra: the address cannot be used. Nothing is opened yet.
    """

    def __init__(
        self,
        url: str,
        keys: Keyring,
        *,
        clock: Clock = system_clock,
        randbytes: Callable[[int], bytes] = os.urandom,
        sleep: Callable[[float], None] = time.sleep,
        patience: float = 30.0,
        before_commit: Callable[[WriteSession], object] | None = None,
        committed: Callable[[float], object] | None = None,
        journals: Journals | None = None,
    ) -> None:
        self.engine = make_engine(url)
        self.keys = keys
        self._clock = clock
        self._randbytes = randbytes
        self._sleep = sleep
        self._patience = patience
        self._before_commit = before_commit
        self._committed = committed
        self.journals = journals
        self._thread = threading.local()
        self._masters_checked: set[str] = set()
        self._wal_to_cut = True  # whoever deleted something last may have been kept from cutting it, or killed

    def __repr__(self) -> str:
        return f"Store({self.engine.dialect.name})"

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def read(self, tenant: str) -> Iterator[Session]:
        """A session that reads, without a lock.

        Raises
        ------
        SchemaMismatch: the tables are not this program's.
        StoreBusy, StoreUnavailable, StoreCorrupt: the store cannot be read.
        ConfigError: the suppression key is not the one this store was made with (``wrong_key``).
        Inconsistent: the store lacks a withdrawal that was acknowledged: it was set back (``set_back``).
        FileError: the withdrawal journal cannot be read.
        """
        connection, head = self._begin(tenant, writes=False)
        with _closed_after(connection):
            yield Session(connection, tenant, head, self.keys)

    @contextmanager
    def write(self, tenant: str, actor: Actor, reason: str) -> Iterator[WriteSession]:
        """A session that writes: kept when the block ends, undone when it raises.

        Parameters
        ----------
        actor: who does it; the host authenticated them. reason: why; it goes into every event.

        Raises
        ------
        UsageError: no reason, or a writing session of this thread is open already (``nested_write``).
        StoreUnavailable: with code ``commit_unknown`` it may have been kept; after any other error it was not.
        ConfigError: the master key cannot open what is there (``wrong_key``).
        FileError: a withdrawal cannot be noted in the journal (``journal_unwritable``). See also :meth:`read`.
        """
        if not reason.strip():
            raise UsageError("a write needs a reason", code="no_reason")
        if getattr(self._thread, "writes", False):
            raise UsageError("this thread has a writing session open", code="nested_write")
        self._thread.writes = True
        try:
            connection, head = self._begin(tenant, writes=True)
            with _closed_after(connection):
                session = WriteSession(
                    connection, tenant, head, self.keys, actor=actor, reason=reason, randbytes=self._randbytes
                )
                self._check_master(session)
                yield session
                if session.changed and self._before_commit is not None:
                    self._before_commit(session)
                _move_head(session)
                noted = self._note(session, head.size)
                began = time.perf_counter()
                with translated(committing=True):
                    connection.commit()
                if not still_there(connection):
                    raise StoreUnavailable(
                        "the store's file was taken away while a change was committed", code="commit_unknown"
                    )
                if session.changed and self._committed is not None:
                    self._committed(time.perf_counter() - began)
                if noted is not None:
                    self._note_kept(session, noted)
        finally:
            self._thread.writes = False
        self._masters_checked.add(tenant)
        if session.scrubbed or self._wal_to_cut:
            with suppress(StoreError):  # the commit stands; what could not be cut now is cut after the next one
                self.cut_wal()

    def cut_wal(self) -> bool:
        """Cut SQLite's log, in which deleted rows can still be read; nothing to do on PostgreSQL.

        Called after every commit that deleted something. A reader of an older moment can hold it up; then it is
        tried again after the next commit.

        Returns
        -------
        Whether nothing deleted is left in it.
        """
        if sqlite_path(self.engine) is None:
            return True
        self._wal_to_cut = True
        with translated(sqlite3.Error), self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            for pause in _pauses(1.0):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (held_up, *_), *_ = cursor.fetchall()
                if not held_up:
                    self._wal_to_cut = False
                    break
                self._sleep(pause)
        return not self._wal_to_cut

    def tenants(self) -> list[str]:
        """The names of all tenants that ever wrote.

        Raises
        ------
        As of :meth:`read`.
        """
        with translated(), self.engine.connect() as connection:
            check_schema(connection)
            return [row.tenant for row in connection.execute(_TENANTS)]

    def fresh_epoch(self) -> int:
        """An epoch that no log had before, for one that goes on after it was set back."""
        return int.from_bytes(self._randbytes(7), "big")

    def keep_epoch(self, session: WriteSession) -> None:
        """Let the log go on under the session's epoch, whatever it was under before."""
        session.execute(_NEW_EPOCH, {"new_epoch": session.epoch})

    def _note(self, session: WriteSession, first: int) -> int | None:
        """Note in the journal what this commit takes away. Where, if it takes anything.

        This comes before the commit: whatever is acknowledged is in the journal.
        """
        if self.journals is None or not session.taken or not session.changed:
            return None
        seq, leaf = _last_leaf(session, first)
        people = tuple(session.taken.values())
        line = Line(WITHDRAWAL, session.epoch, session.now_ms, seq=seq, leaf=leaf, people=people)
        return self.journals.of_tenant(session.tenant).append(line)

    def _note_kept(self, session: WriteSession, noted: int) -> None:
        """Note that the commit was kept, so that its absence tells later that the store was set back."""
        if self.journals is not None:
            with suppress(FileError):  # the commit stands; without this its absence tells nothing, and that is all
                line = Line(KEPT, session.epoch, session.now_ms, refers=noted)
                self.journals.of_tenant(session.tenant).append(line, durable=False)

    def _unchecked_journal(self, connection: Connection, tenant: str) -> tuple[Journal, int] | None:
        """The journal a connection was not compared with yet, and where it ends before the session's moment.

        What others take back after that moment is noted further on, and the session cannot see it.
        """
        if self.journals is None or tenant in connection.info.setdefault("journal_checked", set()):
            return None
        journal = self.journals.of_tenant(tenant)
        return journal, journal.size()

    def _check_not_set_back(
        self, connection: Connection, tenant: str, head: Head, unchecked: tuple[Journal, int] | None
    ) -> None:
        """Refuse a store that lacks the last withdrawal of its log that was kept: it would forget who said no."""
        if unchecked is None:
            return
        journal, upto = unchecked
        last = journal.last_kept(head.epoch, upto)
        if last is not None:
            found = connection.execute(_LEAF, {OF_TENANT: tenant, "of_seq": last.seq}).scalar()
            if found != last.leaf:
                raise Inconsistent(
                    "the store was set back: it lacks a withdrawal that was acknowledged",
                    code="set_back",
                    known=last.seq + 1,
                    offered=head.size,
                    hint="apply the withdrawal journal again: 'socialmatch restore --journal-only'",
                )
        connection.info["journal_checked"].add(tenant)

    def _begin(self, tenant: str, *, writes: bool) -> tuple[Connection, Head]:
        """A connection inside its transaction, and the tenant's head; locked if we are going to write."""
        if not tenant:
            raise UsageError("a session needs a tenant", code="no_tenant")
        storable(tenant)
        lost = 0
        failure: StoreBusy | StoreUnavailable | None = None
        for pause in _pauses(self._patience):
            try:
                return self._try_begin(tenant, writes)
            except StoreBusy as error:
                if error.code not in _RETRIED:
                    raise
                failure = error
            except StoreUnavailable as error:
                # After a restart of the server every pooled connection is dead; the pool learns it from the first.
                lost += 1
                if error.code != "connection" or lost == _RECONNECTS:
                    raise
                failure = error
            self._sleep(pause)
        raise failure or StoreBusy("no patience at all")

    def _try_begin(self, tenant: str, writes: bool) -> tuple[Connection, Head]:
        with translated():
            connection = self.engine.connect().execution_options(**_OPTIONS[self.engine.dialect.name, writes])
        try:
            with translated():
                unchecked = self._unchecked_journal(connection, tenant)
                if not connection.info.get("schema_checked"):
                    check_schema(connection)
                    connection.info["schema_checked"] = True
                head = connection.execute(_HEAD_LOCKED if writes else _HEAD, {OF_TENANT: tenant}).first()
                if head is None and writes:
                    head = self._new_head(connection, tenant)
                found = self._read_head(head, tenant)
                self._check_not_set_back(connection, tenant, found, unchecked)
            return connection, found
        except BaseException:
            _close(connection)
            raise

    def _read_head(self, row: Row[Any] | None, tenant: str) -> Head:
        clock = to_epoch_ms(self._clock())
        if row is None:
            return Head(epoch=0, size=0, revision=0, now_ms=clock)
        if row.key_check != self.keys.refs.check(tenant):
            raise ConfigError("this store was made with another suppression key", code="wrong_key")
        # A clock that was set back must not open again what has expired, nor record an event before an earlier one.
        return Head(row.epoch, row.size, row.revision, now_ms=max(clock, row.recorded_at))

    def _new_head(self, connection: Connection, tenant: str) -> Row[Any] | None:
        """The first writer of a tenant makes its head; of several at once one does, and the others wait for it."""
        row = {
            "tenant": tenant,
            "epoch": self.fresh_epoch(),
            "size": 0,
            "recorded_at": 0,
            "revision": 0,
            "key_check": self.keys.refs.check(tenant),
        }
        connection.execute(upsert_into(log_heads, self.engine.dialect.name, ()), row)
        return connection.execute(_HEAD_LOCKED, {OF_TENANT: tenant}).first()

    def _check_master(self, session: WriteSession) -> None:
        """Before the first write to a tenant: the master key must open what is there already."""
        if session.tenant not in self._masters_checked:
            subject_keys.of(session, [subject_keys.tenant_ref(session)])


def _last_leaf(session: WriteSession, first: int) -> tuple[int, bytes]:
    """Position and leaf of the last event of a commit that began at a size; -1 and nothing if it has none."""
    if session.size == first:
        return -1, b""
    row = session.row(_LEAF, {"of_seq": session.size - 1})
    return session.size - 1, b"" if row is None else row.leaf


def _move_head(session: WriteSession) -> None:
    """The last statement of a commit that changed anything."""
    if session.changed:
        session.execute(
            _MOVE_HEAD,
            {"new_size": session.size, "new_recorded_at": session.now_ms, "new_revision": session.revision},
        )


def _pauses(patience: float) -> Iterator[float]:
    """Seconds to wait after each attempt: little at first, then 20 ms, and no longer in all than this."""
    pause, waited = 0.0005, 0.0
    while waited <= patience:
        yield pause
        waited += pause
        pause = min(pause * 2, 0.02)


@contextmanager
def _closed_after(connection: Connection) -> Iterator[None]:
    try:
        yield
    finally:
        _close(connection)


def _close(connection: Connection) -> None:
    """Give the connection back; what was not committed is undone. It may be dead by now."""
    with suppress(SQLAlchemyError):
        connection.close()
