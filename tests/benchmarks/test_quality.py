"""``python -m benchmarks.quality`` on a small made folder: what it measures, and that it reads any folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.quality import main, measure

ACCOUNTS = [
    ("C1", "Jane", "Valasek", "https://valasek.example"),
    ("C2", "Omar", "Haddad", ""),
    ("C3", "Mia", "Rossi", ""),
    ("C4", "Jane", "Quintero", ""),
    ("C5", "Nils", "Okonkwo", ""),
]
PROFILES = [
    ("P1", "11", "janevalasek", "C1", "0"),
    ("P2", "12", "omarhaddad", "C2", "0"),
    ("P3", "13", "mountain_goat_77", "C3", "0"),
    ("P4", "14", "janequintero", "C4", "1"),
    ("P5", "15", "nilsokonkwo", "C5", "0"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def write(name: str, *lines: str) -> None:
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    write("accounts.csv", "account_id,given_name,family_name,website", *(",".join(row) for row in ACCOUNTS))
    write("profiles.csv", "profile_id,platform,user_id,handle", *(f"{p},x,{u},{h}" for p, u, h, _, _ in PROFILES))
    write("truth.csv", "profile_id,account_id,ambiguous", *(f"{p},{a},{odd}" for p, _, _, a, odd in PROFILES))
    write("openset_drop.csv", "account_id", "C5")
    write("others.csv", "account_id,given_name,family_name", *(f"D{i},Ada,Distractor{i}" for i in range(50)))
    return tmp_path


def test_what_is_measured(folder: Path) -> None:
    report = measure(folder, None, (), "all")
    assert (report["accounts"], report["rejected_rows"]) == (5, 0)
    closed, opened = report["closed"], report["open"]
    assert closed["profiles"] == 4  # the ambiguous one is left out
    assert closed["recall@1"] == 0.75  # nobody knows the mountain goat
    assert sum(report["misses"].values()) == 1
    assert (opened["profiles"], opened["linkable"], opened["accounts_consented"]) == (4, 3, 4)
    for name in ("f1", "R@P99", "R@P99.9", "match_precision", "match_recall", "calibration_error"):
        assert 0 <= opened[name] <= 1
    assert opened["f1"] > 0.5


def test_distractors_columns_and_consent(folder: Path) -> None:
    report = measure(folder, folder / "others.csv", ("website",), "half")
    assert report["accounts"] == 55
    assert 0 < report["open"]["accounts_consented"] < 54
    assert report["open"]["linkable"] < 4


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [str(folder), "--distractors", "others.csv", "--json", str(tmp_path / "report.json")]
    assert main([*given, "--reliability", str(tmp_path / "reliability.svg")]) == 0
    told = capsys.readouterr().out
    assert "closed set, 4 profiles: recall@1 75.00%" in told
    assert json.loads((tmp_path / "report.json").read_text())["accounts"] == 55
    assert (tmp_path / "reliability.svg").read_text().startswith("<svg ")


def test_what_judging_would_bring(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judged = measure(folder, None, (), "all", judge=1)["open"]
    assert judged["judged"] == 1
    assert 0 <= judged["judged_match_precision"] <= 1
    assert main([str(folder), "--judge", "1"]) == 0
    assert "once 1 were judged" in capsys.readouterr().out
