"""The examples run as they stand, and the life of a handle names functions that exist."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from socialmatch import journeys
from socialmatch.journeys import answer, invite, inviting, link, revoke, sign_in, token

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
