"""The report as one page: charts, tables, nothing fetched, no script, and it prints."""

from __future__ import annotations

from importlib import resources
from typing import Final

from socialmatch.audit.report import COPY, Report
from socialmatch.audit.tables import Table
from socialmatch.html import Html, document, element, markup, table

_SHADES: Final = ("one", "two", "three", "four", "five", "six")
_ROW: Final = 26
"""Height of a bar and the room around it."""
_LABEL: Final = 260
_WIDTH: Final = 900


def report_page(report: Report) -> str:
    """A whole HTML document; the same for the same report."""
    contents = [element("li", element("a", one.title, href=f"#{one.id}")) for one in report.tables]
    body = element(
        "body",
        element(
            "header",
            element("h1", report.title),
            element(
                "p",
                f"Tenant {report.tenant}. {report.size:,} events in the log. What happened in time is told from "
                f"{report.period}. ",
                "Lists name people." if report.scope.names else "Nobody is named.",
                class_="lead",
            ),
            element("p", COPY, class_="copy"),
        ),
        element("nav", element("ul", *contents), aria_label="On this page"),
        element("main", *map(_section, report.tables)),
    )
    return document(report.title, body, resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8"))


def _section(one: Table) -> Html:
    heading = f"{one.id}-heading"
    chart = _chart(one) if one.bars and one.rows else None
    shown = table(one.title, one.columns, one.rows) if one.rows else element("p", "None.", class_="quiet")
    return element(
        "section",
        element("h2", one.title, id=heading),
        element("p", one.note),
        chart,
        shown,
        id=one.id,
        aria_labelledby=heading,
    )


def _chart(one: Table) -> Html:
    """A bar a row; several columns make one bar of several parts. The table below it says the same in numbers."""
    labels = [", ".join(str(cell) for cell in row[: one.bars[0]]) for row in one.rows]
    counts = [[_count(row[at]) for at in one.bars] for row in one.rows]
    longest = max(1, *map(sum, counts))
    drawn: list[Html] = []
    for place, (label, parts) in enumerate(zip(labels, counts, strict=True)):
        y, x = place * _ROW, float(_LABEL)
        drawn.append(element("text", _short(label), x=_LABEL - 8, y=y + 16, text_anchor="end"))
        for shade, count in zip(_SHADES, parts, strict=False):
            if not count:
                continue
            width = (_WIDTH - _LABEL - 70) * count / longest
            drawn.append(element("rect", x=round(x, 1), y=y + 4, width=round(width, 1), height=16, class_=shade))
            x += width
        drawn.append(element("text", f"{sum(parts):,}", x=round(x + 6, 1), y=y + 16))
    told = "; ".join(f"{label}: {sum(parts):,}" for label, parts in zip(labels, counts, strict=True))
    svg = element(
        "svg",
        *drawn,
        class_="chart",
        viewBox=f"0 0 {_WIDTH} {len(labels) * _ROW}",
        role="img",
        aria_label=f"{one.title}: {told}",
    )
    return markup(svg, _legend(one)) if len(one.bars) > 1 else svg


def _legend(one: Table) -> Html:
    names = zip(_SHADES, (one.columns[at] for at in one.bars), strict=False)
    return element(
        "ul", *(element("li", element("span", class_=f"key {shade}"), name) for shade, name in names), class_="legend"
    )


def _count(cell: str | int) -> int:
    return cell if isinstance(cell, int) else 0


def _short(label: str) -> str:
    return label if len(label) <= 36 else f"{label[:35]}…"
