"""The invented CRM and profiles that ship with the package, and the facts one must know to run on them.

Nobody in these files exists. ``benchmarks/invented`` in the repository makes them from a seed.
``truth.csv`` says which account a profile belongs to. It is no input of matching: it only tells how well that did.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final

from socialmatch.errors import FileError

AS_OF: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""The moment the demo reads consents at; the same one always, so that its output is."""

LATER: Final = datetime(2026, 12, 1, tzinfo=UTC)
"""A month on, when ``profiles_later.csv`` has been seen and some people have changed their minds."""

PURPOSE: Final = "support"
BRAND: Final = "Tannwick"

OWN_HANDLES: Final = ("x:tannwick", "x:tannwick_help", "instagram:tannwick.outdoor", "mastodon:tannwick@social.example")
"""The brand's own handles, as the setting ``policy.own_handles`` takes them."""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where :func:`copy_data` put the files.

    Attributes
    ----------
    accounts, profiles, consents: the inputs of a run.
    profiles_later: some of the profiles a month on: new handles under old ids, old handles under new ids.
    truth: ``profile_id``, ``account_id`` (empty: none) and a note on what is odd about the profile.
    """

    accounts: Path
    profiles: Path
    consents: Path
    profiles_later: Path
    truth: Path


def read_packed(name: str) -> bytes:
    """One of the shipped files, unpacked, by its name without ``.gz`` (``"accounts.csv"``)."""
    packed = resources.files("socialmatch.demo").joinpath("data", f"{name}.gz").read_bytes()
    return gzip.decompress(packed)


def places(directory: Path) -> DemoFiles:
    """Where :func:`copy_data` puts the files."""
    return DemoFiles(**{field.name: directory / f"{field.name}.csv" for field in fields(DemoFiles)})


def is_copied(directory: Path) -> bool:
    """Whether the shipped files are there, as :func:`copy_data` wrote them."""
    try:
        return all(path.read_bytes() == read_packed(path.name) for path in astuple(places(directory)))
    except OSError:
        return False


def copy_data(directory: Path) -> DemoFiles:
    """Write the shipped files as plain CSV, for the user to look at and run on.

    Parameters
    ----------
    directory: made if it is missing; files of the same name in it are replaced.

    Raises
    ------
    FileError: the directory cannot be made or written to.
    """
    files = places(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for field in fields(files):
            path: Path = getattr(files, field.name)
            path.write_bytes(read_packed(path.name))
    except OSError as error:
        raise FileError(f"{directory}: the demo's files cannot be written there", code="unwritable") from error
    return files


def read_truth() -> Mapping[str, str]:
    """The account of every profile, ``""`` where there is none: ``profile_id`` to ``account_id``."""
    lines = read_packed("truth.csv").decode().splitlines()
    return {row["profile_id"]: row["account_id"] for row in csv.DictReader(lines)}
