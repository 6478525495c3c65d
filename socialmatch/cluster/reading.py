"""Tables read by the executors: cells to values, each person once, each event of the consents under its subject.

Stages as in ``engines.spark.rows``. Each gives its rows, and in the end one row more, in which only ``told`` is filled.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from socialmatch.cluster.told import Heard, Read
from socialmatch.cluster.values import EVENTS, PEOPLE, as_bytes, as_text, key_of, profile_of
from socialmatch.engines.spark.rows import Batches, Stage, batches_of, guarded, rows_of
from socialmatch.errors import RowError
from socialmatch.files.columns import ACCOUNTS, CONSENTS, PROFILES, Columns, Role
from socialmatch.files.doubts import Doubts
from socialmatch.files.duplicates import one_of_each
from socialmatch.files.identity import Identities
from socialmatch.files.parquet import batch_rows
from socialmatch.files.remains import Damaged, Remains
from socialmatch.files.sources import Limits
from socialmatch.files.values import to_accounts, to_consents, to_profiles
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT

SAID: Final = pa.schema([(name, pa.binary()) for name in ("cells", "profile_id", "told")])
"""A row of the consents, and the ``profile_id`` it names, where it names one."""

_NO_PATH: Final = Path("consents")


@dataclass(frozen=True, slots=True)
class Asked:
    """What consent is asked for: see :func:`socialmatch.files.asserted.read_inputs`."""

    purpose: str
    purposes: Set[str]
    as_of: datetime


@guarded
def read_accounts(batches: Batches) -> Batches:
    """A table of accounts to :data:`PEOPLE`."""
    read = Read()

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, account in to_accounts(_cells(batches, ACCOUNTS, read), DEFAULT_TENANT, DEFAULT_CRM, read):
            yield key_of(account.key), None, pickle.dumps(account), None
        yield None, None, None, pickle.dumps(read)

    return batches_of(rows(), PEOPLE)


@guarded
def read_profiles(batches: Batches) -> Batches:
    """A table of profiles to :data:`PEOPLE`."""
    read = Read()
    identities = Identities(DEFAULT_TENANT)
    spoilt: list[tuple[Any, ...]] = []

    def damaged(_: int, remains: Remains, __: bool) -> None:
        # A withdrawal under the profile_id of a row that is set aside is heard all the same.
        parts = [next(iter(remains.get(name, ())), "") for name in ("platform", "scope", "user_id", "handle")]
        profile_id = next(iter(remains.get("profile_id", ())), "")
        try:
            spoilt.append((key_of(identities.profile_key(*parts)), as_bytes(profile_id), None, None))
        except RowError:
            return

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, profile in to_profiles(_cells(batches, PROFILES, read, damaged), identities, read):
            yield key_of(profile.key), as_bytes(profile.profile_id), pickle.dumps(profile), None
        yield from spoilt
        yield None, None, None, pickle.dumps(read)

    return batches_of(rows(), PEOPLE)


def one_of(role: Role) -> Stage:
    """:data:`PEOPLE`, those of one key after the other, to :data:`PEOPLE` with each key once."""

    def stage(batches: Batches) -> Batches:
        read = Read()

        def rows() -> Iterator[tuple[Any, ...]]:
            for key, same in groupby(rows_of(batches), itemgetter(0)):
                people = [pickle.loads(value) for _, _, value, _ in same]  # noqa: S301 - our own
                for one in one_of_each(enumerate(people), attrgetter("key"), {people[0].key}, role, read):
                    yield key, None, pickle.dumps(one), None
            yield None, None, None, pickle.dumps(read)

        return batches_of(rows(), PEOPLE)

    return guarded(stage)


# --- consents ------------------------------------------------------------------------------------


@guarded
def read_consents(batches: Batches) -> Batches:
    """A table of consents to :data:`SAID`."""
    heard, doubts = Heard(), Doubts(skip_unreadable=True)

    def rows() -> Iterator[tuple[Any, ...]]:
        for _, cells in _cells(batches, CONSENTS, heard.read, _into(doubts)):
            kind, _, rest = cells[0].lstrip().partition(":")
            yield pickle.dumps(cells), as_bytes(rest) if kind == "profile_id" else None, None
        heard.unreadable, heard.unnamed = doubts.subjects, doubts.skipped
        yield None, None, pickle.dumps(heard)

    return batches_of(rows(), SAID)


def events(asked: Asked) -> Stage:
    """Rows of :data:`SAID`, each with the key its ``profile_id`` stands for, to :data:`EVENTS`."""

    def stage(batches: Batches) -> Batches:
        heard, doubts = Heard(), Doubts(skip_unreadable=True)
        plain = Identities(DEFAULT_TENANT, DEFAULT_CRM)

        def rows() -> Iterator[tuple[Any, ...]]:
            for cells, profile_id, key in rows_of(batches):
                known = {} if key is None else {as_text(profile_id): profile_of(plain, key)}
                identities = Identities(DEFAULT_TENANT, DEFAULT_CRM, known) if known else plain
                line = [(0, pickle.loads(cells))]  # noqa: S301 - our own
                refused = doubts.endless.append
                for _, event in to_consents(line, identities, heard.read, _into(doubts), refused=refused):
                    yield key_of(event.subject), pickle.dumps(event), None
            ours = (e for e in doubts.endless if e.purpose == asked.purpose and e.recorded_at <= asked.as_of)
            heard.endless = {event.subject for event in ours}
            heard.unreadable, heard.unnamed = doubts.subjects, doubts.skipped
            yield None, None, pickle.dumps(heard)

        return batches_of(rows(), EVENTS)

    return guarded(stage)


def _cells(batches: Batches, columns: Columns, read: Read, damaged: Damaged | None = None) -> Iterator[tuple[int, Any]]:
    for batch in batches:
        yield from batch_rows(batch, 0, columns, columns.names, Limits(), read, damaged)


def _into(doubts: Doubts) -> Damaged:
    return partial(doubts.hear, _NO_PATH)
