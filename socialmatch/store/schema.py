"""The tables, as they are today. How they came to be is in :mod:`socialmatch.store.migrations`.

Rules of every table: ``tenant`` is the first column of its primary key; a moment is whole milliseconds since
1970-01-01 UTC; text is compared byte for byte; a person is named either by plain key columns
(``platform, scope, user_id`` or ``crm, account_id``), which :mod:`socialmatch.store.erasure` finds by their names,
or by a keyed ref. The rows of ``events``, ``log_nodes`` and ``notices`` stay as they were written: triggers in the
database refuse to change or delete one. What is personal in each table, and when it goes, is told in
``docs/explanation/store.md``.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

HEAD: Final = "0003"
"""The migration that makes these tables. Revisions are numbered, so an older one sorts before a newer one."""

METADATA: Final = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"}
)

BYTEWISE: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is equal, and in order, by its bytes in both databases (SQLite does so by itself)."""


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, BYTEWISE, primary_key=key, nullable=null)


def _int(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _bytes(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, LargeBinary, primary_key=key, nullable=null)


def _profile(*, key: bool = False, null: bool = False) -> list[Column[Any]]:
    return [_text(name, key=key, null=null) for name in ("platform", "scope", "user_id")]


def _account(*, key: bool = False, null: bool = False) -> list[Column[Any]]:
    return [_text(name, key=key, null=null) for name in ("crm", "account_id")]


def _table(name: str, *items: Any, small: bool = False) -> Table:
    """A table of tenants' rows. ``small`` rows live in the primary key's own tree (SQLite: WITHOUT ROWID)."""
    return Table(name, METADATA, _text("tenant", key=True), *items, sqlite_with_rowid=not small)


# --- the log -------------------------------------------------------------------------------------

log_heads = _table(
    "log_heads",
    _int("epoch"),  # random, drawn anew when a backup is restored: (epoch, seq) never names two things
    _int("size"),
    _int("recorded_at"),
    _int("revision"),
    _bytes("key_check"),
    small=True,
)

events = _table(
    "events",
    _int("seq", key=True),
    _text("type_class"),
    _int("recorded_at"),
    _bytes("leaf"),
    small=True,
)

event_payloads = _table(
    "event_payloads",
    _int("seq", key=True),
    _bytes("salt"),
    _bytes("key_refs"),
    _bytes("sealed"),
    ForeignKeyConstraint(["tenant", "seq"], ["events.tenant", "events.seq"]),
)

event_subjects = _table(
    "event_subjects",
    _bytes("subject_ref", key=True),
    _text("type_class", key=True),
    _int("seq", key=True),
    _text("purpose"),
    ForeignKeyConstraint(["tenant", "seq"], ["events.tenant", "events.seq"]),
    small=True,
)

log_nodes = _table(
    "log_nodes",
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    _int("position", key=True),
    _bytes("hash"),
    small=True,
)

subject_keys = _table(
    "subject_keys",
    _bytes("subject_ref", key=True),
    _text("master_id"),
    _bytes("wrapped"),
    _int("enrolled", null=True),  # the event that committed to the label key made of this one
    small=True,
)

label_commitments = _table(
    "label_commitments",
    _int("seq", key=True),
    _bytes("commitment", key=True),
    ForeignKeyConstraint(["tenant", "seq"], ["events.tenant", "events.seq"]),
    small=True,
)

sealed_labels = _table(
    "sealed_labels",
    _text("run", key=True),
    _int("part", key=True),
    _int("seq"),
    _bytes("labels"),
    ForeignKeyConstraint(["tenant", "seq"], ["events.tenant", "events.seq"]),
)

# --- consent -------------------------------------------------------------------------------------

consents = _table(
    "consents",
    _bytes("subject_ref", key=True),
    _text("purpose", key=True),
    _text("state"),
    _int("since", null=True),
    _text("notice_version"),
    _int("valid_until", null=True),
    _text("method"),
    _int("seq", null=True),
    _int("last_at"),  # moment of the latest event; for an earlier moment the events are asked
    _text("channel_scope"),
    _text("case_ref"),
    _int("revision"),
    Index("ix_consents_valid_until", "tenant", "valid_until"),
    Index("ix_consents_revision", "tenant", "revision"),
    small=True,
)

suppressions = _table("suppressions", _bytes("mark", key=True), _text("kind"), _int("since"), small=True)

notices = _table(
    "notices",
    _text("version", key=True),
    _text("language", key=True),
    _text("notice_id"),
    _text("text"),
    _bytes("sha256"),
    _text("terms"),
    _int("registered_at"),
)

served_notices = _table(
    "served_notices",
    _text("served_id", key=True),
    _text("version"),
    _text("language"),
    _bytes("subject_ref"),
    _text("channel"),
    _bytes("session_hash", null=True),
    _int("served_at"),
    _int("seq"),
    ForeignKeyConstraint(["tenant", "version", "language"], ["notices.tenant", "notices.version", "notices.language"]),
    Index("ix_served_notices_subject_ref", "tenant", "subject_ref"),
)

# --- who is known --------------------------------------------------------------------------------

accounts = _table(
    "accounts",
    *_account(key=True),
    _bytes("subject_ref"),
    _text("state"),
    _text("merged_into", null=True),
    _text("content"),
    _bytes("fingerprint"),
    _int("updated_at", null=True),
    _int("seen_run"),
    _int("revision"),
    Index("uq_accounts_subject_ref", "tenant", "subject_ref", unique=True),
    Index("ix_accounts_revision", "tenant", "revision"),
)

indexed_accounts = _table(
    "indexed_accounts",
    _int("number", key=True),  # random, another whenever anything about the account changes
    *_account(),
    _bytes("keys"),  # the digests it stands under in account_keys, each eight bytes
    _text("features", null=True),  # in comparable form; unknown where it was indexed before that was kept
    Index("uq_indexed_accounts", "tenant", "crm", "account_id", unique=True),
)

account_keys = _table(
    "account_keys",
    _int("key", key=True),
    _int("number", key=True),
    small=True,
)

profiles = _table(
    "profiles",
    *_profile(key=True),
    _bytes("subject_ref"),
    _text("state"),
    _text("handle"),
    _text("folded_handle"),
    _text("content", null=True),
    _int("content_expires_at", null=True),
    _int("first_seen", null=True),
    _int("last_seen", null=True),
    _int("revision"),
    Index("uq_profiles_subject_ref", "tenant", "subject_ref", unique=True),
    Index("ix_profiles_folded_handle", "tenant", "platform", "scope", "folded_handle"),
    Index("ix_profiles_content_expires_at", "tenant", "content_expires_at"),
    Index("ix_profiles_revision", "tenant", "revision"),
)

handle_history = _table(
    "handle_history",
    _text("platform", key=True),
    _text("scope", key=True),
    _text("folded_handle", key=True),
    _text("user_id", key=True),
    _int("since", key=True),
    _int("until", null=True),
    Index("ix_handle_history_user_id", "tenant", "platform", "scope", "user_id"),
    small=True,
)

# --- links and proposals -------------------------------------------------------------------------

links = _table(
    "links",
    _int("seq", key=True),
    *_profile(),
    *_account(),
    _text("assurance"),
    _text("method"),
    _int("started_at"),
    _int("undo_until", null=True),
    _int("expires_at", null=True),
    _int("suspended_at", null=True),
    _int("ended_at", null=True),
    _text("reason"),
    _int("revision"),
    Index(
        "uq_links_profile",
        *("tenant", "platform", "scope", "user_id"),
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_links_profile", "tenant", "platform", "scope", "user_id"),
    Index("ix_links_account", "tenant", "crm", "account_id"),
)

proposals = _table(
    "proposals",
    *_profile(key=True),
    *_account(key=True),
    _text("purpose", key=True),
    Column("rank", SmallInteger, nullable=False),
    _int("weight"),
    Column("probability", Float(53), nullable=False),
    _text("decision"),
    _text("evidence"),
    _text("state"),
    _text("model_version"),
    _int("run"),
    _int("created_at"),
    _int("expires_at"),
    _int("revision"),
    Index("ix_proposals_account", "tenant", "crm", "account_id"),
    Index("ix_proposals_state", "tenant", "state", "expires_at"),
)

scored_profiles = _table(
    "scored_profiles",
    *_profile(key=True),
    _text("purpose", key=True),
    _bytes("basis"),
    _bytes("signature"),
    _bytes("memory"),
    small=True,
)

rejections = _table(
    "rejections",
    _bytes("profile_ref", key=True),
    _bytes("account_ref", key=True),
    _text("reason"),
    _int("rejected_at"),
    _int("seq"),
    Index("ix_rejections_account_ref", "tenant", "account_ref"),
    small=True,
)

# --- tokens --------------------------------------------------------------------------------------

tokens = _table(
    "tokens",
    _bytes("digest", key=True),
    _text("pepper_id"),
    _text("flow"),
    _text("state"),
    *_account(null=True),
    *_profile(null=True),
    _text("purposes"),
    _text("notice_version"),
    _text("language"),
    _bytes("session_hash", null=True),
    _bytes("invitation", null=True),
    _int("issued_at"),
    _int("expires_at"),
    _int("claimed_at", null=True),
    _int("ended_at", null=True),
    _int("attempts"),
    Index("ix_tokens_account", "tenant", "crm", "account_id"),
    Index("ix_tokens_profile", "tenant", "platform", "scope", "user_id"),
    Index("ix_tokens_expires_at", "tenant", "expires_at"),
)

invitations = _table(
    "invitations",
    _bytes("digest", key=True),
    _text("pepper_id"),
    _text("state"),
    *_profile(),
    *_account(null=True),
    _text("purposes"),
    _text("notice_version"),
    _text("language"),
    _bytes("session_hash", null=True),
    _int("issued_at"),
    _int("expires_at"),
    _int("opened_at", null=True),
    _int("ended_at", null=True),
    _int("attempts"),
    Index("ix_invitations_profile", "tenant", "platform", "scope", "user_id"),
    Index("ix_invitations_account", "tenant", "crm", "account_id"),
    Index("ix_invitations_expires_at", "tenant", "expires_at"),
)

counters = _table(
    "counters",
    _text("name", key=True),
    _bytes("subject_ref", key=True),
    _int("window_start", key=True),
    _int("hits"),
    Index("ix_counters_window_start", "tenant", "window_start"),
    small=True,
)

seen_messages = _table(
    "seen_messages",
    _bytes("ref", key=True),
    _int("seen_at"),
    Index("ix_seen_messages_seen_at", "tenant", "seen_at"),
    small=True,
)

# --- work ----------------------------------------------------------------------------------------

outbox = _table(
    "outbox",
    _int("seq", key=True),
    _int("epoch"),
    _text("operation"),
    _text("state"),
    *_account(null=True),
    *_profile(null=True),
    _text("details", null=True),
    _int("attempts"),
    _int("next_at"),
    _text("error_code"),
    _int("created_at"),
    _int("settled_at", null=True),
    Index("ix_outbox_due", "tenant", "state", "next_at"),
    Index("ix_outbox_account", "tenant", "crm", "account_id", "seq"),
)

leases = _table("leases", _text("name", key=True), _text("holder"), _int("until"), small=True)

runs = _table(
    "runs",
    _int("run", key=True),
    _text("kind"),
    _text("state"),
    _int("started_at"),
    _int("ended_at", null=True),
    _int("as_of"),
    _int("position"),
    _int("revision"),
    _text("progress"),
    _text("summary"),
)

# --- the model -----------------------------------------------------------------------------------

count_snapshots = _table("count_snapshots", _int("snapshot", key=True), _int("taken_at"), _int("accounts"))

value_counts = _table(
    "value_counts",
    _int("snapshot", key=True),
    _int("part", key=True),
    _bytes("digests"),  # of values, ascending, also from part to part; each eight bytes
    _bytes("holders"),  # how many accounts hold each; four bytes
    ForeignKeyConstraint(
        ["tenant", "snapshot"], ["count_snapshots.tenant", "count_snapshots.snapshot"], ondelete="CASCADE"
    ),
)

models = _table(
    "models",
    _text("version", key=True),
    _text("state"),
    _text("document"),
    _int("snapshot", null=True),
    _int("created_at"),
    _int("adopted_at", null=True),
    Index(
        "uq_models_adopted",
        "tenant",
        unique=True,
        sqlite_where=text("state = 'adopted'"),
        postgresql_where=text("state = 'adopted'"),
    ),
)
