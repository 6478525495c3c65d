"""What candidates leave out: profiles compared with every account, beside the few that blocking picks.

    python -m benchmarks.blocking FOLDER [--sample 200]

The folder is one of ``benchmarks.generate``. Of the sampled profiles (the first that have an account) those count whose
account alone weighs most among all accounts; how many of them have it among their candidates is the recall. Candidates
a profile has are counted, too. Some 15 µs a pair.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality import AS_OF, grants, read_truth
from socialmatch.consent.permits import permitted_set
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.matching.blocking import profile_blocks
from socialmatch.matching.counts import Counts
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, Profile, ProfileKey


@dataclass(frozen=True, slots=True)
class Left:
    """What was found.

    Attributes
    ----------
    found: profiles whose account alone weighs most of all. among: of those, how many have it among their candidates.
    candidates: of all sampled profiles, how many each has, ascending.
    """

    found: int
    among: int
    candidates: tuple[int, ...]

    @property
    def recall(self) -> float:
        """Share of what comparing everybody finds."""
        return self.among / self.found if self.found else 0.0


def left_out(accounts: Sequence[Account], profiles: Sequence[Profile], owners: Mapping[ProfileKey, str]) -> Left:
    """Compare profiles with every account and with their candidates.

    Parameters
    ----------
    profiles: the sample; each has an account. owners: the id of that account.
    """
    everybody = [account_features(one) for one in accounts]
    consents = grants([*(one.key for one in accounts), *(one.key for one in profiles)])
    permitted, _ = permitted_set(consents, purpose="support", as_of=AS_OF)
    model, index = Model(Counts.over(everybody)), AccountIndex(permitted, everybody)
    limits = model.parameters
    found = among = 0
    sizes = []
    for profile in profiles:
        features = profile_features(profile)
        reading = model.read(features)
        weights = {one.key: model.weigh(permitted, one, reading)[0] for one in everybody}
        blocks = profile_blocks(features, model.vocabulary)
        candidates, _ = index.candidates(blocks, block_limit=limits.block_limit, limit=limits.candidate_limit)
        sizes.append(len(candidates))
        best = max(weights.values())
        first = [key for key, weight in weights.items() if weight == best]
        if [key.account_id for key in first] == [owners[profile.key]]:
            found += 1
            among += first[0] in {one.key for one in candidates}
    return Left(found, among, tuple(sorted(sizes)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=200, help="profiles compared with every account")
    given = parser.parse_args(arguments)
    ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        accounts = list(read_accounts(given.folder / "accounts.csv", rejected=rejected))
        profiles = list(read_profiles(given.folder / "profiles.csv", rejected=rejected, profile_ids=ids))
    owners = read_truth(given.folder, ids)
    sample = [one for one in profiles if owners.get(one.key)][: given.sample]
    left = left_out(accounts, sample, owners)
    print(f"{left.found:,} of {len(sample):,} accounts come first among all {len(accounts):,}")
    print(f"{left.among:,} of these are among the candidates: {left.recall:.1%}")
    print(f"candidates of a profile: median {left.candidates[len(sample) // 2]}, most {left.candidates[-1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
