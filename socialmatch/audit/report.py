"""The officer's report: tables, as text, as CSV, as one page.

A report counts; it names nobody unless it is asked to. One that names people is a bulk reading and leaves an event
before it is made.
"""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from socialmatch.audit import figures, happenings
from socialmatch.audit.tables import Scope, Table
from socialmatch.canonical import Json
from socialmatch.errors import FileError
from socialmatch.files.writers import atomic_write
from socialmatch.leaf import TypeClass
from socialmatch.models import Actor
from socialmatch.moments import format_moment
from socialmatch.store import Session, Store, events

COPY: Final = "This report is a copy that a later withdrawal cannot reach: delete it when you have read it."
_PAGE: Final = 80
"""Characters of a line of text: as many as terminals and printed pages have at least."""
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes
    ----------
    tenant: whose store. made_at: when. size: events in the log then. scope: what it is about. tables: what it says.
    """

    tenant: str
    made_at: datetime
    size: int
    scope: Scope
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        """Its heading."""
        return f"Consent and audit report, {self.made_at:%Y-%m-%d}"

    @property
    def period(self) -> str:
        """What time it speaks of."""
        return f"{self.scope.since:%Y-%m-%d} to {self.scope.until:%Y-%m-%d}"

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "tenant": self.tenant,
            "made_at": format_moment(self.made_at),
            "since": format_moment(self.scope.since),
            "until": format_moment(self.scope.until),
            "names": self.scope.names,
            "events": self.size,
            "tables": {
                table.id: {"title": table.title, "columns": list(table.columns), "rows": [list(r) for r in table.rows]}
                for table in self.tables
            },
        }


def make_report(store: Store, tenant: str, scope: Scope, *, actor: Actor, reason: str, reader: str = "") -> Report:
    """Make a report.

    Parameters
    ----------
    reader: the id of an actor, to be told whose data they saw and nothing else.
    actor, reason: who asks, and why; they go into the event of a report that names people.
    """
    named = scope.names or bool(reader)
    if named:
        with store.write(tenant, actor, reason) as session:
            data: dict[str, Json] = {"since": format_moment(scope.since), "until": format_moment(scope.until)}
            data["of_reader"] = bool(reader)
            events.append(session, TypeClass.READ, "report", data=data)
    with store.read(tenant) as session:
        tables = (happenings.seen_by(session, scope, reader),) if reader else _tables(session, scope)
        return Report(tenant, session.now, session.size, replace(scope, names=named), tables)


def _tables(session: Session, scope: Scope) -> tuple[Table, ...]:
    return (
        figures.by_notice(session),
        figures.expiring(session, scope),
        figures.old_l1(session, scope),
        figures.legal_holds(session, scope),
        happenings.rates(session, scope),
        happenings.suspicions(session, scope),
        happenings.refusals(session, scope),
        happenings.readers(session, scope),
        happenings.erasures(session, scope),
        happenings.activity(session, scope),
        figures.sealed_runs(session),
        figures.register(session),
        figures.inventory(session),
    )


# --- as text -------------------------------------------------------------------------------------


def report_text(report: Report) -> str:
    """The report as text."""
    return "\n".join(_text(report)) + "\n"


def _text(report: Report) -> Iterator[str]:
    yield report.title
    yield "=" * len(report.title)
    yield f"Tenant {report.tenant}; {report.size:,} events in the log; what happened: {report.period}."
    yield from textwrap.wrap(COPY, _PAGE)
    for table in report.tables:
        yield from ("", table.title, "-" * len(table.title), *textwrap.wrap(table.note, _PAGE))
        if table.rows:
            yield from _grid(table)
        else:
            yield "(none)"


def _grid(table: Table) -> Iterator[str]:
    numeric = [all(isinstance(row[at], int) for row in table.rows) for at in range(len(table.columns))]
    cells = [[_cell(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = _widths(list(zip(*cells, strict=True)))
    for number, row in enumerate(cells):
        lines = [_cut(cell, width) for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*lines, fillvalue=""):
            shown = (p.rjust(w) if n else p.ljust(w) for p, w, n in zip(parts, widths, numeric, strict=True))
            yield _GAP.join(shown).rstrip()
        if number == 0:
            yield _GAP.join("-" * width for width in widths)


def _widths(columns: Sequence[Sequence[str]]) -> list[int]:
    """As wide as the cells; the widest give way until a line fits the page, none below its longest word."""
    widths = [max(map(len, column)) for column in columns]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > _PAGE and widths != least:
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        widths[widest] -= 1
    return widths


def _cell(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


def _cut(text: str, width: int) -> list[str]:
    """A cell in lines of bounded width, broken between words."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


# --- as CSV --------------------------------------------------------------------------------------


def table_csv(table: Table) -> bytes:
    """A table as CSV, UTF-8, with a header; what a spreadsheet would take for a formula gets an apostrophe first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def write_csv(report: Report, directory: Path) -> list[Path]:
    """Write one file a table, ``ID.csv``, into a folder. Their paths.

    Raises
    ------
    FileError: the folder or a file cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{directory}: cannot be made", code="unwritable") from error
    paths = []
    for table in report.tables:
        path = directory / f"{table.id}.csv"
        with atomic_write(path) as file:
            file.write(table_csv(table))
        paths.append(path)
    return paths


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") and cell else cell
