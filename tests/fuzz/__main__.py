"""Fuzz every parser; only our own errors, no input over a second, no process over 500 MB.

    python -m tests.fuzz --runs 1000000 --seed 1
    python -m tests.fuzz --target proofs --runs 20000 --guided     (pip install -r tests/fuzz/requirements.txt)

Each target runs in a process of its own. Inputs are changed seeds of ``tests/fuzz/corpus``, the same for the same seed;
with ``--guided``, Atheris finds them by what they reach. Prints a line a target; exit code 1 where there was a finding,
whose inputs are then kept in ``build/fuzz``. An input that was mended becomes a seed.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

KEPT = Path("build/fuzz")
_HANGING = 120
"""Seconds without an answer after which the process says where it hangs, and ends."""


def main() -> int:
    """Run what the arguments ask for."""
    options = _options()
    if options.only:
        _one(options.only, options.runs, options.seed, guided=options.guided)
        return 0
    from .targets import TARGETS

    names = options.target or list(TARGETS)
    whole = sum(TARGETS[name].share for name in names)
    print(f"{'target':<12} {'inputs':>9} {'read':>9} {'refused':>9} codes  slowest    peak     CPU  findings")
    total, found = 0, 0
    for name in names:
        report = _apart(name, max(1, options.runs * TARGETS[name].share // whole), options)
        total += report["inputs"]
        found += len(report["findings"])
        print(
            f"{name:<12} {report['inputs']:>9,} {report['read']:>9,} {report['refused']:>9,} {report['codes']:>5}"
            f" {report['slowest_ms']:>5} ms {report['peak_mb']:>4} MB {report['cpu']:>5} s"
            f"  {'; '.join(f'{kind} ({count})' for kind, count in report['findings'].items()) or 'none'}",
            flush=True,
        )
    print(f"{total:,} inputs, seed {options.seed}, {found} kinds of findings")
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs in all, shared among the targets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", action="append", help="only this one; may be repeated")
    parser.add_argument("--guided", action="store_true", help="let Atheris find the inputs")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    return parser.parse_args()


def _apart(name: str, runs: int, options: argparse.Namespace) -> dict:
    """A target in a process of its own; one that dies is a finding."""
    command = [sys.executable, "-m", "tests.fuzz", "--only", name, "--runs", str(runs), "--seed", str(options.seed)]
    command += ["--guided"] if options.guided else []
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    reports = [line for line in done.stdout.splitlines() if line.startswith('{"target"')]
    if not reports:
        print(done.stderr[-2_000:], file=sys.stderr)
        died = {"the process ended": 1}
        return dict.fromkeys(("inputs", "read", "refused", "codes", "slowest_ms", "peak_mb", "cpu"), 0) | {
            "findings": died
        }
    return json.loads(reports[-1])


def _one(name: str, runs: int, seed: int, *, guided: bool) -> None:
    from .mutations import inputs

    if guided:
        import atheris

        with atheris.instrument_imports(include=["socialmatch"]):
            from .targets import TARGETS
    else:
        from .targets import TARGETS
    from .watch import Watch

    target = TARGETS[name]
    watch = Watch(target, KEPT)
    watch.begin()

    def feed(data: bytes) -> None:
        if watch.runs % 256 == 0:
            faulthandler.dump_traceback_later(_HANGING, exit=True)
        watch.try_(data)
        if watch.runs == runs:
            print(json.dumps(watch.report() | {"cpu": round(time.process_time())}), flush=True)

    if not guided:
        for data in islice(inputs(target.seeds, target.words, random.Random(f"{seed} {name}")), runs):
            feed(data)
        return
    with tempfile.TemporaryDirectory() as fresh:
        flags = [f"-atheris_runs={runs}", f"-seed={seed}", "-max_len=4096", "-verbosity=0", "-timeout=30"]
        folder = Path(__file__).parent / "corpus" / name
        atheris.Setup([sys.argv[0], *flags, fresh, str(folder)], feed)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
