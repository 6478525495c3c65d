"""Threat 22: somebody else calls the webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from flows import ADA, code_for, dump, linked, now
from socialmatch.consent.inbound import SCHEMES
from socialmatch.errors import ConfigError, InboundRefused

KEY, SCHEME = b"a secret of the platform's", SCHEMES["hub-sha256"]


def read(body: bytes) -> tuple[str, datetime]:
    message = json.loads(body)
    return message["id"], datetime.fromtimestamp(message["at"], UTC)


def body_of(sm, named: str = "m-1", *, ago: float = 0, text: str = "") -> bytes:
    return json.dumps({"id": named, "at": now(sm).timestamp() - ago, "text": text}).encode()


def take(sm, body: bytes, headers: dict[str, str] | None = None, **options):
    signed = {"X-Hub-Signature-256": "sha256=" + hmac.new(KEY, body, hashlib.sha256).hexdigest()}
    options = {"keys": [KEY], "read": read, **options}
    return sm.check_inbound(SCHEME, signed if headers is None else headers, body, **options)


def signature(body: bytes, key: bytes = KEY, how: str = "sha256") -> str:
    return f"{how}=" + hmac.new(key, body, how).hexdigest()


FORGED = {
    "unsigned": lambda body: {},
    "empty": lambda body: {"X-Hub-Signature-256": ""},
    "of another key": lambda body: {"X-Hub-Signature-256": signature(body, b"another secret of somebody")},
    "of another body": lambda body: {"X-Hub-Signature-256": signature(body + b" ")},
    "by another algorithm": lambda body: {"X-Hub-Signature-256": signature(body, how="sha1")},
    "cut": lambda body: {"X-Hub-Signature-256": signature(body)[:-2]},
    "under another name": lambda body: {"X-Signature": signature(body)},
    "twice": lambda body: {"X-Hub-Signature-256": "sha256=00", "x-hub-signature-256": signature(body)},
}


@pytest.mark.parametrize("how", FORGED)
def test_what_is_not_signed_is_refused_before_it_is_read(sm, how):
    def explode(body: bytes):
        raise AssertionError("it was read")

    body = body_of(sm)
    with pytest.raises(InboundRefused):
        take(sm, body, FORGED[how](body), read=explode)
    assert dump(sm)["seen_messages"] == []


@pytest.mark.parametrize("ago", [301, 86_400, -61])
def test_a_message_of_another_time_is_refused(sm, ago):
    with pytest.raises(InboundRefused) as refused:
        take(sm, body_of(sm, ago=ago))
    assert refused.value.code == "stale"


def test_a_message_that_comes_again_or_late_changes_nothing(on_disk, clock):
    first, second = body_of(on_disk, "m-1", text=code_for(on_disk)), body_of(on_disk, "m-2", ago=2)
    take(on_disk, first)
    take(on_disk, second)  # out of order is no harm
    for body in (first, second):
        with pytest.raises(InboundRefused) as refused:
            take(on_disk, body)
        assert refused.value.code == "repeated"
    clock.advance(timedelta(minutes=6))
    with pytest.raises(InboundRefused):
        take(on_disk, first)


def test_a_message_without_an_id_or_a_time_is_refused(sm):
    for reader in (None, lambda body: ("", now(sm)), lambda body: ("m-1", None), lambda body: (None, now(sm))):
        with pytest.raises(InboundRefused):
            take(sm, body_of(sm), read=reader)


@pytest.mark.parametrize("keys", [[], [b""], [b"short"], [KEY, b""]])
def test_without_a_key_nothing_is_taken(sm, keys):
    with pytest.raises(ConfigError):
        take(sm, body_of(sm), keys=keys)


def test_what_was_refused_carries_no_code_anywhere(sm):
    body = body_of(sm, text=code_for(sm))
    with pytest.raises(InboundRefused):
        message = take(sm, body, {})
        sm.redeem(message.body.decode(), ADA)
    assert linked(sm) == []
    assert dump(sm)["tokens"][0] is not None
