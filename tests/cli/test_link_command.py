"""``socialmatch link`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socialmatch import plugins
from socialmatch.cli import main
from socialmatch.matching.calibration import Calibration
from socialmatch.matching.modelfile import Card, LearnedModel

FILES = {
    "accounts.csv": "account_id,given_name,family_name,email\nC1,Jane,Valasek,jane@example.com\n",
    "profiles.csv": "profile_id,platform,user_id,handle,public_email\nP1,x,1001,jvalasek,jane@example.com\n",
    "consents.csv": "subject,purpose,status,recorded_at,valid_until\n"
    "account:C1,support,given,2026-09-01,2027-09-01\n"
    "profile_id:P1,support,given,2026-09-01,2027-09-01\n",
}
COMMAND = ("link", "accounts.csv", "profiles.csv", "--consents", "consents.csv", "--as-of", "2026-11-01")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*further: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*COMMAND, *further])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_run(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run("--out", "out.csv", "--json=summary.json") == 0
    assert "1 pairs compared: 1 matches, 0 to review" in capsys.readouterr().out
    assert json.loads((folder / "summary.json").read_text())["matches"] == 1
    assert "C1" in (folder / "out.csv").read_text()


def test_a_learned_model_scores_whatever_the_engine(folder: Path) -> None:
    doubtful = LearnedModel("hand-6", 500, Calibration(500, -4000), Card("share", "", "", ""))
    (folder / "model.json").write_text(doubtful.text())
    assert run("--out", "plain.csv") == 0
    assert run("--out", "out.csv", "--model", "model.json", "--json=summary.json") == 0
    told = json.loads((folder / "summary.json").read_text())
    assert (told["model"], told["matches"]) == (doubtful.parameters().version, 0)
    assert run("--out", "duck.csv", "--model", "model.json", "--engine", "duckdb") == 0
    assert (folder / "duck.csv").read_bytes() == (folder / "out.csv").read_bytes()
    assert (folder / "plain.csv").read_bytes() != (folder / "out.csv").read_bytes()


def test_a_model_is_read_before_the_work_and_never_replaced(folder: Path) -> None:
    (folder / "model.json").write_text("{}")
    assert run("--out", "out.csv", "--model", "model.json") == 3
    assert run("--out", "out.csv", "--model", "nowhere.json") == 3
    assert run("--out", "out.csv", "--model", "out.csv") == 2
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize("name", [*FILES, "out.csv", "out.csv.rejected.csv", "./out.csv", "linked.csv"])
def test_the_summary_never_replaces_an_input_or_an_output(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "linked.csv").symlink_to(folder / "accounts.csv")
    assert run("--out", "out.csv", f"--json={name}") == 2
    assert "would replace" in capsys.readouterr().err
    assert {path.name: path.read_text() for path in folder.iterdir() if not path.is_symlink()} == FILES


def test_a_summary_that_cannot_be_written_is_refused_before_the_work(folder: Path) -> None:
    assert run("--out", "out.csv", "--json=nowhere/summary.json") == 3
    assert not (folder / "out.csv").exists()


def test_the_list_of_rejected_rows_never_replaces_an_input(folder: Path) -> None:
    (folder / "consents.csv").rename(folder / "out.csv.rejected.csv")
    assert run("--consents", "out.csv.rejected.csv", "--out", "out.csv") == 2
    assert (folder / "out.csv.rejected.csv").read_text() == FILES["consents.csv"]


def test_a_withdrawal_of_nobody_stops_the_run_unless_it_is_skipped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "consents.csv").open("a") as file:
        file.write(",support,withdrawn,2026-10-01,\n")
    assert run("--out", "out.csv") == 3
    told = capsys.readouterr().err
    assert "line 4" in told and "hint: " in told and "--skip-unreadable-consents" in told
    assert run("--out", "out.csv", "--skip-unreadable-consents") == 0
    assert "warning: consents: 1 row(s)" in capsys.readouterr().err


def test_help_names_the_engines_that_are_installed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["link", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert f"Installed: {', '.join(plugins.names('socialmatch.engines'))}." in told
