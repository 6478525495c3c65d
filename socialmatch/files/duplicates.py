"""Which of several rows with one id is used: a rule that does not look at their order.

The row that was seen last (``updated_at``, ``last_seen``; without one it is oldest) is used, the others are set
aside. Equal copies count as one. Where different rows are equally new, nobody can say which is right, and all of
them are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from socialmatch.files.columns import Role
from socialmatch.files.reasons import RowReason
from socialmatch.files.rejected import Rejected
from socialmatch.models import Account, Profile

R = TypeVar("R", Account, Profile)
_NEVER = datetime.min.replace(tzinfo=UTC)
_ID_COLUMNS = {"accounts": "account_id", "profiles": "user_id"}


@dataclass(slots=True)
class _Held(Generic[R]):
    """The best row of one id so far; ``contested`` if another one is as new and says something else."""

    line: int
    row: R
    contested: bool = False


def one_of_each(
    rows: Iterable[tuple[int, R]],
    id_of: Callable[[R], Hashable],
    repeated: Container[Hashable],
    role: Role,
    rejected: Rejected,
) -> Iterator[R]:
    """Give every row whose id stands once as it comes, and at the end one row for each repeated id.

    Parameters
    ----------
    rows: (line, row). repeated: at least all ids that stand more than once; only their rows are held.
    """
    column = _ID_COLUMNS[role]
    held: dict[Hashable, _Held[R]] = {}
    for line, row in rows:
        one = id_of(row)
        if one not in repeated:
            yield row
        elif one not in held:
            held[one] = _Held(line, row)
        else:
            rejected.row(role, _settle(held[one], line, row), column, RowReason.DUPLICATE_ID)
    for best in held.values():
        if best.contested:
            rejected.row(role, best.line, column, RowReason.DUPLICATE_ID)
        else:
            yield best.row


def _settle(best: _Held[R], line: int, row: R) -> int:
    """Let the better of two rows be the best; returns the line of the other one."""
    old, new = _age(best.row), _age(row)
    if new < old:
        return line
    if new == old:
        if not _same(best.row, row):
            best.contested = True
            return line
        if not _named_before(row, best.row):
            return line
    loser = best.line
    best.line, best.row = line, row
    best.contested = best.contested and new == old
    return loser


def _age(row: Account | Profile) -> datetime:
    seen = row.updated_at if isinstance(row, Account) else row.last_seen
    return seen or _NEVER


def _same(one: R, other: R) -> bool:
    """Whether two rows say the same; the caller's own row ids may differ."""
    if isinstance(one, Profile) and isinstance(other, Profile):
        return replace(one, profile_id=other.profile_id) == other
    return one == other


def _named_before(one: R, other: R) -> bool:
    """Of equal profiles under several row ids the first by name is used, whatever the order of the rows."""
    return isinstance(one, Profile) and isinstance(other, Profile) and one.profile_id < other.profile_id
