"""A link that two people noted on evidence: worth L0, unverified until somebody proves it.

Nothing is ever answered or written to a CRM from it, and it gives way to any proof.
"""

from __future__ import annotations

from socialmatch.errors import InputError, LinkError, SocialMatchError, UsageError
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.token import refuse_grant
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Actor, ActorKind, Assurance, Link, Profile, ProfileKey
from socialmatch.store import WriteSession, accounts, events, links, suppressions
from socialmatch.store.accounts import AccountState


def check_two_people(evidence: str, actor: Actor, second: Actor) -> None:
    """Refuse to begin without evidence or without a second person: a job is nobody, a customer no witness.

    An agent is refused later, by :func:`refuse_agents`, as that is recorded.

    Raises
    ------
    UsageError: no evidence (``no_evidence``), or not two officers with ids of their own (``second_person``).
    """
    if not evidence.strip():
        raise UsageError("an unproved link needs a reference to its evidence", code="no_evidence")
    if ActorKind.AGENT in (actor.kind, second.kind):
        return
    ids = {one.id.strip() for one in (actor, second) if one.kind is ActorKind.OFFICER}
    if len(ids - {""}) < len((actor, second)):
        raise UsageError("an unproved link needs two officers, each with an id of their own", code="second_person")


def refuse_agents(
    tools: Tools[WriteSession], act: str, second: Actor, profile: ProfileKey, account: AccountKey
) -> SocialMatchError | None:
    """The error, recorded, where one of the two is an agent: they never grant."""
    if ActorKind.AGENT not in (tools.session.actor.kind, second.kind):
        return None
    return refuse_grant(tools, act, (profile, account))


def check_notable(tools: Tools[WriteSession], profile: Profile, account: AccountKey) -> None:
    """Leave alone who is one of us, who said no, and who is linked.

    Raises
    ------
    LinkError: ``own_handle``, ``suppressed`` or ``linked``. InputError: the account is no active one.
    """
    session = tools.session
    if tools.at.own.is_ours(profile):
        raise LinkError("the profile is the brand's own", code="own_handle")
    known = accounts.get(session, account)
    if known is None or known.state is not AccountState.ACTIVE:
        raise InputError(
            "the store does not know this account as an active one", code="unknown_account", hint="import it first"
        )
    if suppressions.holds(session, profile.key) or suppressions.holds(session, account):
        raise LinkError("one side withdrew", code="suppressed", hint="only a fresh proof of theirs takes that back")
    if links.of_profile_key(session, profile.key) is not None:
        raise LinkError("the profile has a link", code="linked")


def note_link(tools: Tools[WriteSession], profile: ProfileKey, account: AccountKey) -> Link:
    """Write it down; what it rests on is an event of its own, by the caller or :func:`note_evidence`."""
    session = tools.session
    return links.start(session, Link(profile, account, Assurance.L0, "evidence", session.size, session.now))


def note_evidence(
    tools: Tools[WriteSession], profile: ProfileKey, account: AccountKey, evidence: str, second: Actor
) -> None:
    """Record what shows that the two are one, and who the second person is."""
    data = {"evidence": evidence, "second": [second.kind.value, second.id]}
    events.append(tools.session, TypeClass.LINK, "evidenced", profile, account, data=data)
