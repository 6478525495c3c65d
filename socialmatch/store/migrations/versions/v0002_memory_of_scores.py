"""What a run remembers of the last one: which version of an account was weighed, and what came of it."""

from __future__ import annotations

from typing import Final

from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"

_TABLES: Final = {
    "sqlite": (
        "CREATE TABLE indexed_accounts (tenant TEXT NOT NULL, crm TEXT NOT NULL, account_id TEXT NOT NULL, "
        "number BIGINT NOT NULL, CONSTRAINT pk_indexed_accounts PRIMARY KEY (tenant, crm, account_id)) WITHOUT ROWID",
        "CREATE TABLE scored_profiles (tenant TEXT NOT NULL, platform TEXT NOT NULL, scope TEXT NOT NULL, "
        "user_id TEXT NOT NULL, purpose TEXT NOT NULL, basis BLOB NOT NULL, signature BLOB NOT NULL, "
        "memory BLOB NOT NULL, CONSTRAINT pk_scored_profiles PRIMARY KEY (tenant, platform, scope, user_id, purpose)) "
        "WITHOUT ROWID",
        "INSERT INTO indexed_accounts SELECT tenant, crm, account_id, random() FROM "
        "(SELECT DISTINCT tenant, crm, account_id FROM account_keys)",
    ),
    "postgresql": (
        'CREATE TABLE indexed_accounts (tenant TEXT COLLATE "C" NOT NULL, crm TEXT COLLATE "C" NOT NULL, '
        'account_id TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, '
        "CONSTRAINT pk_indexed_accounts PRIMARY KEY (tenant, crm, account_id))",
        'CREATE TABLE scored_profiles (tenant TEXT COLLATE "C" NOT NULL, platform TEXT COLLATE "C" NOT NULL, '
        'scope TEXT COLLATE "C" NOT NULL, user_id TEXT COLLATE "C" NOT NULL, purpose TEXT COLLATE "C" NOT NULL, '
        "basis BYTEA NOT NULL, signature BYTEA NOT NULL, memory BYTEA NOT NULL, "
        "CONSTRAINT pk_scored_profiles PRIMARY KEY (tenant, platform, scope, user_id, purpose))",
        "INSERT INTO indexed_accounts SELECT tenant, crm, account_id, "
        "(random() * 9007199254740992)::bigint * 1024 + (random() * 1023)::bigint FROM "
        "(SELECT DISTINCT tenant, crm, account_id FROM account_keys) AS found",
    ),
}


def upgrade() -> None:
    """Make the tables, and give every account that can be found a number."""
    for statement in _TABLES[op.get_context().dialect.name]:
        op.execute(statement)
