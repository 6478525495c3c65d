"""The file a backup is: a ZIP archive of the database and of a manifest that says what it is.

The manifest has the digest of the database, the version of its tables, and of each tenant's log the size and the root
of its tree, so that a backup can be compared with a checkpoint before it is restored. No secret is in either.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from socialmatch.canonical import Json, canonical
from socialmatch.errors import FileError
from socialmatch.files.writers import atomic_write
from socialmatch.moments import format_moment, parse_moment

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "store.db"
MAX_MANIFEST: Final = 1 << 24
"""Bytes of a manifest."""
_PART: Final = 1 << 20
_NOT_A_BACKUP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    ArithmeticError,
    RuntimeError,
)
"""What the reader of archives raises for something that is none, is cut off, encrypted or packed in another way."""


@dataclass(frozen=True, slots=True)
class TenantLog:
    """Where a tenant's log stood.

    Attributes
    ----------
    epoch: of the log. size: its events. root: of the tree over them, 32 bytes.
    """

    epoch: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes
    ----------
    made_at: when. schema: version of the tables. size: of the database, in bytes. sha256: its digest, 32 bytes.
    logs: by tenant.
    """

    made_at: datetime
    schema: str
    size: int
    sha256: bytes
    logs: Mapping[str, TenantLog]

    def encode(self) -> bytes:
        """As canonical JSON."""
        logs: list[Json] = [
            {"tenant": tenant, "epoch": f"{one.epoch:x}", "size": one.size, "root": one.root.hex()}
            for tenant, one in sorted(self.logs.items())
        ]
        return canonical(
            {
                "bytes": self.size,
                "logs": logs,
                "made_at": format_moment(self.made_at),
                "schema": self.schema,
                "sha256": self.sha256.hex(),
                "v": VERSION,
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> Manifest:
        """Inverse of :meth:`encode`.

        Raises
        ------
        ValueError, KeyError, TypeError: it is none.
        """
        said: dict[str, Any] = json.loads(data)
        if said["v"] != VERSION:
            raise ValueError("another version")
        logs = {
            str(one["tenant"]): TenantLog(int(one["epoch"], 16), int(one["size"]), bytes.fromhex(one["root"]))
            for one in said["logs"]
        }
        made_at = parse_moment(said["made_at"])
        return cls(made_at, str(said["schema"]), int(said["bytes"]), bytes.fromhex(said["sha256"]), logs)


def pack(database: Path, to: Path, manifest: Manifest) -> None:
    """Write a backup: whole or not at all, readable by its owner only.

    Raises
    ------
    FileError: it cannot be written.
    """
    with atomic_write(to) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, manifest.encode())
        archive.write(database, DATABASE)


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself.

    Raises
    ------
    FileError: it cannot be read (``unreadable``), or is no whole backup (``bad_backup``).
    """
    with _opened(path) as archive:
        return _manifest(archive)


def unpack(path: Path, database: Path) -> Manifest:
    """Write the database of a backup to a file, and check that it is the one that was backed up.

    Raises
    ------
    FileError: the backup cannot be read (``unreadable``), or is damaged or none (``bad_backup``); the disk refuses.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive)
        digest, size = hashlib.sha256(), 0
        with archive.open(DATABASE) as packed, atomic_write(database) as file:
            while part := packed.read(_PART):
                size += len(part)
                if size > manifest.size:
                    break
                digest.update(part)
                file.write(part)
        if size != manifest.size or digest.digest() != manifest.sha256:
            raise _bad(path)
    return manifest


def digest_of(path: Path) -> tuple[int, bytes]:
    """Size and SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_PART):
            digest.update(part)
    return path.stat().st_size, digest.digest()


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _NOT_A_BACKUP:
        raise _bad(path) from None
    except OSError as error:
        if error.errno is None:  # said by an unpacker, not by the system
            raise _bad(path) from None
        raise FileError(f"{path} cannot be read: {error.strerror}", code="unreadable") from None


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as file:
        return Manifest.parse(file.read(MAX_MANIFEST))


def _bad(path: Path) -> FileError:
    return FileError(
        f"{path} is no whole backup: cut off, damaged, or something else",
        code="bad_backup",
        hint="take another one; nothing was changed",
    )
