"""What a system was asked and answered, kept as a file without people and passwords, and played again.

For a test without the system::

    recording = Recording(personal={"name", "email"}, secrets=[token])
    with Crm(address, transport=recording.of(PooledTransport())) as crm:   # once, against a sandbox
        list(crm.accounts())
    path.write_text(recording.dumps())

    Crm(address, transport=Recording.loads(path.read_text()))              # in every test

No header line of a request is kept, and of an answer only those about limits. Record invented people all the same: no
list of fields knows everything that a system says.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from socialmatch.crm.http import Answer, Request, Transport
from socialmatch.errors import CrmContract

_KEPT = ("content-type", "date", "retry-after")
_KEPT_PART = "ratelimit"
_LONG = 6
_CUT = "cut"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, without host and header lines, and its answer."""

    method: str
    target: str
    asked: str
    status: int
    headers: dict[str, str]
    answered: str


class Recording:
    """Exchanges in their order; itself a transport, which answers as they went.

    Parameters
    ----------
    personal: names of the JSON fields whose texts are replaced, the same text by the same wherever it stands.
    secrets: texts that are cut out.
    """

    def __init__(self, *, personal: Collection[str] = (), secrets: Sequence[str] = ()) -> None:
        self._personal = frozenset(personal)
        self._secrets = tuple(secrets)
        self._exchanges: list[Exchange] = []
        self._left: defaultdict[tuple[str, str, str], deque[Exchange]] | None = None

    def of(self, transport: Transport) -> Transport:
        """A transport that goes on to this one and is recorded here."""
        return _Recorder(transport, self._exchanges)

    def dumps(self) -> str:
        """The recording as text, without people and passwords."""
        bodies = [_parsed(body) for one in self._exchanges for body in (one.asked, one.answered)]
        texts = {text for body in bodies for text in _texts(body, self._personal)}
        masks = dict.fromkeys(self._secrets, _CUT)
        for number, text in enumerate(sorted(texts), 1):
            masks[text] = f"person{number}@example.com" if "@" in text else f"text-{number}"
        cut = [
            replace(
                one,
                target=_masked_target(one.target, masks),
                asked=_masked_body(one.asked, masks),
                answered=_masked_body(one.answered, masks),
            )
            for one in self._exchanges
        ]
        return json.dumps([asdict(one) for one in cut], indent=1)

    @classmethod
    def loads(cls, text: str, *, secrets: Sequence[str] = ()) -> Recording:
        """The inverse of :meth:`dumps`. Secrets: what an adapter now says where others were cut out."""
        made = cls(secrets=secrets)
        made._exchanges = [Exchange(**one) for one in json.loads(text)]
        return made

    def send(self, request: Request) -> Answer:
        """The answer that was recorded; the last one again where the same is asked more often.

        Raises
        ------
        CrmContract: nothing like it was asked (``not_recorded``).
        """
        if self._left is None:
            self._left = defaultdict(deque)
            for one in self._exchanges:
                self._left[_meaning(one.method, one.target, one.asked)].append(one)
        method, target, asked = _asked(request)
        masks = dict.fromkeys(self._secrets, _CUT)
        found = self._left[_meaning(method, _masked_target(target, masks), _masked_body(asked, masks))]
        if not found:
            raise CrmContract("the recording has no such request", code="not_recorded")
        one = found.popleft() if len(found) > 1 else found[0]
        return Answer(one.status, one.headers, one.answered.encode())

    def close(self) -> None:
        """Nothing to give back."""


class _Recorder:
    def __init__(self, transport: Transport, exchanges: list[Exchange]) -> None:
        self._transport = transport
        self._exchanges = exchanges

    def send(self, request: Request) -> Answer:
        answer = self._transport.send(request)
        kept = {n: v for n, v in answer.headers.items() if n.lower() in _KEPT or _KEPT_PART in n.lower()}
        body = answer.body.decode("utf-8", "replace")
        self._exchanges.append(Exchange(*_asked(request), answer.status, kept, body))
        return answer

    def close(self) -> None:
        self._transport.close()


def _asked(request: Request) -> tuple[str, str, str]:
    parts = urlsplit(request.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.method, target, request.body.decode("utf-8", "replace")


def _meaning(method: str, target: str, asked: str) -> tuple[str, str, str]:
    """What two requests for the same have in common, however they are spelled."""
    path, _, query = target.partition("?")
    body = _parsed(asked)
    canonical = asked if body is None else json.dumps(body, sort_keys=True)
    return method, f"{unquote(path)}?{sorted(parse_qsl(query, keep_blank_values=True))}", canonical


def _masked(value: Any, masks: Mapping[str, str]) -> Any:
    """The value with other texts in place of those; a short one only where it stands alone."""
    if isinstance(value, dict):
        return {name: _masked(one, masks) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, masks) for one in value]
    if not isinstance(value, str) or value in masks:
        return masks[value] if isinstance(value, str) else value
    for text in sorted(masks, key=len, reverse=True):
        if len(text) >= _LONG:
            value = value.replace(text, masks[text])
    return value


def _masked_body(body: str, masks: Mapping[str, str]) -> str:
    value = _parsed(body)
    return str(_masked(body, masks)) if value is None else json.dumps(_masked(value, masks))


def _masked_target(target: str, masks: Mapping[str, str]) -> str:
    path, mark, query = target.partition("?")
    segments = [quote(_masked(unquote(one), masks), safe="") for one in path.split("/")]
    pairs = [(name, _masked(value, masks)) for name, value in parse_qsl(query, keep_blank_values=True)]
    return "/".join(segments) + mark + urlencode(pairs)


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _texts(value: Any, names: Collection[str], personal: bool = False) -> Iterator[str]:
    """Every text below a field of such a name."""
    if isinstance(value, str) and personal and value:
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, names, personal or name in names)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, names, personal)
