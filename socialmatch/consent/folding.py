"""Characters that come instead of others: what keyboards, chat programs and editors make of a plain text.

One table for reading a code that came through all of them, and for showing a text in which something may hide.
"""

from __future__ import annotations

import re
from typing import Final

_DASHES: Final = (
    "-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    "\u2e5d\u301c\u3030\u30a0\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d\uff70\U00010ead"
)
"""Unicode's category Pd, and what is typed for a dash: minus, bullet, box line, prolonged sound mark."""
_SPACES: Final = "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE: Final = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
"""Unicode's default-ignorable code points, without those that are not assigned; and the empty Braille pattern."""
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FULL_WIDTH: Final = 0xFEE0
"""How far the full-width forms of East Asian keyboards stand from ASCII."""


def _members(characters: str) -> list[int]:
    """The code points of a list in which ``a-c`` stands for a range; a dash in front stands for itself."""
    found = [ord("-")] if characters.startswith("-") else []
    for first, last in re.findall(r"(?s)(.)(?:-(.))?", characters.removeprefix("-")):
        found += range(ord(first), ord(last or first) + 1)
    return found


INVISIBLE: Final = frozenset(map(chr, _members(_INVISIBLE)))
"""Characters that show nothing."""

JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Invisible ones that honest texts need: Persian and Indic spelling, emoji."""

PLAIN: Final[dict[int, str | None]] = {
    **{ord(letter) + _FULL_WIDTH: letter for letter in _LETTERS},
    **dict.fromkeys(_members(_DASHES), "-"),
    **dict.fromkeys(_members(_SPACES), " "),
    **dict.fromkeys(map(ord, INVISIBLE), None),
}
"""For :meth:`str.translate`: dashes become ``-``, spaces a space, full-width letters ASCII, invisible ones nothing."""
