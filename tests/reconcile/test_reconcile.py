"""The nightly run: what it proposes, what it leaves alone, and who never comes out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import people
from linked import TERM, link
from nightly import (
    JANE,
    JANES,
    JIM,
    JIMS,
    JOE,
    MARIAS,
    NOBODYS,
    POLICY,
    agree,
    installation,
    kept,
    pairs,
    put,
    run,
    say,
    small_crm,
)
from processes import OFFICER
from socialmatch.errors import StoreBusy, UsageError
from socialmatch.ledger.seals import SealedRun
from socialmatch.lookup import LiveModels, propose_live
from socialmatch.matching.model import Model, Parameters
from socialmatch.models import Account, Decision, EventKind
from socialmatch.reconcile.run import LEASE
from socialmatch.reconcile.run import TERM as PROPOSAL_TERM
from socialmatch.review import accept, reject
from socialmatch.store import links, proposals, runs
from socialmatch.store.proposals import ProposalState
from socialmatch.store.runs import RunState

DAY = timedelta(days=1)


@pytest.fixture
def crm(store):
    return small_crm(store)


@pytest.fixture
def scored(monkeypatch):
    """Every pair that is weighed, by the ids of its two sides."""
    seen = []
    weigh = Model.weigh

    def spy(self, permitted, account, reading):
        seen.append((reading.profile.key.user_id, account.key.account_id))
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    return seen


def test_it_proposes_what_a_lookup_would(crm):
    told = run(crm)
    assert ("1", "J-1") in pairs(crm) and ("2", "J-2") in pairs(crm)
    expected = []
    with crm.store.read("default") as session:
        for profile in (JANES, JIMS, MARIAS, NOBODYS):
            expected += propose_live(session, POLICY, profile, "support", models=LiveModels()).proposals
        found = [known.proposal for known in proposals.walk(session)]
    worth = [one for one in expected if one.account is not None and one.decision is not Decision.NONE]
    by_pair = sorted(worth, key=lambda one: (one.profile, one.account))
    assert sorted(found, key=lambda one: (one.profile, one.account)) == by_pair
    assert told.matches + told.reviews == len(found) == told.proposals["new"]
    assert told.looked_at == {"first time": 4}
    assert told.not_permitted["accounts"] == {}


def test_who_did_not_agree_is_never_weighed(crm, scored):
    run(crm)
    assert "J-3" not in {account for _, account in scored}
    assert ("1", "J-1") in scored


def test_a_second_run_looks_at_nobody(crm, scored):
    run(crm)
    before = kept(crm)
    scored.clear()
    told = run(crm)
    assert (sum(told.looked_at.values()), told.left_alone, scored) == (0, 4, [])
    assert kept(crm) == before
    assert told.proposals == {"unchanged": len(before)}


def test_only_pairs_that_changed_are_weighed(crm, scored):
    run(crm)
    scored.clear()
    put(crm, replace(JIM, city="Berlin"))
    told = run(crm)
    # Jane's profile shares the family name with him; what her own account weighs is remembered.
    assert {account for _, account in scored} == {"J-2"}
    assert told.looked_at == {"accounts or proposals changed": 2}


def test_who_shares_one_name_with_a_settled_profile_is_no_reason_to_look_at_it_again(crm, scored):
    run(crm)
    with crm.store.read("default") as session:
        weights = {known.proposal.profile.user_id: known.proposal.weight for known in proposals.walk(session)}
    assert weights["1"] < Parameters().settled <= weights["2"]
    scored.clear()
    olga = Account("J-4", given_name="Olga", family_name="Valasek", country="DE")
    put(crm, olga)
    agree(crm, olga.key)
    told = run(crm)
    assert (sum(told.looked_at.values()), told.left_alone, scored) == (1, 3, [("1", "J-4")])
    before = kept(crm)
    run(crm, full=True)
    assert kept(crm) == before


def test_a_full_run_comes_to_the_same(crm):
    run(crm)
    put(crm, replace(JIM, city="Berlin"), replace(JANES, display_name="J. Valasek"))
    agree(crm, JOE.key)
    say(crm, EventKind.WITHDRAWN, people.crowd()[0].key)
    run(crm)
    before = kept(crm)
    told = run(crm, full=True)
    assert told.looked_at == {"first time": 4}
    assert kept(crm) == before


def test_a_linked_profile_is_not_scored(crm, scored):
    run(crm)
    scored.clear()
    link(crm.store, JANE.key, JANES.key, term=TERM)
    told = run(crm)
    assert "1" not in {user for user, _ in scored}
    assert all(user != "1" for user, _ in pairs(crm))
    assert told.left_out == {"linked": 1}
    with crm.store.write("default", OFFICER, "wrong") as session:
        links.end(session, links.of_profile_key(session, JANES.key), "wrong_person")
    run(crm)
    assert ("1", "J-1") in pairs(crm)


def test_own_handles_are_not_scored(crm, scored):
    ours = people.x_profile("examplebrand", user_id="99", display_name="Jane Valasek")
    put(crm, ours)
    agree(crm, ours.key)
    told = run(crm)
    assert told.left_out == {"own_handle": 1}
    assert "99" not in {user for user, _ in scored}


def test_a_rejected_pair_never_comes_back(crm):
    run(crm)
    reject(crm, JANES.key, JANE.key, "support", actor=OFFICER)
    run(crm)
    run(crm, full=True)
    assert ("1", "J-1") not in {
        (known.proposal.profile.user_id, known.proposal.account.account_id) for known in _open(crm)
    }


def _open(at):
    with at.store.read(at.tenant) as session:
        return [known for known in proposals.walk(session) if known.state is ProposalState.OPEN]


def test_an_accepted_proposal_stays_accepted(crm):
    from notice_fields import NOTICE
    from socialmatch.store import notices

    run(crm)
    with crm.store.write("default", OFFICER, "notice") as session:
        notices.register(session, NOTICE)
        wrote_at = session.now
    words = {"notice": NOTICE.version, "language": NOTICE.language}
    accept(crm, JANES.key, JANE.key, "support", **words, wrote_at=wrote_at, actor=OFFICER, reason="x")
    run(crm, full=True)
    with crm.store.read("default") as session:
        assert proposals.get(session, JANES.key, JANE.key, "support").state is ProposalState.ACCEPTED
    assert run(crm).looked_at == {}


# --- time ----------------------------------------------------------------------------------------


def test_a_proposal_that_no_run_finds_again_runs_out(crm, clock):
    run(crm)
    clock.advance(PROPOSAL_TERM)
    assert pairs(crm) == set()
    run(crm)
    assert ("1", "J-1") in pairs(crm)


def test_a_run_that_finds_a_proposal_again_lets_it_stand_on(crm, clock):
    run(crm)
    clock.advance(timedelta(hours=12))
    run(crm)
    clock.advance(PROPOSAL_TERM - timedelta(hours=1))
    assert ("1", "J-1") in pairs(crm)


def test_a_grant_that_ran_out_ends_its_proposals(crm, clock, scored):
    agree(crm, JOE.key, term=timedelta(hours=1))
    put(crm, people.x_profile("joevalasek", user_id="5", display_name="Joe Valasek"))
    agree(crm, people.x_profile("joevalasek", user_id="5").key)
    run(crm)
    assert ("5", "J-3") in pairs(crm)
    clock.advance(timedelta(hours=1))
    scored.clear()
    told = run(crm)
    assert ("5", "J-3") not in pairs(crm)
    assert "J-3" not in {account for _, account in scored}
    assert told.gone == {"no longer likely": sum(told.gone.values())}
    assert told.not_permitted["accounts"]["expired"] == 1


# --- the frame -----------------------------------------------------------------------------------


def test_a_dry_run_scores_nobody_and_writes_nothing(crm, scored):
    with crm.store.read("default") as session:
        before = session.revision, session.size
    told = run(crm, dry_run=True)
    with crm.store.read("default") as session:
        assert (session.revision, session.size) == before
    assert scored == []
    assert told.looked_at == {"first time": 4}
    assert pairs(crm) == set()
    run(crm)
    put(crm, replace(JIM, city="Berlin"))
    assert run(crm, dry_run=True).looked_at == {"accounts or proposals changed": 2}
    assert "would be looked at" in told.text()


def test_the_permitted_set_is_sealed_before_anybody_is_scored(crm, monkeypatch):
    weigh = Model.weigh
    sealed = []

    def spy(self, permitted, account, reading):
        with crm.store.read("default") as session:
            one = SealedRun(session, "reconcile-1")
            sealed.append(one.could_see(account.key) and one.could_see(reading.profile.key))
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    told = run(crm)
    assert told.seal == "reconcile-1"
    assert sealed and all(sealed)
    with crm.store.read("default") as session:
        assert not SealedRun(session, told.seal).could_see(JOE.key)


def test_overlapping_runs_are_kept_apart_and_a_dead_one_is_given_up(crm, clock):
    with crm.store.write("default", OFFICER, "test") as session:
        runs.take_lease(session, "reconcile support", "another", LEASE)
    with pytest.raises(StoreBusy) as busy:
        run(crm)
    assert busy.value.code == "lease_held"
    clock.advance(LEASE)
    assert run(crm).looked_at == {"first time": 4}


def test_an_unknown_purpose_is_refused(crm):
    with pytest.raises(UsageError):
        run(crm, purpose="marketing")


def test_the_report_names_nobody_and_is_kept(crm):
    told = run(crm)
    with crm.store.read("default") as session:
        last = runs.last(session, "reconcile support")
    assert last.state is RunState.DONE
    assert last.summary == told.to_json()
    for name in ("J-1", "janevalasek", "Valasek"):
        assert name not in str(told.to_json()) and name not in told.text()
    assert "4 profiles looked at (4 first time)" in told.text()


def test_tenants_do_not_meet(crm):
    other = installation(crm.store, "other")
    put(other, replace(JANE, tenant="other"), replace(JANES, tenant="other"))
    agree(other, replace(JANE, tenant="other").key, replace(JANES, tenant="other").key)
    run(crm)
    before = kept(crm)
    run(other)
    assert pairs(other) == {("1", "J-1")}
    assert kept(crm) == before
