"""An account in comparable form as text, and back: what the index keeps, so that no lookup has to make it."""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from socialmatch.config import Policy
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.models import AccountKey

FORMAT: Final = 1
"""Changed whenever an account could come to other values or other blocking keys: then all are made anew."""

_NAMES: Final = tuple(field.name for field in fields(AccountFeatures) if field.init and field.name != "key")
_VALUES: Final = attrgetter(*_NAMES)
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_decode: Final = json.JSONDecoder().raw_decode


def made_by(policy: Policy) -> str:
    """What values and blocking keys come of besides the account itself; every text begins with it.

    That is this release's way, where national phone numbers are read, and the purposes there are keys for. It is the
    beginning of a JSON list, so that a text can be shown to whom it is about as what it is.
    """
    return f"[{_encode([FORMAT, policy.phone_region, sorted(policy.purposes)])},"


def to_text(account: AccountFeatures, mark: str) -> str:
    """The values, without the key: ASCII, so that any text survives in either database.

    Parameters
    ----------
    mark: as :func:`made_by` gives it.
    """
    return mark + _encode(_VALUES(account))[1:]


def from_text(key: AccountKey, text: str | None, mark: str) -> AccountFeatures | None:
    """Inverse of :func:`to_text`; ``None`` where there is no text, or one that was made in another way."""
    if text is None or not text.startswith(mark):
        return None
    values: Any = [tuple(value) if value.__class__ is list else value for value in _decode(text)[0][1:]]
    return AccountFeatures(key, *values)
