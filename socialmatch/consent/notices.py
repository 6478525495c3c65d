"""What people are shown before they agree: read from a file, complete or refused, hashed word for word.

A :class:`~socialmatch.models.Notice` is one version in one language. Everything the law wants told stands in it as
a field of its own (GDPR articles 7 and 13, ISO/IEC TS 27560), because what is not told cannot be recorded as agreed.
That a notice was shown is a :class:`Served` of its own, apart from the answer: proof of showing is no proof of
agreement. The record of the answer is in :mod:`socialmatch.consent.records`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from socialmatch.canonical import Json, canonical
from socialmatch.consent.textfile import read_text
from socialmatch.errors import FileError, InputError, UsageError
from socialmatch.models import Actor, ConsentEvent, EventKind, Notice
from socialmatch.tomltext import read_toml

MAX_VALID_DAYS: Final = 730
"""Longest term of a grant: 24 months."""
MAX_BYTES: Final = 1 << 20
"""Of a notice's file; a larger one is refused unread."""

_LINE_BREAKS: Final = "\n\r\t"

Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
"""A field that must say something."""
PurposeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Jurisdiction = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Rights = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=2_000)]
NoticeText = Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=r"\S")]


class NoticeForm(BaseModel):
    """A notice as a file has it; every field is required.

    Attributes
    ----------
    purposes: what can be agreed to, each with the sentence that says what the person has of it.
    valid_days: 1 to 730. language: BCP 47. jurisdiction: ISO 3166, ``EU`` included.
    rights: the address where rights and how to use them stand. The others as of :class:`socialmatch.models.Notice`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    notice_id: Words
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    language: LanguageTag
    text: NoticeText = Field(repr=False)
    purposes: Annotated[dict[PurposeId, Words], Field(min_length=1)]
    legal_basis: Words
    controller: Words
    contact: Words
    recipients: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    retention: Words
    valid_days: Annotated[int, Field(ge=1, le=MAX_VALID_DAYS)]
    withdrawal: Words
    rights: Rights
    authority: Words
    jurisdiction: Jurisdiction
    material: bool

    @field_validator("text")
    @classmethod
    def _plain(cls, text: str) -> str:
        if any(unicodedata.category(c) == "Cc" and c not in _LINE_BREAKS for c in text):
            raise ValueError("the text holds a control character")
        return text

    def notice(self) -> Notice:
        """The value everybody passes around."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "purposes"}
        return Notice(purposes=tuple(self.purposes), benefits=tuple(self.purposes.values()), **values)


# --- reading --------------------------------------------------------------------------------------


def read_notice(document: Mapping[str, object]) -> Notice:
    """A notice from its fields, as a file or a request has them.

    Raises
    ------
    InputError: a field is missing, unknown or malformed (``bad_notice``); every fault is named, and no value.
    """
    try:
        return NoticeForm.model_validate(dict(document)).notice()
    except ValidationError as error:
        faults = named_faults(error)
    raise InputError(f"the notice cannot be used: {faults}", code="bad_notice")


def load_notice(path: Path) -> Notice:
    """A notice from a file, ``.toml`` or ``.json``.

    Raises
    ------
    FileError: it cannot be read (``unreadable``), is too large (``too_large``), is neither TOML nor JSON
        (``unknown_format``), does not parse (``bad_toml``, ``bad_json``), or is no complete notice (``bad_notice``).
    """
    parsers = {".toml": _toml, ".json": _json}
    parser = parsers.get(path.suffix.lower())
    if parser is None:
        raise FileError(f"{path} is neither .toml nor .json", code="unknown_format")
    document = parser(read_text(path, MAX_BYTES), path)
    try:
        return read_notice(document)
    except InputError as error:
        fault, code = str(error), error.code
    raise FileError(f"{path}: {fault}", code=code)


def check_notice(notice: Notice) -> None:
    """Refuse a notice that was made in Python and leaves something out; with the errors of :func:`read_notice`."""
    read_notice(notice_document(notice))


def named_faults(error: ValidationError) -> str:
    """What is wrong, field by field, in a sentence without any value."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc']) or 'all of it'}: {_fault(fault['msg'])}" for fault in found
    )


def _fault(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "should").replace("String should", "should")


def _toml(text: str, path: Path) -> Mapping[str, object]:
    try:
        return read_toml(text)
    except ValueError as error:
        fault = str(error)
    raise FileError(f"{path} is not valid TOML{fault}", code="bad_toml")


def _json(text: str, path: Path) -> Mapping[str, object]:
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise FileError(f"{path} is not a JSON object", code="bad_json")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different; of two equal ones it would be chance which is shown."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


# --- hashing --------------------------------------------------------------------------------------


def text_sha256(notice: Notice) -> str:
    """SHA-256 of the exact text as UTF-8, in hexadecimal digits: what a consent record holds."""
    return sha256(notice.text.encode()).hexdigest()


def notice_document(notice: Notice) -> dict[str, Json]:
    """The notice as the fields of its file; :func:`read_notice` reads it back.

    Raises
    ------
    InputError: a purpose stands there twice, or without its benefit (``bad_notice``).
    """
    values = asdict(notice)
    if not len(notice.benefits) == len(notice.purposes) == len(set(notice.purposes)):
        raise InputError("the notice cannot be used: purposes: each once, with its benefit", code="bad_notice")
    values["purposes"] = dict(zip(values["purposes"], values.pop("benefits"), strict=True))
    return values


def notice_sha256(notice: Notice) -> str:
    """SHA-256 of everything in it, as canonical JSON: whether two notices of one version are the same notice."""
    return sha256(canonical(notice_document(notice))).hexdigest()


# --- showing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """A notice was shown to somebody. It says nothing about their answer.

    Attributes
    ----------
    served_id: the host's name for the act, for example of the page view. version, language, sha256: what was shown.
    channel: where (``"web"``, ``"dm"`` ...). session_hash: of the session it was shown in, where there is one.
    """

    served_id: str
    version: str
    language: str
    sha256: str
    channel: str
    served_at: datetime
    session_hash: bytes | None = field(default=None, repr=False)


def serve(
    notice: Notice, *, served_id: str, channel: str, served_at: datetime, session_hash: bytes | None = None
) -> Served:
    """Note that this notice was shown.

    Raises
    ------
    UsageError: no id or channel (``served``), or a moment without a time zone (``naive_moment``).
    """
    if not served_id or not channel:
        raise UsageError("a notice is served under an id and on a channel", code="served")
    _check_moment(served_at)
    digest = text_sha256(notice)
    return Served(served_id, notice.version, notice.language, digest, channel, served_at, session_hash)


class Gesture(StrEnum):
    """What somebody did with what they were shown."""

    AGREE = "agree"
    DECLINE = "decline"
    NOT_NOW = "not_now"
    DISMISS = "dismiss"
    CLOSE = "close"
    SILENCE = "silence"
    PRE_TICKED = "pre_ticked"
    """A box that was ticked before they came: they did nothing."""


MEANING: Final[Mapping[Gesture, EventKind | None]] = MappingProxyType(
    {
        Gesture.AGREE: EventKind.GIVEN,
        Gesture.DECLINE: EventKind.REFUSED,
        Gesture.NOT_NOW: EventKind.DEFERRED,
        Gesture.DISMISS: EventKind.DEFERRED,
        Gesture.CLOSE: EventKind.DEFERRED,
        Gesture.SILENCE: None,
        Gesture.PRE_TICKED: None,
    }
)
"""The consent event each gesture is; ``None`` where it says nothing. Only an act that says yes is a yes."""


# --- a new version --------------------------------------------------------------------------------


def superseded_by(old: Notice, new: Notice) -> tuple[str, ...]:
    """The purposes people must be asked about again, because the new version changes what they agreed to.

    All purposes of the old one if the new one is a material change, none if it is not: then the old agreement
    holds, and the host accepts both versions.

    Raises
    ------
    UsageError: they are not two versions of one notice (``not_versions``).
    """
    if old.notice_id != new.notice_id or old.version == new.version:
        raise UsageError("these are not two versions of one notice", code="not_versions")
    return tuple(sorted(old.purposes)) if new.material else ()


def supersede(grant: ConsentEvent, new: Notice, *, at: datetime, actor: Actor) -> ConsentEvent:
    """The event that ends a grant given under an older version: its state is ``requested`` from then on.

    The grant itself stays as it was recorded.
    """
    _check_moment(at)
    return ConsentEvent(
        subject=grant.subject,
        purpose=grant.purpose,
        kind=EventKind.SUPERSEDED,
        recorded_at=at,
        notice_version=new.version,
        actor=actor,
        reason="material_change",
    )


def _check_moment(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise UsageError("a moment needs a time zone", code="naive_moment")
