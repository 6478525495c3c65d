"""The share of profiles that have an account, learned without a label; and decisions foretold from sums."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.matching.calibration import Calibration
from socialmatch.matching.decide import Pair, Thresholds, decide
from socialmatch.matching.learning import SHARES, Observed
from socialmatch.matching.model import Parameters, prior_of
from socialmatch.models import AccountKey, ProfileKey

ACCOUNTS = 1_000
PROFILE = ProfileKey("default", "x", "", "1")

pairs = st.lists(
    st.builds(Pair, st.integers(-20_000, 40_000), st.one_of(st.none(), st.integers(-20_000, 30_000))), max_size=6
)
unseen = st.lists(st.tuples(st.integers(1, 50), st.integers(-20_000, 20_000)), max_size=4)


def drawn(share: float, number: int) -> Observed:
    """Profiles whose weights are as often met by their account's, and by chance, as the model takes it."""
    dice = random.Random(3)
    observed = Observed(3)
    for _ in range(number):
        # Weight w = log2(likelihood ratio) is normal with the mean at plus or minus half its variance, in nats.
        mean = 8.0 if dice.random() < share else -8.0
        nats = dice.gauss(mean, 4.0)
        observed.add([Pair(round(1_000 * (nats / math.log(2) + math.log2(ACCOUNTS))))], [])
    return observed


@pytest.mark.parametrize("share", [0.1, 0.3, 0.7, 0.9])
def test_the_share_is_found_again(share: float) -> None:
    learned = drawn(share, 2_000).learn_share(ACCOUNTS)
    assert abs(learned.share / 1000 - share) < 0.03


def test_it_stays_within_bounds() -> None:
    nobody, everybody = Observed(3), Observed(3)
    for _ in range(300):
        nobody.add([], [])
        everybody.add([Pair(60_000)], [])
    assert nobody.learn_share(ACCOUNTS).share == SHARES[0]
    assert everybody.learn_share(ACCOUNTS).share == SHARES[1]


def test_relatives_are_on_neither_side() -> None:
    plain, with_kin = drawn(0.4, 500), drawn(0.4, 500)
    for _ in range(500):
        with_kin.add([Pair(-60_000, 60_000)], [])
    assert abs(plain.learn_share(ACCOUNTS).share - with_kin.learn_share(ACCOUNTS).share) <= 2


@given(pairs, unseen, st.integers(*SHARES), st.integers(500, 1500), st.integers(-4_000, 2_000))
def test_what_is_foretold_is_what_is_decided(
    found: list[Pair], hidden: list[tuple[int, int]], share: int, slope: int, offset: int
) -> None:
    """For the first accounts, from the sums alone; the line is only drawn where no account is beyond those kept."""
    found = found[:3]
    observed = Observed(3)
    observed.add(found, hidden)
    parameters = Parameters(share=share / 1000, calibration=Calibration(slope, offset))
    weights = {AccountKey("default", "crm", str(place)): pair for place, pair in enumerate(found)}
    decided = decide(
        prior_of(parameters.share, ACCOUNTS),
        PROFILE,
        weights,
        hidden,
        thresholds=Thresholds(),
        top=3,
        calibration=parameters.calibration,
    )
    (foretold,) = observed.decisions(parameters, ACCOUNTS, Thresholds())
    close = any(abs(one.probability - bound) < 1e-5 for one in decided for bound in (0.99, 0.2))
    assert close or foretold == tuple(one.decision for one in decided if one.account is not None)
