"""A leaf read back, strictly. What a leaf is, and how it is written, is :mod:`socialmatch.leaf`'s."""

from __future__ import annotations

import re
from binascii import a2b_base64
from dataclasses import dataclass
from typing import Final

from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass, encode_leaf
from socialmatch.ledger.merkle import HASH_SIZE

MAX_LEAF_BYTES: Final = 160
"""No leaf of this version is longer."""

_MAX_INT: Final = 2**53 - 1

# The last symbol before the padding carries two spare bits; these sixteen have them zero.
_FORM: Final = re.compile(
    rb'\{"commit":"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)","recorded_at":(0|[1-9][0-9]{0,15}),'
    rb'"seq":(0|[1-9][0-9]{0,15}),"type-class":"(' + "|".join(TypeClass).encode() + rb')","v":1\}'
)
_CLASSES: Final = {kind.value.encode(): kind for kind in TypeClass}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the log.

    Parameters
    ----------
    seq: its position, from 0. type_class: the kind of event.
    recorded_at: milliseconds since 1970-01-01 UTC. commit: 32 bytes.

    Raises
    ------
    ProofInvalid: a number is out of range, or the commitment is not 32 bytes long.
    """

    seq: int
    type_class: TypeClass
    recorded_at: int
    commit: bytes

    def __post_init__(self) -> None:
        if not (0 <= self.seq <= _MAX_INT and 0 <= self.recorded_at <= _MAX_INT and len(self.commit) == HASH_SIZE):
            raise ProofInvalid("a value of the leaf is out of range", code="malformed_leaf")

    @classmethod
    def parse(cls, data: bytes) -> Leaf:
        """Read a leaf, without a newline. Inverse of :meth:`encode`.

        Raises
        ------
        ProofInvalid: it is not a leaf of this version in its one spelling.
        """
        found = _FORM.fullmatch(data)
        if found is None:
            raise ProofInvalid("not a leaf, or not in its canonical form", code="malformed_leaf")
        commit, recorded_at, seq, kind = found.groups()
        return cls(int(seq), _CLASSES[kind], int(recorded_at), a2b_base64(commit))

    def encode(self) -> bytes:
        """The bytes that are hashed into the tree."""
        return encode_leaf(self.seq, self.type_class, self.recorded_at, self.commit)
