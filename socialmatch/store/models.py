"""Versions of the matching model, and the snapshots of counts they rest on.

Counts say how many accounts hold a value, never who; and the value itself is a 64-bit keyed digest, so that a
rare one does not name anybody either. A snapshot is replaced as a whole.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select

from socialmatch.errors import StoreConflict
from socialmatch.moments import from_epoch_ms
from socialmatch.store.columns import moment
from socialmatch.store.keyring import Keyring
from socialmatch.store.schema import count_snapshots, models, value_counts
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import change, drop, mine, pick, same

_PART: Final = 1 << 16


class ModelState(StrEnum):
    """How a version stands. At most one is adopted, held by a unique index."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One version of the model.

    Attributes
    ----------
    document: its parameters as text. snapshot: the counts it rests on.
    """

    version: str
    document: str = field(repr=False)
    snapshot: int | None
    state: ModelState
    created_at: datetime
    adopted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How many accounts were counted, and when."""

    snapshot: int
    taken_at: datetime
    accounts: int


@dataclass(slots=True)
class KeptCounts:
    """How many accounts hold a value, by the value's :func:`digest`; twelve bytes a value.

    Attributes
    ----------
    digests: ascending, where all are there. holders: of each.
    """

    digests: array[int] = field(default_factory=lambda: array("q"), repr=False)
    holders: array[int] = field(default_factory=lambda: array("i"), repr=False)

    def holding(self, number: int) -> int:
        """How many accounts hold the value of a digest."""
        at = bisect_left(self.digests, number)
        return self.holders[at] if at < len(self.digests) and self.digests[at] == number else 0

    def add(self, number: int, count: int) -> None:
        """Add a count; of two values that share a digest, both count."""
        if self.digests and self.digests[-1] == number:
            self.holders[-1] += count
        else:
            self.digests.append(number)
            self.holders.append(count)


_ONE: Final = pick(models).where(*same(models, "version"))
_ADOPTED: Final = pick(models).where(models.c.state == ModelState.ADOPTED.value)
_EVERY: Final = pick(models).order_by(models.c.created_at, models.c.version)
_RETIRE: Final = change(models).where(models.c.state == ModelState.ADOPTED.value).values(state=ModelState.RETIRED.value)
_ADOPT: Final = change(models, "version").values(state=ModelState.ADOPTED.value, adopted_at=bindparam("now"))

_HIGHEST: Final = select(func.coalesce(func.max(count_snapshots.c.snapshot), 0).label("snapshot")).where(
    mine(count_snapshots)
)
_SNAPSHOTS: Final = pick(count_snapshots).order_by(count_snapshots.c.snapshot)
_COUNTS: Final = (
    pick(value_counts, "digests", "holders").where(*same(value_counts, "snapshot")).order_by(value_counts.c.part)
)
_DROP: Final = drop(count_snapshots, "snapshot")


def add(session: WriteSession, version: str, document: str, snapshot: int | None) -> None:
    """Keep a proposed version.

    Raises
    ------
    StoreConflict: the version is there (``constraint``).
    """
    row = {"version": version, "state": ModelState.PROPOSED.value, "document": document, "snapshot": snapshot}
    session.insert(models, [{**row, "created_at": session.now_ms, "adopted_at": None}])


def get(session: Session, version: str) -> StoredModel | None:
    """One version."""
    return _model(session.row(_ONE, {"of_version": version}))


def adopted(session: Session) -> StoredModel | None:
    """The version that scores."""
    return _model(session.row(_ADOPTED))


def every(session: Session) -> list[StoredModel]:
    """Every version that is kept, in the order they came."""
    return [found for row in session.rows(_EVERY) if (found := _model(row)) is not None]


def adopt(session: WriteSession, version: str) -> None:
    """Let a version score from now on, in place of the one before. The event is the caller's.

    Raises
    ------
    StoreConflict: there is no such version (``no_such_model``).
    """
    session.execute(_RETIRE)
    if session.execute(_ADOPT, {"of_version": version, "now": session.now_ms}) == 0:
        raise StoreConflict("there is no such version of the model", code="no_such_model")


# --- counts --------------------------------------------------------------------------------------


def add_snapshot(session: WriteSession, accounts: int) -> int:
    """Begin a new snapshot of counts and return its number.

    Parameters
    ----------
    accounts: how many were counted.
    """
    highest = session.row(_HIGHEST)
    snapshot = (highest.snapshot if highest else 0) + 1
    session.insert(count_snapshots, [{"snapshot": snapshot, "taken_at": session.now_ms, "accounts": accounts}])
    return snapshot


def add_part(session: WriteSession, snapshot: int, part: int, counts: KeptCounts) -> None:
    """Add a part of the counts to a snapshot; its digests come after those of the part before."""
    row = {"snapshot": snapshot, "part": part, "digests": _bytes(counts.digests), "holders": _bytes(counts.holders)}
    session.insert(value_counts, [row])


def parts(keys: Keyring, counts: Iterable[tuple[str, str, int]]) -> Iterator[KeptCounts]:
    """Counts as they are kept, in the order of their digests, some 65,000 values a part.

    Parameters
    ----------
    counts: kind of value, value, and how many accounts hold it.
    """
    held = [KeptCounts() for _ in range(256)]
    for kind, value, count in counts:
        number = digest(keys, kind, value)
        held[(number >> 56) + 128].add(number, count)
    full = KeptCounts()
    while held:
        some = held.pop(0)
        for number, count in sorted(zip(some.digests, some.holders, strict=True)):
            full.add(number, count)
        if len(full.digests) >= _PART:
            yield full
            full = KeptCounts()
    yield full


def snapshots(session: Session) -> list[Snapshot]:
    """Every snapshot that is kept, the oldest first."""
    rows = session.rows(_SNAPSHOTS)
    return [Snapshot(row.snapshot, from_epoch_ms(row.taken_at), row.accounts) for row in rows]


def counts(session: Session, snapshot: int) -> KeptCounts:
    """Every count of a snapshot."""
    kept = KeptCounts()
    for row in session.stream(_COUNTS, {"of_snapshot": snapshot}):
        kept.digests.frombytes(row.digests)
        kept.holders.frombytes(row.holders)
    if sys.byteorder == "big":
        kept.digests.byteswap()
        kept.holders.byteswap()
    return kept


def digest(keys: Keyring, kind: str, value: str) -> int:
    """What a snapshot keeps of a value."""
    return keys.refs.digest(f"count {kind}", value)


def drop_snapshot(session: WriteSession, snapshot: int) -> bool:
    """Delete a snapshot with its counts. Whether it was there."""
    return session.execute(_DROP, {"of_snapshot": snapshot}) > 0


def _bytes(numbers: array[int]) -> bytes:
    """Numbers as they are kept: little-endian, on whatever machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _model(row: Row[Any] | None) -> StoredModel | None:
    if row is None:
        return None
    return StoredModel(
        row.version,
        row.document,
        row.snapshot,
        ModelState(row.state),
        from_epoch_ms(row.created_at),
        moment(row.adopted_at),
    )
