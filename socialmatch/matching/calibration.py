"""Probabilities made to hold: a monotone map of their log-odds, learned from pairs that people judged.

The map is a straight line through log-odds (J. Platt, Probabilistic outputs for support vector machines, 1999), in
whole numbers: ``slope`` thousandths of a bit for each bit, and ``offset`` millibits. It never turns an order round.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from socialmatch.matching.counts import BIT

_SMALLEST: Final = 1e-9
LEAST_JUDGED: Final = 100
"""Judged pairs that a map is learned from, at least."""
LEAST_OF_EACH: Final = 20
"""Of them right ones, and wrong ones, at least."""
SLOPES: Final = (500, 1500)
OFFSETS: Final = (-4000, 2000)
"""Bounds of what is learned: judged pairs are few and were not drawn by lot."""
_SLOPE_SPREAD, _OFFSET_SPREAD = 0.25, 1.0
"""How far, in bits per bit and in bits, the line is expected to be from "as they are" (a normal prior's deviation)."""
_STEP: Final = 10
"""What is learned is rounded to this, so that the last digit of a logarithm never shows."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through log-odds; the default leaves probabilities as they are.

    Attributes
    ----------
    slope: thousandths, more than 0. offset: millibits.
    """

    slope: int = BIT
    offset: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether probabilities stay as they are."""
        return self.slope == BIT and self.offset == 0

    def of(self, probability: float) -> float:
        """A probability made to hold."""
        return _probability((_log_odds(probability) * self.slope + self.offset) / BIT)

    def undo(self, probability: float) -> float:
        """The probability that :meth:`of` makes this of."""
        return _probability((_log_odds(probability) * BIT - self.offset) / self.slope)

    def of_all(self, probabilities: Sequence[float]) -> list[float]:
        """Those of one profile's candidates; together never more than 1, and in the order they were in."""
        if self.changes_nothing:
            return list(probabilities)
        made = [self.of(one) for one in probabilities]
        total = max(1.0, math.fsum(sorted(made)))
        return [one / total for one in made]


AS_THEY_ARE: Final = Calibration()
"""Leaves probabilities alone."""


class Judged(NamedTuple):
    """A pair somebody judged: what it was said to be worth, and whether it was right."""

    probability: float
    right: bool


def enough(judged: Sequence[Judged]) -> bool:
    """Whether there are enough judged pairs, of both kinds, to learn from."""
    right = sum(one.right for one in judged)
    return len(judged) >= LEAST_JUDGED and min(right, len(judged) - right) >= LEAST_OF_EACH


def learn_calibration(judged: Sequence[Judged]) -> Calibration:
    """The line that fits judged pairs best, drawn towards "as they are" (logistic regression with a normal prior).

    Parameters
    ----------
    judged: pairs with uncalibrated probabilities, in any order.
    """
    pairs = [(_log_odds(one.probability), one.right) for one in sorted(judged)]
    slope, offset = 1.0, 0.0
    for _ in range(60):
        slope, offset, moved = _newton(pairs, slope, offset)
        if moved < 1e-9:
            break
    return Calibration(_rounded(slope, SLOPES), _rounded(offset, OFFSETS))


def _newton(pairs: Sequence[tuple[float, bool]], slope: float, offset: float) -> tuple[float, float, float]:
    """One of Newton's steps towards the least loss in bits, halved while it does not help; and how far it went."""
    residuals, curves = [], []
    for odds, right in pairs:
        said = _probability(slope * odds + offset)
        residuals.append((said - right, odds))
        curves.append((math.log(2) * said * (1 - said), odds))
    down_slope = math.fsum(r * x for r, x in residuals) + (slope - 1) / _SLOPE_SPREAD**2
    down_offset = math.fsum(r for r, _ in residuals) + offset / _OFFSET_SPREAD**2
    a = math.fsum(c * x * x for c, x in curves) + 1 / _SLOPE_SPREAD**2
    b = math.fsum(c * x for c, x in curves)
    d = math.fsum(c for c, _ in curves) + 1 / _OFFSET_SPREAD**2
    whole = a * d - b * b
    by_slope, by_offset = (d * down_slope - b * down_offset) / whole, (a * down_offset - b * down_slope) / whole
    before, share = _loss(pairs, slope, offset), 1.0
    while _loss(pairs, slope - share * by_slope, offset - share * by_offset) > before and share > 1e-6:
        share /= 2
    return slope - share * by_slope, offset - share * by_offset, share * (abs(by_slope) + abs(by_offset))


def _loss(pairs: Sequence[tuple[float, bool]], slope: float, offset: float) -> float:
    told = math.fsum(_surprise((slope * odds + offset) * (1 if right else -1)) for odds, right in pairs)
    return told + ((slope - 1) / _SLOPE_SPREAD) ** 2 / 2 + (offset / _OFFSET_SPREAD) ** 2 / 2


def _surprise(odds: float) -> float:
    """``-log2`` of the probability of these log-odds."""
    return math.log2(1 + 2.0**-odds) if odds > -500 else -odds


def _probability(odds: float) -> float:
    return 1 / (1 + 2.0**-odds) if odds > -500 else 0.0


def _log_odds(probability: float) -> float:
    kept = min(1 - _SMALLEST, max(_SMALLEST, probability))
    return math.log2(kept / (1 - kept))


def _rounded(value: float, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return min(high, max(low, round(value * BIT / _STEP) * _STEP))
