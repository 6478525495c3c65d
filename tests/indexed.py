"""The index and the counts of a store, as tests ask for them."""

from __future__ import annotations

from collections.abc import Iterable

from socialmatch.models import AccountKey
from socialmatch.store import Session, WriteSession, blocks, models


def found_in(session: Session, key: str, limit: int) -> list[AccountKey] | None:
    """Who is in a block, in their order; ``None`` if they are more than ``limit``."""
    names = {number: account for account, number in blocks.numbers(session).items()}
    found = blocks.find(session, [key], limit)[key]
    return None if found is None else sorted(names[number] for number in found)


def count(session: WriteSession, accounts: int, counts: Iterable[tuple[str, str, int]]) -> int:
    """Keep a snapshot of counts, each of a kind and a value."""
    snapshot = models.add_snapshot(session, accounts)
    for place, part in enumerate(models.parts(session.keys, counts)):
        models.add_part(session, snapshot, place, part)
    return snapshot


def holding(session: Session, snapshot: int, kind: str, value: str) -> int:
    """How many accounts hold a value, by a snapshot."""
    return models.counts(session, snapshot).holding(models.digest(session.keys, kind, value))
