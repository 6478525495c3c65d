"""What a tool proposes, as a file that the comparison reads, and the cost of finding it."""

from __future__ import annotations

import csv
import heapq
from collections.abc import Iterable, Mapping
from pathlib import Path

Found = Mapping[str, list[tuple[str, float]]]
"""Profile id to its best accounts with their scores, best first; profiles without any may be missing."""

TOP = 5


def best(scored: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """The best few of these, ties in order of their ids."""
    return heapq.nsmallest(TOP, scored, key=lambda pair: (-pair[1], pair[0]))


def write_found(path: Path, found: Found) -> None:
    """Write proposals, one row each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("profile_id", "account_id", "score"))
        for profile_id in sorted(found):
            writer.writerows((profile_id, account_id, repr(score)) for account_id, score in found[profile_id])


def read_found(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Read what :func:`write_found` wrote."""
    found: dict[str, list[tuple[str, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["profile_id"], []).append((row["account_id"], float(row["score"])))
    return found
