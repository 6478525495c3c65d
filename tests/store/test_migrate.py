"""The tables: made by migrations alone, the same as the schema says, and refused when they are not ours."""

from __future__ import annotations

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import people
from processes import OFFICER
from socialmatch.errors import ConfigError, SchemaMismatch, StoreUnavailable
from socialmatch.models import Account
from socialmatch.store import accounts, blocks, consents, migrate, permits
from socialmatch.store.schema import HEAD, METADATA


def set_revision(url: str, revision: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_the_migrations_make_the_schema(store_url):
    engine = create_engine(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
    engine.dispose()


def test_tenant_comes_first_in_every_primary_key():
    for table in METADATA.sorted_tables:
        assert next(column.name for column in table.primary_key) == "tenant", table.name


def test_the_program_knows_the_last_migration():
    config = Config()
    config.set_main_option("script_location", "socialmatch.store:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrating_twice_changes_nothing(store_url, open_store):
    store = open_store(store_url)
    with store.write("default", OFFICER, "test"):
        pass
    migrate(store_url)
    with store.read("default") as session:
        assert session.size == 0


def test_two_may_migrate_at_once(postgres, tmp_path):
    for url in (postgres.new_database(), f"sqlite:///{tmp_path / 'both.db'}"):
        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(migrate, url) for _ in range(4)]:
                done.result()


def test_a_newer_store_is_refused_and_left_alone(store_url, open_store):
    set_revision(store_url, "9999")
    store = open_store(store_url)
    with pytest.raises(SchemaMismatch) as refused, store.read("default"):
        pass
    assert refused.value.code == "schema_new"
    with pytest.raises(SchemaMismatch) as refused, store.write("default", OFFICER, "test"):
        pass
    assert refused.value.code == "schema_new"
    with pytest.raises(SchemaMismatch) as refused:
        migrate(store_url)
    assert refused.value.code == "schema_new"


def test_an_older_store_asks_to_be_migrated(store_url, open_store):
    set_revision(store_url, "0000")
    with pytest.raises(SchemaMismatch) as refused, open_store(store_url).read("default"):
        pass
    assert refused.value.code == "schema_old"
    assert "init" in refused.value.hint


def test_a_database_without_a_store_says_so(postgres, tmp_path, open_store):
    (tmp_path / "empty.db").touch()
    for url in (postgres.new_database(), f"sqlite:///{tmp_path / 'empty.db'}"):
        with pytest.raises(SchemaMismatch) as refused, open_store(url).read("default"):
            pass
        assert refused.value.code == "schema_missing"


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")
def test_only_the_owner_can_read_the_file(tmp_path, open_store):
    path = tmp_path / "private.db"
    migrate(f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}")
    with store.write("default", OFFICER, "test"):
        for file in tmp_path.glob("private.db*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_an_empty_file_that_was_there_becomes_the_owners(tmp_path):
    path = tmp_path / "touched.db"
    path.touch(mode=0o644)
    path.chmod(0o644)
    migrate(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o600


def test_asking_where_no_store_is_makes_no_file_that_others_can_read(tmp_path, open_store):
    url = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(SchemaMismatch) as refused, open_store(url).read("default"):
        pass
    assert refused.value.code == "schema_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_store_in_memory_can_be_migrated_and_used(open_store):
    from socialmatch.store.migrate import migrate_engine

    store = open_store("sqlite://")
    migrate_engine(store.engine)
    with store.write("default", OFFICER, "test"):
        pass
    with store.read("default") as session:
        assert session.revision == 1


def test_the_connection_is_set_to_lose_and_leak_nothing(sqlite_store):
    with sqlite_store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}


def test_addresses_that_cannot_be_used(tmp_path, open_store):
    for url in (
        "mysql://root:hunter2@host/db",
        "not an address",
        "postgresql+psycopg2://u:hunter2@h/d",
        "",
        "sqlite:///file:x?uri=true",
    ):
        with pytest.raises(ConfigError) as refused:
            open_store(url)
        assert refused.value.code == "bad_store_url"
        assert "hunter2" not in str(refused.value)
    with pytest.raises(StoreUnavailable) as gone:
        migrate(f"sqlite:///{tmp_path / 'missing' / 'store.db'}")
    assert gone.value.code == "cannot_open"


def test_a_file_that_is_no_database(tmp_path, open_store):
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear customer, " * 1000)
    with pytest.raises(Exception) as refused, open_store(f"sqlite:///{path}").read("default"):
        pass
    assert refused.value.code == "not_a_store"
    assert not isinstance(refused.value, sqlite3.Error)


def test_a_store_of_the_first_day_gets_its_numbers(store_url, open_store):
    """Accounts that could be found before runs remembered anything can be told apart afterwards."""
    store = open_store(store_url)
    found = [Account("A-1"), Account("A-2"), Account("A-3")]
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, found)
        consents.record_many(session, [(people.grant(one.key), consents.NO_TERMS) for one in found[:2]])
        permitted, _ = permits.permitted_among(session, [one.key for one in found[:2]], "support")
        blocks.put_many(session, permitted, [(one.key, ["family:roe", "given:ann"]) for one in found[:2]])
    store.close()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        for table in ("indexed_accounts", "scored_profiles"):
            connection.execute(text(f"DROP TABLE {table}"))
    engine.dispose()
    set_revision(store_url, "0001")
    migrate(store_url)
    with open_store(store_url).read("default") as session:
        numbers = blocks.numbers(session)
    assert set(numbers) == {found[0].key, found[1].key}
    assert len(set(numbers.values())) == 2
