"""Cyrillic where it is Ukrainian or Belarusian, as some letters show; other Cyrillic is romanised letter by letter."""

from __future__ import annotations

import re

RUN = re.compile(r"[Ѐ-ӿ]+")

_NOT_RUSSIAN = frozenset("ІіЇїЄєҐґЎў")
# Ukrainian passports (Cabinet of Ministers, resolution 55 of 2010); Belarusian has the same h.
_SPELLED = str.maketrans({"Г": "H", "г": "h", "Ґ": "G", "ґ": "g", "И": "Y", "и": "y"})


def spell(word: str) -> str:
    """The word with those letters in Latin that sound otherwise than in Russian, where it is not Russian."""
    return word if _NOT_RUSSIAN.isdisjoint(word) else word.translate(_SPELLED)
