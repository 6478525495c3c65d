"""What could not be read: rejected rows, values taken as unknown, columns nobody asked for.

A bad row never stops a run and is never dropped silently.
It is counted, and listed in ``OUT.rejected.csv`` by input, line, column and reason code, without any value.
"""

from __future__ import annotations

import contextlib
import heapq
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from socialmatch.files.reasons import RowReason
from socialmatch.files.writers import atomic_write, put_csv

ROLES = ("accounts", "profiles", "consents")
"""The three inputs, in the order in which their rejected rows are listed."""

COLUMNS = ("file", "line", "column", "reason")
"""``file`` is the role of the input: three inputs share one list, and a path may differ between two equal runs."""

_RUN = 50_000
_SHOWN_NAMES = 20
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,30}")
_DATA = re.compile(r"@|^[+(]?\d|\d{4}")
"""In what should be a name: an address, a number, or four digits."""


def rejected_path(out: str | os.PathLike[str]) -> Path:
    """Where the rejected rows of a run that writes ``out`` are listed: ``OUT.rejected.csv``."""
    return Path(f"{os.fspath(out)}.rejected.csv")


def remove_list(path: Path) -> None:
    """Remove the list that an earlier run left, of rows that are no longer rejected; any other file stays."""
    with contextlib.suppress(OSError):
        with path.open("rb") as file:
            ours = file.readline(100).rstrip() == ",".join(COLUMNS).encode()
        if ours:
            path.unlink()


class Rejected:
    """Collects what could not be read, in bounded memory, and writes it sorted by input and line.

    Rows beyond the first 50,000 wait in unnamed temporary files, which hold no personal data; use it as a
    context manager, or call :meth:`close`, to give them back.

    Attributes
    ----------
    reasons: how many rows were set aside, by (role, reason).
    values: how many values count as unknown though their row is kept, by (role, column, reason).
    """

    def __init__(self) -> None:
        self.reasons: Counter[tuple[str, RowReason]] = Counter()
        self.values: Counter[tuple[str, str, RowReason]] = Counter()
        self._first_lines: dict[tuple[str, str, RowReason], int] = {}
        self._unknown: dict[str, list[str]] = {}
        self._latest: list[tuple[int, int, str, str]] = []
        self._runs: list[IO[str]] = []

    def row(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Set a row aside. ``line`` counts from 1, the header included; ``column`` may be ``""``."""
        self.reasons[role, reason] += 1
        self._latest.append((ROLES.index(role), line, column, reason.value))
        if len(self._latest) >= _RUN:
            self._spill()

    def value(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Count a value that cannot be read and is taken as unknown; its row is kept."""
        self.values[role, column, reason] += 1
        self._first_lines.setdefault((role, column, reason), line)

    def unknown_columns(self, role: str, names: Iterable[str]) -> None:
        """Name the columns of an input that are not in the contract and were ignored."""
        self._unknown[role] = sorted(name for name in names if name)

    @property
    def rows(self) -> int:
        """How many rows were set aside: the number of lines :meth:`write` gives below its header."""
        return self.reasons.total()

    @property
    def warnings(self) -> list[str]:
        """One sentence for each thing that was ignored; sorted, without any value."""
        told = [
            f"{role}: {count} value(s) of column {column} cannot be read ({reason}) and count as unknown,"
            f" the first on line {self._first_lines[role, column, reason]}"
            for (role, column, reason), count in self.values.items()
        ]
        for role, names in self._unknown.items():
            if names:
                told.append(f"{role}: unknown column(s) ignored: {_shown(names)}")
        return sorted(told)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the list: CSV, columns ``file,line,column,reason``, header always, sorted, all or nothing.

        Raises
        ------
        FileError: the file cannot be written.
        """
        with atomic_write(path) as file:
            self.put(file)

    def put(self, file: IO[bytes]) -> None:
        """Write the list into an open file."""
        merged = heapq.merge(sorted(self._latest), *(_read_run(run) for run in self._runs))
        put_csv(file, COLUMNS, ((ROLES[role], line, column, reason) for role, line, column, reason in merged))

    def close(self) -> None:
        """Give the temporary files back; what was counted stays."""
        for run in self._runs:
            run.close()
        self._runs.clear()

    def __enter__(self) -> Rejected:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _spill(self) -> None:
        with contextlib.ExitStack() as stack:
            run = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            run.writelines(f"{role},{line},{column},{reason}\n" for role, line, column, reason in sorted(self._latest))
            stack.pop_all()
        self._runs.append(run)
        self._latest.clear()


def _shown(names: Sequence[str]) -> str:
    """Those that are names; a header that is a row of data is not shown at all, as it would show a person."""
    shown = [] if any(map(_DATA.search, names)) else [name for name in names if _NAME.fullmatch(name)][:_SHOWN_NAMES]
    hidden = len(names) - len(shown)
    if not shown:
        return f"{hidden}, not named here as they may be data"
    return ", ".join(shown) + (f" and {hidden} more" if hidden else "")


class Unheard(Rejected):
    """Takes everything and keeps nothing: for the first of two passes over the same file."""

    def row(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Forget it."""

    def value(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Forget it."""

    def unknown_columns(self, role: str, names: Iterable[str]) -> None:
        """Forget it."""


def _read_run(run: IO[str]) -> Iterator[tuple[int, int, str, str]]:
    run.seek(0)
    for text in run:
        role, line, column, reason = text.rstrip("\n").split(",")
        yield int(role), int(line), column, reason
