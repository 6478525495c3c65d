"""Customer accounts, as the CRM last showed them. The rows are the customer's own record: a withdrawal leaves them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select

from socialmatch.models import Account, AccountKey
from socialmatch.store import content
from socialmatch.store.columns import ACCOUNT, account_columns, moment, ms, of_account
from socialmatch.store.schema import accounts
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, change, in_parts, mine, pick, same


class AccountState(StrEnum):
    """What became of an account."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """The host does not want it matched for now."""
    MISSING = "missing"
    """The last full import did not have it."""
    MERGED = "merged"
    """Into another account, which survives."""
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account and what the store knows of it.

    Attributes
    ----------
    merged_into: the surviving account's id in the same CRM. fingerprint: changes when a value does.
    seen_run: the last import that had it. revision: the commit that last changed it.
    """

    account: Account
    state: AccountState
    merged_into: str | None = field(repr=False)
    fingerprint: bytes = field(repr=False)
    seen_run: int
    revision: int


_ONE_WAY: Final = re.compile(r"[a-z0-9_.@-]+")
_ONE: Final = pick(accounts).where(*same(accounts, *ACCOUNT))
_WALK: Final = (
    pick(accounts)
    .where(accounts.c.state.in_(bindparam("states", expanding=True)), accounts.c.revision > bindparam("after"))
    .order_by(*(accounts.c[name] for name in ACCOUNT))
)
_UNSEEN: Final = (
    pick(accounts, "account_id")
    .where(*same(accounts, "crm"), accounts.c.state == AccountState.ACTIVE.value)
    .where(accounts.c.seen_run != bindparam("run"))
    .order_by(accounts.c.account_id)
)
_COUNT: Final = select(func.count()).select_from(accounts).where(mine(accounts), *same(accounts, "crm", "state"))
_SET_STATE: Final = change(accounts, *ACCOUNT).values(
    state=bindparam("new_state"), merged_into=bindparam("new_merged_into"), revision=bindparam("new_revision")
)
_SEEN: Final = (
    change(accounts, "crm")
    .where(accounts.c.account_id.in_(bindparam("ids", expanding=True)))
    .values(seen_run=bindparam("new_run"))
)


def get(session: Session, key: AccountKey) -> KnownAccount | None:
    """One account, whatever its state."""
    row = session.row(_ONE, of_account(session, key))
    return None if row is None else _known(session, row)


def get_many(session: Session, keys: Collection[AccountKey]) -> dict[AccountKey, KnownAccount]:
    """Those of these accounts that are known."""
    for key in keys:
        session.check(key)
    known = (
        _known(session, row)
        for part in in_parts(keys, 64)
        for row in session.rows(*among(accounts, ACCOUNT, [(key.crm, key.account_id) for key in part]))
    )
    return {one.account.key: one for one in known}


def merged_into(session: Session, key: AccountKey) -> list[AccountKey]:
    """An account, and each that it went into in turn; what is left of a chain of merges comes last."""
    chain = [key]
    known = get(session, key)
    while known is not None and known.state is AccountState.MERGED and known.merged_into:
        key = replace(key, account_id=known.merged_into)
        if key in chain:
            break
        chain.append(key)
        known = get(session, key)
    return chain


def walk(
    session: Session, *, states: Collection[AccountState] = (AccountState.ACTIVE,), after: int = 0
) -> Iterator[KnownAccount]:
    """Every account in one of these states that changed after a revision, in the order of their keys."""
    for row in session.stream(_WALK, {"states": [state.value for state in states], "after": after}):
        yield _known(session, row)


def may_hold(session: Session, folded_handle: str) -> list[KnownAccount]:
    """At least every account that has a handle on file, however it is written there; every account is read.

    A handle that can be written in more than one way (a phone number, letters beyond ASCII) cannot be looked for in
    the database; then these are all accounts with handles.
    """
    written = folded_handle if _ONE_WAY.fullmatch(folded_handle) else '"handles":'
    held = pick(accounts).where(func.lower(accounts.c.content).contains(written, autoescape=True))
    return [_known(session, row) for row in session.rows(held)]


def unseen(session: Session, crm: str, run: int) -> Iterator[AccountKey]:
    """The active accounts of a CRM that an import did not have."""
    for row in session.stream(_UNSEEN, {"of_crm": crm, "run": run}):
        yield AccountKey(session.tenant, crm, row.account_id)


def count(session: Session, crm: str, state: AccountState = AccountState.ACTIVE) -> int:
    """How many accounts of a CRM are in a state."""
    row = session.row(_COUNT, {"of_crm": crm, "of_state": state.value})
    return 0 if row is None else int(row[0])


def put(
    session: WriteSession, found: Iterable[Account], *, run: int = 0, state: AccountState = AccountState.ACTIVE
) -> None:
    """Keep accounts as they are now, new ones and known ones."""
    session.upsert(accounts, [_row(session, account, run, state) for account in found])


def seen(session: WriteSession, crm: str, account_ids: Collection[str], run: int) -> None:
    """Note that an import had these accounts, unchanged."""
    for part in in_parts(account_ids):
        session.execute(_SEEN, {"of_crm": crm, "ids": part, "new_run": run})


def set_state(
    session: WriteSession, key: AccountKey, state: AccountState, *, merged_into: AccountKey | None = None
) -> bool:
    """Change what became of an account. Whether it is known."""
    values = {
        **of_account(session, key),
        "new_state": state.value,
        "new_merged_into": merged_into.account_id if merged_into else None,
        "new_revision": session.revision,
    }
    return session.execute(_SET_STATE, values) > 0


def _row(session: WriteSession, account: Account, run: int, state: AccountState) -> dict[str, Any]:
    text = content.dump(account)
    return {
        **account_columns(account.key),
        "subject_ref": session.ref(account.key),
        "state": state.value,
        "merged_into": None,
        "content": text,
        "fingerprint": content.fingerprint(text),
        "updated_at": ms(account.updated_at),
        "seen_run": run,
        "revision": session.revision,
    }


def _known(session: Session, row: Row[Any]) -> KnownAccount:
    account = content.load(
        Account,
        row.content,
        tenant=session.tenant,
        crm=row.crm,
        account_id=row.account_id,
        updated_at=moment(row.updated_at),
    )
    return KnownAccount(account, AccountState(row.state), row.merged_into, row.fingerprint, row.seen_run, row.revision)
