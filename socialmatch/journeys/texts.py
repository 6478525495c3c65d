"""What people are told on the way: the templates, filled in with one installation's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from socialmatch.config import Brand
from socialmatch.consent.templates import REQUIRED, load_templates, mask_account, purpose_lines, render
from socialmatch.errors import HandleError
from socialmatch.handles.brand import BrandHandles
from socialmatch.handles.parse import format_handle
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, AccountKey, Notice, Profile, ProfileKey
from socialmatch.moments import format_moment
from socialmatch.store import Session, accounts, events, profiles

ANY_PLATFORM: Final = "social media"
"""Stands for the platform on a page that is made before anybody said on which one they are."""


class Texts:
    """The texts of one installation.

    Parameters
    ----------
    brand: how it speaks. own: its own handles, for "send it to".

    Raises
    ------
    ConfigError, FileError: a template of the host's own cannot be used.
    """

    def __init__(self, brand: Brand, own: BrandHandles) -> None:
        self._brand = brand
        self._own = own
        self._templates = load_templates(Path(brand.texts) if brand.texts else None)

    def write(
        self,
        name: str,
        *,
        account: Account | None = None,
        profile: Profile | None = None,
        platform: str = "",
        notice: Notice | None = None,
        purposes: Sequence[str] = (),
        **fields: Any,
    ) -> str:
        """A text of this name about these people; ``""`` without a name. Fields it does not show are left out."""
        if not name:
            return ""
        platform = profile.platform if profile else platform
        makers: Mapping[str, Callable[[], Any]] = {
            "brand": lambda: self._brand.name,
            "report": lambda: self._brand.report,
            "withdraw": lambda: self._brand.withdraw,
            "account": lambda: mask_account(account) if account else "",
            "handle": lambda: shown_handle(profile) if profile else "",
            "platform": lambda: platform or ANY_PLATFORM,
            "brand_handle": lambda: self._handle_on(platform),
            "purposes": lambda: purpose_lines(notice, purposes) if notice else tuple(purposes),
            "notice": lambda: notice.text if notice else "",
        }
        wanted = REQUIRED[name]
        made = {field: make() for field, make in makers.items() if field in wanted and field not in fields}
        given = {field: value for field, value in fields.items() if field in wanted}
        return render(self._templates[name], **made, **given)

    def _handle_on(self, platform: str) -> str:
        """Where to write to: the brand's handle there, else the brand."""
        ours = [profile for _, profile in self._own.entries if platform in ("", profile.platform)]
        return shown_handle(ours[0]) if ours else self._brand.name


def shown_handle(profile: Profile) -> str:
    """A profile as people know it; one of which only an id is known is shown by that."""
    try:
        return format_handle(profile)
    except HandleError:
        return profile.user_id


def known_account(session: Session, key: AccountKey) -> Account:
    """An account with what the store knows of it, for masking; without a row it is its key."""
    known = accounts.get(session, key)
    return Account(key.account_id, key.crm, key.tenant) if known is None else known.account


def known_profile(session: Session, key: ProfileKey) -> Profile:
    """A profile with the handle it is known by: from its row, else from the latest message it sent or was sent."""
    known = profiles.get(session, key)
    if known is not None and known.profile.handle:
        return known.profile
    bare = Profile(key.platform, key.user_id, key.scope, key.tenant)
    handles = [event.data.get("handle", "") for event in events.about(session, key, TypeClass.TOKEN)]
    return replace(bare, handle=next((handle for handle in reversed(handles) if handle), ""))


def minutes_left(end: datetime, now: datetime) -> int:
    """Whole minutes until an end, at least one."""
    return max(1, round((end - now).total_seconds() / 60))


def day(moment: datetime) -> str:
    """A moment as people read it: the day and the minute, in UTC."""
    return format_moment(moment)[:16].replace("T", " ") + " UTC"
