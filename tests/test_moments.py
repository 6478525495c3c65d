"""Moments as numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.moments import from_epoch_ms, to_epoch_ms, to_milliseconds

moments = st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-7, minutes=30))))


def test_the_epoch_is_zero():
    assert to_epoch_ms(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_epoch_ms(datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)) == -1
    assert from_epoch_ms(1_795_000_000_123) == datetime(2026, 11, 18, 11, 6, 40, 123_000, tzinfo=UTC)


@given(moments)
def test_a_moment_comes_back_cut_to_its_millisecond(moment):
    assert from_epoch_ms(to_epoch_ms(moment)) == to_milliseconds(moment)


def test_a_moment_without_a_zone_has_no_number():
    with pytest.raises(ValueError, match="time zone"):
        to_epoch_ms(datetime(2026, 1, 1))
