"""The record of a consent: everything that must be shown later to prove that somebody agreed, and to what.

A record is a copy, not a reference: it holds the text that was shown, so nothing that is done to a notice later
changes what people agreed to. The store keeps it as the payload of the ``given`` event.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from socialmatch.canonical import Json
from socialmatch.consent.notices import (
    MAX_VALID_DAYS,
    Jurisdiction,
    LanguageTag,
    NoticeText,
    PurposeId,
    Rights,
    Served,
    Words,
    named_faults,
    text_sha256,
)
from socialmatch.errors import ConsentError, InputError, UsageError
from socialmatch.models import Actor, ActorKind, Assurance, Notice
from socialmatch.moments import format_moment, parse_moment, to_milliseconds

RECORD_VERSION: Final = 1
_TERM: Final = timedelta(days=MAX_VALID_DAYS)


def _moment(value: object) -> object:
    return parse_moment(value) if isinstance(value, str) else value


_Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ConsentRecord(BaseModel):
    """What a ``given`` event stores; every field is required.

    The fields are those of ISO/IEC TS 27560:2023 and of GDPR articles 7(1), 13 and 30 that are about the event and
    the notice. Whose consent it is stands on the event.

    Attributes
    ----------
    purposes: what was agreed to, at least one. served_id: the act of showing this answers to.
    method: how they answered (``"web_form"``, ``"dm_code"`` ...). assurance: what the proof is worth.
    given_at, valid_until: from when, and until when (exclusive); at most 24 months.
    text_sha256: of ``text``. actor_kind, actor_id: who recorded it. evidence: a reference to the proof.
    The others: copied from the notice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    v: Literal[1]
    purposes: Annotated[tuple[PurposeId, ...], Field(min_length=1, strict=False)]
    legal_basis: Words
    notice_id: Words
    notice_version: Words
    language: LanguageTag
    text_sha256: _Sha256
    text: NoticeText = Field(repr=False)
    served_id: Words
    method: Words
    assurance: Annotated[Assurance, Field(strict=False)]
    channel: Words
    jurisdiction: Jurisdiction
    controller: Words
    contact: Words
    recipients: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    retention: Words
    given_at: _Moment
    valid_until: _Moment
    withdrawal: Words
    rights: Rights
    authority: Words
    actor_kind: Annotated[ActorKind, Field(strict=False)]
    actor_id: Words = Field(repr=False)
    evidence: Words = Field(repr=False)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if sha256(self.text.encode()).hexdigest() != self.text_sha256:
            raise ValueError("text_sha256 is not the hash of the text")
        if not self.given_at < self.valid_until <= self.given_at + _TERM:
            raise ValueError("valid_until is not within 24 months after given_at")
        if self.actor_kind is ActorKind.AGENT:
            raise ValueError("an agent never grants")
        return self

    def document(self) -> dict[str, Json]:
        """As plain JSON, for :func:`socialmatch.canonical.canonical` and the store; :func:`read_record` reads it."""
        values: dict[str, Any] = self.model_dump()
        return {
            **values,
            "purposes": list(self.purposes),
            "recipients": list(self.recipients),
            "assurance": self.assurance.value,
            "actor_kind": self.actor_kind.value,
            "given_at": format_moment(self.given_at),
            "valid_until": format_moment(self.valid_until),
        }


def read_record(document: Mapping[str, object]) -> ConsentRecord:
    """A record from its plain form.

    Raises
    ------
    InputError: a field is missing, unknown or malformed, or contradicts another (``bad_record``); no value is shown.
    """
    try:
        return ConsentRecord.model_validate(dict(document))
    except ValidationError as error:
        faults = named_faults(error)
    raise InputError(f"the consent record cannot be used: {faults}", code="bad_record")


def consent_record(
    notice: Notice,
    served: Served,
    *,
    purposes: Collection[str],
    method: str,
    assurance: Assurance,
    actor: Actor,
    evidence: str,
    given_at: datetime,
    valid_until: datetime | None = None,
    longest: timedelta = _TERM,
) -> ConsentRecord:
    """The record of an answer that says yes.

    Parameters
    ----------
    served: the act of showing that was answered; of this very notice, and not after the answer.
    purposes: those that were agreed to, some or all of the notice's.
    valid_until: an earlier end than the notice's term. longest: the policy's longest term.

    Raises
    ------
    ConsentError: another notice was shown (``other_notice``), or it was shown afterwards (``shown_later``); a purpose
        is not the notice's (``other_purpose``); an agent grants (``agent_grant``).
    UsageError: a moment without a time zone (``naive_moment``).
    InputError: something is missing, in the notice or in the answer (``bad_record``).
    """
    if given_at.tzinfo is None or (valid_until is not None and valid_until.tzinfo is None):
        raise UsageError("a moment needs a time zone", code="naive_moment")
    _check(notice, served, purposes, actor, given_at)
    given_at = to_milliseconds(given_at)
    end = given_at + min(timedelta(days=notice.valid_days), longest)
    return read_record(
        {
            "v": RECORD_VERSION,
            "purposes": tuple(sorted(set(purposes))),
            "legal_basis": notice.legal_basis,
            "notice_id": notice.notice_id,
            "notice_version": notice.version,
            "language": notice.language,
            "text_sha256": text_sha256(notice),
            "text": notice.text,
            "served_id": served.served_id,
            "method": method,
            "assurance": assurance,
            "channel": served.channel,
            "jurisdiction": notice.jurisdiction,
            "controller": notice.controller,
            "contact": notice.contact,
            "recipients": notice.recipients,
            "retention": notice.retention,
            "given_at": given_at,
            "valid_until": end if valid_until is None else to_milliseconds(min(end, valid_until)),
            "withdrawal": notice.withdrawal,
            "rights": notice.rights,
            "authority": notice.authority,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "evidence": evidence,
        }
    )


def _check(notice: Notice, served: Served, purposes: Collection[str], actor: Actor, given_at: datetime) -> None:
    shown = (served.version, served.language, served.sha256)
    if shown != (notice.version, notice.language, text_sha256(notice)):
        raise ConsentError("the notice that was shown is not the one that is agreed to", code="other_notice")
    if served.served_at > given_at:
        raise ConsentError("the notice was shown after the answer", code="shown_later")
    if isinstance(purposes, str) or not set(purposes) <= set(notice.purposes):
        raise ConsentError("the notice does not ask for one of the purposes", code="other_purpose")
    if actor.kind is ActorKind.AGENT:
        raise ConsentError("an agent never grants", code="agent_grant")
