"""Who can be found: active accounts whose owner agreed, each under its blocking keys, for each purpose apart.

Whoever changes a consent or an account calls :func:`refresh` in the same commit. It asks what is true now, so it can
be called too often, and in any order. Whether a grant has run out since is asked again when somebody is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from socialmatch.config import Policy
from socialmatch.lookup.comparable import made_by, to_text
from socialmatch.matching.blocking import account_keys
from socialmatch.matching.normalize import account_features
from socialmatch.models import Account, AccountKey, Actor
from socialmatch.store import Store, WriteSession, accounts, blocks, permits
from socialmatch.store.accounts import AccountState
from socialmatch.store.blocks import Entry
from socialmatch.store.statements import in_parts

_AT_ONCE: Final = 500
_IN_ONE_COMMIT: Final = 20_000
"""Their keys lie all over the index, so each commit writes most of a large one anew; but others wait meanwhile."""


def refresh(session: WriteSession, keys: Collection[AccountKey], policy: Policy) -> int:
    """Let each of these accounts be found exactly as far as it is active and its owner agreed, as of now.

    Parameters
    ----------
    keys: accounts known to the store, or not. policy: its purposes, and where national phone numbers are read.

    Returns
    -------
    How many of them can be found for at least one purpose.
    """
    known = accounts.get_many(session, keys)
    return _keep(session, keys, [one.account for one in known.values() if one.state is AccountState.ACTIVE], policy)


def index_account(session: WriteSession, account: Account, policy: Policy) -> bool:
    """As :func:`refresh`, for an active account whose values the caller has in hand. Whether it can be found."""
    return _keep(session, [account.key], [account], policy) > 0


def drop_account(session: WriteSession, key: AccountKey) -> None:
    """Let an account be found no more, whatever its consent says."""
    blocks.remove(session, key)


def rebuild(session: WriteSession, policy: Policy) -> int:
    """Make the whole index anew, in one commit: after a restore.

    Returns
    -------
    How many accounts can be found.
    """
    blocks.remove_all(session)
    keys = [known.account.key for known in accounts.walk(session)]
    return sum(refresh(session, part, policy) for part in in_parts(keys, _AT_ONCE))


def catch_up(store: Store, tenant: str, actor: Actor, policy: Policy) -> int:
    """Bring the index up to date with what nobody was told of.

    Whose grant ran out or counts no more goes, who is missing comes, and whom another release indexed, or another
    policy, is indexed anew.

    Many accounts a commit, and their keys in order: of a great many that is several times quicker than each with its
    own consent, because every commit touches most of the index.

    Returns
    -------
    How many accounts were looked at.
    """
    with store.read(tenant) as session:
        told = blocks.lapsed, blocks.missing
        stale = blocks.made_otherwise(session, made_by(policy))
        keys = sorted({*stale, *(key for one in told for key in one(session, policy.purposes))})
    for part in in_parts(keys, _IN_ONE_COMMIT):
        with store.write(tenant, actor, "index of accounts") as writing:
            refresh(writing, part, policy)
    return len(keys)


def _keep(session: WriteSession, keys: Collection[AccountKey], active: Iterable[Account], policy: Policy) -> int:
    by_key = {account.key: account for account in active}
    permitted = [permits.permitted_among(session, by_key, purpose)[0] for purpose in policy.purposes]
    found, mark = [], made_by(policy)
    for key in sorted(frozenset().union(*(one.accounts for one in permitted))):
        features = account_features(by_key[key], region=policy.phone_region or None)
        found_by = account_keys(features)
        of_purposes = [name for one in permitted if key in one.accounts for name in for_purpose(one.purpose, found_by)]
        found.append(Entry(key, of_purposes, to_text(features, mark)))
    blocks.remove_many(session, keys)
    blocks.put_many(session, permitted, found)
    return len(found)


def for_purpose(purpose: str, keys: Iterable[str]) -> list[str]:
    """Blocking keys as they are kept: agreeing to one purpose lets nobody be found for another."""
    return [f"{purpose} {key}" for key in keys]
