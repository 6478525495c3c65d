"""What CRM adapters can do, as a table that fits a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from socialmatch.crm.capability import Capability, Grade

MUST: Final = (Capability.LINKS,)
"""Beside reading, what an adapter has to do whole or not at all: to put, list and remove links."""
MAY: Final = tuple(capability for capability in Capability if capability not in MUST)

_READ: Final = "read"
_NAME: Final = 12
_NARROWEST: Final = len("partly")
_SHOWN: Final = {"full": "yes", "partial": "partly", "unknown": "?"}
_LEGEND: Final = "partly: 'socialmatch crm check' and --json say within what"


def graded(capabilities: Mapping[Any, Grade]) -> dict[str, dict[str, str]]:
    """Grades as JSON has them."""
    return {
        str(power): {"support": grade.support.name.lower().replace("_", " "), "note": grade.note}
        for power, grade in capabilities.items()
    }


def table(adapters: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the table: one for each adapter, with what it must and may do.

    Parameters
    ----------
    adapters: each with ``name``, ``capabilities`` as :func:`graded` gives them, or ``None``, and ``error``.
    """
    columns = (_READ, *MUST, *MAY)
    widths = [len(_READ), *(max(len(column), _NARROWEST) for column in columns[1:])]
    must = sum(width + 1 for width in widths[: 1 + len(MUST)])
    yield f"  {'':{_NAME}}{'must':{must}}may"
    yield _row("adapter", columns, widths)
    for one in adapters:
        grades = one["capabilities"]
        if one["error"] or grades is None:
            yield told(one["name"], one["error"] or "depends on its settings: see 'socialmatch crm check'", _NAME)
            continue
        yield _row(one["name"], ["yes", *(_cell(grades, column) for column in columns[1:])], widths)
    yield f"  {_LEGEND}"


def told(name: str, text: str, width: int) -> str:
    """A name and what is told of it, going on below where a terminal of 80 columns ends."""
    first = f"  {name:{width}}"
    return textwrap.fill(text, 80, initial_indent=first, subsequent_indent=" " * len(first))


def _row(name: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"  {name:{_NAME}}{' '.join(padded)}".rstrip()


def _cell(grades: Mapping[str, Mapping[str, str]], power: str) -> str:
    support = grades.get(power, {"support": "unknown"})["support"]
    return _SHOWN.get(support, "no")
