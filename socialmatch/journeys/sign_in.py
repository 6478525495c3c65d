"""The steps of a sign-in with the platform in the browser that is signed in to the account: a link at L3.

Beginning it draws a state that only this session can bring back, once, from the provider it was sent to. What the
customer agrees to was shown before they went; so the profile that signs in is linked when it comes back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from socialmatch.config import SignInProvider
from socialmatch.consent.bindings import Binding, Flow
from socialmatch.consent.codes import StateCode, issue_state
from socialmatch.consent.limits import expiry
from socialmatch.consent.sign_in import sign_in_fault
from socialmatch.consent.tokens import Act, Kind, TokenState
from socialmatch.errors import UsageError
from socialmatch.journeys.ages import age_said
from socialmatch.journeys.agreeing import registered_notice, show_notice
from socialmatch.journeys.invite import Asking
from socialmatch.journeys.steps import Installation, Tools
from socialmatch.journeys.texts import known_account
from socialmatch.journeys.token import Proof, binding_of, refuse, take
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Profile, SignIn
from socialmatch.store import WriteSession, codes, events
from socialmatch.store.codes import Token


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A sign-in that was begun: what the host sends along to the provider, and shows before.

    Attributes
    ----------
    state: the ``state`` of the request; ``state.reveal()`` shows it. nonce: its ``nonce``.
    text: what to show, with the way to the provider and the way to decline beside each other.
    provider: name of the provider. account, purposes, notice: what would be agreed to, for whom. expires_at: its end.
    """

    state: StateCode
    nonce: str = field(repr=False)
    text: str = field(repr=False)
    provider: str
    account: AccountKey
    purposes: tuple[str, ...]
    notice: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInProof(Proof):
    """A state that came back, and what the provider said. Attributes beside those of :class:`.token.Proof`:

    ----------
    said: by the provider. provider: that the settings name for its issuer and scope; ``None`` if they name none.
    """

    said: SignIn
    provider: SignInProvider | None


def provider_called(at: Installation, name: str) -> SignInProvider:
    """A provider of the settings, by its name.

    Raises
    ------
    UsageError: there is none (``unknown_provider``).
    """
    found = at.config.sign_in.get(name)
    if found is None:
        raise UsageError("the settings name no such provider", code="unknown_provider", hint="see [sign_in.NAME]")
    return found


def provider_of(at: Installation, said: SignIn) -> SignInProvider | None:
    """The provider the settings name for an issuer and a scope, compared byte for byte."""
    fits = [one for one in at.config.sign_in.values() if (one.issuer, one.scope) == (said.issuer, said.scope)]
    return fits[0] if fits else None


def bound_to(provider: SignInProvider) -> tuple[str, ...]:
    """What goes into the digest of a state, so that no other provider can bring it back (RFC 9207: mix-up)."""
    return (provider.issuer, provider.platform, provider.scope)


# --- beginning -----------------------------------------------------------------------------------


def issue_state_for(case: Asking, tools: Tools[WriteSession], name: str) -> SignInRequest:
    """Draw a state for a customer who is signed in, and record that they were shown what they would agree to."""
    session, now = tools.session, tools.session.now
    provider = provider_called(tools.at, name)
    state = issue_state(session.randbytes)
    digest = tools.at.peppers.digests(state, session.tenant, *bound_to(provider))[0]
    binding = Binding(
        tenant=session.tenant,
        kind=Kind.CODE,
        flow=Flow.SIGN_IN,
        purposes=case.purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        account=case.account,
        session_hash=case.session_hash,
    )
    binding.require_complete()
    token = Token(
        digest=digest.value,
        pepper_id=digest.pepper_id,
        flow=Flow.SIGN_IN.value,
        state=TokenState.ISSUED.value,
        account=case.account,
        profile=None,
        purposes=binding.purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        session_hash=case.session_hash,
        issued_at=now,
        expires_at=expiry(Kind.CODE, now, tools.policy.code_ttl),
    )
    codes.add_token(session, token)
    data = {"token": token.digest.hex(), "flow": token.flow, "provider": name, "notice": token.notice_version}
    data |= age_said(case.standing)
    events.append(session, TypeClass.TOKEN, TokenState.ISSUED.value, case.account, data=data)
    sides = (case.account,)
    show_notice(session, sides, case.notice, token.purposes, digest=token.digest, session_hash=case.session_hash)
    text = tools.at.texts.write(
        "sign_in_page",
        account=known_account(session, case.account),
        platform=provider.platform,
        notice=case.notice,
        purposes=token.purposes,
        minutes=tools.policy.code_ttl_minutes,
    )
    nonce = tools.at.peppers.nonce(state, session.tenant, token.pepper_id)
    return SignInRequest(state, nonce, text, name, case.account, token.purposes, token.notice_version, token.expires_at)


# --- coming back ---------------------------------------------------------------------------------


def check_provider(case: SignInProof, tools: Tools[WriteSession]) -> SignInProof:
    """Refuse an issuer the settings do not name."""
    return case if case.provider is not None else _refuse(case, tools, "unknown_issuer")


def check_session(case: SignInProof, tools: Tools[WriteSession]) -> SignInProof:
    """Refuse whoever is not in the session that began it, for the account it was begun for. The state stays theirs."""
    bound = binding_of(case.issued, tools.session.tenant)
    other = bound.refusal(replace(bound, account=case.account, session_hash=case.session_hash))
    return case if other is None else _refuse(case, tools, other)


def check_sign_in(case: SignInProof, tools: Tools[WriteSession]) -> SignInProof:
    """Refuse what proves nobody. The state is over with it: an answer is given once."""
    assert case.provider is not None  # noqa: S101 - the step before refused it
    session = tools.session
    nonce = tools.at.peppers.nonce(case.code, session.tenant, case.issued.pepper_id)
    fault = sign_in_fault(case.said, case.provider, nonce=nonce, now=session.now)
    if not fault:
        who = case.said
        profile = Profile(case.provider.platform, who.subject, case.provider.scope, session.tenant, handle=who.handle)
        if not tools.at.own.is_ours(profile):
            return replace(case, profile=profile)
        fault = "own_handle"
    burned = take(case, tools, Act.BURN, {"reason": fault}, ended_at=session.now)
    return burned if burned.over else _refuse(case, tools, fault)


def claim_by_sign_in(case: SignInProof, tools: Tools[WriteSession]) -> SignInProof:
    """Note who signed in, and that they saw what the page showed before they went."""
    session = tools.session
    case = take(case, tools, Act.CLAIM, {"handle": case.sender.handle}, profile=case.sender.key, claimed_at=session.now)
    if not case.over:
        token = case.issued
        notice = registered_notice(session, token.notice_version, token.language)
        sides = (case.sender.key,)
        show_notice(session, sides, notice, token.purposes, digest=token.digest, session_hash=token.session_hash)
    return case


def _refuse(case: SignInProof, tools: Tools[WriteSession], reason: str) -> SignInProof:
    return refuse(case, tools, reason)
