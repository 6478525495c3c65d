"""``socialmatch reconcile`` on the command line, in an empty folder."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from socialmatch.cli import main
from socialmatch.config import load_secrets
from socialmatch.models import Actor, ActorKind
from socialmatch.store import Keyring, Store, runs

JOB = Actor(ActorKind.JOB, "test")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder with a store: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return left.value.code or 0, shown.out, shown.err

    assert run_("init")[0] == 0
    return run_


def test_a_run_is_told_in_words_and_for_programs(run):
    code, out, _ = run("reconcile", "--json=report.json")
    assert code == 0
    assert out.startswith("run 1, agreed to 'support'")
    told = json.loads(Path("report.json").read_text())
    assert (told["run"], told["seal"], told["dry_run"]) == (1, "reconcile-1", False)
    assert set(told["seconds"]) >= {"read", "seal", "score"}
    code, out, _ = run("reconcile", "--full", "--json")
    assert (code, json.loads(out)["run"]) == (0, 2)


def test_a_dry_run_begins_no_run(run):
    code, out, _ = run("reconcile", "--dry-run")
    assert code == 0
    assert "nothing was scored or written" in out
    assert json.loads(run("reconcile", "--json")[1])["run"] == 1


def test_a_purpose_nobody_asks_consent_for_is_wrong_usage(run):
    assert run("reconcile", "--purpose", "marketing")[0] == 2


def test_a_second_run_at_once_ends_with_3(run):
    store = Store("sqlite:///socialmatch.db", Keyring.of(load_secrets(None, os.environ)))
    with store.write("default", JOB, "test") as session:
        runs.take_lease(session, "reconcile support", "another", timedelta(hours=1))
    store.close()
    code, _, err = run("reconcile")
    assert code == 3
    assert "another run" in err and "hint" in err


def test_help_has_an_example(run):
    assert "socialmatch reconcile --dry-run" in run("reconcile", "--help")[1]
