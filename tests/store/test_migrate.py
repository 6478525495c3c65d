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

from indexed import found_in, holding
from processes import OFFICER
from socialmatch.errors import ConfigError, SchemaMismatch, StoreUnavailable
from socialmatch.models import Account
from socialmatch.store import accounts, blocks, migrate, models
from socialmatch.store.migrations.versions import v0001_first_tables as first_day
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
        assert connection.exec_driver_sql("PRAGMA mmap_size").scalar() > 0
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


def test_a_store_of_the_first_day_can_be_searched_after_it(store_url, open_store):
    """Accounts are found under the keys they had, by numbers of their own, and counts are as they were."""
    store = open_store(store_url)
    found = [Account("A-1"), Account("A-2"), Account("A-3")]
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, found)
        models.add_snapshot(session, 3)
    keys = store.keys
    store.close()
    rows = [
        {"tenant": "default", "crm": "crm", "account_id": one.account_id, "key": blocks.digest(keys, name)}
        for one in found[:2]
        for name in ("family:roe", f"given:{one.account_id}")
    ]
    values = [
        {"tenant": "default", "snapshot": 1, "value": models.digest(keys, "value", str(n)), "holders": n + 1}
        for n in range(300)
    ]
    engine = create_engine(store_url)
    with engine.begin() as connection:
        for table in ("indexed_accounts", "scored_profiles", "account_keys", "value_counts"):
            connection.execute(text(f"DROP TABLE {table}"))
        for table, of_table in ((first_day.account_keys, rows), (first_day.value_counts, values)):
            table.create(connection)
            connection.execute(table.insert(), of_table)
    engine.dispose()
    set_revision(store_url, "0001")
    migrate(store_url)
    with open_store(store_url).write("default", OFFICER, "look") as session:
        assert found_in(session, "family:roe", 5) == [found[0].key, found[1].key]
        assert found_in(session, "given:A-2", 5) == [found[1].key]
        assert len(set(blocks.numbers(session).values())) == 2
        assert [holding(session, 1, "value", str(n)) for n in range(300)] == list(range(1, 301))
        assert blocks.remove(session, found[0].key) == 2
        assert found_in(session, "family:roe", 5) == [found[1].key]
