"""Telling the two sides of a link what happened to it. The log says that they are to be told; the host has the
channels, and is handed the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialmatch.journeys.steps import Tools
from socialmatch.journeys.texts import known_account
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Notification, Profile, Subject
from socialmatch.store import WriteSession, events
from socialmatch.store.events import Draft


def tell(
    tools: Tools[WriteSession],
    sides: Sequence[Subject],
    about: str,
    *,
    profile: Profile,
    account: AccountKey | None,
    **fields: Any,
) -> tuple[Notification, ...]:
    """The same text for each of the sides, and for each an event that says it is to be told.

    Parameters
    ----------
    about: name of the template. profile, account: whom it speaks of. fields: what else the template shows.
    """
    told = [Draft(TypeClass.LINK, "told", (side,), {"about": about}) for side in sides]
    events.append_many(tools.session, told)
    shown = None if account is None else known_account(tools.session, account)
    text = tools.at.texts.write(about, profile=profile, account=shown, **fields)
    return tuple(Notification(side, about, text) for side in sides)
