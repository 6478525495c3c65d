"""A folder beside a file in which a copy of the store is prepared: its owner's alone, and gone afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socialmatch.errors import FileError


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty folder beside a file. What a killed process left in it is removed first: it holds personal data.

    Raises
    ------
    FileError: it cannot be made (``unwritable``), or another process is at work on the same file (``in_use``).
    """
    target = target.resolve()
    folder = target.with_name(f".{target.name}.work")
    lock = _locked(folder, target)
    try:
        for left in folder.iterdir():
            left.unlink()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(folder: Path, target: Path) -> int:
    while True:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            if folder.parent.exists():
                continue  # whoever had it removed it in this moment
            raise _unwritable(folder, error) from None
        except OSError as error:
            raise _unwritable(folder, error) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise FileError(f"{target}: another process is at work on it", code="in_use") from None
        if os.fstat(lock).st_nlink:
            return lock
        os.close(lock)


def _unwritable(folder: Path, error: OSError) -> FileError:
    return FileError(f"{folder.parent}: nothing can be written there: {error.strerror}", code="unwritable")
