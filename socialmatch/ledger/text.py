"""One spelling for every value: the strict base64 and decimals of our text formats.

Python's own readers accept more than one text for the same value (spare bits, underscores, signs,
other scripts' digits). Here a text is accepted only if writing its value again gives the same text.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.merkle import HASH_SIZE, MAX_SIZE

_MAX_DIGITS = len(str(MAX_SIZE))


def to_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Inverse of :func:`to_base64`.

    Raises
    ------
    ProofInvalid: the text is not standard base64, or not the only spelling of its value.
    """
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofInvalid("not base64", code="base64") from error
    if to_base64(data) != text:
        raise ProofInvalid("not canonical base64", code="base64")
    return data


def hash_from_base64(text: str) -> bytes:
    """A SHA-256 hash.

    Raises
    ------
    ProofInvalid: not base64, or not of 32 bytes.
    """
    digest = from_base64(text)
    if len(digest) != HASH_SIZE:
        raise ProofInvalid("a hash is not 32 bytes long", code="hash_length")
    return digest


def from_decimal(text: str) -> int:
    """A size or an index: ASCII digits without leading zeros, at most 2**63 - 1.

    Raises
    ------
    ProofInvalid: anything else.
    """
    # The length is looked at first: reading a long number takes time quadratic in its digits.
    if not (len(text) <= _MAX_DIGITS and text.isascii() and text.isdigit()):
        raise ProofInvalid("not a decimal number", code="number")
    number = int(text)
    if str(number) != text or number > MAX_SIZE:
        raise ProofInvalid("not a canonical decimal number in range", code="number")
    return number
