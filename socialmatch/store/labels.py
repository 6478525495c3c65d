"""What sealed runs leave behind: commitments to label keys, and the labels of each run. Nothing here names anybody.

What they mean is :mod:`socialmatch.ledger.sealed`'s. Both outlive the people they were made of: without a person's
key neither a commitment nor a label can be told from 32 random bytes, and every other proof needs them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import Select, Table, bindparam, select, update

from socialmatch.models import Subject
from socialmatch.moments import to_epoch_ms
from socialmatch.store.columns import ACCOUNT, PROFILE, account_key, profile_key
from socialmatch.store.schema import accounts, events, label_commitments, profiles, sealed_labels, subject_keys
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import drop, in_parts, mine, pick, same

LABEL_SIZE: Final = 32
_PART: Final = 1 << 15
"""Labels in one row: a megabyte."""


@dataclass(frozen=True, slots=True)
class SealedLabels:
    """Where a run is sealed: its name, and the position of its leaf."""

    run: str
    seq: int


def _without_commitment(table: Table, key: tuple[str, ...]) -> Select[Any]:
    joined = table.outerjoin(
        subject_keys, (subject_keys.c.tenant == table.c.tenant) & (subject_keys.c.subject_ref == table.c.subject_ref)
    )
    columns = [table.c[name] for name in key]
    return (
        select(*columns)
        .select_from(joined)
        .where(mine(table), subject_keys.c.enrolled.is_(None))
        .order_by(*columns)
        .limit(bindparam("limit"))
    )


_ACCOUNTS: Final = _without_commitment(accounts, ACCOUNT)
_PROFILES: Final = _without_commitment(profiles, PROFILE)
_ENROLLED: Final = pick(subject_keys, "subject_ref", "enrolled").where(
    subject_keys.c.subject_ref.in_(bindparam("refs", expanding=True)), subject_keys.c.enrolled.is_not(None)
)
_ENROL: Final = (
    update(subject_keys)
    .where(mine(subject_keys), subject_keys.c.subject_ref.in_(bindparam("refs", expanding=True)))
    .values(enrolled=bindparam("new_seq"))
)
_COMMITMENTS: Final = pick(label_commitments, "commitment").where(*same(label_commitments, "seq"))
_LABELS: Final = pick(sealed_labels, "labels").where(*same(sealed_labels, "run")).order_by(sealed_labels.c.part)
_RUNS: Final = pick(sealed_labels, "run", "seq").where(sealed_labels.c.part == 0).order_by(sealed_labels.c.seq)
_DROP_OLD: Final = drop(sealed_labels).where(
    sealed_labels.c.seq.in_(
        select(events.c.seq).where(
            mine(events), events.c.type_class == "run", events.c.recorded_at < bindparam("before")
        )
    )
)


def waiting(session: Session, limit: int) -> list[Subject]:
    """Accounts and profiles, in any state, whose label key nothing commits to yet."""
    found: list[Subject] = [account_key(session, row) for row in session.rows(_ACCOUNTS, {"limit": limit})]
    rest = limit - len(found)
    return found + [profile_key(session, row) for row in session.rows(_PROFILES, {"limit": rest})]


def enrolled(session: Session, refs: Collection[bytes]) -> dict[bytes, int]:
    """The event that committed to each one's label key, of those where one did."""
    return {row.subject_ref: row.enrolled for part in in_parts(refs) for row in session.rows(_ENROLLED, {"refs": part})}


def enrol(session: WriteSession, seq: int, refs: Collection[bytes], commitments: Collection[bytes]) -> None:
    """Keep what an event committed to, and for whom."""
    session.insert(label_commitments, [{"seq": seq, "commitment": one} for one in commitments])
    for part in in_parts(refs):
        session.execute(_ENROL, {"refs": part, "new_seq": seq})


def commitments(session: Session, seq: int) -> list[bytes]:
    """Everything that an event committed to."""
    return [row.commitment for row in session.rows(_COMMITMENTS, {"of_seq": seq})]


def keep(session: WriteSession, run: str, seq: int, labels: Sequence[bytes]) -> None:
    """Keep the labels of a run, which are sorted, so that their order says nothing.

    Raises
    ------
    StoreConflict: the run is sealed already (``constraint``).
    """
    parts = [labels[start : start + _PART] for start in range(0, len(labels), _PART)] or [()]
    rows = [{"run": run, "part": at, "seq": seq, "labels": b"".join(part)} for at, part in enumerate(parts)]
    session.insert(sealed_labels, rows)


def of_run(session: Session, run: str) -> list[bytes]:
    """The labels of a run, sorted."""
    parts = (row.labels for row in session.stream(_LABELS, {"of_run": run}))
    return list(chain.from_iterable(_cut(part) for part in parts))


def runs(session: Session) -> list[SealedLabels]:
    """The sealed runs whose labels are still kept, the oldest first."""
    return [SealedLabels(row.run, row.seq) for row in session.rows(_RUNS)]


def drop_old(session: WriteSession, before: datetime) -> int:
    """Delete the labels of runs that were sealed before a moment; then no new proof can be made for them."""
    return session.execute(_DROP_OLD, {"before": to_epoch_ms(before)})


def _cut(joined: bytes) -> list[bytes]:
    return [joined[at : at + LABEL_SIZE] for at in range(0, len(joined), LABEL_SIZE)]
