"""Findings in words a support agent understands.

The sentences hold personal data: they go to OUT and to a page, never to a log.
"""

from __future__ import annotations

from collections.abc import Callable

from socialmatch.matching.compare import Finding
from socialmatch.matching.parts import Part

_Teller = Callable[[Finding], str]

_PART_NAMES = {
    "given": "given name",
    "middle": "middle name",
    "family": "family name",
    "initial+family": "initial and family name",
    "family+initial": "family name and initial",
    "given+initial": "given name and initial",
    "initials": "initials",
    "on file": "the handle on file",
    "local": "e-mail name",
    "label": "website name",
    "place": "place",
    "organization": "organisation",
    "title": "job title",
    "year": "birth year",
}


def sentence(finding: Finding) -> str:
    """One finding in words, without its weight."""
    return _SENTENCES[finding.feature](finding)


def _handle(finding: Finding) -> str:
    return _shows(finding, "the handle", "shows nothing of this account")


def _display_name(finding: Finding) -> str:
    return _shows(finding, "the display name", "is another")


def _shows(finding: Finding, what: str, nothing: str) -> str:
    parts = [part for part in finding.detail if isinstance(part, Part)]
    if not parts:
        return f"{what} {nothing}"
    return f"{what} shows " + ", ".join(f"{_PART_NAMES[part.part]} '{part.text}'" for part in parts)


def _shared(what: str) -> _Teller:
    def tell(finding: Finding) -> str:
        return f"the same {what}" if finding.weight > 0 or finding.detail else f"another {what}"

    return tell


def _place(finding: Finding) -> str:
    return f"the same place, '{finding.detail[0]}'" if finding.detail else "another place"


def _initial(finding: Finding) -> str:
    if finding.detail:
        return f"a name that begins with the initial on file, '{finding.detail[0]}'"
    return "no name begins with the initial on file"


def _age(finding: Finding) -> str:
    return f"the account holder would be {finding.detail[0]} years old"


_SENTENCES = {
    "handle": _handle,
    "display_name": _display_name,
    "email": _shared("e-mail address"),
    "phone": _shared("phone number"),
    "host": _shared("website"),
    "other_handle": _shared("handle on file"),
    "place": _place,
    "initial": _initial,
    "age": _age,
}
