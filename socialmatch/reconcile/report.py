"""What a run tells: counts by reason, for people and for schedulers. It names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

COPIES: Final = ("new", "changed", "gone", "unchanged")


@dataclass(slots=True)
class Reconciled:
    """What a run did, in counts.

    Attributes
    ----------
    run: its number, 0 for a dry run. purpose, as_of: whose consent was read, and when. model: what scored.
    seal: the name the permitted set is sealed under. resumed: whether it went on where an earlier one was stopped.
    accounts, profiles: how many are permitted. not_permitted: how many of either side are not, by reason.
    looked_at: profiles that were looked at, by reason. left_alone: profiles of which nothing had changed.
    left_out: permitted profiles that are not scored, by reason. pairs_scored: pairs that were weighed.
    proposals: ``new``, ``changed``, ``gone`` and ``unchanged`` against the last run.
    gone: proposals that no longer stand, by reason. matches, reviews: proposals that stand now.
    seconds: wall time by phase.
    """

    purpose: str
    as_of: str
    run: int = 0
    dry_run: bool = False
    resumed: bool = False
    model: str = ""
    seal: str = ""
    accounts: int = 0
    profiles: int = 0
    not_permitted: dict[str, dict[str, int]] = field(default_factory=dict)
    looked_at: Counter[str] = field(default_factory=Counter)
    left_alone: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    pairs_scored: int = 0
    proposals: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    matches: int = 0
    reviews: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, counts in the order of their names."""
        return {
            name: dict(sorted(value.items())) if isinstance(value := getattr(self, name), Counter) else value
            for name in self.__slots__
        }

    def text(self) -> str:
        """The report in words."""
        what = "dry run, nothing was scored or written" if self.dry_run else f"run {self.run}"
        lines = [f"{what}, agreed to '{self.purpose}' as of {self.as_of}:"]
        lines.append(f"  {self.accounts:,} accounts and {self.profiles:,} profiles may be compared")
        verb = "would be looked at" if self.dry_run else "looked at"
        lines.append(f"  {sum(self.looked_at.values()):,} profiles {verb}{_told(self.looked_at)}")
        lines.append(f"  {self.left_alone:,} left alone: nothing changed")
        if self.left_out:
            lines.append(f"  {sum(self.left_out.values()):,} left out{_told(self.left_out)}")
        if not self.dry_run:
            said = ", ".join(f"{self.proposals[name]:,} {name}" for name in COPIES)
            lines.append(f"proposals: {said}{_told(self.gone)}")
            lines.append(f"standing now: {self.matches:,} matches, {self.reviews:,} to review")
            lines.append(f"model {self.model}, sealed as {self.seal}, {sum(self.seconds.values()):.1f} s")
        if self.resumed:
            lines.append("the run went on where an earlier one was stopped")
        return "\n".join(lines)


def _told(reasons: Mapping[str, int]) -> str:
    told = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()) if count)
    return f" ({told})" if told else ""
