"""Checkpoints as C2SP specifies them (https://c2sp.org/tlog-checkpoint): the log's size and root, signed.

::

    example.com/consent-log                        origin: which log this is
    20852163                                       size: how many leaves
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=   root of the tree of that size
                                                   (extension lines, if any)
    — example.com/consent-log Az3grlgtzPIC...      signature lines

A reader pins origin and key: both come from the reader's own verifier keys, never from what is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.merkle import EMPTY_ROOT, HASH_SIZE, MAX_SIZE
from socialmatch.ledger.note import Note, SigningKey, VerifierKey
from socialmatch.ledger.text import from_decimal, hash_from_base64, to_base64

_LINE = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one size.

    Parameters
    ----------
    origin: name of the log. size: number of leaves. root: 32 bytes.
    extensions: further lines; we write none and give them no meaning.

    Raises
    ------
    ProofInvalid: no checkpoint can say this.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(_LINE.fullmatch(line) for line in (self.origin, *self.extensions)):
            raise ProofInvalid("a line of a checkpoint is empty or holds a control character", code="checkpoint")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_SIZE:
            raise ProofInvalid("the size or root of a checkpoint is out of range", code="checkpoint")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise ProofInvalid("an empty log has the root of the empty tree", code="checkpoint")

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint note. Inverse of :meth:`encode`; verifies nothing.

        Raises
        ------
        ProofInvalid: it is not a checkpoint in its one spelling.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "":
            raise ProofInvalid("a checkpoint has at least three lines", code="checkpoint")
        origin, size, root, *extensions = lines
        return cls(origin, from_decimal(size), hash_from_base64(root), tuple(extensions))

    def encode(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), to_base64(self.root), *self.extensions))


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """A signed note of a checkpoint. Only :class:`~socialmatch.ledger.signer.CheckpointSigner` should call this.

    Raises
    ------
    ProofInvalid: the key is of another log.
    """
    if key.name != checkpoint.origin:
        raise ProofInvalid("the key is of another log than the checkpoint", code="wrong_origin")
    return key.sign(checkpoint.encode())


def open_checkpoint(data: bytes | Note, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Read a signed checkpoint and check that one of these keys made it, for the log of its name.

    Parameters
    ----------
    keys: what the reader trusts, from the reader's own files.

    Raises
    ------
    ProofInvalid: it is malformed, not signed by a trusted key, wrongly signed in its name, or of another log.
    """
    note = data if isinstance(data, Note) else Note.parse(data)
    signers = note.verify(keys)
    checkpoint = Checkpoint.parse(note.text)
    if all(key.name != checkpoint.origin for key in signers):
        raise ProofInvalid("the checkpoint is of another log", code="wrong_origin")
    return checkpoint
