"""Many histories of the whole system: the long command.

    python -m tests.system --runs 50000 --seed 1 --workers 2 [--database sqlite|both] [--folder DIR] [--shrink]

The runs are shared out over parts of at most 100, each with a seed of its own (``SEED * 1000000 + part``), so that
what fails can be run again alone: ``--runs 100 --seed SEED --part N``, with ``--shrink`` for the shortest history
that fails. ``both`` does every history on SQLite and on PostgreSQL and compares them. ``--folder`` holds the stores;
one in memory is quicker.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from system import parts as parts_of

PART = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them, say how many and what failed; exit code 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.system", description="Histories of the whole system.")
    parser.add_argument("--runs", type=int, default=50_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--part", type=int, metavar="N", help="this part alone")
    parser.add_argument("--workers", type=int, default=1, metavar="N")
    parser.add_argument("--database", choices=("sqlite", "both"), default="sqlite")
    parser.add_argument("--folder", type=Path, help="where the stores are; default the temporary one")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest history that fails")
    options = parser.parse_args(arguments)
    parts = range(-(-options.runs // PART)) if options.part is None else [options.part]
    work = [
        (part, min(PART, options.runs - n * PART), options.seed, options.database, options.folder, options.shrink)
        for n, part in enumerate(parts)
    ]
    begun, done, failed = time.monotonic(), 0, 0
    with ProcessPoolExecutor(options.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for future in as_completed([pool.submit(parts_of.part, one) for one in work]):
            number, runs, failure = future.result()
            done += 0 if failure else runs
            failed += failure != ""
            seconds = time.monotonic() - begun
            say = f"part {number}: {done} runs came out right in {seconds:.0f} s, {failed} parts failed\n{failure}"
            sys.stdout.write(say)
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
