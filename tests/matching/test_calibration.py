"""Calibration: a line that keeps the order, learned only from enough judged pairs, and undone exactly."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.matching.calibration import (
    AS_THEY_ARE,
    LEAST_JUDGED,
    OFFSETS,
    SLOPES,
    Calibration,
    Judged,
    enough,
    learn_calibration,
)

lines = st.builds(Calibration, st.integers(*SLOPES), st.integers(*OFFSETS))
probabilities = st.floats(0, 1)
judgements = st.lists(st.builds(Judged, probabilities, st.booleans()), min_size=1, max_size=60)


@given(probabilities)
def test_as_they_are_is_as_they_are(probability: float) -> None:
    assert AS_THEY_ARE.of_all([probability, 0.1]) == [probability, 0.1]


@given(lines, probabilities, probabilities)
def test_the_order_stays(line: Calibration, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= line.of(low) <= line.of(high) <= 1


@given(lines, st.floats(0.001, 0.999))
def test_it_can_be_undone(line: Calibration, probability: float) -> None:
    assert math.isclose(line.undo(line.of(probability)), probability, rel_tol=1e-4)


@given(lines, st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_candidates_of_one_profile_never_come_to_more_than_one(line: Calibration, weights: list[float]) -> None:
    total = 1 + math.fsum(weights)
    told = line.of_all(sorted((weight / total for weight in weights), reverse=True))
    assert math.fsum(told) <= 1 + 1e-9
    assert told == sorted(told, reverse=True)


@given(judgements, st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(judged: list[Judged], dice: random.Random) -> None:
    shuffled = judged[:]
    dice.shuffle(shuffled)
    learned = learn_calibration(judged)
    assert learned == learn_calibration(shuffled)
    assert SLOPES[0] <= learned.slope <= SLOPES[1] and OFFSETS[0] <= learned.offset <= OFFSETS[1]


@pytest.mark.parametrize("true", [Calibration(1000, 0), Calibration(1000, -1500), Calibration(700, 0)])
def test_what_was_distorted_is_found(true: Calibration) -> None:
    """1,500 judgements drawn from a known line."""
    dice = random.Random(7)
    said = [dice.uniform(0.05, 0.995) for _ in range(1_500)]
    learned = learn_calibration([Judged(one, dice.random() < true.of(one)) for one in said])
    assert abs(learned.slope - true.slope) < 150
    assert abs(learned.offset - true.offset) < 350


def test_a_few_judgements_move_it_little() -> None:
    learned = learn_calibration([Judged(0.9, False)] * 3)
    assert abs(learned.offset) < 3_500
    assert learned.of(0.9) < 0.9
    assert learned.of(0.99) > 0.5


@pytest.mark.parametrize(
    ("right", "wrong", "is_enough"),
    [(80, 20, True), (20, 80, True), (81, 19, False), (79, 20, False), (500, 0, False), (0, 0, False)],
)
def test_what_is_enough(right: int, wrong: int, is_enough: bool) -> None:
    assert LEAST_JUDGED == 100
    assert enough([Judged(0.5, True)] * right + [Judged(0.5, False)] * wrong) is is_enough
