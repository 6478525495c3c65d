"""Threat 15: a clock is wrong, or set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows import ADA, ADAS, FLOWS, HOME, code_for, invitation_for, linked, log_of, loop_code, now, sent, vouched
from socialmatch.errors import ConsentError, LinkError, TokenRefused
from socialmatch.models import AnswerKind
from socialmatch.testing import ManualClock, fake_store

LONG = timedelta(minutes=10)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_what_expired_stays_so_when_the_clock_is_set_back(sm, flow):
    begun = flow.begin(sm)
    sm.clock.advance(LONG)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun)
    sm.clock.advance(-HOUR)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun)
    assert linked(sm) == []


def test_a_code_that_expired_before_it_was_sent_stays_so_when_the_clock_is_set_back(sm):
    code = code_for(sm)
    sm.clock.advance(LONG)
    with pytest.raises(TokenRefused):
        sm.redeem(code, ADA)
    sm.clock.advance(-HOUR)
    with pytest.raises(TokenRefused):
        sm.redeem(code, ADA)


def test_an_invitation_that_expired_stays_so_when_the_clock_is_set_back(sm):
    invitation = invitation_for(sm)
    sm.clock.advance(timedelta(hours=24))
    with pytest.raises(TokenRefused):
        loop_code(sm, invitation)
    sm.clock.advance(-HOUR)
    with pytest.raises(TokenRefused):
        loop_code(sm, invitation)


def test_what_is_recorded_is_never_earlier_than_what_was_recorded_before(sm):
    for minutes in (3, -90, 5, -1, 600, -601):
        sm.clock.advance(timedelta(minutes=minutes))
        code_for(sm, session=HOME) if minutes > 100 else sm.match(ADA)
        with pytest.raises(TokenRefused):
            sm.redeem("SM-0000-0000-0000-00", ADA)
    moments = [event.recorded_at for event in log_of(sm)]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    "begin",
    [
        datetime(2027, 3, 28, 0, 55, tzinfo=UTC),  # Europe's clocks go forward
        datetime(2027, 10, 31, 0, 55, tzinfo=UTC),  # and back
        datetime(2028, 2, 28, 23, 55, tzinfo=UTC),  # a leap day
        datetime(2026, 12, 31, 23, 55, tzinfo=UTC),
    ],
)
def test_ten_minutes_are_ten_minutes_on_every_day(begin):
    with fake_store(clock=ManualClock(begin)) as sm:
        code = code_for(sm)
        sm.clock.advance(LONG - timedelta(milliseconds=1))
        assert sent(sm, code)
        late = code_for(sm)
        sm.clock.advance(LONG)
        with pytest.raises(TokenRefused):
            sm.redeem(late, ADA)


def test_another_machines_clock_may_be_a_minute_ahead_and_no_more(sm):
    minute, more = timedelta(seconds=60), timedelta(seconds=61)
    code_for(sm, signed_in_at=now(sm) + minute)
    with pytest.raises(ConsentError):
        code_for(sm, signed_in_at=now(sm) + more)
    with pytest.raises(LinkError):
        invitation_for(sm, wrote_at=now(sm) + more)
    request = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
    with pytest.raises(TokenRefused):
        said = vouched(sm, request.nonce, auth_time=now(sm) + more)
        sm.link_by_sign_in(request.state.reveal(), said, ADAS, session=HOME)


def test_a_grant_that_ended_does_not_begin_again_when_the_clock_is_set_back(sm):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(days=365))
    assert sm.match(ADA).reason == "expired"
    code_for(sm)  # anything that is recorded holds the time
    sm.clock.advance(-timedelta(days=1))
    assert sm.match(ADA).kind is AnswerKind.REFUSAL
