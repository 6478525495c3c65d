"""Stores as every version of the tables had them, as SQL: written once for each, and never again.

``python tests/snapshots.py`` writes those that are missing; after a new migration it writes one for each database.
The people are invented, the keys are those of the tests, and the clock stands still, so a store that is loaded can be
opened and asked.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

import nightly
from linking import ADA, ADAS, BO, BOS, OFFICER, installation, link, revoke
from processes import KEYS, NOW
from socialmatch.ledger import log
from socialmatch.store import Store, holds, migrate
from socialmatch.testing.clock import ManualClock

FOLDER = Path(__file__).parent / "store" / "snapshots"
DATABASES = ("sqlite", "postgresql")
_LEFT_OUT = ("\\", "--", "SET ", "SELECT pg_catalog.set_config")
"""What pg_dump writes for psql, or for servers of its own version."""


def revisions() -> list[str]:
    """Every version of the tables there was, the oldest first."""
    return sorted(script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions())


def file_of(revision: str, database: str) -> Path:
    """Where a snapshot is kept."""
    return FOLDER / f"{revision}.{database}.sql"


def load(revision: str, url: str) -> None:
    """Make a store of a version in an empty database."""
    script = file_of(revision, make_url(url).get_backend_name()).read_text(encoding="utf-8")
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database)) as connection:
            connection.executescript(script)
        return
    engine = create_engine(url)
    with engine.begin() as connection, connection.connection.cursor() as cursor:
        cursor.execute(script)
        cursor.execute("SET search_path TO DEFAULT")
    engine.dispose()


def fill(url: str) -> None:
    """A store with everything in it that people leave: agreed, withdrawn, proposed, linked, held, told."""
    migrate(url)
    clock = ManualClock(NOW)
    store = Store(url, KEYS, clock=clock, randbytes=random.Random(7).randbytes, before_commit=log.grow)
    at = installation(store)
    for profile, account in ((ADA, ADAS), (BO, BOS)):
        link(at, profile, account)
    revoke(at, BO.key)
    night = nightly.installation(store)
    nightly.put(night, nightly.JANE, nightly.JIM, nightly.JANES)
    nightly.agree(night, nightly.JANE.key, nightly.JIM.key, nightly.JANES.key)
    nightly.run(night)
    with store.write("default", OFFICER, "claim") as session:
        holds.place(session, ADAS, "claim 17/26")
    store.close()


def write_missing(empty: Iterable[str]) -> list[Path]:
    """Write the snapshots that are not there yet, by way of empty databases."""
    written = []
    addresses = iter(empty)
    for database in DATABASES:
        for revision in revisions():
            path = file_of(revision, database)
            if not path.exists():
                full, old = (next(one for one in addresses if one.startswith(database)) for _ in range(2))
                fill(full)
                _copy_into_version(full, old, revision)
                path.write_text(_dump(old), encoding="utf-8")
                written.append(path)
    return written


def _copy_into_version(full: str, old: str, revision: str) -> None:
    """Make the tables as that version had them, with the rows of the store as far as it had columns for them."""
    if old.startswith("sqlite"):
        Path(str(make_url(old).database)).touch()
    source, target = create_engine(full), create_engine(old)
    with target.begin() as connection:
        command.upgrade(_alembic(connection), revision)
    with source.connect() as reading, target.begin() as writing:
        for table in _in_order(target):
            names = [column["name"] for column in inspect(target).get_columns(table)]
            rows = reading.execute(text(f"SELECT {', '.join(names)} FROM {table}")).mappings().all()
            if rows:
                marks = ", ".join(f":{name}" for name in names)
                statement = text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})")
                ordered = sorted(rows, key=lambda row: str(row.get("seq", "")).zfill(9))
                writing.execute(statement, [dict(row) for row in ordered])
    for engine in (source, target):
        engine.dispose()


def _in_order(engine: Engine) -> list[str]:
    found = [name for name, _ in inspect(engine).get_sorted_table_and_fkc_names() if name]
    return [name for name in found if name != "alembic_version"]


def _dump(url: str) -> str:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database)) as connection:
            return "\n".join(connection.iterdump()) + "\n"
    tool = max(map(str, Path(sys.prefix).rglob("bin/pg_dump")), default="pg_dump")
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    words = [tool, "--inserts", "--no-owner", "--no-privileges", address]
    dumped = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return "".join(line + "\n" for line in dumped.splitlines() if line and not line.startswith(_LEFT_OUT))


def _alembic(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "socialmatch.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _main() -> None:
    import databases

    databases.begin_run()
    server = databases.Postgres.of_this_run()
    with tempfile.TemporaryDirectory() as folder:

        def empty() -> Iterable[str]:
            number = 0
            while True:
                number += 1
                yield f"sqlite:///{folder}/{number}.db"
                yield server.new_database()

        for path in write_missing(empty()):
            print(path.relative_to(Path.cwd()))
    server.close()
    databases.end_run()


if __name__ == "__main__":
    _main()
