"""Statements, made once. Every one of them is about the rows of one tenant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

OF_TENANT: Final = "of_tenant"
"""Name of the parameter that every statement but an INSERT has; a session fills it in."""


def mine(table: Table) -> ColumnElement[bool]:
    """The condition that a row is of the session's tenant."""
    return table.c.tenant == bindparam(OF_TENANT)


def pick(table: Table, *columns: str) -> Select[Any]:
    """These columns of the tenant's rows; all columns if none is named."""
    return select(*([table.c[name] for name in columns] or table.c)).where(mine(table))


def change(table: Table, *where: str) -> Update:
    """UPDATE of the tenant's rows whose columns equal the parameters ``of_COLUMN``."""
    return update(table).where(mine(table), *same(table, *where))


def drop(table: Table, *where: str) -> Delete:
    """DELETE of the tenant's rows whose columns equal the parameters ``of_COLUMN``."""
    return delete(table).where(mine(table), *same(table, *where))


def among(
    table: Table, columns: tuple[str, ...], keys: Sequence[Sequence[object]]
) -> tuple[Select[Any], dict[str, object]]:
    """The tenant's rows whose columns hold one of these keys, as a statement and its parameters.

    Each key is spelled out, tenant included: then SQLite uses the table's index for every one of them. For an IN
    with a list of pairs it reads the whole tenant. Some sixty keys at a time are enough.
    """
    return _among(table, columns, len(keys)), {
        f"{name}_{place}": value for place, key in enumerate(keys) for name, value in zip(columns, key, strict=True)
    }


@lru_cache
def _among(table: Table, columns: tuple[str, ...], count: int) -> Select[Any]:
    at = (
        and_(mine(table), *(table.c[name] == bindparam(f"{name}_{place}") for name in columns))
        for place in range(count)
    )
    return select(table).where(or_(*at))


def same(table: Table, *columns: str) -> list[ColumnElement[bool]]:
    """The conditions that columns equal the parameters ``of_COLUMN``.

    The prefix is there because SQLAlchemy keeps a column's own name for the value an UPDATE sets.
    """
    return [table.c[name] == bindparam(f"of_{name}") for name in columns]


@lru_cache
def insert_into(table: Table) -> Insert:
    """INSERT."""
    return insert(table)


@lru_cache
def upsert_into(table: Table, dialect: str, columns: tuple[str, ...]) -> Insert:
    """INSERT, or change these columns where the primary key is there already (none: leave the row as it is)."""
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keys = [column.name for column in table.primary_key]
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in columns}
    )


def batched(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Values in lists, taken as they come."""
    source = iter(values)
    while part := list(islice(source, size)):
        yield part


def in_parts(values: Collection[T], size: int = 500) -> Iterator[list[T]]:
    """Values in lists of a size that fits one statement."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
