"""Threat 23: people are pestered with invitations until they agree."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import ADA, CONFIG, EVE, code_for, invitation_for, now, sent
from socialmatch.errors import LinkError
from socialmatch.testing import fake_store

DAY = timedelta(days=1)


def refused(sm, profile=ADA, **options) -> str:
    with pytest.raises(LinkError) as error:
        invitation_for(sm, profile, **options)
    return error.value.code


def test_one_invitation_is_open_at_a_time(sm):
    invitation_for(sm)
    assert refused(sm) == "open_invitation"
    sm.clock.advance(DAY)
    invitation_for(sm)


def test_the_fourth_in_thirty_days_is_refused(sm):
    for _ in range(3):
        invitation_for(sm)
        sm.clock.advance(DAY)
    assert refused(sm) == "limited"
    sm.clock.advance(timedelta(days=26))
    assert refused(sm) == "limited"
    invitation_for(sm, EVE)
    sm.clock.advance(timedelta(days=6))
    invitation_for(sm)


def test_declining_does_not_make_room_for_more(sm):
    for _ in range(3):
        sm.decline_invitation(invitation_for(sm))
    assert refused(sm) == "limited"


@pytest.mark.parametrize("ago", [timedelta(days=30, milliseconds=1), timedelta(hours=-1)])
def test_who_did_not_write_is_not_invited(sm, ago):
    assert refused(sm, wrote_at=now(sm) - ago) == "not_asked"


def test_after_stop_there_are_none_until_they_begin_themselves(sm):
    invitation_for(sm)
    sm.revoke(ADA, reason="STOP")
    sm.clock.advance(timedelta(days=400))
    assert refused(sm) == "suppressed"
    code = sent(sm, code_for(sm))
    sm.confirm(code, "A-1", ADA, session="browser session of ada")
    assert sm.match(ADA).account is not None


def test_nobody_invites_the_brand_itself_or_who_is_linked():
    with fake_store(config=CONFIG) as sm:
        from socialmatch import Profile

        assert refused(sm, Profile("x", "1", handle="ExampleBrand")) == "own_handle"
        sm.link(ADA, "A-1")
        assert refused(sm) == "linked"
