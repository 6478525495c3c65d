"""Threat 4: a code stands where everybody can read it."""

from __future__ import annotations

import pytest

from flows import ADA, ADAS, EVE, HOME, code_for, linked, log_of, sent
from socialmatch.errors import TokenRefused, UsageError


def test_a_posted_code_is_burned_for_everybody(sm):
    code = code_for(sm)
    with pytest.raises(TokenRefused):
        sm.redeem(f"@brand here you are: {code.lower()} thanks!", ADA, visibility="public")
    for sender in (ADA, EVE):
        with pytest.raises(TokenRefused):
            sm.redeem(code, sender)
    assert [event.kind for event in log_of(sm) if event.type_class.value == "token"] == ["issued", "burned"]


def test_a_code_that_is_posted_after_it_was_sent_is_burned_before_it_is_confirmed(sm):
    code = sent(sm, code_for(sm))
    with pytest.raises(TokenRefused):
        sm.redeem(code, EVE, visibility="public")
    with pytest.raises(TokenRefused):
        sm.confirm(code, ADAS, ADA, session=HOME)
    assert linked(sm) == []


def test_every_code_of_a_post_is_burned(sm):
    codes = [code_for(sm) for _ in range(3)]
    with pytest.raises(TokenRefused):
        sm.redeem(" and ".join(codes), EVE, visibility="public")
    for code in codes:
        with pytest.raises(TokenRefused):
            sm.redeem(code, ADA)


def test_the_page_says_that_a_posted_code_is_over(sm):
    code = code_for(sm)
    with pytest.raises(TokenRefused):
        sm.redeem(code, EVE, visibility="public")
    assert sm.show(code, ADAS, session=HOME).state == "burned"


def test_a_visibility_nobody_knows_is_not_taken_for_private(sm):
    code = code_for(sm)
    with pytest.raises(UsageError):
        sm.redeem(code, ADA, visibility="friends")
    assert sm.show(code, ADAS, session=HOME).state == "issued"
