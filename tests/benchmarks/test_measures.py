"""Measures of quality, on cases small enough to count by hand, and the comparison's bookkeeping."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.compare import closed, opened, read_owners, table
from benchmarks.measures import Bin, Top, best_f1, calibration, recall_at, recall_within, reliability
from benchmarks.peers.found import best, read_found, write_found
from benchmarks.reliability import diagram


def tops(*rows: tuple[float, bool]) -> list[Top]:
    return [Top(score, right, alone=True) for score, right in rows]


def test_recall_at_a_precision_takes_the_lowest_threshold_that_keeps_it() -> None:
    rows = tops((0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, True))
    assert recall_at(rows, 10, 1.0) == 0.2
    assert recall_at(rows, 10, 0.8) == 0.4
    assert recall_at(rows, 10, 0.99) == 0.2


def test_equal_scores_are_shown_together_and_ties_at_the_top_abstain() -> None:
    assert recall_at(tops((0.9, True), (0.9, False)), 2, 0.99) == 0
    assert best_f1(tops((0.9, True), (0.9, False)), 2) == pytest.approx(2 / 4)
    tied = [Top(0.9, right=True, alone=False), Top(0.8, right=True, alone=True)]
    assert recall_at(tied, 2, 0.99) == 0.5


def test_the_best_f1_is_over_all_thresholds() -> None:
    assert best_f1(tops((0.9, True), (0.8, False), (0.7, True)), 2) == pytest.approx(4 / 5)
    assert best_f1([], 3) == 0


def test_recall_within_the_first_ranks() -> None:
    assert recall_within([1, 3, 0, 2], 1) == 0.25
    assert recall_within([1, 3, 0, 2], 5) == 0.75
    assert recall_within([], 5) == 0


def test_calibration_compares_what_was_said_with_what_was() -> None:
    error, loss = calibration(tops(*[(0.75, True)] * 3, (0.75, False)), bins=1)
    assert error == pytest.approx(0)
    assert loss == pytest.approx(0.5623, abs=1e-4)
    assert calibration(tops((1.0, False), (1.0, False)), bins=2)[0] == 1
    assert calibration([]) == (0.0, 0.0)


def test_bins_are_of_equal_count_and_say_what_was() -> None:
    rows = tops((0.9, True), (0.7, True), (0.3, False), (0.1, False), (0.1, True))
    assert reliability(rows, bins=2) == [
        Bin(pytest.approx(1.9 / 3), pytest.approx(2 / 3), 3),
        Bin(pytest.approx(0.1), 0.5, 2),
    ]
    assert reliability([]) == []


def test_the_diagram_draws_every_bin_and_says_it_in_words() -> None:
    bins = [Bin(0.25, 0.5, 40), Bin(0.99, 1.0, 40)]
    drawn = diagram(bins)
    root = ElementTree.fromstring(drawn)
    names = [one.tag.partition("}")[2] for one in root.iter()]
    assert names[:3] == ["svg", "title", "desc"] and names.count("circle") == 2 and "script" not in names
    assert root[1].text == "said 0.250, right 0.500 of 40; said 0.990, right 1.000 of 40"
    assert diagram(bins[::-1]) == drawn


def test_proposals_survive_being_written(tmp_path: Path) -> None:
    found = {"P2": [("A1", 0.75), ("A3", 0.5)], "P1": [("A2", 1 / 3)]}
    write_found(tmp_path / "found.csv", found)
    assert read_found(tmp_path / "found.csv") == found


def test_the_best_few_come_first_and_ties_in_order_of_ids() -> None:
    assert best([("B", 1.0), ("A", 1.0), ("C", 2.0)]) == [("C", 2.0), ("A", 1.0), ("B", 1.0)]
    assert len(best((str(number), 0.0) for number in range(9))) == 5


FOUND = {"P1": [("A1", 9.0), ("A2", 1.0)], "P2": [("A1", 5.0), ("A2", 4.0)], "P3": [("A1", 2.0), ("A2", 2.0)]}
OWNERS = {"P1": "A1", "P2": "A2", "P3": "", "P4": "A4"}


def test_recall_is_over_all_profiles_with_an_account_found_or_not() -> None:
    assert closed(FOUND, OWNERS) == {"recall@1": pytest.approx(1 / 3), "recall@5": pytest.approx(2 / 3)}


def test_a_profile_without_an_account_counts_against_precision() -> None:
    measures = opened(FOUND, OWNERS, "sql")
    assert measures["linkable"] == 3
    assert measures["R@P99"] == pytest.approx(1 / 3)
    assert measures["f1"] == pytest.approx(2 / 4)
    assert "log_loss" not in measures


def test_ambiguous_profiles_and_those_without_a_handle_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "profiles.csv").write_text("profile_id,handle\nP1,a\nP2,b\nP3,\nP4,d\n", encoding="utf-8")
    (tmp_path / "truth.csv").write_text(
        "profile_id,account_id,ambiguous\nP1,A1,0\nP2,A2,1\nP3,A3,0\nP4,,\n", encoding="utf-8"
    )
    assert read_owners(tmp_path) == {"P1": "A1", "P4": ""}


def test_the_table_gives_the_range_where_there_are_several_folders() -> None:
    run = dict.fromkeys(("f1", "R@P99", "R@P99.9", "recall@1", "recall@5", "cpu_seconds", "wall_seconds"), 0.5)
    text = table({"sql": [run | {"peak_rss_mb": 100}, run | {"f1": 0.7, "peak_rss_mb": 300}], "splink": []})
    assert "| sql | 0.600 (0.500-0.700) |" in text
    assert "200 (100-300)" in text
    assert "| splink | - |" in text
