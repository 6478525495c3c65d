"""What is answered, and what is not: a link first, then proposals, then a "no" that says what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from linking import ADA, ADAS, AGENT, BO, BOS, OFFICER, TICK, agree, ask, link, look, match, revoke, send
from notice_fields import NOTICE
from socialmatch import lookup
from socialmatch.errors import ConsentMissing, UsageError
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.matching.model import Model
from socialmatch.models import (
    Account,
    AccountKey,
    AnswerKind,
    Assurance,
    ConsentEvent,
    Decision,
    EventKind,
    NextStep,
    Profile,
    Proposal,
)
from socialmatch.store import accounts, consents, events, links, notices, permits, profiles, proposals
from socialmatch.store.profiles import KnownProfile, ProfileState
from socialmatch.store.proposals import KnownProposal


def grant(at, *subjects, purpose="support", days=100) -> None:
    with at.store.write("default", OFFICER, "import") as session:
        for subject in subjects:
            end = session.now + timedelta(days=days)
            given = ConsentEvent(subject, purpose, EventKind.GIVEN, session.now, "2026-01", "form", end, "form-1")
            consents.record(session, given)
        lookup.refresh(session, [one for one in subjects if isinstance(one, AccountKey)], at.policy)


def propose(at, *accounts_, decision=Decision.REVIEW, purpose="support") -> None:
    with at.store.write("default", OFFICER, "run") as session:
        found = [
            KnownProposal(
                Proposal(ADA.key, account, rank, 5_000, 0.6, decision),
                purpose,
                "m1",
                1,
                session.now,
                session.now + timedelta(days=30),
            )
            for rank, account in enumerate(accounts_, 1)
        ]
        proposals.put(session, found)


def readings(at) -> list:
    with at.store.read("default") as session:
        return [event for event in events.walk(session) if event.type_class is TypeClass.READ]


@pytest.fixture
def nothing_scored(monkeypatch):
    """Weighing anybody fails the test."""

    def weigh(*_):
        raise AssertionError("somebody was scored")

    monkeypatch.setattr(Model, "weigh", weigh)


# --- a link --------------------------------------------------------------------------------------


def test_a_link_answers_by_its_exact_id_and_nothing_is_scored(at, nothing_scored):
    link(at)
    answer = match(at)
    assert (answer.kind, answer.account, answer.assurance) == (AnswerKind.LINK, ADAS, Assurance.L2)
    assert (answer.purpose, answer.proposals, answer.reason, answer.next_step) == ("support", (), "", None)


def test_a_renamed_profile_is_still_itself_and_a_namesake_is_not(at):
    link(at)
    assert match(at, Profile("x", "1001", handle="another_name")).account == ADAS
    assert match(at, Profile("x", "1002", handle="nightowl_77")).kind is AnswerKind.REFUSAL
    assert match(at, Profile("mastodon", "1001", scope="social.example")).kind is AnswerKind.REFUSAL


def test_who_was_shown_is_recorded_with_who_asked_and_why(at):
    link(at)
    answer = match(at, actor=AGENT, reason="ticket 4711")
    (event,) = readings(at)
    assert (event.seq, event.kind) == (answer.ledger_index, "answered")
    assert event.subjects == (ADA.key, ADAS)
    assert (event.actor, event.reason) == (AGENT, "ticket 4711")
    assert event.data == {"purpose": "support", "answer": "link"}


def test_a_refusal_shows_nobody_and_writes_nothing(at):
    with at.store.read("default") as session:
        before = session.revision
    assert match(at).ledger_index is None
    with at.store.read("default") as session:
        assert session.revision == before


def test_consent_is_asked_of_both_sides_for_this_purpose(at, clock):
    link(at)
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "elsewhere") as session:
        consents.record(session, ConsentEvent(ADAS, "support", EventKind.TERMINATED, session.now))
    answer = match(at)
    assert (answer.kind, answer.reason, answer.link, answer.next_step) == (
        AnswerKind.REFUSAL,
        "terminated",
        None,
        NextStep.INVITE,
    )
    assert match(at, purpose="returns").account == ADAS


def test_a_grant_that_ran_out_a_millisecond_ago_answers_nothing(at, clock):
    link(at)
    clock.advance(timedelta(days=365) - TICK)
    assert match(at).kind is AnswerKind.LINK
    clock.advance(TICK)
    assert match(at).reason == "expired"


@pytest.mark.parametrize("act", [links.suspend, links.end])
def test_a_link_that_is_suspended_or_ended_does_not_answer(at, clock, act):
    link(at)
    with at.store.write("default", OFFICER, "doubt") as session:
        act(session, links.live(session, ADA.key), "doubt")
    answer = match(at)
    assert (answer.kind, answer.next_step) == (AnswerKind.REFUSAL, NextStep.INVITE)
    assert answer.reason == ("link_suspended" if act is links.suspend else "no_candidate")


def test_how_much_a_link_must_be_worth(at):
    link(at)
    assert match(at, floor=Assurance.L2).kind is AnswerKind.LINK
    answer = match(at, floor=Assurance.L3)
    assert (answer.kind, answer.reason, answer.assurance) == (
        AnswerKind.REFUSAL,
        "assurance_too_low",
        Assurance.L2,
    )
    with pytest.raises(UsageError) as refused:
        match(at, floor=Assurance.L1)
    assert refused.value.code == "below_policy"


def test_a_purpose_the_policy_does_not_know_is_a_mistake_and_no_answer(at):
    with pytest.raises(UsageError) as refused:
        match(at, purpose="marketing")
    assert refused.value.code == "unknown_purpose"


# --- overtaken -----------------------------------------------------------------------------------


class Between:
    """A store in which something happens between reading and recording that it was read."""

    def __init__(self, store, act) -> None:
        self._store, self._act = store, act

    def __getattr__(self, name):
        return getattr(self._store, name)

    def write(self, *arguments):
        act, self._act = self._act, lambda: None
        act()
        return self._store.write(*arguments)


def overtaken(at, act):
    return type(at)(Between(at.store, act), at.tenant, at.config, at.secrets)


def test_an_answer_that_a_withdrawal_overtook_is_not_given(at, clock):
    link(at)
    clock.advance(TICK)
    answer = match(overtaken(at, lambda: revoke(at)))
    assert (answer.kind, answer.reason, answer.link, answer.ledger_index) == (
        AnswerKind.REFUSAL,
        "suppressed",
        None,
        None,
    )
    assert readings(at) == []


def test_a_proposal_that_a_withdrawal_overtook_is_not_shown(at, clock):
    grant(at, ADA.key, ADAS, BOS)
    propose(at, ADAS, BOS)
    clock.advance(TICK)
    answer = match(overtaken(at, lambda: revoke(at, ADAS)))
    assert [one.account for one in answer.proposals] == [BOS]


# --- proposals -----------------------------------------------------------------------------------


def test_proposals_that_are_open_are_shown_and_recorded_each(at, nothing_scored):
    grant(at, ADA.key, ADAS, BOS)
    propose(at, ADAS, BOS)
    answer = match(at)
    assert answer.kind is AnswerKind.PROPOSALS
    assert [one.account for one in answer.proposals] == [ADAS, BOS]
    assert [event.subjects for event in readings(at)] == [(ADA.key, ADAS), (ADA.key, BOS)]
    assert answer.ledger_index == readings(at)[0].seq


def test_nobody_is_shown_who_does_not_agree_or_was_rejected(at):
    grant(at, ADA.key, ADAS)
    propose(at, ADAS, BOS)
    assert [one.account for one in match(at).proposals] == [ADAS]
    with at.store.write("default", OFFICER, "no") as session:
        proposals.reject_pair(session, ADA.key, ADAS, "wrong_person")
    answer = match(at)
    assert (answer.kind, answer.reason, answer.next_step) == (
        AnswerKind.REFUSAL,
        "no_candidate",
        NextStep.INVITE,
    )


def test_a_profile_that_does_not_agree_gets_no_proposals(at, nothing_scored):
    grant(at, ADAS)
    propose(at, ADAS)
    assert match(at).reason == "no_consent"
    grant(at, ADA.key, purpose="returns")
    assert match(at).reason == "other_purpose"


def test_without_proposals_the_permitted_are_compared_now(at):
    emma = Account("C-3003", given_name="Emma", family_name="Brightwater", emails=("emma@example.com",))
    silent = Account("D-4004", given_name="Emma", family_name="Brightwater")
    profile = Profile("x", "77", handle="emma_brightwater", display_name="Emma Brightwater")
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [emma, silent])
    grant(at, profile.key, emma.key)
    answer = match(at, profile)
    assert answer.kind is AnswerKind.PROPOSALS
    assert [one.account for one in answer.proposals] == [emma.key]
    assert {subject for event in readings(at) for subject in event.subjects} == {profile.key, emma.key}


def test_what_the_store_knows_of_a_profile_helps_to_compare_it(at):
    emma = Account("C-3003", given_name="Emma", family_name="Brightwater")
    profile = Profile("x", "77", handle="emma_brightwater", display_name="Emma Brightwater")
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [emma])
        profiles.put(session, [KnownProfile(profile, "emma_brightwater")])
    grant(at, profile.key, emma.key)
    assert [one.account for one in match(at, Profile("x", "77")).proposals] == [emma.key]


# --- what would settle it ------------------------------------------------------------------------


def test_an_explanation_says_what_to_ask_and_weighs_nobody_who_did_not_agree(at, monkeypatch):
    emma = Account("C-3003", given_name="Emma", family_name="Brightwater", emails=("emma@example.com",))
    silent = Account("D-4004", given_name="Emma", family_name="Brightwater", phones=("+12025550143",))
    profile = Profile("x", "77", handle="emma_brightwater", display_name="Emma Brightwater")
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [emma, silent])
    grant(at, profile.key, emma.key)
    seen, weigh = set(), Model.weigh

    def spy(self, permitted, account, reading):
        seen.add(account.key)
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    answer = match(at, profile, explain=True)
    assert [one.account for one in answer.proposals] == [emma.key]
    assert [(fact.kind, fact.settles) for fact in answer.facts] == [("email", (1,)), ("proof", (1,))]
    assert seen == {emma.key}
    assert match(at, profile).facts == ()


def test_what_somebody_else_has_too_settles_nothing(at):
    emma = Account("C-3003", given_name="Emma", family_name="Brightwater", emails=("home@example.com",))
    silent = Account("D-4004", given_name="Emma", family_name="Brightwater", emails=("home@example.com",))
    profile = Profile("x", "77", handle="emma_brightwater", display_name="Emma Brightwater")
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [emma, silent])
    grant(at, profile.key, emma.key)
    assert [fact.kind for fact in match(at, profile, explain=True).facts] == ["proof"]


def test_a_link_needs_no_explanation_and_a_refusal_has_none(at, nothing_scored):
    link(at)
    assert match(at, explain=True).facts == ()
    assert match(at, BO, explain=True).facts == ()


# --- who is turned away --------------------------------------------------------------------------


def test_the_brands_own_handles_are_nobodys_customers(at, nothing_scored):
    answer = match(at, Profile("x", "5", handle="@ExampleBrand".lstrip("@")))
    assert (answer.kind, answer.reason, answer.next_step) == (
        AnswerKind.REFUSAL,
        "own_handle",
        NextStep.LEAVE,
    )


def test_who_withdrew_is_left_alone(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at)
    assert (match(at).reason, match(at).next_step) == ("suppressed", NextStep.LEAVE)


def test_a_profile_in_doubt_is_asked_to_prove_itself(at):
    link(at)
    with at.store.write("default", OFFICER, "number changed") as session:
        profiles.set_state(session, ADA.key, ProfileState.SUSPENDED)
    assert (match(at).reason, match(at).next_step) == ("profile_suspended", NextStep.INVITE)


def test_nobody_known_is_asked_for_consent(at):
    answer = match(at, BO)
    assert (answer.kind, answer.reason, answer.next_step) == (
        AnswerKind.REFUSAL,
        "no_consent",
        NextStep.INVITE,
    )


@pytest.mark.parametrize("material", [True, False])
def test_a_notice_that_changed_materially_asks_again(at, clock, material):
    link(at)
    propose(at, BOS)
    grant(at, BOS)
    clock.advance(TICK)
    later = replace(NOTICE, version="2027-01", material=material)
    with at.store.write("default", OFFICER, "new words") as session:
        notices.register(session, later)
        notices.register(session, replace(NOTICE, language="de", text="Text"))  # a translation of the old one
    answer = match(at)
    assert (answer.reason, answer.next_step) == (("other_notice", NextStep.INVITE) if material else ("", None))
    with at.store.read("default") as session:
        assert bool(permits.purposes(session, ADA.key)) != material
        assert bool(permits.permitted_set(session, "support")[0].accounts) != material
    clock.advance(TICK)
    link(at, notice="2027-01")
    assert match(at).account == ADAS


def test_a_code_shown_with_words_that_changed_meanwhile_links_nothing(at, clock):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "new words") as session:
        notices.register(session, replace(NOTICE, version="2027-01"))
    with pytest.raises(ConsentMissing):
        agree(at, code)
    assert match(at).kind is AnswerKind.REFUSAL


def test_the_answer_shows_no_person_where_it_is_printed(at):
    link(at)
    answer = match(at)
    for word in ("1001", "A-1001", "nightowl"):
        assert word not in repr(answer)


def test_the_verbs_take_the_steps_in_their_order(at):
    """The journeys stand side by side, and what runs is what stands there."""
    from socialmatch import journeys

    assert [step.__name__ for step in journeys.ANSWER_STEPS][:3] == [
        "read_profile",
        "find_confirmed_link",
        "check_consent",
    ]
    assert verbs.ANSWER_STEPS is journeys.ANSWER_STEPS
    assert journeys.LINK_STEPS[:3] == (journeys.only_the_customer, journeys.read_token, journeys.check_binding)
