"""Files out: whole or not at all, and the same bytes for the same rows.

A file is written beside its target, forced to disk and renamed over it.
A failure or Ctrl-C removes it again, so that nobody ever meets half a file.
What a killed process left behind is removed by the next one that writes to the same name.

Nothing is altered on the way out: a cell that begins with ``=``, ``+``, ``-`` or ``@`` stays as it is,
because identifiers are compared byte for byte.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
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

    As :func:`atomic_writes` for one file.
    """
    with atomic_writes(path) as (file,):
        yield file


@contextlib.contextmanager
def atomic_writes(*paths: str | os.PathLike[str]) -> Iterator[tuple[IO[bytes], ...]]:
    """Open files for writing that appear under their names, in this order, only once the block has ended well.

    A new file can be read by its owner only, as it may hold personal data; one that is replaced keeps its mode.

    Parameters
    ----------
    paths: the targets; a symbolic link is followed, so that the link stays.

    Raises
    ------
    FileError: a target is not a regular file, its folder is missing, or the disk refuses.
    """
    drafts: list[_Draft] = []
    try:
        for path in paths:
            drafts.append(_Draft(path))
        with _writing(paths[-1], _DISK_TROUBLE):
            yield tuple(draft.file for draft in drafts)
            for draft in drafts:
                draft.finish()
        for draft in drafts:
            draft.publish()
    except BaseException:
        for draft in drafts:
            draft.drop()
        raise


class _Draft:
    """A file beside its target, locked as long as somebody is writing it.

    Attributes
    ----------
    file: open for writing.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = path
        self._target = Path(path).resolve()
        remove_leftovers(path)
        with _writing(path):
            self._mode = _mode_of(self._target)
            self._name, self.file = _locked_beside(self._target)

    def finish(self) -> None:
        """Force what was written to the disk."""
        self.file.flush()
        os.fchmod(self.file.fileno(), self._mode)
        os.fsync(self.file.fileno())

    def publish(self) -> None:
        """Let it appear under its name."""
        with _writing(self._path):
            self._name.replace(self._target)
            self.file.close()
            _sync_folder(self._target.parent)

    def drop(self) -> None:
        """Remove it, if it has not appeared yet."""
        self._name.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # what could not be written is not wanted
            self.file.close()


def _locked_beside(target: Path) -> tuple[Path, IO[bytes]]:
    """A new file beside a target, with the lock that tells others that it is no leftover."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return Path(name), os.fdopen(handle, "wb")
        os.close(handle)  # taken for a leftover in the moment before it was locked


def remove_leftovers(path: str | os.PathLike[str]) -> None:
    """Remove what processes that were killed while they wrote to this target left beside it: it holds personal data.

    What a living process is writing is locked, and stays.
    """
    target = Path(path).resolve()
    leftover = re.compile(re.escape(f".{target.name}.") + r"[a-z0-9_]{8}\.tmp")
    with contextlib.suppress(OSError):
        for entry in target.parent.iterdir():
            if leftover.fullmatch(entry.name):
                _remove_unlocked(entry)


def _remove_unlocked(path: Path) -> None:
    with contextlib.suppress(OSError):  # it is locked, gone, or somebody else's
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(handle)


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
    if is_parquet(path):
        load_arrow()
    check_place(path)


def check_place(path: str | os.PathLike[str]) -> None:
    """Refuse a place where no file could be written.

    Raises
    ------
    FileError: the folder is missing or closed, or the name belongs to something that is not a regular file.
    """
    target = Path(path).resolve()
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
    with atomic_write(path) as file:
        return put_proposals(file, rows, columns, parquet=is_parquet(path))


def is_parquet(path: str | os.PathLike[str]) -> bool:
    """Whether an output's name says that it is Parquet."""
    return Path(path).suffix.lower() == ".parquet"


def put_proposals(
    file: IO[bytes], rows: Iterable[Sequence[Cell]], columns: Mapping[str, type] = PROPOSAL_COLUMNS, *, parquet: bool
) -> int:
    """Write what :func:`write_proposals` writes into an open file."""
    return _put_parquet(file, rows, columns) if parquet else put_csv(file, tuple(columns), rows)


def write_csv(path: str | os.PathLike[str], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write CSV: UTF-8 without a mark, LF line ends, quotes only where a cell needs them.

    Returns
    -------
    int: how many rows were written below the header.

    Raises
    ------
    FileError: see :func:`atomic_write`.
    """
    with atomic_write(path) as file:
        return put_csv(file, columns, rows)


def put_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write what :func:`write_csv` writes into an open file."""
    count = -1
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


def _put_parquet(file: IO[bytes], rows: Iterable[Sequence[Cell]], columns: Mapping[str, type]) -> int:
    pa = load_arrow()
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    count = 0
    source = iter(rows)
    with pa.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
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
