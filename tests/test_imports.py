"""What an import costs and what it must not bring along (contract, section 5)."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "duckdb",
    "pyarrow",
    "pyspark",
    "pandas",
    "numpy",
    "httpx",
    "requests",
    "urllib3",
    "starlette",
    "flask",
    "alembic",
)


def modules_after(statement: str) -> set[str]:
    """Names in ``sys.modules`` after a statement in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    ["import socialmatch", "from socialmatch import SocialMatch, Account, link_files", "import socialmatch.cli"],
)
def test_no_heavy_module(statement: str) -> None:
    assert not modules_after(statement).intersection(HEAVY)


def test_the_root_brings_nothing_of_ours() -> None:
    assert {m for m in modules_after("import socialmatch") if m.startswith("socialmatch")} == {"socialmatch"}
