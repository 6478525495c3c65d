"""Inputs out of seeds: what people mistype, what programs cut off, and what somebody would try on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_LONGEST = 8_192
_HUGE = 1 << 19
"""Now and then an input of this size: what takes time quadratic in its length shows there alone."""


def inputs(seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> Iterator[bytes]:
    """Inputs without end: the seeds as they are, then changed ones."""
    yield from seeds
    number = 0
    while True:
        number += 1
        data = bytearray(chance.choice(seeds))
        for _ in range(1 + int(chance.expovariate(0.5))):
            _change(data, seeds, words, chance)
        if number % 2_500 == 0:
            data = _grown(data, words, chance)
        else:
            del data[_LONGEST:]
        yield bytes(data)


def _change(data: bytearray, seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + 1 + int(chance.expovariate(0.15)))
    kind = chance.randrange(9)
    if kind == 0:
        data[at:end] = b""
    elif kind == 1:
        data[at:at] = chance.randbytes(chance.randint(1, 4))
    elif kind == 2 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif kind == 3 and words:
        data[at:end] = chance.choice(words)
    elif kind == 4 and words:
        data[at:at] = chance.choice(words)
    elif kind == 5:
        data[at:at] = data[at:end] * chance.randint(1, 64)
    elif kind == 6:
        other = chance.choice(seeds)
        data[at:] = other[chance.randrange(len(other) + 1) :]
    elif kind == 7:
        del data[at:]
    else:
        data[at:at] = chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0xA0, 0xD800)))).encode()


def _grown(data: bytearray, words: Sequence[bytes], chance: random.Random) -> bytearray:
    """One piece of it, or of the dictionary, over and over."""
    at = chance.randrange(len(data) + 1)
    piece = chance.choice([bytes(data[at : at + chance.randint(1, 40)]) or b"a", *words])
    return data[:at] + (piece * (_HUGE // len(piece) + 1))[:_HUGE] + data[at:]
