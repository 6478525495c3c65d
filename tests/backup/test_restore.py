"""A backup of the embedded store, and its way back: whole, checked, in one step, and without whoever withdrew since."""

from __future__ import annotations

import os
import shutil
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import snapshots
from linking import ADA, ADAS, BO, BOS, OFFICER, link, match, revoke
from processes import CONTEXT, KEYS, append
from socialmatch.backup import Manifest, backup, restore
from socialmatch.backup.archive import digest_of, read_manifest
from socialmatch.backup.making import checked_logs
from socialmatch.backup.restoring import Restoring
from socialmatch.errors import (
    ConfigError,
    FileError,
    SchemaMismatch,
    StoreConflict,
    StoreCorrupt,
    UsageError,
)
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.models import Account, AnswerKind
from socialmatch.store import Keyring, accounts, events, migrate, suppressions
from socialmatch.store.schema import HEAD

TICK = timedelta(minutes=1)


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where the backup goes."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "monday.backup"


@pytest.fixture
def made(at: Installation, store_url, to, clock) -> Manifest:
    """A backup of two customers who are linked."""
    for profile, account in ((ADA, ADAS), (BO, BOS)):
        link(at, profile, account)
        clock.advance(TICK)
    return backup(store_url, KEYS, to, clock=clock)


def put_back(to: Path, restoring: Restoring, **options):
    return restore(to, restoring, actor=OFFICER, reason="disk lost", **options)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_there_and_back(at, made, to, store_url, restoring, reopened, clock):
    revoke(at)
    at.store.close()
    for end in ("", "-wal", "-shm"):
        file_of(store_url + end).unlink(missing_ok=True)
    done = put_back(to, restoring)
    assert done.manifest == made and done.applied["default"].withdrawn == 2
    again = reopened(store_url)
    assert match(again, ADA).kind is AnswerKind.REFUSAL
    assert match(again, BO).kind is AnswerKind.LINK
    with again.store.read("default") as session:
        log.check(session)
    assert file_of(store_url).stat().st_mode & 0o777 == to.stat().st_mode & 0o777 == 0o600
    assert not list(file_of(store_url).parent.glob(".*")) and not list(to.parent.glob(".*"))


def test_the_manifest_says_what_it_is(at, made, to, clock):
    with at.store.read("default") as session:
        (of_default,) = made.logs.values()
        assert (of_default.size, of_default.root) == (session.size, log.root(session))
    assert made.schema == HEAD and made.made_at == clock()
    assert read_manifest(to) == made == Manifest.parse(made.encode())


def test_no_secret_is_in_it(made, to):
    with zipfile.ZipFile(to) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"m" * 32, b"s" * 32, b"p" * 32, bytes(range(32))):
        assert secret not in content and secret.hex().encode() not in content


def test_a_newer_store_is_replaced_only_on_request_and_others_go_on_with_what_was_restored(
    at, made, to, restoring, clock
):
    link(at, replace(ADA, user_id="1009", handle="second_77"), ADAS)
    with pytest.raises(StoreConflict) as refused:
        put_back(to, restoring)
    assert refused.value.code == "newer_store"
    assert match(at, ADA).kind is AnswerKind.LINK
    revoke(at, BO.key)

    put_back(to, restoring, overwrite=True)  # while this process has the store open
    assert match(at, ADA).kind is AnswerKind.LINK
    assert match(at, replace(ADA, user_id="1009")).kind is AnswerKind.REFUSAL
    assert match(at, BO).kind is AnswerKind.REFUSAL
    clock.advance(TICK)
    revoke(at)
    with at.store.read("default") as session:
        log.check(session)


def test_a_backup_is_of_one_moment_while_others_write(at, store_url, to, clock):
    worker = CONTEXT.Process(target=append, args=(store_url, 1, 30))
    worker.start()
    sizes = []
    while worker.is_alive():
        sizes.append(backup(store_url, KEYS, to, clock=clock).logs["default"].size)
    worker.join(60)
    assert worker.exitcode == 0
    assert sizes == sorted(sizes)


def test_who_writes_meanwhile_neither_fails_nor_writes_into_the_void(at, made, to, restoring):
    """Commits go on in another thread while the store is replaced: each is in the former store or in the new one."""
    ended, failed, sizes = threading.Event(), [], []

    def write() -> None:
        while not ended.is_set():
            try:
                with at.store.write("default", OFFICER, "busy") as session:
                    events.append(session, TypeClass.ADMIN, "noted")
                    sizes.append((session.epoch, session.size))
            except Exception as error:
                failed.append(error)

    busy = threading.Thread(target=write)
    busy.start()
    put_back(to, restoring, overwrite=True)
    with at.store.read("default") as session:
        restored = session.epoch
    while not any(epoch == restored for epoch, _ in sizes) and not failed:
        ended.wait(0.01)
    ended.set()
    busy.join(60)
    assert not failed
    with at.store.read("default") as session:
        assert session.size == max(size for epoch, size in sizes if epoch == restored)
        log.check(session)


def test_a_backup_of_an_older_version_is_brought_up_to_date(at, made, to, restoring, tmp_path):
    old, today = tmp_path / "old.db", tmp_path / "today.db"
    snapshots.load("0001", f"sqlite:///{old}")
    shutil.copy(old, today)
    migrate(f"sqlite:///{today}")
    logs = checked_logs(f"sqlite:///{today}", KEYS)
    size, digest = digest_of(old)
    rewritten(to, replace(made, schema="0001", size=size, sha256=digest, logs=logs), old.read_bytes())
    with pytest.raises(SchemaMismatch) as refused:
        backup(f"sqlite:///{old}", KEYS, tmp_path / "of the old one")
    assert refused.value.code == "schema_old"
    put_back(to, restoring, overwrite=True)
    assert match(at, ADA).kind is AnswerKind.LINK


def test_a_backup_of_a_newer_program_is_refused(made, to, restoring, at):
    rewritten(to, replace(made, schema="9999"))
    with pytest.raises(SchemaMismatch) as refused:
        put_back(to, restoring)
    assert refused.value.code == "schema_new"


def rewritten(to: Path, manifest: Manifest, database: bytes | None = None) -> None:
    with zipfile.ZipFile(to) as archive:
        content = archive.read("store.db") if database is None else database
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr("manifest.json", manifest.encode())
        archive.writestr("store.db", content)


def test_a_backup_whose_log_is_another_is_refused(made, to, restoring, at):
    (mine,) = made.logs.values()
    rewritten(to, replace(made, logs={"default": replace(mine, root=bytes(32))}))
    with pytest.raises(FileError) as refused:
        put_back(to, restoring, overwrite=True)
    assert refused.value.code == "bad_backup"


def test_half_a_backup_and_other_files_are_refused_and_change_nothing(at, made, to, restoring, tmp_path):
    whole = to.read_bytes()
    cuts = [0, 1, 100, len(whole) // 2, len(whole) - 1]
    # A single bit can be one that says nothing, in a header or a code that is not used; a whole line cannot.
    flipped = whole[:5000] + bytes(byte ^ 0xFF for byte in whole[5000:5064]) + whole[5064:]
    damaged = [*(whole[:cut] for cut in cuts), b"Dear customer, " * 999, flipped]
    for content in damaged:
        to.write_bytes(content)
        with pytest.raises(FileError) as refused:
            put_back(to, restoring, overwrite=True)
        assert refused.value.code == "bad_backup"
    with pytest.raises(FileError) as refused:
        put_back(tmp_path / "nowhere", restoring)
    assert refused.value.code == "unreadable"
    assert match(at, ADA).kind is AnswerKind.LINK
    to.write_bytes(whole)
    put_back(to, restoring, overwrite=True)


def test_what_a_killed_backup_left_is_removed_by_the_next(at, store_url, to, clock):
    left = to.with_name(f".{to.name}.work")
    left.mkdir()
    (left / "copy.db").write_bytes(b"half a copy")
    backup(store_url, KEYS, to, clock=clock)
    assert not left.exists() and read_manifest(to)


def test_a_damaged_store_is_not_backed_up_and_is_in_the_way_of_a_restore(at, made, to, restoring, store_url, clock):
    at.store.close()
    path = file_of(store_url)
    good = path.read_bytes()
    path.write_bytes(good[:4096] + os.urandom(8192) + good[12288:])
    with pytest.raises(StoreCorrupt):
        backup(store_url, KEYS, to.with_name("second"), clock=clock)
    assert not to.with_name("second").exists()
    path.write_bytes(b"Dear customer, " * 999)
    with pytest.raises(StoreCorrupt) as refused:
        put_back(to, restoring, overwrite=True)
    assert "move" in refused.value.hint
    path.rename(path.with_name("damaged"))
    put_back(to, restoring)


def test_the_log_of_a_lost_file_is_not_taken_for_the_restored_ones(at, made, to, restoring, store_url):
    at.store.close()
    file_of(store_url).unlink()
    leftover = file_of(store_url + "-wal")
    leftover.write_bytes(b"of the lost file")
    with pytest.raises(StoreCorrupt) as refused:
        put_back(to, restoring)
    assert refused.value.code == "leftover_log"
    leftover.unlink()
    put_back(to, restoring)


def test_keys_of_another_installation_are_refused(made, to, restoring, at):
    other = Keyring(master_key=b"x" * 32, suppression_key=b"y" * 32)
    with pytest.raises(ConfigError) as refused:
        backup(restoring.url, other, to)
    assert refused.value.code == "wrong_key"


def test_what_is_no_file_is_not_backed_up_here(to, restoring):
    for url in ("sqlite://", "postgresql+psycopg://socialmatch@db.example.com/socialmatch"):
        with pytest.raises(UsageError) as refused:
            backup(url, KEYS, to)
        assert refused.value.code == "not_embedded" and "--journal-only" in refused.value.hint
    with pytest.raises(SchemaMismatch) as missing:
        backup(f"sqlite:///{to.parent / 'none.db'}", KEYS, to)
    assert missing.value.code == "schema_missing"


def test_two_tenants_come_back_each_without_its_own(at, store_url, to, restoring, clock, signing):
    with at.store.write("other", OFFICER, "import") as session:
        accounts.put(session, [Account("Z-1", tenant="other")])
        events.append(session, TypeClass.ADMIN, "noted")
    made = backup(store_url, KEYS, to, clock=clock)
    assert set(made.logs) == {"default", "other"}
    revoke(replace(at, tenant="other"), replace(ADA, tenant="other").key)
    done = put_back(to, restoring, overwrite=True)
    assert (done.applied["default"].unknown, done.applied["other"].unknown) == (0, 1)


def test_a_tenant_that_began_after_the_backup_keeps_out_who_said_no(at, made, to, store_url, restoring, clock):
    with at.store.write("other", OFFICER, "import") as session:
        accounts.put(session, [Account("Z-1", tenant="other")])
    gone = replace(ADA, tenant="other").key
    revoke(replace(at, tenant="other"), gone)
    done = put_back(to, restoring, overwrite=True)
    assert done.applied["other"].marked
    with at.store.read("other") as session:
        assert suppressions.holds(session, gone)


def test_a_withdrawal_made_while_the_copy_is_made_ready_is_heard_too(at, made, to, restoring, clock):
    """The former store is told of it after the journal was read, and before the copy takes its place."""

    heard: list[str] = []
    clock.advance(TICK)

    class Late(Restoring):
        def apply(self, url, tenant, **who):
            done = super().apply(url, tenant, **who)
            if not heard:
                heard.append(tenant)
                revoke(at)
            return done

    late = Late(restoring.url, restoring.config, restoring.secrets, restoring.journals, lambda tenant: None, clock)
    put_back(to, late, overwrite=True)
    assert match(at, ADA).kind is AnswerKind.REFUSAL
    assert match(at, BO).kind is AnswerKind.LINK
