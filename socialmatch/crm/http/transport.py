"""The one thing between an adapter and the network: a request goes in, an answer comes out.

A test hands in a transport of its own: a fake CRM that keeps state, or one that makes faults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from socialmatch.crm.http.fields import Fields
from socialmatch.errors import CrmContract


@dataclass(frozen=True, slots=True)
class Request:
    """What goes out. ``repr`` shows the method alone: addresses, header lines and bodies hold people and secrets.

    Attributes
    ----------
    method: ``"GET"`` and so on. url: absolute, percent-encoded. headers: names in any case. body: bytes, may be empty.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status. ``repr`` shows the status alone.

    Attributes
    ----------
    status: of HTTP. headers: names in any case. body: bytes, unpacked.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    def json(self) -> Fields:
        """The body as a JSON object.

        Raises
        ------
        CrmContract: it is none (``not_json``): cut off, a page of HTML, a list, a bare value.
        """
        value = self._value()
        if not isinstance(value, dict):
            raise CrmContract("the CRM's answer is not a JSON object", code="not_json")
        return Fields(value)

    def parts(self) -> list[Fields]:
        """The body as a JSON list of objects, for a CRM that puts no object around its lists.

        Raises
        ------
        CrmContract: it is no list (``not_json``), or something in it is no object (``bad_answer``).
        """
        value = self._value()
        if not isinstance(value, list):
            raise CrmContract("the CRM's answer is not a JSON list", code="not_json")
        return Fields({"answer": value}).parts("answer")

    def _value(self) -> Any:
        """What the body says; ``None`` where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Transport(Protocol):
    """Brings one request to a server and its answer back. Safe to share between threads.

    It follows no redirect, tries nothing again and keeps no cookie: that is for its caller to decide.
    """

    def send(self, request: Request) -> Answer:
        """Send a request and wait for the whole answer.

        Raises
        ------
        TimeoutError: no whole answer in time; the request may have taken effect.
        ConnectionError: the server cannot be reached, or hung up.
        CrmUnavailable: its certificate does not fit (``certificate``). CrmContract: its answer is too large or broken.
        """

    def close(self) -> None:
        """Give connections back."""
