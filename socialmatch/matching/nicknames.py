"""Names that are one name: short forms, other spellings, the same name in another language.

English short forms come from the ``nicknames`` package (Apache-2.0), the rest from ``names.toml`` beside this module,
which is read when first asked for.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from nicknames import NickNamer

from socialmatch.matching.text import compact

_Value = TypeVar("_Value")

_NONE: frozenset[str] = frozenset()
_NO_GROUP: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Names:
    """``names.toml``, folded.

    Attributes
    ----------
    spellings: other spellings of a given name. short, full: its short forms, and the names it is short for.
    languages, families: the groups a given name, and a family name, belongs to, by number.
    """

    spellings: Mapping[str, frozenset[str]]
    short: Mapping[str, frozenset[str]]
    full: Mapping[str, frozenset[str]]
    languages: Mapping[str, frozenset[int]]
    families: Mapping[str, frozenset[int]]


@lru_cache(maxsize=1)
def _english() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1)
def _names() -> _Names:
    table = tomllib.loads((files("socialmatch.matching") / "names.toml").read_text(encoding="utf-8"))
    spelled = [_folded(line) for line in table["spellings"]]
    spellings = _by_member((name, other) for group in spelled for name in group for other in group if other != name)
    short: dict[str, set[str]] = defaultdict(set)
    for name, forms in table["short"].items():
        for spelling in {name} | spellings.get(name, _NONE):
            short[spelling].update(_folded(forms))
    return _Names(
        spellings,
        {name: frozenset(forms - {name}) for name, forms in short.items()},
        _by_member((form, name) for name, forms in short.items() for form in forms if form != name),
        _by_member((name, number) for number, line in enumerate(table["languages"]) for name in _folded(line)),
        _by_member((name, number) for number, line in enumerate(table["families"]) for name in _folded(line)),
    )


def _folded(line: str) -> frozenset[str]:
    return frozenset(map(compact, line.split()))


def _by_member(pairs: Iterable[tuple[str, _Value]]) -> dict[str, frozenset[_Value]]:
    found: dict[str, set[_Value]] = defaultdict(set)
    for member, value in pairs:
        found[member].add(value)
    return {member: frozenset(values) for member, values in found.items()}


@lru_cache(maxsize=65536)
def first_letters(given: str) -> tuple[str, ...]:
    """The letters that the forms of a folded given name begin with, its own first."""
    return tuple(dict.fromkeys((given[0], *sorted(form[0] for form in variants(given)))))


@lru_cache(maxsize=65536)
def variants(given: str) -> frozenset[str]:
    """Other forms of a folded given name, either way: ``william`` -> bill, will ...; ``bill`` -> william ...

    Short forms, the names it is short for, and other spellings. The name itself is not among them. Forms of one letter
    are left out.
    """
    english, names = _english(), _names()
    forms = {*english.nicknames_of(given), *english.canonicals_of(given)}
    forms |= names.spellings.get(given, _NONE) | names.short.get(given, _NONE) | names.full.get(given, _NONE)
    return frozenset(form for form in forms if form != given and len(form) > 1 and form.isalpha())


@lru_cache(maxsize=1 << 15)
def languages(given: str) -> frozenset[int]:
    """The names of many languages a folded given name is a form of, by number: ``jan`` and ``giovanni`` share one."""
    names = _names()
    forms = (given, *names.spellings.get(given, _NONE), *names.full.get(given, _NONE), *_english().canonicals_of(given))
    return _NO_GROUP.union(*(names.languages.get(form, _NO_GROUP) for form in forms))


@lru_cache(maxsize=1 << 15)
def is_known(word: str) -> bool:
    """Whether a folded word is a name that stands in the tables; what is one is no misspelling of another."""
    names = _names()
    tables = (names.languages, names.families, names.spellings, names.short, names.full)
    return any(word in table for table in tables) or bool(languages(word))


@lru_cache(maxsize=1 << 15)
def families(name: str) -> frozenset[int]:
    """The family names a folded one is a spelling of, by number: ``kim`` and ``gim`` share one."""
    return _names().families.get(name, _NO_GROUP)
