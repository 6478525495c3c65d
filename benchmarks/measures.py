"""Measures of matching quality, for our matcher and its peers alike: what is shown for each profile against the truth.

The view is top-1: the best account of each profile. Exact ties abstain. Recall is over every profile that has an
account.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Top:
    """The best account shown for one profile: its score, whether it is right, whether it stands alone at the top."""

    score: float
    right: bool
    alone: bool


def by_score(rows: Collection[Top]) -> list[Top]:
    """The rows that stand alone, highest score first."""
    return sorted((row for row in rows if row.alone), key=lambda row: -row.score)


def recall_at(rows: Collection[Top], linkable: int, precision: float) -> float:
    """Highest recall at a threshold where precision is at least that.

    Parameters
    ----------
    linkable: how many profiles have an account.
    """
    best, right = 0.0, 0
    kept = by_score(rows)
    for shown, row in enumerate(kept, 1):
        right += row.right
        last_of_value = shown == len(kept) or kept[shown].score < row.score
        if last_of_value and right / shown >= precision:
            best = max(best, right / linkable)
    return best


def best_f1(rows: Collection[Top], linkable: int) -> float:
    """Highest F1 at any threshold; equal scores are shown together or not at all."""
    best, right = 0.0, 0
    kept = by_score(rows)
    for shown, row in enumerate(kept, 1):
        right += row.right
        if shown == len(kept) or kept[shown].score < row.score:
            best = max(best, 2 * right / (shown + linkable))
    return best


def recall_within(ranks: Sequence[int], top: int) -> float:
    """Share of profiles whose account is among the first ``top``; a rank of 0 is "not among the candidates"."""
    return sum(1 <= rank <= top for rank in ranks) / len(ranks) if ranks else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of about the same score: what was said on average, what share of them was right, and how many they are."""

    said: float
    was: float
    count: int


def reliability(rows: Collection[Top], bins: int = 15) -> list[Bin]:
    """Bins of equal count, highest scores first; scores must be probabilities."""
    ordered = sorted(rows, key=lambda row: -row.score)
    size = max(1, math.ceil(len(ordered) / bins))
    groups = (ordered[start : start + size] for start in range(0, len(ordered), size))
    return [
        Bin(sum(r.score for r in group) / len(group), sum(r.right for r in group) / len(group), len(group))
        for group in groups
    ]


def calibration(rows: Collection[Top], bins: int = 15) -> tuple[float, float]:
    """Expected calibration error over equal-count bins, and log-loss in nats; scores must be probabilities."""
    if not rows:
        return 0.0, 0.0
    error = sum(abs(one.said - one.was) * one.count / len(rows) for one in reliability(rows, bins))
    loss = -sum(math.log(max(1e-6, r.score if r.right else 1 - r.score)) for r in rows) / len(rows)
    return error, loss
