"""The steps from a code that was sent to a link that both sides made, or did not.

Redeeming shows who sent the code, and links nothing. The link is made where the code was asked for, by the customer
who was shown whose handle it came from: in one commit with both consents, their entries in the log and what the CRM
is to be told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from socialmatch import telling
from socialmatch.consent.bindings import Binding, Flow
from socialmatch.consent.state import IN_FORCE
from socialmatch.consent.tokens import Act, Kind, Refusal, TokenState, states_before
from socialmatch.endings import untell_crm
from socialmatch.errors import AlreadyLinked, InputError
from socialmatch.handles.parse import fold
from socialmatch.journeys.ages import too_young
from socialmatch.journeys.agreeing import record_agreement, registered_notice, show_notice
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.suspicion import Pattern, suspect
from socialmatch.journeys.telling import tell
from socialmatch.journeys.texts import day
from socialmatch.journeys.token import Proof, binding_of, refuse, take
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    AccountKey,
    Assurance,
    ConsentEvent,
    EventKind,
    Link,
    Notification,
    Profile,
    ProfileKey,
    Subject,
)
from socialmatch.store import (
    WriteSession,
    accounts,
    codes,
    consents,
    events,
    links,
    outbox,
    permits,
    profiles,
    suppressions,
)
from socialmatch.store.accounts import AccountState
from socialmatch.store.codes import Invitation
from socialmatch.store.outbox import Operation
from socialmatch.store.profiles import KnownProfile, ProfileState

UNDO: Final = timedelta(days=7)
"""How long either side can undo a fresh link."""
L1_TERM: Final = timedelta(days=90)
"""How long a proof in one direction counts."""


# --- the code was seen ---------------------------------------------------------------------------


def burn_if_public(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """A code that everybody could read is worth nothing from now on, whoever sends it next."""
    if not case.public:
        return case
    case = take(case, tools, Act.BURN, ended_at=tools.session.now)
    return case if case.over else refuse(case, tools, Refusal.PUBLIC)


def check_sender(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Refuse a sender the code is not for, the brand itself, and a handle that anybody could hold tomorrow."""
    if tools.at.own.is_ours(case.sender):
        return refuse(case, tools, "own_handle")
    if not case.sender.key.stable and not tools.policy.allow_l1:
        return refuse(case, tools, "unstable_key")
    other = binding_of(case.issued, tools.session.tenant).sender_refusal(case.sender.key)
    return case if other is None else refuse(case, tools, other)


def claim_once(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Note who sent it: from now on the code is theirs to be asked about, and nobody else's."""
    said = {"handle": case.sender.handle}
    return take(case, tools, Act.CLAIM, said, profile=case.sender.key, claimed_at=tools.session.now)


def agree_one_way(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Where a proof in one direction is enough: what the page with the code showed is what the sender answers to."""
    session, token = tools.session, case.issued
    notice = registered_notice(session, token.notice_version, token.language)
    sides = (case.sender.key,)
    show_notice(session, sides, notice, token.purposes, digest=token.digest, session_hash=token.session_hash)
    return replace(case, account=token.account, assurance=Assurance.L1)


# --- the customer was shown who sent it, and answers -----------------------------------------------


def check_binding(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Refuse whoever is not in the session that asked, for the account it was asked for, about the sender shown."""
    bound = binding_of(case.issued, tools.session.tenant)
    other = bound.refusal(_presented(case, bound))
    return case if other is None else refuse(case, tools, other)


def check_account(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Make sure that the account is still there to be linked, and its owner old enough to agree."""
    known = accounts.get(tools.session, _account(case))
    if known is None or known.state is not AccountState.ACTIVE:
        raise InputError("the account is no longer an active one", code="unknown_account")
    return replace(case, failure=too_young(tools, case.act.value, known.account))


def check_conflict(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """A live link to another account stays as it is: the code is over, and both sides are told.

    One that both sides did not prove (noted on evidence, or proved in one direction) gives way to one they did. What
    both sides proved stands, however strong the other proof is: either of them can end it.
    """
    session, key = tools.session, case.sender.key
    former = links.of_profile_key(session, key)
    stands = former is not None and former.live(session.now) and former.assurance >= min(_worth(case), Assurance.L2)
    if former is None or former.account == _account(case) or not stands:
        return replace(case, former=former)
    case = take(case, tools, Act.DECLINE, {"reason": "already_linked"}, ended_at=session.now)
    if case.over:
        return case
    events.append(session, TypeClass.LINK, "conflict", key, _account(case), data={"link": former.ledger_index})
    suspect(tools, Pattern.CONFLICT, session.ref(_account(case)), _account(case))
    told = tell(tools, (key, former.account), "conflict", profile=case.sender, account=former.account)
    return replace(case, failure=AlreadyLinked(told))


def use_token_once(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Spend the code, and the invitation it came from; of many who try at once, one does it."""
    session = tools.session
    case = take(case, tools, Act.CONFIRM, ended_at=session.now)
    if not case.over and case.issued.invitation is not None:
        before = [state.value for state in states_before(Kind.INVITATION, Act.SPEND)]
        codes.move(
            session,
            Invitation,
            case.issued.invitation,
            from_states=before,
            to_state=TokenState.SPENT.value,
            alive=False,
            ended_at=session.now,
        )
    return case


def lift_suppression(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """A fresh proof is the one thing that takes back an earlier "no"; of the two who gave it, and of nobody else."""
    proved: list[Subject] = [case.sender.key, _account(case)]
    if case.sender.handle:  # a withdrawal marks the handle too, so that no CRM brings it back on file
        called = fold(case.sender.platform, case.sender.handle)
        proved.append(ProfileKey.of_handle(tools.session.tenant, case.sender.platform, called))
    for kind in (suppressions.MATCH, suppressions.CONTACT):
        for subject in suppressions.held(tools.session, proved, kind):
            suppressions.lift(tools.session, subject, kind)
    return case


def record_consent(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Record that both sides agreed, each to each purpose, with what they were shown."""
    session, token = tools.session, case.issued
    notice = registered_notice(session, token.notice_version, token.language)
    positions = record_agreement(
        tools,
        (_account(case), case.sender.key),
        notice,
        token.purposes,
        digest=token.digest,
        method=token.flow if token.flow == Flow.SIGN_IN else f"{token.flow}_code",
        assurance=_worth(case),
    )
    _keep_profile(session, case.sender)
    from socialmatch.lookup import refresh  # here, because only who agrees is made findable

    refresh(session, [_account(case)], tools.policy)
    return replace(case, consent_ref=f"{session.epoch}-{positions.start}")


def record_link(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Write the link, in place of one to the same account or of one that no longer answered."""
    session, worth = tools.session, _worth(case)
    for subject in (case.sender.key, _account(case)):
        # What was recorded must permit, whatever else was recorded at the same moment.
        for purpose in set(case.issued.purposes) - permits.purposes(session, subject):
            permits.permit(session, subject, purpose)
    told: tuple[Notification, ...] = ()
    if case.former is None or case.former.account != _account(case):
        suspect(tools, Pattern.MANY_ACCOUNTS, session.ref(case.sender.key), case.sender.key)
    if case.former is not None:
        seq = links.end(session, case.former, "replaced")
        if seq is not None and case.former.account != _account(case):
            untell_crm(session, case.former, seq)
            before = (case.former.account,)
            told = tell(tools, before, "unlinked", profile=case.sender, account=case.former.account)
    started = links.start(
        session,
        Link(
            profile=case.sender.key,
            account=_account(case),
            assurance=worth,
            method=case.issued.flow,
            ledger_index=session.size,
            started_at=session.now,
            undo_until=session.now + UNDO,
            expires_at=session.now + L1_TERM if worth is Assurance.L1 else None,
        ),
    )
    return replace(case, link=started, notifications=told)


def queue_crm_link(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Have the CRM told of the link, if it is worth that."""
    link = case.link
    if link is not None and link.assurance >= Assurance.L2:
        details = telling.words(link, case.sender.handle, case.consent_ref)
        outbox.queue(tools.session, link.ledger_index, Operation.PUT_LINK, link.account, link.profile, details)
    return case


def tell_both_sides(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Say to both sides that there is a link now, and until when it can be undone."""
    if case.link is None or case.link.undo_until is None:
        return case
    session, token = tools.session, case.issued
    told = tell(
        tools,
        (case.link.profile, case.link.account),
        "linked",
        profile=case.sender,
        account=case.link.account,
        notice=registered_notice(session, token.notice_version, token.language),
        purposes=token.purposes,
        undo_until=day(case.link.undo_until),
    )
    return replace(case, notifications=(*case.notifications, *told))


def decline_once(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """End the code; where nothing was agreed to before, this is a "no" to it."""
    session, token = tools.session, case.issued
    case = take(case, tools, Act.DECLINE, ended_at=session.now)
    if not case.over:
        answers = [
            ConsentEvent(_account(case), purpose, EventKind.REFUSED, session.now, notice_version=token.notice_version)
            for purpose in token.purposes
            if permits.consent(session, _account(case), purpose).state not in IN_FORCE
        ]
        consents.record_many(session, [(answer, consents.NO_TERMS) for answer in answers])
    return case


# --- between the steps ---------------------------------------------------------------------------


def _presented(case: Proof, bound: Binding) -> Binding:
    shown = bound.profile if case.profile is None else case.profile.key
    return replace(bound, account=case.account, profile=shown, session_hash=case.session_hash)


def _account(case: Proof) -> AccountKey:
    account = case.issued.account
    assert account is not None  # noqa: S101 - no code is issued without an account
    return account


def _worth(case: Proof) -> Assurance:
    return case.assurance if case.sender.key.stable else Assurance.L1


def _keep_profile(session: WriteSession, profile: Profile) -> None:
    """Keep who agreed: the key and the handle they wrote from, nothing more. A key that was doubted is theirs again."""
    known = profiles.get(session, profile.key)
    if known is None:
        folded = fold(profile.platform, profile.handle) if profile.handle else ""
        bare = Profile(profile.platform, profile.user_id, profile.scope, profile.tenant, handle=profile.handle)
        profiles.put(session, [KnownProfile(replace(bare, first_seen=session.now, last_seen=session.now), folded)])
        if folded:
            profiles.take_handle(session, profile.key, folded, session.now)
    elif known.state is not ProfileState.ACTIVE:
        profiles.set_state(session, profile.key, ProfileState.ACTIVE)
