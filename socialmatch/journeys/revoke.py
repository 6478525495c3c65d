"""The steps of a withdrawal: what a link left behind goes, here at once and in the CRM through the outbox.

Whom it reaches: what was given in one act is taken back in one act. An account's withdrawal takes the profiles
linked to it along; a profile's takes the account's grant along, unless another profile of that account rests on it.
A "no" goes further than a "yes" ever does: that of a handle alone is also one of the profile that has the handle now,
and the other way round; that of an account the CRM merged is also one of the account it went into.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from socialmatch.consent.state import IN_FORCE, State
from socialmatch.consent.tokens import Kind, open_states
from socialmatch.endings import forget_handles, heard_of, links_of, revoke_code, untell_crm
from socialmatch.handles.parse import fold
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.telling import tell
from socialmatch.journeys.texts import known_profile
from socialmatch.models import (
    UNSTABLE_PREFIX,
    AccountKey,
    ConsentEvent,
    EventKind,
    Link,
    Notification,
    ProfileKey,
    Receipt,
    Subject,
)
from socialmatch.store import (
    Session,
    WriteSession,
    accounts,
    codes,
    consents,
    erasure,
    links,
    permits,
    profiles,
    proposals,
    suppressions,
)
from socialmatch.store.codes import Invitation, Token


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal on its way through the store.

    Attributes
    ----------
    subject: who withdraws. purposes: what from; ``None`` for everything. handle: what they are called, if known.
    ended: what becomes of the links. mark: whether a suppression mark stays behind.
    meant: everybody of whom the "no" speaks, the subject first. reached: those, and who is bound to them.
    whole: those of them who agree to nothing any more.
    links: that ended, each with the position of the event that says so.
    withdrawn: the purposes that were taken back. first_event: position of the first event it left.
    """

    subject: Subject
    purposes: tuple[str, ...] | None = None
    handle: str = field(default="", repr=False)
    ended: str = "withdrawn"
    mark: bool = True
    meant: tuple[Subject, ...] = ()
    reached: tuple[Subject, ...] = ()
    whole: tuple[Subject, ...] = ()
    links: tuple[tuple[Link, int], ...] = ()
    withdrawn: tuple[str, ...] = ()
    first_event: int | None = None
    notifications: tuple[Notification, ...] = ()

    @property
    def over(self) -> bool:
        """A withdrawal is taken to its end, whatever it meets."""
        return False

    def receipt(self, what: str, at: datetime) -> Receipt:
        """What was done."""
        return Receipt(
            what,
            at,
            changed=self.first_event is not None,
            subjects=self.reached,
            purposes=self.withdrawn,
            ledger_index=self.first_event,
            notifications=self.notifications,
        )


# --- the steps -----------------------------------------------------------------------------------


def read_subject(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Find whom it reaches, and whether they will agree to nothing any more."""
    session = tools.session
    meant = _meant(session, case.subject) if case.mark else (case.subject,)
    case = replace(case, meant=meant, reached=meant)
    if case.purposes is not None:
        asked = set(case.purposes)
        heard = {purpose for one in meant for purpose in heard_of(session, one)}
        left = {purpose for one in meant for purpose in permits.purposes(session, one)} - asked
        if left or not heard & asked:
            return case
    reached = tuple(dict.fromkeys((*meant, *(bound for one in meant for bound in _bound_to(session, one)))))
    return replace(case, reached=reached, whole=reached)


def record_withdrawal(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Record it for everybody it reaches and every purpose; what was withdrawn before is not recorded twice."""
    session = tools.session
    marked = suppressions.holds(session, case.subject)
    found: list[ConsentEvent] = []
    for subject in case.reached:
        for purpose in sorted(_purposes(case, subject, tools)):
            state = permits.consent(session, subject, purpose).state
            # Who withdraws is heard even if nothing is known of them yet; who comes along gives up what they gave.
            heard = subject == case.subject and state is not State.WITHDRAWN and not (marked and state is State.UNKNOWN)
            if heard or state in IN_FORCE:
                found.append(ConsentEvent(subject, purpose, EventKind.WITHDRAWN, session.now, method=case.ended))
    first = session.size if found else case.first_event
    consents.record_many(session, [(event, consents.NO_TERMS) for event in found])
    return replace(case, withdrawn=tuple(sorted({event.purpose for event in found})), first_event=first)


def end_links(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """End the links of whoever agrees to nothing any more, and those whose sides agree to nothing in common."""
    session = tools.session
    found = {link.ledger_index: link for subject in case.reached for link in links_of(session, subject)}
    ended = []
    for _, link in sorted(found.items()):
        theirs = link.profile in case.whole or link.account in case.whole
        if theirs or not permits.purposes(session, link.profile) & permits.purposes(session, link.account):
            seq = links.end(session, link, case.ended)
            if seq is not None:
                ended.append((link, seq))
    first = case.first_event if case.first_event is not None or not ended else ended[0][1]
    return replace(case, links=tuple(ended), first_event=first)


def tell_sides(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Say to both sides of a link that it is no more; to a profile without one, that it was heard."""
    session, told = tools.session, case.notifications
    about = "withdrawn" if case.whole and case.mark else "unlinked"
    for link, _ in case.links:
        profile = known_profile(session, link.profile)
        told += tell(tools, (link.profile, link.account), about, profile=profile, account=link.account)
    if isinstance(case.subject, ProfileKey) and about == "withdrawn" and not case.links and case.withdrawn:
        profile = known_profile(session, case.subject)
        told += tell(tools, (case.subject,), about, profile=profile, account=None)
    return replace(case, notifications=told)


def burn_tokens(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Revoke codes and invitations that could bring back what was withdrawn."""
    session = tools.session
    for subject in case.reached:
        found: list[Token | Invitation] = [
            *codes.tokens_of(session, subject, open_states(Kind.CODE)),
            *codes.invitations_of(session, subject, open_states(Kind.INVITATION)),
        ]
        for one in found:
            if subject in case.whole or set(one.purposes) & set(case.purposes or ()):
                revoke_code(session, one)
    return case


def forget_derived(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Delete what was derived: proposals, keys, handles, rejections, profile content, ended links."""
    session = tools.session
    changed: set[AccountKey] = set()
    for subject in case.whole:
        if case.mark and isinstance(subject, ProfileKey):
            changed.update(_forget_handles(case, session, subject))
        erasure.forget(session, subject)
        proposals.forget_rejections(session, subject)
    if not case.whole:
        for subject in case.reached:
            for purpose in case.purposes or ():
                proposals.drop_of(session, subject, purpose)
            if isinstance(subject, AccountKey):
                changed.add(subject)
    if changed:
        from socialmatch.lookup import refresh  # here, because most withdrawals do without the matcher

        refresh(session, changed, tools.policy)
    return case


def mark_suppressed(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Leave a keyed mark, so that an import cannot bring the withdrawn side back."""
    session = tools.session
    if not case.mark:
        return case
    for subject in case.whole:
        speaks = subject in case.meant or isinstance(subject, ProfileKey)
        if speaks and not suppressions.holds(session, subject):
            suppressions.put(session, subject)
    return case


def queue_crm_unlink(case: Withdrawal, tools: Tools[WriteSession]) -> Withdrawal:
    """Have the CRM remove the links it was told of, and never tell it of those it was not; the customer stays."""
    for link, seq in case.links:
        untell_crm(tools.session, link, seq)
    return case


# --- between the steps ---------------------------------------------------------------------------


def _forget_handles(case: Withdrawal, session: WriteSession, profile: ProfileKey) -> list[AccountKey]:
    """Take what the profile was called out of the accounts that have it on file. Which were changed."""
    called = profile.user_id.removeprefix(UNSTABLE_PREFIX) if not profile.stable else ""
    if profile == case.subject and case.handle:
        called = fold(profile.platform, case.handle)
    if called:  # known from now on, so that it is forgotten with the others
        profiles.take_handle(session, profile, called, session.now)
    return forget_handles(session, profile)


def _purposes(case: Withdrawal, subject: Subject, tools: Tools[WriteSession]) -> set[str]:
    """What to withdraw for somebody: what was asked, or everything that was or could be agreed to."""
    if case.purposes is not None and (subject == case.subject or not case.whole):
        return set(case.purposes)
    if subject != case.subject:
        return heard_of(tools.session, subject)
    return heard_of(tools.session, subject) | set(tools.policy.purposes)


def _meant(session: Session, subject: Subject) -> tuple[Subject, ...]:
    """Everybody of whom a "no" speaks, the subject first: one person can stand under more than one key."""
    if isinstance(subject, AccountKey):
        return tuple(accounts.merged_into(session, subject))
    if subject.stable:
        known = profiles.get(session, subject)
        alone = known and ProfileKey.of_handle(subject.tenant, subject.platform, known.folded_handle)
        return (subject, alone) if alone and heard_of(session, alone) else (subject,)
    called = profiles.called(session, subject.platform, subject.user_id.removeprefix(UNSTABLE_PREFIX))
    return (subject, *(one.profile.key for one in called if one.profile.key.stable))


def _bound_to(session: Session, subject: Subject) -> tuple[Subject, ...]:
    """Who else it reaches: an account's profiles, or the account that no other profile is linked to."""
    found = links_of(session, subject)
    if isinstance(subject, AccountKey):
        return tuple(link.profile for link in found)
    return tuple(link.account for link in found if len(links.of_account_key(session, link.account)) == 1)
