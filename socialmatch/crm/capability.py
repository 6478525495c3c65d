"""What an adapter can do, said beforehand: an enum of powers, each graded, with a note where it falls short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Capability(StrEnum):
    """A power that not every CRM has. Reading accounts is not among them: every adapter does that.

    Attributes
    ----------
    INCREMENTAL: ``accounts(since)`` gives what changed, not everything.
    FIND: ``find(field, value)``.
    LINKS: ``put_link``, ``list_links`` and ``remove_link``; one power, because who cannot remove may not write.
    IDEMPOTENCY: an idempotency key that comes back with another link is refused.
    ERASE: ``erase`` removes the CRM's own record of a customer.
    MERGES: ``merges(since)`` tells which account went into which.
    DELETIONS: ``deletions(since)`` tells which accounts are gone.
    """

    INCREMENTAL = "incremental"
    FIND = "find"
    LINKS = "links"
    IDEMPOTENCY = "idempotency"
    ERASE = "erase"
    MERGES = "merges"
    DELETIONS = "deletions"


class Support(IntEnum):
    """How far a power goes; the last two can be used. The five levels follow the adapters of dbt."""

    UNKNOWN = 0
    """Nobody has said. Counts as not there."""
    UNSUPPORTED = 1
    """The CRM cannot do it."""
    NOT_IMPLEMENTED = 2
    """The CRM can, this adapter does not."""
    PARTIAL = 3
    """It works, within what the note says."""
    FULL = 4
    """It works, and the conformance kit holds it to that."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How far one power of one adapter goes.

    Attributes
    ----------
    support: the level. note: what is missing and why, one sentence for people; needed below ``FULL``.
    """

    support: Support
    note: str = ""

    def __post_init__(self) -> None:
        if not self.note and self.support not in (Support.FULL, Support.UNKNOWN):
            raise ValueError("a grade below FULL needs a note that says what is missing")

    @property
    def usable(self) -> bool:
        """Whether the verb may be called."""
        return self.support >= Support.PARTIAL


FULL: Final = Grade(Support.FULL)
UNKNOWN: Final = Grade(Support.UNKNOWN)


def partial(note: str) -> Grade:
    """It works, within what the note says."""
    return Grade(Support.PARTIAL, note)


def unsupported(note: str) -> Grade:
    """The CRM cannot do it; the note says why, or what to do instead."""
    return Grade(Support.UNSUPPORTED, note)


def not_implemented(note: str) -> Grade:
    """The CRM could, this adapter does not."""
    return Grade(Support.NOT_IMPLEMENTED, note)


def grades(
    *,
    incremental: Grade = UNKNOWN,
    find: Grade = UNKNOWN,
    links: Grade = UNKNOWN,
    idempotency: Grade = UNKNOWN,
    erase: Grade = UNKNOWN,
    merges: Grade = UNKNOWN,
    deletions: Grade = UNKNOWN,
) -> Mapping[Capability, Grade]:
    """The table an adapter states in ``capabilities``; what is left out is unknown and cannot be used."""
    return {
        Capability.INCREMENTAL: incremental,
        Capability.FIND: find,
        Capability.LINKS: links,
        Capability.IDEMPOTENCY: idempotency,
        Capability.ERASE: erase,
        Capability.MERGES: merges,
        Capability.DELETIONS: deletions,
    }
