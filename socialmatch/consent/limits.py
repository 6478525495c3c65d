"""How long a code lives, how often one may be tried, and what that leaves to somebody who guesses.

The counters are the store's (they survive a restart and cannot be raced); what they are compared with is here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final

from socialmatch.config import Rates
from socialmatch.consent.codes import BITS_PER_SYMBOL, CODE_SYMBOLS
from socialmatch.consent.tokens import Kind
from socialmatch.errors import ConfigError, UsageError
from socialmatch.moments import from_epoch_ms, to_epoch_ms

MAX_TTL: Final = {Kind.CODE: timedelta(minutes=10), Kind.INVITATION: timedelta(days=7)}
"""Longest lifetimes. Ten minutes: NIST SP 800-63B section 5.1.3, OWASP ASVS 6.5.5."""
MAX_GUESS_RATE: Final = 1e-6
"""Hits a day that random guessing may expect: one in some three thousand years."""
GUESSERS: Final = 10_000
"""Handles an attacker is taken to own."""

_SETTINGS: Final = {Kind.CODE: "policy.code_ttl_minutes", Kind.INVITATION: "policy.invitation_ttl_hours"}
_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=366)
_SLICES: Final = 10


LOGIN_AGE: Final = timedelta(minutes=10)
"""How long ago somebody may have signed in who is to agree to something."""
SKEW: Final = timedelta(seconds=60)
"""How far another machine's clock may be ahead of ours."""


def is_recent(moment: datetime, now: datetime, within: timedelta) -> bool:
    """Whether something happened lately, and not in the future, by a clock that may be a minute ahead of ours.

    Raises
    ------
    UsageError: a moment without a time zone (``naive_moment``).
    """
    if moment.tzinfo is None or now.tzinfo is None:
        raise UsageError("a moment needs a time zone", code="naive_moment")
    return -SKEW <= now - moment <= within


def expiry(kind: Kind, issued_at: datetime, ttl: timedelta) -> datetime:
    """The first moment at which something issued now is over.

    Raises
    ------
    ConfigError: the lifetime is none, or longer than :data:`MAX_TTL` (``bad_setting``); the setting is named.
    """
    if not timedelta(0) < ttl <= MAX_TTL[kind]:
        raise _bad(_SETTINGS[kind], f"a lifetime is more than nothing and at most {_words(MAX_TTL[kind])}")
    return issued_at + ttl


# --- limits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in any stretch of this length.

    What happens is counted in slices of a tenth of the window. The slice in which the window began counts in full,
    so in no stretch of the length of the window more than ``count`` pass, wherever it begins.

    Raises
    ------
    ConfigError: ``count`` is below 1, or the window is not between a second and a year (``bad_setting``).
    """

    count: int
    window: timedelta

    def __post_init__(self) -> None:
        if self.count < 1:
            raise _bad("limits", "a limit allows at least one")
        if not timedelta(seconds=1) <= self.window <= _LONGEST:
            raise _bad("limits", "the window of a limit is between a second and a year")

    @property
    def per_day(self) -> float:
        """What may pass in a day."""
        return self.count * (_DAY / self.window)

    def slice_start(self, now: datetime) -> datetime:
        """The beginning of the slice in which something that happens now is counted."""
        width = self._slice_ms
        return from_epoch_ms(to_epoch_ms(now) // width * width)

    def since(self, now: datetime) -> datetime:
        """The beginning of the oldest slice that still counts now."""
        return self.slice_start(now - self.window)

    @property
    def _slice_ms(self) -> int:
        return self.window // timedelta(milliseconds=_SLICES)


_TEN_MINUTES: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often something may be tried; a try counts whether or not the code was right.

    Attributes
    ----------
    sender: codes one profile sends. account: codes one account asks for.
    tenant: codes all profiles together send to one tenant. everywhere: and to all tenants together.
    invitations: that one profile is sent; at most one of them is open at a time.
    open_codes: codes of one tenant that can be open at a time.
    """

    sender: Limit = Limit(5, _TEN_MINUTES)
    account: Limit = Limit(5, _TEN_MINUTES)
    tenant: Limit = Limit(50_000, _TEN_MINUTES)
    everywhere: Limit = Limit(500_000, _TEN_MINUTES)
    invitations: Limit = Limit(3, timedelta(days=30))
    open_codes: int = 10_000

    @classmethod
    def of(cls, rates: Rates) -> Limits:
        """The limits of an installation: the settings, each with its window."""
        return cls(
            sender=Limit(rates.sender, _TEN_MINUTES),
            account=Limit(rates.account, _TEN_MINUTES),
            tenant=Limit(rates.tenant, _TEN_MINUTES),
            everywhere=Limit(rates.everywhere, _TEN_MINUTES),
            invitations=Limit(rates.invitations, timedelta(days=30)),
            open_codes=rates.open_codes,
        )

    def __post_init__(self) -> None:
        if self.open_codes < 1:
            raise _bad("limits.open_codes", "at least one code can be open")


LIMIT_NAMES: Final = tuple(f.name for f in fields(Limits) if f.name != "open_codes")
"""The names the counters go by."""


# --- guessing -------------------------------------------------------------------------------------


def guess_rate(bits: int, limits: Limits, open_codes: int | None = None, *, guessers: int = GUESSERS) -> float:
    """How many open codes of a tenant somebody hits in a day who only guesses; an expectation.

    ``tries a day * open codes / 2**bits``, where the tries are what all his handles may send together, cut by the
    limits of the tenant and of all tenants.

    Parameters
    ----------
    bits: random bits of a code. open_codes: how many are open all day long; ``None`` for the limit.
    guessers: handles he sends from.
    """
    tries = min(_tries_a_day(limits, guessers).values())
    return tries * (limits.open_codes if open_codes is None else open_codes) / 2.0**bits


def check_limits(limits: Limits, bits: int = CODE_SYMBOLS * BITS_PER_SYMBOL, *, guessers: int = GUESSERS) -> None:
    """Refuse limits under which guessing pays; at start, before the first code.

    Raises
    ------
    ConfigError: more than :data:`MAX_GUESS_RATE` hits a day (``guessable``). Of the limits on tries the strictest
        is named: it is the nearest to being strict enough.
    """
    rate = guess_rate(bits, limits, guessers=guessers)
    if rate <= MAX_GUESS_RATE:
        return
    tries = _tries_a_day(limits, guessers)
    name = min(tries, key=lambda one: tries[one])
    raise ConfigError(
        f"settings limits.{name} and limits.open_codes: random guessing would hit {rate:.1g} codes of {bits} bits "
        f"a day, at most {MAX_GUESS_RATE:.0e} are allowed",
        code="guessable",
        hint="lower one of them",
    )


def _tries_a_day(limits: Limits, guessers: int) -> dict[str, float]:
    """What each limit lets through in a day; the smallest is what counts."""
    return {
        "sender": guessers * limits.sender.per_day,
        "tenant": limits.tenant.per_day,
        "everywhere": limits.everywhere.per_day,
    }


def _bad(setting: str, fault: str) -> ConfigError:
    return ConfigError(f"setting {setting}: {fault}", code="bad_setting")


def _words(length: timedelta) -> str:
    return f"{length.days} days" if length.days else f"{length // timedelta(minutes=1)} minutes"
