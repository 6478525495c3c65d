"""A profile read once, before it meets candidates: as anybody's, from whatever population explains it cheapest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from socialmatch.matching.compare import Finding, place_cost
from socialmatch.matching.nicknames import is_known, variants
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures, TextShape
from socialmatch.matching.parts import Part, ShowCosts, slip_cost
from socialmatch.matching.population import Peoples, Population
from socialmatch.matching.segment import Hit, Reader, Vocabulary
from socialmatch.matching.sightings import Sightings
from socialmatch.matching.spelling import is_unvoweled

_LONGEST_SYLLABLE = 6
"""Letters of the longest syllable of a Chinese or Korean name; two of them written apart may be one given name."""
_TRIED = 2
"""Countries whose people are tried as strangers, besides people at large: those that fit the names best."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a profile says, and what it costs somebody to say it.

    Attributes
    ----------
    display, handle: readers of the two texts, by the words of people at large.
    at_large: everybody, with whom values that go with no name are compared.
    people: the population in which somebody says all of it most cheaply. display_cost, handle_cost: what it costs them;
    the former holds the cost of being of that population, or the latter where there is no display name.
    display_sightings, handle_sightings: where parts of accounts are looked for in either.
    told: what both texts were found to say of parts of an account; many accounts show the same ones.
    """

    profile: ProfileFeatures = field(repr=False)
    display: Reader
    handle: Reader
    at_large: Population
    people: Population
    display_cost: int
    handle_cost: int
    display_sightings: Sightings
    handle_sightings: Sightings
    told: dict[tuple[tuple[Part, ...], tuple[Part, ...], bool], tuple[Finding, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def meet(self, accounts: Collection[AccountFeatures]) -> None:
        """Look for the names of candidates in both texts, before they are weighed one by one."""
        if self.display.text:
            self.display_sightings.meet(accounts)
        if self.handle.text:
            self.handle_sightings.meet(accounts)

    def recollection(self) -> Recollection:
        """What the reading came to, to :func:`recall` it by."""
        costs = self.display_cost, self.handle_cost
        return Recollection(self.people.country, *costs, self.display.hits(), self.handle.hits())


@dataclass(frozen=True, slots=True)
class Recollection:
    """What a reading came to, in numbers: none of the text is in it."""

    country: str
    display_cost: int
    handle_cost: int
    display_hits: Sequence[Hit]
    handle_hits: Sequence[Hit]


def recall(profile: ProfileFeatures, peoples: Peoples, last: Recollection, costs: ShowCosts) -> Reading:
    """The reading of a profile that was read before, and has not changed since; nor has the model.

    Parameters
    ----------
    last: what :func:`read` came to then.
    """
    people, at_large = peoples.of(last.country), peoples.at_large
    display = Reader.recalled(TextShape.of_words(profile.name), costs, last.display_hits, whole_words=True)
    handle = Reader.recalled(profile.handle, costs, last.handle_hits)
    return Reading(
        profile,
        display,
        handle,
        at_large=at_large,
        people=people,
        display_cost=last.display_cost,
        handle_cost=last.handle_cost,
        display_sightings=_sightings(display, at_large),
        handle_sightings=_sightings(handle, at_large),
    )


def read(
    profile: ProfileFeatures,
    peoples: Peoples,
    vocabulary_of: Callable[[Population], Vocabulary],
    costs: ShowCosts,
) -> Reading:
    """Read a profile.

    Parameters
    ----------
    peoples: whose words it may be read with. vocabulary_of: the words of one of them.
    """
    at_large = peoples.at_large
    name = TextShape.of_words(profile.name)
    known = dict.fromkeys(profile.places, costs.place) | _misspelt(profile, costs) | _derived(profile.name, costs)
    display = Reader(name, vocabulary_of(at_large), costs, whole_words=True)
    handle = Reader(profile.handle, vocabulary_of(at_large), costs, known)
    people, cheapest = at_large, (display.somebody, handle.somebody)
    total = sum(cheapest) + place_cost(profile.places, at_large)
    words = (*profile.name, *(word for word in handle.names() if word not in known))
    spans = display.spans(), handle.spans()
    for country in peoples.nearest(words, profile.places, _TRIED):
        vocabulary = vocabulary_of(country)
        shown = (
            Reader(name, vocabulary, costs, whole_words=True, spans=spans[0]).somebody,
            Reader(profile.handle, vocabulary, costs, known, spans=spans[1]).somebody,
        )
        there = country.entry + sum(shown) + place_cost(profile.places, country)
        if there < total:
            people, cheapest, total = country, shown, there
    shown_name, shown_handle = cheapest
    return Reading(
        profile,
        display,
        handle,
        at_large,
        people,
        display_cost=shown_name + (people.entry if profile.name else 0),
        handle_cost=shown_handle + (0 if profile.name else people.entry),
        display_sightings=_sightings(display, at_large),
        handle_sightings=_sightings(handle, at_large),
    )


def _sightings(reader: Reader, people: Population) -> Sightings:
    """With words that may be names spelled otherwise; a short one that is somebody's name and no other is that name."""
    words = reader.words()
    if len(words) == 3 and max(map(len, words)) <= _LONGEST_SYLLABLE:
        words = [*words, *map("".join, pairwise(words))]
    slips = tuple(word for word in words if word.isalpha() and _may_be_another(word, people))
    return Sightings(reader.text, reader.lone, slips, reader.costs)


def _may_be_another(word: str, people: Population) -> bool:
    if len(word) > 5 or is_known(word):
        return len(word) > 1
    return (len(word) > 3 or is_unvoweled(word)) and not people.is_name(word)


def _misspelt(profile: ProfileFeatures, costs: ShowCosts) -> dict[str, int]:
    """Words of a handle that are misspellings of the display name's, with their cost."""
    known: dict[str, int] = {}
    for word in profile.handle.words():
        for name in profile.name if len(word) > 3 else ():
            if len(name) > 3 and (added := slip_cost(word, name, costs)) is not None:
                known[word] = min(costs.given + added, known.get(word, costs.given + added))
    return known


def _derived(name: Sequence[str], costs: ShowCosts) -> dict[str, int]:
    """What a handle can take from the display name, with its cost: whoever shows the one has the other at hand."""
    known: dict[str, int] = {}
    for word in name:
        known[word] = costs.given
    for word in name:
        for form in variants(word):
            known.setdefault(form, costs.given + costs.nickname)
        for end in range(3, len(word)):
            known.setdefault(word[:end], costs.given_cut)
        for other in name:
            if other != word and len(word) > 1:
                known.setdefault(other[0] + word, costs.initial_family)
                known.setdefault(word + other[0], costs.family_initial)
    return known
