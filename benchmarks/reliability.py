"""The reliability diagram: what was said against what was right, drawn from the bins of a measurement.

A point is a bin of about the same probability; on the diagonal what was said is what was. One SVG file that fetches
and runs nothing, the same bytes for the same bins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.measures import Bin
from socialmatch.html import Html, element

_SIDE, _LEFT, _TOP, _FOOT = 300, 48, 12, 40
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_STYLE: Final = """
svg { --ink: #1d2429; --soft: #586570; --line: #dbe0e3; --mark: #1f6aa5; font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6eaec; --soft: #a3b0b8; --line: #343e45; --mark: #6db3e8; } }
text { fill: var(--ink); }
.tick { fill: var(--soft); }
.grid { stroke: var(--line); }
.even { stroke: var(--soft); stroke-dasharray: 4 3; }
.path { fill: none; stroke: var(--mark); }
.bin { fill: var(--mark); }
"""


def diagram(bins: Sequence[Bin]) -> str:
    """Draw bins.

    Parameters
    ----------
    bins: as :func:`.measures.reliability` gives them, in any order.
    """
    ordered = sorted(bins, key=lambda one: (one.said, one.was))
    points = [(_x(one.said), _y(one.was)) for one in ordered]
    told = "; ".join(f"said {one.said:.3f}, right {one.was:.3f} of {one.count:,}" for one in ordered)
    drawn = element(
        "svg",
        element("title", "Reliability: probability said, and share that was right", id="title"),
        element("desc", told, id="desc"),
        element("style", Html(_STYLE)),
        *(part for tick in _TICKS for part in _tick(tick)),
        element("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), class_="even"),
        element("polyline", points=" ".join(f"{x:g},{y:g}" for x, y in points), class_="path"),
        *(element("circle", cx=x, cy=y, r=3.5, class_="bin") for x, y in points),
        element("text", "probability said", x=_x(0.5), y=_TOP + _SIDE + 34, text_anchor="middle"),
        element(
            "text", "share right", x=0, y=0, text_anchor="middle", transform=f"translate(12 {_y(0.5):g}) rotate(-90)"
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_LEFT + _SIDE + 12} {_TOP + _SIDE + _FOOT}",
        width=_LEFT + _SIDE + 12,
        role="img",
        aria_labelledby="title desc",
    )
    return f"{drawn}\n"


def _tick(value: float) -> list[Html]:
    return [
        element("line", x1=_x(value), x2=_x(value), y1=_y(0), y2=_y(1), class_="grid"),
        element("line", x1=_x(0), x2=_x(1), y1=_y(value), y2=_y(value), class_="grid"),
        element("text", f"{value:g}", x=_x(value), y=_y(0) + 15, text_anchor="middle", class_="tick"),
        element("text", f"{value:g}", x=_x(0) - 6, y=_y(value) + 4, text_anchor="end", class_="tick"),
    ]


def _x(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)
