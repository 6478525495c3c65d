"""Which parts of an account stand in a text.

An account may show a hundred pieces and a text shows a few of them; most candidates of a profile share their names. So
pieces are looked for name by name, and what was found once is known for every other account with that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from socialmatch.matching.blocking import initials
from socialmatch.matching.nicknames import first_letters, variants
from socialmatch.matching.normalize import MOST_VALUES, AccountFeatures
from socialmatch.matching.parts import Part, ShowCosts, abbreviations, other_spelling_cost, sources_of

_LEAST_OF_GIVEN, _LEAST_OF_FAMILY = 3, 4
"""Letters that are left of a name cut short, at least."""

_UNWRITTEN = 1 << 4 * MOST_VALUES
"""Source bit of the first name of which the CRM has no more than the initial; above those of all names on file."""


class _Name(NamedTuple):
    """What of one name stands in the text.

    Attributes
    ----------
    whole: the name itself. others: its variants. cuts: it cut short. before, behind: letters next to the whole name.
    """

    whole: bool
    others: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"_Name(whole={self.whole})"


class Sightings:
    """One text, in which the parts of one account after another are looked for.

    Parameters
    ----------
    lone: letters of it that stand alone, as initials do. slips: words of it that may be misspelt names.
    """

    __slots__ = ("_costs", "_families", "_givens", "_lives", "_lone", "_misspellings", "_slips", "_text")

    def __init__(self, text: str, lone: frozenset[str], slips: tuple[str, ...], costs: ShowCosts) -> None:
        self._text, self._lone, self._slips, self._costs = text, lone, slips, costs
        self._givens: dict[str, _Name] = {}
        self._families: dict[str, _Name] = {}
        self._misspellings: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {}
        self._lives: dict[tuple[str, tuple[str, ...]], tuple[Part, ...]] = {}

    def of(self, account: AccountFeatures) -> tuple[Part, ...]:
        """Every part of the account that stands in the text; of two ways to show one piece the cheaper."""
        bits = sources_of(account)
        found = self._given(account, bits)
        for name in account.family:
            seen = self._families.get(name) or self._look_for_family(name)
            if seen.whole or seen.cuts:
                found += self._family(name, seen, account, bits)
        if self._lone:
            found += self._lone_initials(account, bits)
        found += self._beside_initials(account, bits)
        found += self._life(account)
        if len(found) > 1:
            found = _cheapest(found)
        if self._slips:
            found += self._misspelt(account, {part.text for part in found})
        return tuple(found)

    # --- names -------------------------------------------------------------------------------------

    def _given(self, account: AccountFeatures, bits: Mapping[str, int]) -> list[Part]:
        costs = self._costs
        found: list[Part] = []
        for names, cost in (
            (account.given, costs.given),
            (account.aliases, costs.nickname),
            (account.middle, costs.middle),
        ):
            for name in names:
                seen = self._givens.get(name) or self._look_for_given(name)
                if seen.whole:
                    found.append(Part(name, "given", cost, bits[name]))
                found += [Part(form, "given", cost + costs.nickname, bits[name]) for form in seen.others]
        for name in account.given:
            found += [Part(cut, "given", costs.given_cut, bits[name]) for cut in self._givens[name].cuts]
        return found

    def _family(self, name: str, seen: _Name, account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
        costs, own = self._costs, bits[name]
        if not any(name != other and name.endswith(other) for other in account.family):  # "vander" is no cut name
            yield from (Part(cut, "family", costs.family_cut, own) for cut in seen.cuts)
        if seen.whole:
            later = account.family[0].find(name) > 0
            yield Part(name, "family", costs.later_family if later else costs.family, own)
        if seen.before or seen.behind:
            for letter, hinted in _firsts(account, bits).items():
                if letter in seen.before:
                    yield Part(letter + name, "initial+family", costs.initial_family, own, hinted)
                if letter in seen.behind:
                    yield Part(name + letter, "family+initial", costs.family_initial, own, hinted)

    def _lone_initials(self, account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
        for letter, hinted in _firsts(account, bits).items():
            if letter in self._lone:
                yield Part(letter, "given", self._costs.initial, 0, hinted)
        for name in account.family:
            if name[0] in self._lone:
                yield Part(name[0], "family", self._costs.initial, 0, bits[name])

    def _beside_initials(self, account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
        """Initials together, with a name or alone: ``janer``, ``jrroe`` for *J. R.*, ``hy`` for *Hai Yan*, ``jqr``."""
        text, costs, given, family = self._text, self._costs, account.given, account.family
        if given and family and self._givens[given[0]].whole and given[0] + family[0][0] in text:
            yield Part(given[0] + family[0][0], "given+initial", costs.given_initial, bits[given[0]], bits[family[0]])
        if len(account.initials) > 1 and family and "".join(account.initials) + family[0] in text:
            firsts = _firsts(account, bits)
            unwritten = reduce(or_, map(firsts.__getitem__, account.initials))
            word = "".join(account.initials) + family[0]
            yield Part(word, "initial+family", costs.initial_family, bits[family[0]], unwritten)
        if len(given) > 1:
            words = [name for name in given if not _is_joined(name, given)]
            short = "".join(name[0] for name in words)
            if len(words) > 1 and short in text:
                yield Part(short, "initials", costs.initials, 0, reduce(or_, map(bits.__getitem__, words)))
        for word in initials(account) if account.middle or len(account.initials) > 1 else ():
            if word in text:
                everything = sum({mask for mask in bits.values() if mask & (mask - 1) == 0})
                yield Part(word, "initials", costs.initials, 0, everything)

    def _look_for_given(self, name: str) -> _Name:
        others = tuple(form for form in sorted(variants(name)) if form in self._text)
        seen = self._givens[name] = _Name(name in self._text, others, self._cut_short(name, _LEAST_OF_GIVEN))
        return seen

    def _look_for_family(self, name: str) -> _Name:
        text = self._text
        before: set[str] = set()
        behind: set[str] = set()
        at = text.find(name)
        while at >= 0:
            before.update(text[max(0, at - 1) : at])
            behind.update(text[at + len(name) : at + len(name) + 1])
            at = text.find(name, at + 1)
        cuts = self._cut_short(name, _LEAST_OF_FAMILY)
        seen = self._families[name] = _Name(name in text, (), cuts, frozenset(before), frozenset(behind))
        return seen

    def _cut_short(self, name: str, least: int) -> tuple[str, ...]:
        if name[:least] not in self._text:
            return ()
        return tuple(name[:end] for end in range(least, len(name)) if name[:end] in self._text)

    # --- the rest of a life ------------------------------------------------------------------------

    def _life(self, account: AccountFeatures) -> Iterator[Part]:
        for word in account.locals:
            if word in self._text and len(word) > 1:
                yield Part(word, "local", self._costs.local)
        for part, values in (
            ("label", account.labels),
            ("place", account.places),
            ("organization", account.organizations),
            ("title", account.titles),
        ):
            if values:
                seen = self._lives.get((part, values))
                yield from self._look_for(part, values) if seen is None else seen
        if account.birth_year:
            year = str(account.birth_year)
            if year in self._text:
                yield Part(year, "year", self._costs.year)
            if year[-2:] in self._text:
                yield Part(year[-2:], "year", self._costs.short_year)

    def _look_for(self, part: str, values: tuple[str, ...]) -> tuple[Part, ...]:
        cost: int = getattr(self._costs, part)
        words = [word for value in values for word in (abbreviations(value) if part == "title" else (value,))]
        seen = tuple(Part(word, part, cost) for word in words if len(word) > 1 and word in self._text)
        self._lives[part, values] = seen
        return seen

    # --- misspellings ------------------------------------------------------------------------------

    def _misspelt(self, account: AccountFeatures, exact: set[str]) -> Iterator[Part]:
        """Of each word the name it most likely is a misspelling of, if any."""
        costs = self._costs
        best: dict[str, tuple[int, str, str]] = {}
        for kind, shown, names in (
            ("family", costs.family, account.family),
            ("given", costs.given, account.given),
            ("given", costs.nickname, account.aliases),
        ):
            for name in names:
                seen = self._misspellings.get((kind, name))
                for word, added in self._look_for_slips(kind, name) if seen is None else seen:
                    if word not in exact and (word not in best or shown + added < best[word][0]):
                        best[word] = shown + added, kind, name
        for word, (cost, kind, name) in best.items():
            yield Part(word, kind, cost, sources_of(account)[name])

    def _look_for_slips(self, kind: str, name: str) -> tuple[tuple[str, int], ...]:
        family = kind == "family"
        slips = ((word, other_spelling_cost(word, name, self._costs, family=family)) for word in self._slips)
        seen = tuple((word, added) for word, added in slips if added is not None)
        self._misspellings[kind, name] = seen
        return seen


def _cheapest(parts: list[Part]) -> list[Part]:
    """Of each text the cheapest part, the first of equals."""
    cheapest: dict[str, Part] = {}
    for part in parts:
        known = cheapest.get(part.text)
        if known is None or part.cost < known.cost:
            cheapest[part.text] = part
    return list(cheapest.values())


def _firsts(account: AccountFeatures, bits: Mapping[str, int]) -> dict[str, int]:
    """The letters that given, other and middle names begin with in any form, with the bits of the first such name."""
    firsts: dict[str, int] = {}
    for names in (account.given, account.aliases, account.middle):
        for name in names:
            for letter in first_letters(name):
                firsts.setdefault(letter, bits[name])
    for place, letter in enumerate(account.initials):
        firsts.setdefault(letter, _UNWRITTEN << place)
    return firsts


def _is_joined(name: str, names: tuple[str, ...]) -> bool:
    """Whether a name is others run together."""
    return any(name != other and name.startswith(other) for other in names)
