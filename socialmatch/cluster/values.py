"""What stages share: who a row is of, as bytes, and values as they travel between our own processes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from socialmatch.engines.spark.rows import Batches, rows_of
from socialmatch.files.identity import Identities, format_subject
from socialmatch.models import ProfileKey, Subject

PEOPLE: Final = pa.schema([(name, pa.binary()) for name in ("key", "profile_id", "value", "told")])
"""An account or a profile. Without ``value`` it is a profile's row of which only its ids can be read."""
EVENTS: Final = pa.schema([(name, pa.binary()) for name in ("subject", "event", "told")])
"""An event of the consents."""
TOLD: Final = pa.schema([("told", pa.binary())])
"""What a part has to tell, a value of :mod:`socialmatch.cluster.told`; in other rows the column is empty."""


def people_of(batches: Batches) -> Iterator[Any]:
    """The accounts or profiles of :data:`PEOPLE`."""
    return (pickle.loads(value) for _, _, value, _ in rows_of(batches))  # noqa: S301 - our own


def key_of(subject: Subject) -> bytes:
    """A subject, so that no two have the same."""
    return as_bytes(format_subject(subject))


def profile_of(identities: Identities, key: bytes) -> ProfileKey:
    """Inverse of :func:`key_of`, of a profile."""
    subject = identities.subject(as_text(key))
    if not isinstance(subject, ProfileKey):
        raise TypeError("this is the key of an account")
    return subject


def as_bytes(text: str) -> bytes:
    """Text that may hold a lone surrogate."""
    return text.encode("utf-8", "surrogatepass")


def as_text(encoded: bytes) -> str:
    """Inverse of :func:`as_bytes`."""
    return encoded.decode("utf-8", "surrogatepass")
