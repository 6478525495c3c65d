"""Counters and histograms: what is counted, as plain values and as text, and that the page tells all of it."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import ADA, EVES, HANDLE_FIRST, code_for
from socialmatch.errors import TokenRefused
from socialmatch.operations.metrics import (
    BUCKETS,
    CALL_SECONDS,
    CALLS,
    COMMIT_SECONDS,
    FIGURES,
    HEALTH,
    METRICS,
    Metrics,
)
from socialmatch.testing import fake_store

PAGE = (Path(__file__).parents[2] / "docs/reference/metrics.md").read_text(encoding="utf-8")
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.e+-]+')


def calls(metrics: Metrics) -> dict[tuple[str, str], float]:
    found = metrics.snapshot().get(CALLS.name, [])
    return {(one["labels"]["verb"], one["labels"]["outcome"]): one["value"] for one in found}


def test_verbs_are_counted_by_what_came_of_them():
    with fake_store() as sm:
        sm.match(ADA)
        sm.match(ADA)
        sm.link(ADA, "A-1")
        sm.match(ADA)
        sm.revoke(ADA)
        with pytest.raises(TokenRefused):
            sm.redeem(code_for(sm, EVES), ADA, visibility="public")
        counted = calls(sm.metrics)
        assert counted["match", "refusal"] == 2
        assert counted["match", "link"] == 1
        assert counted["redeem", "done"] == counted["redeem", "token_refused"] == 1
        assert counted["revoke", "done"] == 1
        assert sum(counted.values()) == sum(one["count"] for one in sm.metrics.snapshot()[CALL_SECONDS.name])
        (commits,) = sm.metrics.snapshot()[COMMIT_SECONDS.name]
        assert 0 < commits["sum"] < 60
        assert commits["count"] == commits["buckets"]["+Inf"] > 4


def test_an_unforeseen_fault_is_counted_too():
    with fake_store() as sm:
        with pytest.raises(AttributeError):
            sm.redeem(17, ADA)
        assert calls(sm.metrics)["redeem", "unforeseen"] == 1


def test_what_is_measured_of_health_is_among_them():
    with fake_store() as sm:
        HANDLE_FIRST.finish(sm, HANDLE_FIRST.begin(sm))
        sm.health()
        found = sm.metrics.snapshot()
        assert {one["labels"]["check"] for one in found[HEALTH.name]} >= {"store", "outbox", "clock"}
        assert found[FIGURES["outbox"].name] == [{"labels": {}, "value": 0.0}]


def test_a_label_that_is_no_word_of_ours_is_not_told():
    metrics = Metrics()
    metrics.count(CALLS, "match", "ada@example.com")
    metrics.count(CALLS, "match", 'a"b\n')
    assert calls(metrics) == {("match", "other"): 2}
    with pytest.raises(ValueError, match="labels"):
        metrics.count(CALLS, "match")


@given(st.lists(st.floats(0, 100), max_size=30))
def test_a_histogram_holds_everything_once(seconds):
    metrics = Metrics()
    for one in seconds:
        metrics.observe(COMMIT_SECONDS, one)
    for kept in metrics.snapshot().get(COMMIT_SECONDS.name, []):
        assert kept["count"] == len(seconds)
        assert kept["sum"] == pytest.approx(sum(seconds))
        for bound in BUCKETS:
            assert kept["buckets"][str(bound)] == sum(one <= bound for one in seconds)


def test_the_text_is_what_prometheus_reads():
    with fake_store() as sm:
        sm.match(ADA)
        sm.health()
        sm.metrics.set(FIGURES["signer"], 1_234_567)
        text = sm.metrics.prometheus()
    assert text.endswith("\n")
    assert "\nsocialmatch_unsigned_events 1234567\n" in text
    begun = ""
    for line in text.splitlines():
        if line.startswith("# TYPE"):
            begun = line.split()[2]
        elif not line.startswith("#"):
            assert LINE.fullmatch(line), line
            assert line.startswith(begun)
    assert text.count("# TYPE") == text.count("# HELP") == len(set(re.findall(r"# TYPE (\S+)", text)))
    assert 'socialmatch_call_seconds_bucket{verb="match",le="+Inf"} 1' in text


def test_threads_lose_nothing():
    metrics = Metrics()

    def work() -> None:
        for _ in range(500):
            metrics.count(CALLS, "match", "done")
            metrics.observe(COMMIT_SECONDS, 0.001)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert calls(metrics) == {("match", "done"): 2_000}
    assert metrics.snapshot()[COMMIT_SECONDS.name][0]["count"] == 2_000


def test_the_page_tells_every_metric_and_no_other():
    told = re.findall(r"^\| `(socialmatch_\w+)` \| (\w+) \| ([^|]*) \|", PAGE, re.MULTILINE)
    expected = [(one.name, one.kind.value, ", ".join(f"`{name}`" for name in one.labels)) for one in METRICS]
    assert [(name, kind, labels.strip()) for name, kind, labels in told] == expected
