"""Our matcher, run on files as its users run it, everybody consenting."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.found import TOP, Found
from benchmarks.quality import match, without_columns
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.models import ProfileKey


def link(folder: Path, further: Sequence[Path], dropped: Sequence[str], left_out: frozenset[str]) -> Found:
    """What we propose; the score is the probability."""
    ids: dict[str, ProfileKey] = {}
    with tempfile.TemporaryDirectory() as scratch, Rejected() as rejected:
        files = [folder / "accounts.csv", *further]
        accounts = [
            account
            for file in files
            for account in read_accounts(without_columns(file, dropped, Path(scratch)), rejected=rejected)
            if account.account_id not in left_out
        ]
        profiles = [p for p in read_profiles(folder / "profiles.csv", rejected=rejected, profile_ids=ids) if p.handle]
    known = {p.key for p in profiles}
    proposals, _ = match(accounts, profiles, [*known, *(a.key for a in accounts)], top=TOP)
    return {
        profile_id: [(p.account.account_id, p.probability) for p in proposals[key] if p.account]
        for profile_id, key in ids.items()
        if key in known
    }
