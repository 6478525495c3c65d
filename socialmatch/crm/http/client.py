"""Requests to one CRM: each takes its turn, goes to the pinned address and nowhere else, and fails in our words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlencode, urljoin, urlsplit

from socialmatch.crm.http.fields import Fields
from socialmatch.crm.http.statuses import NOT_FOUND, trouble
from socialmatch.crm.http.transport import Answer, Request, Transport
from socialmatch.crm.limits import Headers
from socialmatch.errors import ConfigError, CrmContract, SocialMatchError
from socialmatch.moments import Clock

Query = Mapping[str, str | int] | Sequence[tuple[str, str | int]]
"""Names and values behind the ``?``; a sequence where a name stands there twice."""

Explain = Callable[[Answer], SocialMatchError | None]
"""A vendor's own reading of an answer that is not 2xx; ``None`` leaves it to :func:`.statuses.trouble`."""

_VISIBLE = re.compile(r"[!-\[\]-~]+")  # printable ASCII without the backslash, which readers of addresses disagree on
_LINE = re.compile(r"[!-~]+(?: +[!-~]+)*")  # what a header line may hold; a line break in it would begin another
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"https": 443, "http": 80}
_NO_SEGMENT = frozenset({"", ".", ".."})


class HttpClient:
    """Speaks to one address with one set of credentials.

    Parameters
    ----------
    address: where every path begins, ``https://host/prefix``; plain ``http`` only on this machine.
    transport: how requests travel. headers: on every request, the credentials among them.
    turn: waits until one more request may go. observe: is handed the header lines of every answer.
    clock: the current moment. explain: see :data:`Explain`.

    Raises
    ------
    ConfigError: not such an address (``bad_url``), or a header line that cannot be sent (``bad_option``).
    """

    def __init__(
        self,
        address: str,
        transport: Transport,
        *,
        headers: Mapping[str, str],
        turn: Callable[[], None],
        observe: Callable[[Headers], None],
        clock: Clock,
        explain: Explain = lambda _: None,
    ) -> None:
        base = _base(address)
        if not all(map(_LINE.fullmatch, headers.values())):  # unnamed: the line is the credentials, or next to them
            raise ConfigError(
                "the credentials of the CRM cannot be sent",
                code="bad_option",
                hint="a token is not empty, has no line break or space at its end, and only ASCII letters",
            )
        self._origin = f"{base.scheme}://{base.netloc}"
        self._prefix = base.path.rstrip("/")
        self._home = _place(base)
        self._transport = transport
        self._headers = {"Accept": "application/json", "User-Agent": "socialmatch", **headers}
        self._turn = turn
        self._observe = observe
        self._clock = clock
        self._explain = explain

    def __repr__(self) -> str:
        return "<HttpClient>"

    def call(
        self,
        method: str,
        *path: str,
        query: Query = (),
        body: Mapping[str, Any] | None = None,
        allow: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
        slash: bool = False,
    ) -> Answer:
        """One request and its answer, which is 2xx or of a status that is allowed.

        Parameters
        ----------
        path: segments below the address, each encoded whole, so that an id with ``/`` in it is one segment. What no
            segment can be (``""``, ``"."``, ``".."``) is answered here, with 404.
        query: what stands behind the ``?``. body: sent as JSON. allow: statuses that are no error here.
        headers: on this request too, such as those of a session. slash: whether the path ends with one.

        Raises
        ------
        CrmError: as :func:`.statuses.trouble` says. TimeoutError, ConnectionError: from the transport; the frame
            reads them as unavailable.
        """
        if not _NO_SEGMENT.isdisjoint(path):
            return self._checked(Answer(404, {}), allow)
        pairs = query.items() if isinstance(query, Mapping) else query
        asked = urlencode(list(pairs))
        target = self._prefix + "".join(f"/{quote(segment, safe='')}" for segment in path) + ("/" if slash else "")
        return self._send(method, f"{target}?{asked}" if asked else target, body, allow, headers)

    def get(self, *path: str, query: Query = ()) -> Fields:
        """A JSON object that has to be there. Raises as :meth:`call`, and :class:`CrmContract` for anything else."""
        return self.call("GET", *path, query=query).json()

    def look(self, *path: str, query: Query = ()) -> Fields | None:
        """A JSON object, or ``None`` where the CRM has no such record (404, 410)."""
        answer = self.call("GET", *path, query=query, allow=NOT_FOUND)
        return None if answer.status in NOT_FOUND else answer.json()

    def delete(self, *path: str, query: Query = ()) -> bool:
        """Delete a record. Whether there was one: absent is no error."""
        return self.call("DELETE", *path, query=query, allow=NOT_FOUND).status not in NOT_FOUND

    def follow(self, address: str) -> Fields:
        """A further page, at an address that the CRM gave, absolute or not.

        Only its path and query are taken, and only where it is one of ours: our credentials go nowhere else.

        Raises
        ------
        CrmContract: it leads to another host or out of our prefix (``foreign_address``). Also as :meth:`get`.
        """
        return self._send("GET", self._ours(address), None, ()).json()

    def close(self) -> None:
        """Give connections back."""
        self._transport.close()

    # --- inside ------------------------------------------------------------------------------------

    def _send(
        self,
        method: str,
        target: str,
        body: Mapping[str, Any] | None,
        allow: Collection[int],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent, content = {**self._headers, **(headers or {})}, b""
        if body is not None:
            sent, content = {**sent, "Content-Type": "application/json"}, json.dumps(body).encode()
        self._turn()
        answer = self._transport.send(Request(method, self._origin + target, sent, content))
        self._observe(answer.headers)
        checked = self._checked(answer, allow)
        if method == "GET" and checked.status < 300 and checked.body.strip() == b"{}":
            raise CrmContract(
                "the CRM's answer is empty, and says neither what there is nor that nothing is", code="empty"
            )
        return checked

    def _checked(self, answer: Answer, allow: Collection[int]) -> Answer:
        if answer.status in allow:
            return answer
        if answer.status < 300 and _is_web_page(answer):  # a proxy's, which did not let the request through
            raise CrmContract("something on the way answered with a web page", code="web_page")
        failure = trouble(answer, self._clock())
        if failure is not None:
            raise self._explain(answer) or failure
        return answer

    def _ours(self, address: str) -> str:
        """Path and query of an address that is below ours."""
        try:
            given = urlsplit(urljoin(f"{self._origin}{self._prefix}/", address))
            ours = _place(given) == self._home and "@" not in given.netloc
        except ValueError:
            ours = False
        below = ours and _VISIBLE.fullmatch(address) and given.path.startswith(f"{self._prefix}/")
        if not below or not {".", ".."}.isdisjoint(unquote(given.path).split("/")):
            raise CrmContract("the CRM's next page is not at the CRM's own address", code="foreign_address")
        return f"{given.path}?{given.query}" if given.query else given.path


def _is_web_page(answer: Answer) -> bool:
    return any(name.lower() == "content-type" and "html" in value.lower() for name, value in answer.headers.items())


def _base(address: str) -> SplitResult:
    try:
        base = urlsplit(address)
        local = base.scheme == "http" and base.hostname in _LOCAL
        fit = _VISIBLE.fullmatch(address) and base.hostname and (local or base.scheme == "https") and _place(base)
    except ValueError:
        fit = None
    if not fit or base.query or base.fragment or "@" in base.netloc:
        raise ConfigError(
            "the CRM's address is not https://HOST or https://HOST/PATH",
            code="bad_url",
            hint="without user, password, ? and #; http only for localhost",
        )
    return base


def _place(address: SplitResult) -> tuple[str, str | None, int | None]:
    """Which server it is: equal for ``https://host`` and ``HTTPS://Host:443``."""
    return address.scheme, address.hostname, address.port or _PORTS.get(address.scheme)
