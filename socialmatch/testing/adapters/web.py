"""For adapters over HTTP: a peer whose every fault can be brought about, and a transport that brings them about."""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.testing.adapters.bench import Peer
from socialmatch.testing.adapters.faults import AGAIN_IN, SLOW_SECONDS, Fault, Faults
from socialmatch.testing.adapters.recording import Recording

_ELSEWHERE = "https://elsewhere.example"
_TEXT = b'{"error": "locked by canary_handle", "detail": "canary@example.com"}'
_STATUS = {
    Fault.BUSY_SECONDS: 429,
    Fault.BUSY_DATE: 429,
    Fault.BUSY_RESET: 429,
    Fault.BUSY: 429,
    Fault.ERROR: 500,
    Fault.GATEWAY: 502,
    Fault.UNAVAILABLE: 503,
    Fault.UNAUTHORISED: 401,
}


class HttpPeer(Peer):
    """A system that is spoken to over HTTP. Its author writes :meth:`server` and :meth:`connect` in place of ``open``.

    Attributes
    ----------
    address: of the system; requests to anywhere else are counted, and answered with 404.
    reset_headers: names of the header lines for calls left and for the moment they start anew (seconds since 1970),
        where the system has such; ``None`` leaves :attr:`.faults.Fault.BUSY_RESET` out.
    personal: names of the JSON fields that hold what a person is called or reached by; for recordings.
    """

    address: str
    reset_headers: tuple[str, str] | None = None
    personal: Collection[str] = ()

    def __init__(self) -> None:
        left_out = () if self.reset_headers else (Fault.BUSY_RESET,)
        self.faults = Faults(fault for fault in Fault if fault not in left_out)
        self._recording: Recording | None = None

    @abstractmethod
    def server(self) -> Transport:
        """What answers: a fake that keeps state, or a transport to the system itself."""

    @abstractmethod
    def connect(self, transport: Transport, runtime: Runtime) -> CrmAdapter:
        """An adapter whose requests travel by this transport."""

    def open(self, runtime: Runtime) -> CrmAdapter:
        """An adapter on a transport that goes wrong as planned."""
        transport: Transport = FaultyTransport(self, runtime)
        if self._recording is not None:
            transport = self._recording.of(transport)
        return self.connect(transport, runtime)

    @contextlib.contextmanager
    def recorded(self, recording: Recording) -> Iterator[None]:
        """Record what adapters that are opened meanwhile ask and get."""
        self._recording = recording
        try:
            yield
        finally:
            self._recording = None


class FaultyTransport:
    """Brings requests to a peer's server, unless its plan says that something goes wrong.

    Parameters
    ----------
    peer: whose server, plan and address. runtime: whose clock and sleep.
    """

    def __init__(self, peer: HttpPeer, runtime: Runtime) -> None:
        assert peer.faults is not None  # noqa: S101 - HttpPeer made it
        self._faults = peer.faults
        self._server = peer.server()
        self._home = _origin(peer.address)
        self._reset = peer.reset_headers
        self._runtime = runtime
        self._before: tuple[Request, Answer] | None = None

    def send(self, request: Request) -> Answer:
        """As :meth:`.transport.Transport.send`."""
        fault = self._faults.next(self._runtime.clock())
        if _origin(request.url) != self._home:
            self._faults.elsewhere += 1
            return Answer(404, {}, b"{}")
        if fault in _STATUS:
            return Answer(_STATUS[fault], {"Content-Type": "application/json", **self._come_again(fault)}, _TEXT)
        match fault:
            case Fault.TIMEOUT:
                raise TimeoutError("no answer to canary-user-id")
            case Fault.EMPTY if request.method == "GET":  # what was written may well be answered so
                return Answer(200, {"Content-Type": "application/json"}, b"{}")
            case Fault.UNRELATED if request.method == "GET":
                return Answer(200, {"Content-Type": "application/json"}, b'{"status": "maintenance"}')
            case Fault.PAGE:
                return Answer(200, {"Content-Type": "text/html"}, b"<html>Sign in, canary@example.com</html>")
            case Fault.REDIRECT:
                path = request.url.removeprefix(self._home)
                return Answer(307, {"Location": f"{_ELSEWHERE}{path}"})
            case Fault.STUCK if self._before is not None and _list(self._before[0]) == _list(request):
                return self._before[1]
        answer = self._server.send(request)
        self._before = request, answer
        return self._spoilt(fault, answer)

    def close(self) -> None:
        """Close the server's connections."""
        self._server.close()

    def _spoilt(self, fault: Fault | None, answer: Answer) -> Answer:
        """What becomes of an answer on its way back."""
        match fault:
            case Fault.LOST:
                raise TimeoutError("no answer to canary-user-id")
            case Fault.SLOW:
                self._runtime.sleep(SLOW_SECONDS)
            case Fault.TRUNCATED:
                return Answer(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
            case Fault.FOREIGN:
                body = answer.body.replace(self._home.encode(), _ELSEWHERE.encode())
                return Answer(answer.status, answer.headers, body)
        return answer

    def _come_again(self, fault: Fault | None) -> Mapping[str, str]:
        """The header lines that name the moment."""
        until = self._runtime.clock() + AGAIN_IN
        until = until.replace(microsecond=0) + timedelta(seconds=1 if until.microsecond else 0)  # never early
        if fault is Fault.BUSY_SECONDS:
            return {"Retry-After": str(int(AGAIN_IN.total_seconds()))}
        if fault is Fault.BUSY_DATE:  # whole seconds, never early
            return {
                "Retry-After": format_datetime(until + timedelta(seconds=1 if until.microsecond else 0), usegmt=True)
            }
        if fault is Fault.BUSY_RESET and self._reset is not None:
            left, reset = self._reset
            return {left: "0", reset: str(int(until.timestamp()))}
        return {}


def _list(request: Request) -> tuple[str, str]:
    """Which list a request is for, whatever page of it."""
    return request.method, request.url.partition("?")[0]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
