"""Blocking keys: what an account and a profile must share to be compared. One definition for every engine.

A key is ``kind:value``. The kinds, most telling first:

===========  ====================================================================
``mail``     a canonical e-mail address
``phone``    an E.164 number
``file``     a handle on file, ``platform:handle``
``local``    an e-mail local part or a handle on file elsewhere, against a whole handle
``host``     a website host of the person's own
``label``    a word a website gives to its owner, against a whole handle or the handle's name part
``full``     given name (any form) and family name
``short``    initial of a given name and family name
``sound``    initial of a given name and the consonants of the family name; or both names whatever their spelling,
             the given name in any language
``letters``  the initials of all names, where there are three or more
``family``   family name
``given``    given name (any form)
===========  ====================================================================
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import Protocol

from socialmatch.matching.nicknames import families as family_groups
from socialmatch.matching.nicknames import languages, variants
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.spelling import skeleton

_VOWELS = re.compile("[aeiouyhw]")
_LIKE = str.maketrans("zcqv", "skkf")
_DOUBLED = re.compile(r"(.)\1+")


def account_keys(account: AccountFeatures) -> frozenset[str]:
    """Every key an account can be found under: a few dozen, more with more names on file."""
    return frozenset(f"{kind}:{value}" for kind, held in _HELD.items() for value in held(account))


class Holders:
    """How many of some accounts can be found in a block.

    Few of them have the family name of a block, so keys are made of those alone; groups and keys are kept for the next
    block. A folded name never has a bar in it.
    """

    def __init__(self, accounts: Iterable[AccountFeatures]) -> None:
        self._accounts = list(accounts)
        self._named: dict[str, dict[str, list[int]]] = {}
        self._pairs: dict[tuple[str, int], frozenset[str]] = {}
        self._others: dict[str, Counter[str]] = {}

    def __call__(self, block: Block) -> int:
        """Of this block."""
        kind, _, value = block.key.partition(":")
        if kind == "given":
            return self._called(value)
        return self._with_pair(kind, value) if kind in _NAMED else self._with_other(kind, value)

    def _called(self, form: str) -> int:
        """A given name has too many forms to count them all, so names are asked for this one."""
        names = self._by_name("given").items()
        return len(set(chain.from_iterable(some for name, some in names if form == name or form in variants(name))))

    def _with_pair(self, kind: str, value: str) -> int:
        return sum(value in self._keys(kind, one) for one in self._by_name(kind).get(value.rpartition("|")[2], ()))

    def _with_other(self, kind: str, value: str) -> int:
        if kind not in self._others:
            self._others[kind] = Counter(held for account in self._accounts for held in set(_HELD[kind](account)))
        return self._others[kind][value]

    def _by_name(self, kind: str) -> dict[str, list[int]]:
        if kind not in self._named:
            self._named[kind] = _grouped(map(_NAMED[kind], self._accounts))
        return self._named[kind]

    def _keys(self, kind: str, number: int) -> frozenset[str]:
        asked = kind, number
        if asked not in self._pairs:
            self._pairs[asked] = frozenset(_HELD[kind](self._accounts[number]))
        return self._pairs[asked]


def _grouped(names: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Which of several have each name."""
    groups: dict[str, list[int]] = {}
    for number, some in enumerate(names):
        for name in set(some):
            groups.setdefault(name, []).append(number)
    return groups


def _forms(account: AccountFeatures) -> set[str]:
    """Every name that may be a given name, in any form."""
    given = _called(account)
    return given.union(*map(variants, given))


def _called(account: AccountFeatures) -> set[str]:
    """Every name on file that may be a given name."""
    return {*account.given, *account.aliases, *account.middle}


def _given(account: AccountFeatures) -> Iterable[str]:
    return (form for form in _forms(account) if len(form) > 1)


def _families(account: AccountFeatures) -> Iterable[str]:
    """Family names; another name on file may be a former one."""
    return dict.fromkeys((*account.family, *account.aliases))


def _letters(account: AccountFeatures) -> set[str]:
    """What any of the names that may be given names begins with."""
    return {form[0] for form in _forms(account)}.union(account.initials)


def _full(account: AccountFeatures) -> Iterable[str]:
    families = _families(account)
    return [f"{given}|{family}" for given in _given(account) for family in families if family != given]


def _short(account: AccountFeatures) -> Iterable[str]:
    return [f"{letter}|{family}" for letter in _letters(account) for family in _families(account)]


def _sounds(account: AccountFeatures) -> Iterable[str]:
    families = [sound(family) for family in _families(account) if len(family) > 3]
    yield from (f"{letter}|{family}" for letter in _letters(account) for family in families)
    for given in account.given:
        for family in account.family:
            yield from _alike(given, family)


def _sounding_families(account: AccountFeatures) -> Iterator[str]:
    """What stands for a family name in :func:`_sounds`."""
    yield from (sound(family) for family in _families(account) if len(family) > 3)
    for family in account.family:
        yield from _family_alike(family)


def _alike(given: str, family: str) -> Iterator[str]:
    """What two names have in common with themselves in whatever spelling, and the given one in whatever language."""
    for one in (skeleton(given), *(f"={number}" for number in sorted(languages(given)))):
        for other in _family_alike(family):
            yield f"{one}|{other}"


def _family_alike(family: str) -> list[str]:
    return [f"={number}" for number in sorted(family_groups(family))] or [skeleton(family)]


def initials(account: AccountFeatures) -> frozenset[str]:
    """First letters of all names run together, ``jvd``; only where they are three or more."""
    first = account.given[0][0] if account.given else "".join(account.initials)
    if not first or not account.family:
        return frozenset()
    middle = "".join(name[0] for name in account.middle)
    words = {first + m + f[0] for m in {middle, ""} for f in account.family[:1]}
    return frozenset(word for word in words if len(word) > 2)


_HELD: dict[str, Callable[[AccountFeatures], Iterable[str]]] = {
    "mail": lambda account: account.emails,
    "phone": lambda account: account.phones,
    "file": lambda account: account.handles,
    "local": lambda account: (*account.locals, *account.nicks),
    "host": lambda account: account.hosts,
    "label": lambda account: account.labels,
    "full": _full,
    "short": _short,
    "sound": _sounds,
    "letters": initials,
    "family": lambda account: account.family,
    "given": _given,
}
"""What an account holds of each kind of key."""

_NAMED: dict[str, Callable[[AccountFeatures], Iterable[str]]] = {
    "given": _called,
    "full": _families,
    "short": _families,
    "sound": _sounding_families,
}
"""What keys of names are made from: of given names the names on file, of pairs what they have behind the bar."""


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """A name's first letter and consonants, like and doubled ones once: ``petersen``, ``peterzon``: ``ptrsn``."""
    return _DOUBLED.sub(r"\1", (name[:1] + _VOWELS.sub("", name[1:])).translate(_LIKE))


class Vocabulary(Protocol):
    """The names a CRM knows, folded."""

    @property
    def given(self) -> Container[str]:
        """Given names in any form."""

    @property
    def family(self) -> Container[str]:
        """Family names."""


@dataclass(frozen=True, slots=True)
class Block:
    """A group of keys under which a profile may find its account.

    Attributes
    ----------
    key: the blocking key. given, family: the name it stands for, where it stands for one; either may be ``""``.
    """

    key: str = field(repr=False)
    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)

    @property
    def telling(self) -> bool:
        """Whether it is more than one name alone."""
        return not self.key.startswith(("family:", "given:"))


def stages(blocks: Sequence[Block]) -> list[Sequence[Block]]:
    """Beginnings of a profile's blocks: the telling ones, and all, for where those settle nothing."""
    telling = next((at for at, block in enumerate(blocks) if not block.telling), len(blocks))
    return [blocks[:telling], blocks] if 0 < telling < len(blocks) else [blocks]


def profile_blocks(profile: ProfileFeatures, vocabulary: Vocabulary) -> list[Block]:
    """Every block a profile may find its account in, most telling first.

    Parameters
    ----------
    vocabulary: names the CRM knows; a handle is read with it, so that ``repjsmith`` is found under ``smith``.
    """
    text = profile.handle.text
    direct = [Block(f"mail:{e}") for e in profile.emails] + [Block(f"phone:{p}") for p in profile.phones]
    if profile.address:
        direct.append(Block(f"file:{profile.address}"))
    if len(text) > 3:
        direct += [Block(f"local:{text}"), Block(f"label:{text}")]
    direct += [Block(f"host:{h}") for h in profile.hosts]
    direct += [Block(f"label:{w}") for w in profile.labels]
    display, handle = _display_names(profile.name), _handle_names(profile, vocabulary)
    names = {"full": [*display[0], *handle[0]], "short": [*display[1], *handle[1]]}
    blocks = [Block(f"full:{g}|{f}", g, f) for g, f in names["full"]]
    blocks += [Block(f"short:{i}|{f}", i, f) for i, f in names["short"]]
    blocks += [Block(f"sound:{g[0]}|{sound(f)}", g, f) for g, f in display[0] if len(f) > 3]
    blocks += [Block(f"sound:{alike}", g, f) for g, f in display[0] for alike in _alike(g, f)]
    blocks += [Block(f"letters:{run}") for run in _runs(profile) if 3 <= len(run) <= 4]
    blocks += [Block(f"family:{f}", "", f) for f in (*display[3], *handle[3])]
    blocks += [Block(f"given:{g}", g) for g in (*display[2], *handle[2])]
    return list({block.key: block for block in reversed(direct + blocks)}.values())[::-1]


_Names = tuple[list[tuple[str, str]], list[tuple[str, str]], list[str], list[str]]
"""Pairs of given and family name, pairs of initial and family name, given names, family names."""


def _display_names(words: tuple[str, ...]) -> _Names:
    """Any two words may be given and family name, in either order; two neighbours may be one family name."""
    joined = [a + b for a, b in pairwise(words)]
    family = [w for w in (*words, *joined) if len(w) > 1]
    full = [(g, f) for f in family for g in words if len(g) > 1 and g != f]
    if len(words) == 3:  # a given name of two syllables written apart, before or after the family name
        full += [(joined[1], words[0]), (joined[0], words[2])]
    short = [(g[0], f) for f in family for g in words if g != f]
    return full, short, [w for w in words if len(w) > 1], family


def _handle_names(profile: ProfileFeatures, vocabulary: Vocabulary) -> _Names:
    """Names of the CRM's vocabulary found in the handle, and the pairs of them that do not overlap."""
    text, cuts = profile.handle.text, profile.handle.cuts
    given: list[tuple[int, int]] = []
    family: list[tuple[int, int]] = []
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + 24) + 1):
            piece = text[start:end]
            if end - start == 2 and not (start in cuts and end in cuts):
                continue
            if piece in vocabulary.given:
                given.append((start, end))
            if piece in vocabulary.family:
                family.append((start, end))
    full = [(text[a:b], text[c:d]) for c, d in family for a, b in given if b <= c or d <= a]
    short = [(text[i], text[c:d]) for c, d in family for i in (c - 1, d) if 0 <= i < len(text) and text[i].isalpha()]
    return full, short, [text[a:b] for a, b in given], [text[c:d] for c, d in family]


def _runs(profile: ProfileFeatures) -> list[str]:
    """The pieces of a handle between the boundaries its writer showed."""
    cuts = sorted(profile.handle.cuts)
    return [profile.handle.text[a:b] for a, b in pairwise(cuts)]
