"""A small invented log, bundles of it, and sixty ways to tamper with one."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from socialmatch.canonical import canonical
from socialmatch.leaf import TypeClass, commitment
from socialmatch.ledger.bundle import write_bundle
from socialmatch.ledger.checkpoint import Checkpoint, sign_checkpoint
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.merkle import MemoryTree, leaf_hash, prove_inclusion, stored_root
from socialmatch.ledger.note import Note, SigningKey
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.sealed import Enrolment, SealedProof, key_commitment, run_label, seal_run

KEY = SigningKey("example.com/consent-log", bytes(range(32)))
OTHER_KEY = SigningKey("example.com/consent-log", bytes(range(1, 33)))
OTHER_LOG = SigningKey("example.org/consent-log", bytes(range(32)))


def random_bytes(*seed: object) -> bytes:
    """32 bytes that look random and are the same every time."""
    return hashlib.sha256(repr(seed).encode()).digest()


@dataclass
class InventedLog:
    """A log in memory: leaves, their tree, and the openings of its enrolment and its sealed runs.

    ``variant`` changes the leaves from ``fork_at`` on. ``leaf_at`` replaces what a leaf would be.
    """

    size: int = 21
    variant: str = ""
    fork_at: int = 0
    leaf_at: Callable[[int, Leaf], Leaf] = lambda _, leaf: leaf
    key: SigningKey = KEY
    enrolled_at: int = 3
    sealed_at: int = 10

    def __post_init__(self) -> None:
        everybody = [f"subject-{i}" for i in range(12)]
        self.keys = {name: random_bytes("label key", name) for name in everybody}
        self.enrolment = Enrolment(key_commitment(key, name) for name, key in self.keys.items())
        self.members = everybody[:7]
        seal, self.run_tree = seal_run(
            ((self.keys[name], name) for name in self.members),
            run="nightly-1",
            purpose="support",
            as_of=1_795_000_000_000,
            position=9,
        )
        payloads = {
            self.enrolled_at: (TypeClass.ENROLMENT, self.enrolment.payload()),
            self.sealed_at: (TypeClass.RUN, seal.payload()),
        }
        self.openings: dict[int, Opening] = {}
        self.leaves: list[bytes] = []
        self.tree = MemoryTree()
        for seq in range(self.size):
            variant = self.variant if seq >= self.fork_at else ""
            kind, payload = payloads.get(seq, (TypeClass.CONSENT, {"event": seq, "variant": variant}))
            opening = Opening(seq, random_bytes("salt", seq, variant), payload)
            leaf = Leaf(seq, kind, 1_795_000_000_000 + 500 * (seq // 2), commitment(opening.salt, canonical(payload)))
            self.openings[seq] = opening
            self.leaves.append(self.leaf_at(seq, leaf).encode())
            self.tree.append(leaf_hash(self.leaves[-1]))

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        size = self.size if size is None else size
        return Checkpoint(self.key.name, size, stored_root(size, self.tree.read))

    def note(self, size: int | None = None) -> Note:
        return sign_checkpoint(self.checkpoint(size), self.key)

    def proof(self, index: int, size: int | None = None) -> TlogProof:
        size = self.size if size is None else size
        return TlogProof(index, tuple(prove_inclusion(index, size, self.tree.read)), self.note(size))

    def answer(self, subject: str) -> SealedProof:
        key = self.keys[subject]
        index, hashes = self.enrolment.prove(key_commitment(key, subject))
        label = run_label(key, subject, "nightly-1")
        opening = self.openings[self.enrolled_at]
        return SealedProof("nightly-1", subject, key, opening, index, hashes, self.run_tree.prove(label))

    def write(self, directory: Path, proofs: Iterable[TlogProof] | None = None, *, sealed: bool = True) -> Path:
        write_bundle(
            directory,
            checkpoint=self.note(),
            vkey=self.key.verifier,
            leaves=self.leaves,
            proofs=(self.proof(0), self.proof(6), self.proof(13, 17)) if proofs is None else proofs,
            openings=[self.openings[seq] for seq in (6, 13) if sealed and seq < self.size],
            seals=[self.openings[self.sealed_at]] if sealed else (),
            answers=[self.answer("subject-2"), self.answer("subject-9")] if sealed else (),
        )
        return directory


# --- tampering -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tampering:
    """One way to present a bundle that must not pass.

    ``change`` is applied to a good bundle; ``exit_code`` is what a verifier must end with, ``code`` what ours says.
    """

    name: str
    exit_code: int
    code: str
    change: Callable[[Path], object]
    vkey: SigningKey = KEY
    since: Note | None = None


def vkey_text(key: SigningKey = KEY) -> str:
    return key.verifier.encode() + "\n"


def _edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    def apply(directory: Path) -> None:
        path = directory / name
        before = path.read_bytes()
        after = change(before)
        assert after != before, "the tampering changes nothing"
        path.write_bytes(after)

    return apply


def _swap_text(name: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    return _edit(name, lambda data: data.replace(old, new, 1))


def _edit_lines(name: str, change: Callable[[list[bytes]], object]) -> Callable[[Path], object]:
    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        change(lines)
        return b"".join(lines)

    return _edit(name, edit)


def _flip(text: bytes, at: int) -> bytes:
    """The text with another base64 symbol at a place."""
    return text[:at] + (b"B" if text[at : at + 1] != b"B" else b"C") + text[at + 1 :]


def _spare_bit(text: bytes) -> bytes:
    """The same bytes in base64 that ends in one ``=``, spelled with a spare bit set."""
    symbols = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = text.rindex(b"=") - 1
    return text[:at] + symbols[symbols.index(text[at]) + 1 :][:1] + text[at + 1 :]


def _leaf(at: int, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return _edit_lines("leaves.jsonl", lambda lines: lines.__setitem__(at, change(lines[at])))


def _leaves(change: Callable[[list[bytes]], object]) -> Callable[[Path], object]:
    return _edit_lines("leaves.jsonl", change)


def _line(name: str, at: int, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return _edit_lines(name, lambda lines: lines.__setitem__(at, change(lines[at])))


def _json(name: str, change: Callable[[dict], object]) -> Callable[[Path], object]:
    """Edit a JSON file and spell it canonically again."""

    def edit(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return canonical(value) + b"\n"

    return _edit(name, edit)


def _another(log: InventedLog, **options: object) -> Callable[[Path], object]:
    """Put a bundle of another log in the place of this one."""

    def apply(directory: Path) -> None:
        shutil.rmtree(directory)
        log.write(directory, **options)

    return apply


def _swapped(lines: list[bytes], a: int, b: int) -> None:
    lines[a], lines[b] = lines[b], lines[a]


def _renumbered(lines: list[bytes]) -> None:
    """Exchange two leaves' commitments, leaving their numbers."""
    first, second = json.loads(lines[4]), json.loads(lines[5])
    first["commit"], second["commit"] = second["commit"], first["commit"]
    lines[4:6] = [canonical(first) + b"\n", canonical(second) + b"\n"]


def _remove(name: str) -> Callable[[Path], object]:
    return lambda directory: (directory / name).unlink()


def _flipped_text(text: str) -> str:
    return ("B" if text[0] != "B" else "C") + text[1:]


def _with_signature(log: InventedLog, key: SigningKey, *, first: bool) -> bytes:
    """The log's checkpoint with one more line: the signature of something else, by this key."""
    note = log.note()
    wrong = key.sign("something else\n").signatures
    return Note(note.text, wrong + note.signatures if first else note.signatures + wrong).encode()


LOG = InventedLog()
_FORK = InventedLog(variant="fork", fork_at=12)
_EARLY_FORK = InventedLog(variant="fork")
_SHORT = InventedLog(size=15)
_LONG = InventedLog(size=40)
_PROOF = "proofs/6.tlog-proof"
_ANSWER = "sealed/nightly-1.0.proof"
_SEAL = "sealed/nightly-1.json"
_OPENING = "openings/6.json"


def _backwards(seq: int, leaf: Leaf) -> Leaf:
    return Leaf(seq, leaf.type_class, leaf.recorded_at - (9000 if seq == 14 else 0), leaf.commit)


def _gap(seq: int, leaf: Leaf) -> Leaf:
    return Leaf(seq + (seq >= 14), leaf.type_class, leaf.recorded_at, leaf.commit)


TAMPERINGS = [
    # leaves
    Tampering("leaf-commit-flipped", 1, "leaves_root", _leaf(4, lambda line: _flip(line, 20))),
    Tampering("leaf-time-changed", 1, "leaves_root", _leaf(20, lambda line: line.replace(b":1795", b":1796"))),
    Tampering("leaf-class-changed", 1, "leaves_root", _leaf(4, lambda line: line.replace(b"consent", b"link"))),
    Tampering("leaf-class-unknown", 1, "malformed_leaf", _leaf(4, lambda line: line.replace(b"consent", b"contest"))),
    Tampering("leaf-version-2", 1, "malformed_leaf", _leaf(4, lambda line: line.replace(b'"v":1', b'"v":2'))),
    Tampering("leaf-number-changed", 1, "leaf_order", _leaf(4, lambda line: line.replace(b'"seq":4', b'"seq":5'))),
    Tampering("leaf-with-space", 1, "malformed_leaf", _leaf(4, lambda line: line.replace(b":", b": ", 1))),
    Tampering("leaf-with-field", 1, "malformed_leaf", _leaf(4, lambda line: line.replace(b"{", b'{"a":1,'))),
    Tampering("leaf-spare-bit", 1, "malformed_leaf", _leaf(4, _spare_bit)),
    Tampering("leaf-leading-zero", 1, "malformed_leaf", _leaf(4, lambda line: line.replace(b'"seq":4', b'"seq":04'))),
    Tampering("leaf-cr-lf", 1, "malformed_leaf", _leaf(4, lambda line: line[:-1] + b"\r\n")),
    Tampering("drop-first-leaf", 1, "leaf_order", _leaves(lambda lines: lines.pop(0))),
    Tampering("drop-a-leaf", 1, "leaf_order", _leaves(lambda lines: lines.pop(9))),
    Tampering("drop-last-leaf", 1, "leaves_root", _leaves(lambda lines: lines.pop())),
    Tampering("drop-all-leaves", 1, "leaves_root", _leaves(list.clear)),
    Tampering("swap-leaves", 1, "leaf_order", _leaves(lambda lines: _swapped(lines, 4, 5))),
    Tampering("swap-commitments", 1, "leaves_root", _leaves(_renumbered)),
    Tampering("leaf-twice", 1, "leaf_order", _leaves(lambda lines: lines.insert(5, lines[4]))),
    Tampering("one-leaf-more", 1, "leaf_order", _leaves(lambda lines: lines.append(_LONG.leaves[21] + b"\n"))),
    Tampering("blank-line-at-end", 1, "malformed_leaf", _leaves(lambda lines: lines.append(b"\n"))),
    Tampering("cut-in-a-leaf", 1, "leaf_cut", _edit("leaves.jsonl", lambda data: data[:-30])),
    Tampering("cut-last-newline", 1, "leaf_cut", _edit("leaves.jsonl", lambda data: data[:-1])),
    Tampering("no-leaves-file", 3, "unreadable_file", _remove("leaves.jsonl")),
    # checkpoint
    Tampering("no-checkpoint", 3, "unreadable_file", _remove("checkpoint")),
    Tampering("size-raised", 1, "bad_signature", _swap_text("checkpoint", b"\n21\n", b"\n22\n")),
    Tampering("size-leading-zero", 1, "bad_signature", _swap_text("checkpoint", b"\n21\n", b"\n021\n")),
    Tampering("root-flipped", 1, "bad_signature", _line("checkpoint", 2, lambda line: _flip(line, 9))),
    Tampering("root-spare-bit", 1, "bad_signature", _line("checkpoint", 2, _spare_bit)),
    Tampering("origin-changed", 1, "bad_signature", _line("checkpoint", 0, lambda line: b"x" + line)),
    Tampering("line-added", 1, "bad_signature", _line("checkpoint", 2, lambda line: line + b"more\n")),
    Tampering("signature-flipped", 1, "bad_signature", _line("checkpoint", 4, lambda line: _flip(line, 70))),
    Tampering("signature-spare-bit", 1, "base64", _line("checkpoint", 4, _spare_bit)),
    Tampering("signature-dropped", 1, "malformed_note", _edit_lines("checkpoint", lambda lines: lines.pop())),
    Tampering("key-id-changed", 1, "unknown_signer", _line("checkpoint", 4, lambda line: _flip(line, 28))),
    Tampering("checkpoint-cut", 1, "malformed_note", _edit("checkpoint", lambda data: data[:-1])),
    Tampering("checkpoint-trailing", 1, "malformed_note", _edit("checkpoint", lambda data: data + b"x\n")),
    Tampering("control-character", 1, "malformed_note", _edit("checkpoint", lambda data: data.replace(b"\n", b"\r\n"))),
    Tampering(
        "second-signature-wrong",
        1,
        "bad_signature",
        _edit("checkpoint", lambda _: _with_signature(LOG, KEY, first=False)),
    ),
    Tampering(
        "first-signature-wrong",
        1,
        "bad_signature",
        _edit("checkpoint", lambda _: _with_signature(LOG, KEY, first=True)),
    ),
    Tampering("older-checkpoint", 1, "leaf_order", _edit("checkpoint", lambda _: LOG.note(20).encode())),
    Tampering("newer-checkpoint", 1, "leaves_root", _edit("checkpoint", lambda _: _LONG.note().encode())),
    # keys
    Tampering("other-key-with-its-vkey", 1, "unknown_signer", _another(InventedLog(key=OTHER_KEY))),
    Tampering("other-log-with-its-vkey", 1, "unknown_signer", _another(InventedLog(key=OTHER_LOG))),
    Tampering("pinned-key-is-another", 1, "unknown_signer", lambda _: None, vkey=OTHER_KEY),
    Tampering("vkey-replaced", 1, "other_key", _edit("vkey", lambda _: vkey_text(OTHER_KEY).encode())),
    Tampering("no-vkey", 3, "unreadable_file", _remove("vkey")),
    # proofs
    Tampering("proof-hash-flipped", 1, "wrong_root", _line(_PROOF, 3, lambda line: _flip(line, 9))),
    Tampering("proof-hash-dropped", 1, "proof_length", _edit_lines(_PROOF, lambda lines: lines.pop(3))),
    Tampering("proof-hash-added", 1, "proof_length", _line(_PROOF, 3, lambda line: line + line)),
    Tampering("proof-hashes-swapped", 1, "wrong_root", _edit_lines(_PROOF, lambda lines: _swapped(lines, 2, 3))),
    Tampering("proof-hash-short", 1, "hash_length", _line(_PROOF, 3, lambda _: base64.b64encode(bytes(31)) + b"\n")),
    Tampering("proof-index-changed", 1, "wrong_name", _swap_text(_PROOF, b"index 6", b"index 7")),
    Tampering("proof-renamed", 1, "wrong_name", lambda d: (d / _PROOF).rename(d / "proofs/7.tlog-proof")),
    Tampering(
        "proof-moved",
        1,
        "wrong_root",
        lambda d: (
            _swap_text(_PROOF, b"index 6", b"index 7")(d),
            (d / _PROOF).rename(d / "proofs/7.tlog-proof"),
        ),
    ),
    Tampering("proof-version-2", 1, "malformed_proof", _swap_text(_PROOF, b"@v1", b"@v2")),
    Tampering("proof-index-zero-led", 1, "number", _swap_text(_PROOF, b"index 6", b"index 06")),
    Tampering("proof-cut", 1, "malformed_note", _edit(_PROOF, lambda data: data[: data.index(b"\n\n") + 2])),
    Tampering(
        "proof-on-a-fork",
        1,
        "proof_fork",
        _edit(_PROOF, lambda _: _EARLY_FORK.proof(6).encode()),
    ),
    Tampering("proof-ahead", 1, "proof_fork", _edit(_PROOF, lambda _: _LONG.proof(6).encode())),
    Tampering(
        "proof-of-other-key", 1, "unknown_signer", _edit(_PROOF, lambda _: InventedLog(key=OTHER_KEY).proof(6).encode())
    ),
    Tampering("stray-among-proofs", 1, "unexpected_file", lambda d: (d / "proofs/06.tlog-proof").write_bytes(b"")),
    # openings
    Tampering("opening-changed", 1, "wrong_opening", _json(_OPENING, lambda v: v["payload"].update(event=7))),
    Tampering("opening-field-added", 1, "wrong_opening", _json(_OPENING, lambda v: v["payload"].update(more=1))),
    Tampering(
        "opening-salt-changed", 1, "wrong_opening", _json(_OPENING, lambda v: v.update(salt=_flipped_text(v["salt"])))
    ),
    Tampering("opening-of-other-leaf", 1, "wrong_name", _json(_OPENING, lambda v: v.update(seq=7))),
    Tampering("opening-renamed", 1, "wrong_name", lambda d: (d / _OPENING).rename(d / "openings/7.json")),
    Tampering("opening-not-canonical", 1, "canonical_json", _swap_text(_OPENING, b":", b": ")),
    Tampering(
        "opening-moved",
        1,
        "wrong_opening",
        lambda d: (_json(_OPENING, lambda v: v.update(seq=7))(d), (d / _OPENING).rename(d / "openings/7.json")),
    ),
    Tampering("stray-among-openings", 1, "unexpected_file", lambda d: (d / "openings/06.json").write_bytes(b"")),
    # what only an earlier checkpoint shows
    Tampering("rollback", 4, "rollback", _another(_SHORT, proofs=()), since=LOG.note()),
    Tampering("fork", 4, "fork", _another(_FORK, proofs=()), since=LOG.note(15)),
    Tampering("fork-of-same-size", 4, "fork", _another(_FORK, proofs=()), since=LOG.note()),
    Tampering("since-of-other-key", 3, "since_unusable", lambda _: None, since=InventedLog(key=OTHER_KEY).note(5)),
    # what a dishonest operator signs
    Tampering("time-backwards", 1, "leaf_time", _another(InventedLog(leaf_at=_backwards))),
    Tampering("gap-in-numbers", 1, "leaf_order", _another(InventedLog(leaf_at=_gap))),
    Tampering("enrolled-after-seal", 1, "enrolled_late", _another(InventedLog(enrolled_at=12))),
    # sealed runs
    Tampering("seal-size-changed", 1, "wrong_opening", _json(_SEAL, lambda v: v["payload"].update(size=8))),
    Tampering("seal-salt-changed", 1, "wrong_opening", _json(_SEAL, lambda v: v.update(salt=_flipped_text(v["salt"])))),
    Tampering("seal-of-other-leaf", 1, "leaf_missing", _json(_SEAL, lambda v: v.update(seq=99))),
    Tampering("seal-of-other-kind", 1, "wrong_opening", _json(_SEAL, lambda v: v.update(seq=6))),
    Tampering("seal-missing", 1, "seal_missing", _remove(_SEAL)),
    Tampering("seal-not-canonical", 1, "canonical_json", _swap_text(_SEAL, b":", b": ")),
    Tampering(
        "seal-renamed",
        1,
        "wrong_name",
        lambda d: (
            (d / _SEAL).rename(d / "sealed/nightly-2.json"),
            *(p.unlink() for p in (d / "sealed").glob("*.proof")),
        ),
    ),
    Tampering("answer-for-another", 1, "wrong_root", _json(_ANSWER, lambda v: v.update(subject="subject-9"))),
    Tampering("answer-key-changed", 1, "wrong_root", _json(_ANSWER, lambda v: v.update(key=_flipped_text(v["key"])))),
    Tampering("answer-sibling-dropped", 1, "wrong_root", _json(_ANSWER, lambda v: v["siblings"].pop())),
    Tampering("answer-end-removed", 1, "wrong_root", _json(_ANSWER, lambda v: v.update(end=None))),
    Tampering("answer-of-other-run", 1, "wrong_run", _json(_ANSWER, lambda v: v.update(run="nightly-2"))),
    Tampering("answer-not-enrolled", 1, "wrong_root", _json(_ANSWER, lambda v: v.update(index=(v["index"] + 1) % 12))),
    Tampering("stray-among-sealed", 1, "unexpected_file", lambda d: (d / "sealed/NIGHTLY-1.json").write_bytes(b"")),
]
