"""The index that finds an account by its blocking keys. Holds nobody without a permit, and no key in plain.

A blocking key can be a mail address or a name; here it is a 64-bit keyed digest. Two keys that happen to share
one only bring a candidate too many, which scoring then rejects. An account stands in it by a number, random and
another once anything about it has changed: so who remembers a number knows whether the account is as it was, and
nothing of whom it was when it is gone. Beside the number lies the account in comparable form, so that a lookup need
not make it anew.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import BigInteger, Exists, Select, Text, bindparam, cast, exists, func, not_, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from socialmatch.consent.permits import PermittedSet
from socialmatch.consent.state import IN_FORCE
from socialmatch.errors import ConsentMissing
from socialmatch.models import AccountKey
from socialmatch.store import notices
from socialmatch.store.columns import ACCOUNT, account_columns, account_key
from socialmatch.store.keyring import Keyring
from socialmatch.store.schema import account_keys, accounts, consents, indexed_accounts
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, drop, in_parts, mine, pick


@dataclass(frozen=True, slots=True)
class Entry:
    """An account to be found.

    Attributes
    ----------
    keys: what it is found under. features: the account in comparable form, as text, which begins with how it was made;
    ``None`` where it is not known.
    """

    account: AccountKey
    keys: Collection[str] = field(repr=False)
    features: str | None = field(default=None, repr=False)


def _find(dialect: str) -> Select[Any]:
    """How many accounts have each of these keys, and their numbers; no more than ``beyond`` rows of one are read."""
    if dialect == "sqlite":
        asked = func.json_each(bindparam("keys")).table_valued("value")
        together: Any = func.json_group_array
    else:
        asked = func.unnest(cast(bindparam("keys"), ARRAY(BigInteger))).table_valued("value").render_derived()
        together = func.array_agg
    held = (
        select(account_keys.c.number)
        .where(mine(account_keys), account_keys.c.key == asked.c.value)
        .limit(bindparam("beyond"))
        .correlate(asked)
        .subquery()
    )
    numbers = select(cast(together(held.c.number), Text) if dialect == "sqlite" else together(held.c.number))
    return select(asked.c.value, numbers.scalar_subquery().label("numbers"))


_FIND: Final = {dialect: _find(dialect) for dialect in ("sqlite", "postgresql")}
_DROP_KEYS: Final = drop(account_keys, "key", "number")
_DROP_NUMBER: Final = drop(indexed_accounts, "number")
_DROP_ALL: Final = drop(account_keys)
_DROP_NUMBERS: Final = drop(indexed_accounts)
_ALL: Final = pick(account_keys, "key", "number").order_by(account_keys.c.key)
_NUMBERS: Final = pick(indexed_accounts, "number", *ACCOUNT)


def _agrees(session: Session, purposes: Collection[str]) -> Exists:
    """Whether an account's owner agrees to one of these purposes, as far as the row alone tells."""
    accepted = notices.accepted(session)
    return exists().where(
        consents.c.tenant == accounts.c.tenant,
        consents.c.subject_ref == accounts.c.subject_ref,
        consents.c.state.in_([state.value for state in IN_FORCE]),
        # A sum, so that SQLite does not look through everybody's ends to find those of one.
        consents.c.valid_until + 0 > session.now_ms,
        consents.c.purpose.in_(sorted(purposes)),
        true() if accepted is None else consents.c.notice_version.in_(sorted(accepted)),
    )


_HERE: Final = (
    (indexed_accounts.c.tenant == accounts.c.tenant)
    & (indexed_accounts.c.crm == accounts.c.crm)
    & (indexed_accounts.c.account_id == accounts.c.account_id)
)
_INDEXED: Final = pick(indexed_accounts, *ACCOUNT).join_from(indexed_accounts, accounts, _HERE)
_NOT_INDEXED: Final = pick(accounts, *ACCOUNT).where(
    accounts.c.state == "active", not_(exists().where(_HERE).correlate(accounts))
)
_MADE_OTHERWISE: Final = pick(indexed_accounts, *ACCOUNT).where(
    func.coalesce(func.substr(indexed_accounts.c.features, 1, func.length(bindparam("mark", type_=Text))), "")
    != bindparam("mark", type_=Text)
)


def put_many(session: WriteSession, permitted: Sequence[PermittedSet], found: Iterable[Entry]) -> None:
    """Let accounts be found under these blocking keys; they have none yet.

    Parameters
    ----------
    permitted: each account is in one of these; it is known to the store.

    Raises
    ------
    ConsentMissing: one of them is in none of the permitted sets.
    """
    listed = list(found)
    if not all(any(one.permits(entry.account) for one in permitted) for entry in listed):
        raise ConsentMissing("not_permitted")
    keys, numbered, digest_of = [], [], session.keys.refs.digest
    drawn = struct.iter_unpack(">q", session.randbytes(8 * len(listed)))
    for entry, (number,) in zip(listed, drawn, strict=True):
        session.check(entry.account)
        digests = {digest_of("block", key) for key in entry.keys}
        keys += [(key, number) for key in digests]
        packed = struct.pack(f">{len(digests)}q", *digests)
        columns = account_columns(entry.account)
        numbered.append({"number": number, **columns, "keys": packed, "features": entry.features})
    session.insert(indexed_accounts, numbered)
    # In the order of the table, so that neighbours are written together.
    keys.sort()
    session.insert_values(account_keys, ("key", "number"), keys)


def find(session: Session, keys: Collection[str], limit: int) -> dict[str, Sequence[int] | None]:
    """The numbers of the accounts with each blocking key, in no order; ``None`` where they are more than ``limit``."""
    digests = {key: digest(session.keys, key) for key in keys}
    asked = sorted(set(digests.values()))
    sqlite = session.dialect == "sqlite"
    rows = session.rows(_FIND[session.dialect], {"keys": json.dumps(asked) if sqlite else asked, "beyond": limit + 1})
    held = {row.value: json.loads(row.numbers) if sqlite else row.numbers or [] for row in rows}
    return {key: held[number] if len(held[number]) <= limit else None for key, number in digests.items()}


def remove(session: WriteSession, account: AccountKey) -> int:
    """Let an account be found no more. Under how many keys it was."""
    return remove_many(session, [account])


def remove_many(session: WriteSession, gone: Collection[AccountKey]) -> int:
    """As :func:`remove`, for many accounts."""
    rows = list(_entries_of(session, gone))
    keys = [{"of_key": key, "of_number": row.number} for row in rows for (key,) in struct.iter_unpack(">q", row.keys)]
    session.execute_many(_DROP_NUMBER, [{"of_number": row.number} for row in rows])
    session.execute_many(_DROP_KEYS, keys)
    return len(keys)


def remove_all(session: WriteSession) -> int:
    """Empty the index, before it is built anew. How many keys there were."""
    session.execute(_DROP_NUMBERS)
    return session.execute(_DROP_ALL)


def walk(session: Session) -> Iterator[tuple[int, int]]:
    """Every entry of the index: the digest of a key, and the number of an account; in the order of the digests."""
    for row in session.stream(_ALL):
        yield row.key, row.number


def digest(keys: Keyring, key: str) -> int:
    """What the index keeps of a blocking key."""
    return keys.refs.digest("block", key)


def numbers(session: Session) -> dict[AccountKey, int]:
    """The number of every account that can be found."""
    return {account_key(session, row): row.number for row in session.stream(_NUMBERS)}


def numbers_of(session: Session, wanted: Collection[AccountKey]) -> dict[AccountKey, int]:
    """As :func:`numbers`, of these accounts."""
    return {account_key(session, row): row.number for row in _entries_of(session, wanted)}


def lapsed(session: Session, purposes: Collection[str]) -> list[AccountKey]:
    """Accounts in the index whose owner agrees to none of these purposes any more.

    Nobody was told of it: a grant ran out, or its notice was changed materially. Who agrees to another of the purposes
    still is none of them.
    """
    gone = or_(accounts.c.state != "active", not_(_agrees(session, purposes)))
    return [account_key(session, row) for row in session.stream(_INDEXED.where(gone))]


def missing(session: Session, purposes: Collection[str]) -> list[AccountKey]:
    """Accounts that have to be in the index and are not."""
    return [account_key(session, row) for row in session.stream(_NOT_INDEXED.where(_agrees(session, purposes)))]


def made_otherwise(session: Session, mark: str) -> list[AccountKey]:
    """Accounts in the index whose features are not known, or do not begin with this mark."""
    return [account_key(session, row) for row in session.stream(_MADE_OTHERWISE, {"mark": mark})]


def _entries_of(session: Session, wanted: Collection[AccountKey]) -> Iterator[Any]:
    for part in in_parts(wanted, 64):
        for key in part:
            session.check(key)
        yield from session.rows(*among(indexed_accounts, ACCOUNT, [(key.crm, key.account_id) for key in part]))
