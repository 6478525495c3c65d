"""Arabic (Persian, Urdu) and Hebrew, which leave vowels out.

Which vowels stand between the consonants is not written, and a letter for a long one may be a consonant as well; so
inside a word consonants alone are given, and :func:`.spelling.unvoweled` compares them with those of other names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ARABIC = re.compile(r"[\u0621-\u0669\u066e-\u06d3\u06f0-\u06ff\u0750-\u077f]+")
HEBREW = re.compile(r"[\u05b0-\u05bc\u05c1\u05c2\u05c7\u05d0-\u05ea]+")

_POINTS = re.compile(r"[\u0640\u064b-\u065f\u0670\u05b0-\u05c7]")
"""Vowels and other signs that are hardly ever written, and what stretches a word."""

_ARABIC = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "ch", "ژ": "j", "گ": "g", "ڤ": "v", "ٹ": "t", "ڈ": "d", "ڑ": "r",
    "ں": "n", "ھ": "h", "ہ": "h", "ة": "a",
}  # fmt: skip
_ARABIC_FIRST = {"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ع": "a", "و": "w", "ي": "y", "ی": "y"}
_ARABIC_LAST = {"ا": "a", "ى": "a", "ي": "i", "ی": "i", "ے": "e", "و": "u"}
_HEBREW = {
    "ב": "v", "ג": "g", "ד": "d", "ז": "z", "ח": "h", "ט": "t", "כ": "kh", "ך": "kh", "ל": "l", "מ": "m", "ם": "m",
    "נ": "n", "ן": "n", "ס": "s", "פ": "f", "ף": "f", "צ": "tz", "ץ": "tz", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
    "ה": "h",
}  # fmt: skip
_HEBREW_FIRST = {"א": "a", "ע": "a", "ב": "b", "כ": "k", "פ": "p", "י": "y", "ו": "v"}
_HEBREW_LAST = {"א": "a", "ה": "a", "י": "i", "ו": "o"}
_DIGITS = re.compile(r"\d")


def arabic(run: str) -> str:
    """A run of Arabic letters; the article stands apart, as it is written apart or left out in Latin letters."""
    run = _POINTS.sub("", run)
    if run.startswith("ال") and len(run) > 3:
        return "al " + _letters(run[2:], _ARABIC, _ARABIC_FIRST, _ARABIC_LAST)
    return _letters(run, _ARABIC, _ARABIC_FIRST, _ARABIC_LAST)


def hebrew(run: str) -> str:
    """A run of Hebrew letters."""
    return _letters(_POINTS.sub("", run), _HEBREW, _HEBREW_FIRST, _HEBREW_LAST)


def _letters(run: str, inside: Mapping[str, str], first: Mapping[str, str], last: Mapping[str, str]) -> str:
    spelled = [inside.get(letter, letter if _DIGITS.match(letter) else "") for letter in run]
    if run:
        spelled[0] = first.get(run[0], spelled[0])
    if len(run) > 1:
        spelled[-1] = last.get(run[-1], spelled[-1])
    return "".join(spelled)
