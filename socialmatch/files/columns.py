"""The columns of the three inputs, as the contract has them, and which spellings and kinds each takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from socialmatch.errors import FileError
from socialmatch.files.reasons import FileReason
from socialmatch.files.sources import file_error

Role = Literal["accounts", "profiles", "consents"]


@dataclass(frozen=True, slots=True)
class Columns:
    """What an input may hold.

    Attributes
    ----------
    role: which input. names: every column, singular spellings included, in the order of the cells we ask for.
    required: of each group, at least one column has to be there.
    lists: columns that hold several values. dates, moments: columns that may be dates and times in Parquet.
    """

    role: Role
    names: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    lists: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()

    def check(self, path: Path, present: Iterable[str]) -> None:
        """Make sure that an input has what it needs.

        Raises
        ------
        FileError: a required column is missing; the message names it.
        """
        found = set(present)
        for group in self.required:
            if found.isdisjoint(group):
                raise self._missing(path, group)

    def _missing(self, path: Path, group: tuple[str, ...]) -> FileError:
        what = f"the {self.role} have no column {' or '.join(group)}"
        hint = "the first row names the columns, in lower case and separated by commas"
        return file_error(path, FileReason.MISSING_COLUMN, what, hint=hint)


ACCOUNTS = Columns(
    role="accounts",
    names=(
        "account_id",
        "given_name",
        "middle_name",
        "family_name",
        "suffix",
        "nickname",
        "full_name",
        "other_names",
        "emails",
        "email",
        "phones",
        "phone",
        "websites",
        "website",
        "street",
        "city",
        "postal_code",
        "state",
        "country",
        "birthday",
        "birth_year",
        "job_title",
        "organization",
        "handles",
        "updated_at",
    ),
    required=(("account_id",),),
    lists=frozenset(
        {"other_names", "emails", "email", "phones", "phone", "websites", "website", "handles"},
    ),
    dates=frozenset({"birthday"}),
    moments=frozenset({"updated_at"}),
)

PROFILES = Columns(
    role="profiles",
    names=(
        "platform",
        "user_id",
        "handle",
        "scope",
        "profile_id",
        "display_name",
        "bio",
        "location",
        "urls",
        "bio_url",
        "public_emails",
        "public_email",
        "public_phones",
        "public_phone",
        "url",
        "first_seen",
        "last_seen",
    ),
    required=(("platform",), ("user_id", "handle")),
    lists=frozenset({"urls", "bio_url", "public_emails", "public_email", "public_phones", "public_phone"}),
    moments=frozenset({"first_seen", "last_seen"}),
)

CONSENTS = Columns(
    role="consents",
    names=(
        "subject",
        "purpose",
        "status",
        "notice_version",
        "method",
        "recorded_at",
        "valid_until",
        "evidence",
    ),
    required=(("subject",), ("purpose",), ("status",), ("recorded_at",)),
    moments=frozenset({"recorded_at", "valid_until"}),
)
