"""What people decide about proposals and links: the queue, accepting, rejecting, and taking a link back.

Accepting makes no link: it makes an invitation with the account filled in, and the customer still has to prove it.
The one exception is a link that somebody can show evidence for, made by two people: it is worth L0, is shown as
unverified, and nothing is ever answered or written from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from socialmatch.canonical import Json
from socialmatch.endings import untell_crm
from socialmatch.errors import LinkError, UsageError
from socialmatch.journeys import REVOKE_STEPS
from socialmatch.journeys.evidence import check_two_people, note_link, refuse_agents
from socialmatch.journeys.inviting import IssuedInvitation
from socialmatch.journeys.revoke import Withdrawal
from socialmatch.journeys.steps import Installation, run
from socialmatch.journeys.telling import tell
from socialmatch.journeys.texts import known_profile
from socialmatch.journeys.verbs import invite_in
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    AccountKey,
    Actor,
    Decision,
    Link,
    ProfileKey,
    Receipt,
)
from socialmatch.store import Session, WriteSession, events, links, permits, proposals
from socialmatch.store.proposals import KnownProposal, ProposalState

WRONG_PERSON: Final = "wrong_person"
"""The reason of a rejection or an unlinking that says: these two are not one. It counts as negative evidence."""
_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")


def queue(
    at: Installation,
    *,
    limit: int = 50,
    decision: Decision = Decision.REVIEW,
    actor: Actor,
    reason: str,
) -> list[KnownProposal]:
    """What waits for somebody to look at it, the most uncertain first.

    A proposal of which one side no longer agrees is not shown. That the queue was read is an event, with a count.
    """
    with at.store.write(at.tenant, actor, reason) as session:
        found = [one for one in proposals.queue(session, limit=limit, decision=decision) if _agreed(session, one)]
        data = {"shown": len(found), "decision": decision.value}
        events.append(session, TypeClass.READ, "queue", data=data)
        return found


def accept(
    at: Installation,
    profile: ProfileKey,
    account: AccountKey,
    purpose: str,
    *,
    wrote_at: datetime,
    notice: str | None = None,
    language: str | None = None,
    address: str = "",
    actor: Actor,
    reason: str,
) -> IssuedInvitation:
    """Take a proposal for right: invite the profile, with the account filled in.

    Whoever opens the invitation must be signed in to this account, and prove the handle by a code sent from it.

    Parameters
    ----------
    wrote_at: when the profile wrote the message that the invitation answers. The others as of
        :func:`socialmatch.journeys.verbs.invite`.

    Raises
    ------
    LinkError: there is no such open proposal (``no_proposal``), or the profile is not to be invited.
    ConsentMissing: one side no longer agrees.
    """
    with at.store.write(at.tenant, actor, reason) as session:
        known = _open_proposal(session, profile, account, purpose)
        invitation = invite_in(
            at,
            session,
            known_profile(session, profile),
            wrote_at=wrote_at,
            account=account,
            notice=notice,
            language=language,
            purposes=(purpose,),
            address=address,
        )
        _accepted(session, known, {"by": "invitation"})
        return invitation


def accept_with_evidence(
    at: Installation,
    profile: ProfileKey,
    account: AccountKey,
    purpose: str,
    *,
    evidence: str,
    second: Actor,
    actor: Actor,
    reason: str,
) -> Receipt:
    """Take a proposal for right on evidence, two people agreeing: a link at L0, unverified until somebody proves it.

    Parameters
    ----------
    evidence: a reference to what shows it, for example a document's id.
    actor, second: two officers, each with an id: a job is nobody, and a customer cannot vouch for both sides.

    Raises
    ------
    LinkError: no such open proposal (``no_proposal``), or the profile has a link (``linked``).
    UsageError: no evidence (``no_evidence``), or not two officers (``second_person``).
    ConsentError: an agent is one of the two (``agent_cannot_grant``). ConsentMissing: one side no longer agrees.
    """
    check_two_people(evidence, actor, second)
    with at.store.write(at.tenant, actor, reason) as session:
        tools = at.tools(session)
        denied = refuse_agents(tools, "accept", second, profile, account)
        if denied is None:
            known = _open_proposal(session, profile, account, purpose)
            if links.of_profile_key(session, profile) is not None:
                raise LinkError("the profile has a link", code="linked")
            said = {"by": "evidence", "evidence": evidence, "second": [second.kind.value, second.id]}
            _accepted(session, known, said)
            link = note_link(tools, profile, account)
            receipt = Receipt(
                "linked", session.now, subjects=(profile, account), link=link, ledger_index=link.ledger_index
            )
    if denied is not None:
        raise denied
    return receipt


def reject(
    at: Installation, profile: ProfileKey, account: AccountKey, purpose: str, *, why: str = WRONG_PERSON, actor: Actor
) -> Receipt:
    """Take a proposal for wrong: this pair is never proposed again, and counts as negative evidence.

    Parameters
    ----------
    why: a short word of ``a-z``, ``0-9`` and ``_``.

    Raises
    ------
    LinkError: there is no such open proposal (``no_proposal``).
    """
    _check_reason(why)
    with at.store.write(at.tenant, actor, why) as session:
        known = proposals.get(session, profile, account, purpose)
        position = session.size
        if known is None or not proposals.reject(session, known, why):
            raise _no_proposal()
        return Receipt("rejected", session.now, subjects=(profile, account), ledger_index=position)


def unlink(at: Installation, profile: ProfileKey, *, why: str = WRONG_PERSON, actor: Actor, reason: str) -> Receipt:
    """Correct a link that was wrong. Nobody withdraws anything: what they agreed to stays.

    Parameters
    ----------
    why: as of :func:`reject`; ``wrong_person`` also says that these two are never to be proposed again.

    Raises
    ------
    LinkError: the profile has no link (``not_linked``).
    """
    _check_reason(why)
    with at.store.write(at.tenant, actor, reason) as session:
        link = _link(session, profile)
        seq = links.end(session, link, why)
        if seq is None:
            raise _not_linked()
        if why == WRONG_PERSON:
            proposals.reject_pair(session, profile, link.account, why, {"link": link.ledger_index})
        untell_crm(session, link, seq)
        shown = known_profile(session, profile)
        told = tell(at.tools(session), (profile, link.account), "unlinked", profile=shown, account=link.account)
        return Receipt("unlinked", session.now, subjects=(profile, link.account), ledger_index=seq, notifications=told)


def undo(at: Installation, profile: ProfileKey, *, actor: Actor, reason: str) -> Receipt:
    """Take back a fresh link, by either side and without signing in to the other.

    It is as if it had not been made: what both sides agreed to with it is withdrawn, and what was derived goes. Nobody
    is suppressed by it, so the same people can link again.

    Raises
    ------
    LinkError: the profile has no link (``not_linked``), or it is older than seven days (``undo_over``).
    """
    with at.store.write(at.tenant, actor, reason) as session:
        link = _link(session, profile)
        if link.undo_until is None or session.now >= link.undo_until:
            raise LinkError("the link can no longer be undone", code="undo_over", hint="revoke ends it at any time")
        case = Withdrawal(profile, ended="undone", mark=False)
        case = run(REVOKE_STEPS, case, at.tools(session))
        return case.receipt("undone", session.now)


# --- for the facade ------------------------------------------------------------------------------


class Review:
    """The queue of one installation; each method is the function of its name, with the host as default actor.

    Parameters
    ----------
    at: the installation. by: the actor to take where a caller names none.
    """

    def __init__(self, at: Installation, by: Callable[[Actor | None], Actor]) -> None:
        self._at = at
        self._by = by

    def queue(
        self,
        *,
        limit: int = 50,
        decision: Decision | str = Decision.REVIEW,
        actor: Actor | None = None,
        reason: str = "review",
    ) -> list[KnownProposal]:
        """What waits to be looked at, the most uncertain first; see :func:`queue`.

        Raises
        ------
        UsageError: there is no such decision (``decision``).
        """
        if decision not in set(Decision):
            raise UsageError(f"the decision is not one of {', '.join(Decision)}", code="decision")
        return queue(self._at, limit=limit, decision=Decision(decision), actor=self._by(actor), reason=reason)

    def accept(
        self,
        profile: ProfileKey,
        account: AccountKey,
        purpose: str = "support",
        *,
        wrote_at: datetime,
        notice: str | None = None,
        language: str | None = None,
        address: str = "",
        actor: Actor | None = None,
        reason: str = "accepted",
    ) -> IssuedInvitation:
        """Invite the profile, with the account filled in; see :func:`accept`."""
        return accept(
            self._at,
            profile,
            account,
            purpose,
            wrote_at=wrote_at,
            notice=notice,
            language=language,
            address=address,
            actor=self._by(actor),
            reason=reason,
        )

    def accept_with_evidence(
        self,
        profile: ProfileKey,
        account: AccountKey,
        purpose: str = "support",
        *,
        evidence: str,
        second: Actor,
        actor: Actor | None = None,
        reason: str = "accepted on evidence",
    ) -> Receipt:
        """A link at L0, by two people; see :func:`accept_with_evidence`."""
        by = self._by(actor)
        return accept_with_evidence(
            self._at, profile, account, purpose, evidence=evidence, second=second, actor=by, reason=reason
        )

    def reject(
        self,
        profile: ProfileKey,
        account: AccountKey,
        purpose: str = "support",
        *,
        why: str = WRONG_PERSON,
        actor: Actor | None = None,
    ) -> Receipt:
        """Never propose this pair again; see :func:`reject`."""
        return reject(self._at, profile, account, purpose, why=why, actor=self._by(actor))


# --- between the verbs ---------------------------------------------------------------------------


def _agreed(session: Session, known: KnownProposal) -> bool:
    sides = [side for side in (known.proposal.profile, known.proposal.account) if side is not None]
    permitted, _ = permits.permitted_among(session, sides, known.purpose)
    return all(permitted.permits(side) for side in sides)


def _open_proposal(session: Session, profile: ProfileKey, account: AccountKey, purpose: str) -> KnownProposal:
    known = proposals.get(session, profile, account, purpose)
    if known is None or known.state is not ProposalState.OPEN:
        raise _no_proposal()
    permits.permit(session, profile, purpose)
    permits.permit(session, account, purpose)
    return known


def _accepted(session: WriteSession, known: KnownProposal, said: Mapping[str, Json]) -> None:
    sides = [side for side in (known.proposal.profile, known.proposal.account) if side is not None]
    proposals.accept(session, known)
    data = {**said, "purpose": known.purpose, "model": known.model_version}
    events.append(session, TypeClass.REVIEW, "accepted", *sides, data=data)


def _link(session: Session, profile: ProfileKey) -> Link:
    link = links.of_profile_key(session, profile)
    if link is None:
        raise _not_linked()
    return link


def _check_reason(why: str) -> None:
    if not _REASON.fullmatch(why):
        raise UsageError("a reason is a short word of a-z, 0-9 and _", code="bad_reason")


def _no_proposal() -> LinkError:
    return LinkError("there is no such open proposal", code="no_proposal")


def _not_linked() -> LinkError:
    return LinkError("the profile has no link", code="not_linked")
