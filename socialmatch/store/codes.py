"""Codes and invitations as rows: never the code itself, only its keyed digest.

A state is changed by one guarded UPDATE that names the states it may come from and the moment it must not be past:
of many who try at once, one does it. What the states mean and which may follow which is
:mod:`socialmatch.consent`'s to say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Table, bindparam, func, select

from socialmatch.models import AccountKey, ProfileKey, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store.columns import (
    ACCOUNT,
    PROFILE,
    account_columns,
    account_key,
    from_json,
    moment,
    ms,
    of_account,
    of_profile,
    profile_columns,
    profile_key,
    to_json,
)
from socialmatch.store.schema import invitations, tokens
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import change, drop, mine, pick, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A code that a person sends from their handle, and everything it is bound to.

    Attributes
    ----------
    digest: keyed, under the pepper that ``pepper_id`` names. flow, state: as the flow calls them.
    account, profile: the sides known so far. purposes, notice_version, language: what was agreed to, as shown.
    session_hash: of the session that asked. invitation: digest of the invitation it belongs to.
    attempts: how often the wrong sender tried it.
    """

    digest: bytes = field(repr=False)
    pepper_id: str
    flow: str
    state: str
    account: AccountKey | None
    profile: ProfileKey | None
    purposes: tuple[str, ...]
    notice_version: str
    language: str
    session_hash: bytes | None = field(default=None, repr=False)
    invitation: bytes | None = field(default=None, repr=False)
    issued_at: datetime
    expires_at: datetime
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that was sent to a handle. It proves nothing; opening it leads to a code that does.

    Attributes
    ----------
    As of :class:`Token`; the profile is who it was sent to, the account who opened it while signed in.
    """

    digest: bytes = field(repr=False)
    pepper_id: str
    state: str
    profile: ProfileKey
    account: AccountKey | None
    purposes: tuple[str, ...]
    notice_version: str
    language: str
    session_hash: bytes | None = field(default=None, repr=False)
    issued_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0


_SETTABLE: Final = {
    tokens: ("account", "profile", "session_hash", "claimed_at", "ended_at", "attempts"),
    invitations: ("account", "session_hash", "opened_at", "ended_at", "attempts"),
}
_BY_DIGEST: Final = {
    table: pick(table).where(table.c.digest.in_(bindparam("digests", expanding=True))) for table in _SETTABLE
}
_OPEN: Final = {
    (table, columns): pick(table)
    .where(*same(table, *columns), table.c.state.in_(bindparam("states", expanding=True)))
    .order_by(table.c.issued_at, table.c.digest)
    for table in _SETTABLE
    for columns in (ACCOUNT, PROFILE)
}
_EXPIRE: Final = {
    table: change(table)
    .where(table.c.state.in_(bindparam("states", expanding=True)), table.c.expires_at <= bindparam("now"))
    .values(state=bindparam("new_state"), ended_at=bindparam("now"))
    for table in _SETTABLE
}
_DROP_OLD: Final = {table: drop(table).where(table.c.expires_at < bindparam("before")) for table in _SETTABLE}
_COUNT_OPEN: Final = {
    table: select(func.count())
    .select_from(table)
    .where(mine(table), table.c.state.in_(bindparam("states", expanding=True)), table.c.expires_at > bindparam("now"))
    for table in _SETTABLE
}


# --- tokens --------------------------------------------------------------------------------------


def add_token(session: WriteSession, token: Token) -> None:
    """Keep a fresh token."""
    _check(session, token.account, token.profile)
    row = {**_common(token), "flow": token.flow, "invitation": token.invitation, "claimed_at": ms(token.claimed_at)}
    session.insert(tokens, [row])


def find_token(session: Session, digests: Collection[bytes]) -> Token | None:
    """The token with one of these digests: the same code under each pepper that is still in use."""
    row = session.row(_BY_DIGEST[tokens], {"digests": list(digests)})
    return None if row is None else _token(session, row)


def tokens_of(session: Session, subject: Subject, states: Collection[str]) -> list[Token]:
    """The tokens of an account or a profile that are in one of these states, the oldest first."""
    return [_token(session, row) for row in _rows_of(session, tokens, subject, states)]


# --- invitations ---------------------------------------------------------------------------------


def add_invitation(session: WriteSession, invitation: Invitation) -> None:
    """Keep a fresh invitation."""
    _check(session, invitation.account, invitation.profile)
    session.insert(invitations, [{**_common(invitation), "opened_at": ms(invitation.opened_at)}])


def find_invitation(session: Session, digests: Collection[bytes]) -> Invitation | None:
    """The invitation with one of these digests."""
    row = session.row(_BY_DIGEST[invitations], {"digests": list(digests)})
    return None if row is None else _invitation(session, row)


def invitations_of(session: Session, subject: Subject, states: Collection[str]) -> list[Invitation]:
    """The invitations of an account or a profile that are in one of these states, the oldest first."""
    return [_invitation(session, row) for row in _rows_of(session, invitations, subject, states)]


# --- both ----------------------------------------------------------------------------------------


def move(
    session: WriteSession,
    kind: type[Token] | type[Invitation],
    digest: bytes,
    *,
    from_states: Collection[str],
    to_state: str,
    alive: bool = True,
    **changes: Any,
) -> bool:
    """Change a state, by one guarded UPDATE. Whether it was this call that did.

    Parameters
    ----------
    from_states: the states it may come from. alive: whether it must not have expired.
    changes: fields of the row that change with it, by their names (``account``, ``claimed_at`` ...).
    """
    table = _table(kind)
    values: dict[str, Any] = {"state": to_state}
    for name, value in changes.items():
        if name not in _SETTABLE[table]:
            raise TypeError(f"{name} does not change")
        values |= _columns(session, name, value)
    statement = change(table, "digest").where(table.c.state.in_(bindparam("states", expanding=True)))
    if alive:
        statement = statement.where(table.c.expires_at > bindparam("now"))
    params = {"of_digest": digest, "states": list(from_states), "now": session.now_ms}
    return session.execute(statement.values(**values), params) > 0


def expire(session: WriteSession, kind: type[Token] | type[Invitation], states: Collection[str], to_state: str) -> int:
    """Latch what has run out: a clock set back will not open it again. How many."""
    params = {"states": list(states), "now": session.now_ms, "new_state": to_state}
    return session.execute(_EXPIRE[_table(kind)], params)


def count_open(session: Session, kind: type[Token] | type[Invitation], states: Collection[str]) -> int:
    """How many are in one of these states and have not expired: what a guesser could hit."""
    row = session.row(_COUNT_OPEN[_table(kind)], {"states": list(states), "now": session.now_ms})
    return 0 if row is None else int(row[0])


def drop_old(session: WriteSession, kind: type[Token] | type[Invitation], before: datetime) -> int:
    """Delete what expired before a moment. How many."""
    return session.execute(_DROP_OLD[_table(kind)], {"before": to_epoch_ms(before)})


def _table(kind: type[Token] | type[Invitation]) -> Table:
    return tokens if kind is Token else invitations


def _rows_of(session: Session, table: Table, subject: Subject, states: Collection[str]) -> Sequence[Row[Any]]:
    if isinstance(subject, ProfileKey):
        statement, params = _OPEN[table, PROFILE], of_profile(session, subject)
    else:
        statement, params = _OPEN[table, ACCOUNT], of_account(session, subject)
    return session.rows(statement, {**params, "states": list(states)})


def _check(session: Session, *subjects: Subject | None) -> None:
    for subject in subjects:
        if subject is not None:
            session.check(subject)


def _columns(session: Session, name: str, value: Any) -> dict[str, Any]:
    if name == "account":
        _check(session, value)
        return account_columns(value)
    if name == "profile":
        _check(session, value)
        return profile_columns(value)
    return {name: ms(value) if isinstance(value, datetime) else value}


def _common(one: Token | Invitation) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "pepper_id": one.pepper_id,
        "state": one.state,
        **account_columns(one.account),
        **profile_columns(one.profile),
        "purposes": to_json(one.purposes),
        "notice_version": one.notice_version,
        "language": one.language,
        "session_hash": one.session_hash,
        "issued_at": to_epoch_ms(one.issued_at),
        "expires_at": to_epoch_ms(one.expires_at),
        "ended_at": ms(one.ended_at),
        "attempts": one.attempts,
    }


def _shared(session: Session, row: Row[Any]) -> dict[str, Any]:
    return {
        "digest": row.digest,
        "pepper_id": row.pepper_id,
        "state": row.state,
        "account": None if row.account_id is None else account_key(session, row),
        "purposes": tuple(from_json(row.purposes)),
        "notice_version": row.notice_version,
        "language": row.language,
        "session_hash": row.session_hash,
        "issued_at": from_epoch_ms(row.issued_at),
        "expires_at": from_epoch_ms(row.expires_at),
        "ended_at": moment(row.ended_at),
        "attempts": row.attempts,
    }


def _token(session: Session, row: Row[Any]) -> Token:
    return Token(
        **_shared(session, row),
        profile=None if row.user_id is None else profile_key(session, row),
        flow=row.flow,
        invitation=row.invitation,
        claimed_at=moment(row.claimed_at),
    )


def _invitation(session: Session, row: Row[Any]) -> Invitation:
    return Invitation(**_shared(session, row), profile=profile_key(session, row), opened_at=moment(row.opened_at))
