"""Files in, proposals out."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from socialmatch.config import Policy
from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import FileError, UsageError
from socialmatch.link import Summary, link_files
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.reading import Reading

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

ACCOUNTS = """account_id,given_name,family_name,email,city,loyalty
a1,Jane,Valasek,jane@example.com,Dunedin,gold
a2,Omar,Haddad,omar@example.org,Tampere,
a3,Mia,Rossi,mia@example.net,Bari,
"""
PROFILES = """profile_id,platform,user_id,handle,display_name,public_email
p1,twitter,11,janevalasek,Jane Valasek,
p2,instagram,12,omar.h,Omar,omar@example.org
p3,mastodon,,mia_rossi@social.example,Mia Rossi,
p4,x,14,somebody_else,,
"""
GRANT = "{subject},support,given,2026-01,form,2026-09-01,2027-09-01,form-1"
HEADER = "subject,purpose,status,notice_version,method,recorded_at,valid_until,evidence"
EVERYBODY = [
    "account:a1",
    "account:a2",
    "account:a3",
    "profile:x::11",
    "profile_id:p2",
    "profile_id:p3",
    "profile_id:p4",
]


class Files:
    """Three input files in a folder, and a run over them."""

    def __init__(self, folder: Path, consents: list[str]) -> None:
        self.folder = folder
        self.out = folder / "out.csv"
        for name, text in (
            ("accounts", ACCOUNTS),
            ("profiles", PROFILES),
            ("consents", "\n".join([HEADER, *consents])),
        ):
            self.path(name).write_text(text, encoding="utf-8")

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.csv"

    def link(self, **options: object) -> Summary:
        options = {"as_of": AS_OF, "consents": self.path("consents")} | options
        return link_files(self.path("accounts"), self.path("profiles"), self.out, **options)  # type: ignore[arg-type]

    def rows(self) -> list[dict[str, str]]:
        with self.out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def everybody(*, but: dict[str, str] | None = None) -> list[str]:
    """A grant of everybody, with some rows replaced."""
    return [(but or {}).get(subject, GRANT.format(subject=subject)) for subject in EVERYBODY]


def test_a_run(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    summary = files.link()
    rows = files.rows()
    best = {row["profile_id"]: row for row in rows if row["rank"] == "1"}
    assert list(rows[0]) == [
        *("profile_id", "platform", "scope", "user_id", "handle", "account_id"),
        *("rank", "weight", "probability", "decision", "reasons"),
    ]
    assert best["p1"]["account_id"] == "a1"
    assert best["p1"]["platform"] == "x"
    assert best["p2"]["account_id"] == "a2"
    assert "the same e-mail address" in best["p2"]["reasons"]
    assert best["p3"]["user_id"] == "~handle:mia_rossi@social.example"
    assert best["p4"]["account_id"] == ""
    assert best["p4"]["decision"] == "none"
    assert (summary.accounts, summary.accounts_consented) == (3, 3)
    assert (summary.profiles, summary.profiles_consented) == (4, 4)
    assert summary.rejected_rows == 0
    assert summary.as_of == "2026-11-01T00:00:00.000Z"
    assert any("loyalty" in warning for warning in summary.warnings)
    assert any("assertion" in note for note in summary.notes)
    assert any("copy" in note for note in summary.notes)


def test_without_consents_nothing_is_scored(tmp_path: Path, scored: Scored) -> None:
    files = Files(tmp_path, [])
    summary = files.link(consents=None)
    assert files.rows() == []
    assert summary.pairs_scored == 0 == len(scored)
    assert summary.not_permitted == {"accounts": {"no_consent": 3}, "profiles": {"no_consent": 4}}


TRAPS = {
    "other purpose": ("{s},marketing,given,2026-01,form,2026-09-01,2027-09-01,form-1", "other_purpose"),
    "expired": ("{s},support,given,2026-01,form,2025-09-01,2026-10-31,form-1", "expired"),
    "withdrawn before": (
        "{s},support,given,2026-01,form,2026-01-01,2027-01-01,f\n{s},support,withdrawn,,,2026-10-31,,",
        "withdrawn",
    ),
    "only requested": ("{s},support,requested,2026-01,form,2026-09-01,,", "requested"),
    "no end": ("{s},support,given,2026-01,form,2026-09-01,,form-1", "no_end"),
    "not yet": ("{s},support,given,2026-01,form,2026-11-02,2027-09-01,form-1", "no_consent"),
    "said nothing": ("", "no_consent"),
}


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("subject", ["account:a1", "profile:x::11"])
def test_traps(tmp_path: Path, scored: Scored, trap: str, subject: str) -> None:
    row, reason = TRAPS[trap]
    files = Files(tmp_path, everybody(but={subject: row.format(s=subject)}))
    summary = files.link()
    side = "accounts" if subject.startswith("account") else "profiles"
    assert summary.not_permitted[side] == {reason: 1}
    left_out = "a1" if side == "accounts" else "11"
    assert left_out not in scored.ids()
    assert all(left_out not in (row["account_id"], row["user_id"]) for row in files.rows())
    assert summary.rejected_rows == (trap == "no end")
    assert getattr(summary, f"{side}_consented") + 1 == getattr(summary, side)


def test_withdrawn_later_still_permits_then(tmp_path: Path) -> None:
    both = GRANT.format(subject="account:a1") + "\naccount:a1,support,withdrawn,,,2026-11-02,,"
    files = Files(tmp_path, everybody(but={"account:a1": both}))
    assert files.link().accounts_consented == 3
    assert files.link(as_of=datetime(2026, 11, 3, tzinfo=UTC)).accounts_consented == 2


def test_an_event_that_cannot_follow_is_a_rejected_row(tmp_path: Path) -> None:
    odd = "account:a1,support,reconfirmed,2026-01,form,2026-10-02,2027-09-01,f"
    refused = "account:a1,support,refused,2026-01,form,2026-10-01,,f"
    files = Files(tmp_path, everybody(but={"account:a1": f"{refused}\n{odd}"}))
    summary = files.link()
    assert summary.rejected_rows == 1
    assert summary.not_permitted["accounts"] == {"refused": 1}
    rejected = Path(f"{files.out}.rejected.csv").read_text(encoding="utf-8")
    assert rejected == "file,line,column,reason\nconsents,3,status,illegal_transition\n"


@pytest.mark.parametrize("row", ["{s},support,revoked,,,2026-10-01,,", "{s},support,withdrawn,,,last week,,"])
def test_a_row_that_may_be_a_withdrawal_leaves_its_subject_out(tmp_path: Path, scored: Scored, row: str) -> None:
    both = GRANT.format(subject="account:a1") + "\n" + row.format(s="account:a1")
    summary = Files(tmp_path, everybody(but={"account:a1": both})).link()
    assert summary.not_permitted["accounts"] == {"unreadable_row": 1}
    assert (summary.accounts_consented, summary.rejected_rows) == (2, 1)
    assert "a1" not in scored.ids()


def test_consents_of_strangers_are_told(tmp_path: Path) -> None:
    summary = Files(tmp_path, [*everybody(), GRANT.format(subject="account:typo")]).link()
    assert "1 subjects of the consents are in neither file" in summary.notes


def test_out_never_replaces_an_input(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.out = files.path("accounts")
    with pytest.raises(UsageError) as error:
        files.link()
    assert error.value.code == "same_file"
    assert files.out.read_text(encoding="utf-8") == ACCOUNTS


@pytest.mark.parametrize("name", ["accounts", "profiles", "consents"])
def test_the_list_of_rejected_rows_never_replaces_an_input(tmp_path: Path, name: str) -> None:
    files = Files(tmp_path, everybody())
    moved = Path(f"{files.out}.rejected.csv")
    files.path(name).rename(moved)
    before = moved.read_bytes()
    paths = {one: files.path(one) for one in ("accounts", "profiles", "consents")} | {name: moved}
    with pytest.raises(UsageError) as error:
        link_files(paths["accounts"], paths["profiles"], files.out, consents=paths["consents"], as_of=AS_OF)
    assert error.value.code == "same_file"
    assert moved.read_bytes() == before
    assert not files.out.exists()


def test_what_a_killed_run_left_is_removed_before_anything_is_read(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.path("accounts").unlink()
    left = [tmp_path / ".out.csv.abcd1234.tmp", tmp_path / ".out.csv.rejected.csv.abcd1234.tmp"]
    for path in left:
        path.write_text("jane@example.com")
    with pytest.raises(FileError):
        files.link()
    assert not any(path.exists() for path in left)


def test_a_handle_in_the_file_may_be_an_address(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.path("profiles").write_text(
        "profile_id,platform,user_id,handle,url\n"
        "p1,x,11,https://x.com/janevalasek,\n"
        "p2,instagram,12,instagram:omar.h,\n"
        "p3,mastodon,,https://social.example/@mia_rossi,\n"
        "p4,x,14,,https://x.com/somebody_else\n"
    )
    files.link()
    shown = {row["profile_id"]: (row["user_id"], row["handle"]) for row in files.rows()}
    assert shown == {
        "p1": ("11", "janevalasek"),
        "p2": ("12", "omar.h"),
        "p3": ("~handle:mia_rossi@social.example", "mia_rossi@social.example"),
        "p4": ("14", ""),
    }
    summary = files.link(policy=Policy(own_handles=("x:janevalasek", "x:somebody_else")))
    assert summary.not_permitted["profiles"] == {"own_handle": 2}


def test_matches_and_reviews_are_counted_by_profile(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.path("accounts").write_text(ACCOUNTS + "a4,Jane,Valasek,,Dunedin,\n")
    with files.path("consents").open("a") as file:
        file.write("\n" + GRANT.format(subject="account:a4"))
    summary = files.link(policy=Policy(match_threshold=0.9999, review_threshold=0.0001))
    first = [row["decision"] for row in files.rows() if row["rank"] == "1"]
    assert len([row for row in files.rows() if row["decision"] == "review"]) > first.count("review") > 0
    assert (summary.matches, summary.reviews) == (first.count("match"), first.count("review"))


def test_the_brands_own_handles_are_no_customers(tmp_path: Path, scored: Scored) -> None:
    files = Files(tmp_path, everybody())
    summary = files.link(policy=Policy(own_handles=("x:janevalasek",)))
    assert summary.not_permitted["profiles"] == {"own_handle": 1}
    assert "11" not in scored.ids()


def test_same_bytes_for_any_order_of_rows(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.link()
    first = files.out.read_bytes()
    for name in ("accounts", "profiles", "consents"):
        head, *rows = files.path(name).read_text(encoding="utf-8").splitlines()
        random.Random(name).shuffle(rows)
        files.path(name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    files.link()
    assert files.out.read_bytes() == first


def test_an_unknown_purpose_or_engine_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    with pytest.raises(UsageError) as error:
        files.link(purpose="marketing")
    assert error.value.code == "unknown_purpose"
    with pytest.raises(UsageError) as error:
        files.link(engine_name="abacus")
    assert error.value.code == "unknown_plugin"
    assert not files.out.exists()


def test_a_missing_file_leaves_an_old_out_as_it_was(tmp_path: Path) -> None:
    files = Files(tmp_path, everybody())
    files.out.write_text("old")
    files.path("consents").unlink()
    with pytest.raises(FileError):
        files.link()
    assert files.out.read_text() == "old"


def test_the_summary_is_plain_json(tmp_path: Path) -> None:
    told = json.loads(json.dumps(Files(tmp_path, everybody()).link().to_json()))
    assert {"accounts", "profiles", "accounts_consented", "profiles_consented", "not_permitted"} <= told.keys()
    assert {"pairs_considered", "pairs_scored", "matches", "reviews", "rejected_rows"} <= told.keys()
    assert {"as_of", "seconds", "peak_rss_mb", "engine", "model"} <= told.keys()


class Scored(list[tuple[str, str]]):
    """Every pair the scorer was called with: account id and user id."""

    def ids(self) -> set[str]:
        return {value for pair in self for value in pair}


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Scored:
    """A spy on the one function that compares two people; it still compares them."""
    pairs = Scored()
    weigh = Model.weigh

    def spy(self: Model, permitted: PermittedSet, account: AccountFeatures, reading: Reading) -> object:
        pairs.append((account.key.account_id, reading.profile.key.user_id))
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    return pairs
