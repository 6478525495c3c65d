"""What a path stands for: no output may replace an input, however either is called."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from socialmatch.errors import UsageError


def check_apart(*, inputs: Iterable[Path], outputs: Iterable[Path]) -> None:
    """Refuse, before the work, outputs that would replace an input or one another.

    Raises
    ------
    UsageError: two of them are one file (``same_file``).
    """
    taken = {_place(path): "an input" for path in inputs}
    for path in outputs:
        place = _place(path)
        if place in taken:
            raise UsageError(f"{path} would replace {taken[place]}", code="same_file")
        taken[place] = "another output"


def _place(path: Path) -> tuple[int, int] | str:
    """The file there is, or where one would be."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino
