"""The step that asks whether somebody is old enough to agree for themselves; see :mod:`socialmatch.consent.ages`."""

from __future__ import annotations

from typing import Final

from socialmatch.consent.ages import Age, Standing, age_refusal, age_wanted
from socialmatch.errors import ConsentError
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.token import note_refusal
from socialmatch.models import Account
from socialmatch.store import WriteSession

_WORDS: Final = {
    "minor": ("the customer is too young to agree alone", "a guardian agrees with them, and the host keeps the record"),
    "age_unknown": ("it is not known whether the customer is old enough", "find out, or change unknown_age"),
}


def standing_of(tools: Tools[WriteSession], account: Account) -> Standing:
    """What the host knows of their age, and of a guardian."""
    policy = tools.policy
    return tools.at.ages(account, tools.session.now, age_wanted(account.country, policy.home_country))


def age_said(standing: Standing) -> dict[str, str]:
    """What the log says of it, where it was not plain that they are old enough."""
    said = {} if standing.age is Age.ENOUGH else {"age": standing.age.value}
    return said | ({"guardian": standing.guardian} if standing.guardian.strip() else {})


def too_young(tools: Tools[WriteSession], act: str, account: Account) -> ConsentError | None:
    """The error, recorded, of somebody who cannot agree alone; nothing else of it is kept."""
    reason = age_refusal(standing_of(tools, account), tools.policy.unknown_age)
    if not reason:
        return None
    note_refusal(tools.session, act, reason, (account.key,))
    message, hint = _WORDS[reason]
    return ConsentError(message, code=reason, hint=hint)
