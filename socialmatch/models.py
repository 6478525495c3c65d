"""The values everybody passes around: frozen, slotted, cheap; no behaviour beyond their own invariants.

Nothing here prints a person: fields that hold personal data are left out of every ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

DEFAULT_TENANT = "default"
DEFAULT_CRM = "crm"
UNSTABLE_PREFIX = "~handle:"
"""Begins the ``user_id`` of a profile whose source gives no stable id; the folded handle follows."""


def _hidden(default: Any = "") -> Any:
    """A personal field: kept out of ``repr``."""
    return field(default=default, repr=False)


# --- who ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class ProfileKey:
    """What identifies a social profile; compared byte for byte, never folded.

    Attributes
    ----------
    tenant: the brand or customer of the host whose data this is.
    platform: name in the platform registry (``"x"``, ``"mastodon"`` ...).
    scope: ``""`` where the platform's id is global, else the page, app, portfolio or provider that issued it.
    user_id: the platform's stable id, or ``~handle:<folded handle>`` where the source gives none.
    """

    tenant: str
    platform: str
    scope: str = field(repr=False)
    user_id: str = field(repr=False)

    @classmethod
    def of_handle(cls, tenant: str, platform: str, folded_handle: str) -> Self:
        """The key of a profile of which only the handle is known, folded as its platform folds it."""
        return cls(tenant, platform, "", UNSTABLE_PREFIX + folded_handle)

    @property
    def stable(self) -> bool:
        """Whether the id outlives a rename. A link on an unstable key is worth L1 at most."""
        return not self.user_id.startswith(UNSTABLE_PREFIX)


@dataclass(frozen=True, slots=True, order=True)
class AccountKey:
    """What identifies a customer account: the adapter's configured name and its own id there."""

    tenant: str
    crm: str
    account_id: str = field(repr=False)


Subject = ProfileKey | AccountKey
"""One side of a possible link; consent is given by a subject."""


class ActorKind(StrEnum):
    """Who acts. An agent never grants."""

    CUSTOMER = "customer"
    AGENT = "agent"
    JOB = "job"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something; the host authenticates, we authorise. ``id`` is the host's own."""

    kind: ActorKind
    id: str = field(repr=False)


# --- what is known of them -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Profile:
    """A social profile as a source shows it. Raw values; normalising is the matcher's.

    Attributes
    ----------
    platform, scope, user_id, tenant: the key, see :class:`ProfileKey`.
    handle: the name shown after the ``@``, without it; a dated attribute, never the key.
    profile_id: the caller's own row id, echoed back.
    display_name, bio, location, urls, public_emails, public_phones: as shown, may be empty.
    url: the profile's own address. first_seen, last_seen: when the source saw it so.
    """

    platform: str
    user_id: str = field(repr=False)
    scope: str = _hidden()
    tenant: str = DEFAULT_TENANT
    handle: str = _hidden()
    profile_id: str = _hidden()
    display_name: str = _hidden()
    bio: str = _hidden()
    location: str = _hidden()
    urls: tuple[str, ...] = _hidden(())
    public_emails: tuple[str, ...] = _hidden(())
    public_phones: tuple[str, ...] = _hidden(())
    url: str = _hidden()
    first_seen: datetime | None = None
    last_seen: datetime | None = None

    @property
    def key(self) -> ProfileKey:
        """The profile's identity."""
        return ProfileKey(self.tenant, self.platform, self.scope, self.user_id)


@dataclass(frozen=True, slots=True)
class Account:
    """A customer account as the CRM holds it. Raw values; every field but the id may be empty.

    Attributes
    ----------
    account_id, crm, tenant: the key, see :class:`AccountKey`.
    handles: social handles on file, each ``platform:handle``.
    country: ISO 3166-1 alpha-2 or a name. birthday: ISO date or ``""``; birth_year: or ``None``.
    """

    account_id: str = field(repr=False)
    crm: str = DEFAULT_CRM
    tenant: str = DEFAULT_TENANT
    given_name: str = _hidden()
    middle_name: str = _hidden()
    family_name: str = _hidden()
    suffix: str = _hidden()
    nickname: str = _hidden()
    full_name: str = _hidden()
    other_names: tuple[str, ...] = _hidden(())
    emails: tuple[str, ...] = _hidden(())
    phones: tuple[str, ...] = _hidden(())
    websites: tuple[str, ...] = _hidden(())
    street: str = _hidden()
    city: str = _hidden()
    postal_code: str = _hidden()
    state: str = _hidden()
    country: str = _hidden()
    birthday: str = _hidden()
    birth_year: int | None = _hidden(None)
    job_title: str = _hidden()
    organization: str = _hidden()
    handles: tuple[str, ...] = _hidden(())
    updated_at: datetime | None = None

    @property
    def key(self) -> AccountKey:
        """The account's identity."""
        return AccountKey(self.tenant, self.crm, self.account_id)


# --- what they agreed to -------------------------------------------------------------------------


class EventKind(StrEnum):
    """The thirteen things that can happen to a consent."""

    REQUESTED = "requested"
    NOTICE_SERVED = "notice_served"
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"
    RECONFIRMED = "reconfirmed"
    MODIFIED = "modified"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    INVALIDATED = "invalidated"
    SUPERSEDED = "superseded"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One thing that happened to one subject's consent for one purpose.

    Attributes
    ----------
    recorded_at: when we learned of it; orders events. valid_until: end of a grant, exclusive.
    notice_version: what was shown. method: how they answered. evidence: reference to the proof, not the proof.
    ledger_index: its position in the ledger, ``None`` where there is no ledger.
    """

    subject: Subject
    purpose: str
    kind: EventKind
    recorded_at: datetime
    notice_version: str = ""
    method: str = ""
    valid_until: datetime | None = None
    evidence: str = _hidden()
    actor: Actor | None = None
    reason: str = ""
    ledger_index: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What people are shown before they agree: one version, in one language. Once registered it never changes.

    Attributes
    ----------
    version, language: together its name; ``language`` is a BCP 47 tag. text: exactly what is shown.
    purposes: what can be agreed to under it. valid_days: the longest a grant lasts; a grant is never endless.
    legal_basis, controller, contact, recipients, retention, withdrawal, rights, authority, jurisdiction:
        what the record of a consent must hold besides (GDPR 13 and 30, ISO/IEC TS 27560): on what basis, by whom,
        whom to ask, who receives, how long it is kept, how to withdraw, where the rights stand, who supervises, where.
    material: whether it changes what people agreed to, so that they are asked again.
    notice_id: the host's own name for the text all versions are versions of.
    benefits: what each purpose gives the person, one sentence a purpose, in the order of ``purposes``.
    """

    version: str
    language: str
    text: str = field(repr=False)
    purposes: tuple[str, ...]
    valid_days: int = 730
    legal_basis: str = "consent"
    controller: str = ""
    contact: str = ""
    recipients: tuple[str, ...] = ()
    retention: str = ""
    withdrawal: str = ""
    rights: str = ""
    authority: str = ""
    jurisdiction: str = ""
    material: bool = True
    notice_id: str = ""
    benefits: tuple[str, ...] = ()


# --- what matching and linking give --------------------------------------------------------------


class Assurance(StrEnum):
    """What a link is worth, by how it came to be; compares in order (``L0 < L3``)."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Decision(StrEnum):
    """What the policy's thresholds say of a proposal."""

    MATCH = "match"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a pair.

    Attributes
    ----------
    feature: name of the comparison that found it (``"handle"``, ``"display_name"`` ...).
    weight: millibits (1/1000 of a log2 Bayes factor), an integer so that sums do not depend on their order.
    text: the reason in words, for a support agent; it holds personal data.
    """

    feature: str
    weight: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that matching puts forward. It is never a link: only a redeemed proof makes one.

    Attributes
    ----------
    account: ``None`` on the row that says "a permit, but no candidate".
    rank: 1 for the best account of this profile. weight: millibits, prior included.
    probability: calibrated, of this account against all others and "no account here".
    """

    profile: ProfileKey
    account: AccountKey | None
    rank: int
    weight: int
    probability: float
    decision: Decision
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A profile and the account it was proved to belong to. It exists only since a proof was redeemed, or as L0.

    Attributes
    ----------
    assurance: what it is worth. method: how it was proved.
    ledger_index: position of the event that made it; what identifies it.
    started_at: when. undo_until: until when either side can undo it. expires_at: when an L1 link stops counting.
    suspended_at: it does not answer since then, until it is resumed or ended. ended_at: it is no more.
    reason: of the suspension or the end.
    """

    profile: ProfileKey
    account: AccountKey
    assurance: Assurance
    method: str
    ledger_index: int
    started_at: datetime
    undo_until: datetime | None = None
    expires_at: datetime | None = None
    suspended_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""

    def live(self, at: datetime) -> bool:
        """Whether it answers at a moment."""
        return self.suspended_at is None and self.ended_at is None and (self.expires_at is None or at < self.expires_at)


# --- what the journeys give back -----------------------------------------------------------------


class AnswerKind(StrEnum):
    """What an answer is."""

    LINK = "link"
    """The profile was proved to belong to an account; nothing was scored."""
    PROPOSALS = "proposals"
    """Accounts that may be the person's; a person looks at them, nothing is decided."""
    REFUSAL = "refusal"
    """Nothing is known, or nothing may be said; ``reason`` says why, ``next_step`` what to do."""


class NextStep(StrEnum):
    """What to do after a refusal."""

    INVITE = "invite"
    """Ask the person to prove who they are: offer them a code where they are signed in, or an invitation."""
    LEAVE = "leave"
    """Do not ask: they said no, or there is nobody to ask. They can begin themselves at any time."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One more thing to ask somebody, that would settle which account is theirs. It holds no value of any account.

    Attributes
    ----------
    kind: ``"place"``, ``"email"``, ``"phone"``, ``"website"``, ``"name"``, or ``"proof"``, which settles everything.
    settles: ranks of the proposals that would become a match if the fact fits them.
    text: what to ask, for a support agent.
    """

    kind: str
    settles: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What we know of a profile, as far as both sides agreed to it.

    Attributes
    ----------
    profile, purpose: what was asked. as_of: the moment consent was read at.
    link: of an answer of kind ``LINK`` at L2 or better. At L1 it stays empty: the profile is somebody who came
        back, and no account is shown.
    assurance: of the link that was found, also where it is too low to answer.
    proposals: the best first. reason: why it is a refusal, a short stable word. next_step: what to do then.
    ledger_index: the event that says who was shown this; ``None`` where nobody was shown.
    facts: what to ask next, where an explanation was asked for; the most telling first.
    """

    kind: AnswerKind
    profile: ProfileKey
    purpose: str
    as_of: datetime
    link: Link | None = None
    assurance: Assurance | None = None
    proposals: tuple[Proposal, ...] = ()
    reason: str = ""
    next_step: NextStep | None = None
    ledger_index: int | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def account(self) -> AccountKey | None:
        """The account of the link that answers."""
        return None if self.link is None else self.link.account


@dataclass(frozen=True, slots=True)
class Notification:
    """Something one side is to be told, by whatever channel the host has to them.

    Attributes
    ----------
    to: whom. about: what it is about (``"linked"``, ``"conflict"``, ``"withdrawn"`` ...). text: plain text to send.
    """

    to: Subject
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a platform said of who signed in to it, after the host's own library verified it. Every part is needed.

    Attributes
    ----------
    issuer: of the ID token (``iss``), or the provider's own address. scope: as :class:`ProfileKey` has it.
    subject: the platform's stable id of the person (``sub``): never an e-mail address, never a handle.
    nonce: as the ID token repeats it. pkce: whether the exchange was done with PKCE (RFC 7636, S256).
    auth_time: when they signed in there (``auth_time`` of the ID token; without one, its ``iat``).
    handle: what the profile is called now, for the texts; it identifies nobody.
    """

    issuer: str
    scope: str
    subject: str = field(repr=False)
    nonce: str = field(repr=False)
    pkce: bool
    auth_time: datetime
    handle: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A code and what became of it, for the session that asked for it.

    Attributes
    ----------
    state: of the token. profile, handle: who sent it, once somebody did. account, account_shown: whose account, masked.
    purposes, notice: what a confirmation agrees to. text: what to show before it, or to answer in the conversation.
    expires_at: without a confirmation it is worth nothing from then on.
    link: where this act made one already (L1 only).
    """

    state: str
    account: AccountKey
    purposes: tuple[str, ...]
    notice: str
    expires_at: datetime
    profile: ProfileKey | None = None
    handle: str = _hidden()
    account_shown: str = _hidden()
    text: str = _hidden()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a change did; for the person it is about.

    Attributes
    ----------
    what: ``"linked"``, ``"declined"``, ``"withdrawn"``, ``"undone"``, ``"unlinked"`` or ``"erased"``.
    at: when. changed: whether there was anything to do.
    subjects: whom it concerns. purposes: what was agreed to, or is over. link: that was made.
    ledger_index: the event that says so; ``None`` where nothing changed.
    notifications: what each side is to be told.
    """

    what: str
    at: datetime
    changed: bool = True
    subjects: tuple[Subject, ...] = ()
    purposes: tuple[str, ...] = ()
    link: Link | None = None
    ledger_index: int | None = None
    notifications: tuple[Notification, ...] = ()
