"""Consents that others recorded, taken into the store: evidenced grants under a registered notice, and every "no".

A grant is taken as an assertion: it gets what the notice says of it, an end within the notice's term, and assurance
L0 in its record. A grant of somebody who withdrew here is counted and not recorded, because only a fresh proof of
theirs takes a "no" back. Whoever said "no" in a file is taken whole, all their rows in one commit, so that an older
row that comes later cannot be heard without the newer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from socialmatch import endings, lookup
from socialmatch.canonical import Json
from socialmatch.config import Policy
from socialmatch.consent.state import GRANTS, State
from socialmatch.errors import ConsentError, IllegalTransition
from socialmatch.files.reasons import RowReason
from socialmatch.models import AccountKey, Assurance, ConsentEvent, EventKind, Notice, ProfileKey, Subject
from socialmatch.store import Session, WriteSession, consents, notices, permits, profiles
from socialmatch.store.consents import NO_TERMS, Terms

Row = tuple[int, ConsentEvent]
"""A consent and the line it stands on."""

Withdraw = Callable[[WriteSession, Subject, tuple[str, ...]], object]
"""Everything a withdrawal from some purposes does beyond its event: the journey that revokes, on this session."""

Reject = Callable[[int, str, RowReason], None]
"""Sets a row aside: its line, the column at fault, and why."""

_MONTH: Final = timedelta(days=730) / 24
_ALONE: Final = GRANTS | {EventKind.REQUESTED, EventKind.NOTICE_SERVED, EventKind.DEFERRED}
"""What says the same whatever else was said before it."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The notices a store knows, and how long a grant may last under each.

    Attributes
    ----------
    by_version: in each language. longest: the policy's longest term.
    """

    by_version: Mapping[str, tuple[Notice, ...]] = field(repr=False)
    longest: timedelta

    @classmethod
    def of(cls, session: Session, policy: Policy) -> Registered:
        """What is registered now."""
        found: dict[str, tuple[Notice, ...]] = {}
        for notice in notices.everything(session):
            found[notice.version] = (*found.get(notice.version, ()), notice)
        return cls(found, policy.max_consent_months * _MONTH)

    def fault(self, event: ConsentEvent) -> tuple[str, RowReason] | None:
        """The column at fault and why, of a grant that is no evidence of one."""
        if event.kind not in GRANTS:
            return None
        shown = self.by_version.get(event.notice_version)
        if shown is None:
            return "notice_version", RowReason.UNKNOWN_NOTICE
        if not any(event.purpose in notice.purposes for notice in shown):
            return "purpose", RowReason.OTHER_PURPOSE
        if not event.method.strip():
            return "method", RowReason.NO_METHOD
        if not event.evidence.strip():
            return "evidence", RowReason.NO_EVIDENCE
        return None

    def complete(self, event: ConsentEvent) -> tuple[ConsentEvent, Terms]:
        """A grant with its end and with what its notice says of it; anything else as it is."""
        if event.kind not in GRANTS:
            return event, NO_TERMS
        shown = self.by_version[event.notice_version]
        days = min(notice.valid_days for notice in shown if event.purpose in notice.purposes)
        end = event.recorded_at + min(timedelta(days=days), self.longest)
        ended = replace(event, valid_until=end if event.valid_until is None else min(end, event.valid_until))
        return ended, Terms(record=_record(shown, ended))


def _record(shown: Sequence[Notice], event: ConsentEvent) -> dict[str, Json]:
    """What is known of an asserted grant; in which language it was shown only where there is but one."""
    notice = shown[0]
    known: dict[str, Json] = {
        "v": 1,
        "asserted": True,
        "assurance": Assurance.L0.value,
        "purposes": [event.purpose],
        "legal_basis": notice.legal_basis,
        "notice_id": notice.notice_id,
        "notice_version": notice.version,
        "controller": notice.controller,
        "contact": notice.contact,
        "recipients": list(notice.recipients),
        "retention": notice.retention,
        "withdrawal": notice.withdrawal,
        "rights": notice.rights,
        "authority": notice.authority,
        "jurisdiction": notice.jurisdiction,
    }
    if len(shown) == 1:
        digest = sha256(notice.text.encode()).hexdigest()
        known |= {"language": notice.language, "text": notice.text, "text_sha256": digest}
    return known


def order_matters(event: ConsentEvent) -> bool:
    """Whether what comes of an event depends on what else its subject said."""
    return event.kind not in _ALONE


# --- one commit ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taker:
    """What taking consents needs besides the rows.

    Attributes
    ----------
    registered: the notices. policy: which purposes people are found for.
    withdraw: see :data:`Withdraw`. reject: see :data:`Reject`.
    """

    registered: Registered
    policy: Policy
    withdraw: Withdraw
    reject: Reject

    def take(self, session: WriteSession, groups: Sequence[Sequence[Row]], run: int) -> Counter[str]:
        """Record the rows of some groups, and what follows from them.

        Returns
        -------
        How many are ``recorded``, ``unchanged`` because they were recorded before, ``suppressed`` because the
        subject withdrew here, ``key_changed`` because somebody else had the handle then, or ``illegal``; and
        ``withdrawals`` that were carried out.
        """
        found = [row for group in groups for row in group]
        rows = _of_their_own_handle(session, found)
        items = [self.registered.complete(event) for _, event in rows]
        lines = {id(event): line for (event, _), (line, _) in zip(items, rows, strict=True)}
        refused: list[tuple[ConsentEvent, ConsentError]] = []
        repeated: list[ConsentEvent] = []
        recorded = consents.record_many(session, items, refused, repeated)
        counts = Counter(recorded=len(recorded), unchanged=len(repeated), key_changed=len(found) - len(rows))
        for event, error in refused:
            if isinstance(error, IllegalTransition):
                counts["illegal"] += 1
                self.reject(lines[id(event)], "status", RowReason.ILLEGAL_TRANSITION)
            else:
                counts["suppressed"] += 1
        counts += self._carry_out(session, recorded)
        return +counts

    def _carry_out(self, session: WriteSession, recorded: Sequence[ConsentEvent]) -> Counter[str]:
        said_no: dict[Subject, set[str]] = {}
        for event in recorded:
            if order_matters(event):
                said_no.setdefault(event.subject, set()).add(event.purpose)
        carried_out = sum(self._settle(session, subject, purposes) for subject, purposes in said_no.items())
        found = {event.subject for event in recorded if isinstance(event.subject, AccountKey)}
        lookup.refresh(session, [key for key in found if isinstance(key, AccountKey)], self.policy)
        return Counter(withdrawals=carried_out)

    def _settle(self, session: WriteSession, subject: Subject, purposes: set[str]) -> bool:
        """Let go of what no longer rests on a consent. Whether it was a withdrawal."""
        states = {purpose: permits.consent(session, subject, purpose).state for purpose in purposes}
        linked = bool(endings.links_of(session, subject))
        over = tuple(p for p, s in sorted(states.items()) if s is State.WITHDRAWN or (s is State.REFUSED and linked))
        if over:
            self.withdraw(session, subject, over)
        elif not permits.purposes(session, subject):
            endings.drop_derived(session, subject)
        return bool(over)


def _of_their_own_handle(session: Session, rows: Sequence[Row]) -> list[Row]:
    """Without grants under a handle alone that are older than the profile that has the handle now."""
    subjects = (event.subject for _, event in rows)
    alone = {subject for subject in subjects if isinstance(subject, ProfileKey) and not subject.stable}
    since: dict[Subject, datetime | None] = {
        key: known.profile.first_seen for key, known in profiles.get_many(session, alone).items()
    }
    return [
        (line, event)
        for line, event in rows
        if event.kind not in GRANTS or not _is_later(since.get(event.subject), event.recorded_at)
    ]


def _is_later(first_seen: datetime | None, moment: datetime) -> bool:
    return first_seen is not None and first_seen > moment
