"""The page about the store tells every table, and tells it truly."""

from __future__ import annotations

import re
from pathlib import Path

from socialmatch.store.schema import METADATA

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "store.md"
ROWS = dict(re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_table_is_told_and_no_other():
    assert set(ROWS) == set(METADATA.tables)


def test_who_is_in_a_table_is_what_its_columns_say():
    for name, who in ROWS.items():
        columns = set(METADATA.tables[name].columns.keys())
        plain = {"platform", "scope", "user_id"} <= columns or {"crm", "account_id"} <= columns
        by_ref = bool({"subject_ref", "profile_ref", "account_ref"} & columns)
        assert plain == ("plain" in who), name
        if not plain:
            assert by_ref == ("by ref" in who), name
