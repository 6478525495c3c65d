"""What a run remembers of a profile, packed: its blocks, its reading, what each pair and each value alone weighed."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

from socialmatch.matching.decide import Pair
from socialmatch.matching.reading import Recollection
from socialmatch.matching.segment import Hit

_HEAD: Final = struct.Struct("<7H")
_HIT: Final = struct.Struct("<HHii")
_UNKNOWN: Final = -(1 << 31)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What came of a profile the last time, as far as it can be used again.

    Attributes
    ----------
    keys: digests of its blocks, in their order. shadow: of each, what the value alone weighs; ``None`` where nobody
        asked. weights: of each pair, by the number of the account. reading: ``None`` if it was not read.
    watched: of how many of its blocks, from the first, the members matter; those of the rest were not asked for.
    """

    keys: Sequence[int]
    shadow: Sequence[int | None]
    weights: Mapping[int, Pair] = field(repr=False)
    reading: Recollection | None
    watched: int

    def pack(self, proposed: int) -> bytes:
        """As bytes. Inverse of :meth:`unpack`.

        Parameters
        ----------
        proposed: how many proposals were kept; see :func:`proposed`.
        """
        blocks, pairs = len(self.keys), len(self.weights)
        own = (pair.own for pair in self.weights.values())
        relative = (pair.relative for pair in self.weights.values())
        body = struct.pack(
            _form(blocks, pairs), *self.keys, *map(_known, self.shadow), *self.weights, *own, *map(_known, relative)
        )
        if self.reading is None:
            return _HEAD.pack(blocks, pairs, proposed, self.watched, 0, 0, 0) + body
        last, country = self.reading, self.reading.country.encode()
        hits = b"".join(_HIT.pack(*hit) for hit in chain(last.display_hits, last.handle_hits))
        costs = struct.pack("<2i", last.display_cost, last.handle_cost)
        sizes = len(last.display_hits), len(last.handle_hits), len(country) + 1
        return _HEAD.pack(blocks, pairs, proposed, self.watched, *sizes) + body + costs + country + hits

    @classmethod
    def unpack(cls, packed: bytes) -> Remembered:
        """Inverse of :meth:`pack`."""
        blocks, pairs, _, watched, display, handle, named = _HEAD.unpack_from(packed)
        form = _form(blocks, pairs)
        values = iter(struct.unpack_from(form, packed, _HEAD.size))
        keys, shadow = tuple(islice(values, blocks)), [_asked(weight) for weight in islice(values, blocks)]
        numbers, own = list(islice(values, pairs)), list(islice(values, pairs))
        weights = {n: Pair(weight, _asked(kin)) for n, weight, kin in zip(numbers, own, values, strict=True)}
        reading = None
        if named:
            at = _HEAD.size + struct.calcsize(form)
            name_cost, handle_cost = struct.unpack_from("<2i", packed, at)
            country = packed[at + 8 : at + 7 + named].decode()
            first = at + 7 + named
            second = first + display * _HIT.size
            shown, called = _hits(packed, first, display), _hits(packed, second, handle)
            reading = Recollection(country, name_cost, handle_cost, shown, called)
        return cls(keys, shadow, weights, reading, watched)


def _form(blocks: int, pairs: int) -> str:
    return f"<{blocks}q{blocks}i{pairs}q{pairs}i{pairs}i"


def _known(weight: int | None) -> int:
    return _UNKNOWN if weight is None else weight


def _asked(weight: int) -> int | None:
    return None if weight == _UNKNOWN else weight


def watched_keys(packed: bytes) -> tuple[int, ...]:
    """The digests of the blocks whose members matter: all that is needed to see that nothing changed."""
    watched = _HEAD.unpack_from(packed)[3]
    return struct.unpack_from(f"<{watched}q", packed, _HEAD.size)


def proposed(packed: bytes) -> int:
    """How many proposals were kept."""
    return int(_HEAD.unpack_from(packed)[2])


def _hits(packed: bytes, start: int, number: int) -> list[Hit]:
    found: Iterator[Hit] = _HIT.iter_unpack(packed[start : start + number * _HIT.size])
    return list(found)
