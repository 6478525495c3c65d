"""Threat 21: the attacker sits in somebody's account, or holds their handle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import ADA, ADAS, FLOWS, HOME, code_for, invitation_for, linked, now
from socialmatch.errors import ConsentError, LinkError
from socialmatch.models import AccountKey

ACCOUNT = AccountKey("default", "crm", ADAS)
OLD = timedelta(minutes=10, milliseconds=1)


def test_a_session_that_was_left_open_begins_nothing(sm):
    old = now(sm) - OLD
    invitation = invitation_for(sm)
    for begin in (
        lambda: code_for(sm, signed_in_at=old),
        lambda: code_for(sm, invitation=invitation, handle=ADA.handle, signed_in_at=old),
        lambda: sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=old),
    ):
        with pytest.raises(ConsentError) as refused:
            begin()
        assert refused.value.code == "stale_login"


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_both_sides_hear_of_every_link(sm, flow):
    told = flow.finish(sm, flow.begin(sm)).notifications
    assert {one.to for one in told if one.about == "linked"} == {ADA.key, ACCOUNT}
    assert all("undo it until" in one.text and "https://example.com/report" in one.text for one in told)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_either_side_undoes_it_for_a_week_with_no_session_of_the_other(sm, flow):
    flow.finish(sm, flow.begin(sm))
    sm.clock.advance(timedelta(days=7) - timedelta(milliseconds=1))
    receipt = sm.undo(ADA, reason="a message from the handle")
    assert linked(sm) == []
    assert {one.to for one in receipt.notifications} == {ADA.key, ACCOUNT}


def test_after_a_week_a_withdrawal_ends_it_from_either_side(sm):
    for side in (ADA, ACCOUNT):
        sm.clock.advance(timedelta(minutes=20))
        sm.link(ADA, ADAS)
        sm.clock.advance(timedelta(days=7))
        with pytest.raises(LinkError) as refused:
            sm.undo(ADA)
        assert refused.value.code == "undo_over"
        told = sm.revoke(side).notifications
        assert {one.to for one in told} == {ADA.key, ACCOUNT}
        assert linked(sm) == []
