"""The index that finds an account by its blocking keys. Holds nobody without a permit, and no key in plain.

A blocking key can be a mail address or a name; here it is a 64-bit keyed digest. Two keys that happen to share
one only bring a candidate too many, which scoring then rejects.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import BigInteger, Select, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from socialmatch.consent.permits import Permit, PermittedSet
from socialmatch.errors import ConsentMissing, UsageError
from socialmatch.models import AccountKey
from socialmatch.store.columns import ACCOUNT, account_columns, account_key, of_account
from socialmatch.store.keyring import Keyring
from socialmatch.store.schema import account_keys, indexed_accounts
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, drop, in_parts, mine, pick, same

_FIND: Final = (
    pick(account_keys, *ACCOUNT)
    .where(*same(account_keys, "key"))
    .order_by(account_keys.c.crm, account_keys.c.account_id)
    .limit(bindparam("limit"))
)
_FIND_MANY: Final = pick(account_keys, "key", *ACCOUNT).where(account_keys.c.key.in_(bindparam("keys", expanding=True)))


def _larger(dialect: str) -> Select[Any]:
    """Which of these keys have more than ``limit`` accounts; no more rows than that are looked at."""
    if dialect == "sqlite":
        asked = func.json_each(bindparam("keys")).table_valued("value")
    else:
        asked = func.unnest(cast(bindparam("keys"), ARRAY(BigInteger))).table_valued("value").render_derived()
    beyond = (
        select(account_keys.c.key)
        .where(mine(account_keys), account_keys.c.key == asked.c.value)
        .limit(1)
        .offset(bindparam("limit"))
        .correlate(asked)
    )
    return select(asked.c.value).where(beyond.exists())


_LARGER: Final = {dialect: _larger(dialect) for dialect in ("sqlite", "postgresql")}
_DROP: Final = drop(account_keys, *ACCOUNT)
_DROP_ALL: Final = drop(account_keys)
_ALL: Final = pick(account_keys, "key", *ACCOUNT).order_by(account_keys.c.key)
_NUMBERS: Final = pick(indexed_accounts)
_DROP_NUMBER: Final = drop(indexed_accounts, *ACCOUNT)
_DROP_NUMBERS: Final = drop(indexed_accounts)


def put(session: WriteSession, permit: Permit, keys: Collection[str]) -> None:
    """Let an account be found under these blocking keys and no others.

    Parameters
    ----------
    permit: of the account's owner. The account is known to the store.
    """
    if not isinstance(permit.subject, AccountKey):
        raise UsageError("the permit is not an account's", code="wrong_permit")
    remove(session, permit.subject)
    _insert(session, [(permit.subject, keys)])


def put_many(
    session: WriteSession, permitted: PermittedSet, found: Iterable[tuple[AccountKey, Collection[str]]]
) -> None:
    """As :func:`put`, for many accounts that have no keys yet.

    Raises
    ------
    ConsentMissing: one of them is not in the permitted set.
    """
    listed = list(found)
    if not all(permitted.permits(account) for account, _ in listed):
        raise ConsentMissing("not_permitted")
    _insert(session, listed)


def find(session: Session, key: str, limit: int) -> list[AccountKey] | None:
    """The accounts with a blocking key, in their order; ``None`` if there are more than ``limit``."""
    rows = session.rows(_FIND, {"of_key": digest(session.keys, key), "limit": limit + 1})
    return None if len(rows) > limit else [account_key(session, row) for row in rows]


def find_many(session: Session, keys: Collection[str], limit: int) -> dict[str, list[AccountKey] | None]:
    """As :func:`find`, for many blocking keys at once; accounts come in no order."""
    digests = {key: digest(session.keys, key) for key in keys}
    asked = sorted(set(digests.values()))
    given = json.dumps(asked) if session.dialect == "sqlite" else asked
    larger = {row.value for row in session.rows(_LARGER[session.dialect], {"keys": given, "limit": limit})}
    found: dict[int, list[AccountKey]] = {number: [] for number in asked if number not in larger}
    for part in in_parts(found):
        for row in session.rows(_FIND_MANY, {"keys": part}):
            found[row.key].append(account_key(session, row))
    return {key: found.get(number) for key, number in digests.items()}


def remove(session: WriteSession, account: AccountKey) -> int:
    """Let an account be found no more. Under how many keys it was."""
    session.execute(_DROP_NUMBER, of_account(session, account))
    return session.execute(_DROP, of_account(session, account))


def remove_all(session: WriteSession) -> int:
    """Empty the index, before it is built anew."""
    session.execute(_DROP_NUMBERS)
    return session.execute(_DROP_ALL)


def walk(session: Session) -> Iterator[tuple[int, str, str]]:
    """Every entry of the index: the digest of a key, and crm and id of an account; in the order of the digests."""
    for row in session.stream(_ALL):
        yield row.key, row.crm, row.account_id


def digest(keys: Keyring, key: str) -> int:
    """What the index keeps of a blocking key."""
    return keys.refs.digest("block", key)


def numbers(session: Session) -> dict[AccountKey, int]:
    """The number of every account that can be found: random, and another once anything about it has changed.

    So who remembers a number knows whether the account is as it was, and nothing of whom it was when it is gone.
    """
    return {account_key(session, row): row.number for row in session.stream(_NUMBERS)}


def numbers_of(session: Session, accounts: Collection[AccountKey]) -> dict[AccountKey, int]:
    """As :func:`numbers`, of these accounts."""
    return {
        account_key(session, row): row.number
        for part in in_parts(accounts, 64)
        for row in session.rows(*among(indexed_accounts, ACCOUNT, [(key.crm, key.account_id) for key in part]))
    }


def _insert(session: WriteSession, found: Iterable[tuple[AccountKey, Collection[str]]]) -> None:
    rows, found_now = [], []
    for account, keys in found:
        session.check(account)
        columns = account_columns(account)
        rows += [{"key": number, **columns} for number in sorted({digest(session.keys, key) for key in keys})]
        number = int.from_bytes(session.randbytes(8), "big", signed=True)
        found_now.append({**columns, "number": number})
    session.insert(account_keys, rows)
    session.upsert(indexed_accounts, found_now)
