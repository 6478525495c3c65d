"""The decision per profile, over all its candidates and "no account here".

For one profile, with ``N`` accounts in the CRM of which a share ``s`` of profiles has one, the probability of candidate
``i`` of weight ``w_i`` bits is (Bayes' rule, every account equally likely before anything is seen)::

    p_i = 2^w_i / (sum_j 2^w_j + shadow + N (1 - s) / s)

The shadow stands for accounts that share the profile's values but were not compared: people who did not agree, and
those of blocks too large to compare. It is made from aggregate counts alone; nobody of them is scored. To it come the
candidates' relatives who are no customers: a family name and a town are theirs as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ConsentMissing
from socialmatch.matching.blocking import Block, account_keys, profile_blocks
from socialmatch.matching.compare import Finding
from socialmatch.matching.counts import BIT
from socialmatch.matching.explain import sentence
from socialmatch.matching.index import Index
from socialmatch.matching.model import NOBODY, Model
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.reading import Reading
from socialmatch.models import Decision, Evidence, Proposal

CERTAIN = 0.999999
"""No proposal is more probable than this: beyond it lie mistakes that no model knows of."""


_RELATIVES = 3
"""Candidates, the heaviest, whose relatives are thought of."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a rank-1 proposal is a match, and any proposal worth a review."""

    match: float = 0.99
    review: float = 0.2


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
    index: Index,
    profile: ProfileFeatures,
    *,
    thresholds: Thresholds,
    top: int,
) -> Outcome:
    """Propose accounts for one profile, best first.

    Parameters
    ----------
    permitted: who agreed; the profile must be in it, and candidates that are not are left out.
    index: finds candidates; it holds accounts of people who agreed only. top: how many proposals at most.

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
    found, skipped = index.candidates(blocks, block_limit=limits.block_limit, limit=limits.candidate_limit)
    candidates = [account for account in found if permitted.permits(account.key)]
    reading = model.read(profile)
    weighed = [(model.weigh(permitted, account, reading), account) for account in candidates]
    weighed.sort(key=lambda pair: (-pair[0][0], pair[1].key))
    shadow = _shadow(model, index, blocks, skipped, candidates, reading)
    shadow += [(1, model.weigh_relative(permitted, account, reading)) for _, account in weighed[:_RELATIVES]]
    proposals = _decide(model.prior, profile, weighed, shadow, thresholds, top)
    return Outcome(proposals, sum(index.size(block.key) for block in blocks), len(candidates))


Weighed = tuple[tuple[int, list[Finding]], AccountFeatures]


def _decide(
    prior: int,
    profile: ProfileFeatures,
    weighed: Sequence[Weighed],
    shadow: Iterable[tuple[int, int]],
    thresholds: Thresholds,
    top: int,
) -> list[Proposal]:
    if not weighed:
        return [Proposal(profile.key, None, 1, prior, 0.0, Decision.NONE)]
    hidden = list(shadow)
    # Relative to the heaviest, so that no weight is too large for a floating-point number.
    heaviest = max(0, weighed[0][0][0] + prior, *(weight + prior for _, weight in hidden))
    masses = [2.0 ** ((weight + prior - heaviest) / BIT) for (weight, _), _ in weighed]
    unseen = math.fsum(number * 2.0 ** ((weight + prior - heaviest) / BIT) for number, weight in hidden)
    total = math.fsum((*masses, unseen, 2.0 ** (-heaviest / BIT)))
    proposals = []
    for rank, (mass, ((weight, findings), account)) in enumerate(zip(masses, weighed, strict=True), 1):
        if rank > top:
            break
        probability = min(CERTAIN, round(mass / total, 6))
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
    index: Index,
    blocks: Sequence[Block],
    skipped: frozenset[str],
    candidates: Sequence[AccountFeatures],
    reading: Reading,
) -> list[tuple[int, int]]:
    """How many accounts hold each of the profile's values unseen, and what that value alone would weigh.

    An account counts once, under the most telling name it shares: those of a full name are taken out of the
    initial's, those of both out of the family name's.
    """
    counted: dict[tuple[str, str], int] = {}
    shadow = []
    for block in blocks:
        holder = _holder(block)
        if holder is None:
            continue
        seen = _holders(block, candidates) if block.key in skipped else index.size(block.key)
        hidden = model.counts.keys[block.key] - seen - _already(block, counted)
        if hidden > 0:
            if block.given or block.family:
                counted[block.given, block.family] = hidden
            shadow.append((hidden, model.weigh_holder(holder, reading) - _doubt(model, block)))
    return shadow


def _holder(block: Block) -> AccountFeatures | None:
    """Nobody, with the value a block stands for; ``None`` where it stands for too little to weigh."""
    kind, _, value = block.key.partition(":")
    if block.given or block.family:
        return replace(
            NOBODY,
            given=(block.given,) if block.given else (),
            family=(block.family,) if block.family else (),
        )
    return _HOLDERS[kind](value) if kind in _HOLDERS else None


_HOLDERS: dict[str, Callable[[str], AccountFeatures]] = {
    "mail": lambda value: replace(NOBODY, emails=(value,)),
    "phone": lambda value: replace(NOBODY, phones=(value,)),
    "file": lambda value: replace(NOBODY, handles=(value,)),
    "local": lambda value: replace(NOBODY, locals=(value,)),
    "host": lambda value: replace(NOBODY, hosts=(value,)),
    "label": lambda value: replace(NOBODY, labels=(value,)),
}
"""Nobody, with one value of the kind of a blocking key."""


def _doubt(model: Model, block: Block) -> int:
    """What is taken off a holder of a name that only sounds like the profile's."""
    return model.parameters.show.typo if block.key.startswith("sound:") else 0


def _holders(block: Block, candidates: Sequence[AccountFeatures]) -> int:
    """How many of the compared accounts have a block's key."""
    return sum(block.key in account_keys(account) for account in candidates)


def _already(block: Block, counted: dict[tuple[str, str], int]) -> int:
    """Hidden accounts of this block that were counted under a more telling name."""
    return sum(
        number
        for (given, family), number in counted.items()
        if (not block.family or family == block.family)
        and (not block.given or given.startswith(block.given))
        and (given, family) != (block.given, block.family)
    )
