"""Files out: whole or not at all, and the same bytes for the same rows."""

from __future__ import annotations

import csv
import errno
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from socialmatch.errors import FileError, UsageError
from socialmatch.files import (
    PROPOSAL_COLUMNS,
    atomic_write,
    atomic_writes,
    check_output,
    remove_leftovers,
    write_csv,
    write_proposals,
)

ROWS = [
    ("P1", "x", "", "17", "=anna", "A1", 1, 12.25, 0.9931, "match", 'same handle, "anna"'),
    ("P1", "x", "", "17", "=anna", "A2", 2, -3.5, 0.0012, "none", "line one\rline two\nline three"),
    ("P2", "mastodon", "social.example", "9", "@zoë", "", 1, None, None, "none", ""),
]


def test_proposals_as_csv(tmp_path: Path) -> None:
    assert write_proposals(tmp_path / "out.csv", ROWS) == 3
    assert (tmp_path / "out.csv").read_bytes().decode() == (
        "profile_id,platform,scope,user_id,handle,account_id,rank,weight,probability,decision,reasons\n"
        'P1,x,,17,=anna,A1,1,12.25,0.9931,match,"same handle, ""anna"""\n'
        'P1,x,,17,=anna,A2,2,-3.5,0.0012,none,"line one\rline two\nline three"\n'
        "P2,mastodon,social.example,9,@zoë,,1,,,none,\n"
    )
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        read = list(csv.reader(file, strict=True))
    assert read[1:] == [["" if cell is None else str(cell) for cell in row] for row in ROWS]


def test_proposals_as_parquet(tmp_path: Path) -> None:
    assert write_proposals(tmp_path / "out.parquet", ROWS) == 3
    table = pq.read_table(tmp_path / "out.parquet")
    assert [tuple(row.values()) for row in table.to_pylist()] == ROWS
    assert table.schema.names == list(PROPOSAL_COLUMNS)
    assert {str(kind) for kind in table.schema.types} == {"string", "int64", "double"}
    assert table.schema.metadata is None


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    written = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_proposals(tmp_path / folder / name, iter(ROWS * 1000))
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]
    assert write_proposals(tmp_path / name, []) == 0
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_a_run_that_breaks_off_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, name: str, trouble: type[BaseException]
) -> None:
    (tmp_path / name).write_text("old")

    def rows() -> Iterator[tuple[object, ...]]:
        yield from ROWS * 50_000
        raise trouble

    with pytest.raises(trouble):
        write_proposals(tmp_path / name, rows())
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "old"


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "summary.json") as file:
        file.write(b"{")
        assert not (tmp_path / "summary.json").exists()
        file.write(b"}\n")
    assert (tmp_path / "summary.json").read_bytes() == b"{}\n"


def test_files_appear_together_in_their_order(tmp_path: Path) -> None:
    with atomic_writes(tmp_path / "list.csv", tmp_path / "out.csv") as (first, second):
        first.write(b"1")
        second.write(b"2")
        assert not (tmp_path / "list.csv").exists() and not (tmp_path / "out.csv").exists()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"list.csv": "1", "out.csv": "2"}


@pytest.mark.parametrize("second", ["folder.csv", "nowhere/out.csv"])
def test_of_files_that_appear_together_none_does_where_one_cannot(tmp_path: Path, second: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError), atomic_writes(tmp_path / "list.csv", tmp_path / second):
        raise AssertionError("nothing is written")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_a_block_that_breaks_off_leaves_none_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_writes(tmp_path / "list.csv", tmp_path / "out.csv") as files:
        files[0].write(b"new" * 100_000)
        raise KeyboardInterrupt
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.csv": "old"}


KILLED = """
    import os, signal
    from socialmatch.files import atomic_writes
    with atomic_writes("list.csv", "out.csv") as (first, second):
        second.write(b"jane@example.com" * 10_000)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED)], check=False, cwd=tmp_path)
    assert len(list(tmp_path.glob(".*.tmp"))) == 2
    others = [".out.csv.keep.tmp", ".other.csv.abcd1234.tmp", "out.csv.abcd1234.tmp", ".out.csv.ABCD1234.tmp"]
    for name in others:
        (tmp_path / name).write_text("not ours")
    write_csv(tmp_path / "out.csv", ["a"], [])
    assert sorted(path.name for path in tmp_path.glob(".list.csv.*")) != []
    remove_leftovers(tmp_path / "list.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "out.csv"])


def test_what_a_living_process_is_writing_stays(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "out.csv") as one:
        one.write(b"one")
        remove_leftovers(tmp_path / "out.csv")
        with atomic_write(tmp_path / "out.csv") as other:
            other.write(b"other")
        assert (tmp_path / "out.csv").read_text() == "other"
    assert (tmp_path / "out.csv").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_new_file_is_the_owners_and_a_replaced_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["a"], [])
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    write_csv(path, ["a"], [["b"]])
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_text() == "a\nb\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "folder" / "real.csv")
    write_csv(tmp_path / "out.csv", ["a"], [])
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "folder" / "real.csv").read_text() == "a\n"


def test_outputs_that_cannot_be_are_refused_before_the_work(tmp_path: Path) -> None:
    check_output(tmp_path / "out.CSV")
    for name in ("out", "out.json", "out.csv.gz"):
        with pytest.raises(UsageError) as refused:
            check_output(tmp_path / name)
        assert refused.value.exit_code == 2
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("")
    for path, code in [
        (tmp_path / "folder.csv", "not_a_file"),
        (tmp_path / "nowhere" / "out.csv", "cannot_write"),
        (tmp_path / "file" / "out.csv", "cannot_write"),
    ]:
        with pytest.raises(FileError) as caught:
            check_output(path)
        assert caught.value.code == code
        with pytest.raises(FileError), atomic_write(path):
            pass
    with pytest.raises(FileError), atomic_write("/dev/null"):
        pass


def test_a_full_disk_is_our_error_and_a_callers_error_is_the_callers(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught, atomic_write(tmp_path / "out.csv"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert caught.value.code == "cannot_write"
    with pytest.raises(ConnectionError), atomic_write(tmp_path / "out.csv"):
        raise ConnectionError
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_meets_the_file_size_limit(tmp_path: Path) -> None:
    script = """
        import resource, signal
        from socialmatch.errors import FileError
        from socialmatch.files import write_csv
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            write_csv("out.csv", ["a"], (["x" * 100] for _ in range(10_000)))
        except FileError as error:
            print(error.code)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    output = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, text=True).stdout
    assert output == "cannot_write\n"
    assert list(tmp_path.iterdir()) == []
