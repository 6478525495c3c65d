"""Links: which account a profile was proved to belong to. At most one that has not ended, held by a unique index.

Whoever starts, suspends or ends one here has also written its event: the row and the log cannot disagree.
Whether somebody may is the journeys' to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Row, bindparam

from socialmatch.canonical import Json
from socialmatch.errors import StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Assurance, Link, ProfileKey
from socialmatch.moments import from_epoch_ms
from socialmatch.store import events
from socialmatch.store.columns import (
    ACCOUNT,
    PROFILE,
    account_columns,
    account_key,
    moment,
    ms,
    of_account,
    of_profile,
    profile_columns,
    profile_key,
)
from socialmatch.store.journal import word
from socialmatch.store.schema import links
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import change, pick, same

_OPEN: Final = links.c.ended_at.is_(None)
_OF_PROFILE: Final = pick(links).where(*same(links, *PROFILE), _OPEN)
_OF_ACCOUNT: Final = pick(links).where(*same(links, *ACCOUNT), _OPEN).order_by(links.c.seq)
_HISTORY: Final = pick(links).where(*same(links, *PROFILE)).order_by(links.c.seq)
_WALK: Final = pick(links).where(_OPEN, links.c.revision > bindparam("after")).order_by(links.c.seq)
_CHANGE: Final = (
    change(links, "seq")
    .where(_OPEN)
    .values(
        suspended_at=bindparam("new_suspended_at"),
        ended_at=bindparam("new_ended_at"),
        reason=bindparam("new_reason"),
        revision=bindparam("new_revision"),
    )
)


def of_profile_key(session: Session, profile: ProfileKey) -> Link | None:
    """The link of a profile that has not ended; ask :meth:`.Link.live` whether it answers."""
    row = session.row(_OF_PROFILE, of_profile(session, profile))
    return None if row is None else as_link(session, row)


def live(session: Session, profile: ProfileKey) -> Link | None:
    """The link that answers for a profile now."""
    link = of_profile_key(session, profile)
    return link if link is not None and link.live(session.now) else None


def of_account_key(session: Session, account: AccountKey) -> list[Link]:
    """The links of an account that have not ended; an account may have several profiles."""
    return [as_link(session, row) for row in session.rows(_OF_ACCOUNT, of_account(session, account))]


def history(session: Session, profile: ProfileKey) -> list[Link]:
    """Every link a profile had, the oldest first, as far as they were not forgotten."""
    return [as_link(session, row) for row in session.rows(_HISTORY, of_profile(session, profile))]


def walk(session: Session, *, after: int = 0) -> Iterator[Link]:
    """Every link that has not ended and changed after a revision."""
    for row in session.stream(_WALK, {"after": after}):
        yield as_link(session, row)


def start(session: WriteSession, link: Link) -> Link:
    """Write a link and its event; ``ledger_index`` and ``started_at`` are set here.

    Raises
    ------
    StoreConflict: the profile has a link that has not ended (``already_linked``); it is left as it is.
    """
    if of_profile_key(session, link.profile) is not None:
        raise StoreConflict("the profile is linked already", code="already_linked")
    data = {"assurance": link.assurance.value, "method": link.method}
    seq = events.append(session, TypeClass.LINK, "started", link.profile, link.account, data=data)
    row: dict[str, Any] = {
        "seq": seq,
        **profile_columns(link.profile),
        **account_columns(link.account),
        **data,
        "started_at": session.now_ms,
        "undo_until": ms(link.undo_until),
        "expires_at": ms(link.expires_at),
        "suspended_at": None,
        "ended_at": None,
        "reason": "",
        "revision": session.revision,
    }
    session.insert(links, [row])
    return replace(
        link,
        ledger_index=seq,
        started_at=session.now,
        undo_until=moment(row["undo_until"]),
        expires_at=moment(row["expires_at"]),
    )


def suspend(session: WriteSession, link: Link, reason: str) -> int | None:
    """Let a link answer no more until it is resumed. The position of the event; ``None`` if it had ended."""
    return _change(session, link, "suspended", reason, suspended_at=session.now_ms)


def resume(session: WriteSession, link: Link, reason: str) -> int | None:
    """Let a suspended link answer again. The position of the event; ``None`` if it had ended."""
    return _change(session, link, "resumed", reason)


def end(session: WriteSession, link: Link, reason: str) -> int | None:
    """End a link. The position of the event; ``None`` if it had ended before."""
    return _change(session, link, "ended", reason, ended_at=session.now_ms)


def _change(
    session: WriteSession,
    link: Link,
    kind: str,
    reason: str,
    *,
    suspended_at: int | None = None,
    ended_at: int | None = None,
) -> int | None:
    values = {
        "of_seq": link.ledger_index,
        "new_suspended_at": suspended_at,
        "new_ended_at": ended_at,
        "new_reason": reason,
        "new_revision": session.revision,
    }
    if session.execute(_CHANGE, values) == 0:
        return None
    if ended_at is not None:
        session.take_from(session.ref(link.profile)).unlinked[session.ref(link.account)] = word(reason, "other")
    elif suspended_at is not None:
        session.take_from(session.ref(link.profile)).suspended[session.ref(link.account)] = word(reason, "other")
    data: dict[str, Json] = {"link": link.ledger_index, "reason": reason}
    return events.append(session, TypeClass.LINK, kind, link.profile, link.account, data=data)


def as_link(session: Session, row: Row[Any]) -> Link:
    """A row as the link it is."""
    return Link(
        profile=profile_key(session, row),
        account=account_key(session, row),
        assurance=Assurance(row.assurance),
        method=row.method,
        ledger_index=row.seq,
        started_at=from_epoch_ms(row.started_at),
        undo_until=moment(row.undo_until),
        expires_at=moment(row.expires_at),
        suspended_at=moment(row.suspended_at),
        ended_at=moment(row.ended_at),
        reason=row.reason,
    )
