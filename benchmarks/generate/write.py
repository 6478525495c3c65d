"""The files: accounts, profiles and truth, one row after the other, whatever their number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from hashlib import blake2b
from math import gcd
from pathlib import Path

from benchmarks.generate import crm, profiles
from benchmarks.generate.crm import account_row
from benchmarks.generate.draw import Draw
from benchmarks.generate.handles import Handle, make_handle
from benchmarks.generate.people import Person, Population
from benchmarks.generate.platforms import PLATFORMS, Platform
from benchmarks.generate.profiles import profile_row

TRUTH_COLUMNS = ("profile_id", "account_id", "ambiguous", "kind")
LINKED = 0.7
_KIN = 0.12
_HANDLE_ATTEMPTS = 8


class Order:
    """Who stands in which row: a shuffle that needs no memory, ``person = (row * step + start) mod size``."""

    def __init__(self, size: int, seed: int) -> None:
        draw = Draw(seed, "order")
        step = draw.between(size // 3, size) if size > 3 else 1
        while gcd(step, size) != 1:
            step += 1
        self._size, self._step, self._start = size, step, draw.below(size)
        self._back = pow(step, -1, size) if size > 1 else 0

    def person(self, row: int) -> int:
        """The customer in this row."""
        return (row * self._step + self._start) % self._size

    def row(self, person: int) -> int:
        """The row of this customer."""
        return (person - self._start) * self._back % self._size


def generate(folder: Path, *, accounts: int, profile_count: int, seed: int, linked: float = LINKED) -> None:
    """Write ``accounts.csv``, ``profiles.csv`` and ``truth.csv``.

    Parameters
    ----------
    folder: made where it is missing. accounts, profile_count: how many rows. seed: another seed, other people.
    linked: share of profiles whose holder has an account.
    """
    folder.mkdir(parents=True, exist_ok=True)
    population, order = Population(seed), Order(accounts, seed)
    with _Table(folder / "accounts.csv", crm.COLUMNS) as table:
        for row in range(accounts):
            table.write(account_row(seed, population.customer(order.person(row)), account_id(row)))
    crawl = Crawl(population, accounts, order, linked)
    with (
        _Table(folder / "profiles.csv", profiles.COLUMNS) as table,
        _Table(folder / "truth.csv", TRUTH_COLUMNS) as truth,
    ):
        for number in range(profile_count):
            profile, owner, kind = crawl.profile(number)
            table.write(profile)
            truth.write({"profile_id": profile["profile_id"], "account_id": owner, "ambiguous": "0", "kind": kind})


def account_id(row: int) -> str:
    """The id of the account in this row."""
    return f"A{row + 1:07d}"


class Crawl:
    """Profiles as they are found: each handle has one holder at a time."""

    def __init__(self, population: Population, accounts: int, order: Order, linked: float) -> None:
        self._population, self._accounts, self._order, self._linked = population, accounts, order, linked
        self._kin = population.relatives(accounts)
        self._held: set[int] = set()
        self._seen: set[int] = set()

    def profile(self, number: int) -> tuple[dict[str, str], str, str]:
        """The profile of this number, its account's id (``""``: none) and the kind of its handle."""
        seed = self._population.seed
        draw = Draw(seed, "profile", number)
        owner = ""
        if draw.chance(self._linked):
            customer = draw.below(self._accounts)
            person, owner = self._population.customer(customer), account_id(self._order.row(customer))
        elif self._kin and draw.chance(_KIN):
            person = self._population.relative(draw.below(self._kin))
        else:
            person = self._population.stranger(number)
        platform = draw.of(PLATFORMS)
        handle = self._handle(person, platform, number)
        row = profile_row(seed, person, platform, handle, number)
        row["profile_id"] = f"P{number + 1:07d}"
        return row, owner, handle.kind

    def _handle(self, person: Person, platform: Platform, number: int) -> Handle:
        """Their handle there; another one where it is held already, be it by themselves."""
        first = 0 if self._new(self._seen, f"{person.label}:{platform.name}") else 1 + number
        for attempt in range(_HANDLE_ATTEMPTS):
            handle = make_handle(self._population.seed, person, platform, attempt=first + attempt)
            if self._new(self._held, f"{platform.name}:{_folded(handle.text, platform)}"):
                return handle
        text, at, server = handle.text.partition("@")
        text, dot, domain = text.partition(".bsky")
        last = Handle(f"{text[: platform.longest - 8]}{number}{dot}{domain}{at}{server}", handle.kind)
        self._held.add(_digest(f"{platform.name}:{_folded(last.text, platform)}"))
        return last

    @staticmethod
    def _new(known: set[int], label: str) -> bool:
        size = len(known)
        known.add(_digest(label))
        return len(known) > size


def _folded(handle: str, platform: Platform) -> str:
    return handle.lower().replace(".", "") if platform.name == "facebook" else handle.lower()


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


class _Table:
    """A CSV file in the interchange form, written row by row."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._path, self._columns = path, columns

    def __enter__(self) -> _Table:
        self._file = self._path.open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(self._file, self._columns, lineterminator="\n")
        self._writer.writeheader()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, row: dict[str, str]) -> None:
        """One row."""
        self._writer.writerow(row)


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a written file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
