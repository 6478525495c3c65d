"""Statements go to the driver with the values SQLAlchemy would have sent, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam, create_engine

from socialmatch.store.prepared import prepared
from socialmatch.store.schema import accounts, consents
from socialmatch.store.statements import change, insert_into, pick, same

SOME = pick(consents, "purpose", "seq").where(
    *same(consents, "purpose"), consents.c.seq.in_(bindparam("seqs", expanding=True)), consents.c.state == "given"
)
SQLITE = create_engine("sqlite://").dialect


def values(seqs: list[int]) -> dict[str, object]:
    return {"of_tenant": "t", "of_purpose": "support", "seqs": seqs}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=70))
def test_a_list_of_any_length_takes_few_texts_and_means_the_same(seqs):
    made = prepared(SOME, SQLITE, values(seqs))
    tenant, purpose, *several, state = made.arguments(values(seqs))
    assert (tenant, purpose, state) == ("t", "support", "given")
    assert set(several) == set(seqs)
    assert len(several) == made.text.count("?") - 3 < 2 * len(seqs)
    assert len(several) & (len(several) - 1) == 0, "a power of two"


def test_no_value_at_all_finds_nothing(store):
    with store.read("default") as session:
        assert session.rows(SOME, {"of_purpose": "support", "seqs": []}) == []


def test_rows_are_read_by_the_names_of_their_columns():
    made = prepared(SOME, SQLITE, values([1]))
    row = made.row(("support", 7))
    assert (row.purpose, row.seq) == ("support", 7)


def test_an_insert_has_the_columns_that_are_given():
    rows = {"tenant": "t", "crm": "crm", "account_id": "A-1"}
    made = prepared(insert_into(accounts), SQLITE, rows)
    assert made.arguments(rows) == ("t", "crm", "A-1")


def test_a_value_that_is_missing_is_no_value():
    statement = change(accounts, "crm").values(state=bindparam("new_state"))
    made = prepared(statement, SQLITE, {"of_tenant": "t", "of_crm": "crm", "new_state": "active"})
    with pytest.raises(KeyError):
        made.arguments({"of_tenant": "t", "of_crm": "crm"})
