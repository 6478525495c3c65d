"""One name in two spellings: customs of writing other scripts in Latin letters, endings for men and women, no vowels.

Nothing here says how likely a spelling is; :mod:`.parts` does. Two words that are spelled alike under one custom are
taken for one name, so a custom may be loose where names of that kind hardly collide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import eq

from rapidfuzz.distance import Levenshtein

_DOUBLED = re.compile(r"(.)\1+")

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), spelled) for pattern, spelled in pairs)


# Capitals stand for sounds that several letters make.
_CUSTOMS: tuple[_Rules, ...] = (
    # Slavic: English, German, French, scientific and passport spellings of Cyrillic; Polish and Czech letters.
    _rules(
        ("schtsch|shch|stsch|szcz", "Q"), ("(?<!t)sch|(?<!t)sh|sz", "S"), ("tsch|tch|cz|ch|c", "C"), ("kh|x", "h"),
        ("zh", "Z"), ("ts|tz", "T"), ("dj", "d"), ("ff$|w|v", "v"), ("^[gh](?=.*(?:enko|uk|iv|ych|ets)$)", "h"),
        ("[iyj]+$", "i"), ("(?<!^)[iyj]?e", "e"), ("(?<!^)[iyj]o", "e"), ("(?<=[CQSZ])o", "e"), ("[yj]", "i"),
        ("ks", "x"),
    ),
    # Greek: by sound, by letter, and as on a keyboard without Greek letters.
    _rules(
        ("ou|oy|u", "U"), ("ch|kh|x|h(?!$)", "h"), ("av|au|af", "av"), ("ev|eu|ef|ey", "ev"), ("mp", "b"), ("^nt", "d"),
        ("^y(?=[aio])|^gi(?=[ao])|^gy", "gi"), ("ei|oi|y|i", "i"), ("gii", "gi"), ("ai", "e"), ("w", "o"), ("th", "t"),
        ("ts|dz", "tz"),
    ),
    # Arabic, Persian, Turkish, Urdu: English and French spellings, Egyptian and Gulf sounds.
    _rules(
        ("^el(?=.{4})", "al"), ("sh|ch", "S"), ("kh", "h"), ("ou|oo|u|o|w(?![aeiou])", "o"),
        ("(?<!^)(?:ay|ai|ey|ei|ee|ie|i|e|y)", "i"), ("gh", "g"), ("dj", "j"), ("dh", "d"), ("th", "t"), ("q|ck|c", "k"),
        ("h$", ""), ("(?<=[^ai])h(?=[^aoi])", ""), ("v", "w"),
    ),
    # Hebrew and Yiddish.
    _rules(
        ("ch|kh", "h"), ("tz|ts", "z"), ("ck|c|q", "k"), ("ou|oo|u", "u"), ("ei|ey|ay|ai", "e"), ("y|j", "i"),
        ("h$", ""),
    ),
    # India.
    _rules(
        ("aa", "a"), ("ee|y$", "i"), ("oo", "u"), ("ksh|x", "ks"), ("sh|chh", "s"), ("w", "v"), ("(?<=[bdgjkpt])h", ""),
        ("ou|ow|au", "o"), ("zh", "l"), ("[iy]a", "ia"), ("h$", ""),
    ),
    # Japanese: Hepburn, Kunrei, and long vowels in each way they are written.
    _rules(
        ("ou|oo|oh(?![aeiou])", "o"), ("uu", "u"), ("sy", "sh"), ("zy|jy", "j"), ("ty|cy", "ch"), ("si", "shi"),
        ("zi|di", "ji"), ("ti", "chi"), ("(?<![st])tu", "tsu"), ("hu", "fu"), ("n(?=[bmp])", "m"),
    ),
    # Korean.
    _rules(
        ("you(?=ng)|yeo", "yo"), ("eo(?=n)|u(?=ng)", "o"), ("oo|eu", "u"), ("ee|ui|eui", "i"), ("shi|si", "si"),
    ),
    # Chinese: pinyin, and Wade and Giles without their apostrophes.
    _rules(
        ("zh|ch|q|j", "J"), ("hs", "x"), ("ts|tz", "c"), ("ih", "i"), ("ien", "ian"), ("ieh", "ie"), ("ung", "ong"),
    ),
    # Indonesian before 1972.
    _rules(("oe", "u"), ("tj", "c"), ("dj|j", "y")),
)  # fmt: skip


@lru_cache(maxsize=1 << 15)
def _spelled(name: str) -> tuple[str, ...]:
    """A folded name as each custom would have it, once whatever its spelling; doubled letters once."""
    same: dict[str, str] = {}  # most customs leave most names as they are, so a few texts are kept and not nine
    found = (_DOUBLED.sub(r"\1", _written(name, rules)) for rules in _CUSTOMS)
    return tuple(same.setdefault(text, text) for text in found)


def _written(name: str, rules: _Rules) -> str:
    for pattern, spelling in rules:
        name = pattern.sub(spelling, name)
    return name


_ENDINGS = (
    (re.compile("(?:sk|ck|dzk)(?:a|i|y|aya|aia|aja|iy|ij|ii|yi|yj|yy|oi|oy)$"), "ski"),
    (re.compile("(?<=[oey]v|[oe]w|[iy]n)a$"), ""),
    (re.compile("(?<=[bcdfghjklmnprstvz])ova$"), ""),
    (re.compile("poulou$"), "poulos"),
    (re.compile("(?<=[ia]d)ou$"), "is"),
)
"""Endings of women's family names, and what a man's has in their place: Slavic, and the Greek genitive."""
_SHORTEST_WITH_ENDING = 6
_MOST_DIFFERENT = 2
"""Letters in which two spellings of a short name may differ; of a long one half."""


@lru_cache(maxsize=1 << 15)
def _borne(family: str) -> tuple[str, ...]:
    """A folded family name as each member bears it: ``novakova`` as ``novak`` as well."""
    if len(family) < _SHORTEST_WITH_ENDING:
        return (family,)
    return tuple(dict.fromkeys((family, *(ending.sub(mans, family) for ending, mans in _ENDINGS))))


_UNVOWELED = re.compile("[^aeiou]{2,}.|.[^aeiou]{2,}")
_DIGRAPHS = re.compile("[kcsdtgp]h|tz|ts")
_VOWELS = re.compile("[aeiouyw]")
_CLASSES = {"kh": "k", "ch": "k", "sh": "s", "dh": "d", "th": "t", "gh": "g", "ph": "p", "tz": "s", "ts": "s"}
_CLASS = str.maketrans("cqfzjbv", "kkpsgpp")


def near(name: str, other: str) -> bool:
    """Whether two names differ in few enough letters to be spellings of one; asked first, because it is quick."""
    longer = max(len(name), len(other))
    most = longer // 2 if longer > 2 * _MOST_DIFFERENT else _MOST_DIFFERENT
    return Levenshtein.distance(name, other, score_cutoff=most) <= most


def alike(name: str, other: str, *, family: bool = False) -> bool:
    """Whether two folded names are spellings of one under some custom: ``jakovenko`` and ``yakovenko``.

    Parameters
    ----------
    family: whether they are family names, which have endings for men and women.
    """
    return near(name, other) and same_by_custom(name, other, family=family)


def same_by_custom(name: str, other: str, *, family: bool = False) -> bool:
    """As :func:`alike`, of names of which it is known that they are :func:`near`; of others it says too easily yes."""
    if not family:
        return any(map(eq, _spelled(name), _spelled(other)))
    others = _borne(other)
    return any(any(map(eq, _spelled(mine), _spelled(theirs))) for mine in _borne(name) for theirs in others)


@lru_cache(maxsize=1 << 15)
def is_unvoweled(word: str) -> bool:
    """Whether a folded word shows no vowels but at one end, as what Arabic and Hebrew letters give, or ``frgsn``."""
    return _UNVOWELED.fullmatch(word) is not None


def unvoweled(name: str, other: str) -> bool:
    """Whether one of two folded names is the other without its vowels."""
    if not (is_unvoweled(name) or is_unvoweled(other)):
        return False
    bare = _consonants(name)
    return len(bare) > 1 and bare == _consonants(other)


@lru_cache(maxsize=1 << 15)
def _consonants(name: str) -> str:
    spelled = _DIGRAPHS.sub(lambda found: _CLASSES[found.group()], name.removesuffix("h")).translate(_CLASS)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", spelled))


_ANY_ENDING = re.compile(
    "(?:poulo[su]|sk(?:a|i|y|aya|aia|aja|iy|ij|ii|yi)|ck[aiy]|(?<=[oe][vw])a|(?<=in)a|ff|(?<=[bcdfghjklmnprstvz])ova)$"
)
_SOUNDS = re.compile(
    "(?P<a>^(?:dj)?[aeiouyj]+)|(?P<s>schtsch|shch|stsch|szcz)|(?P<k>tsch|tch|cz|ch|kh|gh|ck|hs|[ckqgx]"
    "|(?<=[aeiouy])h(?=[aeiouy])|^h)|(?P<s2>sch|sh|sz|zh|tz|ts|[sz])|(?P<m>n(?=[bp]))|(?P<f>ph|[wvbpf])|(?P<t>[dt]h?)|(?P<_>[aeiouyjh])"
)


@lru_cache(maxsize=1 << 15)
def skeleton(name: str) -> str:
    """What all spellings of a folded name have in common, and some other names too: sounds, without vowels and endings.

    For finding, not for judging: ``tschernyschow`` and ``chernyshov`` are one, and so are ``bell`` and ``pohl``.
    """
    if len(name) > 5:
        name = _ANY_ENDING.sub("", name)
    return _DOUBLED.sub(r"\1", _SOUNDS.sub(lambda found: (found.lastgroup or "")[0].strip("_"), name))
