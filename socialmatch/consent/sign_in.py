"""What a sign-in with a platform must show before it counts: pure, and closed on anything missing.

The host's own OpenID Connect or OAuth 2.0 library talks to the provider and verifies what comes back (signature,
audience, expiry). What is left to get wrong is what is checked here, because that is where the published holes are:
an address or a name taken for an identity, an id without its issuer, an answer that another session asked for.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

from socialmatch.config import SignInProvider
from socialmatch.consent.limits import LOGIN_AGE, is_recent
from socialmatch.errors import HandleError
from socialmatch.handles import registry
from socialmatch.models import UNSTABLE_PREFIX, SignIn

MAX_SUBJECT: Final = 255
"""Characters of the longest subject: OpenID Connect Core 1.0, section 2."""


def sign_in_fault(proof: SignIn, provider: SignInProvider, *, nonce: str, now: datetime) -> str:
    """Why a sign-in proves nothing; ``""`` if it proves who holds the profile.

    Parameters
    ----------
    provider: that the settings name for the proof's issuer and scope. nonce: that was sent along.
    """
    if not isinstance(proof.subject, str) or not proof.subject.strip():
        return "no_subject"
    subject_fault = _subject_fault(proof, provider)
    if subject_fault:
        return subject_fault
    if not isinstance(proof.nonce, str) or (provider.nonce and not proof.nonce):
        return "no_nonce"
    if provider.nonce and not hmac.compare_digest(proof.nonce.encode("utf-8", "replace"), nonce.encode()):
        return "other_nonce"
    if proof.pkce is not True:
        return "no_pkce"
    if not isinstance(proof.auth_time, datetime) or proof.auth_time.tzinfo is None:
        return "no_auth_time"
    return "" if is_recent(proof.auth_time, now, LOGIN_AGE) else "stale_sign_in"


def _subject_fault(proof: SignIn, provider: SignInProvider) -> str:
    """Why a subject is no stable id of one account at the platform."""
    subject = proof.subject
    if "@" in subject:  # an address changes hands, and some providers let anybody claim one
        return "email_subject"
    if subject.startswith(UNSTABLE_PREFIX) or (proof.handle and subject.casefold() == proof.handle.casefold()):
        return "handle_subject"
    if len(subject) > MAX_SUBJECT or not (subject.isascii() and subject.isprintable()) or " " in subject:
        return "bad_subject"
    try:
        known = registry.platform(provider.platform)
        known.clean_scope(provider.scope, subject)
        if known.id_grammar is not None:
            known.clean_id(subject)
    except HandleError as fault:
        return "bad_subject" if fault.code == "bad_id" else fault.code
    return ""
