"""How soon a withdrawal is heard everywhere.

    python -m benchmarks.revocation [--store URL] [--people 200] [--readers 3] [--json FILE]

Invented people link themselves and withdraw, one after the other, while other processes ask without a pause who they
are. For each withdrawal and each of those processes: the time from the call of ``revoke`` to the end of the first
question that was refused. By the design of the store no question that begins after the commit can be answered, so
what is measured is the commit and one read; the correctness is tested, not timed, in ``tests/journeys``.

``--store`` names a fresh database whose tables may be made; without it SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Any

from socialmatch import Account, AnswerKind, Profile, SocialMatch
from socialmatch.config import Config
from socialmatch.moments import system_clock
from socialmatch.store import migrate
from socialmatch.testing.stores import EXAMPLE_NOTICE, TEST_SECRETS

SESSION = "a browser session of the benchmark"


def opened(url: str) -> SocialMatch:
    """The store, as each process opens it."""
    return SocialMatch(url, config=Config(), secrets=TEST_SECRETS)


def profile(number: int) -> Profile:
    """An invented profile."""
    return Profile("x", f"{1_000_000 + number}", handle=f"handle{number}")


def link(sm: SocialMatch, number: int) -> None:
    """Have one person prove their profile."""
    account = f"A-{number}"
    code = sm.invite(account, session=SESSION, signed_in_at=system_clock()).code.reveal()
    sm.redeem(code, profile(number))
    sm.show(code, account, session=SESSION)
    sm.confirm(code, account, profile(number), session=SESSION)


def read(url: str, pipe: Connection) -> None:
    """Ask about one person after the other, without a pause, until the answer is no; tell when it was."""
    with opened(url) as sm:
        while (number := pipe.recv()) is not None:
            pipe.send(sm.match(profile(number)).kind is AnswerKind.LINK)
            while sm.match(profile(number)).kind is AnswerKind.LINK:
                pass
            pipe.send(time.monotonic())


def measure(url: str, people: int, readers: int) -> dict[str, Any]:
    """Link and withdraw, and note how long it took until everybody was refused."""
    sm = opened(url)
    sm.register_notice(EXAMPLE_NOTICE)
    sm.import_accounts([Account(f"A-{number}") for number in range(people)])
    pipes = [multiprocessing.Pipe() for _ in range(readers)]
    workers = [multiprocessing.Process(target=read, args=(url, theirs)) for _, theirs in pipes]
    for worker in workers:
        worker.start()
    calls, heard = [], []
    for number in range(people):
        link(sm, number)
        for ours, _ in pipes:
            ours.send(number)
        if not all(ours.recv() for ours, _ in pipes):
            raise SystemExit("somebody did not see the link")
        time.sleep(0.002)  # so that the next withdrawal falls on another millisecond than the link
        begun = time.monotonic()
        sm.revoke(profile(number))
        calls.append(time.monotonic() - begun)
        heard += [ours.recv() - begun for ours, _ in pipes]
    for ours, _ in pipes:
        ours.send(None)
    for worker in workers:
        worker.join()
    sm.close()
    return {
        "store": url.partition(":")[0],
        "people": people,
        "readers": readers,
        "revoke_ms": _spread(calls),
        "heard_by_all_ms": _spread(heard),
    }


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {name: round(1000 * cuts[at - 1], 2) for name, at in (("p50", 50), ("p90", 90), ("p99", 99))}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it and say what came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.revocation", description="How soon a no is heard.")
    parser.add_argument("--store", metavar="URL", help="a fresh database; default SQLite in a temporary folder")
    parser.add_argument("--people", type=int, default=200, metavar="N")
    parser.add_argument("--readers", type=int, default=3, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/store.db"
        migrate(url)
        found = measure(url, options.people, options.readers)
    text = json.dumps(found, indent=2)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
