"""The verbs: each takes its journey's steps in one session and commits.

A refused act is a commit too: the log has the reason, and the error is raised when it is safe there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from socialmatch.consent.bindings import session_hash
from socialmatch.consent.codes import find_codes, read_code, read_invitation, read_state
from socialmatch.consent.tokens import Act
from socialmatch.endings import heard_of
from socialmatch.errors import LinkError, StoreConflict, TokenRefused, UsageError
from socialmatch.journeys import (
    ANSWER_STEPS,
    ASK_STEPS,
    BURN_STEPS,
    DECLINE_STEPS,
    EXPLAIN_STEPS,
    INVITE_STEPS,
    LINK_STEPS,
    ONE_WAY_STEPS,
    REDEEM_STEPS,
    REVOKE_STEPS,
    SIGN_IN_ASK_STEPS,
    SIGN_IN_STEPS,
)
from socialmatch.journeys.agreeing import newest_notice, registered_notice, show_notice
from socialmatch.journeys.answer import Question, record_reading, still_holds
from socialmatch.journeys.evidence import (
    check_notable,
    check_two_people,
    note_evidence,
    note_link,
    refuse_agents,
)
from socialmatch.journeys.invite import Asking, IssuedCode
from socialmatch.journeys.inviting import (
    Inviting,
    IssuedInvitation,
    SeenInvitation,
    decline_invitation,
    look_at_invitation,
)
from socialmatch.journeys.revoke import Withdrawal
from socialmatch.journeys.showing import claim_of, is_claimed, own_token, page_of, was_shown
from socialmatch.journeys.sign_in import (
    SignInProof,
    SignInRequest,
    bound_to,
    issue_state_for,
    provider_called,
    provider_of,
)
from socialmatch.journeys.steps import Installation, run
from socialmatch.journeys.texts import known_profile
from socialmatch.journeys.token import Proof
from socialmatch.models import (
    AccountKey,
    Actor,
    Answer,
    AnswerKind,
    Assurance,
    Claim,
    Notice,
    Profile,
    ProfileKey,
    Receipt,
    SignIn,
    Subject,
)
from socialmatch.store import Session, WriteSession, erasure, outbox
from socialmatch.store.outbox import Operation


def answer(
    at: Installation,
    profile: Profile,
    purpose: str,
    *,
    floor: Assurance | None = None,
    explain: bool = False,
    actor: Actor,
    reason: str,
) -> Answer:
    """Which account is this profile, and may we know?

    Parameters
    ----------
    profile: its key decides; what it shows is only used to find candidates.
    floor: what a link must be worth to answer; ``None`` for what the policy says, which is also the least.
    explain: also work out which one more fact would settle it; see :func:`.lookup.settling_facts`.
    actor, reason: who is shown the answer, and why.

    Raises
    ------
    UsageError: a purpose the policy does not know (``unknown_purpose``), or less assurance than it wants
        (``below_policy``). A "no" is an answer and no error.
    """
    at.check_purposes((purpose,))
    least = Assurance(at.policy.min_assurance)
    if floor is not None and floor < least:
        raise UsageError("the policy wants more assurance than that", code="below_policy")
    question, steps = Question(profile, purpose, floor or least), EXPLAIN_STEPS if explain else ANSWER_STEPS
    with at.store.read(at.tenant) as session:
        case = run(steps, question, at.tools(session))
    if case.given.kind is AnswerKind.REFUSAL:
        return case.given
    # Who is shown somebody is an event, and its commit reads again what a withdrawal may have changed meanwhile.
    with at.store.write(at.tenant, actor, reason) as writing:
        if not still_holds(case, writing):
            case = run(steps, question, at.tools(writing))
        return replace(case.given, ledger_index=record_reading(case, at.tools(writing)))


# --- asking --------------------------------------------------------------------------------------


def issue_code(
    at: Installation,
    account: AccountKey,
    *,
    session: str | bytes,
    signed_in_at: datetime,
    notice: str | None = None,
    language: str | None = None,
    purposes: Sequence[str] | None = None,
    platform: str = "",
    invitation: str | None = None,
    handle: str = "",
    actor: Actor,
    reason: str,
) -> IssuedCode:
    """Give a customer who is signed in a code to send from their own handle.

    Parameters
    ----------
    session: what only their browser session holds, at least 16 bytes; the answer must come from the same.
    signed_in_at: when they signed in to it, by password or the like; at most ten minutes ago.
    notice, language: what they are asked to agree to; default the one that was registered last.
    purposes: which of the notice's; default all of them that the policy knows.
    platform: where they will send it from, for the text. invitation: the text of one that brought them here.
    handle: whom that invitation was sent to, as they typed it, or chose it among those of :func:`peek`. One wrong
        answer is the end of the invitation.

    Raises
    ------
    ConsentError: the actor is no customer (``agent_cannot_grant``), or signed in too long ago (``stale_login``).
    TokenRefused: the invitation cannot be used, was sent to another profile, or they asked too often.
    CodeError: it is no invitation.
    InputError: the store does not know the account as an active one (``unknown_account``).
    UsageError: no such notice, purposes it does not ask for, or no session.
    """
    opening = None if invitation is None else read_invitation(invitation)
    hashed = session_hash(session)
    with at.store.write(at.tenant, actor, reason) as writing:
        shown = _notice(writing, notice, language)
        case = Asking(
            account=account,
            session_hash=hashed,
            notice=shown,
            purposes=_purposes(at, shown, purposes),
            signed_in_at=signed_in_at,
            platform=platform,
            invitation=opening,
            named=handle,
        )
        case = run(ASK_STEPS, case, at.tools(writing))
    if case.failure is not None:
        raise case.failure
    return case.given


def invite(
    at: Installation,
    profile: Profile,
    *,
    wrote_at: datetime,
    account: AccountKey | None = None,
    notice: str | None = None,
    language: str | None = None,
    purposes: Sequence[str] | None = None,
    address: str = "",
    actor: Actor,
    reason: str,
) -> IssuedInvitation:
    """Make an invitation for a profile, to be sent to it; it proves nothing.

    Parameters
    ----------
    profile: somebody who wrote first. wrote_at: when; at most 30 days ago.
    account: who alone can open it, where it is known.
    address: of the page that opens invitations; the invitation goes behind its ``#``. The others as of
        :func:`issue_code`.

    Raises
    ------
    LinkError: they said no (``suppressed``), have a link (``linked``) or an open invitation (``open_invitation``),
        had enough of them (``limited``), did not write lately (``not_asked``), have no handle that their owner could
        name (``no_handle``), or are the brand itself (``own_handle``).
    """
    with at.store.write(at.tenant, actor, reason) as writing:
        return invite_in(
            at,
            writing,
            profile,
            wrote_at=wrote_at,
            account=account,
            notice=notice,
            language=language,
            purposes=purposes,
            address=address,
        )


def invite_in(
    at: Installation,
    writing: WriteSession,
    profile: Profile,
    *,
    wrote_at: datetime,
    account: AccountKey | None,
    notice: str | None,
    language: str | None,
    purposes: Sequence[str] | None,
    address: str,
) -> IssuedInvitation:
    """As :func:`invite`, in a commit of the caller's."""
    shown = _notice(writing, notice, language)
    wanted = _purposes(at, shown, purposes)
    case = Inviting(profile=profile, wrote_at=wrote_at, account=account, notice=shown, purposes=wanted, address=address)
    return run(INVITE_STEPS, case, at.tools(writing)).given


def peek(at: Installation, invitation: str, *, account: AccountKey | None = None) -> SeenInvitation:
    """What the page behind an invitation may show. Nothing is changed by it, however often it is asked for.

    Programs that fetch addresses before people do (previews, scanners) come to this and no further.

    Parameters
    ----------
    account: who is signed in; without it there is nothing to agree to yet.

    Raises
    ------
    TokenRefused: the invitation cannot be used, or not by this account. CodeError: it is no invitation.
    """
    read = read_invitation(invitation)
    with at.store.read(at.tenant) as session:
        return look_at_invitation(at, session, read, account)


def refuse_invitation(at: Installation, invitation: str, *, actor: Actor, reason: str) -> Receipt:
    """Whoever holds an invitation says no to it, signed in or not: it is over, and nothing was agreed to or refused.

    A "no" to all of them is a withdrawal of the profile's, see :func:`revoke`.

    Raises
    ------
    TokenRefused: the invitation cannot be used. CodeError: it is no invitation.
    """
    read = read_invitation(invitation)
    with at.store.write(at.tenant, actor, reason) as writing:
        first = writing.size
        found = decline_invitation(at.tools(writing), read)
        at_moment = writing.now
    if found is None:
        raise TokenRefused
    return Receipt("declined", at_moment, purposes=found.purposes, ledger_index=first)


# --- proving -------------------------------------------------------------------------------------


def redeem(at: Installation, text: str, profile: Profile, *, public: bool = False, actor: Actor, reason: str) -> Claim:
    """A message with a code came from a profile. It is noted who sent it; nothing is linked yet.

    Parameters
    ----------
    text: the message, or the code alone. profile: who sent it, by a channel that proves so.
    public: whether others could read it; then every code in it is burned.

    Returns
    -------
    What was claimed, with a text to answer; the customer now answers where they asked for the code. Where the policy
    asks for one direction only (L1), the link is made already.

    Raises
    ------
    TokenRefused: whatever is wrong with the code. CodeError: there is none in the text.
    AlreadyLinked: L1 only, see :func:`confirm`. ConsentError: an agent cannot pass it on (``agent_cannot_grant``).
    """
    found = find_codes(text) or [read_code(text)]
    if public:
        with at.store.write(at.tenant, actor, reason) as writing:
            for code in found:
                run(BURN_STEPS, Proof(act=Act.BURN, code=code, profile=profile, public=True), at.tools(writing))
        raise TokenRefused
    steps = ONE_WAY_STEPS if at.one_way else REDEEM_STEPS
    with at.store.write(at.tenant, actor, reason) as writing:
        case = run(steps, Proof(act=Act.CLAIM, code=found[0], profile=profile), at.tools(writing))
        claim = None if case.over else claim_of(at, writing, case.issued, profile, "code_seen")
    if claim is None:
        raise case.failure or TokenRefused()
    return replace(claim, link=case.link)


def show(at: Installation, code: str, *, account: AccountKey, session: str | bytes, actor: Actor, reason: str) -> Claim:
    """What the session that asked is to be shown now: nothing yet, or who sent the code and what would be agreed to.

    Whoever sent it is shown with the notice, and that it was shown is recorded, once; before that, and on every
    further call, nothing is written.

    Raises
    ------
    TokenRefused: not the session, the account or the code. CodeError: the text is no code.
    """
    read, hashed = read_code(code), session_hash(session)
    with at.store.read(at.tenant) as reading:
        token = own_token(at, reading, read, account, hashed)
        if token.profile is None or was_shown(reading, token) or not is_claimed(reading, token):
            return page_of(at, reading, token)
    with at.store.write(at.tenant, actor, reason) as writing:
        token = own_token(at, writing, read, account, hashed)
        if token.profile is not None and is_claimed(writing, token):
            notice = registered_notice(writing, token.notice_version, token.language)
            sides = (account, token.profile)
            show_notice(writing, sides, notice, token.purposes, digest=token.digest, session_hash=hashed)
        return page_of(at, writing, token)


def confirm(
    at: Installation,
    code: str,
    *,
    account: AccountKey,
    profile: ProfileKey,
    session: str | bytes,
    actor: Actor,
    reason: str,
) -> Receipt:
    """The customer was shown who sent the code, and agrees: link, consents, log and outbox in one commit.

    Parameters
    ----------
    account: who is signed in. profile: who :func:`show` showed. session: the secret of the session that asked.

    Raises
    ------
    TokenRefused: whatever is wrong with the code, the session, or the time. CodeError: the text is no code.
    AlreadyLinked: the profile belongs to another account; that link stays, both sides are told, the code is over.
    ConsentError: the notice was not shown (``not_served``), or the actor is no customer (``agent_cannot_grant``).
    """
    read, hashed = read_code(code), session_hash(session)
    with at.store.write(at.tenant, actor, reason) as writing:
        case = Proof(
            act=Act.CONFIRM,
            code=read,
            account=account,
            profile=known_profile(writing, profile),
            session_hash=hashed,
        )
        case = run(LINK_STEPS, case, at.tools(writing))
        at_moment = writing.now
    if case.failure is not None:
        raise case.failure
    return _linked(case, at_moment)


def decline(
    at: Installation, code: str, *, account: AccountKey, session: str | bytes, actor: Actor, reason: str
) -> Receipt:
    """The customer says no, or does not know the handle: the code is over, and nothing is linked.

    Raises
    ------
    As of :func:`confirm`.
    """
    read, hashed = read_code(code), session_hash(session)
    with at.store.write(at.tenant, actor, reason) as writing:
        first = writing.size
        case = Proof(act=Act.DECLINE, code=read, account=account, session_hash=hashed)
        case = run(DECLINE_STEPS, case, at.tools(writing))
        at_moment = writing.now
    if case.failure is not None:
        raise case.failure
    return Receipt("declined", at_moment, subjects=(account,), purposes=case.issued.purposes, ledger_index=first)


# --- signing in to both sides in one browser -----------------------------------------------------


def begin_sign_in(
    at: Installation,
    account: AccountKey,
    provider: str,
    *,
    session: str | bytes,
    signed_in_at: datetime,
    notice: str | None = None,
    language: str | None = None,
    purposes: Sequence[str] | None = None,
    actor: Actor,
    reason: str,
) -> SignInRequest:
    """Send a customer who is signed in to the platform, to sign in there in the same browser.

    Parameters
    ----------
    provider: name of a table ``[sign_in.NAME]``. The others as of :func:`issue_code`.

    Raises
    ------
    As of :func:`issue_code`. UsageError: the settings name no such provider (``unknown_provider``).
    """
    provider_called(at, provider)
    hashed = session_hash(session)
    request = None
    with at.store.write(at.tenant, actor, reason) as writing:
        shown = _notice(writing, notice, language)
        wanted = _purposes(at, shown, purposes)
        case = Asking(account=account, session_hash=hashed, notice=shown, purposes=wanted, signed_in_at=signed_in_at)
        case = run(SIGN_IN_ASK_STEPS, case, at.tools(writing))
        if not case.over:
            request = issue_state_for(case, at.tools(writing), provider)
    if request is None:
        raise case.failure or TokenRefused()
    return request


def link_by_sign_in(
    at: Installation,
    state: str,
    said: SignIn,
    *,
    account: AccountKey,
    session: str | bytes,
    actor: Actor,
    reason: str,
) -> Receipt:
    """The customer came back from the platform: link, consents, log and outbox in one commit, worth L3.

    Parameters
    ----------
    state: as the provider gave it back. said: what it said of who signed in, verified by the host's own library.
    account, session: who is signed in here, and the secret of the session that began it.

    Raises
    ------
    TokenRefused: the state is not this session's, is used, or anything of the proof is missing or does not fit; the
        log says what. CodeError: it is no state. UsageError: no session.
    AlreadyLinked, InputError: as of :func:`confirm`. ConsentError: the actor is no customer (``agent_cannot_grant``).
    """
    read, hashed = read_state(state), session_hash(session)
    provider = provider_of(at, said)
    with at.store.write(at.tenant, actor, reason) as writing:
        case = SignInProof(
            act=Act.CONFIRM,
            code=read,
            bound=() if provider is None else bound_to(provider),
            account=account,
            session_hash=hashed,
            assurance=Assurance.L3,
            said=said,
            provider=provider,
        )
        case = run(SIGN_IN_STEPS, case, at.tools(writing))  # type: ignore[arg-type]  # steps of any Proof take this one
        at_moment = writing.now
    if case.failure is not None:
        raise case.failure
    return _linked(case, at_moment)


# --- on evidence, without a proof ----------------------------------------------------------------


def import_link(
    at: Installation,
    profile: Profile,
    account: AccountKey,
    *,
    evidence: str,
    second: Actor,
    actor: Actor,
    reason: str,
) -> Receipt:
    """Note a link that two people have seen evidence for; worth L0, unverified until somebody proves it.

    Parameters
    ----------
    evidence: a reference to what shows it, for example a document's id. second: another person than ``actor``.

    Raises
    ------
    UsageError: no evidence (``no_evidence``), or not two people (``second_person``).
    ConsentError: an agent is one of the two (``agent_cannot_grant``).
    LinkError: one side withdrew (``suppressed``), the profile has a link (``linked``) or is the brand's own
        (``own_handle``). InputError: the store does not know the account as an active one (``unknown_account``).
    """
    check_two_people(evidence, actor, second)
    link = None
    with at.store.write(at.tenant, actor, reason) as writing:
        tools = at.tools(writing)
        denied = refuse_agents(tools, "import_link", second, profile.key, account)
        if denied is None:
            check_notable(tools, profile, account)
            note_evidence(tools, profile.key, account, evidence, second)
            link = note_link(tools, profile.key, account)
        at_moment = writing.now
    if denied is not None or link is None:
        raise denied or LinkError("the link was not noted")
    return Receipt("linked", at_moment, subjects=(profile.key, account), link=link, ledger_index=link.ledger_index)


# --- taking back ---------------------------------------------------------------------------------


def revoke(
    at: Installation,
    subject: Subject,
    *,
    purposes: Sequence[str] | None = None,
    handle: str = "",
    actor: Actor,
    reason: str,
) -> Receipt:
    """Take consent back, for some purposes or for all, and everything that rested on it.

    Parameters
    ----------
    subject: the side that withdraws; nothing has to be known of it. purposes: ``None`` for all.
    handle: what a profile is called, if that is known, so that it is taken out of the accounts that have it on file.
    actor: whoever passes it on, of any kind. reason: goes into every event.

    Returns
    -------
    What was done; ``changed`` is false where it had been done before.

    Raises
    ------
    UsageError: no purpose at all (``no_purpose``), or one that neither the policy nor the subject knows
        (``unknown_purpose``): a slip of the pen must not pass for a withdrawal that was heard.
    """
    with at.store.write(at.tenant, actor, reason) as session:
        if purposes is not None:
            at.check_purposes(purposes, heard_of(session, subject))
        return revoke_in(at, session, subject, purposes, handle)


def revoke_in(
    at: Installation, session: WriteSession, subject: Subject, purposes: Sequence[str] | None, handle: str = ""
) -> Receipt:
    """As :func:`revoke`, in a commit of the caller's."""
    wanted = None if purposes is None else tuple(sorted(set(purposes)))
    case = run(REVOKE_STEPS, Withdrawal(subject, wanted, handle), at.tools(session))
    return case.receipt("withdrawn", session.now)


def erase(
    at: Installation,
    subject: Subject,
    *,
    handle: str = "",
    in_crm: bool = False,
    basis: str = "request",
    actor: Actor,
    reason: str,
) -> Receipt:
    """Withdraw for somebody, and make everything the log holds of them unreadable for ever.

    Erased with an account are the profiles that are linked to it; with a profile, what was kept under its handle
    alone, and nobody else.

    Parameters
    ----------
    handle: as of :func:`revoke`.
    in_crm: whether the CRM's own record of the customer is to go too; never done unless it is said.
    basis: why it may or must be done.

    Raises
    ------
    UsageError: ``in_crm`` of a profile, of which the CRM has no record (``no_account``).
    StoreConflict: the record is held (``legal_hold``); nothing is erased, and the withdrawal stands.
    """
    if in_crm and not isinstance(subject, AccountKey):
        raise UsageError("a CRM holds accounts, and this is a profile", code="no_account")
    try:
        with at.store.write(at.tenant, actor, reason) as session:
            return _erase_in(at, session, subject, handle, in_crm, basis)
    except StoreConflict as held:
        if held.code == "legal_hold":  # the record has to stay; that they take it back is heard all the same
            revoke(at, subject, handle=handle, actor=actor, reason=reason)
        raise


def _erase_in(
    at: Installation, session: WriteSession, subject: Subject, handle: str, in_crm: bool, basis: str
) -> Receipt:
    case = run(REVOKE_STEPS, Withdrawal(subject, None, handle), at.tools(session))
    erased_at, events = session.size, 0
    for one in case.whole:
        theirs = isinstance(one, ProfileKey) and (isinstance(subject, AccountKey) or not one.stable)
        if one == subject or theirs:
            erased_at = session.size
            events += erasure.erase(session, one, basis=basis)
    if in_crm and isinstance(subject, AccountKey):
        outbox.queue(session, erased_at, Operation.ERASE, subject)
    receipt = case.receipt("erased", session.now)
    return replace(receipt, changed=receipt.changed or events > 0 or in_crm, ledger_index=erased_at)


# --- between the verbs ---------------------------------------------------------------------------


def _linked(case: Proof, at: datetime) -> Receipt:
    link = case.link
    return Receipt(
        "linked",
        at,
        subjects=() if link is None else (link.profile, link.account),
        purposes=case.issued.purposes,
        link=link,
        ledger_index=None if link is None else link.ledger_index,
        notifications=case.notifications,
    )


def _notice(session: Session, version: str | None, language: str | None) -> Notice:
    return newest_notice(session, language) if version is None else registered_notice(session, version, language)


def _purposes(at: Installation, notice: Notice, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """What is asked for: what the caller wants, or what notice and policy have in common."""
    if wanted is not None:
        at.check_purposes(wanted)
        if not set(wanted) <= set(notice.purposes):
            raise UsageError("the notice does not ask for one of the purposes", code="other_purpose")
        return tuple(sorted(set(wanted)))
    shared = set(notice.purposes) & set(at.policy.purposes)
    if not shared:
        raise UsageError("the notice asks for none of the policy's purposes", code="other_purpose")
    return tuple(sorted(shared))
