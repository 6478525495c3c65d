"""What the parts of a run tell beside their rows; added up, it is what one process would have seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from socialmatch.files.asserted import Doubt
from socialmatch.files.reasons import RowReason
from socialmatch.files.rejected import Unheard
from socialmatch.matching.counts import Counts
from socialmatch.models import Subject


class Read(Unheard):
    """Rows that were set aside, and values taken as unknown, in numbers: the row of a table has no line.

    Attributes
    ----------
    rejected: rows, by (role, column, reason). unknown: values, by the same.
    """

    def __init__(self) -> None:
        self.rejected: Counter[tuple[str, str, RowReason]] = Counter()
        self.unknown: Counter[tuple[str, str, RowReason]] = Counter()

    def row(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Count a row that is set aside."""
        self.rejected[role, column, reason] += 1

    def value(self, role: str, line: int, column: str, reason: RowReason) -> None:
        """Count a value that cannot be read."""
        self.unknown[role, column, reason] += 1

    def add(self, other: Read) -> None:
        """Count what another part read."""
        self.rejected.update(other.rejected)
        self.unknown.update(other.unknown)


@dataclass(slots=True)
class Heard:
    """What rows of the consents leave unclear, as :class:`socialmatch.files.doubts.Doubts` has it.

    Attributes
    ----------
    unreadable: subjects, as written, of rows that may be withdrawals. endless: subjects of grants that name no end.
    unnamed: rows that may be withdrawals and do not say whose.
    """

    read: Read = field(default_factory=Read)
    unreadable: set[str] = field(default_factory=set, repr=False)
    endless: set[Subject] = field(default_factory=set, repr=False)
    unnamed: int = 0

    def add(self, other: Heard) -> None:
        """Hear what another part heard."""
        self.read.add(other.read)
        self.unreadable |= other.unreadable
        self.endless |= other.endless
        self.unnamed += other.unnamed


@dataclass(slots=True)
class Met:
    """Whom of a "no" a part of the people meets.

    Attributes
    ----------
    known: of those who said one, who is there. left_out: who is left out by a handle's history, and why.
    """

    known: set[Subject] = field(default_factory=set, repr=False)
    left_out: dict[Subject, Doubt] = field(default_factory=dict, repr=False)

    def add(self, other: Met) -> None:
        """Meet also whom another part met."""
        self.known |= other.known
        self.left_out.update(other.left_out)


@dataclass(slots=True)
class Taken:
    """One side of a run in counts.

    Attributes
    ----------
    people, agreed, own: how many there are, how many take part, how many are the brand's. heard: of how many the
    consents say anything. left_out: how many do not take part, by reason. counts: of values, of the accounts.
    """

    people: int = 0
    agreed: int = 0
    own: int = 0
    heard: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    counts: Counts = field(default_factory=Counts)

    def add(self, other: Taken) -> None:
        """Count another part."""
        self.people += other.people
        self.agreed += other.agreed
        self.own += other.own
        self.heard += other.heard
        self.left_out.update(other.left_out)
        self.counts.add(other.counts)
