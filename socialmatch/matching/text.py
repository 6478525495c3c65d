"""Text to comparable text: one folding for names, handles and places.

``fold`` is for search and comparison only. Identity (ids, keys) is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from socialmatch.matching.scripts.romanise import romanise

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"[''`´ʼʹ\".]")
_DROPPED = {"So", "Sk", "Cf", "Cs", "Co", "Cn"}  # symbols and emoji, invisible and unassigned characters

# Letters of Latin alphabets that people spell out in more than one way; anyascii gives the first.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "đ": "dj"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Compatibility form, romanised, lower case, without symbols or emoji; spaces are kept.

    Romanisation is :func:`.scripts.romanise.romanise`'s.

    Parameters
    ----------
    text: any text in any script.

    Returns
    -------
    str: ASCII. ``fold(fold(t)) == fold(t)``.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(c for c in text if unicodedata.category(c) not in _DROPPED)
        text = romanise(text)
    return _APOSTROPHES.sub("", text).lower()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order: runs of letters and digits."""
    return tuple(_WORD.findall(fold(text)))


def compact(text: str) -> str:
    """The folded text's letters and digits alone: what a handle would show of it."""
    return "".join(_WORD.findall(fold(text)))


def spellings(text: str) -> tuple[str, ...]:
    """The folded words run together, in each customary romanisation: ``Müller`` -> ``muller``, ``mueller``."""
    plain = compact(text)
    if text.isascii():
        return (plain,)
    spelled = compact(unicodedata.normalize("NFC", text).lower().translate(_SPELLED_OUT))
    return (plain,) if spelled == plain else (plain, spelled)
