"""Who agreed, read fast: permits from the rows that consents left, not from every event behind them.

A row stands for its whole history, so it is handed to :mod:`socialmatch.consent.permits` as the one event that
would leave the same state. What permits is decided there, as everywhere. Unless the caller says which versions of a
notice are accepted, those are that no later version changed materially (:func:`socialmatch.store.notices.accepted`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Table, bindparam, select

from socialmatch.consent.permits import NotPermitted, Permit, PermittedSet
from socialmatch.consent.permits import permit as make_permit
from socialmatch.consent.permits import permitted_set as make_permitted_set
from socialmatch.consent.state import IN_FORCE, Consent, State, replay
from socialmatch.models import AccountKey, ConsentEvent, EventKind, ProfileKey, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import consents as recorded
from socialmatch.store import notices as registered
from socialmatch.store.columns import account_key, moment, profile_key
from socialmatch.store.schema import accounts, consents, indexed_accounts, profiles
from socialmatch.store.session import Session
from socialmatch.store.statements import in_parts, mine, pick, same

_LEFT_BY: Final[Mapping[State, EventKind]] = {
    State.UNKNOWN: EventKind.NOTICE_SERVED,
    State.REQUESTED: EventKind.REQUESTED,
    State.REQUEST_DEFERRED: EventKind.DEFERRED,
    State.REFUSED: EventKind.REFUSED,
    State.GIVEN: EventKind.GIVEN,
    State.RENEWED: EventKind.RECONFIRMED,
    State.WITHDRAWN: EventKind.WITHDRAWN,
    State.EXPIRED: EventKind.EXPIRED,
    State.TERMINATED: EventKind.TERMINATED,
    State.INVALIDATED: EventKind.INVALIDATED,
}
"""One event that leaves somebody of whom nothing is known in each state."""

_TOLD: Final = ("purpose", "state", "since", "last_at", "notice_version", "method", "valid_until", "seq")
"""What an event is made of."""

_OF_SUBJECT: Final = pick(consents).where(*same(consents, "subject_ref"))
_ONE: Final = _OF_SUBJECT.where(*same(consents, "purpose"))
_OF_SUBJECTS: Final = pick(consents).where(consents.c.subject_ref.in_(bindparam("refs", expanding=True)))


_OF_NUMBERS: Final = (
    select(
        *(indexed_accounts.c[name] for name in ("number", "crm", "account_id", "features")),
        *(consents.c[name] for name in _TOLD),
    )
    .select_from(
        indexed_accounts.join(
            accounts,
            (accounts.c.tenant == indexed_accounts.c.tenant)
            & (accounts.c.crm == indexed_accounts.c.crm)
            & (accounts.c.account_id == indexed_accounts.c.account_id),
        ).join(consents, (consents.c.tenant == accounts.c.tenant) & (consents.c.subject_ref == accounts.c.subject_ref))
    )
    .where(
        mine(indexed_accounts),
        indexed_accounts.c.number.in_(bindparam("numbers", expanding=True)),
        accounts.c.state == "active",
        *same(consents, "purpose"),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the index keeps of an account: its number, and the account in comparable form, where that is known."""

    number: int
    features: str | None = field(repr=False)


def consent(session: Session, subject: Subject, purpose: str, as_of: datetime | None = None) -> Consent:
    """What somebody's consent to a purpose is now, or was at a moment.

    Raises
    ------
    UsageError: another tenant's subject.
    """
    row = session.row(_ONE, {"of_subject_ref": session.ref(subject), "of_purpose": purpose})
    if row is None:
        return Consent()
    at = session.now if as_of is None else as_of
    if to_epoch_ms(at) < row.last_at:
        return recorded.at(session, subject, purpose, at)
    found = State(row.state)
    if found in IN_FORCE:
        return replay([_one_event(row, subject)], as_of=at)
    since, until = moment(row.since), moment(row.valid_until)
    return Consent(found, since, row.notice_version, until, row.method, row.seq)


def permit(session: Session, subject: Subject, purpose: str, *, notices: Collection[str] | None = None) -> Permit:
    """The permit of somebody for a purpose, as of the session's moment.

    Parameters
    ----------
    notices: versions of the notice that are still accepted; ``None`` for those no later version changed materially.

    Raises
    ------
    ConsentMissing: there is none; ``reason`` says why.
    """
    rows = session.rows(_OF_SUBJECT, {"of_subject_ref": session.ref(subject)})
    return make_permit(
        [_one_event(row, subject) for row in rows],
        subject=subject,
        purpose=purpose,
        as_of=session.now,
        notices=_accepted(session, notices),
        ledger_position=session.size,
    )


def purposes(session: Session, subject: Subject) -> frozenset[str]:
    """What somebody agrees to now.

    Raises
    ------
    UsageError: another tenant's subject.
    """
    rows = session.rows(_OF_SUBJECT, {"of_subject_ref": session.ref(subject)})
    now, accepted = session.now, _accepted(session, None)
    found = {row.purpose: replay([_one_event(row, subject)], as_of=now) for row in rows}
    return frozenset(purpose for purpose, one in found.items() if one.refusal(accepted) is None)


def permitted_set(
    session: Session, purpose: str, *, notices: Collection[str] | None = None
) -> tuple[PermittedSet, NotPermitted]:
    """Everybody active who may be used for a purpose, as of the session's moment, and why the others may not."""
    return make_permitted_set(
        _everybody(session),
        purpose=purpose,
        as_of=session.now,
        notices=_accepted(session, notices),
        tenant=session.tenant,
        ledger_position=session.size,
    )


def permitted_among(
    session: Session, subjects: Collection[Subject], purpose: str, *, notices: Collection[str] | None = None
) -> tuple[PermittedSet, NotPermitted]:
    """As :func:`permitted_set`, of these subjects only, whatever else is known of them."""
    return make_permitted_set(
        _of_these(session, subjects),
        purpose=purpose,
        as_of=session.now,
        notices=_accepted(session, notices),
        tenant=session.tenant,
        ledger_position=session.size,
    )


def permitted_found(
    session: Session,
    profile: ProfileKey,
    numbers: Collection[int],
    purpose: str,
    *,
    notices: Collection[str] | None = None,
) -> tuple[PermittedSet, dict[AccountKey, Found]]:
    """As :func:`permitted_among`, of a profile and of accounts that the index found, with what it keeps of them.

    Whoever is no longer active is left out.
    """
    found: dict[AccountKey, Found] = {}
    events = list(_of_these(session, [profile]))
    for part in in_parts(numbers, 512):
        for row in session.rows(_OF_NUMBERS, {"numbers": part, "of_purpose": purpose}):
            account = account_key(session, row)
            found[account] = Found(row.number, row.features)
            events.append(_one_event(row, account))
    permitted, _ = make_permitted_set(
        events,
        purpose=purpose,
        as_of=session.now,
        notices=_accepted(session, notices),
        tenant=session.tenant,
        ledger_position=session.size,
    )
    return permitted, found


def _accepted(session: Session, notices: Collection[str] | None) -> Collection[str] | None:
    return registered.accepted(session) if notices is None else notices


def _of_these(session: Session, subjects: Collection[Subject]) -> Iterator[ConsentEvent]:
    refs = {session.ref(subject): subject for subject in subjects}
    for part in in_parts(refs):
        for row in session.rows(_OF_SUBJECTS, {"refs": part}):
            yield _one_event(row, refs[row.subject_ref])


def _everybody(session: Session) -> Iterator[ConsentEvent]:
    for row in session.stream(_ACCOUNTS):
        yield _one_event(row, account_key(session, row))
    for row in session.stream(_PROFILES):
        yield _one_event(row, profile_key(session, row))


def _active(table: Table, *key: str) -> Any:
    joined = table.join(
        consents, (consents.c.tenant == table.c.tenant) & (consents.c.subject_ref == table.c.subject_ref)
    )
    columns = (table.c[name] for name in key)
    return select(*columns, consents).select_from(joined).where(mine(table), table.c.state == "active")


_ACCOUNTS: Final = _active(accounts, "crm", "account_id")
_PROFILES: Final = _active(profiles, "platform", "scope", "user_id")


def _one_event(row: Row[Any], subject: Subject) -> ConsentEvent:
    return ConsentEvent(
        subject=subject,
        purpose=row.purpose,
        kind=_LEFT_BY[State(row.state)],
        recorded_at=from_epoch_ms(row.last_at if row.since is None else row.since),
        notice_version=row.notice_version,
        method=row.method,
        valid_until=moment(row.valid_until),
        ledger_index=row.seq,
    )
