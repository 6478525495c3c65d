"""A bundle checked offline: no store, no database, no network, and no trust in anything the bundle says of itself.

What is trusted comes from the caller: the verifier key (log name and public key), and the checkpoint kept
from an earlier time, if there is one. The leaves are read once, as a stream.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from socialmatch.errors import FileError, Inconsistent, ProofInvalid
from socialmatch.leaf import TypeClass
from socialmatch.ledger import bundle
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.leaf import MAX_LEAF_BYTES, Leaf
from socialmatch.ledger.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from socialmatch.ledger.note import MAX_NOTE_BYTES, VerifierKey, parse_keys
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import MAX_PROOF_BYTES, TlogProof
from socialmatch.ledger.sealed import Seal, SealedProof

_PROGRESS_EVERY: Final = 16_384
_TOP_LEVEL: Final = frozenset(
    {bundle.CHECKPOINT, bundle.LEAVES, bundle.VKEY, bundle.README, bundle.PROOFS, bundle.SEALED, bundle.OPENINGS}
)

Progress = Callable[[int, int], None]
"""Called now and then with the leaves checked so far and their number."""


class Status(StrEnum):
    """What can be said of a bundle."""

    VALID = "valid"
    INVALID = "invalid"
    UNREADABLE = "unreadable"
    INCONSISTENT = "inconsistent"


_EXIT_CODES: Final = {Status.VALID: 0, Status.INVALID: 1, Status.UNREADABLE: 3, Status.INCONSISTENT: 4}


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """What one sealed proof shows.

    Attributes
    ----------
    run: the sealed run. number: of the proof file. subject: whom it is about. member: whether the run could see them.
    """

    run: str
    number: int
    subject: str = field(repr=False)
    member: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check.

    Attributes
    ----------
    status: valid, invalid, unreadable, or inconsistent with the earlier checkpoint.
    code: why not valid, as a stable word; ``"rollback"`` and ``"fork"`` where it is inconsistent.
    message: the same as a sentence.
    checkpoint: of the bundle, ``None`` where it could not be trusted.
    counts: leaves by class; for one, the number of sealed runs there must be openings of.
    proofs: entries proved, by position. openings: what was logged where, proved. sealed: answers proved.
    leaves: of the entries proved or opened, by position.
    unchecked: files beside those of a bundle. Nothing vouches for them, nor for ``README.txt``.
    """

    status: Status
    code: str = ""
    message: str = ""
    checkpoint: Checkpoint | None = None
    counts: Mapping[TypeClass, int] = field(default_factory=dict)
    proofs: tuple[int, ...] = ()
    openings: tuple[Opening, ...] = field(default=(), repr=False)
    sealed: tuple[SealedAnswer, ...] = ()
    leaves: Mapping[int, Leaf] = field(default_factory=dict, repr=False)
    unchecked: int = 0

    @property
    def exit_code(self) -> int:
        """What a command ends with: 0 valid, 1 invalid, 3 cannot be read, 4 inconsistent."""
        return _EXIT_CODES[self.status]


def verify_bundle(
    directory: Path, vkey_text: str, since: bytes | None = None, *, progress: Progress | None = None
) -> Verdict:
    """Check a bundle; never raises for what is in it.

    Parameters
    ----------
    directory: the bundle. vkey_text: the verifier key lines the caller trusts, all of one log.
    since: an earlier signed checkpoint of the same log, kept by the caller.
    """
    check = _Check(directory)
    try:
        return check.run(vkey_text, since, progress)
    except FileError as error:
        return check.failed(Status.UNREADABLE, error.code, error)
    except Inconsistent as error:
        return check.failed(Status.INCONSISTENT, error.code, error)
    except ProofInvalid as error:
        return check.failed(Status.INVALID, error.code, error)


@dataclass
class _Log:
    """What one pass over the leaves leaves behind."""

    counts: Counter[TypeClass] = field(default_factory=Counter)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=lambda: {0: EMPTY_ROOT})


class _Check:
    """One check; ``checkpoint`` is set as soon as its signature is found good."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.checkpoint: Checkpoint | None = None

    def failed(self, status: Status, code: str, error: Exception) -> Verdict:
        return Verdict(status, code, str(error), self.checkpoint)

    def run(self, vkey_text: str, since: bytes | None, progress: Progress | None) -> Verdict:
        keys, known = _trusted(vkey_text, since)
        checkpoint = open_checkpoint(self._read(bundle.CHECKPOINT, MAX_NOTE_BYTES), keys)
        self.checkpoint = checkpoint
        self._check_vkey(keys)

        proofs = self._proofs()
        openings = self._openings()
        seals, answers = self._sealed()
        stood = {index: open_checkpoint(proof.checkpoint, keys) for index, proof in proofs.items()}
        log = self._read_log(
            checkpoint,
            wanted={
                *proofs,
                *openings,
                *(opening.seq for opening in seals.values()),
                *(answer.enrolment.seq for answer in answers.values()),
            },
            sizes={checkpoint.size, *(c.size for c in stood.values()), *((known.size,) if known else ())},
            progress=progress,
        )

        for index, proof in proofs.items():
            if log.roots.get(stood[index].size) != stood[index].root:
                raise ProofInvalid("a proof stands on another log than the bundle", code="proof_fork")
            proof.verify(_leaf(log, index).encode(), keys)
        for index, opening in openings.items():
            leaf = _leaf(log, index)
            opening.check(leaf, leaf.type_class)
        sealed = _check_sealed(log, seals, answers)
        if known:
            _check_known(log, known, checkpoint)
        unchecked = sum(1 for path in _entries(self.directory) if path.name not in _TOP_LEVEL)
        return Verdict(
            Status.VALID,
            checkpoint=checkpoint,
            counts=log.counts,
            proofs=tuple(proofs),
            openings=tuple(openings.values()),
            sealed=sealed,
            leaves={index: log.leaves[index] for index in sorted({*proofs, *openings})},
            unchecked=unchecked,
        )

    # --- reading ---------------------------------------------------------------------------------

    def _read(self, name: str, limit: int) -> bytes:
        """A small file; one byte more than the limit is enough for its parser to refuse it."""
        path = self.directory / name
        try:
            _check_regular(path)
            with path.open("rb") as file:
                return file.read(limit + 1)
        except OSError as error:
            raise FileError(f"{path}: cannot be read", code="unreadable_file") from error

    def _check_vkey(self, keys: Collection[VerifierKey]) -> None:
        """The bundle's own key decides nothing; but one that is not ours means that somebody meddled."""
        text = self._read(bundle.VKEY, MAX_NOTE_BYTES)
        if text not in {f"{key.encode()}\n".encode() for key in keys}:
            raise ProofInvalid("the key in the bundle is not the one you gave", code="other_key")

    def _proofs(self) -> dict[int, TlogProof]:
        proofs: dict[int, TlogProof] = {}
        for path in _entries(self.directory / bundle.PROOFS, optional=True):
            found = bundle.PROOF_NAME.fullmatch(path.name)
            if not found:
                raise ProofInvalid("a file among the proofs is none", code="unexpected_file")
            proof = TlogProof.parse(self._read(f"{bundle.PROOFS}/{path.name}", MAX_PROOF_BYTES))
            if proof.index != int(found[1]):
                raise ProofInvalid("a proof is not of the entry its name says", code="wrong_name")
            proofs[proof.index] = proof
        return dict(sorted(proofs.items()))

    def _openings(self) -> dict[int, Opening]:
        openings: dict[int, Opening] = {}
        for path in _entries(self.directory / bundle.OPENINGS, optional=True):
            found = bundle.OPENING_NAME.fullmatch(path.name)
            if not found:
                raise ProofInvalid("a file among the openings is none", code="unexpected_file")
            opening = Opening.parse(self._read(f"{bundle.OPENINGS}/{path.name}", MAX_PROOF_BYTES))
            if opening.seq != int(found[1]):
                raise ProofInvalid("an opening is not of the entry its name says", code="wrong_name")
            openings[opening.seq] = opening
        return dict(sorted(openings.items()))

    def _sealed(self) -> tuple[dict[str, Opening], dict[tuple[str, int], SealedProof]]:
        seals: dict[str, Opening] = {}
        answers: dict[tuple[str, int], SealedProof] = {}
        for path in _entries(self.directory / bundle.SEALED, optional=True):
            data = self._read(f"{bundle.SEALED}/{path.name}", MAX_PROOF_BYTES)
            if found := bundle.SEAL_NAME.fullmatch(path.name):
                seals[found[1]] = Opening.parse(data)
            elif found := bundle.ANSWER_NAME.fullmatch(path.name):
                answers[found[1], int(found[2])] = SealedProof.parse(data)
            else:
                raise ProofInvalid("a file among the sealed runs is none", code="unexpected_file")
        return seals, dict(sorted(answers.items()))

    def _read_log(
        self, checkpoint: Checkpoint, *, wanted: Collection[int], sizes: Collection[int], progress: Progress | None
    ) -> _Log:
        """Read every leaf once: form, order, time, and the tree over them."""
        path = self.directory / bundle.LEAVES
        log, tree, latest = _Log(), CompactRange(), 0
        try:
            _check_regular(path)
            with path.open("rb") as file:
                # A bounded read, so that a file without newlines does not fill the memory.
                while line := file.readline(MAX_LEAF_BYTES + 1):
                    if line[-1:] != b"\n":
                        raise ProofInvalid("a leaf is too long, or the last one cut off", code="leaf_cut")
                    leaf = Leaf.parse(line[:-1])
                    if leaf.seq != tree.size or tree.size == checkpoint.size:
                        raise ProofInvalid("the leaves do not follow each other", code="leaf_order")
                    if leaf.recorded_at < latest:
                        raise ProofInvalid("a leaf is earlier than the one before", code="leaf_time")
                    latest = leaf.recorded_at
                    log.counts[leaf.type_class] += 1
                    tree.append(leaf_hash(line[:-1]))
                    if leaf.seq in wanted:
                        log.leaves[leaf.seq] = leaf
                    if tree.size in sizes:
                        log.roots[tree.size] = tree.root()
                    if progress and tree.size % _PROGRESS_EVERY == 0:
                        progress(tree.size, checkpoint.size)
        except OSError as error:
            raise FileError(f"{path}: cannot be read", code="unreadable_file") from error
        if log.roots.get(checkpoint.size) != checkpoint.root:
            raise ProofInvalid("the leaves are not those of the checkpoint", code="leaves_root")
        return log


def _trusted(vkey_text: str, since: bytes | None) -> tuple[tuple[VerifierKey, ...], Checkpoint | None]:
    """What the caller knows. If that cannot be used, nothing can be said of the bundle."""
    try:
        keys = parse_keys(vkey_text)
    except ProofInvalid as error:
        raise FileError("the verifier key you gave cannot be used", code="vkey_unusable") from error
    try:
        return keys, None if since is None else open_checkpoint(since, keys)
    except ProofInvalid as error:
        raise FileError("the earlier checkpoint is not one of this log and key", code="since_unusable") from error


def _check_sealed(
    log: _Log, seals: dict[str, Opening], answers: dict[tuple[str, int], SealedProof]
) -> tuple[SealedAnswer, ...]:
    opened: dict[str, Seal] = {}
    for run, opening in seals.items():
        opening.check(_leaf(log, opening.seq), TypeClass.RUN)
        opened[run] = Seal.from_payload(opening.payload)
        if opened[run].run != run:
            raise ProofInvalid("a seal is not of the run its name says", code="wrong_name")
    found = []
    for (run, number), answer in answers.items():
        if run not in opened:
            raise ProofInvalid("a sealed proof comes without its run", code="seal_missing")
        member = answer.verify(opened[run], seals[run].seq, lambda seq: _leaf(log, seq))
        found.append(SealedAnswer(run, number, answer.subject, member))
    return tuple(found)


def _check_known(log: _Log, known: Checkpoint, checkpoint: Checkpoint) -> None:
    """Rollback and fork against what the caller kept; all leaves are here, so the old root can be seen directly."""
    if checkpoint.size < known.size:
        raise Inconsistent(
            "the log is shorter than the earlier checkpoint",
            code="rollback",
            known=known.size,
            offered=checkpoint.size,
        )
    if log.roots[known.size] != known.root:
        raise Inconsistent(
            "the log does not begin as the earlier checkpoint says",
            code="fork",
            known=known.size,
            offered=checkpoint.size,
        )


def _leaf(log: _Log, seq: int) -> Leaf:
    try:
        return log.leaves[seq]
    except KeyError as error:
        raise ProofInvalid("there is no such leaf in the bundle", code="leaf_missing") from error


def _entries(directory: Path, *, optional: bool = False) -> list[Path]:
    try:
        return sorted(directory.iterdir())
    except OSError as error:
        with suppress(OSError):
            if optional and not directory.exists():
                return []
        raise FileError(f"{directory}: cannot be read", code="unreadable_file") from error


def _check_regular(path: Path) -> None:
    """A pipe or device in a bundle would make us wait, or read, for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileError(f"{path}: not a regular file", code="unreadable_file")
