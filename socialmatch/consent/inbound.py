"""Whether a message that came in by webhook is the platform's own: pure, and closed on anything missing.

Everybody can call a webhook. What makes its body the platform's word is a signature over the raw bytes, as they came,
before anything reads them; a time that is not long ago; and an id that was not seen before. The third is the store's
part. How a platform signs is data, a :class:`Scheme`; which platform uses which comes with its connector.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from socialmatch.consent.limits import is_recent
from socialmatch.errors import ConfigError

WINDOW: Final = timedelta(minutes=5)
"""How old a message may be."""
MAX_ID: Final = 1_000
"""Characters of a message's id."""
MAX_BODY: Final = 8 << 20
"""Bytes of a body; no platform sends so much in one call."""
_MIN_KEY: Final = 16
_FIELD: Final = re.compile(r"\{(\w+)\}")
_SECONDS: Final = re.compile(r"[0-9]{1,11}")


class Algorithm(StrEnum):
    """How a body is signed."""

    HMAC_SHA256 = "hmac-sha256"
    """With a secret that both sides have."""
    ED25519 = "ed25519"
    """With a key of the platform's; what we have is its public half, 32 bytes."""


class Encoding(StrEnum):
    """How a signature is written."""

    HEX = "hex"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How a platform signs what it sends.

    Attributes
    ----------
    signature: name of the header with the signature. prefix: what stands before it there (``sha256=``).
    algorithm, encoding: how it was made, and is written.
    timestamp: name of the header with the moment, in seconds since 1970; empty where the body says it.
    message_id: name of the header with the message's id; empty where the body says it.
    signed: what was signed, of ``{id}``, ``{timestamp}`` and, at the end, ``{body}``.

    Raises
    ------
    ConfigError: what is signed leaves out the body, or a header that the scheme has (``bad_scheme``): what is not
        signed could be anybody's.
    """

    signature: str
    prefix: str = ""
    algorithm: Algorithm = Algorithm.HMAC_SHA256
    encoding: Encoding = Encoding.HEX
    timestamp: str = ""
    message_id: str = ""
    signed: str = "{body}"

    def __post_init__(self) -> None:
        wanted = {"body"} | ({"timestamp"} if self.timestamp else set()) | ({"id"} if self.message_id else set())
        found = _FIELD.findall(self.signed)
        if sorted(found) != sorted(wanted) or not self.signed.endswith("{body}") or not self.signature:
            raise ConfigError(
                "a scheme signs the body, at the end, and every header it reads, each once", code="bad_scheme"
            )


SCHEMES: Final[Mapping[str, Scheme]] = {
    "hub-sha256": Scheme(signature="X-Hub-Signature-256", prefix="sha256="),
    "base64-sha256": Scheme(signature="X-Signature", encoding=Encoding.BASE64),
    "timestamped": Scheme(
        signature="X-Signature", prefix="v0=", timestamp="X-Request-Timestamp", signed="v0:{timestamp}:{body}"
    ),
    "standard-webhooks": Scheme(
        signature="webhook-signature",
        prefix="v1,",
        encoding=Encoding.BASE64,
        timestamp="webhook-timestamp",
        message_id="webhook-id",
        signed="{id}.{timestamp}.{body}",
    ),
    "ed25519": Scheme(
        signature="X-Signature-Ed25519",
        algorithm=Algorithm.ED25519,
        timestamp="X-Signature-Timestamp",
        signed="{timestamp}{body}",
    ),
}
"""Ways of signing that are in use, by names of ours. A platform's own header names go into a Scheme of the host's."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A body whose signature fits, and what was signed with it.

    Attributes
    ----------
    body: the raw bytes; only now may anything read them.
    sent_at, message_id: from signed headers; ``None`` and ``""`` where the scheme has none.
    """

    body: bytes = field(repr=False)
    sent_at: datetime | None = None
    message_id: str = field(default="", repr=False)


def inbound_fault(
    scheme: Scheme, keys: Sequence[bytes], headers: Mapping[str, str], body: bytes
) -> tuple[str, Inbound | None]:
    """Why a body is not the platform's, or what is.

    Parameters
    ----------
    keys: the secrets, or public keys, in use; two while one is being replaced. headers: names in any case.
    body: the raw bytes, before any decoding.

    Returns
    -------
    ``("", inbound)``; else ``too_large``, ``no_signature``, ``no_timestamp``, ``no_id`` or ``bad_signature``, and
    nothing.

    Raises
    ------
    ConfigError: no key, or one that is too short (``no_key``).
    """
    if not keys or any(len(key) < _MIN_KEY for key in keys):
        raise ConfigError("a webhook needs its key, of 16 bytes or more", code="no_key")
    if len(body) > MAX_BODY:
        return "too_large", None
    given: dict[str, str] = {}
    for name, value in headers.items():
        if name.lower() in given:  # which of two would the host read?
            return "bad_signature", None
        given[name.lower()] = value
    stamp = given.get(scheme.timestamp.lower(), "") if scheme.timestamp else ""
    named = given.get(scheme.message_id.lower(), "") if scheme.message_id else ""
    if scheme.timestamp and not (stamp.isascii() and _SECONDS.fullmatch(stamp)):
        return "no_timestamp", None
    if scheme.message_id and not (named.isascii() and 0 < len(named.strip()) <= MAX_ID and "." not in named):
        return "no_id", None
    signatures = _signatures(scheme, given.get(scheme.signature.lower(), ""))
    if not signatures:
        return "no_signature", None
    before = scheme.signed.removesuffix("{body}").replace("{id}", named).replace("{timestamp}", stamp)
    message = before.encode() + body
    # Every pair is tried, whichever fits: how long it takes says nothing.
    fits = [_verify(scheme.algorithm, key, message, one) for key in keys for one in signatures]
    if not any(fits):
        return "bad_signature", None
    return "", Inbound(body, datetime.fromtimestamp(int(stamp), UTC) if stamp else None, named)


def time_fault(sent_at: datetime | None, now: datetime) -> str:
    """Why a message does not count by its time: ``no_timestamp``, ``stale``, or ``""``. A minute ahead is forgiven."""
    if sent_at is None or sent_at.tzinfo is None:
        return "no_timestamp"
    return "" if is_recent(sent_at, now, WINDOW) else "stale"


def message_digest(scheme: Scheme, message_id: str) -> str:
    """What a message is remembered by: nothing that could be read back."""
    return sha256(f"{scheme.signature.lower()}\0{message_id}".encode("utf-8", "surrogatepass")).hexdigest()


def _signatures(scheme: Scheme, header: str) -> list[bytes]:
    """The signatures of a header, which may hold several behind spaces while a key is being replaced."""
    found = []
    for part in header.split(" ")[:8]:
        if not part.startswith(scheme.prefix):
            continue
        text = part.removeprefix(scheme.prefix)
        try:
            read = bytes.fromhex(text) if scheme.encoding is Encoding.HEX else base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            continue
        if read:
            found.append(read)
    return found


def _verify(algorithm: Algorithm, key: bytes, message: bytes, signature: bytes) -> bool:
    if algorithm is Algorithm.HMAC_SHA256:
        return hmac.compare_digest(hmac.digest(key, message, "sha256"), signature)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
