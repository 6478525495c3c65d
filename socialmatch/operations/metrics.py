"""Counters, gauges and histograms of one process: nothing is sent anywhere, a host asks for them.

Names and labels are those of :data:`METRICS` and no others, told in ``docs/reference/metrics.md``. A label is a word of
ours: a verb, a kind of answer, an error's code, never a value of anybody. Names follow the Prometheus conventions
(https://prometheus.io/docs/practices/naming/), the text is its exposition format 0.0.4
(https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the histograms, in seconds; one more takes the rest."""
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""What a host's own endpoint answers with."""
OTHER: Final = "other"
"""Stands for a label that is no word of ours."""

_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Kind(StrEnum):
    """How a metric is kept, as Prometheus calls it."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """One thing that is counted. ``labels`` are the names of its labels, in their order."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    help: str


CALLS: Final = Metric("socialmatch_calls_total", Kind.COUNTER, ("verb", "outcome"), "Calls, by what came of them.")
CALL_SECONDS: Final = Metric("socialmatch_call_seconds", Kind.HISTOGRAM, ("verb",), "How long calls took.")
COMMIT_SECONDS: Final = Metric("socialmatch_commit_seconds", Kind.HISTOGRAM, (), "How long the store's commits took.")
DELIVERY_SECONDS: Final = Metric(
    "socialmatch_delivery_seconds", Kind.HISTOGRAM, (), "How long messages had waited when a CRM was told."
)
HEALTH: Final = Metric("socialmatch_health", Kind.GAUGE, ("check",), "0 healthy, 1 degraded, 2 failing.")
FIGURES: Final[Mapping[str, Metric]] = {
    check: Metric(f"socialmatch_{name}", Kind.GAUGE, (), text)
    for check, name, text in (
        ("disk", "disk_free_megabytes", "Room where the store and the signer lie."),
        ("clock", "clock_behind_seconds", "How far the clock is behind the latest event."),
        ("outbox", "outbox_age_seconds", "How long the oldest message to a CRM has waited."),
        ("removals", "removals_age_seconds", "How long the oldest end of a link has waited to be told."),
        ("dead_letters", "dead_letters", "Messages to a CRM that were given up."),
        ("runs", "runs_in_trouble", "Kinds of runs that were stopped or failed."),
        ("counts", "counts_age_seconds", "How old the count of values is."),
        ("signer", "unsigned_events", "Events that no checkpoint covers yet."),
    )
}
"""What the checks of :mod:`socialmatch.operations.health` measured when they were last made."""
METRICS: Final = (CALLS, CALL_SECONDS, COMMIT_SECONDS, DELIVERY_SECONDS, HEALTH, *FIGURES.values())


@dataclass(slots=True)
class _Histogram:
    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    sum: float = 0.0


class Metrics:
    """What one process counted since it began. Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[tuple[Metric, tuple[str, ...]], float] = {}
        self._histograms: dict[tuple[Metric, tuple[str, ...]], _Histogram] = {}

    def count(self, metric: Metric, *labels: str) -> None:
        """One more."""
        key = _key(metric, labels)
        with self._lock:
            self._numbers[key] = self._numbers.get(key, 0) + 1

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        """How it stands now."""
        key = _key(metric, labels)
        with self._lock:
            self._numbers[key] = value

    def observe(self, metric: Metric, seconds: float, *labels: str) -> None:
        """It took so long."""
        key = _key(metric, labels)
        with self._lock:
            kept = self._histograms.setdefault(key, _Histogram())
            kept.counts[bisect_left(BUCKETS, seconds)] += 1
            kept.sum += seconds

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """Every metric with its values, as plain JSON; metrics without a value yet are left out.

        Returns
        -------
        Name -> values, each with ``labels`` and ``value``; of a histogram ``count``, ``sum`` (seconds) and ``buckets``
        (upper bound -> how many were at most that, ``"+Inf"`` for all).
        """
        found: dict[str, list[dict[str, Any]]] = {}
        for metric, labels, value in self._values():
            one: dict[str, Any] = {"labels": dict(zip(metric.labels, labels, strict=True))}
            if isinstance(value, _Histogram):
                one |= {"count": sum(value.counts), "sum": value.sum, "buckets": dict(_cumulative(value))}
            else:
                one["value"] = value
            found.setdefault(metric.name, []).append(one)
        return found

    def prometheus(self) -> str:
        """The same as text, for an endpoint of the host's that answers with :data:`CONTENT_TYPE`."""
        lines: list[str] = []
        begun = ""
        for metric, labels, value in self._values():
            if metric.name != begun:
                begun = metric.name
                lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
            named = [f'{name}="{text}"' for name, text in zip(metric.labels, labels, strict=True)]
            if not isinstance(value, _Histogram):
                lines.append(f"{metric.name}{_braces(named)} {_number(value)}")
                continue
            for bound, count in _cumulative(value):
                le = f'le="{bound}"'
                lines.append(f"{metric.name}_bucket{_braces([*named, le])} {count}")
            lines.append(f"{metric.name}_sum{_braces(named)} {_number(value.sum)}")
            lines.append(f"{metric.name}_count{_braces(named)} {sum(value.counts)}")
        return "".join(f"{line}\n" for line in lines)

    def _values(self) -> Iterator[tuple[Metric, tuple[str, ...], float | _Histogram]]:
        """Everything as it stood at one moment, in the order of :data:`METRICS` and of the labels."""
        with self._lock:
            found: dict[tuple[Metric, tuple[str, ...]], float | _Histogram] = dict(self._numbers)
            found |= {key: _Histogram(list(one.counts), one.sum) for key, one in self._histograms.items()}
        for metric, labels in sorted(found, key=lambda key: (METRICS.index(key[0]), key[1])):
            yield metric, labels, found[metric, labels]


def _key(metric: Metric, labels: tuple[str, ...]) -> tuple[Metric, tuple[str, ...]]:
    if len(labels) != len(metric.labels):
        raise ValueError(f"{metric.name} has the labels {', '.join(metric.labels)}")
    return metric, tuple(map(_word, labels))


@lru_cache(maxsize=512)
def _word(label: str) -> str:
    return label if _WORD.fullmatch(label) else OTHER


def _cumulative(kept: _Histogram) -> Iterator[tuple[str, int]]:
    count = 0
    for bound, more in zip((*map(str, BUCKETS), "+Inf"), kept.counts, strict=True):
        count += more
        yield bound, count


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _braces(named: list[str]) -> str:
    return "{" + ",".join(named) + "}" if named else ""
