"""Threat 20: somebody in support uses what they may see and do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import (
    ADA,
    ADAS,
    CONFIG,
    FLOWS,
    HOME,
    code_for,
    invitation_for,
    linked,
    log_of,
    loop_code,
    now,
    refusals,
    sent,
    suspicions,
)
from socialmatch import Actor, ActorKind
from socialmatch.config import Watch
from socialmatch.errors import ConsentError, SocialMatchError, UsageError
from socialmatch.models import AnswerKind
from socialmatch.moments import format_moment, system_clock
from socialmatch.testing import fake_store

AGENT = Actor(ActorKind.AGENT, "agent-7")
OFFICER = Actor(ActorKind.OFFICER, "officer-1")
SECOND = Actor(ActorKind.OFFICER, "officer-2")


def _come_back(sm, by):
    begun = FLOWS[2].begin(sm)
    return sm.link_by_sign_in(begun.secret, begun.said, ADAS, session=HOME, actor=by)


GRANTING = {
    "ask for a code": lambda sm, by: code_for(sm, actor=by),
    "begin a sign-in": lambda sm, by: sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm), actor=by),
    "pass on a code": lambda sm, by: sm.redeem(code_for(sm), ADA, actor=by),
    "answer": lambda sm, by: sm.confirm(sent(sm, code_for(sm)), ADAS, ADA, session=HOME, actor=by),
    "bring a sign-in back": _come_back,
    "note evidence": lambda sm, by: sm.import_link(ADA, ADAS, evidence="contract 17", second=OFFICER, actor=by),
    "witness evidence": lambda sm, by: sm.import_link(ADA, ADAS, evidence="contract 17", second=by, actor=OFFICER),
}


@pytest.mark.parametrize("act", GRANTING)
def test_an_agent_never_grants_and_the_attempt_is_in_the_log(sm, act):
    with pytest.raises(ConsentError) as refused:
        GRANTING[act](sm, AGENT)
    assert refused.value.code == "agent_cannot_grant"
    assert refusals(sm)[-1] == "agent_cannot_grant"
    assert log_of(sm)[-1].actor in (AGENT, OFFICER)
    assert linked(sm) == []


@pytest.mark.parametrize("act", ["ask for a code", "begin a sign-in", "answer", "bring a sign-in back"])
def test_neither_does_an_officer_or_a_job(sm, act):
    for by in (OFFICER, Actor(ActorKind.JOB, "cron")):
        with pytest.raises(ConsentError):
            GRANTING[act](sm, by)
    assert linked(sm) == []


def test_an_agent_invites_declines_and_revokes(sm):
    invitation = invitation_for(sm, actor=AGENT)
    sm.decline_invitation(invitation, actor=AGENT)
    sm.link(ADA, ADAS)
    sm.clock.advance(timedelta(minutes=1))
    sm.revoke(ADA, actor=AGENT, reason="asked on the phone")
    assert linked(sm) == []


def test_an_invitation_of_an_agents_own_making_needs_the_customer_all_the_same(sm):
    invitation = invitation_for(sm, actor=AGENT)
    with pytest.raises(ConsentError):
        code_for(sm, invitation=invitation, handle=ADA.handle, actor=AGENT)
    code = loop_code(sm, invitation)
    with pytest.raises(ConsentError):
        sm.redeem(code, ADA, actor=AGENT)


def test_who_tries_to_grant_again_and_again_is_pointed_out(sm):
    for _ in range(3):
        with pytest.raises(ConsentError):
            code_for(sm, actor=AGENT)
    assert suspicions(sm) == ["refused_grants"]


@pytest.mark.parametrize("second", [OFFICER, Actor(ActorKind.OFFICER, " officer-1 "), Actor(ActorKind.OFFICER, "")])
def test_evidence_takes_two_people(sm, second):
    with pytest.raises(UsageError):
        sm.import_link(ADA, ADAS, evidence="contract 17", second=second, actor=OFFICER)
    sm.import_link(ADA, ADAS, evidence="contract 17", second=SECOND, actor=OFFICER)
    assert linked(sm) == [(ADA.user_id, ADAS, "L0")]


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_looks_or_reveals_without_a_reason(sm, reason):
    sm.link(ADA, ADAS)
    for act in (
        lambda: sm.match(ADA, actor=AGENT, reason=reason),
        lambda: sm.audit.subject(ADA.key, actor=AGENT, reason=reason, proofs=False),
    ):
        with pytest.raises(SocialMatchError):
            act()


def test_every_look_and_every_reveal_is_an_entry_with_who_and_why(sm):
    sm.link(ADA, ADAS)
    size = len(log_of(sm))
    assert sm.match(ADA, actor=AGENT, reason="ticket 5").kind is AnswerKind.LINK
    sm.audit.subject(ADA.key, actor=OFFICER, reason="request 12", proofs=False)
    seen = [(event.actor, event.reason) for event in log_of(sm)[size:]]
    assert seen == [(AGENT, "ticket 5"), (OFFICER, "request 12")]


def test_more_looks_than_the_policy_expects_are_pointed_out():
    with fake_store(config=CONFIG.model_copy(update={"watch": Watch(lookups=3)})) as sm:
        sm.link(ADA, ADAS)
        for _ in range(5):
            sm.match(ADA, actor=AGENT, reason="ticket 5")
        assert suspicions(sm) == ["lookups"]
        sm.clock.advance(timedelta(minutes=1))
        report = sm.audit.report(actor=OFFICER, reason="monthly")
        (readers,) = [one for one in report.tables if one.id == "readers"]
        assert [row[:2] for row in readers.rows if "agent-7" in row] == [("agent", "agent-7")]


def test_the_command_line_lets_no_agent_grant_either(run):
    asked = ("invite", "A-1", "--signed-in-at", format_moment(system_clock()), "--session-file", "session.txt")
    done, out, err = run(*asked, "--actor", "agent:agent-7")
    assert (done, out) == (1, "")
    assert "only the customer agrees" in err
    assert run(*asked)[0] == 0
