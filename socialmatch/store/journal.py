"""The withdrawal journal: what was taken back, kept apart from the store, so that no older copy of the store undoes it.

A file for each tenant, one line for each commit in which somebody took something back or was forgotten. The line is
on the disk before the commit is: whatever was acknowledged is in the journal, and what is in the journal may at worst
be a "no" of which nobody was told that it was heard. It names people as the store does where it must not name them,
by keyed refs and keyed marks, and every line carries a keyed check.

The format, and what each line means, is ``docs/formats/journal.md``; why there is a journal,
``docs/adr/0054-restore-and-the-withdrawal-journal.md``. Applying it again is :mod:`socialmatch.backup`'s.
"""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from socialmatch.canonical import Json, canonical
from socialmatch.errors import FileError
from socialmatch.store.engine import embedded_file
from socialmatch.store.refs import Refs

VERSION: Final = 1
SUFFIX: Final = ".withdrawals"
"""Of the folder beside an embedded store in which its journal lies, where the settings name no other."""

WITHDRAWAL: Final = "withdrawal"
"""A line of what a commit takes away."""
KEPT: Final = "kept"
"""A line that says that the commit of an earlier one was kept."""
SETTLED: Final = "settled"
"""A line that says up to where the journal was applied again to a store that had been set back."""

RESTORED: Final = "restored"
"""Kind of the event that a restore leaves in the log, with the last checkpoint that had been signed before it."""

_OF_TENANT: Final = ".journal"
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_CHECK_SIZE: Final = 32
"""Hexadecimal digits of a line's check: 128 bits."""


def word(reason: str, instead: str) -> str:
    """A reason as a journal may hold it: it is not sealed, so words of somebody's own stay out of it."""
    return reason if _WORD.fullmatch(reason) else instead


@dataclass(slots=True)
class Taken:
    """What a commit takes away from one subject; filled while the session writes.

    Attributes
    ----------
    ref: of the subject. own: its mark, so that it can be kept out of a store that does not know it.
    purposes: how each agreement ended, and when that was said: ``{"support": ("withdrawn", 1795000000000)}``.
    shortened: when it was said of an agreement that it ends sooner, and its new end.
    marks: suppression marks that were put, by kind.
    unlinked: refs of the accounts it was taken from, each with the reason. suspended: the same of those where its link
    answers no more until it is proved anew.
    forgotten: whether the rows that name it went. removed: whether an account's own row went too.
    deleted: whether the CRM or the platform no longer had it, so that what it showed went.
    erased: on what basis its record was made unreadable; ``""`` if it was not.
    in_crm: whether the CRM is to erase its record of the customer.
    """

    ref: bytes
    own: bytes = b""
    purposes: dict[str, tuple[str, int]] = field(default_factory=dict)
    shortened: dict[str, tuple[int, int]] = field(default_factory=dict)
    marks: dict[str, bytes] = field(default_factory=dict)
    unlinked: dict[bytes, str] = field(default_factory=dict)
    suspended: dict[bytes, str] = field(default_factory=dict)
    forgotten: bool = False
    removed: bool = False
    deleted: bool = False
    erased: str = ""
    in_crm: bool = False

    def written(self) -> dict[str, Json]:
        """As plain JSON; what is empty is left out."""
        said: dict[str, Json] = {
            "own": self.own.hex(),
            "purposes": [[purpose, how, at] for purpose, (how, at) in self.purposes.items()],
            "shortened": [[purpose, at, until] for purpose, (at, until) in self.shortened.items()],
            "marks": {kind: mark.hex() for kind, mark in self.marks.items()},
            "unlinked": {ref.hex(): reason for ref, reason in self.unlinked.items()},
            "suspended": {ref.hex(): reason for ref, reason in self.suspended.items()},
            "forgotten": self.forgotten,
            "removed": self.removed,
            "deleted": self.deleted,
            "erased": self.erased,
            "in_crm": self.in_crm,
        }
        return {"ref": self.ref.hex(), **{name: value for name, value in said.items() if value}}

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Taken:
        """Inverse of :meth:`written`."""
        return cls(
            ref=bytes.fromhex(said["ref"]),
            own=bytes.fromhex(said.get("own", "")),
            purposes={purpose: (str(how), int(at)) for purpose, how, at in said.get("purposes", ())},
            shortened={purpose: (int(at), int(until)) for purpose, at, until in said.get("shortened", ())},
            marks={kind: bytes.fromhex(mark) for kind, mark in said.get("marks", {}).items()},
            unlinked={bytes.fromhex(ref): str(reason) for ref, reason in said.get("unlinked", {}).items()},
            suspended={bytes.fromhex(ref): str(reason) for ref, reason in said.get("suspended", {}).items()},
            forgotten=bool(said.get("forgotten", False)),
            removed=bool(said.get("removed", False)),
            deleted=bool(said.get("deleted", False)),
            erased=str(said.get("erased", "")),
            in_crm=bool(said.get("in_crm", False)),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal.

    Attributes
    ----------
    kind: :data:`WITHDRAWAL`, :data:`KEPT` or :data:`SETTLED`. epoch: of the log it was written under.
    at: the session's moment, in milliseconds since 1970. offset, end: where in the file the line begins and
    ends, in bytes.
    seq, leaf: position and leaf of the commit's last event, by which a store knows whether it holds the commit;
    ``seq`` is -1 where the commit had no event.
    refers: the offset of another line: the one that was kept, or the first one that is not settled.
    people: whom the commit took something from.
    """

    kind: str
    epoch: int
    at: int
    offset: int = 0
    end: int = 0
    seq: int = -1
    leaf: bytes = field(default=b"", repr=False)
    refers: int = 0
    people: tuple[Taken, ...] = field(default=(), repr=False)


class Journal:
    """The journal of one tenant.

    Parameters
    ----------
    path: the file; it and its folder are made with the first line, for their owner only. refs: the keyed names.
    tenant: whose.
    """

    def __init__(self, path: Path, refs: Refs, tenant: str) -> None:
        self.path = path
        self._refs = refs
        self._tenant = tenant

    def __repr__(self) -> str:
        return f"Journal({str(self.path)!r})"

    def append(self, line: Line, *, durable: bool = True) -> int:
        """Write a line; with ``durable`` it is on the disk when this returns. Its offset.

        Raises
        ------
        FileError: it cannot be written (``journal_unwritable``).
        """
        try:
            with self._open() as file:
                end = _end_of_whole_lines(file)
                os.ftruncate(file, end)  # of a line that was never finished nobody was told that it was heard
                os.lseek(file, end, os.SEEK_SET)
                try:
                    _write_all(file, self._encode(line))
                    if durable:
                        os.fsync(file)
                except OSError:
                    with contextlib.suppress(OSError):
                        os.ftruncate(file, end)
                    raise
                return end
        except OSError as error:
            raise FileError(
                f"{self.path}: the withdrawal journal cannot be written: {error.strerror}",
                code="journal_unwritable",
                hint="nothing was changed; make room or give the right to write, then do it again",
            ) from None

    def read(self, start: int = 0) -> list[Line]:
        """Every line from an offset on. A last one that was never finished is left out.

        Raises
        ------
        FileError: it cannot be read (``unreadable``), or a line is damaged or made with other keys (``bad_journal``).
        """
        data = self._bytes(start)
        lines, offset = [], start
        for text in data[: data.rfind(b"\n") + 1].splitlines(keepends=True):
            lines.append(self._decode(text[:-1], offset))
            offset += len(text)
        return lines

    def last_kept(self, epoch: int, upto: int) -> Line | None:
        """The last withdrawal with an event that was kept for certain under an epoch of the log, or ``None``.

        Parameters
        ----------
        upto: where the journal ended (:meth:`size`) when it was asked; later lines are not looked at.

        Raises
        ------
        As of :meth:`read`.
        """
        block = 1 << 16
        while upto:
            start = max(0, upto - block)
            if start:
                start += self._bytes(start).find(b"\n") + 1
            for line in reversed([line for line in self.read(start) if line.end <= upto]):
                if line.epoch == epoch and line.kind == SETTLED:
                    return None  # what came before was applied anew
                if line.epoch == epoch and line.kind == KEPT:
                    kept = self.read(line.refers)[0]
                    if kept.seq >= 0:  # without an event it cannot be looked for
                        return kept
            if not start:
                break
            block *= 4
        return None

    def size(self) -> int:
        """Where it ends now, in bytes; 0 while nobody took anything back."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def _bytes(self, start: int) -> bytes:
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                return file.read()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise FileError(f"{self.path} cannot be read: {error.strerror}", code="unreadable") from None

    @contextlib.contextmanager
    def _open(self) -> Iterator[int]:
        """The file, locked against every other process that writes to it."""
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_size == 0:
                _sync_folder(self.path.parent)
            yield file
        finally:
            os.close(file)

    def _encode(self, line: Line) -> bytes:
        said: dict[str, Json] = {
            "at": line.at,
            "epoch": f"{line.epoch:x}",
            "kind": line.kind,
            "leaf": line.leaf.decode(),
            "people": [one.written() for one in line.people],
            "refers": line.refers,
            "seq": line.seq,
            "v": VERSION,
        }
        text = canonical(said)
        return text + b"\t" + self._check(text) + b"\n"

    def _decode(self, line: bytes, offset: int) -> Line:
        text, _, check = line.partition(b"\t")
        if hmac.compare_digest(check, self._check(text)):
            said = json.loads(text)
            if said["v"] == VERSION:
                return Line(
                    kind=said["kind"],
                    epoch=int(said["epoch"], 16),
                    at=said["at"],
                    offset=offset,
                    end=offset + len(line) + 1,
                    seq=said["seq"],
                    leaf=said["leaf"].encode(),
                    refers=said["refers"],
                    people=tuple(Taken.read(one) for one in said["people"]),
                )
        raise FileError(
            f"{self.path}: the line at byte {offset} is damaged, or was not written with these keys",
            code="bad_journal",
            hint="give the suppression key it was written with, or bring back a copy of the journal",
        )

    def _check(self, text: bytes) -> bytes:
        """What ties a line to the tenant and the suppression key."""
        return self._refs.journal_check(self._tenant, text).hex()[:_CHECK_SIZE].encode()


@dataclass(frozen=True, slots=True)
class Journals:
    """The journals of an installation: a folder with a file for each tenant.

    Parameters
    ----------
    folder: where. refs: the keyed names.
    """

    folder: Path
    refs: Refs = field(repr=False)

    @classmethod
    def of(cls, url: str, folder: str, refs: Refs) -> Journals | None:
        """The journals of the store at an address.

        Parameters
        ----------
        folder: what the settings name; ``""`` for beside an embedded store.

        Returns
        -------
        ``None`` where there is none: a store in memory, or one on a server for which no folder is named.
        """
        file = embedded_file(url)
        if folder:
            return cls(Path(folder), refs)
        return None if file is None else cls(file.with_name(file.name + SUFFIX), refs)

    def exist(self) -> bool:
        """Whether anything was ever noted here, of any tenant."""
        return any(self.folder.glob("*.journal"))

    def of_tenant(self, tenant: str) -> Journal:
        """The journal of one tenant."""
        return Journal(self.folder / f"{quote(tenant, safe='')}{_OF_TENANT}", self.refs, tenant)

    def tenants(self) -> list[str]:
        """Of whom there is a journal."""
        return sorted(unquote(file.name.removesuffix(_OF_TENANT)) for file in self.folder.glob(f"*{_OF_TENANT}"))


def _end_of_whole_lines(file: int) -> int:
    """Where the last finished line ends."""
    end = os.fstat(file).st_size
    while end:
        start = max(0, end - 65_536)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
