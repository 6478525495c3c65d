"""What all of them share: routes, credentials, faults, and a record of what they were asked."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.models import Account
from socialmatch.moments import parse_moment
from socialmatch.testing.adapters import HttpPeer
from socialmatch.testing.clock import ManualClock

TOKEN = "canary-secret-token"

Handler = Callable[..., Answer]


def answer(value: object = None, status: int = 200, **headers: str) -> Answer:
    """An answer with a JSON body, or none."""
    body = b"" if value is None else json.dumps(value).encode()
    return Answer(status, {"Content-Type": "application/json", **headers}, body)


class FakeCrm:
    """A transport with a CRM behind it.

    A subclass gives ``routes``: a method, a pattern of the path below ``address``, and the name of what answers it,
    which is handed the pattern's groups, the query and the body. Where it gives a ``contract``, every request and every
    answer is held to it.
    """

    address: str
    routes: tuple[tuple[str, str, str], ...]
    writes = frozenset({"POST", "PUT", "PATCH", "DELETE"})
    contract: Any = None

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.faults: list[Answer | Exception | Callable[[Answer], Answer]] = []
        self.read_only = False
        self.clock = ManualClock()

    def send(self, request: Request) -> Answer:
        self.asked.append(request)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Answer):
            return fault
        if isinstance(fault, Exception) and not getattr(fault, "after", False):
            raise fault
        if self.contract is not None:
            self.contract.check_request(request)
        given = self.handle(request)
        if self.contract is not None:
            self.contract.check_answer(request, given)
        if isinstance(fault, Exception):
            raise fault
        return given if fault is None else fault(given)

    def close(self) -> None:
        pass

    def authorized(self, request: Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {TOKEN}"

    def handle(self, request: Request) -> Answer:
        if not self.authorized(request):
            return answer({"error": "canary-account"}, 401)
        split = urlsplit(request.url)
        base = urlsplit(self.address)
        assert (split.scheme, split.netloc) == (base.scheme, base.netloc)
        path = split.path.removeprefix(base.path)
        for method, pattern, name in self.routes:
            found = re.fullmatch(pattern, path)
            if method == request.method and found is not None:
                if self.read_only and self.is_write(request, name):
                    return answer({"error": "canary-account may not be changed"}, 403)
                query = parse_qs(split.query, keep_blank_values=True)
                body = json.loads(request.body) if request.body else {}
                return getattr(self, name)(*map(unquote, found.groups()), query=query, body=body)
        return answer({"error": "no such path"}, 404)

    def is_write(self, request: Request, name: str) -> bool:
        return request.method in self.writes and not name.startswith(("search", "list"))


def after(error: Exception) -> Exception:
    """A fault that comes when the request has taken effect: the answer is lost."""
    error.after = True  # a mark for FakeCrm.send
    return error


class FakePeer(HttpPeer):
    """A fake CRM as the conformance kit handles it.

    A subclass makes the CRM in ``__init__`` and opens adapters on it.
    """

    secrets = (TOKEN,)
    personal = ("name", "first_name", "last_name", "firstname", "lastname", "name_at_staff", "email", "emails", "value")
    crm: Any

    def adapter(self, runtime: Runtime, transport: Transport) -> CrmAdapter:
        raise NotImplementedError

    @property
    def address(self) -> str:
        return self.crm.address

    def server(self) -> Transport:
        return self.crm

    def connect(self, transport: Transport, runtime: Runtime) -> CrmAdapter:
        self.crm.clock = runtime.clock
        return self.adapter(runtime, transport)

    def save(self, account: Account) -> str:
        return self.crm.save(account)

    def delete(self, account_id: str) -> None:
        self.crm.remove(account_id)

    @contextlib.contextmanager
    def refuse_writes(self) -> Iterator[None]:
        self.crm.read_only = True
        yield
        self.crm.read_only = False


def only(query: dict[str, list[str]], name: str, default: str = "") -> str:
    """The one value of a query parameter."""
    values = query.get(name, [default])
    assert len(values) == 1
    return values[0]


def moment(text: str) -> Any:
    return parse_moment(text)
