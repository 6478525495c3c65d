"""A set of labels under one root, with a proof for every label that it is, or is not, in the set.

A binary tree in which the bits of a label, from the first, lead to the one place it can have: 0 goes
left, 1 goes right, and a subtree that holds a single label is that label's leaf. Hashes are those of
RFC 6962 (a leaf after 0x00, a node after 0x01; an empty subtree is the empty tree).

Why not a sorted list with neighbours: there, "not in the set" holds only if the list really is
sorted, and who is shown two neighbours cannot see that. Here the place follows from the label. Two
proofs that disagree about one label would need two contents for one hash, so whoever made the tree,
and however badly, can prove a label in or out, never both.

Labels must look random (:mod:`socialmatch.ledger.sealed` makes them so): then the tree is balanced, a proof
has about log2(n) hashes, and the one foreign label it can show says nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.merkle import EMPTY_ROOT, HASH_SIZE, leaf_hash, node_hash

MAX_DEPTH: Final = 8 * HASH_SIZE

_KEPT: Final = 64
"""Subtrees with fewer labels are hashed again when a proof needs them: little time, and a fraction of the memory."""


@dataclass(frozen=True, slots=True)
class PrefixPath:
    """Where the way of a label through the tree ends, and what stands beside the way.

    Parameters
    ----------
    end: the label at the end of the way, ``None`` where the way ends in an empty subtree.
    siblings: hashes beside the way, from the end up to the root.

    Raises
    ------
    ProofInvalid: no way through a tree looks like this.
    """

    end: bytes | None
    siblings: tuple[bytes, ...]

    def __post_init__(self) -> None:
        labels = () if self.end is None else (self.end,)
        if any(len(digest) != HASH_SIZE for digest in (*labels, *self.siblings)):
            raise ProofInvalid("a hash is not 32 bytes long", code="hash_length")
        # A leaf, or nothing, beside an empty subtree would have stood one step higher.
        if len(self.siblings) > MAX_DEPTH or self.siblings[:1] == (EMPTY_ROOT,):
            raise ProofInvalid("the way through the tree is longer than it can be", code="proof_length")

    def holds(self, label: bytes, root: bytes) -> bool:
        """Whether a label is in the set with this root: true and false are both proved.

        Raises
        ------
        ProofInvalid: the path proves neither.
        """
        if len(label) != HASH_SIZE or len(root) != HASH_SIZE:
            raise ProofInvalid("a hash is not 32 bytes long", code="hash_length")
        depth = len(self.siblings)
        if self.end is not None and any(_bit(self.end, at) != _bit(label, at) for at in range(depth)):
            raise ProofInvalid("the path leads past the label", code="wrong_path")
        digest = EMPTY_ROOT if self.end is None else leaf_hash(self.end)
        for at, sibling in zip(range(depth - 1, -1, -1), self.siblings, strict=True):
            digest = node_hash(sibling, digest) if _bit(label, at) else node_hash(digest, sibling)
        if digest != root:
            raise ProofInvalid("the path leads to another root", code="wrong_root")
        return self.end == label


class PrefixTree:
    """The tree over a set of labels; proofs take some ten microseconds a level.

    Parameters
    ----------
    labels: 32 bytes each, in any order.

    Raises
    ------
    ProofInvalid: a label is not 32 bytes long, or comes twice.
    """

    def __init__(self, labels: Iterable[bytes]) -> None:
        self._labels = sorted(labels)
        if any(len(label) != HASH_SIZE for label in self._labels):
            raise ProofInvalid("a label is not 32 bytes long", code="hash_length")
        if any(map(bytes.__eq__, self._labels, self._labels[1:])):
            raise ProofInvalid("a label comes twice", code="label_twice")
        self._hashes: dict[tuple[int, int], bytes] = {}
        self.root = self._hash(0, len(self._labels), 0)
        """Hash of the whole set."""

    def __len__(self) -> int:
        return len(self._labels)

    @property
    def labels(self) -> Sequence[bytes]:
        """All labels, sorted."""
        return self._labels

    def prove(self, label: bytes) -> PrefixPath:
        """The path of a label, whether it is in the set or not."""
        lo, hi, depth = 0, len(self._labels), 0
        siblings: list[bytes] = []
        while hi - lo > 1:
            middle = self._split(lo, hi, depth)
            depth += 1
            if _bit(label, depth - 1):
                siblings.append(self._hash(lo, middle, depth))
                lo = middle
            else:
                siblings.append(self._hash(middle, hi, depth))
                hi = middle
        return PrefixPath(self._labels[lo] if hi > lo else None, tuple(reversed(siblings)))

    def _split(self, lo: int, hi: int, depth: int) -> int:
        """Where, among sorted labels with ``depth`` bits in common, the next bit turns to 1."""
        labels, byte, mask = self._labels, depth >> 3, 0x80 >> (depth & 7)
        if not labels[hi - 1][byte] & mask:
            return hi
        if labels[lo][byte] & mask:
            return lo
        return bisect_left(labels, True, lo, hi, key=lambda label: bool(label[byte] & mask))

    def _hash(self, lo: int, hi: int, depth: int) -> bytes:
        if hi - lo < 2:
            return leaf_hash(self._labels[lo]) if hi > lo else EMPTY_ROOT
        known = self._hashes.get((lo, depth)) if hi - lo >= _KEPT else None
        if known is not None:
            return known
        middle = self._split(lo, hi, depth)
        digest = node_hash(self._hash(lo, middle, depth + 1), self._hash(middle, hi, depth + 1))
        if hi - lo >= _KEPT:
            self._hashes[lo, depth] = digest
        return digest


def _bit(label: bytes, at: int) -> int:
    return label[at >> 3] >> (7 - (at & 7)) & 1
