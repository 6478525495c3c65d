"""Lifetimes, limits, and what they leave to somebody who guesses."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from socialmatch.consent.limits import (
    LIMIT_NAMES,
    MAX_GUESS_RATE,
    Limit,
    Limits,
    check_limits,
    expiry,
    guess_rate,
)
from socialmatch.consent.tokens import Kind
from socialmatch.errors import ConfigError
from strategies import T0, TICK

MINUTE = timedelta(minutes=1)
TEN = 10 * MINUTE
DAY = timedelta(days=1)


# --- lifetimes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "ttl"),
    [(Kind.CODE, TICK), (Kind.CODE, TEN), (Kind.INVITATION, DAY), (Kind.INVITATION, 7 * DAY)],
)
def test_a_lifetime_within_its_bounds(kind, ttl):
    assert expiry(kind, T0, ttl) == T0 + ttl


@pytest.mark.parametrize(
    ("kind", "ttl", "setting"),
    [
        (Kind.CODE, TEN + TICK, "policy.code_ttl_minutes"),
        (Kind.CODE, timedelta(0), "policy.code_ttl_minutes"),
        (Kind.CODE, -TEN, "policy.code_ttl_minutes"),
        (Kind.INVITATION, 7 * DAY + TICK, "policy.invitation_ttl_hours"),
    ],
)
def test_a_lifetime_outside_its_bounds_is_refused_by_name(kind, ttl, setting):
    with pytest.raises(ConfigError) as raised:
        expiry(kind, T0, ttl)
    assert setting in str(raised.value)


# --- guessing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bits", "hits"), [(34.575, 2.8), (40, 0.066), (50, 6.4e-5), (65, 1.95e-9)])
def test_the_formula_gives_the_computed_figures(bits, hits):
    """10,000 handles, 5 tries in 10 minutes, 10,000 open codes: the figures the length was chosen by."""
    assert guess_rate(bits, Limits(), 10_000) == pytest.approx(hits, rel=0.02)


def test_the_defaults_are_far_from_guessable():
    check_limits(Limits())
    assert guess_rate(65, Limits()) < MAX_GUESS_RATE / 100


def test_short_codes_are_refused_under_the_default_limits():
    for bits in (20, 40, 50, 55):
        with pytest.raises(ConfigError) as raised:
            check_limits(Limits(), bits)
        assert raised.value.code == "guessable"
    check_limits(Limits(), 60)


@pytest.mark.parametrize(
    ("limits", "setting"),
    [
        (
            Limits(sender=Limit(1_000_000, MINUTE), tenant=Limit(10**9, MINUTE), everywhere=Limit(10**9, MINUTE)),
            "limits.tenant",
        ),
        (
            Limits(sender=Limit(10**6, MINUTE), tenant=Limit(10**12, MINUTE), everywhere=Limit(10**9, MINUTE)),
            "limits.everywhere",
        ),
        (
            Limits(sender=Limit(10**4, MINUTE), tenant=Limit(10**12, MINUTE), everywhere=Limit(10**12, MINUTE)),
            "limits.sender",
        ),
        (Limits(open_codes=10**8), "limits.open_codes"),
    ],
)
def test_limits_under_which_guessing_pays_are_refused_by_name(limits, setting):
    with pytest.raises(ConfigError) as raised:
        check_limits(limits)
    assert setting in str(raised.value)
    assert raised.value.exit_code == 2


def test_every_limit_on_tries_counts():
    """A limit on the sender alone is passed by who has many handles; one on the tenant alone holds."""
    loose = Limits(sender=Limit(10**6, MINUTE), tenant=Limit(50, TEN), open_codes=100)
    assert guess_rate(65, loose) == 50 * 144 * 100 / 2**65
    assert guess_rate(65, loose, guessers=1) == guess_rate(65, loose)
    assert guess_rate(65, Limits(), guessers=1) == 5 * 144 * 10_000 / 2**65


# --- windows ---------------------------------------------------------------------------------------


def allowed(limit: Limit, moments) -> list:
    """What a counter lets through that does as :class:`Limit` says."""
    counted: dict = {}
    through = []
    for now in moments:
        if sum(count for start, count in counted.items() if start >= limit.since(now)) < limit.count:
            counted[limit.slice_start(now)] = counted.get(limit.slice_start(now), 0) + 1
            through.append(now)
    return through


@pytest.mark.parametrize("seed", range(20))
def test_no_stretch_of_the_windows_length_lets_more_through(seed):
    rnd = random.Random(seed)
    limit = Limit(5, TEN)
    moments = sorted(T0 + rnd.random() * 3 * 60 * MINUTE for _ in range(2_000))
    through = allowed(limit, moments)
    assert len(through) > 5 * 15  # a slice longer than the window at most, so more than 5 in each 11 minutes
    for first, sixth in zip(through, through[5:], strict=False):
        assert sixth - first >= TEN


def test_a_sixth_try_is_refused_and_a_later_one_is_not():
    limit = Limits().sender
    assert len(allowed(limit, [T0 + n * MINUTE for n in range(6)])) == 5
    assert len(allowed(limit, [*[T0 + n * TICK for n in range(5)], T0 + 11 * MINUTE])) == 6


def test_invitations_are_few():
    month = [T0 + n * DAY for n in range(30)]
    assert len(allowed(Limits().invitations, month)) == 3


@pytest.mark.parametrize(
    ("count", "window"), [(0, TEN), (-1, TEN), (5, timedelta(0)), (5, -TEN), (5, TICK), (5, 367 * DAY)]
)
def test_a_limit_that_is_none_is_refused(count, window):
    with pytest.raises(ConfigError) as raised:
        Limit(count, window)
    assert raised.value.code == "bad_setting"


def test_no_open_codes_at_all_is_refused():
    with pytest.raises(ConfigError):
        Limits(open_codes=0)


def test_counters_are_named_as_the_settings():
    assert LIMIT_NAMES == ("sender", "account", "tenant", "everywhere", "invitations")
