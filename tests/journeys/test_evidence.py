"""A link on evidence is noted by two people, never answers, is never written, and gives way to a proof."""

from __future__ import annotations

import pytest

from linking import ADA, ADAS, AGENT, BO, BOS, OFFICER, link, match, revoke
from socialmatch.errors import ConsentError, InputError, LinkError, UsageError
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Actor, ActorKind, AnswerKind, Assurance, Profile
from socialmatch.store import events, links, outbox

SECOND = Actor(ActorKind.OFFICER, "officer-2")


def noted(at, profile=ADA, account=ADAS, **options):
    options = {"evidence": "contract 17", "second": SECOND, "actor": OFFICER, "reason": "migration", **options}
    return verbs.import_link(at, profile, account, **options)


def test_it_is_worth_l0_answers_nothing_and_is_not_written(at):
    receipt = noted(at)
    assert (receipt.link.assurance, receipt.link.method) == (Assurance.L0, "evidence")
    answer = match(at)
    assert (answer.kind, answer.link, answer.assurance) == (AnswerKind.REFUSAL, None, Assurance.L0)
    with at.store.read("default") as session:
        assert list(outbox.due(session)) == []
        (evidenced, started) = events.about(session, ADA.key, TypeClass.LINK)
        assert (evidenced.kind, evidenced.actor, started.kind) == ("evidenced", OFFICER, "started")
        assert evidenced.data == {"evidence": "contract 17", "second": ["officer", "officer-2"]}


def test_a_proof_takes_its_place_whoever_the_owner_is(at):
    noted(at, ADA, BOS)
    link(at, ADA, ADAS)
    assert match(at).account == ADAS


@pytest.mark.parametrize(
    ("options", "error", "code"),
    [
        ({"evidence": " "}, UsageError, "no_evidence"),
        ({"second": OFFICER}, UsageError, "second_person"),
        ({"second": Actor(ActorKind.JOB, OFFICER.id)}, UsageError, "second_person"),
        ({"second": Actor(ActorKind.OFFICER, "")}, UsageError, "second_person"),
        ({"second": AGENT}, ConsentError, "agent_cannot_grant"),
        ({"actor": AGENT}, ConsentError, "agent_cannot_grant"),
        ({"account": AccountKey("default", "crm", "nobody")}, InputError, "unknown_account"),
        ({"profile": Profile("x", "5", handle="ExampleBrand")}, LinkError, "own_handle"),
    ],
)
def test_whatever_is_missing_is_refused(at, options, error, code):
    with pytest.raises(error) as refused:
        noted(at, **options)
    assert refused.value.code == code
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None


def test_nobody_who_is_linked_or_withdrew_is_noted(at):
    link(at)
    with pytest.raises(LinkError) as refused:
        noted(at, ADA, BOS)
    assert refused.value.code == "linked"
    revoke(at, ADA.key)
    revoke(at, BOS)
    for profile, account in ((ADA, ADAS), (BO, BOS)):
        with pytest.raises(LinkError) as refused:
            noted(at, profile, account)
        assert refused.value.code == "suppressed"
