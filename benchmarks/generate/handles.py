"""A wish bent to a platform's rules and to what is still free there."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.generate.contacts import contact
from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.people import Person
from benchmarks.generate.platforms import SERVERS, Platform
from benchmarks.generate.scripts import slug
from benchmarks.generate.wishes import (
    BEHIND,
    KINDS,
    Wish,
    affix_before,
    draw_wish,
    dressed,
    favourite,
    taken,
    with_number,
)

REUSE = 0.55
"""Share of people's profiles that carry their favourite handle, as far as it is free (Zafarani and Liu 2013: 59 %)."""

_NEEDS_MORE = frozenset({"first", "nickname", "last", "initials"})


class Handle:
    """A handle and how it came about.

    ``text`` as shown at the platform, ``kind`` of :data:`~benchmarks.generate.wishes.KINDS`.
    """

    __slots__ = ("kind", "text")

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        self.kind = kind


def make_handle(seed: int, person: Person, platform: Platform, *, attempt: int = 0) -> Handle:
    """What this person is called at this platform; the same every time.

    Parameters
    ----------
    attempt: further ones give further handles, for somebody with two profiles or where the first is held by another.
    """
    draw = Draw(seed, "handle", person.label, platform.name, attempt)
    if platform.name == "youtube" and person.is_native and draw.chance(0.2):
        return _in_own_script(draw, person)
    local = _own_local(seed, person)
    wish, pieces = favourite(seed, person, local)
    reuses = attempt == 0 and draw.chance(REUSE)
    if not reuses or (wish.kind == "pseudonym" and not draw.chance(platform.candid)):
        wish = draw_wish(draw, person, kinds=_kinds(platform), local=local)
        pieces = dressed(draw, wish, person)
    return Handle(_fit(draw, pieces, wish, person, platform), wish.kind)


def _own_local(seed: int, person: Person) -> str:
    emails = contact(seed, person).emails
    return emails[0].partition("@")[0] if emails else ""


@lru_cache(maxsize=64)
def _kinds(platform: Platform) -> Table[str]:
    """The platform's habits: real names at LinkedIn and Facebook, pseudonyms at Reddit."""
    weights = dict(KINDS)
    weights["pseudonym"] *= platform.candid
    if platform.name in ("linkedin", "facebook"):
        for kind in ("first", "nickname", "name+hobby", "initials", "cut", "name+place", "email"):
            weights[kind] *= 0.35
        weights["first+last"] *= 4.0 if platform.name == "linkedin" else 2.6
    return Table(weights)


def _fit(draw: Draw, pieces: tuple[str, ...], wish: Wish, person: Person, platform: Platform) -> str:
    """Freed of what is taken, joined by the platform's marks, within its length."""
    others = platform.users * person.locale.weight / 100
    if len(pieces) == len(wish.pieces) and (wish.kind in _NEEDS_MORE or taken(draw, wish.share, others)):
        pieces = _until_free(draw, pieces, person, platform)
    spaced = draw.chance(platform.spaced) or (platform.name == "linkedin" and len(pieces) > len(wish.pieces))
    mark = draw.pick(platform.marks) if spaced else ""
    if draw.chance(platform.camel):
        pieces = tuple(piece[:1].upper() + piece[1:] for piece in pieces)
    handle = _joined(pieces, mark)
    if len(handle) > platform.longest:
        handle = _shortened(draw, pieces, wish, platform)
    handle = _in_grammar(handle, platform)
    if handle.isdigit():
        handle = f"user{handle}"
    while len(handle) < platform.shortest:
        handle += with_number(draw, person)
    if platform.name == "mastodon":
        return f"{handle}@{SERVERS[int(len(SERVERS) * draw.point() ** 2)]}"
    return f"{handle}.bsky.social" if platform.name == "bluesky" else handle


def _until_free(draw: Draw, pieces: tuple[str, ...], person: Person, platform: Platform) -> tuple[str, ...]:
    """What people do when their wish is taken."""
    if platform.name == "linkedin":
        return (*pieces, draw.letters("0123456789abcdef", draw.between(5, 9)))
    if platform.name == "facebook" and draw.chance(0.7):
        return (*pieces, str(draw.between(1, 9999)))
    way = draw.point()
    if way < 0.44:
        return (*pieces, with_number(draw, person))
    if way < 0.57 and "_" in platform.marks:
        return draw.pick((("_", *pieces), (*pieces, "_"), ("_", *pieces, "_"), (*pieces, "__")))
    if way < 0.68:
        return (affix_before(draw, person), *pieces)
    if way < 0.77:
        return (*pieces, draw.of(BEHIND))
    if way < 0.86 and person.middle:
        return (pieces[0], slug(person.middle.latin)[:1], *pieces[1:])
    if way < 0.96:
        return (*pieces[:-1], pieces[-1] + pieces[-1][-1] * draw.between(1, 2))
    return (*pieces, str(draw.between(1, 99)))


def _joined(pieces: tuple[str, ...], mark: str) -> str:
    """Pieces with the mark between words; a number mostly follows without one."""
    text = pieces[0]
    for piece in pieces[1:]:
        text += ("" if not mark or "_" in (piece[0], text[-1]) or (piece.isdigit() and len(text) % 2) else mark) + piece
    return text


def _shortened(draw: Draw, pieces: tuple[str, ...], wish: Wish, platform: Platform) -> str:
    """Too long: without marks, without what was added, an initial for the first name, or cut at the limit."""
    bare = "".join(pieces)
    if len(bare) <= platform.longest:
        return bare
    if len(pieces) > len(wish.pieces):
        number = pieces[-1] if pieces[-1].isdigit() else ""
        pieces = (*wish.pieces, number)
        bare = "".join(pieces)
        if len(bare) <= platform.longest:
            return bare
    if len(pieces) > 1 and draw.chance(0.6):
        bare = pieces[0][0] + "".join(pieces[1:])
    return bare[: platform.longest]


def _in_grammar(handle: str, platform: Platform) -> str:
    """Without what the platform does not allow: foreign marks, marks at the ends, two in a row."""
    for mark in "._-":
        if mark not in platform.marks:
            handle = handle.replace(mark, "")
    handle = handle.strip("._-" if platform.name in ("github", "telegram", "linkedin") else ".-")
    if platform.name == "telegram":
        handle = handle.lstrip("0123456789_") or "user"
    for pair in ("..", "--"):
        while pair in handle:
            handle = handle.replace(pair, pair[0])
    return handle


def _in_own_script(draw: Draw, person: Person) -> Handle:
    parts = [person.given.native] + ([person.family.native] if person.family else [])
    if person.locale.family_first:
        parts.reverse()
    if draw.chance(0.25):
        return Handle((parts[0] + str(draw.between(1, 9999)))[:30].replace(" ", ""), "first")
    text = draw.pick(("", "-", "_")).join(parts).replace(" ", "").replace("'", "")
    return Handle((text + (str(draw.between(1, 99)) if draw.chance(0.4) else ""))[:30], "first+last")
