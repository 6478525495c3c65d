"""How fast accounts are read from a CRM, and what telling it of a link takes beside the CRM's own time.

    python -m benchmarks.crm [--store URL] [--accounts 20000] [--links 1000] [--json FILE]

The CRM is the one in memory, so that what is measured is ours: the frame of an adapter, the import into a store, and
the outbox with its two commits around each call. ``read`` is the feed alone, ``import`` the same into a store, and
``again`` an import in which nothing changed. A write-back is the time from one message of a pass to the next, less the
time in which the adapter's own method ran; ``cpu`` is what the process itself worked meanwhile, on a busy machine the
steadier figure. ``alone`` is a whole pass for one message, which takes the lease and gives it back as well. ``disk``
is a short append that is safe on the disk, of which each commit needs one.

``--store`` names a fresh database whose tables may be made; without it SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.revocation import link, opened
from socialmatch import Account, SocialMatch
from socialmatch.crm import CrmLink
from socialmatch.crm.memory import MemoryCrm
from socialmatch.store import migrate
from socialmatch.sync import deliver
from socialmatch.testing.stores import EXAMPLE_NOTICE


class TimedCrm(MemoryCrm):
    """The CRM in memory, with a stopwatch on its own part of a write.

    Attributes
    ----------
    own: seconds that the last write took inside the adapter.
    """

    own: float = 0.0

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        began = time.perf_counter()
        super()._put_link(link, idempotency_key)
        self.own = time.perf_counter() - began


def invented(number: int) -> Account:
    """An invented customer."""
    return Account(
        f"A-{number}",
        given_name="Ada",
        family_name=f"Example{number}",
        emails=(f"person{number}@example.com",),
        city="Exampletown",
    )


def rate(action: Callable[[], object], count: int) -> float:
    """How many a second."""
    began = time.perf_counter()
    action()
    return count / (time.perf_counter() - began)


def measure(sm: SocialMatch, accounts: int, links: int) -> dict[str, Any]:
    """Read, import, import again, and tell of links one by one."""
    sm.register_notice(EXAMPLE_NOTICE)
    crm = TimedCrm(accounts=map(invented, range(accounts)))
    read = rate(lambda: sum(1 for _ in crm.accounts()), accounts)
    first = rate(lambda: sm.import_accounts(crm.accounts()), accounts)
    again = rate(lambda: sm.import_accounts(crm.accounts()), accounts)
    for number in range(links):
        link(sm, number)
    added: list[float] = []
    worked = time.process_time()
    last = time.perf_counter()

    def told(_: int) -> None:
        nonlocal last
        now = time.perf_counter()
        added.append(now - last - crm.own)
        last = now

    deliver(sm.store, sm.tenant, {crm.name: crm}, progress=told)
    worked = time.process_time() - worked
    if len(added) != links or len(crm.links) != links:
        raise RuntimeError("a link was not delivered")
    alone = []
    for number in range(links, links + links // 10):
        link(sm, number)
        began = time.perf_counter()
        deliver(sm.store, sm.tenant, {crm.name: crm}, limit=1)
        alone.append(time.perf_counter() - began - crm.own)
    return {
        "store": sm.store.engine.dialect.name,
        "accounts": accounts,
        "links": links,
        "read_per_second": round(read),
        "import_per_second": round(first),
        "again_per_second": round(again),
        "write_back_ms": {**_spread(added), "cpu": round(1000 * worked / links, 2)},
        "alone_ms": _spread(alone),
    }


def disk(folder: Path, times: int = 300) -> list[float]:
    """Seconds for one short append that is safe on the disk: what no commit can undercut."""
    found = []
    with (folder / "disk").open("ab", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"x" * 300)
            os.fsync(file.fileno())
            found.append(time.perf_counter() - began)
    return found


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {name: round(1000 * cuts[at - 1], 2) for name, at in (("p50", 50), ("p99", 99))}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write what was measured."""
    parser = argparse.ArgumentParser(description="how fast a CRM is read, and what a write-back adds to its own time")
    parser.add_argument("--store", default="", help="a fresh database (default: SQLite in a temporary folder)")
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--links", type=int, default=1_000)
    parser.add_argument("--json", type=Path, help="write what was measured here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/benchmark.db"
        migrate(url)
        with opened(url) as sm:
            result = {**measure(sm, options.accounts, options.links), "disk_ms": _spread(disk(Path(folder)))}
    print(json.dumps(result, indent=2))
    if options.json is not None:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
