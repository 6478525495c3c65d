"""Speed of one lookup over a store.

    python -m benchmarks.lookup [--accounts 100000] [--lookups 2000] [--store URL] [--json FILE]

Invented customers, the same every time; all of them agreed, and so did the owners of the profiles asked for. Measures,
on one core, with the store's own clock and durable commits:

- import: accounts into the store, with their keys; counting: a snapshot of values; a second, and bytes per account
  where the store is a file;
- cold: what the first lookup of a process waits for, the model read from the snapshot;
- lookup: one profile after another, each in a session of its own: median, 99th percentile, lookups a second; and
  CPU time of one, which a busy machine does not stretch as much.

What issue 9 asks over a million accounts: a median under 3 ms on SQLite (5 ms on PostgreSQL), 300 lookups a second.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.invented.make import make
from socialmatch import lookup
from socialmatch.accounts import Destination, import_accounts
from socialmatch.config import Policy
from socialmatch.files import Rejected, read_profiles
from socialmatch.lookup import LiveModels, propose_live
from socialmatch.models import Actor, ActorKind, ConsentEvent, EventKind, Profile, Subject
from socialmatch.store import Keyring, Store, accounts, consents, migrate
from socialmatch.store.engine import sqlite_path
from socialmatch.store.statements import batched

JOB = Actor(ActorKind.JOB, "benchmark")
KEYS = Keyring(master_key=b"m" * 32, suppression_key=b"s" * 32)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--store", help="default: a fresh SQLite file")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), given.store or f"sqlite:///{folder}/store.db", given.accounts, given.lookups)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    for name, value in found.items():
        print(f"{name:24} {value:>14,}" if isinstance(value, int) else f"{name:24} {value:>14,.2f}")


def measure(folder: Path, url: str, number: int, lookups: int) -> dict[str, Any]:
    """Every figure."""
    files = make(accounts=number, profile_count=lookups, seed="lookup")
    for name in ("accounts.csv", "profiles.csv"):
        (folder / name).write_bytes(files[name])
    migrate(url)
    store = Store(url, KEYS)
    to = Destination(store=store, tenant="default", policy=Policy(), actor=JOB, reason="benchmark")
    with Rejected() as rejected:
        profiles = list(read_profiles(folder / "profiles.csv", rejected=rejected))
        started = time.perf_counter()
        import_accounts(to, folder / "accounts.csv", rejected=rejected)
        imported = time.perf_counter()
    agree(to, [profile.key for profile in profiles])
    with store.read("default") as session:
        keys = [known.account.key for known in accounts.walk(session)]
    agree(to, keys)
    agreed = time.perf_counter()
    lookup.recount(store, "default", JOB, to.policy)
    counted = time.perf_counter()
    found: dict[str, Any] = {
        "accounts": number,
        "import_s": imported - started,
        "agree_and_index_s": agreed - imported,
        "count_s": counted - agreed,
    }
    if path := sqlite_path(store.engine):
        found["bytes_per_account"] = path.stat().st_size // number
    found |= ask(to, profiles)
    store.close()
    return found


def agree(to: Destination, subjects: Sequence[Subject]) -> None:
    """Grants, with the index, 500 a commit."""
    for part in batched(subjects):
        with to.store.write(to.tenant, JOB, "agreed") as session:
            until = session.now + timedelta(days=365)
            given = [
                ConsentEvent(one, "support", EventKind.GIVEN, session.now, "v1", "form", until, "benchmark")
                for one in part
            ]
            consents.record_many(session, [(event, consents.NO_TERMS) for event in given])
            lookup.refresh(session, [one for one in part if hasattr(one, "account_id")], to.policy)


def ask(to: Destination, profiles: Sequence[Profile]) -> dict[str, Any]:
    """The model read from its snapshot, then one lookup after another."""
    models = LiveModels()
    times, scored = [], 0
    with to.store.read(to.tenant) as session:
        begun = time.perf_counter()
        models.current(session, to.policy)
        cold = time.perf_counter() - begun
    cpu = time.process_time()
    for profile in profiles:
        begun = time.perf_counter()
        with to.store.read(to.tenant) as session:
            outcome = propose_live(session, to.policy, profile, "support", models=models)
        times.append(time.perf_counter() - begun)
        scored += outcome.scored
    cpu = time.process_time() - cpu
    times.sort()
    return {
        "cold_s": cold,
        "p50_ms": median(times) * 1e3,
        "p99_ms": times[len(times) * 99 // 100] * 1e3,
        "lookups_per_s": len(times) / sum(times),
        "cpu_ms": cpu / len(times) * 1e3,
        "candidates_per_lookup": scored / len(profiles),
    }


if __name__ == "__main__":
    main()
