"""The steps by which a code or an invitation comes to be. Neither makes a link.

A code is for a customer who is signed in: they see it, and send it from their own handle. An invitation is for a
profile: whoever opens it has to sign in, and then gets a code that only that profile can send.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from socialmatch.consent.bindings import Binding, Flow
from socialmatch.consent.codes import Code, InvitationCode, issue_code, issue_invitation
from socialmatch.consent.limits import expiry
from socialmatch.consent.tokens import Act, Kind, Refusal, TokenState, open_states, states_before
from socialmatch.errors import InputError, LinkError, SocialMatchError, TokenRefused
from socialmatch.journeys.agreeing import show_notice
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.texts import known_account, known_profile, minutes_left
from socialmatch.journeys.token import cannot_grant, count, note_refusal
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, ActorKind, Notice, Profile, ProfileKey, Subject
from socialmatch.store import WriteSession, accounts, codes, events, links, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.codes import Invitation, Token

_SUPPRESSED: Final = (suppressions.MATCH, suppressions.CONTACT)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code for a customer who is signed in, to be sent from their own handle. It is shown once and kept nowhere.

    Attributes
    ----------
    code: what they send; ``code.reveal()`` shows it. text: what to show them, with the code in it.
    account: whose it is. purposes, notice: what they would agree to, under which version.
    expires_at: the code is worth nothing from then on, confirmed or not.
    """

    code: Code
    text: str = field(repr=False)
    account: AccountKey
    purposes: tuple[str, ...]
    notice: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation, to be sent to the profile it is for. It proves nothing: whoever opens it still has to.

    Attributes
    ----------
    invitation: goes behind the ``#`` of an address, never into its path; ``invitation.reveal()`` shows it.
    text: what to send, with the address in it. profile: whom it is for.
    account: the only one that can open it, where a proposal was accepted. expires_at: its end.
    """

    invitation: InvitationCode
    text: str = field(repr=False)
    profile: ProfileKey
    account: AccountKey | None
    expires_at: datetime


# --- a code, for somebody who is signed in ---------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody signed in who asks for a code.

    Attributes
    ----------
    account, session_hash: who, and in which session. notice, purposes: what they are asked to agree to.
    platform: where they want to send it from, for the text. invitation: that brought them here.
    opened: what was issued under it. issued: the code. failure: ends the journey; raised once it is committed.
    """

    account: AccountKey
    session_hash: bytes = field(repr=False)
    notice: Notice
    purposes: tuple[str, ...]
    platform: str = ""
    invitation: InvitationCode | None = None
    opened: Invitation | None = None
    issued: IssuedCode | None = None
    failure: SocialMatchError | None = None

    @property
    def over(self) -> bool:
        """Whether it was refused."""
        return self.failure is not None

    @property
    def given(self) -> IssuedCode:
        """The code, at the end."""
        assert self.issued is not None  # noqa: S101 - the last step draws one
        return self.issued


def only_a_customer(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """A code is for the customer who is signed in, and for nobody on their behalf."""
    if tools.session.actor.kind is ActorKind.CUSTOMER:
        return case
    note_refusal(tools.session, "invite", "agent_cannot_grant", (case.account,))
    return replace(case, failure=cannot_grant())


def count_asking(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Count it against the account, and refuse it beyond the limit."""
    ref = tools.session.ref(case.account)
    return case if count(tools.session, "account", ref, tools.at.limits.account) else _refuse(case, tools, "limited")


def read_account(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Make sure that the account is there to be linked."""
    known = accounts.get(tools.session, case.account)
    if known is None or known.state is not AccountState.ACTIVE:
        raise InputError(
            "the store does not know this account as an active one", code="unknown_account", hint="import it first"
        )
    return case


def open_invitation(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Where an invitation brought them: open it for this session, if it is one for this account."""
    if case.invitation is None:
        return case
    session = tools.session
    digests = tools.at.peppers.digests(case.invitation, session.tenant)
    found = codes.find_invitation(session, [digest.value for digest in digests])
    if found is None:
        return _refuse(case, tools, Refusal.UNKNOWN)
    if found.account not in (None, case.account):
        return _refuse(case, tools, Refusal.OTHER_ACCOUNT)
    if found.session_hash not in (None, case.session_hash):
        return _refuse(case, tools, Refusal.OTHER_SESSION)
    opened = codes.move(
        session,
        Invitation,
        found.digest,
        from_states=[state.value for state in states_before(Kind.INVITATION, Act.OPEN)],
        to_state=TokenState.OPENED.value,
        account=case.account,
        session_hash=case.session_hash,
        opened_at=session.now,
    )
    if not opened:
        return _refuse(case, tools, Refusal.EXPIRED if found.expires_at <= session.now else Refusal.USED)
    events.append(session, TypeClass.TOKEN, TokenState.OPENED.value, found.profile, case.account)
    return replace(case, opened=found, purposes=found.purposes)


def issue_for_account(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Draw the code and keep its digest, bound to everything that is known."""
    session, now = tools.session, tools.session.now
    code = issue_code(session.randbytes)
    digest = tools.at.peppers.digest(code, session.tenant)
    profile = case.opened.profile if case.opened else None
    flow = Flow.HANDLE_FIRST if profile else Flow.ACCOUNT_FIRST
    binding = Binding(
        tenant=session.tenant,
        kind=Kind.CODE,
        flow=flow,
        purposes=case.purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        account=case.account,
        profile=profile,
        session_hash=case.session_hash,
    )
    binding.require_complete()
    token = Token(
        digest=digest.value,
        pepper_id=digest.pepper_id,
        flow=flow.value,
        state=TokenState.ISSUED.value,
        account=case.account,
        profile=profile,
        purposes=binding.purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        session_hash=case.session_hash,
        invitation=case.opened.digest if case.opened else None,
        issued_at=now,
        expires_at=expiry(Kind.CODE, now, tools.policy.code_ttl),
    )
    codes.add_token(session, token)
    sides: tuple[Subject, ...] = (case.account,) if profile is None else (profile, case.account)
    data = {"token": token.digest.hex(), "flow": flow.value, "notice": token.notice_version}
    events.append(session, TypeClass.TOKEN, TokenState.ISSUED.value, *sides, data=data)
    if tools.at.one_way:  # no page will come later to show it on, so it stands on this one
        sides = (case.account,)
        show_notice(session, sides, case.notice, token.purposes, digest=token.digest, session_hash=token.session_hash)
    issued = IssuedCode(
        code, _page(case, tools, code, token), case.account, token.purposes, token.notice_version, token.expires_at
    )
    return replace(case, issued=issued)


# --- an invitation, for a profile ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """A profile that is to be invited.

    Attributes
    ----------
    profile: whom. account: whom it was proposed to be; ``None`` for whoever signs in.
    notice, purposes: what they will be asked to agree to. address: of the page that opens invitations.
    issued: the invitation.
    """

    profile: Profile
    account: AccountKey | None = None
    notice: Notice
    purposes: tuple[str, ...]
    address: str = ""
    issued: IssuedInvitation | None = None

    @property
    def over(self) -> bool:
        """An invitation is made, or an error raised."""
        return False

    @property
    def given(self) -> IssuedInvitation:
        """The invitation, at the end."""
        assert self.issued is not None  # noqa: S101 - the last step draws one
        return self.issued


def check_invitable(case: Inviting, tools: Tools[WriteSession]) -> Inviting:
    """Leave alone who is one of us, who said no, who is linked, and who has an invitation or had enough of them."""
    session, key = tools.session, case.profile.key
    if tools.at.own.is_ours(case.profile):
        raise LinkError("the profile is the brand's own", code="own_handle")
    if any(suppressions.holds(session, key, kind) for kind in _SUPPRESSED):
        raise LinkError("they asked not to be asked", code="suppressed", hint="they can begin in their account")
    if links.live(session, key) is not None:
        raise LinkError("the profile is linked already", code="linked")
    open_ones = codes.invitations_of(session, key, [state.value for state in open_states(Kind.INVITATION)])
    if any(session.now < one.expires_at for one in open_ones):
        raise LinkError("the profile has an open invitation", code="open_invitation")
    if not count(session, "invitations", session.ref(key), tools.at.limits.invitations):
        raise LinkError("the profile was invited often enough", code="limited")
    return case


def issue_for_profile(case: Inviting, tools: Tools[WriteSession]) -> Inviting:
    """Draw the invitation and keep its digest, bound to the profile."""
    session, now = tools.session, tools.session.now
    drawn = issue_invitation(session.randbytes)
    digest = tools.at.peppers.digest(drawn, session.tenant)
    purposes = tuple(sorted(set(case.purposes)))
    row = Invitation(
        digest=digest.value,
        pepper_id=digest.pepper_id,
        state=TokenState.ISSUED.value,
        profile=case.profile.key,
        account=case.account,
        purposes=purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        issued_at=now,
        expires_at=expiry(Kind.INVITATION, now, tools.policy.invitation_ttl),
    )
    codes.add_invitation(session, row)
    sides: tuple[Subject, ...] = (row.profile,) if row.account is None else (row.profile, row.account)
    data = {"of": Kind.INVITATION.value, "token": row.digest.hex(), "handle": case.profile.handle}
    events.append(session, TypeClass.TOKEN, TokenState.ISSUED.value, *sides, data=data)
    text = tools.at.texts.write(
        "invitation",
        profile=case.profile,
        notice=case.notice,
        purposes=purposes,
        link=f"{case.address}#{drawn.reveal()}" if case.address else drawn.reveal(),
        hours=tools.policy.invitation_ttl_hours,
    )
    issued = IssuedInvitation(drawn, text, row.profile, row.account, row.expires_at)
    return replace(case, issued=issued)


# --- between the steps ---------------------------------------------------------------------------


def _refuse(case: Asking, tools: Tools[WriteSession], reason: str) -> Asking:
    note_refusal(tools.session, "invite", str(reason), (case.account,))
    return replace(case, failure=TokenRefused())


def _page(case: Asking, tools: Tools[WriteSession], code: Code, token: Token) -> str:
    session = tools.session
    text = tools.at.texts.write(
        "loop_page" if token.profile else "code_page",
        account=known_account(session, case.account),
        profile=known_profile(session, token.profile) if token.profile else None,
        platform=case.platform,
        notice=case.notice,
        purposes=token.purposes,
        code=code.reveal(),
        minutes=minutes_left(token.expires_at, session.now),
    )
    return f"{text}\n\n{case.notice.text}" if tools.at.one_way else text
