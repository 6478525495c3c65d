"""Numbers and lists for an officer, made by the database. A list that names people says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    Row,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    select,
    tuple_,
    union,
)

from socialmatch.consent.state import IN_FORCE, State
from socialmatch.leaf import TypeClass
from socialmatch.models import Assurance, Link, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import notices
from socialmatch.store.columns import account_key, profile_key
from socialmatch.store.links import as_link
from socialmatch.store.schema import (
    METADATA,
    accounts,
    consents,
    events,
    invitations,
    links,
    log_heads,
    profiles,
    tokens,
)
from socialmatch.store.session import Session
from socialmatch.store.statements import mine, pick

_FORCE: Final = [state.value for state in sorted(IN_FORCE)]
_NEVER: Final = 2**62
"""A moment after all others, for a grant without an end."""


@dataclass(frozen=True, slots=True)
class ConsentCount:
    """How many consents under one version of a notice, to one purpose, are in one state now."""

    notice_version: str
    purpose: str
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class Ending:
    """A grant that ends.

    Attributes
    ----------
    subject: who gave it; ``None`` where neither an account nor a profile is known by its ref any more.
    ledger_index: the event that gave it.
    """

    subject: Subject | None = field(repr=False)
    purpose: str
    notice_version: str
    valid_until: datetime
    ledger_index: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """A grant in force under words that were materially changed since; ``subject`` is ``None`` where not known."""

    ref: bytes = field(repr=False)
    subject: Subject | None = field(repr=False)
    purpose: str
    notice_version: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody who agrees to nothing any more, and since when."""

    ref: bytes = field(repr=False)
    subject: Subject | None = field(repr=False)
    since: datetime


def _known(*columns: Any) -> Select[Any]:
    """Rows of ``consents`` with the account or profile behind each, where there is one."""
    joined = consents.outerjoin(
        accounts, (accounts.c.tenant == consents.c.tenant) & (accounts.c.subject_ref == consents.c.subject_ref)
    ).outerjoin(profiles, (profiles.c.tenant == consents.c.tenant) & (profiles.c.subject_ref == consents.c.subject_ref))
    names = (accounts.c.crm, accounts.c.account_id, profiles.c.platform, profiles.c.scope, profiles.c.user_id)
    return select(*columns, *names).select_from(joined).where(mine(consents))


_LAPSED: Final = case(
    (consents.c.state.in_(_FORCE) & (consents.c.valid_until <= bindparam("now")), literal(1)), else_=literal(0)
)
_COUNTS: Final = (
    select(
        consents.c.notice_version,
        consents.c.purpose,
        consents.c.state,
        _LAPSED.label("lapsed"),
        func.count().label("number"),
    )
    .where(mine(consents))
    .group_by(consents.c.notice_version, consents.c.purpose, consents.c.state, _LAPSED)
)
_EXPIRING: Final = (
    _known(consents)
    .where(
        consents.c.state.in_(_FORCE),
        consents.c.valid_until > bindparam("now"),
        consents.c.valid_until <= bindparam("until"),
    )
    .order_by(consents.c.valid_until, consents.c.seq)
)
_OUTDATED: Final = (
    _known(consents.c.subject_ref, consents.c.purpose, consents.c.notice_version)
    .where(
        consents.c.state.in_(_FORCE),
        func.coalesce(consents.c.valid_until, literal(_NEVER, BigInteger)) > bindparam("now"),
        consents.c.notice_version.not_in(bindparam("accepted", expanding=True)),
        tuple_(consents.c.subject_ref, consents.c.purpose)
        > tuple_(bindparam("after_ref", type_=LargeBinary), bindparam("after_purpose", type_=String)),
    )
    .order_by(consents.c.subject_ref, consents.c.purpose)
    .limit(bindparam("limit"))
)
# A grant in force ends at its end; anything else ended when the last thing happened.
_LAST: Final = func.max(
    case(
        (
            consents.c.state.in_(_FORCE),
            func.coalesce(consents.c.valid_until, literal(_NEVER, BigInteger)),
        ),
        else_=consents.c.last_at,
    )
)
_OVER: Final = (
    select(consents.c.tenant, consents.c.subject_ref, _LAST.label("since"))
    .where(mine(consents))
    .group_by(consents.c.tenant, consents.c.subject_ref)
    .having(bindparam("before") > _LAST)
    .subquery()
)
_ENDED: Final = (
    select(
        _OVER.c.subject_ref,
        _OVER.c.since,
        accounts.c.crm,
        accounts.c.account_id,
        profiles.c.platform,
        profiles.c.scope,
        profiles.c.user_id,
    )
    .select_from(
        _OVER.outerjoin(
            accounts, (accounts.c.tenant == _OVER.c.tenant) & (accounts.c.subject_ref == _OVER.c.subject_ref)
        ).outerjoin(profiles, (profiles.c.tenant == _OVER.c.tenant) & (profiles.c.subject_ref == _OVER.c.subject_ref))
    )
    .order_by(_OVER.c.since, _OVER.c.subject_ref)
    .limit(bindparam("limit"))
)
_WEAK: Final = (
    pick(links)
    .where(
        links.c.assurance == bindparam("level"), links.c.ended_at.is_(None), links.c.started_at < bindparam("before")
    )
    .order_by(links.c.seq)
)
_ROWS: Final = {
    table.name: select(func.count()).select_from(table).where(mine(table)) for table in METADATA.sorted_tables
}
_PEPPERS: Final = union(
    *(
        select(table.c.pepper_id).where(mine(table), table.c.expires_at > bindparam("now"))
        for table in (tokens, invitations)
    )
)
_EVENTS: Final = (
    select(events.c.type_class, func.count().label("number"))
    .where(mine(events), events.c.recorded_at >= bindparam("since"), events.c.recorded_at < bindparam("until"))
    .group_by(events.c.type_class)
)
_TENANTS: Final = select(log_heads.c.tenant).order_by(log_heads.c.tenant)


def consent_counts(session: Session) -> list[ConsentCount]:
    """Consents by notice version, purpose and state; a grant whose end has come is counted as expired."""
    counts: dict[tuple[str, str, State], int] = {}
    for row in session.rows(_COUNTS, {"now": session.now_ms}):
        key = (row.notice_version, row.purpose, State.EXPIRED if row.lapsed else State(row.state))
        counts[key] = counts.get(key, 0) + row.number
    order = list(State)
    return [
        ConsentCount(*key, count)
        for key, count in sorted(counts.items(), key=lambda item: (*item[0][:2], order.index(item[0][2])))
    ]


def expiring(session: Session, until: datetime) -> Iterator[Ending]:
    """Grants in force that end up to a moment, the next first. It names people."""
    for row in session.stream(_EXPIRING, {"now": session.now_ms, "until": to_epoch_ms(until)}):
        end = from_epoch_ms(row.valid_until)
        yield Ending(_subject(session, row), row.purpose, row.notice_version, end, row.seq)


def outdated(session: Session, after: Outdated | None, limit: int) -> list[Outdated]:
    """Grants in force under words that were materially changed, in a fixed order. It names people.

    Parameters
    ----------
    after: the last one of those that were looked at before.
    """
    accepted = notices.accepted(session)
    if accepted is None:
        return []
    ref, purpose = (b"", "") if after is None else (after.ref, after.purpose)
    asked = {"accepted": sorted(accepted), "after_ref": ref, "after_purpose": purpose, "limit": limit}
    rows = session.rows(_OUTDATED, {**asked, "now": session.now_ms})
    return [Outdated(row.subject_ref, _subject(session, row), row.purpose, row.notice_version) for row in rows]


def ended_before(session: Session, before: datetime, limit: int) -> list[Ended]:
    """People all of whose consents ended before a moment, the earliest first. It names people."""
    rows = session.rows(_ENDED, {"before": to_epoch_ms(before), "limit": limit})
    return [Ended(row.subject_ref, _subject(session, row), from_epoch_ms(row.since)) for row in rows]


def weak_links(session: Session, level: Assurance, before: datetime) -> list[Link]:
    """Links of one assurance that began before a moment and have not ended. It names people."""
    rows = session.rows(_WEAK, {"level": level.value, "before": to_epoch_ms(before)})
    return [as_link(session, row) for row in rows]


def event_counts(session: Session, since: datetime, until: datetime) -> dict[TypeClass, int]:
    """How many events of each class were recorded from one moment up to another."""
    rows = session.rows(_EVENTS, {"since": to_epoch_ms(since), "until": to_epoch_ms(until)})
    found = {row.type_class: row.number for row in rows}
    return {kind: found[kind] for kind in TypeClass if kind in found}


def row_counts(session: Session) -> dict[str, int]:
    """How many rows each table has of this tenant."""
    return {name: int(session.rows(statement)[0][0]) for name, statement in _ROWS.items()}


def peppers_in_use(session: Session) -> set[str]:
    """The ids of the peppers that made a code or invitation which has not expired."""
    return {row.pepper_id for row in session.rows(_PEPPERS, {"now": session.now_ms})}


def tenants(session: Session) -> list[str]:
    """Every tenant there is: the one question that is not about one of them."""
    return [row.tenant for row in session.rows(_TENANTS)]


def _subject(session: Session, row: Row[Any]) -> Subject | None:
    if row.account_id is not None:
        return account_key(session, row)
    return None if row.user_id is None else profile_key(session, row)
