"""An adapter for programs that run an event loop: the same verbs, each in a thread, so that the loop never waits.

There is one frame and one way to write an adapter; nothing here knows limits, retries or errors::

    async with AsyncCrm(open_adapter("csv:customers.csv")) as crm:
        async for account in crm.accounts():
            ...
        await crm.put_link(link, "key-1")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from itertools import islice
from typing import Final, Generic, ParamSpec, Self, TypeVar

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.values import CrmLink, Deletion, Erasure, Feed, FindBy, Merge, Watermark
from socialmatch.models import Account

P = ParamSpec("P")
T = TypeVar("T")
_AT_ONCE: Final = 100
"""Records fetched in one thread: a thread for each would take longer than the record."""


async def _in_thread(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    import asyncio  # here, so that programs without an event loop do not load it

    return await asyncio.to_thread(function, *arguments, **options)


class AsyncFeed(AsyncIterator[T], Generic[T]):
    """A feed read without holding up the loop. For one task alone."""

    def __init__(self, feed: Feed[T]) -> None:
        self._feed = feed
        self._ready: list[T] = []

    @property
    def watermark(self) -> Watermark | None:
        """Where to begin next time; it moves once everything was read."""
        return self._feed.watermark

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        if not self._ready:
            self._ready = await _in_thread(lambda: list(islice(self._feed, _AT_ONCE))[::-1])
        if not self._ready:
            raise StopAsyncIteration
        return self._ready.pop()


class AsyncCrm:
    """The public verbs of an adapter, to be awaited; they raise what the adapter's own do.

    A task that is cancelled stops waiting; the call that is on its way is made to its end.

    Parameters
    ----------
    adapter: what does the work. It is closed with this.
    """

    def __init__(self, adapter: CrmAdapter) -> None:
        self.adapter = adapter

    def __repr__(self) -> str:
        return f"<AsyncCrm {self.adapter.name!r}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def check(self) -> None:
        """As :meth:`.base.CrmAdapter.check`."""
        await _in_thread(self.adapter.check)

    def accounts(self, since: Watermark | None = None) -> AsyncFeed[Account]:
        """As :meth:`.base.CrmAdapter.accounts`, for ``async for``."""
        return AsyncFeed(self.adapter.accounts(since))

    def merges(self, since: Watermark | None = None) -> AsyncFeed[Merge]:
        """As :meth:`.base.CrmAdapter.merges`, for ``async for``."""
        return AsyncFeed(self.adapter.merges(since))

    def deletions(self, since: Watermark | None = None, *, known: Iterable[str] | None = None) -> AsyncFeed[Deletion]:
        """As :meth:`.base.CrmAdapter.deletions`, for ``async for``."""
        return AsyncFeed(self.adapter.deletions(since, known=known))

    async def get(self, account_id: str) -> Account | None:
        """As :meth:`.base.CrmAdapter.get`."""
        return await _in_thread(self.adapter.get, account_id)

    async def find(self, by: FindBy, value: str, *, limit: int = 100) -> tuple[Account, ...]:
        """As :meth:`.base.CrmAdapter.find`."""
        return await _in_thread(self.adapter.find, by, value, limit=limit)

    async def list_links(self, account_id: str) -> tuple[CrmLink, ...]:
        """As :meth:`.base.CrmAdapter.list_links`."""
        return await _in_thread(self.adapter.list_links, account_id)

    async def put_link(self, link: CrmLink, idempotency_key: str) -> None:
        """As :meth:`.base.CrmAdapter.put_link`."""
        await _in_thread(self.adapter.put_link, link, idempotency_key)

    async def remove_link(self, link: CrmLink) -> None:
        """As :meth:`.base.CrmAdapter.remove_link`."""
        await _in_thread(self.adapter.remove_link, link)

    async def erase(self, account_id: str) -> Erasure:
        """As :meth:`.base.CrmAdapter.erase`."""
        return await _in_thread(self.adapter.erase, account_id)

    async def close(self) -> None:
        """As :meth:`.base.CrmAdapter.close`."""
        await _in_thread(self.adapter.close)
