"""A code as the session that asked for it may see it: what became of it, who sent it, and the page to be shown."""

from __future__ import annotations

from dataclasses import replace

from socialmatch.consent.codes import Code
from socialmatch.consent.templates import mask_account
from socialmatch.consent.tokens import Kind, TokenState, state_at
from socialmatch.errors import TokenRefused
from socialmatch.journeys.agreeing import registered_notice, served_name
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.texts import known_account, known_profile, minutes_left, shown_handle
from socialmatch.journeys.token import binding_of
from socialmatch.models import AccountKey, Claim, Profile
from socialmatch.store import Session, codes, notices
from socialmatch.store.codes import Token


def own_token(at: Installation, session: Session, code: Code, account: AccountKey, hashed: bytes) -> Token:
    """What was issued under a code, for the session and the account it was issued to and for nobody else."""
    token = codes.find_token(session, [digest.value for digest in at.peppers.digests(code, at.tenant)])
    if token is None:
        raise TokenRefused
    bound = binding_of(token, at.tenant)
    if bound.refusal(replace(bound, account=account, session_hash=hashed)) is not None:
        raise TokenRefused
    return token


def is_claimed(session: Session, token: Token) -> bool:
    """Whether somebody sent it, and there is still time to answer."""
    return _state(session, token) is TokenState.CLAIMED


def was_shown(session: Session, token: Token) -> bool:
    """Whether whoever sent it was shown with the notice, and that was recorded."""
    return token.profile is not None and notices.shown(session, served_name(token.digest, token.profile)) is not None


def page_of(at: Installation, session: Session, token: Token) -> Claim:
    """What the session is to be shown now; a text where there is something to agree to."""
    profile = None if token.profile is None else known_profile(session, token.profile)
    name = "confirm_page" if profile and is_claimed(session, token) else ""
    return claim_of(at, session, token, profile, name)


def claim_of(at: Installation, session: Session, token: Token, profile: Profile | None, text: str) -> Claim:
    """A code and what became of it.

    Parameters
    ----------
    profile: who sent it, with the handle they are known by. text: name of the template to show, ``""`` for none.
    """
    assert token.account is not None  # noqa: S101 - no code is issued without an account
    account = known_account(session, token.account)
    written = at.texts.write(
        text,
        account=account,
        profile=profile,
        notice=registered_notice(session, token.notice_version, token.language),
        purposes=token.purposes,
        minutes=minutes_left(token.expires_at, session.now),
    )
    return Claim(
        state=_state(session, token).value,
        account=token.account,
        purposes=token.purposes,
        notice=token.notice_version,
        expires_at=token.expires_at,
        profile=token.profile,
        handle="" if profile is None else shown_handle(profile),
        account_shown=mask_account(account),
        text=written,
    )


def _state(session: Session, token: Token) -> TokenState:
    return state_at(Kind.CODE, TokenState(token.state), expires_at=token.expires_at, now=session.now)
