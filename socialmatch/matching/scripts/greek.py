"""Greek, as in passports (ELOT 743): two letters that make one sound go together."""

from __future__ import annotations

import re

from anyascii import anyascii

RUN = re.compile(r"[Ͱ-Ͽἀ-῿]+")

_PAIRS = {
    "ου": "ou", "αυ": "av", "ευ": "ev", "ηυ": "iv", "γγ": "ng", "γξ": "nx", "γχ": "nch", "τζ": "tz",
}  # fmt: skip
_VOICED = {"av": "af", "ev": "ef", "iv": "if"}
_VOICELESS = tuple("θκξπσςτφχψ")
_FIRST = {"μπ": "b", "ντ": "d", "γκ": "g"}
_PLAIN = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
_APART_BEFORE, _APART_AFTER = "άέό", "ϊϋΐΰ"
"""An accent on the first vowel of a pair, or a diaeresis on the second, keeps the two apart."""


def spell(run: str) -> str:
    """A run of Greek letters in Latin ones; a capital at its beginning stays one."""
    written = run.lower()
    letters = written.translate(_PLAIN)
    spelled = []
    at = 0
    while at < len(letters):
        pair = letters[at : at + 2]
        sound = _FIRST.get(pair) if at == 0 else None
        if sound is None and written[at] not in _APART_BEFORE and written[at + 1 : at + 2] not in tuple(_APART_AFTER):
            sound = _PAIRS.get(pair)
        if sound in _VOICED and letters[at + 2 : at + 3] in _VOICELESS:
            sound = _VOICED[sound]
        spelled.append(sound or anyascii(letters[at]))
        at += 2 if sound else 1
    text = "".join(spelled)
    return text[:1].upper() + text[1:] if run[0].isupper() else text
