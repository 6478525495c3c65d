"""An account in comparable form as text, and back: what the index keeps, so that no lookup has to make it."""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from socialmatch.matching.normalize import AccountFeatures
from socialmatch.models import AccountKey

_NAMES: Final = tuple(field.name for field in fields(AccountFeatures) if field.init and field.name != "key")
_VALUES: Final = attrgetter(*_NAMES)
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_decode: Final = json.JSONDecoder().raw_decode


def to_text(account: AccountFeatures) -> str:
    """The values, without the key: ASCII, so that any text survives in either database."""
    return _encode(_VALUES(account))


def from_text(key: AccountKey, text: str) -> AccountFeatures:
    """Inverse of :func:`to_text`."""
    values: Any = [tuple(value) if value.__class__ is list else value for value in _decode(text)[0]]
    return AccountFeatures(key, *values)
