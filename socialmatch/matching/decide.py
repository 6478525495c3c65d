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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import NamedTuple

from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ConsentMissing
from socialmatch.matching.blocking import Block, Holders, profile_blocks, stages
from socialmatch.matching.calibration import AS_THEY_ARE, Calibration
from socialmatch.matching.compare import Finding
from socialmatch.matching.counts import BIT
from socialmatch.matching.explain import sentence
from socialmatch.matching.index import Index
from socialmatch.matching.model import NOBODY, Model
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.reading import Reading
from socialmatch.models import AccountKey, Decision, Evidence, ProfileKey, Proposal

CERTAIN = 0.999999
"""No proposal is more probable than this: beyond it lie mistakes that no model knows of."""


_RELATIVES_FROM = -8 * BIT
"""Weight, with the prior, from which an account's relatives are thought of: those of others hardly count."""


class Pair(NamedTuple):
    """What a profile and an account weigh together, in millibits without the prior.

    Attributes
    ----------
    own: that it is the account holder's. relative: that it is a relative's, see :meth:`.Model.weigh_relative`;
    ``None`` where nobody would think of that.
    """

    own: int
    relative: int | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a rank-1 proposal is a match, and any proposal worth a review."""

    match: float = 0.99
    review: float = 0.2

    def decision(self, probability: float, rank: int) -> Decision:
        """What is said of a proposal of this probability and rank."""
        if rank == 1 and probability >= self.match:
            return Decision.MATCH
        return Decision.REVIEW if probability >= self.review else Decision.NONE


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
    blocks: Sequence[Block] | None = None,
    counted: Callable[[str], int] | None = None,
) -> Outcome:
    """Propose accounts for one profile, best first.

    Parameters
    ----------
    permitted: who agreed; the profile must be in it, and candidates that are not are left out.
    index: finds candidates; it holds accounts of people who agreed only. top: how many proposals at most.
    blocks: the profile's, where the caller has them already. counted: how many accounts of the CRM have a blocking key;
    by default as the model has counted them.

    Returns
    -------
    Outcome: at least one proposal; a single one without an account where there is no candidate.

    Raises
    ------
    ConsentMissing: the profile is not permitted.
    """
    if not permitted.permits(profile.key):
        raise ConsentMissing("not_permitted")
    if blocks is None:
        blocks = profile_blocks(profile, model.vocabulary)
    holding = counted or model.counts.keys.__getitem__
    limits = model.parameters
    reading = model.read(profile)
    candidates: dict[AccountKey, AccountFeatures] = {}
    found_out: dict[AccountKey, tuple[Pair, list[Finding]]] = {}
    compared: set[str] = set()
    for asked in stages(blocks):
        found, skipped = index.candidates(asked, block_limit=limits.block_limit, limit=limits.candidate_limit)
        new = [one for one in found if one.key not in candidates and permitted.permits(one.key)]
        reading.meet(new)
        for account in new:
            candidates[account.key] = account
            found_out[account.key] = weigh_pair(permitted, model, account, reading)
        compared = {block.key for block in asked} - skipped
        if settled(model, (pair for pair, _ in found_out.values())):
            break
    seen_elsewhere = Holders(candidates.values())
    shadow = shadow_of(
        blocks,
        counted=lambda block: holding(block.key),
        seen=lambda block: index.size(block.key) if block.key in compared else seen_elsewhere(block),
        weigh=lambda block: weigh_block(model, block, reading),
    )
    weights = {key: pair for key, (pair, _) in found_out.items()}
    decided = decide(
        model.prior, profile.key, weights, shadow, thresholds=thresholds, top=top, calibration=limits.calibration
    )
    proposals = [one if one.account is None else with_evidence(one, found_out[one.account][1]) for one in decided]
    return Outcome(proposals, sum(index.size(block.key) for block in blocks), len(candidates))


def settled(model: Model, weighed: Iterable[Pair]) -> bool:
    """Whether a candidate was found whom nobody who shares one name with the profile, and no more, will outdo.

    Those are then not weighed, and are in the shadow with all others that are not.
    """
    return any(pair.own + model.prior >= model.parameters.settled for pair in weighed)


def weigh_pair(
    permitted: PermittedSet, model: Model, account: AccountFeatures, reading: Reading
) -> tuple[Pair, list[Finding]]:
    """Weigh one pair, and where it matters the account's relatives; with the findings of the pair itself.

    Raises
    ------
    ConsentMissing: one of the two is not permitted.
    """
    own, findings = model.weigh(permitted, account, reading)
    thought_of = own + model.prior >= _RELATIVES_FROM
    return Pair(own, model.weigh_relative(permitted, account, reading) if thought_of else None), findings


def decide(
    prior: int,
    profile: ProfileKey,
    weights: Mapping[AccountKey, Pair],
    shadow: Sequence[tuple[int, int]],
    *,
    thresholds: Thresholds,
    top: int,
    calibration: Calibration = AS_THEY_ARE,
) -> list[Proposal]:
    """Propose accounts for one profile from what its pairs weigh, best first; evidence is not in it yet.

    Parameters
    ----------
    prior: as :attr:`.Model.prior`. weights: of every candidate, as :func:`weigh_pair` gives them.
    shadow: as :func:`shadow_of` gives it. thresholds, top: as of :func:`propose`.
    calibration: what is made of the probabilities before they are held against the thresholds.
    """
    if not weights:
        return [Proposal(profile, None, 1, prior, 0.0, Decision.NONE)]
    # The sums do not depend on an order (fsum rounds once, at the end), so only those to be proposed are put in one.
    others = [*shadow, *((1, pair.relative) for pair in weights.values() if pair.relative is not None)]
    wanted = top if calibration.changes_nothing else len(weights)
    best = nsmallest(wanted, ((-pair.own, account) for account, pair in weights.items()))
    heaviest = max(0, *(pair.own + prior for pair in weights.values()), *(weight + prior for _, weight in others))

    def mass(weight: int) -> float:
        """Relative to the heaviest, so that no weight is too large for a floating-point number."""
        return math.pow(2.0, (weight + prior - heaviest) / BIT)

    unseen = math.fsum(number * mass(weight) for number, weight in others)
    total = math.fsum((*(mass(pair.own) for pair in weights.values()), unseen, 2.0 ** (-heaviest / BIT)))
    proposals = []
    probabilities = calibration.of_all([mass(-negative) / total for negative, _ in best])
    for rank, (share, (negative, account)) in enumerate(zip(probabilities[:top], best, strict=False), 1):
        weight, probability = -negative, min(CERTAIN, round(share, 6))
        decision = thresholds.decision(probability, rank)
        proposals.append(Proposal(profile, account, rank, weight + prior, probability, decision))
    return proposals


def with_evidence(proposal: Proposal, findings: Iterable[Finding]) -> Proposal:
    """A proposal with the findings its weight is the sum of."""
    return replace(proposal, evidence=tuple(Evidence(f.feature, f.weight, sentence(f)) for f in findings))


def shadow_of(
    blocks: Iterable[Block],
    *,
    counted: Callable[[Block], int],
    seen: Callable[[Block], int],
    weigh: Callable[[Block], int],
) -> list[tuple[int, int]]:
    """How many accounts hold each of the profile's values unseen, and what that value alone would weigh.

    An account counts once, under the most telling name it shares: those of a full name are taken out of the
    initial's, those of both out of the family name's.

    Parameters
    ----------
    counted: how many accounts of the CRM have a block's key. seen: how many of them were compared.
    weigh: what the value a block stands for weighs, see :func:`weigh_block`; asked only where somebody is hidden.
    """
    already: dict[tuple[str, str], int] = {}
    shadow = []
    for block in blocks:
        if not _stands_for_a_value(block):
            continue
        hidden = counted(block) - seen(block) - _already(block, already)
        if hidden > 0:
            if block.given or block.family:
                already[block.given, block.family] = hidden
            shadow.append((hidden, weigh(block)))
    return shadow


def weigh_block(model: Model, block: Block, reading: Reading) -> int:
    """What the value a block stands for weighs by itself: no account is looked at."""
    return model.weigh_holder(_holder(block), reading) - _doubt(model, block)


def _stands_for_a_value(block: Block) -> bool:
    """Whether a block stands for enough to weigh."""
    return bool(block.given or block.family or block.key.partition(":")[0] in _HOLDERS)


def _holder(block: Block) -> AccountFeatures:
    """Nobody, with the value a block stands for."""
    kind, _, value = block.key.partition(":")
    if block.given or block.family:
        return AccountFeatures(
            NOBODY.key,
            given=(block.given,) if block.given else (),
            family=(block.family,) if block.family else (),
        )
    return _HOLDERS[kind](value)


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


def _already(block: Block, counted: dict[tuple[str, str], int]) -> int:
    """Hidden accounts of this block that were counted under a more telling name."""
    return sum(
        number
        for (given, family), number in counted.items()
        if (not block.family or family == block.family)
        and (not block.given or given.startswith(block.given))
        and (given, family) != (block.given, block.family)
    )
