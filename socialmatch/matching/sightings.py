"""Which parts of an account stand in a text.

An account may show a hundred pieces and a text shows a few of them; most candidates of a profile share their names. So
names are looked for, not accounts: those of all candidates at once, each once, and what was found is known for every
account with that name. What of an account is no name, or is several, is listed once for all texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.parts import Part, ShowCosts, slips
from socialmatch.matching.pieces import LONGEST_SPAN, Pieces, firsts_of, pieces_of

_LEAST_OF_GIVEN, _LEAST_OF_FAMILY = 3, 4
"""Letters that are left of a name cut short, at least."""


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

    __slots__ = (
        "_costs",
        "_families",
        "_family_slips",
        "_given_slips",
        "_givens",
        "_lone",
        "_slips",
        "_spans",
        "_text",
    )

    def __init__(self, text: str, lone: frozenset[str], slips: tuple[str, ...], costs: ShowCosts) -> None:
        self._text, self._lone, self._slips, self._costs = text, lone, slips, costs
        ends = range(1, len(text) + 1)
        self._spans = frozenset(text[start:end] for end in ends for start in range(max(0, end - LONGEST_SPAN), end))
        self._givens: dict[str, _Name | None] = {}
        self._families: dict[str, _Name | None] = {}
        self._given_slips: dict[str, tuple[tuple[str, int], ...]] = {}
        self._family_slips: dict[str, tuple[tuple[str, int], ...]] = {}

    def meet(self, accounts: Collection[AccountFeatures]) -> None:
        """Look for the names of several accounts, each name once: much quicker than account by account."""
        given = {name for one in accounts for name in (*one.given, *one.aliases, *one.middle)} - self._givens.keys()
        family = {name for one in accounts for name in one.family} - self._families.keys()
        # Of most names nothing stands there, not even the beginning.
        text, spans = self._text, self._spans
        begun = [name for name in given if name[:_LEAST_OF_GIVEN] in text or not variants(name).isdisjoint(spans)]
        self._givens |= dict.fromkeys(given) | {name: self._look_for_given(name) for name in begun}
        begun = [name for name in family if name[:_LEAST_OF_FAMILY] in text]
        self._families |= dict.fromkeys(family) | {name: self._look_for_family(name) for name in begun}
        if self._slips:
            self._given_slips |= slips(self._slips, given, self._costs, family=False)
            self._family_slips |= slips(self._slips, family, self._costs, family=True)

    def of(self, account: AccountFeatures) -> tuple[Part, ...]:
        """Every part of the account that stands in the text; of two ways to show one piece the cheaper."""
        try:
            return self._of(account)
        except KeyError:  # a name nobody had before
            self.meet((account,))
            return self._of(account)

    def _of(self, account: AccountFeatures) -> tuple[Part, ...]:
        pieces = pieces_of(account)
        found = self._given(account, pieces.bits)
        for name in account.family:
            seen = self._families[name]
            if seen is not None:
                found += self._family(name, seen, account, pieces.bits)
        if self._lone:
            found += self._lone_initials(account, pieces.bits)
        if not pieces.beginnings.isdisjoint(self._spans):
            found += self._others(pieces)
        if len(found) > 1:
            found = _cheapest(found)
        if self._given_slips or self._family_slips:
            found += self._misspelt(account, pieces.bits, {part.text for part in found})
        return tuple(found)

    def _others(self, pieces: Pieces) -> Iterator[Part]:
        """What is no name, or several."""
        for part in pieces.together:
            if part.text in self._text:
                yield part._replace(cost=getattr(self._costs, _TOGETHER[part.part]))
        for word, kind, cost in pieces.life:
            if word in self._text:
                yield Part(word, kind, getattr(self._costs, cost))

    # --- names -------------------------------------------------------------------------------------

    def _given(self, account: AccountFeatures, bits: Mapping[str, int]) -> list[Part]:
        costs, givens = self._costs, self._givens
        found: list[Part] = []
        cuts: list[Part] = []
        for name in account.given:
            seen = givens[name]
            if seen is not None:
                found += _forms(name, seen, costs.given, costs, bits[name])
                cuts += [Part(cut, "given", costs.given_cut, bits[name]) for cut in seen.cuts]
        for name in account.aliases:
            seen = givens[name]
            if seen is not None:
                found += _forms(name, seen, costs.nickname, costs, bits[name])
        for name in account.middle:
            seen = givens[name]
            if seen is not None:
                found += _forms(name, seen, costs.middle, costs, bits[name])
        return found + cuts if cuts else found

    def _family(self, name: str, seen: _Name, account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
        costs, own = self._costs, bits[name]
        if not any(name != other and name.endswith(other) for other in account.family):  # "vander" is no cut name
            yield from (Part(cut, "family", costs.family_cut, own) for cut in seen.cuts)
        if seen.whole:
            later = account.family[0].find(name) > 0
            yield Part(name, "family", costs.later_family if later else costs.family, own)
        if seen.before or seen.behind:
            for letter, hinted in firsts_of(account, bits).items():
                if letter in seen.before:
                    yield Part(letter + name, "initial+family", costs.initial_family, own, hinted)
                if letter in seen.behind:
                    yield Part(name + letter, "family+initial", costs.family_initial, own, hinted)

    def _lone_initials(self, account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
        for letter, hinted in firsts_of(account, bits).items():
            if letter in self._lone:
                yield Part(letter, "given", self._costs.initial, 0, hinted)
        for name in account.family:
            if name[0] in self._lone:
                yield Part(name[0], "family", self._costs.initial, 0, bits[name])

    def _look_for_given(self, name: str) -> _Name | None:
        text = self._text
        others = [form for form in variants(name) if form in text]
        cuts = self._cut_short(name, _LEAST_OF_GIVEN)
        if not others and not cuts and name not in text:
            return None
        return _Name(name in text, tuple(sorted(others)), cuts)

    def _look_for_family(self, name: str) -> _Name | None:
        text = self._text
        cuts = self._cut_short(name, _LEAST_OF_FAMILY)
        at = text.find(name)
        if at < 0 and not cuts:
            return None
        before: set[str] = set()
        behind: set[str] = set()
        while at >= 0:
            before.update(text[max(0, at - 1) : at])
            behind.update(text[at + len(name) : at + len(name) + 1])
            at = text.find(name, at + 1)
        return _Name(name in text, (), cuts, frozenset(before), frozenset(behind))

    def _cut_short(self, name: str, least: int) -> tuple[str, ...]:
        if name[:least] not in self._text:
            return ()
        return tuple(name[:end] for end in range(least, len(name)) if name[:end] in self._text)

    # --- misspellings ------------------------------------------------------------------------------

    def _misspelt(self, account: AccountFeatures, bits: Mapping[str, int], exact: set[str]) -> Iterator[Part]:
        """Of each word the name it most likely is a misspelling of, if any."""
        costs = self._costs
        best: dict[str, tuple[int, str, str]] = {}
        for kind, shown, names, known in (
            ("family", costs.family, account.family, self._family_slips),
            ("given", costs.given, account.given, self._given_slips),
            ("given", costs.nickname, account.aliases, self._given_slips),
        ):
            for name in names:
                for word, added in known.get(name, ()):
                    if word not in exact and (word not in best or shown + added < best[word][0]):
                        best[word] = shown + added, kind, name
        for word, (cost, kind, name) in best.items():
            yield Part(word, kind, cost, bits[name])


_TOGETHER = {"given+initial": "given_initial", "initial+family": "initial_family", "initials": "initials"}
"""Names of the costs of initials that stand together with something."""


def _forms(name: str, seen: _Name, cost: int, costs: ShowCosts, bits: int) -> Iterator[Part]:
    """The name and its variants, as far as they stand in the text."""
    if seen.whole:
        yield Part(name, "given", cost, bits)
    for form in seen.others:
        yield Part(form, "given", cost + costs.nickname, bits)


def _cheapest(parts: list[Part]) -> list[Part]:
    """Of each text the cheapest part, the first of equals."""
    cheapest: dict[str, Part] = {}
    for part in parts:
        known = cheapest.get(part.text)
        if known is None or part.cost < known.cost:
            cheapest[part.text] = part
    return list(cheapest.values())
