"""Statements as the driver takes them: compiled once, then run without SQLAlchemy between.

An answer takes some thirty small statements, and on each SQLAlchemy spends more time than the database does. So an
expression is compiled when it is first met, and its text is kept. What a value or a row is, is the driver's own then:
whole numbers, text, bytes and nothing at all are what the tables hold.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Dialect, Insert, SelectBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

Arguments = tuple[Any, ...] | dict[str, Any]

_KEPT: Final = 2048
"""Texts that are remembered: some four hundred statements, each of which may take lists of several lengths."""
_DIALECTS: Final[dict[str, Dialect]] = {}
"""By their names; the texts of one database are the same, whichever store they are for."""


class Prepared(NamedTuple):
    """One statement in one dialect.

    Attributes
    ----------
    text: as the driver takes it. names: of the values, in their order; ``None`` where the driver takes them by name.
    own: values that stand in the statement itself. lists: names of the values that are lists, and for how many they
        were written down. row: makes a named row of a plain one.
    """

    text: str
    names: tuple[str, ...] | None
    own: Mapping[str, Any]
    lists: tuple[tuple[str, int], ...]
    row: Callable[[Sequence[Any]], Any]

    def arguments(self, params: Mapping[str, Any]) -> Arguments:
        """The values in the driver's form and order; a list is filled up with its last value."""
        values = {**self.own, **params} if self.own else params
        if self.lists:
            values = {**values, **_spread(self.lists, params)}
        return dict(values) if self.names is None else tuple([values[name] for name in self.names])


def prepared(statement: ClauseElement, dialect: Dialect, params: Mapping[str, Any]) -> Prepared:
    """A statement, ready to run with these values, or others of the same names."""
    name = dialect.name
    _DIALECTS.setdefault(name, dialect)
    if isinstance(statement, Insert):
        return _insert(statement, name, tuple(params))
    lists = tuple((name, _room(len(params[name]))) for name in _expanding(statement, name) if name in params)
    return _prepared(statement, name, frozenset(params), lists)


@lru_cache(_KEPT)
def _insert(statement: Insert, dialect: str, columns: tuple[str, ...]) -> Prepared:
    compiled = _compiled(statement, dialect, columns)
    return _written(compiled.string, compiled.positiontup, {}, (), ())


def _compiled(statement: ClauseElement, dialect: str, columns: Sequence[str] | None = None) -> SQLCompiler:
    return cast("SQLCompiler", statement.compile(dialect=_DIALECTS[dialect], column_keys=columns))


@lru_cache(_KEPT)
def _expanding(statement: ClauseElement, dialect: str) -> tuple[str, ...]:
    return tuple(name for bound, name in _compiled(statement, dialect).bind_names.items() if bound.expanding)


@lru_cache(_KEPT)
def _prepared(
    statement: ClauseElement, dialect: str, given: frozenset[str], lists: tuple[tuple[str, int], ...]
) -> Prepared:
    compiled = _compiled(statement, dialect)
    example: dict[str, Any] = {**dict.fromkeys(given), **{name: [None] * length for name, length in lists}}
    state = compiled.construct_expanded_state(example)
    spread = {f"{name}_{place}" for name, length in lists for place in range(1, length + 1)}
    own = {name: value for name, value in state.parameters.items() if name not in given and name not in spread}
    columns = statement.selected_columns.keys() if isinstance(statement, SelectBase) else ()
    return _written(state.statement, state.positiontup, own, lists, columns)


def _written(
    text: str,
    names: Sequence[str] | None,
    own: Mapping[str, Any],
    lists: tuple[tuple[str, int], ...],
    columns: Sequence[str],
) -> Prepared:
    row = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # known only when it runs
    return Prepared(text, None if names is None else tuple(names), own, lists, row._make)


def _spread(lists: tuple[tuple[str, int], ...], params: Mapping[str, Any]) -> dict[str, Any]:
    spread: dict[str, Any] = {}
    for name, length in lists:
        given = list(params[name])
        given += given[-1:] * (length - len(given))
        spread |= {f"{name}_{place}": value for place, value in enumerate(given, 1)}
    return spread


def _room(number: int) -> int:
    """The next power of two, so that few texts are needed."""
    return number if number < 2 else 1 << (number - 1).bit_length()
