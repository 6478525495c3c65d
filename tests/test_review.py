"""What people decide about proposals and links; nothing of it makes a link that somebody did not prove."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linking import (
    ADA,
    ADAS,
    AGENT,
    BO,
    BOS,
    CUSTOMER,
    OFFICER,
    TICK,
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
from socialmatch import review
from socialmatch.errors import ConsentError, ConsentMissing, LinkError, TokenRefused, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    Actor,
    ActorKind,
    AnswerKind,
    Assurance,
    ConsentEvent,
    Decision,
    EventKind,
    Proposal,
)
from socialmatch.store import consents, events, links, outbox, permits, profiles, proposals, suppressions
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal, ProposalState

SECOND = Actor(ActorKind.OFFICER, "officer-2")


@pytest.fixture
def at(store):
    """Two people who agree, and three proposals for them."""
    made = installation(store)
    with store.write("default", OFFICER, "import") as session:
        for subject in (ADA.key, BO.key, ADAS, BOS):
            end = session.now + timedelta(days=100)
            given = ConsentEvent(subject, "support", EventKind.GIVEN, session.now, "2026-01", "form", end, "form-1")
            consents.record(session, given)
        called = [(ADA, "nightowl_77"), (BO, "quietfox@social.example")]
        profiles.put(session, [KnownProfile(one, folded) for one, folded in called])
        found = ((ADA.key, ADAS, 0.93), (ADA.key, BOS, 0.45), (BO.key, BOS, 0.7))
        proposals.put(session, [_proposal(session, *one) for one in found])
    return made


def _proposal(session, profile, account, probability) -> KnownProposal:
    proposal = Proposal(profile, account, 1, 3_000, probability, Decision.REVIEW)
    return KnownProposal(proposal, "support", "m1", 1, session.now, session.now + timedelta(days=30))


def queue(at, **options):
    return review.queue(at, **{"actor": AGENT, "reason": "review", **options})


def accept(at, profile=ADA.key, account=ADAS, **options):
    return review.accept(
        at, profile, account, "support", **{"actor": AGENT, "reason": "looks right", "wrote_at": moment(at)} | options
    )


def code_of(act) -> str:
    with pytest.raises(LinkError) as refused:
        act()
    return refused.value.code


# --- the queue -----------------------------------------------------------------------------------


def test_the_most_uncertain_comes_first(at):
    assert [one.proposal.probability for one in queue(at)] == [0.45, 0.7, 0.93]
    assert [one.proposal.probability for one in queue(at, limit=1)] == [0.45]
    assert queue(at, decision=Decision.MATCH) == []


def test_nobody_is_shown_who_no_longer_agrees(at, clock):
    clock.advance(TICK)
    revoke(at, BOS)
    assert [(one.proposal.profile, one.proposal.account) for one in queue(at)] == [(ADA.key, ADAS)]
    clock.advance(timedelta(days=100))
    assert queue(at) == []


def test_reading_the_queue_is_an_event_with_a_count(at):
    queue(at)
    with at.store.read("default") as session:
        (event,) = [event for event in events.walk(session) if event.type_class is TypeClass.READ]
    assert (event.kind, event.subjects, event.data, event.actor) == (
        "queue",
        (),
        {"shown": 3, "decision": "review"},
        AGENT,
    )


# --- accepting -----------------------------------------------------------------------------------


def test_accepting_makes_an_invitation_and_no_link(at):
    invitation = accept(at, address="https://brand.example/link")
    assert (invitation.profile, invitation.account) == (ADA.key, ADAS)
    assert invitation.invitation.reveal() in invitation.text
    assert match(at).kind is AnswerKind.PROPOSALS  # the other one; this one waits for its proof
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
        assert proposals.get(session, ADA.key, ADAS, "support").state is ProposalState.ACCEPTED
        assert events.about(session, ADA.key, TypeClass.REVIEW)[-1].kind == "accepted"
    assert code_of(lambda: accept(at)) == "no_proposal"


def test_the_invitation_leads_to_a_link_only_through_a_proof(at, clock):
    invitation = accept(at).invitation.reveal()
    with pytest.raises(TokenRefused):
        ask(at, BOS, invitation=invitation)
    clock.advance(TICK)
    code = ask(at, handle="nightowl_77", invitation=invitation).code.reveal()
    with pytest.raises(TokenRefused):
        send(at, code, BO)
    send(at, code)
    look(at, code)
    receipt = agree(at, code)
    assert (receipt.link.account, receipt.link.assurance) == (ADAS, Assurance.L2)


def test_what_is_no_longer_permitted_is_not_accepted(at, clock):
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "elsewhere") as session:
        consents.record(session, ConsentEvent(ADAS, "support", EventKind.WITHDRAWN, session.now))
    with pytest.raises(ConsentMissing):
        accept(at)


def test_who_has_an_invitation_keeps_it(at):
    accept(at)
    assert code_of(lambda: accept(at, account=BOS)) == "open_invitation"
    with at.store.read("default") as session:
        assert proposals.get(session, ADA.key, BOS, "support").state is ProposalState.OPEN


# --- on evidence ---------------------------------------------------------------------------------


def with_evidence(at, **options):
    options = {"evidence": "letter 17", "second": SECOND, "actor": OFFICER, "reason": "seen", **options}
    return review.accept_with_evidence(at, ADA.key, ADAS, "support", **options)


def test_two_people_can_note_a_link_on_evidence_and_nothing_is_answered_from_it(at):
    receipt = with_evidence(at)
    assert receipt.link.assurance is Assurance.L0
    answer = match(at)
    assert (answer.link, answer.assurance) == (None, Assurance.L0)
    with at.store.read("default") as session:
        assert not outbox.due(session)
        (event,) = events.about(session, ADAS, TypeClass.REVIEW)
        assert (event.data["evidence"], event.data["second"]) == ("letter 17", ["officer", "officer-2"])
    assert code_of(lambda: with_evidence(at)) == "no_proposal"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"evidence": " "}, "no_evidence"),
        ({"second": OFFICER}, "second_person"),
        ({"second": Actor(ActorKind.JOB, "officer-2")}, "second_person"),
        ({"second": Actor(ActorKind.OFFICER, " officer-1")}, "second_person"),
        ({"second": Actor(ActorKind.OFFICER, "")}, "second_person"),
        ({"actor": Actor(ActorKind.JOB, "host")}, "second_person"),
        ({"actor": Actor(ActorKind.CUSTOMER, "A-1001")}, "second_person"),
    ],
)
def test_one_person_or_no_evidence_is_not_enough(at, options, code):
    with pytest.raises(UsageError) as refused:
        with_evidence(at, **options)
    assert refused.value.code == code


@pytest.mark.parametrize("options", [{"actor": AGENT}, {"second": AGENT}])
def test_an_agent_is_neither_of_the_two(at, options):
    with pytest.raises(ConsentError) as refused:
        with_evidence(at, **options)
    assert refused.value.code == "agent_cannot_grant"
    with at.store.read("default") as session:
        assert events.about(session, ADA.key, TypeClass.REFUSAL)[-1].data == {"reason": "agent_cannot_grant"}
        assert links.of_profile_key(session, ADA.key) is None


def test_a_proof_replaces_a_link_on_evidence(at, clock):
    with_evidence(at)
    clock.advance(TICK)
    link(at)
    assert match(at).account == ADAS
    with at.store.read("default") as session:
        assert [one.assurance for one in links.history(session, ADA.key)] == [Assurance.L0, Assurance.L2]


def test_a_link_on_evidence_does_not_stop_the_true_owner(at, clock):
    """It was noted for one account; whoever proves the handle for another is believed."""
    with_evidence(at)
    clock.advance(TICK)
    link(at, ADA, BOS, "a session of the true owner")
    assert match(at).account == BOS


# --- rejecting -----------------------------------------------------------------------------------


def test_a_rejected_pair_is_never_proposed_again(at):
    review.reject(at, ADA.key, BOS, "support", actor=AGENT)
    with at.store.write("default", OFFICER, "run") as session:
        proposals.put(session, [_proposal(session, ADA.key, BOS, 0.9)])
    assert [one.account for one in match(at).proposals] == [ADAS]
    with at.store.read("default") as session:
        event = events.about(session, BOS, TypeClass.REVIEW)[-1]
        assert (event.kind, event.data["reason"]) == ("rejected", "wrong_person")


def test_a_pair_that_was_rejected_meanwhile_is_not_shown(at, monkeypatch):
    read = at.store.write

    def rejected_first(*given):
        monkeypatch.setattr(at.store, "write", read)
        review.reject(at, ADA.key, BOS, "support", actor=AGENT)
        return read(*given)

    monkeypatch.setattr(at.store, "write", rejected_first)
    assert BOS not in [one.account for one in match(at).proposals]


def test_there_are_three_decisions(at):
    with pytest.raises(UsageError) as refused:
        review.Review(at, lambda _: AGENT).queue(decision="typo")
    assert "typo" not in str(refused.value)


def test_only_what_is_open_is_rejected_and_with_a_word(at):
    review.reject(at, ADA.key, BOS, "support", actor=AGENT)
    assert code_of(lambda: review.reject(at, ADA.key, BOS, "support", actor=AGENT)) == "no_proposal"
    with pytest.raises(UsageError):
        review.reject(at, ADA.key, ADAS, "support", why="Mrs. Example said so", actor=AGENT)


# --- taking a link back ----------------------------------------------------------------------------


def unlink(at, **options):
    return review.unlink(at, ADA.key, **{"actor": OFFICER, "reason": "ticket 5", **options})


def test_unlinking_corrects_and_withdraws_nothing(at, clock):
    clock.advance(TICK)
    link(at)
    receipt = unlink(at)
    assert [(one.to, one.about) for one in receipt.notifications] == [(ADA.key, "unlinked"), (ADAS, "unlinked")]
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
        assert permits.purposes(session, ADA.key) == permits.purposes(session, ADAS) == {"support", "returns"}
        assert proposals.rejected(session, ADA.key, [ADAS, BOS]) == {ADAS}
        pending = outbox.of_state(session, OutboxState.PENDING)
        assert [(m.operation, m.seq) for m in pending] == [(Operation.REMOVE_LINK, receipt.ledger_index)]
    assert code_of(lambda: unlink(at)) == "not_linked"


def test_unlinking_for_another_reason_says_nothing_of_the_pair(at, clock):
    clock.advance(TICK)
    link(at)
    unlink(at, why="account_closed")
    with at.store.read("default") as session:
        assert proposals.rejected(session, ADA.key, [ADAS]) == set()


@pytest.mark.parametrize("actor", [CUSTOMER, Actor(ActorKind.JOB, "webhook"), AGENT])
def test_a_fresh_link_is_undone_by_either_side(at, clock, actor):
    clock.advance(TICK)
    link(at)
    clock.advance(timedelta(days=7) - TICK)
    receipt = review.undo(at, ADA.key, actor=actor, reason="it was not me")
    assert (receipt.what, {one.about for one in receipt.notifications}) == ("undone", {"unlinked"})
    assert match(at).kind is AnswerKind.REFUSAL
    with at.store.read("default") as session:
        assert not suppressions.held(session, [ADA.key, ADAS])
        assert permits.purposes(session, ADA.key) == frozenset()
    clock.advance(TICK)
    link(at)
    assert match(at).account == ADAS


def test_after_seven_days_it_is_too_late_to_undo_and_never_to_revoke(at, clock):
    clock.advance(TICK)
    link(at)
    clock.advance(timedelta(days=7))
    assert code_of(lambda: review.undo(at, ADA.key, actor=CUSTOMER, reason="no")) == "undo_over"
    assert match(at).account == ADAS
    assert revoke(at).changed
    assert code_of(lambda: review.undo(at, ADA.key, actor=CUSTOMER, reason="no")) == "not_linked"
