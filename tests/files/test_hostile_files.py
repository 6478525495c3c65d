"""Files that are not what they seem: refused by a clear error, in little memory and little time."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from socialmatch.errors import FileError
from socialmatch.files import Limits, Rejected, read_accounts
from tables import accounts_of, consents_of, listed, profiles_of

MIB = 1 << 20


def code_of(path: Path, **options: Limits) -> str:
    with pytest.raises(FileError) as caught:
        accounts_of(path, **options)
    assert path.name in str(caught.value)
    return caught.value.code


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "missing.csv") == "missing_file"
    (tmp_path / "folder.csv").mkdir()
    assert code_of(tmp_path / "folder.csv") == "directory"
    os.mkfifo(tmp_path / "pipe.csv")
    assert code_of(tmp_path / "pipe.csv") == "not_a_file"
    assert code_of(tmp_path / ("long" * 100 + ".csv")) == "unreadable"
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere.csv")
    assert code_of(tmp_path / "dangling.csv") == "missing_file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_we_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account_id\nA1\n")
    path.chmod(0)
    assert code_of(path) == "unreadable"


def test_the_name_says_the_format_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "ACCOUNTS.v2.CSV.GZ").write_bytes(gzip.compress(b"account_id\nA1\n"))
    accounts, _ = accounts_of(tmp_path / "ACCOUNTS.v2.CSV.GZ")
    assert [account.account_id for account in accounts] == ["A1"]
    (tmp_path / "accounts.gz").write_bytes(b"x")
    assert code_of(tmp_path / "accounts.gz") == "unknown_format"


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    for suffix in (".csv.gz", ".jsonl.gz"):
        path = tmp_path / f"bomb{suffix}"
        with gzip.open(path, "wb", compresslevel=9) as file:
            file.write(b"account_id\n")
            for _ in range(40):
                file.write(b"A" * MIB)
        assert path.stat().st_size < 100_000
        assert code_of(path) == "too_large"


def test_a_bomb_of_rows_is_stopped_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"account_id\n" + b"".join(b"A%d\n" % i for i in range(20_000))))
    assert code_of(path, limits=Limits(max_unpacked=50_000)) == "too_large"
    assert len(accounts_of(path)[0]) == 20_000


def test_gzip_that_ends_early_or_is_damaged_names_the_line(tmp_path: Path) -> None:
    rows = b"account_id,city\n" + b"".join(b"A%d,%x\n" % (i, i * 7919) for i in range(50_000))
    packed = gzip.compress(rows)
    path = tmp_path / "accounts.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(FileError, match=r"after line \d{4,}") as caught:
        accounts_of(path)
    assert caught.value.code == "truncated"
    path.write_bytes(packed[:-8] + b"\0" * 8)
    assert code_of(path) == "damaged"
    middle = len(packed) // 2
    path.write_bytes(
        packed[:middle] + bytes(byte ^ 255 for byte in packed[middle : middle + 20]) + packed[middle + 20 :]
    )
    assert code_of(path) in {"damaged", "truncated"}
    path.write_bytes(packed[:5])
    assert code_of(path) in {"damaged", "truncated"}
    path.write_bytes(gzip.compress(b""))
    assert code_of(path) == "empty_file"


def test_a_row_that_is_too_long_is_set_aside_and_reading_goes_on(tmp_path: Path) -> None:
    limits = Limits(max_row=100)
    path = tmp_path / "accounts.csv"
    path.write_text(
        "account_id,city\n"
        f"A1,{'x' * 96}\n"  # 100 characters with the line end
        f"A2,{'x' * 97}\n"
        f'A3,"{"x" * 90}\n{"x" * 90}"\n'  # each line is short enough, the row is not
        f"A4,{'é' * 96}\n"
        "A5,Bonn"
    )
    accounts, rejected = accounts_of(path, limits=limits)
    assert [account.account_id for account in accounts] == ["A1", "A4", "A5"]
    assert listed(rejected, tmp_path) == [
        "accounts,3,,too_long",
        "accounts,4,,too_long",
        "accounts,5,,column_count",  # what follows a row that was given up is read as a row again
    ]
    path = tmp_path / "accounts.jsonl"
    path.write_text('{"account_id": "A1"}\n{"account_id": "' + "A" * 200 + '"}\n{"account_id": "A3"}\n')
    accounts, rejected = accounts_of(path, limits=limits)
    assert [account.account_id for account in accounts] == ["A1", "A3"]
    assert listed(rejected, tmp_path) == ["accounts,2,,too_long"]


def test_a_quoted_cell_longer_than_the_csv_module_takes_is_too_long_under_any_limit(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(f'account_id,city\nA1,"{"x" * 200_000}"\nA2,Bonn\n')
    accounts, rejected = accounts_of(path, limits=Limits(max_row=MIB))
    assert [account.account_id for account in accounts] == ["A2"]
    assert listed(rejected, tmp_path) == ["accounts,2,,too_long"]


MEASURED = """
    import resource, sys, time
    from socialmatch.files import Rejected, read_accounts

    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rejected = Rejected()
    accounts = sum(1 for _ in read_accounts(sys.argv[1], rejected=rejected))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(accounts, rejected.rows, (after - before) // 1024, int(time.process_time() - started))
"""


def measured(path: Path) -> tuple[int, int, int, int]:
    """Accounts and rejected rows, and the memory (MiB) and time (s) that a fresh process takes to read them."""
    command = [sys.executable, "-c", textwrap.dedent(MEASURED), str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    accounts, rows, mib, seconds = map(int, output.split())
    return accounts, rows, mib, seconds


@pytest.mark.parametrize(
    ("name", "head", "filler", "tail"),
    [
        pytest.param("plain.csv", b"account_id,city\nA1,Bonn\nA2,", b"x", b"\nA3,Ulm\n", id="plain"),
        pytest.param("quoted.csv", b'account_id,city\nA1,Bonn\nA2,"', b'""', b'"\nA3,Ulm\n', id="quoted"),
        pytest.param("open.csv", b'account_id,city\nA1,Bonn\nA2,"\n', b"x", b"\nA3,Ulm\n", id="open"),
        pytest.param("wide.csv", b"account_id,city\nA1,Bonn\n", b",", b"\nA3,Ulm\n", id="wide"),
        pytest.param(
            "one.jsonl", b'{"account_id": "A1"}\n{"account_id": "', b"[", b'"}\n{"account_id": "A3"}\n', id="json"
        ),
    ],
)
def test_a_line_of_200_mb_costs_little(tmp_path: Path, name: str, head: bytes, filler: bytes, tail: bytes) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        for _ in range(200):
            file.write(filler * (MIB // len(filler)))
        file.write(tail)
    accounts, rows, mib, seconds = measured(path)
    path.unlink()  # pytest keeps the folders of three runs
    assert (accounts, rows) == (2, 2 if name == "open.csv" else 1)
    assert mib < 64
    assert seconds < 10


def test_rows_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    with path.open("w") as file:
        file.write("account_id,bio\n")
        file.writelines(f"A{i},{'x' * 2000}\n" for i in range(20_000))
    accounts, rows, mib, _ = measured(path)
    assert (accounts, rows) == (20_000, 0)
    assert mib < 20  # the file has 40


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account_id\nA1\nA2\n")
    accounts = read_accounts(path, rejected=Rejected())
    next(accounts)
    path.write_text("account_id\nA1\nA2\nA3\n")
    with pytest.raises(FileError) as caught:
        list(accounts)
    assert caught.value.code == "changed"


def test_no_value_of_a_row_reaches_a_message(tmp_path: Path) -> None:
    secret = "annaexample"
    profiles = tmp_path / "profiles.csv"
    profiles.write_text(f"{secret},x,{secret}@example.com\n")
    consents = tmp_path / "consents.csv"
    consents.write_text(f"subject,purpose,status,recorded_at\n{secret},{secret},{secret},{secret}\n")
    with pytest.raises(FileError) as caught:
        profiles_of(profiles)
    _, rejected = consents_of(consents)
    said = [str(caught.value), caught.value.hint, *rejected.warnings, *listed(rejected, tmp_path), repr(rejected)]
    assert secret not in " ".join(said)
