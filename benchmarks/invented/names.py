"""The tables of names.toml, read into values; and what becomes of a name in plain letters."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

_PLAIN = str.maketrans({
    "ß": "ss", "ẞ": "SS", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE",
    "æ": "ae", "Æ": "AE", "ð": "d", "þ": "th",
})  # fmt: skip
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_NORDIC = str.maketrans({"ø": "oe", "å": "aa", "Ø": "Oe", "Å": "Aa"})


@dataclass(frozen=True)
class Name:
    """A given or family name: how it is written, spelled in Latin letters, shortened and read."""

    native: str
    spellings: tuple[str, ...]
    nicknames: tuple[str, ...] = ()
    kana: str = ""

    @property
    def latin(self) -> str:
        """The usual spelling."""
        return self.spellings[0]


@dataclass(frozen=True)
class Language:
    """The names of one language and the habits that go with them."""

    code: str
    weight: int
    countries: Mapping[str, float]
    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[tuple[Name, Name], ...]
    middles: tuple[Name, ...] = ()
    native: float = 1.0
    family_first: bool = False
    two_families: bool = False
    head: int = 12
    latin_script: bool = True


def plain(text: str, *, language: str = "", spelled_out: bool = False) -> str:
    """``text`` in ASCII letters: ``Jürgen`` as ``Jurgen``, or ``Juergen`` where it is spelled out."""
    if spelled_out and language in ("de", "nordic"):
        text = text.translate(_GERMAN).translate(_NORDIC)
    text = text.translate(_PLAIN)
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isascii())


def word(text: str, *, language: str = "", spelled_out: bool = False) -> str:
    """``text`` as it goes into a handle: lower case, ASCII letters only."""
    return re.sub(r"[^a-z0-9]", "", plain(text, language=language, spelled_out=spelled_out).lower())


def _words(text: str) -> list[str]:
    return [entry.replace("_", " ") for entry in text.split()]


def _name(entry: str) -> Name:
    entry, _, kana = entry.partition("^")
    entry, _, nicknames = entry.partition("~")
    native, _, spellings = entry.partition("=")
    return Name(native, tuple((spellings or native).split(",")), tuple(filter(None, nicknames.split(","))), kana)


def _family(entry: str) -> tuple[Name, Name]:
    """Masculine and feminine form; ``/`` parts them, in the native and in the Latin writing."""
    entry, _, kana = entry.partition("^")
    native, _, latin = entry.partition("=")
    natives, latins = native.split("/"), (latin or native).split("/")
    man = Name(natives[0], tuple(latins[0].split(",")), (), kana)
    return man, Name(natives[-1], tuple(latins[-1].split(",")), (), kana)


@cache
def tables(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def languages() -> dict[str, Language]:
    """All of names.toml."""
    return {code: _language(code, table) for code, table in tables("names").items()}


def _language(code: str, table: dict[str, Any]) -> Language:
    women = tuple(map(_name, _words(table["women"])))
    return Language(
        code=code,
        weight=table["weight"],
        countries=table["countries"],
        women=women,
        men=tuple(map(_name, _words(table["men"]))),
        families=tuple(map(_family, _words(table["families"]))),
        middles=tuple(map(_name, _words(table.get("middles", "")))),
        native=table.get("native", 1.0),
        family_first=table.get("family_first", False),
        two_families=table.get("two_families", False),
        head=table.get("head", 12),
        latin_script=women[0].native == women[0].latin,
    )


@cache
def _famous() -> frozenset[frozenset[str]]:
    lines = "|".join(text.replace("\n", "|") for text in tables("words")["famous"].values())
    return frozenset(frozenset(line.split()) for line in lines.split("|") if line)


@cache
def _parts(form: str) -> frozenset[str]:
    return frozenset(word(part) for part in re.split("[ -]", form))


def is_famous(given: Name, *others: Name) -> bool:
    """Whether somebody known bears this name: in any spelling, short form or order of its words.

    ``others`` are the middle and family names; each is tried alone with the given name, and all together.
    """
    for first in given.spellings + given.nicknames:
        for chosen in (*((other,) for other in others), others):
            for rest in product(*(name.spellings for name in chosen)):
                if _parts(first).union(*map(_parts, rest)) in _famous():
                    return True
    return False
