"""Proposals in words: sums that add up, why not the runner-up, and nothing of an account beyond its reasons."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import NOW, propose_for, x_profile
from socialmatch import Account, AccountKey, Answer, AnswerKind, Decision, Evidence, Fact, ProfileKey, Proposal, explain
from socialmatch.matching.explain import differences, waterfall_lines, why_not

PROFILE = ProfileKey("default", "x", "", "1")
JANE = Account("jane", given_name="Jane", family_name="Valasek", city="Dunedin", emails=("jane@valasek.example",))
JOAN = Account("joan", given_name="Joan", family_name="Valasek", city="Tampere")

evidences = st.lists(
    st.builds(Evidence, st.sampled_from(["handle", "email", "place"]), st.integers(-20_000, 20_000), st.text("abc ")),
    unique_by=lambda one: one.feature,
)


def proposal(account: str, weight: int, *evidence: Evidence, rank: int = 1) -> Proposal:
    return Proposal(PROFILE, AccountKey("default", "crm", account), rank, weight, 0.4, Decision.REVIEW, evidence)


def answer(*proposals: Proposal, facts: tuple[Fact, ...] = ()) -> Answer:
    return Answer(AnswerKind.PROPOSALS, PROFILE, "support", NOW, proposals=proposals, facts=facts)


def numbers(lines: list[str]) -> list[float]:
    return [float(found[1].replace("−", "-")) for line in lines if (found := re.search(r" ([+−]\d+\.\d)  ", line))]


def test_the_evidence_of_a_proposal_adds_up() -> None:
    profile = x_profile("janevalasek", display_name="Jane Valasek", location="Tampere")
    first = propose_for(profile, [JANE, JOAN]).proposals[0]
    *parts, total = numbers(waterfall_lines(first))
    assert len(parts) == 1 + len(first.evidence)
    assert abs(sum(parts) - total) < 0.1 * len(parts)
    assert parts[1:] == sorted(parts[1:], reverse=True)


@pytest.mark.parametrize(("born", "word"), [(1931, "old"), (2020, "young")])
def test_an_age_speaks_against_an_account_without_being_told(born: int, word: str) -> None:
    account = replace(JANE, birth_year=born)
    first = propose_for(x_profile("janevalasek", last_seen=NOW), [account]).proposals[0]
    (age,) = [one.text for one in first.evidence if one.feature == "age"]
    assert age == f"the account holder would be very {word}"


def test_a_whole_explanation() -> None:
    profile = x_profile("janevalasek", display_name="Jane Valasek", location="Nowhere")
    proposals = propose_for(profile, [JANE, JOAN]).proposals
    told = explain(answer(*proposals, facts=(Fact("email", (1,), "ask which e-mail address we have of them"),)))
    assert "1. account:jane: 0." in told
    assert "the display name shows given name 'jane', family name 'valasek'; speaks strongly for it" in told
    assert "why not account:joan" in told
    assert "is left for others" in told
    assert told.endswith("ask which e-mail address we have of them (settles it for 1)")
    for hidden in ("Dunedin", "dunedin", "jane@valasek.example"):
        assert hidden not in told  # on file, and not what the profile shows


def test_what_differs_most_comes_first() -> None:
    first = proposal("a", 9_000, Evidence("handle", 12_000, "h1"), Evidence("place", 4_000, "p1"))
    second = proposal("b", 1_000, Evidence("handle", 11_000, "h2"), Evidence("place", -2_000, "p2"), rank=2)
    assert [(one.feature, one.ahead) for one in differences(first, second)] == [("place", 6_000), ("handle", 1_000)]
    assert why_not(first, second)[0].startswith("why not account:b, 8.0 bits behind")


def test_namesakes_cannot_be_told_apart() -> None:
    same = Evidence("handle", 9_000, "h")
    (line,) = why_not(proposal("a", 1_000, same), proposal("b", 1_000, same, rank=2))
    assert "equally well" in line


def test_nothing_is_said_where_nothing_is_proposed() -> None:
    nobody = Proposal(PROFILE, None, 1, -9_000, 0.0, Decision.NONE)
    assert explain(answer(nobody)) == explain(answer()) == ""


@given(evidences, evidences)
def test_differences_add_up_to_the_distance(mine: list[Evidence], theirs: list[Evidence]) -> None:
    ahead = sum(one.weight for one in mine) - sum(one.weight for one in theirs)
    found = differences(proposal("a", 0, *mine), proposal("b", 0, *theirs, rank=2))
    assert sum(one.ahead for one in found) == ahead
