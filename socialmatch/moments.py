"""Points in time: aware, UTC, whole milliseconds; and the one clock everything is handed.

A moment is a ``datetime`` with ``tzinfo=UTC``. Text is RFC 3339; a bare date means its first
millisecond in UTC. Nothing here reads the system clock except :func:`system_clock`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

Clock = Callable[[], datetime]
"""Returns the current moment (aware, UTC)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)

_FORM = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?\s?(Z|z|[+-]\d\d:?\d\d)?)?", re.ASCII)


def system_clock() -> datetime:
    """The machine's own time, in UTC, cut to milliseconds."""
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    """Cut below the millisecond, so that what is stored, hashed and compared is the same value."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def parse_moment(text: str) -> datetime:
    """Read an RFC 3339 time or a date; a time without an offset is taken as UTC.

    Raises
    ------
    ValueError: the text is not of that form. The message does not repeat it.
    """
    text = text.strip()
    if not _FORM.fullmatch(text):
        raise ValueError("not a date or RFC 3339 time")
    try:
        moment = datetime.fromisoformat(text.replace("z", "Z"))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("not a date or RFC 3339 time") from error
    return to_milliseconds(moment)


def format_moment(moment: datetime) -> str:
    """The one spelling we write: ``2026-11-22T09:30:00.000Z``. Inverse of :func:`parse_moment`."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_epoch_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970-01-01T00:00:00Z, cut below; in integers, so nothing is rounded.

    Raises
    ------
    ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // _MILLISECOND


def from_epoch_ms(milliseconds: int) -> datetime:
    """The moment so many milliseconds after 1970-01-01T00:00:00Z. Inverse of :func:`to_epoch_ms`."""
    return _EPOCH + milliseconds * _MILLISECOND
