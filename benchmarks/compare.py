"""Our matcher and its peers on the same files in the same run.

    python -m benchmarks.compare FOLDER [FOLDER ...] --peer-python peers/bin/python --train OTHER_FOLDER
        [--tools socialmatch splink ...] [--distractors FILE] [--drop-column NAME] [--json FILE]

Each tool runs in a process of its own, one after the other: ours in this environment, the peers in theirs
(``benchmarks/requirements.txt``). Where a folder has ``openset_drop.csv`` there are two runs: *closed* with all
accounts for the recall within the first ranks, *open* without those accounts for the rest; elsewhere one run serves
both. The reference (``boosting``) learns from the labels of ``--train``, a folder of another seed and about the same
size. Several folders, one a seed, give the mean and the range.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Top, best_f1, calibration, recall_at, recall_within
from benchmarks.peers import TOOLS
from benchmarks.peers.found import TOP, read_found

ROOT = Path(__file__).parents[1]
TOO_MANY_PAIRS = 1_000_000_000
"""Beyond this, comparing everybody with everybody is left out."""

MEASURES = ("f1", "R@P99", "R@P99.9", "recall@1", "recall@5", "cpu_seconds", "wall_seconds", "peak_rss_mb")

Measures = dict[str, float]


@dataclass(frozen=True)
class Job:
    """What is run: a folder, further accounts, columns not to look at, the reference's labels, the peers' Python."""

    folder: Path
    further: tuple[Path, ...]
    dropped: tuple[str, ...]
    train: Path | None
    peer_python: str

    def command(self, tool: str, out: Path, left_out: Path | None) -> list[str]:
        """How to run a tool on it."""
        python = sys.executable if tool == "socialmatch" else self.peer_python
        command = [python, "-m", "benchmarks.peers", tool, str(self.folder.resolve()), "--out", str(out)]
        for path in self.further:
            command += ["--further", str(path.resolve())]
        for name in self.dropped:
            command += ["--drop-column", name]
        if self.train:
            command += ["--train", str(self.train.resolve())]
        return command + (["--left-out", str(left_out.resolve())] if left_out else [])


class ToolFailed(Exception):
    """A tool's process ended badly; the message is the end of what it said."""


def measure(job: Job, tool: str) -> Measures:
    """Run one tool on one folder and measure what it proposes.

    Raises
    ------
    ToolFailed: its process ended badly.
    """
    owners = read_owners(job.folder)
    drop = job.folder / "openset_drop.csv"
    with tempfile.TemporaryDirectory() as scratch:
        found, cost = _run(job, tool, Path(scratch) / "closed.csv", None)
        measures = closed(found, owners)
        gone: set[str] = set()
        if drop.exists():
            gone = {row["account_id"] for row in _rows(drop)}
            found, cost = _run(job, tool, Path(scratch) / "open.csv", drop)
        known = {profile: "" if owner in gone else owner for profile, owner in owners.items()}
        return measures | opened(found, known, tool) | cost


def _run(job: Job, tool: str, out: Path, left_out: Path | None) -> tuple[dict[str, list[tuple[str, float]]], Measures]:
    # Spinning threads of one tool would slow down whoever else uses the machine, and count as its own CPU time.
    environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        job.command(tool, out, left_out), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailed(done.stderr.strip().rpartition("\n")[2])
    return read_found(out), json.loads(out.with_name(out.name + ".json").read_text(encoding="utf-8"))


def read_owners(folder: Path) -> dict[str, str]:
    """The right account of every unambiguous profile that has a handle, ``""`` where there is none."""
    with_handle = {row["profile_id"] for row in _rows(folder / "profiles.csv") if row["handle"]}
    return {
        row["profile_id"]: row["account_id"]
        for row in _rows(folder / "truth.csv")
        if row.get("ambiguous", "0") in ("", "0") and row["profile_id"] in with_handle
    }


def closed(found: dict[str, list[tuple[str, float]]], owners: dict[str, str]) -> Measures:
    """Recall within the first ranks, over the profiles that have an account."""
    ranks = []
    for profile, owner in owners.items():
        if owner:
            accounts = [account for account, _ in found.get(profile, ())]
            ranks.append(accounts.index(owner) + 1 if owner in accounts else 0)
    return {"recall@1": recall_within(ranks, 1), f"recall@{TOP}": recall_within(ranks, TOP)}


def opened(found: dict[str, list[tuple[str, float]]], owners: dict[str, str], tool: str) -> Measures:
    """F1 and recall at high precision, over all profiles."""
    tops = []
    for profile, owner in owners.items():
        ranked = found.get(profile)
        if ranked:
            alone = len(ranked) < 2 or ranked[1][1] < ranked[0][1]
            tops.append(Top(ranked[0][1], ranked[0][0] == owner, alone))
    linkable = sum(map(bool, owners.values()))
    measures = {
        "profiles": len(owners),
        "linkable": linkable,
        "f1": best_f1(tops, linkable),
        "R@P99": recall_at(tops, linkable, 0.99),
        "R@P99.9": recall_at(tops, linkable, 0.999),
    }
    if tool in ("socialmatch", "boosting"):
        measures["calibration_error"], measures["log_loss"] = calibration(tops)
    return measures


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def too_many(folder: Path, tool: str) -> bool:
    """Whether a tool that compares everybody with everybody would take hours here."""
    if tool != "rapidfuzz":
        return False
    accounts, profiles = (sum(1 for _ in _rows(folder / name)) for name in ("accounts.csv", "profiles.csv"))
    return accounts * profiles > TOO_MANY_PAIRS


def table(report: dict[str, list[Measures]]) -> str:
    """The measures as a Markdown table, one row a tool: the mean, and the range where there are several folders."""
    lines = ["| tool | " + " | ".join(MEASURES) + " |", "| --- |" + " ---: |" * len(MEASURES)]
    for tool, runs in report.items():
        cells = [_cell([run[name] for run in runs], name) for name in MEASURES] if runs else ["-"] * len(MEASURES)
        lines.append(f"| {tool} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(values: Sequence[float], name: str) -> str:
    digits = 0 if name.endswith("mb") else 1 if name.endswith("seconds") else 3
    mean = f"{sum(values) / len(values):.{digits}f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tools and print the table; 1 where a tool failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", help="accounts.csv, profiles.csv and truth.csv")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS, metavar="TOOL", help=", ".join(TOOLS))
    parser.add_argument("--train", type=Path, help="a folder of another seed, whose labels the reference learns from")
    parser.add_argument(
        "--peer-python", default=sys.executable, help="Python with benchmarks/requirements.txt installed"
    )
    parser.add_argument("--distractors", type=Path, action="append", default=[], help="further accounts")
    parser.add_argument("--drop-column", action="append", default=[], help="an account column not to look at")
    parser.add_argument("--json", type=Path, help="write the measures here")
    given = parser.parse_args(arguments)
    report: dict[str, list[Measures]] = {tool: [] for tool in given.tools}
    failed = False
    for folder in given.folders:
        further = tuple(path if path.exists() else folder / path for path in given.distractors)
        job = Job(folder, further, tuple(given.drop_column), given.train, given.peer_python)
        for tool in given.tools:
            if too_many(folder, tool):
                print(f"{folder.name}: {tool} left out, too many pairs", file=sys.stderr)
                continue
            try:
                report[tool].append(measure(job, tool))
            except ToolFailed as trouble:
                failed = True
                print(f"{folder.name}: {tool} failed: {trouble}", file=sys.stderr)
                continue
            print(f"{folder.name}: {tool} {report[tool][-1]['wall_seconds']:.0f} s", file=sys.stderr)
    print(table(report))
    if given.json:
        folders = [folder.name for folder in given.folders]
        given.json.write_text(json.dumps({"folders": folders, "tools": report}, indent=2), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
