"""Files out: whole or not at all, and the same bytes for the same rows.

A file is written beside its target, forced to disk and renamed over it.
A failure or Ctrl-C removes it again, so that nobody ever meets half a file.

Nothing is altered on the way out: a cell that begins with ``=``, ``+``, ``-`` or ``@`` stays as it is,
because identifiers are compared byte for byte.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO

from socialmatch.errors import FileError, UsageError
from socialmatch.files.arrow import load_arrow
from socialmatch.files.reasons import FileReason

Cell = str | int | float | None

PROPOSAL_COLUMNS: Mapping[str, type] = {
    "profile_id": str,
    "platform": str,
    "scope": str,
    "user_id": str,
    "handle": str,
    "account_id": str,
    "rank": int,
    "weight": float,
    "probability": float,
    "decision": str,
    "reasons": str,
}
"""Columns of ``OUT`` and what they hold; ``None`` is written as empty."""

_ROW_GROUP = 65_536
_DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What writing itself can meet; any other system error in a caller's block is the caller's own."""
_SPECIAL = re.compile('[",\r\n]')


@contextlib.contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file for writing that appears under its name only once the block has ended well.

    A new file can be read by its owner only, as it may hold personal data; one that is replaced keeps its mode.

    Parameters
    ----------
    path: the target; a symbolic link is followed, so that the link stays.

    Raises
    ------
    FileError: the target is not a regular file, its folder is missing, or the disk refuses.
    """
    target = Path(path).resolve()
    with _writing(path):
        mode = _mode_of(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with _writing(path, _DISK_TROUBLE), os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(handle, mode)
            os.fsync(handle)
        with _writing(path):
            Path(name).replace(target)
            _sync_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_output(path: str | os.PathLike[str]) -> None:
    """Refuse an ``OUT`` that could not be written, before an hour's work rather than after it.

    Raises
    ------
    UsageError: the name ends in neither ``.csv`` nor ``.parquet``.
    MissingExtra: Parquet was asked for and pyarrow is not installed.
    FileError: the folder is missing, or the name belongs to something that is not a regular file.
    """
    target = Path(path).resolve()
    if target.suffix.lower() not in (".csv", ".parquet"):
        raise UsageError("the output's name must end in .csv or .parquet", code=FileReason.UNKNOWN_FORMAT.value)
    if target.suffix.lower() == ".parquet":
        load_arrow()
    with _writing(path):
        _mode_of(target)
        target.parent.stat()
        if not os.access(target.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def write_proposals(
    path: str | os.PathLike[str],
    rows: Iterable[Sequence[Cell]],
    columns: Mapping[str, type] = PROPOSAL_COLUMNS,
) -> int:
    """Write ``OUT`` as CSV or Parquet, by its name; streaming, all or nothing, the same bytes for the same rows.

    Parameters
    ----------
    path: ends in ``.csv`` or ``.parquet``.
    rows: cells in the order of ``columns``; ``None`` is empty. The caller has put them in order.
    columns: name -> ``str``, ``int`` or ``float``.

    Returns
    -------
    int: how many rows were written.

    Raises
    ------
    UsageError, MissingExtra, FileError: as for :func:`check_output` and :func:`atomic_write`.
    """
    check_output(path)
    if Path(path).suffix.lower() == ".parquet":
        return _write_parquet(path, rows, columns)
    return write_csv(path, tuple(columns), rows)


def write_csv(path: str | os.PathLike[str], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write CSV: UTF-8 without a mark, LF line ends, quotes only where a cell needs them.

    Returns
    -------
    int: how many rows were written below the header.

    Raises
    ------
    FileError: see :func:`atomic_write`.
    """
    count = -1
    with atomic_write(path) as file:
        for count, row in enumerate(chain([columns], rows)):  # noqa: B007 - the last index is the count
            file.write(_csv_line(row).encode())
    return count


def _csv_line(row: Sequence[Cell]) -> str:
    # Not csv.writer: before Python 3.13 it leaves a lone CR unquoted, and the bytes must not depend on the version.
    cells = ["" if cell is None else str(cell) for cell in row]
    line = ",".join(cells)
    if line.count(",") != len(cells) - 1 or '"' in line or "\n" in line or "\r" in line:
        line = ",".join(_quoted(cell) if _SPECIAL.search(cell) else cell for cell in cells)
    return line + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _write_parquet(path: str | os.PathLike[str], rows: Iterable[Sequence[Cell]], columns: Mapping[str, type]) -> int:
    pa = load_arrow()
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    count = 0
    source = iter(rows)
    with atomic_write(path) as file, pa.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(source, _ROW_GROUP)):
            cells = zip(*group, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=_ROW_GROUP)
            count += len(group)
    return count


def _mode_of(target: Path) -> int:
    """The permissions a target keeps, or 0600 for a new one."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return 0o600
    if not stat.S_ISREG(found.st_mode):
        raise FileError(f"{target.name}: not a regular file", code=FileReason.NOT_A_FILE.value)
    return stat.S_IMODE(found.st_mode)


@contextlib.contextmanager
def _writing(path: str | os.PathLike[str], only: Container[int | None] | None = None) -> Iterator[None]:
    """Turn the system's own errors (all, or ``only`` those numbers) into ours, naming the file."""
    try:
        yield
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        what = error.strerror or type(error).__name__
        raise FileError(f"{os.fspath(path)}: cannot be written: {what}", code=FileReason.CANNOT_WRITE.value) from error


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
