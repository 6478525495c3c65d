"""Keys and moments as columns, and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from socialmatch.canonical import Json
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store.session import Session

PROFILE: Final = ("platform", "scope", "user_id")
ACCOUNT: Final = ("crm", "account_id")


def ms(moment: datetime | None) -> int | None:
    """A moment that may be unknown, in milliseconds since 1970."""
    return None if moment is None else to_epoch_ms(moment)


def moment(milliseconds: int | None) -> datetime | None:
    """Inverse of :func:`ms`."""
    return None if milliseconds is None else from_epoch_ms(milliseconds)


def profile_columns(key: ProfileKey | None) -> dict[str, str | None]:
    """The columns that hold a profile's key."""
    if key is None:
        return dict.fromkeys(PROFILE)
    return {"platform": key.platform, "scope": key.scope, "user_id": key.user_id}


def account_columns(key: AccountKey | None) -> dict[str, str | None]:
    """The columns that hold an account's key."""
    return dict.fromkeys(ACCOUNT) if key is None else {"crm": key.crm, "account_id": key.account_id}


def of_profile(session: Session, key: ProfileKey) -> dict[str, str]:
    """The parameters of a statement about one profile.

    Raises
    ------
    UsageError: another tenant's.
    """
    session.check(key)
    return {"of_platform": key.platform, "of_scope": key.scope, "of_user_id": key.user_id}


def of_account(session: Session, key: AccountKey) -> dict[str, str]:
    """The parameters of a statement about one account.

    Raises
    ------
    UsageError: another tenant's.
    """
    session.check(key)
    return {"of_crm": key.crm, "of_account_id": key.account_id}


def profile_key(session: Session, row: Row[Any]) -> ProfileKey:
    """The profile a row names."""
    return ProfileKey(session.tenant, row.platform, row.scope, row.user_id)


def account_key(session: Session, row: Row[Any]) -> AccountKey:
    """The account a row names."""
    return AccountKey(session.tenant, row.crm, row.account_id)


def to_json(value: Json) -> str:
    """A small value as ASCII text: any text in it survives, in either database."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Any:
    """Inverse of :func:`to_json`; arrays come back as lists."""
    return json.loads(text)
