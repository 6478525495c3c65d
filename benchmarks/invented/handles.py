"""How people make up a handle, and what each platform lets them call themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.invented.dice import Dice
from benchmarks.invented.names import tables, word
from benchmarks.invented.people import Person, pseudonym

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HOSTS = ("social.example", "toot.example", "fedi.example")
BLUESKY = ".bsky.social"
PORTFOLIO = "portfolio-7001"


@dataclass(frozen=True)
class Platform:
    """One platform as the maker needs it.

    ``separators`` are the marks its handles may have besides letters and digits; ``camel``: capitals are usual.
    ``scope`` is who issued the ids; ``make_id`` draws one, or is None where a source shows no stable id.
    """

    name: str
    weight: int
    shortest: int
    longest: int
    separators: str
    scope: str = ""
    camel: float = 0.0
    make_id: Callable[[Dice, str], str] | None = None
    address: str = ""


def _number(length: int) -> Callable[[Dice, str], str]:
    return lambda dice, _: str(dice.between(1, 9)) + dice.text("#" * (length - 1))


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform("x", 30, 4, 15, "_", camel=0.35, make_id=_number(10), address="https://x.com/{handle}"),
        Platform("instagram", 30, 3, 30, "._", scope="ig-business-7002", make_id=_number(11)),
        Platform("facebook", 15, 5, 40, ".", scope="page-7003", camel=0.2, make_id=_number(12)),
        Platform("linkedin", 8, 3, 60, "-", address="https://www.linkedin.com/in/{handle}"),
        Platform("tiktok", 7, 3, 24, "._"),
        Platform("bluesky", 7, 3, 30, "-", make_id=lambda dice, _: f"did:plc:{dice.letters(BASE32, 24)}"),
        Platform(
            "mastodon", 6, 3, 30, "_", make_id=lambda _, handle: "https://{1}/users/{0}".format(*handle.split("@"))
        ),
        Platform("threads", 3, 3, 30, "._", scope="threads-app-7004", make_id=_number(11)),
        Platform("github", 4, 3, 39, "-", camel=0.2, make_id=_number(8), address="https://github.com/{handle}"),
        Platform("youtube", 3, 3, 30, "_-.", camel=0.3, make_id=lambda dice, _: f"UC{dice.letters(ALPHABET, 22)}"),
        Platform("telegram", 3, 5, 32, "_", make_id=_number(10)),
        Platform("whatsapp", 6, 0, 0, "", scope=PORTFOLIO, make_id=lambda dice, _: dice.text("XX.############")),
    )
}
"""Weights are the share of a hundred profiles or so."""


def own_handle(dice: Dice, person: Person, platform: Platform) -> str:
    """What this person calls themselves there: most keep their favourite handle where it fits."""
    style = "main" if dice.chance(0.5) else dice.weighted(_STYLES)
    raw = person.main_handle if style == "main" else _MAKERS[style](dice, person)
    return fit(dice, raw, platform)


def bare(handle: str) -> str:
    """A handle without the server or domain that Mastodon and Bluesky add to it."""
    return handle.partition("@")[0].removesuffix(BLUESKY)


def fit(dice: Dice, raw: str, platform: Platform) -> str:
    """Bend a handle to the platform's rules; dots stand for "some separator" in ``raw``."""
    mark = dice.pick(platform.separators) if platform.separators and dice.chance(0.6) else ""
    parts = [part for part in re.split("[._-]+", raw) if part]
    if dice.chance(platform.camel):
        parts = [part.capitalize() for part in parts]
    handle = mark.join(parts)
    if len(handle) > platform.longest:
        handle = "".join(parts)[: platform.longest]
    if platform.name == "telegram" and handle[0].isdigit():
        handle = f"t{handle}"
    if len(handle) < platform.shortest:
        handle += dice.text("####")
    if platform.name == "linkedin" and dice.chance(0.5):
        handle += "-" + dice.letters("0123456789abcdef", 6)
    if platform.name == "mastodon":
        handle += "@" + dice.pick(HOSTS)
    if platform.name == "bluesky":
        handle += BLUESKY
    return handle


def _letters(dice: Dice, person: Person) -> tuple[str, str, str]:
    """Given name, family name and what they go by, as handle fragments."""
    spelled_out = dice.chance(0.6)
    given, family = (word(name, language=person.language.code, spelled_out=spelled_out) for name in person.spelling)
    if person.former_family and dice.chance(0.5):
        family = word(person.former_family.latin)
    if person.language.middles and person.middle and dice.chance(0.6):
        given = word(person.middle.latin) + given
    return given, family, word(person.goes_by) or given


def _leet(text: str) -> str:
    return text.translate(str.maketrans("aeios", "43105"))


def _no_vowels(text: str) -> str:
    return text[0] + re.sub("[aeiou]", "", text[1:])


def _first_last(dice: Dice, person: Person) -> str:
    given, family, called = _letters(dice, person)
    return f"{called if dice.chance(0.25) else given}.{family}"


def _initial_last(dice: Dice, person: Person) -> str:
    given, family, _ = _letters(dice, person)
    return given[0] + family + (dice.text("##") if dice.chance(0.25) else "")


def _first_initial(dice: Dice, person: Person) -> str:
    given, family, called = _letters(dice, person)
    return f"{called if dice.chance(0.4) else given}.{family[0]}"


def _last_first(dice: Dice, person: Person) -> str:
    given, family, _ = _letters(dice, person)
    return f"{family}.{given if dice.chance(0.6) else given[0]}"


def _nick_year(dice: Dice, person: Person) -> str:
    _, family, called = _letters(dice, person)
    year = str(person.year) if dice.chance(0.3) else f"{person.year % 100:02d}"
    return f"{called}.{family}{year}" if dice.chance(0.4) else called + year


def _nick_last(dice: Dice, person: Person) -> str:
    _, family, called = _letters(dice, person)
    return f"{called}.{family}"


def _first_number(dice: Dice, person: Person) -> str:
    return _letters(dice, person)[2] + str(dice.between(1, 9999))


def _affix(dice: Dice, person: Person) -> str:
    given, family, called = _letters(dice, person)
    parts = tables("words")["handles"]
    core = dice.pick([f"{given}.{family}", f"{called}.{family}", called + family[0]])
    return f"{dice.pick(parts['before'])}.{core}" if dice.chance(0.5) else f"{core}.{dice.pick(parts['after'])}"


def _leet_style(dice: Dice, person: Person) -> str:
    given, family, called = _letters(dice, person)
    return f"{called}.{_leet(family)}" if dice.chance(0.5) else _leet(given) + family


def _city(dice: Dice, person: Person) -> str:
    return f"{_letters(dice, person)[2]}.{word(person.home.city.english)}"


def _squeezed(dice: Dice, person: Person) -> str:
    given, family, _ = _letters(dice, person)
    return _no_vowels(given) + _no_vowels(family)


def _initials(dice: Dice, person: Person) -> str:
    given, family, _ = _letters(dice, person)
    return given[0] + family[0] + str(person.year if dice.chance(0.4) else dice.between(100, 9999))


def _interest(dice: Dice, person: Person) -> str:
    fragment = interest(person)[0]
    called = _letters(dice, person)[2]
    return f"{called}.{fragment}" if dice.chance(0.6) else f"{fragment}.{called}"


def interest(person: Person) -> tuple[str, str, str]:
    """What this person likes: a handle fragment, an emoji, a sentence."""
    fragment, emoji, sentence = person.dice.pick(list(tables("words")["interests"].values()))
    return fragment, emoji, sentence


_MAKERS: dict[str, Callable[[Dice, Person], str]] = {
    "first_last": _first_last,
    "initial_last": _initial_last,
    "first_initial": _first_initial,
    "last_first": _last_first,
    "nick_year": _nick_year,
    "nick_last": _nick_last,
    "first_number": _first_number,
    "affix": _affix,
    "leet": _leet_style,
    "city": _city,
    "squeezed": _squeezed,
    "initials": _initials,
    "interest": _interest,
    "pseudonym": lambda dice, _: pseudonym(dice),
}
_STYLES = {
    "first_last": 20, "initial_last": 12, "first_initial": 6, "last_first": 8, "nick_year": 9, "nick_last": 7,
    "first_number": 8, "affix": 8, "leet": 3, "city": 3, "squeezed": 2, "initials": 3, "interest": 5, "pseudonym": 12,
}  # fmt: skip
