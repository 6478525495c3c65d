"""Parquet as rows of cells in the order asked for, decoded a few rows at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from socialmatch.errors import RowError
from socialmatch.files.arrow import load_arrow
from socialmatch.files.columns import Columns
from socialmatch.files.reasons import FileReason, RowReason
from socialmatch.files.rejected import Rejected
from socialmatch.files.remains import Damaged
from socialmatch.files.sources import Limits, check_file, check_unpacked, file_error
from socialmatch.files.tables import Cells, check_text

_BATCH = 512
"""Rows decoded at a time: few, as one long value repeated takes no room in a file and a lot in memory."""


def parquet_rows(
    path: Path,
    columns: Columns,
    wanted: Sequence[str],
    limits: Limits,
    rejected: Rejected,
    damaged: Damaged | None = None,
) -> Iterator[tuple[int, Cells]]:
    """Give each row of a Parquet file as (row number from 1, cells of ``wanted``).

    Whole numbers are read as text, dates and times in the columns that hold them, lists in list columns.

    Parameters
    ----------
    damaged: is told of what is left of each row that is set aside.

    Raises
    ------
    MissingExtra: pyarrow is not installed.
    FileError: the file cannot be used, or a column has a type that cannot be read as what it should be.
    """
    pa = load_arrow()
    packed = check_file(path).st_size
    with _opened(path, pa) as file:
        schema = file.schema_arrow
        check_schema(path, schema, columns)
        rejected.unknown_columns(columns.role, set(schema.names) - set(columns.names))
        groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
        check_unpacked(path, packed, sum(group.total_byte_size for group in groups), limits)
        present = [name for name in wanted if name in schema.names]
        before = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=present, use_threads=False):
            yield from batch_rows(batch, before, columns, wanted, limits, rejected, damaged)
            before += batch.num_rows


def batch_rows(
    batch: Any,
    before: int,
    columns: Columns,
    wanted: Sequence[str],
    limits: Limits,
    rejected: Rejected,
    damaged: Damaged | None = None,
) -> Iterator[tuple[int, Cells]]:
    """The rows of one record batch, as :func:`parquet_rows` gives them; ``before`` rows came before it."""
    pa = load_arrow()
    arrays = {name: _as_text(batch.column(name), pa) for name in wanted if name in batch.schema.names}
    try:
        lists = {name: _checked_list(array, limits, pa) for name, array in arrays.items()}
    except _BadCellError:
        yield from _row_by_row(arrays, batch.num_rows, before, columns, wanted, limits, rejected, damaged)
    else:
        absent = [""] * batch.num_rows
        rows = zip(*(lists.get(name, absent) for name in wanted), strict=True)
        yield from enumerate(rows, before + 1)


@contextlib.contextmanager
def _opened(path: Path, pa: Any) -> Iterator[Any]:
    """Open the file; what pyarrow raises over a damaged one, now or while it is read, becomes ours."""
    try:
        with pa.parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError, LookupError, ArithmeticError, MemoryError) as error:
        what = "is damaged, truncated or not Parquet"
        raise file_error(path, FileReason.DAMAGED, what) from error


def check_schema(path: Path, schema: Any, columns: Columns) -> None:
    """Make sure that every column that is needed is there, once, and of a type that can be read.

    Raises
    ------
    FileError: one is not; the message names it.
    """
    types = load_arrow().types
    columns.check(path, schema.names)
    for name in columns.names:
        places = schema.get_all_field_indices(name)
        if len(places) > 1:
            raise file_error(path, FileReason.DUPLICATE_COLUMN, f"the column {name} stands there twice")
        for place in places:
            kind = schema.field(place).type
            if not _accepted(kind, name, columns, types):
                what = f"the column {name} has the type {kind}"
                hint = "text will do for every column, and a list of texts for a column that holds several"
                raise file_error(path, FileReason.WRONG_TYPE, what, hint=hint)


def _accepted(kind: Any, name: str, columns: Columns, types: Any) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return name in columns.lists and _is_plain(kind.value_type, types)
    if types.is_timestamp(kind) or types.is_date(kind):
        return name in columns.moments or name in columns.dates
    return _is_plain(kind, types)


def _is_plain(kind: Any, types: Any) -> bool:
    """Whether a type can be read as text without a choice: floats cannot, ``1e3`` or ``1000.0`` is no id."""
    textual = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    return bool(textual or types.is_integer(kind) or types.is_null(kind))


def _as_text(array: Any, pa: Any) -> Any:
    """The same values as text, or as lists of texts; a time without a zone is taken as UTC."""
    kind = array.type
    if pa.types.is_nested(kind):
        return array.cast(pa.list_(pa.string()))
    if pa.types.is_timestamp(kind):
        array = array.cast(pa.timestamp(kind.unit, "UTC"))
    return array.cast(pa.string())


class _BadCellError(Exception):
    """Some cell of a batch has to be set aside together with its row."""


def _checked_list(array: Any, limits: Limits, pa: Any) -> list[Any]:
    """The values of a whole column, if all are fit to be used."""
    texts = array.flatten() if pa.types.is_list(array.type) else array
    longest = pa.compute.max(pa.compute.binary_length(texts)).as_py() or 0
    if longest > limits.max_row or pa.compute.any(pa.compute.match_substring(texts, "\0")).as_py():
        raise _BadCellError
    try:
        return [cell or "" for cell in array.to_pylist()]
    except UnicodeDecodeError as error:
        raise _BadCellError from error


def _row_by_row(
    arrays: dict[str, Any],
    count: int,
    before: int,
    columns: Columns,
    wanted: Sequence[str],
    limits: Limits,
    rejected: Rejected,
    damaged: Damaged | None,
) -> Iterator[tuple[int, Cells]]:
    """The rows of a batch that holds at least one bad cell."""
    for index in range(count):
        line = before + index + 1
        try:
            cells = tuple([_cell(arrays[name], index, name, limits) if name in arrays else "" for name in wanted])
        except RowError as error:
            rejected.row(columns.role, line, error.column, RowReason(error.code))
            if damaged:
                damaged(line, _remains(arrays, index), True)
        else:
            yield line, cells


def _remains(arrays: dict[str, Any], index: int) -> dict[str, list[str]]:
    """The cells of a row that are text, whatever is wrong with the others."""
    found: dict[str, list[str]] = {}
    for name, array in arrays.items():
        with contextlib.suppress(UnicodeDecodeError):
            cell = array[index].as_py()
            found[name] = [cell] if isinstance(cell, str) else []
    return found


def _cell(array: Any, index: int, name: str, limits: Limits) -> Any:
    try:
        cell = array[index].as_py() or ""
    except UnicodeDecodeError as error:
        raise RowError(RowReason.NOT_UTF8, column=name) from error
    for text in [cell] if isinstance(cell, str) else cell:
        if text is not None and len(text) > limits.max_row:
            raise RowError(RowReason.TOO_LONG, column=name)
        check_text(text or "", name)
    return cell
