"""Proof files as C2SP specifies them (https://c2sp.org/tlog-proof): one entry of a log, checked offline.

::

    c2sp.org/tlog-proof@v1
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=   the audit path, from the leaf's sibling up
    ...
                                                   (blank line)
    example.com/consent-log                        a signed checkpoint, to the end

The entry itself is not in the file: whoever checks it has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.merkle import HASH_SIZE, MAX_SIZE, leaf_hash, verify_inclusion
from socialmatch.ledger.note import Note, VerifierKey
from socialmatch.ledger.text import from_base64, from_decimal, hash_from_base64, to_base64

HEADER: Final = "c2sp.org/tlog-proof@v1"

MAX_HASHES: Final = 63
"""The audit path of a tree of 2**63 - 1 leaves."""

MAX_PROOF_BYTES: Final = 2_000_000
"""Larger files are refused unread."""


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof as it was read; says nothing until :meth:`verify`.

    Parameters
    ----------
    index: position of the entry in the log. hashes: its audit path.
    checkpoint: the signed checkpoint, still unverified.
    extra: opaque bytes that nothing authenticates; we write none.

    Raises
    ------
    ProofInvalid: no proof could be written of these.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index < MAX_SIZE or len(self.hashes) > MAX_HASHES:
            raise _malformed("its index or path is out of range")
        if any(len(digest) != HASH_SIZE for digest in self.hashes):
            raise ProofInvalid("a hash is not 32 bytes long", code="hash_length")

    @classmethod
    def parse(cls, data: bytes) -> TlogProof:
        """Read a proof file. Inverse of :meth:`encode`; verifies nothing.

        Raises
        ------
        ProofInvalid: it is not a proof in its one spelling.
        """
        if len(data) > MAX_PROOF_BYTES:
            raise _malformed("it is too large")
        head, blank, note = data.partition(b"\n\n")
        try:
            header, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise _malformed("its head is not ASCII") from error
        if not blank or header != HEADER:
            raise _malformed("it does not begin as one")
        extra = from_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
        if not lines or not lines[0].startswith("index "):
            raise _malformed("it has no index")
        hashes = tuple(map(hash_from_base64, lines[1 : MAX_HASHES + 2]))
        return cls(from_decimal(lines[0][6:]), hashes, Note.parse(note), extra)

    def encode(self) -> bytes:
        """The proof as a file."""
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        head = [HEADER, *extra, f"index {self.index}", *map(to_base64, self.hashes)]
        return "".join(f"{line}\n" for line in head).encode() + b"\n" + self.checkpoint.encode()

    def verify(self, entry: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
        """Check that an entry, byte for byte, stands in the log of these keys, and return the checkpoint it stands in.

        Raises
        ------
        ProofInvalid: it does not, or the checkpoint is not one of that log.
        """
        checkpoint = open_checkpoint(self.checkpoint, keys)
        verify_inclusion(
            leaf_hash(entry), index=self.index, size=checkpoint.size, root=checkpoint.root, proof=self.hashes
        )
        return checkpoint


def _malformed(why: str) -> ProofInvalid:
    return ProofInvalid(f"not a proof file: {why}", code="malformed_proof")
