"""``invite``, ``redeem``, ``confirm``, ``match``, ``revoke``, ``undo``, ``unlink``, ``review`` and ``erase``."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

import notice_fields
from linking import OFFICER
from socialmatch.cli import main
from socialmatch.config import load_secrets
from socialmatch.models import AccountKey, ConsentEvent, Decision, EventKind, Evidence, Profile, ProfileKey, Proposal
from socialmatch.moments import format_moment, system_clock
from socialmatch.store import Keyring, Store, consents, events, profiles, proposals
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal

OWL = "profile:x::1001"
SESSION = "a browser session of ada"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder with a store: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return left.value.code or 0, shown.out, shown.err

    (tmp_path / "notice.json").write_text(json.dumps(notice_fields.FIELDS))
    (tmp_path / "accounts.csv").write_text("account_id,email\nA-1001,ada@example.com\nB-2002,bo@example.org\n")
    (tmp_path / "session.txt").write_text(SESSION)
    for command in (("init",), ("notice", "register", "notice.json"), ("import", "accounts", "accounts.csv")):
        assert run_(*command)[0] == 0
    return run_


SIGNED_IN = "signed in"
"""Stands for :func:`signed_in` where the arguments are written down long before they are used."""


def signed_in() -> tuple[str, str]:
    """The customer signed in just now."""
    return "--signed-in-at", format_moment(system_clock())


def given(run, *arguments: str, typed: str = "", code: int = 0):
    done, out, err = run(*arguments, "--json", typed=typed)
    assert done == code, err
    return json.loads(out)


def linked(run, profile: str = OWL, account: str = "A-1001"):
    code = given(run, "invite", account, *signed_in(), "--session-file", "session.txt")["code"]
    given(run, "redeem", profile, "--handle", "nightowl_77", typed=f"hello\nmy code: {code}\n")
    return given(run, "confirm", account, "--yes", typed=f"{code}\n{SESSION}\n")


def test_from_the_code_to_the_withdrawal(run):
    done, out, _ = run("match", OWL)
    assert (done, out.splitlines()[0]) == (1, "no answer: no_consent")
    receipt = linked(run)
    assert (receipt["what"], receipt["link"]["assurance"]) == ("linked", "L2")
    assert [one["to"] for one in receipt["notifications"]] == [OWL, "account:A-1001"]
    answer = given(run, "match", OWL, "--actor", "agent:7", "--reason", "ticket 5")
    assert (answer["kind"], answer["account"]) == ("link", "account:A-1001")
    assert given(run, "revoke", OWL)["changed"] is True
    assert given(run, "revoke", OWL)["changed"] is False
    refusal = given(run, "match", OWL, code=1)
    assert (refusal["reason"], refusal["next_step"]) == ("suppressed", "leave")


def test_codes_and_sessions_are_never_arguments(run, tmp_path):
    """They are read from files, too; and nothing but the page that is meant to shows them."""
    code = given(run, "invite", "A-1001", *signed_in(), "--session-file", "session.txt")["code"]
    (tmp_path / "code.txt").write_text(code)
    run("redeem", OWL, "--code-file", "code.txt")
    done, out, err = run("confirm", "A-1001", "--yes", "--code-file", "code.txt", "--session-file", "session.txt")
    assert done == 0
    assert code not in out + err
    assert SESSION not in out + err


def test_the_customer_is_shown_whom_before_they_agree_and_no_answer_is_a_no(run):
    code = given(run, "invite", "A-1001", *signed_in(), typed=SESSION + "\n")["code"]
    done, _, err = run("confirm", "A-1001", typed=f"{code}\n{SESSION}\n")
    assert (done, "issued" in err) == (1, True)
    given(run, "redeem", OWL, "--handle", "nightowl_77", typed=code)
    done, out, err = run("confirm", "A-1001", typed=f"{code}\n{SESSION}\n")
    assert done == 1
    assert "@nightowl_77" in err
    assert "a•••@e•••.com" in err
    assert "declined" in out
    assert run("confirm", "A-1001", "--yes", typed=f"{code}\n{SESSION}\n")[0] == 1


def test_declining_is_done_when_it_is_meant(run):
    code = given(run, "invite", "A-1001", *signed_in(), typed=SESSION + "\n")["code"]
    given(run, "redeem", OWL, typed=code)
    assert given(run, "confirm", "A-1001", "--decline", typed=f"{code}\n{SESSION}\n")["what"] == "declined"


def test_refusals_say_nothing_and_end_with_1(run):
    assert run("redeem", OWL, typed="SM-0000-0000-0000-00")[0] == 1
    code = given(run, "invite", "A-1001", *signed_in(), typed=SESSION + "\n")["code"]
    done, out, err = run("redeem", OWL, "--public", typed=f"look: {code}")
    assert (done, out) == (1, "")
    assert err.splitlines()[0] == "error: this code cannot be used"
    assert run("redeem", OWL, typed=code) == (1, "", err)


def test_a_conflict_says_what_both_sides_are_to_be_told(run):
    linked(run)
    code = given(run, "invite", "B-2002", *signed_in(), typed=SESSION + "\n")["code"]
    given(run, "redeem", OWL, "--handle", "nightowl_77", typed=code)
    done, out, err = run("confirm", "B-2002", "--yes", typed=f"{code}\n{SESSION}\n")
    assert done == 1
    assert "to be told to account:A-1001" in out
    assert "linked to another account" in err
    code = given(run, "invite", "B-2002", *signed_in(), typed=SESSION + "\n")["code"]
    given(run, "redeem", OWL, "--handle", "nightowl_77", typed=code)
    told = given(run, "confirm", "B-2002", "--yes", typed=f"{code}\n{SESSION}\n", code=1)["notifications"]
    assert {one["to"] for one in told} == {"account:A-1001", OWL}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("invite",), 2),
        (("invite", "A-1001", "--profile", OWL), 2),
        (("invite", "nobody", SIGNED_IN, "--session-file", "session.txt"), 3),
        (("invite", "A-1001", SIGNED_IN, "--session-file", "missing.txt"), 3),
        (("invite", "A-1001", SIGNED_IN, "--session-file", "session.txt", "--notice", "1999"), 2),
        (("invite", "A-1001", SIGNED_IN, "--session-file", "session.txt", "--actor", "agent:7"), 1),
        (("invite", "A-1001"), 2),
        (("invite", "A-1001", "--session-file", "session.txt"), 2),
        (("invite", "A-1001", "--signed-in-at", "2020-01-01", "--session-file", "session.txt"), 1),
        (("invite", "--profile", OWL, "--handle", "nightowl_77"), 2),
        (("invite", "--profile", OWL, "--wrote-at", "2020-01-01"), 1),
        (("redeem", OWL), 2),
        (("match", "account:A-1001"), 3),
        (("match", "profile:x:1001"), 3),
        (("match", OWL, "--purpose", "marketing"), 2),
        (("match", OWL, "--actor", "somebody"), 2),
        (("match", OWL, "--min-assurance", "L1"), 2),
        (("undo", OWL), 1),
        (("unlink", OWL), 1),
        (("erase", OWL, "--in-crm"), 2),
        (("review", "reject", OWL, "A-1001"), 1),
    ],
)
def test_exit_codes(run, arguments, code):
    given = [word for one in arguments for word in (signed_in() if one is SIGNED_IN else (one,))]
    assert run(*given)[0] == code


def test_inviting_a_profile(run):
    wrote = ("--wrote-at", signed_in()[1], "--handle", "nightowl_77")
    made = given(run, "invite", "--profile", OWL, *wrote, "--address", "https://brand.example/link")
    assert f"https://brand.example/link#{made['invitation']}" in made["text"]
    assert run("invite", "--profile", OWL, *wrote)[0] == 1
    Path("invitation.txt").write_text(made["invitation"])
    Path("session.txt").write_text(SESSION)
    opens = ("invite", "A-1001", *signed_in(), "--session-file", "session.txt", "--invitation-file", "invitation.txt")
    issued = given(run, *opens, "--handle", "@NightOwl_77")
    assert "@nightowl_77" in issued["text"]
    assert run(*opens, "--handle", "somebody_else")[0] == 1  # one wrong name is the end of it
    assert run(*opens, "--handle", "nightowl_77")[0] == 1


def test_undo_and_unlink(run):
    linked(run)
    assert given(run, "undo", OWL, "--actor", "customer:A-1001", "--reason", "not me")["what"] == "undone"
    linked(run)
    assert given(run, "unlink", OWL, "--why", "account_closed")["what"] == "unlinked"


def test_erase(run, tmp_path):
    linked(run)
    assert given(run, "erase", "account:A-1001", "--in-crm", "--reason", "article 17")["what"] == "erased"
    with opened(tmp_path).read("default") as session:
        assert events.about(session, AccountKey("default", "crm", "A-1001")) == []


# --- review --------------------------------------------------------------------------------------


def opened(folder) -> Store:
    return Store(f"sqlite:///{folder / 'socialmatch.db'}", Keyring.of(load_secrets(folder / "socialmatch.secrets", {})))


REASONS = (
    Evidence("display_name", 12_000, "the display name shows given name 'ada', family name 'example'"),
    Evidence("bio", -500, f"the bio names {', '.join(f'place {n}' for n in range(12))}, and the account another one"),
)


@pytest.fixture
def proposed(run, tmp_path):
    """Two proposals for one profile, everybody agreeing."""
    store = opened(tmp_path)
    owl, accounts = (
        ProfileKey("default", "x", "", "1001"),
        [AccountKey("default", "crm", one) for one in ("A-1001", "B-2002")],
    )
    with store.write("default", OFFICER, "run") as session:
        end = session.now + timedelta(days=9)
        for subject in (owl, *accounts):
            given_ = ConsentEvent(subject, "support", EventKind.GIVEN, session.now, "2026-01", "form", end, "f-1")
            consents.record(session, given_)
        profiles.put(session, [KnownProfile(Profile("x", "1001", handle="nightowl_77"), "nightowl_77")])
        for account, probability in zip(accounts, (0.9, 0.6), strict=True):
            pair = Proposal(owl, account, 1, 1_500, probability, Decision.REVIEW, REASONS)
            proposals.put(session, [KnownProposal(pair, "support", "m", 1, session.now, end)])
    store.close()
    return run


def test_the_queue_and_its_decisions(proposed):
    run = proposed
    found = given(run, "review", "list")["proposals"]
    assert [one["account"] for one in found] == ["account:B-2002", "account:A-1001"]
    assert "before looking" in run("review", "list", "--explain")[1]
    assert run("match", OWL)[0] == 1  # proposals, and none of them a match
    told = run("review", "list")[1]
    assert max(map(len, told.splitlines())) <= 80
    assert all(one.text in " ".join(told.split()) for one in REASONS)
    given(run, "review", "reject", OWL, "B-2002")
    made = given(
        run, "review", "accept", OWL, "A-1001", "--wrote-at", signed_in()[1], "--address", "https://brand.example/link"
    )
    assert (made["profile"], made["account"]) == (OWL, "account:A-1001")
    assert given(run, "review", "list")["proposals"] == []


def test_an_explanation_in_words_for_programs_and_as_a_drawing(proposed, tmp_path):
    run = proposed
    done, out, _ = run("match", OWL, "--explain", "--svg", "why.svg")
    assert done == 1
    assert "account:A-1001: 0.900, a person should look" in out and "equally well" in out
    assert "or have them prove it" in out
    assert (tmp_path / "why.svg").read_text().startswith("<svg ")
    found = given(run, "match", OWL, "--explain", code=1)
    assert [one["kind"] for one in found["facts"]] == ["proof"]
    assert "facts" not in given(run, "match", OWL, code=1)


@pytest.mark.parametrize("kept", ["socialmatch.db", "socialmatch.secrets"])
def test_a_drawing_replaces_neither_store_nor_secrets(proposed, kept):
    assert proposed("match", OWL, "--svg", kept)[0] == 2


def test_nothing_is_drawn_where_nothing_is_proposed(run, tmp_path):
    assert run("match", OWL, "--explain", "--svg", "why.svg")[0] == 1
    assert not (tmp_path / "why.svg").exists()


def test_a_link_on_evidence_wants_two_people(proposed):
    run = proposed
    evidence = ("review", "accept", OWL, "A-1001", "--evidence", "letter 17", "--second", "o-2")
    assert run(*evidence, "--actor", "agent:7")[0] == 1
    assert run(*evidence, "--actor", "officer:o-2")[0] == 2
    assert run(*evidence)[0] == 2  # the command line is nobody
    assert run(*evidence[:-2], "--actor", "officer:o-1")[0] == 2
    receipt = given(run, *evidence, "--actor", "officer:o-1")
    assert receipt["link"]["assurance"] == "L0"
