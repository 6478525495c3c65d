"""The index names accounts by their numbers, with what is compared beside them; counts lie in rows of many."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, Final

from alembic import op
from sqlalchemy import text

revision: Final = "0003"
down_revision: Final = "0002"

_PART: Final = 65_536

_SQLITE: Final = (
    "ALTER TABLE account_keys RENAME TO old_account_keys",
    "ALTER TABLE indexed_accounts RENAME TO old_indexed_accounts",
    "ALTER TABLE value_counts RENAME TO old_value_counts",
    "CREATE TABLE indexed_accounts (tenant TEXT NOT NULL, number BIGINT NOT NULL, crm TEXT NOT NULL, "
    "account_id TEXT NOT NULL, keys BLOB NOT NULL, features TEXT, "
    "CONSTRAINT pk_indexed_accounts PRIMARY KEY (tenant, number))",
    "CREATE UNIQUE INDEX uq_indexed_accounts ON indexed_accounts (tenant, crm, account_id)",
    "CREATE TABLE account_keys (tenant TEXT NOT NULL, key BIGINT NOT NULL, number BIGINT NOT NULL, "
    "CONSTRAINT pk_account_keys PRIMARY KEY (tenant, key, number)) WITHOUT ROWID",
    "CREATE TABLE value_counts (tenant TEXT NOT NULL, snapshot BIGINT NOT NULL, part BIGINT NOT NULL, "
    "digests BLOB NOT NULL, holders BLOB NOT NULL, "
    "CONSTRAINT pk_value_counts PRIMARY KEY (tenant, snapshot, part), "
    "CONSTRAINT fk_value_counts_count_snapshots FOREIGN KEY (tenant, snapshot) "
    "REFERENCES count_snapshots (tenant, snapshot) ON DELETE CASCADE)",
)
_POSTGRESQL: Final = (
    "ALTER TABLE account_keys RENAME TO old_account_keys",
    "ALTER TABLE old_account_keys RENAME CONSTRAINT pk_account_keys TO pk_old_account_keys",
    "ALTER TABLE indexed_accounts RENAME TO old_indexed_accounts",
    "ALTER TABLE old_indexed_accounts RENAME CONSTRAINT pk_indexed_accounts TO pk_old_indexed_accounts",
    "ALTER TABLE value_counts RENAME TO old_value_counts",
    "ALTER TABLE old_value_counts RENAME CONSTRAINT pk_value_counts TO pk_old_value_counts",
    "ALTER TABLE old_value_counts RENAME CONSTRAINT fk_value_counts_count_snapshots TO fk_old_value_counts",
    'CREATE TABLE indexed_accounts (tenant TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, '
    'crm TEXT COLLATE "C" NOT NULL, account_id TEXT COLLATE "C" NOT NULL, keys BYTEA NOT NULL, '
    'features TEXT COLLATE "C", CONSTRAINT pk_indexed_accounts PRIMARY KEY (tenant, number))',
    "CREATE UNIQUE INDEX uq_indexed_accounts ON indexed_accounts (tenant, crm, account_id)",
    'CREATE TABLE account_keys (tenant TEXT COLLATE "C" NOT NULL, key BIGINT NOT NULL, number BIGINT NOT NULL, '
    "CONSTRAINT pk_account_keys PRIMARY KEY (tenant, key, number))",
    'CREATE TABLE value_counts (tenant TEXT COLLATE "C" NOT NULL, snapshot BIGINT NOT NULL, part BIGINT NOT NULL, '
    "digests BYTEA NOT NULL, holders BYTEA NOT NULL, "
    "CONSTRAINT pk_value_counts PRIMARY KEY (tenant, snapshot, part), "
    "CONSTRAINT fk_value_counts_count_snapshots FOREIGN KEY (tenant, snapshot) "
    "REFERENCES count_snapshots (tenant, snapshot) ON DELETE CASCADE)",
)
_KEYS: Final = (
    "INSERT INTO account_keys SELECT k.tenant, k.key, i.number FROM old_account_keys k JOIN old_indexed_accounts i "
    "ON i.tenant = k.tenant AND i.crm = k.crm AND i.account_id = k.account_id ORDER BY k.tenant, k.key, i.number"
)
_ACCOUNTS: Final = (
    "INSERT INTO indexed_accounts SELECT i.tenant, i.number, i.crm, i.account_id, {packed}, NULL "
    "FROM old_account_keys k JOIN old_indexed_accounts i "
    "ON i.tenant = k.tenant AND i.crm = k.crm AND i.account_id = k.account_id "
    "GROUP BY i.tenant, i.crm, i.account_id, i.number"
)
_COUNTS: Final = "SELECT tenant, snapshot, value, holders FROM old_value_counts ORDER BY tenant, snapshot, value"
_PUT: Final = text("INSERT INTO value_counts VALUES (:tenant, :snapshot, :part, :digests, :holders)")
_OLD: Final = ("old_account_keys", "old_indexed_accounts", "old_value_counts")


class _Packed:
    """Whole numbers as bytes, for SQLite; PostgreSQL has a function for it."""

    def __init__(self) -> None:
        self._numbers: list[int] = []

    def step(self, number: int) -> None:
        """One more."""
        self._numbers.append(number)

    def finalize(self) -> bytes:
        """All of them."""
        return struct.pack(f">{len(self._numbers)}q", *self._numbers)


def upgrade() -> None:
    """Make the tables anew, of what is in them."""
    sqlite = op.get_context().dialect.name == "sqlite"
    bind = op.get_bind()
    if sqlite:
        driver: Any = bind.connection.driver_connection
        driver.create_aggregate("packed", 1, _Packed)
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)
    op.execute(_KEYS)
    op.execute(_ACCOUNTS.format(packed="packed(k.key)" if sqlite else "string_agg(int8send(k.key), ''::bytea)"))
    found = bind.execute(text(_COUNTS), execution_options={"yield_per": 10_000})
    for (tenant, snapshot), rows in groupby(found, key=lambda row: (row.tenant, row.snapshot)):
        for part, (digests, holders) in enumerate(_parts(rows)):
            values = {"tenant": tenant, "snapshot": snapshot, "part": part, "digests": digests, "holders": holders}
            bind.execute(_PUT, values)
    for table in _OLD:
        op.execute(f"DROP TABLE {table}")


def _parts(rows: Iterable[Any]) -> Iterator[tuple[bytes, bytes]]:
    source = iter(rows)
    while some := list(islice(source, _PART)):
        number = len(some)
        yield (
            struct.pack(f"<{number}q", *(row.value for row in some)),
            struct.pack(f"<{number}i", *(row.holders for row in some)),
        )
