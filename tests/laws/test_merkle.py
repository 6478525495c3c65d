"""Laws of the tree: it is the one of the RFC, every proof it makes holds, and nothing else does."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmatch.errors import LedgerError, ProofInvalid
from socialmatch.ledger.merkle import (
    CompactRange,
    MemoryTree,
    frontier,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
    stored_root,
    verify_consistency,
    verify_inclusion,
)

LAW = settings(deadline=None)  # a busy machine is no counterexample
LARGEST = 140
LEAVES = [leaf_hash(b"%d" % n) for n in range(LARGEST)]
TREE = MemoryTree(LEAVES)
sizes = st.integers(1, LARGEST)
hashes = st.binary(min_size=32, max_size=32)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word; slow."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


@st.composite
def wrong_proofs(draw: st.DrawFn, proof: list[bytes]) -> list[bytes]:
    """A proof with one thing changed: a hash dropped, added, replaced, cut or lengthened, or two exchanged."""
    kinds = ["add"] + (["drop", "replace", "cut", "lengthen"] if proof else []) + (["swap"] if len(proof) > 1 else [])
    kind = draw(st.sampled_from(kinds))
    at = draw(st.integers(0, len(proof) - (kind != "add")))
    if kind == "add":
        return [*proof[:at], draw(hashes), *proof[at:]]
    if kind == "drop":
        return proof[:at] + proof[at + 1 :]
    if kind == "swap":
        other = draw(st.integers(0, len(proof) - 1).filter(lambda n: n != at))
        swapped = list(proof)
        swapped[at], swapped[other] = swapped[other], swapped[at]
        return swapped
    new = {"cut": proof[at][:-1], "lengthen": proof[at] + b"\x00"}.get(kind) or draw(
        hashes.filter(lambda digest: digest != proof[at])
    )
    return [*proof[:at], new, *proof[at + 1 :]]


@LAW
@given(st.lists(hashes, max_size=80))
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    tree = MemoryTree(leaves)
    assert root_of(leaves) == tree.root() == stored_root(len(leaves), tree.read) == plain_root(leaves)


@LAW
@given(sizes, sizes)
def test_a_tree_goes_on_from_its_frontier(size: int, further: int) -> None:
    size, end = sorted((size, further))
    edge = CompactRange(size, TREE.read(frontier(size)))
    assert edge.root() == plain_root(LEAVES[:size])
    for leaf in LEAVES[size:end]:
        edge.append(leaf)
    assert edge.root() == plain_root(LEAVES[:end])
    assert edge.size == end


def test_a_leaf_completes_two_subtrees_on_average_and_few_at_most() -> None:
    edge = CompactRange()
    completed = [edge.append(LEAVES[0]) for _ in range(1024)]
    assert sum(map(len, completed)) == 2047
    assert max(map(len, completed)) == 11


@LAW
@given(sizes.flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_every_inclusion_proof_holds(case: tuple[int, int]) -> None:
    index, size = case
    reads: list[int] = []

    def read(wanted: object) -> list[bytes]:
        reads.append(len(wanted))
        return TREE.read(wanted)

    proof = prove_inclusion(index, size, read)
    verify_inclusion(LEAVES[index], index=index, size=size, root=stored_root(size, TREE.read), proof=proof)
    assert len(reads) <= 1
    assert sum(reads) <= 2 * size.bit_length()


@LAW
@given(st.data())
def test_a_changed_inclusion_proof_fails(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    root = stored_root(size, TREE.read)
    proof = prove_inclusion(index, size, TREE.read)
    with pytest.raises(ProofInvalid):
        verify_inclusion(LEAVES[index], index=index, size=size, root=root, proof=data.draw(wrong_proofs(proof)))
    other_index = data.draw(st.integers(-1, LARGEST).filter(lambda n: n != index))
    with pytest.raises(ProofInvalid):
        verify_inclusion(LEAVES[index], index=other_index, size=size, root=root, proof=proof)
    for leaf, top in ((data.draw(hashes), root), (LEAVES[index], data.draw(hashes)), (b"", b"")):
        with pytest.raises(ProofInvalid):
            verify_inclusion(leaf, index=index, size=size, root=top, proof=proof)


@LAW
@given(sizes, sizes)
def test_any_two_sizes_are_consistent(a: int, b: int) -> None:
    old, new = sorted((a, b))
    verify_consistency(
        old_size=old,
        old_root=plain_root(LEAVES[:old]),
        new_size=new,
        new_root=plain_root(LEAVES[:new]),
        proof=prove_consistency(old, new, TREE.read),
    )


@LAW
@given(st.data())
def test_a_changed_consistency_proof_fails(data: st.DataObject) -> None:
    old, new = sorted((data.draw(sizes), data.draw(sizes)))
    roots = stored_root(old, TREE.read), stored_root(new, TREE.read)
    proof = prove_consistency(old, new, TREE.read)
    with pytest.raises(ProofInvalid):
        verify_consistency(
            old_size=old,
            old_root=roots[0],
            new_size=new,
            new_root=roots[1],
            proof=data.draw(wrong_proofs(proof)),
        )
    for old_root, new_root in ((data.draw(hashes), roots[1]), (roots[0], data.draw(hashes)), (b"", b"")):
        with pytest.raises(ProofInvalid):
            verify_consistency(old_size=old, old_root=old_root, new_size=new, new_root=new_root, proof=proof)


@LAW
@given(sizes, st.integers(0, LARGEST - 1))
def test_a_rewritten_log_is_not_consistent(size: int, changed: int) -> None:
    rewritten = MemoryTree([*LEAVES[:changed], leaf_hash(b"something else"), *LEAVES[changed + 1 :]])
    proof = prove_consistency(size, LARGEST, rewritten.read)
    known, offered = stored_root(size, TREE.read), rewritten.root()
    if changed < size:
        with pytest.raises(ProofInvalid):
            verify_consistency(old_size=size, old_root=known, new_size=LARGEST, new_root=offered, proof=proof)
    else:
        verify_consistency(old_size=size, old_root=known, new_size=LARGEST, new_root=offered, proof=proof)


@LAW
@given(
    st.integers(-(2**70), 2**70),
    st.integers(-(2**70), 2**70),
    st.lists(st.binary(max_size=40), max_size=70),
    st.binary(max_size=40),
    st.binary(max_size=40),
)
def test_no_numbers_crash_a_verifier(a: int, b: int, proof: list[bytes], first: bytes, second: bytes) -> None:
    with pytest.raises(ProofInvalid):
        verify_inclusion(first, index=a, size=b, root=second + b"\x00", proof=proof)
    with pytest.raises(ProofInvalid):
        verify_consistency(old_size=a, old_root=first, new_size=b, new_root=second + b"\x00", proof=proof)


@pytest.mark.parametrize("answer", [[], [b"\x00" * 31], [b"\x00" * 32] * 9])
def test_a_store_that_lacks_a_node_is_found_out(answer: list[bytes]) -> None:
    for ask in (
        lambda: prove_inclusion(3, 7, lambda _: answer),
        lambda: prove_consistency(3, 7, lambda _: answer),
        lambda: stored_root(7, lambda _: answer),
        lambda: CompactRange(7, answer),
    ):
        with pytest.raises(LedgerError) as caught:
            ask()
        assert caught.value.code == "node_missing"
