"""The comparisons: a profile's value against an account's, giving evidence in millibits and a sentence about it.

Each comparison is a likelihood ratio: how often the two would look like this if they were one person, against how
often they would by chance. Chance comes from a :class:`~socialmatch.matching.population.Population`. What a person
could have derived from something already weighed (a handle from the display name) is not weighed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from socialmatch.matching.counts import BIT
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.population import Population
from socialmatch.matching.segment import Part


@dataclass(frozen=True, slots=True)
class CompareCosts:
    """Costs and gains in millibits of the comparisons other than the handle's.

    Attributes
    ----------
    word: telling a display-name word nobody knows. other_name: showing a name that is not on the account.
    typo: the first letter that differs, each further one costs ``typo_more``. email, phone: what sharing one is
    worth beyond its rarity in the CRM, since hardly anyone outside it would show that value.
    old: an account holder too old to be alive, see :func:`age`.
    """

    word: int = 13000
    given: int = 500
    family: int = 500
    nickname: int = 2000
    middle: int = 3500
    initial: int = 3500
    typo: int = 5000
    typo_more: int = 3500
    other_name: int = 5000
    email: int = 8000
    phone: int = 6000
    direct_differs: int = -1000
    host: int = 2000
    on_file_differs: int = -2500
    place: int = -1000
    place_differs: int = -2000
    old: int = -12000


class Finding(NamedTuple):
    """One comparison's outcome: its name, weight in millibits, and what was compared (for the sentence)."""

    feature: str
    weight: int
    detail: tuple[Part, ...] | tuple[str, ...]


def display_name(
    account: AccountFeatures, words: tuple[str, ...], people: Population, costs: CompareCosts
) -> Finding | None:
    """Weigh the display name against the account's names, word by word.

    A word costs "somebody" its rarity as a name (or ``costs.word``), and costs this account only how the name is
    shown: in full, as a nickname, as an initial, with a typing error. A name that is none of the account's costs
    ``other_name``; a word that is nobody's name weighs nothing.
    """
    if not words:
        return None
    weight, shown = 0, []
    names, used = tuple(_names(account, costs)), set[str]()
    for word in words:
        chance = word_cost(word, people, costs)
        told = _told(word, (name for name in names if name.text not in used), costs)
        if told is not None and told.cost < chance + costs.other_name:
            weight += chance - told.cost
            shown.append(told._replace(text=word))
            used.add(told.text)
        elif people.is_name(word):
            weight -= costs.other_name
    return Finding("display_name", weight, tuple(shown))


def word_cost(word: str, people: Population, costs: CompareCosts) -> int:
    """What it costs somebody, anybody, to show this word in a display name."""
    if len(word) == 1:
        return costs.initial + people.rarity("initial", word)
    return min(
        costs.word,
        costs.given + people.rarity("given", word),
        costs.family + people.rarity("family", word),
        costs.middle + people.rarity("middle", word),
    )


def _names(account: AccountFeatures, costs: CompareCosts) -> Iterator[Part]:
    yield from (Part(name, "family", costs.family) for name in account.family)
    yield from (Part(name, "middle", costs.middle) for name in account.middle)
    yield from (Part(name, "given", costs.nickname) for name in account.aliases)
    yield from (Part(name, "given", costs.given) for name in account.given)


def _told(word: str, names: Iterable[Part], costs: CompareCosts) -> Part | None:
    """The cheapest way this account shows the word: the name it stands for, at the cost of showing it so."""
    best = None
    for name in names:
        cost = name.cost + _way_cost(word, name.text, costs)
        if best is None or cost < best.cost:
            best = name._replace(cost=cost)
    return best


def _way_cost(word: str, name: str, costs: CompareCosts) -> int:
    if word == name:
        return 0
    if len(word) == 1:
        return costs.initial if name[0] == word else _NEVER
    if word in variants(name):
        return costs.nickname
    return _typo_cost(word, name, costs)


_NEVER = 1 << 29


def _typo_cost(word: str, name: str, costs: CompareCosts) -> int:
    """Cost of reading one word as a misspelling of the other; prohibitive beyond a third of its letters."""
    allowed = min(len(word), len(name)) // 4 + (len(name) > 5)
    slips = DamerauLevenshtein.distance(word, name, score_cutoff=allowed)
    return costs.typo + (slips - 1) * costs.typo_more if 0 < slips <= allowed else _NEVER


def shared_value(
    kind: str, mine: tuple[str, ...], theirs: tuple[str, ...], people: Population, gain: int, differs: int
) -> Finding | None:
    """Weigh a value both sides may hold: an e-mail address, a number, a website's host, a handle on file.

    Worth its rarity (a number that an office shares is worth little) plus ``gain``; ``differs`` where both have
    some and none is shared; nothing where either has none.
    """
    if not mine or not theirs:
        return None
    common = [value for value in mine if value in theirs]
    if not common:
        return Finding(kind, differs, ()) if differs else None
    best = max(common, key=lambda value: (people.rarity(kind, value), value))
    return Finding(kind, people.rarity(kind, best) + gain, (best,))


def place(
    account: AccountFeatures, profile: ProfileFeatures, people: Population, costs: CompareCosts
) -> Finding | None:
    """Weigh where the profile says it is against the account's city, state and country."""
    if not profile.places or not account.places:
        return None
    common = [p for p in account.places if p in profile.places]
    if not common:
        return Finding("place", costs.place_differs, ())
    best = max(common, key=lambda p: (people.rarity("place", p), p))
    return Finding("place", max(0, people.rarity("place", best) + costs.place), (best,))


AGE_STEPS = ((10, -12000), (75, 0), (90, -1000), (105, -4000))
"""Weight of an account holder's age by the first bound it is below, in millibits; :attr:`CompareCosts.old` from the
last bound on. Platforms admit nobody under 10; social media are used by about half as many people over 65 as under 30
(Pew Research Center, Social Media Use in 2021); fewer than 1 in 10,000 people reach 105 (Human Mortality Database)."""


def age(account: AccountFeatures, profile: ProfileFeatures, costs: CompareCosts) -> Finding | None:
    """Weigh whether the account holder can have been of an age to own the profile when it was last seen."""
    if account.birth_year is None or profile.seen is None:
        return None
    years = profile.seen - account.birth_year
    weight = next((weight for bound, weight in AGE_STEPS if years < bound), costs.old)
    return Finding("age", weight, (str(years),)) if weight else None


def direct(
    account: AccountFeatures, profile: ProfileFeatures, people: Population, costs: CompareCosts
) -> list[Finding]:
    """Every comparison of values that stand on both sides as such."""
    found = [
        shared_value("email", profile.emails, account.emails, people, costs.email, costs.direct_differs),
        shared_value("phone", profile.phones, account.phones, people, costs.phone, costs.direct_differs),
        shared_value("host", profile.hosts, account.hosts, people, costs.host, 0),
        other_handle(account, profile, costs),
        place(account, profile, people, costs),
        age(account, profile, costs),
    ]
    return [finding for finding in found if finding is not None]


def other_handle(account: AccountFeatures, profile: ProfileFeatures, costs: CompareCosts) -> Finding | None:
    """Weigh a handle on file for the same platform that is another one. The same one is weighed with the handle."""
    platform = profile.address.partition(":")[0] + ":"
    on_file = [handle for handle in account.handles if handle.startswith(platform)]
    if not profile.address or not on_file or profile.address in on_file:
        return None
    return Finding("other_handle", costs.on_file_differs, ())


__all__ = [
    "BIT",
    "CompareCosts",
    "Finding",
    "age",
    "direct",
    "display_name",
    "other_handle",
    "place",
    "shared_value",
    "word_cost",
]
