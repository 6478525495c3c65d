"""What is left of a row that cannot be read: good enough to hear a "no" in it, never to take a "yes" from it.

A row breaks in few ways: a comma that should have been quoted moves cells to the right, a cell that was left out
moves them to the left, a byte that is no text spoils one of them. So several cells may be the one a column holds.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence

from socialmatch.files.sources import is_unicode

Remains = Mapping[str, Sequence[str]]
"""For each column what it may hold, the likeliest first; a column of which nothing is left may be missing."""

Damaged = Callable[[int, Remains, bool], None]
"""Takes the line of a row that is set aside, its remains, and whether it is a row at all or only may be one."""

LOST = "\ufffd"
"""Stands where nobody can say what stood there."""

_JOINED = 4
"""Cells that one unquoted value may have fallen into."""

_MOVED = 64
"""Places that a cell may have moved by."""

_MEMBER = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')


def of_line(text: str, header: Sequence[str]) -> Remains:
    """The remains of a line of CSV whose quoting is broken, or which was cut."""
    body = text.rstrip("\r\n")
    try:
        cells = next(csv.reader([body]), [])
    except csv.Error:
        cells = body.split(",")
    return of_cells(cells, header, whole=text.endswith("\n"))


def of_cells(cells: Sequence[str], header: Sequence[str], *, whole: bool) -> Remains:
    """The remains of a row of CSV with too many or too few cells.

    Parameters
    ----------
    whole: whether the row ends with its line; else its last cell may be the beginning of another text.
    """
    moved = max(-_MOVED, min(_MOVED, len(cells) - len(header)))
    cells = cells if whole else [*cells[:-1], *(cell + LOST for cell in cells[-1:])]
    found: dict[str, list[str]] = {}
    for place, name in enumerate(header):
        starts = range(max(0, place + min(0, moved)), min(len(cells), place + max(0, moved) + 1))
        ends = range(1, 2 + max(0, min(_JOINED - 1, moved)))
        found[name] = [",".join(cells[start : start + end]) for start in starts for end in ends]
    return found


def of_json(text: str) -> Remains:
    """The remains of a line of JSON Lines: every text and number that has a name, in whatever case."""
    found: dict[str, list[str]] = {}
    for name, value in _MEMBER.findall(text):
        key = _unescaped(f'"{name}"').strip().lower()
        found.setdefault(key, []).append(_unescaped(value))
    return found


def is_lost(text: str) -> bool:
    """Whether bytes of a text were no UTF-8, so that nobody can say what it was."""
    return LOST in text or not is_unicode(text)


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:
        return LOST
