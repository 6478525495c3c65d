"""An import's destination, on either database."""

from __future__ import annotations

import pytest

import imports
from socialmatch.accounts import Destination


@pytest.fixture
def to(store) -> Destination:
    """A store with a registered notice and nothing else."""
    return imports.destination(store)
