"""CSV and JSON Lines as rows of cells in the order asked for; what cannot be read is set aside on the way.

A cell is text, ``""`` where nothing is known; a list column of JSON Lines may give a list of texts instead.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from socialmatch.errors import RowError
from socialmatch.files.columns import Columns
from socialmatch.files.reasons import FileReason, RowReason
from socialmatch.files.rejected import Rejected
from socialmatch.files.remains import Damaged, of_cells, of_json, of_line
from socialmatch.files.sources import Limits, Lines, file_error, is_unicode, open_lines

Cells = tuple[Any, ...]
"""One ``str`` for each column asked for; ``list[str]`` where a list column came as a list."""

_KEPT_NAMES = 100


# --- CSV -----------------------------------------------------------------------------------------


def csv_rows(
    path: Path,
    columns: Columns,
    wanted: Sequence[str],
    limits: Limits,
    rejected: Rejected,
    damaged: Damaged | None = None,
) -> Iterator[tuple[int, Cells]]:
    """Give each row of a CSV file as (line it begins on, cells of ``wanted``).

    RFC 4180 with LF or CRLF. A row that breaks the quoting is set aside together with its first line only: the
    lines a lost quote swallowed are read again as rows of their own.

    Parameters
    ----------
    damaged: is told of what is left of each row that is set aside, and of each line inside a quoted cell, as it may
        be a row that was swallowed.

    Raises
    ------
    FileError: the file, or its header, cannot be used.
    """
    with open_lines(path, limits) as lines:
        header = _header(lines, columns)
        rejected.unknown_columns(columns.role, set(header) - set(columns.names))
        pick = _picker(header, wanted)
        width = len(header)
        while True:
            lines.begin()
            try:
                row = _record(lines)
            except StopIteration:
                return
            except (csv.Error, RowError) as error:
                lines.take_back()
                rejected.row(columns.role, lines.number, "", _why(error))
                if damaged:
                    damaged(lines.number, of_line(lines.record[0], header), True)
                continue
            first = lines.number - len(lines.record) + 1
            if damaged:
                for line, text in enumerate(lines.record[1:], first + 1):
                    damaged(line, of_line(text, header), False)
            if lines.flaw is None and len(row) == width:
                yield first, pick(row)
            elif row:  # an empty line is not a row
                rejected.row(columns.role, first, "", lines.flaw or RowReason.COLUMN_COUNT)
                if damaged:
                    damaged(first, of_cells(row, header, whole=lines.record[-1].endswith("\n")), True)


def _record(lines: Lines) -> list[str]:
    """The cells of the next record, which may be several lines.

    Raises
    ------
    StopIteration: there is none. csv.Error: the quoting is broken. RowError: it is too long.
    """
    line = next(lines)
    body = line.rstrip("\r\n")
    if '"' not in line and "\r" not in body:  # what csv would do, in half the time
        return body.split(",") if body else []
    return next(csv.reader(chain((line,), lines), strict=True))


def _header(lines: Lines, columns: Columns) -> list[str]:
    header: list[str] = []
    while not header:
        lines.begin()
        try:
            header = [name.strip() for name in _record(lines)]
        except StopIteration:
            raise file_error(lines.path, FileReason.EMPTY_FILE, "has no header") from None
        except (csv.Error, RowError) as error:
            what = f"the header cannot be read ({_why(error)})"
            raise file_error(lines.path, FileReason.UNREADABLE_HEADER, what) from error
        if lines.flaw is not None:
            what = f"line {lines.number}, the header, is not UTF-8 text"
            raise file_error(lines.path, FileReason.NOT_UTF8, what)
    columns.check(lines.path, header)
    for name in columns.names:
        if header.count(name) > 1:
            raise file_error(lines.path, FileReason.DUPLICATE_COLUMN, f"the column {name} stands there twice")
    return header


def _picker(header: Sequence[str], wanted: Sequence[str]) -> Callable[[list[str]], Cells]:
    """A function from a row to the cells of ``wanted``: one call into C for all of them."""
    absent = len(header)
    places = [header.index(name) if name in header else absent for name in wanted]
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    get: Callable[[list[str]], Cells] = itemgetter(*places)
    if absent not in places:
        return get

    def pick(row: list[str]) -> Cells:
        row.append("")
        return get(row)

    return pick


def _why(error: csv.Error | RowError) -> RowReason:
    if isinstance(error, RowError):
        return RowReason(error.code)
    return RowReason.TOO_LONG if "field limit" in str(error) else RowReason.MALFORMED


# --- JSON Lines ----------------------------------------------------------------------------------


def json_rows(
    path: Path,
    columns: Columns,
    wanted: Sequence[str],
    limits: Limits,
    rejected: Rejected,
    damaged: Damaged | None = None,
) -> Iterator[tuple[int, Cells]]:
    """Give each row of a JSON Lines file as (line, cells of ``wanted``).

    Parameters
    ----------
    damaged: is told of what is left of each row that is set aside.

    Raises
    ------
    FileError: the file cannot be used; a required column that no row has is found at the end.
    """
    seen: set[str] = set()
    begun = False
    kinds = [(name, name in columns.lists) for name in wanted]
    with open_lines(path, limits) as lines:
        while True:
            lines.begin()
            try:
                text = next(lines)
                if not text.strip():
                    continue  # an empty line is not a row
                begun = True
                if lines.flaw is not None:
                    raise RowError(lines.flaw)
                row = _json_object(text)
                if not row.keys() <= seen:
                    _learn(seen, row, columns)
                cells = tuple(
                    [
                        value if type(value := row.get(name)) is str else _json_cell(value, name, several)
                        for name, several in kinds
                    ]
                )
                if "\\u" in text:  # only an escape brings in what the bytes were already checked for
                    _check_escaped(wanted, cells)
                if damaged and row and not any(cells):  # what it says stands under other names
                    raise RowError(RowReason.MISSING_VALUE)
            except StopIteration:
                break
            except RowError as error:
                begun = True
                rejected.row(columns.role, lines.number, error.column, RowReason(error.code))
                if damaged:
                    damaged(lines.number, of_json(lines.record[0]), True)
                continue
            yield lines.number, cells
    if not begun:
        raise file_error(path, FileReason.EMPTY_FILE, "holds no row")
    if seen:
        columns.check(path, seen)
    rejected.unknown_columns(columns.role, seen - set(columns.names))


def _json_object(text: str) -> dict[str, Any]:
    try:
        row = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:  # too many digits in a number is a ValueError as well
        raise RowError(RowReason.MALFORMED) from error
    if not isinstance(row, dict):
        raise RowError(RowReason.MALFORMED)
    return row


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)


def _learn(seen: set[str], row: dict[str, Any], columns: Columns) -> None:
    """Remember the column names of a row: all known ones, and enough of the others to name them."""
    seen.update(row.keys() & set(columns.names))
    seen.update(sorted(row.keys() - seen)[: max(0, _KEPT_NAMES - len(seen))])


def _json_cell(value: Any, name: str, several: bool) -> str | list[str]:
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is int:  # not bool; an id written as a number
        return str(value)
    if several and type(value) is list:
        return [_json_item(item, name) for item in value]
    raise RowError(RowReason.WRONG_TYPE, column=name)


def _json_item(value: Any, name: str) -> str:
    item = _json_cell(value, name, False)
    return item if isinstance(item, str) else ""


def _check_escaped(names: Sequence[str], cells: Cells) -> None:
    """An escape can spell what UTF-8 cannot: NUL, or half of a surrogate pair."""
    for name, cell in zip(names, cells, strict=True):
        check_text("".join(cell), name)


def check_text(text: str, name: str) -> None:
    """Refuse text that cannot be written as UTF-8 or stored by a database.

    Raises
    ------
    RowError: it holds NUL or half of a surrogate pair.
    """
    if "\0" in text:
        raise RowError(RowReason.NUL_BYTE, column=name)
    if not is_unicode(text):
        raise RowError(RowReason.NOT_UTF8, column=name)
