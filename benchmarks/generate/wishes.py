"""How people make a handle from who they are: the kinds, their shares, and the pieces each is put together from.

A wish is what somebody would like to be called; ``handles`` bends it to a platform's rules and to what is still free.
The shares are documented in docs/benchmarks/generator.md and are not to be tuned.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.people import Person
from benchmarks.generate.scripts import slug
from benchmarks.generate.words import words

KINDS: Mapping[str, float] = {
    "first+last": 19.0,
    "pseudonym": 10.0,
    "initial+last": 9.0,
    "first": 7.5,
    "email": 7.0,
    "first+initial": 5.5,
    "last+first": 5.0,
    "nickname": 5.0,
    "nickname+last": 5.0,
    "name+hobby": 4.0,
    "last": 4.0,
    "last+initial": 3.0,
    "initials": 3.0,
    "former": 3.0,
    "first+middle+last": 2.5,
    "name+work": 2.5,
    "cut": 2.0,
    "first+middle": 1.5,
    "name+place": 1.5,
}
"""Percent of handles of each kind where a platform has no habit of its own. Who has no such name (no nickname, no
former name, no address) draws again, so the kinds that everybody can have end up a little higher."""


_AFFIX = 0.06
_DOUBLED = 0.025
_LEET = 0.02
_NO_VOWELS = 0.008
_NUMBER = 0.06
BEFORE = Table(
    {
        "the": 22, "real": 16, "its": 16, "im": 10, "mr": 7, "iam": 6, "dr": 4, "hey": 4, "mrs": 4, "just": 3, "ms": 3,
        "hello": 2, "x": 2, "not": 1,
    }
)  # fmt: skip
BEHIND = Table(
    {
        "official": 18, "x": 9, "_": 8, "real": 6, "xx": 5, "__": 4, "here": 4, "online": 4, "tv": 4, "art": 3, "hq": 3,
        "live": 3, "music": 3, "page": 3, "photo": 3, "uk": 3, "de": 2, "fr": 2, "usa": 2,
    }
)  # fmt: skip
_LEET_SIGNS = str.maketrans("aeiost", "431057")


class Wish(NamedTuple):
    """What somebody would like to be called: the kind, the pieces in order, and about how many share it, of all
    people."""

    kind: str
    pieces: tuple[str, ...]
    share: float


class _Letters(NamedTuple):
    """A person's names as a handle shows them."""

    given: str
    family: str
    middle: str
    nick: str
    former: str
    given_share: float
    family_share: float
    local: str
    person: Person


def draw_wish(draw: Draw, person: Person, *, kinds: Table[str], local: str = "") -> Wish:
    """What this person would like to be called.

    Parameters
    ----------
    kinds: how likely each kind is. local: the local part of their e-mail address, ``""`` where it is not to be used.
    """
    letters = _letters(draw, person, local)
    for _ in range(6):
        kind = draw.of(kinds)
        wish = _MAKERS[kind](draw, letters)
        if wish is not None and all(wish.pieces):
            return wish
    return Wish("first", (letters.given,), letters.given_share)


def _letters(draw: Draw, person: Person, local: str) -> _Letters:
    folding = person.locale.folding if draw.chance(0.6) else "plain"
    given = person.western if person.western and draw.chance(0.6) else person.given
    family = person.family
    spelling = family.latin if family else ""
    if family and len(family.latins) > 1 and draw.chance(0.1):
        spelling = draw.pick(family.latins)
    last = slug(spelling, folding)
    if person.second and draw.chance(0.12):
        last += slug(person.second.latin, folding)
    elif person.second and person.locale.code == "pt" and draw.chance(0.6):
        last = slug(person.second.latin, folding)
    first = _first_word(given.latin, folding, draw)
    return _Letters(
        given=first,
        family=last,
        middle=slug(person.middle.latin, folding) if person.middle else "",
        nick=slug(person.nick.latin, folding) if person.nick else "",
        former=slug(person.former.latin, folding) if person.former else "",
        given_share=max(given.share, 1e-6) / 2,
        family_share=max(family.share, 1e-7) if family else 1.0,
        local=local,
        person=person,
    )


def _first_word(given: str, folding: str, draw: Draw) -> str:
    """Of a double given name, all of it or the first word only."""
    parts = [slug(part, folding) for part in re.split(r"[\s-]+", given)]
    return parts[0] if len(parts) > 1 and draw.chance(0.5) else "".join(parts)


_INITIAL = 1 / 14


def _first_last(draw: Draw, n: _Letters) -> Wish:
    return Wish("first+last", (n.given, n.family), n.given_share * n.family_share * 0.3)


def _last_first(draw: Draw, n: _Letters) -> Wish | None:
    if not n.person.locale.family_first and draw.chance(0.35):
        return None
    return Wish("last+first", (n.family, n.given), n.given_share * n.family_share * 0.08)


def _initial_last(draw: Draw, n: _Letters) -> Wish:
    first = n.given[:1] + (n.middle[:1] if n.middle and draw.chance(0.15) else "")
    return Wish("initial+last", (first, n.family), _INITIAL * n.family_share * 0.15)


def _last_initial(draw: Draw, n: _Letters) -> Wish:
    return Wish("last+initial", (n.family, n.given[:1]), _INITIAL * n.family_share * 0.05)


def _first_initial(draw: Draw, n: _Letters) -> Wish:
    name = n.nick if n.nick and draw.chance(0.25) else n.given
    return Wish("first+initial", (name, n.family[:1]), n.given_share * _INITIAL * 0.1)


def _first(draw: Draw, n: _Letters) -> Wish:
    return Wish("first", (n.given,), n.given_share)


def _last(draw: Draw, n: _Letters) -> Wish:
    return Wish("last", (n.family,), n.family_share * 0.2)


def _nickname(draw: Draw, n: _Letters) -> Wish | None:
    return Wish("nickname", (n.nick,), n.given_share * 0.3) if n.nick else None


def _nickname_last(draw: Draw, n: _Letters) -> Wish | None:
    return Wish("nickname+last", (n.nick, n.family), n.given_share * n.family_share * 0.08) if n.nick else None


def _initials(draw: Draw, n: _Letters) -> Wish:
    return Wish("initials", (n.given[:1] + n.middle[:1] + n.family[:1],), 1e-3)


def _first_middle_last(draw: Draw, n: _Letters) -> Wish | None:
    if not n.middle:
        return None
    middle = n.middle[:1] if draw.chance(0.6) else n.middle
    return Wish("first+middle+last", (n.given, middle, n.family), n.given_share * n.family_share * 0.03)


def _first_middle(draw: Draw, n: _Letters) -> Wish | None:
    return Wish("first+middle", (n.given, n.middle), n.given_share * 2e-4) if n.middle else None


def _former(draw: Draw, n: _Letters) -> Wish | None:
    return Wish("former", (n.given, n.former), n.given_share * 1e-6) if n.former else None


def _cut(draw: Draw, n: _Letters) -> Wish | None:
    """First letters of both names (``johsmi``), or the family name with the given name cut short."""
    if len(n.family) < 4 or len(n.given) < 4:
        return None
    size = draw.between(2, 4)
    pieces = draw.pick(((n.given[:size], n.family[:size]), (n.given[:3], n.family), (n.family[:size], n.given[:size])))
    return Wish("cut", pieces, 1e-8)


def _name_hobby(draw: Draw, n: _Letters) -> Wish:
    name = draw.pick([name for name in (n.given, n.nick, n.family) if name] or [n.given])
    hobby = draw.pick(words("hobbies"))
    return Wish("name+hobby", (name, hobby) if draw.chance(0.75) else (hobby, name), n.given_share * 1e-5)


def _name_work(draw: Draw, n: _Letters) -> Wish:
    work = draw.pick(words("handle_jobs"))
    pieces = draw.pick(((n.given, work), (n.family, work), (work, n.given, n.family), (n.given, n.family, work)))
    return Wish("name+work", pieces, n.given_share * 1e-5)


def _name_place(draw: Draw, n: _Letters) -> Wish:
    city = n.person.home.city
    place = slug(draw.pick((city.english, city.state or n.person.home.country.code)))
    return Wish("name+place", (draw.pick((n.given, n.nick or n.given)), place), n.given_share * 1e-5)


def _pseudonym(draw: Draw, n: _Letters) -> Wish:
    first, last = draw.pick(words("pseudonym_first")), draw.pick(words("pseudonym_last"))
    if draw.chance(0.2):
        first = draw.pick(words("hobbies"))
    return Wish("pseudonym", (first, last) if draw.chance(0.85) else (last,), 1e-8)


def _email(draw: Draw, n: _Letters) -> Wish | None:
    pieces = tuple(piece for piece in re.split(r"[._-]+", n.local) if piece)
    return Wish("email", pieces, 1e-9) if pieces else None


_MAKERS: dict[str, Callable[[Draw, _Letters], Wish | None]] = {
    "first+last": _first_last,
    "initial+last": _initial_last,
    "first": _first,
    "first+initial": _first_initial,
    "nickname": _nickname,
    "last+first": _last_first,
    "nickname+last": _nickname_last,
    "name+hobby": _name_hobby,
    "last": _last,
    "last+initial": _last_initial,
    "initials": _initials,
    "first+middle+last": _first_middle_last,
    "name+work": _name_work,
    "cut": _cut,
    "first+middle": _first_middle,
    "name+place": _name_place,
    "former": _former,
    "pseudonym": _pseudonym,
    "email": _email,
}
_FAVOURITES = Table(KINDS)
ADDRESS_KINDS = Table(
    {
        "first+last": 40, "initial+last": 12, "last+first": 7, "first": 6, "first+initial": 4, "nickname+last": 5,
        "last": 5,
        "last+initial": 3, "nickname": 4, "first+middle+last": 4, "initials": 2, "cut": 2, "pseudonym": 6,
    }
)  # fmt: skip
"""Kinds of e-mail local parts: more sober than handles."""


def affix_before(draw: Draw, person: Person) -> str:
    """A word people put before their name; Mr, Mrs and Ms go to whom they belong."""
    word = draw.of(BEFORE)
    if word in ("mr", "mrs", "ms"):
        return ("mrs" if word == "mr" else word) if person.is_woman else "mr"
    return word


def dressed(draw: Draw, wish: Wish, person: Person) -> tuple[str, ...]:
    """The wish's pieces with what people add for fun: doubled letters, leet, an affix, a number."""
    pieces = list(wish.pieces)
    place = draw.below(len(pieces))
    piece = pieces[place]
    if draw.chance(_DOUBLED) and len(piece) > 2:
        end = len(piece) if draw.chance(0.6) else draw.between(1, len(piece))
        pieces[place] = piece[:end] + piece[end - 1] * draw.between(1, 2) + piece[end:]
    elif draw.chance(_LEET):
        pieces[place] = piece.translate(_LEET_SIGNS)
    elif draw.chance(_NO_VOWELS):
        pieces[place] = piece[0] + "".join(c for c in piece[1:] if c not in "aeiou")
    if draw.chance(_AFFIX):
        pieces = [affix_before(draw, person), *pieces] if draw.chance(0.6) else [*pieces, draw.of(BEHIND)]
    if draw.chance(_NUMBER):
        pieces.append(with_number(draw, person))
    return tuple(pieces)


def favourite(seed: int, person: Person, local: str = "") -> tuple[Wish, tuple[str, ...]]:
    """What this person likes best to be called anywhere, and its pieces as they dress them."""
    draw = Draw(seed, "favourite", person.label)
    wish = draw_wish(draw, person, kinds=_FAVOURITES, local=local)
    return wish, dressed(draw, wish, person)


def taken(draw: Draw, share: float, others: float) -> bool:
    """Whether one of ``others`` people had the same wish before: Poisson with mean ``others * share``."""
    return draw.chance(1 - math.exp(-others * share))


def with_number(draw: Draw, person: Person) -> str:
    """The number people add: a birth year in some form, or any number."""
    year = person.year
    kind = draw.point()
    if kind < 0.30:
        return f"{year % 100:02d}"
    if kind < 0.42:
        return str(year)
    if kind < 0.48:
        return f"{person.day:02d}{person.month:02d}"
    if kind < 0.66:
        return str(draw.between(1, 99))
    if kind < 0.84:
        return str(draw.between(100, 999))
    if kind < 0.95:
        return str(draw.between(1000, 9999))
    return draw.pick(("007", "123", "1234", "69", "88", "13", "777", "2000", "2024"))
