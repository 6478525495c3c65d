"""The two databases: how a connection is opened, what it is set to, and what their errors mean.

Durable commits, foreign keys, and deleted content that is overwritten are settings of the connection, so they
are made here, once, for every connection there will ever be.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from socialmatch.errors import (
    ConfigError,
    InputError,
    MissingExtra,
    SchemaMismatch,
    SocialMatchError,
    StoreBusy,
    StoreConflict,
    StoreCorrupt,
    StoreError,
    StoreUnavailable,
)
from socialmatch.store.schema import METADATA

WRITES: Final = "socialmatch_writes"
"""Execution option of a connection that is going to write: SQLite takes its lock at once, not at the first write."""

_LOGGER: Final = "socialmatch"
LOGGER: Final = f"sqlalchemy.engine.Engine.{_LOGGER}"
"""Where the text of every statement goes, and never a value."""

_SQLITE_SETTINGS: Final = (
    "busy_timeout = 10",  # then the session waits, by its own rules
    "foreign_keys = ON",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",  # a sort that spills must not leave people in a temporary file
    "mmap_size = 2147418112",  # a lookup reads hundreds of pages, each in another place: half of its time without this
    "trusted_schema = OFF",
)
_POSTGRESQL_SETTINGS: Final = (
    "SET lock_timeout = '30s'",
    # Whoever switched it off for speed did not know what a lost consent event means.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
)


def make_engine(url: str) -> Engine:
    """An engine for a store's address. Nothing is opened yet.

    Raises
    ------
    ConfigError: not an address of a database we know. The message does not repeat it, it may hold a password.
    MissingExtra: PostgreSQL without its driver.
    """
    address = _address(url)
    # Values never reach a log or the text of an error, not even with echo on: neither parameters nor rows.
    options: dict[str, Any] = {"hide_parameters": True, "logging_name": _LOGGER}
    logging.getLogger(LOGGER).addFilter(_no_rows)
    if address.get_backend_name() == "sqlite" and _in_memory(address):
        # One connection, lent to one session at a time: SQLite's memory belongs to its connection.
        options |= {
            "pool_size": 1,
            "max_overflow": 0,
            "poolclass": QueuePool,
            "connect_args": {"check_same_thread": False},
        }
    try:
        engine = create_engine(address, **options)
    except ImportError as error:
        raise MissingExtra("a store on PostgreSQL", "postgres") from error
    event.listen(engine, "connect", _prepare_sqlite if engine.dialect.name == "sqlite" else _prepare_postgresql)
    event.listen(engine, "checkout", _refuse_after_fork)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "do_connect", _refuse_missing_file)
    return engine


def _no_rows(record: logging.LogRecord) -> bool:
    """SQLAlchemy writes every row it reads at DEBUG, and ``hide_parameters`` does not stop it."""
    return record.levelno > logging.DEBUG


def sqlite_path(engine: Engine) -> Path | None:
    """The file an embedded store lives in; ``None`` for PostgreSQL and for a store in memory."""
    if engine.dialect.name != "sqlite" or _in_memory(engine.url):
        return None
    return Path(engine.url.database or "")


def embedded_file(url: str) -> Path | None:
    """As :func:`sqlite_path`, for a store's address.

    Raises
    ------
    ConfigError: not an address of a database we know.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite" or _in_memory(address):
        return None
    return Path(address.database or "")


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
    if address is None or address.drivername not in drivers or (address.database or "").startswith("file:"):
        raise ConfigError(
            "the address of the store is not understood",
            code="bad_store_url",
            hint="sqlite:///socialmatch.db or postgresql+psycopg://user@host/database",
        )
    address = address.set(drivername=drivers[address.drivername])
    if address.get_backend_name() == "postgresql":
        address = address.update_query_dict({"client_encoding": "utf8"})
    return address


def _in_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:")


# --- connections ---------------------------------------------------------------------------------


def _refuse_missing_file(dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    """SQLite would make the file, for others to read; making it is the migration's."""
    database = arguments[0]
    if database != ":memory:" and not Path(database).exists():
        raise no_store()


def no_store() -> SchemaMismatch:
    """The error of an address at which nothing was made yet."""
    return SchemaMismatch("there is no store here", code="schema_missing", hint="make one with 'socialmatch init'")


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The driver would begin transactions by its own rules; we say BEGIN ourselves.
    connection.isolation_level = None
    record.info["file"] = _file_of(connection)
    for setting in _SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    record.info["pid"] = os.getpid()


def _prepare_postgresql(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL_SETTINGS:
            cursor.execute(statement)
    connection.commit()
    record.info["pid"] = os.getpid()


def _file_of(connection: Any) -> tuple[str, int, int] | None:
    """Where the file of a connection is, and which file that is; ``None`` in memory."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    found = Path(path).stat() if path else None
    return None if found is None else (path, found.st_dev, found.st_ino)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    if not still_there(connection):
        # What is written there now is in nobody's file.
        connection.invalidate()
        raise StoreUnavailable("the store's file is gone, or another one", code="connection")


def still_there(connection: Connection) -> bool:
    """Whether the file a connection has open is still the one under its name; of a server, always."""
    known = connection.info.get("file")
    if known is None:
        return True
    path, device, inode = known
    try:
        found = Path(path).stat()
    except OSError:
        return False
    return bool(found.st_dev == device and found.st_ino == inode)


def _refuse_after_fork(connection: Any, record: Any, proxy: Any) -> None:
    """A connection must not be used on both sides of a fork; the child drops its copy and opens its own."""
    if record.info["pid"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError("a connection of another process")


# --- what went wrong -----------------------------------------------------------------------------


@contextlib.contextmanager
def translated(*driver: type[Exception], committing: bool = False) -> Iterator[None]:
    """Turn what the database says into one of our errors, without its text: that can quote the row.

    Parameters
    ----------
    driver: the driver's own errors, where its cursor is used without SQLAlchemy.
    committing: whether a COMMIT is sent, after which a broken connection leaves the outcome unknown.
    """
    expected: tuple[type[Exception], ...] = (SQLAlchemyError, UnicodeError, *driver)
    try:
        yield
    except expected as error:
        failure = translate(error, committing=committing)
    else:
        return
    try:
        raise failure
    finally:
        failure.__context__ = None  # the original must not travel along


def translate(error: Exception, *, committing: bool = False) -> SocialMatchError:
    """Our error for one of SQLAlchemy's, a driver's, or a codec's; see :func:`translated`."""
    if isinstance(error, UnicodeError):
        return InputError("a value holds characters that cannot be stored", code="unstorable_text")
    if isinstance(error, PoolTimeout):
        return StoreBusy("every connection to the store is in use", code="pool_exhausted")
    if isinstance(error, SQLAlchemyError) and not isinstance(error, DBAPIError):
        return StoreError("the store cannot do this", code=_snake(type(error).__name__))
    original = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(original, "sqlite_errorname", None)
    if name is not None:
        return _sqlite_error(name)
    state = getattr(original, "sqlstate", None)
    if state == "42501":
        return _not_allowed(original)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return _postgresql_error(state, lost, committing)


def _sqlite_error(name: str) -> SocialMatchError:
    for start, kind, code, message in (
        ("SQLITE_BUSY", StoreBusy, "store_busy", "another process holds the store"),
        ("SQLITE_LOCKED", StoreBusy, "store_busy", "another session holds the store"),
        ("SQLITE_FULL", StoreUnavailable, "disk_full", "the disk is full"),
        ("SQLITE_READONLY", StoreUnavailable, "read_only", "the store cannot be written to"),
        ("SQLITE_CANTOPEN", StoreUnavailable, "cannot_open", "the store cannot be opened"),
        ("SQLITE_PERM", StoreUnavailable, "cannot_open", "the store cannot be opened"),
        ("SQLITE_IOERR", StoreUnavailable, "io_error", "the disk did not read or write"),
        ("SQLITE_CORRUPT", StoreCorrupt, "store_corrupt", "the store's file is damaged"),
        ("SQLITE_NOTADB", StoreCorrupt, "not_a_store", "the file is not a database"),
        ("SQLITE_CONSTRAINT_TRIGGER", StoreConflict, "append_only", "what is recorded is not changed"),
        ("SQLITE_CONSTRAINT", StoreConflict, "constraint", "a write contradicts what the store holds"),
    ):
        if name.startswith(start):
            return kind(message, code=code)
    return StoreError("the database refused a statement", code=_snake(name.removeprefix("SQLITE_")))


def _postgresql_error(state: str | None, lost: bool, committing: bool) -> SocialMatchError:
    for start, kind, code, message in (
        ("40", StoreBusy, "store_busy", "others changed the same rows at the same time"),
        ("55P03", StoreBusy, "lock_timeout", "another session holds the store"),
        ("53300", StoreBusy, "no_connection_free", "the server takes no more connections"),
        ("53100", StoreUnavailable, "disk_full", "the server's disk is full"),
        ("25006", StoreUnavailable, "read_only", "the server takes no writes"),
        ("28", StoreUnavailable, "login", "the server did not let us in"),
        ("3D", StoreUnavailable, "no_database", "the server has no such database"),
        ("42P01", SchemaMismatch, "schema_missing", "there is no store in this database"),
        ("P0001", StoreConflict, "append_only", "what is recorded is not changed"),
        ("23", StoreConflict, "constraint", "a write contradicts what the store holds"),
        ("22", InputError, "unstorable_text", "a value cannot be stored"),
        ("XX", StoreCorrupt, "store_corrupt", "the server reports damaged data"),
    ):
        if state is not None and state.startswith(start):
            return kind(message, code=code)
    if lost or state is None or state.startswith(("08", "57P")):
        if committing:
            return StoreUnavailable(
                "the connection broke while a change was committed; it may or may not have been kept",
                code="commit_unknown",
            )
        return StoreUnavailable(
            "the database cannot be reached",
            code="connection",
            hint="look whether the server runs, and whether host and port in the store's address are its own",
        )
    return StoreError("the database refused a statement", code=f"sqlstate_{state.lower()}")


def _not_allowed(original: BaseException | None) -> StoreError:
    """What the role lacks: the table is named, in words of ours, and nothing else that the server said."""
    said = getattr(getattr(original, "diag", None), "message_primary", None) or ""
    table = next((name for name in re.findall(r"\w+", said) if name in METADATA.tables), "")
    return StoreError(
        "the database role may not do this" + (f" with the table {table}" if table else ""),
        code="not_allowed",
        hint="connect as the role whose work it is; 'socialmatch init --print-roles' says what each may do",
    )


def _snake(name: str) -> str:
    """``NoSuchTable`` or ``SCHEMA`` as a code."""
    return name.lower() if name.isupper() else re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
