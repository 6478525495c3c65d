"""Consent receipts: what somebody agreed to, as a document of their own that other programs read.

The profile of ISO/IEC TS 27560:2023 that the W3C Data Privacy Vocabularies group describes (JSON-LD with terms of
DPV, https://w3id.org/dpv/guides/consent-27560). ``receipt.schema.json`` beside this file is the schema we hold it
to. A receipt is a copy: what it says of the state is as of the moment it was made. The proof that it was recorded
is the event's opening and its ``.tlog-proof``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from socialmatch.consent.state import DPV_STATUS, GRANTS, State, replay
from socialmatch.errors import InputError
from socialmatch.models import ConsentEvent
from socialmatch.moments import format_moment, parse_moment
from socialmatch.store.consents import Terms

CONFORMS_TO: Final = "https://w3id.org/dpv/schema/dpv-27560"
CONTEXT: Final = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "schema": "https://schema.org/",
    "sm": "urn:socialmatch:",
}
_STATES: Final = {term: state for state, term in DPV_STATUS.items()}

_TERMS: Final[Mapping[str, tuple[str, ...]]] = {
    "legal_basis": ("dpv:hasLegalBasis", "dct:description"),
    "jurisdiction": ("dpv:hasJurisdiction",),
    "controller": ("dpv:hasDataController", "dpv:hasName"),
    "contact": ("dpv:hasDataController", "schema:contactPoint", "schema:description"),
    "authority": ("dpv:hasAuthority", "dpv:hasName"),
    "purpose": ("dpv:hasProcess", "dpv:hasPurpose", "dct:identifier"),
    "recipients": ("dpv:hasProcess", "dpv:hasRecipient"),
    "retention": ("dpv:hasProcess", "dpv:hasStorageCondition", "dct:description"),
    "notice_id": ("dpv:hasNotice", "dct:identifier"),
    "notice_version": ("dpv:hasNotice", "dct:hasVersion"),
    "language": ("dpv:hasNotice", "dct:language"),
    "text": ("dpv:hasNotice", "schema:text"),
    "text_sha256": ("dpv:hasNotice", "schema:sha256"),
    "served_id": ("dpv:hasNotice", "sm:servedAs"),
    "withdrawal": ("dpv:hasConsentControl", "dct:description"),
    "rights": ("dpv:hasRight", "dpv:isExercisedAt"),
    "method": ("sm:method",),
    "assurance": ("sm:assurance",),
    "channel": ("sm:channel",),
    "evidence": ("sm:evidence",),
}
"""Where each field of a consent record stands in the document."""
_TYPES: Final = {
    "dpv:hasLegalBasis": "dpv:Consent",
    "dpv:hasDataController": "dpv:DataController",
    "schema:contactPoint": "schema:ContactPoint",
    "dpv:hasAuthority": "dpv:Authority",
    "dpv:hasProcess": "dpv:Process",
    "dpv:hasPurpose": "dpv:Purpose",
    "dpv:hasStorageCondition": "dpv:StorageDuration",
    "dpv:hasNotice": "dpv:ConsentNotice",
    "dpv:hasConsentControl": "dpv:WithdrawConsent",
    "dpv:hasRight": "dpv:DataSubjectRight",
}


@dataclass(frozen=True, slots=True)
class Status:
    """What a consent became by one event.

    Attributes
    ----------
    state: one of the ten of DPV. event: what happened. at: when it was recorded. ledger_index: where in the log.
    by: who did it, by kind. valid_until: end of a grant.
    """

    state: State
    event: str
    at: datetime
    ledger_index: int | None
    by: str = ""
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentReceipt:
    """A receipt for one grant and one purpose.

    Attributes
    ----------
    receipt_id: ``INDEX-HASH``: the position of the grant in the log, and the first 16 hexadecimal digits of its leaf's
        SHA-256, so that a receipt is not taken for one of another log.
    subject: whose, as ``account:ID`` or ``profile:PLATFORM:SCOPE:USER_ID``. made_at: when the receipt was made.
    fields: of the consent record, as far as they are known. statuses: the grant, then everything that followed it.
    """

    receipt_id: str
    subject: str = field(repr=False)
    made_at: datetime
    fields: Mapping[str, Any] = field(repr=False)
    statuses: tuple[Status, ...]

    def document(self) -> dict[str, Any]:
        """As JSON-LD. Inverse of :func:`read_receipt`."""
        record: dict[str, Any] = {
            "@type": "dpv:ConsentRecord",
            "dct:conformsTo": f"{CONFORMS_TO}#record",
            "dpv:hasIdentifier": self.receipt_id,
            "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": self.subject},
        }
        for name, place in _TERMS.items():
            if self.fields.get(name):
                _put(record, place, self.fields[name])
        record["dpv:hasConsentStatus"] = [_status(status) for status in self.statuses]
        return {
            "@context": dict(CONTEXT),
            "@id": f"urn:socialmatch:receipt:{self.receipt_id}",
            "@type": "dpv:ConsentReceipt",
            "dct:conformsTo": CONFORMS_TO,
            "dpv:hasIdentifier": self.receipt_id,
            "dct:created": format_moment(self.made_at),
            "dpv:hasRecordOfActivity": record,
        }


def receipt_id(index: int, leaf: bytes) -> str:
    """The name of the receipt for a grant; see :class:`ConsentReceipt`."""
    return f"{index}-{sha256(leaf).hexdigest()[:16]}"


def receipt_index(text: str) -> int:
    """The position in the log that a receipt's name, or the position alone, speaks of.

    Raises
    ------
    InputError: it is neither (``bad_receipt_id``).
    """
    index, dash, check = text.partition("-")
    hexadecimal = len(check) == 16 and all(c in "0123456789abcdef" for c in check)
    if not (index.isascii() and index.isdigit() and len(index) < 17) or (dash and not hexadecimal):
        raise InputError("not the name of a receipt", code="bad_receipt_id")
    return int(index)


def make_receipt(
    history: Sequence[tuple[ConsentEvent, Terms]], grant: int, *, leaf: bytes, subject: str, made_at: datetime
) -> ConsentReceipt:
    """The receipt for a grant.

    Parameters
    ----------
    history: everything that happened to this consent, each with its terms, in the order of the log.
    grant: position of the grant in the log. leaf: of the grant. subject: whose, as text.

    Raises
    ------
    InputError: there is no grant at that position (``no_grant``).
    """
    found = next(((e, t) for e, t in history if e.ledger_index == grant and e.kind in GRANTS), None)
    if found is None:
        raise InputError("there is no grant at that position of the log", code="no_grant")
    event, terms = found
    known = {name: value for name, value in terms.record.items() if name in _TERMS and value}
    given = {
        "purpose": event.purpose,
        "notice_version": event.notice_version,
        "method": event.method,
        "channel": terms.channel_scope,
        "evidence": event.evidence,
    }
    fields = known | {name: value for name, value in given.items() if value}
    everything = [one for one, _ in history]
    statuses = list(_statuses(everything, since=event))
    now = replay(everything, as_of=made_at, rejected=[])
    if now.state is State.EXPIRED and statuses[-1].state is not State.EXPIRED and now.since is not None:
        statuses.append(Status(State.EXPIRED, "expired", now.since, None))  # it ran out; nobody had to record it
    return ConsentReceipt(receipt_id(grant, leaf), subject, made_at, fields, tuple(statuses))


def read_receipt(document: Mapping[str, Any]) -> ConsentReceipt:
    """A receipt from its document.

    Raises
    ------
    InputError: it is no receipt of ours (``bad_receipt``); no value is shown.
    """
    try:
        record = document["dpv:hasRecordOfActivity"]
        receipt = ConsentReceipt(
            document["dpv:hasIdentifier"],
            record["dpv:hasDataSubject"]["dct:identifier"],
            parse_moment(document["dct:created"]),
            {name: value for name, place in _TERMS.items() if (value := _get(record, place)) is not None},
            tuple(_read_status(status) for status in record["dpv:hasConsentStatus"]),
        )
        if receipt.document() == document:
            return receipt
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise InputError("this is not a consent receipt of ours", code="bad_receipt")


# --- the document --------------------------------------------------------------------------------


def _put(record: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    *path, last = place
    for name in path:
        record = record.setdefault(name, {"@type": _TYPES[name]})
    record[last] = value


def _get(record: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        if not isinstance(record, dict) or name not in record:
            return None
        record = record[name]
    return record


def _statuses(history: Iterable[ConsentEvent], since: ConsentEvent) -> Iterable[Status]:
    """The state after the grant, and after every event that followed it."""
    seen: list[ConsentEvent] = []
    for event in sorted(history, key=lambda one: (one.recorded_at, one.ledger_index or 0)):
        seen.append(event)
        if (event.recorded_at, event.ledger_index or 0) < (since.recorded_at, since.ledger_index or 0):
            continue
        consent = replay(seen, as_of=event.recorded_at, rejected=[])
        by = event.actor.kind.value if event.actor else ""
        end = consent.valid_until if consent.state in {State.GIVEN, State.RENEWED} else None
        yield Status(consent.state, event.kind.value, event.recorded_at, event.ledger_index, by, end)


def _status(status: Status) -> dict[str, Any]:
    written: dict[str, Any] = {
        "@type": DPV_STATUS[status.state],
        "dpv:isIndicatedAtTime": format_moment(status.at),
        "sm:event": status.event,
    }
    if status.ledger_index is not None:
        written["sm:ledgerIndex"] = status.ledger_index
    if status.by:
        written["dpv:isIndicatedBy"] = "dpv:DataSubject" if status.by == "customer" else f"sm:{status.by}"
    if status.valid_until is not None:
        written["dct:valid"] = format_moment(status.valid_until)
    return written


def _read_status(document: Mapping[str, Any]) -> Status:
    by = document.get("dpv:isIndicatedBy", "")
    end = document.get("dct:valid")
    return Status(
        _STATES[document["@type"]],
        document["sm:event"],
        parse_moment(document["dpv:isIndicatedAtTime"]),
        document.get("sm:ledgerIndex"),
        "customer" if by == "dpv:DataSubject" else by.removeprefix("sm:"),
        None if end is None else parse_moment(end),
    )
