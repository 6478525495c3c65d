"""TOML that somebody else wrote, read in bounded time; what is wrong with it is told without a word of it.

The parser of the standard library takes time quadratic in the dots of a key, recurses as deep as values are nested, and
lets Python's own limit on the digits of a number through; none of that may come out of a file of settings.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

MAX_KEY_PARTS: Final = 32
"""Parts of a dotted key, or of a table's name."""

# Possessive, and begun at the start of a part alone: each character is looked at a bounded number of times.
_LONG_KEY: Final = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MAX_KEY_PARTS}}}""", re.ASCII
)
_PLACE: Final = re.compile(r"at line \d+, column \d+")


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML document.

    Raises
    ------
    ValueError: it is none, or asks for too much. Its text says where or why, ``" at line 2, column 7"``, and no value.
    """
    if _LONG_KEY.search(text):
        raise ValueError(f": a key has more than {MAX_KEY_PARTS} parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        fault = f" {place[0]}" if place else ""
    except ValueError:
        fault = ": a number has too many digits"
    except RecursionError:
        fault = ": values are nested too deep"
    raise ValueError(fault)  # outside the except block, because the parser's error may quote a value
