"""Words beside names: jobs, hobbies, firms, jokes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from benchmarks.generate.draw import Draw
from benchmarks.generate.scripts import slug


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of this list: separated by ``;`` where there is one, else by white space."""
    text: str = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))[name]
    parts = text.replace("\n", " ").split(";") if ";" in text else text.split()
    return tuple(part.strip() for part in parts)


@dataclass(frozen=True, slots=True)
class Organization:
    """An invented firm: its name, the domain of its mail and website, and its switchboard's last digits' seed."""

    number: int
    name: str
    domain: str


@lru_cache(maxsize=8192)
def organization(seed: int, number: int) -> Organization:
    """The firm of this number; low numbers are large employers."""
    draw = Draw(seed, "organization", number)
    name = draw.pick(words("organization_starts")) + draw.pick(words("organization_middles"))
    if draw.chance(0.35):
        name = f"{name} & {draw.pick(words('organization_starts'))}"
    name = f"{name} {draw.pick(words('organization_ends'))}"
    return Organization(number, name, f"{slug(name)}.example")
