"""The examples run as they stand, and the life of a handle names functions that exist."""

from __future__ import annotations

import json
import logging
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from bundles import OTHER_KEY, InventedLog, vkey_text
from socialmatch import Account, Profile, journeys
from socialmatch.journeys import answer, invite, inviting, link, revoke, sign_in, token
from socialmatch.testing import fake_store

ROOT = Path(__file__).parents[1]


def test_helpdesk(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "helpdesk.py"), run_name="__main__")
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("-> ")[2] for line in told] == [
        "not linked: offer to link the profile on our site",
        "customer A-1: show their orders",
        "not linked: answer without asking who it is",
    ]


def test_flows(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "flows.py"), run_name="__main__")
    assert [line[19:] for line in capsys.readouterr().out.splitlines()] == [
        "ada_example: A-1",
        "bo_sample: A-2",
        "cy_invented: A-3",
        "di_invented: nobody (no_consent)",
        "this code cannot be used",
        "this message is not taken (bad_signature)",
        "both sides are told: 2 messages",
        "ada_example: A-1",
    ]


def test_sign_in() -> None:
    """In a process of its own: the provider and Authlib warn of what will change in them."""
    command = [sys.executable, "-W", "ignore", ROOT / "examples" / "sign_in.py"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == [
        "linked at L3: x 1001 and A-1",
        "in another browser: this code cannot be used",
    ]


def test_nightly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(ROOT / "examples" / "nightly.py"), run_name="__main__")
    assert not left.value.code
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("reconcile: 0 profiles looked at")
    assert second.startswith("reconcile: 1 profiles looked at; proposals: 1 new")


def test_webhook(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "webhook.py"), run_name="__main__")
    told = [(line[:10].strip(), line[11:14], json.loads(line[15:])) for line in capsys.readouterr().out.splitlines()]
    (perhaps,) = [panel for what, _, panel in told if what == "perhaps"]
    assert [one["account"] for one in perhaps.pop("perhaps")] == ["A-2"]  # his namesake never agreed
    assert told == [
        ("nobody yet", "200", {"customer": None, "next": "ask"}),
        ("forged", "403", {"error": "refused"}),
        ("proved", "200", {"customer": "A-1", "next": "answer", "proved": "L2"}),
        ("twice", "403", {"error": "refused"}),
        ("perhaps", "200", {"customer": None, "next": "ask"}),
        ("withdrawn", "200", {"customer": None, "next": "leave"}),
    ]


def test_the_webhook_scores_nobody_who_did_not_agree_and_logs_nobody(caplog: pytest.LogCaptureFixture) -> None:
    names = runpy.run_path(str(ROOT / "examples" / "webhook.py"))
    sm, key = fake_store(accounts=names["CUSTOMERS"]), b"a secret of sixteen bytes or more"
    desk = names["Helpdesk"](sm, names["make_app"](sm, [key]), key)
    bo = Profile("x", "1002", handle="bo_sample", display_name="Bo Sample")
    sm.link(bo, "A-2")
    sm.unlink(bo, why="link_in_doubt")
    sm.revoke(Account("A-2"))  # a namesake is left who never agreed
    body, headers = desk.message(bo)
    assert desk.post(body, headers) == (200, {"customer": None, "next": "ask"})
    said = json.loads(body) | {"id": "another"}
    wrong = [said | {"platform": 7}, said | {"at": "now"}, {}, [], said | {"platform": "nowhere"}]
    for one in (*(json.dumps(one).encode() for one in wrong), b"\xff", b"x" * (1 << 17)):
        status, answer = desk.post(*desk.sign(one))
        assert status in {400, 413} and answer == {"error": "not of this form"}
    old = json.dumps(said | {"at": said["at"] - 3600}).encode()
    assert desk.post(*desk.sign(old)) == desk.post(body, {}) == (403, {"error": "refused"})
    sm.store.engine.dispose()  # the store in memory is gone
    said["id"] = "one more"
    assert desk.post(*desk.sign(json.dumps(said).encode())) == (500, {"error": "ask again"})
    troubles = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert troubles == ["a message was not answered: schema_missing"]
    assert "1002" not in caplog.text and "sample" not in caplog.text.lower()


def test_officer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["officer.py"])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(ROOT / "examples" / "officer.py"), run_name="__main__")
    assert left.value.code == 0
    whole, _, cut = capsys.readouterr().out.partition("The same without its last entry:\n")
    assert whole.startswith("VALID") and cut.startswith("INVALID")
    for line in (
        "It continues the log of the checkpoint you kept.",
        "  2026-11-22 09:30  consent  given by a customer for support, notice example-1, until 2027-11-22",
        "  2027-01-21 09:30  consent  withdrawn by a job for support",
        "  reconcile-1 could see the person",
    ):
        assert line in whole.splitlines()


def test_an_outsider_checks_with_nothing_but_the_folder_and_the_key(tmp_path: Path) -> None:
    """In a process of its own, in a folder without a store, and without an environment."""
    InventedLog().write(tmp_path / "bundle")
    (tmp_path / "log.vkey").write_text(vkey_text(), encoding="utf-8")
    (tmp_path / "other.vkey").write_text(vkey_text(OTHER_KEY), encoding="utf-8")
    (tmp_path / "longer").write_bytes(InventedLog(size=22).note().encode())

    def officer(*words: str) -> tuple[int, str]:
        command = [sys.executable, ROOT / "examples" / "officer.py", *words]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=tmp_path, env={})
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    code, told = officer("bundle", "log.vkey")
    assert code == 0 and "nightly-1 could see the person" in told and "nightly-1 could not see the person" in told
    assert officer("bundle", "log.vkey", "longer")[0] == 4
    assert officer("bundle", "other.vkey")[0] == 1
    assert officer("bundle", "nowhere")[0] == officer("nowhere", "log.vkey")[0] == 3
    assert officer("bundle")[0] == 2


def test_every_step_of_the_life_of_a_handle_exists() -> None:
    text = (ROOT / "docs" / "life-of-a-handle.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    steps = {
        name for module in (journeys, answer, invite, inviting, link, revoke, sign_in, token) for name in vars(module)
    }
    assert not named - steps
    told = {
        step.__name__ for steps in (journeys.LINK_STEPS, journeys.REVOKE_STEPS, journeys.ANSWER_STEPS) for step in steps
    }
    assert not told - named
