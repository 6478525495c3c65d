"""The table of threats in SECURITY.md: whole, and every row with a scenario that there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = (HERE.parents[1] / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| \d", line)]
SCENARIO = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
NOT_A_THREAT = {"test_table.py", "test_attacker.py"}


def scenarios_of(name: str) -> set[str]:
    """The tests that a file has."""
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_threat_has_its_row():
    assert [int(row[0]) for row in ROWS] == list(range(1, 25))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_is_whole_and_has_a_scenario_that_there_is(row):
    assert len(row) == 6
    assert all(row)
    named = SCENARIO.findall(row[4])
    assert named
    for file, test in named:
        assert test in scenarios_of(file)


def test_every_file_of_scenarios_stands_in_the_table():
    told = {file for row in ROWS for file, _ in SCENARIO.findall(row[4])}
    assert {path.name for path in HERE.glob("test_*.py")} - NOT_A_THREAT == told
