"""Which one more fact would settle it: only the kind of it is told, and only where it does."""

from __future__ import annotations

import pytest

import people
from processes import OFFICER
from socialmatch import lookup
from socialmatch.config import Policy
from socialmatch.lookup import LiveModels, propose_live, settling_facts
from socialmatch.models import Account, AccountKey, Decision, Fact
from socialmatch.store import accounts, consents

POLICY = Policy(review_threshold=0.05)
HERE = Account("J-1", given_name="Jane", family_name="Valasek", city="Dunedin", emails=("jane@valasek.example",))
THERE = Account("J-2", given_name="Jane", family_name="Valasek", city="Tampere", phones=("+12025550143",))
SAME = Account("J-3", given_name="Jane", family_name="Valasek", city="Dunedin", emails=("jane@valasek.example",))
JANES = people.x_profile("janevalasek", display_name="Jane Valasek")


def facts(store, *found: Account, profile=JANES) -> tuple[tuple[Fact, ...], list]:
    """The facts to ask for, and the proposals, where these accounts stand in a crowd and agreed."""
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [*found, *people.crowd()])
        agreed = [profile.key, *(one.key for one in found)]
        consents.record_many(session, [(people.grant(one), consents.NO_TERMS) for one in agreed])
        lookup.refresh(session, [one for one in agreed if isinstance(one, AccountKey)], POLICY)
    models = LiveModels()
    with store.read("default") as session:
        proposed = propose_live(session, POLICY, profile, "support", models=models).proposals
        return settling_facts(session, POLICY, profile, "support", proposed, models=models), proposed


def test_what_namesakes_differ_in_settles_it(store):
    found, proposed = facts(store, HERE, THERE)
    assert [one.decision for one in proposed] == [Decision.REVIEW] * 2
    settles = {fact.kind: fact.settles for fact in found}
    assert settles["email"] == (1,)  # only the first has one
    assert settles["phone"] == (2,)
    assert "name" not in settles  # both are called so
    assert (found[-1].kind, found[-1].settles) == ("proof", (1, 2))


def test_what_both_have_settles_nothing(store):
    found, _ = facts(store, HERE, SAME)
    assert [fact.kind for fact in found] == ["proof"]


def test_a_full_name_is_asked_for_where_only_a_part_is_shown(store):
    found, proposed = facts(store, HERE, profile=people.x_profile("jane_v", display_name="Jane", location="Dunedin"))
    assert proposed[0].decision is not Decision.MATCH
    assert "name" in {fact.kind for fact in found}


def test_no_value_of_an_account_is_told(store):
    found, _ = facts(store, HERE, THERE)
    told = " ".join(fact.text for fact in found).lower()
    for value in ("dunedin", "tampere", "valasek", "555", "jane"):
        assert value not in told


def test_a_match_needs_nothing_more_than_its_proof(store):
    profile = people.x_profile("janevalasek", display_name="Jane Valasek", public_emails=("jane@valasek.example",))
    found, proposed = facts(store, HERE, profile=profile)
    assert proposed[0].decision is Decision.MATCH
    assert [fact.kind for fact in found] == ["proof"]


@pytest.mark.parametrize("kind", ["place", "website"])
def test_what_is_not_on_file_is_not_asked_for(store, kind):
    found, _ = facts(store, Account("J-1", given_name="Jane", family_name="Valasek"), profile=people.x_profile("jane"))
    assert kind not in {fact.kind for fact in found}
