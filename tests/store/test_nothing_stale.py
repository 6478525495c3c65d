"""What one installation commits is known to the next question to another, however much that one was asked before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import nightly
import people
from linking import AGENT, OFFICER
from nightly import JANE, JANES
from socialmatch import lookup, review
from socialmatch.accounts.customers import delete_account, merge, take_missing
from socialmatch.accounts.doubt import suspend_profile
from socialmatch.journeys import ANSWER_STEPS, verbs
from socialmatch.journeys.answer import Question, still_holds
from socialmatch.journeys.steps import run
from socialmatch.ledger import log
from socialmatch.lookup import SHARED_MODELS
from socialmatch.models import Account, AccountKey, Assurance
from socialmatch.store import accounts, links

SECOND = replace(OFFICER, id="officer-2")


@pytest.fixture
def two(store_url, open_store, clock):
    """The same store twice, as two processes have it; Jane and her profile agreed, and are proposed for each other."""
    here, there = (open_store(store_url, before_commit=log.grow) for _ in range(2))
    at = nightly.installation(here)
    nightly.put(at, JANE, nightly.JOE, JANES, *people.crowd()[:10])
    nightly.agree(at, JANE.key, JANES.key)
    lookup.recount(here, "default", OFFICER, nightly.POLICY)
    return at, nightly.installation(there)


def proposed(at) -> set[str]:
    """Who is named when somebody asks about Jane's profile."""
    answer = verbs.answer(at, JANES, "support", actor=AGENT, reason="ticket 5")
    return {one.account.account_id for one in answer.proposals} | (
        {answer.account.account_id} if answer.link else set()
    )


def in_a_commit(act):
    def change(at) -> None:
        with at.store.write("default", OFFICER, "test") as session:
            act(session)

    return change


CHANGES = {
    "the profile withdraws": lambda at: verbs.revoke(at, JANES.key, actor=OFFICER, reason="STOP"),
    "the account withdraws": lambda at: verbs.revoke(at, JANE.key, actor=OFFICER, reason="STOP"),
    "from this purpose alone": lambda at: verbs.revoke(
        at, JANE.key, purposes=("support",), actor=OFFICER, reason="STOP"
    ),
    "the account is erased": lambda at: verbs.erase(at, JANE.key, actor=OFFICER, reason="request"),
    "the account is missing": in_a_commit(lambda session: take_missing(session, [JANE.key])),
    "the account is deleted": in_a_commit(lambda session: delete_account(session, JANE.key)),
    "the account was merged": in_a_commit(
        lambda session: merge(session, JANE.key, replace(JANE.key, account_id="J-3"), nightly.POLICY)
    ),
    "the profile is in doubt": in_a_commit(lambda session: suspend_profile(session, JANES.key, "second_owner")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_next_question_elsewhere_knows(two, clock, what):
    here, there = two
    assert {"J-1"} <= proposed(there) == proposed(here)
    clock.advance(timedelta(milliseconds=1))
    CHANGES[what](here)
    assert "J-1" not in proposed(there)


def linked_meanwhile(at) -> None:
    verbs.import_link(at, JANES, nightly.JOE.key, evidence="contract", second=SECOND, actor=OFFICER, reason="archive")


@pytest.mark.parametrize("what", [*CHANGES, "the profile was linked"])
def test_what_was_found_is_not_shown_if_something_was_committed_meanwhile(two, clock, what):
    """An answer is looked for without a lock, and read again in the commit that says who was shown."""
    here, there = two
    with there.store.read("default") as session:
        case = run(ANSWER_STEPS, Question(JANES, "support", Assurance.L2), there.tools(session))
    assert "J-1" in {account.account_id for account in case.accounts}
    with there.store.read("default") as session:
        assert still_holds(case, session)
    clock.advance(timedelta(milliseconds=1))
    CHANGES.get(what, linked_meanwhile)(here)
    with there.store.read("default") as session:
        assert not still_holds(case, session)


def test_a_rejection_is_known_elsewhere(two):
    here, there = two
    assert "J-1" in proposed(there)
    nightly.run(here)
    review.reject(here, JANES.key, JANE.key, "support", actor=AGENT)
    assert "J-1" not in proposed(there)


def test_a_new_count_scores_elsewhere_with_the_next_question(two):
    here, there = two
    proposed(there)
    with here.store.write("default", OFFICER, "import") as session:
        namesakes = [Account(f"N-{number}", given_name="Jane", family_name="Valasek") for number in range(300)]
        accounts.put(session, namesakes)
    version = lookup.recount(here.store, "default", OFFICER, here.policy)
    with there.store.read("default") as session:
        assert SHARED_MODELS.current(session, there.policy).version == version


def test_a_link_that_ended_answers_nowhere(two, clock):
    here, there = two
    verbs.import_link(here, JANES, JANE.key, evidence="contract", second=SECOND, actor=OFFICER, reason="archive")
    with there.store.read("default") as session:
        assert _linked(session) == JANE.key
    clock.advance(timedelta(milliseconds=1))
    verbs.revoke(here, JANES.key, actor=OFFICER, reason="STOP")
    with there.store.read("default") as session:
        assert _linked(session) is None


def _linked(session) -> AccountKey | None:
    found = links.of_profile_key(session, JANES.key)
    return None if found is None else found.account
