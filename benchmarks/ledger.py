"""Speed of the tamper-evident record.

    python -m benchmarks.ledger [--leaves 1000000] [--members 1000000] [--dir DIR] [--json FILE]

Invented leaves, the same every time. Measures, on one core:

- append: leaves hashed into a tree whose nodes are kept, a second;
- prove, verify: one inclusion proof, one consistency proof, from kept nodes and back (median over 1,000);
- bundle: an export of all leaves checked by ``verify_bundle`` in a process of its own, with that process's peak memory;
- seal: a permitted set committed to, then one membership and one non-membership proof.

What the requirements ask: a proof from 10^6 leaves under 5 ms, an export of 10^6 leaves verified in under 60 s and
500 MB, 10^6 members sealed in under 60 s.
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

from socialmatch.leaf import TypeClass
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
    given = parser.parse_args()
    if given.leaves < 1 or given.members < 1:
        parser.error("--leaves and --members must be at least 1")

    report: dict[str, float] = {"leaves": given.leaves, "members": given.members}
    tree_report, tree = measure_tree(given.leaves)
    report |= tree_report
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        report |= measure_bundle(given.leaves, tree, Path(folder))
    report |= measure_seal(given.members)
    for name, value in report.items():
        print(f"{name:24}{value:>16,.3f}" if isinstance(value, float) else f"{name:24}{value:>16,}")
    if given.json:
        given.json.write_text(json.dumps(report, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
