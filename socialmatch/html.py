"""HTML and SVG from plain calls: whatever is not markup already is escaped.

Pages show what strangers wrote of themselves, so escaping is the rule and markup the exception: only
:func:`element` and :func:`markup` make :class:`Html`, and every other text is data. A page is one file: it
fetches nothing and runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

# Control characters, surrogates and the marks that turn the direction of the text after them.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID: Final = frozenset({"br", "hr", "meta"})
# Nothing may be fetched, run or sent, whatever slipped through escaping.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Html(str):
    """Text that is markup: escaped where it had to be."""

    __slots__ = ()


def text(value: str) -> Html:
    """Text as it may stand in an element or in a quoted attribute; what cannot be shown becomes U+FFFD."""
    return Html(escape(_UNSHOWN.sub("\ufffd", value), quote=True))


def markup(*parts: str | None) -> Html:
    """Parts in a row; those that are no markup are escaped, ``None`` is left out."""
    return Html("".join(part if isinstance(part, Html) else text(part) for part in parts if part is not None))


def element(name: str, /, *children: str | None, **attributes: str | float | None) -> Html:
    """One element.

    Parameters
    ----------
    children: text or markup, ``None`` is left out.
    attributes: ``class_`` is ``class``, other underscores are hyphens; numbers are written short; ``None`` is left out.
    """
    written = [
        f' {key.rstrip("_").replace("_", "-")}="{text(value if isinstance(value, str) else f"{value:g}")}"'
        for key, value in attributes.items()
        if value is not None
    ]
    opened = f"<{name}{''.join(written)}>"
    return Html(opened if name in _VOID else f"{opened}{markup(*children)}</{name}>")


def person(value: str) -> Html:
    """Something a person wrote, kept from changing the direction of the text around it."""
    return element("bdi", value)


def document(title: str, body: Html, style: str) -> str:
    """A whole page.

    Parameters
    ----------
    title: of the window. body: the element ``body``. style: CSS, ours.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Html(style)),
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | int]],
    total: Sequence[str | int] | None = None,
) -> Html:
    """A table whose first column heads its rows; numbers stand to the right."""
    body = list(rows)
    numeric = [any(isinstance(row[place], int) for row in body) for place in range(len(head))]
    titles = [
        element("th", title, scope="col", class_="number" if right else None)
        for title, right in zip(head, numeric, strict=True)
    ]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *titles)),
        element("tbody", *map(_table_row, body)),
        element("tfoot", _table_row(total)) if total else None,
    )


def _table_row(row: Sequence[str | int]) -> Html:
    cells = [
        element("td", f"{cell:,}", class_="number") if isinstance(cell, int) else element("td", cell)
        for cell in row[1:]
    ]
    return element("tr", element("th", str(row[0]), scope="row"), *cells)
