"""Canonical JSON (RFC 8785) of plain values: one value, one spelling, byte for byte.

What is hashed or committed to is first written this way. Only what we need of the standard: objects with
ASCII keys, arrays, strings, whole numbers up to 2**53 - 1, true, false and null. A float is refused, because
spelling one the same way everywhere is the hard part of the standard, and nothing here needs one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from socialmatch.errors import InputError

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""What can be written: objects are dicts, arrays are lists or tuples."""

_MAX_INT: Final = 2**53 - 1
"""Beyond it a reader that takes numbers as IEEE doubles sees another number (RFC 8785 section 3.2.2.3)."""

_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: Json) -> bytes:
    """The canonical form of a value, in UTF-8.

    Raises
    ------
    InputError: the value holds something that has no canonical form of our kind (``not_canonical``).
        The message does not show it.
    """
    _check(value)
    try:
        # RFC 8785 sorts keys by UTF-16 units; for ASCII keys that is Python's order.
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        fault = "a lone surrogate"
    except RecursionError:
        fault = "values nested too deep"
    raise _refused(fault)  # outside the except block, because the codec's error holds the text


def _check(value: Any) -> None:
    pending = [value]
    while pending:
        item = pending.pop()
        if item is None or isinstance(item, (str, bool)):  # a union takes twice as long
            continue
        if isinstance(item, dict):
            for key in item:
                if not (isinstance(key, str) and key.isascii()):
                    raise _refused("a key that is not ASCII text")
            pending.extend(item.values())
        elif isinstance(item, int):
            if abs(item) > _MAX_INT:
                raise _refused("an integer beyond 2**53 - 1")
        elif isinstance(item, (list, tuple)):
            pending.extend(item)
        else:
            raise _refused(f"a {type(item).__name__}")


def _refused(what: str) -> InputError:
    return InputError(f"cannot be written as canonical JSON: {what}", code="not_canonical")
