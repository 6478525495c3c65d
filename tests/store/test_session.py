"""Sessions: one commit boundary, one writer per tenant, readers who see the last commit; on both databases."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import os
import threading
import traceback
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event, text

import processes
from processes import MASTER_KEY, OFFICER, SUPPRESSION_KEY
from socialmatch.errors import (
    ConfigError,
    InputError,
    StoreBusy,
    StoreConflict,
    StoreError,
    StoreUnavailable,
    UsageError,
)
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, AccountKey, ProfileKey
from socialmatch.store import Keyring, Store, accounts, events, limits, links, profiles
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.schema import METADATA
from socialmatch.store.schema import accounts as accounts_table
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import pick

ANNA = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "mastodon", "social.example", "42")
KICK_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


def note(session: WriteSession, kind: str = "noted", **data) -> int:
    return events.append(session, TypeClass.ADMIN, kind, data=data)


def kinds(session: Session) -> list[str]:
    return [event.kind for event in events.walk(session)]


def rows_of_every_table(url: str) -> dict[str, int]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in METADATA.tables}
    engine.dispose()
    return {name: count for name, count in found.items() if count}


# --- all or nothing ------------------------------------------------------------------------------


def test_what_is_written_together_is_kept_together(store):
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account("A-1", given_name="Anna")])
        note(session)
    with store.read("default") as session:
        assert accounts.get(session, ANNA).account.given_name == "Anna"
        assert kinds(session) == ["noted"]
        assert (session.size, session.revision) == (1, 1)


def test_a_session_that_fails_leaves_nothing(store, store_url):
    with pytest.raises(ZeroDivisionError), store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account("A-1", given_name="Anna")])
        note(session)
        raise ZeroDivisionError
    assert rows_of_every_table(store_url) == {}


def test_a_failed_session_does_not_use_up_a_number(store):
    for attempt in range(3):
        with pytest.raises(ZeroDivisionError), store.write("default", OFFICER, "test") as session:
            note(session)
            raise ZeroDivisionError
        with store.write("default", OFFICER, "test") as session:
            assert note(session) == attempt
            assert session.revision == attempt + 1


def test_a_session_that_changes_nothing_is_no_revision(store):
    for _ in range(2):
        with store.write("default", OFFICER, "test") as session:
            note(session)
    with store.write("default", OFFICER, "test"):
        pass
    with store.read("default") as session:
        assert session.revision == 2


def test_a_session_reads_what_it_wrote(store):
    with store.write("default", OFFICER, "test") as session:
        note(session, "first")
        assert kinds(session) == ["first"]
        assert session.size == 1


def test_a_reader_sees_one_moment(store, store_url, open_store):
    other = open_store(store_url)
    with store.write("default", OFFICER, "test") as session:
        note(session, "first")
    with store.read("default") as reader:
        with other.write("default", OFFICER, "test") as session:
            note(session, "second")
        assert kinds(reader) == ["first"]
    with store.read("default") as reader:
        assert kinds(reader) == ["first", "second"]


def test_a_reader_does_not_wait_for_a_writer(store, store_url, open_store):
    other = open_store(store_url)
    with store.write("default", OFFICER, "test") as writer:
        note(writer)
        with other.read("default") as reader:
            assert reader.size == 0


# --- one writer ----------------------------------------------------------------------------------


def test_the_second_writer_waits_and_goes_on_from_the_first(store, store_url, open_store):
    other, done = open_store(store_url), threading.Event()

    def second() -> None:
        with other.write("default", OFFICER, "test") as session:
            note(session, "second")
        done.set()

    with store.write("default", OFFICER, "test") as session:
        note(session, "first")
        thread = threading.Thread(target=second)
        thread.start()
        assert not done.wait(0.05)
    thread.join()
    with store.read("default") as session:
        assert kinds(session) == ["first", "second"]


def test_patience_ends_in_a_typed_error(sqlite_store, sqlite_url, open_store):
    slept: list[float] = []
    hasty = open_store(sqlite_url, patience=0.1, sleep=slept.append)
    with sqlite_store.write("default", OFFICER, "test"):
        with pytest.raises(StoreBusy) as busy, hasty.write("default", OFFICER, "test"):
            pass
        assert busy.value.code == "store_busy"
    assert 0.1 <= sum(slept) < 0.15
    with hasty.write("default", OFFICER, "test") as session:
        assert note(session) == 0


def test_postgresql_gives_up_waiting_too(postgres_store, postgres_url, open_store):
    hasty = open_store(f"{postgres_url}&options=-clock_timeout=50")
    with postgres_store.write("default", OFFICER, "test") as session:
        note(session)
        other = open_store(postgres_url)
        with other.engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = '50ms'")
            connection.commit()
        with pytest.raises(StoreBusy) as busy, other.write("default", OFFICER, "test"):
            pass
        assert busy.value.code == "lock_timeout"
    hasty.close()


def test_a_deadlock_with_somebody_else_is_a_typed_error_and_nothing_is_kept(postgres_store, postgres_url):
    """No two sessions of ours can have one; a program of somebody else's, on the same tables, can."""
    window = datetime(2026, 11, 1, tzinfo=UTC)
    with postgres_store.write("default", OFFICER, "test") as session:
        limits.hit(session, "tries", b"r" * 16, window, everywhere=True)
    somebody = create_engine(postgres_url)
    with somebody.connect() as other:
        other.exec_driver_sql("SET deadlock_timeout = '1min'")  # so that it is ours that is ended
        other.exec_driver_sql("SELECT hits FROM counters FOR UPDATE")
        waits = threading.Thread(target=other.exec_driver_sql, args=("SELECT size FROM log_heads FOR UPDATE",))
        with pytest.raises(StoreBusy) as busy, postgres_store.write("default", OFFICER, "test") as session:
            note(session)
            waits.start()
            limits.hit(session, "tries", b"r" * 16, window, everywhere=True)
        assert busy.value.code == "store_busy"
        waits.join()
    somebody.dispose()
    with postgres_store.read("default") as session:
        assert session.size == 0


def test_tenants_do_not_wait_for_each_other_on_postgresql(postgres_store, postgres_url, open_store):
    other = open_store(postgres_url)
    with postgres_store.write("one", OFFICER, "test") as first:
        note(first)
        with other.write("two", OFFICER, "test") as second:
            assert note(second) == 0


def test_a_thread_has_one_writing_session(store):
    """A second one would wait for the first for ever."""
    with store.write("default", OFFICER, "test"):
        with pytest.raises(UsageError) as refused, store.write("other", OFFICER, "test"):
            pass
        assert refused.value.code == "nested_write"
    with store.write("default", OFFICER, "test") as session:
        note(session)


def test_eight_processes_leave_no_gap(store, store_url):
    with ProcessPoolExecutor(8, mp_context=processes.CONTEXT) as pool:
        for done in [pool.submit(processes.append, store_url, process, 50) for process in range(8)]:
            done.result()
    with store.read("default") as session:
        found = list(events.walk(session))
        assert accounts.count(session, "crm") == 400
        assert session.revision == 400
    assert [event.seq for event in found] == list(range(400 + 8 * 17))
    assert [event.data["at"] for event in found] == list(range(len(found)))
    assert all(a.recorded_at <= b.recorded_at for a, b in itertools.pairwise(found))


# --- time ----------------------------------------------------------------------------------------


def test_recorded_time_never_goes_back(store, clock):
    for step in (0, 5, -3600, 1, -7200, 9):
        clock.advance(timedelta(seconds=step))
        with store.write("default", OFFICER, "test") as session:
            note(session)
    with store.read("default") as session:
        moments = [event.recorded_at for event in events.walk(session)]
        assert moments == sorted(moments)
        assert session.now == moments[-1] > clock()


# --- tenants -------------------------------------------------------------------------------------


def test_tenants_with_equal_ids_never_meet(store):
    for tenant, name in (("one", "Anna"), ("two", "Berta")):
        with store.write(tenant, OFFICER, "test") as session:
            accounts.put(session, [Account("A-1", tenant=tenant, given_name=name)])
            profiles.put(session, [KnownProfile(_profile(tenant, name), name.lower())])
            note(session, name)
    for tenant, name in (("one", "Anna"), ("two", "Berta")):
        with store.read(tenant) as session:
            assert [known.account.given_name for known in accounts.walk(session)] == [name]
            assert [known.profile.display_name for known in profiles.walk(session)] == [name]
            assert kinds(session) == [name]
            assert session.size == 1


def _profile(tenant: str, name: str):
    from socialmatch.models import Profile

    return Profile("x", "7", tenant=tenant, handle="same", display_name=name)


def test_a_session_refuses_another_tenants_subject(store):
    stranger = ProfileKey("two", "x", "", "7")
    with store.write("one", OFFICER, "test") as session:
        for attempt in (
            lambda: links.live(session, stranger),
            lambda: profiles.get(session, stranger),
            lambda: accounts.put(session, [Account("A-1", tenant="two")]),
            lambda: events.append(session, TypeClass.IDENTITY, "seen", stranger),
        ):
            with pytest.raises(UsageError) as refused:
                attempt()
            assert refused.value.code == "wrong_tenant"


def test_a_session_needs_a_tenant_and_a_reason(store):
    with pytest.raises(UsageError) as refused, store.read(""):
        pass
    assert refused.value.code == "no_tenant"
    with pytest.raises(UsageError) as refused, store.write("default", OFFICER, ""):
        pass
    assert refused.value.code == "no_reason"


# --- trouble -------------------------------------------------------------------------------------


def test_ids_are_compared_byte_for_byte(store):
    ids = ["Ab1", "aB1", "ab1", "i", "I", "ı", "İ", "é", "e\u0301", "ß", "ss", " x", "x", "x "]
    with store.write("default", OFFICER, "test") as session:
        accounts.put(session, [Account(one, given_name=str(n)) for n, one in enumerate(ids)])
    with store.read("default") as session:
        for number, one in enumerate(ids):
            assert accounts.get(session, AccountKey("default", "crm", one)).account.given_name == str(number)
        in_order = [known.account.account_id for known in accounts.walk(session)]
    assert in_order == sorted(ids, key=str.encode)


@pytest.mark.parametrize("unstorable", ["a\0b", "a\ud800b"])
def test_what_no_database_can_hold_is_a_typed_error(store, unstorable):
    with pytest.raises(InputError) as refused, store.write("default", OFFICER, "test") as session:
        accounts.put(session, [Account(unstorable)])
    assert refused.value.code == "unstorable_text"
    with pytest.raises(InputError), store.write(unstorable, OFFICER, "test"):
        pass
    with store.write("default", OFFICER, "test") as session:
        accounts.put(session, [Account("A-1", given_name=unstorable)])
        assert accounts.get(session, ANNA).account.given_name == unstorable


def test_no_error_and_no_log_repeats_a_value(store_url, open_store, caplog):
    """SQL echo with its rows, and a constraint for which PostgreSQL likes to quote the row."""
    secret = "anna.canary@example.com"
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy"):
        store = open_store(store_url)
        with store.write("default", OFFICER, "test") as session:
            accounts.put(session, [Account(secret, emails=(secret,))])
            twice = {c.name: getattr(session.row(pick(accounts_table)), c.name) for c in accounts_table.c}
        with pytest.raises(StoreConflict) as failed, store.write("default", OFFICER, "test") as session:
            session.insert(accounts_table, [twice])
    assert failed.value.code == "constraint"
    assert "INSERT INTO accounts" in caplog.text
    assert secret not in caplog.text
    assert secret not in "".join(traceback.format_exception(failed.value))
    cause: BaseException | None = failed.value
    while cause is not None:
        assert isinstance(cause, StoreConflict)
        cause = cause.__context__


def test_other_keys_are_noticed_before_they_do_harm(store, store_url, open_store):
    with store.write("default", OFFICER, "test") as session:
        note(session)
    other = open_store(store_url, keys=Keyring(master_key=MASTER_KEY, suppression_key=b"x" * 32))
    for begin in (lambda: other.read("default"), lambda: other.write("default", OFFICER, "test")):
        with pytest.raises(ConfigError) as refused, begin():
            pass
        assert refused.value.code == "wrong_key"
    other = open_store(store_url, keys=Keyring(master_key=b"x" * 32, suppression_key=SUPPRESSION_KEY))
    with pytest.raises(ConfigError) as refused, other.write("default", OFFICER, "test"):
        pass
    assert refused.value.code == "wrong_key"


def test_a_dead_connection_is_replaced(postgres_store, postgres_url):
    with postgres_store.write("default", OFFICER, "test") as session:
        note(session)
    killer = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with killer.connect() as connection:
        connection.execute(KICK_OTHERS)
    killer.dispose()
    with postgres_store.read("default") as session:
        assert session.size == 1
    with postgres_store.write("default", OFFICER, "test") as session:
        note(session)


def test_a_server_that_is_not_there(open_store, tmp_path):
    store = open_store(f"postgresql+psycopg://nobody@/nothing?host={tmp_path}", sleep=lambda seconds: None)
    with pytest.raises(StoreUnavailable) as gone, store.read("default"):
        pass
    assert gone.value.code == "connection"


def test_losing_the_connection_in_a_session_undoes_it(postgres_store, postgres_url):
    killer = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with pytest.raises(StoreUnavailable), postgres_store.write("default", OFFICER, "test") as session:
        note(session)
        with killer.connect() as connection:
            connection.execute(KICK_OTHERS)
        note(session)
    killer.dispose()
    with postgres_store.read("default") as session:
        assert session.size == 0


def test_a_store_that_cannot_be_written(sqlite_store):
    event.listen(sqlite_store.engine, "connect", lambda driver, record: driver.execute("PRAGMA query_only = ON"))
    with pytest.raises(StoreUnavailable) as refused, sqlite_store.write("default", OFFICER, "test"):
        pass
    assert refused.value.code == "read_only"
    with sqlite_store.read("default") as session:
        assert session.size == 0


def test_a_full_disk(sqlite_store):
    with sqlite_store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
    with pytest.raises(StoreUnavailable) as full, sqlite_store.write("default", OFFICER, "test") as session:
        accounts.put(session, [Account(f"A-{n}", street="x" * 1000) for n in range(100)])
    assert full.value.code == "disk_full"
    with sqlite_store.read("default") as session:
        assert session.revision == 0


def test_every_connection_in_use_is_a_typed_error(open_store, tmp_path):
    from socialmatch.store.migrate import migrate_engine

    store = open_store("sqlite://")
    migrate_engine(store.engine)
    store.engine.pool._timeout = 0.01
    with store.read("default"), pytest.raises(StoreBusy) as busy, store.read("default"):
        pass
    assert busy.value.code == "pool_exhausted"


def test_the_repr_of_a_store_hides_where_it_is(postgres_store):
    assert repr(postgres_store) == "Store(postgresql)"


def child_of_fork(store: Store, url: str) -> None:
    with store.write("default", OFFICER, "test") as session:
        note(session, "child")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_fork_does_not_share_a_connection(store, store_url):
    """A server that loads the application before it forks its workers."""
    with store.write("default", OFFICER, "test") as session:
        note(session, "parent")
    pid = os.fork()
    if pid == 0:
        try:
            child_of_fork(store, store_url)
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
    with store.write("default", OFFICER, "test") as session:
        note(session, "parent again")
    with store.read("default") as session:
        assert kinds(session) == ["parent", "child", "parent again"]


def test_errors_tell_what_to_do():
    for error in (StoreError("x"), StoreBusy("x"), StoreUnavailable("x"), StoreConflict("x")):
        assert error.exit_code == 3
