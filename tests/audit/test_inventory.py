"""The inventory tells every table, in the words of the page about the store."""

from __future__ import annotations

import re
from pathlib import Path

from socialmatch.audit.inventory import FILES, TABLES
from socialmatch.store.schema import METADATA

PAGE = (Path(__file__).parents[2] / "docs/explanation/store.md").read_text(encoding="utf-8")


def test_every_table_stands_in_it_once():
    assert len(TABLES) == len(METADATA.tables)
    assert {holding.name for holding in TABLES} == set(METADATA.tables)


def test_it_says_what_the_page_says():
    told = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert told == [(one.name, one.holds, one.people, one.goes) for one in TABLES]


def test_every_holding_says_when_it_goes():
    assert all(one.holds and one.people and one.goes for one in (*TABLES, *FILES))
