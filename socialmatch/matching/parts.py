"""What of an account a profile may show: each text, the part it stands for, and what showing it costs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein
from rapidfuzz.process import extract

from socialmatch.matching.nicknames import families, is_known, languages
from socialmatch.matching.spelling import is_unvoweled, near, same_by_custom, unvoweled

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouy]")


@dataclass(frozen=True, slots=True)
class ShowCosts:
    """Costs in millibits of a profile showing a part of somebody's name or life, before rarity.

    Each is ``-log2`` of how often people who make a handle or a display name from their name show that part so.

    Attributes
    ----------
    later_family: a family name without the one before it.
    letter, digit: a character nobody can explain. word: at most, a whole word of a display name that nobody knows,
    which may be a rare name; unknown_name: the same at an end of a word of a handle, name_letter: each of its letters.
    other_name: showing a name that is not on the account. other_word: showing a word that may be one. another: at most,
    what a text counts against an account; some people show nothing of themselves. strange: showing letters
    that are nobody's name beside one's own. again: at most, what another form of a name that was shown
    already is worth. off_boundary: a word that ignores a boundary the writer of a handle showed; inside_word: the same
    in a display name, whose words stand apart. typo: one letter that differs (one name in thirty is misspelt, in one of
    some sixteen likely ways), ``typo_more`` each further one; stretched: only letters that are doubled or not; respelt:
    only one vowel, or the spelling, see :mod:`.spelling`; unvoweled: without vowels; translated: a given name in
    another language. elsewhere: a handle on file for another platform; many use one everywhere. on_file: the whole
    handle as the account has it on file. Handles are renamed, freed and taken by others, so neither is ever worth more
    than ``on_file_most``.
    """

    given: int = 600
    nickname: int = 2000
    given_cut: int = 3500
    family_cut: int = 5500
    middle: int = 3500
    family: int = 500
    later_family: int = 2000
    initial: int = 3500
    initial_family: int = 2000
    family_initial: int = 3500
    given_initial: int = 3500
    initials: int = 5000
    on_file: int = 1500
    on_file_most: int = 14000
    elsewhere: int = 2000
    local: int = 2500
    pseudonym: int = 2500
    label: int = 3000
    place: int = 4000
    title: int = 3500
    organization: int = 4500
    year: int = 4500
    short_year: int = 3500
    affix: int = 5000
    letter: int = 3800
    digit: int = 2800
    word: int = 15000
    unknown_name: int = 9000
    name_letter: int = 1600
    other_name: int = 5000
    other_word: int = 3000
    another: int = 6000
    strange: int = 1500
    off_boundary: int = 1500
    inside_word: int = 6000
    again: int = 2000
    typo: int = 9000
    typo_more: int = 6000
    stretched: int = 5500
    respelt: int = 5000
    unvoweled: int = 6000
    translated: int = 5500


class Part(NamedTuple):
    """One piece of an account that a profile may show.

    Attributes
    ----------
    text: as a profile would show it. part: what it stands for. cost: of showing it, in millibits.
    sources: bits of the account's names it is a form of; 0 for what is no name. One name is news once.
    hinted: bits of names of which it shows no more than the initial.
    """

    text: str
    part: str
    cost: int
    sources: int = 0
    hinted: int = 0

    def __repr__(self) -> str:
        return f"Part(part={self.part!r}, cost={self.cost})"


def abbreviations(word: str) -> tuple[str, ...]:
    """A title and its customary shortenings: its first three and four letters."""
    return tuple(dict.fromkeys((word, *(word[:n] for n in (3, 4) if len(word) > n))))


def slips(
    words: Iterable[str], names: Collection[str], costs: ShowCosts, *, family: bool
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Of each name the words that may be other spellings of it, with what that costs.

    A given name may be written in another language, a family name in another spelling that is known to be one; what
    else may be is in :func:`slip_cost`. Names without any are left out. One word is held against all names at once, as
    most are not even near.
    """
    groups = families if family else languages
    unvocal = [name for name in names if is_unvoweled(name)]
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    one_name = costs.respelt if family else costs.translated
    for word in words:
        mine = groups(word)
        strange = len(word) <= _SHORTEST_NEAR or is_unvoweled(word) or mine
        for name in names if strange else {*unvocal, *_near(word, names)}:
            known = mine and word != name and not mine.isdisjoint(groups(name))
            added = one_name if known else slip_cost(word, name, costs, family=family)
            if added is not None:
                found[name] = (*found.get(name, ()), (word, added))
    return found


_SHORTEST_NEAR = 4
"""Letters up to which :func:`.spelling.near` is more than a share of the longer of two names."""


def _near(word: str, names: Collection[str]) -> Iterator[str]:
    """Those that :func:`.spelling.near` holds near a word of more than four letters."""
    # Not extract_iter: each of its generators refers to itself, and is garbage that only a collector finds.
    found = extract(word, names, scorer=Levenshtein.normalized_distance, score_cutoff=0.5, limit=None)
    return (name for name, _, _ in found)


def slip_cost(word: str, name: str, costs: ShowCosts, *, family: bool = False) -> int | None:
    """What it costs to write a word for another name, ``None`` where it is no other spelling of it.

    Parameters
    ----------
    family: whether it is a family name, which has endings for men and women.
    """
    if word == name:
        return None
    if unvoweled(word, name):
        return costs.unvoweled
    if not near(word, name):
        return None
    if same_by_custom(word, name, family=family):
        return costs.stretched if _short(word) == _short(name) else costs.respelt
    if (word[0] != name[0] and word[-1] != name[-1]) or (len(word) < 6 and is_known(word)):
        return None
    shorter = min(len(word), len(name))
    allowed = shorter // 4 + (len(name) > 5) if shorter > 4 else 0  # of four letters each makes another name
    number = DamerauLevenshtein.distance(word, name, score_cutoff=allowed)
    if number > allowed:
        return None
    if number == 1 and _without_vowels(word) == _without_vowels(name):
        return costs.respelt
    return costs.typo + (number - 1) * costs.typo_more


def _without_vowels(word: str) -> str:
    return _VOWELS.sub("", word)


def _short(word: str) -> str:
    """A word with doubled letters once."""
    return _DOUBLED.sub(r"\1", word)
