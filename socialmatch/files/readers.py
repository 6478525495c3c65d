"""Accounts, profiles and consents as values, row by row; raw, as normalising is the caller's.

Accounts and profiles are read twice, first for the ids alone, so that rows with a repeated id are known when they
come: see :mod:`socialmatch.files.duplicates`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from socialmatch.errors import RowError
from socialmatch.files.columns import ACCOUNTS, CONSENTS, PROFILES, Columns
from socialmatch.files.doubts import Doubts
from socialmatch.files.duplicates import one_of_each
from socialmatch.files.identity import Identities
from socialmatch.files.parquet import parquet_rows
from socialmatch.files.reasons import FileReason, RowReason
from socialmatch.files.rejected import Rejected, Unheard
from socialmatch.files.remains import Damaged
from socialmatch.files.sources import Limits, check_file, file_error
from socialmatch.files.tables import Cells, csv_rows, json_rows
from socialmatch.files.values import to_accounts, to_consents, to_profiles
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT, Account, ConsentEvent, Profile, ProfileKey

_READERS = {
    ".csv": csv_rows,
    ".csv.gz": csv_rows,
    ".jsonl": json_rows,
    ".jsonl.gz": json_rows,
    ".ndjson": json_rows,
    ".ndjson.gz": json_rows,
    ".parquet": parquet_rows,
}
_DEFAULT_LIMITS = Limits()


def read_accounts(
    path: str | os.PathLike[str],
    *,
    rejected: Rejected,
    tenant: str = DEFAULT_TENANT,
    crm: str = DEFAULT_CRM,
    limits: Limits = _DEFAULT_LIMITS,
) -> Iterator[Account]:
    """Read customer accounts from CSV, JSON Lines or Parquet; nothing is opened before the first is asked for.

    Parameters
    ----------
    path: a regular file; its name says the format, ``.gz`` after it that it is packed.
    rejected: takes rows that cannot be used, values that count as unknown, and names of unknown columns.
    tenant, crm: the rest of each account's key. limits: what the file may ask of us.

    Returns
    -------
    Iterator: each account once, in the order of the file, those with a repeated id last. Rows are not kept; the
        ids are, some 100 bytes each, while the file is read the first time.

    Raises
    ------
    FileError: the whole file cannot be used; its code is one of :class:`~socialmatch.files.reasons.FileReason`.
    MissingExtra: a Parquet file without pyarrow.
    """
    source = _Source(Path(path), ACCOUNTS, limits)
    seen: set[str] = set()
    repeated: set[str] = set()
    for _, (account_id,) in source.rows(("account_id",), Unheard()):
        (repeated if account_id in seen else seen).add(account_id)
    del seen
    rows = to_accounts(source.rows(ACCOUNTS.names, rejected), tenant, crm, rejected)
    yield from one_of_each(rows, attrgetter("account_id"), repeated, "accounts", rejected)


def read_profiles(
    path: str | os.PathLike[str],
    *,
    rejected: Rejected,
    tenant: str = DEFAULT_TENANT,
    profile_ids: dict[str, ProfileKey] | None = None,
    unclear: dict[str, set[ProfileKey]] | None = None,
    limits: Limits = _DEFAULT_LIMITS,
) -> Iterator[Profile]:
    """Read social profiles from CSV, JSON Lines or Parquet; as :func:`read_accounts`.

    Parameters
    ----------
    profile_ids: takes the key of every ``profile_id``, before the first profile is given; rows that are set aside
        as duplicates of another have theirs here too, so that a withdrawal under any of them is heard. A
        ``profile_id`` on different profiles names none of them: those rows are set aside.
    unclear: takes each such ``profile_id`` with the profiles it stands on.

    Raises
    ------
    FileError, MissingExtra: as for :func:`read_accounts`.
    """
    source = _Source(Path(path), PROFILES, limits)
    identities = Identities(tenant)
    named: dict[str, ProfileKey] = {} if profile_ids is None else profile_ids
    seen: set[ProfileKey] = set()
    repeated: set[ProfileKey] = set()
    unclear = {} if unclear is None else unclear
    for _, (profile_id, *parts) in source.rows(("profile_id", "platform", "scope", "user_id", "handle"), Unheard()):
        try:
            key = identities.profile_key(*parts)
        except RowError:
            continue
        (repeated if key in seen else seen).add(key)
        if profile_id:
            first = named.setdefault(profile_id, key)
            if first is not key and first != key:
                unclear.setdefault(profile_id, {first}).add(key)
    del seen
    for profile_id in unclear:
        del named[profile_id]
    rows = to_profiles(source.rows(PROFILES.names, rejected), identities, rejected)
    clear = _without(rows, unclear, rejected)
    yield from one_of_each(clear, attrgetter("key"), repeated, "profiles", rejected)


def read_consents(
    path: str | os.PathLike[str],
    *,
    rejected: Rejected,
    profile_ids: Mapping[str, ProfileKey] | None = None,
    doubts: Doubts | None = None,
    tenant: str = DEFAULT_TENANT,
    crm: str = DEFAULT_CRM,
    limits: Limits = _DEFAULT_LIMITS,
) -> Iterator[ConsentEvent]:
    """Read what people agreed to from CSV, JSON Lines or Parquet, in the order of the file, without an actor.

    Parameters
    ----------
    profile_ids: what :func:`read_profiles` filled, for subjects written ``profile_id:ID``.
    doubts: takes what is left of rejected rows that may have been withdrawals, such as one of status ``revoked``:
        whoever runs on the file must not use whom they may be about.

    Raises
    ------
    FileError, MissingExtra: as for :func:`read_accounts`; and with ``doubts``, where nobody can say whose a rejected
        row is that may be a withdrawal (``unheard_withdrawal``).
    """
    source = _Source(Path(path), CONSENTS, limits)
    identities = Identities(tenant, crm, profile_ids)
    damaged = partial(doubts.hear, source.path) if doubts else None
    rows = source.rows(CONSENTS.names, rejected, damaged)
    refused = doubts.endless.append if doubts else None
    for _, event in to_consents(rows, identities, rejected, damaged, refused=refused):
        yield event


def read_consent_rows(
    path: str | os.PathLike[str],
    *,
    rejected: Rejected,
    profile_ids: Mapping[str, ProfileKey] | None = None,
    doubts: Doubts | None = None,
    tenant: str = DEFAULT_TENANT,
    crm: str = DEFAULT_CRM,
    limits: Limits = _DEFAULT_LIMITS,
) -> Iterator[tuple[int, ConsentEvent]]:
    """As :func:`read_consents`, for a store: each event with its line, and a grant may come without an end.

    Its notice, which only the store knows, says how long such a grant lasts.

    Raises
    ------
    FileError, MissingExtra: as for :func:`read_consents`.
    """
    source = _Source(Path(path), CONSENTS, limits)
    identities = Identities(tenant, crm, profile_ids)
    damaged = partial(doubts.hear, source.path) if doubts else None
    rows = source.rows(CONSENTS.names, rejected, damaged)
    yield from to_consents(rows, identities, rejected, damaged, endless=True)


def reject_consents(
    path: str | os.PathLike[str],
    illegal: Collection[ConsentEvent],
    *,
    rejected: Rejected,
    profile_ids: Mapping[str, ProfileKey] | None = None,
    tenant: str = DEFAULT_TENANT,
    crm: str = DEFAULT_CRM,
    limits: Limits = _DEFAULT_LIMITS,
) -> None:
    """Set aside the rows of events that turned out to contradict what came before them.

    That shows only once a subject's whole history is known, so the file is read again for their lines.

    Parameters
    ----------
    illegal: the events, as :func:`read_consents` gave them; every row that says the same is set aside.
    """
    source = _Source(Path(path), CONSENTS, limits)
    identities = Identities(tenant, crm, profile_ids)
    wanted = frozenset(illegal)
    for line, event in to_consents(source.rows(CONSENTS.names, Unheard()), identities, Unheard()):
        if event in wanted:
            rejected.row("consents", line, "status", RowReason.ILLEGAL_TRANSITION)


def _without(
    rows: Iterator[tuple[int, Profile]], unclear: Container[str], rejected: Rejected
) -> Iterator[tuple[int, Profile]]:
    """Set aside the rows whose ``profile_id`` stands on different profiles."""
    for line, profile in rows:
        if profile.profile_id in unclear:
            rejected.row("profiles", line, "profile_id", RowReason.DUPLICATE_ID)
        else:
            yield line, profile


class _Source:
    """A file to be read once or twice, in the format its name says."""

    def __init__(self, path: Path, columns: Columns, limits: Limits) -> None:
        self.path = path
        self._columns = columns
        self._limits = limits
        self._before = self._state()
        suffix = path.suffix.lower()
        if suffix == ".gz":
            suffix = Path(path.stem).suffix.lower() + suffix
        if suffix not in _READERS:
            hint = f"the name has to end in one of {', '.join(_READERS)}"
            raise file_error(path, FileReason.UNKNOWN_FORMAT, "the name does not say the format", hint=hint)
        self._read = _READERS[suffix]

    def rows(
        self, wanted: Sequence[str], rejected: Rejected, damaged: Damaged | None = None
    ) -> Iterator[tuple[int, Cells]]:
        """One pass over the file."""
        yield from self._read(self.path, self._columns, wanted, self._limits, rejected, damaged)
        if self._state() != self._before:
            raise file_error(self.path, FileReason.CHANGED, "was changed while it was read")

    def _state(self) -> tuple[int, int, int]:
        found = check_file(self.path)
        return found.st_ino, found.st_size, found.st_mtime_ns
