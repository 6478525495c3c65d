"""The frame of an adapter whose CRM speaks HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.http.client import HttpClient
from socialmatch.crm.http.pooled import PooledTransport
from socialmatch.crm.http.transport import Answer, Transport
from socialmatch.crm.limits import Limit
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.values import Page
from socialmatch.errors import CrmContract, SocialMatchError

T = TypeVar("T")


class HttpAdapter(CrmAdapter):
    """An adapter with ``self.http``: a client that takes a turn for each request and hands header lines to the limits.

    Parameters
    ----------
    address: of the CRM, see :class:`.client.HttpClient`. headers: on every request, the credentials among them.
    secrets: values that must never be seen in a message. limits: the vendor's rules.
    transport: how requests travel; a :class:`.pooled.PooledTransport` where none is given.

    Raises
    ------
    ConfigError: not such an address. MissingExtra: the extra ``http`` is not installed.
    """

    def __init__(
        self,
        address: str,
        *,
        headers: Mapping[str, str],
        secrets: Sequence[str],
        limits: Sequence[Limit] = (),
        transport: Transport | None = None,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        super().__init__(runtime, limits=limits, secrets=secrets)
        self.http = HttpClient(
            address,
            transport or PooledTransport(),
            headers=headers,
            turn=self.each_request,
            observe=self.observe,
            clock=runtime.clock,
            explain=self._explain,
        )

    def _explain(self, answer: Answer) -> SocialMatchError | None:
        """The vendor's own meaning of an answer that is not 2xx, or ``None`` for that of HTTP."""
        return None

    def _close(self) -> None:
        self.http.close()


def every_page(fetch: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """What stands on all pages, for a verb that needs them all at once; the frame's own lists walk by themselves.

    Parameters
    ----------
    fetch: a page by its cursor, ``None`` for the first.

    Raises
    ------
    CrmContract: the CRM gives the same cursor again (``cursor_repeats``).
    """
    cursor: str | None = None
    used: set[str] = set()
    while True:
        page = fetch(cursor)
        yield from page.items
        if not page.next:
            return
        if page.next in used:
            raise CrmContract("the CRM gives the same cursor again", code="cursor_repeats")
        used.add(page.next)
        cursor = page.next
