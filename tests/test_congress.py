"""The promises on real data: people in public office, their accounts and profiles (see CONTRIBUTING, "Data")."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.quality import measure
from shared import CONGRESS, needs_congress
from socialmatch.consent.permits import PermittedSet
from socialmatch.files import Rejected, read_profiles
from socialmatch.link import link_files
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.reading import Reading
from socialmatch.models import ProfileKey

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
pytestmark = needs_congress

# What a subject's hash draws: one in two agrees, the others fall into one trap each.
TRAPS = (
    "{s},marketing,given,v1,form,2026-09-01,2027-09-01,f",
    "{s},support,given,v1,form,2025-09-01,2026-10-31,f",
    "{s},support,given,v1,form,2026-01-01,2027-01-01,f\n{s},support,withdrawn,,,2026-10-31,,",
    "{s},support,requested,v1,form,2026-09-01,,",
    "{s},support,given,v1,form,2026-09-01,,f",
    "",
)
GRANT = "{s},support,given,v1,form,2026-09-01,2027-09-01,f"


def draw(subject: str) -> int:
    return hashlib.sha256(subject.encode()).digest()[0]


def ids(name: str, column: str) -> list[str]:
    with (CONGRESS / name).open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def test_half_consent_with_traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subjects = [f"account:{i}" for i in ids("accounts.csv", "account_id")]
    subjects += [f"profile_id:{i}" for i in ids("profiles.csv", "profile_id")]
    agreed = {s for s in subjects if draw(s) % 2}
    rows = [(GRANT if s in agreed else TRAPS[draw(s) // 2 % len(TRAPS)]).format(s=s) for s in subjects]
    consents = tmp_path / "consents.csv"
    head = "subject,purpose,status,notice_version,method,recorded_at,valid_until,evidence"
    consents.write_text("\n".join([head, *filter(None, rows)]), encoding="utf-8")

    asked: Counter[tuple[bool, bool]] = Counter()
    weigh = Model.weigh
    accounts = {s.partition(":")[2] for s in agreed if s.startswith("account:")}
    keys: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        list(read_profiles(CONGRESS / "profiles.csv", rejected=rejected, profile_ids=keys))
    profiles = {keys[s.partition(":")[2]] for s in agreed if s.startswith("profile_id:")}

    def spy(self: Model, permitted: PermittedSet, account: AccountFeatures, reading: Reading) -> object:
        asked[account.key.account_id in accounts, reading.profile.key in profiles] += 1
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    out = tmp_path / "out.csv"
    summary = link_files(CONGRESS / "accounts.csv", CONGRESS / "profiles.csv", out, consents=consents, as_of=AS_OF)

    assert asked == {(True, True): summary.pairs_scored}
    assert summary.pairs_scored > 0
    with out.open(encoding="utf-8", newline="") as file:
        shown = list(csv.DictReader(file))
    assert {r["account_id"] for r in shown} - {""} <= accounts
    assert {f"profile_id:{r['profile_id']}" for r in shown} <= agreed
    for side in ("accounts", "profiles"):
        counted = getattr(summary, side), getattr(summary, f"{side}_consented")
        assert counted[1] + sum(summary.not_permitted[side].values()) == counted[0]
        reasons = {"other_purpose", "expired", "withdrawn", "requested", "no_end", "no_consent"}
        assert set(summary.not_permitted[side]) == reasons
    assert summary.profiles_consented == len({r["profile_id"] for r in shown})


def test_quality_with_every_second_account_consenting() -> None:
    """What README and docs promise of handles alone; the closed set is that of everybody consenting."""
    report = measure(CONGRESS, CONGRESS / "accounts_historical.csv", (), "half")
    closed, opened = report["closed"], report["open"]
    assert report["accounts"] > 12_000 and closed["profiles"] > 3_600
    assert closed["recall@1"] >= 0.90
    assert closed["recall@5"] >= 0.96
    assert opened["match_precision"] >= 0.99
    assert opened["match_recall"] >= 0.25
