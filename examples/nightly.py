"""A nightly job: bring the proposals up to date, and say in one line what changed.

Run it from a scheduler; the exit code says how it went. Here it runs on a store in memory with two customers.

    python examples/nightly.py
"""

from __future__ import annotations

import sys

from socialmatch import Account, Profile, SocialMatch, SocialMatchError
from socialmatch.testing import fake_store


def nightly(sm: SocialMatch) -> int:
    """One run. 0: done. 3: not this time; whatever was committed stands, and the next run goes on from there."""
    try:
        told = sm.reconcile(purpose="support", reason="nightly")
    except SocialMatchError as error:
        print(f"reconcile: {error.code}", file=sys.stderr)
        return error.exit_code
    changed = ", ".join(f"{told.proposals[name]} {name}" for name in ("new", "changed", "gone", "unchanged"))
    print(f"reconcile: {sum(told.looked_at.values())} profiles looked at; proposals: {changed}")
    return 0


def main() -> int:
    """A customer who is linked is not scored; once the link is corrected, the pair is proposed again."""
    ada = Profile("x", "1001", handle="ada_example", display_name="Ada Example")
    customer = Account("A-1", given_name="Ada", family_name="Example", emails=("ada@example.com",))
    sm = fake_store(accounts=[customer])
    sm.link(ada, "A-1")
    nightly(sm)
    sm.unlink(ada, why="link_in_doubt")
    return nightly(sm)


if __name__ == "__main__":
    sys.exit(main())
