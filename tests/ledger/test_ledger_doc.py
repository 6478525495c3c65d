"""The page about the ledger names the test of each claim, and each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_claim_has_a_test_that_is_there() -> None:
    page = (ROOT / "docs/explanation/ledger.md").read_text(encoding="utf-8")
    table = page.partition("## What holds it to that")[2].partition("\n## ")[0]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", table)
    claims = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert all("`tests/" in line for line in claims[1:])
    assert len(named) >= len(claims) - 1
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"
