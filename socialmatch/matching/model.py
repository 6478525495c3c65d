"""The model: parameters, weights, and the decision per profile over all its candidates and "no account here".

For one profile, with ``N`` accounts in the CRM of which a share ``s`` of profiles has one, the probability of candidate
``i`` of weight ``w_i`` bits is (Bayes' rule, every account equally likely before anything is seen)::

    p_i = 2^w_i / (sum_j 2^w_j + shadow + N (1 - s) / s)

The shadow stands for accounts that match the profile's names but were not compared: people who did not agree, and those
of blocks too large to compare. It is made from aggregate counts alone; nobody of them is scored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ConsentMissing
from socialmatch.matching.blocking import Block, profile_blocks
from socialmatch.matching.compare import CompareCosts, Finding, direct, display_name, word_cost
from socialmatch.matching.counts import BIT, Counts
from socialmatch.matching.explain import sentence
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.population import Population, populations
from socialmatch.matching.segment import HandleReader, Part, ShowCosts, Vocabulary, account_parts
from socialmatch.models import AccountKey, Decision, Evidence, Proposal


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything the model needs besides counts.

    Attributes
    ----------
    version: names the set. show, compare: see there. share: of profiles that have an account, before anything is seen.
    block_limit: a block with more accounts than this is not compared (its more telling blocks are).
    candidate_limit: accounts compared with one profile, at most.
    """

    version: str = "hand-1"
    show: ShowCosts = field(default_factory=ShowCosts)
    compare: CompareCosts = field(default_factory=CompareCosts)
    share: float = 0.5
    block_limit: int = 200
    candidate_limit: int = 400


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a rank-1 proposal is a match, and any proposal worth a review."""

    match: float = 0.99
    review: float = 0.2


class Model:
    """Parameters and aggregate counts, ready to weigh.

    Parameters
    ----------
    counts: over the whole CRM, or over the permitted accounts where the policy forbids more.
    """

    def __init__(self, counts: Counts, parameters: Parameters | None = None) -> None:
        self.counts = counts
        self.parameters = parameters or Parameters()
        self._people = populations(counts)
        self.vocabulary = Vocabulary.of(self._people[0], self.parameters.show)
        self._vocabularies = {"": self.vocabulary}
        self._parts_kept: dict[AccountKey, tuple[Part, ...]] = {}

    @property
    def prior(self) -> int:
        """Prior log-odds of one account against "no account here", in millibits."""
        share = self.parameters.share
        return round(math.log2(share / (1 - share) / max(1, self.counts.accounts)) * BIT)

    def read(self, profile: ProfileFeatures) -> Reading:
        """Read a profile once, before it meets candidates."""
        show, compare = self.parameters.show, self.parameters.compare
        known = _derived(profile.name, show)
        handle = HandleReader(profile.handle, self.vocabulary, show, known)
        people = self._people[0]
        if len(self._people) > 1:
            words = (*profile.name, *(name for name in handle.names() if name not in known))
            people = min(self._people, key=lambda p: (_cost_among(p, words, profile.places, compare), p.country))
            if people.country:
                handle = HandleReader(profile.handle, self._vocabulary_of(people), show, known)
        return Reading(profile, handle, people)

    def _vocabulary_of(self, people: Population) -> Vocabulary:
        found = self._vocabularies.get(people.country)
        if found is None:
            found = Vocabulary.of(people, self.parameters.show, self.vocabulary)
            self._vocabularies[people.country] = found
        return found

    def weigh(self, account: AccountFeatures, reading: Reading) -> tuple[int, list[Finding]]:
        """Weigh one pair: the one place where a person is compared with a person.

        Returns
        -------
        total weight in millibits without the prior, and the findings it is the sum of.
        """
        compare = self.parameters.compare
        findings = self._names(account, reading)
        findings += direct(account, reading.profile, reading.people, compare)
        return sum(finding.weight for finding in findings), findings

    def _names(self, account: AccountFeatures, reading: Reading) -> list[Finding]:
        findings = []
        told: frozenset[str] = frozenset()
        name = display_name(account, reading.profile.name, reading.people, self.parameters.compare)
        if name is not None:
            findings.append(name)
            told = frozenset(part.part for part in name.detail if isinstance(part, Part))
        if reading.handle.text:
            parts = self._parts(account)
            if reading.profile.address in account.handles:
                parts = (*parts, reading.handle.on_file())
            weight, shown = reading.handle.weight(parts, told)
            findings.append(Finding("handle", weight, shown))
        return _with_entry(findings, reading.people.entry)

    def _parts(self, account: AccountFeatures) -> tuple[Part, ...]:
        """An account's parts, kept while it stays a candidate of one profile after another."""
        if account.key is _NOBODY:
            return account_parts(account, self.parameters.show)
        parts = self._parts_kept.get(account.key)
        if parts is None:
            if len(self._parts_kept) >= PARTS_KEPT:
                self._parts_kept.clear()
            parts = self._parts_kept[account.key] = account_parts(account, self.parameters.show)
        return parts

    def weigh_name(self, given: str, family: str, reading: Reading) -> int:
        """Weigh a name that some accounts hold, as a name: no account is looked at."""
        holder = AccountFeatures(
            key=_NOBODY,
            given=(given,) if given else (),
            middle=(),
            family=(family,) if family else (),
            aliases=(),
            emails=(),
            locals=(),
            phones=(),
            hosts=(),
            labels=(),
            places=(),
            country="",
            titles=(),
            organizations=(),
            handles=(),
            birth_year=None,
        )
        return sum(finding.weight for finding in self._names(holder, reading))


_NOBODY = AccountKey("", "", "")
PARTS_KEPT = 20_000
"""Accounts whose handle parts are kept ready; some 5 kB each."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A profile read once: its handle as anybody's, and the people anybody is taken from."""

    profile: ProfileFeatures = field(repr=False)
    handle: HandleReader
    people: Population


def _derived(name: tuple[str, ...], show: ShowCosts) -> dict[str, int]:
    """What a handle can take from the display name, with its cost: whoever shows the one has the other at hand."""
    known: dict[str, int] = {}
    for word in name:
        known[word] = show.given
        for form in variants(word):
            known.setdefault(form, show.given + show.nickname)
        for end in range(3, len(word)):
            known.setdefault(word[:end], show.given_cut)
    for word in name:
        for other in name:
            if other != word and len(word) > 1:
                known.setdefault(other[0] + word, show.initial_family)
                known.setdefault(word + other[0], show.family_initial)
    return known


def _cost_among(people: Population, words: Iterable[str], places: Iterable[str], costs: CompareCosts) -> int:
    """What it costs somebody of this population to carry these names and be in these places."""
    named = sum(word_cost(word, people, costs) for word in words)
    return people.entry + named + sum(people.rarity("place", place) for place in places)


def _with_entry(findings: list[Finding], entry: int) -> list[Finding]:
    """Credit an account that shows a name with what being of the name's country costs a stranger; once."""
    for number, finding in enumerate(findings):
        if finding.detail and finding.weight > 0:
            return [*findings[:number], finding._replace(weight=finding.weight + entry), *findings[number + 1 :]]
    return findings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one profile came to.

    Attributes
    ----------
    proposals: best first. considered: members of all its blocks, with repetition. scored: accounts it was weighed with.
    """

    proposals: list[Proposal]
    considered: int
    scored: int


def propose(
    permitted: PermittedSet,
    model: Model,
    index: AccountIndex,
    profile: ProfileFeatures,
    *,
    thresholds: Thresholds,
    top: int,
) -> Outcome:
    """Propose accounts for one profile, best first.

    Parameters
    ----------
    permitted: who agreed; the profile must be in it, and ``index`` holds accounts of it only.
    top: how many proposals at most.

    Returns
    -------
    Outcome: at least one proposal; a single one without an account where there is no candidate.

    Raises
    ------
    ConsentMissing: the profile is not permitted.
    """
    if not permitted.permits(profile.key):
        raise ConsentMissing("not_permitted")
    blocks = profile_blocks(profile, model.vocabulary)
    limits = model.parameters
    candidates, skipped = index.candidates(blocks, block_limit=limits.block_limit, limit=limits.candidate_limit)
    reading = model.read(profile)
    weighed = [(model.weigh(account, reading), account) for account in candidates]
    weighed.sort(key=lambda pair: (-pair[0][0], pair[1].key))
    shadow = _shadow(model, index, blocks, skipped, candidates, reading)
    proposals = _decide(model, profile, weighed, shadow, thresholds, top)
    return Outcome(proposals, sum(index.size(block.key) for block in blocks), len(candidates))


Weighed = tuple[tuple[int, list[Finding]], AccountFeatures]


def _decide(
    model: Model,
    profile: ProfileFeatures,
    weighed: Sequence[Weighed],
    shadow: Iterable[tuple[int, int]],
    thresholds: Thresholds,
    top: int,
) -> list[Proposal]:
    prior = model.prior
    if not weighed:
        return [Proposal(profile.key, None, 1, prior, 0.0, Decision.NONE)]
    masses = [2.0 ** ((weight + prior) / BIT) for (weight, _), _ in weighed]
    hidden = math.fsum(number * 2.0 ** ((weight + prior) / BIT) for number, weight in shadow)
    total = math.fsum((*masses, hidden, 1.0))
    proposals = []
    for rank, (mass, ((weight, findings), account)) in enumerate(zip(masses, weighed, strict=True), 1):
        if rank > top:
            break
        probability = round(mass / total, 6)
        proposals.append(
            Proposal(
                profile=profile.key,
                account=account.key,
                rank=rank,
                weight=weight + prior,
                probability=probability,
                decision=_decision(probability, rank, thresholds),
                evidence=tuple(Evidence(f.feature, f.weight, sentence(f)) for f in findings),
            )
        )
    return proposals


def _decision(probability: float, rank: int, thresholds: Thresholds) -> Decision:
    if rank == 1 and probability >= thresholds.match:
        return Decision.MATCH
    return Decision.REVIEW if probability >= thresholds.review else Decision.NONE


def _shadow(
    model: Model,
    index: AccountIndex,
    blocks: Sequence[Block],
    skipped: frozenset[str],
    candidates: Sequence[AccountFeatures],
    reading: Reading,
) -> list[tuple[int, int]]:
    """How many accounts hold each of the profile's names unseen, and what that name would weigh.

    An account counts once, under the most telling name it shares: those of a full name are taken out of the
    initial's, those of both out of the family name's.
    """
    counted: dict[tuple[str, str], int] = {}
    shadow = []
    for block in blocks:
        if not block.given and not block.family:
            continue
        seen = _holders(block, candidates) if block.key in skipped else index.size(block.key)
        hidden = model.counts.keys[block.key] - seen - _already(block, counted)
        if hidden > 0:
            counted[block.given, block.family] = hidden
            shadow.append((hidden, model.weigh_name(block.given, block.family, reading)))
    return shadow


def _holders(block: Block, candidates: Sequence[AccountFeatures]) -> int:
    """How many of the compared accounts hold a block's name."""
    return sum(
        (not block.family or block.family in account.family)
        and (not block.given or any(name.startswith(block.given) for name in account.given))
        for account in candidates
    )


def _already(block: Block, counted: dict[tuple[str, str], int]) -> int:
    """Hidden accounts of this block that were counted under a more telling name."""
    return sum(
        number
        for (given, family), number in counted.items()
        if (not block.family or family == block.family)
        and (not block.given or given.startswith(block.given) or given == block.given)
    )
