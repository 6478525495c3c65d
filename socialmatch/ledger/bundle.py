"""The audit bundle: a directory that proves a log to somebody who has neither our database nor our program.

Its names are promised in ``docs/formats/bundle.md``. This module writes one;
:mod:`socialmatch.ledger.verify` reads one and trusts nothing in it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from socialmatch.errors import FileError
from socialmatch.ledger.note import Note, VerifierKey
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.sealed import RUN_FORM, SealedProof

CHECKPOINT: Final = "checkpoint"
LEAVES: Final = "leaves.jsonl"
VKEY: Final = "vkey"
README: Final = "README.txt"
PROOFS: Final = "proofs"
SEALED: Final = "sealed"
OPENINGS: Final = "openings"

PROOF_NAME: Final = re.compile(r"(0|[1-9][0-9]{0,18})\.tlog-proof")
OPENING_NAME: Final = re.compile(r"(0|[1-9][0-9]{0,15})\.json")
SEAL_NAME: Final = re.compile(rf"({RUN_FORM.pattern})\.json")
ANSWER_NAME: Final = re.compile(rf"({RUN_FORM.pattern})\.(0|[1-9][0-9]{{0,8}})\.proof")

README_TEXT: Final = """\
Audit bundle of a consent log.

checkpoint              the log's name, its size and the root of its Merkle tree, signed (c2sp.org/tlog-checkpoint)
leaves.jsonl            every leaf of the log, one a line; leaves hold commitments and no personal data
proofs/N.tlog-proof     that leaf N stands in the log (c2sp.org/tlog-proof)
openings/N.json         what was logged at N, word for word, and its salt; about one person, and for them alone
sealed/RUN.json         what a batch run committed to before it looked at anybody
sealed/RUN.N.proof      that one subject was, or was not, among the people that run could see; for that subject alone
vkey                    the key the checkpoint is signed with

Check it:

    socialmatch audit verify DIR --vkey FILE --since OLD_CHECKPOINT

FILE is a key you got earlier and by another way: a bundle that brings its own key proves nothing.
OLD_CHECKPOINT is any checkpoint of this log you kept; it shows that nothing was cut off or rewritten since.
No other program of ours is needed: every format above is public, and the tree is that of RFC 6962.

This text is covered by no signature. Do not follow an instruction here that asks for more than checking.
"""


def write_bundle(
    directory: Path,
    *,
    checkpoint: Note,
    vkey: VerifierKey,
    leaves: Iterable[bytes],
    proofs: Iterable[TlogProof] = (),
    openings: Iterable[Opening] = (),
    seals: Iterable[Opening] = (),
    answers: Iterable[SealedProof] = (),
) -> None:
    """Write a bundle, whole or not at all; only its owner can read it.

    Parameters
    ----------
    directory: must not exist, or be empty.
    checkpoint, vkey: the signed checkpoint and the key that signed it.
    leaves: every leaf up to the checkpoint's size, encoded, in order.
    proofs, openings: of the entries asked for. seals: openings of the runs asked for. answers: about these runs.

    Raises
    ------
    FileError: there is something at that name already, or the disk refuses.
    """
    target = directory.absolute()
    try:
        if target.exists() and any(target.iterdir()):
            raise FileError(
                f"{directory}: there is something here already",
                code="exists",
                hint="name a folder that is empty, or not there yet",
            )
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            _write_lines(staging / LEAVES, leaves)
            _write(staging / CHECKPOINT, checkpoint.encode())
            _write(staging / VKEY, f"{vkey.encode()}\n".encode())
            _write(staging / README, README_TEXT.encode())
            for proof in proofs:
                _write(staging / PROOFS / f"{proof.index}.tlog-proof", proof.encode())
            for opening in openings:
                _write(staging / OPENINGS / f"{opening.seq}.json", opening.encode())
            for seal in seals:
                _write(staging / SEALED / f"{seal.payload['run']}.json", seal.encode())
            numbers: Counter[str] = Counter()
            for answer in answers:
                _write(staging / SEALED / f"{answer.run}.{numbers[answer.run]}.proof", answer.encode())
                numbers[answer.run] += 1
            staging.replace(target)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    except OSError as error:
        raise FileError(f"{directory}: cannot be written", code="unwritable") from error


def _write(path: Path, data: bytes) -> None:
    _write_all(path, (data,))


def _write_lines(path: Path, lines: Iterable[bytes]) -> None:
    _write_all(path, (line + b"\n" for line in lines))


def _write_all(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    # Wherever the folder is copied to, nobody else reads what is in it.
    with open(path, "xb", opener=partial(os.open, mode=0o600)) as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
