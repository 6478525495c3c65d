"""The secrets the store works with, and what is done with them. Nothing of this is ever in a table.

Envelope encryption: a payload is sealed under keys that belong to the people it is about; each of those keys is
random, stored wrapped under the master key, and the master key is kept outside the database. Throwing a person's
key away makes everything sealed under it noise, in every copy of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from socialmatch.config import Secrets
from socialmatch.errors import ConfigError, StoreCorrupt
from socialmatch.store.refs import Refs, derive, encode

KEY_SIZE: Final = 32
NONCE_SIZE: Final = 12

_PAYLOAD: Final = "socialmatch payload v1"


class Keyring:
    """Everything that needs the secrets.

    Parameters
    ----------
    master_key: wraps the keys of people from now on; 32 bytes.
    suppression_key: what refs and marks are made with; 32 bytes, never rotated.
    former_master_keys: still unwrap what they wrapped, until it was wrapped anew.
    """

    __slots__ = ("_masters", "master_id", "refs")

    def __init__(self, *, master_key: bytes, suppression_key: bytes, former_master_keys: Sequence[bytes] = ()) -> None:
        self.refs = Refs(suppression_key)
        self.master_id = key_id(master_key)
        self._masters = {key_id(key): AESGCM(key) for key in (*former_master_keys, master_key)}

    @classmethod
    def of(cls, secrets: Secrets) -> Keyring:
        """The keyring of an installation, its former master keys included.

        Raises
        ------
        ConfigError: a secret it needs was not given (``missing_secret``).
        """
        return cls(
            master_key=secrets.need("master_key"),
            suppression_key=secrets.need("suppression_key"),
            former_master_keys=secrets.former("master_key"),
        )

    def wrap(self, key: bytes, owner: bytes, nonce: bytes) -> bytes:
        """A key, sealed under the current master key and bound to its owner."""
        return nonce + self._masters[self.master_id].encrypt(nonce, key, owner)

    def unwrap(self, wrapped: bytes, owner: bytes, master_id: str) -> bytes:
        """Inverse of :meth:`wrap`, also for former master keys.

        Raises
        ------
        ConfigError: the master key that wrapped it is not on the ring (``wrong_key``).
        StoreCorrupt: what is stored was changed.
        """
        master = self._masters.get(master_id)
        if master is None:
            raise ConfigError(
                "the store was written with another master key",
                code="wrong_key",
                hint="give the former key too, until 'socialmatch audit rotate-keys' has run",
            )
        return _open(master, wrapped, owner)


def key_id(key: bytes) -> str:
    """What a table says of the key something was made with: 16 hexadecimal digits that tell nothing about it."""
    return sha256(b"socialmatch key id v1\0" + key).hexdigest()[:16]


def seal(payload: bytes, keys: Iterable[bytes], bound_to: bytes, randbytes: Callable[[int], bytes]) -> bytes:
    """A payload sealed with AES-256-GCM: nonce, ciphertext, tag.

    Parameters
    ----------
    keys: of everybody it is about, in the order of their refs. The key it is sealed under is made of all of them,
        so it is gone as soon as one of them is. bound_to: what it belongs to; moved elsewhere it does not open.
    """
    nonce = randbytes(NONCE_SIZE)
    return nonce + _payload_cipher(keys).encrypt(nonce, payload, bound_to)


def unseal(sealed: bytes, keys: Iterable[bytes], bound_to: bytes) -> bytes:
    """Inverse of :func:`seal`.

    Raises
    ------
    StoreCorrupt: it was changed, or belongs elsewhere.
    """
    return _open(_payload_cipher(keys), sealed, bound_to)


def place(tenant: str, leaf: bytes) -> bytes:
    """What a payload is bound to: its tenant's log and its own leaf there."""
    return _tenant(tenant) + leaf


@lru_cache
def _tenant(tenant: str) -> bytes:
    return encode(tenant)


def _payload_cipher(keys: Iterable[bytes]) -> AESGCM:
    return AESGCM(derive(b"".join(keys), _PAYLOAD))


def _open(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], bound_to)
    except (InvalidTag, ValueError):
        pass
    raise StoreCorrupt("what is stored does not open with its key", code="does_not_open")
