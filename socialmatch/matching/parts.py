"""What of an account a profile may show: each text, the part it stands for, and what showing it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from socialmatch.matching.blocking import initials, sound
from socialmatch.matching.nicknames import families, is_known, languages, variants
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.spelling import alike, near, unvoweled

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouy]")
_UNWRITTEN = 1 << 60
"""Source bit of the first name of which the CRM has no more than the initial; above those of all names on file."""


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
    another language. on_file: the whole handle as the account has it on file; handles are
    renamed, freed and taken by others, so that is never worth more than ``on_file_most``.
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


def account_parts(account: AccountFeatures, costs: ShowCosts) -> tuple[Part, ...]:
    """Everything of an account that a profile may show; of two ways to show one text the cheaper."""
    cheapest: dict[str, Part] = {}
    for part in (*_name_parts(account, costs), *_life_parts(account, costs)):
        known = cheapest.get(part.text)
        if known is None or part.cost < known.cost:
            cheapest[part.text] = part
    return tuple(cheapest.values())


def misspelt(word: str, account: AccountFeatures, costs: ShowCosts) -> Part | None:
    """The name of the account that a word is another spelling of, if any: at most one slip in four letters.

    Of a given name, the same name in another language as well.
    """
    best: tuple[int, str, str] | None = None
    for kind, shown, names in (
        ("family", costs.family, account.family),
        ("given", costs.given, account.given),
        ("given", costs.nickname, account.aliases),
    ):
        for name in names:
            added = _added(word, name, kind, costs)
            if added is not None and (best is None or shown + added < best[0]):
                best = shown + added, kind, name
    if best is None:
        return None
    cost, kind, name = best
    return Part(word, kind, cost, _sources(account)[name])


def _added(word: str, name: str, kind: str, costs: ShowCosts) -> int | None:
    """As :func:`slip_cost`, and of names that are known to be one."""
    groups = families if kind == "family" else languages
    if (mine := groups(word)) and word != name and not mine.isdisjoint(groups(name)):
        return costs.respelt if kind == "family" else costs.translated
    return slip_cost(word, name, costs, family=kind == "family")


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
    if alike(word, name, family=family):
        return costs.stretched if _short(word) == _short(name) else costs.respelt
    if (word[0] != name[0] and word[-1] != name[-1]) or (len(word) < 6 and is_known(word)):
        return None
    shorter = min(len(word), len(name))
    allowed = shorter // 4 + (len(name) > 5) if shorter > 4 else 0  # of four letters each makes another name
    number = DamerauLevenshtein.distance(word, name, score_cutoff=allowed)
    if number > allowed:
        return None
    if number == 1 and _consonants(word) == _consonants(name):
        return costs.respelt
    return costs.typo + (number - 1) * costs.typo_more


def _consonants(word: str) -> str:
    return _VOWELS.sub("", word)


def _short(word: str) -> str:
    """A word with doubled letters once."""
    return _DOUBLED.sub(r"\1", word)


def _sources(account: AccountFeatures) -> dict[str, int]:
    """For every name on file the bits of the names it is a form of.

    Forms that sound alike, short forms, and forms with the same beginning are one name; a run-together form is all
    the names inside it.
    """
    bits: dict[str, int] = {}
    for names in (account.given, account.middle, account.family, account.aliases):
        for name in sorted(names, key=len):
            if name not in bits:
                bits[name] = _bits_of(name, bits)
    return bits


def _bits_of(name: str, known: dict[str, int]) -> int:
    same = next((mask for other, mask in known.items() if _one_name(name, other)), 0)
    inside = 0
    for other, mask in known.items():
        if len(other) > 2 and other in name:
            inside |= mask
    return inside or same or 1 << len(known)


def _one_name(name: str, other: str) -> bool:
    return sound(name) == sound(other) or other in variants(name) or (len(other) > 2 and name[:3] == other[:3])


def _is_joined(name: str, names: tuple[str, ...]) -> bool:
    """Whether a name is others run together."""
    return any(name != other and name.startswith(other) for other in names)


def _given_forms(account: AccountFeatures, costs: ShowCosts, bits: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Every form of the given, other and middle names: the cost of showing it, and its sources."""
    forms: dict[str, tuple[int, int]] = {}
    by_cost = ((account.given, costs.given), (account.aliases, costs.nickname), (account.middle, costs.middle))
    for names, cost in by_cost:
        for name in names:
            forms.setdefault(name, (cost, bits[name]))
            for short in sorted(variants(name)):
                forms.setdefault(short, (cost + costs.nickname, bits[name]))
    return forms


def _name_parts(account: AccountFeatures, costs: ShowCosts) -> Iterator[Part]:
    bits = _sources(account)
    forms = _given_forms(account, costs, bits)
    for name, (cost, sources) in forms.items():
        yield Part(name, "given", cost, sources)
        yield Part(name[0], "given", costs.initial, 0, sources)
    for name in account.given:
        yield from (Part(name[:end], "given", costs.given_cut, bits[name]) for end in range(3, len(name)))
    firsts: dict[str, int] = {}
    for form, (_, sources) in forms.items():
        firsts.setdefault(form[0], sources)
    for place, letter in enumerate(account.initials):
        firsts.setdefault(letter, _UNWRITTEN << place)
        yield Part(letter, "given", costs.initial, 0, firsts[letter])
    for family in account.family:
        shown = costs.later_family if account.family[0].find(family) > 0 else costs.family
        yield Part(family, "family", shown, bits[family])
        yield Part(family[0], "family", costs.initial, 0, bits[family])
        if not any(family != other and family.endswith(other) for other in account.family):  # "vander" is no cut name
            yield from (Part(family[:end], "family", costs.family_cut, bits[family]) for end in range(4, len(family)))
        for first, sources in firsts.items():
            yield Part(first + family, "initial+family", costs.initial_family, bits[family], sources)
            yield Part(family + first, "family+initial", costs.family_initial, bits[family], sources)
    if account.given and account.family:
        given, family = account.given[0], account.family[0]
        yield Part(given + family[0], "given+initial", costs.given_initial, bits[given], bits[family])
    yield from _several_initials(account, costs, bits, firsts)
    everything = sum({mask for mask in bits.values() if mask & (mask - 1) == 0})
    yield from (Part(text, "initials", costs.initials, 0, everything) for text in sorted(initials(account)))


def _several_initials(
    account: AccountFeatures, costs: ShowCosts, bits: dict[str, int], firsts: dict[str, int]
) -> Iterator[Part]:
    """``jr`` before the family name for *J. R.*, and ``hy`` for *Hai Yan*."""
    if len(account.initials) > 1 and account.family:
        family, unwritten = account.family[0], reduce(or_, map(firsts.__getitem__, account.initials))
        text = "".join(account.initials) + family
        yield Part(text, "initial+family", costs.initial_family, bits[family], unwritten)
    words = [name for name in account.given if not _is_joined(name, account.given)]
    if len(words) > 1:
        yield Part(
            "".join(name[0] for name in words), "initials", costs.initials, 0, reduce(or_, map(bits.__getitem__, words))
        )


def _life_parts(account: AccountFeatures, costs: ShowCosts) -> Iterator[Part]:
    texts = [("local", costs.local, account.locals), ("label", costs.label, account.labels)]
    texts += [("place", costs.place, account.places), ("organization", costs.organization, account.organizations)]
    texts += [("title", costs.title, abbreviations(title)) for title in account.titles]
    if account.birth_year:
        texts.append(("year", costs.year, (str(account.birth_year),)))
        texts.append(("year", costs.short_year, (f"{account.birth_year % 100:02}",)))
    for part, cost, values in texts:
        yield from (Part(text, part, cost) for text in values if len(text) > 1)
