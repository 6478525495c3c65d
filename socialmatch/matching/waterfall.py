"""The weight chart: how one piece of evidence after the other moves a pair from the prior to its total.

Bits to the right speak for the pair, bits to the left against it. An idea of Fellegi and Sunter's (1969) weights
drawn as a waterfall; plain SVG, no script, readable without colours. :func:`waterfall` is a part of a page and holds
no person; :func:`waterfall_svg` is a file of its own, and has the reasons in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from socialmatch.html import Html, element
from socialmatch.matching.counts import BIT
from socialmatch.models import Evidence, Proposal

STYLE: Final = """
.waterfall { display: block; width: 100%; max-width: 46rem; height: auto; font: 13px system-ui, sans-serif; }
.waterfall text { fill: var(--ink); }
.waterfall .tick { fill: var(--soft); font-size: 11px; }
.waterfall .grid { stroke: var(--line); }
.waterfall .zero { stroke: var(--soft); }
.waterfall .step { stroke: var(--soft); stroke-dasharray: 2 2; }
.waterfall .for { fill: var(--for); }
.waterfall .against { fill: var(--against); }
.waterfall .prior, .waterfall .total { fill: var(--soft); }
.waterfall .sum { font-weight: 650; }
"""
"""The chart's rules; colours come from the page (``--ink --soft --line --for --against``)."""

_OWN_STYLE: Final = f"""
svg {{ --ink: #1d2429; --soft: #586570; --line: #dbe0e3; --for: #1f6aa5; --against: #b4530a; }}
@media (prefers-color-scheme: dark) {{
  svg {{ --ink: #e6eaec; --soft: #a3b0b8; --line: #343e45; --for: #6db3e8; --against: #f0a35c; }}
}}
{STYLE}"""

_WIDTH, _LABEL, _VALUE = 680, 150, 58
_ROW, _BAR, _TOP, _BOTTOM = 24, 14, 4, 22
_WORDS, _HEADING = 16, 30
"""Height of a line of words under a bar, and of a heading."""
_LETTERS: Final = 88
"""Letters of a reason that fit beside the label; the description has all of them."""

_NAMES: Final = {"email": "E-mail", "host": "Website", "age": "Birth year"}


_Scale = Callable[[float], float]
"""Where a number of bits stands, in the drawing's units."""


class _Bar(NamedTuple):
    """One row: from where to where it goes, in bits, and why."""

    label: str
    start: float
    end: float
    kind: str
    words: str = ""


def waterfall(evidence: Sequence[Evidence], prior: int, total: int) -> Html:
    """Draw one pair's evidence.

    Parameters
    ----------
    evidence: what speaks for and against the pair; drawn strongest first, what speaks against last.
    prior, total: millibits before anything was seen and after everything was.

    Returns
    -------
    Html: an ``svg`` element with a description for those who cannot see it; it wants :data:`STYLE` around it.
    """
    bars = _bars(evidence, prior, total)
    height, parts = _chart(bars, _ROW)
    return element(
        "svg", *parts, class_="waterfall", viewBox=f"0 0 {_WIDTH} {height}", role="img", aria_label=_description(bars)
    )


def waterfall_svg(proposals: Sequence[Proposal]) -> str:
    """Draw the evidence of proposals one under the other, as an SVG file of its own.

    It fetches nothing and runs nothing, has a title and a description for those who cannot see it, and the same
    proposals give the same bytes. It holds personal data: the reasons quote what the profile shows.

    Parameters
    ----------
    proposals: of one profile, best first; those without an account are left out.
    """
    at, parts, told = 0, [], []
    for one in proposals:
        if one.account is None:
            continue
        bars = _bars(one.evidence, prior_of(one), one.weight)
        heading = f"Proposal {one.rank}: probability {one.probability:.3f}, {one.decision.value}"
        height, chart = _chart(bars, _ROW + _WORDS)
        parts.append(element("text", heading, x=4, y=at + _HEADING - 10, class_="sum"))
        parts.append(element("g", *chart, transform=f"translate(0 {at + _HEADING})"))
        told.append(f"{heading}. {_description(bars)}. " + "; ".join(bar.words for bar in bars if bar.words))
        at += _HEADING + height
    drawn = element(
        "svg",
        element("title", "How the evidence adds up", id="title"),
        element("desc", "\n".join(told) or "No account is proposed.", id="desc"),
        element("style", Html(_OWN_STYLE)),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="waterfall",
        viewBox=f"0 0 {_WIDTH} {max(at, _HEADING)}",
        role="img",
        aria_labelledby="title desc",
    )
    return f"{drawn}\n"


def prior_of(proposal: Proposal) -> int:
    """What a proposal weighed before anything was seen, in millibits."""
    return proposal.weight - sum(item.weight for item in proposal.evidence)


def feature_name(feature: str) -> str:
    """A comparison's name for people: ``handle_on_file`` as ``Handle on file``."""
    return _NAMES.get(feature) or feature.replace("_", " ").capitalize()


def bits(millibits: int) -> str:
    """A weight with its sign, in bits: ``+12.3``; a true minus sign."""
    return _signed(millibits / BIT)


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _bars(evidence: Sequence[Evidence], prior: int, total: int) -> list[_Bar]:
    bars = [_Bar("Before looking", 0.0, prior / BIT, "prior")]
    at = prior
    for item in sorted(evidence, key=lambda item: (-item.weight, item.feature)):
        kind = "for" if item.weight >= 0 else "against"
        label, start, end = feature_name(item.feature), at / BIT, (at + item.weight) / BIT
        bars.append(_Bar(label, start, end, kind, item.text))
        at += item.weight
    return [*bars, _Bar("Total", 0.0, total / BIT, "total")]


def _chart(bars: Sequence[_Bar], row_height: int) -> tuple[int, list[Html]]:
    """The height of a chart, and what it is made of."""
    low, high = _range(bars)
    height = _TOP + row_height * len(bars) + _BOTTOM

    def x(bits: float) -> float:
        return round(_LABEL + (bits - low) / (high - low) * (_WIDTH - _LABEL - _VALUE), 1)

    rows = (_row(bar, _TOP + place * row_height, row_height, x) for place, bar in enumerate(bars))
    return height, [*_grid(low, high, x, height), *(part for row in rows for part in row)]


def _range(bars: Sequence[_Bar]) -> tuple[float, float]:
    """The bits at the left and the right edge, with some air."""
    ends = [0.0, *(bar.start for bar in bars), *(bar.end for bar in bars)]
    low, high = min(ends), max(ends)
    air = max(1.0, (high - low) * 0.04)
    return low - air, high + air


def _grid(low: float, high: float, x: _Scale, height: int) -> list[Html]:
    step, floor = _step(high - low), height - _BOTTOM
    drawn = []
    for tick in range(math.ceil(low / step) * step, math.floor(high) + 1, step):
        drawn.append(element("line", x1=x(tick), x2=x(tick), y1=_TOP, y2=floor, class_="grid" if tick else "zero"))
        label = _signed(tick).removesuffix(".0") if tick else "0 bits"
        drawn.append(element("text", label, x=x(tick), y=floor + 15, text_anchor="middle", class_="tick"))
    return drawn


def _step(span: float) -> int:
    """A round distance between ticks, so that there are at most nine of them."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if span / step <= 9:
                return step
        size *= 10


def _row(bar: _Bar, above: int, height: int, x: _Scale) -> list[Html]:
    top = above + (_ROW - _BAR) / 2
    middle = top + _BAR / 2 + 4
    left, right = sorted((x(bar.start), x(bar.end)))
    weight = bar.end - bar.start
    name = "sum" if bar.kind == "total" else None
    parts = [
        element("text", bar.label, x=_LABEL - 10, y=middle, text_anchor="end", class_=name),
        element("rect", x=left, y=top, width=max(1.0, round(right - left, 1)), height=_BAR, rx=2, class_=bar.kind),
        element("text", _signed(weight), x=_WIDTH - 4, y=middle, text_anchor="end", class_=name),
    ]
    if bar.kind != "total":
        edge = x(bar.end)
        parts.append(element("line", x1=edge, x2=edge, y1=top + _BAR, y2=top + height, class_="step"))
    if bar.words and height > _ROW:
        parts.append(element("text", _shortened(bar.words), x=_LABEL, y=top + _BAR + 13, class_="tick"))
    return parts


def _shortened(words: str) -> str:
    return words if len(words) <= _LETTERS else words[: _LETTERS - 1] + "…"


def _description(bars: Sequence[_Bar]) -> str:
    told = ", ".join(f"{bar.label} {_signed(bar.end - bar.start)}" for bar in bars)
    return f"Evidence in bits: {told}"
