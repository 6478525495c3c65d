"""Run one tool on one folder: ``python -m benchmarks.peers TOOL FOLDER --out FILE``. The comparison starts it, once
a tool.

Next to FILE it writes FILE.json with what it cost: CPU and wall seconds, preparation and training apart, and peak
memory.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers import TOOLS
from benchmarks.peers.found import write_found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one tool and write what it proposes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.partition("\n")[0])
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train", type=Path, help="a folder of another seed, for the reference")
    parser.add_argument("--further", type=Path, action="append", default=[], help="another file of accounts")
    parser.add_argument("--drop-column", action="append", default=[], help="an account column not to look at")
    parser.add_argument("--left-out", type=Path, help="a file of account ids not to look at")
    given = parser.parse_args(arguments)
    left_out = frozenset(given.left_out.read_text(encoding="utf-8").split()[1:]) if given.left_out else frozenset()
    cost: dict[str, float | int] = {}
    started = time.perf_counter()
    if given.tool == "socialmatch":
        from benchmarks.peers import ours

        found = ours.link(given.folder, given.further, given.drop_column, left_out)
    else:
        from benchmarks.peers.prepare import prepare

        data = prepare(given.folder, further=given.further, dropped=given.drop_column, left_out=left_out)
        train = prepare(given.train) if given.train and given.tool == "boosting" else None
        cost["prepare_seconds"] = time.perf_counter() - started
        found = importlib.import_module(f"benchmarks.peers.{MODULES.get(given.tool, given.tool)}").link(data, train)
    cost["wall_seconds"] = time.perf_counter() - started
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cost["cpu_seconds"] = sum(u.ru_utime + u.ru_stime for u in usage)
    cost["peak_rss_mb"] = max(u.ru_maxrss for u in usage) // 1024
    write_found(given.out, found)
    given.out.with_name(given.out.name + ".json").write_text(json.dumps(cost), encoding="utf-8")
    return 0


MODULES = {"rapidfuzz": "fuzzy", "recordlinkage": "ecm", "splink": "fellegi_sunter", "sql": "weights"}
"""Modules that are not called as the tool, whose own package has that name."""

if __name__ == "__main__":
    sys.exit(main())
