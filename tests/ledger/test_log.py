"""The log on a store: its tree grows in the commit of the event; roots, proofs and checkpoints take a few rows."""

from __future__ import annotations

import random
import shutil
import signal
import time
from math import log2

import pytest
from sqlalchemy import create_engine, event, text

from processes import CONTEXT, OFFICER, append_until_killed
from socialmatch.errors import Inconsistent, LedgerError, ProofInvalid, StoreConflict, StoreCorrupt, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import open_checkpoint
from socialmatch.ledger.merkle import MemoryTree, leaf_hash, prove_inclusion, verify_consistency
from socialmatch.ledger.note import SigningKey
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.signer import CheckpointSigner
from socialmatch.models import AccountKey
from socialmatch.store import events, tree
from socialmatch.store.events import Draft

KEY = SigningKey("example.com/consent-log", bytes(range(32)))


@pytest.fixture
def store(store_url, open_store):
    """A fresh store that keeps its tree, on either database."""
    return open_store(store_url, before_commit=log.grow)


@pytest.fixture
def signer(tmp_path) -> CheckpointSigner:
    return CheckpointSigner.create(KEY, tmp_path / "signer")


def write(store, count: int, tenant: str = "default") -> None:
    with store.write(tenant, OFFICER, "test") as session:
        events.append_many(session, [Draft(TypeClass.ADMIN, "noted", data={"n": n}) for n in range(count)])


def tree_of(session) -> MemoryTree:
    return MemoryTree(map(leaf_hash, events.leaves(session)))


def checkpoint(store, signer):
    with store.read("default") as session:
        return log.checkpoint(session, signer)


def meddle(url: str, *statements: str) -> None:
    """Change what is recorded, as somebody would who owns the database: without its triggers."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
    engine.dispose()


# --- the tree ------------------------------------------------------------------------------------


def test_every_root_and_proof_of_every_size_is_that_of_the_leaves(store, signer):
    dice, size = random.Random(1), 0
    while size < 70:
        count = dice.randrange(1, 12)
        write(store, count)
        size += count
    note = checkpoint(store, signer)
    with store.read("default") as session:
        whole = tree_of(session)
        assert log.root(session) == whole.root()
        leaves = list(events.leaves(session))
        for index, leaf in enumerate(leaves):
            proof = TlogProof.parse(log.prove(session, index, note, session.size).encode())
            assert proof.verify(leaf, [KEY.verifier]).size == session.size
        for old in range(1, size + 1):
            proof = log.consistency(session, old, size)
            assert log.root(session, old) == MemoryTree(map(leaf_hash, leaves[:old])).root()
            roots = {"old_root": log.root(session, old), "new_root": whole.root()}
            verify_consistency(old_size=old, new_size=size, proof=proof, **roots)


def test_nodes_are_kept_in_the_commit_of_the_event(store):
    for count in (1, 2, 3):
        write(store, count)
        with store.read("default") as session:
            assert tree.size(session) == session.size
    with pytest.raises(ZeroDivisionError), store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.ADMIN, "noted")
        raise ZeroDivisionError
    with store.read("default") as session:
        assert tree.size(session) == session.size == 6


def test_a_tree_that_was_left_behind_is_caught_up_with(store_url, open_store, signer):
    plain, keeping = open_store(store_url), open_store(store_url, before_commit=log.grow)
    write(plain, 5)
    write(keeping, 1)
    with keeping.read("default") as session:
        assert tree.size(session) == session.size == 6
    write(plain, 3)
    log.catch_up(plain, "default")
    log.catch_up(plain, "default")
    with plain.read("default") as session:
        assert log.root(session) == log.check(session) == tree_of(session).root()


def test_tenants_have_trees_of_their_own(store):
    write(store, 3, "one")
    write(store, 5, "two")
    for tenant, size in (("one", 3), ("two", 5), ("none", 0)):
        with store.read(tenant) as session:
            assert tree.size(session) == size
            assert log.root(session) == tree_of(session).root()


def test_a_proof_takes_one_query_and_few_rows(store, signer):
    write(store, 3000)
    note = checkpoint(store, signer)
    seen: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda c, u, statement, *rest: seen.append(statement))
    with store.read("default") as session:
        read, asked = log.reader(session), []
        for index in (0, 1500, 2999):
            seen.clear()
            log.prove(session, index, note, 3000)
            assert len([statement for statement in seen if "log_nodes" in statement]) == 1
        assert prove_inclusion(2047, session.size, lambda wanted: asked.extend(wanted) or read(wanted))
    assert len(asked) <= 2 * log2(3000)


def test_what_there_is_not_is_not_proved(store, signer):
    write(store, 4)
    note = checkpoint(store, signer)
    with store.read("default") as session:
        for index, size in ((4, 4), (-1, 4), (0, 5)):
            with pytest.raises(ProofInvalid):
                log.prove(session, index, note, size)
        for old, new in ((0, 4), (3, 5), (4, 3)):
            with pytest.raises(ProofInvalid):
                log.consistency(session, old, new)


# --- checkpoints ---------------------------------------------------------------------------------


def test_a_checkpoint_is_of_what_is_committed(store, signer):
    assert open_checkpoint(checkpoint(store, signer), [KEY.verifier]).size == 0
    write(store, 7)
    found = open_checkpoint(checkpoint(store, signer), [KEY.verifier])
    with store.read("default") as session:
        assert (found.size, found.root) == (7, tree_of(session).root())
    with store.write("default", OFFICER, "test") as session, pytest.raises(UsageError):
        log.checkpoint(session, signer)
    assert signer.last() == found


def test_a_database_from_an_old_backup_is_refused(sqlite_url, open_store, signer, tmp_path):
    store = open_store(sqlite_url, before_commit=log.grow)
    write(store, 5)
    store.cut_wal()
    shutil.copy(tmp_path / "store.db", tmp_path / "backup.db")
    write(store, 3)
    checkpoint(store, signer)
    restored = open_store(f"sqlite:///{tmp_path / 'backup.db'}", before_commit=log.grow)
    with pytest.raises(Inconsistent) as refused:
        checkpoint(restored, signer)
    assert refused.value.code == "rollback"
    write(restored, 9)
    with pytest.raises(Inconsistent) as refused:
        checkpoint(restored, signer)
    assert refused.value.code == "fork"
    assert signer.last().size == 8


# --- self-check ----------------------------------------------------------------------------------


def test_a_sound_log_passes_its_check(store):
    with store.read("default") as session:
        assert log.check(session) == tree_of(session).root()
    for count in (1, 12, 200):
        write(store, count)
    seen = []
    with store.read("default") as session:
        assert log.check(session, progress=lambda done, total: seen.append((done, total))) == tree_of(session).root()
    assert seen == [(213, 213)]


def test_batches_of_a_long_log_fit_together(store, monkeypatch):
    monkeypatch.setattr(log, "_BATCH", 16)
    write(store, 100)
    with store.read("default") as session:
        assert log.check(session) == tree_of(session).root()


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("malformed_leaf", "UPDATE events SET leaf = substr(leaf, 1, 90) WHERE seq = 3"),
        ("unknown_class", "UPDATE events SET type_class = 'gossip' WHERE seq = 3"),
        ("leaf_order", "UPDATE events SET leaf = (SELECT e.leaf FROM events e WHERE e.seq = 4) WHERE seq = 3"),
        ("leaf_columns", "UPDATE events SET type_class = 'link' WHERE seq = 3"),
        ("leaf_columns", "UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 3"),
        ("leaf_order", "DELETE FROM events WHERE seq = 3"),
        ("event_count", "DELETE FROM events WHERE seq = 9"),
        ("event_count", "UPDATE log_heads SET size = 9"),
        (
            "node_wrong",
            "UPDATE log_nodes SET hash = (SELECT n.hash FROM log_nodes n WHERE n.level = 3) WHERE position = 2",
        ),
        ("node_wrong", "DELETE FROM log_nodes WHERE level = 2 AND position = 1"),
        ("node_wrong", "DELETE FROM log_nodes WHERE level = 0 AND position = 9"),
        ("node_count", "INSERT INTO log_nodes SELECT tenant, 0, 10, hash FROM log_nodes WHERE level = 3"),
    ],
)
def test_what_was_changed_behind_our_back_is_found(store, store_url, code, statement):
    write(store, 10)
    meddle(store_url, statement)
    with store.read("default") as session, pytest.raises((LedgerError, StoreCorrupt)) as found:
        log.check(session)
    assert found.value.code == code


def test_the_store_itself_refuses_to_change_a_node(store):
    write(store, 3)
    with pytest.raises(StoreConflict), store.write("default", OFFICER, "test") as session:
        tree.add(session, [(0, 1, bytes(32))])


# --- kill -9 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.slow)])
def test_a_process_killed_at_any_moment_leaves_a_log_that_verifies(store_url, open_store, tmp_path, kills):
    """Two write at once and both are killed; event count equals leaf count, and nothing acknowledged is lost."""
    dice, store = random.Random(7), open_store(store_url)
    for kill in range(0, kills, 2):
        with store.read("default") as session:
            before = session.size
        heard = [tmp_path / f"acknowledged-{kill + which}" for which in (0, 1)]
        processes = [CONTEXT.Process(target=append_until_killed, args=(store_url, str(path))) for path in heard]
        for process in processes:
            process.start()
        deadline = time.monotonic() + 30
        while not all(path.exists() and path.stat().st_size for path in heard) and time.monotonic() < deadline:
            time.sleep(0.002)
        for process in processes:
            time.sleep(dice.uniform(0, 0.06))
            process.kill()
        for process in processes:
            process.join()
            assert process.exitcode == -signal.SIGKILL
        acknowledged = [[int(line) for line in path.read_text().split("\n")[:-1]] for path in heard]
        assert all(acknowledged)
        with store.read("default") as session:
            assert session.size >= max(map(max, acknowledged))
            assert tree.size(session) == session.size == sum(1 for _ in events.leaves(session))
            kept = events.read(session, range(before, session.size))
            seen = {(event.data["process"], event.data["n"]) for event in kept}
            assert seen >= {
                (str(path), n) for path, sizes in zip(heard, acknowledged, strict=True) for n, _ in enumerate(sizes)
            }
            for path, sizes in zip(heard, acknowledged, strict=True):
                ref = session.ref(AccountKey("default", "crm", str(path)))
                assert len(events.positions(session, ref)) >= len(sizes)
    with store.read("default") as session:
        assert log.check(session) == log.root(session) == tree_of(session).root()
