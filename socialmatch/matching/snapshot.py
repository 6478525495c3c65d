"""Counts that are kept elsewhere and can be asked, not listed: the same model, without the values themselves.

A store keeps how many accounts hold each value, and of the value only a keyed digest. :func:`entries` is what has to
be kept of counts; :func:`asked_model` is the model over what was kept. It weighs to the millibit as the model over
the counts themselves does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from socialmatch.matching.counts import Counts, good_turing, held_by_few
from socialmatch.matching.model import Model, Parameters
from socialmatch.matching.parts import ShowCosts, abbreviations
from socialmatch.matching.population import LEAST_ACCOUNTS, Population
from socialmatch.matching.segment import AFFIXES, NAMES, SHOWN, Vocabulary, initial_cost

Ask = Callable[[str, str], int]
"""How many accounts hold a value of a kind; 0 where nobody does."""

SHADOW_KEYS: Final = frozenset(
    {"mail", "phone", "file", "local", "host", "label", "full", "short", "sound", "family", "given"}
)
"""Kinds of blocking keys whose other holders lower certainty."""

_KEY, _WORD, _SHORT, _SHORT_AT_LARGE = "key", "word", "short", "short at large"
_OTHER_WORDS: Final = tuple(kind for kind in SHOWN if kind not in (*NAMES, "title"))
_REMEMBERED: Final = 200_000


@dataclass(frozen=True, slots=True)
class Header:
    """What has to be known of counts before anything is asked; names nobody.

    Attributes
    ----------
    accounts: how many were counted. countries: how many of each country that is large enough to be taken apart.
    few: of each kind, how many values few accounts hold, see :func:`~socialmatch.matching.counts.held_by_few`.
    """

    accounts: int
    countries: Mapping[str, int]
    few: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, counts: Counts) -> Self:
        """The header of counts that can be listed."""
        return cls(
            counts.accounts, {c: part.accounts for c, part in _large(counts).items()}, held_by_few(counts.values)
        )

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Inverse of :meth:`to_json`."""
        return cls(document["accounts"], document["countries"], document["few"])


# --- what is kept --------------------------------------------------------------------------------


def entries(counts: Counts) -> Iterator[tuple[str, str, int]]:
    """Everything that has to be kept of counts, each as kind, value and number."""
    people = Population(counts)
    words = Counter[str]()
    for kind, value, held in _listed(counts):
        yield kind, value, held
        if kind in SHOWN and len(value) > 1:
            words.update(abbreviations(value) if kind == "title" else (value,))
    for text, kinds in words.items():
        yield _WORD, text, kinds
    for text, title in _commonest_titles(counts, people).items():
        yield _SHORT, text, counts.values[f"title:{title}"]
    for key, held in _items(counts.keys):
        if key.partition(":")[0] in SHADOW_KEYS:
            yield _KEY, key, held
    for country, part in _large(counts).items():
        for kind, value, held in _listed(part):
            yield _in(kind, country), value, held
        for text, title in _commonest_titles(part, Population(counts, country)).items():
            yield _in(_SHORT, country), text, part.values[f"title:{title}"]
            yield _in(_SHORT_AT_LARGE, country), text, counts.values[f"title:{title}"]


def _commonest_titles(counts: Counts, people: Population) -> dict[str, str]:
    """Every text a title is shown as, and the title it costs least to mean by it."""
    best: dict[str, str] = {}
    for kind, value, _ in _listed(counts):
        if kind == "title" and len(value) > 1:
            for text in abbreviations(value):
                if text not in best or people.rarity("title", value) < people.rarity("title", best[text]):
                    best[text] = value
    return best


def _large(counts: Counts) -> dict[str, Counts]:
    return {country: part for country, part in counts.countries.items() if part.accounts >= LEAST_ACCOUNTS}


def _listed(counts: Counts) -> Iterator[tuple[str, str, int]]:
    for entry, held in _items(counts.values):
        kind, _, value = entry.partition(":")
        yield kind, value, held


def _items(tally: object) -> Iterator[tuple[str, int]]:
    if not isinstance(tally, Counter):
        raise TypeError("only counts that can be listed can be kept")
    yield from tally.items()


def _in(kind: str, country: str) -> str:
    return f"{kind} in {country}"


# --- what is asked -------------------------------------------------------------------------------


def asked_model(header: Header, ask: Ask, parameters: Parameters | None = None) -> Model:
    """The model over counts that were kept.

    Parameters
    ----------
    header: of the counts. ask: looks up what :func:`entries` gave.
    """
    expected = good_turing(header.few)
    nothing = Counter[str]()
    countries = {
        country: Counts(accounts, _Asked(ask, country), nothing, expected={})
        for country, accounts in header.countries.items()
    }
    counts = Counts(header.accounts, _Asked(ask), _AskedKeys(ask), countries, expected)
    return Model(counts, parameters, _Words(ask).vocabulary)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How many accounts, of one country or in all, hold a ``kind:value``."""

    ask: Ask
    country: str = ""

    def __getitem__(self, entry: str, /) -> int:
        kind, _, value = entry.partition(":")
        return self.ask(_in(kind, self.country) if self.country else kind, value)

    def __contains__(self, entry: object, /) -> bool:
        return isinstance(entry, str) and self[entry] > 0


@dataclass(frozen=True, slots=True)
class _AskedKeys:
    """How many accounts can be found under a blocking key that stands for a name."""

    ask: Ask

    def __getitem__(self, key: str, /) -> int:
        return self.ask(_KEY, key)

    def __contains__(self, key: object, /) -> bool:
        return isinstance(key, str) and self[key] > 0


class _Words:
    """Vocabularies whose words are worked out when they are asked for, and remembered for a while.

    Nearly every piece of a handle is nobody's word, so that is asked first, once, whatever the kind and country.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, bool] = {}

    def vocabulary(self, people: Population, costs: ShowCosts, base: Vocabulary | None) -> Vocabulary:
        """The words of a population."""
        of_people = _OfPeople(self, people, costs)
        names = _Remembered(of_people.name_cost)
        words = _Remembered(of_people.word_cost)
        given, family = _OfKind(self, people, "given"), _OfKind(self, people, "family")
        return Vocabulary(names, words, given, family, base, people.offset, initial_cost(people, costs))

    def known(self, text: str) -> bool:
        """Whether anybody, anywhere, shows this word."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[text] = len(text) > 1 and self._ask(_WORD, text) > 0
        return found

    def count(self, kind: str, text: str) -> int:
        """How many accounts hold a value."""
        return self._ask(kind, text)


@dataclass(frozen=True, slots=True)
class _OfPeople:
    """What words cost one population."""

    all_words: _Words
    people: Population
    costs: ShowCosts

    def name_cost(self, text: str) -> int | None:
        """Cost of a word that is a name."""
        return self._cheapest(text, NAMES) if self.all_words.known(text) else None

    def word_cost(self, text: str) -> int | None:
        """Cost of a word that is a place, a title, or the like."""
        affix = self.costs.affix if text in AFFIXES else None
        if not self.all_words.known(text):
            return affix
        found = (affix, self._cheapest(text, _OTHER_WORDS), self._title_cost(text))
        return min((cost for cost in found if cost is not None), default=None)

    def _cheapest(self, text: str, kinds: Sequence[str]) -> int | None:
        held = self.people.seen().values
        return min(
            (getattr(self.costs, kind) + self.people.rarity(kind, text) for kind in kinds if f"{kind}:{text}" in held),
            default=None,
        )

    def _title_cost(self, text: str) -> int | None:
        country = self.people.country
        here = self.all_words.count(_in(_SHORT, country) if country else _SHORT, text)
        if not here:
            return None
        held = self.all_words.count(_in(_SHORT_AT_LARGE, country), text) if country else here
        return self.costs.title + self.people.rarity_of("title", held, here)


@dataclass(frozen=True, slots=True)
class _OfKind:
    """The names of one kind, as a set that cannot be listed."""

    all_words: _Words
    people: Population
    kind: str

    def __contains__(self, text: object, /) -> bool:
        return (
            isinstance(text, str) and self.all_words.known(text) and f"{self.kind}:{text}" in self.people.seen().values
        )


class _Remembered:
    """What a function said, kept for a while."""

    __slots__ = ("_costs", "_work_out")

    def __init__(self, work_out: Callable[[str], int | None]) -> None:
        self._work_out = work_out
        self._costs: dict[str, int | None] = {}

    def get(self, text: str, /) -> int | None:
        """The word's cost, ``None`` where nobody shows it."""
        try:
            return self._costs[text]
        except KeyError:
            if len(self._costs) >= _REMEMBERED:
                self._costs.clear()
            cost = self._costs[text] = self._work_out(text)
            return cost
