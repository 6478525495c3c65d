"""What a CRM is still to be told. Written in the commit of the change itself, delivered later, scrubbed then.

The position of the event it follows from is the idempotency key, together with the log's epoch: delivered twice,
it is done once. Rows of one account are handed out in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, case, func, or_, select

from socialmatch.canonical import Json
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store.columns import (
    ACCOUNT,
    PROFILE,
    account_columns,
    account_key,
    from_json,
    of_account,
    of_profile,
    profile_columns,
    profile_key,
    to_json,
)
from socialmatch.store.schema import outbox
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import change, mine, pick, same


class Operation(StrEnum):
    """What the CRM is to do."""

    PUT_LINK = "put_link"
    REMOVE_LINK = "remove_link"
    ERASE = "erase"


class OutboxState(StrEnum):
    """What became of a row. Only ``PENDING`` and ``DEAD`` rows still name anybody."""

    PENDING = "pending"
    SENT = "sent"
    OVERTAKEN = "overtaken"
    """It no longer holds: a revocation, or something newer, came before it was delivered."""
    DEAD = "dead"
    """Given up after too many attempts; it waits for a person."""
    DISCARDED = "discarded"
    """A person decided that it is not to be delivered."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a CRM is to be told.

    Attributes
    ----------
    seq: position of the event it follows from. epoch: of the log. details: what else the adapter needs.
    attempts: made so far. next_at: not before. error_code: of the last attempt.
    account, profile: ``None`` once it was delivered; an erasure names no profile.
    """

    seq: int
    epoch: int
    operation: Operation
    state: OutboxState
    account: AccountKey | None
    profile: ProfileKey | None
    details: Mapping[str, Any] = field(repr=False)
    attempts: int
    next_at: datetime
    error_code: str
    created_at: datetime

    @property
    def idempotency_key(self) -> str:
        """What tells the CRM that it has heard this before; names nobody."""
        return f"{self.epoch}-{self.seq}"

    @property
    def told(self) -> bool:
        """Whether the CRM may have heard of it: an attempt was begun, whatever became of it."""
        return self.state is OutboxState.SENT or self.attempts > 0 or self.error_code != ""


NO_ANSWER: Final = "no_answer"
"""Error code of an attempt that was begun, and of which nothing is known since."""

_EARLIER: Final = outbox.alias("earlier")
_PENDING: Final = outbox.c.state == OutboxState.PENDING.value
_NAMES_SOMEBODY: Final = outbox.c.state.in_((OutboxState.PENDING.value, OutboxState.DEAD.value))
_DUE: Final = (
    pick(outbox)
    .where(_PENDING, outbox.c.next_at <= bindparam("now"))
    # A row waits for every earlier one of its account, also for one that is to be tried later. Only a removal does
    # not wait for links of other profiles that could not be written yet.
    .where(
        ~select(_EARLIER.c.seq)
        .where(
            _EARLIER.c.tenant == outbox.c.tenant,
            _EARLIER.c.crm == outbox.c.crm,
            _EARLIER.c.account_id == outbox.c.account_id,
            _EARLIER.c.state == OutboxState.PENDING.value,
            _EARLIER.c.seq < outbox.c.seq,
            or_(
                outbox.c.operation != Operation.REMOVE_LINK.value,
                _EARLIER.c.operation != Operation.PUT_LINK.value,
                and_(*(_EARLIER.c[name] == outbox.c[name] for name in PROFILE)),
            ),
        )
        .exists()
    )
    .order_by(outbox.c.seq)
    .limit(bindparam("limit"))
)
_DUE_OF: Final = _DUE.where(*same(outbox, "crm")).order_by(None).order_by(outbox.c.next_at, outbox.c.seq)
_ONE: Final = pick(outbox).where(*same(outbox, "seq"))
_OF_PAIR: Final = pick(outbox).where(*same(outbox, *PROFILE, *ACCOUNT), _PENDING).order_by(outbox.c.seq)
_UNTOLD: Final = (
    pick(outbox)
    .where(*same(outbox, *PROFILE, *ACCOUNT), _NAMES_SOMEBODY, outbox.c.operation == Operation.PUT_LINK.value)
    .order_by(outbox.c.seq)
)
_PENDING_OF: Final = (
    select(outbox.c.crm, func.count().label("rows")).where(mine(outbox), _PENDING).group_by(outbox.c.crm)
)
_OLDEST: Final = (
    select(outbox.c.operation, func.min(outbox.c.created_at).label("since"))
    .where(mine(outbox), _PENDING)
    .group_by(outbox.c.operation)
)
_OF_STATE: Final = pick(outbox).where(*same(outbox, "state")).order_by(outbox.c.seq)
_COUNTS: Final = select(outbox.c.state, func.count().label("rows")).where(mine(outbox)).group_by(outbox.c.state)
_SCRUBBED: Final = dict.fromkeys((*PROFILE, *ACCOUNT, "details"))
_SETTLE: Final = (
    change(outbox, "seq")
    .where(_NAMES_SOMEBODY)
    .values(state=bindparam("new_state"), settled_at=bindparam("now"), error_code="", **_SCRUBBED)
)
_OVERTAKE: Final = (
    change(outbox, *PROFILE, *ACCOUNT)
    .where(_NAMES_SOMEBODY, outbox.c.operation == Operation.PUT_LINK.value)
    .values(state=OutboxState.OVERTAKEN.value, settled_at=bindparam("now"), **_SCRUBBED)
)
_BEGIN: Final = (
    change(outbox, "seq")
    .where(_PENDING)
    .values(
        error_code=case((outbox.c.error_code == "", NO_ANSWER), else_=outbox.c.error_code),
        details=bindparam("new_details"),
    )
)
_FAIL: Final = (
    change(outbox, "seq")
    .where(_PENDING)
    .values(
        state=bindparam("new_state"),
        attempts=outbox.c.attempts + 1,
        next_at=bindparam("new_next_at"),
        error_code=bindparam("new_error_code"),
    )
)
_REPLAY: Final = (
    change(outbox, "seq")
    .where(outbox.c.state == OutboxState.DEAD.value)
    .values(state=OutboxState.PENDING.value, attempts=0, next_at=bindparam("now"))
)


def queue(
    session: WriteSession,
    seq: int,
    operation: Operation,
    account: AccountKey,
    profile: ProfileKey | None = None,
    details: Mapping[str, Json] | None = None,
) -> None:
    """Have a CRM told, once this commits.

    Parameters
    ----------
    seq: position of the event it follows from; one event tells one thing.
    """
    session.check(account)
    if profile is not None:
        session.check(profile)
    if operation is Operation.ERASE:
        session.take_from(session.ref(account)).in_crm = True
    row = {
        "seq": seq,
        "epoch": session.epoch,
        "operation": operation.value,
        "state": OutboxState.PENDING.value,
        **account_columns(account),
        **profile_columns(profile),
        "details": to_json(details or {}),
        "attempts": 0,
        "next_at": session.now_ms,
        "error_code": "",
        "created_at": session.now_ms,
        "settled_at": None,
    }
    session.insert(outbox, [row])


def due(session: Session, *, crm: str | None = None, limit: int = 100) -> list[Message]:
    """What can be delivered now, to one CRM or to any: of each account the oldest that is pending.

    Of one CRM's, what has been due longest comes first, so that one that never works keeps nobody else waiting.
    """
    params = {"now": session.now_ms, "limit": limit}
    rows = session.rows(_DUE, params) if crm is None else session.rows(_DUE_OF, {**params, "of_crm": crm})
    return [_message(session, row) for row in rows]


def get(session: Session, seq: int) -> Message | None:
    """The row that follows from an event, whatever its state."""
    row = session.row(_ONE, {"of_seq": seq})
    return None if row is None else _message(session, row)


def of_pair(session: Session, account: AccountKey, profile: ProfileKey) -> list[Message]:
    """What is still to be told of an account and a profile together, the oldest first."""
    params = {**of_account(session, account), **of_profile(session, profile)}
    return [_message(session, row) for row in session.rows(_OF_PAIR, params)]


def untold(session: Session, account: AccountKey, profile: ProfileKey) -> Message | None:
    """The link of an account and a profile, where the CRM was to be told of it and was not, given up or not."""
    row = session.row(_UNTOLD, {**of_account(session, account), **of_profile(session, profile)})
    return None if row is None else _message(session, row)


def of_state(session: Session, state: OutboxState) -> list[Message]:
    """Every row in a state, the oldest first."""
    return [_message(session, row) for row in session.rows(_OF_STATE, {"of_state": state.value})]


def counts(session: Session) -> dict[OutboxState, int]:
    """How many rows are in each state."""
    return {OutboxState(row.state): row.rows for row in session.rows(_COUNTS)}


def pending(session: Session) -> dict[str, int]:
    """How many rows each CRM still has to be told, by its name."""
    return {row.crm: row.rows for row in session.rows(_PENDING_OF)}


def oldest(session: Session) -> dict[Operation, datetime]:
    """Since when the oldest pending row of each kind waits; kinds of which none waits are left out."""
    return {Operation(row.operation): from_epoch_ms(row.since) for row in session.rows(_OLDEST)}


def begin(session: WriteSession, seq: int, details: Mapping[str, Json]) -> bool:
    """Note that an attempt begins, before the CRM is called: should its end never be noted, it may have worked.

    Parameters
    ----------
    details: what is told; every further attempt tells the same, as it comes under the same key.

    Returns
    -------
    Whether the row was pending.
    """
    return session.execute(_BEGIN, {"of_seq": seq, "new_details": to_json(details)}) > 0


def delivered(session: WriteSession, seq: int) -> bool:
    """It was done. From now on the row names nobody. Whether it was still to do."""
    return _settle(session, seq, OutboxState.SENT)


def cancel(session: WriteSession, seq: int) -> bool:
    """It no longer holds. From now on the row names nobody. Whether it was still to do."""
    return _settle(session, seq, OutboxState.OVERTAKEN)


def discard(session: WriteSession, seq: int) -> bool:
    """It is not to be done. From now on the row names nobody. Whether it was still to do."""
    return _settle(session, seq, OutboxState.DISCARDED)


def overtake(session: WriteSession, account: AccountKey, profile: ProfileKey) -> int:
    """Do not write a link that was ended before it was delivered. How many rows; they name nobody any more."""
    params = {**of_account(session, account), **of_profile(session, profile), "now": session.now_ms}
    return _scrubbing(session, session.execute(_OVERTAKE, params))


def failed(session: WriteSession, seq: int, error_code: str, next_at: datetime | None) -> bool:
    """An attempt failed; ``next_at`` is when to try again, ``None`` to give up. Whether it was pending."""
    state = OutboxState.DEAD if next_at is None else OutboxState.PENDING
    params = {
        "of_seq": seq,
        "new_state": state.value,
        "new_next_at": session.now_ms if next_at is None else to_epoch_ms(next_at),
        "new_error_code": error_code,
    }
    return session.execute(_FAIL, params) > 0


def replay(session: WriteSession, seq: int) -> bool:
    """Try a dead one again from the start. Whether it was dead."""
    return session.execute(_REPLAY, {"of_seq": seq, "now": session.now_ms}) > 0


def _settle(session: WriteSession, seq: int, state: OutboxState) -> bool:
    params = {"of_seq": seq, "new_state": state.value, "now": session.now_ms}
    return _scrubbing(session, session.execute(_SETTLE, params)) > 0


def _scrubbing(session: WriteSession, count: int) -> int:
    session.scrubbed = session.scrubbed or count > 0
    return count


def _message(session: Session, row: Row[Any]) -> Message:
    return Message(
        seq=row.seq,
        epoch=row.epoch,
        operation=Operation(row.operation),
        state=OutboxState(row.state),
        account=None if row.account_id is None else account_key(session, row),
        profile=None if row.user_id is None else profile_key(session, row),
        details={} if row.details is None else from_json(row.details),
        attempts=row.attempts,
        next_at=from_epoch_ms(row.next_at),
        error_code=row.error_code,
        created_at=from_epoch_ms(row.created_at),
    )
