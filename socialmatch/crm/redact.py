"""Messages without a person or a secret in them.

Two nets. What a call was about (an id, a handle) is known, so it is cut out by value, in the spellings that
addresses and JSON give it. What looks personal or secret (a mail address, a phone number, a password in an
address, a token) is cut out by its form. Neither net can know the name of a third person that a CRM puts into
an error: adapters write their own sentences, and text of the CRM's does not belong in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

CUT = "[redacted]"
_LONGEST = 300
_SHORT = 4
_FORMS = (
    re.compile(r"(?<=://)[^/\s@]*(?:@[^/\s@]*)*@"),  # user and password of an address
    re.compile(r"(?i)\b(?:bearer|basic|token|session)\s+[\w.~+/=-]{6,}"),
    re.compile(
        r"(?i)\b[\w-]*(?:token|secret|passw(?:or)?d|pwd|api_?key|signature|authorization)[\"']?\s*[=:]\s*[^\s&,;]+"
    ),
    re.compile(r"[^\s@<>\"'=,;]+(?:@|%40)[^\s@<>\"',;]+"),  # mail address, user@host
    re.compile(r"(?<!\w)\+?\(?\d[\d\s().-]{6,}\d"),  # phone and card numbers
)


def redact(text: str, values: Iterable[str] = ()) -> str:
    """Cut values and whatever looks personal or secret out of a text, and cut the text to one line of 300 letters.

    Parameters
    ----------
    values: what must not be seen, in any case; empty ones are ignored.
    """
    text = " ".join(text.split())
    spellings = {one for value in values for one in _spellings(" ".join(value.split()))}
    for spelling in sorted(spellings, key=len, reverse=True):
        text = re.sub(_bounded(spelling), CUT, text, flags=re.IGNORECASE)
    for form in _FORMS:
        text = form.sub(CUT, text)
    return text[:_LONGEST]


def _spellings(value: str) -> set[str]:
    if not value:
        return set()
    return {value, quote(value, safe=""), quote(value), quote_plus(value), json.dumps(value)[1:-1], repr(value)[1:-1]}


def _bounded(text: str) -> str:
    """A pattern for the text; a short one only as a word, so that the id ``7`` does not blot out the 7 of ``1709``."""
    if len(text) > _SHORT:
        return re.escape(text)
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if text[-1].isalnum() else ""
    return before + re.escape(text) + after
