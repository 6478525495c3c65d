"""A plot of costs against sizes, both logarithmic: a straight line is a power, its slope the exponent.

One SVG file that fetches and runs nothing, the same bytes for the same points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from socialmatch.html import Html, element

Points = Sequence[tuple[float, float]]

_WIDE, _HIGH, _LEFT, _TOP, _FOOT, _RIGHT = 360, 260, 64, 14, 44, 200
_STYLE: Final = """
svg { --ink: #1d2429; --soft: #586570; --line: #dbe0e3; font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6eaec; --soft: #a3b0b8; --line: #343e45; } }
text { fill: var(--ink); }
.tick { fill: var(--soft); }
.grid { stroke: var(--line); }
polyline { fill: none; stroke-width: 2; }
"""
_COLOURS: Final = ("#1f77b4", "#d1711f", "#2f9150", "#9a55b5")


def plot(curves: Mapping[str, Points], *, across: str = "accounts", up: str = "seconds of CPU") -> str:
    """Draw curves.

    Parameters
    ----------
    curves: name to points of size and cost, all above 0. across, up: what the axes say.
    """
    xs = _decades(x for points in curves.values() for x, _ in points)
    ys = _decades(y for points in curves.values() for _, y in points)
    told = "; ".join(f"{name}: " + ", ".join(f"{y:g} at {x:,g}" for x, y in curves[name]) for name in curves)
    drawn = element(
        "svg",
        element("title", f"{up} by {across}", id="title"),
        element("desc", told, id="desc"),
        element("style", Html(_STYLE)),
        *(part for decade in range(xs[0], xs[1] + 1) for part in _across(decade, xs)),
        *(part for decade in range(ys[0], ys[1] + 1) for part in _up(decade, ys)),
        *(part for place, name in enumerate(curves) for part in _curve(place, name, curves[name], xs, ys)),
        element("text", across, x=_LEFT + _WIDE / 2, y=_TOP + _HIGH + 36, text_anchor="middle"),
        element(
            "text",
            up,
            x=0,
            y=0,
            text_anchor="middle",
            transform=f"translate(14 {_TOP + _HIGH / 2:g}) rotate(-90)",
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_LEFT + _WIDE + _RIGHT} {_TOP + _HIGH + _FOOT}",
        width=_LEFT + _WIDE + _RIGHT,
        role="img",
        aria_labelledby="title desc",
    )
    return f"{drawn}\n"


def _curve(place: int, name: str, points: Points, xs: tuple[int, int], ys: tuple[int, int]) -> list[Html]:
    colour = _COLOURS[place % len(_COLOURS)]
    found = [(_x(x, xs), _y(y, ys)) for x, y in sorted(points)]
    return [
        element("polyline", points=" ".join(f"{x:g},{y:g}" for x, y in found), stroke=colour),
        *(element("circle", cx=x, cy=y, r=3, fill=colour) for x, y in found),
        element("rect", x=_LEFT + _WIDE + 14, y=_TOP + 20 * place, width=10, height=10, fill=colour),
        element("text", name, x=_LEFT + _WIDE + 30, y=_TOP + 20 * place + 9),
    ]


def _across(decade: int, xs: tuple[int, int]) -> list[Html]:
    at = _x(10.0**decade, xs)
    return [
        element("line", x1=at, x2=at, y1=_TOP, y2=_TOP + _HIGH, class_="grid"),
        element("text", f"{10**decade:,}", x=at, y=_TOP + _HIGH + 16, text_anchor="middle", class_="tick"),
    ]


def _up(decade: int, ys: tuple[int, int]) -> list[Html]:
    at = _y(10.0**decade, ys)
    return [
        element("line", x1=_LEFT, x2=_LEFT + _WIDE, y1=at, y2=at, class_="grid"),
        element("text", f"{10.0**decade:,g}", x=_LEFT - 6, y=at + 4, text_anchor="end", class_="tick"),
    ]


def _decades(values: Iterable[float]) -> tuple[int, int]:
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return low, max(high, low + 1)


def _x(value: float, xs: tuple[int, int]) -> float:
    return round(_LEFT + (math.log10(value) - xs[0]) / (xs[1] - xs[0]) * _WIDE, 1)


def _y(value: float, ys: tuple[int, int]) -> float:
    return round(_TOP + (1 - (math.log10(value) - ys[0]) / (ys[1] - ys[0])) * _HIGH, 1)
