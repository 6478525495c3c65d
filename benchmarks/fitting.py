"""What learning without labels brings: a folder imported, reconciled, fitted, adopted and reconciled again.

    python -m benchmarks.fitting FOLDER [FOLDER ...] [--consent half] [--judge N [--by-lot]] [--json FILE]

Each folder is one of ``benchmarks.generate``, made with another ``--linked``. The store is filled and run as an
installation's is; everybody agreed, or with ``--consent half`` all profiles and every second customer. Measured before
and after, over the first proposal of each profile: calibration error (15 bins of equal count), log-loss, precision of
``match``, and its recall over all profiles whose owner has an account, agreed or not. The share that was learned
stands beside the true one.

With ``--judge N`` so many first proposals for review are judged by the truth, and the calibration is learned from
them in place of the share: the most uncertain ones, as the queue shows them, or ``--by-lot``. Measured is then over
the others.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from benchmarks.lookup import JOB, KEYS, agree
from benchmarks.measures import Top, calibration
from benchmarks.quality import half, read_truth
from benchmarks.reconcile import SECRETS
from socialmatch.accounts import Destination, import_accounts, import_profiles
from socialmatch.config import Config, Policy
from socialmatch.files import Rejected, read_profiles
from socialmatch.fitting import adopt, fit
from socialmatch.journeys.steps import Installation
from socialmatch.lookup import LiveModels
from socialmatch.models import Decision, ProfileKey
from socialmatch.reconcile import reconcile
from socialmatch.review import WRONG_PERSON
from socialmatch.store import Store, accounts, migrate, profiles, proposals

EVERYTHING = Policy(review_threshold=0.0)
"""Keeps every first proposal, however unlikely, so that all can be measured."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--consent", choices=("all", "half"), default="all", help="who of the customers agreed")
    parser.add_argument("--judge", type=int, default=0, metavar="N", help="learn the calibration from so many")
    parser.add_argument("--by-lot", action="store_true", help="judge any for review, not the most uncertain")
    parser.add_argument("--json", type=Path, help="write the measures here")
    given = parser.parse_args(arguments)
    found = {
        folder.name: measure(folder, given.judge, by_lot=given.by_lot, consent=given.consent)
        for folder in given.folders
    }
    for name, one in found.items():
        print(f"{name}: true share {one['true_share']:.3f}, learned {one['learned']}; {one['changes']}")
        for when in ("before", "after"):
            print(f"  {when:6} {one[when]}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, number: int, *, by_lot: bool, consent: str) -> dict[str, Any]:
    """Every figure of one folder."""
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/store.db"
        migrate(url)
        store = Store(url, KEYS)
        at = Installation(store, "default", Config(policy=EVERYTHING), SECRETS)
        _fill(at, folder, consent)
        owners = _owners(folder)
        reconcile(at, actor=JOB, known_models=LiveModels())
        out = _judge(at, owners, number, by_lot=by_lot)
        before = _measured(at, owners, out)
        learn = "calibration" if number else "share"
        fitted = fit(at, learn=learn, actor=JOB, reason="benchmark", known_models=LiveModels())
        adopt(at, fitted.model.name, actor=JOB, reason="benchmark")
        reconcile(at, actor=JOB, known_models=LiveModels())
        after = _measured(at, owners, out)
        store.close()
    linked = sum(bool(owner) for owner in owners.values())
    return {
        "true_share": round(linked / len(owners), 3),
        "learned": fitted.model.to_json()["parameters"],
        "changes": fitted.changes["matches"],
        "before": before,
        "after": after,
    }


def _fill(at: Installation, folder: Path, consent: str) -> None:
    to = Destination(store=at.store, tenant=at.tenant, policy=at.policy, actor=JOB, reason="benchmark")
    with Rejected() as rejected:
        import_accounts(to, folder / "accounts.csv", rejected=rejected)
        import_profiles(to, folder / "profiles.csv", rejected=rejected)
    with at.store.read(at.tenant) as session:
        customers = [known.account.key for known in accounts.walk(session)]
        people = [known.profile.key for known in profiles.walk(session)]
    agree(to, [key for key in customers if consent == "all" or half(key)])
    agree(to, people)


def _owners(folder: Path) -> dict[ProfileKey, str]:
    ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        list(read_profiles(folder / "profiles.csv", rejected=rejected, profile_ids=ids))
    return read_truth(folder, ids)


def _judge(at: Installation, owners: dict[ProfileKey, str], number: int, *, by_lot: bool) -> frozenset[ProfileKey]:
    """Let first proposals for review be judged by the truth; whose they were."""
    with at.store.write(at.tenant, JOB, "benchmark") as session:
        low, high = Policy().review_threshold, Policy().match_threshold
        queue = [one for one in proposals.walk(session) if one.proposal.rank == 1]
        queue = [one for one in queue if low <= one.proposal.probability < high]
        random.Random(1).shuffle(queue)
        if not by_lot:
            queue.sort(key=lambda one: abs(one.proposal.probability - 0.5))
        for one in queue[:number]:
            account = one.proposal.account
            if account is not None and account.account_id == owners[one.proposal.profile]:
                proposals.accept(session, one)
            else:
                proposals.reject(session, one, WRONG_PERSON)
    return frozenset(one.proposal.profile for one in queue[:number])


def _measured(at: Installation, owners: dict[ProfileKey, str], out: Collection[ProfileKey]) -> dict[str, float]:
    """Of everybody but those left out."""
    with at.store.read(at.tenant) as session:
        first = [known.proposal for known in proposals.walk(session) if known.proposal.rank == 1]
    first = [one for one in first if one.profile not in out]
    rows = [
        (one.decision, Top(one.probability, one.account.account_id == owners[one.profile], True))
        for one in first
        if one.account is not None
    ]
    error, loss = calibration([row for _, row in rows])
    matched = [row.right for decision, row in rows if decision is Decision.MATCH]
    linkable = sum(bool(owner) for key, owner in owners.items() if key not in out)
    return {
        "calibration_error": round(error, 4),
        "log_loss": round(loss, 4),
        "matches": len(matched),
        "match_precision": round(sum(matched) / max(1, len(matched)), 4),
        "match_recall": round(sum(matched) / linkable, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
