"""Processes at everything at once, and a steady load: a few seconds of what the benchmarks do for minutes."""

from __future__ import annotations

from benchmarks import mixed, steady
from benchmarks.steady import arrivals


def test_what_must_be_true_is_while_three_processes_do_everything_at_once(store_url, tmp_path):
    found = mixed.measure(store_url, tmp_path, processes=3, seconds=2, people=20, seed=1)
    assert found["broken"] == {}
    assert found["calls"] > 0
    assert not [code for code in found["refused"] if "busy" in code or "timeout" in code or "UNHANDLED" in code]


def test_no_answer_is_stale_under_a_steady_load(store_url):
    found = steady.measure(store_url, seconds=1.5, rate=20, revocations=5, askers=2, crowd=20, seed=1)
    assert (found["stale"], found["broken"], found["errors"]) == (0, {}, {})
    assert found["answers"]["link"] > 0
    assert found["revoke_ms"]["n"] > 0


def test_questions_come_at_the_rate_that_was_asked_for():
    moments = list(arrivals(200, 10, seed=3))
    assert moments == sorted(moments)
    assert 1800 < len(moments) < 2200
    assert moments[-1] < 10
