"""The nodes of the log's tree, as rows. What they mean, and which there are, is :mod:`socialmatch.ledger`'s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam

from socialmatch.errors import StoreCorrupt
from socialmatch.store.schema import log_nodes
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, in_parts, pick

_RANGE: Final = (
    pick(log_nodes, "hash")
    .where(log_nodes.c.level == bindparam("level"))
    .where(log_nodes.c.position >= bindparam("start"), log_nodes.c.position < bindparam("stop"))
    .order_by(log_nodes.c.position)
)
_LEVEL_END: Final = (
    pick(log_nodes, "position").where(log_nodes.c.level == 0).order_by(log_nodes.c.position.desc()).limit(1)
)


def add(session: WriteSession, nodes: Iterable[tuple[int, int, bytes]]) -> None:
    """Keep nodes, each ``(level, position, hash)``. None is ever changed or deleted."""
    session.insert(log_nodes, [{"level": level, "position": at, "hash": digest} for level, at, digest in nodes])


def get(session: Session, places: Sequence[tuple[int, int]]) -> list[bytes]:
    """The hashes at these places, each ``(level, position)``, in the order asked for.

    Raises
    ------
    StoreCorrupt: one is not there (``node_missing``).
    """
    found = {
        (row.level, row.position): row.hash
        for part in in_parts(places, 64)
        for row in session.rows(*among(log_nodes, ("level", "position"), part))
    }
    try:
        return [found[place] for place in places]
    except KeyError:
        raise StoreCorrupt("a node of the log's tree is missing", code="node_missing") from None


def size(session: Session) -> int:
    """Of how many leaves, from the first, the nodes are kept."""
    last = session.row(_LEVEL_END)
    return last.position + 1 if last else 0


def between(session: Session, level: int, start: int, stop: int) -> list[bytes]:
    """The hashes of one level that are kept, from one position up to another, in order."""
    return [row.hash for row in session.rows(_RANGE, {"level": level, "start": start, "stop": stop})]
