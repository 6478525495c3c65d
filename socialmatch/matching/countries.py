"""Countries by any customary name: ``Sweden``, ``Sverige`` and ``SE`` are one place.

Names in all languages come with ``phonenumbers`` (Unicode CLDR territory names); they are loaded on first use.
"""

from __future__ import annotations

from functools import lru_cache

from socialmatch.matching.text import compact

# Short names people write that are no territory's official one.
_SHORT = {"usa": "us", "uk": "gb", "england": "gb", "scotland": "gb", "wales": "gb", "holland": "nl", "uae": "ae"}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Compact name to lower-case ISO 3166-1 alpha-2; a name two territories share is left out."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, set[str]] = {}
    for code, names in LOCALE_DATA.items():
        for name in names.values():
            if not name.startswith("*"):  # a reference to another language's entry
                found.setdefault(compact(name), set()).add(code.lower())
    single = {name: codes.pop() for name, codes in found.items() if len(codes) == 1 and len(name) > 2}
    return {**single, **_SHORT}


@lru_cache(maxsize=4096)
def country(text: str) -> str:
    """The country a text names as lower-case alpha-2 code; otherwise the compact text itself."""
    plain = compact(text)
    return plain if len(plain) <= 2 else _codes().get(plain, plain)
