"""An installation whose log is signed, on either database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretBytes

import linking
from socialmatch.audit.signing import Signing
from socialmatch.config import Log
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.store import Store

SECRETS = replace(linking.SECRETS, signing_key=SecretBytes(bytes(range(32))))


@pytest.fixture
def store(store_url, open_store) -> Store:
    """A fresh store that keeps its tree, on either database."""
    return open_store(store_url, before_commit=log.grow)


@pytest.fixture
def at(store) -> Installation:
    """Two customers, one notice, nobody linked."""
    return linking.installation(store)


@pytest.fixture
def signing(tmp_path) -> Signing:
    """What signs the log of the default tenant."""
    found = Signing(Log(name="example.com/consent-log", signer=str(tmp_path / "signer")), SECRETS)
    found.begin()
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The audit's tests take minutes on two databases: ``pytest -m slow tests/audit`` runs them."""
    for item in items:
        if "audit" in item.path.parent.parts:
            item.add_marker(pytest.mark.slow)
