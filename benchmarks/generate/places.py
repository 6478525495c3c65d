"""Countries and their places: well-known cities by rank, and a tail of towns made by rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.locale import locale
from benchmarks.generate.scripts import romanised

_IN_CITIES = 0.62
_MAIN_LOCALE = {
    "US": "us", "CA": "us", "GB": "gb", "AU": "gb", "IE": "gb", "NZ": "gb", "DE": "de", "AT": "de", "CH": "de",
    "FR": "fr",
    "BE": "nl", "NL": "nl", "ES": "es", "MX": "es", "AR": "es", "CO": "es", "CL": "es", "BR": "pt", "PT": "pt",
    "IT": "it",
    "SE": "nordic", "DK": "nordic", "NO": "nordic", "FI": "nordic", "PL": "pl", "TR": "tr", "KZ": "ru", "UA": "uk",
    "EE": "nordic", "LV": "pl", "GR": "el", "CY": "el", "EG": "ar", "SA": "ar", "AE": "ar", "MA": "ar", "JO": "ar",
    "IL": "he",
    "JP": "ja", "KR": "ko", "CN": "zh", "TW": "zh", "HK": "zh", "SG": "zh", "IN": "in", "VN": "vi", "NG": "ng",
    "GH": "ng",
    "KE": "ng", "HU": "hu", "RO": "hu", "ID": "id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """A place: its name at home, in English, and its state where states are usual."""

    native: str
    english: str
    state: str = ""


class Country:
    """A country: its places, and the patterns of its numbers and addresses."""

    def __init__(self, code: str) -> None:
        facts = _facts()[code]
        self.code = code
        self.name: str = facts["name"]
        self.locale = locale(_MAIN_LOCALE[code])
        entries = [_city(entry) for entry in facts["cities"].split()]
        self._cities = Table((city, 1 / (rank + 2) ** 0.9) for rank, city in enumerate(entries))
        self._town_ends: tuple[str, ...] = tuple(facts["towns"].split())
        self._states: tuple[str, ...] = tuple(facts.get("states", "").split())
        self._phones: list[str] = facts["phone"]
        self._postal: str = facts["postal"]
        self._streets: list[str] = facts["streets"].split("|")

    def draw_city(self, draw: Draw) -> City:
        """A city, or one of the thousands of small towns."""
        if not self._town_ends or not self.locale.roots or draw.chance(_IN_CITIES):
            return draw.of(self._cities)
        roots = self.locale.roots
        root = roots[int(len(roots) * draw.point() ** 1.5)]
        name = root + draw.pick(self._town_ends)
        state = draw.pick(self._states) if self._states else ""
        return City(name, romanised(name, self.locale.script)[0], state)

    def draw_phone(self, draw: Draw) -> str:
        """A number in E.164 form."""
        return draw.filled(draw.pick(self._phones))

    def draw_address(self, draw: Draw) -> tuple[str, str]:
        """Street with number, and postcode."""
        roots = self.locale.roots or ("Central", "Park", "Station", "Market", "Garden", "Lake", "River", "Hill")
        street = draw.pick(self._streets).format(draw.pick(roots).partition("=")[0])
        return f"{street} {draw.between(1, 180)}", draw.filled(self._postal)


def _city(entry: str) -> City:
    name, _, state = entry.replace("_", " ").partition("|")
    native, _, english = name.partition("=")
    return City(native, english or native, state)


@cache
def _facts() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))


@cache
def country(code: str) -> Country:
    """The country of this ISO 3166-1 alpha-2 code."""
    return Country(code)
