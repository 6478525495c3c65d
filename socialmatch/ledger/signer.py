"""The signer: the one place that signs checkpoints, and the memory that keeps it honest.

"A log MUST not sign any checkpoint which is inconsistent with any checkpoint it previously signed"
(https://c2sp.org/tlog-checkpoint). A database that was restored from an old backup, or edited, does not
know what was signed since; so the signer keeps its last checkpoint in a file of its own, outside the
database, and asks for a proof that the new one continues it.

The memory is that checkpoint itself, signed, so that a state file somebody wrote by hand is noticed.
Put it where a restore of the database does not reach it, and include it in no backup of the database.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from socialmatch.errors import FileError, Inconsistent, ProofInvalid
from socialmatch.files import atomic_write
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from socialmatch.ledger.merkle import EMPTY_ROOT, verify_consistency
from socialmatch.ledger.note import Note, SigningKey, VerifierKey

Prove = Callable[[int, int], Sequence[bytes]]
"""``prove(old, new)``: the consistency proof between two sizes of the log, both at least 1."""


class CheckpointSigner:
    """Signs what continues what it signed before, and nothing else.

    Parameters
    ----------
    key: of the log; its name is the origin of every checkpoint.
    state: file with the last checkpoint signed; made once by :meth:`create`.
    retired: former keys of the same log, so that the signer can go on after a change of key.
    """

    def __init__(self, key: SigningKey, state: Path, *, retired: Sequence[VerifierKey] = ()) -> None:
        self._key = key
        self._state = state
        self._known = (key.verifier, *retired)

    @classmethod
    def create(cls, key: SigningKey, state: Path) -> CheckpointSigner:
        """A signer for a new log: its memory begins with the empty tree.

        Raises
        ------
        FileError: there is a state already, or it cannot be written.
        """
        signer = cls(key, state)
        with signer._locked():
            if state.exists():
                raise FileError(f"{state}: a signer's state is here already", code="signer_state_exists")
            signer._remember(sign_checkpoint(Checkpoint(key.name, 0, EMPTY_ROOT), key))
        return signer

    def last(self) -> Checkpoint:
        """The last checkpoint signed.

        Raises
        ------
        FileError: the state is missing, unreadable, or not one of this key. Signing then stops until a
            person has looked: a signer without memory would sign anything.
        """
        try:
            data = self._state.read_bytes()
        except OSError as error:
            raise FileError(
                f"{self._state}: the signer's state cannot be read",
                code="signer_state_missing",
                hint="bring the file back; if it is lost, compare the log with the last checkpoint given away",
            ) from error
        try:
            return open_checkpoint(data, self._known)
        except ProofInvalid as error:
            raise FileError(f"{self._state}: not a checkpoint of this signer", code="signer_state_invalid") from error

    def sign(self, size: int, root: bytes, prove: Prove) -> Note:
        """Sign a checkpoint and remember it; the same size and root give the same note again.

        Parameters
        ----------
        size, root: of the log as it stands. prove: asked for the consistency proof from the last size signed.

        Raises
        ------
        Inconsistent: the log is shorter than what was signed (``rollback``), or not a continuation (``fork``).
        FileError: the state cannot be read or written; nothing is signed.
        """
        with self._locked():
            offered = Checkpoint(self._key.name, size, root)
            check_continues(self.last(), offered, prove)
            note = sign_checkpoint(offered, self._key)
            # Remembered before anybody sees it: a crash here costs a signature nobody has, and the
            # other order would leave one out in the world that the signer does not know.
            self._remember(note)
        return note

    def _remember(self, note: Note) -> None:
        with atomic_write(self._state) as file:
            file.write(note.encode())

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One signer at a time, over all processes; the lock goes with the process that holds it."""
        path = self._state.with_name(self._state.name + ".lock")
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FileError(f"{path}: the signer's lock cannot be opened", code="signer_state_missing") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def check_continues(known: Checkpoint, offered: Checkpoint, prove: Prove) -> None:
    """Check that a log still begins with what is known of it.

    Parameters
    ----------
    known: an earlier checkpoint, verified. offered: the later one. prove: see :data:`Prove`; its answer is not trusted.

    Raises
    ------
    Inconsistent: ``rollback`` if the log got shorter, ``fork`` if its beginning changed.
    """
    if offered.size < known.size:
        raise Inconsistent(
            "the log is shorter than a checkpoint it signed before",
            code="rollback",
            known=known.size,
            offered=offered.size,
        )
    if known.size == 0:
        return  # every log begins with nothing
    try:
        proof = prove(known.size, offered.size) if known.size < offered.size else ()
        verify_consistency(
            old_size=known.size, old_root=known.root, new_size=offered.size, new_root=offered.root, proof=proof
        )
    except ProofInvalid as error:
        raise Inconsistent(
            "the log does not continue a checkpoint it signed before",
            code="fork",
            known=known.size,
            offered=offered.size,
        ) from error
