"""Accounts from a CRM into a store, through its adapter: what changed, what was merged, what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from socialmatch.accounts.batches import SILENCE, Destination, Imported, Progress, open_run
from socialmatch.accounts.customers import delete_account, merge
from socialmatch.accounts.whole import Mode, recount, suspend_missing, take
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.capability import Capability, Support
from socialmatch.crm.values import Deletion, Feed, Merge, Watermark
from socialmatch.models import Account
from socialmatch.store import Session, WriteSession, runs
from socialmatch.store.runs import RunState


def import_crm(
    to: Destination,
    adapter: CrmAdapter,
    *,
    mode: Mode = Mode.DELTA,
    allow_shrink: bool = False,
    progress: Progress = SILENCE,
) -> Imported:
    """Take accounts from a CRM: what changed since the last time, merges, and deletions where the CRM tells them.

    Parameters
    ----------
    adapter: of the same tenant; its name is the ``crm`` of the accounts. mode: ``FULL`` reads every account.
    allow_shrink: go on even if more than 5 % of the accounts are missing.

    Raises
    ------
    InputError: too many are missing (``would_shrink``); what came was kept, nothing was suspended.
    CrmError: while reading; the same call begins again where this one began.
    StoreBusy: such an import is under way (``lease_held``).
    """
    kind = f"import accounts {adapter.name}"
    with to.store.read(to.tenant) as session:
        since = _watermark(session, kind) if mode is Mode.DELTA else None
    if not adapter.grade(Capability.INCREMENTAL).usable:
        since = None
    with open_run(to, kind, "", progress) as run:
        progress.phase("import")
        feeds = _Feeds(adapter, since)
        run.batches(feeds.accounts, partial(take, to))
        run.batches(feeds.merges, partial(_take_merges, to, adapter))
        run.batches(feeds.deletions, partial(_take_deletions, adapter))
        if mode is Mode.FULL:
            suspend_missing(to, run, adapter.name, allow_shrink=allow_shrink)
        if feeds.watermark is not None:
            run.summary["watermark"] = str(feeds.watermark)
    recount(to, run, progress)
    return run.imported()


class _Feeds:
    """What a CRM tells, as far as it can: each feed, and the moment from which to read next time."""

    def __init__(self, adapter: CrmAdapter, since: Watermark | None) -> None:
        self.accounts: Feed[Account] = adapter.accounts(since)
        merges = adapter.grade(Capability.MERGES).usable
        self.merges: Iterator[Merge] = adapter.merges(since) if merges else iter(())
        # A sweep would read every account again; that is what a full import is for.
        told = adapter.grade(Capability.DELETIONS).support is Support.FULL
        self.deletions: Iterator[Deletion] = adapter.deletions(since) if told else iter(())

    @property
    def watermark(self) -> Watermark | None:
        """The earliest moment one of the feeds has not passed."""
        feeds = (self.accounts, self.merges, self.deletions)
        reached = [feed.watermark for feed in feeds if isinstance(feed, Feed)]
        return min((mark for mark in reached if mark is not None), default=None)


def _watermark(session: Session, kind: str) -> Watermark | None:
    last = runs.last(session, kind, RunState.DONE)
    return Watermark.parse(last.summary["watermark"]) if last is not None and "watermark" in last.summary else None


def _take_merges(
    to: Destination, adapter: CrmAdapter, session: WriteSession, part: Iterable[Merge], run: int
) -> Counter[str]:
    counts = Counter[str]()
    for one in part:
        counts += merge(session, adapter.key(one.old_id), adapter.key(one.new_id), to.policy)
    return counts


def _take_deletions(adapter: CrmAdapter, session: WriteSession, part: Iterable[Deletion], run: int) -> Counter[str]:
    counts = Counter[str]()
    for one in part:
        counts += delete_account(session, adapter.key(one.account_id))
    return counts
