"""Invited by direct message: nothing but the invited profile, named by a customer who just signed in, makes a link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linking import (
    ADA,
    ADAS,
    AGENT,
    BO,
    BOS,
    OTHER_SESSION,
    SESSION,
    WEBHOOK,
    agree,
    ask,
    installation,
    link,
    look,
    match,
    moment,
    revoke,
    send,
)
from notice_fields import NOTICE
from socialmatch.audit import happenings
from socialmatch.audit.tables import Scope
from socialmatch.errors import AlreadyLinked, CodeError, ConsentError, LinkError, TokenRefused
from socialmatch.journeys import verbs
from socialmatch.journeys.suspicion import SUSPICION
from socialmatch.leaf import TypeClass
from socialmatch.models import AnswerKind, Assurance, Profile
from socialmatch.store import events, links


def invited(at, profile=ADA, **options) -> str:
    made = verbs.invite(at, profile, **{"actor": AGENT, "reason": "wrote", "wrote_at": moment(at), **options})
    return made.invitation.reveal()


def open_(at, invitation, handle="nightowl_77", account=ADAS, session=SESSION, **options) -> str:
    return ask(at, account, session, invitation=invitation, handle=handle, **options).code.reveal()


def suspicions(at) -> list[tuple[str, dict]]:
    with at.store.read("default") as session:
        found = [event for event in events.walk(session) if event.kind == SUSPICION]
        return [(event.data["reason"], dict(event.data)) for event in found]


def refusals(at) -> list[str]:
    with at.store.read("default") as session:
        found = [event for event in events.walk(session) if event.type_class is TypeClass.REFUSAL]
        return [event.data["reason"] for event in found if event.kind != SUSPICION]


def test_from_an_invitation_to_a_link_and_back(at, clock):
    invitation = invited(at)
    code = open_(at, invitation)
    assert send(at, code).state == "claimed"
    assert match(at).kind is AnswerKind.REFUSAL
    assert NOTICE.text in look(at, code).text
    receipt = agree(at, code)
    assert (receipt.link.method, receipt.link.assurance) == ("handle_first", Assurance.L2)
    assert match(at).account == ADAS
    clock.advance(timedelta(minutes=1))
    revoke(at, ADA.key)
    assert match(at).reason == "suppressed"


def test_looking_at_an_invitation_changes_nothing_and_tells_nobody_whose_it_is(at):
    invitation = invited(at)
    with at.store.read("default") as session:
        before = (session.revision, session.size)
    for account in (None, ADAS, BOS) * 20:
        seen = verbs.peek(at, invitation, account=account)
        assert (seen.platform, seen.purposes, seen.choices) == ("x", ("returns", "support"), ())
        assert "nightowl" not in seen.text.lower()
    assert NOTICE.text in seen.text
    assert verbs.peek(at, invitation).text == ""
    with at.store.read("default") as session:
        assert (session.revision, session.size) == before
    open_(at, invitation)
    verbs.peek(at, invitation, account=ADAS)
    with pytest.raises(TokenRefused):
        verbs.peek(at, invitation, account=BOS)  # it was opened by somebody else


@pytest.mark.parametrize("typed", ["nightowl_77", "@NightOwl_77", " @nightowl_77 ", "https://x.com/nightowl_77"])
def test_the_handle_may_be_typed_in_any_way_that_names_it(at, typed):
    assert send(at, open_(at, invited(at), typed)).state == "claimed"


@pytest.mark.parametrize("typed", ["", " ", "@", "nightowl", "nightowl_77x", "mastodon:nightowl_77", "1001", "\ud800"])
def test_one_wrong_name_is_the_end_of_the_invitation_and_points_to_who_sent_it(at, typed):
    invitation = invited(at)
    with pytest.raises(TokenRefused):
        open_(at, invitation, typed)
    with pytest.raises(TokenRefused):
        open_(at, invitation)
    with pytest.raises(TokenRefused):
        verbs.peek(at, invitation)
    assert refusals(at) == ["wrong_handle", "burned"]
    ((reason, said),) = suspicions(at)
    assert (reason, said["invited_by"]) == ("wrong_handles", ["agent", "agent-7"])
    with at.store.read("default") as session:
        assert events.read(session, [said["invited_at"]])[0].kind == "issued"
        scope = Scope(since=session.now - timedelta(days=1), until=session.now + timedelta(days=1))
        ((pattern, kind, actor, times, _),) = happenings.suspicions(session, scope).rows
        assert (pattern, kind, actor, times) == ("wrong_handles", "agent", "agent-7", 1)
        assert not [row for row in happenings.refusals(session, scope).rows if row[0] == SUSPICION]
    assert match(at).kind is AnswerKind.REFUSAL


def test_a_forwarded_invitation_needs_the_victims_own_knowledge_and_the_attackers_handle_at_once(at):
    """Bo, who attacks, has an invitation for his handle and sends it to Ada, who signs in and clicks."""
    invitation = invited(at, BO)
    with pytest.raises(TokenRefused):
        open_(at, invitation, "nightowl_77")  # Ada types her own handle
    with at.store.read("default") as session:
        assert links.of_profile_key(session, BO.key) is None


def test_the_loop_code_counts_only_from_the_invited_profile_in_the_session_that_opened_it(at):
    code = open_(at, invited(at))
    with pytest.raises(TokenRefused):
        send(at, code, BO)
    with pytest.raises(TokenRefused):
        send(at, code, Profile("x", "1002", handle="nightowl_77"))  # the same name, another id
    send(at, code)
    look(at, code)
    with pytest.raises(TokenRefused):
        agree(at, code, session=OTHER_SESSION)
    agree(at, code)
    assert refusals(at) == ["other_profile", "other_profile", "other_session"]


@pytest.mark.parametrize("ago", [timedelta(minutes=10, milliseconds=1), timedelta(days=1), timedelta(minutes=-2)])
def test_only_who_signed_in_lately_gets_a_code(at, ago):
    invitation = invited(at)
    for options in ({}, {"invitation": invitation, "handle": "nightowl_77"}):
        with pytest.raises(ConsentError) as refused:
            ask(at, signed_in_at=moment(at) - ago, **options)
        assert refused.value.code == "stale_login"
    assert refusals(at) == ["stale_login"] * 2
    open_(at, invitation, signed_in_at=moment(at) - timedelta(minutes=10))


def test_saying_no_takes_no_more_than_the_invitation_and_agrees_to_nothing(at):
    invitation = invited(at)
    receipt = verbs.refuse_invitation(at, invitation, actor=WEBHOOK, reason="declined")
    assert (receipt.what, receipt.subjects) == ("declined", ())
    for again in (
        lambda: verbs.refuse_invitation(at, invitation, actor=WEBHOOK, reason="declined"),
        lambda: open_(at, invitation),
        lambda: verbs.peek(at, invitation),
    ):
        with pytest.raises(TokenRefused):
            again()
    assert match(at).next_step == "invite"
    invited(at)  # a "no" to this one; STOP is the "no" to all


def test_no_answer_is_a_no(at, clock):
    code = open_(at, invited(at))
    send(at, code)
    look(at, code)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(TokenRefused):
        agree(at, code)
    assert match(at).kind is AnswerKind.REFUSAL


@pytest.mark.parametrize("ago", [timedelta(days=30, milliseconds=1), timedelta(hours=-1)])
def test_only_who_wrote_lately_is_invited(at, ago):
    with pytest.raises(LinkError) as refused:
        invited(at, wrote_at=moment(at) - ago)
    assert refused.value.code == "not_asked"


def test_a_profile_without_a_handle_cannot_be_named_and_is_not_invited(at):
    with pytest.raises(LinkError) as refused:
        invited(at, Profile("x", "4711"))
    assert refused.value.code == "no_handle"


def test_after_stop_nobody_asks_until_they_begin_themselves(at, clock):
    invited(at)
    revoke(at, ADA.key)
    clock.advance(timedelta(days=60))
    with pytest.raises(LinkError) as refused:
        invited(at)
    assert refused.value.code == "suppressed"
    link(at)
    assert match(at).account == ADAS


def test_a_choice_has_the_same_handles_at_every_look_and_nobody_the_store_knows(store):
    at = installation(store, handle_choices=5)
    link(at, Profile("x", "5", handle="amberfox_12"), BOS, OTHER_SESSION)
    invitation = invited(at)
    first = verbs.peek(at, invitation, account=ADAS).choices
    assert (len(set(first)), "nightowl_77" in first) == (5, True)
    assert all(verbs.peek(at, invitation, account=ADAS).choices == first for _ in range(5))
    assert verbs.peek(at, invitation).choices == ()
    send(at, open_(at, invitation, "nightowl_77"))


# --- patterns ------------------------------------------------------------------------------------


def test_conflicts_foreign_senders_and_refused_grants_are_pointed_out_when_there_are_many(at, clock):
    link(at)
    for number in range(3):
        clock.advance(timedelta(minutes=11))
        code = ask(at, BOS, OTHER_SESSION).code.reveal()
        send(at, code)
        look(at, code, BOS, OTHER_SESSION)
        with pytest.raises(AlreadyLinked):
            agree(at, code, ADA, BOS, OTHER_SESSION)
        assert [reason for reason, _ in suspicions(at)] == ["conflicts"] * (number > 0)
    clock.advance(timedelta(days=1, hours=3))
    code = open_(at, invited(at, BO), "quietfox@social.example", BOS, OTHER_SESSION)
    for _ in range(4):
        with pytest.raises(TokenRefused):
            send(at, code)
    for _ in range(5):
        with pytest.raises(ConsentError):
            ask(at, actor=AGENT)
    assert [reason for reason, _ in suspicions(at)] == ["conflicts", "foreign_senders", "refused_grants"]


def test_an_agent_who_is_shown_many_people_is_pointed_out_once(store, clock):
    at = installation(store)
    at = type(at)(at.store, at.tenant, at.config.model_copy(update={"watch": _few_lookups(at)}), at.secrets)
    link(at)
    for _ in range(4):
        match(at)
    for _ in range(4):
        match(at, actor=WEBHOOK)
    assert [(reason, said["times"]) for reason, said in suspicions(at)] == [("lookups", 3)]
    clock.advance(timedelta(hours=2))
    match(at)
    assert len(suspicions(at)) == 1


def _few_lookups(at):
    return at.config.watch.model_copy(update={"lookups": 3})


def test_a_text_that_is_no_invitation_is_told_apart_from_one_that_cannot_be_used(at):
    for act in (verbs.peek, lambda at, text: verbs.refuse_invitation(at, text, actor=WEBHOOK, reason="no")):
        with pytest.raises(CodeError):
            act(at, "SMI-hello")
