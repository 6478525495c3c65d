"""What a table holds of a code: a keyed digest, under a key that is never in the table.

    digest = HMAC-SHA-256(pepper, fields),  fields = label, tenant, kind, text

each field as UTF-8 behind its length (4 bytes, big-endian), so no two lists of fields look alike. ``text`` is what
``reveal()`` gives. Without the pepper a dump of every table tells nothing about any code, however short it is.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NoReturn, Self

from socialmatch.consent.codes import TokenText
from socialmatch.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from socialmatch.config import Secrets

PEPPER_BYTES: Final = 32
_LABEL: Final = "socialmatch token v1"
_NONCE_LABEL: Final = "socialmatch nonce v1"
_ID_LABEL: Final = b"socialmatch pepper id v1\0"


@dataclass(frozen=True, slots=True)
class Digest:
    """What is stored of a code.

    Attributes
    ----------
    pepper_id: which pepper made it. value: 32 bytes.
    """

    pepper_id: str
    value: bytes = field(repr=False)


class Peppers:
    """The pepper in use and the ones before it, each known by an id that tells nothing about it.

    Rotating without downtime: the new pepper becomes the current one, the old one stays among the former until the
    longest lifetime of an invitation (seven days) is over.

    Parameters
    ----------
    current: makes the digests from now on; 32 bytes. former: still find what they made.

    Raises
    ------
    ConfigError: one is not 32 bytes long (``bad_secret``), or two are the same (``shared_secret``).
    """

    __slots__ = ("_keys",)

    def __init__(self, current: bytes, former: Sequence[bytes] = ()) -> None:
        keys = [bytes(key) for key in (current, *former)]
        if any(len(key) != PEPPER_BYTES for key in keys):
            raise ConfigError(f"a pepper has {PEPPER_BYTES} bytes", code="bad_secret")
        self._keys = {pepper_id(key): key for key in keys}
        if len(self._keys) < len(keys):
            raise ConfigError("two peppers are the same", code="shared_secret")

    @classmethod
    def of(cls, secrets: Secrets, former: Sequence[bytes] = ()) -> Self:
        """The peppers of an installation, its former ones and further ones included; made once, at start.

        Raises
        ------
        ConfigError: there is no pepper (``missing_secret``).
        """
        return cls(secrets.need("pepper"), (*secrets.former("pepper"), *former))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all peppers, the current one first."""
        return tuple(self._keys)

    def digest(self, text: TokenText, tenant: str) -> Digest:
        """What to store of a fresh code or invitation.

        Raises
        ------
        UsageError: the tenant's name cannot be written as UTF-8 (``tenant``).
        """
        return self.digests(text, tenant)[0]

    def digests(self, text: TokenText, tenant: str, *bound: str) -> tuple[Digest, ...]:
        """What may be stored of one that was issued before: its digest under each pepper, the current one first.

        Parameters
        ----------
        bound: what it is found by together with its text: of a state, the provider it was sent to.
        """
        message = _fields(_LABEL, tenant, text.kind, text.reveal(), *bound)
        return tuple(Digest(name, hmac.digest(key, message, "sha256")) for name, key in self._keys.items())

    def nonce(self, text: TokenText, tenant: str, pepper: str) -> str:
        """The nonce that goes with a state: nobody makes it who has the state alone, and it is kept nowhere.

        Parameters
        ----------
        pepper: id of the one that made the state's digest.

        Returns
        -------
        43 characters of base64url (256 bits); ``""`` if the pepper is not among these, so that nothing fits.
        """
        key = self._keys.get(pepper)
        if key is None:
            return ""
        digest = hmac.digest(key, _fields(_NONCE_LABEL, tenant, text.kind, text.reveal()), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def __repr__(self) -> str:
        return f"Peppers(ids={self.ids})"

    def __getstate__(self) -> NoReturn:
        raise UsageError("peppers are secrets and are not serialised", code="secret_serialised")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__getstate__()


def pepper_id(pepper: bytes) -> str:
    """What a table says of the pepper: 16 hexadecimal digits, one-way."""
    return sha256(_ID_LABEL + pepper).hexdigest()[:16]


def _fields(*fields: str) -> bytes:
    try:
        encoded = [text.encode() for text in fields]
    except UnicodeEncodeError:
        encoded = []
    if not encoded:  # raised here, because the codec's error holds the text
        raise UsageError("the tenant's name holds a lone surrogate", code="tenant")
    return b"".join(struct.pack(">I", len(part)) + part for part in encoded)
