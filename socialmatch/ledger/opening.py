"""An opening: the payload and salt behind a leaf, by which anybody can check what was logged there.

As text it is canonical JSON: ``{"payload":{...},"salt":"...","seq":812}``. Who gets the opening of a leaf
can read its event, so openings of a person's events are handed to that person alone; openings of
sealed runs and enrolments name nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from socialmatch.canonical import canonical
from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass, commitment
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.lines import read_line, take_fields, write_line
from socialmatch.ledger.text import from_base64, to_base64

SALT_SIZE: Final = 32
"""Bytes of salt; as long as the hash, so that guessing the salt is no easier than guessing the hash."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a leaf committed to.

    Parameters
    ----------
    seq: position of the leaf. salt: 32 bytes. payload: the event.

    Raises
    ------
    ProofInvalid: the salt is not 32 bytes long. HMAC pads a shorter key with zeros, so salts of several lengths
        would open the same leaf.
    """

    seq: int
    salt: bytes = field(repr=False)
    payload: Mapping[str, Any] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_SIZE:
            raise ProofInvalid("the salt is not 32 bytes long", code="malformed_opening")

    def check(self, leaf: Leaf, kind: TypeClass) -> None:
        """Check that this is what a leaf of a kind committed to.

        Raises
        ------
        ProofInvalid: it is not.
        """
        if leaf.seq != self.seq or leaf.type_class is not kind:
            raise ProofInvalid("the opening is of another leaf", code="wrong_opening")
        if commitment(self.salt, canonical(dict(self.payload))) != leaf.commit:
            raise ProofInvalid("the leaf committed to something else", code="wrong_opening")

    def to_value(self) -> dict[str, Any]:
        """The opening as a JSON value."""
        return {"payload": dict(self.payload), "salt": to_base64(self.salt), "seq": self.seq}

    def encode(self) -> bytes:
        """The opening as a file: one line. Inverse of :meth:`parse`."""
        return write_line(self.to_value())

    @classmethod
    def parse(cls, data: bytes) -> Opening:
        """Read the file; checks it against nothing.

        Raises
        ------
        ProofInvalid: it is not an opening in its one spelling.
        """
        return cls.from_value(read_line(data))

    @classmethod
    def from_value(cls, value: Any) -> Opening:
        """Inverse of :meth:`to_value`.

        Raises
        ------
        ProofInvalid: a field is missing, unknown or of the wrong type.
        """
        fields = take_fields(value, payload=dict, salt=str, seq=int)
        return cls(fields["seq"], from_base64(fields["salt"]), fields["payload"])
