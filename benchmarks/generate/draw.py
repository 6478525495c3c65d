"""Seeded chance: draws that depend on their labels alone, so that any person can be made without the ones before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Table(Generic[T]):
    """Values with weights, drawn in logarithmic time."""

    __slots__ = ("_ends", "shares", "values")

    def __init__(self, weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
        self.values = tuple(value for value, _ in pairs)
        total = sum(weight for _, weight in pairs)
        self.shares = tuple(weight / total for _, weight in pairs)
        self._ends = list(accumulate(self.shares))

    def at(self, point: float) -> T:
        """The value at a point from 0 to 1."""
        return self.values[min(bisect_right(self._ends, point), len(self.values) - 1)]


class Draw:
    """A stream of chances named by its labels.

    Only ``random.Random.random`` is used: Python promises the same sequence for it in every version.
    """

    __slots__ = ("_random",)

    def __init__(self, *labels: object) -> None:
        digest = blake2b(":".join(map(str, labels)).encode(), digest_size=8).digest()
        self._random = Random(int.from_bytes(digest, "big")).random

    def point(self) -> float:
        """From 0 (included) to 1."""
        return self._random()

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random() < probability

    def below(self, end: int) -> int:
        """A whole number from 0 to ``end`` - 1."""
        return int(self._random() * end)

    def between(self, first: int, last: int) -> int:
        """A whole number from ``first`` to ``last``, both included."""
        return first + int(self._random() * (last - first + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of these, all alike."""
        return values[int(self._random() * len(values))]

    def early(self, values: Sequence[T]) -> T:
        """One of these, mostly the first: six in ten, then six in ten of the rest."""
        for value in values[:-1]:
            if self._random() < 0.6:
                return value
        return values[-1]

    def of(self, table: Table[T]) -> T:
        """One of a table's values, as likely as its weight says."""
        return table.at(self._random())

    def filled(self, pattern: str) -> str:
        """``pattern`` with ``#`` replaced by a digit, ``N`` by one from 2 to 9 and ``@`` by a capital letter."""
        return "".join(
            str(self.below(10)) if sign == "#"
            else str(self.between(2, 9)) if sign == "N"
            else chr(65 + self.below(26)) if sign == "@"
            else sign
            for sign in pattern
        )  # fmt: skip

    def letters(self, alphabet: str, length: int) -> str:
        """A word of this length over the alphabet."""
        return "".join(self.pick(alphabet) for _ in range(length))
