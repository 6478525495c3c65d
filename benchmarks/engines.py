"""The engines beside one another, on the same files in the same run.

    python -m benchmarks.engines [--accounts 10000] [--profiles 10000] [--engines python duckdb] [--json FILE]

Invented customers and profiles, the same every time, of whom some three in five agreed. Each engine runs in a process
of its own, one after the other; measured are wall and CPU time (workers included), the phases, and the peak memory of
the largest process. The benchmark fails where two engines write different bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.invented.make import make
from socialmatch.link import link_files

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
_ONE = "--one"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--engines", nargs="+", default=["python", "duckdb"])
    parser.add_argument("--json", type=Path)
    parser.add_argument(_ONE, nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure(given.one[0], Path(given.one[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, content in make(accounts=given.accounts, profile_count=given.profiles, seed="engines").items():
            (Path(folder) / name).write_bytes(content)
        found = [_in_a_process(name, folder) for name in given.engines]
    if len({one["output"] for one in found}) > 1:
        raise SystemExit("the engines wrote different bytes")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    for one in found:
        print(", ".join(f"{name} {value}" for name, value in one.items() if name != "output"))


def measure(engine: str, folder: Path) -> dict[str, Any]:
    """One engine in this process."""
    out = folder / f"{engine}.csv"
    started = time.perf_counter()
    summary = link_files(
        folder / "accounts.csv",
        folder / "profiles.csv",
        out,
        consents=folder / "consents.csv",
        as_of=AS_OF,
        engine_name=engine,
    )
    wall = time.perf_counter() - started
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "engine": engine,
        "profiles": summary.profiles_consented,
        "pairs": summary.pairs_scored,
        "wall_s": round(wall, 1),
        "cpu_s": round(sum(one.ru_utime + one.ru_stime for one in spent), 1),
        "match_s": summary.seconds["match and write"],
        "peak_rss_mb": max(one.ru_maxrss for one in spent) >> 10,
        "output": hashlib.sha256(out.read_bytes()).hexdigest(),
    }


def _in_a_process(engine: str, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.engines", _ONE, engine, folder]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


if __name__ == "__main__":
    main()
