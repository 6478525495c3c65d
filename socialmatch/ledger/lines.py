"""Files of one line of canonical JSON, read so that no other spelling of the same value passes.

Writing is :mod:`socialmatch.canonical`'s.
"""

from __future__ import annotations

import json
from typing import Any, Final

from socialmatch.canonical import Json, canonical
from socialmatch.errors import InputError, ProofInvalid

MAX_LINE_BYTES: Final = 2_000_000
"""Larger files are refused unread."""


def parse_canonical(data: bytes) -> Any:
    """Read canonical JSON and nothing else. Inverse of :func:`~socialmatch.canonical.canonical`.

    Raises
    ------
    ProofInvalid: it is not JSON, another spelling of it, or larger than :data:`MAX_LINE_BYTES`.
    """
    if len(data) > MAX_LINE_BYTES:
        raise _refused()
    try:
        value = json.loads(data)
        again = canonical(value)
    except (ValueError, RecursionError, InputError) as error:
        raise _refused() from error
    if again != data:
        raise _refused()
    return value


def write_line(value: Json) -> bytes:
    """A value as a file of one line. Inverse of :func:`read_line`."""
    return canonical(value) + b"\n"


def read_line(data: bytes) -> Any:
    """Read a file of one line.

    Raises
    ------
    ProofInvalid: it is anything else.
    """
    if not data.endswith(b"\n"):
        raise _refused()
    return parse_canonical(data[:-1])


def take_fields(value: Any, **types: type | tuple[type, ...]) -> dict[str, Any]:
    """A JSON object with exactly these fields, each of its type.

    Raises
    ------
    ProofInvalid: it is none, or has a field too many, too few, or of another type.
    """
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise ProofInvalid("a JSON object does not have the fields it should", code="fields")
    for name, kind in types.items():
        # In JSON true is no number, though in Python it is one.
        if not isinstance(value[name], kind) or (isinstance(value[name], bool) and kind is not bool):
            raise ProofInvalid("a field of a JSON object has the wrong type", code="fields")
    return value


def _refused() -> ProofInvalid:
    return ProofInvalid("not canonical JSON", code="canonical_json")
