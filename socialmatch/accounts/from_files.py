"""Accounts and profiles from interchange files into a store.

Each import is a run: kept apart by a lease, resumable, a commit a batch (:mod:`.batches`). A file is looked through
before anything is written, so that a wrong one changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from socialmatch.accounts.batches import (
    SILENCE,
    Destination,
    Imported,
    OpenRun,
    Progress,
    check_shrink,
    open_run,
)
from socialmatch.accounts.doubt import expire_content
from socialmatch.accounts.profiles import take_profiles
from socialmatch.accounts.whole import Mode, recount, suspend_missing, take
from socialmatch.files import Rejected, read_accounts, read_profiles
from socialmatch.files.rejected import Unheard
from socialmatch.handles.brand import BrandHandles
from socialmatch.models import DEFAULT_CRM, Profile
from socialmatch.store import WriteSession, accounts

T = TypeVar("T")


# --- accounts ----------------------------------------------------------------------------------


def import_accounts(
    to: Destination,
    path: Path,
    *,
    rejected: Rejected,
    crm: str = DEFAULT_CRM,
    mode: Mode = Mode.DELTA,
    allow_shrink: bool = False,
    progress: Progress = SILENCE,
) -> Imported:
    """Take accounts from an interchange file.

    Parameters
    ----------
    rejected: takes the rows that cannot be used. crm: whose accounts they are, the rest of each key.
    mode: whether the file has every account, or those that changed.
    allow_shrink: go on even if more than 5 % of the rows are rejected, or of the accounts missing.

    Raises
    ------
    InputError: the file looks like the wrong one (``would_shrink``); nothing was changed.
    FileError: it cannot be read. StoreBusy: such an import is under way (``lease_held``).
    """
    rows = partial(read_accounts, path, tenant=to.tenant, crm=crm)
    progress.phase("look through")
    seen = {account.account_id for account in counted(rows(rejected=rejected), progress)}
    check_shrink("rows are rejected", rejected.rows, len(seen) + rejected.rows, allow_shrink)
    if mode is Mode.FULL:
        with to.store.read(to.tenant) as session:
            known = [key.account_id for key in accounts.unseen(session, crm, -1)]
        missing = sum(account_id not in seen for account_id in known)
        check_shrink("accounts are missing", missing, len(known), allow_shrink)
    with open_run(to, f"import accounts {crm}", state_of(path, mode), progress) as run:
        progress.phase("import", len(seen))
        run.batches(rows(rejected=Unheard()), partial(take, to))
        if mode is Mode.FULL:
            suspend_missing(to, run, crm, allow_shrink=True)
    recount(to, run, progress)
    return with_rejected(run, rejected)


# --- profiles ------------------------------------------------------------------------------------


def import_profiles(
    to: Destination,
    path: Path,
    *,
    rejected: Rejected,
    allow_shrink: bool = False,
    keep_content: timedelta | None = None,
    progress: Progress = SILENCE,
) -> Imported:
    """Take social profiles from an interchange file.

    Parameters
    ----------
    rejected, allow_shrink: see :func:`import_accounts`.
    keep_content: after how long what the profiles show has to go; ``None`` keeps it.

    Raises
    ------
    As of :func:`import_accounts`.
    """
    rows = partial(read_profiles, path, tenant=to.tenant)
    progress.phase("look through")
    number = sum(1 for _ in counted(rows(rejected=rejected), progress))
    check_shrink("rows are rejected", rejected.rows, number + rejected.rows, allow_shrink)
    own = BrandHandles.from_config({"own": to.policy.own_handles}, tenant=to.tenant)
    with open_run(to, "import profiles", state_of(path), progress) as run:
        run.commit(_expire)
        progress.phase("import", number)
        take = partial(_take_profiles, own.is_ours, keep_content)
        run.batches(rows(rejected=Unheard()), take)
    return with_rejected(run, rejected)


def _expire(session: WriteSession) -> Counter[str]:
    return Counter(content_expired=expire_content(session))


def _take_profiles(
    is_ours: Callable[[Profile], bool],
    keep_content: timedelta | None,
    session: WriteSession,
    part: Iterable[Profile],
    run: int,
) -> Counter[str]:
    keep_until = None if keep_content is None else session.now + keep_content
    return take_profiles(session, list(part), run, is_ours=is_ours, keep_until=keep_until)


# --- files ---------------------------------------------------------------------------------------


def state_of(path: Path, *more: str) -> str:
    """What tells a file from another version of it, and names neither."""
    found = path.stat()
    return "-".join((str(found.st_size), str(found.st_mtime_ns), *more))


def counted(rows: Iterator[T], progress: Progress) -> Iterator[T]:
    """Rows as they come, each told to the progress."""
    for row in rows:
        progress.advance(1)
        yield row


def with_rejected(run: OpenRun, rejected: Rejected) -> Imported:
    """What a run came to, with what it could not use."""
    done = run.imported()
    done.rejected_rows, done.warnings = rejected.rows, rejected.warnings
    return done
