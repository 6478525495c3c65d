"""Everything the tables hold about one subject, row by row, for the person's right of access.

Which tables name people, and how, is read from the schema, as in :mod:`.erasure`: a table added later is in the
answer too. The log itself is read by :mod:`.events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Select

from socialmatch.models import ProfileKey, Subject
from socialmatch.store.columns import ACCOUNT, PROFILE, of_account, of_profile
from socialmatch.store.schema import METADATA, event_payloads, event_subjects, subject_keys
from socialmatch.store.session import Session
from socialmatch.store.statements import pick, same

REFS: Final = ("subject_ref", "profile_ref", "account_ref")
"""Columns that name somebody by ref."""
_ELSEWHERE: Final = {event_payloads.name, event_subjects.name, subject_keys.name}
"""The log, and the key that opens it."""

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table, each as a dict of its columns."""


def _by(columns: tuple[str, ...]) -> dict[str, Select[Any]]:
    tables = (table for table in METADATA.sorted_tables if table.name not in _ELSEWHERE)
    return {t.name: pick(t).where(*same(t, *columns)) for t in tables if set(columns) <= set(t.columns.keys())}


_PROFILE: Final = _by(PROFILE)
_ACCOUNT: Final = _by(ACCOUNT)
_REF: Final = {column: _by((column,)) for column in REFS}


def rows(session: Session, subject: Subject) -> Rows:
    """Every row that names the subject, by its key or by its ref; tables without one are left out."""
    found: Rows = {}
    if isinstance(subject, ProfileKey):
        _collect(session, found, _PROFILE, of_profile(session, subject))
    else:
        _collect(session, found, _ACCOUNT, of_account(session, subject))
    for column, statements in _REF.items():
        _collect(session, found, statements, {f"of_{column}": session.ref(subject)})
    return found


def _collect(
    session: Session, found: Rows, statements: Mapping[str, Select[Any]], params: Mapping[str, object]
) -> None:
    for table, statement in statements.items():
        for row in session.rows(statement, params):
            values = row._asdict()
            if values not in found.get(table, []):  # accounts and profiles have both a key and a ref
                found.setdefault(table, []).append(values)
