"""What the log's tree holds of an event: one line of canonical JSON, with nothing about anybody in it.

::

    {"commit":"lJ1...=","recorded_at":1795000000000,"seq":812,"type-class":"consent","v":1}

The store writes it in the commit of the change itself; :mod:`socialmatch.ledger` reads it strictly.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from enum import StrEnum
from typing import Final

LEAF_VERSION: Final = 1


class TypeClass(StrEnum):
    """What kind of event a leaf stands for; coarse, because everybody can read it.

    The set belongs to the version of the leaf: another class is another version.
    """

    CONSENT = "consent"
    """Asked, shown, given, refused, withdrawn, expired ..."""
    NOTICE = "notice"
    """A version of a notice was registered."""
    IDENTITY = "identity"
    """An account or profile came, was renamed, merged, suspended or went."""
    TOKEN = "token"  # noqa: S105 - a kind of event, no secret
    """A code or invitation changed its state."""
    LINK = "link"
    """A link was made, suspended, undone or ended."""
    REVIEW = "review"
    """Somebody judged a proposal."""
    READ = "read"
    """Somebody was shown a person, or read in bulk."""
    REFUSAL = "refusal"
    """Something was asked for and not allowed."""
    SYNC = "sync"
    """An outside system was told, or answered."""
    ENROLMENT = "enrolment"
    """Label keys were committed to."""
    RUN = "run"
    """A run committed to its permitted set, and nothing else: so everybody can count the sealed runs."""
    ERASURE = "erasure"
    """A subject's keys were destroyed; the payload holds a count."""
    ADMIN = "admin"
    """Keys rotated, a model adopted, a policy changed, a legal hold, a restored backup."""


def commitment(salt: bytes, payload: bytes) -> bytes:
    """What a leaf says of a payload: HMAC-SHA-256(salt, payload).

    Parameters
    ----------
    salt: 32 bytes, random, never used twice. payload: the event as canonical JSON.
    """
    return hmac.digest(salt, payload, "sha256")


def encode_leaf(seq: int, type_class: TypeClass, recorded_at: int, commit: bytes) -> bytes:
    """The bytes that are hashed into the tree: canonical JSON (RFC 8785), no newline.

    Parameters
    ----------
    seq: position in the log, from 0. recorded_at: milliseconds since 1970-01-01 UTC. commit: see :func:`commitment`.
    """
    return (
        f'{{"commit":"{b64encode(commit).decode()}","recorded_at":{recorded_at},'
        f'"seq":{seq},"type-class":"{type_class}","v":{LEAF_VERSION}}}'
    ).encode()
