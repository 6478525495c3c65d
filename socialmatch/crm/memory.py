"""The reference adapter: a CRM in memory, for tests and for learning what the others have to do.

It can be told to fail, to be slow and to repeat itself, and it shows what was written::

    crm = MemoryCrm(accounts=[Account("1", emails=("ada@example.com",))])
    crm.fail_next("timeout")                  # the next call; the frame tries again
    crm.put_link(link, "key-1")
    assert crm.links == (link,)
    assert crm.calls == ["put_link", "put_link"]
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import ClassVar

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.capability import FULL, grades
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import CrmLink, Deletion, FindBy, Merge, Page, holds, is_due
from socialmatch.errors import CrmConflict, CrmRefused, CrmUnavailable
from socialmatch.models import Account, AccountKey, ProfileKey


class Fault(StrEnum):
    """What can go wrong with a call.

    Attributes
    ----------
    TIMEOUT: no answer, and nothing was done. LOST: it was done, the answer did not arrive.
    BUSY: come back in 30 seconds. REFUSED: the CRM says no. BROKEN: an exception nobody expects, with a person in it.
    """

    TIMEOUT = "timeout"
    LOST = "lost"
    BUSY = "busy"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass
class Books:
    """What the CRM keeps. Adapters opened as ``memory:NAME`` share the books of that name within the process.

    Attributes
    ----------
    keys: a hash of what was written under an idempotency key, so that nothing outlives its removal.
    read_only: while set, the CRM takes no change from adapters.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    links: dict[tuple[AccountKey, ProfileKey], CrmLink] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    read_only: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)


_WRITES = ("put_link", "remove_link", "erase")


@cache
def _books(name: str) -> Books:
    return Books()


class MemoryCrm(CrmAdapter):
    """A CRM in memory that can do everything.

    Parameters
    ----------
    target: name of the books to share within the process; ``""`` for books of its own.
    accounts: what is in them at first. page_size: accounts in one answer.
    """

    api_version: ClassVar[int] = 1
    capabilities = grades(
        incremental=FULL, find=FULL, links=FULL, idempotency=FULL, erase=FULL, merges=FULL, deletions=FULL
    )
    findable = frozenset(FindBy)

    def __init__(
        self,
        target: str = "",
        *,
        accounts: Iterable[Account] = (),
        page_size: int = 100,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        super().__init__(runtime)
        self.books = _books(target) if target else Books()
        self.calls: list[str] = []
        self._page_size = page_size
        self._faults: list[tuple[Fault | float, str]] = []
        self._repeat = False
        self.save(*accounts)

    # --- for tests: what happens on the other side --------------------------------------------------

    def save(self, *accounts: Account) -> None:
        """Customers as the CRM's own staff keep them; one without a moment of change gets the current one."""
        with self.books.lock:
            for account in accounts:
                at = account.updated_at or self.runtime.clock()
                self.books.accounts[account.account_id] = replace(account, updated_at=at)

    def delete(self, account_id: str) -> None:
        """A customer is deleted by staff, and their links with them."""
        with self.books.lock:
            if self.books.accounts.pop(account_id, None) is not None:
                self.books.deletions.append(Deletion(account_id, self.runtime.clock()))
            self._drop_links(account_id)

    def merge(self, old_id: str, new_id: str) -> None:
        """Staff merge two customers; the links go along."""
        with self.books.lock:
            del self.books.accounts[old_id]
            self.books.merges.append(Merge(old_id, new_id, self.runtime.clock()))
            for link in [link for link in self.books.links.values() if link.account.account_id == old_id]:
                del self.books.links[link.key]
                moved = replace(link, account=replace(link.account, account_id=new_id))
                self.books.links.setdefault(moved.key, moved)

    @property
    def links(self) -> tuple[CrmLink, ...]:
        """Every link that stands in the CRM, sorted."""
        with self.books.lock:
            return tuple(sorted(self.books.links.values(), key=lambda link: link.key))

    def fail_next(self, fault: Fault | str, *, verb: str = "", times: int = 1) -> None:
        """Let the next call fail, or the next one of a verb, so many times."""
        self._faults += [(Fault(fault), verb)] * times

    def delay_next(self, seconds: float, *, verb: str = "") -> None:
        """Let the next call take so long, by the injected ``sleep``."""
        self._faults.append((seconds, verb))

    def repeat_next(self) -> None:
        """Let the next page but the first be followed by itself, as with a CRM whose cursor is stuck."""
        self._repeat = True

    # --- the private verbs --------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        with self._served("accounts"):
            changed = [a for a in self.books.accounts.values() if is_due(a.updated_at, since)]
            behind = sorted(a.account_id for a in changed if cursor is None or a.account_id > cursor)
            ids = behind[: self._page_size]
            items = [self.books.accounts[account_id] for account_id in ids]
            if self._repeat and cursor is not None:
                self._repeat = False
                return Page(items, cursor)
            return Page(items, ids[-1] if len(behind) > len(ids) else None)

    def _get(self, account_id: str) -> Account | None:
        with self._served("get"):
            return self.books.accounts.get(self._survivor(account_id))

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        with self._served("find"):
            return [account for account in self.books.accounts.values() if holds(account, by, value)]

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        with self._served("list_links"):
            key = self.key(self._survivor(account_id))
            return [link for link in self.books.links.values() if link.account == key]

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        with self._served("put_link"):
            written = self.books.keys.get(idempotency_key)
            if written is not None:
                if written != hash(link):
                    raise CrmConflict("this idempotency key came with another link", code="key_reused")
                return  # a late repetition must not bring back what was removed in between
            link_now = self._now(link)
            if link_now.account.account_id not in self.books.accounts:
                raise CrmRefused("there is no such account", code="no_account")
            self.books.keys[idempotency_key] = hash(link)
            self.books.links[link_now.key] = link_now

    def _remove_link(self, link: CrmLink) -> None:
        with self._served("remove_link"):
            self.books.links.pop(self._now(link).key, None)

    def _erase(self, account_id: str) -> None:
        with self._served("erase"):
            self.delete(self._survivor(account_id))

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        with self._served("merges"):
            return Page([merge for merge in self.books.merges if is_due(merge.at, since)])

    def _deletions(self, since: datetime | None, cursor: str | None) -> Page[Deletion]:
        with self._served("deletions"):
            return Page([gone for gone in self.books.deletions if is_due(gone.at, since)])

    # --- inside ------------------------------------------------------------------------------------

    def _survivor(self, account_id: str) -> str:
        went = {merge.old_id: merge.new_id for merge in self.books.merges}
        while account_id in went and account_id not in self.books.accounts:
            account_id = went[account_id]
        return account_id

    def _now(self, link: CrmLink) -> CrmLink:
        """The link on the account that its own one was merged into."""
        return replace(link, account=self.key(self._survivor(link.account.account_id)))

    def _drop_links(self, account_id: str) -> None:
        for key in [key for key in self.books.links if key[0].account_id == account_id]:
            del self.books.links[key]

    @contextlib.contextmanager
    def _served(self, verb: str) -> Iterator[None]:
        """One call that reached the CRM, with whatever was to go wrong with it."""
        self.calls.append(verb)
        wrong = next((one for one in self._faults if one[1] in ("", verb)), None)
        if wrong is not None:
            self._faults.remove(wrong)
        trouble = wrong[0] if wrong is not None else None
        if isinstance(trouble, float | int):
            self.runtime.sleep(trouble)
        elif trouble is not None and trouble is not Fault.LOST:
            raise self._error(trouble)
        with self.books.lock:
            if self.books.read_only and verb in _WRITES:
                raise CrmRefused("the CRM takes no change now", code="read_only")
            yield
        if trouble is Fault.LOST:
            raise TimeoutError

    def _error(self, fault: Fault) -> Exception:
        if fault is Fault.TIMEOUT:
            return TimeoutError()
        if fault is Fault.BUSY:
            again = self.runtime.clock() + timedelta(seconds=30)
            return CrmUnavailable("too many calls", code="busy", retry_after=again)
        if fault is Fault.REFUSED:
            return CrmRefused("the CRM says no")
        return ValueError("cannot read", [(one.account_id, one.emails) for one in self.books.accounts.values()])
