"""kill -9 amid mixed work: nothing acknowledged is lost, nothing is half done, and the next process goes on."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

import busy
from busy import SEED
from linking import OFFICER
from processes import CONTEXT, KEYS
from socialmatch.backup import backup, restore
from socialmatch.backup.archive import read_manifest

PATIENCE = 60


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_random_moments(store_url, request, tmp_path, kills):
    """Three times in the ordinary run, two hundred times with ``-m slow``, on each database.

    In the middle a copy is made; at the end what was taken back since is taken back in it again.
    """
    drawn = random.Random(SEED)
    journal = str(tmp_path / "journal")
    at = busy.opened(store_url, journal)
    busy.begin(at)
    book, old = busy.Book(), ""
    for kill in range(kills):
        heard = tmp_path / f"heard {kill}"
        heard.touch()
        child = CONTEXT.Process(target=busy.work_until_killed, args=(store_url, journal, SEED + kill, str(heard)))
        child.start()
        _wait_for(heard, lines=drawn.randint(1, 20))
        time.sleep(drawn.uniform(0, 0.02))
        child.kill()
        child.join(PATIENCE)
        assert child.exitcode == -signal.SIGKILL
        book.judge(at, heard)
        if kill == kills // 2:
            at.store.close()
            old = _copy(request, store_url, tmp_path / "old")
    assert book.acknowledged > kills

    busy.restoring(store_url, journal).apply(old, "default", actor=OFFICER, reason="disk lost")
    restored = busy.opened(old, journal)
    busy.check_set_back(at, restored)
    for one in (at, restored):
        one.store.close()
    print(f"{kills} kills, seed {SEED}: {book.acknowledged} acts were acknowledged before them")


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.slow)])
def test_killed_while_it_backs_up_and_restores(sqlite_url, tmp_path, kills):
    """What is found is the store as it was or as it was restored, whole; no half backup; and nobody comes back."""
    drawn = random.Random(SEED)
    journal, to = str(tmp_path / "journal"), tmp_path / "the.backup"
    at = busy.opened(sqlite_url, journal)
    busy.begin(at)
    for number in range(4):
        busy.prove(at, number)
    backup(sqlite_url, KEYS, to)
    for number in range(2):
        busy.withdraw(0, at, number)
    for kill in range(kills):
        heard = tmp_path / f"heard {kill}"
        heard.touch()
        words = (sqlite_url, journal, str(to), str(heard))
        child = CONTEXT.Process(target=busy.back_up_and_restore, args=words)
        child.start()
        _wait_for(heard, lines=1)
        time.sleep(drawn.uniform(0, 0.6))
        child.kill()
        child.join(PATIENCE)
        assert child.exitcode == -signal.SIGKILL
        assert [busy.found(at, number).linked for number in range(4)] == [False, False, True, True]
        busy.check_whole(at, kills=2)
        second = to.with_name(f"{to.name}.second")
        assert not second.exists() or read_manifest(second)
    restore(to, busy.restoring(sqlite_url, journal), overwrite=True, actor=OFFICER, reason="at last")
    assert [busy.found(at, number).linked for number in range(4)] == [False, False, True, True]
    backup(sqlite_url, KEYS, to.with_name(f"{to.name}.second"))  # what a killed one left goes with the next
    assert not list(tmp_path.glob(".*.work"))
    at.store.close()


def _wait_for(heard: Path, lines: int) -> None:
    until = time.monotonic() + PATIENCE
    while heard.read_bytes().count(b"\n") < lines:
        assert time.monotonic() < until, "the process does not go on"
        time.sleep(0.001)


def _copy(request: pytest.FixtureRequest, url: str, folder: Path) -> str:
    folder.mkdir()
    database = request.getfixturevalue("sqlite" if url.startswith("sqlite") else "postgres")
    copied = database.copy(url, folder)
    request.addfinalizer(lambda: database.drop(copied))
    return copied
