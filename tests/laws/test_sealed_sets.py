"""Laws of sealed sets: every label has one answer under one root, and a proof of it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.merkle import EMPTY_ROOT, leaf_hash, node_hash
from socialmatch.ledger.prefix_tree import PrefixPath, PrefixTree
from socialmatch.ledger.sealed import key_commitment, run_label

LAW = settings(deadline=None)  # a busy machine is no counterexample

hashes = st.binary(min_size=32, max_size=32)
# Labels that share long beginnings: what random ones almost never do, and an attacker's may.
crowded = st.builds(
    lambda at, byte, end: bytes(at) + bytes([byte]) + bytes(30 - at) + bytes([end]),
    st.integers(0, 30),
    st.integers(0, 255),
    st.integers(0, 3),
)
labels = hashes | crowded
sets = st.sets(labels, max_size=90)


def plain_root(members: list[bytes], depth: int = 0) -> bytes:
    """The definition, one bit at a time; slow."""
    if len(members) < 2:
        return leaf_hash(members[0]) if members else sha256(b"").digest()
    sides: tuple[list[bytes], list[bytes]] = ([], [])
    for label in members:
        sides[int.from_bytes(label, "big") >> (255 - depth) & 1].append(label)
    return node_hash(plain_root(sides[0], depth + 1), plain_root(sides[1], depth + 1))


@LAW
@given(sets)
def test_the_root_is_as_defined_whatever_the_order(members: set[bytes]) -> None:
    tree = PrefixTree(sorted(members, reverse=True))
    assert tree.root == plain_root(sorted(members)) == PrefixTree(members).root
    assert len(tree) == len(members)


@LAW
@given(sets, st.sets(labels, max_size=10))
def test_every_label_has_its_answer(members: set[bytes], others: set[bytes]) -> None:
    tree = PrefixTree(members)
    for label in members | others:
        assert tree.prove(label).holds(label, tree.root) is (label in members)


@LAW
@given(st.data(), st.sets(labels, min_size=1, max_size=60))
def test_no_path_gives_the_other_answer(data: st.DataObject, members: set[bytes]) -> None:
    """Nor one made of other hashes, other ends, or the paths of other labels."""
    tree = PrefixTree(members)
    label = data.draw(st.sampled_from(sorted(members)) | labels)
    other = data.draw(st.sampled_from(sorted(members)) | labels)
    right = tree.prove(label)
    ends = [None, label, other, right.end]
    material = [*right.siblings, *tree.prove(other).siblings, EMPTY_ROOT, data.draw(hashes), leaf_hash(label)]
    siblings = data.draw(
        st.just(right.siblings)
        | st.just(right.siblings[1:])
        | st.just(right.siblings[:-1])
        | st.just(tree.prove(other).siblings)
        | st.lists(st.sampled_from(material), max_size=12).map(tuple)
    )
    for end in ends:
        try:
            answer = PrefixPath(end, siblings).holds(label, tree.root)
        except ProofInvalid:
            continue
        assert answer is (label in members)


def test_a_tree_built_out_of_order_proves_no_label_in_and_out() -> None:
    """A cheat puts a label where it does not belong; neither place then answers for it in both ways."""
    label, other = b"\x80" + bytes(31), bytes(32)  # one belongs right, the other left
    cheated = node_hash(leaf_hash(label), leaf_hash(other))
    with pytest.raises(ProofInvalid):
        PrefixPath(label, (leaf_hash(other),)).holds(label, cheated)
    with pytest.raises(ProofInvalid):
        PrefixPath(other, (leaf_hash(label),)).holds(label, cheated)


@pytest.mark.parametrize(
    "make",
    [
        lambda: PrefixTree([bytes(31)]),
        lambda: PrefixTree([bytes(32), bytes(32)]),
        lambda: PrefixPath(bytes(31), ()),
        lambda: PrefixPath(None, (bytes(33),)),
        lambda: PrefixPath(None, (EMPTY_ROOT,)),
        lambda: PrefixPath(None, (bytes(32),) * 257),
        lambda: PrefixPath(None, ()).holds(bytes(31), EMPTY_ROOT),
    ],
)
def test_what_is_no_set_or_path_is_refused(make: object) -> None:
    with pytest.raises(ProofInvalid):
        make()


@LAW
@given(hashes, hashes, st.text(max_size=8), st.text(max_size=8), st.sampled_from(["a", "b-1", "b"]))
def test_labels_tell_keys_subjects_and_runs_apart(a: bytes, b: bytes, who: str, whom: str, run: str) -> None:
    first, second = run_label(a, who, run), run_label(b, whom, run)
    assert (first == second) is ((a, who) == (b, whom))
    assert first != run_label(a, who, run + "1")
    assert first != key_commitment(a, who)
