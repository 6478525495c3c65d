"""Who signs a tenant's log, where the signer remembers what it signed, and how a checkpoint is handed out."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from socialmatch.canonical import Json
from socialmatch.config import Log, Secrets
from socialmatch.errors import FileError, Inconsistent, UsageError
from socialmatch.files.writers import atomic_write
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.note import Note, SigningKey, VerifierKey, parse_keys
from socialmatch.ledger.signer import CheckpointSigner, check_continues
from socialmatch.models import DEFAULT_TENANT, Actor
from socialmatch.store import Session, Store, events
from socialmatch.store.events import Draft
from socialmatch.store.journal import RESTORED

CONTINUED = "log_continued"
"""Kind of the event with which a log begins to be signed under another name; anybody may be shown it."""
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
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
        """The log's name. Another tenant's log is another log, and so is one that lost what was signed of it."""
        return self._name(self.generation)

    @property
    def generation(self) -> int:
        """How often this log lost, in a restore, what was signed of it; see :meth:`go_on_after_restore`."""
        return max(
            (int(path.suffix[1:]) for path in self.folder.glob("checkpoint.[1-9]*") if _numbered(path)), default=0
        )

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

    def last(self) -> Checkpoint | None:
        """The last checkpoint that was signed; ``None`` where none ever was.

        Raises
        ------
        FileError: the signer's memory cannot be read.
        """
        return self.signer().last() if self.began else None

    def go_on_after_restore(self, store: Store, *, actor: Actor, reason: str) -> Checkpoint:
        """Sign on under another name, after a restore took away what was signed.

        A log must never sign two checkpoints that contradict each other, so this one is over: its last checkpoint and
        its key line stay in the signer's folder. What the restored store holds goes on as a log of its own, whose name
        ends in ``/restored:`` and a number, and which says in an event of its own what it continues.

        Returns
        -------
        The last checkpoint of the log that is over.

        Raises
        ------
        UsageError: nothing that was signed is missing (``not_set_back``).
        Inconsistent: it is, and no restore of it is recorded in the log: somebody else changed it.
        """
        log.catch_up(store, self.tenant)
        ended = self.signer().last()
        with store.read(self.tenant) as session:
            try:
                check_continues(
                    ended,
                    Checkpoint(self.name, session.size, log.root(session)),
                    lambda old, new: log.consistency(session, old, new),
                )
            except Inconsistent as found:
                if not _is_recorded(session, ended):
                    found.hint = "no restore of this is recorded; compare with the checkpoints given away"
                    raise
            else:
                raise UsageError("the log continues what was signed of it", code="not_set_back")
        following = self.generation + 1
        said: dict[str, Json] = {"ended": ended.encode(), "name": self._name(following)}
        with store.write(self.tenant, actor, reason) as writing:
            events.append_many(writing, [Draft(TypeClass.ADMIN, CONTINUED, data=said, bare=True)])
        key = SigningKey(self._name(following), self.secrets.need("signing_key"))
        CheckpointSigner.create(key, self.folder / f"checkpoint.{following}")
        return ended

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

    def _name(self, generation: int) -> str:
        known = self.settings.name
        name = known if self.tenant == DEFAULT_TENANT else f"{known}/{quote(self.tenant, safe='')}"
        return f"{name}/restored:{generation}" if generation else name

    @property
    def _state(self) -> Path:
        return self._file("checkpoint")

    @property
    def _retired(self) -> Path:
        return self._file("retired")

    def _file(self, name: str) -> Path:
        """A file of the signer's: each log that followed a restore has files of its own."""
        return self.folder / (f"{name}.{self.generation}" if self.generation else name)


def _numbered(path: Path) -> bool:
    return path.suffix[1:].isdecimal()


def _is_recorded(session: Session, ended: Checkpoint) -> bool:
    """Whether the log says of itself that it was restored, and that this was the last that was signed of it."""
    for event in reversed(list(events.of_class(session, TypeClass.ADMIN, _FIRST, session.now + timedelta(days=1)))):
        if event.kind == RESTORED:
            return bool(event.data.get("signed") == ended.encode())
    return False


def sign(session: Session, signing: Signing) -> tuple[Note, Checkpoint]:
    """A checkpoint of the log as a reading session sees it; :func:`.log.catch_up` comes first.

    Raises
    ------
    Inconsistent: the log is no continuation of what was signed before.
    FileError: the signer's memory is missing, or is not this key's.
    """
    try:
        note = log.checkpoint(session, signing.signer())
    except Inconsistent as error:
        error.hint = (
            "if a backup was restored: 'socialmatch audit checkpoint --after-restore'; else look who changed it"
        )
        raise
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
