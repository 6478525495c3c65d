"""Kana by Hepburn, long vowels short, as most people spell their names: ``しょうた`` is ``shota``."""

from __future__ import annotations

import re

from anyascii import anyascii

RUN = re.compile(r"[ぁ-ゖァ-ヺー]+")

_SMALL = dict(zip("ャュョァィゥェォ", "auoaiueo", strict=True))
_LONG = re.compile(r"(?<=o)[uo](?![ei])|(?<=u)u|-")
_TO_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}


def spell(run: str) -> str:
    """A run of kana in Latin letters. A small ``tsu`` doubles what follows."""
    spelled: list[str] = []
    doubled = False
    for kana in run.translate(_TO_KATAKANA):
        if kana == "ッ":
            doubled = True
        elif kana in _SMALL and spelled:
            spelled[-1] = _with_small(spelled[-1], kana)
        else:
            sound = "-" if kana == "ー" else anyascii(kana)
            spelled.append(_double(sound) if doubled else sound)
            doubled = False
    return _LONG.sub("", "".join(spelled))


def _double(sound: str) -> str:
    return ("t" if sound.startswith("ch") else sound[:1]) + sound


def _with_small(sound: str, small: str) -> str:
    """``ki`` with a small ``ya`` is ``kya``, ``shi`` is ``sha``; ``fu`` with a small ``a`` is ``fa``."""
    stem, vowel = sound[:-1], _SMALL[small]
    glide = "y" if small in "ャュョ" and not stem.endswith(("sh", "ch", "j")) else ""
    return stem + glide + vowel
