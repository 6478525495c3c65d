"""Threats 9 and 10: somebody else holds the handle now, or an id that looks the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import (
    ACCOUNT_FIRST,
    ADA,
    ADAS,
    ELSEWHERE,
    EVES,
    HOME,
    code_for,
    invitation_for,
    linked,
    log_of,
    loop_code,
    sent,
)
from imports import write
from socialmatch import Actor, ActorKind, Profile
from socialmatch.accounts import change_user_id
from socialmatch.config import Config, Policy
from socialmatch.errors import HandleError, TokenRefused
from socialmatch.models import AnswerKind, Assurance, ProfileKey
from socialmatch.testing import fake_store

SUCCESSOR = Profile("x", "2002", handle=ADA.handle)
LOOKALIKES = [
    ("x", "1001", "", "x", "01001", ""),
    ("facebook", "24001", "page-one", "facebook", "24001", "page-two"),
    ("mastodon", "77", "social.example", "mastodon", "77", "social.example.org"),
    ("tiktok", "Ab1", "", "tiktok", "aB1", ""),
    ("tiktok", "istanbul", "", "tiktok", "\u0131stanbul", ""),
    ("tiktok", "admin", "", "tiktok", "\u0430dmin", ""),
    ("tiktok", "K1", "", "tiktok", "\u212a1", ""),
    ("tiktok", "stra\u00dfe", "", "tiktok", "strasse", ""),
    ("tiktok", "caf\u00e9", "", "tiktok", "cafe\u0301", ""),
]


def take(sm, folder, *rows: dict[str, object]) -> None:
    sm.import_profiles(write(folder / "profiles.csv", [{"platform": "x", **row} for row in rows]))


def test_a_rename_keeps_the_link_and_is_an_event(sm, tmp_path):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(days=1))
    take(sm, tmp_path, {"user_id": ADA.user_id, "handle": "nightowl_renamed"})
    assert sm.match(ProfileKey("default", "x", "", ADA.user_id)).account.account_id == ADAS
    assert "renamed" in [event.kind for event in log_of(sm)]


def test_a_new_id_under_an_old_handle_is_a_stranger(sm, tmp_path):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(days=1))
    take(sm, tmp_path, {"user_id": SUCCESSOR.user_id, "handle": ADA.handle})
    answer = sm.match(SUCCESSOR)
    assert (answer.kind, answer.account, answer.proposals) == (AnswerKind.REFUSAL, None, ())
    assert linked(sm) == [(ADA.user_id, ADAS, "L2")]
    sm.revoke(SUCCESSOR)  # and their "no" is not hers
    assert sm.match(ADA.key).kind is AnswerKind.LINK


def test_the_code_of_the_former_holder_does_not_count_from_the_new_one(sm):
    code = loop_code(sm, invitation_for(sm))
    with pytest.raises(TokenRefused):
        sm.redeem(code, SUCCESSOR)
    code = sent(sm, code_for(sm))
    with pytest.raises(TokenRefused):
        sm.confirm(code, ADAS, SUCCESSOR, session=HOME)
    assert linked(sm) == []


def test_a_changed_number_suspends_the_link_until_it_is_proved_again(sm, tmp_path):
    number = Profile("whatsapp", "B.1", "portfolio", handle="+12025550142")
    known = {"platform": "whatsapp", "user_id": "B.1", "scope": "portfolio"}
    ACCOUNT_FIRST.finish(sm, ACCOUNT_FIRST.begin(sm, number))
    assert sm.match(number.key).kind is AnswerKind.LINK
    sm.clock.advance(timedelta(days=1))
    take(sm, tmp_path, {**known, "handle": "+12025550143"})
    assert sm.match(number.key).kind is AnswerKind.REFUSAL
    sm.clock.advance(timedelta(days=1))
    ACCOUNT_FIRST.finish(sm, ACCOUNT_FIRST.begin(sm, number))
    assert sm.match(number.key).kind is AnswerKind.LINK


def test_an_id_that_the_platform_changed_begins_with_nothing(sm):
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(days=1))
    with sm.store.write("default", Actor(ActorKind.JOB, "webhook"), "user_id_update") as session:
        change_user_id(session, ADA.key, SUCCESSOR.key)
    assert sm.match(ADA.key).kind is AnswerKind.REFUSAL
    assert sm.match(SUCCESSOR.key).kind is AnswerKind.REFUSAL


def test_a_handle_without_an_id_links_nothing(sm):
    bare = Profile("x", "~handle:nightowl_77", handle=ADA.handle)
    with pytest.raises(TokenRefused):
        sm.redeem(code_for(sm), bare)
    assert linked(sm) == []


def test_a_handle_without_an_id_is_worth_l1_for_ninety_days_where_that_is_allowed():
    with fake_store(config=Config(policy=Policy(allow_l1=True, min_assurance="L1"))) as sm:
        bare = Profile("x", "~handle:nightowl_77", handle=ADA.handle)
        claim = sm.redeem(code_for(sm), bare)
        assert claim.link.assurance is Assurance.L1
        sm.clock.advance(timedelta(days=89))
        assert sm.match(bare).assurance is Assurance.L1
        sm.clock.advance(timedelta(days=1))
        assert sm.match(bare).reason != ""
        assert sm.match(bare).link is None


def test_ids_that_look_alike_are_two_people(on_disk, clock):
    for pair in LOOKALIKES:
        clock.advance(timedelta(minutes=11))
        mine, theirs = (Profile(p, i, s, handle="samehandle") for p, i, s in (pair[:3], pair[3:]))
        ACCOUNT_FIRST.finish(on_disk, ACCOUNT_FIRST.begin(on_disk, mine))
        assert on_disk.match(mine).account.account_id == ADAS
        assert on_disk.match(theirs).account is None
        code = sent(on_disk, code_for(on_disk, EVES, ELSEWHERE), theirs, EVES, ELSEWHERE)
        on_disk.confirm(code, EVES, theirs, session=ELSEWHERE)
        assert on_disk.match(mine).account.account_id == ADAS
        assert on_disk.match(theirs).account.account_id == EVES


@pytest.mark.parametrize(
    "named", ["n1ghtowl_77", "nightow1_77", "\uff4eightowl_77", "n\u0456ghtowl_77", "NIGHTOWL_77 ", "nightowl-77"]
)
def test_a_handle_that_looks_like_the_invited_one_is_not_it(sm, named):
    """What the platform itself takes for the same spelling is the same."""
    invitation = invitation_for(sm)
    same = named.strip().lower() == ADA.handle
    try:
        loop_code(sm, invitation, named)
    except TokenRefused:
        assert not same
    else:
        assert same


def test_a_platform_nobody_knows_is_refused_rather_than_guessed(sm):
    with pytest.raises(HandleError):
        sm.redeem(code_for(sm), Profile("x ", "1001"))
