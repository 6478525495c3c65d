"""Who may do what in PostgreSQL: one role for each kind of work, with the rights that work takes and no others.

The owner made the tables and can do anything with them, so nothing but ``socialmatch init`` runs as the owner. Nobody
else changes or deletes a recorded event; what an event said (its payload, its index, the key it is sealed under) only
an officer erases. :func:`grants` writes the script; what each role is for is told in ``docs/how-to/postgresql.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from socialmatch.store.schema import METADATA

Rights = Mapping[str, tuple[str, ...]]
"""Table -> what may be done with its rows besides reading them, as GRANT says it."""

_LEDGER: Final = ("events", "label_commitments", "log_heads", "log_nodes", "notices", "sealed_labels")
"""What proves the log, and names nobody."""

_WRITING: Final[Rights] = {
    "event_payloads": ("INSERT",),
    "event_subjects": ("INSERT",),
    "events": ("INSERT",),
    "log_heads": ("INSERT", "UPDATE (size, recorded_at, revision)"),
    "log_nodes": ("INSERT",),
    "subject_keys": ("INSERT",),
}
"""Every change appends to the log."""

_WITHDRAWING: Final[Rights] = {
    "account_keys": ("DELETE",),
    "consents": ("INSERT", "UPDATE"),
    "handle_history": ("DELETE", "INSERT", "UPDATE (until)"),
    "indexed_accounts": ("DELETE",),
    "invitations": ("DELETE", "UPDATE (state, ended_at)"),
    "links": ("DELETE", "UPDATE"),
    "outbox": ("INSERT", "UPDATE"),
    "profiles": ("DELETE",),
    "proposals": ("DELETE",),
    "rejections": ("DELETE",),
    "scored_profiles": ("DELETE",),
    "suppressions": ("INSERT", "UPDATE"),
    "tokens": ("DELETE", "UPDATE (state, ended_at)"),
}
"""A "no" can come in anywhere: by message, in a file, at the officer's desk."""

_INDEXING: Final[Rights] = {
    "account_keys": ("INSERT",),
    "indexed_accounts": ("INSERT", "UPDATE (number)"),
    "links": ("INSERT",),
    "profiles": ("INSERT", "UPDATE"),
    "suppressions": ("DELETE",),
}

_APP: Final[Rights] = {
    "counters": ("INSERT", "UPDATE (hits)"),
    "invitations": ("INSERT", "UPDATE"),
    "proposals": ("UPDATE (state, revision)",),
    "rejections": ("INSERT", "UPDATE"),
    "seen_messages": ("INSERT",),
    "served_notices": ("INSERT",),
    "tokens": ("INSERT", "UPDATE"),
}

_BATCH: Final[Rights] = {
    "accounts": ("INSERT", "UPDATE"),
    "count_snapshots": ("INSERT", "DELETE"),
    "label_commitments": ("INSERT",),
    "leases": ("INSERT", "UPDATE"),
    "models": ("INSERT", "UPDATE"),
    "notices": ("INSERT",),
    "proposals": ("INSERT", "UPDATE"),
    "runs": ("INSERT", "UPDATE"),
    "scored_profiles": ("INSERT", "UPDATE"),
    "sealed_labels": ("INSERT",),
    "subject_keys": ("UPDATE (enrolled)",),
    "value_counts": ("INSERT", "DELETE"),
}

_ERASING: Final[Rights] = {
    "accounts": ("DELETE", "UPDATE (merged_into)"),
    "consents": ("DELETE",),
    "counters": ("DELETE",),
    "event_payloads": ("DELETE",),
    "event_subjects": ("DELETE",),
    "profiles": ("UPDATE (content, content_expires_at, handle, folded_handle, revision)",),
    "sealed_labels": ("DELETE",),
    "seen_messages": ("DELETE",),
    "served_notices": ("DELETE",),
    "subject_keys": ("DELETE", "UPDATE (master_id, wrapped)"),
}


def _together(*parts: Rights) -> Rights:
    found: dict[str, set[str]] = {}
    for part in parts:
        for table, rights in part.items():
            found.setdefault(table, set()).update(rights)
    # Whoever may update all columns needs no word on some of them.
    return {
        table: tuple(sorted(one for one in rights if not (one.startswith("UPDATE (") and "UPDATE" in rights)))
        for table, rights in sorted(found.items())
    }


EVERYTHING: Final = tuple(sorted(METADATA.tables))
ROLES: Final[Mapping[str, tuple[tuple[str, ...], Rights]]] = {
    "socialmatch_app": (EVERYTHING, _together(_WRITING, _WITHDRAWING, _INDEXING, _APP)),
    "socialmatch_batch": (EVERYTHING, _together(_WRITING, _WITHDRAWING, _INDEXING, _BATCH)),
    "socialmatch_officer": (EVERYTHING, _together(_WRITING, _WITHDRAWING, _ERASING)),
    "socialmatch_auditor": (_LEDGER, {}),
}
"""Role -> the tables it reads, and what else it may do."""


def grants() -> str:
    """The script that makes the roles and gives each its rights in the database it is run in; again and again.

    Whoever runs it owns the tables and may create roles. What a role could do before and is not to do, it takes away.
    """
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "-- The roles of a socialmatch store. Run it after every 'socialmatch init', in the store's database."
    yield "BEGIN;"
    everything = ", ".join(EVERYTHING)
    for role, (read, rights) in ROLES.items():
        yield f"\n-- {role}"
        yield (
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
        )
        yield f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', current_schema()); END $$;"
        yield f"REVOKE ALL ON {everything}, alembic_version FROM {role};"
        yield f"GRANT SELECT ON {', '.join(read)}, alembic_version TO {role};"
        for table, given in rights.items():
            yield f"GRANT {', '.join(given)} ON {table} TO {role};"
    yield "\n-- whoever is none of these"
    yield f"REVOKE ALL ON {everything}, alembic_version FROM PUBLIC;"
    yield "COMMIT;"
