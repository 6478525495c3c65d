"""docs/explanation/consent.md says what the code does, cell by cell."""

from __future__ import annotations

from pathlib import Path

from socialmatch.consent.state import DPV_STATUS, IN_FORCE, TRANSITIONS, Reason, State
from socialmatch.models import EventKind

TEXT = (Path(__file__).parents[2] / "docs/explanation/consent.md").read_text(encoding="utf-8")


def table(first_column: str) -> list[list[str]]:
    """Rows of the table whose header begins with this word, header first, without the rule under it."""
    lines = TEXT[TEXT.index(f"| {first_column} |") :].split("\n\n", 1)[0].splitlines()
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


def test_the_table_of_transitions_is_the_table_in_the_code():
    header, *rows = table("event")
    states = [State(name) for name in header[1:]]
    assert states == list(State)
    written = {
        (before, EventKind(name)): State(cell)
        for name, *cells in rows
        for before, cell in zip(states, cells, strict=True)
        if cell != "-"
    }
    assert {name for name, *_ in rows} == set(EventKind)
    assert written == dict(TRANSITIONS)


def test_every_state_has_its_dpv_status_and_its_answer():
    _, *rows = table("state")
    assert rows == [[s, DPV_STATUS[s], "yes" if s in IN_FORCE else "no"] for s in State]


def test_every_reason_is_explained():
    _, *rows = table("reason")
    assert [name for name, _ in rows] == list(Reason)


def test_every_event_is_explained():
    for kind in EventKind:
        assert f"\n- `{kind}`: " in TEXT
