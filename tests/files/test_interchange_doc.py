"""docs/formats/interchange.md says what the code does: columns, codes, formats, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socialmatch.files import PROPOSAL_COLUMNS, FileReason, Limits, RowReason
from socialmatch.files.columns import ACCOUNTS, CONSENTS, PROFILES, Columns
from socialmatch.models import EventKind, ProfileKey
from tables import accounts_of, consents_of, profiles_of

DOC = (Path(__file__).parents[2] / "docs" / "formats" / "interchange.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return DOC.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> set[str]:
    """The words in code type in the first cells of a section's tables."""
    cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_every_reason_code_is_documented_and_no_other() -> None:
    assert first_cells(section("Rows that cannot be used")) - {"file", "line", "column", "reason"} == set(RowReason)
    assert first_cells(section("Files that cannot be used")) == set(FileReason)


@pytest.mark.parametrize("columns", [ACCOUNTS, PROFILES, CONSENTS], ids=lambda columns: columns.role)
def test_every_column_is_documented_and_no_other(columns: Columns) -> None:
    assert first_cells(section(columns.role.capitalize())) == set(columns.names)


def test_the_output_the_statuses_and_the_limits_are_documented() -> None:
    assert first_cells(section("Proposals")) == set(PROPOSAL_COLUMNS)
    assert set(EventKind) <= set(re.findall(r"`([^`]+)`", section("Consents")))
    assert f"{Limits().max_row:,} characters" in DOC
    assert f"{Limits().max_unpacked >> 30} GiB, or beyond 16 MiB and {Limits().max_ratio} times" in DOC


def test_the_examples_are_read(tmp_path: Path) -> None:
    ids: dict[str, ProfileKey] = {}
    for name, read in (("Accounts", accounts_of), ("Profiles", profiles_of), ("Consents", consents_of)):
        example = section(name).partition("```csv\n")[2].partition("```")[0]
        (tmp_path / f"{name}.csv").write_text(example)
        options = {} if name == "Accounts" else {"profile_ids": ids}
        found, rejected = read(tmp_path / f"{name}.csv", **options)
        assert len(found) == example.count("\n") - 1
        assert (rejected.rows, rejected.warnings) == (0, [])
