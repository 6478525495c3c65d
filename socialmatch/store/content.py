"""Raw values of accounts and profiles as text, and back: JSON without what is empty and without the key."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from hashlib import blake2b
from typing import Any, Final, TypeVar

from socialmatch.models import Account, Profile

_Model = TypeVar("_Model", Account, Profile)

_OUTSIDE: Final = frozenset(
    {"tenant", "platform", "scope", "user_id", "handle", "crm", "account_id", "first_seen", "last_seen", "updated_at"}
)
"""What has a column of its own."""


def dump(model: Account | Profile) -> str:
    """The raw values as ASCII JSON: any text survives, in either database."""
    values = {name: getattr(model, name) for name in _inside(type(model))}
    kept = {name: value for name, value in values.items() if value not in ("", (), None)}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def load(model: type[_Model], text: str | None, **columns: Any) -> _Model:
    """Inverse of :func:`dump`; ``None`` gives a model with nothing but its columns."""
    known = _inside(model)
    for name, value in ({} if text is None else json.loads(text)).items():
        if name in known:
            columns[name] = tuple(value) if isinstance(value, list) else value
    return model(**columns)


def fingerprint(text: str) -> bytes:
    """16 bytes that change when the values do."""
    return blake2b(text.encode(), digest_size=16).digest()


_INSIDE: Final[dict[type[Any], tuple[str, ...]]] = {}


def _inside(model: type[Any]) -> tuple[str, ...]:
    """Names of the fields that have no column of their own; worked out once, as every row asks."""
    if model not in _INSIDE:
        _INSIDE[model] = tuple(f.name for f in fields(model) if f.name not in _OUTSIDE and f.default is not MISSING)
    return _INSIDE[model]
