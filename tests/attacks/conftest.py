"""Stores to attack: one in memory, and one on either database for what the database has to withstand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows import CONFIG
from socialmatch import SocialMatch
from socialmatch.testing import FakeSocialMatch, fake_store
from socialmatch.testing.stores import EXAMPLE_ACCOUNTS, EXAMPLE_NOTICE, TEST_SECRETS


@pytest.fixture
def sm() -> Iterator[FakeSocialMatch]:
    """Two customers, one notice, nobody linked; in memory."""
    with fake_store(config=CONFIG) as made:
        yield made


@pytest.fixture
def on_disk(store_url, clock) -> Iterator[SocialMatch]:
    """As ``sm``, on SQLite and on PostgreSQL."""
    with SocialMatch(store_url, config=CONFIG, secrets=TEST_SECRETS, clock=clock) as made:
        made.register_notice(EXAMPLE_NOTICE)
        made.import_accounts(EXAMPLE_ACCOUNTS)
        yield made
