"""Threat 11: a link by e-mail, number or name, without anybody having proved anything."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest

import socialmatch
from flows import ADA, ADAS, CONFIG, HOME, SIGN_IN, linked, loop_code, now, vouched
from imports import write
from socialmatch import Account, Actor, ActorKind, Profile
from socialmatch.errors import TokenRefused
from socialmatch.lookup import refresh
from socialmatch.models import AccountKey, AnswerKind, ConsentEvent, Decision, EventKind, Proposal
from socialmatch.store import consents, profiles, proposals
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal

OFFICER = Actor(ActorKind.OFFICER, "officer-1")
LOOKALIKE = Profile(
    "x",
    "5005",
    handle="ada_example",
    display_name="Ada Example",
    public_emails=("ada@example.com",),
    public_phones=("+12025550142",),
)


def agree(sm, *subjects) -> None:
    """Both sides agree to be compared."""
    with sm.store.write("default", OFFICER, "agreed") as session:
        end = session.now + timedelta(days=100)
        for subject in subjects:
            given = ConsentEvent(subject, "support", EventKind.GIVEN, session.now, "example-1", "form", end, "form-1")
            consents.record(session, given)
        refresh(session, [one for one in subjects if isinstance(one, AccountKey)], CONFIG.policy)


def test_the_same_address_number_and_name_propose_at_most(sm, tmp_path):
    sm.import_accounts(
        [Account("A-1", given_name="Ada", family_name="Example", emails=("ada@example.com",), phones=("+12025550142",))]
    )
    row = {"platform": "x", "user_id": "5005", "handle": "ada_example", "display_name": "Ada Example"}
    sm.import_profiles(write(tmp_path / "p.csv", [{**row, "public_emails": "ada@example.com"}]))
    assert sm.match(LOOKALIKE).kind is AnswerKind.REFUSAL  # nobody agreed: nothing is even compared
    agree(sm, LOOKALIKE.key, AccountKey("default", "crm", "A-1"))
    answer = sm.match(LOOKALIKE)
    assert answer.kind is AnswerKind.PROPOSALS
    assert (answer.link, answer.account) == (None, None)
    assert linked(sm) == []


def test_accepting_the_surest_proposal_invites_and_links_nothing(sm):
    account = AccountKey("default", "crm", "A-1")
    agree(sm, ADA.key, account)
    with sm.store.write("default", OFFICER, "run") as session:
        sure = Proposal(ADA.key, account, 1, 20_000, 0.9999, Decision.MATCH)
        end = session.now + timedelta(days=9)
        proposals.put(session, [KnownProposal(sure, "support", "m", 1, session.now, end)])
        profiles.put(session, [KnownProfile(ADA, ADA.handle)])
    invitation = sm.review.accept(ADA.key, account, wrote_at=now(sm)).invitation.reveal()
    assert linked(sm) == []
    with pytest.raises(TokenRefused):
        loop_code(sm, invitation, account="A-2")  # and nobody else opens it
    assert sm.match(ADA).link is None


@pytest.mark.parametrize("subject", ["ada@example.com", "ada_example", "", "~handle:ada_example"])
def test_an_address_or_a_name_is_no_subject_of_a_sign_in(sm, subject):
    request = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
    said = vouched(sm, request.nonce, subject=subject, handle="ada_example")
    with pytest.raises(TokenRefused):
        sm.link_by_sign_in(request.state.reveal(), said, ADAS, session=HOME)
    assert linked(sm) == []


def test_links_are_started_behind_a_proof_at_l0_or_when_accounts_are_merged_and_nowhere_else():
    """Whoever adds another place has to come by here."""
    package = Path(socialmatch.__file__).parent
    makers = {}
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                calls = [ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)]
                if "links.start" in calls:
                    makers[f"{path.relative_to(package).as_posix()}:{node.name}"] = calls.count("links.start")
    assert set(makers) == {
        "journeys/link.py:record_link",
        "journeys/evidence.py:note_link",
        "accounts/customers.py:_move",  # the CRM says that two accounts are one, and a proved link goes along
    }


def test_no_steps_lead_to_a_link_without_spending_a_proof_first():
    from socialmatch import journeys
    from socialmatch.journeys.link import record_link, use_token_once

    chains = {name: steps for name, steps in vars(journeys).items() if name.endswith("_STEPS")}
    making = {name: steps for name, steps in chains.items() if record_link in steps}
    assert set(making) == {"LINK_STEPS", "ONE_WAY_STEPS", "SIGN_IN_STEPS"}
    for steps in making.values():
        assert steps.index(use_token_once) < steps.index(record_link)


def test_evidence_makes_a_link_that_answers_nothing(sm):
    sm.import_link(ADA, ADAS, evidence="contract 17", second=Actor(ActorKind.OFFICER, "officer-2"), actor=OFFICER)
    assert linked(sm) == [(ADA.user_id, ADAS, "L0")]
    assert sm.match(ADA).link is None
    SIGN_IN.finish(sm, SIGN_IN.begin(sm))
    assert linked(sm) == [(ADA.user_id, ADAS, "L3")]
