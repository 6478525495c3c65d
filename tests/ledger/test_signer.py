"""The signer: it remembers outside the database, and refuses what does not continue what it signed."""

from __future__ import annotations

import fcntl
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bundles import KEY, LOG, OTHER_KEY, OTHER_LOG, InventedLog
from socialmatch.errors import FileError, Inconsistent, LedgerError, ProofInvalid
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from socialmatch.ledger.merkle import EMPTY_ROOT, prove_consistency
from socialmatch.ledger.signer import CheckpointSigner


def prover(log: InventedLog) -> Callable[[int, int], list[bytes]]:
    return lambda old, new: prove_consistency(old, new, log.tree.read)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "signer"


@pytest.fixture
def signer(state: Path) -> CheckpointSigner:
    return CheckpointSigner.create(KEY, state)


def test_a_log_that_grows_is_signed(signer: CheckpointSigner, state: Path) -> None:
    assert signer.last() == Checkpoint(KEY.name, 0, EMPTY_ROOT)
    for size in (0, 1, 5, 5, 16, 21):
        note = signer.sign(size, LOG.checkpoint(size).root, prover(LOG))
        assert open_checkpoint(note, [KEY.verifier]) == LOG.checkpoint(size) == signer.last()
        assert CheckpointSigner(KEY, state).last() == LOG.checkpoint(size)


def test_the_same_checkpoint_gives_the_same_note(signer: CheckpointSigner) -> None:
    first, again = (signer.sign(21, LOG.checkpoint().root, prover(LOG)) for _ in range(2))
    assert first.encode() == again.encode() == LOG.note().encode()


def test_a_database_restored_from_an_old_backup_is_refused(signer: CheckpointSigner) -> None:
    signer.sign(21, LOG.checkpoint().root, prover(LOG))
    old = InventedLog(size=15)
    with pytest.raises(Inconsistent) as caught:
        signer.sign(15, old.checkpoint().root, prover(old))
    assert (caught.value.code, caught.value.exit_code) == ("rollback", 4)
    assert (caught.value.known, caught.value.offered) == (21, 15)
    assert isinstance(caught.value, LedgerError)


@pytest.mark.parametrize("size", [21, 30])
def test_a_rewritten_log_is_refused_even_when_it_is_longer(signer: CheckpointSigner, size: int) -> None:
    signer.sign(21, LOG.checkpoint().root, prover(LOG))
    fork = InventedLog(size=size, variant="fork", fork_at=12)
    with pytest.raises(Inconsistent) as caught:
        signer.sign(size, fork.checkpoint().root, prover(fork))
    assert (caught.value.code, caught.value.exit_code) == ("fork", 4)
    assert signer.last() == LOG.checkpoint()


def test_a_proof_that_cannot_be_given_is_no_proof(signer: CheckpointSigner) -> None:
    signer.sign(5, LOG.checkpoint(5).root, prover(LOG))
    with pytest.raises(Inconsistent):
        signer.sign(21, LOG.checkpoint().root, lambda old, new: [])


def test_a_signer_without_memory_signs_nothing(signer: CheckpointSigner, state: Path) -> None:
    state.unlink()
    with pytest.raises(FileError) as caught:
        signer.sign(21, LOG.checkpoint().root, prover(LOG))
    assert (caught.value.code, caught.value.exit_code) == ("signer_state_missing", 3)
    assert not state.exists()


@pytest.mark.parametrize(
    "memory",
    [
        b"",
        b"{}",
        sign_checkpoint(Checkpoint(OTHER_KEY.name, 0, EMPTY_ROOT), OTHER_KEY).encode(),
        sign_checkpoint(Checkpoint(OTHER_LOG.name, 0, EMPTY_ROOT), OTHER_LOG).encode(),
        LOG.note().encode().replace(b"\n21\n", b"\n5\n"),
    ],
)
def test_a_memory_somebody_else_wrote_is_noticed(signer: CheckpointSigner, state: Path, memory: bytes) -> None:
    state.write_bytes(memory)
    with pytest.raises(FileError) as caught:
        signer.sign(21, LOG.checkpoint().root, prover(LOG))
    assert caught.value.code == "signer_state_invalid"


def test_a_signer_is_made_once(signer: CheckpointSigner, state: Path) -> None:
    signer.sign(21, LOG.checkpoint().root, prover(LOG))
    with pytest.raises(FileError) as caught:
        CheckpointSigner.create(KEY, state)
    assert caught.value.code == "signer_state_exists"
    assert signer.last() == LOG.checkpoint()


def test_the_memory_is_for_its_owner(signer: CheckpointSigner, state: Path) -> None:
    signer.sign(21, LOG.checkpoint().root, prover(LOG))
    assert stat.S_IMODE(state.stat().st_mode) == 0o600


def test_a_new_key_goes_on_where_the_former_one_stopped(signer: CheckpointSigner, state: Path) -> None:
    signer.sign(5, LOG.checkpoint(5).root, prover(LOG))
    with pytest.raises(FileError):
        CheckpointSigner(OTHER_KEY, state).last()
    renewed = CheckpointSigner(OTHER_KEY, state, retired=[KEY.verifier])
    note = renewed.sign(21, LOG.checkpoint().root, prover(LOG))
    assert open_checkpoint(note, [OTHER_KEY.verifier]) == LOG.checkpoint()
    with pytest.raises(ProofInvalid):
        open_checkpoint(note, [KEY.verifier])


def test_a_disk_that_refuses_leaves_nothing_signed(signer: CheckpointSigner, state: Path) -> None:
    state.unlink()
    state.mkdir()
    with pytest.raises(FileError):
        signer.sign(21, LOG.checkpoint().root, prover(LOG))


def test_a_folder_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        CheckpointSigner.create(KEY, tmp_path / "nowhere" / "signer")


def test_while_one_signs_no_other_can(signer: CheckpointSigner, state: Path) -> None:
    """Between reading the memory and writing it, another process with another history has to wait."""
    signer.sign(5, LOG.checkpoint(5).root, prover(LOG))
    asked = []

    def prove(old: int, new: int) -> list[bytes]:
        with state.with_name(state.name + ".lock").open("rb") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        asked.append((old, new))
        return prover(LOG)(old, new)

    signer.sign(21, LOG.checkpoint().root, prove)
    assert asked == [(5, 21)]
