"""A table of a report, and what a report is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from socialmatch.audit.disclosure import masked
from socialmatch.files.identity import format_subject
from socialmatch.models import Subject

Cell = str | int

BEGINNING: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""Before everything a log can hold."""

_GONE: Final = "(not known any more)"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report.

    Attributes
    ----------
    id: short name, for a file or an anchor. note: what it shows, in a sentence.
    rows: as many cells each as there are columns. bars: numeric columns to draw side by side, by place.
    """

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    bars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about.

    Attributes
    ----------
    since, until: the period of what happened in time. names: whether lists name people.
    small_group: groups of fewer people are not told in rates.
    """

    since: datetime
    until: datetime
    names: bool = False
    small_group: int = 10

    def who(self, subject: Subject | None) -> str:
        """Somebody in a list."""
        if subject is None:
            return _GONE
        return format_subject(subject) if self.names else masked(subject)
