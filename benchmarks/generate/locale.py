"""Names by locale: head names with their frequencies, and a long tail made by rule so that rarity exists.

Notation of ``locales/*.toml``, one entry a word, common ones first, ``_`` standing for a blank::

    Native*percent=Latin,other spelling~nickname,nickname

``percent`` is the share of people with the name where it is roughly known (national statistics); the others follow
``1 / (rank + q) ** s`` with ``[s, q]`` in ``family_zipf`` and ``given_zipf``. ``family_head`` is the share of all
people that the listed family names cover; ``foreign`` shares are drawn from other locales; the rest is the tail.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.scripts import hepburn, katakana, plain, romanised

_FOLDER = Path(__file__).parent / "locales"
_TAIL_START = 300.0
_STRIDE = 7919
_RARE_SPELLINGS = (
    ("c", "k"), ("k", "c"), ("y", "i"), ("ie", "y"), ("ph", "f"), ("s", "z"), ("th", "t"), ("i", "y"), ("nn", "n"),
    ("n", "nn"), ("l", "ll"), ("a", "ah"), ("e", "ee"), ("j", "g"), ("x", "ks"), ("o", "oh"), ("ck", "k"), ("t", "tt"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A given or family name.

    ``native`` as written at home; ``latin`` the spellings its holders use, usual one first; ``nicks`` short forms, as
    written at home; ``share`` of the locale's people (of that sex) who have it; ``kana`` its reading.
    """

    native: str
    latin: tuple[str, ...]
    nicks: tuple[str, ...] = ()
    share: float = 0.0
    kana: str = ""


class Locale:
    """The naming customs of one language or country."""

    def __init__(self, code: str) -> None:
        facts = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        self.code = code
        self.weight: float = facts["weight"]
        self.countries: Table[str] = Table(facts["countries"])
        self.script: str = facts.get("script", "latin")
        self.folding: str = facts["folding"]
        self.middle: float = facts.get("middle", 0.0)
        self.native: float = facts.get("native", 1.0)
        self.family_first: bool = facts.get("family_first", False)
        self.two_families: float = facts.get("two_families", 0.0)
        self.double_family: float = facts.get("double_family", 0.0)
        self.particles: dict[str, float] = facts.get("particle", {}) | facts.get("nobiliary", {})
        self.patronymic: float = facts.get("patronymic", 0.0)
        self.suffix: float = facts.get("suffix", 0.0)
        self.western: float = facts.get("western", 0.0)
        self.mononym: float = facts.get("mononym", 0.0)
        self.initials_south: float = facts.get("initials_south", 0.0)
        self.feminine: str = facts.get("feminine", "")
        self.middles: tuple[str, ...] = tuple(facts.get("middles", "").split())
        self.compose: bool = facts.get("compose", False)
        tail: dict[str, Any] = facts.get("tail", {})
        self.roots = tuple(tail.get("roots", "").split())
        self._ends = tuple(tail.get("ends", "").split())
        self._prefixes: Table[str] = Table(tail.get("prefixes", {"": 1.0}))
        self._mutations = tuple(tuple(pair.split(">")) for pair in tail.get("mutations", "").split())
        self._foreign: Table[str] | None = Table(tail["foreign"]) if "foreign" in tail else None
        self._foreign_share = sum(tail.get("foreign", {}).values())
        self._given_parts = {key: tuple(tail[key].split()) for key in tail if key.startswith("given_")}
        self._tail_size = max(1, len(self.roots) * len(self._ends) * (1 + len(self._mutations)))
        self._family_head: float = facts["family_head"]
        self._given_head: float = facts["given_head"]
        self.families = self._table(facts["families"], self._family_head, facts["family_zipf"])
        zipf = facts["given_zipf"]
        self.given = {sex: self._table(facts[sex], self._given_head, zipf) for sex in ("women", "men")}
        seconds = {sex: facts.get(f"{sex}_second") for sex in ("women", "men")}
        self._second = {sex: self._table(text, 1.0, zipf) for sex, text in seconds.items() if text}

    def draw_family(self, draw: Draw) -> Name:
        """A family name, from the head, the tail or another locale."""
        point = draw.point()
        if point < self._family_head:
            return draw.of(self.families)
        if self._foreign is not None and point < self._family_head + self._foreign_share * (1 - self._family_head):
            return self._adapted(locale(draw.of(self._foreign)), draw)
        return self._tail(draw)

    def _adapted(self, other: Locale, draw: Draw) -> Name:
        """A family name from elsewhere, as it is written here."""
        name = other.draw_family(draw)
        share = name.share * self._foreign_share * (1 - self._family_head) / 3
        if self.code in _WITHOUT_MARKS:
            latins = tuple(dict.fromkeys(plain(latin) for latin in name.latin))
            return Name(latins[0], latins, (), share)
        if other.script in ("latin", self.script) or {other.script, self.script} == {"cyrillic", "ukrainian"}:
            return Name(name.native, name.latin, (), share, name.kana)
        return Name(name.latin[0], name.latin, (), share)

    def draw_given(self, draw: Draw, woman: bool) -> Name:
        """A given name."""
        sex = "women" if woman else "men"
        if self.compose:
            return self._composed(draw, sex)
        name = draw.of(self.given[sex])
        if draw.chance(self._given_head):
            return name
        return self._rare_given(draw, name, sex)

    def _table(self, text: str, head: float, zipf: list[float]) -> Table[Name]:
        known: list[tuple[str, float]] = []
        rest: list[str] = []
        for entry in text.split():
            word, _, spelled = entry.partition("=")
            bare, star, percent = word.partition("*")
            if star:
                known.append((bare + ("=" + spelled if spelled else ""), float(percent) / 100))
            else:
                rest.append(entry)
        exponent, offset = zipf
        curve = [1 / (len(known) + rank + offset) ** exponent for rank in range(1, len(rest) + 1)]
        left = max(0.0, head - sum(share for _, share in known))
        scale = left / sum(curve) if curve else 0.0
        pairs = known + [(entry, weight * scale) for entry, weight in zip(rest, curve, strict=True)]
        return Table((self._name(entry, share), share) for entry, share in pairs)

    def _name(self, entry: str, share: float) -> Name:
        entry, _, nicks = entry.partition("~")
        native, _, latin = entry.replace("_", " ").partition("=")
        short = tuple(nick.replace("_", " ") for nick in nicks.split(",") if nick)
        if self.script == "kanji":
            reading = latin or native
            return Name(native, hepburn(reading), short, share, katakana(reading))
        if latin:
            return Name(native, tuple(latin.split(",")), short, share)
        return Name(native, romanised(native, self.script), short, share)

    def _tail(self, draw: Draw) -> Name:
        """A rare name: its rank is drawn so that share(rank) ~ 1 / (rank + 300), its form follows from the rank."""
        growth = 1 + self._tail_size / _TAIL_START
        rank = int(_TAIL_START * (growth ** draw.point() - 1))
        share = (1 - self._family_head) / ((rank + _TAIL_START) * math.log(growth))
        return self._tail_name(rank, draw.of(self._prefixes), share)

    @lru_cache(maxsize=65536)  # noqa: B019 -- locales live as long as the program
    def _tail_name(self, rank: int, prefix: str, share: float) -> Name:
        bases = len(self.roots) * len(self._ends)
        if not bases:
            return draw_head(self.families)
        layer, place = divmod(rank, bases)
        place = place * _STRIDE % bases
        root, end = self.roots[place % len(self.roots)], self._ends[place // len(self.roots)]
        if self.script == "kanji":
            first, second = root.split("="), end.split("=")
            if layer == 0 and first[0] != second[0]:
                reading = first[1] + second[1]
                return Name(first[0] + second[0], hepburn(reading), (), share, katakana(reading))
            return draw_head(self.families)
        text = root + end
        if layer and layer <= len(self._mutations):
            text = _mutated(text, *self._mutations[layer - 1])
        if prefix:
            text = prefix + (text if prefix.endswith(" ") else text.lower())
        return Name(text, romanised(text, self.script), (), share)

    def _rare_given(self, draw: Draw, name: Name, sex: str) -> Name:
        share = (1 - self._given_head) / 800
        parts = self._given_parts
        if parts:
            first, second = draw.pick(parts["given_roots"]).split("="), draw.pick(parts[f"given_{sex}"]).split("=")
            reading = first[1] + second[1]
            return Name(first[0] + second[0], hepburn(reading), (), share, katakana(reading))
        if self.script != "latin" or draw.chance(0.25):
            other = locale(draw.pick(_GIVEN_ABROAD))
            borrowed = draw.of(other.given[sex])
            return Name(borrowed.latin[0], borrowed.latin, (), share)
        if draw.chance(0.3):
            text = f"{name.native}{draw.pick(('-', ' ', ''))}{draw.of(self.given[sex]).native}"
            if text.count(" ") + text.count("-") > 1:
                text = name.native
        else:
            text = _mutated(name.native, *draw.pick(_RARE_SPELLINGS))
        return Name(text, (text,), name.nicks, share)

    def _composed(self, draw: Draw, sex: str) -> Name:
        first, second = draw.of(self.given[sex]), draw.of(self._second[sex])
        if self.script == "han" and draw.chance(0.13):
            return Name(second.native, (second.latin[0].capitalize(),), (), second.share * 0.13)
        one, two = draw.early(first.latin).capitalize(), draw.early(second.latin)
        spellings = (one + two, f"{one}-{two}", f"{one} {two.capitalize()}")
        share = first.share * second.share
        return Name(first.native + second.native, spellings, (), share)


def draw_head(table: Table[Name]) -> Name:
    """A middling head name, for the few ranks that have no form of their own."""
    return table.values[len(table.values) // 2]


def _mutated(text: str, old: str, new: str) -> str:
    """The last occurrence after the first letter replaced; the text itself where there is none."""
    head, found, tail = text[1:].rpartition(old)
    return text[0] + head + new + tail if found else text


def feminine(family: str, rule: str) -> str:
    """A family name in the form women have, by language; names without such a form stay as they are."""
    for old, new in _FEMININE.get(rule, ()):
        if family.endswith(old):
            return family[: -len(old)] + new
    return family


_FEMININE = {
    "pl": (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka")),
    "ru": (("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"), ("ин", "ина"), ("ын", "ына"), ("ский", "ская"), ("цкий",
    "цкая")),
    "uk": (("ський", "ська"), ("цький", "цька"), ("ов", "ова"), ("ний", "на"), ("рий", "ра"), ("дчий", "дча")),
    "el": (("όπουλος", "οπούλου"), ("ίδης", "ίδου"), ("άκης", "άκη"), ("άδης", "άδου"), ("ος", "ου"), ("ης", "η"),
    ("ής", "ή"), ("ας", "α"), ("άς", "ά")),
}  # fmt: skip
_WITHOUT_MARKS = ("us", "gb")
_GIVEN_ABROAD = ("us", "gb", "fr", "es", "it", "de", "nordic")


@cache
def locale(code: str) -> Locale:
    """The locale of this code."""
    return Locale(code)


@cache
def locales() -> Table[Locale]:
    """Every locale, as likely as its weight says."""
    codes = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return Table((locale(code), locale(code).weight) for code in codes)
