"""HTML and SVG from plain calls: whatever is not markup already is escaped.

The page shows what strangers wrote of themselves, so escaping is the rule and markup the exception: only
:func:`element` and :func:`markup` make :class:`Html`, and every other text is data.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

# Control characters, surrogates and the marks that turn the direction of the text after them.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID: Final = frozenset({"br", "hr", "meta"})


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
