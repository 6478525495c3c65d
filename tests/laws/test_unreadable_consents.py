"""The law of unreadable consents: whatever happens to the row of a "no", its subject is not permitted any more."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialmatch.errors import FileError
from socialmatch.files import Rejected
from socialmatch.files.asserted import read_inputs
from socialmatch.models import AccountKey

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
JANE = AccountKey("default", "crm", "C1")
NAMES = ("subject", "purpose", "status", "recorded_at", "valid_until", "evidence")
YES = ("account:C1", "support", "given", "2026-09-01", "2027-09-01", "form")
NO = ("account:C1", "support", "withdrawn", "2026-10-01", "", "said no")

noise = st.one_of(
    st.sampled_from([b",", b'"', b'""', b"\r", b"\0", b"\xff", b"\xc3", b" ", b";", b"{", b"}", b"\\", b":", b"x"]),
    st.text(max_size=3).filter(lambda text: "\n" not in text).map(str.encode),
    st.just(b"y" * 140_000),
)
edits = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 6), noise), min_size=1, max_size=4)


def edited(row: bytes, changes: list[tuple[int, int, bytes]], *, start: int) -> bytes:
    """A row with some of its bytes replaced, but for the first ones and the line end."""
    body = bytearray(row)
    for place, length, new in changes:
        at = start + place % (len(body) - start + 1)
        body[at : at + length] = new
    return bytes(body)


def is_left_out(consents: bytes, suffix: str) -> bool:
    with tempfile.TemporaryDirectory() as folder, Rejected() as rejected:
        accounts, profiles = Path(folder) / "a.csv", Path(folder) / "p.csv"
        accounts.write_text("account_id\nC1\n")
        profiles.write_text("platform,user_id\nx,1\n")
        path = Path(folder) / f"c{suffix}"
        path.write_bytes(consents)
        try:
            inputs = read_inputs(accounts, profiles, path, purpose="support", as_of=AS_OF, rejected=rejected)
        except FileError:
            return True
        return not inputs.permitted.permits(JANE) or JANE in inputs.doubtful


@settings(max_examples=300, deadline=None)
@given(edits, st.integers(0, 5), st.booleans())
@example([(0, 6, b'"')], 0, True)
def test_in_csv(changes: list[tuple[int, int, bytes]], place: int, last: bool) -> None:
    """The subject may stand in any column; it and what separates it stay as they are."""
    order = [*NAMES[1 : place + 1], NAMES[0], *NAMES[place + 1 :]]
    cells = [dict(zip(NAMES, row, strict=True)) for row in (NAMES, YES, NO)]
    header, yes, no = (",".join(row[name] for name in order).encode() for row in cells)
    if place == 0:
        no = edited(no, changes, start=len(NO[0]) + 1)
    else:
        end = no.index(NO[0].encode()) - 1
        no = edited(no[:end], changes, start=0) + no[end:]
    assert is_left_out(b"\n".join([header, yes, no + (b"" if last else b"\n" + yes.replace(b"C1", b"C9"))]), ".csv")


@settings(max_examples=200, deadline=None)
@given(edits)
def test_in_json_lines(changes: list[tuple[int, int, bytes]]) -> None:
    yes, no = (json.dumps(dict(zip(NAMES, row, strict=True))).encode() for row in (YES, NO))
    no = edited(no, changes, start=len(b'{"subject": "account:C1", '))
    assert is_left_out(yes + b"\n" + no, ".jsonl")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60))
def test_a_file_that_was_cut_off(kept: int) -> None:
    """Where the row is cut before its subject is whole, nobody's row is taken for somebody's, and the run stops."""
    header, yes, no = (",".join(row).encode() for row in (NAMES, YES, NO))
    if kept:
        assert is_left_out(b"\n".join([header, yes, no[:kept]]), ".csv")
