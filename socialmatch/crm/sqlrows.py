"""Rows of somebody else's table as accounts: which columns there can be, and what their values mean."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from socialmatch.errors import ConfigError
from socialmatch.models import Account
from socialmatch.moments import parse_moment

Row = Mapping[str, Any]
ColumnMap = Mapping[str, str | Sequence[str]]
"""Our field -> their column, or several columns for a list."""

FIELDS: Final = tuple(f.name for f in fields(Account) if f.name not in ("crm", "tenant"))
LISTS: Final = frozenset({"other_names", "emails", "phones", "websites", "handles"})

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_LARGEST_INTEGER = 2**63 - 1


def read_map(columns: ColumnMap) -> dict[str, tuple[str, ...]]:
    """A column map with every field's columns as a tuple.

    Raises
    ------
    ConfigError: a field that accounts do not have, several columns for a field that holds one value, or no id.
    """
    found = {name: (of,) if isinstance(of, str) else tuple(of) for name, of in columns.items()}
    for name, of in found.items():
        if name not in FIELDS:
            hint = f"fields are {', '.join(FIELDS)}"
            raise ConfigError(f"accounts have no field {name}", code="unknown_field", hint=hint)
        if len(of) != 1 and name not in LISTS:
            raise ConfigError(f"the field {name} needs exactly one column", code="one_column")
    if "account_id" not in found:
        raise ConfigError("the column map does not say which column holds account_id", code="no_account_id")
    return found


def to_account(row: Row, columns: Mapping[str, Sequence[str]], separator: str) -> Account:
    """One row as an account; what cannot be read counts as unknown."""
    values: dict[str, Any] = {}
    for name, of in columns.items():
        if name in LISTS:
            values[name] = tuple(_parts((row[column] for column in of), separator))
        elif name == "updated_at":
            values[name] = change_moment(row[of[0]])
        elif name == "birth_year":
            text = _text(row[of[0]]).strip()
            values[name] = int(text) if _YEAR.fullmatch(text) else None
        else:
            values[name] = _text(row[of[0]])
    return Account(**values)


def change_moment(value: Any) -> datetime | None:
    """A moment of change: a date and time (UTC where it has no zone), RFC 3339 text, or seconds since 1970."""
    try:
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        if isinstance(value, str):
            return parse_moment(value)
        return None if value is None else _EPOCH + timedelta(seconds=float(value))
    except (ValueError, OverflowError, TypeError):
        return None


def id_column(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The id column as something that can be compared with :func:`native_id` and put in order."""
    return column if _kind(column) in (int, str, uuid.UUID) else sa.cast(column, sa.String)


def native_id(column: sa.Column[Any], account_id: str) -> Any:
    """An id as the database keeps it, or ``None`` where no row can have it (``"007"`` among integers)."""
    kind = _kind(column)
    if kind not in (int, uuid.UUID):
        return account_id
    try:
        native = kind(account_id)
    except ValueError:
        return None
    if str(native) != account_id or (isinstance(native, int) and abs(native) > _LARGEST_INTEGER):
        return None
    return native


def _kind(column: sa.Column[Any]) -> type[Any] | None:
    try:
        return column.type.python_type
    except NotImplementedError:
        return None


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None or isinstance(value, bytes) else str(value)


def _parts(values: Iterable[Any], separator: str) -> Iterable[str]:
    for value in values:
        text = _text(value)
        yield from (part.strip() for part in (text.split(separator) if separator else [text]) if part.strip())
