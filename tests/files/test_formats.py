"""CSV, JSON Lines and Parquet say the same, and Parquet's own types are read or refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from socialmatch.errors import FileError
from socialmatch.files import Limits
from socialmatch.models import Account, ConsentEvent, Profile
from tables import FORMATS, accounts_of, consents_of, listed, profiles_of, write_table

ACCOUNTS: list[dict[str, Any]] = [
    {"account_id": "A1", "given_name": "Zoë", "full_name": 'Zoë "Z" Example, Jr.', "emails": ["zoe@example.com"]},
    {"account_id": "A2", "emails": ["a@example.com", "b@example.com"], "birthday": "1980-02-29", "birth_year": "1980"},
    {"account_id": "A3", "street": "1 Example Road\nFlat 2", "updated_at": "2026-01-02T03:04:05.678Z"},
]
ACCOUNT_COLUMNS = ["account_id", "given_name", "full_name", "emails", "birthday", "birth_year", "street", "updated_at"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_accounts(tmp_path: Path, suffix: str) -> None:
    path = write_table(tmp_path / f"accounts{suffix}", ACCOUNT_COLUMNS, ACCOUNTS)
    accounts, rejected = accounts_of(path, tenant="brand", crm="desk")
    assert rejected.rows == 0
    assert accounts == [
        Account("A1", "desk", "brand", given_name="Zoë", full_name='Zoë "Z" Example, Jr.', emails=("zoe@example.com",)),
        Account(
            "A2", "desk", "brand", emails=("a@example.com", "b@example.com"), birthday="1980-02-29", birth_year=1980
        ),
        Account(
            "A3",
            "desk",
            "brand",
            street="1 Example Road\nFlat 2",
            updated_at=datetime(2026, 1, 2, 3, 4, 5, 678000, UTC),
        ),
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_profiles_and_consents(tmp_path: Path, suffix: str) -> None:
    rows = [{"platform": "twitter", "handle": "Anna", "profile_id": "P1"}, {"platform": "x", "user_id": "17"}]
    path = write_table(tmp_path / f"profiles{suffix}", ["platform", "user_id", "handle", "profile_id"], rows)
    ids: dict[str, Any] = {}
    profiles, _ = profiles_of(path, profile_ids=ids)
    assert profiles == [Profile("x", "~handle:anna", handle="Anna", profile_id="P1"), Profile("x", "17")]

    row = {"subject": "profile_id:P1", "purpose": "support", "status": "withdrawn", "recorded_at": "2026-01-02"}
    events, _ = consents_of(write_table(tmp_path / f"consents{suffix}", list(row), [row]), profile_ids=ids)
    assert [(event.subject, event.recorded_at) for event in events] == [
        (profiles[0].key, datetime(2026, 1, 2, tzinfo=UTC))
    ]
    assert isinstance(events[0], ConsentEvent)
    assert events[0].actor is None


def parquet(path: Path, **columns: pa.Array) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


IDS = pa.array(["A1", "A2"])
TWICE = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


@pytest.mark.parametrize(
    ("column", "array", "expected"),
    [
        ("account_id", pa.array([1, 2], pa.int32()), ["1", "2"]),
        ("account_id", pa.array(["A1", "A2"], pa.large_string()), ["A1", "A2"]),
        ("account_id", pa.array(["A1", "A2"]).dictionary_encode(), ["A1", "A2"]),
        ("postal_code", pa.array([10115, None], pa.uint32()), ["10115", ""]),
        ("city", pa.array([None, None], pa.null()), ["", ""]),
        ("emails", pa.array([["a@example.com", None], None]), [("a@example.com",), ()]),
        ("emails", pa.array([["a;b"], []], pa.large_list(pa.large_string())), [("a;b",), ()]),
        ("emails", pa.array(["a@example.com; b@example.com", None]), [("a@example.com", "b@example.com"), ()]),
        ("phones", pa.array([[49301], [None]], pa.list_(pa.int64())), [("49301",), ()]),
        ("phones", pa.array([["1", "2"], ["3", "4"]], pa.list_(pa.string(), 2)), [("1", "2"), ("3", "4")]),
        ("birthday", pa.array([date(1980, 2, 29), None]), ["1980-02-29", ""]),
        ("birthday", pa.array([datetime(1980, 2, 29, 23), None], pa.timestamp("ns")), ["1980-02-29", ""]),
        ("birth_year", pa.array([1980, None], pa.int16()), [1980, None]),
        ("updated_at", pa.array([TWICE, None], pa.timestamp("us", "Europe/Berlin")), [TWICE, None]),
        ("updated_at", pa.array([TWICE.replace(tzinfo=None), None], pa.timestamp("ns")), [TWICE, None]),
        ("updated_at", pa.array([date(2026, 1, 2), None]), [datetime(2026, 1, 2, tzinfo=UTC), None]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_parquet_types_that_are_read(tmp_path: Path, column: str, array: pa.Array, expected: list[Any]) -> None:
    accounts, rejected = accounts_of(parquet(tmp_path / "accounts.parquet", **{"account_id": IDS, column: array}))
    expected = [cell.replace(microsecond=678000) if cell == TWICE else cell for cell in expected]
    assert [getattr(account, column) for account in accounts] == expected
    assert (rejected.rows, rejected.warnings) == (0, [])


@pytest.mark.parametrize(
    ("column", "array"),
    [
        ("account_id", pa.array([1.0, 2.0])),
        ("account_id", pa.array([b"A1", b"A2"])),
        ("account_id", pa.array([["A1"], ["A2"]])),
        ("city", pa.array([True, False])),
        ("city", pa.array([date(2026, 1, 2), None])),
        ("city", pa.array([{"name": "Bonn"}, None])),
        ("emails", pa.array([[1.5], None])),
        ("updated_at", pa.array([1.5, None])),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_parquet_types_that_are_refused_are_named(tmp_path: Path, column: str, array: pa.Array) -> None:
    path = parquet(tmp_path / "accounts.parquet", **{"account_id": IDS, column: array})
    with pytest.raises(FileError) as caught:
        accounts_of(path)
    assert caught.value.code == "wrong_type"
    assert column in str(caught.value)
    assert str(array.type).partition("<")[0] in str(caught.value)  # Parquet renames what is inside a list


def test_parquet_columns_are_checked(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        accounts_of(parquet(tmp_path / "accounts.parquet", city=pa.array(["Bonn"])))
    assert caught.value.code == "missing_column"
    twice = pa.Table.from_arrays([IDS, IDS], names=["account_id", "account_id"])
    pq.write_table(twice, tmp_path / "accounts.parquet")
    with pytest.raises(FileError) as caught:
        accounts_of(tmp_path / "accounts.parquet")
    assert caught.value.code == "duplicate_column"
    path = parquet(tmp_path / "accounts.parquet", account_id=IDS, gender=pa.array([1.5, 2.5]))
    accounts, rejected = accounts_of(path)
    assert len(accounts) == 2
    assert rejected.warnings == ["accounts: unknown column(s) ignored: gender"]
    assert accounts_of(parquet(tmp_path / "accounts.parquet", account_id=IDS[:0]))[0] == []


def test_parquet_rows_that_are_set_aside(tmp_path: Path) -> None:
    cities = [b"Bonn", b"K\xf6ln", b"Ulm\0", b"x" * 200_000, b"Trier"]
    text = pa.array(cities, pa.binary()).view(pa.string())
    lists = pa.array([["a"], ["b"], ["c"], ["d"], ["e\0"]])
    ids = pa.array([f"A{i}" for i in range(5)])
    path = parquet(tmp_path / "accounts.parquet", account_id=ids, city=text, emails=lists)
    accounts, rejected = accounts_of(path)
    assert [account.city for account in accounts] == ["Bonn"]
    assert listed(rejected, tmp_path) == [
        "accounts,2,city,not_utf8",
        "accounts,3,city,nul_byte",
        "accounts,4,city,too_long",
        "accounts,5,emails,nul_byte",
    ]


def test_parquet_that_is_truncated_or_a_bomb(tmp_path: Path) -> None:
    path = parquet(tmp_path / "accounts.parquet", account_id=pa.array([f"A{i}" for i in range(1000)]))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FileError) as caught:
        accounts_of(path)
    assert caught.value.code == "damaged"

    values = pa.array(["x" * 100_000 + str(i) for i in range(400)])
    pq.write_table(pa.table({"account_id": values}), path, compression="zstd", use_dictionary=False)
    with pytest.raises(FileError) as caught:
        accounts_of(path)
    assert caught.value.code == "too_large"
    assert len(accounts_of(path, limits=Limits(max_ratio=1_000_000))[0]) == 400


def test_many_parquet_batches_keep_their_row_numbers(tmp_path: Path) -> None:
    ids = [f"A{i}" for i in range(5000)]
    ids[3000] = ""
    path = tmp_path / "accounts.parquet"
    pq.write_table(pa.table({"account_id": ids}), path, row_group_size=700)
    accounts, rejected = accounts_of(path)
    assert len(accounts) == 4999
    assert listed(rejected, tmp_path) == ["accounts,3001,account_id,missing_value"]


def test_without_pyarrow_a_parquet_file_names_the_extra_and_csv_still_works(tmp_path: Path) -> None:
    parquet(tmp_path / "accounts.parquet", account_id=IDS)
    (tmp_path / "accounts.csv").write_text("account_id\nA1\n")
    script = """
import sys
sys.modules["pyarrow"] = None  # what an import meets where it is not installed
from socialmatch.errors import MissingExtra
from socialmatch.files import Rejected, check_output, read_accounts
assert len(list(read_accounts("accounts.csv", rejected=Rejected()))) == 1
for use in (lambda: list(read_accounts("accounts.parquet", rejected=Rejected())), lambda: check_output("out.parquet")):
    try:
        use()
    except MissingExtra as error:
        assert error.extra == "batch" and "pip install" in error.hint
    else:
        raise AssertionError
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)


def test_pyarrow_is_not_imported_before_it_is_needed() -> None:
    script = "import sys, socialmatch.files; assert not {'pyarrow', 'duckdb'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", script], check=True)
