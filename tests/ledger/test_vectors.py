"""Vectors: published ones, read where they lie, and ours in tests/cases/proofs, made with the Go project's packages."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from shared import SHARED
from socialmatch.errors import ProofInvalid
from socialmatch.ledger.checkpoint import open_checkpoint
from socialmatch.ledger.merkle import (
    EMPTY_ROOT,
    MemoryTree,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
    stored_root,
    verify_consistency,
    verify_inclusion,
)
from socialmatch.ledger.note import Note, VerifierKey
from socialmatch.ledger.proof import TlogProof

OURS = Path(__file__).parents[1] / "cases" / "proofs"
PUBLISHED = SHARED / "data" / "merkle"

published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason=f"no published vectors at {PUBLISHED}; set SOCIALMATCH_SHARED to their folder"
)


def ours(name: str) -> Any:
    return json.loads((OURS / name).read_text(encoding="utf-8"))


def theirs(name: str) -> Any:
    return json.loads((PUBLISHED / name).read_text(encoding="utf-8"))


def expect(case: dict[str, Any], accepted: bool) -> None:
    assert accepted is not case["wantErr"], case["desc"]


def accepts(check: Any, *args: Any, **options: Any) -> bool:
    """Whether a check passes; any error but ours is a failure of the test."""
    try:
        check(*args, **options)
    except ProofInvalid:
        return False
    return True


def inclusion_holds(case: dict[str, Any]) -> bool:
    return accepts(
        verify_inclusion,
        b64decode(case["leafHash"]),
        index=case["leafIdx"],
        size=case["treeSize"],
        root=b64decode(case["root"]),
        proof=[b64decode(digest) for digest in case["proof"] or ()],
    )


# --- ours ----------------------------------------------------------------------------------------


def test_our_roots() -> None:
    roots = ours("trees.json")["rootsBySizeFrom1"]
    leaves = [leaf_hash(b"entry %d" % n) for n in range(len(roots))]
    tree = MemoryTree(leaves)
    for size, root in enumerate(roots, start=1):
        assert root_of(leaves[:size]) == stored_root(size, tree.read) == b64decode(root)


def test_our_inclusion_proofs() -> None:
    cases = ours("inclusion.json")
    tree = MemoryTree(leaf_hash(b"entry %d" % n) for n in range(70))
    for case in cases:
        expect(case, inclusion_holds(case))
        if case["desc"] == "good":
            proof = prove_inclusion(case["leafIdx"], case["treeSize"], tree.read)
            assert proof == [b64decode(digest) for digest in case["proof"]]
    assert sum(case["wantErr"] for case in cases) > 100


def test_our_consistency_proofs() -> None:
    cases = ours("consistency.json")
    tree = MemoryTree(leaf_hash(b"entry %d" % n) for n in range(70))
    for case in cases:
        proof = [b64decode(digest) for digest in case["proof"]]
        accepted = accepts(
            verify_consistency,
            old_size=case["oldSize"],
            old_root=b64decode(case["oldRoot"]),
            new_size=case["newSize"],
            new_root=b64decode(case["newRoot"]),
            proof=proof,
        )
        expect(case, accepted)
        if case["desc"] == "good":
            assert proof == prove_consistency(case["oldSize"], case["newSize"], tree.read)
    assert sum(case["wantErr"] for case in cases) > 100


def test_our_notes() -> None:
    for case in ours("notes.json"):
        key = VerifierKey.parse(case["vkey"])
        expect(case, accepts(lambda text, key: Note.parse(text).verify([key]), case["text"].encode(), key))


def test_our_checkpoints() -> None:
    for case in ours("checkpoints.json"):
        expect(case, accepts(open_checkpoint, case["text"].encode(), [VerifierKey.parse(case["vkey"])]))


def test_our_proof_files() -> None:
    for case in ours("tlog-proofs.json"):
        key, entry, text = VerifierKey.parse(case["vkey"]), case["entry"].encode(), case["text"].encode()
        expect(case, accepts(lambda text, entry, key: TlogProof.parse(text).verify(entry, [key]), text, entry, key))
        if not case["wantErr"]:
            assert TlogProof.parse(text).encode() == text


# --- published -----------------------------------------------------------------------------------


@published
def test_published_inclusion_proofs() -> None:
    files = sorted((PUBLISHED / "inclusion").rglob("*.json"))
    assert len(files) == 98
    cases = [json.loads(path.read_text()) for path in files]
    assert sum(case["wantErr"] for case in cases) == 92
    for case in cases:
        expect(case, inclusion_holds(case))


@published
def test_published_reference_tree() -> None:
    data = theirs("ct_reference_tree.json")
    assert bytes.fromhex(data["empty_root"]) == EMPTY_ROOT == root_of([])
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in data["leaves_hex"]]
    for size, root in enumerate(data["roots_hex_by_size_1_to_8"], start=1):
        assert root_of(leaves[:size]).hex() == root
    for case in data["leaf_hashes"]:
        assert leaf_hash(bytes.fromhex(case["leaf_hex"])).hex() == case["hash_hex"]
    for case in data["node_hashes"]:
        assert node_hash(*(bytes.fromhex(case[side]) for side in ("left_hex", "right_hex"))).hex() == case["hash_hex"]


@published
def test_published_audit_paths_are_generated() -> None:
    data = theirs("ct_reference_inclusion_generate.json")
    tree = MemoryTree(leaf_hash(bytes.fromhex(leaf)) for leaf in data["leaves_hex"])
    for case in data["cases"]:
        index, size = case["leaf_index"], case["tree_size"]
        if size == 0:  # their generator returns an empty path here; there is nothing that it could prove
            with pytest.raises(ProofInvalid):
                prove_inclusion(index, size, tree.read)
        else:
            assert [digest.hex() for digest in prove_inclusion(index, size, tree.read)] == case["path_hex"]


@published
def test_published_signed_notes() -> None:
    for case in theirs("signed_note_examples.json")["cases"]:
        note = Note.parse(case["note"].encode())
        assert note.verify([VerifierKey.parse(case["vkey"])])
        assert note.encode() == case["note"].encode()


@published
def test_published_checkpoints_of_a_growing_log() -> None:
    data = theirs("tessera_checkpoints_even.json")
    key = VerifierKey.parse(data["vkey"])
    tree = MemoryTree(leaf_hash(leaf.encode()) for leaf in data["leaves_utf8"])
    opened = [open_checkpoint(case["note"].encode(), [key]) for case in data["checkpoints"]]
    assert [checkpoint.size for checkpoint in opened] == [case["size"] for case in data["checkpoints"]]
    for checkpoint in opened:
        assert checkpoint.root == stored_root(checkpoint.size, tree.read)
    for old in opened[1:]:
        for new in opened:
            if new.size >= old.size:
                proof = prove_consistency(old.size, new.size, tree.read)
                verify_consistency(
                    old_size=old.size, old_root=old.root, new_size=new.size, new_root=new.root, proof=proof
                )


@published
def test_published_entries_of_a_public_log() -> None:
    cases = theirs("rekor2_checkpoints_dev.json")["cases"]
    assert len(cases) == 4
    for case in cases:
        keys = [
            VerifierKey(key["origin"], b64decode(key["spki_der_b64"])[-32:])
            for key in case["trusted_log_keys"]
            if key["keyDetails"] == "PKIX_ED25519"
        ]
        assert keys

        def check(case: dict[str, Any] = case, keys: list[VerifierKey] = keys) -> None:
            checkpoint = open_checkpoint(case["checkpoint"].encode(), keys)
            if (checkpoint.size, checkpoint.root) != (case["tree_size"], b64decode(case["root_b64"])):
                raise ProofInvalid("the proof names another tree")
            verify_inclusion(
                leaf_hash(b64decode(case["leaf_b64"])),
                index=case["log_index"],
                size=checkpoint.size,
                root=checkpoint.root,
                proof=[b64decode(digest) for digest in case["hashes_b64"]],
            )

        assert accepts(check) is (case["expect"] == "valid"), case["name"]


@published
def test_published_ed25519_signatures() -> None:
    data = theirs("wycheproof_ed25519_even_groups.json")
    seen = 0
    for group in data["testGroups"]:
        key = VerifierKey("example.com/vectors", bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            verified = key.verifies(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            assert verified is (case["result"] == "valid"), case["tcId"]
            seen += 1
    assert seen == data["numberOfTests"] == 65
