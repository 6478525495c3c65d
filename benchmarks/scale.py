"""How time and memory grow with the CRM: our batch run and Splink on the same files in the same run.

    python -m benchmarks.scale [--accounts 10000 100000] [--profiles 1500 6000] [--folder FOLDER]
        [--peer-python peers/bin/python] [--skew 0.05] [--json FILE] [--plot FILE]

For each number of accounts, invented customers who all agreed, and two samples of profiles, both of several batches:
``socialmatch link`` with the DuckDB engine, from files to proposals, reading, normalising, counting and writing
included. What a profile comes to does not depend on the other profiles, so a run costs
``fixed(accounts) + each(accounts) * profiles``; two samples give both. From these follow what as many profiles as
accounts would cost (a projection, and told as one) and the exponents the costs grow with. With ``--peer-python`` Splink
links the larger sample of the same files, its training included.

``--skew`` adds a CRM in which that share of the accounts has one family name and one telephone, beside the last size.
CPU time counts all processes; wall time is told as well, and means little on a machine that others use.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.generate.write import generate
from benchmarks.growth import plot
from socialmatch.link import link_files

ROOT: Final = Path(__file__).parents[1]
AS_OF: Final = datetime(2026, 11, 1, tzinfo=UTC)
SEED: Final = 9
_ONE: Final = "--one"
_FAMILY, _PHONE = "Quarrenden", "+12025550100"

Figures = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--profiles", type=int, nargs=2, default=[1_500, 6_000], metavar=("FEW", "MORE"))
    parser.add_argument("--folder", type=Path, help="where the files are kept and found again; default nowhere")
    parser.add_argument("--peer-python", help="Python with benchmarks/requirements.txt installed")
    parser.add_argument("--skew", type=float, help="share of accounts with one family name and one telephone")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path, help="an SVG file")
    parser.add_argument(_ONE, nargs=2, metavar=("FOLDER", "PROFILES"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(_linked(Path(given.one[0]), int(given.one[1]))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        sizes = [(number, 0.0) for number in given.accounts]
        sizes += [(given.accounts[-1], given.skew)] if given.skew else []
        found = [measure(folder, number, skew, given.profiles, given.peer_python) for number, skew in sizes]
    ordinary = [one for one in found if not one["skew"]]
    report = {"sizes": found, "exponents": exponents(ordinary)}
    if given.json:
        given.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if given.plot:
        given.plot.write_text(plot(curves(ordinary)), encoding="utf-8")
    print(table(found))
    print("grows with the exponent:", json.dumps(report["exponents"]))


def measure(folder: Path, accounts: int, skew: float, profiles: Sequence[int], peer_python: str | None) -> Figures:
    """One size: two runs of ours, one of the peer's."""
    few, more = profiles
    files = folder / f"{accounts}x{more}{f'-skew{skew:g}' if skew else ''}"
    if not (files / "consents.csv").exists():
        generate(files, accounts=accounts, profile_count=more, seed=SEED)
        if skew:
            _crowd(files / "accounts.csv", every=round(1 / skew))
        _agree(files)
    small, large = (_in_a_process(files, number) for number in (few, more))
    each = (large["cpu_s"] - small["cpu_s"]) / (large["profiles"] - small["profiles"])
    fixed = large["cpu_s"] - each * large["profiles"]
    found: Figures = {
        "accounts": accounts,
        "skew": skew,
        "fixed_cpu_s": round(fixed, 1),
        "cpu_ms_per_profile": round(each * 1e3, 2),
        "pairs_per_profile": round(large["pairs"] / large["profiles"], 1),
        "as_many_profiles_cpu_s": round(fixed + each * accounts),
        "peak_rss_mb": large["peak_rss_mb"],
        "runs": [small, large],
    }
    if peer_python:
        found["splink"] = _splink(files, peer_python)
    return found


def exponents(found: Sequence[Figures]) -> dict[str, float]:
    """The slopes of log cost over log accounts, least squares; of two sizes the line through both."""
    if len(found) < 2:
        return {}
    sizes = [math.log(one["accounts"]) for one in found]
    return {
        name: round(_slope(sizes, [math.log(max(one[name], 1e-9)) for one in found]), 2)
        for name in ("fixed_cpu_s", "cpu_ms_per_profile", "as_many_profiles_cpu_s", "peak_rss_mb")
    }


def curves(found: Sequence[Figures]) -> dict[str, list[tuple[float, float]]]:
    """What is drawn: name to points of accounts and seconds of CPU."""
    drawn = {
        "fixed": [(one["accounts"], one["fixed_cpu_s"]) for one in found],
        "1,000 profiles": [(one["accounts"], one["cpu_ms_per_profile"]) for one in found],
        "as many profiles (projected)": [(one["accounts"], one["as_many_profiles_cpu_s"]) for one in found],
    }
    if all("splink" in one for one in found):
        drawn["Splink, the sample"] = [(one["accounts"], one["splink"]["cpu_seconds"]) for one in found]
    return drawn


def table(found: Sequence[Figures]) -> str:
    """The figures as a Markdown table."""
    names = ("accounts", "skew", "fixed_cpu_s", "cpu_ms_per_profile", "pairs_per_profile", "as_many_profiles_cpu_s")
    lines = ["| " + " | ".join((*names, "peak_rss_mb", "splink_cpu_s", "splink_rss_mb")) + " |", "| ---: " * 9 + "|"]
    for one in found:
        peer = one.get("splink", {})
        cells = [one[name] for name in (*names, "peak_rss_mb")]
        cells += [round(peer["cpu_seconds"], 1) if peer else "-", peer.get("peak_rss_mb", "-")]
        lines.append("| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - middle_x) ** 2 for x in xs)


def _linked(files: Path, profiles: int) -> Figures:
    """One run of ours, in this process and the engine's workers."""
    with tempfile.TemporaryDirectory() as scratch:
        some = Path(scratch) / "profiles.csv"
        with (files / "profiles.csv").open(encoding="utf-8", newline="") as file:
            some.write_text("".join(line for _, line in zip(range(profiles + 1), file, strict=False)), encoding="utf-8")
        started = time.perf_counter()
        summary = link_files(
            files / "accounts.csv",
            some,
            Path(scratch) / "out.csv",
            consents=files / "consents.csv",
            as_of=AS_OF,
            engine_name="duckdb",
        )
        wall = time.perf_counter() - started
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "profiles": summary.profiles_consented,
        "pairs": summary.pairs_scored,
        "matches": summary.matches,
        "cpu_s": round(sum(one.ru_utime + one.ru_stime for one in spent), 2),
        "wall_s": round(wall, 1),
        "phases_s": summary.seconds,
        "peak_rss_mb": max(one.ru_maxrss for one in spent) >> 10,
    }


def _in_a_process(files: Path, profiles: int) -> Figures:
    command = [sys.executable, "-m", "benchmarks.scale", _ONE, str(files.resolve()), str(profiles)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: Figures = json.loads(ran.stdout)
    return found


def _splink(files: Path, python: str) -> Figures:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "found.csv"
        command = [python, "-m", "benchmarks.peers", "splink", str(files.resolve()), "--out", str(out)]
        environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE", "PYTHONHASHSEED": "0"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        found: Figures = json.loads(out.with_name(out.name + ".json").read_text(encoding="utf-8"))
    return found


def _agree(files: Path) -> None:
    """Everybody's consent, on both sides."""
    with (files / "consents.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("subject", "purpose", "status", "notice_version", "method", "recorded_at", "valid_until"))
        for subject in _subjects(files):
            rows.writerow((subject, "support", "given", "v1", "form", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"))


def _subjects(files: Path) -> Iterator[str]:
    for row in _rows(files / "accounts.csv"):
        yield f"account:{row['account_id']}"
    for row in _rows(files / "profiles.csv"):
        yield f"profile_id:{row['profile_id']}"


def _crowd(accounts: Path, every: int) -> None:
    """One family name and one telephone for every so many-th account."""
    aside = accounts.with_name("crowded.csv")
    with aside.open("w", encoding="utf-8", newline="") as file:
        rows = _rows(accounts)
        first = next(rows)
        table = csv.DictWriter(file, list(first), lineterminator="\n")
        table.writeheader()
        for number, row in enumerate((first, *rows)):
            table.writerow(row | {"family_name": _FAMILY, "phones": _PHONE} if number % every == 0 else row)
    aside.replace(accounts)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
