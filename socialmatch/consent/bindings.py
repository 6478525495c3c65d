"""What a code is bound to: change any of it, and the code is worth nothing.

A code that works in another session, for another account or for more purposes than were shown is the flaw most
published holes of such flows come down to. So everything is compared, and what is missing never fits.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

from socialmatch.canonical import canonical
from socialmatch.consent.tokens import Kind, Refusal
from socialmatch.errors import UsageError
from socialmatch.models import AccountKey, ProfileKey, Subject

MIN_SESSION_SECRET: Final = 16
"""Bytes of the shortest session secret we take: 128 bits, if they are random."""
_HASH_BYTES: Final = 32
_LABEL: Final = b"socialmatch session v1\0"


class Flow(StrEnum):
    """Which way a link comes to be."""

    ACCOUNT_FIRST = "account_first"
    """Signed in, then a code by direct message, then confirmed where it was asked for."""
    HANDLE_FIRST = "handle_first"
    """Invited by direct message, then signed in, then a loop code by direct message."""
    SIGN_IN = "sign_in"
    """Signed in to the account and to the platform in one browser session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What a code or an invitation is for; as bound when it was issued, or as presented when it is used.

    Attributes
    ----------
    purposes: what would be agreed to; order and repetition do not count.
    notice_version, language: what was shown.
    account, profile: the sides known so far. session_hash: :func:`session_hash` of the session that asked;
        an invitation has none until it is opened.
    """

    tenant: str
    kind: Kind
    flow: Flow
    purposes: tuple[str, ...]
    notice_version: str
    language: str
    account: AccountKey | None = None
    profile: ProfileKey | None = None
    session_hash: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "purposes", tuple(sorted(set(self.purposes))))

    def require_complete(self) -> None:
        """Refuse to issue anything under a binding that leaves something open.

        Raises
        ------
        UsageError: ``code`` is ``no_session``, ``no_purpose``, ``no_notice``, ``no_account``, ``no_profile`` or
            ``other_tenant``.
        """
        fault = self._fault()
        if fault:
            raise UsageError(_FAULTS[fault], code=fault)

    def _fault(self) -> str:
        if self.kind is Kind.CODE and not _is_hash(self.session_hash):
            return "no_session"
        if not self.purposes or not all(self.purposes):
            return "no_purpose"
        if not self.notice_version or not self.language:
            return "no_notice"
        # The profile of an account-first code is whoever sends it, that of a sign-in
        # whoever signs in; the account of an invitation, whoever opens it.
        if self.kind is Kind.CODE and self.account is None:
            return "no_account"
        if self.flow is Flow.HANDLE_FIRST and self.profile is None:
            return "no_profile"
        if any(side is not None and side.tenant != self.tenant for side in (self.account, self.profile)):
            return "other_tenant"
        return ""

    def refusal(self, presented: Binding) -> Refusal | None:
        """Why what is presented is not what this was bound to, or ``None`` if it is.

        For the step that makes the link, when both sides and the session are known. All fields are compared, each in
        constant time, whichever differs. A code without a session, on either side, never fits.

        Raises
        ------
        InputError: a field holds a lone surrogate (``not_canonical``).
        """
        mine, theirs = dict(self._fields()), dict(presented._fields())
        differing = [reason for reason in mine if not hmac.compare_digest(mine[reason], theirs[reason])]
        if self.kind is Kind.CODE and not (_is_hash(self.session_hash) and _is_hash(presented.session_hash)):
            return Refusal.NO_SESSION
        return differing[0] if differing else None

    def sender_refusal(self, profile: ProfileKey) -> Refusal | None:
        """Why a direct message of this profile cannot claim the code, or ``None`` if it can.

        An account-first code is bound to no profile before it is claimed, so anybody of the tenant may claim it; the
        confirmation shows who did.
        """
        if not hmac.compare_digest(_text(self.tenant), _text(profile.tenant)):
            return Refusal.OTHER_TENANT
        if self.profile is None:
            return None if self.flow is Flow.ACCOUNT_FIRST else Refusal.OTHER_PROFILE
        return None if hmac.compare_digest(_key(self.profile), _key(profile)) else Refusal.OTHER_PROFILE

    def _fields(self) -> Iterator[tuple[Refusal, bytes]]:
        """Every field as bytes, by the reason its difference is."""
        yield Refusal.OTHER_TENANT, _text(self.tenant)
        yield Refusal.OTHER_KIND, _text(self.kind)
        yield Refusal.OTHER_FLOW, _text(self.flow)
        yield Refusal.OTHER_SESSION, self.session_hash or b""
        yield Refusal.OTHER_ACCOUNT, _key(self.account)
        yield Refusal.OTHER_PROFILE, _key(self.profile)
        yield Refusal.OTHER_PURPOSES, _text(*self.purposes)
        yield Refusal.OTHER_NOTICE, _text(self.notice_version)
        yield Refusal.OTHER_LANGUAGE, _text(self.language)


_FAULTS: Final = {
    "no_session": "a code is bound to the session that asks for it, and no session was given",
    "no_purpose": "a code is bound to the purposes that were shown, and none was given",
    "no_notice": "a code is bound to the notice that was shown, in its language, and none was given",
    "no_account": "a code is bound to the account that is signed in, and none was given",
    "no_profile": "this flow begins at a profile, and none was given",
    "other_tenant": "the account or the profile is another tenant's",
}


def session_hash(secret: bytes | str) -> bytes:
    """What is kept of a session: SHA-256 of its secret, for comparing; 32 bytes.

    Parameters
    ----------
    secret: what only this session's browser holds: its random id, or better a nonce kept in it for this flow alone.

    Raises
    ------
    UsageError: it is neither text nor bytes, or shorter than 16 bytes (``no_session``), so it is missing or can be
        guessed.
    """
    if isinstance(secret, str):
        data = secret.encode("utf-8", "surrogatepass")
    else:  # bytes() of a number would be as many zeros, the same for every browser
        data = bytes(secret) if isinstance(secret, bytes | bytearray | memoryview) else b""
    short = len(data.strip()) < MIN_SESSION_SECRET
    digest = sha256(_LABEL + data).digest()
    del secret, data
    if short:
        raise UsageError(f"the secret of a session has at least {MIN_SESSION_SECRET} bytes", code="no_session")
    return digest


def _is_hash(value: bytes | None) -> bool:
    return value is not None and len(value) == _HASH_BYTES


def _text(*parts: str) -> bytes:
    """Texts as bytes; two lists of texts never look alike."""
    return canonical(parts)


def _key(subject: Subject | None) -> bytes:
    """A key as bytes; no account looks like a profile, and neither like nobody."""
    if subject is None:
        return b""
    if isinstance(subject, AccountKey):
        return _text("account", subject.tenant, subject.crm, subject.account_id)
    return _text("profile", subject.tenant, subject.platform, subject.scope, subject.user_id)
