"""Whom a profile is compared with by chance: people at large, or people of one country.

Given names, family names and places go together: among strangers called Andersson, Anders is no rare given name. So
"somebody" is first of all somebody from somewhere. Being of a country costs its rarity once; names and places then cost
what they cost there. Per profile the cheapest such somebody is taken (the maximum over a mixture of populations).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from socialmatch.matching.counts import BIT, Counts

LEAST_ACCOUNTS = 20
"""Countries with fewer accounts are not taken apart: their counts say too little."""

REMEMBERED = 200_000
"""Rarities a population keeps ready."""

_BORROWED = 10.0
"""Weight, in accounts, of people at large in a country's counts: names cross borders."""


class Population:
    """People at large, or of one country, and how rare values are among them.

    Parameters
    ----------
    whole: counts over the CRM. country: as ``AccountFeatures.country``; ``""`` for people at large.

    Attributes
    ----------
    entry: cost in millibits of being of this population, paid once. offset: what a value nobody of the country holds
    costs on top of its rarity at large.
    """

    __slots__ = ("_memory", "_name_memory", "_part", "_whole", "country", "entry", "offset")

    def __init__(self, whole: Counts, country: str = "") -> None:
        self._whole = whole
        self.country = country
        self._part = whole.countries[country] if country else None
        self._memory: dict[str, int] = {}
        self._name_memory: dict[str, int] = {}
        members = self._part.accounts if self._part else whole.accounts
        self.entry = round(-math.log2(members / whole.accounts) * BIT) if self._part else 0
        self.offset = round(math.log2((members + _BORROWED) / _BORROWED) * BIT) if self._part else 0

    def rarity(self, kind: str, value: str) -> int:
        """``-log2`` of the share of this population that holds a value, in millibits."""
        entry = f"{kind}:{value}"
        known = self._memory.get(entry)
        if known is None:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            here = self._part.values[entry] if self._part else 0
            known = self._memory[entry] = self.rarity_of(kind, self._whole.values[entry], here)
        return known

    def name_rarity(self, word: str, kinds: Sequence[str]) -> int:
        """The least :meth:`rarity` of a word among some kinds of names; always the same kinds."""
        known = self._name_memory.get(word)
        if known is None:
            if len(self._name_memory) >= REMEMBERED:
                self._name_memory.clear()
            known = self._name_memory[word] = min(self.rarity(kind, word) for kind in kinds)
        return known

    def rarity_of(self, kind: str, held: int, here: int) -> int:
        """As :meth:`rarity`, of a value that so many accounts hold in all, and so many of this country."""
        share = self._whole.share_of(kind, held)
        if self._part is not None:
            # Of others than the holders themselves there are as many fewer here as everywhere.
            expected = here * share * (self._whole.accounts + 1.0) / held if held else 0.0
            share = (expected + _BORROWED * share) / (self._part.accounts + _BORROWED)
        return round(-math.log2(share) * BIT)

    def seen(self) -> Counts:
        """Counts of the values that members hold."""
        return self._part or self._whole

    def is_name(self, word: str) -> bool:
        """Whether anybody, anywhere, is known to be called so."""
        values = self._whole.values
        return len(word) > 1 and (f"given:{word}" in values or f"family:{word}" in values)


def populations(counts: Counts) -> list[Population]:
    """People at large, then those of every country with enough accounts, by name."""
    large = sorted(c for c, part in counts.countries.items() if part.accounts >= LEAST_ACCOUNTS)
    return [Population(counts), *(Population(counts, country) for country in large)]
