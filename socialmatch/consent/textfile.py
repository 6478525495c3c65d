"""A small text file that a host wrote: a notice, a template."""

from __future__ import annotations

from pathlib import Path

from socialmatch.errors import FileError


def read_text(path: Path, max_bytes: int) -> str:
    """The text of a file, without a byte order mark.

    Raises
    ------
    FileError: it cannot be read (``unreadable``), is too large (``too_large``) or is not UTF-8 (``not_utf8``).
    """
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}", code="unreadable") from None
    if len(content) > max_bytes:
        raise FileError(f"{path} is larger than {max_bytes} bytes", code="too_large")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # raised below, because the codec's error holds the content
    raise FileError(f"{path} is not UTF-8", code="not_utf8")
