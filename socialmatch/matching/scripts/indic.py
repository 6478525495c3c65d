"""The scripts of India: a consonant carries an ``a`` unless another vowel is written with it.

Unicode gives nine of them one layout, after the standard ISCII: a letter has the same place in every block.
"""

from __future__ import annotations

import re

RUN = re.compile(r"[\u0900-\u0d7f]+")

_FIRST_CONSONANT, _FIRST_SIGN, _VIRAMA, _NUKTA = 0x15, 0x3E, 0x4D, 0x3C
_CONSONANTS = "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h".split()
_VOWELS = {
    0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0E: "e", 0x0F: "e", 0x10: "ai",
    0x12: "o", 0x13: "o", 0x14: "au", 0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x46: "e",
    0x47: "e", 0x48: "ai", 0x4A: "o", 0x4B: "o", 0x4C: "au",
}  # fmt: skip
"""By place; those from ``_FIRST_SIGN`` on replace the vowel a consonant carries."""
_LAST_SIGN = 0x57
"""Behind it stand digits and letters of one script alone, which are left to others."""
_NASALS = {0x01: "n", 0x02: "n"}
_TAMIL = range(0x0B80, 0x0C00)
_TAMIL_SOUNDS = {0x1A: "s"}
"""The letter at the place of ``ch`` is an s in names."""
_TAMIL_BETWEEN_VOWELS = {0x15: "g", 0x1F: "d", 0x2A: "b"}
_VOWEL_ENDS = ("a", "e", "i", "o", "u")
_SOUTHERN = range(0x0B80, 0x0D80)
"""Tamil, Telugu, Kannada and Malayalam say the vowel of a last consonant; the others do not."""


def spell(run: str) -> str:
    """A run of letters of one script in Latin ones."""
    spelled: list[str] = []
    carried = False
    for at, letter in enumerate(run):
        place = ord(letter) & 0x7F
        number = place - _FIRST_CONSONANT
        if 0 <= number < len(_CONSONANTS):
            if carried:
                spelled.append("a")
            spelled.append(_consonant(run, at, after_vowel=bool(spelled) and spelled[-1][-1:] in _VOWEL_ENDS))
            carried = True
        elif place != _NUKTA:
            another = place >= _FIRST_SIGN and (place in _VOWELS or place == _VIRAMA)
            other = letter if place > _LAST_SIGN else _NASALS.get(place, "")
            spelled.append(("a" if carried and not another else "") + _VOWELS.get(place, other))
            carried = False
    if carried and ord(run[-1]) in _SOUTHERN:
        spelled.append("a")
    return "".join(spelled)


def _consonant(run: str, at: int, *, after_vowel: bool) -> str:
    place = ord(run[at]) & 0x7F
    if ord(run[at]) in _TAMIL:
        doubled = ord(run[at + 1]) & 0x7F == _VIRAMA if at + 1 < len(run) else False
        if after_vowel and not doubled and place in _TAMIL_BETWEEN_VOWELS:
            return _TAMIL_BETWEEN_VOWELS[place]
        if place in _TAMIL_SOUNDS:
            return _TAMIL_SOUNDS[place]
    return _CONSONANTS[place - _FIRST_CONSONANT]
