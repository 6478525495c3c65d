"""Short forms of given names: which spellings one name may appear under.

English forms come from the ``nicknames`` package (Apache-2.0).
"""

from __future__ import annotations

from functools import lru_cache

from nicknames import NickNamer


@lru_cache(maxsize=1)
def _table() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65536)
def first_letters(given: str) -> tuple[str, ...]:
    """The letters that the forms of a folded given name begin with, its own first."""
    return tuple(dict.fromkeys((given[0], *sorted(form[0] for form in variants(given)))))


@lru_cache(maxsize=65536)
def variants(given: str) -> frozenset[str]:
    """Other forms of a folded given name, either way: ``william`` -> bill, will ...; ``bill`` -> william ...

    The name itself is not among them. Forms of one letter are left out.
    """
    table = _table()
    forms = set(table.nicknames_of(given)) | set(table.canonicals_of(given))
    return frozenset(form for form in forms if form != given and len(form) > 1 and form.isalpha())
