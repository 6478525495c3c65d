"""An installation on either database."""

from __future__ import annotations

import pytest

import linking
from socialmatch.journeys.steps import Installation


@pytest.fixture
def at(store) -> Installation:
    """Two customers, one notice, nobody linked."""
    return linking.installation(store)


@pytest.fixture
def one_way(store) -> Installation:
    """As ``at``, where a proof in one direction is enough."""
    return linking.installation(store, allow_l1=True, min_assurance="L1")
