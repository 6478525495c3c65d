"""Keyed names: how a table remembers a person without naming them.

A *ref* is HMAC-SHA-256 under a key kept outside the database, cut to 128 bits, of an encoding in which no two
lists of fields look alike. Who holds the database alone cannot test whether a person is in it.

All keys here come from the suppression key by HKDF (RFC 5869), one for each use. That secret is the one that is
never rotated: marks and refs outlive the plain ids they were made of, so they could not be made again. The
master key, which does rotate, has no part in it.
"""

from __future__ import annotations

import hmac
import struct
from hashlib import blake2b
from typing import Final

from socialmatch.errors import InputError
from socialmatch.models import ProfileKey, Subject

REF_SIZE: Final = 16
"""Bytes of a ref. Among 10^9 subjects the chance of any two alike is about 10^-21."""


class Refs:
    """Makes refs, marks and digests.

    Parameters
    ----------
    suppression_key: 32 bytes, kept outside the database.
    """

    __slots__ = ("_index_key", "_journal_key", "_keyed", "_mark_key")

    def __init__(self, suppression_key: bytes) -> None:
        self._index_key = derive(suppression_key, "socialmatch index v1")
        self._mark_key = derive(suppression_key, "socialmatch mark v1")
        self._journal_key = derive(suppression_key, "socialmatch journal v1")
        # Copied for each value: a hash that has taken in its key already is half the work.
        self._keyed = blake2b(digest_size=8, key=derive(suppression_key, "socialmatch digest v1"))

    def subject(self, subject: Subject) -> bytes:
        """The ref of a profile or account.

        Raises
        ------
        InputError: an id holds a NUL or a lone surrogate, which no database here can hold (``unstorable_text``).
        """
        return self.of(*_parts(subject))

    def of(self, *parts: str) -> bytes:
        """The ref of any list of fields, the first of which says what it names (``"sender"``, ``"tenant"`` ...)."""
        return hmac.digest(self._index_key, encode(*parts), "sha256")[:REF_SIZE]

    def mark(self, subject: Subject, kind: str) -> bytes:
        """The suppression mark of a subject, 32 bytes. It has nothing in common with the subject's ref.

        Parameters
        ----------
        kind: what is suppressed (``"match"``, ``"contact"``); two marks of one person look unrelated.
        """
        return hmac.digest(self._mark_key, encode(kind, *_parts(subject)), "sha256")

    def digest(self, kind: str, value: str) -> int:
        """A 64-bit number for an index: small, and without the value in plain. Two values may share one.

        Parameters
        ----------
        kind: keeps indexes apart. value: for example a blocking key; it may hold any text.
        """
        keyed = self._keyed.copy()
        keyed.update(f"{kind}\0{value}".encode("utf-8", "surrogatepass"))
        return int.from_bytes(keyed.digest(), "big", signed=True)

    def check(self, tenant: str) -> bytes:
        """What a tenant's log remembers of the key, so that another key is noticed before it does harm."""
        return hmac.digest(self._index_key, encode("key check", tenant), "sha256")[:REF_SIZE]

    def journal_check(self, tenant: str, line: bytes) -> bytes:
        """What ties a line of the withdrawal journal to its tenant and to this key, 32 bytes."""
        return hmac.digest(self._journal_key, encode(tenant) + line, "sha256")


def derive(key: bytes, use: str) -> bytes:
    """A 32-byte key for one use, by HKDF-SHA-256 without salt (RFC 5869)."""
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, use.encode() + b"\x01", "sha256")  # one block is all it takes


def encode(*parts: str) -> bytes:
    """Fields as bytes, each after its length (4 bytes, big-endian): different fields never give the same bytes.

    Raises
    ------
    InputError: a field holds a NUL or a lone surrogate (``unstorable_text``).
    """
    fields = [storable(part) for part in parts]
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def storable(text: str) -> bytes:
    """Text as UTF-8, if both databases can hold it.

    Raises
    ------
    InputError: it holds a NUL or a lone surrogate (``unstorable_text``).
    """
    try:
        if "\0" not in text:
            return text.encode()
    except UnicodeEncodeError:
        pass  # raised below, because the codec's error holds the text
    raise InputError("an id or name holds characters that cannot be stored", code="unstorable_text")


def _parts(subject: Subject) -> tuple[str, ...]:
    if isinstance(subject, ProfileKey):
        return "profile", subject.tenant, subject.platform, subject.scope, subject.user_id
    return "account", subject.tenant, subject.crm, subject.account_id
