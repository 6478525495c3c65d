"""Structured records for the host's own logging: an event's name, numbers and words of ours, and nobody.

The records go to the logger ``socialmatch`` of the standard library, which writes nothing until a host gives it a
handler. :class:`JsonLines` and :class:`PlainLines` write them; a record of anybody else's that comes their way is told
without its values.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Final

from socialmatch.moments import format_moment

LOGGER: Final = logging.getLogger("socialmatch")

Field = int | float | str | bool | None

FIELDS: Final = "socialmatch_fields"
"""The attribute of a record that holds its fields, for formatters of the host's own."""
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def note(event: str, **fields: Field) -> None:
    """Log an event, as information.

    Parameters
    ----------
    event: its name, a word of ours. fields: numbers, and words of ours: a verb, a code, a state. Anything else is
        written as ``?``, so that a mistake shows nobody. ``None`` is left out.
    """
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info(event, extra={FIELDS: {name: _plain(value) for name, value in fields.items()}})


def _plain(value: Field) -> Field:
    if isinstance(value, float):
        return round(value, 6)
    return value if not isinstance(value, str) or _WORD.fullmatch(value) else "?"


class JsonLines(logging.Formatter):
    """A record as one line of JSON: ``time``, ``level``, ``event``, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its newline."""
        return json.dumps({"time": _time(record), "level": record.levelname.lower(), **_told(record)})


class PlainLines(logging.Formatter):
    """A record as a line for people: time, level, event, then ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its newline."""
        told = _told(record)
        event = told.pop("event")
        return " ".join([_time(record), record.levelname, str(event), *(f"{name}={told[name]}" for name in told)])


FORMATS: Final[Mapping[str, type[logging.Formatter]]] = {"json": JsonLines, "text": PlainLines}


@contextmanager
def written_to(stream: IO[str], form: str) -> Iterator[None]:
    """Write our records to a stream meanwhile, one line each.

    Parameters
    ----------
    form: one of :data:`FORMATS`.
    """
    from socialmatch.consent.logfilter import RedactCodes

    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATS[form]())
    handler.addFilter(RedactCodes())  # they hold no code; if ever one did, it would be cut out here
    level = LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)


def _time(record: logging.LogRecord) -> str:
    return format_moment(datetime.fromtimestamp(record.created, UTC))


def _told(record: logging.LogRecord) -> dict[str, Field]:
    fields = getattr(record, FIELDS, None)
    if not isinstance(fields, dict):  # not ours: what its message quotes nobody knows
        return {"event": "foreign", "logger": record.name}
    return {"event": str(record.msg), **{name: value for name, value in fields.items() if value is not None}}
