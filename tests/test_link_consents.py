"""Whom a "no" reaches and what a "yes" permits: a "no" may reach too far, a "yes" never does."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from socialmatch.config import Policy
from socialmatch.errors import FileError
from socialmatch.link import Summary, link_files

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
ACCOUNTS = "account_id,given_name,family_name,email\nC1,Jane,Valasek,jane@example.com\n"
PROFILES = (
    "profile_id,platform,user_id,handle,display_name,public_email\nP1,x,1001,jvalasek,Jane Valasek,jane@example.com\n"
)
HEADER = "subject,purpose,status,recorded_at,valid_until,evidence\n"
TERM = "support,given,2026-09-01,2027-09-01,"
GRANTS = f"account:C1,{TERM}\nprofile:x::1001,{TERM}\n"
NO = "support,withdrawn,2026-10-01"


def run(
    folder: Path, consents: str | bytes, *, accounts: str = ACCOUNTS, profiles: str = PROFILES, **options: object
) -> Summary:
    """Link one account and one profile; ``consents`` come with their header, as CSV."""
    contents = {"accounts": accounts, "profiles": profiles, "consents": consents}
    for name, content in contents.items():
        (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    paths = [folder / f"{name}.csv" for name in contents]
    options = {"as_of": AS_OF} | options
    return link_files(paths[0], paths[1], folder / "out.csv", consents=paths[2], **options)  # type: ignore[arg-type]


def grants(*subjects: str) -> str:
    return HEADER + "".join(f'"{subject}",{TERM}\n' for subject in subjects)


def left_out(summary: Summary) -> dict[str, dict[str, int]]:
    return {side: reasons for side, reasons in summary.not_permitted.items() if reasons}


# --- a "no" that cannot be read as it stands ------------------------------------------------------

UNREADABLE = {
    "unquoted comma": f"account:C1,{NO},,said no, thanks\n",
    "too few cells": f"account:C1,{NO}\n",
    "too few cells, last line": f"account:C1,{NO}",
    "Latin-1": f"account:C1,{NO},,M\xfcller\n".encode("latin-1"),
    "NUL": f"account:C1,{NO},,x\0\n",
    "NUL in the subject": f"account:C1\0,{NO},,\n",
    "stray quote": f'account:C1,{NO},,"x" y\n',
    "quote that is never closed": f'account:C1,{NO},,"x\n',
    "quoted subject, stray quote": f'"account:C1",{NO},,"x" y\n',
    "over-long": f"account:C1,{NO},,{'x' * 140_000}\n",
    "over-long, quoted": f'account:C1,{NO},,"{"x" * 140_000}"\n',
    "kind in capitals": f"Account:C1,{NO},,\n",
    "zero-width space before": f"\u200baccount:C1,{NO},,\n",
    "status nobody knows": "account:C1,support,revoked,2026-10-01,,\n",
    "status in the wrong place": "account:C1,support,2026-10-01,withdrawn,,\n",
    "'given' in the evidence": "account:C1,support,revoked,2026-10-01,,given,as said\n",
    "both": "account:C1,support,given,withdrawn,2026-10-01,,,\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_no_is_heard(tmp_path: Path, name: str) -> None:
    row = UNREADABLE[name]
    consents = (HEADER + GRANTS).encode() + (row if isinstance(row, bytes) else row.encode())
    summary = run(tmp_path, consents)
    assert left_out(summary) == {"accounts": {"unreadable_row": 1}}
    assert (summary.pairs_scored, summary.rejected_rows) == (0, 1)


PROFILE_SUBJECTS = {
    "a colon too few": "profile:x:1001",
    "an unknown platform": "profile:twiter::1001",
    "a bad escape in the scope": "profile:x:%3:1001",
    "kind in capitals": "PROFILE:X::1001",
}


@pytest.mark.parametrize("name", PROFILE_SUBJECTS)
def test_a_no_of_a_profile_that_is_written_otherwise_is_heard(tmp_path: Path, name: str) -> None:
    summary = run(tmp_path, f"{HEADER}{GRANTS}{PROFILE_SUBJECTS[name]},{NO},,\n")
    assert left_out(summary) == {"profiles": {"unreadable_row": 1}}
    assert summary.pairs_scored == 0


def test_an_unquoted_comma_in_the_subject_itself(tmp_path: Path) -> None:
    accounts = 'account_id,given_name\n"Valasek, Jane",Jane\n'
    consents = grants("account:Valasek, Jane", "profile:x::1001") + f"account:Valasek, Jane,{NO},,\n"
    assert left_out(run(tmp_path, consents, accounts=accounts)) == {"accounts": {"unreadable_row": 1}}


@pytest.mark.parametrize("row", ["said no, thanks,account:C1", "account:C1", "said no,twice, I did,account:C1"])
def test_the_subject_is_found_wherever_the_header_puts_it(tmp_path: Path, row: str) -> None:
    header = "evidence,subject,purpose,status,recorded_at,valid_until\n"
    granted = "".join(
        f",{subject},support,given,2026-09-01,2027-09-01\n" for subject in ("account:C1", "profile_id:P1")
    )
    summary = run(tmp_path, f"{header}{granted}{row},{NO},\n")
    assert left_out(summary) == {"accounts": {"unreadable_row": 1}}


def test_rows_that_a_quote_swallowed_are_heard(tmp_path: Path) -> None:
    swallowed = f'account:C9,support,given,2026-09-01,2027-09-01,"form\naccount:C1,{NO},,\naccount:C8,{NO},,"\n'
    assert left_out(run(tmp_path, HEADER + GRANTS + swallowed)) == {"accounts": {"unreadable_row": 1}}


JSON_ROWS = {
    "broken at the end": '{"subject": "account:C1", "status": "withdrawn", "recorded_at": "2026-10-01", "evid',
    "a fraction": '{"subject": "account:C1", "purpose": "support", "status": "withdrawn", "evidence": 1.5}',
    "a name twice": '{"subject": "account:C1", "status": "withdrawn", "status": "withdrawn"}',
    "an escaped NUL": '{"subject": "account:C1", "status": "withdrawn", "evidence": "\\u0000"}',
    "half a surrogate pair": '{"subject": "account:C1", "status": "withdrawn", "evidence": "\\ud800"}',
    "names in capitals": '{"Subject": "account:C1", "Status": "withdrawn", "Recorded_at": "2026-10-01"}',
    "escaped subject, broken": '{"subject": "account\\u003aC1", "status": "withdrawn"',
}


@pytest.mark.parametrize("name", JSON_ROWS)
def test_an_unreadable_no_in_json_lines_is_heard(tmp_path: Path, name: str) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    (tmp_path / "profiles.csv").write_text(PROFILES)
    granted = [
        {
            "subject": s,
            "purpose": "support",
            "status": "given",
            "recorded_at": "2026-09-01",
            "valid_until": "2027-09-01",
        }
        for s in ("account:C1", "profile_id:P1")
    ]
    consents = tmp_path / "consents.jsonl"
    consents.write_text("\n".join([*map(json.dumps, granted), JSON_ROWS[name]]))
    out = tmp_path / "out.csv"
    summary = link_files(tmp_path / "accounts.csv", tmp_path / "profiles.csv", out, consents=consents, as_of=AS_OF)
    assert left_out(summary) == {"accounts": {"unreadable_row": 1}}


def test_an_unreadable_no_in_parquet_is_heard(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    (tmp_path / "profiles.csv").write_text(PROFILES)
    table = {
        "subject": ["account:C1", "profile_id:P1", "account:C1"],
        "purpose": ["support"] * 3,
        "status": ["given", "given", "withdrawn"],
        "recorded_at": ["2026-09-01", "2026-09-01", "2026-10-01"],
        "valid_until": ["2027-09-01", "2027-09-01", ""],
        "evidence": ["", "", "x\0"],
    }
    pq.write_table(pa.table(table), tmp_path / "consents.parquet")
    summary = link_files(
        tmp_path / "accounts.csv",
        tmp_path / "profiles.csv",
        tmp_path / "out.csv",
        consents=tmp_path / "consents.parquet",
        as_of=AS_OF,
    )
    assert left_out(summary) == {"accounts": {"unreadable_row": 1}}


# --- a "no" of which nobody can say whose it is ---------------------------------------------------

NOBODYS = {
    "no subject": f",{NO},,\n",
    "another kind": f"customer:C1,{NO},,\n",
    "an empty id": f"account:,{NO},,\n",
    "lost bytes in the subject": f"account:M\xfcller,{NO},,\n".encode("latin-1"),
    "cut short": "account:C1",
    "cut short inside a quote": '"account:C1',
    "words": "the customer said no\n",
}


@pytest.mark.parametrize("name", NOBODYS)
def test_a_no_of_nobody_stops_the_run(tmp_path: Path, name: str) -> None:
    row = NOBODYS[name]
    consents = (HEADER + GRANTS).encode() + (row if isinstance(row, bytes) else row.encode())
    with pytest.raises(FileError) as caught:
        run(tmp_path, consents)
    assert (caught.value.code, caught.value.exit_code) == ("unheard_withdrawal", 3)
    assert "line 4" in str(caught.value)
    assert "--skip-unreadable-consents" in caught.value.hint
    assert not (tmp_path / "out.csv").exists()
    for told in (str(caught.value), caught.value.hint):
        assert "C1" not in told and "customer" not in told

    summary = run(tmp_path, consents, skip_unreadable=True)
    assert (summary.pairs_scored, summary.rejected_rows) == (1, 1)
    assert any(warning.startswith("consents: 1 row(s)") for warning in summary.warnings)


def test_a_packed_file_stops_the_run_too(tmp_path: Path) -> None:
    run(tmp_path, HEADER + GRANTS)
    packed = tmp_path / "consents.csv.gz"
    packed.write_bytes(gzip.compress(f"{HEADER}{GRANTS},{NO},,\n".encode()))
    with pytest.raises(FileError) as caught:
        link_files(
            tmp_path / "accounts.csv", tmp_path / "profiles.csv", tmp_path / "o.csv", consents=packed, as_of=AS_OF
        )
    assert caught.value.code == "unheard_withdrawal"


@pytest.mark.parametrize(
    "row",
    [
        "customer:C1,support,given,2026-09-01,2027-09-01,\n",
        "customer:C1,support,given,2026-09-01,2027-09-01,, and more\n",
        f"account:C9,{TERM}M\xfcller\n".encode("latin-1"),
        ",,,,,\n",
        ",,,,,,,\n",
        "   \n",
    ],
)
def test_a_bad_grant_or_an_empty_row_is_rejected_and_harms_nobody(tmp_path: Path, row: str | bytes) -> None:
    summary = run(tmp_path, (HEADER + GRANTS).encode() + (row if isinstance(row, bytes) else row.encode()))
    assert left_out(summary) == {}
    assert (summary.pairs_scored, summary.rejected_rows) == (1, 1)


# --- whom a readable "no" reaches -----------------------------------------------------------------

REACHES = {
    "a space after the colon": ("account: C1", {"accounts": {"other_spelling": 1}}),
    "a space after the id": ("account:C1 ", {"accounts": {"other_spelling": 1}}),
    "a zero-width space in the id": ("account:C\u200b1", {"accounts": {"other_spelling": 1}}),
    "no scope, and a handle": ("profile:x:~handle:jvalasek", {"profiles": {"other_spelling": 1}}),
    "a handle": ("profile:x::~handle:JValasek", {"profiles": {"ended_under_handle": 1}}),
    "a scope where there is none": ("profile:x:page:1001", {"profiles": {"other_spelling": 1}}),
    "another case": ("account:c1", {}),
    "another id": ("account:C10", {}),
}


@pytest.mark.parametrize("name", REACHES)
def test_a_no_that_names_nobody_reaches_who_differs_in_what_is_not_seen(tmp_path: Path, name: str) -> None:
    subject, expected = REACHES[name]
    assert left_out(run(tmp_path, f"{HEADER}{GRANTS}{subject},{NO},,\n")) == expected


def test_a_no_that_was_taken_back_reaches_nobody(tmp_path: Path) -> None:
    again = "profile:x::~handle:jvalasek,support,given,2026-10-02,2027-09-01,\n"
    assert left_out(run(tmp_path, f"{HEADER}{GRANTS}profile:x::~handle:jvalasek,{NO},,\n{again}")) == {}


def test_a_no_that_names_somebody_reaches_nobody_else(tmp_path: Path) -> None:
    accounts = 'account_id,given_name\nC1,Jane\n"C1 ",Jane\n'
    consents = grants("account:C1", "account:C1 ", "profile:x::1001") + f'"account:C1 ",{NO},,\n'
    summary = run(tmp_path, consents, accounts=accounts)
    assert left_out(summary) == {"accounts": {"withdrawn": 1}}
    assert summary.pairs_scored == 1


@pytest.mark.parametrize("purpose", ["Support", "all", "*", "marketing"])
def test_a_no_for_a_purpose_the_policy_does_not_know_is_heard(tmp_path: Path, purpose: str) -> None:
    summary = run(tmp_path, f"{HEADER}{GRANTS}account:C1,{purpose},withdrawn,2026-10-01,,\n")
    assert left_out(summary) == {"accounts": {"unknown_purpose": 1}}
    assert any("1 row(s)" in warning and "purpose" in warning for warning in summary.warnings)
    assert all(purpose not in warning for warning in summary.warnings)


def test_a_no_for_another_purpose_of_the_policy_ends_that_one_only(tmp_path: Path) -> None:
    consents = f"{HEADER}{GRANTS}account:C1,marketing,withdrawn,2026-10-01,,\n"
    assert left_out(run(tmp_path, consents, policy=Policy(purposes=("support", "marketing")))) == {}


@pytest.mark.parametrize(
    "row", ["account:C1,Support,requested,2026-10-01,,", "account:C1,Support,withdrawn,2026-11-02,,"]
)
def test_what_ends_nothing_by_then_does_no_harm(tmp_path: Path, row: str) -> None:
    assert left_out(run(tmp_path, f"{HEADER}{GRANTS}{row}\n")) == {}


def test_a_no_under_an_ambiguous_profile_id_reaches_all_its_profiles(tmp_path: Path) -> None:
    profiles = (
        "profile_id,platform,user_id,display_name\nP1,x,1001,Jane\nP1,x,1002,Jane\nP3,x,1001,Jane\nP4,x,1002,Jane\n"
    )
    consents = grants("account:C1", "profile:x::1001", "profile:x::1002") + f"profile_id:P1,{NO},,\n"
    assert left_out(run(tmp_path, consents, profiles=profiles)) == {"profiles": {"unreadable_row": 2}}


def test_a_no_under_a_handle_reaches_who_has_it_now(tmp_path: Path) -> None:
    profiles = "profile_id,platform,user_id,handle\nP1,x,1001,JValasek\nP2,x,,jvalasek\nP3,x,1003,other\n"
    everybody = grants("account:C1", "profile:x::1001", "profile:x::~handle:jvalasek", "profile:x::1003")
    no = f"profile:x::~handle:jvalasek,{NO},,\n"
    summary = run(tmp_path, everybody + no, profiles=profiles)
    assert left_out(summary) == {"profiles": {"ended_under_handle": 1, "withdrawn": 1}}
    again = "profile:x::~handle:jvalasek,support,given,2026-10-02,2027-09-01,\n"
    assert left_out(run(tmp_path, everybody + no + again, profiles=profiles)) == {}
    by_id = f"profile:x::1001,{NO},,\n"
    summary = run(tmp_path, everybody + by_id, profiles=profiles)
    assert left_out(summary) == {"profiles": {"ended_under_handle": 1, "withdrawn": 1}}


# --- what a "yes" permits -------------------------------------------------------------------------


def test_a_yes_permits_one_account_byte_for_byte(tmp_path: Path) -> None:
    accounts = 'account_id,given_name,family_name\nC1,Jane,Valasek\n"C1 ",Jane,Valasek\n'
    summary = run(tmp_path, grants("account:C1 ", "profile:x::1001"), accounts=accounts)
    assert left_out(summary) == {"accounts": {"no_consent": 1}}
    assert "C1 ," in (tmp_path / "out.csv").read_text()


def test_a_yes_permits_one_profile_byte_for_byte(tmp_path: Path) -> None:
    profiles = 'profile_id,platform,user_id,display_name\nP1,x,1001,Jane\nP2,x,"1001 ",Jane\n"P3 ",x,7,Jane\n'
    run(tmp_path, grants("account:C1", "profile:x::1001 ", "profile_id:P3 "), profiles=profiles)
    rows = (tmp_path / "out.csv").read_text().splitlines()[1:]
    assert {row.split(",")[0] for row in rows} == {"P2", "P3 "}


def test_a_yes_permits_one_scope(tmp_path: Path) -> None:
    profiles = "profile_id,platform,scope,user_id\nP1,facebook,pg:1,77\nP2,facebook,pg%3A1,77\n"
    for subject, named in (("profile:facebook:pg%3A1:77", "P1"), ("profile:facebook:pg%253A1:77", "P2")):
        run(tmp_path, grants("account:C1", subject), profiles=profiles)
        rows = (tmp_path / "out.csv").read_text().splitlines()[1:]
        assert {row.split(",")[0] for row in rows} == {named}


@pytest.mark.parametrize(
    ("first_seen", "permitted"), [("2026-10-15", 0), ("2026-09-01", 1), ("2025-01-01", 1), ("", 1)]
)
def test_a_yes_under_a_handle_does_not_pass_to_its_next_holder(tmp_path: Path, first_seen: str, permitted: int) -> None:
    profiles = f"profile_id,platform,handle,first_seen\nP1,x,jvalasek,{first_seen}\n"
    summary = run(tmp_path, grants("account:C1", "profile:x::~handle:jvalasek"), profiles=profiles)
    assert summary.profiles_consented == permitted
    assert left_out(summary) == ({} if permitted else {"profiles": {"key_changed": 1}})


def test_a_fresh_yes_under_a_handle_is_its_holders(tmp_path: Path) -> None:
    profiles = "profile_id,platform,handle,first_seen\nP1,x,jvalasek,2026-10-15\n"
    consents = grants("account:C1", "profile_id:P1") + "profile_id:P1,support,reconfirmed,2026-10-20,2027-09-01,\n"
    assert left_out(run(tmp_path, consents, profiles=profiles)) == {}


def test_a_stable_id_is_not_asked_when_it_was_first_seen(tmp_path: Path) -> None:
    profiles = "profile_id,platform,user_id,handle,first_seen\nP1,x,1001,jvalasek,2026-10-15\n"
    assert left_out(run(tmp_path, grants("account:C1", "profile:x::1001"), profiles=profiles)) == {}


# --- reasons --------------------------------------------------------------------------------------


def test_a_grant_without_end_is_told_as_such(tmp_path: Path) -> None:
    endless = "account:C1,support,given,2026-09-01,,\n"
    assert left_out(run(tmp_path, HEADER + endless)) == {"accounts": {"no_end": 1}, "profiles": {"no_consent": 1}}
    for other in ("account:C1,marketing,given,2026-09-01,,\n", "account:C1,support,given,2026-11-02,,\n"):
        assert left_out(run(tmp_path, HEADER + other))["accounts"] == {"no_consent": 1}
    both = f"account:C1,{NO},,\n{endless}"
    assert left_out(run(tmp_path, HEADER + both))["accounts"] == {"withdrawn": 1}


def test_reasons_add_up_whatever_happens(tmp_path: Path) -> None:
    accounts = "account_id\n" + "".join(f"C{i}\n" for i in range(1, 8))
    consents = (
        grants(*(f"account:C{i}" for i in range(1, 6)), "profile:x::1001")
        + f"account:C2,{NO},,\naccount:C3,{NO},,a,b\naccount:C4,Support,withdrawn,2026-10-01,,\n"
        + "account:C6,support,given,2026-09-01,,\n"
    )
    summary = run(tmp_path, consents, accounts=accounts)
    assert summary.not_permitted["accounts"] == {
        "no_consent": 1,
        "no_end": 1,
        "unknown_purpose": 1,
        "unreadable_row": 1,
        "withdrawn": 1,
    }
    assert summary.accounts_consented + sum(summary.not_permitted["accounts"].values()) == summary.accounts == 7
