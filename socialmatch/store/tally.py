"""How much there is of everything: counts of rows, which name nobody."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, func, select

from socialmatch.store import outbox
from socialmatch.store.schema import accounts, invitations, links, profiles, proposals, suppressions, tokens
from socialmatch.store.session import Session
from socialmatch.store.statements import mine


def _by(table: Table, column: str, *where: ColumnElement[bool]) -> Select[Any]:
    named = table.c[column].label("named")
    return select(named, func.count().label("number")).where(mine(table), *where).group_by(table.c[column])


_STATES: Final = {
    name: _by(table, "state")
    for name, table in (
        ("accounts", accounts),
        ("profiles", profiles),
        ("proposals", proposals),
        ("codes", tokens),
        ("invitations", invitations),
    )
}
_LINKS: Final = _by(links, "assurance", links.c.ended_at.is_(None), links.c.suspended_at.is_(None))
_SUSPENDED: Final = (
    select(func.count())
    .select_from(links)
    .where(mine(links), links.c.ended_at.is_(None), links.c.suspended_at.is_not(None))
)
_MARKS: Final = _by(suppressions, "kind")


def tally(session: Session) -> dict[str, int]:
    """Counts by what is counted and its state, ``"accounts.active"``, ``"links.L2"`` ...; sorted by name."""
    found = {f"{what}.{row.named}": row.number for what, query in _STATES.items() for row in session.rows(query)}
    found |= {f"links.{row.named}": row.number for row in session.rows(_LINKS)}
    found |= {f"suppressed.{row.named}": row.number for row in session.rows(_MARKS)}
    found |= {f"outbox.{state.value}": count for state, count in outbox.counts(session).items()}
    suspended = session.row(_SUSPENDED)
    found["links.suspended"] = 0 if suspended is None else int(suspended[0])
    found["events"] = session.size
    return dict(sorted(found.items()))
