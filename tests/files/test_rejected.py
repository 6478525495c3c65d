"""The list of rejected rows: sorted, counted, bounded in memory, without any value."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path

from socialmatch.files import Rejected, RowReason, rejected_path


def test_the_list_is_named_after_the_output() -> None:
    assert rejected_path("out/proposals.csv") == Path("out/proposals.csv.rejected.csv")
    assert rejected_path(Path("proposals.parquet")) == Path("proposals.parquet.rejected.csv")


def test_an_empty_list_is_written_over_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv.rejected.csv"
    path.write_text("from an earlier run")
    Rejected().write(path)
    assert path.read_text() == "file,line,column,reason\n"


def test_rows_are_listed_by_file_and_line_and_counted_by_reason(tmp_path: Path) -> None:
    rows = [(role, line, "", RowReason.MALFORMED) for role in ("accounts", "profiles", "consents") for line in (2, 10)]
    rows.append(("accounts", 9, "account_id", RowReason.DUPLICATE_ID))
    random.Random(7).shuffle(rows)
    rejected = Rejected()
    for row in rows:
        rejected.row(*row)
    rejected.value("accounts", 3, "birthday", RowReason.BAD_DATE)
    rejected.write(tmp_path / "rejected.csv")
    assert (tmp_path / "rejected.csv").read_text().splitlines() == [
        "file,line,column,reason",
        "accounts,2,,malformed",
        "accounts,9,account_id,duplicate_id",
        "accounts,10,,malformed",
        "profiles,2,,malformed",
        "profiles,10,,malformed",
        "consents,2,,malformed",
        "consents,10,,malformed",
    ]
    assert rejected.rows == 7
    assert rejected.reasons["accounts", RowReason.MALFORMED] == 2
    assert rejected.values == {("accounts", "birthday", RowReason.BAD_DATE): 1}


def test_many_rejected_rows_take_little_memory_and_leave_nothing_behind(tmp_path: Path) -> None:
    script = """
        import resource, sys
        from socialmatch.files import Rejected, RowReason
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Rejected() as rejected:
            for line in range(400_000, 0, -1):  # backwards: nothing is in order
                rejected.row("profiles", line, "handle", RowReason.BAD_HANDLE)
            rejected.write("rejected.csv")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(script)]
    output = subprocess.run(command, check=True, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
    assert int(output) < 40 * 1024
    with (tmp_path / "rejected.csv").open() as file:
        lines = [int(row.split(",")[1]) for row in list(file)[1:]]
    assert lines == list(range(1, 400_001))
    assert [path.name for path in tmp_path.iterdir()] == ["rejected.csv"]


def told_of(*names: str) -> str:
    rejected = Rejected()
    rejected.unknown_columns("accounts", names)
    (warning,) = rejected.warnings
    return warning.removeprefix("accounts: unknown column(s) ignored: ")


def test_unknown_columns_are_named_once_where_they_are_names() -> None:
    assert told_of("tier", "loyalty", "") == "loyalty, tier"
    named = ", ".join(f"c{i:02}" for i in range(20))
    assert told_of("b\n", "", "a" * 200, "Straße", *(f"c{i:02}" for i in range(30))) == f"{named} and 13 more"


def test_a_header_that_is_a_row_of_data_is_not_shown() -> None:
    for data in ("jane@example.com", "+12025550142", "1987-04-02", "p12025550142"):
        assert told_of("jane", "valasek", data) == "3, not named here as they may be data"
    assert told_of("Jane Valasek") == "1, not named here as they may be data"
