"""Who signs a tenant's log, where the signer remembers what it signed, and how a checkpoint is handed out."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from socialmatch.config import Log, Secrets
from socialmatch.errors import FileError, UsageError
from socialmatch.files.writers import atomic_write
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.note import Note, SigningKey, VerifierKey, parse_keys
from socialmatch.ledger.signer import CheckpointSigner
from socialmatch.models import DEFAULT_TENANT
from socialmatch.store import Session, Store

_PATIENCE = 60.0
"""Seconds a command may take to receive a checkpoint."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What a tenant's log is signed with.

    Parameters
    ----------
    settings: the table ``[log]``. secrets: the signing key among them. tenant: whose log.
    """

    settings: Log
    secrets: Secrets
    tenant: str = DEFAULT_TENANT

    @property
    def name(self) -> str:
        """The log's name. Another tenant's log is another log."""
        known = self.settings.name
        return known if self.tenant == DEFAULT_TENANT else f"{known}/{quote(self.tenant, safe='')}"

    @property
    def key(self) -> SigningKey:
        """The signing key.

        Raises
        ------
        ConfigError: there is none (``missing_secret``).
        """
        return SigningKey(self.name, self.secrets.need("signing_key"))

    @property
    def folder(self) -> Path:
        """Where this log's signer keeps its memory."""
        return Path(self.settings.signer) / quote(self.tenant, safe="")

    @property
    def began(self) -> bool:
        """Whether this log was ever signed here."""
        return self._state.exists()

    def begin(self) -> CheckpointSigner:
        """Begin to sign: once in the life of a log.

        Raises
        ------
        FileError: there is a memory already (``signer_state_exists``), or it cannot be written.
        """
        try:
            # One after the other: 'parents' alone would make the upper one for everybody, to put another in its place.
            for folder in (self.folder.parent, self.folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"{self.folder}: cannot be made", code="unwritable") from error
        return CheckpointSigner.create(self.key, self._state)

    def signer(self) -> CheckpointSigner:
        """The signer, with everything it remembers.

        Raises
        ------
        FileError: it never began, or its memory is lost (``signer_state_missing``).
        """
        if not self.began:
            raise FileError(
                f"{self._state}: the signer of this log has no memory",
                code="signer_state_missing",
                hint="if this log was never signed: 'socialmatch audit checkpoint --begin'; else bring the file back",
            )
        return CheckpointSigner(self.key, self._state, retired=self.retired())

    def retired(self) -> tuple[VerifierKey, ...]:
        """Former keys of this log, whose checkpoints are still to be believed."""
        if not self._retired.exists():
            return ()
        return parse_keys(self._retired.read_text(encoding="utf-8"))

    def retire(self, key: VerifierKey) -> None:
        """Remember a key that signs no more, so that what it signed can still be verified."""
        lines = [known.encode() for known in (*self.retired(), key)]
        with atomic_write(self._retired) as file:
            file.write("".join(f"{line}\n" for line in dict.fromkeys(lines)).encode())

    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """What an outsider needs to check this log: the key in use, then the former ones."""
        return (self.key.verifier, *self.retired())

    @property
    def _state(self) -> Path:
        return self.folder / "checkpoint"

    @property
    def _retired(self) -> Path:
        return self.folder / "retired"


def sign(session: Session, signing: Signing) -> tuple[Note, Checkpoint]:
    """A checkpoint of the log as a reading session sees it; :func:`.log.catch_up` comes first.

    Raises
    ------
    Inconsistent: the log is no continuation of what was signed before.
    FileError: the signer's memory is missing, or is not this key's.
    """
    note = log.checkpoint(session, signing.signer())
    return note, open_checkpoint(note, [signing.key.verifier])


def checkpoint(store: Store, signing: Signing) -> tuple[Note, Checkpoint]:
    """As :func:`sign`, for a store of which no session is open."""
    log.catch_up(store, signing.tenant)
    with store.read(signing.tenant) as session:
        return sign(session, signing)


def write_note(path: Path, note: Note) -> None:
    """Write a checkpoint to a file, whole or not at all.

    Raises
    ------
    FileError: it cannot be written.
    """
    with atomic_write(path) as file:
        file.write(note.encode())


def hand_over(note: Note, command: str) -> None:
    """Give a checkpoint to a program, on its standard input: a mail, an upload to a write-once bucket, a witness.

    Parameters
    ----------
    command: program and arguments, as a shell would split them; no shell runs.

    Raises
    ------
    UsageError: there is no program in it. FileError: it cannot be run, or does not end well (``command_failed``).
    """
    words = _split(command)
    try:
        subprocess.run(words, input=note.encode(), check=True, timeout=_PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        status = f"exit status {error.returncode}" if isinstance(error, subprocess.CalledProcessError) else "not run"
        raise FileError(f"{words[0]}: did not take the checkpoint: {status}", code="command_failed") from None


def _split(command: str) -> Sequence[str]:
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise UsageError("there is no program in the command", code="bad_command")
    return words
