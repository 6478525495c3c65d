"""The comparisons: a profile's value against an account's, giving evidence in millibits and a sentence about it.

Each comparison is a likelihood ratio: how often the two would look like this if they were one person, against how
often they would by chance. Chance comes from a :class:`~socialmatch.matching.population.Population`. What a person
could have derived from something already weighed (a handle from the display name) is not weighed twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from socialmatch.matching.counts import BIT
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.parts import Part
from socialmatch.matching.population import Population


@dataclass(frozen=True, slots=True)
class CompareCosts:
    """Gains and costs in millibits of the comparisons other than those of names.

    Attributes
    ----------
    email, phone: what sharing one is worth beyond its rarity in the CRM, since hardly anyone outside it would show
    that value. host: the same for a website's host. The others: what a difference costs.
    old: an account holder too old to be alive, see :func:`age`. relative: for each customer there is an eighth of a
    relative who writes and is no customer; shared_mailbox, shared_phone, shared_host: how seldom they share those.
    """

    email: int = 8000
    phone: int = 6000
    host: int = 2000
    direct_differs: int = -1000
    on_file_differs: int = -2500
    place_differs: int = -2000
    initial_differs: int = -4000
    old: int = -12000
    shared_mailbox: int = 5000
    shared_phone: int = 2000
    shared_host: int = 4000
    relative: int = 3000


class Finding(NamedTuple):
    """One comparison's outcome: its name, weight in millibits, and what was compared (for the sentence)."""

    feature: str
    weight: int
    detail: tuple[Part, ...] | tuple[str, ...]

    def __repr__(self) -> str:
        return f"Finding(feature={self.feature!r}, weight={self.weight})"


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


def place_cost(places: Iterable[str], people: Population) -> int:
    """What it costs somebody of a population to be where the profile says: the rarest of the places named."""
    return max((people.rarity("place", place) for place in places), default=0)


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
    return Finding("place", people.rarity("place", best), (best,))


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
    return Finding("age", weight, ("young" if years < AGE_STEPS[0][0] else "old",)) if weight else None


def initial(
    account: AccountFeatures, profile: ProfileFeatures, people: Population, costs: CompareCosts
) -> Finding | None:
    """Weigh an initial on file, where the CRM has no more of a given name, against what the display name writes out.

    That some word of several begins with it, or a longer or shorter form of one does, is likelier by chance. An initial
    that is shown as one is weighed with the display name.
    """
    known = (*account.family, *account.titles, *account.organizations)
    written = [word for word in profile.name if len(word) > 1 and word.isalpha() and word not in known]
    if not account.initials or not written:
        return None
    firsts = {form[0] for word in written for form in (word, *variants(word))}
    agreed = firsts.intersection(account.initials)
    if not agreed:
        return Finding("initial", costs.initial_differs, ())
    best = max(agreed, key=lambda letter: (people.rarity("initial", letter), letter))
    rarity = people.rarity("initial", best) - round(math.log2(len(firsts)) * BIT)
    return Finding("initial", rarity, (best,)) if rarity > 0 else None


def direct(
    account: AccountFeatures, profile: ProfileFeatures, at_large: Population, people: Population, costs: CompareCosts
) -> list[Finding]:
    """Every comparison of values that stand on both sides as such.

    Parameters
    ----------
    at_large: whose addresses and numbers are compared by chance. people: whose places are: those who share the names.
    """
    found = []
    # Most pairs have nothing of a kind on both sides, and a call that says so costs as much as one that compares.
    if profile.emails and account.emails:
        found.append(shared_value("email", profile.emails, account.emails, at_large, costs.email, costs.direct_differs))
    if profile.phones and account.phones:
        found.append(shared_value("phone", profile.phones, account.phones, at_large, costs.phone, costs.direct_differs))
    if profile.hosts and account.hosts:
        found.append(shared_value("host", profile.hosts, account.hosts, at_large, costs.host, 0))
    if profile.address and account.handles:
        found.append(other_handle(account, profile, costs))
    if profile.places and account.places:
        found.append(place(account, profile, people, costs))
    if profile.name and account.initials:
        found.append(initial(account, profile, people, costs))
    if profile.seen is not None and account.birth_year is not None:
        found.append(age(account, profile, costs))
    return [finding for finding in found if finding is not None]


def other_handle(account: AccountFeatures, profile: ProfileFeatures, costs: CompareCosts) -> Finding | None:
    """Weigh a handle on file for the same platform that is another one. The same one is weighed with the handle."""
    platform = profile.address.partition(":")[0] + ":"
    on_file = [handle for handle in account.handles if handle.startswith(platform)]
    if not profile.address or not on_file or profile.address in on_file:
        return None
    return Finding("other_handle", costs.on_file_differs, ())
