"""Aggregate counts of values over the whole CRM: where rarity, and the shadow of people who did not agree, come from.

Counts say how many accounts share a value, never who. They are a dated snapshot and belong to the model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from socialmatch.matching.blocking import account_keys
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures

BIT = 1000
"""One bit in the integer unit of every weight (millibits)."""


class Tally(Protocol):
    """How many accounts hold each of some values: a ``Counter``, or one that can be asked and not listed."""

    def __getitem__(self, entry: str, /) -> int:
        """How many hold the value; 0 where nobody does."""

    def __contains__(self, entry: object, /) -> bool:
        """Whether anybody holds the value."""


class Elsewhere:
    """A :class:`Tally` that was left behind: whoever asks it should have asked somebody else."""

    def __getitem__(self, entry: str, /) -> int:
        """Refuse."""
        raise TypeError("these counts are not here; they come with each profile")

    def __contains__(self, entry: object, /) -> bool:
        """Refuse."""
        raise TypeError("these counts are not here; they come with each profile")


@dataclass(slots=True)
class Counts:
    """How many accounts hold each value.

    Attributes
    ----------
    accounts: how many accounts were counted. values: number of accounts by ``kind:value``
    (``"family:roe"``). keys: number of accounts by blocking key. countries: counts of the accounts of each country.
    expected: Good-Turing's expected counts, see :meth:`share`; made from ``values`` where they are not given.
    """

    accounts: int = 0
    values: Tally = field(default_factory=Counter[str], repr=False)
    keys: Tally = field(default_factory=Counter[str], repr=False)
    countries: dict[str, Counts] = field(default_factory=dict, repr=False)
    expected: Expected | None = field(default=None, repr=False, compare=False)

    @classmethod
    def over(cls, accounts: Iterable[AccountFeatures]) -> Counts:
        """Count every account once for each value it holds."""
        number = 0
        values, keys = Counter[str](), Counter[str]()
        compatriots: dict[str, Counter[str]] = {}
        of_country = Counter[str]()
        for account in accounts:
            number += 1
            held = set(_values(account))
            values.update(held)
            if account.country:
                of_country[account.country] += 1
                compatriots.setdefault(account.country, Counter()).update(held)
            keys.update(account_keys(account))
        countries = {country: cls(of_country[country], held) for country, held in compatriots.items()}
        return cls(number, values, keys, countries)

    def add(self, other: Counts) -> None:
        """Count also what another part of the same CRM's accounts holds. Both were made by :meth:`over`."""
        self.accounts += other.accounts
        for mine, theirs in ((self.values, other.values), (self.keys, other.keys)):
            if not (isinstance(mine, Counter) and isinstance(theirs, Counter)):
                raise TypeError("values that cannot be listed cannot be added")
            mine.update(theirs)
        for country, counts in other.countries.items():
            self.countries.setdefault(country, Counts()).add(counts)

    def share(self, kind: str, value: str) -> float:
        """Estimated share of people who hold a value, never 0.

        Good-Turing: a value that ``r`` accounts hold is expected ``(r + 1) N_{r+1} / N_r`` times in as many accounts
        of other people, where ``N_r`` values are held by ``r`` accounts (I. J. Good, The population frequencies of
        species and the estimation of population parameters, Biometrika 40, 1953). So a name seen once among
        thousands is taken as rarer than the count says, and one never seen as rarer still.
        """
        return self.share_of(kind, self.values[f"{kind}:{value}"])

    def share_of(self, kind: str, held: int) -> float:
        """As :meth:`share`, of a value of this kind that so many accounts hold."""
        if self.expected is None:
            self.expected = good_turing(held_by_few(self.values))
        return self.expected.get(kind, _UNSEEN_ONLY).get(held, held) / (self.accounts + 1.0)

    def rarity(self, kind: str, value: str) -> int:
        """``-log2(share)`` in millibits: what agreeing on the value by chance is worth."""
        return round(-math.log2(self.share(kind, value)) * BIT)


_UNSEEN_ONLY = {0: 0.3}
"""Expected count of a value no account holds, where too few are counted to tell."""
_UNSEEN_BESIDE_ONCE = 2 / 3
"""Expected count of a value no account holds, as a share of that of a value one account holds. Good-Turing gives only
the sum over all unseen values. By Chao's lower bound of their number (A. Chao, Nonparametric estimation of the number
of classes in a population, Scandinavian Journal of Statistics 11, 1984) the share is at most 1."""
_LARGEST_CORRECTED = 5
_ENOUGH = 30
"""How many values must be held by ``r`` accounts for the ratio to those held by ``r + 1`` to be worth something."""


Expected = Mapping[str, Mapping[int, float]]
"""Good-Turing's expected count by kind and count held, for the small counts where it differs from the count."""


def held_by_few(values: Tally) -> dict[str, list[int]]:
    """Of each kind, how many values are held by one account, by two, and so on as far as Good-Turing looks."""
    if not isinstance(values, Counter):
        raise TypeError("values that cannot be listed come with their expected counts")
    few: dict[str, list[int]] = {}
    for entry, held in values.items():
        of_kind = few.setdefault(entry.partition(":")[0], [0] * (_LARGEST_CORRECTED + 1))
        if held <= len(of_kind):
            of_kind[held - 1] += 1
    return few


def good_turing(few: Mapping[str, Sequence[int]]) -> Expected:
    """Expected counts, from what :func:`held_by_few` found.

    Pseudonyms are taken as the counts say: two people think of the same two words more often than a few hundred
    pseudonyms among as many mail addresses show.
    """
    return {kind: _corrected(by_count) for kind, by_count in few.items() if kind != "pseudonym"}


def _corrected(by_count: Sequence[int]) -> dict[int, float]:
    """Expected counts of one kind: never above the count held, never falling as it grows."""
    expected: dict[int, float] = {}
    for held in range(1, _LARGEST_CORRECTED + 1):
        here, above = by_count[held - 1], by_count[held]
        if here < _ENOUGH:
            break
        turing = (held + 1) * (above + 1) / here  # one more, as none among few says little
        expected[held] = min(held, max(turing, expected.get(held - 1, 0.0)))
    return {0: _UNSEEN_BESIDE_ONCE * expected[1], **expected} if expected else _UNSEEN_ONLY


def _values(account: AccountFeatures) -> Iterator[str]:
    """Every value of an account that rarity is asked for, as ``kind:value``."""
    for name in given_forms(account):
        yield f"given:{name}"
        yield f"initial:{name[0]}"
    for letter in account.initials:
        yield f"initial:{letter}"
    for name in account.family:
        yield f"family_initial:{name[0]}"
    for kind, values in (
        ("family", account.family),
        ("middle", account.middle),
        ("email", account.emails),
        ("local", [word for word in account.locals if not is_pseudonym(word, account)]),
        ("pseudonym", [word for word in account.locals if is_pseudonym(word, account)]),
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


def is_pseudonym(word: str, account: AccountFeatures) -> bool:
    """Whether a word is letters alone and shows none of the account's names."""
    if not word.isalpha():
        return False
    names = (*account.given, *account.family, *account.aliases)
    return not any(len(name) > 2 and name[:4] in word for name in names)


def given_forms(account: AccountFeatures) -> frozenset[str]:
    """Every form the account's given name may be shown in: as on file, aliases, nicknames of both."""
    names = (*account.given, *account.aliases)
    return frozenset(names).union(*(variants(name) for name in names))
