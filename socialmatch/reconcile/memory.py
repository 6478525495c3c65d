"""What a run remembers of a profile, packed: its blocks, what each pair weighed, what each value alone weighs."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_HEAD: Final = struct.Struct("<HHH")
_UNKNOWN: Final = -(1 << 31)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What came of a profile the last time, as far as it can be used again.

    Attributes
    ----------
    keys: digests of its blocks, in their order. shadow: of each, what the value alone weighs; ``None`` where nobody
        asked. weights: of each pair, by the number of the account, in millibits. proposed: proposals that were kept.
    """

    keys: Sequence[int]
    shadow: Sequence[int | None]
    weights: Mapping[int, int] = field(repr=False)
    proposed: int

    def pack(self) -> bytes:
        """As bytes. Inverse of :meth:`unpack`."""
        blocks, pairs = len(self.keys), len(self.weights)
        shadow = (_UNKNOWN if weight is None else weight for weight in self.shadow)
        body = struct.pack(
            f"<{blocks}q{blocks}i{pairs}q{pairs}i", *self.keys, *shadow, *self.weights, *self.weights.values()
        )
        return _HEAD.pack(blocks, pairs, self.proposed) + body

    @classmethod
    def unpack(cls, packed: bytes) -> Remembered:
        """Inverse of :meth:`pack`."""
        blocks, pairs, proposed = _HEAD.unpack_from(packed)
        values = struct.unpack_from(f"<{blocks}q{blocks}i{pairs}q{pairs}i", packed, _HEAD.size)
        keys, shadow = values[:blocks], values[blocks : 2 * blocks]
        weights = dict(zip(values[2 * blocks : 2 * blocks + pairs], values[2 * blocks + pairs :], strict=True))
        return cls(keys, [None if weight == _UNKNOWN else weight for weight in shadow], weights, proposed)


def block_keys(packed: bytes) -> tuple[int, ...]:
    """The digests of the blocks alone: all that is needed to see that nothing changed."""
    blocks, _, _ = _HEAD.unpack_from(packed)
    return struct.unpack_from(f"<{blocks}q", packed, _HEAD.size)


def proposed(packed: bytes) -> int:
    """How many proposals were kept."""
    return int(_HEAD.unpack_from(packed)[2])
