"""Signed notes as C2SP specifies them (https://c2sp.org/signed-note), with Ed25519 keys only (type 0x01).

A note is text, a blank line, and signature lines. Who holds a :class:`VerifierKey` can check it::

    example.com/log+33d7b496+AeHTu4Q3...      a verifier key: name, key id, base64(type || public key)
    — example.com/log M9e0lhxJ...             a signature line: name, base64(key id || signature)

The key id says which key a line claims to be of; it is too short to prove anything by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from socialmatch.errors import ProofInvalid
from socialmatch.ledger.text import from_base64, to_base64

MAX_NOTE_BYTES: Final = 1_000_000
"""Larger notes are refused unread."""

MAX_SIGNATURES: Final = 100
"""The specification asks for at least 16; Go's implementation stops at 100 as well."""

_ED25519: Final = b"\x01"
_DASH: Final = "\N{EM DASH} "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")  # and what has no UTF-8
_PRIVATE: Final = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under the name of a log.

    Parameters
    ----------
    name: the log's name, non-empty, without spaces and plus signs; for a log it is its origin.
    public_key: Ed25519, 32 bytes.

    Raises
    ------
    ProofInvalid: the name or the key cannot be used.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public_key) != 32:
            raise ProofInvalid("an Ed25519 public key has 32 bytes", code="malformed_key")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name || newline || 0x01 || public key)."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @classmethod
    def parse(cls, line: str) -> VerifierKey:
        """Read a key line, without its newline. Inverse of :meth:`encode`.

        Raises
        ------
        ProofInvalid: it is not of that form, of another key type, or its key id is not that of its key.
        """
        name, key_id, material = _read_key(line)
        key = cls(name, material)
        if key.key_id.hex() != key_id:
            raise ProofInvalid("the key id does not belong to the key", code="malformed_key")
        return key

    def encode(self) -> str:
        """The key line, without a newline."""
        return _write_key(self.name, self.key_id, self.public_key)

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made a signature of a message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key under the name of a log; whoever holds it can speak for the log.

    Parameters
    ----------
    name: see :class:`VerifierKey`. seed: Ed25519 private key (RFC 8032), 32 random bytes.
    """

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.seed) != 32:
            raise ProofInvalid("an Ed25519 private key has 32 bytes", code="malformed_key")

    @property
    def verifier(self) -> VerifierKey:
        """The public side."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return VerifierKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @classmethod
    def parse(cls, line: str) -> SigningKey:
        """Read a key in the form ``PRIVATE+KEY+name+id+base64`` that Go's tools write. Inverse of :meth:`encode`.

        Raises
        ------
        ProofInvalid: it is not of that form; the message does not repeat it.
        """
        if not line.startswith(_PRIVATE):
            raise ProofInvalid("not a signing key", code="malformed_key")
        name, key_id, seed = _read_key(line.removeprefix(_PRIVATE))
        key = cls(name, seed)
        if key.verifier.key_id.hex() != key_id:
            raise ProofInvalid("the key id does not belong to the key", code="malformed_key")
        return key

    def encode(self) -> str:
        """The key as text. It is a secret."""
        return _PRIVATE + _write_key(self.name, self.verifier.key_id, self.seed)

    def sign(self, text: str) -> Note:
        """A note of this text with our signature."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Note(text, (Signature(self.name, self.verifier.key_id, signature),))


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: whose it claims to be, and the signature. Says nothing until it is verified."""

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.key_id) != 4 or not self.signature:
            raise ProofInvalid("a signature needs a key id of four bytes and a signature", code="malformed_note")


@dataclass(frozen=True, slots=True)
class Note:
    """Text with signatures, as it was read. Use the text only after :meth:`verify`.

    Parameters
    ----------
    text: ends with a newline. signatures: one or more.

    Raises
    ------
    ProofInvalid: no note could be written of these.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or _CONTROL.search(self.text):
            raise _malformed("the text does not end with a newline, or holds a control character")
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise _malformed("it has no signature, or too many")

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Read a note. Inverse of :meth:`encode`; verifies nothing.

        Raises
        ------
        ProofInvalid: it is not a note, or not in the one spelling a note has.
        """
        if len(data) > MAX_NOTE_BYTES:
            raise _malformed("it is too large")
        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            raise _malformed("it is not UTF-8") from error
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not lines.endswith("\n"):
            raise _malformed("it has no signature lines")
        return cls(text + "\n", tuple(map(_read_signature, lines[:-1].split("\n"))))

    def encode(self) -> bytes:
        """The note as it is stored and sent."""
        lines = (f"{_DASH}{s.name} {to_base64(s.key_id + s.signature)}\n" for s in self.signatures)
        return f"{self.text}\n{''.join(lines)}".encode()

    def verify(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """The keys, of those we trust, that signed this note.

        Lines of other keys are ignored, wherever they stand: witnesses and retired keys may have signed too.

        Raises
        ------
        ProofInvalid: a line that claims to be of a trusted key is not, or none of them signed.
        """
        trusted = {(key.name, key.key_id): key for key in keys}
        signers: dict[VerifierKey, None] = {}
        for line in self.signatures:
            key = trusted.get((line.name, line.key_id))
            if key is None:
                continue
            if not key.verifies(self.text.encode(), line.signature):
                raise ProofInvalid("the signature of a known key is wrong", code="bad_signature")
            signers[key] = None
        if not signers:
            raise ProofInvalid("no known key signed this", code="unknown_signer")
        return tuple(signers)


def parse_keys(text: str) -> tuple[VerifierKey, ...]:
    """Verifier keys from a file the reader trusts: one a line, as after a change of key; blank lines are skipped.

    Raises
    ------
    ProofInvalid: a line is not a key, there is none, or they are not all of the same log.
    """
    keys = tuple(VerifierKey.parse(line.strip()) for line in text[:MAX_NOTE_BYTES].splitlines() if line.strip())
    if len(text) > MAX_NOTE_BYTES or len({key.name for key in keys}) != 1:
        raise ProofInvalid("expected the verifier keys of one log", code="malformed_key")
    return keys


def _read_key(line: str) -> tuple[str, str, bytes]:
    """Name, key id and key material of a key line."""
    name, _, rest = line.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not re.fullmatch(r"[0-9a-f]{8}", key_id):
        raise ProofInvalid("not a key line: name+id+key", code="malformed_key")
    material = from_base64(encoded)
    if material[:1] != _ED25519:
        raise ProofInvalid("not an Ed25519 key", code="malformed_key")
    return name, key_id, material[1:]


def _write_key(name: str, key_id: bytes, material: bytes) -> str:
    return f"{name}+{key_id.hex()}+{to_base64(_ED25519 + material)}"


def _read_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise _malformed("a signature line is not of that form")
    data = from_base64(encoded)
    return Signature(name, data[:4], data[4:])


def _check_name(name: str) -> None:
    if not name or "+" in name or _CONTROL.search(name) or any(map(str.isspace, name)):
        raise ProofInvalid("a key name is empty, or has a space, a plus sign or a control character", code="key_name")


def _malformed(why: str) -> ProofInvalid:
    return ProofInvalid(f"not a signed note: {why}", code="malformed_note")
