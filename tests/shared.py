"""The real data sets that lie beside the project; never copied into it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SOCIALMATCH_SHARED", Path(__file__).parents[1].parent / "shared"))
CONGRESS = SHARED / "data" / "congress"

needs_congress = pytest.mark.skipif(
    not CONGRESS.is_dir(),
    reason="the congress data is absent: set SOCIALMATCH_SHARED to the folder that holds data/congress",
)
