"""The transport in earnest: urllib3, with its connections kept open, and everything clever about it switched off."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from socialmatch.crm.http.transport import Answer, Request
from socialmatch.errors import CrmContract, CrmUnavailable, MissingExtra

if TYPE_CHECKING:
    import urllib3

_CHUNK = 1 << 16


class PooledTransport:
    """Requests over urllib3 (extra ``http``). Certificates are checked against the system's; proxies are the
    environment's (``HTTPS_PROXY``, ``NO_PROXY``).

    Parameters
    ----------
    timeout: seconds for connecting, for each silence, and for a whole answer.
    max_bytes: of an answer, unpacked. connections: kept open to one server.
    stopwatch: seconds that never go back; ``time.monotonic`` in earnest.

    Raises
    ------
    MissingExtra: urllib3 is not installed.
    """

    def __init__(
        self,
        *,
        timeout: float = 30.0,
        max_bytes: int = 32 << 20,
        connections: int = 4,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            import urllib3
        except ModuleNotFoundError:
            raise MissingExtra("a CRM over HTTP", "http") from None
        self._urllib3 = urllib3
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._connections = connections
        self._stopwatch = stopwatch
        self._pools: dict[str, urllib3.PoolManager] = {}

    def __repr__(self) -> str:
        return "<PooledTransport>"

    def send(self, request: Request) -> Answer:
        """As :meth:`.transport.Transport.send`."""
        began, errors = self._stopwatch(), self._urllib3.exceptions
        failure: Exception
        try:
            response = self._pool(request.url).request(
                request.method,
                request.url,
                body=request.body or None,
                headers={**request.headers, "Accept-Encoding": "gzip"},
                redirect=False,
                retries=False,
                timeout=self._urllib3.Timeout(connect=self._timeout, read=self._timeout),
                preload_content=False,
            )
            try:
                body = self._body(response, began)
            finally:
                response.release_conn()
            return Answer(response.status, dict(response.headers.items()), body)
        except errors.SSLError:
            failure = CrmUnavailable("no safe connection to the CRM", code="certificate")
        except errors.NewConnectionError:  # for urllib3 it is a timeout, too
            failure = ConnectionError()
        except (errors.TimeoutError, TimeoutError):
            failure = TimeoutError()
        except (errors.DecodeError, errors.LocationValueError):
            failure = CrmContract("the CRM's answer cannot be read", code="broken_answer")
        except errors.HTTPError:  # cannot be reached, hung up, cut off in the middle
            failure = ConnectionError()
        raise failure  # outside the except blocks, as urllib3's own messages repeat addresses

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.clear()

    def _body(self, response: urllib3.BaseHTTPResponse, began: float) -> bytes:
        parts, size = [], 0
        while part := response.read1(_CHUNK, decode_content=True):  # what is there, so that the time is looked at
            size += len(part)
            if size > self._max_bytes:
                response.close()
                raise CrmContract("the CRM's answer is larger than we read", code="answer_too_large")
            if self._stopwatch() - began > self._timeout:  # a server that sends a byte now and then is not silent
                response.close()
                raise TimeoutError
            parts.append(part)
        return b"".join(parts)

    def _pool(self, url: str) -> urllib3.PoolManager:
        address = urlsplit(url)
        proxy = "" if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme, "")
        if proxy not in self._pools:
            self._pools[proxy] = (
                self._urllib3.ProxyManager(proxy, maxsize=self._connections)
                if proxy
                else self._urllib3.PoolManager(maxsize=self._connections)
            )
        return self._pools[proxy]
