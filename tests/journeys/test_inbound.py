"""A message counts once: in every process, after a restart, and however often it is sent again."""

from __future__ import annotations

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from linking import SECRETS, WEBHOOK
from socialmatch.consent.inbound import SCHEMES
from socialmatch.errors import InboundRefused
from socialmatch.journeys.inbound import check_inbound
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.store import events, limits

KEY = b"a secret of the platform's"
SCHEME = SCHEMES["hub-sha256"]


def read(body: bytes) -> tuple[str, datetime]:
    message = json.loads(body)
    return message["id"], datetime.fromtimestamp(message["at"], UTC)


def body_of(at, named="m-1", ago=0) -> bytes:
    with at.store.read("default") as session:
        return json.dumps({"id": named, "at": session.now.timestamp() - ago}).encode()


def take(at, body: bytes, key: bytes = KEY, **options):
    headers = {"X-Hub-Signature-256": "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()}
    options = {"keys": [KEY], "read": read, "actor": WEBHOOK, "reason": "webhook", **options}
    return check_inbound(at, SCHEME, headers, body, **options)


def refused(at, *arguments, **options) -> str:
    with pytest.raises(InboundRefused) as error:
        take(at, *arguments, **options)
    with at.store.read("default") as session:
        last = list(events.walk(session))[-1]
        assert (last.type_class, last.kind, last.subjects) == (TypeClass.REFUSAL, "inbound", ())
        assert last.data["reason"] == error.value.code
    return error.value.code


def test_a_message_counts_once_even_after_a_restart(at, store_url, open_store):
    body = body_of(at)
    assert take(at, body).message_id == "m-1"
    assert refused(at, body) == "repeated"
    later = Installation(open_store(store_url), at.tenant, at.config, SECRETS)
    assert refused(later, body) == "repeated"
    take(later, body_of(at, "m-2"))


def test_of_many_at_once_one_is_taken(at):
    body = body_of(at)

    def attempt(_: int) -> bool:
        try:
            take(at, body)
        except InboundRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


def test_what_is_not_signed_not_now_or_without_an_id_is_refused(at):
    assert refused(at, body_of(at), b"another secret of somebody") == "bad_signature"
    assert refused(at, body_of(at, ago=301)) == "stale"
    assert refused(at, body_of(at, ago=-61)) == "stale"
    assert refused(at, body_of(at, "")) == "no_id"
    assert refused(at, body_of(at), read=None) == "no_timestamp"
    assert refused(at, body_of(at), read=lambda body: ("m-1", None)) == "no_timestamp"
    take(at, body_of(at))


def test_a_body_is_read_only_when_its_signature_fits(at):
    read_bodies: list[bytes] = []

    def spy(body: bytes) -> tuple[str, datetime]:
        read_bodies.append(body)
        return read(body)

    with pytest.raises(InboundRefused):
        take(at, body_of(at), b"another secret of somebody", read=spy)
    assert read_bodies == []
    take(at, body_of(at), read=spy)
    assert len(read_bodies) == 1


def test_a_memory_that_is_cleared_lets_no_old_message_back_in(at, clock):
    body = body_of(at)
    take(at, body)
    clock.advance(timedelta(minutes=20))
    with at.store.write("default", WEBHOOK, "retention") as session:
        limits.drop_old(session, session.now - timedelta(minutes=12))
    assert refused(at, body) == "stale"
