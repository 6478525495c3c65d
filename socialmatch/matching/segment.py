"""What a handle says of a name: two stories of how its letters came about, compared.

Story A, "somebody": the handle was made from the names, places and words that people at large have, each as costly as
it is rare. Story B, "this account": the same, but this account's own names, places and words come free of
their rarity. Both pay the same for letters nobody can explain, so what neither explains cancels out. The weight of
the handle is the difference of the two costs: a log-likelihood ratio in millibits.

The cost of a story is that of its cheapest segmentation (minimum description length; Viterbi over positions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from socialmatch.matching.blocking import initials
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures, HandleShape
from socialmatch.matching.population import Population

# Words people put before or after a name whatever the name is.
AFFIXES = tuple(
    "the real official its im iam i am hi hello ask team mr mrs ms dr prof miss sir not only just thereal "
    "tv hq office press page live music art photo blog online".split()
)


@dataclass(frozen=True, slots=True)
class ShowCosts:
    """Cost in millibits of a handle showing a part of somebody's name or life, before rarity.

    Each is ``-log2`` of how often people who make a handle from their name show that part so. ``on_file`` is the
    whole handle as the account has it on file; handles are renamed, freed and taken by others, so that is never worth
    more than ``on_file_most``.
    """

    given: int = 700
    nickname: int = 2000
    given_cut: int = 3500
    middle: int = 3500
    family: int = 500
    initial_family: int = 2000
    family_initial: int = 3500
    given_initial: int = 3500
    initials: int = 5000
    on_file: int = 1500
    on_file_most: int = 14000
    local: int = 2500
    label: int = 3000
    place: int = 4000
    title: int = 3500
    organization: int = 4500
    year: int = 4500
    short_year: int = 3500
    affix: int = 5000
    letter: int = 3800
    digit: int = 2800
    other_name: int = 5000
    off_boundary: int = 1500
    again: int = 2000


class Part(NamedTuple):
    """One piece of an account that a handle may show: the text, the part it stands for, its cost."""

    text: str
    part: str
    cost: int


class Story(NamedTuple):
    """The cheapest way to explain a handle: its cost and the parts it shows, in order."""

    cost: int
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Vocabulary:
    """Costs of every word people at large may show, rarity included: story A's dictionary.

    Attributes
    ----------
    names: words that are names, with their cost; words: the others (places, titles, organisations, affixes).
    given, family: the names alone. base: where words unknown here are looked up, at ``offset`` more.
    """

    names: dict[str, int] = field(default_factory=dict, repr=False)
    words: dict[str, int] = field(default_factory=dict, repr=False)
    given: frozenset[str] = field(default=frozenset(), repr=False)
    family: frozenset[str] = field(default=frozenset(), repr=False)
    base: Vocabulary | None = field(default=None, repr=False)
    offset: int = 0

    @classmethod
    def of(cls, people: Population, costs: ShowCosts, base: Vocabulary | None = None) -> Vocabulary:
        """Build the dictionary from the values a population holds."""
        vocabulary = cls(words=dict.fromkeys(AFFIXES, costs.affix), base=base, offset=people.offset)
        given, family = set(), set()
        for entry in people.seen().values:
            kind, _, value = entry.partition(":")
            if kind not in _SHOWN or len(value) < 2:
                continue
            cost = getattr(costs, kind) + people.rarity(kind, value)
            table = vocabulary.names if kind in _NAMES else vocabulary.words
            for text in abbreviations(value) if kind == "title" else (value,):
                table[text] = min(cost, table.get(text, cost))
            if kind == "given":
                given.add(value)
            elif kind == "family":
                family.add(value)
        vocabulary.given, vocabulary.family = frozenset(given), frozenset(family)
        return vocabulary

    def costs_of(self, text: str) -> Iterator[tuple[int, bool]]:
        """Cost of a word and whether it is a name, for each way of reading it."""
        name, word = self.names.get(text), self.words.get(text)
        if name is None and self.base is not None and (at_large := self.base.names.get(text)) is not None:
            name = at_large + self.offset
        if word is None and self.base is not None and (at_large := self.base.words.get(text)) is not None:
            word = at_large + self.offset
        if name is not None:
            yield name, True
        if word is not None:
            yield word, False


_NAMES = ("given", "middle", "family")
_SHOWN = (*_NAMES, "place", "title", "organization", "local", "label")


def abbreviations(word: str) -> tuple[str, ...]:
    """A title and its customary shortenings: its first three and four letters."""
    return tuple(dict.fromkeys((word, *(word[:n] for n in (3, 4) if len(word) > n))))


def account_parts(account: AccountFeatures, costs: ShowCosts) -> tuple[Part, ...]:
    """Everything of an account that a handle may show, each with the cost of showing it (story B's dictionary)."""
    cheapest: dict[str, Part] = {}
    for part in (*_name_parts(account, costs), *_life_parts(account, costs)):
        known = cheapest.get(part.text)
        if len(part.text) > 1 and (known is None or part.cost < known.cost):
            cheapest[part.text] = part
    return tuple(cheapest.values())


def _given_costs(account: AccountFeatures, costs: ShowCosts) -> dict[str, int]:
    """Every form of the given, other and middle names with the cost of showing it."""
    forms: dict[str, int] = {}
    by_cost = ((account.given, costs.given), (account.aliases, costs.nickname), (account.middle, costs.middle))
    for names, cost in by_cost:
        for name in names:
            forms.setdefault(name, cost)
            for short in variants(name):
                forms.setdefault(short, cost + costs.nickname)
    return forms


def _name_parts(account: AccountFeatures, costs: ShowCosts) -> Iterator[Part]:
    forms = _given_costs(account, costs)
    yield from (Part(name, "given", cost) for name, cost in forms.items())
    for name in account.given:
        yield from (Part(name[:end], "given", costs.given_cut) for end in range(3, len(name)))
    firsts = {form[0] for form in forms}
    for family in account.family:
        yield Part(family, "family", costs.family)
        for first in firsts:
            yield Part(first + family, "initial+family", costs.initial_family)
            yield Part(family + first, "family+initial", costs.family_initial)
    if account.given and account.family:
        yield Part(account.given[0] + account.family[0][0], "given+initial", costs.given_initial)
    yield from (Part(text, "initials", costs.initials) for text in initials(account))


def _life_parts(account: AccountFeatures, costs: ShowCosts) -> Iterator[Part]:
    yield from (Part(text, "local", costs.local) for text in account.locals)
    yield from (Part(text, "label", costs.label) for text in account.labels)
    yield from (Part(text, "place", costs.place) for text in account.places)
    yield from (Part(text, "organization", costs.organization) for text in account.organizations)
    yield from (Part(text, "title", costs.title) for title in account.titles for text in abbreviations(title))
    if account.birth_year:
        yield Part(str(account.birth_year), "year", costs.year)
        yield Part(f"{account.birth_year % 100:02}", "year", costs.short_year)


class HandleReader:
    """One handle, read once as anybody's and then once for each candidate.

    Parameters
    ----------
    shape: the handle. vocabulary: words of people at large. costs: see :class:`ShowCosts`.
    known: words this profile shows elsewhere (its display name) with their cost: whoever made the handle had
        them at hand, so the handle repeating them is no news.
    """

    __slots__ = ("_gaps", "_hits", "_known", "_vocabulary", "costs", "shape", "somebody", "text")

    def __init__(
        self, shape: HandleShape, vocabulary: Vocabulary, costs: ShowCosts, known: Mapping[str, int] | None = None
    ) -> None:
        self.shape = shape
        self.text = shape.text
        self.costs = costs
        self._hits = self._find(vocabulary, known or {})
        self._gaps: dict[tuple[int, int], int] = {}
        self._vocabulary = vocabulary
        self._known = known or {}
        self.somebody = self._cheapest(0, len(self.text), penalty=0)

    def weight(self, parts: Iterable[Part], told: frozenset[str] = frozenset()) -> tuple[int, tuple[Part, ...]]:
        """Log-likelihood ratio of the handle for an account with these parts, and the parts it shows.

        Parameters
        ----------
        told: parts the display name has shown already. Another form of the same name (the nickname beside the name)
            says a little more, ``costs.again``, but it is not a second name.

        Returns
        -------
        weight in millibits: positive where the account explains the handle better than anybody would; and the parts.
        """
        if not self.text:
            return 0, ()
        story = self._tell(parts)
        repeated = sum(self._news(part) for part in story.parts if told.intersection(part.part.split("+")))
        return self.somebody - story.cost - repeated, story.parts

    def _news(self, part: Part) -> int:
        """What a part that was told before seems to add beyond what a repetition is worth."""
        if part.text in self._known:
            return 0
        chance = min((cost for cost, is_name in self._vocabulary.costs_of(part.text) if is_name), default=0)
        return max(0, chance - part.cost - self.costs.again)

    def names(self) -> list[str]:
        """The names in the cheapest reading of the handle as anybody's."""
        found, position, size = [], 0, len(self.text)
        while position < size:
            rest = self._cheapest(position, size, 0)
            for end, cost, is_name in self._hits[position]:
                if cost + self._cheapest(end, size, 0) == rest:
                    if is_name:
                        found.append(self.text[position:end])
                    position = end
                    break
            else:
                position += 1
        return found

    def on_file(self) -> Part:
        """The whole handle as a part of an account that has it on file."""
        return Part(self.text, "on file", max(self.costs.on_file, self.somebody - self.costs.on_file_most))

    def _find(self, vocabulary: Vocabulary, known: Mapping[str, int]) -> list[list[tuple[int, int, bool]]]:
        """For each start: (end, cost, is a name) of every word found there."""
        text, size = self.text, len(self.text)
        hits: list[list[tuple[int, int, bool]]] = [[] for _ in range(size)]
        for start in range(size):
            for end in range(start + 2, min(size, start + 24) + 1):
                piece = text[start:end]
                if piece in known:
                    hits[start].append((end, known[piece] + self._off_boundary(start, end), True))
                for cost, is_name in vocabulary.costs_of(piece):
                    hits[start].append((end, cost + self._off_boundary(start, end), is_name))
        return hits

    def _off_boundary(self, start: int, end: int) -> int:
        """What it costs a word to ignore the boundaries the writer showed; nothing where none were shown."""
        cuts = self.shape.cuts
        if len(cuts) <= 2:
            return 0
        return ((start not in cuts) + (end not in cuts)) * self.costs.off_boundary

    def _cheapest(self, start: int, end: int, penalty: int) -> int:
        """Cost of ``text[start:end]`` told with the vocabulary; names that are not the account's pay ``penalty``."""
        costs, text = self.costs, self.text
        best = [0] * (end - start + 1)
        for i in range(end - 1, start - 1, -1):
            single = costs.digit if text[i].isdigit() else costs.letter
            cheapest = single + best[i + 1 - start]
            for stop, cost, is_name in self._hits[i]:
                if stop <= end:
                    told = cost + (penalty if is_name else 0) + best[stop - start]
                    cheapest = min(cheapest, told)
            best[i - start] = cheapest
        return best[0]

    def _gap(self, start: int, end: int) -> int:
        if start == end:
            return 0
        cost = self._gaps.get((start, end))
        if cost is None:
            cost = self._gaps[start, end] = self._cheapest(start, end, self.costs.other_name)
        return cost

    def _tell(self, parts: Iterable[Part]) -> Story:
        """The cheapest segmentation into the account's parts, none used twice, with gaps between them."""
        text = self.text
        places: list[tuple[int, int, Part]] = []
        for part in parts:
            at = text.find(part.text)
            while at >= 0:
                end = at + len(part.text)
                places.append((at, end, part._replace(cost=part.cost + self._off_boundary(at, end))))
                at = text.find(part.text, at + 1)
        places.sort(key=lambda place: (place[0], -place[1], place[2].cost))
        best = Story(self._gap(0, len(text)), ())
        return self._extend(places, 0, 0, 0, (), best)

    def _extend(
        self,
        places: list[tuple[int, int, Part]],
        first: int,
        position: int,
        cost: int,
        shown: tuple[Part, ...],
        best: Story,
    ) -> Story:
        for index in range(first, len(places)):
            start, end, part = places[index]
            if start < position or any(_same_part(part, other) for other in shown):
                continue
            so_far = cost + self._gap(position, start) + part.cost
            if so_far >= best.cost:
                continue
            parts = (*shown, part)
            total = so_far + self._gap(end, len(self.text))
            if total < best.cost:
                best = Story(total, parts)
            best = self._extend(places, index + 1, end, so_far, parts, best)
        return best


def _same_part(one: Part, other: Part) -> bool:
    """Whether both show the same piece of the account: a name is told once."""
    return bool(set(one.part.split("+")) & set(other.part.split("+")))
