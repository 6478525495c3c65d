"""Laws of the text formats: parse(format(x)) == x, format(parse(t)) == t, and only our own error for the rest."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bundles import KEY, LOG, OTHER_KEY, OTHER_LOG
from socialmatch.canonical import canonical
from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.lines import parse_canonical
from socialmatch.ledger.merkle import MAX_SIZE
from socialmatch.ledger.note import Note, Signature, SigningKey, VerifierKey
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.sealed import SealedProof
from socialmatch.ledger.text import from_base64, from_decimal, to_base64

LAW = settings(deadline=None)  # a busy machine is no counterexample
MAX_INT = 2**53 - 1

hashes = st.binary(min_size=32, max_size=32)
plain = st.characters(exclude_categories=("Cs",), exclude_characters=[chr(n) for n in range(0x20)])
lines = st.text(plain, min_size=1, max_size=20)
names = lines.filter(lambda name: "+" not in name and not any(map(str.isspace, name)))
texts = st.lists(st.text(plain, max_size=20), max_size=4).map(lambda parts: "\n".join(parts) + "\n")
signatures = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=70))
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=4).map(tuple))
checkpoints = st.builds(Checkpoint, lines, st.integers(1, MAX_SIZE), hashes, st.lists(lines, max_size=2).map(tuple))
proofs = st.builds(
    TlogProof,
    st.integers(0, MAX_SIZE - 1),
    st.lists(hashes, max_size=63).map(tuple),
    notes,
    st.none() | st.binary(max_size=20),
)
leaves = st.builds(Leaf, st.integers(0, MAX_INT), st.sampled_from(TypeClass), st.integers(0, MAX_INT), hashes)
keys = st.builds(VerifierKey, names, hashes)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


@LAW
@given(notes)
def test_notes_come_back(note: Note) -> None:
    assert Note.parse(note.encode()) == note


@LAW
@given(checkpoints)
def test_checkpoints_come_back(checkpoint: Checkpoint) -> None:
    assert Checkpoint.parse(checkpoint.encode()) == checkpoint


@LAW
@given(proofs)
def test_proofs_come_back(proof: TlogProof) -> None:
    assert TlogProof.parse(proof.encode()) == proof


@LAW
@given(leaves)
def test_leaves_come_back_and_are_canonical(leaf: Leaf) -> None:
    text = leaf.encode()
    assert Leaf.parse(text) == leaf
    value = parse_canonical(text)
    assert value["type-class"] == leaf.type_class
    assert value["commit"] == to_base64(leaf.commit)
    assert (value["v"], value["seq"], value["recorded_at"]) == (1, leaf.seq, leaf.recorded_at)
    assert len(value) == 5


@LAW
@given(keys)
def test_verifier_keys_come_back(key: VerifierKey) -> None:
    assert VerifierKey.parse(key.encode()) == key


@LAW
@given(names, hashes)
def test_signing_keys_come_back_and_stay_out_of_sight(name: str, seed: bytes) -> None:
    key = SigningKey(name, seed)
    assert SigningKey.parse(key.encode()) == key
    assert repr(seed) not in repr(key)


@LAW
@given(values)
def test_canonical_json_comes_back(value: Any) -> None:
    assert parse_canonical(canonical(value)) == value


@LAW
@given(st.binary(max_size=50))
def test_base64_has_one_spelling(data: bytes) -> None:
    assert from_base64(to_base64(data)) == data


@LAW
@given(st.text(st.sampled_from("0123456789+-_ .eEx٣²\n"), max_size=25))
def test_numbers_have_one_spelling(text: str) -> None:
    try:
        number = from_decimal(text)
    except ProofInvalid:
        return
    assert str(number) == text


def _as_text(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
    return lambda data: parse(data.decode("utf-8", "surrogateescape"))


def _encoded(value: Any) -> bytes:
    text = value.encode()
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


FORMATS: dict[str, tuple[Callable[[bytes], Any], bytes]] = {
    "note": (Note.parse, LOG.note().encode()),
    "checkpoint": (_as_text(Checkpoint.parse), LOG.checkpoint().encode().encode()),
    "proof": (TlogProof.parse, LOG.proof(13).encode()),
    "leaf": (Leaf.parse, LOG.leaves[7]),
    "verifier key": (_as_text(VerifierKey.parse), KEY.verifier.encode().encode()),
    "signing key": (_as_text(SigningKey.parse), KEY.encode().encode()),
    "opening": (Opening.parse, LOG.openings[10].encode()),
    "sealed proof": (SealedProof.parse, LOG.answer("subject-9").encode()),
}


def mutate(data: bytes, dice: random.Random) -> bytes:
    """A few bytes flipped, dropped, repeated, moved, or replaced by something a format looks for."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        at, to = sorted((dice.randrange(len(out) + 1), dice.randrange(len(out) + 1)))
        match dice.randrange(6):
            case 0 if at < len(out):
                out[at] ^= 1 << dice.randrange(8)
            case 1:
                del out[at : min(to, at + 40)]
            case 2:
                out[at:at] = out[at : min(to, at + 40)]
            case 3:
                out[at : at + 1] = dice.choice(
                    (b"\n", b"\n\n", b"\r\n", b"+", b"=", b"0", b"-", b'"', b"\x00", b"\xff", b"1e9")
                )
            case 4:
                del out[at:]
            case _:
                out[at:at] = dice.choice(("—", "\u00a0", "\u2028", "٣", "null", "{", "[" * 2000, "9" * 5000)).encode()
        if not out:
            break
    return bytes(out)


@pytest.mark.parametrize("name", FORMATS)
def test_mutations_give_our_error_or_another_value_in_its_one_spelling(name: str) -> None:
    parse, good = FORMATS[name]
    dice = random.Random(name)
    original = parse(good)
    refused = 0
    for _ in range(12_500):  # with eight formats, 100,000 mutations
        data = mutate(good, dice)
        try:
            value = parse(data)
        except ProofInvalid:
            refused += 1
            continue
        assert _encoded(value) == data
        assert (value == original) is (data == good)
    assert refused > 5_000


@pytest.mark.parametrize("name", FORMATS)
@LAW
@given(data=st.binary(max_size=200))
def test_any_bytes_give_our_error(name: str, data: bytes) -> None:
    with pytest.raises(ProofInvalid):
        FORMATS[name][0](data)


@LAW
@given(texts, st.sampled_from([OTHER_KEY, OTHER_LOG]))
def test_only_the_pinned_key_opens_a_note(text: str, other: SigningKey) -> None:
    mine, theirs = KEY.sign(text), other.sign(text)
    assert mine.verify([KEY.verifier]) == (KEY.verifier,)
    both = Note(text, theirs.signatures + mine.signatures)
    assert both.verify([KEY.verifier]) == (KEY.verifier,)
    with pytest.raises(ProofInvalid) as caught:
        theirs.verify([KEY.verifier])
    assert caught.value.code == "unknown_signer"


@LAW
@given(texts, texts)
def test_a_known_key_with_a_wrong_signature_spoils_the_note(text: str, other: str) -> None:
    assume(text != other)
    note = Note(text, (*OTHER_LOG.sign(text).signatures, *KEY.sign(other).signatures))
    with pytest.raises(ProofInvalid) as caught:
        note.verify([KEY.verifier, OTHER_LOG.verifier])
    assert caught.value.code == "bad_signature"


def test_no_mutation_of_a_signed_checkpoint_opens_as_another() -> None:
    good, dice = LOG.note().encode(), random.Random(5)
    for _ in range(20_000):
        try:
            opened = open_checkpoint(mutate(good, dice), [KEY.verifier])
        except ProofInvalid:
            continue
        assert opened == LOG.checkpoint()


def test_no_mutation_of_a_proof_proves_anything_else() -> None:
    proof, dice = LOG.proof(13), random.Random(6)
    good, entry = proof.encode(), LOG.leaves[13]
    for _ in range(20_000):
        try:
            changed = TlogProof.parse(mutate(good, dice))
            checkpoint = changed.verify(entry, [KEY.verifier])
        except ProofInvalid:
            continue
        assert (changed.index, changed.hashes, checkpoint) == (proof.index, proof.hashes, LOG.checkpoint())
