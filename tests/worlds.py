"""Installations that are filled once in a run: a test gets a copy to change, or the one that all tests only read.

What fills one is a function of an installation with two customers and a notice (:func:`linking.installation`), and of
its clock. It is called once for each database and worker, whichever test asks first.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import databases
import linking
from processes import KEYS, NOW
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.store import Store
from socialmatch.store.session import WriteSession
from socialmatch.testing.clock import ManualClock

Fill = Callable[[Installation, ManualClock], object]


@dataclass(frozen=True)
class World:
    """A filled store that nobody has open, and the time when it was full."""

    url: str
    now: datetime


class Worlds:
    """The filled stores of this process on one database.

    Parameters
    ----------
    database: SQLite or PostgreSQL. folder: a fresh one.
    """

    def __init__(self, database: databases.Sqlite | databases.Postgres, folder: Path) -> None:
        self._database = database
        self._folders = (folder / str(number) for number in itertools.count())
        self._filled: dict[Fill, World] = {}
        self._read: dict[Fill, tuple[World, Installation]] = {}

    def copy(self, fill: Fill, folder: Path) -> World:
        """A copy for one test, which drops it."""
        world = self._world(fill)
        return World(self._database.copy(world.url, folder), world.now)

    def drop(self, world: World) -> None:
        """Remove a copy."""
        self._database.drop(world.url)

    def read_only(self, fill: Fill) -> Installation:
        """The one that all tests read; a commit in it fails."""
        if fill not in self._read:
            world = self.copy(fill, self._folder())
            store = Store(world.url, KEYS, clock=ManualClock(world.now), before_commit=_refuse)
            self._read[fill] = world, linking.opened(store)
        return self._read[fill][1]

    def close(self) -> None:
        """Give everything back."""
        for world, at in self._read.values():
            at.store.close()
            self.drop(world)
        for world in self._filled.values():
            self.drop(world)

    def _world(self, fill: Fill) -> World:
        if fill not in self._filled:
            url, clock = self._database.new_store(self._folder()), ManualClock(NOW)
            store = Store(url, KEYS, clock=clock, before_commit=log.grow)
            fill(linking.installation(store), clock)
            store.cut_wal()
            store.close()
            self._filled[fill] = World(url, clock())
        return self._filled[fill]

    def _folder(self) -> Path:
        folder = next(self._folders)
        folder.mkdir()
        return folder


def nothing_more(at: Installation, clock: ManualClock) -> None:
    """Two customers, one notice, nobody linked."""


def _refuse(session: WriteSession) -> None:
    raise AssertionError("this store is read by other tests, too: take a copy")
