"""A text in any script in Latin letters, the way names are spelled in them.

``anyascii`` romanises letter by letter. Where a letter's sound hangs on its neighbours, or a name is written without
spaces or without vowels, that spells nobody's name; those scripts have a module each here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from anyascii import anyascii

from socialmatch.matching.scripts import abjad, cyrillic, greek, han, hangul, indic, kana

_SCRIPTS = (
    (abjad.ARABIC, abjad.arabic),
    (abjad.HEBREW, abjad.hebrew),
    (cyrillic.RUN, cyrillic.spell),
    (greek.RUN, greek.spell),
    (hangul.RUN, hangul.spell),
    (indic.RUN, indic.spell),
    (kana.RUN, kana.spell),
    (han.RUN, han.spell),
)
"""A run of letters of a script, and what spells it."""


def romanise(text: str) -> str:
    """A text in Latin letters.

    Parameters
    ----------
    text: in Unicode normal form KC.

    Returns
    -------
    str: ASCII. Names written without spaces come apart: ``김민수`` is ``kim minsu``.
    """
    for run, spell in _SCRIPTS:
        text = _respelled(text, run, spell)
    return anyascii(text)


def _respelled(text: str, run: re.Pattern[str], spell: Callable[[str], str]) -> str:
    return run.sub(lambda found: spell(found.group()), text)
