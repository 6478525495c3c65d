"""The promises on real data: people in public office, their accounts and profiles (see CONTRIBUTING, "Data")."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared import CONGRESS, needs_congress
from socialmatch.consent.permits import PermittedSet
from socialmatch.link import link_files
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.reading import Reading

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

    asked: Counter[bool] = Counter()
    weigh = Model.weigh
    accounts = {s.partition(":")[2] for s in agreed if s.startswith("account:")}

    def spy(self: Model, permitted: PermittedSet, account: AccountFeatures, reading: Reading) -> object:
        asked[account.key.account_id in accounts] += 1
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    out = tmp_path / "out.csv"
    summary = link_files(CONGRESS / "accounts.csv", CONGRESS / "profiles.csv", out, consents=consents, as_of=AS_OF)

    assert asked[False] == 0 < asked[True] == summary.pairs_scored
    with out.open(encoding="utf-8", newline="") as file:
        shown = list(csv.DictReader(file))
    assert {r["account_id"] for r in shown} - {""} <= accounts
    assert {f"profile_id:{r['profile_id']}" for r in shown} <= agreed
    for side in ("accounts", "profiles"):
        counted = getattr(summary, side), getattr(summary, f"{side}_consented")
        assert counted[1] + sum(summary.not_permitted[side].values()) == counted[0]
        assert set(summary.not_permitted[side]) == {"other_purpose", "expired", "withdrawn", "requested", "no_consent"}
    assert summary.profiles_consented == len({r["profile_id"] for r in shown})
