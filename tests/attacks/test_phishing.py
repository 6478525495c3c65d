"""Threats 5 and 6: somebody is talked into finishing what the attacker began.

Eve attacks and is signed in to her own account; Ada is signed in to hers and owns her own handle.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import (
    ADA,
    ADAS,
    CONFIG,
    ELSEWHERE,
    EVE,
    EVES,
    HOME,
    code_for,
    invitation_for,
    linked,
    loop_code,
    now,
    sent,
    suspicions,
    vouched,
)
from socialmatch import Actor, ActorKind, Profile
from socialmatch.config import Config, Policy
from socialmatch.errors import ConsentError, TokenRefused
from socialmatch.models import AnswerKind, Assurance
from socialmatch.testing import fake_store
from socialmatch.testing.stores import EXAMPLE_NOTICE

# --- 5: Eve's account, Ada's handle ----------------------------------------------------------------


def test_a_victim_who_sends_the_attackers_code_is_told_whose_account_it_is_and_links_nothing(sm):
    claim = sm.redeem(f"is this right? {code_for(sm, EVES, ELSEWHERE)}", ADA)
    assert linked(sm) == []
    for told in ("Example Brand", claim.account_shown, "do nothing", *EXAMPLE_NOTICE.benefits):
        assert told in claim.text
    assert "bo@example.org" not in claim.text
    sm.clock.advance(timedelta(minutes=10))
    assert linked(sm) == []
    assert sm.match(ADA).kind is AnswerKind.REFUSAL


def test_the_victim_can_say_stop_before_the_attacker_agrees(sm):
    code = sent(sm, code_for(sm, EVES, ELSEWHERE), ADA, EVES, ELSEWHERE)
    sm.revoke(ADA)
    with pytest.raises(TokenRefused):
        sm.confirm(code, EVES, ADA, session=ELSEWHERE)
    assert linked(sm) == []


def test_who_is_linked_by_being_talked_into_it_hears_of_it_and_undoes_it(sm):
    """What the text of the answer does not prevent: that both sides are told, and either undoes it, is what is left."""
    code = sent(sm, code_for(sm, EVES, ELSEWHERE), ADA, EVES, ELSEWHERE)
    receipt = sm.confirm(code, EVES, ADA, session=ELSEWHERE)
    (told,) = [one for one in receipt.notifications if one.to == ADA.key]
    assert "Was it not you?" in told.text
    sm.clock.advance(timedelta(days=6))
    sm.undo(ADA)
    assert linked(sm) == []


def test_nobody_agrees_unseen(sm):
    """Not the handle that was sent, not another one, and not before the notice was shown."""
    code = code_for(sm)
    sm.redeem(code, ADA)
    with pytest.raises(ConsentError) as refused:
        sm.confirm(code, ADAS, ADA, session=HOME)
    assert refused.value.code == "not_served"
    sm.show(code, ADAS, session=HOME)
    with pytest.raises(TokenRefused):
        sm.confirm(code, ADAS, EVE, session=HOME)
    assert linked(sm) == []


def test_no_answer_is_a_no_on_every_page(sm):
    code = sent(sm, code_for(sm))
    sm.clock.advance(timedelta(minutes=10))
    with pytest.raises(TokenRefused):
        sm.confirm(code, ADAS, ADA, session=HOME)
    assert sm.show(code, ADAS, session=HOME).state == "declined"


def test_without_the_answer_a_link_is_worth_l1_at_most_is_off_by_default_and_shows_no_account(sm):
    assert not Policy().allow_l1
    with fake_store(config=Config(policy=Policy(allow_l1=True, min_assurance="L1"))) as one_way:
        one_way.redeem(code_for(one_way), ADA)
        assert linked(one_way) == [(ADA.user_id, ADAS, "L1")]
        answer = one_way.match(ADA)
        assert (answer.assurance, answer.account, answer.link) == (Assurance.L1, None, None)
        assert "outbox.pending" not in one_way.status()
    with pytest.raises(ValueError, match="L1"):
        Policy(min_assurance="L1")


# --- 6: Eve's handle, Ada's account ----------------------------------------------------------------


def test_a_victim_who_signs_in_and_clicks_through_a_forwarded_invitation_links_nothing(sm):
    invitation = invitation_for(sm, EVE)
    sm.peek(invitation, ADAS)
    for named in ("", ADA.handle):
        with pytest.raises(TokenRefused):
            loop_code(sm, invitation, named)
    assert linked(sm) == []
    assert suspicions(sm) == ["wrong_handles"]
    with pytest.raises(TokenRefused):
        loop_code(sm, invitation, EVE.handle)  # one wrong name was the end of it


def test_the_page_of_a_forwarded_invitation_does_not_say_what_to_type(sm):
    seen = sm.peek(invitation_for(sm, EVE), ADAS)
    assert EVE.handle not in seen.text + repr(seen)
    assert "Type its name yourself" in seen.text


def test_the_loop_code_of_a_forwarded_invitation_counts_from_nobody_else(sm):
    """Ada was told what to type, sees whose name it is, and sends the code from her own handle all the same."""
    invitation = invitation_for(sm, EVE)
    code = loop_code(sm, invitation, EVE.handle)
    for sender in (ADA, Profile("x", "6667", handle=EVE.handle), Profile("mastodon", EVE.user_id, "x.example")):
        with pytest.raises(TokenRefused):
            sm.redeem(code, sender)
    assert linked(sm) == []


def test_the_page_before_the_last_yes_names_the_attackers_handle_and_what_it_means(sm):
    invitation = invitation_for(sm, EVE)
    code = loop_code(sm, invitation, EVE.handle)
    sm.redeem(code, EVE)
    page = sm.show(code, ADAS, session=HOME)
    assert f"@{EVE.handle}" in page.text
    assert "Whoever writes from" in page.text
    sm.decline(code, ADAS, session=HOME)
    assert linked(sm) == []


def test_who_sent_the_invitation_is_pointed_out_with_it(sm):
    agent = Actor(ActorKind.AGENT, "agent-7")
    with pytest.raises(TokenRefused):
        loop_code(sm, invitation_for(sm, EVE, actor=agent), ADA.handle)
    sm.clock.advance(timedelta(minutes=1))
    report = sm.audit.report(actor=Actor(ActorKind.OFFICER, "officer-1"), reason="monthly")
    (table,) = [one for one in report.tables if one.id == "suspicions"]
    assert [row[:4] for row in table.rows] == [("wrong_handles", "agent", "agent-7", 1)]


def test_invented_handles_do_not_give_the_right_one_away():
    config = CONFIG.model_copy(update={"policy": Policy(handle_choices=5)})
    with fake_store(config=config) as sm:
        invitation = invitation_for(sm, EVE)
        lists = {sm.peek(invitation, ADAS).choices for _ in range(20)}
        assert len(lists) == 1
        (choices,) = lists
        wrong = next(one for one in choices if one != EVE.handle)
        with pytest.raises(TokenRefused):
            loop_code(sm, invitation, wrong)
        with pytest.raises(TokenRefused):
            loop_code(sm, invitation, EVE.handle)


# --- both: signing in to both sides ------------------------------------------------------------------


def test_signing_in_to_both_sides_cannot_be_swapped(sm):
    """Eve brings her own sign-in back into Ada's flow, and Ada's into hers."""
    of_ada = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
    of_eve = sm.begin_sign_in(EVES, "x", session=ELSEWHERE, signed_in_at=now(sm))
    attempts = (
        (of_ada, vouched(sm, of_eve.nonce, EVE), EVES, ELSEWHERE),
        (of_eve, vouched(sm, of_ada.nonce, ADA), ADAS, HOME),
        (of_ada, vouched(sm, of_ada.nonce, ADA), EVES, ELSEWHERE),
        (of_eve, vouched(sm, of_ada.nonce, ADA), EVES, ELSEWHERE),
    )
    for request, said, account, session in attempts:
        with pytest.raises(TokenRefused):
            sm.link_by_sign_in(request.state.reveal(), said, account, session=session)
    assert linked(sm) == []


def test_a_platform_that_is_still_signed_in_as_somebody_else_does_not_count(sm):
    request = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
    stale = replace(vouched(sm, request.nonce, EVE), auth_time=now(sm) - timedelta(minutes=11))
    with pytest.raises(TokenRefused):
        sm.link_by_sign_in(request.state.reveal(), stale, ADAS, session=HOME)
    assert linked(sm) == []
