"""A customer base with a journal, as the commands and the facade open it, on either database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretBytes

import linking
from processes import KEYS
from socialmatch.audit.signing import Signing
from socialmatch.backup.restoring import Restoring
from socialmatch.config import Config, Log, Policy
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.store import Journals

SECRETS = replace(linking.SECRETS, signing_key=SecretBytes(bytes(range(32))))


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh store on SQLite; what the databases could answer differently asks for both."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


@pytest.fixture
def journals(tmp_path: Path) -> Journals:
    """The journals of the installation, in a folder of their own."""
    return Journals(tmp_path / "kept apart", KEYS.refs)


@pytest.fixture
def reopened(open_store, journals) -> Callable[[str], Installation]:
    """Opens an installation at an address, as another process would."""

    def open_(url: str) -> Installation:
        return linking.opened(open_store(url, before_commit=log.grow, journals=journals))

    return open_


@pytest.fixture
def at(store_url, open_store, journals) -> Installation:
    """Two customers, one notice, nobody linked."""
    return linking.installation(open_store(store_url, before_commit=log.grow, journals=journals))


@pytest.fixture
def signing(tmp_path: Path) -> Signing:
    """What signs the log, begun."""
    signing = Signing(Log(name="example.com/log", signer=str(tmp_path / "signer")), SECRETS)
    signing.begin()
    return signing


@pytest.fixture
def restoring(store_url, journals, signing, clock) -> Restoring:
    """What a restore of the store works with."""
    config = Config(policy=Policy(purposes=("support", "returns"), own_handles=("x:examplebrand",)))
    return Restoring(store_url, config, SECRETS, (journals,), lambda tenant: signing.last(), clock)


@pytest.fixture
def copy_now(at, store_url, request, tmp_path) -> Callable[[], str]:
    """Makes a copy of the store as it is now, as any tool would: the address of the copy."""
    database = request.getfixturevalue("sqlite" if store_url.startswith("sqlite") else "postgres")
    copies: list[str] = []

    def copy() -> str:
        at.store.close()
        folder = tmp_path / f"copy {len(copies)}"
        folder.mkdir()
        copies.append(database.copy(store_url, folder))
        return copies[-1]

    request.addfinalizer(lambda: [database.drop(url) for url in copies])
    return copy
