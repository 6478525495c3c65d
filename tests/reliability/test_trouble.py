"""Disks that are full or read-only, files that are gone, logs that are torn, clocks set back, half a file: an error of
ours, nothing half done, and the next one goes on."""

from __future__ import annotations

import random
import resource
import signal
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

import busy
import linking
from busy import SEED
from linking import ADA, ADAS, OFFICER, ask, link, match, moment, revoke, send
from processes import CONTEXT, KEYS
from socialmatch.audit.export import Wanted, export
from socialmatch.audit.signing import Signing
from socialmatch.backup import backup
from socialmatch.config import Log
from socialmatch.errors import (
    LinkError,
    SchemaMismatch,
    SocialMatchError,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    TokenRefused,
)
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.verify import Status, verify_bundle
from socialmatch.models import AnswerKind
from socialmatch.store import Store, events, migrate


@pytest.fixture
def at(store_url, tmp_path, clock):
    """Two customers and a journal, on either database."""
    at = busy.opened(store_url, str(tmp_path / "journal"), clock=clock)
    linking.installation(at.store)
    yield at
    at.store.close()


@pytest.fixture
def embedded(sqlite_url, tmp_path, clock):
    """The same in a file."""
    at = busy.opened(sqlite_url, str(tmp_path / "journal"), clock=clock)
    linking.installation(at.store)
    yield at
    at.store.close()


@pytest.fixture
def signing(tmp_path) -> Signing:
    """What signs the log, begun."""
    secrets = replace(linking.SECRETS, signing_key=linking.SECRETS.pepper)
    signing = Signing(Log(signer=str(tmp_path / "signer")), secrets)
    signing.begin()
    return signing


@contextmanager
def no_file_longer_than(size: int):
    """What a full disk looks like to this process: no file can grow beyond a size."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, ignored)


def is_whole(at) -> None:
    with at.store.read("default") as session:
        log.check(session)


# --- no room, no right ---------------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 1, 30_000])
def test_a_disk_that_fills_up_while_people_agree_and_withdraw(embedded, room):
    """Whatever is refused is undone; what was acknowledged before stands; with room again all goes on."""
    link(embedded)
    file = Path(str(make_url(str(embedded.store.engine.url)).database))
    done = 0
    with no_file_longer_than(file.with_name(file.name + "-wal").stat().st_size + room):
        for _ in range(60):
            try:
                with embedded.store.write("default", OFFICER, "more") as session:
                    events.append(session, TypeClass.ADMIN, "noted", data={"text": "x" * 2000})
                done += 1
            except StoreUnavailable as error:
                assert error.code in ("disk_full", "io_error")
                break
        else:
            pytest.fail("the disk was never full")
        with pytest.raises(SocialMatchError):
            revoke(embedded)
    assert match(embedded).kind is AnswerKind.LINK
    with embedded.store.read("default") as session:
        assert sum(event.kind == "noted" for event in events.walk(session)) == done
    revoke(embedded)
    assert match(embedded).kind is AnswerKind.REFUSAL
    is_whole(embedded)


def test_a_disk_without_room_for_a_backup_a_bundle_or_the_journal(embedded, sqlite_url, signing, tmp_path, clock):
    link(embedded)
    to = tmp_path / "the.backup"
    backup(sqlite_url, KEYS, to, clock=clock)
    former = to.read_bytes()
    with no_file_longer_than(4096), pytest.raises(SocialMatchError):
        backup(sqlite_url, KEYS, to, clock=clock)
    with no_file_longer_than(512), pytest.raises(SocialMatchError):
        export(embedded.store, signing, tmp_path / "bundle", Wanted(), actor=OFFICER, reason="test")
    assert to.read_bytes() == former
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()
    backup(sqlite_url, KEYS, to, clock=clock)
    export(embedded.store, signing, tmp_path / "bundle", Wanted(), actor=OFFICER, reason="test")
    key = signing.verifier_keys()[0].encode() + "\n"
    assert verify_bundle(tmp_path / "bundle", key).status is Status.VALID

    path = embedded.store.journals.of_tenant("default").path
    path.parent.mkdir(exist_ok=True)
    with no_file_longer_than(0), pytest.raises(SocialMatchError):
        revoke(embedded)
    assert match(embedded).kind is AnswerKind.LINK
    revoke(embedded)
    assert match(embedded).kind is AnswerKind.REFUSAL
    is_whole(embedded)


def test_a_store_that_became_read_only(at, store_url):
    link(at)
    engine = create_engine(store_url)
    if store_url.startswith("sqlite"):
        # As root no file mode holds us back; so the connection itself is told.
        from sqlalchemy import event

        def refuse(driver, record):
            driver.execute("PRAGMA query_only = ON")

        at.store.close()
        event.listen(at.store.engine, "connect", refuse)
    else:
        name = make_url(store_url).database
        with engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        at.store.close()
    with pytest.raises(StoreUnavailable) as refused:
        revoke(at)
    assert refused.value.code == "read_only"
    at.store.close()
    if store_url.startswith("sqlite"):
        event.remove(at.store.engine, "connect", refuse)
    else:
        with engine.begin() as connection:
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    engine.dispose()
    assert match(at).kind is AnswerKind.LINK
    revoke(at)
    is_whole(at)


# --- gone and back -------------------------------------------------------------------------------


def test_a_file_that_is_gone_takes_no_more_writes_and_is_found_again(embedded, sqlite_url):
    link(embedded)
    file = Path(str(make_url(sqlite_url).database))
    aside = file.with_name("aside.db")
    others = [file.with_name(file.name + end) for end in ("-wal", "-shm")]
    for one in (file, *others):
        one.rename(one.with_name(one.name.replace("store.db", "aside.db")))
    for _ in range(2):
        with pytest.raises(SchemaMismatch) as refused:
            revoke(embedded)
        assert refused.value.code == "schema_missing"
    migrate(sqlite_url)  # another store in its place is not mistaken for it
    with embedded.store.read("default") as session:
        assert session.size == 0
    embedded.store.close()
    for one in (aside, *(aside.with_name(aside.name + end) for end in ("-wal", "-shm"))):
        if one.exists():
            one.replace(one.with_name(one.name.replace("aside.db", "store.db")))
    assert match(embedded).kind is AnswerKind.LINK
    revoke(embedded)
    is_whole(embedded)


def test_a_file_taken_away_in_a_commit_is_no_acknowledged_commit(embedded, sqlite_url):
    file = Path(str(make_url(sqlite_url).database))
    with pytest.raises(StoreUnavailable) as unknown, embedded.store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.ADMIN, "noted")
        file.rename(file.with_name("aside.db"))
    assert unknown.value.code == "commit_unknown"


def test_a_server_that_drops_everybody_again_and_again(postgres_url, tmp_path):
    """Every connection is cut at some moment of mixed work; whoever works on meets our errors at worst."""
    at = busy.opened(postgres_url, str(tmp_path / "journal"))
    busy.begin(at)
    killer = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    kick = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    drawn, known, lost = random.Random(SEED), busy.Standing(), 0
    for _ in range(40):
        act = drawn.choice(["prove", "withdraw_profile", "come"])
        if drawn.random() < 0.4:
            with killer.connect() as connection:
                connection.execute(kick)
        try:
            busy.ACTS[act](at, 0)
        except StoreError as error:
            assert error.code in ("connection", "commit_unknown")
            lost += 1
            assert busy.found(at, 0) in (known, known.after(act))
        except LinkError:
            pass
        else:
            assert busy.found(at, 0) == known.after(act)
        known = busy.found(at, 0)
    killer.dispose()
    is_whole(at)
    at.store.close()


# --- torn, half, and set back --------------------------------------------------------------------


def test_a_torn_log_of_sqlite(sqlite_url, tmp_path):
    """After a kill the write-ahead log is cut at random lengths, as by a power cut before it reached the disk.

    What is left is some earlier moment of the store, whole; never half a commit.
    """
    drawn = random.Random(SEED)
    journal, heard = str(tmp_path / "journal"), tmp_path / "heard"
    at = busy.opened(sqlite_url, journal)
    busy.begin(at)
    at.store.close()
    heard.touch()
    child = CONTEXT.Process(target=busy.work_until_killed, args=(sqlite_url, journal, SEED, str(heard)))
    child.start()
    while sum(what == "done" for *_, what in busy.acts_of(heard)) < 12:
        pass
    child.kill()
    child.join(60)
    file = Path(str(make_url(sqlite_url).database))
    content, wal = file.read_bytes(), file.with_name(file.name + "-wal").read_bytes()
    sizes = []
    for number in range(8):
        torn = tmp_path / f"torn {number}" / "store.db"
        torn.parent.mkdir()
        torn.write_bytes(content)
        kept = drawn.randrange(len(wal) + 1)
        flipped = bytearray(wal[:kept])
        if number % 2 and kept > 5000:
            flipped[drawn.randrange(kept - 5000, kept)] ^= 0xFF  # a sector that was written in part
        torn.with_name("store.db-wal").write_bytes(bytes(flipped))
        store = Store(f"sqlite:///{torn}", KEYS, before_commit=log.grow)
        with store.read("default") as session:
            log.check(session)
            sizes.append(session.size)
        with store.write("default", OFFICER, "on") as session:
            events.append(session, TypeClass.ADMIN, "noted")
        store.close()
    assert len(set(sizes)) > 2


def test_a_file_cut_short_under_a_reader_ends_that_reader_and_nothing_else(embedded, sqlite_url, tmp_path):
    link(embedded)
    embedded.store.cut_wal()
    file = Path(str(make_url(sqlite_url).database))
    content = file.read_bytes()
    child = CONTEXT.Process(target=busy.read_what_is_cut_short, args=(sqlite_url,))
    child.start()
    child.join(60)
    assert child.exitcode in (0, -signal.SIGBUS)
    file.write_bytes(content)
    store = Store(sqlite_url, KEYS, before_commit=log.grow)
    with store.read("default") as session:
        log.check(session)
    store.close()


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.9, 0.999])
def test_half_a_bundle_is_refused(embedded, signing, tmp_path, cut):
    link(embedded)
    key = signing.verifier_keys()[0].encode() + "\n"
    folder = tmp_path / "bundle"
    export(embedded.store, signing, folder, Wanted(), actor=OFFICER, reason="test")
    leaves = folder / "leaves.jsonl"
    whole = leaves.read_bytes()
    leaves.write_bytes(whole[: int(len(whole) * cut)])
    assert verify_bundle(folder, key).status in (Status.INVALID, Status.UNREADABLE)


def test_the_journals_last_line_was_cut_off(embedded, clock):
    link(embedded)
    clock.advance(timedelta(minutes=1))
    revoke(embedded)
    journal = embedded.store.journals.of_tenant("default")
    whole = journal.path.read_bytes()
    for cut in range(1, 60, 7):
        journal.path.write_bytes(whole[:-cut])
        assert len(journal.read()) == 1  # the line that says it was kept
        again = busy.opened(str(embedded.store.engine.url), str(journal.path.parent), clock=clock)
        revoke(again, linking.BO.key)
        assert [line.kind for line in journal.read()] == ["withdrawal", "withdrawal", "kept"]
        again.store.close()
        clock.advance(timedelta(minutes=11))
        link(embedded, linking.BO, linking.BOS)
        clock.advance(timedelta(minutes=11))


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_was_set_back(at, clock, back):
    """Nothing that ran out opens again, limits hold, and no event is earlier than the one before."""
    linked = link(at)
    code = ask(at).code.reveal()
    clock.advance(timedelta(minutes=11))
    revoke(at, linking.BOS)  # the log has a moment after the code's end
    clock.advance(-back)
    with pytest.raises(TokenRefused):
        send(at, code)
    before = moment(at)
    revoke(at, ADAS)
    with at.store.read("default") as session:
        moments = [event.recorded_at for event in events.walk(session)]
        assert moments == sorted(moments)
        assert session.now >= before >= linked.at
    assert match(at, ADA).kind is AnswerKind.REFUSAL
    is_whole(at)


def test_busy_is_said_and_not_half_done(embedded, sqlite_url, clock):
    """Another process holds the store's lock longer than we wait."""
    link(embedded)
    impatient = busy.opened(sqlite_url, "unused", clock=clock, patience=0.05)
    with embedded.store.write("default", OFFICER, "long") as session:
        events.append(session, TypeClass.ADMIN, "noted")
        with pytest.raises(StoreBusy):
            revoke(replace(impatient, store=impatient.store))
    impatient.store.close()
    assert match(embedded).kind is AnswerKind.LINK
    assert not Path("unused").exists()
