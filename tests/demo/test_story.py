"""Judging against the truth, and choosing what to explain."""

from __future__ import annotations

import random

from socialmatch.demo.story import CONTENDER, Candidate, Explained, choose, judge
from socialmatch.models import Account, Decision, Evidence, Profile, Proposal

ACCOUNTS = {
    account.key: account
    for account in (
        Account(f"C{number}", family_name=name, country=country)
        for number, (name, country) in enumerate(
            [("Keller", "DE"), ("Κέλλερ", "GR"), ("Коваль", "UA"), ("Moss", "GB"), ("Moss", "US"), ("Moss", "US")]
        )
    )
}
KEYS = sorted(ACCOUNTS)
PROFILES = {
    profile.key: profile
    for profile in (
        Profile(platform, str(number), profile_id=f"P{number}", display_name=f"Someone {number}")
        for number, platform in enumerate(["x", "x", "github", "x", "x", "telegram", "x"])
    )
}


def proposal(number: int, account: int | None, decision: Decision, *, rank: int = 1, weight: int = 9_000) -> Proposal:
    key = next(key for key in PROFILES if PROFILES[key].profile_id == f"P{number}")
    evidence = (Evidence("handle", weight, "because"),)
    return Proposal(key, KEYS[account] if account is not None else None, rank, weight, 0.9, decision, evidence)


OUTCOMES = [
    [proposal(0, 0, Decision.MATCH), proposal(0, 1, Decision.NONE, rank=2, weight=4_000)],
    [proposal(1, 1, Decision.MATCH)],
    [proposal(2, 2, Decision.REVIEW)],
    [proposal(3, 3, Decision.REVIEW)],
    [proposal(4, 4, Decision.NONE)],
    [proposal(5, None, Decision.NONE)],
    [proposal(6, 5, Decision.MATCH)],
]
TRUTH = {"P0": "C0", "P1": "C4", "P2": "C2", "P3": "", "P4": "C4", "P5": "C5"}


def test_judge_counts_profiles_by_their_first_proposal() -> None:
    everything = [one for outcome in OUTCOMES for one in outcome]
    score = judge(everything, truth=TRUTH, profiles=PROFILES, permitted=ACCOUNTS)
    assert (score.matches, score.right_matches) == (3, 1)
    assert (score.reviews, score.right_reviews) == (2, 1)
    assert score.linkable == 5
    assert score.precision == 1 / 3
    assert score.recall == 1 / 5


def test_an_account_that_did_not_agree_cannot_be_missed() -> None:
    score = judge([outcome[0] for outcome in OUTCOMES], truth=TRUTH, profiles=PROFILES, permitted=KEYS[:2])
    assert score.linkable == 1


def test_no_matches_have_no_precision() -> None:
    score = judge([], truth={}, profiles={}, permitted=[])
    assert score.precision is None and score.recall is None


def test_choice_keeps_the_quota_and_leaves_out_who_has_no_candidate() -> None:
    quota = {Decision.MATCH: 2, Decision.REVIEW: 1, Decision.NONE: 5}
    chosen = choose(OUTCOMES, profiles=PROFILES, accounts=ACCOUNTS, truth=TRUTH, quota=quota)
    decisions = [one.decision for one in chosen]
    assert decisions == [Decision.MATCH, Decision.MATCH, Decision.REVIEW, Decision.NONE]
    assert all(one.profile.profile_id != "P5" for one in chosen)


def test_choice_differs_as_much_as_it_can_and_does_not_depend_on_order() -> None:
    chosen = choose(OUTCOMES, profiles=PROFILES, accounts=ACCOUNTS, quota={Decision.MATCH: 2})
    assert {one.candidates[0].account.country for one in chosen} == {"DE", "GR"}
    shuffled = random.Random(7).sample(OUTCOMES, len(OUTCOMES))
    assert choose(shuffled, profiles=PROFILES, accounts=ACCOUNTS, quota={Decision.MATCH: 2}) == chosen


def test_right_is_known_only_with_a_truth() -> None:
    known = choose(OUTCOMES, profiles=PROFILES, accounts=ACCOUNTS, truth=TRUTH)
    assert {one.profile.profile_id: one.right for one in known} == {
        "P0": True, "P1": False, "P6": False, "P2": True, "P3": False, "P4": True,
    }  # fmt: skip
    assert all(one.right is None for one in choose(OUTCOMES, profiles=PROFILES, accounts=ACCOUNTS))


def test_an_account_far_behind_is_not_shown() -> None:
    first, far, near = (
        Candidate(proposal(0, number, Decision.MATCH, weight=weight), ACCOUNTS[KEYS[number]])
        for number, weight in ((0, 20_000), (1, 20_000 - CONTENDER), (2, 20_001 - CONTENDER))
    )
    profile = PROFILES[first.proposal.profile]
    assert Explained(profile, (first,)).runner_up is None
    assert Explained(profile, (first, far)).runner_up is None
    assert Explained(profile, (first, near)).runner_up is near
