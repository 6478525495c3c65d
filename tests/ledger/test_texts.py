"""Notes, checkpoints, leaves and openings: what the laws do not say by themselves."""

from __future__ import annotations

import json

import pytest

from bundles import KEY, LOG, OTHER_LOG, random_bytes
from socialmatch.canonical import canonical
from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass, commitment
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from socialmatch.ledger.leaf import MAX_LEAF_BYTES, Leaf
from socialmatch.ledger.lines import parse_canonical
from socialmatch.ledger.note import MAX_NOTE_BYTES, MAX_SIGNATURES, Note, Signature, SigningKey, VerifierKey, parse_keys
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import MAX_PROOF_BYTES, TlogProof


def code_of(act: object) -> str:
    with pytest.raises(ProofInvalid) as caught:
        act()
    assert caught.value.exit_code == 1
    return caught.value.code


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_takes_many_signatures_and_not_too_many() -> None:
    witnesses = [SigningKey(f"example.org/w{n}", random_bytes(n)) for n in range(MAX_SIGNATURES - 1)]
    lines = tuple(key.sign("text\n").signatures[0] for key in (*witnesses, KEY))
    assert Note.parse(Note("text\n", lines).encode()).verify([KEY.verifier]) == (KEY.verifier,)
    assert code_of(lambda: Note("text\n", (*lines, lines[0]))) == "malformed_note"
    assert code_of(lambda: Note("text\n", ())) == "malformed_note"


def test_what_is_too_large_is_refused_unread() -> None:
    assert code_of(lambda: Note.parse(b"x" * (MAX_NOTE_BYTES + 1))) == "malformed_note"
    assert code_of(lambda: TlogProof.parse(b"x" * (MAX_PROOF_BYTES + 1))) == "malformed_proof"


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u00a0b", "a\u2028b", "a\nb", "a\x00b", "a\ud800"])
def test_names_that_no_note_can_carry(name: str) -> None:
    assert code_of(lambda: VerifierKey(name, bytes(32))) == "key_name"
    assert code_of(lambda: SigningKey(name, bytes(32))) == "key_name"
    assert code_of(lambda: Signature(name, bytes(4), bytes(64))) == "key_name"


def test_keys_of_the_wrong_length_type_or_id() -> None:
    assert code_of(lambda: VerifierKey("a", bytes(31))) == "malformed_key"
    assert code_of(lambda: SigningKey("a", bytes(33))) == "malformed_key"
    assert code_of(lambda: Signature("a", bytes(3), bytes(64))) == "malformed_note"
    good = VerifierKey("a", bytes(32)).encode()
    name, key_id, material = good.split("+", 2)
    assert code_of(lambda: VerifierKey.parse(f"{name}+{key_id.upper()}+{material}")) == "malformed_key"
    assert code_of(lambda: VerifierKey.parse(f"{name}+00000000+{material}")) == "malformed_key"
    assert code_of(lambda: VerifierKey.parse(f"{name}+{key_id}+Ag{material[2:]}")) == "malformed_key"
    assert code_of(lambda: SigningKey.parse(good)) == "malformed_key"


def test_a_secret_is_in_no_message() -> None:
    secret = KEY.encode()
    for text in (secret[:-5], secret.replace("KEY+", "KEY+x", 1), secret[:-1] + "!"):
        with pytest.raises(ProofInvalid) as caught:
            SigningKey.parse(text)
        assert secret[-30:-6] not in str(caught.value)


def test_trusted_keys_are_of_one_log() -> None:
    mine, other = KEY.verifier.encode(), OTHER_LOG.verifier.encode()
    assert parse_keys(f"\n{mine}\r\n\n") == (KEY.verifier,)
    assert code_of(lambda: parse_keys(f"{mine}\n{other}\n")) == "malformed_key"
    assert code_of(lambda: parse_keys(" \n")) == "malformed_key"


# --- checkpoints ---------------------------------------------------------------------------------


def test_the_origin_is_pinned_by_the_key() -> None:
    foreign = KEY.sign(OTHER_LOG_CHECKPOINT.encode())
    assert code_of(lambda: open_checkpoint(foreign, [KEY.verifier])) == "wrong_origin"
    assert code_of(lambda: sign_checkpoint(OTHER_LOG_CHECKPOINT, KEY)) == "wrong_origin"


OTHER_LOG_CHECKPOINT = Checkpoint(OTHER_LOG.name, 5, random_bytes("root"))


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions"),
    [
        ("", 1, bytes(32), ()),
        ("a\nb", 1, bytes(32), ()),
        ("a", -1, bytes(32), ()),
        ("a", 2**63, bytes(32), ()),
        ("a", 1, bytes(31), ()),
        ("a", 0, bytes(32), ()),
        ("a", 1, bytes(32), ("",)),
    ],
)
def test_what_no_checkpoint_says(origin: str, size: int, root: bytes, extensions: tuple[str, ...]) -> None:
    assert code_of(lambda: Checkpoint(origin, size, root, extensions)) == "checkpoint"


def test_a_proof_holds_no_longer_path_than_there_is() -> None:
    assert code_of(lambda: TlogProof(0, (bytes(32),) * 64, LOG.note())) == "malformed_proof"
    assert code_of(lambda: TlogProof(-1, (), LOG.note())) == "malformed_proof"
    assert code_of(lambda: TlogProof(0, (bytes(33),), LOG.note())) == "hash_length"


# --- leaves --------------------------------------------------------------------------------------


def test_a_leaf_holds_five_values_and_none_of_them_is_about_anybody() -> None:
    leaf = Leaf(812, TypeClass.CONSENT, 1_795_000_000_000, bytes(32))
    assert leaf.encode() == (
        b'{"commit":"' + b"A" * 43 + b'=","recorded_at":1795000000000,"seq":812,"type-class":"consent","v":1}'
    )
    assert json.loads(leaf.encode()).keys() == {"v", "seq", "type-class", "recorded_at", "commit"}


def test_no_leaf_is_longer_than_the_limit() -> None:
    longest = max(TypeClass, key=len)
    assert len(Leaf(2**53 - 1, longest, 2**53 - 1, bytes(32)).encode()) <= MAX_LEAF_BYTES


@pytest.mark.parametrize("values", [(-1, 0, 32), (2**53, 0, 32), (0, -1, 32), (0, 2**53, 32), (0, 0, 31)])
def test_a_leaf_out_of_range_is_refused(values: tuple[int, int, int]) -> None:
    seq, recorded_at, length = values
    assert code_of(lambda: Leaf(seq, TypeClass.LINK, recorded_at, bytes(length))) == "malformed_leaf"


def test_a_commitment_depends_on_salt_and_payload() -> None:
    salts, payloads = [random_bytes(n) for n in range(3)], [b"", b"{}", b'{"a":1}']
    assert len({commitment(salt, payload) for salt in salts for payload in payloads}) == 9
    for length in (0, 31, 33, 64):
        assert code_of(lambda length=length: Opening(0, bytes(length), {})) == "malformed_opening"


def test_an_opening_fits_its_leaf_only() -> None:
    payload = {"event": "given", "purpose": "support"}
    opening = Opening(5, random_bytes("salt"), payload)
    leaf = Leaf(5, TypeClass.CONSENT, 0, commitment(opening.salt, canonical(payload)))
    opening.check(leaf, TypeClass.CONSENT)
    Opening.parse(opening.encode()).check(leaf, TypeClass.CONSENT)
    for wrong, kind in (
        (Opening(6, opening.salt, payload), TypeClass.CONSENT),
        (Opening(5, random_bytes("other"), payload), TypeClass.CONSENT),
        (Opening(5, opening.salt, {**payload, "purpose": "marketing"}), TypeClass.CONSENT),
        (opening, TypeClass.LINK),
    ):
        assert code_of(lambda wrong=wrong, kind=kind: wrong.check(leaf, kind)) == "wrong_opening"
    assert "support" not in repr(opening)


# --- canonical JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"NaN",
        b'"\\u0041"',
        b'"\\/"',
        b"[" * 100_000,
        b"9" * 10_000,
        '"a"'.encode("utf-16"),
        b'"\xff"',
        b"{}\n",
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_another_spelling_is_refused(text: bytes) -> None:
    assert code_of(lambda: parse_canonical(text)) == "canonical_json"
