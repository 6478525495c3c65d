"""The log on a store: its tree, checkpoints and proofs. The store keeps leaves; this keeps the tree over them.

:func:`grow` is handed to :class:`socialmatch.store.Store` as ``before_commit``, so that the nodes of the tree are
written in the commit of the event itself. Whatever was committed without it is caught up with the next time. Every
root, proof and checkpoint then takes O(log n) rows, in one query.

Nodes only save time. They are made of leaves, so :func:`check` can make them again and compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from socialmatch.errors import LedgerError, ProofInvalid, UsageError
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.merkle import (
    EMPTY_ROOT,
    CompactRange,
    Coordinate,
    Node,
    NodeReader,
    frontier,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    stored_root,
)
from socialmatch.ledger.note import Note
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.signer import CheckpointSigner
from socialmatch.ledger.verify import Progress
from socialmatch.models import Actor, ActorKind
from socialmatch.moments import to_epoch_ms
from socialmatch.store import Session, Store, WriteSession, events, tree

_BATCH: Final = 8192
"""Leaves held at a time: a power of two, so that whole subtrees fall into one batch."""

_KEEPER: Final = Actor(ActorKind.JOB, "ledger")


def grow(session: WriteSession) -> int:
    """Keep the nodes of every leaf that has none yet. Of how many leaves.

    Raises
    ------
    StoreCorrupt: a node that was kept is missing (``node_missing``).
    """
    start = tree.size(session)
    if start == session.size:
        return 0
    edge = CompactRange(start, tree.get(session, frontier(start)))
    nodes: list[Node] = []
    for leaf in events.leaves(session, start):
        nodes += edge.append(leaf_hash(leaf))
        if len(nodes) >= 2 * _BATCH:
            tree.add(session, nodes)
            nodes = []
    tree.add(session, nodes)
    return session.size - start


def catch_up(store: Store, tenant: str) -> None:
    """See to it that every leaf that is committed has its nodes."""
    with store.read(tenant) as session:
        behind = tree.size(session) < session.size
    if behind:
        with store.write(tenant, _KEEPER, "nodes of the log's tree") as writing:
            grow(writing)


def reader(session: Session) -> NodeReader:
    """The kept nodes, as the proofs of :mod:`socialmatch.ledger.merkle` ask for them."""

    def read(wanted: Sequence[Coordinate]) -> Sequence[bytes]:
        return tree.get(session, wanted)

    return read


def root(session: Session, size: int | None = None) -> bytes:
    """Root of the log at a size; by default as it stands."""
    return stored_root(session.size if size is None else size, reader(session))


def consistency(session: Session, old: int, new: int) -> list[bytes]:
    """The proof that the log of size ``new`` begins with that of size ``old``.

    Raises
    ------
    ProofInvalid: a size is 0, the old one is larger, or the new one is more than there is.
    """
    if new > session.size:
        raise ProofInvalid("the log is not of that size yet", code="sizes")
    return prove_consistency(old, new, reader(session))


def checkpoint(session: Session, signer: CheckpointSigner) -> Note:
    """Sign the log as it stands.

    Parameters
    ----------
    session: one that reads. What a writing session holds may still be undone, and a signature can not.

    Raises
    ------
    UsageError: a writing session. StoreCorrupt: nodes are missing, see :func:`catch_up`.
    Inconsistent: the log is not a continuation of what the signer signed before (``rollback``, ``fork``).
    FileError: the signer's memory cannot be read or written.
    """
    if isinstance(session, WriteSession):
        raise UsageError("a checkpoint is signed of what is committed", code="writing_session")
    return signer.sign(session.size, root(session), lambda old, new: consistency(session, old, new))


def prove(session: Session, index: int, note: Note, size: int) -> TlogProof:
    """The proof file of one entry.

    Parameters
    ----------
    note: the signed checkpoint it is to stand on. size: of that checkpoint.

    Raises
    ------
    ProofInvalid: there is no such entry in a log of that size, or no log of that size.
    """
    if size > session.size:
        raise ProofInvalid("the log is not of that size yet", code="sizes")
    return TlogProof(index, tuple(prove_inclusion(index, size, reader(session))), note)


# --- self-check ----------------------------------------------------------------------------------


def check(session: Session, *, progress: Progress | None = None) -> bytes:
    """Read every leaf, make the tree anew, and compare it with everything that is kept. Returns the root.

    Event count and leaf count are one number, because the events are counted by their leaves: each must stand at
    its own place, without a gap, as many as the log's head says.

    Raises
    ------
    LedgerError: something does not agree; ``code`` says what: ``event_count``, ``malformed_leaf``, ``leaf_order``,
        ``leaf_time``, ``leaf_columns``, ``node_count`` or ``node_wrong``.
    """
    edge, latest = CompactRange(), 0
    for batch in _batches(session):
        start = edge.size
        completed: list[Node] = []
        for header in batch:
            latest = _check_header(header, edge.size, latest)
            completed += edge.append(leaf_hash(header.leaf))
        _check_nodes(session, completed, start, edge.size)
        if progress:
            progress(edge.size, session.size)
    if edge.size != session.size:
        raise LedgerError("there are not as many events as the log's head says", code="event_count")
    if tree.size(session) != session.size:
        raise LedgerError("the tree is not of as many leaves as there are events", code="node_count")
    return edge.root() if edge.size else EMPTY_ROOT


def _batches(session: Session) -> Iterator[Sequence[events.Header]]:
    start = 0
    while batch := events.headers(session, start, start + _BATCH):
        yield batch
        start += _BATCH


def _check_header(header: events.Header, place: int, latest: int) -> int:
    leaf = Leaf.parse(header.leaf)
    if not leaf.seq == header.seq == place:
        raise LedgerError("the events do not follow each other", code="leaf_order")
    if leaf.recorded_at < latest:
        raise LedgerError("an event is earlier than the one before", code="leaf_time")
    if (leaf.type_class, leaf.recorded_at) != (header.type_class, to_epoch_ms(header.recorded_at)):
        raise LedgerError("an event's columns are not what its leaf says", code="leaf_columns")
    return leaf.recorded_at


def _check_nodes(session: Session, completed: Sequence[Node], start: int, stop: int) -> None:
    """Compare the subtrees that a batch of leaves completed with those that are kept."""
    levels: dict[int, list[bytes]] = {}
    for level, _, digest in completed:
        levels.setdefault(level, []).append(digest)
    for level, digests in levels.items():
        if tree.between(session, level, start >> level, stop >> level) != digests:
            raise LedgerError("a node of the tree is not that of its leaves", code="node_wrong")
