"""The shared congress files are read whole; skipped where they are not at hand."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from tables import accounts_of, listed, profiles_of

FOLDER = Path(os.environ.get("SOCIALMATCH_SHARED", "../shared")) / "data" / "congress"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs SOCIALMATCH_SHARED, the folder of shared data")


def raw(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["accounts.csv", "accounts_historical.csv"])
def test_every_account_is_read(name: str) -> None:
    accounts, rejected = accounts_of(FOLDER / name)
    rows = raw(name)
    assert rejected.rows == 0
    assert rejected.warnings == [
        "accounts: unknown column(s) ignored: gender, hq_address, in_office, last_term_start, party, source"
    ]
    assert [account.account_id for account in accounts] == [row["account_id"] for row in rows]
    for account, row in zip(accounts, rows, strict=True):
        assert account.family_name == row["family_name"]
        assert account.birthday == row["birthday"]
        assert account.websites == ((row["website"].strip(),) if row["website"] else ())
        assert ";".join(account.phones) == row["phones"]


def test_every_profile_is_read_but_those_two_people_share(tmp_path: Path) -> None:
    profiles, rejected = profiles_of(FOLDER / "profiles.csv")
    ambiguous = {row["profile_id"] for row in raw("truth.csv") if row["ambiguous"] == "1"}
    rows = {row["profile_id"]: row for row in raw("profiles.csv")}
    missing = rows.keys() - {profile.profile_id for profile in profiles}
    assert len(missing) == rejected.rows == len(listed(rejected, tmp_path))
    assert missing <= ambiguous
    assert "x" in {profile.platform for profile in profiles}
    for profile in profiles:
        row = rows[profile.profile_id]
        assert profile.platform == {"twitter": "x"}.get(row["platform"], row["platform"])
        assert profile.handle == row["handle"]
        assert profile.key.stable == bool(row["user_id"])
