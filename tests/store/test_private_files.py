"""Whatever holds people or keys is made for its owner alone, under any umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import desks
from socialmatch.moments import system_clock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """A umask that takes nothing away."""
    former = os.umask(0)
    yield
    os.umask(former)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    made = tmp_path / "empty"
    made.mkdir(mode=0o700)
    monkeypatch.chdir(made)
    for name in list(os.environ):
        if name.startswith("SOCIALMATCH_") and not name.startswith("SOCIALMATCH_TEST"):
            monkeypatch.delenv(name)
    return made


def exposed(folder: Path) -> list[str]:
    """What others could read or write, below a folder; what lies in a private folder is private."""
    found = []
    for path in sorted(folder.rglob("*")):
        inner = [parent for parent in path.parents if folder in parent.parents]
        private = any(stat.S_IMODE(parent.stat().st_mode) & 0o077 == 0 for parent in inner)
        if not private and stat.S_IMODE(path.stat().st_mode) & 0o077:
            found.append(path.relative_to(folder).as_posix())
    return found


def test_store_keys_signer_and_exports_are_their_owners(folder, capsys):
    desk = desks.Desk(capsys)
    desk.begin()  # settings, secrets, a store in which Ada is linked
    desk.run("checkpoint", "--begin", "--out", "checkpoint", "--vkey", "vkey")
    desk.run("subject", "account:A-1001", "--reason", "request 12", "--json=record.json")
    desk.run("export", "bundle", "--subject", "account:A-1001", "--reason", "request 12")
    desk.run("rotate-keys", "--new", "pepper", "--reason", "rotation")
    desk.call("status", "--json=status.json")
    Path("accounts.csv").write_text("account_id,city\nB-1,Bonn\n,Ulm\n", encoding="utf-8")
    desk.call("import", "accounts", "accounts.csv", "--allow-shrink")
    store = desk.store()
    with store.write("default", desks.linking.OFFICER, "open, so that -wal and -shm are there") as session:
        assert session.now <= system_clock()
        beside = {path.name for path in folder.iterdir()}
    store.close()
    assert {"socialmatch.db-wal", "socialmatch.db-shm", "socialmatch.secrets", "bundle"} <= beside
    assert exposed(folder) == ["accounts.csv", "socialmatch.toml"]  # written by this test, not by the program
    assert not [path for path in (folder / "bundle").rglob("*") if path.stat().st_mode & 0o077]


def test_files_beside_an_open_store_are_private_too(folder, capsys):
    desk = desks.Desk(capsys)
    desk.begin()
    store = desk.store()
    with store.write("default", desks.linking.OFFICER, "open") as session:
        session.changed = True
        names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("socialmatch.db*")}
    store.close()
    assert names == dict.fromkeys(("socialmatch.db", "socialmatch.db-wal", "socialmatch.db-shm"), 0o600)
