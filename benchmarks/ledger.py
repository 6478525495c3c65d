"""Speed of the tamper-evident record.

    python -m benchmarks.ledger [--leaves 1000000] [--members 1000000] [--events 1000000] [--store URL] [--dir DIR]
                                [--json FILE]

Invented leaves, the same every time. Measures, on one core:

- append: leaves hashed into a tree whose nodes are kept, a second;
- prove, verify: one inclusion proof, one consistency proof, from kept nodes and back (median over 1,000);
- bundle: an export of all leaves checked by ``verify_bundle`` in a process of its own, with that process's peak memory;
- seal: a permitted set committed to, then one membership and one non-membership proof;
- store: events appended one a commit, and in batches, as a ratio to what the same database on the same disk does in
  the same run with commits of one bare row; then proofs from the store, an export of it, and its verification.

What the requirements ask: 0.15 of the raw commit rate one at a time, 20,000 events a second in batches, a proof from
10^6 leaves under 5 ms, an export of 10^6 leaves verified in under 60 s and 500 MB, 10^6 members sealed in under 60 s.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import SecretBytes
from sqlalchemy import Connection

from socialmatch.audit.export import Wanted, export
from socialmatch.audit.signing import Signing, sign
from socialmatch.config import Log, Secrets
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.bundle import write_bundle
from socialmatch.ledger.checkpoint import Checkpoint, sign_checkpoint
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.merkle import (
    MemoryTree,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    stored_root,
    verify_consistency,
    verify_inclusion,
)
from socialmatch.ledger.note import SigningKey
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.sealed import run_label, seal_run
from socialmatch.ledger.verify import verify_bundle
from socialmatch.models import AccountKey, Actor, ActorKind
from socialmatch.store import Keyring, Store, events, migrate
from socialmatch.store.events import Draft

KEY = SigningKey("example.com/benchmark", bytes(range(32)))
PROOFS = 1000


def leaves(number: int) -> Iterator[bytes]:
    """Leaves as a store would keep them, one millisecond apart."""
    dice, kinds = random.Random(0), list(TypeClass)
    for seq in range(number):
        yield Leaf(seq, kinds[seq % len(kinds)], 1_795_000_000_000 + seq, dice.randbytes(32)).encode()


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds an act took, and what it gave."""
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def measure_tree(number: int) -> tuple[dict[str, float], MemoryTree]:
    """Append every leaf; then prove and verify at places and sizes drawn by lot."""
    hashes = [leaf_hash(leaf) for leaf in leaves(number)]
    seconds, tree = timed(lambda: MemoryTree(hashes))
    root, dice = tree.root(), random.Random(1)
    prove, verify, prove_old, verify_old = [], [], [], []
    for _ in range(PROOFS):
        index = dice.randrange(number)
        took, proof = timed(lambda index=index: prove_inclusion(index, number, tree.read))
        prove.append(took)
        check = {"index": index, "size": number, "root": root, "proof": proof}
        verify.append(timed(lambda index=index, check=check: verify_inclusion(hashes[index], **check))[0])
        old = dice.randrange(1, number + 1)
        took, proof = timed(lambda old=old: prove_consistency(old, number, tree.read))
        prove_old.append(took)
        known = {"old_size": old, "old_root": stored_root(old, tree.read), "new_size": number, "new_root": root}
        verify_old.append(timed(lambda known=known, proof=proof: verify_consistency(**known, proof=proof))[0])
    return {
        "append_per_second": number / seconds,
        "prove_inclusion_ms": 1000 * median(prove),
        "verify_inclusion_ms": 1000 * median(verify),
        "prove_consistency_ms": 1000 * median(prove_old),
        "verify_consistency_ms": 1000 * median(verify_old),
    }, tree


def check_bundle(directory: Path, since: bytes) -> tuple[float, int, float]:
    """Verify in this process, which has done nothing else: seconds, exit code, and peak memory in MB."""
    seconds, verdict = timed(lambda: verify_bundle(directory, KEY.verifier.encode(), since))
    return seconds, verdict.exit_code, peak_mb()


def peak_mb() -> float:
    """Peak memory of this process. On Linux the usual counter starts with the parent's peak, so it is asked last."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def measure_bundle(number: int, tree: MemoryTree, folder: Path) -> dict[str, float]:
    """Write an export with some proofs and verify it in a fresh process, against an earlier checkpoint too."""
    note = sign_checkpoint(Checkpoint(KEY.name, number, tree.root()), KEY)
    half = max(1, number // 2)
    earlier = sign_checkpoint(Checkpoint(KEY.name, half, stored_root(half, tree.read)), KEY)
    wanted = sorted(random.Random(2).sample(range(number), min(100, number)))
    proofs = (TlogProof(i, tuple(prove_inclusion(i, number, tree.read)), note) for i in wanted)
    directory = folder / "bundle"
    write_bundle(directory, checkpoint=note, vkey=KEY.verifier, leaves=leaves(number), proofs=proofs)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, exit_code, peak = pool.apply(check_bundle, (directory, earlier.encode()))
    if exit_code != 0:
        raise SystemExit(f"the bundle does not verify: {exit_code}")
    return {
        "bundle_mb": (directory / "leaves.jsonl").stat().st_size / 1e6,
        "verify_bundle_seconds": seconds,
        "verify_bundle_peak_mb": peak,
    }


def measure_seal(number: int) -> dict[str, float]:
    """Seal a run; the label keys are there already, as they would be in a store."""
    dice = random.Random(3)
    members = [(dice.randbytes(32), f'["profile","default","x","","{n}"]') for n in range(number)]
    seconds, (seal, tree) = timed(lambda: seal_run(members, run="benchmark", purpose="support", as_of=0, position=0))
    prove = []
    for key, subject in random.Random(4).sample(members, min(PROOFS, number)):
        label = run_label(key, subject, "benchmark")
        took, path = timed(lambda label=label: tree.prove(label))
        prove.append(took)
        other = run_label(dice.randbytes(32), subject, "benchmark")
        if not path.holds(label, seal.root) or tree.prove(other).holds(other, seal.root):
            raise SystemExit("a sealed proof is wrong")
    return {"seal_seconds": seconds, "prove_sealed_ms": 1000 * median(prove)}


# --- on a store ----------------------------------------------------------------------------------

SUBJECTS = 10_000
BATCH = 5_000
SINGLE = 400
OFFICER = Actor(ActorKind.OFFICER, "benchmark")


def raw_commit_rate(store: Store) -> float:
    """Durable commits of one bare row a second, through the same driver with the same settings."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE benchmark_rows (n INTEGER PRIMARY KEY, data TEXT)")
        connection.commit()
        seconds, _ = timed(lambda: [_commit_row(connection, n) for n in range(SINGLE)])
    return SINGLE / seconds


def _commit_row(connection: Connection, number: int) -> None:
    connection.exec_driver_sql(f"INSERT INTO benchmark_rows VALUES ({number}, '{'x' * 200}')")
    connection.commit()


def subject(number: int) -> AccountKey:
    """One of ten thousand customers."""
    return AccountKey("default", "crm", f"customer-{number % SUBJECTS}")


def append_one_by_one(store: Store) -> float:
    """Events a second, each in a commit of its own."""

    def one(number: int) -> None:
        with store.write("default", OFFICER, "benchmark") as session:
            events.append(session, TypeClass.IDENTITY, "seen", subject(number), data={"n": number})

    seconds, _ = timed(lambda: [one(n) for n in range(SINGLE)])
    return SINGLE / seconds


def append_in_batches(store: Store, number: int) -> tuple[float, float]:
    """Events a second, five thousand a commit; and events a second of this process's own time on a processor.

    The second hardly depends on what else the machine does, and leaves out the database's own process.
    """

    def batch(start: int) -> None:
        numbers = range(start, min(start + BATCH, number))
        drafts = [Draft(TypeClass.IDENTITY, "seen", (subject(n),), {"n": n}) for n in numbers]
        with store.write("default", OFFICER, "benchmark") as session:
            events.append_many(session, drafts)

    busy = time.process_time()
    seconds, _ = timed(lambda: [batch(start) for start in range(0, number, BATCH)])
    return number / seconds, number / (time.process_time() - busy)


def measure_store(url: str, number: int, folder: Path) -> dict[str, float]:
    """Append, prove, export and verify, on a fresh store."""
    migrate(url)
    keys = Keyring(master_key=b"m" * 32, suppression_key=b"s" * 32)
    store = Store(url, keys, before_commit=log.grow)
    raw = raw_commit_rate(store)
    single = append_one_by_one(store)
    batches, batches_cpu = append_in_batches(store, number)
    signing = Signing(Log(name=KEY.name, signer=str(folder / "signer")), Secrets(signing_key=SecretBytes(KEY.seed)))
    signing.begin()
    dice, prove = random.Random(6), []
    with store.read("default") as session:
        note, made = sign(session, signing)
        for _ in range(PROOFS):
            index = dice.randrange(made.size)
            prove.append(timed(lambda index=index: log.prove(session, index, note, made.size))[0])
        check_seconds, _ = timed(lambda: log.check(session))
    wanted = Wanted(subject=subject(1))
    seconds, _ = timed(lambda: export(store, signing, folder / "export", wanted, actor=OFFICER, reason="benchmark"))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        verify_seconds, exit_code, peak = pool.apply(check_bundle, (folder / "export", note.encode()))
    store.close()
    if exit_code != 0:
        raise SystemExit(f"the export does not verify: {exit_code}")
    return {
        "raw_commits_per_second": raw,
        "store_single_per_second": single,
        "store_single_ratio": single / raw,
        "store_batch_per_second": batches,
        "store_batch_per_cpu_second": batches_cpu,
        "store_batch_ratio": batches / raw,
        "store_prove_ms": 1000 * median(prove),
        "store_check_seconds": check_seconds,
        "store_export_seconds": seconds,
        "store_verify_seconds": verify_seconds,
        "store_verify_peak_mb": peak,
    }


def main() -> int:
    """Measure and print, one line a number."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--leaves", type=int, default=1_000_000, help="leaves of the log (default: %(default)s)")
    parser.add_argument(
        "--members", type=int, default=1_000_000, help="members of the sealed run (default: %(default)s)"
    )
    parser.add_argument(
        "--dir", type=Path, help="where the export is written for a while (default: a temporary folder)"
    )
    parser.add_argument("--json", type=Path, help="write the numbers to this file as well")
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the store (default: %(default)s)")
    parser.add_argument("--store", default="", help="a database without tables (default: a SQLite file in DIR)")
    given = parser.parse_args()
    if min(given.leaves, given.members, given.events) < 1:
        parser.error("--leaves, --members and --events must be at least 1")

    report: dict[str, float] = {"leaves": given.leaves, "members": given.members, "events": given.events}
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        url = given.store or f"sqlite:///{folder}/store.db"
        report |= measure_store(url, given.events, Path(folder))
    tree_report, tree = measure_tree(given.leaves)
    report |= tree_report
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        report |= measure_bundle(given.leaves, tree, Path(folder))
    report |= measure_seal(given.members)
    for name, value in report.items():
        print(f"{name:28}{value:>16,.3f}" if isinstance(value, float) else f"{name:28}{value:>16,}")
    if given.json:
        given.json.write_text(json.dumps(report, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
