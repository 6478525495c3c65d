"""What the demo has to tell, as values: counts, a few explained profiles, and how well it did.

Whoever did not agree is here as a number by reason, never as a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from socialmatch.models import Account, AccountKey, Decision, Profile, ProfileKey, Proposal

QUOTA: Mapping[Decision, int] = {Decision.MATCH: 7, Decision.REVIEW: 3, Decision.NONE: 2}
"""How many profiles of each decision are explained: a dozen."""

CONTENDER = 15_000
"""Millibits: a candidate so far behind the first one is no contender (one to 30,000)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side's people in numbers.

    Attributes
    ----------
    total: how many there are. agreed: of these, how many may be used. refused: the others, by reason code.
    """

    total: int
    agreed: int
    refused: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal and the account it names."""

    proposal: Proposal
    account: Account


@dataclass(frozen=True, slots=True)
class Explained:
    """A profile and its best candidates, best first and at least one; both sides of each agreed.

    Attributes
    ----------
    right: whether the first candidate is the account the profile belongs to, where that is known.
    """

    profile: Profile
    candidates: tuple[Candidate, ...]
    right: bool | None = None

    @property
    def decision(self) -> Decision:
        """What was decided on the profile, that is, on its first candidate."""
        return self.candidates[0].proposal.decision

    @property
    def runner_up(self) -> Candidate | None:
        """The second candidate, where it comes near; one far behind is no reason to show a customer."""
        first, *others = self.candidates
        near = [one for one in others if first.proposal.weight - one.proposal.weight < CONTENDER]
        return near[0] if near else None


@dataclass(frozen=True, slots=True)
class Score:
    """Decisions held against the truth. Profiles, not pairs.

    Attributes
    ----------
    linkable: permitted profiles whose account is permitted too: those that could be matched rightly.
    matches, right_matches: profiles decided as a match, and rightly so.
    reviews, right_reviews: profiles put up for review, and those whose first candidate is the right one.
    """

    linkable: int
    matches: int
    right_matches: int
    reviews: int
    right_reviews: int

    @property
    def precision(self) -> float | None:
        """Share of the matches that are right; ``None`` where there are none."""
        return self.right_matches / self.matches if self.matches else None

    @property
    def recall(self) -> float | None:
        """Share of the linkable profiles that were matched rightly; ``None`` where there are none."""
        return self.right_matches / self.linkable if self.linkable else None


@dataclass(frozen=True, slots=True)
class DemoStory:
    """Everything the page shows of a run on files.

    Attributes
    ----------
    brand: whose customers these are. as_of: when consents were read. purpose: what for.
    accounts, profiles: both sides in numbers. decisions: permitted profiles by decision.
    rejected: rows that could not be used: ``(file, reason code)`` to how many.
    compared: how many pairs were compared.
    score: ``None`` where no truth is known. explained: see :func:`choose`.
    """

    brand: str
    as_of: datetime
    purpose: str
    accounts: Side
    profiles: Side
    decisions: Mapping[Decision, int]
    rejected: Mapping[tuple[str, str], int]
    compared: int
    score: Score | None
    explained: Sequence[Explained] = field(repr=False)


def judge(
    proposals: Iterable[Proposal],
    *,
    truth: Mapping[str, str],
    profiles: Mapping[ProfileKey, Profile],
    permitted: Collection[AccountKey],
) -> Score:
    """Hold the first proposal of every permitted profile against the truth.

    Parameters
    ----------
    proposals: of any rank; only the first of each profile counts.
    truth: ``profile_id`` to ``account_id``, ``""`` or missing where there is no account.
    profiles: those the proposals name. permitted: accounts whose owners agreed.
    """
    ids = {key.account_id for key in permitted}
    counts = dict.fromkeys(("linkable", "matches", "right_matches", "reviews", "right_reviews"), 0)
    for proposal in proposals:
        if proposal.rank != 1:
            continue
        account_id = truth.get(profiles[proposal.profile].profile_id, "")
        counts["linkable"] += account_id in ids
        kind = {Decision.MATCH: "matches", Decision.REVIEW: "reviews"}.get(proposal.decision)
        if kind:
            counts[kind] += 1
            counts[f"right_{kind}"] += is_right(proposal, account_id)
    return Score(**counts)


def is_right(proposal: Proposal, account_id: str) -> bool:
    """Whether a proposal names this account; never where the profile has none."""
    return proposal.account is not None and proposal.account.account_id == account_id


def choose(
    outcomes: Iterable[Sequence[Proposal]],
    *,
    profiles: Mapping[ProfileKey, Profile],
    accounts: Mapping[AccountKey, Account],
    truth: Mapping[str, str] | None = None,
    quota: Mapping[Decision, int] = QUOTA,
) -> list[Explained]:
    """Choose profiles to explain that differ as much as they can: in platform, script, country and evidence.

    Parameters
    ----------
    outcomes: the proposals of each profile, best first. Those without a candidate explain nothing and are left out.
    profiles, accounts: what the keys stand for. truth: as for :func:`judge`. quota: how many of each decision.

    Returns
    -------
    list: matches first, then reviews, then profiles without an answer; the same for the same input in any order.
    """
    found = [_explain(outcome, profiles, accounts, truth) for outcome in outcomes if outcome[0].account is not None]
    found.sort(key=lambda one: one.profile.key)
    chosen: list[Explained] = []
    seen: set[str] = set()
    for decision, number in quota.items():
        left = [one for one in found if one.decision is decision]
        for _ in range(min(number, len(left))):
            best = max(left, key=lambda one: len(_traits(one) - seen))
            left.remove(best)
            chosen.append(best)
            seen |= _traits(best)
    return chosen


def _explain(
    outcome: Sequence[Proposal],
    profiles: Mapping[ProfileKey, Profile],
    accounts: Mapping[AccountKey, Account],
    truth: Mapping[str, str] | None,
) -> Explained:
    profile = profiles[outcome[0].profile]
    named = [(proposal, accounts[proposal.account]) for proposal in outcome if proposal.account is not None]
    right = None if truth is None else is_right(outcome[0], truth.get(profile.profile_id, ""))
    return Explained(profile, tuple(Candidate(*pair) for pair in named), right)


def _traits(explained: Explained) -> frozenset[str]:
    """What makes a profile worth a look."""
    profile, first = explained.profile, explained.candidates[0]
    evidence = first.proposal.evidence
    traits = {f"platform {profile.platform}", f"country {first.account.country}"}
    traits |= {f"script {name}" for name in _scripts(profile.display_name + first.account.family_name)}
    traits |= {f"{item.feature} {'for' if item.weight > 0 else 'against'}" for item in evidence}
    traits |= {f"evidence {len(evidence)}", f"runner-up {explained.runner_up is not None}"}
    return frozenset(traits)


def _scripts(text: str) -> set[str]:
    """The scripts of a text's letters, by the first word of their Unicode names (``LATIN``, ``CJK`` ...)."""
    return {unicodedata.name(letter, "OTHER").partition(" ")[0] for letter in text if letter.isalpha()}
