"""The decision: one profile over all its candidates, "no account here" and the people who did not agree."""

from __future__ import annotations

import pytest

from people import NOW, permit_all, propose_for, x_profile
from socialmatch.consent.permits import permitted_set
from socialmatch.errors import ConsentMissing
from socialmatch.matching.counts import Counts
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.model import Model, Thresholds, propose
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, Decision

JANE = Account(
    account_id="jane", given_name="Jane", family_name="Valasek", emails=("jane@example.com",), city="Dunedin"
)
TWIN = Account(account_id="twin", given_name="Jane", family_name="Valasek", city="Tampere")


def test_a_telling_name_is_a_match() -> None:
    outcome = propose_for(x_profile("janevalasek", display_name="Jane Valasek", location="Dunedin"), [JANE])
    best = outcome.proposals[0]
    assert best.account == JANE.key
    assert best.decision is Decision.MATCH
    assert best.probability > 0.99
    assert sum(e.weight for e in best.evidence) < best.weight + 20_000  # prior included in the weight


def test_namesakes_split_the_probability() -> None:
    outcome = propose_for(x_profile("janevalasek", display_name="Jane Valasek"), [JANE, TWIN])
    first, second = outcome.proposals[:2]
    assert first.probability == second.probability < 0.5
    assert first.decision is not Decision.MATCH
    assert [first.account, second.account] == sorted([JANE.key, TWIN.key])


def test_a_namesake_who_did_not_agree_still_lowers_certainty() -> None:
    profile = x_profile("janevalasek", display_name="Jane Valasek")
    alone = propose_for(profile, [JANE]).proposals[0]
    shadowed = propose_for(profile, [JANE, TWIN], consenting=[JANE]).proposals[0]
    assert shadowed.account == JANE.key
    assert shadowed.probability <= 0.5 < alone.probability
    assert shadowed.decision is not Decision.MATCH


def test_an_exact_namesake_who_did_not_agree_beats_a_near_one_who_did() -> None:
    near = Account(account_id="near", given_name="Jane", family_name="Valasekova")
    outcome = propose_for(x_profile("janevalasek", display_name="Jane Valasek"), [JANE, near], consenting=[near])
    assert outcome.proposals[0].decision is not Decision.MATCH


def test_nobody_like_it() -> None:
    outcome = propose_for(x_profile("qwxzk"), [JANE])
    assert len(outcome.proposals) == 1
    assert outcome.proposals[0].account is None
    assert outcome.proposals[0].decision is Decision.NONE
    assert outcome.scored == 0


def test_direct_evidence() -> None:
    shared = propose_for(x_profile("qwxzk", public_emails=("Jane+x@example.com",)), [JANE]).proposals[0]
    assert shared.account == JANE.key
    assert shared.decision is Decision.MATCH


def test_a_number_many_hold_says_little() -> None:
    office = [
        Account(account_id=f"o{i}", given_name="Kim", family_name=f"Office{i}", phones=("+12025550143",))
        for i in range(50)
    ]
    best = propose_for(x_profile("qwxzk", public_phones=("+12025550143",)), office).proposals[0]
    assert best.probability <= 1 / 50 + 1e-6


def test_a_profile_without_a_permit_is_refused() -> None:
    features = [account_features(JANE)]
    permitted = permit_all(JANE.key)
    with pytest.raises(ConsentMissing):
        propose(
            permitted,
            Model(Counts.over(features)),
            AccountIndex(permitted, features),
            profile_features(x_profile("janevalasek")),
            thresholds=Thresholds(),
            top=1,
        )


def test_an_index_holds_nobody_who_did_not_agree() -> None:
    nobody, _ = permitted_set([], purpose="support", as_of=NOW)
    assert len(AccountIndex(nobody, [account_features(JANE)])) == 0


def test_a_dead_namesake_does_not_compete() -> None:
    old = Account(account_id="old", given_name="Jane", family_name="Valasek", birth_year=1850)
    outcome = propose_for(x_profile("janevalasek", display_name="Jane Valasek", last_seen=NOW), [JANE, old])
    assert outcome.proposals[0].account == JANE.key
    assert outcome.proposals[0].probability > 0.8
    assert outcome.proposals[1].probability < 0.01


def test_reasons_are_words_and_reprs_are_silent() -> None:
    proposal = propose_for(x_profile("janevalasek", display_name="Jane Valasek"), [JANE]).proposals[0]
    texts = [e.text for e in proposal.evidence]
    assert any("family name 'valasek'" in text for text in texts)
    assert "valasek" not in repr(proposal).lower()
