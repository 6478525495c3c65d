"""Fixtures for everything that needs a store. A test that takes ``store`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

import databases
from goverifier import go  # noqa: F401 - a fixture
from processes import KEYS, NOW
from socialmatch.store import Keyring, Store
from socialmatch.store.schema import METADATA
from socialmatch.testing.clock import ManualClock
from sparks import spark  # noqa: F401 - a fixture


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.end_run()


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """The PostgreSQL server of this run."""
    server = databases.Postgres.of_this_run()
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> databases.Sqlite:
    """Fresh SQLite stores."""
    return databases.Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def sqlite_url(sqlite, tmp_path) -> str:
    """The address of a fresh store on SQLite, ``store.db`` in ``tmp_path``."""
    return sqlite.new_store(tmp_path)


@pytest.fixture
def postgres_url(postgres) -> Iterator[str]:
    """The address of a fresh store on PostgreSQL."""
    url = postgres.new_store()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh store, on either database."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still until it is moved."""
    return ManualClock(NOW)


@pytest.fixture
def keys() -> Keyring:
    """The keys of the test stores."""
    return KEYS


@pytest.fixture
def open_store(keys, clock) -> Iterator[Callable[..., Store]]:
    """Opens stores: as another process would, or with other keys. Every statement they run must name its tenant."""
    opened: list[Store] = []

    def open_(url: str, **options) -> Store:
        store = Store(url, options.pop("keys", keys), clock=options.pop("clock", clock), **options)
        event.listen(store.engine, "before_cursor_execute", _names_its_tenant)
        opened.append(store)
        return store

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(store_url, open_store) -> Store:
    """A fresh store, on either database."""
    return open_store(store_url)


@pytest.fixture
def sqlite_store(sqlite_url, open_store) -> Store:
    """A fresh store on SQLite."""
    return open_store(sqlite_url)


@pytest.fixture
def postgres_store(postgres_url, open_store) -> Store:
    """A fresh store on PostgreSQL."""
    return open_store(postgres_url)


_OURS = tuple(METADATA.tables)


def _names_its_tenant(connection, cursor, statement, parameters, context, executemany) -> None:
    words = statement.replace("(", " ").replace(",", " ").split()
    if words[0] not in ("CREATE", "ALTER") and any(table in words for table in _OURS):
        assert "tenant" in statement, f"a statement without a tenant: {statement}"
