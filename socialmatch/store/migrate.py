"""Making the tables, and bringing older ones up to date."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine, String, column, inspect, select, table, text

from socialmatch.errors import ConfigError, SchemaMismatch, StoreUnavailable
from socialmatch.store.engine import WRITES, make_engine, no_store, sqlite_path, translated
from socialmatch.store.schema import HEAD

_ALEMBIC: Final = threading.Lock()  # Alembic keeps the run it is in in a module, so one at a time
_ATTEMPTS: Final = 1500
_REVISION: Final = select(column("version_num", String)).select_from(table("alembic_version"))
_MIGRATION_LOCK: Final = 0x736D_6D69_6772  # an arbitrary number all our processes agree on


def migrate(url: str) -> None:
    """Create the store at an address, or bring its tables up to date; nothing to do is no error.

    One transaction: another process sees the old tables or the new ones. A new SQLite file is readable and
    writable by its owner only (0600).

    Raises
    ------
    SchemaMismatch: the store was made by a newer program (``schema_new``).
    StoreError, ConfigError: it cannot be opened.
    """
    engine = make_engine(url)
    try:
        migrate_engine(engine)
    finally:
        engine.dispose()


def migrate_engine(engine: Engine) -> None:
    """As :func:`migrate`, for an engine that is already there."""
    _create_file(engine)
    with translated(sqlite3.Error), engine.connect().execution_options(**{WRITES: True}) as connection:
        if engine.dialect.name == "sqlite":
            _prepare_file(connection)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                _check_encoding(connection)
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            found = revision(connection)
            if found is not None and found > HEAD:
                raise _newer()
            if found != HEAD:
                _upgrade(connection)
        if sqlite_path(engine) is not None:
            connection.invalidate()  # it would wait for locks longer than a session's own rules say


def check_schema(connection: Connection) -> None:
    """Refuse a store whose tables are not the ones this program knows.

    Raises
    ------
    SchemaMismatch: ``schema_missing``, ``schema_old`` or ``schema_new``.
    """
    found = revision(connection)
    if found is None:
        raise no_store()
    if found > HEAD:
        raise _newer()
    if found < HEAD:
        raise SchemaMismatch(
            "the store was made by an older version", code="schema_old", hint="bring it up to date: 'socialmatch init'"
        )


def revision(connection: Connection) -> str | None:
    """The number of the last migration the tables went through; ``None`` where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(_REVISION).scalar()


def _newer() -> SchemaMismatch:
    return SchemaMismatch(
        "the store was made by a newer version, and this one would damage it",
        code="schema_new",
        hint="upgrade socialmatch",
    )


def _create_file(engine: Engine) -> None:
    """Make the file before SQLite does, because SQLite would let others read it; an empty one is made the owner's."""
    path = sqlite_path(engine)
    if path is None:
        return
    try:
        with open(path, "ab", opener=partial(os.open, mode=0o600)) as file:
            if not file.tell():
                os.fchmod(file.fileno(), 0o600)
    except OSError as error:
        raise StoreUnavailable(f"the store cannot be made there: {error.strerror}", code="cannot_open") from None


def _prepare_file(connection: Connection) -> None:
    """What cannot be set inside a transaction: patience with others who migrate, and the kind of log the file has."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 30000")
    for attempt in range(_ATTEMPTS):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait here by itself: two who wanted to change it would wait for each other.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt + 1 == _ATTEMPTS:
                raise
            time.sleep(0.02)
        else:
            return


def _check_encoding(connection: Connection) -> None:
    if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
        raise ConfigError("the database's encoding is not UTF8", code="bad_encoding", hint="CREATE DATABASE ... UTF8")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # imported here: a store that is up to date never needs it
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "socialmatch.store:migrations")
    config.set_main_option("path_separator", "os")
    with _ALEMBIC:
        command.upgrade(config, "head")
