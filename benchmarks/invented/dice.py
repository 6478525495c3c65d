"""Seeded chance. Only ``random.Random.random`` is used: Python promises the same sequence for it in every version."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that depend on the labels alone, so that adding a customer does not reshuffle all others."""

    def __init__(self, *labels: object) -> None:
        self._random = random.Random(":".join(str(label) for label in labels))

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def below(self, end: int) -> int:
        """A whole number from 0 to ``end`` - 1."""
        return int(self._random.random() * end)

    def between(self, first: int, last: int) -> int:
        """A whole number from ``first`` to ``last``, both included."""
        return first + self.below(last - first + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of these, all alike."""
        return choices[self.below(len(choices))]

    def common(self, choices: Sequence[T], head: int = 12) -> T:
        """One of these, the earlier the likelier: a place in the list weighs 1 / (place + ``head``)."""
        return choices[self.weighted({place: 1 / (place + head) for place in range(len(choices))})]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of these keys, as likely as its weight says."""
        point = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(list(weights)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of them, in another order."""
        keys = [self._random.random() for _ in items]
        return [items[place] for place in sorted(range(len(items)), key=keys.__getitem__)]

    def text(self, pattern: str) -> str:
        """``pattern`` with every ``#`` replaced by a digit."""
        return "".join(str(self.below(10)) if letter == "#" else letter for letter in pattern)

    def letters(self, alphabet: str, length: int) -> str:
        """A word of this length over the alphabet."""
        return "".join(self.pick(alphabet) for _ in range(length))

    def moment(self, first: datetime, last: datetime) -> datetime:
        """A whole minute from ``first`` (included) to ``last``."""
        return first + timedelta(minutes=self.below(int((last - first).total_seconds() // 60)))


def day(text: str) -> datetime:
    """The first moment of an ISO date, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
