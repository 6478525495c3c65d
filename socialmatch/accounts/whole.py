"""What an import of accounts does besides taking them, wherever they come from: the missing ones, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from socialmatch import lookup
from socialmatch.accounts.batches import BATCH, Destination, OpenRun, Progress, check_shrink
from socialmatch.accounts.customers import take_accounts, take_missing
from socialmatch.models import Account, AccountKey
from socialmatch.store import WriteSession, accounts
from socialmatch.store.statements import batched


class Mode(StrEnum):
    """What it means that an account does not come."""

    DELTA = "delta"
    """Nothing: what comes is what changed."""
    FULL = "full"
    """The CRM no longer has it: its links do not answer until it is back."""


def take(to: Destination, session: WriteSession, part: Sequence[Account], run: int) -> Counter[str]:
    """Keep a batch of accounts, see :func:`~.customers.take_accounts`."""
    return take_accounts(session, part, run, to.policy)


def suspend_missing(to: Destination, run: OpenRun, crm: str, *, allow_shrink: bool) -> None:
    """Suspend what a full import did not have, in batches.

    Raises
    ------
    InputError: more than 5 % of the accounts (``would_shrink``); none is suspended.
    """
    with to.store.read(to.tenant) as session:
        missing = list(accounts.unseen(session, crm, run.run))
        active = accounts.count(session, crm)
    check_shrink("accounts are missing", len(missing), active, allow_shrink)
    for part in batched(missing, BATCH):
        run.commit(partial(_take_missing, part))


def recount(to: Destination, run: OpenRun, progress: Progress) -> None:
    """Count values anew where that is due: the first time, about once a day, and when many accounts came."""
    with to.store.read(to.tenant) as session:
        due = lookup.recount_is_due(session, added=run.counts["new"])
    if due:
        progress.phase("count values")
        lookup.recount(to.store, to.tenant, to.actor, to.policy)


def _take_missing(part: list[AccountKey], session: WriteSession) -> Counter[str]:
    return take_missing(session, part)
