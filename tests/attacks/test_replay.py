"""Threats 1 and 2: a code is used again, or by many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from flows import (
    ADA,
    ADAS,
    EVE,
    FLOWS,
    HANDLE_FIRST,
    HOME,
    code_for,
    invitation_for,
    linked,
    log_of,
    loop_code,
    refusals,
    sent,
)
from socialmatch.errors import TokenRefused
from socialmatch.models import AnswerKind


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_used_secret_links_nobody_again_and_leaves_one_entry_each_time(sm, flow):
    begun = flow.begin(sm)
    flow.finish(sm, begun)
    before = linked(sm)
    size = len(log_of(sm))
    for _ in range(3):
        with pytest.raises(TokenRefused):
            flow.finish(sm, begun)
    assert linked(sm) == before
    assert [event.type_class.value for event in log_of(sm)[size:]] == ["refusal"] * 3


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_used_secret_does_not_bring_back_what_was_withdrawn(sm, flow):
    begun = flow.begin(sm)
    flow.finish(sm, begun)
    sm.revoke(ADA)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun)
    assert linked(sm) == []
    assert sm.match(ADA).reason == "suppressed"


def test_whatever_ended_a_code_it_stays_ended(sm):
    declined, posted, withdrawn = (sent(sm, code_for(sm)) for _ in range(3))
    sm.decline(declined, ADAS, session=HOME)
    with pytest.raises(TokenRefused):
        sm.redeem(posted, EVE, visibility="public")
    sm.revoke(ADA)
    for code in (declined, posted, withdrawn):
        for act in (
            lambda code=code: sm.redeem(code, ADA),
            lambda code=code: sm.confirm(code, ADAS, ADA, session=HOME),
            lambda code=code: sm.decline(code, ADAS, session=HOME),
        ):
            with pytest.raises(TokenRefused):
                act()
    assert linked(sm) == []


def test_an_invitation_is_spent_with_its_link(sm):
    invitation = invitation_for(sm)
    code = sent(sm, loop_code(sm, invitation))
    sm.confirm(code, ADAS, ADA, session=HOME)
    for act in (lambda: sm.peek(invitation), lambda: loop_code(sm, invitation)):
        with pytest.raises(TokenRefused):
            act()


def test_an_invitation_that_was_opened_twice_links_once(sm):
    invitation = invitation_for(sm)
    first, second = loop_code(sm, invitation), loop_code(sm, invitation)
    begun = [sent(sm, code) for code in (first, second)]
    sm.confirm(begun[0], ADAS, ADA, session=HOME)
    sm.revoke(ADA)
    with pytest.raises(TokenRefused):
        sm.confirm(begun[1], ADAS, ADA, session=HOME)
    assert sm.match(ADA).kind is AnswerKind.REFUSAL


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_of_many_who_answer_at_once_one_links(on_disk, flow):
    """Threads here; eight processes with secrets of every flow are in ``tests/journeys/test_processes.py``."""
    begun = flow.begin(on_disk)

    def attempt(_: int) -> bool:
        try:
            flow.finish(on_disk, begun)
        except TokenRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert len(linked(on_disk)) == 1
    assert refusals(on_disk) == ["used"] * 7


def test_of_two_senders_at_once_one_is_shown(on_disk):
    code = code_for(on_disk)

    def attempt(profile) -> bool:
        try:
            on_disk.redeem(code, profile)
        except TokenRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = [who for who, did in zip((ADA, EVE), pool.map(attempt, (ADA, EVE)), strict=True) if did]
    assert len(won) == 1
    assert on_disk.show(code, ADAS, session=HOME).profile == won[0].key


def test_the_loop_code_of_a_spent_invitation_is_worth_nothing_to_another_sender(sm):
    begun = HANDLE_FIRST.begin(sm)
    with pytest.raises(TokenRefused):
        sm.redeem(begun.secret, EVE)
    HANDLE_FIRST.finish(sm, begun)
    assert linked(sm) == [(ADA.user_id, ADAS, "L2")]
