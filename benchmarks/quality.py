"""Matching quality on a folder of accounts, profiles and truth.

    python -m benchmarks.quality FOLDER [--distractors FILE] [--drop-column website] [--judge 300] [--json FILE]

The folder holds ``accounts.csv``, ``profiles.csv`` (interchange files), ``truth.csv`` (``profile_id``, ``account_id``,
``ambiguous``; an empty account: the profile has none) and optionally ``openset_drop.csv`` (``account_id``), the
accounts left out of the open set. Everybody consents, so that what is measured is matching alone;
``--consent half`` draws consent for half the accounts by hash.

Measures (top-1 view, exact ties abstain in the open set):

- closed set, every profile has its account in the CRM: recall@1 and recall@5;
- open set, some have none: F1, R@P99 and R@P99.9 (recall at the lowest threshold where precision is at least that), and
  what ``match``, the policy's own decision, reaches;
- misses by cause, so that the next improvement is known;
- with ``--judge 300``: what ``match`` reaches once that many first proposals, drawn by lot, were judged by the truth,
  and a calibration was learned from them; over the others, mean of five draws;
- calibration: expected calibration error over rank-1 rows in 15 equal-count bins, and log-loss; ``--reliability FILE``
  draws the bins.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measures import Bin, Top, best_f1, calibration, recall_at, recall_within, reliability
from benchmarks.reliability import diagram
from socialmatch.config import Policy
from socialmatch.consent.permits import permitted_set
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.link import Inputs, Summary, run
from socialmatch.matching.calibration import Judged, learn_calibration
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, ConsentEvent, Decision, EventKind, Profile, ProfileKey, Proposal, Subject

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Truth:
    """What is right: the account of each profile, ``None`` where it has none in this CRM."""

    accounts: dict[ProfileKey, str | None]

    @property
    def linkable(self) -> int:
        return sum(account is not None for account in self.accounts.values())


def read_truth(folder: Path, ids: dict[str, ProfileKey]) -> dict[ProfileKey, str]:
    """Account id of every unambiguous profile, ``""`` where it has none."""
    rows = read_rows(folder / "truth.csv")
    return {
        ids[r["profile_id"]]: r["account_id"]
        for r in rows
        if r.get("ambiguous", "0") in ("", "0") and r["profile_id"] in ids
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_columns(path: Path, dropped: Sequence[str], folder: Path) -> Path:
    """A copy of a CSV without some columns."""
    if not dropped:
        return path
    rows = read_rows(path)
    kept = [name for name in rows[0] if name not in dropped]
    copy = folder / path.name
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return copy


def grants(subjects: Iterable[Subject]) -> list[ConsentEvent]:
    """A grant in force for each subject."""
    return [
        ConsentEvent(
            subject=subject,
            purpose="support",
            kind=EventKind.GIVEN,
            recorded_at=AS_OF - timedelta(days=1),
            valid_until=AS_OF + timedelta(days=365),
            notice_version="benchmark",
            method="benchmark",
            evidence="benchmark",
        )
        for subject in subjects
    ]


def match(
    accounts: Sequence[Account], profiles: Sequence[Profile], consenting: Iterable[Subject], *, top: int
) -> tuple[dict[ProfileKey, list[Proposal]], Summary]:
    """Proposals of every profile."""
    permitted, refused = permitted_set(grants(consenting), purpose="support", as_of=AS_OF)
    summary = Summary()
    outcomes = run(Inputs(accounts, profiles, permitted, refused), summary, policy=Policy(), top=top)
    found = {}
    for outcome in outcomes:
        summary.pairs_scored += outcome.scored
        found[outcome.proposals[0].profile] = outcome.proposals
    return found, summary


def tops(found: dict[ProfileKey, list[Proposal]], truth: Truth) -> list[Top]:
    """The rank-1 rows."""
    rows = []
    for key, proposals in found.items():
        first = proposals[0]
        if first.account is None:
            continue
        alone = len(proposals) < 2 or proposals[1].weight < first.weight
        rows.append(Top(first.probability, first.account.account_id == truth.accounts[key], alone))
    return rows


def closed_measures(found: dict[ProfileKey, list[Proposal]], truth: Truth) -> dict[str, float]:
    ranks = []
    for key, proposals in found.items():
        ids = [p.account.account_id for p in proposals if p.account]
        wanted = truth.accounts[key]
        ranks.append(ids.index(wanted) + 1 if wanted in ids else 0)
    return {"profiles": len(ranks), "recall@1": recall_within(ranks, 1), "recall@5": recall_within(ranks, 5)}


def open_measures(found: dict[ProfileKey, list[Proposal]], truth: Truth) -> dict[str, float]:
    rows = tops(found, truth)
    matched = [
        proposals[0].account is not None and proposals[0].account.account_id == truth.accounts[key]
        for key, proposals in found.items()
        if proposals[0].decision is Decision.MATCH
    ]
    error, loss = calibration(rows)
    return {
        "profiles": len(found),
        "linkable": truth.linkable,
        "f1": best_f1(rows, truth.linkable),
        "R@P99": recall_at(rows, truth.linkable, 0.99),
        "R@P99.9": recall_at(rows, truth.linkable, 0.999),
        "matched": len(matched),
        "match_precision": sum(matched) / len(matched) if matched else 1.0,
        "match_recall": sum(matched) / truth.linkable,
        "calibration_error": error,
        "log_loss": loss,
    }


def causes(
    found: dict[ProfileKey, list[Proposal]], truth: Truth, accounts: Sequence[Account], profiles: Sequence[Profile]
) -> Counter[str]:
    """Why the right account is not first, one cause per profile."""
    by_id = {a.account_id: account_features(a, region="US") for a in accounts}
    by_key = {p.key: profile_features(p) for p in profiles}
    told: Counter[str] = Counter()
    for key, proposals in found.items():
        wanted = truth.accounts[key]
        ids = [p.account.account_id for p in proposals if p.account]
        if wanted is None or ids[:1] == [wanted]:
            continue
        account, text = by_id[wanted], by_key[key].handle.text
        if wanted in ids and proposals[ids.index(wanted)].weight == proposals[0].weight:
            told["tied with a namesake on all the handle shows"] += 1
        elif any(name in text for name in account.family):
            told["family name shown, another account explains more, or has an equal claim"] += 1
        elif any(name in text for name in (*account.given, *account.aliases)):
            told["only a given name or nickname shown"] += 1
        else:
            told["no name of the account in the handle"] += 1
    return told


def judged_measures(found: dict[ProfileKey, list[Proposal]], truth: Truth, number: int) -> dict[str, float]:
    """What ``match`` reaches over the others once so many first proposals, drawn by lot, were judged."""
    rows = tops(found, truth)
    precisions, recalls = [], []
    for seed in range(5):
        drawn = random.Random(seed).sample(rows, len(rows))
        learned = learn_calibration([Judged(top.score, top.right) for top in drawn[:number]])
        matched = [top.right for top in drawn[number:] if learned.of(top.score) >= Policy().match_threshold]
        precisions.append(sum(matched) / max(1, len(matched)))
        recalls.append(sum(matched) / (truth.linkable * len(drawn[number:]) / len(drawn)))
    return {
        "judged": number,
        "judged_match_precision": statistics.mean(precisions),
        "judged_match_recall": statistics.mean(recalls),
    }


def half(subject: Subject) -> bool:
    """Whether the hash of a subject's id draws consent: one in two."""
    return hashlib.sha256(f"consent:{getattr(subject, 'account_id', '')}".encode()).digest()[0] % 2 == 0


def measure(
    folder: Path, distractors: Path | None, dropped: Sequence[str], consent: str, judge: int = 0
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch, Rejected() as rejected:
        files = [folder / "accounts.csv", *([distractors] if distractors else [])]
        accounts = [
            a for f in files for a in read_accounts(without_columns(f, dropped, Path(scratch)), rejected=rejected)
        ]
        ids: dict[str, ProfileKey] = {}
        everyone = list(read_profiles(folder / "profiles.csv", rejected=rejected, profile_ids=ids))
    owners = read_truth(folder, ids)
    profiles = [p for p in everyone if p.handle and p.key in owners]
    report: dict[str, Any] = {"accounts": len(accounts), "rejected_rows": rejected.rows}
    report["closed"], report["misses"] = _closed(accounts, profiles, owners)
    drop_file = folder / "openset_drop.csv"
    left_out = {r["account_id"] for r in read_rows(drop_file)} if drop_file.exists() else set()
    kept = [a for a in accounts if a.account_id not in left_out]
    report["open"], report["reliability"] = _open(kept, profiles, owners, consent, judge)
    return report


def _closed(accounts: Sequence[Account], profiles: Sequence[Profile], owners: dict[ProfileKey, str]) -> tuple[Any, Any]:
    profiles = [p for p in profiles if owners[p.key]]
    truth = Truth({p.key: owners[p.key] for p in profiles})
    started = time.perf_counter()
    found, summary = match(accounts, profiles, [p.key for p in profiles] + [a.key for a in accounts], top=5)
    measures = closed_measures(found, truth) | {
        "pairs_scored": summary.pairs_scored,
        "seconds": time.perf_counter() - started,
    }
    return measures, dict(causes(found, truth, accounts, profiles).most_common())


def _open(
    accounts: Sequence[Account], profiles: Sequence[Profile], owners: dict[ProfileKey, str], consent: str, judge: int
) -> tuple[Any, Any]:
    agreed = [a.key for a in accounts if consent == "all" or half(a.key)]
    known = {key.account_id for key in agreed}
    truth = Truth({p.key: owners[p.key] if owners[p.key] in known else None for p in profiles})
    found, _ = match(accounts, profiles, [p.key for p in profiles] + agreed, top=2)
    bins = [asdict(one) for one in reliability(tops(found, truth))]
    judged = judged_measures(found, truth, judge) if judge else {}
    return open_measures(found, truth) | judged | {"accounts_consented": len(agreed)}, bins


def show(report: dict[str, Any]) -> str:
    closed, opened = report["closed"], report["open"]
    lines = [
        f"accounts {report['accounts']:,}, rejected rows {report['rejected_rows']}",
        f"closed set, {closed['profiles']:,} profiles: recall@1 {closed['recall@1']:.2%}, "
        f"recall@5 {closed['recall@5']:.2%} ({closed['pairs_scored']:,} pairs, {closed['seconds']:.1f} s)",
        *(f"  miss: {count:4} {cause}" for cause, count in report["misses"].items()),
        f"open set, {opened['linkable']:,} of {opened['profiles']:,} linkable, "
        f"{opened['accounts_consented']:,} accounts consent: "
        f"F1 {opened['f1']:.3f}, R@P99 {opened['R@P99']:.3f}, R@P99.9 {opened['R@P99.9']:.3f}",
        f"  match: {opened['matched']:,} at precision {opened['match_precision']:.4f}, "
        f"recall {opened['match_recall']:.3f}",
        f"  calibration error {opened['calibration_error']:.3f}, log-loss {opened['log_loss']:.3f}",
    ]
    if "judged" in opened:
        lines.append(
            f"  match, once {opened['judged']:,} were judged: precision {opened['judged_match_precision']:.4f}, "
            f"recall {opened['judged_match_recall']:.3f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--distractors", type=Path, help="further accounts nobody's profile belongs to")
    parser.add_argument("--drop-column", action="append", default=[], help="a column to leave out of the accounts")
    parser.add_argument(
        "--consent", choices=("all", "half"), default="all", help="who of the open set's accounts consents"
    )
    parser.add_argument("--json", type=Path, help="write the measures here")
    parser.add_argument("--reliability", type=Path, help="draw said against right here, as SVG")
    parser.add_argument("--judge", type=int, default=0, help="first proposals judged to learn a calibration from")
    given = parser.parse_args(arguments)
    distractors = given.distractors
    if distractors and not distractors.exists():
        distractors = given.folder / distractors
    report = measure(given.folder, distractors, given.drop_column, given.consent, given.judge)
    print(show(report))
    if given.json:
        given.json.write_text(json.dumps(report, indent=2), encoding="utf-8")
    if given.reliability:
        given.reliability.write_text(diagram([Bin(**one) for one in report["reliability"]]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
