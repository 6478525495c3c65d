"""Who is old enough to agree for themselves: three answers, a table of ages, and a hook for hosts that know more.

GDPR article 8: below an age of 16, or 13 to 15 where the state says so, a child agrees only with whoever holds parental
responsibility. Who is known to be younger is refused unless the host has a record of the guardian. What is unknown
stays unknown; the policy says what then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from socialmatch.models import Account

HIGHEST: Final = 16
"""The age where no state's is known to be lower: GDPR article 8(1)."""
AGE_OF_CONSENT: Final[Mapping[str, int]] = MappingProxyType(
    {
        "AT": 14,
        "BE": 13,
        "CZ": 15,
        "DE": 16,
        "ES": 14,
        "FI": 13,
        "FR": 15,
        "GB": 13,
        "HU": 16,
        "IE": 16,
        "IT": 14,
        "NL": 16,
        "PL": 16,
        "SE": 13,
        "SK": 16,
        "US": 13,
    }
)
"""By ISO 3166-1 alpha-2: Bird & Bird, "GDPR Tracker: Children online", reviewed 2018 to 2019; US: COPPA, 16 CFR 312.2.
A state that is not listed, or raised its age since, is under :data:`HIGHEST` until the host says otherwise."""


class Age(StrEnum):
    """Whether somebody is old enough to agree for themselves."""

    ENOUGH = "enough"
    MINOR = "minor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the host knows of somebody's age.

    Attributes
    ----------
    age: old enough, a minor, or unknown. guardian: reference to the record of the guardian who agreed with them; empty
        where there is none.
    """

    age: Age
    guardian: str = field(default="", repr=False)


AgeHook = Callable[[Account, datetime, int], Standing]
"""What a host may put in the place of :func:`stated_age`: account, moment and the age that is wanted there."""


def age_wanted(country: str, home: str = "") -> int:
    """The age of consent, in years.

    Parameters
    ----------
    country: of the account, ISO 3166-1 alpha-2; anything else is not known. home: the country to take then.
    """
    known = [AGE_OF_CONSENT[code] for one in (country, home) if (code := one.strip().upper()) in AGE_OF_CONSENT]
    stated = country.strip().upper()
    if len(stated) == 2 and stated not in AGE_OF_CONSENT:  # a country, and none of the table's
        return HIGHEST
    return known[0] if known else HIGHEST


def stated_age(account: Account, now: datetime, wanted: int) -> Standing:
    """What the account itself says: by birthday, else by year of birth as far as that decides it; no guardian."""
    born = _birthday(account.birthday)
    if born is not None:
        before = (now.month, now.day) < (born.month, born.day)
        return Standing(Age.ENOUGH if now.year - born.year - before >= wanted else Age.MINOR)
    if account.birth_year is None:
        return Standing(Age.UNKNOWN)
    years = now.year - account.birth_year
    if years == wanted:  # some day of this year
        return Standing(Age.UNKNOWN)
    return Standing(Age.ENOUGH if years > wanted else Age.MINOR)


def age_refusal(standing: Standing, unknown: str) -> str:
    """Why somebody cannot agree: ``"minor"``, ``"age_unknown"``, or ``""`` if they can.

    Parameters
    ----------
    unknown: what the policy says of who is neither known to be old enough nor known not to be: ``"allow"`` or
        ``"refuse"``.
    """
    if standing.guardian.strip() or standing.age is Age.ENOUGH:
        return ""
    if standing.age is Age.UNKNOWN:
        return "" if unknown == "allow" else "age_unknown"
    return "minor"


def _birthday(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
