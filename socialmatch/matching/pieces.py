"""What of an account a text may show, whatever the text: listed once for an account, and kept with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from socialmatch.matching.blocking import initials, sound
from socialmatch.matching.nicknames import first_letters, variants
from socialmatch.matching.normalize import MOST_VALUES, AccountFeatures
from socialmatch.matching.parts import Part, abbreviations
from socialmatch.matching.spelling import alike, unvoweled

LONGEST_SPAN = 24
"""Letters of the longest stretch of a text that is kept; the longest other form of a name has 14."""

_UNWRITTEN = 1 << 4 * MOST_VALUES
"""Source bit of the first name of which the CRM has no more than the initial; above those of all names on file."""


class Pieces(NamedTuple):
    """What of an account a text may show besides one of its names, whatever the text, and whatever it costs.

    Attributes
    ----------
    bits: as :func:`sources_of` gives them. together: initials with a name or with each other, without a cost.
    life: of everything that is no name, each word, what it stands for, and the name of its cost.
    beginnings: of all of these, as far as the spans of a text go, so that most accounts are done with one question.
    """

    bits: Mapping[str, int]
    together: tuple[Part, ...]
    life: tuple[tuple[str, str, str], ...]
    beginnings: frozenset[str]

    def __repr__(self) -> str:
        return "Pieces()"


def pieces_of(account: AccountFeatures) -> Pieces:
    """Listed once for an account, and kept with it."""
    pieces: Pieces | None = account.pieces
    if pieces is None:
        bits = sources_of(account)
        together, life = tuple(_together(account, bits)), tuple(_life(account))
        words = (*(part.text for part in together), *(word for word, _, _ in life))
        pieces = Pieces(bits, together, life, frozenset(word[:LONGEST_SPAN] for word in words))
        object.__setattr__(account, "pieces", pieces)  # the one thing of it that is worked out when first asked for
    return pieces


def _together(account: AccountFeatures, bits: Mapping[str, int]) -> Iterator[Part]:
    """Initials together, with a name or alone: ``janer``, ``jrroe`` for *J. R.*, ``hy`` for *Hai Yan*, ``jqr``."""
    given, family = account.given, account.family
    if given and family:
        yield Part(given[0] + family[0][0], "given+initial", 0, bits[given[0]], bits[family[0]])
    if len(account.initials) > 1 and family:
        firsts = firsts_of(account, bits)
        unwritten = reduce(or_, map(firsts.__getitem__, account.initials))
        yield Part("".join(account.initials) + family[0], "initial+family", 0, bits[family[0]], unwritten)
    if len(given) > 1:
        words = [name for name in given if not _is_joined(name, given)]
        if len(words) > 1:
            hinted = reduce(or_, map(bits.__getitem__, words))
            yield Part("".join(name[0] for name in words), "initials", 0, 0, hinted)
    for word in initials(account) if account.middle or len(account.initials) > 1 else ():
        everything = sum({mask for mask in bits.values() if mask & (mask - 1) == 0})
        yield Part(word, "initials", 0, 0, everything)


def _life(account: AccountFeatures) -> Iterator[tuple[str, str, str]]:
    """Each word, what it stands for, and the name of its cost."""
    for part, words in (
        ("local", account.locals),
        ("label", account.labels),
        ("place", account.places),
        ("organization", account.organizations),
        ("title", [short for title in account.titles for short in abbreviations(title)]),
    ):
        for word in words:
            if len(word) > 1:
                yield word, part, part
    if account.birth_year:
        year = str(account.birth_year)
        yield year, "year", "year"
        yield year[-2:], "year", "short_year"


def firsts_of(account: AccountFeatures, bits: Mapping[str, int]) -> dict[str, int]:
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


def sources_of(account: AccountFeatures) -> Mapping[str, int]:
    """For every name on file the bits of the names it is a form of.

    Forms that sound alike, short forms, and forms with the same beginning are one name; a run-together form is all
    the names inside it.
    """
    bits: dict[str, int] = {}
    for names in (account.family, account.given, account.middle, account.aliases):
        for name in sorted(names, key=len) if len(names) > 1 else names:
            if name not in bits:
                bits[name] = _bits_of(name, bits)
    return bits


def _bits_of(name: str, known: Mapping[str, int]) -> int:
    inside = same = 0
    for other, mask in known.items():
        if len(other) > 2 and other in name:
            inside |= mask
        elif not same and _one_name(name, other):
            same = mask
    return inside or same or 1 << len(known)


def _one_name(name: str, other: str) -> bool:
    return (
        (len(other) > 2 and name[:3] == other[:3])
        or sound(name) == sound(other)
        or other in variants(name)
        or unvoweled(name, other)
        or alike(name, other)
    )
