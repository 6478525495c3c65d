"""A signature over the raw body, and nothing else, makes a message the platform's."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.consent.inbound import SCHEMES, Algorithm, Encoding, Scheme, inbound_fault, time_fault
from socialmatch.errors import ConfigError

KEY, OTHER = b"a secret of 16 bytes or more", b"another secret of the platform"
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))


def keys_of(scheme: Scheme) -> list[bytes]:
    return [KEY] if scheme.algorithm is Algorithm.HMAC_SHA256 else [PRIVATE.public_key().public_bytes_raw()]


def signed(scheme: Scheme, body: bytes, key: bytes = KEY, stamp: str = STAMP, named: str = "m-1") -> dict[str, str]:
    """What the platform sends; written here from the schemes' own descriptions, not with our code."""
    before = {
        "{body}": b"",
        "v0:{timestamp}:{body}": f"v0:{stamp}:".encode(),
        "{id}.{timestamp}.{body}": f"{named}.{stamp}.".encode(),
        "{timestamp}{body}": stamp.encode(),
    }[scheme.signed]
    raw = PRIVATE.sign(before + body)
    if scheme.algorithm is Algorithm.HMAC_SHA256:
        raw = hmac.new(key, before + body, hashlib.sha256).digest()
    text = raw.hex() if scheme.encoding is Encoding.HEX else base64.b64encode(raw).decode()
    headers = {scheme.signature: scheme.prefix + text, scheme.timestamp: stamp, scheme.message_id: named}
    return {name: value for name, value in headers.items() if name}


ALL = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)


@ALL
def test_what_the_platform_signed_is_taken(scheme):
    fault, found = inbound_fault(scheme, keys_of(scheme), signed(scheme, b"{}\xff"), b"{}\xff")
    assert (fault, found.body) == ("", b"{}\xff")
    assert found.sent_at == (NOW if scheme.timestamp else None)
    assert found.message_id == ("m-1" if scheme.message_id else "")
    small = {name.lower(): value for name, value in signed(scheme, b"{}").items()}
    assert inbound_fault(scheme, keys_of(scheme), small, b"{}")[0] == ""


@ALL
def test_whatever_is_missing_or_changed_is_not(scheme):
    whole, keys = signed(scheme, b"body"), keys_of(scheme)
    for name in whole:
        for value in (None, "", " "):
            changed = {**whole, name: value} if value is not None else {n: v for n, v in whole.items() if n != name}
            assert inbound_fault(scheme, keys, changed, b"body")[0].startswith("no_")
        assert inbound_fault(scheme, keys, {**whole, name: whole[name] + "0"}, b"body") != ("", None)
        assert inbound_fault(scheme, keys, {**whole, name: whole[name] + "0"}, b"body")[1] is None
        assert inbound_fault(scheme, keys, {**whole, name.swapcase(): whole[name]}, b"body")[1] is None
    for body in (b"", b"Body", b"body ", b"body\n"):
        assert inbound_fault(scheme, keys, whole, body) == ("bad_signature", None)
    assert inbound_fault(scheme, [b"\0" * 32], whole, b"body") == ("bad_signature", None)


@given(st.binary(max_size=50), st.text(max_size=80))
def test_no_header_that_was_made_up_fits(body, header):
    for scheme in SCHEMES.values():
        headers = {scheme.signature: scheme.prefix + header, scheme.timestamp: STAMP, scheme.message_id: "m"}
        assert inbound_fault(scheme, keys_of(scheme), {n: v for n, v in headers.items() if n}, body)[1] is None


def test_two_keys_are_good_while_one_is_replaced():
    scheme = SCHEMES["hub-sha256"]
    for key in (KEY, OTHER):
        assert inbound_fault(scheme, [OTHER, KEY], signed(scheme, b"x", key), b"x")[0] == ""
    several = SCHEMES["standard-webhooks"]
    both = signed(several, b"x")
    both[several.signature] = f"v1,bm8= {both[several.signature]} v2,zzz"
    assert inbound_fault(several, [KEY], both, b"x")[0] == ""


@pytest.mark.parametrize("keys", [[], [b""], [b"short"], [KEY, b""]])
def test_without_a_key_nothing_is_even_looked_at(keys):
    with pytest.raises(ConfigError) as refused:
        inbound_fault(SCHEMES["hub-sha256"], keys, {}, b"")
    assert refused.value.code == "no_key"


@pytest.mark.parametrize(
    "options",
    [
        {"signed": ""},
        {"signed": "{timestamp}"},
        {"signed": "{body}{timestamp}", "timestamp": "T"},
        {"timestamp": "T"},
        {"message_id": "I", "signed": "{timestamp}.{body}", "timestamp": "T"},
        {"signed": "{body}{body}"},
        {"signature": ""},
    ],
)
def test_a_scheme_that_reads_what_it_does_not_sign_cannot_be_made(options):
    with pytest.raises(ConfigError):
        Scheme(**{"signature": "S", **options})


@pytest.mark.parametrize(
    ("ago", "fault"),
    [(0, ""), (300, ""), (301, "stale"), (-60, ""), (-61, "stale")],
)
def test_a_message_is_of_the_last_five_minutes(ago, fault):
    assert time_fault(NOW - timedelta(seconds=ago), NOW) == fault
    assert time_fault(None, NOW) == time_fault(datetime(2026, 11, 1), NOW) == "no_timestamp"
