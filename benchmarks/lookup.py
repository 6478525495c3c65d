"""Speed of the interactive lookup: `SocialMatch.match` over a store, by the kind of its answer.

    python -m benchmarks.lookup [--accounts 100000] [--lookups 2000] [--skew 0.05] [--store URL] [--json FILE]

Invented customers, the same every time; all of them agreed, and so did the owners of the profiles asked for. One in
four of those is linked to an account, so that the answer is its link; the others are compared. Measures, on one core,
with the store's own clock and durable commits:

- the build, in seconds by the wall and of the processor: look through and import the file of accounts, count its
  values; a grant of every account and profile, with its event; the index, every account with its keys and features,
  by `socialmatch.lookup.catch_up`; with the peak memory of it all, and bytes an account;
- cold: a process of its own, from its start to its first answer, imports included; the second answer is warm;
- lookups: that process goes on, one question after another, each with its own committed event, once some were asked
  and what they left in memory was frozen (`gc.freeze`), as the runbook advises: median, 99th percentile, questions a
  second, and CPU time of one, which a busy machine does not stretch as much; by what was answered (`link`,
  `proposals`, `refusal`), and in all.

`--skew 0.05` gives one family name to that share of the accounts and of the profiles, and one telephone number to
as many others: what large blocks cost. `--store` names a fresh database; without it SQLite in a temporary folder.
Aimed at, over a million accounts: a median under 3 ms on SQLite (5 ms on PostgreSQL), a 99th percentile under
10 ms (15 ms), 300 lookups a second, an index in 180 s.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.generate.write import generate
from socialmatch import SocialMatch, lookup
from socialmatch.accounts import Destination, import_accounts
from socialmatch.config import Config, Policy
from socialmatch.files import Rejected, read_profiles
from socialmatch.ledger import log
from socialmatch.models import (
    AccountKey,
    Actor,
    ActorKind,
    Assurance,
    ConsentEvent,
    EventKind,
    Link,
    Profile,
    Subject,
)
from socialmatch.store import Keyring, Store, accounts, consents, links, migrate
from socialmatch.store.engine import sqlite_path
from socialmatch.store.statements import batched
from socialmatch.testing.stores import TEST_SECRETS

JOB = Actor(ActorKind.JOB, "benchmark")
KEYS = Keyring.of(TEST_SECRETS)
WARM_UP = 20
"""One profile in so many is asked for before anything is measured."""
LINKED = 4
"""One profile in so many is linked."""
SEED = 9
COMMON_NAME, COMMON_PHONE = "Wexcombe", "+12025550123"

Found = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--skew", type=float, default=0.0, help="share of one name, and of one number")
    parser.add_argument("--store", help="default: a fresh SQLite file")
    parser.add_argument("--folder", type=Path, help="kept, with its files; default: a temporary one")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--since", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.ask:
        json.dump(ask(given.store, given.ask, given.since), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        url = given.store or f"sqlite:///{folder.resolve()}/store.db"
        found = measure(folder, url, given.accounts, given.lookups, given.skew)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    show(found)


def measure(folder: Path, url: str, number: int, lookups: int, skew: float = 0.0) -> Found:
    """Every figure."""
    write_files(folder, number, lookups, skew)
    found: Found = {"accounts": number, "skew": skew, "database": url.partition(":")[0].partition("+")[0]}
    found |= build(url, folder)
    found["process"] = asked_by_another(url, folder / "profiles.csv")
    return found


def show(found: Found, inside: str = "") -> None:
    """A figure a line."""
    for name, value in found.items():
        if isinstance(value, dict):
            show(value, f"{inside}{name} ")
        else:
            print(
                f"{inside + name:34} {value:>14,.2f}" if isinstance(value, float) else f"{inside + name:34} {value:>14}"
            )


# --- the customers -------------------------------------------------------------------------------


def write_files(folder: Path, number: int, lookups: int, skew: float) -> None:
    """Accounts and profiles, unless they are there already."""
    if (folder / "accounts.csv").exists():
        return
    generate(folder, accounts=number, profile_count=lookups, seed=SEED)
    for name, column in (("accounts.csv", "phones"), ("profiles.csv", "public_phones")):
        if skew:
            (folder / name).write_bytes(skewed((folder / name).read_bytes(), skew, column))


def skewed(file: bytes, share: float, phones: str) -> bytes:
    """A file in which one family name is that share's, and one telephone number that of as many others."""
    rows = csv.DictReader(io.StringIO(file.decode()))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    every = round(1 / share)
    for place, row in enumerate(rows):
        changed: dict[str, str] = {}
        if place % every == 0 and "family_name" in row:
            changed = {"family_name": COMMON_NAME, "full_name": ""}
        elif place % every == 0:
            changed = {"display_name": " ".join((*row["display_name"].split()[:1], COMMON_NAME))}
        elif place % every == 1:
            changed = {phones: COMMON_PHONE}
        writer.writerow({**row, **changed})
    return text.getvalue().encode()


# --- the store -----------------------------------------------------------------------------------


def build(url: str, folder: Path) -> Found:
    """Everything in the store, and how long it took."""
    migrate(url)
    store = Store(url, KEYS, before_commit=log.grow)
    to = Destination(store=store, tenant="default", policy=Policy(), actor=JOB, reason="benchmark")
    found: Found = {}
    phases = Phases()
    with Rejected() as rejected:
        import_accounts(to, folder / "accounts.csv", rejected=rejected, progress=phases)
    found |= phases.seconds()
    with store.read("default") as session:
        keys = [known.account.key for known in accounts.walk(session)]
    profiles = [profile.key for profile in read(folder / "profiles.csv")]
    with timed(found, "consents"):
        agree(store, [*keys, *profiles])
    with timed(found, "index"):
        lookup.catch_up(store, "default", JOB, to.policy)
    link(store, profiles[::LINKED], keys)
    if path := sqlite_path(store.engine):
        store.cut_wal()
        found["bytes_per_account"] = path.stat().st_size // len(keys)
    else:
        found["bytes_per_account"] = settle_postgresql(store) // len(keys)
    found["build_peak_mb"] = peak_mb()
    store.close()
    return found


class Phases:
    """Seconds of the phases of an import: it looks through the file, takes the accounts, and counts their values."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, tuple[float, float]]] = []

    def phase(self, name: str, total: int = 0) -> None:
        """A phase begins."""
        self._begun.append((name, now()))

    def advance(self, number: int) -> None:
        """So many more are done."""

    def seconds(self) -> Found:
        """Of each phase, by its name."""
        ends = [begun for _, begun in self._begun[1:]] + [now()]
        return {name: since(begun, end) for (name, begun), end in zip(self._begun, ends, strict=True)}


@contextmanager
def timed(found: Found, name: str) -> Iterator[None]:
    """Seconds of a phase."""
    started = now()
    yield
    found[name] = since(started, now())


def now() -> tuple[float, float]:
    """What both clocks say: the one on the wall, and that of the processor."""
    return time.perf_counter(), time.process_time()


def since(begun: tuple[float, float], end: tuple[float, float]) -> Found:
    """Seconds of both."""
    return {"s": end[0] - begun[0], "cpu_s": end[1] - begun[1]}


def peak_mb() -> int:
    """The most memory this process had; what the kernel calls so elsewhere is its parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read(path: Path) -> list[Profile]:
    """The profiles of a file."""
    with Rejected() as rejected:
        return list(read_profiles(path, rejected=rejected))


def agree(store: Store, subjects: Sequence[Subject]) -> None:
    """Grants, 500 a commit."""
    for part in batched(subjects):
        with store.write("default", JOB, "agreed") as session:
            until = session.now + timedelta(days=365)
            given = [
                ConsentEvent(one, "support", EventKind.GIVEN, session.now, "v1", "form", until, "benchmark")
                for one in part
            ]
            consents.record_many(session, [(event, consents.NO_TERMS) for event in given])


def link(store: Store, profiles: Sequence[Any], keys: Sequence[AccountKey]) -> None:
    """Each profile to an account of its own."""
    for part in batched(zip(profiles, keys, strict=False)):
        with store.write("default", JOB, "linked") as session:
            for profile, account in part:
                links.start(session, Link(profile, account, Assurance.L2, "code", 0, session.now))


def settle_postgresql(store: Store) -> int:
    """What the server does by itself some minutes after so many rows; and the size of the database."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


# --- the questions -------------------------------------------------------------------------------


def asked_by_another(url: str, profiles: Path) -> Found:
    """A process that is started now and asks."""
    command = (sys.executable, "-m", "benchmarks.lookup", "--store", url, "--ask", str(profiles))
    done = subprocess.run((*command, "--since", str(time.time())), check=True, capture_output=True, text=True)
    answer: Found = json.loads(done.stdout)
    return answer


def ask(url: str, path: Path, since: float) -> Found:
    """One question after another."""
    sm = SocialMatch(url, config=Config(), secrets=TEST_SECRETS)
    profiles = read(path)
    ready = time.perf_counter()
    sm.match(profiles[1])
    first = time.perf_counter()
    cold = time.time() - since
    found: Found = {"cold_s": cold, "cold_cpu_s": time.process_time(), "cold_first_answer_s": first - ready}
    begun = time.perf_counter()
    sm.match(profiles[1])
    found["second_answer_ms"] = (time.perf_counter() - begun) * 1e3
    warm_up = len(profiles) // WARM_UP
    for profile in profiles[:warm_up]:
        sm.match(profile)
    gc.collect()
    gc.freeze()
    taken: dict[str, list[tuple[float, float]]] = {}
    for profile in profiles[warm_up:]:
        cpu, begun = time.process_time(), time.perf_counter()
        kind = sm.match(profile).kind
        taken.setdefault(kind.value, []).append((time.perf_counter() - begun, time.process_time() - cpu))
    found |= {kind: figures(times) for kind, times in sorted(taken.items())}
    found["all"] = figures([time for times in taken.values() for time in times])
    found["peak_mb"] = peak_mb()
    sm.close()
    return found


def figures(times: Sequence[tuple[float, float]]) -> Found:
    """Wall and CPU time of some questions."""
    wall, cpu = sorted(wall for wall, _ in times), sorted(cpu for _, cpu in times)
    return {
        "number": len(times),
        "p50_ms": median(wall) * 1e3,
        "p99_ms": wall[len(wall) * 99 // 100] * 1e3,
        "per_s": len(wall) / sum(wall),
        "cpu_p50_ms": median(cpu) * 1e3,
        "cpu_p99_ms": cpu[len(cpu) * 99 // 100] * 1e3,
        "per_cpu_s": len(cpu) / sum(cpu),
    }


if __name__ == "__main__":
    main()
