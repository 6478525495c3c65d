"""Write a CRM, profiles and the truth about them: ``python -m benchmarks.generate OUT [--accounts N] [--profiles N]
[--seed S]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import VERSION
from benchmarks.generate.write import LINKED, generate


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the three files and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--accounts", type=int, default=10_000, help="rows of accounts.csv")
    parser.add_argument("--profiles", type=int, default=10_000, help="rows of profiles.csv")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other people")
    parser.add_argument("--linked", type=float, default=LINKED, help="share of profiles whose holder has an account")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    generate(given.out, accounts=given.accounts, profile_count=given.profiles, seed=given.seed, linked=given.linked)
    print(
        f"generator {VERSION}, seed {given.seed}: {given.accounts:,} accounts, {given.profiles:,} profiles "
        f"in {time.perf_counter() - started:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
