"""What the nightly run costs, and what it costs when little has changed.

    python -m benchmarks.reconcile [--accounts 100000] [--profiles 20000] [--share 0.01] [--store URL] [--json FILE]

Invented customers and profiles, the same every time; all of them agreed but for a few. Measured, in this order:

- first: values counted, everybody enrolled and sealed, every profile looked at;
- then a share of the accounts changes (six in ten another city, two withdraw, two agree anew), and of the profiles
  (another place);
- again: the incremental run, over the same counts; full: everybody looked at once more, in the same state of the store.

The last two must have come to the same proposals, byte for byte, or the benchmark fails. ``cost`` is the time of the
one in that of the other, ``cpu_cost`` the same of processor time, which a machine that others use tells better.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretBytes

from benchmarks.invented.make import make
from benchmarks.lookup import JOB, KEYS, agree
from socialmatch import lookup
from socialmatch.accounts import Destination, import_accounts, import_profiles
from socialmatch.config import Config, Secrets
from socialmatch.files import Rejected
from socialmatch.journeys.steps import Installation
from socialmatch.lookup import LiveModels
from socialmatch.models import ConsentEvent, EventKind
from socialmatch.reconcile import Reconciled, reconcile
from socialmatch.store import Store, accounts, consents, migrate, profiles, proposals
from socialmatch.store.statements import batched

SECRETS = Secrets(
    pepper=SecretBytes(b"p" * 32), master_key=SecretBytes(b"m" * 32), suppression_key=SecretBytes(b"s" * 32)
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--profiles", type=int, default=20_000)
    parser.add_argument("--share", type=float, default=0.01, help="how much changes between the runs")
    parser.add_argument("--store", help="default: a fresh SQLite file")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = given.store or f"sqlite:///{folder}/store.db"
        found = measure(Path(folder), url, given.accounts, given.profiles, given.share)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    for name, value in found.items():
        print(f"{name:24} {value}")


def measure(folder: Path, url: str, number: int, profile_count: int, share: float) -> dict[str, Any]:
    """Every figure."""
    migrate(url)
    store = Store(url, KEYS)
    at = Installation(store, "default", Config(), SECRETS)
    late = populate(at, folder, number, profile_count, share)
    first, first_s, _ = timed(at)
    changed = change(at, late, share)
    again, again_s, again_cpu_s = timed(at)
    proposed = standing(at)
    full, full_s, full_cpu_s = timed(at, full=True)
    if standing(at) != proposed:
        raise SystemExit("the incremental run came to other proposals than the full one")
    store.close()
    return {
        "accounts": number,
        "profiles": profile_count,
        **changed,
        "first_s": round(first_s, 1),
        "again_s": round(again_s, 1),
        "full_s": round(full_s, 1),
        "cost": round(again_s / full_s, 4),
        "again_cpu_s": round(again_cpu_s, 1),
        "full_cpu_s": round(full_cpu_s, 1),
        "cpu_cost": round(again_cpu_s / full_cpu_s, 4),
        "looked_at_again": sum(again.looked_at.values()),
        "pairs_first": first.pairs_scored,
        "pairs_again": again.pairs_scored,
        "pairs_full": full.pairs_scored,
        "proposals": len(proposed),
        "phases_again": again.seconds,
        "phases_full": full.seconds,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def populate(at: Installation, folder: Path, number: int, profile_count: int, share: float) -> list[Any]:
    """Accounts and profiles imported and agreed, but for those accounts that agree later."""
    files = make(accounts=number, profile_count=profile_count, seed="reconcile")
    for name in ("accounts.csv", "profiles.csv"):
        (folder / name).write_bytes(files[name])
    to = Destination(store=at.store, tenant=at.tenant, policy=at.policy, actor=JOB, reason="benchmark")
    with Rejected() as rejected:
        import_accounts(to, folder / "accounts.csv", rejected=rejected)
        import_profiles(to, folder / "profiles.csv", rejected=rejected)
    with at.store.read(at.tenant) as session:
        keys = [known.account.key for known in accounts.walk(session)]
        people = [known.profile.key for known in profiles.walk(session)]
    random.Random(1).shuffle(keys)
    few = int(number * share / 5)
    agree(to, keys[few:])
    agree(to, people)
    return keys[:few]


def change(at: Installation, late: Sequence[Any], share: float) -> dict[str, int]:
    """A share of the accounts and of the profiles changes."""
    draw = random.Random(2)
    to = Destination(store=at.store, tenant=at.tenant, policy=at.policy, actor=JOB, reason="benchmark")
    with at.store.read(at.tenant) as session:
        everybody = [known.account for known in accounts.walk(session) if known.account.key not in set(late)]
        people = list(profiles.walk(session))
    moved = draw.sample(everybody, int(len(everybody) * share * 0.6))
    gone = draw.sample(everybody, int(len(everybody) * share * 0.2))
    shown = draw.sample(people, int(len(people) * share))
    for part in batched(moved):
        with at.store.write(at.tenant, JOB, "moved") as session:
            accounts.put(session, [replace(one, city="Tannwick") for one in part])
            lookup.refresh(session, [one.key for one in part], at.policy)
    for part in batched(gone):
        with at.store.write(at.tenant, JOB, "withdrawn") as session:
            said = [ConsentEvent(one.key, "support", EventKind.WITHDRAWN, session.now) for one in part]
            consents.record_many(session, [(event, consents.NO_TERMS) for event in said])
            for one in part:
                proposals.drop_of(session, one.key, "support")
            lookup.refresh(session, [one.key for one in part], at.policy)
    for part in batched(shown):
        with at.store.write(at.tenant, JOB, "moved") as session:
            profiles.put(session, [replace(k, profile=replace(k.profile, location="Tannwick")) for k in part])
    agree(to, list(late))
    return {"accounts_changed": len(moved) + len(gone) + len(late), "profiles_changed": len(shown)}


def timed(at: Installation, **options: Any) -> tuple[Reconciled, float, float]:
    """A run, as a process of its own would make it: with no model ready. Seconds by the clock, and of the processor."""
    started, busy = time.perf_counter(), time.process_time()
    told = reconcile(at, actor=JOB, known_models=LiveModels(), **options)
    return told, time.perf_counter() - started, time.process_time() - busy


def standing(at: Installation) -> list[str]:
    """Every proposal, word for word, but for which run found it and until when it stands."""
    with at.store.read(at.tenant) as session:
        return [repr((k.proposal, k.purpose, k.model_version, k.created_at, k.state)) for k in proposals.walk(session)]


if __name__ == "__main__":
    main()
