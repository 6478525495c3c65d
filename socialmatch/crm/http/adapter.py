"""The frame of an adapter whose CRM speaks HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.http.client import HttpClient
from socialmatch.crm.http.pooled import PooledTransport
from socialmatch.crm.http.transport import Answer, Transport
from socialmatch.crm.limits import Limit
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.errors import SocialMatchError


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
