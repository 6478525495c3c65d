"""A file's bytes as lines, whatever the file does: bounded in memory, limited when unpacked, counted from 1."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import stat
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from socialmatch.errors import FileError, RowError
from socialmatch.files.reasons import FileReason, RowReason

_BUFFER = 1 << 18
_RATIO_GRACE = 1 << 24
_MARK = "\ufeff"
_OTHER_BEGINNINGS = (  # a byte that is not UTF-8 comes as a lone surrogate: 0xFF as U+DCFF
    ("\udcff\udcfe", "UTF-16 text"),
    ("\udcfe\udcff", "UTF-16 text"),
    ("\x1f\udc8b", "gzip data, whose name has to end in .gz"),
    ("PK\x03\x04", "a zip archive or a spreadsheet"),
    ("PAR1", "Parquet, whose name has to end in .parquet"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask of us.

    Attributes
    ----------
    max_row: characters of one row, its line breaks included; a longer one is rejected. The default is also the
        most that Python's csv module takes in one field.
    max_unpacked: bytes that compressed data may grow to.
    max_ratio: how many times its own size compressed data may grow, once it has passed 16 MiB; text as people
        write it stays below 50, a bomb made with gzip is near 1,000.
    """

    max_row: int = 131_072
    max_unpacked: int = 4 << 30
    max_ratio: int = 200


def file_error(path: Path, reason: FileReason, what: str, *, hint: str = "") -> FileError:
    """The error for a whole file: its name, what is wrong with it, and the code."""
    return FileError(f"{path}: {what}", code=reason.value, hint=hint)


def check_file(path: Path) -> os.stat_result:
    """Make sure that a path names a readable regular file.

    Raises
    ------
    FileError: it is missing, a directory, a device or pipe, empty, or may not be read.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise file_error(path, FileReason.MISSING_FILE, "no such file") from error
    except (OSError, ValueError) as error:
        raise file_error(path, FileReason.UNREADABLE, "cannot be read") from error
    if stat.S_ISDIR(found.st_mode):
        raise file_error(path, FileReason.DIRECTORY, "is a directory, not a file")
    if not stat.S_ISREG(found.st_mode):
        raise file_error(path, FileReason.NOT_A_FILE, "is not a regular file; it is read twice, so a pipe cannot do")
    if found.st_size == 0:
        raise file_error(path, FileReason.EMPTY_FILE, "is empty")
    return found


def check_unpacked(path: Path, packed: int, unpacked: int, limits: Limits) -> None:
    """Stop at data that grows too much.

    Raises
    ------
    FileError: ``unpacked`` bytes out of ``packed`` ones are over the limits.
    """
    if unpacked > limits.max_unpacked:
        what = f"unpacks to more than {limits.max_unpacked} bytes"
        raise file_error(path, FileReason.TOO_LARGE, what, hint="split the file, or raise the limit")
    if unpacked > max(_RATIO_GRACE, limits.max_ratio * packed):
        what = f"unpacks to more than {limits.max_ratio} times its size"
        raise file_error(path, FileReason.TOO_LARGE, what, hint="unpack it first if you trust it")


class Lines:
    """The lines of a text file, for a reader that may have to take some of them back.

    Attributes
    ----------
    number: of the line given last, from 1.
    record: lines given since :meth:`begin`. flaw: what is wrong with the characters of one of them.
    """

    def __init__(self, path: Path, stream: TextIO, limits: Limits) -> None:
        self.path = path
        self.number = 0
        self.record: list[str] = []
        self.flaw: RowReason | None = None
        self._readline = stream.readline
        self._limit = limits.max_row
        self._size = 0
        first = self._read()
        for beginning, what in _OTHER_BEGINNINGS:
            if first.startswith(beginning):
                raise file_error(path, FileReason.NOT_UTF8, f"is not UTF-8 text but {what}")
        self._again = deque([first.removeprefix(_MARK)])

    def begin(self) -> None:
        """A record begins with the next line."""
        self.record.clear()
        self.flaw = None
        self._size = 0

    def take_back(self) -> None:
        """Give the lines of this record once more, but for its first."""
        self._again.extendleft(reversed(self.record[1:]))
        self.number -= len(self.record) - 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._again.popleft() if self._again else self._read()
        if not text:
            raise StopIteration
        self.number += 1
        self.record.append(text)
        self._size += len(text)
        if self._size > self._limit:
            raise RowError(RowReason.TOO_LONG)
        if not text.isascii() and not is_unicode(text):
            self.flaw = RowReason.NOT_UTF8
        elif "\0" in text:
            self.flaw = RowReason.NUL_BYTE
        return text

    def _read(self) -> str:
        """The next line, or as much of it as a row may have and one character more."""
        text = self._readline(self._limit + 1)
        rest = text
        while len(rest) > self._limit and not rest.endswith("\n"):
            rest = self._readline(self._limit + 1)
        return text


def is_unicode(text: str) -> bool:
    """Whether a text can be written as UTF-8: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def open_lines(path: Path, limits: Limits) -> Iterator[Lines]:
    """Open a text file, packed if its name ends in ``.gz``; what goes wrong with it in the block becomes our error.

    Raises
    ------
    FileError: it cannot be opened or read, is not text, is damaged, ends early or grows too large.
    """
    check_file(path)
    lines: Lines | None = None
    try:
        with _open_text(path, limits) as text:
            lines = Lines(path, text, limits)
            yield lines
    except EOFError as error:
        what = f"the compressed data end too early, {_place(lines)}"
        raise file_error(path, FileReason.TRUNCATED, what) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise file_error(path, FileReason.DAMAGED, f"the compressed data are damaged, {_place(lines)}") from error
    except OSError as error:
        raise file_error(path, FileReason.UNREADABLE, f"cannot be read, {_place(lines)}") from error


def _place(lines: Lines | None) -> str:
    return f"after line {lines.number}" if lines else "from its first line on"


@contextlib.contextmanager
def _open_text(path: Path, limits: Limits) -> Iterator[TextIO]:
    with contextlib.ExitStack() as stack:
        stream = packed = stack.enter_context(path.open("rb", buffering=_BUFFER))
        if path.suffix.lower() == ".gz":
            unpacked = stack.enter_context(_Unpacked(path, packed, limits))
            stream = stack.enter_context(io.BufferedReader(unpacked, _BUFFER))
        # Surrogates carry what is not UTF-8 to the row it stands in, so that only this row is lost.
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="\n")
        yield stack.enter_context(text)


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, as long as it does not grow beyond the limits."""

    def __init__(self, path: Path, packed: BinaryIO, limits: Limits) -> None:
        self._path = path
        self._packed = packed
        self._limits = limits
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._gzip.readinto(buffer)
        self._size += count
        check_unpacked(self._path, self._packed.tell(), self._size, self._limits)
        return count

    def close(self) -> None:
        self._gzip.close()
        super().close()
