"""How long it takes to refuse a code, by what is wrong with it.

    python -m benchmarks.refusals [--store URL] [--tries 2000] [--json FILE]

A code that never was, one that expired, one that was used, and one that only another profile can send; each is sent by
a profile that sent nothing before, all mixed, so that whatever slows the machine down slows all of them. Reported are
the medians, and how far each is from the first. That answer, statements and writes are the same is tested, not timed,
in ``tests/attacks/test_enumeration.py``.

``--store`` names a fresh database whose tables may be made; without it SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median

from socialmatch import Account, Profile, SocialMatch
from socialmatch.config import Config, Rates, Watch
from socialmatch.consent.codes import issue_code
from socialmatch.errors import TokenRefused
from socialmatch.moments import system_clock
from socialmatch.store import migrate
from socialmatch.testing import ManualClock
from socialmatch.testing.stores import EXAMPLE_NOTICE, TEST_SECRETS

SESSION = "a browser session of the benchmark"
OWNER = Profile("x", "1", handle="nightowl_77")
CONFIG = Config(limits=Rates(everywhere=10**6, tenant=50_000), watch=Watch(foreign_senders=10**6))


def prepare(sm: SocialMatch, clock: ManualClock) -> dict[str, str]:
    """A code of every kind that is refused."""
    accounts = [f"A-{number}" for number in range(3)]
    sm.register_notice(EXAMPLE_NOTICE)
    sm.import_accounts([Account(one) for one in accounts])
    expired = sm.invite(accounts[0], session=SESSION, signed_in_at=clock()).code.reveal()
    clock.advance(timedelta(minutes=11))
    used = sm.invite(accounts[1], session=SESSION, signed_in_at=clock()).code.reveal()
    sm.decline(used, accounts[1], session=SESSION)
    invitation = sm.invite_profile(OWNER, wrote_at=clock()).invitation.reveal()
    theirs = sm.invite(
        accounts[2], session=SESSION, signed_in_at=clock(), invitation=invitation, handle=OWNER.handle
    ).code.reveal()
    return {"unknown": issue_code(os.urandom).reveal(), "expired": expired, "used": used, "other profile's": theirs}


def measure(url: str, tries: int) -> dict[str, object]:
    """Send each of them in turn, and note how long the refusal took."""
    clock = ManualClock(system_clock())
    taken: dict[str, list[float]] = {}
    with SocialMatch(url, config=CONFIG, secrets=TEST_SECRETS, clock=clock) as sm:
        kinds = prepare(sm, clock)
        # In any order: what an entry costs in the tree over the log depends on its place.
        order = [kind for kind in kinds for _ in range(tries)]
        random.Random(tries).shuffle(order)
        for number, kind in enumerate(order):
            sender = Profile("x", str(1_000_000 + number), handle=f"handle{number}")
            begun = time.perf_counter()
            try:
                sm.redeem(kinds[kind], sender)
            except TokenRefused:
                taken.setdefault(kind, []).append(time.perf_counter() - begun)
    medians = {kind: 1000 * median(found) for kind, found in taken.items()}
    first = medians["unknown"]
    return {
        "store": url.partition(":")[0],
        "tries": tries,
        "median_ms": {kind: round(value, 3) for kind, value in medians.items()},
        "percent_from_unknown": {kind: round(100 * (value / first - 1), 1) for kind, value in medians.items()},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it and say what came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refusals", description="How long a refusal takes.")
    parser.add_argument("--store", metavar="URL", help="a fresh database; default SQLite in a temporary folder")
    parser.add_argument("--tries", type=int, default=2_000, metavar="N", help="of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/store.db"
        migrate(url)
        found = measure(url, options.tries)
    text = json.dumps(found, indent=2)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
