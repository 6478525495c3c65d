"""A CRM that is a file: accounts from an interchange file, links in a small CSV file beside it.

For trying things out, and for CRMs that only export. Every verb reads the file; every write of a link writes the
links file anew, whole or not at all. What takes 10,000 links and more wants a database: see ``sql:``.
"""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Final

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.capability import FULL, grades, partial, unsupported
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import CrmLink, FindBy, Page, holds, is_due
from socialmatch.errors import CrmConflict, CrmContract, CrmRefused, FileError, SocialMatchError
from socialmatch.files import Rejected, read_accounts, write_csv
from socialmatch.models import Account, AccountKey, Assurance, ProfileKey
from socialmatch.moments import format_moment, parse_moment

COLUMNS: Final = (
    "tenant",
    "crm",
    "account_id",
    "platform",
    "scope",
    "user_id",
    "handle",
    "assurance",
    "linked_at",
    "consent",
    "idempotency_key",
)
"""Of the links file, in this order."""

Links = dict[tuple[AccountKey, ProfileKey], tuple[CrmLink, str]]
"""Link and idempotency key by what the link is."""


class CsvCrm(CrmAdapter):
    """Accounts in an interchange file (CSV, JSON Lines or Parquet), links in ``NAME.links.csv`` beside it.

    Rows of the file that cannot be used are left out, as everywhere; ``socialmatch import`` lists them.

    Parameters
    ----------
    target: path of the file with the accounts.
    links: path of the file with the links, where it is to be another one.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL,
        find=FULL,
        links=FULL,
        idempotency=partial("a key is remembered for as long as its link stands"),
        erase=unsupported("the file is a copy: erase in the system it was exported from, and export again"),
        merges=unsupported("a file does not say what was merged; the account that went is seen as deleted"),
        deletions=partial("found by reading the whole file"),
    )
    findable = frozenset(FindBy)

    def __init__(self, target: str, *, links: str = "", runtime: Runtime = DEFAULT_RUNTIME) -> None:
        super().__init__(runtime)
        self._path = Path(target)
        self._links_path = Path(links) if links else self._path.with_name(_stem(self._path) + ".links.csv")

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        return Page(account for account in self._read() if is_due(account.updated_at, since))

    def _get(self, account_id: str) -> Account | None:
        return next((account for account in self._read() if account.account_id == account_id), None)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        return (account for account in self._read() if holds(account, by, value))

    def _read(self) -> Iterator[Account]:
        with Rejected() as rejected:
            yield from read_accounts(self._path, rejected=rejected, tenant=self.tenant, crm=self.name)

    # --- links -------------------------------------------------------------------------------------

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        key = self.key(account_id)
        return [link for link, _ in self._stored().values() if link.account == key]

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        if self._get(link.account.account_id) is None:
            raise CrmRefused("there is no such account", code="no_account")

        def put(links: Links) -> None:
            for stored, used_key in links.values():
                if used_key == idempotency_key and stored != link:
                    raise CrmConflict("this idempotency key came with another link", code="key_reused")
            links[link.key] = link, idempotency_key

        self._change(put)

    def _remove_link(self, link: CrmLink) -> None:
        self._change(lambda links: links.pop(link.key, None))

    def _change(self, edit: Callable[[Links], object]) -> None:
        with _alone(self._links_path.parent):
            before = self._stored()
            links = dict(before)
            edit(links)
            if links != before:
                rows = sorted(_row(link, key) for link, key in links.values())
                write_csv(self._links_path, COLUMNS, rows)

    def _stored(self) -> Links:
        """Every link in the file, those of other tenants and CRMs too; none where there is no file yet."""
        try:
            with self._links_path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file, strict=True)
                if next(rows, None) != list(COLUMNS):
                    raise ValueError("another header")
                return {link.key: (link, key) for link, key in map(_link, rows)}
        except FileNotFoundError:
            return {}
        except (csv.Error, ValueError):  # not UTF-8 is a ValueError, too
            pass
        raise FileError(
            f"{self._links_path}: not a file of links",
            code="damaged",
            hint="only socialmatch writes it; restore it, as without it a withdrawal finds nothing to remove",
        )

    def _translate(self, error: Exception) -> SocialMatchError | None:
        if isinstance(error, OSError):
            return FileError(f"{self._links_path}: {error.strerror or 'cannot be used'}", code="unreadable")
        return None


def _row(link: CrmLink, idempotency_key: str) -> tuple[str, ...]:
    account, profile = link.account, link.profile
    if link.linked_at is None or link.assurance is None:
        raise CrmContract("a link came without its moment or its assurance", code="no_consent")
    return (
        account.tenant,
        account.crm,
        account.account_id,
        profile.platform,
        profile.scope,
        profile.user_id,
        link.handle,
        link.assurance.value,
        format_moment(link.linked_at),
        link.consent,
        idempotency_key,
    )


def _link(row: Sequence[str]) -> tuple[CrmLink, str]:
    """The inverse of :func:`_row`; a ``ValueError`` where it is not one of its rows."""
    tenant, crm, account_id, platform, scope, user_id, handle, assurance, linked_at, consent, idempotency_key = row
    account, profile = AccountKey(tenant, crm, account_id), ProfileKey(tenant, platform, scope, user_id)
    return CrmLink(account, profile, handle, Assurance(assurance), parse_moment(linked_at), consent), idempotency_key


def _stem(path: Path) -> str:
    """``customers`` of ``customers.csv.gz``."""
    return Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from changing links in this folder meanwhile, where the system has such locks.

    The folder itself is locked: a lock file would be left behind, and the links file is replaced by each change.
    """
    try:
        import fcntl
    except ImportError:  # Windows: the run's own lease keeps writers apart
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
