"""An installation whose log is signed, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pydantic import SecretBytes

import linking
from socialmatch.audit.signing import Signing
from socialmatch.config import Log
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.store import Store
from worlds import Fill, Worlds, nothing_more

SECRETS = replace(linking.SECRETS, signing_key=SecretBytes(bytes(range(32))))


@pytest.fixture
def store(store_url, open_store) -> Store:
    """A fresh store that keeps its tree, on either database."""
    return open_store(store_url, before_commit=log.grow)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Installations that were filled once, on either database."""
    made = Worlds(request.getfixturevalue(request.param), tmp_path_factory.mktemp("worlds"))
    yield made
    made.close()


@pytest.fixture
def copy_of(worlds, tmp_path, open_store, clock) -> Iterator[Callable[[Fill], Installation]]:
    """A copy of a filled installation, at the moment when it was full."""
    taken = []

    def copy(fill: Fill) -> Installation:
        world = worlds.copy(fill, tmp_path)
        taken.append(world)
        clock.now = world.now
        return linking.opened(open_store(world.url, before_commit=log.grow))

    yield copy
    for world in taken:
        worlds.drop(world)


@pytest.fixture
def at(copy_of) -> Installation:
    """Two customers, one notice, nobody linked."""
    return copy_of(nothing_more)


@pytest.fixture
def signing(tmp_path) -> Signing:
    """What signs the log of the default tenant."""
    found = Signing(Log(name="example.com/consent-log", signer=str(tmp_path / "signer")), SECRETS)
    found.begin()
    return found
