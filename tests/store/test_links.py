"""Links and proposals as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from processes import NOW, OFFICER
from socialmatch.errors import StoreConflict, UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Assurance, Decision, Evidence, Link, ProfileKey, Proposal
from socialmatch.store import events, links, proposals
from socialmatch.store.proposals import KnownProposal, ProposalState

DAY = timedelta(days=1)
ANNA = AccountKey("default", "crm", "A-1")
BERTA = AccountKey("default", "crm", "B-1")
PROFILE = ProfileKey("default", "x", "", "42")
OTHER = ProfileKey("default", "x", "", "43")


def link(profile=PROFILE, account=ANNA, **fields) -> Link:
    return Link(profile, account, Assurance.L2, "dm", 0, NOW, **fields)


def test_a_link_answers_from_the_commit_on(store):
    with store.write("default", OFFICER, "confirmed") as session:
        events.append(session, TypeClass.ADMIN, "before")
        made = links.start(session, link(undo_until=NOW + 7 * DAY))
        assert made == replace(link(undo_until=NOW + 7 * DAY), ledger_index=1)
    with store.read("default") as session:
        assert links.live(session, PROFILE) == made
        assert links.of_account_key(session, ANNA) == [made]
        assert list(links.walk(session)) == [made]
        assert links.live(session, OTHER) is None
        (event,) = events.about(session, ANNA)
        assert (event.seq, event.kind, event.data) == (1, "started", {"assurance": "L2", "method": "dm"})


def test_a_profile_has_one_account_and_an_account_many_profiles(store):
    with store.write("default", OFFICER, "confirmed") as session:
        first = links.start(session, link())
        second = links.start(session, link(OTHER, ANNA))
        with pytest.raises(StoreConflict) as conflict:
            links.start(session, link(PROFILE, BERTA))
        assert conflict.value.code == "already_linked"
        assert links.of_account_key(session, ANNA) == [first, second]
    with store.read("default") as session:
        assert links.live(session, PROFILE) == first
        assert session.size == 2


def test_the_database_itself_holds_that_rule(store, store_url):
    with store.write("default", OFFICER, "confirmed") as session:
        links.start(session, link())
        links.start(session, link(OTHER, BERTA))
    engine = create_engine(store_url)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE links SET user_id = '42'"))
    engine.dispose()


def test_suspended_resumed_ended(store, clock):
    with store.write("default", OFFICER, "test") as session:
        made = links.start(session, link())
        assert links.suspend(session, made, "recycled handle") == 1
        assert links.live(session, PROFILE) is None
        assert links.of_profile_key(session, PROFILE).suspended_at == clock()
        assert links.resume(session, made, "proved anew") == 2
        assert links.live(session, PROFILE) == replace(made, reason="proved anew")
        assert links.end(session, made, "undone") == 3
        assert links.end(session, made, "undone") is None
        assert links.suspend(session, made, "late") is None
        assert links.of_profile_key(session, PROFILE) is None
        again = links.start(session, link(PROFILE, BERTA))
        assert [one.account for one in links.history(session, PROFILE)] == [ANNA, BERTA]
        assert links.live(session, PROFILE) == again
    with store.read("default") as session:
        kinds = [(event.kind, event.data.get("link")) for event in events.about(session, PROFILE)]
    assert kinds == [("started", None), ("suspended", 0), ("resumed", 0), ("ended", 0), ("started", None)]


def test_an_l1_link_stops_counting_by_itself(store, clock):
    with store.write("default", OFFICER, "confirmed") as session:
        links.start(session, link(expires_at=NOW + 90 * DAY))
    clock.advance(90 * DAY - timedelta(milliseconds=1))
    with store.read("default") as session:
        assert links.live(session, PROFILE)
    clock.advance(timedelta(milliseconds=1))
    with store.read("default") as session:
        assert links.live(session, PROFILE) is None


# --- proposals -----------------------------------------------------------------------------------


def proposal(profile=PROFILE, account=ANNA, probability=0.6, *, rank=1, days=30, **fields) -> KnownProposal:
    evidence = (Evidence("handle", -1500, "the handle \ud800 does not fit"),)
    found = Proposal(profile, account, rank, 4321, probability, Decision.REVIEW, evidence)
    return KnownProposal(found, "support", "m1", 3, NOW, NOW + days * DAY, **fields)


def test_a_proposal_comes_back_whole(store):
    with store.write("default", OFFICER, "reconcile") as session:
        proposals.put(session, [proposal(account=BERTA, rank=2), proposal()])
        assert proposals.of_profile_key(session, PROFILE, "support") == [proposal(), proposal(account=BERTA, rank=2)]
        assert proposals.of_profile_key(session, PROFILE, "marketing") == []
        assert proposals.get(session, PROFILE, ANNA, "support") == proposal()
        assert len(list(proposals.walk(session))) == 2
        proposals.put(session, [proposal(probability=0.7)])
        assert proposals.get(session, PROFILE, ANNA, "support").proposal.probability == 0.7


def test_a_row_without_a_candidate_is_no_proposal(store):
    nobody = Proposal(PROFILE, None, 1, 0, 0.9, Decision.NONE)
    with store.write("default", OFFICER, "reconcile") as session, pytest.raises(UsageError):
        proposals.put(session, [KnownProposal(nobody, "support", "m1", 1, NOW, NOW + DAY)])


def test_the_most_uncertain_comes_first(store):
    chances = (0.99, 0.5, 0.1, 0.52, 0.47)
    with store.write("default", OFFICER, "reconcile") as session:
        proposals.put(
            session,
            [proposal(ProfileKey("default", "x", "", str(n)), probability=p) for n, p in enumerate(chances)],
        )
        queue = [known.proposal.probability for known in proposals.queue(session)]
        assert queue == [0.5, 0.52, 0.47, 0.1, 0.99]
        assert len(proposals.queue(session, limit=2)) == 2
        assert proposals.queue(session, decision=Decision.MATCH) == []


def test_a_rejected_pair_is_remembered_without_its_names(store):
    with store.write("default", OFFICER, "review") as session:
        proposals.put(session, [proposal(), proposal(account=BERTA)])
        assert proposals.reject(session, proposal(), "another person")
        assert not proposals.reject(session, proposal(), "another person")
        assert not proposals.accept(session, proposal())
        assert proposals.accept(session, proposal(account=BERTA))
        assert proposals.queue(session) == []
        assert proposals.get(session, PROFILE, BERTA, "support").state is ProposalState.ACCEPTED
        assert proposals.rejected(session, PROFILE, [ANNA, BERTA]) == {ANNA}
        assert proposals.rejected(session, OTHER, [ANNA, BERTA]) == set()
        (event,) = events.about(session, PROFILE, TypeClass.REVIEW)
        assert event.data == {"purpose": "support", "model": "m1", "reason": "another person"}


def test_proposals_expire_without_a_job(store, clock):
    with store.write("default", OFFICER, "reconcile") as session:
        proposals.put(session, [proposal(days=1), proposal(account=BERTA, days=2)])
    clock.advance(DAY)
    with store.write("default", OFFICER, "reconcile") as session:
        assert [known.proposal.account for known in proposals.queue(session)] == [BERTA]
        assert not proposals.accept(session, proposal(days=1))
        assert proposals.drop_expired(session) == 1
        assert proposals.drop_open(session, [PROFILE], "support") == 1
        assert list(proposals.walk(session)) == []
