"""What people read on the way to a link and out of it: plain texts that the host can replace.

A text is a file of its own in ``texts``. A host puts files of the same names in a folder and hands it to
:func:`load_templates`; a file that leaves out what the person must see there (who, which account, what for, how to
withdraw, where to report) is refused. Rendering is pure: fields in, text out, each field used, none unknown.

What comes from outside, above all a handle, can hold characters that make a text read as something else: line
breaks, controls, invisible characters, and marks that turn the direction of writing. They are written out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final

from socialmatch.consent.folding import INVISIBLE, JOINERS
from socialmatch.consent.textfile import read_text
from socialmatch.errors import ConfigError, FileError, UsageError
from socialmatch.models import Account, Notice

Field = str | int | Sequence[str]
"""What a field can be: a text, a number, or lines, each of which is written behind a dash."""

_BOTH: Final = "brand report"
_SIDES: Final = f"{_BOTH} account handle platform"
_TERMS: Final = "purposes withdraw"
REQUIRED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        name: frozenset(words.split())
        for name, words in {
            "code_page": f"{_BOTH} {_TERMS} account platform brand_handle code minutes",
            "code_seen": f"{_SIDES} {_TERMS}",
            "confirm_page": f"{_SIDES} {_TERMS} notice minutes",
            "invitation": f"{_BOTH} {_TERMS} handle platform link hours",
            "invitation_page": f"{_BOTH} {_TERMS} account platform notice",
            "loop_page": f"{_SIDES} {_TERMS} brand_handle code minutes",
            "sign_in_page": f"{_BOTH} {_TERMS} account platform notice minutes",
            "linked": f"{_SIDES} {_TERMS} undo_until",
            "unlinked": _SIDES,
            "withdrawn": f"{_BOTH} handle platform",
            "conflict": f"{_SIDES} withdraw",
            "public_code": _BOTH,
            "refused": _BOTH,
        }.items()
    }
)
"""Every template and the fields its text must show, no more and no fewer."""

_EXACT: Final = "notice"
"""Written as it is: it must be shown exactly as it was hashed, and it is the host's own."""
_FOREIGN: Final = frozenset({"account", "handle"})
"""Chosen by people; all others are the host's own words."""
_FIELD: Final = re.compile(r"\{([a-z_]+)\}")
MAX_BYTES: Final = 1 << 16
"""Of a template's file; a larger one is refused unread."""

_LONGEST_VALUE: Final = 2_000
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Template:
    """A text with fields in braces, checked when it is made.

    Raises
    ------
    ConfigError: no such template (``unknown_template``); a brace that is no field, an unknown field, or a required
        one that is missing (``bad_template``). The field is named.
    """

    name: str
    text: str

    def __post_init__(self) -> None:
        required = REQUIRED.get(self.name)
        if required is None:
            raise ConfigError("there is no template of this name", code="unknown_template", hint=_known())
        found = set(_FIELD.findall(self.text))
        faults = [f"{{{name}}} is no field of it" for name in sorted(found - required)]
        faults += [f"{{{name}}} is missing" for name in sorted(required - found)]
        if set("{}") & set(_FIELD.sub("", self.text)):
            faults.append("a brace stands alone")
        if faults:
            raise ConfigError(f"template {self.name}: {'; '.join(faults)}", code="bad_template")


def load_templates(folder: Path | None = None) -> dict[str, Template]:
    """All templates by name: those in the folder, ours where it has none.

    Raises
    ------
    ConfigError: a text cannot be used (``bad_template``), or a ``.txt`` file is named like none (``unknown_template``).
    FileError: the folder or a file cannot be read (``unreadable``, ``too_large``, ``not_utf8``).
    """
    ours = {name: Template(name, (_OURS / f"{name}.txt").read_text(encoding="utf-8")) for name in REQUIRED}
    if folder is None:
        return ours
    return ours | {
        path.stem: Template(path.stem, read_text(path, MAX_BYTES).replace("\r\n", "\n")) for path in _texts(folder)
    }


def render(template: Template, **fields: Field) -> str:
    """A template with its fields filled in; pure.

    Parameters
    ----------
    fields: every field of the template and no other. Values are escaped by :func:`escape`; braces in them mean
        nothing. Only ``notice`` is written as it is.

    Raises
    ------
    UsageError: a field is missing, unknown or empty, or no text, number or lines (``template_fields``). It is named,
        never its value.
    """
    required = REQUIRED[template.name]
    faults = [f"{name} is missing" for name in sorted(required - fields.keys())]
    faults += [f"{name} is unknown" for name in sorted(fields.keys() - required)]
    written = {name: _written(name, fields[name]) for name in required & fields.keys()}
    faults += [f"{name} is empty or no text" for name in sorted(written) if not written[name].strip()]
    if faults:
        del fields, written  # so that no error report shows a code among the variables of this call
        raise UsageError(f"template {template.name}: {'; '.join(faults)}", code="template_fields")
    return _FIELD.sub(lambda match: written[match[1]], template.text).strip()


def purpose_lines(notice: Notice, purposes: Sequence[str]) -> tuple[str, ...]:
    """The lines of the field ``purposes``: what is agreed to, with what the person has of it, as the notice says.

    Raises
    ------
    UsageError: the notice does not ask for one of them (``other_purpose``).
    """
    if not set(purposes) <= set(notice.purposes):
        raise UsageError("the notice does not ask for one of the purposes", code="other_purpose")
    benefits = dict(zip(notice.purposes, notice.benefits, strict=False))
    return tuple(f"{purpose}: {benefits[purpose]}" if purpose in benefits else purpose for purpose in purposes)


# --- what is shown of people ----------------------------------------------------------------------


def escape(text: str, *, joiners: bool = False) -> str:
    """A text that is safe to show inside another, on one line.

    Controls, line breaks, invisible and direction-changing characters, and code points without a meaning are written
    as ``<U+202E>``, so that they are seen instead of followed. A text with letters that are written from right to
    left is set in isolation marks (Unicode UAX 9), so that it cannot reorder what stands around it. A text longer
    than 2,000 characters is cut. Letters that look like others are letters: who must not be taken for another is
    shown with the platform, and proved by id.

    Parameters
    ----------
    joiners: leave the invisible characters that Persian, Indic scripts and emoji need; for the host's own texts.
    """
    shown = "".join(
        f"<U+{ord(c):04X}>" if _hides(c) and not (joiners and c in JOINERS) else c for c in text[:_LONGEST_VALUE]
    )
    right_to_left = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in shown)
    return f"{_ISOLATE}{shown}{_END_ISOLATE}" if right_to_left else shown


def mask_account(account: Account) -> str:
    """As much of an account as its owner knows it by, and nobody else learns from it.

    The first of the mail address (``a•••@e•••.com``), the phone number (``••• 42``) and the account's id (``•••17``)
    that there is. The number of dots is always the same, so no length shows.
    """
    for email in account.emails:
        local, at, domain = email.strip().rpartition("@")
        name, dot, top = domain.rpartition(".")
        if local and at and name and dot and top:
            return escape(f"{local[0]}•••@{name[0]}•••.{top}")
    for phone in account.phones:
        digits = [c for c in phone if c.isdecimal()]
        if len(digits) >= _SHORTEST_PHONE:
            return escape("••• " + "".join(digits[-2:]))
    end = account.account_id[-2:] if len(account.account_id) >= _SHORTEST_ID else ""
    return escape(f"•••{end}")


_SHORTEST_PHONE: Final = 7
_SHORTEST_ID: Final = 6
"""Of a shorter id two characters would be too much of it."""


def _hides(character: str) -> bool:
    category = unicodedata.category(character)
    return character in INVISIBLE or category[0] == "C" or (category[0] == "Z" and character != " ")


# --- reading --------------------------------------------------------------------------------------

_OURS: Final = files("socialmatch.consent") / "texts"


def _written(name: str, value: Field) -> str:
    """A field as it goes into the text; ``""`` for what cannot be one."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value if name == _EXACT else escape(value, joiners=name not in _FOREIGN)
    if isinstance(value, Sequence) and all(isinstance(line, str) and line for line in value):
        return "\n".join(f"- {escape(line, joiners=name not in _FOREIGN)}" for line in value)
    return ""


def _texts(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".txt")
    except OSError as error:
        raise FileError(f"{folder} cannot be read: {error.strerror}", code="unreadable") from None


def _known() -> str:
    return f"known are {', '.join(REQUIRED)}"
