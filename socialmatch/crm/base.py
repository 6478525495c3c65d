"""The frame of a CRM adapter: public verbs written once, private ones for authors.

The public verbs check what goes in and out, obey limits, try again after trouble that may pass, turn every
exception into one of ours and keep people and secrets out of its message. An author writes the ``_`` verbs of
:mod:`socialmatch.crm.verbs` and says in ``capabilities`` how far each power goes. The guide is
``docs/adding-a-crm.md``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Final, Never, Self, TypeVar

from socialmatch.crm.calls import Calls
from socialmatch.crm.capability import Capability
from socialmatch.crm.limits import Headers, Limit
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import CrmLink, Deletion, Erasure, Feed, FindBy, Merge, Page, Watermark, floor
from socialmatch.crm.verbs import AuthorVerbs
from socialmatch.errors import CrmContract, CrmUnsupported, UsageError
from socialmatch.models import Account, AccountKey, Assurance
from socialmatch.moments import to_milliseconds

API_VERSION: Final = 1
"""Version of this frame; an adapter states the one it was written for."""

T = TypeVar("T")
_IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,200}")  # what fits into a header line of any vendor


class CrmAdapter(AuthorVerbs):
    """One CRM, seen by one tenant under one configured name. Threads may share it: writes go one after the other.

    Where a verb says that it raises :class:`CrmError`, trouble with the set-up (a missing file, table or driver) is
    a ``FileError``, ``ConfigError`` or ``MissingExtra`` instead.

    Parameters
    ----------
    runtime: name, tenant, clock, sleep and patience. limits: the vendor's rules about how often it may be called.
    secrets: values that must never be seen in a message (passwords, tokens).
    """

    def __init__(
        self, runtime: Runtime = DEFAULT_RUNTIME, *, limits: Sequence[Limit] = (), secrets: Sequence[str] = ()
    ) -> None:
        self.runtime = runtime
        self._calls = Calls(runtime, limits, secrets, self._translate)
        self._writing = threading.RLock()  # a thread that writes already must not wait for itself

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def __reduce__(self) -> Never:
        """An adapter holds passwords and a place in a queue; its address travels, it does not."""
        raise UsageError(
            "a CRM adapter does not leave its process", code="not_portable", hint="open it again where it is needed"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The configured name: the ``crm`` of every account key."""
        return self.runtime.name

    @property
    def tenant(self) -> str:
        """Whose data this is."""
        return self.runtime.tenant

    def key(self, account_id: str) -> AccountKey:
        """The key of an account in this CRM."""
        return AccountKey(self.tenant, self.name, account_id)

    # --- reading -----------------------------------------------------------------------------------

    def check(self) -> None:
        """Make sure that the CRM can be reached and lets us read.

        Raises
        ------
        CrmError: it cannot, or does not.
        """
        self._calls.run("check", self._check)

    def accounts(self, since: Watermark | None = None) -> Feed[Account]:
        """Every account, or those that changed at or after a watermark (less the overlap); raw values.

        An account whose moment of change is unknown always comes. An account may come twice, as reading overlaps.

        Parameters
        ----------
        since: the ``watermark`` of an earlier feed that was read to its end.

        Returns
        -------
        Feed: an iterator whose ``watermark`` is where to begin next time. Pages are fetched as it is read.

        Raises
        ------
        CrmUnsupported: a watermark, and the adapter does not have ``INCREMENTAL``.
        CrmError: while reading. The watermark then stays where it was.
        """
        if since is not None:
            self._need(Capability.INCREMENTAL)
        pages = self._walk("accounts", partial(self._accounts, self._from(since)))
        return Feed(map(self._own, pages), lambda account: account.updated_at, since, self.runtime.clock())

    def get(self, account_id: str) -> Account | None:
        """One account, or ``None``. A merged one may come under the id of the account it went into.

        Raises
        ------
        UsageError: not an id. CrmError: the CRM did not answer.
        """
        found = self._calls.run("get", partial(self._get, _an_id(account_id)), (account_id,))
        return None if found is None else self._own(found)

    def find(self, by: FindBy, value: str, *, limit: int = 100) -> tuple[Account, ...]:
        """Accounts that hold a value, as the CRM compares it; at most ``limit``.

        Raises
        ------
        CrmUnsupported: the adapter does not have ``FIND``, or not for this field. CrmError: no answer.
        """
        self._need(Capability.FIND)
        if by not in self.findable:
            raise CrmUnsupported(f"the adapter cannot find accounts by {by}", code="not_findable")
        if not value.strip():
            return ()
        found = self._calls.run("find", lambda: list(islice(self._find(by, value), limit)), (value,))
        return tuple(map(self._own, found))

    def merges(self, since: Watermark | None = None) -> Feed[Merge]:
        """Which account went into which, all or since a watermark; in any order, chains are not resolved.

        Raises
        ------
        CrmUnsupported: the adapter does not have ``MERGES``. CrmError: while reading.
        """
        self._need(Capability.MERGES)
        pages = self._walk("merges", partial(self._merges, self._from(since)))
        return Feed(pages, lambda merge: merge.at, since, self.runtime.clock())

    def deletions(self, since: Watermark | None = None, *, known: Iterable[str] | None = None) -> Feed[Deletion]:
        """Which accounts are gone, all or since a watermark.

        Where the CRM keeps no list of deletions, every account is read and those of ``known`` that did not come
        are given (``DELETIONS`` is then ``PARTIAL``). A merged account counts as gone there: read merges first.

        Parameters
        ----------
        known: account ids that the caller believes to exist; only needed for such a sweep.

        Raises
        ------
        CrmUnsupported: the adapter does not have ``DELETIONS``.
        UsageError: ``known_ids``; a sweep needs them. CrmError: while reading.
        """
        self._need(Capability.DELETIONS)
        if type(self)._deletions is not AuthorVerbs._deletions:
            told = self._walk("deletions", partial(self._deletions, self._from(since)))
            return Feed(told, lambda deletion: deletion.at, since, self.runtime.clock())
        if known is None:
            raise UsageError("this adapter finds deletions by a sweep and needs the known ids", code="known_ids")
        return Feed(self._sweep(set(known)), lambda deletion: deletion.at, since, self.runtime.clock())

    # --- links -------------------------------------------------------------------------------------

    def list_links(self, account_id: str) -> tuple[CrmLink, ...]:
        """The links of an account, sorted; none where there is no such account.

        Raises
        ------
        CrmUnsupported: the adapter does not have ``LINKS``. CrmError: no answer.
        """
        self._need(Capability.LINKS)
        _an_id(account_id)
        links = self._calls.run("list_links", lambda: list(self._list_links(account_id)), (account_id,))
        return tuple(sorted(links, key=lambda link: link.key))

    def put_link(self, link: CrmLink, idempotency_key: str) -> None:
        """Make sure that the CRM has this link; a link that is there already gets its handle and dates renewed.

        Parameters
        ----------
        link: of assurance L2 or better, with its moment and consent reference.
        idempotency_key: 1 to 200 visible ASCII characters, the same for every try of the same write.

        Raises
        ------
        UsageError: not such a link, not of this CRM and tenant, or not such a key. The CRM was not called.
        CrmUnsupported: the adapter does not have ``LINKS``. CrmConflict: the key was used for another link.
        CrmRefused: no such account (``no_account``), or the CRM does not let us. CrmError: no answer.
        """
        self._need(Capability.LINKS)
        self._check_link(link)
        if link.assurance is None or link.assurance < Assurance.L2:
            raise UsageError("only a link of assurance L2 or better is written to a CRM", code="assurance_too_low")
        if link.linked_at is None or link.linked_at.tzinfo is None or not link.consent:
            raise UsageError("a link is written together with its moment and its consent", code="no_consent")
        if not _IDEMPOTENCY_KEY.fullmatch(idempotency_key):
            raise UsageError("an idempotency key is 1 to 200 visible ASCII characters", code="idempotency_key")
        link = replace(link, linked_at=to_milliseconds(link.linked_at.astimezone(UTC)))
        with self._writing:
            self._calls.run("put_link", partial(self._put_link, link, idempotency_key), _told(link))

    def remove_link(self, link: CrmLink) -> None:
        """Make sure that the CRM does not have this link; one that is not there is a success.

        Raises
        ------
        UsageError: not a link of this CRM and tenant. CrmUnsupported: the adapter does not have ``LINKS``.
        CrmError: the link may still be there.
        """
        self._need(Capability.LINKS)
        self._check_link(link)
        with self._writing:
            self._calls.run("remove_link", partial(self._remove_link, link), _told(link))

    def erase(self, account_id: str) -> Erasure:
        """Erase the CRM's own record of a customer, for good. Never part of a withdrawal.

        Returns
        -------
        Erasure: ``CONFIRMED`` where a read-back found nothing left, ``ACCEPTED`` where the CRM said yes and it is
            still there, ``UNSUPPORTED`` where nothing was done.

        Raises
        ------
        UsageError: not an id. CrmError: the CRM refused or did not answer.
        """
        _an_id(account_id)
        if not self.grade(Capability.ERASE).usable:
            return Erasure.UNSUPPORTED
        with self._writing:
            self._calls.run("erase", partial(self._erase, account_id), (account_id,))
        gone = self._calls.run("erase", partial(self._erased, account_id), (account_id,))
        return Erasure.CONFIRMED if gone else Erasure.ACCEPTED

    def close(self) -> None:
        """Give connections back. The adapter is not used afterwards."""
        self._close()

    # --- for authors: what the frame gives -----------------------------------------------------------

    def observe(self, headers: Headers) -> None:
        """Hand over the header lines of every answer; the limits read them."""
        self._calls.gate.observe(headers)

    def next_request(self) -> None:
        """Wait for a turn for one more request within a verb; the first one has its turn already.

        Raises
        ------
        CrmUnavailable: it would have to wait too long.
        """
        self._calls.gate.again()

    def each_request(self) -> None:
        """Call it before every request of a verb, and never count: the first has its turn, the others wait for one.

        Raises
        ------
        CrmUnavailable: it would have to wait too long.
        """
        self._calls.gate.turn()

    # --- inside ------------------------------------------------------------------------------------

    def _need(self, capability: Capability) -> None:
        if not self.grade(capability).usable:
            raise self._lacking(capability)

    def _from(self, since: Watermark | None) -> datetime | None:
        return None if since is None else floor(since.at - self.overlap, self.resolution)

    def _walk(self, verb: str, fetch: Callable[[str | None], Page[T]]) -> Iterator[T]:
        """Every item of every page; what slid from one page to the next comes once."""
        cursor: str | None = None
        used: set[str] = set()
        before: frozenset[T] = frozenset()
        while True:
            page = self._calls.run(verb, partial(_a_page, fetch, cursor))
            items = self._calls.each(verb, page.items)
            if not page.next and not before:  # all in one page: it may be a stream
                yield from items
                return
            kept = list(items)
            came = frozenset(kept)
            if page.next in used or (came and came == before):
                raise CrmContract(f"{verb}: the CRM gives the same page again", code="cursor_repeats")
            yield from (item for item in kept if item not in before)
            if not page.next:
                return
            used.add(page.next)
            cursor, before = page.next, came

    def _sweep(self, missing: set[str]) -> Iterator[Deletion]:
        for account in self.accounts():
            missing.discard(account.account_id)
        yield from map(Deletion, sorted(missing))

    def _own(self, account: Account) -> Account:
        """The account under our name and tenant, its moment in our precision."""
        if not isinstance(account, Account) or not isinstance(account.account_id, str) or not account.account_id:
            raise CrmContract("the adapter gave something that is not an account with an id", code="not_an_account")
        at = account.updated_at
        if at is not None and at.tzinfo is None:
            raise CrmContract("the adapter gave a moment of change without a time zone", code="naive_moment")
        at = None if at is None else to_milliseconds(at.astimezone(UTC))
        return replace(account, crm=self.name, tenant=self.tenant, updated_at=at)

    def _check_link(self, link: CrmLink) -> None:
        if not isinstance(link, CrmLink):
            raise UsageError("a CRM sees links and nothing else", code="not_a_link")
        if {link.account.tenant, link.profile.tenant} != {self.tenant} or link.account.crm != self.name:
            raise UsageError("the link belongs to another CRM or tenant", code="other_crm")
        _an_id(link.account.account_id)


def _an_id(account_id: str) -> str:
    if not isinstance(account_id, str) or not account_id:
        raise UsageError("an account id is a text that is not empty", code="account_id")
    return account_id


def _a_page(fetch: Callable[[str | None], Page[T]], cursor: str | None) -> Page[T]:
    page = fetch(cursor)
    if not isinstance(page, Page):
        raise CrmContract("the adapter gave something that is not a Page", code="not_a_page")
    return page


def _told(link: CrmLink) -> tuple[str, ...]:
    return link.account.account_id, link.profile.user_id, link.profile.scope, link.handle, link.consent
