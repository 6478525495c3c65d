"""Aggregate counts of values over the whole CRM: where rarity, and the shadow of people who did not agree, come from.

Counts say how many accounts share a value, never who. They are a dated snapshot and belong to the model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from socialmatch.matching.blocking import account_keys
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures

BIT = 1000
"""One bit in the integer unit of every weight (millibits)."""


@dataclass(slots=True)
class Counts:
    """How many accounts hold each value.

    Attributes
    ----------
    accounts: how many accounts were counted. values: number of accounts by ``kind:value``
    (``"family:roe"``). keys: number of accounts by blocking key. countries: counts of the accounts of each country.
    """

    accounts: int = 0
    values: Counter[str] = field(default_factory=Counter, repr=False)
    keys: Counter[str] = field(default_factory=Counter, repr=False)
    countries: dict[str, Counts] = field(default_factory=dict, repr=False)
    _turing: dict[str, dict[int, float]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def over(cls, accounts: Iterable[AccountFeatures]) -> Counts:
        """Count every account once for each value it holds."""
        counts = cls()
        for account in accounts:
            counts.accounts += 1
            values = set(_values(account))
            counts.values.update(values)
            if account.country:
                compatriots = counts.countries.setdefault(account.country, cls())
                compatriots.accounts += 1
                compatriots.values.update(values)
            counts.keys.update(account_keys(account))
        return counts

    def share(self, kind: str, value: str) -> float:
        """Estimated share of people who hold a value, never 0.

        Good-Turing: a value that ``r`` accounts hold is expected ``(r + 1) N_{r+1} / N_r`` times in as many accounts
        of other people, where ``N_r`` values are held by ``r`` accounts (I. J. Good, The population frequencies of
        species and the estimation of population parameters, Biometrika 40, 1953). So a name seen once among
        thousands is taken as rarer than the count says, and one never seen as rarer still.
        """
        held = self.values[f"{kind}:{value}"]
        return self._expected(kind).get(held, held) / (self.accounts + 1.0)

    def _expected(self, kind: str) -> dict[int, float]:
        """Good-Turing's expected count by count held, for the small counts where it differs."""
        if not self._turing:
            self._turing = _good_turing(self.values)
        return self._turing.get(kind, _UNSEEN_ONLY)

    def rarity(self, kind: str, value: str) -> int:
        """``-log2(share)`` in millibits: what agreeing on the value by chance is worth."""
        return round(-math.log2(self.share(kind, value)) * BIT)


_UNSEEN = 0.3
"""Expected count of a value no account holds. Good-Turing gives only the sum over all unseen values; this is its
order of magnitude when there are a few times as many unseen values as values seen once."""
_UNSEEN_ONLY = {0: _UNSEEN}
_LARGEST_CORRECTED = 5
_ENOUGH = (30, 10)
"""How many values must be held by ``r`` and by ``r + 1`` accounts for their ratio to be worth something."""


def _good_turing(values: Counter[str]) -> dict[str, dict[int, float]]:
    holders: dict[str, Counter[int]] = {}
    for entry, held in values.items():
        holders.setdefault(entry.partition(":")[0], Counter())[held] += 1
    return {kind: _corrected(by_count) for kind, by_count in holders.items()}


def _corrected(by_count: Counter[int]) -> dict[int, float]:
    """Expected counts of one kind: never above the count held, never falling as it grows."""
    expected = {0: _UNSEEN}
    for held in range(1, _LARGEST_CORRECTED + 1):
        here, above = by_count[held], by_count[held + 1]
        if here < _ENOUGH[0] or above < _ENOUGH[1]:
            break
        turing = (held + 1) * above / here
        expected[held] = min(held, max(turing, expected[held - 1]))
    return expected


def _values(account: AccountFeatures) -> Iterator[str]:
    """Every value of an account that rarity is asked for, as ``kind:value``."""
    for name in given_forms(account):
        yield f"given:{name}"
        yield f"initial:{name[0]}"
    for kind, values in (
        ("family", account.family),
        ("middle", account.middle),
        ("email", account.emails),
        ("local", account.locals),
        ("phone", account.phones),
        ("host", account.hosts),
        ("label", account.labels),
        ("place", account.places),
        ("title", account.titles),
        ("organization", account.organizations),
        ("handle", account.handles),
    ):
        for value in values:
            yield f"{kind}:{value}"
    if account.birth_year:
        yield f"year:{account.birth_year}"


def given_forms(account: AccountFeatures) -> frozenset[str]:
    """Every form the account's given name may be shown in: as on file, aliases, nicknames of both."""
    names = (*account.given, *account.aliases)
    return frozenset(names).union(*(variants(name) for name in names))
