"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): hashes, roots, proofs, and their checks.

SHA-256; a leaf is hashed after a byte 0x00, a node after 0x01; a tree of n leaves splits at the
largest power of two below n. A complete subtree of ``2**level`` leaves never changes once it is
full, so a log stores those nodes alone, each under its ``(level, index)``, and every root and proof
of every size it ever had is made of at most about 2 log2(n) of them.

Pure: what a proof needs is fetched through a :data:`NodeReader`, in one call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

from socialmatch.errors import LedgerError, ProofInvalid

HASH_SIZE: Final = 32
"""Bytes of a SHA-256 hash."""

EMPTY_ROOT: Final = sha256().digest()
"""Root of the tree without leaves."""

MAX_SIZE: Final = 2**63 - 1
"""Largest tree we speak of: readers with signed 64-bit integers must be able to follow."""

Coordinate = tuple[int, int]
"""``(level, index)`` of a complete subtree: it covers the leaves ``index << level`` up to ``(index + 1) << level``."""

NodeReader = Callable[[Sequence[Coordinate]], Sequence[bytes]]
"""Returns the stored hashes of complete subtrees, in the order asked for."""

Node = tuple[int, int, bytes]
"""``(level, index, hash)`` of a complete subtree: what a log stores."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


# --- a tree that grows ---------------------------------------------------------------------------


class CompactRange:
    """A growing tree, of which only the right edge is held: at most 63 hashes for any size.

    Parameters
    ----------
    size: leaves already in the tree. hashes: its complete subtrees, left to right, as :func:`frontier` lists them.

    Raises
    ------
    LedgerError: the number or length of the hashes does not fit the size.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self._size = size
        self._hashes = _checked(list(hashes), expected=size.bit_count())

    @property
    def size(self) -> int:
        """Leaves in the tree."""
        return self._size

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf by its hash and return the subtrees it completes, the leaf itself first.

        Storing what is returned is all a log has to do: two nodes a leaf on average, never more than 64.
        """
        level, index, digest = 0, self._size, leaf
        completed = [(level, index, digest)]
        while index & 1:
            level, index, digest = level + 1, index >> 1, node_hash(self._hashes.pop(), digest)
            completed.append((level, index, digest))
        self._hashes.append(digest)
        self._size += 1
        return completed

    def root(self) -> bytes:
        """Root of the tree as it stands."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


class MemoryTree:
    """A whole tree in memory, 64 bytes a leaf: what a stored tree is, without a store.

    Parameters
    ----------
    leaves: leaf hashes, in order.
    """

    __slots__ = ("_edge", "_levels")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._edge = CompactRange()
        self._levels: list[bytearray] = []
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Leaves in the tree."""
        return self._edge.size

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its hash."""
        for level, _, digest in self._edge.append(leaf):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += digest

    def root(self) -> bytes:
        """Root of the tree as it stands."""
        return self._edge.root()

    def read(self, wanted: Sequence[Coordinate]) -> list[bytes]:
        """The hashes of complete subtrees: a :data:`NodeReader`."""
        return [bytes(self._levels[level][at * HASH_SIZE : (at + 1) * HASH_SIZE]) for level, at in wanted]


def frontier(size: int) -> list[Coordinate]:
    """The complete subtrees that make up a tree of this size, left to right."""
    return list(_cover(0, size))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of a tree given its leaf hashes in order; holds a few hashes at a time."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


# --- from a stored tree --------------------------------------------------------------------------


def stored_root(size: int, read: NodeReader) -> bytes:
    """Root that a stored tree has, or had, at a size."""
    return _read_ranges([(0, size)], read)[0] if size else EMPTY_ROOT


def prove_inclusion(index: int, size: int, read: NodeReader) -> list[bytes]:
    """The audit path of a leaf in the tree of a size, from the leaf's sibling up (RFC 9162 section 2.1.3.1).

    Raises
    ------
    ProofInvalid: there is no such leaf in a tree of that size.
    LedgerError: the reader does not give what was asked for.
    """
    _check_index(index, size)
    return _read_ranges(_inclusion_ranges(index, size), read)


def prove_consistency(old: int, new: int, read: NodeReader) -> list[bytes]:
    """The proof that the tree of size ``new`` begins with that of size ``old`` (RFC 9162 section 2.1.4.1).

    Raises
    ------
    ProofInvalid: a size is 0, or the old one is larger.
    LedgerError: the reader does not give what was asked for.
    """
    _check_sizes(old, new)
    return _read_ranges(_consistency_ranges(old, new), read)


# --- verification --------------------------------------------------------------------------------


def verify_inclusion(leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that a leaf, given by its hash, stands at an index of the tree with this size and root.

    Raises
    ------
    ProofInvalid: it does not, or the proof has a hash too many, too few, or not of 32 bytes.
    """
    _check_index(index, size)
    ranges = _inclusion_ranges(index, size)
    _check_length(proof, len(ranges))
    _check_hashes((leaf, root, *proof))
    for (lo, _), other in zip(ranges, proof, strict=True):
        leaf = node_hash(other, leaf) if lo < index else node_hash(leaf, other)
    if leaf != root:
        raise ProofInvalid("the proof leads to another root", code="wrong_root")


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree with the new size and root begins with the tree of the old size and root.

    Raises
    ------
    ProofInvalid: it does not, or the proof has a hash too many, too few, or not of 32 bytes.
    """
    _check_sizes(old_size, new_size)
    ranges = _consistency_ranges(old_size, new_size)
    _check_length(proof, len(ranges))
    _check_hashes((old_root, new_root, *proof))
    steps = list(zip(ranges, proof, strict=True))
    # The path starts at the last subtree of the old tree. If that is the whole old tree, its root
    # is already known and not repeated in the proof.
    old = new = steps.pop(0)[1] if ranges and ranges[0][1] == old_size else old_root
    for (lo, _), other in steps:
        if lo < old_size:
            old, new = node_hash(other, old), node_hash(other, new)
        else:
            new = node_hash(new, other)
    if old != old_root or new != new_root:
        raise ProofInvalid("the later tree does not continue the earlier one", code="not_consistent")


# --- which subtrees a proof is made of -----------------------------------------------------------

_Range = tuple[int, int]
"""Leaves ``lo`` up to, not including, ``hi``."""


def _split(leaves: int) -> int:
    """The largest power of two below a number of leaves: where the tree divides."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _inclusion_ranges(index: int, size: int) -> list[_Range]:
    """The sibling subtrees on the way from a leaf up to the root."""
    lo, hi, siblings = 0, size, []
    while hi - lo > 1:
        middle = lo + _split(hi - lo)
        if index < middle:
            siblings.append((middle, hi))
            hi = middle
        else:
            siblings.append((lo, middle))
            lo = middle
    return siblings[::-1]


def _consistency_ranges(old: int, new: int) -> list[_Range]:
    """The subtrees of a consistency proof, from the end of the old tree up to the root."""
    lo, hi, siblings = 0, new, []
    while hi != old:
        middle = lo + _split(hi - lo)
        if old <= middle:
            siblings.append((middle, hi))
            hi = middle
        else:
            siblings.append((lo, middle))
            lo = middle
    if lo:
        siblings.append((lo, hi))
    return siblings[::-1]


def _cover(lo: int, hi: int) -> Iterator[Coordinate]:
    """The complete subtrees that make up a range, left to right; ``lo`` is where a subtree of the tree begins."""
    while lo < hi:
        level = (hi - lo).bit_length() - 1
        yield level, lo >> level
        lo += 1 << level


def _read_ranges(ranges: Sequence[_Range], read: NodeReader) -> list[bytes]:
    """The hash of every range, from complete subtrees fetched in one call."""
    covers = [list(_cover(lo, hi)) for lo, hi in ranges]
    wanted = [coordinate for cover in covers for coordinate in cover]
    hashes = iter(_checked(list(read(wanted)) if wanted else [], expected=len(wanted)))
    return [_fold([next(hashes) for _ in cover]) for cover in covers]


def _fold(hashes: Sequence[bytes]) -> bytes:
    """One hash for neighbouring subtrees of falling size."""
    digest = hashes[-1]
    for left in hashes[-2::-1]:
        digest = node_hash(left, digest)
    return digest


# --- checks --------------------------------------------------------------------------------------


def _checked(hashes: list[bytes], *, expected: int) -> list[bytes]:
    if len(hashes) != expected or any(len(digest) != HASH_SIZE for digest in hashes):
        raise LedgerError("the stored tree lacks a node", code="node_missing")
    return hashes


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofInvalid("there is no such leaf in a tree of that size", code="index")


def _check_sizes(old: int, new: int) -> None:
    if not 1 <= old <= new <= MAX_SIZE:
        raise ProofInvalid("a consistency proof needs sizes 1 <= old <= new", code="sizes")


def _check_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(digest) != HASH_SIZE for digest in hashes):
        raise ProofInvalid("a hash is not 32 bytes long", code="hash_length")


def _check_length(proof: Sequence[bytes], expected: int) -> None:
    if len(proof) != expected:
        raise ProofInvalid("the proof has a hash too many or too few", code="proof_length")
