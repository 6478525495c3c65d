"""Whom a profile is compared with by chance: people at large, or people of one country.

Given names, family names and places go together: among strangers called Andersson, Anders is no rare given name. So
"somebody" is first of all somebody from somewhere. Being of a country costs its rarity once; names and places then cost
what they cost there. Per profile the cheapest such somebody is taken (the maximum over a mixture of populations).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import repeat

from socialmatch.matching.counts import BIT, Counts

LEAST_ACCOUNTS = 20
"""Countries with fewer accounts are not taken apart: their counts say too little."""

REMEMBERED = 200_000
"""Rarities that people at large keep ready."""
REMEMBERED_OF_COUNTRIES = REMEMBERED // 10
"""Rarities that each country keeps ready, as there are dozens of them; and values of which all of them are known."""

_BORROWED = 10.0
"""Weight, in accounts, of people at large in a country's counts: names cross borders."""


class Population:
    """People at large, or of one country, and how rare values are among them.

    Parameters
    ----------
    whole: counts over the CRM. country: as ``AccountFeatures.country``; ``""`` for people at large.
    at_large: people at large, where these are the people of a country.

    Attributes
    ----------
    entry: cost in millibits of being of this population, paid once. offset: what a value nobody of the country holds
    costs on top of its rarity at large.
    """

    __slots__ = (
        "_at_large",
        "_by_count",
        "_held",
        "_memory",
        "_part",
        "_remembered",
        "_whole",
        "country",
        "entry",
        "offset",
    )

    def __init__(self, whole: Counts, country: str = "", at_large: Population | None = None) -> None:
        self._whole = whole
        self.country = country
        self._part = whole.countries[country] if country else None
        self._at_large = at_large or self
        self._held: dict[str, int] = {}
        self._by_count: dict[tuple[str, int, int], int] = {}
        self._memory: dict[str, int] = {}
        self._remembered = REMEMBERED_OF_COUNTRIES if country else REMEMBERED
        members = self._part.accounts if self._part else whole.accounts
        self.entry = round(-math.log2(members / whole.accounts) * BIT) if self._part else 0
        self.offset = round(math.log2((members + _BORROWED) / _BORROWED) * BIT) if self._part else 0

    def rarity(self, kind: str, value: str) -> int:
        """``-log2`` of the share of this population that holds a value, in millibits."""
        entry = f"{kind}:{value}"
        known = self._memory.get(entry)
        if known is None:
            held = self._at_large.held(entry)
            if not held:  # most words are nobody's name, and need not be kept for every country
                return self.rarity_of(kind, 0, 0)
            if len(self._memory) >= self._remembered:
                self._memory.clear()
            here = self._part.values[entry] if self._part else 0
            known = self._memory[entry] = self.rarity_of(kind, held, here)
        return known

    def held(self, entry: str) -> int:
        """How many accounts of the CRM hold a ``kind:value``."""
        known = self._held.get(entry)
        if known is None:
            if len(self._held) >= self._remembered:
                self._held.clear()
            known = self._held[entry] = self._whole.values[entry]
        return known

    def rarity_of(self, kind: str, held: int, here: int) -> int:
        """As :meth:`rarity`, of a value that so many accounts hold in all, and so many of this country."""
        counts = kind, held, here
        known = self._by_count.get(counts)
        if known is None:
            known = self._by_count[counts] = round(-math.log2(self._share_of(kind, held, here)) * BIT)
        return known

    def _share_of(self, kind: str, held: int, here: int) -> float:
        share = self._whole.share_of(kind, held)
        if self._part is not None:
            # Of others than the holders themselves there are as many fewer here as everywhere.
            expected = here * share * (self._whole.accounts + 1.0) / held if held else 0.0
            share = (expected + _BORROWED * share) / (self._part.accounts + _BORROWED)
        return share

    def seen(self) -> Counts:
        """Counts of the values that members hold."""
        return self._part or self._whole

    def is_name(self, word: str) -> bool:
        """Whether anybody, anywhere, is known to be called so."""
        values = self._whole.values
        return len(word) > 1 and (f"given:{word}" in values or f"family:{word}" in values)


class Peoples:
    """People at large, and those of every country with enough accounts.

    Parameters
    ----------
    counts: over the CRM. names: kinds of values that are names.

    Attributes
    ----------
    at_large: everybody. countries: in the order of their names.
    """

    def __init__(self, counts: Counts, names: Sequence[str]) -> None:
        self._names = names
        self.at_large = Population(counts)
        large = sorted(c for c, part in counts.countries.items() if part.accounts >= LEAST_ACCOUNTS)
        self.countries = [Population(counts, country, self.at_large) for country in large]
        self._of = {people.country: people for people in (self.at_large, *self.countries)}
        self._entries = array("q", (people.entry for people in self.countries))
        self._of_names: dict[str, array[int]] = {}
        self._of_places: dict[str, array[int]] = {}

    def of(self, country: str) -> Population:
        """The people of a country; of ``""`` those at large.

        Raises
        ------
        KeyError: its people are not taken apart.
        """
        return self._of[country]

    def nearest(self, words: Iterable[str], places: Iterable[str], number: int) -> list[Population]:
        """The countries it costs least to be from for somebody who carries these names and is in these places.

        Roughly: a name as of whatever kind it is most often, of the places the rarest.
        """
        named = [self._remembered(self._of_names, word, self._names) for word in words]
        placed = [self._remembered(self._of_places, place, ("place",)) for place in places]
        rarest = map(max, *placed) if len(placed) > 1 else placed[0] if placed else repeat(0)
        fits = map(sum, zip(self._entries, rarest, *named, strict=False))
        return [self.countries[at] for _, at in nsmallest(number, zip(fits, range(len(self.countries)), strict=False))]

    def _remembered(self, memory: dict[str, array[int]], value: str, kinds: Sequence[str]) -> array[int]:
        """How rare a value is in each country, as of its commonest kind."""
        found = memory.get(value)
        if found is None:
            if len(memory) >= REMEMBERED_OF_COUNTRIES:
                memory.clear()
            found = memory[value] = array(
                "q", (min(people.rarity(kind, value) for kind in kinds) for people in self.countries)
            )
        return found
