"""The demo from an empty folder: its numbers are the same wherever they are told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from socialmatch.cli import main
from socialmatch.demo.run import DemoRun, outputs, run_demo
from socialmatch.errors import UsageError
from socialmatch.models import Decision


def test_it_writes_these_files_and_no_other(done: DemoRun, folder: Path) -> None:
    assert set(folder.iterdir()) == set(outputs(folder))


@pytest.mark.parametrize("name", ["accounts.csv", "truth.csv", "index.html", "demo.db"])
def test_files_of_somebody_else_are_left_as_they_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError) as refused:
        run_demo(tmp_path)
    assert refused.value.code == "not_the_demos"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_reviews_and_matches_are_the_same_everywhere(done: DemoRun) -> None:
    with done.proposals.open(encoding="utf-8", newline="") as file:
        first = [row["decision"] for row in csv.DictReader(file) if row["rank"] == "1"]
    told = done.story.score
    assert told is not None
    for decision, number, judged in (
        (Decision.MATCH, done.summary.matches, told.matches),
        (Decision.REVIEW, done.summary.reviews, told.reviews),
    ):
        assert number == judged == done.story.decisions[decision] == first.count(decision) > 0
    assert sum(done.story.decisions.values()) == done.summary.profiles_consented == len(first)


def test_everybody_is_counted_once(done: DemoRun) -> None:
    for side, told in (("accounts", done.story.accounts), ("profiles", done.story.profiles)):
        assert told.agreed + sum(told.refused.values()) == told.total == getattr(done.summary, side)
    assert {"no_end", "withdrawn", "own_handle"} <= done.story.profiles.refused.keys() | done.story.accounts.refused
    assert done.summary.warnings == []


@pytest.mark.parametrize("name", ["accounts.csv", "proposals.csv", "index.html"])
def test_the_summary_never_replaces_a_file_of_the_demo(
    done: DemoRun, folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = (folder / name).read_bytes()
    with pytest.raises(SystemExit) as left:
        main(["demo", "--dir", str(folder), f"--json={folder / name}"])
    assert left.value.code == 2
    assert "would replace" in capsys.readouterr().err
    assert (folder / name).read_bytes() == before
