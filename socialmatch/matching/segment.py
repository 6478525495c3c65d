"""What a handle or a display name says of a name: two stories of how its letters came about, compared.

Story A, "somebody": the text was made from the names, places and words that people at large have, each as costly as
it is rare. Story B, "this account": the same, but this account's own names, places and words come free of
their rarity. Both pay the same for letters nobody can explain, so what neither explains cancels out. The weight of
the text is the difference of the two costs: a log-likelihood ratio in millibits.

The cost of a story is that of its cheapest segmentation (minimum description length; Viterbi over positions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, Protocol

from socialmatch.matching.normalize import TextShape
from socialmatch.matching.parts import Part, ShowCosts, abbreviations
from socialmatch.matching.population import Population

# Words people put before or after a name whatever the name is.
AFFIXES = tuple(
    "the real official its im iam i am hi hello ask team mr mrs ms dr prof miss sir not only just thereal "
    "tv hq office press page live music art photo blog online".split()
)
NAMES = ("given", "middle", "family")
SHOWN = (*NAMES, "place", "title", "organization", "local", "pseudonym", "label")
_LONGEST_WORD = 24
_MOST_PLACES = 32

_SHORT = 3
"""Letters that are too few to be told from a part of a name."""

INITIAL = 4_000
"""Millibits an initial is worth at most: there are some two dozen, and half of the names begin with five of them."""

# Who tells a stretch of text: anybody, somebody whose name is another, somebody who shows their own name beside it.
_ANYBODY, _ANOTHER, _BESIDE = range(3)


Hit = tuple[int, int, int, int]
"""A word found in a text: its start and end, its cost, and how much it counts against others."""


class WordCosts(Protocol):
    """Cost of each word, in millibits: a dict, or something that works it out."""

    def get(self, text: str, /) -> int | None:
        """The word's cost, ``None`` where nobody shows it."""


@dataclass(slots=True)
class Vocabulary:
    """Costs of every word people of one population may show, rarity included: story A's dictionary.

    Attributes
    ----------
    names: words that are names, with their cost; words: the others (places, titles, organisations, affixes).
    given, family: the names alone. base: where words unknown here are looked up, at ``offset`` more.
    initial: what a single letter costs, by letter.
    """

    names: WordCosts = field(default_factory=dict[str, int], repr=False)
    words: WordCosts = field(default_factory=dict[str, int], repr=False)
    given: Container[str] = field(default=frozenset(), repr=False)
    family: Container[str] = field(default=frozenset(), repr=False)
    base: Vocabulary | None = field(default=None, repr=False)
    offset: int = 0
    initial: Callable[[str], int] = field(default=lambda _: 1 << 20, repr=False)

    @classmethod
    def of(cls, people: Population, costs: ShowCosts, base: Vocabulary | None = None) -> Vocabulary:
        """Build the dictionary from the values a population holds.

        Raises
        ------
        TypeError: its counts can be asked and not listed; see :mod:`socialmatch.matching.snapshot`.
        """
        names: dict[str, int] = {}
        words: dict[str, int] = dict.fromkeys(AFFIXES, costs.affix)
        given, family = set(), set()
        held = people.seen().values
        if not isinstance(held, Counter):
            raise TypeError("values that cannot be listed make no dictionary")
        for entry in held:
            kind, _, value = entry.partition(":")
            if kind not in SHOWN or len(value) < 2:
                continue
            cost = getattr(costs, kind) + people.rarity(kind, value)
            table = names if kind in NAMES else words
            for text in abbreviations(value) if kind == "title" else (value,):
                table[text] = min(cost, table.get(text, cost))
            if kind == "given":
                given.add(value)
            elif kind == "family":
                family.add(value)
        return cls(names, words, frozenset(given), frozenset(family), base, people.offset, initial_cost(people, costs))

    def costs_of(self, text: str) -> tuple[int | None, int | None]:
        """Cost of a word that is a name, and of one that is none; ``None`` where nobody shows it as such."""
        name, word = self.names.get(text), self.words.get(text)
        if self.base is not None:
            if name is None and (at_large := self.base.names.get(text)) is not None:
                name = at_large + self.offset
            if word is None and (at_large := self.base.words.get(text)) is not None:
                word = at_large + self.offset
        return name, word


def initial_cost(people: Population, costs: ShowCosts) -> Callable[[str], int]:
    """What it costs somebody to show one letter as the initial of a given or a family name."""
    return lambda letter: costs.initial + min(people.rarity(kind, letter) for kind in ("initial", "family_initial"))


class Shown(NamedTuple):
    """A part that a text shows. gain: what story B saves by it over story A, in millibits."""

    part: Part
    gain: int


class Story(NamedTuple):
    """The cheapest way to explain a text with an account: its cost and what it shows, in order."""

    cost: int
    shown: tuple[Shown, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown, without its gains."""
        return tuple(one.part for one in self.shown)


class Reader:
    """One text, read once as anybody's and then once for each candidate.

    Parameters
    ----------
    shape: the text. vocabulary: words of a population. costs: see :class:`ShowCosts`.
    spans: where words may stand, see :meth:`spans`; default everywhere.
    known: words this profile shows elsewhere (its display name) with their cost: whoever made the handle had
        them at hand, so the handle repeating them is no news, and no evidence against anybody either.

    Attributes
    ----------
    somebody: cost of story A. lone: letters that stand alone, as initials do.
    """

    __slots__ = (
        "_gaps",
        "_hits",
        "_inside",
        "_lone",
        "_stories",
        "costs",
        "lone",
        "runs",
        "shape",
        "somebody",
        "text",
    )

    def __init__(
        self,
        shape: TextShape,
        vocabulary: Vocabulary,
        costs: ShowCosts,
        known: Mapping[str, int] | None = None,
        *,
        whole_words: bool = False,
        spans: Iterable[tuple[int, int]] | None = None,
    ) -> None:
        self._begin(shape, costs, whole_words)
        self._hits = self._find(vocabulary, known or {}, whole_words, _all_spans(self.text) if spans is None else spans)
        self.somebody = self._gap(0, len(self.text), _ANYBODY)

    @classmethod
    def recalled(cls, shape: TextShape, costs: ShowCosts, hits: Iterable[Hit], *, whole_words: bool = False) -> Reader:
        """The reader that has found these words: of the same text, with the same vocabulary and words known."""
        reader = cls.__new__(cls)
        reader._begin(shape, costs, whole_words)
        reader._hits = [[] for _ in shape.text]
        for start, end, cost, against in hits:
            reader._hits[start].append((end, cost, against))
        reader.somebody = reader._gap(0, len(reader.text), _ANYBODY)
        return reader

    def _begin(self, shape: TextShape, costs: ShowCosts, whole_words: bool) -> None:
        self.shape = shape
        self.text = shape.text
        self.costs = costs
        self.runs = tuple(pairwise(sorted(shape.cuts)))
        self._inside = costs.inside_word if whole_words else costs.off_boundary
        # A letter between spaces is somebody's initial, not just a letter.
        alone = {at for at, end in self.runs if end - at == 1 and self._alone(at)}
        self._lone = alone if whole_words else ()
        self.lone = frozenset(self.text[at] for at in alone)
        self._gaps: dict[tuple[int, int, int], int] = {}
        self._stories: dict[tuple[int, tuple[Part, ...]], Story] = {}

    def hits(self) -> list[Hit]:
        """Every word found, to recall the reader by."""
        return [(start, *hit) for start, found in enumerate(self._hits) for hit in found]

    def tell(self, parts: tuple[Part, ...]) -> Story:
        """Story B: the cheapest segmentation into the account's parts with gaps between them.

        A name shown a second time, in whatever form, is worth ``costs.again`` at most. Many accounts show the same
        parts: their story is told once.
        """
        return self._told(_BESIDE, parts)

    def tell_of_relative(self, parts: tuple[Part, ...]) -> Story:
        """The same for somebody of whom only these parts are known, and who may be called anything besides."""
        return self._told(_ANYBODY, parts)

    def _told(self, beside: int, parts: tuple[Part, ...]) -> Story:
        story = self._stories.get((beside, parts))
        if story is None:
            alone = self.somebody if beside == _ANYBODY else self._gap(0, len(self.text), _ANOTHER)
            story = self._extend(self._places(parts), beside, 0, 0, 0, 0, (), Story(alone, ()), {})
            self._stories[beside, parts] = story
        return story

    def names(self) -> list[str]:
        """The names in the cheapest reading of the text as anybody's."""
        found, position, size = [], 0, len(self.text)
        while position < size:
            rest = self._gap(position, size, _ANYBODY)
            for end, cost, against in self._hits[position]:
                if cost + self._gap(end, size, _ANYBODY) == rest:
                    if against >= self.costs.other_name:
                        found.append(self.text[position:end])
                    position = end
                    break
            else:
                position += 1
        return found

    def words(self) -> list[str]:
        """The pieces between the boundaries the writer showed."""
        return [self.text[start:end] for start, end in self.runs]

    def on_file(self) -> Part:
        """The whole text as a part of an account that has it on file."""
        return Part(self.text, "on file", max(self.costs.on_file, self.somebody - self.costs.on_file_most))

    def on_file_elsewhere(self) -> Part:
        """The same of an account that has it on file for another platform."""
        return Part(self.text, "elsewhere", max(self.costs.elsewhere, self.somebody - self.costs.on_file_most))

    def spans(self) -> list[tuple[int, int]]:
        """Where words were found. People of one country have no others than people at large have."""
        found = ((start, end) for start, hits in enumerate(self._hits) for end in sorted({hit[0] for hit in hits}))
        return [(start, end) for start, end in found if 2 <= end - start <= _LONGEST_WORD]

    def _find(
        self,
        vocabulary: Vocabulary,
        known: Mapping[str, int],
        whole_words: bool,
        spans: Iterable[tuple[int, int]],
    ) -> list[list[tuple[int, int, int]]]:
        """For each start: end, cost, and how much it counts against others, of every word found there."""
        text, size = self.text, len(self.text)
        hits: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
        costs_of = vocabulary.costs_of
        unknown = False
        for start, end in self.runs:
            if end - start == 1 and text[start].isalpha() and self._alone(start):
                hits[start].append((end, vocabulary.initial(text[start]), 0))
            elif whole_words and vocabulary.names.get(text[start:end]) is None:
                hits[start].append((end, self.costs.word, 0 if unknown else self.costs.other_word))
                unknown = True
        for start, end in spans:
            piece = text[start:end]
            if piece in known:
                hits[start].append((end, known[piece] + self._off_boundary(start, end), 0))
            if not whole_words and self._may_be_name(start, end):
                hits[start].append((end, self._unknown(start, end), self.costs.other_word))
            name, word = costs_of(piece)
            if name is not None:
                hits[start].append((end, name + self._off_boundary(start, end), self.costs.other_name))
            # Words that stand apart are not one mail name.
            if word is not None and not (whole_words and self._crosses(start, end)):
                hits[start].append((end, word + self._off_boundary(start, end), 0))
        return hits

    def _may_be_name(self, start: int, end: int) -> bool:
        """Whether letters may be one name that nobody here has: they begin or end a word, and are not several."""
        if end - start <= _SHORT or not self.text[start:end].isalpha():
            return False
        return any(first <= start and end <= last and (start == first or end == last) for first, last in self.runs)

    def _crosses(self, start: int, end: int) -> bool:
        """Whether the writer showed a boundary inside."""
        return any(start < cut < end for cut in self.shape.cuts)

    def _unknown(self, start: int, end: int) -> int:
        """What it costs to show a name nobody here has; names repeat themselves, so a letter of one costs less."""
        return self.costs.unknown_name + (end - start) * self.costs.name_letter + self._off_boundary(start, end)

    def _off_boundary(self, start: int, end: int) -> int:
        """What it costs a word to ignore the boundaries the writer showed; nothing where none were shown."""
        cuts = self.shape.cuts
        if len(cuts) <= 2:
            return 0
        return ((start not in cuts) + (end not in cuts)) * self._inside

    def _gap(self, start: int, end: int, teller: int) -> int:
        """Cost of ``text[start:end]`` told without an account's parts, by one of the three tellers."""
        if start >= end:
            return 0
        cost = self._gaps.get((start, end, teller))
        if cost is None:
            cost = self._gaps[start, end, teller] = self._cheapest(start, end, teller)
        return cost

    def _cheapest(self, start: int, end: int, teller: int) -> int:
        costs, text, hits = self.costs, self.text, self._hits
        # A name that is not the account's counts against it; a word that may be one only beside its own.
        least = {_ANYBODY: 1 << 40, _ANOTHER: costs.other_name, _BESIDE: 0}[teller]
        strange = costs.strange if teller == _BESIDE else 0
        lone = costs.initial + costs.letter
        best = [0] * (end - start + 1)
        run = best[:]  # the same, where the letter before could not be explained either
        for i in range(end - 1, start - 1, -1):
            at = i - start
            cheapest = 1 << 40
            for stop, cost, against in hits[i]:
                if stop <= end:
                    told = cost + best[stop - start] + (against if against >= least else 0)
                    cheapest = min(cheapest, told)
            if text[i].isdigit():
                best[at] = run[at] = min(cheapest, costs.digit + best[at + 1])
            else:
                letters = (lone if i in self._lone else costs.letter) + run[at + 1]
                best[at], run[at] = min(cheapest, letters + strange), min(cheapest, letters)
        return best[0]

    def _places(self, parts: Iterable[Part]) -> list[tuple[int, int, Part]]:
        """Where the account's parts stand in the text; where there are very many, those that save most."""
        text, cuts = self.text, self.shape.cuts
        places: list[tuple[int, int, Part]] = []
        for part in parts:
            word = part.text
            if word not in text:
                continue
            size = len(word)
            at = text.find(word)
            while at >= 0:
                end = at + size
                if size > 1 or (at in cuts and end in cuts and self._alone(at)):
                    extra = self._off_boundary(at, end)
                    places.append((at, end, part._replace(cost=part.cost + extra) if extra else part))
                at = text.find(word, at + 1)
        if len(places) > _MOST_PLACES:
            places.sort(key=lambda place: (place[2].cost - self._gap(place[0], place[1], _ANYBODY), place[0], place[1]))
            del places[_MOST_PLACES:]
        places.sort(key=lambda place: (place[0], -place[1], place[2].cost, place[2].part))
        return places

    def _alone(self, at: int) -> bool:
        """Whether a letter stands alone, as an initial does, and not among digits, as in a serial number."""
        beside = self.text[max(0, at - 1) : at] + self.text[at + 1 : at + 2]
        return not any(char.isdigit() for char in beside)

    def _extend(
        self,
        places: list[tuple[int, int, Part]],
        beside: int,
        first: int,
        position: int,
        cost: int,
        used: int,
        shown: tuple[Shown, ...],
        best: Story,
        reached: dict[tuple[int, int, frozenset[str]], int],
    ) -> Story:
        """The cheapest story that goes on from here, or the best known.

        Parameters
        ----------
        reached: what it cost to come to a position with these names and kinds shown; whatever comes after is the same,
            so who comes there at no less goes no further. Names that overlap have too many stories to tell them all.
        """
        for index in range(first, len(places)):
            start, end, part = places[index]
            if start < position or _told_already(part, shown):
                continue
            chance = self._gap(start, end, _ANYBODY)
            own = part.cost if _is_news(part, used) else max(part.cost, chance - self.costs.again)
            so_far = cost + self._gap(position, start, beside) + own
            if so_far >= best.cost:
                continue
            more, names = (*shown, Shown(part, chance - own)), used | part.sources | part.hinted
            state = end, names, frozenset(one.part.part for one in more if _is_told_once(one.part))
            if so_far >= reached.get(state, best.cost):
                continue
            reached[state] = so_far
            total = so_far + self._gap(end, len(self.text), beside)
            if total < best.cost:
                best = Story(total, more)
            best = self._extend(places, beside, index + 1, end, so_far, names, more, best, reached)
        return best


def _all_spans(text: str) -> Iterator[tuple[int, int]]:
    size = len(text)
    for start in range(size):
        for end in range(start + 2, min(size, start + _LONGEST_WORD) + 1):
            yield start, end


def _told_already(part: Part, shown: tuple[Shown, ...]) -> bool:
    return _is_told_once(part) and any(one.part.part == part.part for one in shown)


def _is_told_once(part: Part) -> bool:
    """Of what is no name a text shows each kind once."""
    return not (part.sources or part.hinted)


def _is_news(part: Part, used: int) -> bool:
    """Whether a part shows a name that was not shown before, or is no name."""
    names = part.sources or part.hinted
    return not names or bool(names & ~used)


def repeated(story: Story, credited: Mapping[int, int], again: int) -> int:
    """How much of a story's gain was told before, by a display name that showed the same names.

    Parameters
    ----------
    credited: gain already counted, by source bit. again: what a name is worth at most beyond that, see ``ShowCosts``.

    Returns
    -------
    int: millibits to take off the weight, never negative.
    """
    told = 0
    for part, gain in story.shown:
        before = sum(value for bit, value in credited.items() if part.sources & bit)
        before += min(INITIAL, sum(value for bit, value in credited.items() if part.hinted & bit))
        if before > 0 and gain > 0:
            told += gain - max(gain - before, min(gain, again))
    return told


def credits(story: Story) -> dict[int, int]:
    """The gain of a story by source bit; that of a form of several names is shared among them."""
    found: dict[int, int] = {}
    for part, gain in story.shown:
        left = max(0, gain)
        if hinted := _bits(part.hinted):
            letter = min(left, INITIAL) if part.sources else left
            left -= letter
            _share(found, hinted, letter)
        _share(found, _bits(part.sources), left)
    return found


def _share(found: dict[int, int], bits: list[int], gain: int) -> None:
    for bit in bits:
        found[bit] = found.get(bit, 0) + gain // len(bits)


def _bits(mask: int) -> list[int]:
    return [1 << n for n in range(mask.bit_length()) if mask >> n & 1]
