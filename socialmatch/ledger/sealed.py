"""Sealed runs: a run commits to the people it may see before it looks at anybody.

1. **Enrolment.** When a subject becomes known it gets a label key, 32 random bytes, and the log a leaf
   that commits to it (:class:`Enrolment`; one leaf serves a whole import). The commitment binds key
   and subject together and gives neither away.
2. **Seal.** Before a run scores, it makes a label for every member of its permitted set, puts the labels
   into a :class:`~socialmatch.ledger.prefix_tree.PrefixTree`, and logs the root (:class:`Seal`).
3. **Proof.** Later anybody can be shown about one subject that the run could, or could not, see it
   (:class:`SealedProof`): the key, its enrolment before the seal, and the label's path in the tree.

A label is HMAC-SHA-256(label key, run and subject): for everybody without the key it is random, in every run
another. So a proof shows of other people at most one label and some hashes, and opening one subject's
key lets nobody test a neighbour. It does let its holder test that one subject: hand a proof to the subject,
or to who may know. Destroying a key (erasure) makes its labels in all runs unreadable for good;
the commitment in the enrolment stays, and says nothing.

What a proof excludes, however dishonest the operator: both answers for one enrolled key and one run; another
set after the seal; a key chosen after the seal; the key of another subject.

What a dishonest operator could still do:

- read people outside the seal, or in a run without one. The seal is about the record, not the processor;
  the tests of this library and a reading of the code that runs are what stands for that.
- enrol one subject twice, seal with one key and show the other. Who may read the database can count
  keys; a subject that kept its key from its receipt knows at least that it is shown its own.
- seal several sets for one run and show the convenient one. Seals are the only leaves of the class ``run``, so
  everybody can count them and ask for every opening.
- refuse to hand out a proof, or say that a subject was never enrolled. Silence proves nothing.
- choose ``as_of``, ``position`` and ``size``: they are statements; only the root is bound to the members.
- seal late by its own clock. When a seal was made is known only up to the checkpoints others hold.
"""

from __future__ import annotations

import hmac
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from socialmatch.canonical import canonical
from socialmatch.errors import ProofInvalid
from socialmatch.leaf import TypeClass
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.lines import read_line, take_fields, write_line
from socialmatch.ledger.merkle import MemoryTree, leaf_hash, prove_inclusion, verify_inclusion
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.prefix_tree import PrefixPath, PrefixTree
from socialmatch.ledger.text import hash_from_base64, to_base64
from socialmatch.models import ProfileKey, Subject

KEY_SIZE: Final = 32
"""Bytes of a label key."""

RUN_FORM: Final = re.compile(r"[0-9a-z][0-9a-z_-]{0,63}")
"""What a run may be called; it is part of file names."""

_KEY_DOMAIN: Final = b"socialmatch/label-key@v1"
_LABEL_DOMAIN: Final = b"socialmatch/label@v1"


def subject_name(subject: Subject) -> str:
    """A subject as one text that names no other: canonical JSON of its kind and key."""
    if isinstance(subject, ProfileKey):
        parts = ["profile", subject.tenant, subject.platform, subject.scope, subject.user_id]
    else:
        parts = ["account", subject.tenant, subject.crm, subject.account_id]
    return canonical(parts).decode()


def key_commitment(key: bytes, subject: str) -> bytes:
    """What an enrolment says of a label key: HMAC-SHA-256(key, domain || 0x00 || subject)."""
    return _keyed(key, _KEY_DOMAIN, subject.encode())


def run_label(key: bytes, subject: str, run: str) -> bytes:
    """The label of a subject in a run: HMAC-SHA-256(key, domain || 0x00 || run || 0x00 || subject)."""
    return _keyed(key, _LABEL_DOMAIN, run.encode() + b"\x00" + subject.encode())


# --- what the log commits to ---------------------------------------------------------------------


class Enrolment:
    """The label keys that one leaf of class ``enrolment`` commits to.

    Parameters
    ----------
    commitments: of :func:`key_commitment`, at least one, in any order. They are sorted, so that a place in
        the tree says nothing about the order of an import.

    Raises
    ------
    ProofInvalid: there is none, or one is not 32 bytes long.
    """

    def __init__(self, commitments: Iterable[bytes]) -> None:
        self._commitments = sorted(commitments)
        if not self._commitments or any(len(item) != KEY_SIZE for item in self._commitments):
            raise ProofInvalid("an enrolment needs commitments of 32 bytes", code="malformed_enrolment")
        self._tree = MemoryTree(map(leaf_hash, self._commitments))

    def payload(self) -> dict[str, Any]:
        """The event to log. It names nobody."""
        root = to_base64(self._tree.root())
        return {"kind": "labels_enrolled", "root": root, "size": self._tree.size, "v": 1}

    def prove(self, commitment: bytes) -> tuple[int, tuple[bytes, ...]]:
        """Index and audit path of a commitment.

        Raises
        ------
        ProofInvalid: it is not in this enrolment.
        """
        index = bisect_left(self._commitments, commitment)
        if self._commitments[index : index + 1] != [commitment]:
            raise ProofInvalid("the key is not of this enrolment", code="not_enrolled")
        return index, tuple(prove_inclusion(index, self._tree.size, self._tree.read))


@dataclass(frozen=True, slots=True)
class Seal:
    """What a run says before it begins; the payload of a leaf of class ``run``.

    Parameters
    ----------
    run: its name. purpose: what the members agreed to. as_of: moment their consent was read at, ms since 1970.
    position: size of the log when it was read. size: number of members. root: of the tree of their labels.

    Raises
    ------
    ProofInvalid: the run's name is not of the form :data:`RUN_FORM`, or a number is negative.
    """

    run: str
    purpose: str
    as_of: int
    position: int
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _check_run(self.run)
        if min(self.as_of, self.position, self.size) < 0:
            raise ProofInvalid("a number of a seal is negative", code="malformed_seal")

    def payload(self) -> dict[str, Any]:
        """The event to log. It names nobody. Inverse of :meth:`from_payload`."""
        return {
            "as_of": self.as_of,
            "kind": "run_sealed",
            "position": self.position,
            "purpose": self.purpose,
            "root": to_base64(self.root),
            "run": self.run,
            "size": self.size,
            "v": 1,
        }

    @classmethod
    def from_payload(cls, value: Any) -> Seal:
        """Read the event again.

        Raises
        ------
        ProofInvalid: it is no seal.
        """
        types = {"as_of": int, "kind": str, "position": int, "purpose": str, "root": str, "run": str, "size": int}
        fields = take_fields(value, **types, v=int)
        if (fields["kind"], fields["v"]) != ("run_sealed", 1):
            raise ProofInvalid("not a seal", code="malformed_seal")
        root = hash_from_base64(fields["root"])
        return cls(fields["run"], fields["purpose"], fields["as_of"], fields["position"], fields["size"], root)


def seal_run(
    members: Iterable[tuple[bytes, str]], *, run: str, purpose: str, as_of: int, position: int
) -> tuple[Seal, PrefixTree]:
    """Commit to a permitted set.

    Parameters
    ----------
    members: label key and :func:`subject_name` of every account and every profile in the set, each once.
    run, purpose, as_of, position: see :class:`Seal`.

    Returns
    -------
    What to log before scoring begins, and the tree that proofs come from. The tree need not be kept: the
    same members give the same tree.

    Raises
    ------
    ProofInvalid: the run's name is not allowed, a key is not 32 bytes long, or a member comes twice.
    """
    _check_run(run)
    tree = PrefixTree(run_label(key, subject, run) for key, subject in members)
    return Seal(run, purpose, as_of, position, len(tree), tree.root), tree


# --- what a person is handed ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SealedProof:
    """That one subject was, or was not, among those a run could see.

    Parameters
    ----------
    run: the sealed run. subject, key: whom this is about, and the subject's label key.
    enrolment: opening of the leaf that committed to the key. index, hashes: the key's place in that enrolment.
    path: of the label in the run's tree.
    """

    run: str
    subject: str = field(repr=False)
    key: bytes = field(repr=False)
    enrolment: Opening
    index: int
    hashes: tuple[bytes, ...]
    path: PrefixPath

    def encode(self) -> bytes:
        """The proof as a file: one line of canonical JSON. Inverse of :meth:`parse`."""
        value = {
            "end": None if self.path.end is None else to_base64(self.path.end),
            "enrolment": self.enrolment.to_value(),
            "hashes": [to_base64(digest) for digest in self.hashes],
            "index": self.index,
            "key": to_base64(self.key),
            "run": self.run,
            "siblings": [to_base64(digest) for digest in self.path.siblings],
            "subject": self.subject,
            "v": 1,
        }
        return write_line(value)

    @classmethod
    def parse(cls, data: bytes) -> SealedProof:
        """Read a proof file; verifies nothing.

        Raises
        ------
        ProofInvalid: it is not a proof in its one spelling.
        """
        text = (str, type(None))
        types = {"enrolment": dict, "hashes": list, "index": int, "key": str, "run": str, "siblings": list}
        fields = take_fields(read_line(data), **types, end=text, subject=str, v=int)
        if fields["v"] != 1:
            raise ProofInvalid("not a proof of this version", code="malformed_proof")
        end = None if fields["end"] is None else hash_from_base64(fields["end"])
        return cls(
            fields["run"],
            fields["subject"],
            hash_from_base64(fields["key"]),
            Opening.from_value(fields["enrolment"]),
            fields["index"],
            _hashes(fields["hashes"]),
            PrefixPath(end, _hashes(fields["siblings"])),
        )

    def verify(self, seal: Seal, sealed_at: int, leaf_at: Callable[[int], Leaf]) -> bool:
        """Whether the run could see the subject: true and false are both proved.

        Parameters
        ----------
        seal: of the run, opened from its leaf. sealed_at: position of that leaf.
        leaf_at: the log's verified leaves, by position.

        Raises
        ------
        ProofInvalid: it proves neither.
        """
        if seal.run != self.run:
            raise ProofInvalid("the proof is of another run", code="wrong_run")
        if self.enrolment.seq >= sealed_at:
            raise ProofInvalid("the key was enrolled after the run was sealed", code="enrolled_late")
        self.enrolment.check(leaf_at(self.enrolment.seq), TypeClass.ENROLMENT)
        enrolled = take_fields(dict(self.enrolment.payload), kind=str, root=str, size=int, v=int)
        if (enrolled["kind"], enrolled["v"]) != ("labels_enrolled", 1):
            raise ProofInvalid("not an enrolment", code="malformed_enrolment")
        verify_inclusion(
            leaf_hash(key_commitment(self.key, self.subject)),
            index=self.index,
            size=enrolled["size"],
            root=hash_from_base64(enrolled["root"]),
            proof=self.hashes,
        )
        return self.path.holds(run_label(self.key, self.subject, self.run), seal.root)


def _hashes(values: Sequence[Any]) -> tuple[bytes, ...]:
    if not all(isinstance(value, str) for value in values):
        raise ProofInvalid("a field of a JSON object has the wrong type", code="fields")
    return tuple(map(hash_from_base64, values))


def _check_run(run: str) -> None:
    if not RUN_FORM.fullmatch(run):
        raise ProofInvalid("a run is named by up to 64 of a-z, 0-9, - and _", code="run_name")


def _keyed(key: bytes, domain: bytes, message: bytes) -> bytes:
    if len(key) != KEY_SIZE:
        raise ProofInvalid("a label key is not 32 bytes long", code="malformed_key")
    return hmac.digest(key, domain + b"\x00" + message, "sha256")
