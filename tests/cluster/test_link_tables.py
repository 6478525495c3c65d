"""Tables on a cluster come to what files come to on one machine: who is left out, who is proposed, what is told."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.invented.make import make
from socialmatch.cli import socialmatch
from socialmatch.errors import EngineError, FileError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"),
]

POLICY = """
[policy]
purposes = ["support", "news"]
own_handles = ["x:our_brand"]
"""

ACCOUNTS = [
    {"account_id": "A1", "full_name": "Jane Roe", "email": "jane.roe@example.com", "birthday": "yesterday"},
    {"account_id": "A2", "full_name": "John Doe", "updated_at": "2026-01-01"},
    {"account_id": "A2", "full_name": "John Q Doe", "updated_at": "2026-05-01"},
    {"account_id": "A3", "full_name": "Max Poe"},
    {"account_id": "A3", "full_name": "Max Poe"},
    {"account_id": "A4", "full_name": "Ann Coe"},
    {"account_id": "A4", "full_name": "Ann Moe"},
    {"account_id": " ", "full_name": "Nobody"},
    {"account_id": "A5", "full_name": "Bad\0Cell"},
    {"account_id": "A6", "full_name": "Jane Roe", "email": "jroe@example.com"},
    {"account_id": "A7", "full_name": "Late Noe"},
    {"account_id": "a 8", "full_name": "Odd Voe"},
    {"account_id": "A9", "full_name": "Ivy Loe"},
    {"account_id": "A10", "full_name": "Una Soe"},
]
PROFILES = [
    {"platform": "x", "user_id": "1", "handle": "janeroe", "profile_id": "p1", "display_name": "Jane Roe"},
    {"platform": "twitter", "user_id": "2", "handle": "johndoe", "profile_id": "p2", "display_name": "John Doe"},
    {"platform": "x", "user_id": "2", "handle": "johndoe", "profile_id": "p2b", "display_name": "John Doe"},
    {"platform": "x", "user_id": "3", "handle": "maxpoe", "profile_id": "p3", "display_name": "Max Poe"},
    {"platform": "x", "user_id": "4", "handle": "anncoe", "profile_id": "twice", "display_name": "Ann Coe"},
    {"platform": "x", "user_id": "5", "handle": "annmoe", "profile_id": "twice", "display_name": "Ann Moe"},
    {"platform": "x", "user_id": "6", "handle": "our_brand", "profile_id": "p6", "display_name": "Brand"},
    {"platform": "nowhere", "user_id": "7", "handle": "who", "profile_id": "p7"},
    {"platform": "x", "handle": "latenoe", "profile_id": "p8", "display_name": "Late Noe", "first_seen": "2026-10-20"},
    {"platform": "x", "user_id": "9", "handle": "movedaway", "profile_id": "p9", "display_name": "Jane Roe"},
    {"platform": "x", "user_id": "10", "handle": "oddvoe", "profile_id": "p10", "display_name": "Odd Voe"},
    {"platform": "x", "user_id": "11", "handle": "spoilt", "profile_id": "p11", "bio": "bad\0cell"},
    {"platform": "x", "user_id": "12", "profile_id": "", "display_name": "Jane Roe"},
    {"platform": "x", "user_id": "13", "profile_id": "", "display_name": "John Doe"},
]
GRANT = {"purpose": "support", "status": "given", "recorded_at": "2026-09-01", "valid_until": "2027-09-01"}
NO = {"purpose": "support", "status": "withdrawn", "recorded_at": "2026-10-01"}
CONSENTS = [
    *({"subject": f"account:{one}", **GRANT} for one in ("A1", "A2", "A3", "A4", "A6", "A7", "a 8")),
    *({"subject": f"profile:x::{one}", **GRANT} for one in (1, 3, 4, 6, 9, 10, 12, 13)),
    {"subject": "profile_id:p2", **GRANT},
    {"subject": "profile_id:p2b", **GRANT},
    {"subject": "profile_id:twice", **GRANT},
    {"subject": "profile_id:p11", **NO},
    {"subject": "profile:x::~handle:latenoe", **GRANT},
    {"subject": "profile:x::~handle:movedaway", **NO},  # under the handle of a profile with an id
    {"subject": "Account:  a 8", **NO},
    {"subject": "account:A9", **GRANT},
    {"subject": "account:A9\u200b", **NO},  # names nobody there is, to the byte
    {"subject": "account:A10", **GRANT, "valid_until": ""},
    {"subject": "account:A7", **NO, "purpose": "something_else"},
    {"subject": "account:A6", **GRANT, "status": "expired"},
    {"subject": "profile:x::12", **NO},
    {"subject": "profile:x::12", **GRANT, "status": "reconfirmed", "recorded_at": "2026-10-15"},
    {"subject": "profile:x::13", **NO, "recorded_at": "whenever"},
    {"subject": "account:nobody", **GRANT},
    {"subject": "account:A1", **GRANT, "purpose": "news"},
]
DOUBTS = {
    "ended_under_handle",
    "key_changed",
    "no_end",
    "other_spelling",
    "own_handle",
    "unknown_purpose",
    "unreadable_row",
    "withdrawn",
}
"""Reasons that the rows above are made for."""


def put(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in names}
    pq.write_table(pa.table(columns), path)
    return path


def run(*words: object) -> dict:
    done = CliRunner().invoke(
        socialmatch, [*map(str, words), "--json", "-"], catch_exceptions=False, standalone_mode=False
    )
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


def test_tables_come_to_what_files_come_to(spark, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY)
    invented = _invented()
    accounts = put(tmp_path / "accounts.parquet", [*ACCOUNTS, *invented[0]])
    profiles = put(tmp_path / "profiles.parquet", [*PROFILES, *invented[1]])
    consents = put(tmp_path / "consents.parquet", [*CONSENTS, *invented[2]])
    common = (accounts, profiles, "--consents", consents, "--as-of", "2026-11-01", "--config", policy)
    here = run("link", *common, "--out", tmp_path / "out.parquet")
    there = run("link-tables", *common, "--out", tmp_path / "out")
    assert pq.read_table(tmp_path / "out").to_pylist() == pq.read_table(tmp_path / "out.parquet").to_pylist()
    told = there.pop("warnings")
    for one in (here, there):
        for varying in ("seconds", "peak_rss_mb", "engine", "warnings"):
            one.pop(varying, None)
    assert there == here
    reasons = {*here["not_permitted"]["accounts"], *here["not_permitted"]["profiles"]}
    assert reasons >= DOUBTS
    assert any("duplicate_id" in line for line in told)
    assert not [line for line in told if any(name in line for name in ("Roe", "janeroe", "A1", "example.com"))]
    with pytest.raises(FileError) as refused:
        run("link-tables", *common, "--out", tmp_path / "out")
    assert refused.value.code == "exists"


def test_a_row_that_may_be_anybodys_withdrawal_stops_the_run(spark, tmp_path):
    accounts = put(tmp_path / "accounts.parquet", ACCOUNTS[:2])
    profiles = put(tmp_path / "profiles.parquet", PROFILES[:2])
    consents = put(tmp_path / "consents.parquet", [*CONSENTS[:3], {"subject": "", **NO}])
    with pytest.raises(FileError) as stopped:
        run("link-tables", accounts, profiles, "--consents", consents, "--out", tmp_path / "out")
    assert stopped.value.code == "unheard_withdrawal"
    assert not (tmp_path / "out").exists()


def test_without_consents_nothing_is_scored(spark, tmp_path):
    accounts = put(tmp_path / "accounts.parquet", ACCOUNTS[:2])
    profiles = put(tmp_path / "profiles.parquet", PROFILES[:2])
    told = run("link-tables", accounts, profiles, "--out", tmp_path / "out")
    assert (told["accounts_consented"], told["pairs_scored"]) == (0, 0)
    assert pq.read_table(tmp_path / "out").num_rows == 0


def test_a_column_that_cannot_be_read_is_named(spark, tmp_path):
    pq.write_table(pa.table({"account_id": pa.array([1.5])}), tmp_path / "accounts.parquet")
    profiles = put(tmp_path / "profiles.parquet", PROFILES[:2])
    with pytest.raises(FileError, match="account_id"):
        run("link-tables", tmp_path / "accounts.parquet", profiles, "--out", tmp_path / "out")
    with pytest.raises(EngineError) as missing:
        run("link-tables", tmp_path / "nothing.parquet", profiles, "--out", tmp_path / "out")
    assert missing.value.code == "spark_failed" and "PATH_NOT_FOUND" in str(missing.value)


def _invented() -> list[list[dict[str, str]]]:
    """Three hundred invented people, whose rows are in order."""

    made = make(accounts=300, profile_count=250, seed="tables")
    names = ("accounts.csv", "profiles.csv", "consents.csv")
    return [list(csv.DictReader(made[name].decode().splitlines(keepends=True))) for name in names]
