"""The steps by which a code comes to be. It is for a customer who is signed in, and makes no link.

They see it, and send it from their own handle. Where an invitation brought them, they first name the profile it was
sent to, and get a code that only that profile can send.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from socialmatch.consent.ages import Age, Standing
from socialmatch.consent.bindings import Binding, Flow
from socialmatch.consent.codes import Code, InvitationCode, issue_code
from socialmatch.consent.limits import expiry
from socialmatch.consent.tokens import Act, Kind, Refusal, TokenState, open_states
from socialmatch.consent.tokens import step as codes_step
from socialmatch.errors import InputError, SocialMatchError, TokenRefused
from socialmatch.journeys.ages import age_said, standing_of, too_young
from socialmatch.journeys.agreeing import show_notice
from socialmatch.journeys.inviting import burn_invitation, find_invitation, is_called, move_invitation
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.texts import known_account, known_profile, minutes_left
from socialmatch.journeys.token import count, fresh, note_refusal, refuse_grant, stale_login
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, ActorKind, Notice, Subject
from socialmatch.store import WriteSession, accounts, codes, events
from socialmatch.store.accounts import AccountState
from socialmatch.store.codes import Invitation, Token

_UNKNOWN: Final = Standing(Age.UNKNOWN)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody signed in who asks for a code.

    Attributes
    ----------
    account, session_hash: who, and in which session. notice, purposes: what they are asked to agree to.
    signed_in_at: when they signed in. platform: where they want to send it from, for the text.
    invitation: that brought them here. named: the handle they say it was sent to.
    standing: what is known of their age. opened: what was issued under it.
    issued: the code. failure: ends the journey; raised once it is committed.
    """

    account: AccountKey
    session_hash: bytes = field(repr=False)
    notice: Notice
    purposes: tuple[str, ...]
    signed_in_at: datetime
    platform: str = ""
    invitation: InvitationCode | None = None
    named: str = field(default="", repr=False)
    standing: Standing = _UNKNOWN
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
    return replace(case, failure=refuse_grant(tools, "invite", (case.account,)))


def check_login(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Refuse a session that somebody signed in to too long ago: whoever finds it open is not the customer."""
    if fresh(case.signed_in_at, tools.session.now):
        return case
    note_refusal(tools.session, "invite", "stale_login", (case.account,))
    return replace(case, failure=stale_login())


def count_asking(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Count it against the account, and refuse it beyond the limit, or while too many codes are open."""
    session, at = tools.session, tools.at
    within = count(session, "account", session.ref(case.account), at.limits.account)
    # What a guesser could hit is bounded by this; the formula that settings are checked with counts on it.
    room = codes.count_open(session, Token, [one.value for one in open_states(Kind.CODE)]) < at.limits.open_codes
    return case if within and room else _refuse(case, tools, "limited")


def read_account(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Make sure that the account is there to be linked, and its owner old enough to agree."""
    known = accounts.get(tools.session, case.account)
    if known is None or known.state is not AccountState.ACTIVE:
        raise InputError(
            "the store does not know this account as an active one", code="unknown_account", hint="import it first"
        )
    return replace(case, failure=too_young(tools, "invite", known.account), standing=standing_of(tools, known.account))


def open_invitation(case: Asking, tools: Tools[WriteSession]) -> Asking:
    """Where an invitation brought them: open it for this session, if they can say which profile it was sent to.

    Whoever was handed somebody else's invitation cannot, and one wrong name is the end of it: the profile's owner
    gets another, and whoever guesses gets none. The inviting is pointed out to an officer.
    """
    if case.invitation is None:
        return case
    session = tools.session
    found = find_invitation(tools.at, session, case.invitation)
    if found is None:
        return _refuse(case, tools, Refusal.UNKNOWN)
    if found.account not in (None, case.account):
        return _refuse(case, tools, Refusal.OTHER_ACCOUNT)
    if found.session_hash not in (None, case.session_hash):
        return _refuse(case, tools, Refusal.OTHER_SESSION)
    met = codes_step(Kind.INVITATION, TokenState(found.state), Act.OPEN, expires_at=found.expires_at, now=session.now)
    if met.refusal is not None:
        return _refuse(case, tools, met.refusal)
    if not is_called(known_profile(session, found.profile), case.named):
        burn_invitation(tools, found, case.account)
        return _refuse(case, tools, Refusal.WRONG_HANDLE, found.profile)
    opened = move_invitation(
        session, found, Act.OPEN, account=case.account, session_hash=case.session_hash, opened_at=session.now
    )
    if not opened:
        return _refuse(case, tools, Refusal.USED)
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
    data = {"token": token.digest.hex(), "flow": flow.value, "notice": token.notice_version, **age_said(case.standing)}
    events.append(session, TypeClass.TOKEN, TokenState.ISSUED.value, *sides, data=data)
    if tools.at.one_way:  # no page will come later to show it on, so it stands on this one
        sides = (case.account,)
        show_notice(session, sides, case.notice, token.purposes, digest=token.digest, session_hash=token.session_hash)
    issued = IssuedCode(
        code, _page(case, tools, code, token), case.account, token.purposes, token.notice_version, token.expires_at
    )
    return replace(case, issued=issued)


# --- between the steps ---------------------------------------------------------------------------


def _refuse(case: Asking, tools: Tools[WriteSession], reason: str, *others: Subject) -> Asking:
    note_refusal(tools.session, "invite", str(reason), (*others, case.account))
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
