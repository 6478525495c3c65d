"""Do the candidates hold whoever all-pairs scoring would find?

    python -m benchmarks.blocking FOLDER [FOLDER ...] [--distractors FILE] [--sample 2000] [--json FILE]

Of a sample of the profiles that have an account, the proposals over the candidates are compared with those over all
accounts. A profile whose account is first among its candidates, or is among them and not first, needs no second look:
more accounts can only take its place. Where the account is no candidate, the profile is weighed against every account
of the CRM; if its own comes out first there, alone, the candidates have lost it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.compare import read_owners
from benchmarks.quality import AS_OF, grants
from socialmatch.consent.permits import PermittedSet, permitted_set
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.matching.blocking import profile_blocks, stages
from socialmatch.matching.counts import Counts
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures, account_features, profile_features
from socialmatch.models import Account, Profile, ProfileKey


@dataclass(frozen=True)
class World:
    """A CRM, everybody of it consenting, and the profiles looked at with the account of each."""

    permitted: PermittedSet
    model: Model
    accounts: Sequence[AccountFeatures]
    owners: Mapping[ProfileKey, str]
    profiles: Sequence[ProfileFeatures]


def world(accounts: Sequence[Account], profiles: Sequence[Profile], owners: Mapping[ProfileKey, str]) -> World:
    """Everybody agreed; the profiles all have an account."""
    permitted, _ = permitted_set(
        grants([*(p.key for p in profiles), *(a.key for a in accounts)]), purpose="support", as_of=AS_OF
    )
    features = [account_features(account) for account in accounts]
    return World(permitted, Model(Counts.over(features)), features, owners, [profile_features(p) for p in profiles])


def read_world(folder: Path, distractors: Path | None, sample: int) -> World:
    """Read a folder, and draw the sample."""
    ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        files = [folder / "accounts.csv", *([distractors] if distractors else [])]
        accounts = [a for file in files for a in read_accounts(file, rejected=rejected)]
        profiles = list(read_profiles(folder / "profiles.csv", rejected=rejected, profile_ids=ids))
    owners = {ids[profile]: owner for profile, owner in read_owners(folder).items() if owner and profile in ids}
    linkable = sorted((p for p in profiles if p.key in owners), key=lambda p: p.key)
    return world(accounts, random.Random("blocking").sample(linkable, min(sample, len(linkable))), owners)


def measure(world: World) -> dict[str, float]:
    """How many accounts are found, by the candidates and without them, and how many candidates there are."""
    index, limits = AccountIndex(world.permitted, world.accounts), world.model.parameters
    found = lost = 0
    numbers = {"telling": 0, "all": 0, "most": 0}
    for profile in world.profiles:
        last = []
        for name, blocks in zip(("telling", "all"), _both(profile, world.model), strict=True):
            last, _ = index.candidates(blocks, block_limit=limits.block_limit, limit=limits.candidate_limit)
            numbers[name] += len(last)
        numbers["most"] = max(numbers["most"], len(last))
        first = _first(world, profile, last)
        if first == world.owners[profile.key]:
            found += 1
        elif all(one.key.account_id != world.owners[profile.key] for one in last):
            lost += _first(world, profile, world.accounts) == world.owners[profile.key]
    looked_at = len(world.profiles)
    return {
        "accounts": len(world.accounts),
        "profiles": looked_at,
        "first_of_all_pairs": found + lost,
        "kept_by_candidates": found / (found + lost),
        "candidates_in_telling_blocks": numbers["telling"] / looked_at,
        "candidates": numbers["all"] / looked_at,
        "most_candidates": numbers["most"],
    }


def _both(profile: ProfileFeatures, model: Model) -> tuple[Sequence[Any], Sequence[Any]]:
    some = stages(profile_blocks(profile, model.vocabulary))
    return some[0], some[-1]


def _first(world: World, profile: ProfileFeatures, accounts: Sequence[AccountFeatures]) -> str | None:
    """The account of the greatest weight, ``None`` where there is none or several are equal."""
    reading = world.model.read(profile)
    weights = sorted(
        ((world.model.weigh(world.permitted, one, reading)[0], one.key.account_id) for one in accounts), reverse=True
    )
    if not weights or (len(weights) > 1 and weights[0][0] == weights[1][0]):
        return None
    return weights[0][1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blocking", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--distractors", type=Path, help="further accounts nobody's profile belongs to")
    parser.add_argument("--sample", type=int, default=2_000, help="profiles that have an account, of each folder")
    parser.add_argument("--json", type=Path, help="write the measures here")
    given = parser.parse_args(arguments)
    reports = []
    for folder in given.folders:
        report = measure(read_world(folder, given.distractors, given.sample))
        reports.append({"folder": folder.name} | report)
        print(
            f"{folder.name}: {report['profiles']:,} profiles, {report['accounts']:,} accounts; of the "
            f"{report['first_of_all_pairs']:,} that all pairs put first {report['kept_by_candidates']:.2%} are "
            f"candidates; {report['candidates']:.0f} a profile, {report['most_candidates']:,} at most, "
            f"{report['candidates_in_telling_blocks']:.0f} in telling blocks",
            flush=True,
        )
    if given.json:
        given.json.write_text(json.dumps(reports, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
