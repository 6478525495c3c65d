"""What can be learned without labels: the share of profiles that have an account, from what their pairs weigh.

Every profile has an account here or has none. How likely either is, follows from the weights and the share; and the
share is the mean of that over all profiles. Taking turns leads to the share that explains the weights best (A.
Dempster, N. Laird, D. Rubin, Maximum likelihood from incomplete data via the EM algorithm, 1977). Relatives of
customers have no account; they are left out of the count on either side.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from socialmatch.matching.counts import BIT
from socialmatch.matching.decide import CERTAIN, Pair, Thresholds
from socialmatch.matching.model import Parameters, prior_of
from socialmatch.models import Decision

LEAST_PROFILES: Final = 200
"""Profiles that a share is learned from, at least."""
SHARES: Final = (50, 950)
"""Bounds of what is learned, in thousandths: beyond them a few profiles would decide."""
TURNS: Final = 500
_SETTLED: Final = 1e-5
_FINENESS: Final = 10
"""Masses are told apart to a tenth of a bit."""
_NOTHING: Final = -math.inf


class Learned(NamedTuple):
    """A share in thousandths, and how many turns it took to settle."""

    share: int
    turns: int


@dataclass(slots=True)
class Observed:
    """What the pairs of many profiles weigh, some forty bytes a profile; nobody is named.

    Attributes
    ----------
    top: accounts of a profile that are kept one by one. here: log2 of the summed weights of all its accounts, seen or
    not. kin: the same of relatives. first: the first accounts' weights. All in bits, without the prior.
    """

    top: int
    here: array[float] = field(default_factory=lambda: array("d"), repr=False)
    kin: array[float] = field(default_factory=lambda: array("d"), repr=False)
    first: array[float] = field(default_factory=lambda: array("d"), repr=False)

    def __len__(self) -> int:
        return len(self.here)

    def add(self, pairs: Iterable[Pair], unseen: Iterable[tuple[int, int]]) -> None:
        """Add a profile.

        Parameters
        ----------
        pairs: of all its candidates. unseen: how many accounts hold a value unseen and what it weighs.
        """
        pairs = list(pairs)
        own = sorted((pair.own / BIT for pair in pairs), reverse=True)
        hidden = [weight / BIT + math.log2(number) for number, weight in unseen]
        self.here.append(_sum([*own, *hidden]))
        self.kin.append(_sum([pair.relative / BIT for pair in pairs if pair.relative is not None]))
        self.first.extend((*own, *[_NOTHING] * self.top)[: self.top])

    def learn_share(self, accounts: int) -> Learned:
        """The share of these profiles that have an account.

        Parameters
        ----------
        accounts: how many the CRM has.
        """
        masses = Counter((_coarse(here), _coarse(kin)) for here, kin in zip(self.here, self.kin, strict=True))
        share, turns, moved = 0.5, 0, 1.0
        while moved >= _SETTLED and turns < TURNS:
            turns += 1
            odds = math.log2(share / (1 - share) / max(1, accounts))
            found, none = [], []
            for (here, kin), number in sorted(masses.items()):
                ours, theirs = _power(here + odds), _power(kin + odds)
                found.append(number * ours / (1 + ours + theirs))
                none.append(number / (1 + ours + theirs))
            ours, theirs = math.fsum(found), math.fsum(none)
            last, share = share, min(SHARES[1] / BIT, max(SHARES[0] / BIT, ours / (ours + theirs)))
            moved = abs(share - last)
        return Learned(round(share * BIT), turns)

    def decisions(
        self, parameters: Parameters, accounts: int, thresholds: Thresholds
    ) -> Iterator[tuple[Decision, ...]]:
        """What is decided of each profile's first accounts with these parameters, in the order they were added."""
        prior = prior_of(parameters.share, accounts) / BIT
        for place, (here, kin) in enumerate(zip(self.here, self.kin, strict=True)):
            first = self.first[place * self.top : (place + 1) * self.top]
            yield _decided(first, here, kin, prior, parameters, thresholds)


def _decided(
    first: Sequence[float], here: float, kin: float, prior: float, parameters: Parameters, thresholds: Thresholds
) -> tuple[Decision, ...]:
    heaviest = max(0.0, here + prior, kin + prior)
    total = _power(here + prior - heaviest) + _power(kin + prior - heaviest) + _power(-heaviest)
    shares = [_power(weight + prior - heaviest) / total for weight in first if weight > _NOTHING]
    told = [min(CERTAIN, round(one, 6)) for one in parameters.calibration.of_all(shares)]
    return tuple(thresholds.decision(one, rank) for rank, one in enumerate(told, 1))


def _sum(bits: Sequence[float]) -> float:
    """``log2`` of the sum of the powers."""
    if not bits:
        return _NOTHING
    most = max(bits)
    return most + math.log2(math.fsum(sorted(2.0 ** (one - most) for one in bits)))


def _coarse(bits: float) -> float:
    return bits if bits == _NOTHING else round(bits * _FINENESS) / _FINENESS


def _power(bits: float) -> float:
    return 0.0 if bits == _NOTHING else 2.0 ** min(1000.0, bits)
