"""The steps to an answer: from a proved link first, then from proposals, else a refusal that says what to do.

Nothing is scored where a link answers, and nobody is shown who does not agree at this very moment.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

from socialmatch.consent.state import Reason
from socialmatch.errors import ConsentMissing
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.suspicion import Pattern, actor_ref, suspect
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    AccountKey,
    ActorKind,
    Answer,
    AnswerKind,
    Assurance,
    Decision,
    Fact,
    Link,
    NextStep,
    Profile,
    ProfileKey,
    Proposal,
    Subject,
)
from socialmatch.store import Session, WriteSession, accounts, events, links, permits, profiles, proposals, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.events import Draft
from socialmatch.store.profiles import ProfileState
from socialmatch.store.proposals import ProposalState

_NO: Final = frozenset({Reason.WITHDRAWN.value, Reason.REFUSED.value})
"""What only the person takes back: they are not asked again."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on its way to its answer.

    Attributes
    ----------
    profile: as the caller shows it; its key decides. floor: what a link must be worth to answer.
    link: the one that answers. weak: one that does not, for its assurance or because it is suspended.
    proposals: what may be shown. facts: what to ask next. answer: ends the journey.
    """

    profile: Profile
    purpose: str
    floor: Assurance
    link: Link | None = None
    weak: Link | None = None
    proposals: tuple[Proposal, ...] = ()
    facts: tuple[Fact, ...] = ()
    answer: Answer | None = None

    @property
    def key(self) -> ProfileKey:
        """Whose question it is."""
        return self.profile.key

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.answer is not None

    @property
    def given(self) -> Answer:
        """The answer, at the end."""
        assert self.answer is not None  # noqa: S101 - the last step gives one
        return self.answer

    @property
    def accounts(self) -> tuple[AccountKey, ...]:
        """The accounts that an answer would show."""
        if self.link is not None:
            return (self.link.account,)
        return tuple(one.account for one in self.proposals if one.account is not None)


# --- the steps -----------------------------------------------------------------------------------


def read_profile(case: Question, tools: Tools[Session]) -> Question:
    """Turn away the brand's own handles and whoever said no; fill in what the store knows of the others."""
    if tools.at.own.is_ours(case.profile):
        return _refuse(case, tools, "own_handle", NextStep.LEAVE)
    if suppressions.holds(tools.session, case.key):
        return _refuse(case, tools, "suppressed", NextStep.LEAVE)
    known = profiles.get(tools.session, case.key)
    if known is not None and known.state is not ProfileState.ACTIVE:
        return _refuse(case, tools, f"profile_{known.state}", NextStep.INVITE)
    return case if known is None else replace(case, profile=_merged(case.profile, known.profile))


def find_confirmed_link(case: Question, tools: Tools[Session]) -> Question:
    """Look for a link, by exact key and nothing else."""
    link = links.of_profile_key(tools.session, case.key)
    if link is None:
        return case
    if link.live(tools.session.now) and link.assurance >= case.floor:
        return replace(case, link=link)
    return replace(case, weak=link)


def check_consent(case: Question, tools: Tools[Session]) -> Question:
    """Read the profile's consent, and that of the account a link leads to; both in this session."""
    try:
        permits.permit(tools.session, case.key, case.purpose)
        if case.link is not None:
            permits.permit(tools.session, case.link.account, case.purpose)
    except ConsentMissing as missing:
        return _refuse(case, tools, missing.reason, NextStep.LEAVE if missing.reason in _NO else NextStep.INVITE)
    return case


def find_candidates(case: Question, tools: Tools[Session]) -> Question:
    """Without a link: take the proposals that are open, or have the permitted accounts compared now."""
    if case.link is not None:
        return case
    known = proposals.of_profile_key(tools.session, case.key, case.purpose)
    found = [one.proposal for one in known if one.state is ProposalState.OPEN] if known else _compare(case, tools)
    return replace(case, proposals=tuple(one for one in found if one.decision is not Decision.NONE))


def keep_permitted(case: Question, tools: Tools[Session]) -> Question:
    """Leave out accounts whose owners do not agree now, and pairs that somebody rejected."""
    if not case.proposals:
        return case
    permitted, _ = permits.permitted_among(tools.session, case.accounts, case.purpose)
    out = proposals.rejected(tools.session, case.key, case.accounts)
    kept = tuple(p for p in case.proposals if p.account in permitted.accounts and p.account not in out)
    return replace(case, proposals=kept)


def find_settling_facts(case: Question, tools: Tools[Session]) -> Question:
    """Work out which one more fact would settle it, of what may be shown; only where an explanation was asked for."""
    if case.link is not None or not case.proposals:
        return case
    from socialmatch.lookup import settling_facts  # as below

    return replace(case, facts=settling_facts(tools.session, tools.policy, case.profile, case.purpose, case.proposals))


def give_answer(case: Question, tools: Tools[Session]) -> Question:
    """Say what was found. A link at L1 says only that somebody came back."""
    if case.link is not None:
        kind, link = AnswerKind.LINK, case.link if case.link.assurance >= Assurance.L2 else None
    elif case.proposals:
        kind, link = AnswerKind.PROPOSALS, None
    elif case.weak is not None:
        suspended = case.weak.suspended_at is not None
        return _refuse(case, tools, "link_suspended" if suspended else "assurance_too_low", NextStep.INVITE)
    else:
        return _refuse(case, tools, "no_candidate", NextStep.INVITE)
    given = Answer(
        kind,
        case.key,
        case.purpose,
        tools.session.now,
        link,
        _assurance(case),
        case.proposals,
        facts=case.facts,
    )
    return replace(case, answer=given)


# --- who was shown -------------------------------------------------------------------------------


def still_holds(case: Question, session: Session) -> bool:
    """Whether what a case would show may still be shown: the same link, or pairs nobody rejected, and all consent."""
    if links.of_profile_key(session, case.key) != (case.link or case.weak):
        return False
    if case.proposals:
        if proposals.rejected(session, case.key, case.accounts):
            return False
        known = accounts.get_many(session, case.accounts)
        if any(key not in known or known[key].state is not AccountState.ACTIVE for key in case.accounts):
            return False
    subjects: tuple[Subject, ...] = (case.key, *case.accounts)
    permitted, _ = permits.permitted_among(session, subjects, case.purpose)
    return all(permitted.permits(subject) for subject in subjects)


def record_reading(case: Question, tools: Tools[WriteSession]) -> int | None:
    """Record who is shown, an event for each account; the position of the first."""
    session, answer = tools.session, case.answer
    if answer is None or answer.kind is AnswerKind.REFUSAL:
        return None
    data = {"purpose": case.purpose, "answer": answer.kind.value}
    if session.actor.kind in (ActorKind.AGENT, ActorKind.OFFICER):
        suspect(tools, Pattern.LOOKUPS, actor_ref(session, session.actor), by=max(1, len(case.accounts)))
    drafts = [Draft(TypeClass.READ, "answered", (case.key, account), data) for account in case.accounts]
    return events.append_many(session, drafts).start


# --- between the steps ---------------------------------------------------------------------------


def _compare(case: Question, tools: Tools[Session]) -> list[Proposal]:
    """Have the permitted accounts compared now."""
    from socialmatch.lookup import propose_live  # here, because a link answers without the matcher

    return propose_live(tools.session, tools.policy, case.profile, case.purpose).proposals


def _refuse(case: Question, tools: Tools[Session], reason: str, next_step: NextStep) -> Question:
    refusal = Answer(
        AnswerKind.REFUSAL,
        case.key,
        case.purpose,
        tools.session.now,
        assurance=_assurance(case),
        reason=reason,
        next_step=next_step,
    )
    return replace(case, answer=refusal)


def _assurance(case: Question) -> Assurance | None:
    found = case.link or case.weak
    return None if found is None else found.assurance


def _merged(given: Profile, known: Profile) -> Profile:
    """What the caller sees of a profile, and what the store knows where they see nothing."""
    seen = {f.name: value for f in fields(given) if (value := getattr(given, f.name)) not in ("", (), None)}
    return replace(known, **seen)
