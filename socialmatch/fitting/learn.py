"""Parameters learned from a store, and what they would change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from socialmatch.accounts.batches import SILENCE, Progress
from socialmatch.errors import UsageError
from socialmatch.fitting.adopting import keep
from socialmatch.fitting.judged import judged_pairs
from socialmatch.journeys.steps import Installation
from socialmatch.lookup import SHARED_MODELS, LiveModels
from socialmatch.matching.calibration import AS_THEY_ARE, LEAST_JUDGED, LEAST_OF_EACH, Judged, enough, learn_calibration
from socialmatch.matching.decide import Thresholds
from socialmatch.matching.learning import LEAST_PROFILES
from socialmatch.matching.model import Parameters
from socialmatch.matching.modelfile import BUILT_IN, Card, LearnedModel
from socialmatch.models import Actor, Decision
from socialmatch.moments import format_moment
from socialmatch.reconcile import Observation, observe
from socialmatch.store import permits

SHARE, CALIBRATION = "share", "calibration"
LEARNABLE: Final = (SHARE, CALIBRATION)
LIMITS: Final[Mapping[str, tuple[str, ...]]] = {
    SHARE: (
        "Learned without labels: it is right as far as the weights are.",
        "It holds for profiles like those it was learned from: whoever agreed, and has no link yet.",
    ),
    CALIBRATION: (
        "Judged pairs are those that somebody looked at, mostly uncertain ones; beyond them the line is drawn on.",
        "An accepted proposal counts as right unless a link says otherwise: people err too.",
    ),
}
"""What a card says a model is not good for."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A candidate, and what it would change.

    Attributes
    ----------
    model: kept in the store, not adopted. changes: counts, see :func:`changes`.
    """

    model: LearnedModel
    changes: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"model": self.model.to_json(), "changes": dict(self.changes)}


def fit(
    at: Installation,
    purpose: str = "support",
    *,
    learn: str | None = None,
    actor: Actor,
    reason: str,
    progress: Progress = SILENCE,
    known_models: LiveModels = SHARED_MODELS,
) -> Fitted:
    """Learn parameters and keep them as a candidate.

    Parameters
    ----------
    learn: ``"share"``, of profiles that have an account, from what the last run weighed; or ``"calibration"``, from
        judged pairs. Default: the share, or the calibration where there are enough of these or one scores already.
        A calibration keeps the share, under which people judged; a new share begins without a calibration.

    Raises
    ------
    UsageError: another purpose than the policy's (``unknown_purpose``), nothing of that name can be learned
        (``not_learnable``), or there is too little to learn from (``too_little``).
    """
    at.check_purposes((purpose,))
    if learn is not None and learn not in LEARNABLE:
        raise UsageError(f"what can be learned is {' or '.join(LEARNABLE)}", code="not_learnable")
    seen = observe(at, purpose, progress=progress, known_models=known_models)
    with at.store.read(at.tenant) as session:
        permitted, _ = permits.permitted_set(session, purpose)
        now = seen.live.model.parameters
        judged = judged_pairs(session, permitted, now)
        fitted_at = format_moment(session.now)
    learn = learn or (SHARE if now.calibration.changes_nothing and not enough(judged) else CALIBRATION)
    was = LearnedModel(BUILT_IN.version, round(now.share * 1000), now.calibration, Card(learn, fitted_at, purpose, ""))
    model = _with_share(was, seen) if learn == SHARE else _with_calibration(was, judged)
    model = replace(model, card=replace(model.card, parameters_before=now.version, limits=LIMITS[learn]))
    keep(at, model, actor=actor, reason=reason)
    return Fitted(model, changes(seen, model.parameters(), at))


def _with_share(was: LearnedModel, seen: Observation) -> LearnedModel:
    """A share learned from what the last run weighed; a line that was learned under another share is dropped."""
    if len(seen.observed) < LEAST_PROFILES:
        raise _too_little(f"{LEAST_PROFILES} profiles that the last run looked at are wanted", "reconcile first")
    accounts = seen.live.model.counts.accounts
    learned = seen.observed.learn_share(accounts)
    from_what = {"accounts": accounts, "profiles": len(seen.observed), "profiles_left_out": seen.stale}
    measured = {"turns": learned.turns, "share_before_per_mille": was.share}
    card = replace(was.card, learned_from=from_what, diagnostics=measured)
    return replace(was, share=learned.share, calibration=AS_THEY_ARE, card=card)


def _with_calibration(was: LearnedModel, judged: Sequence[Judged]) -> LearnedModel:
    """The model with a line learned from judged pairs."""
    if not enough(judged):
        raise _too_little(
            f"{LEAST_JUDGED} judged pairs are wanted, {LEAST_OF_EACH} right and {LEAST_OF_EACH} wrong ones",
            "accept or reject proposals, see 'socialmatch review', or learn the share",
        )
    line, right = learn_calibration(judged), sum(one.right for one in judged)
    said = [math.fsum(sorted(one.of(pair.probability) for pair in judged)) for one in (was.calibration, line)]
    measured = {
        "said_right_before": round(said[0]),
        "said_right_after": round(said[1]),
        "slope_before_per_mille": was.calibration.slope,
        "offset_before_millibits": was.calibration.offset,
    }
    from_what = {"judged_right": right, "judged_wrong": len(judged) - right}
    return replace(was, calibration=line, card=replace(was.card, learned_from=from_what, diagnostics=measured))


def changes(seen: Observation, parameters: Parameters, at: Installation) -> dict[str, Any]:
    """What other parameters would change for the profiles that the last run looked at, in counts.

    Returns
    -------
    ``profiles``; ``matches`` and ``proposals`` (``before``, ``after``, ``gained``, ``lost``); and ``decisions``, how
    many profiles' first decision goes from which to which.
    """
    thresholds = Thresholds(match=at.policy.match_threshold, review=at.policy.review_threshold)
    model = seen.live.model
    before = seen.observed.decisions(model.parameters, model.counts.accounts, thresholds)
    after = seen.observed.decisions(parameters, model.counts.accounts, thresholds)
    matches, kept, moved = Counter[str](), Counter[str](), Counter[str]()
    for old, new in zip(before, after, strict=True):
        _count(matches, *(int(one[:1] == (Decision.MATCH,)) for one in (old, new)))
        _count(kept, *(sum(said is not Decision.NONE for said in one) for one in (old, new)))
        if old[:1] != new[:1]:
            moved[f"{old[0].value} to {new[0].value}"] += 1
    names = ("before", "after", "gained", "lost")
    return {
        "profiles": len(seen.observed),
        "matches": {name: matches[name] for name in names},
        "proposals": {name: kept[name] for name in names},
        "decisions": dict(sorted(moved.items())),
    }


def _count(counter: Counter[str], old: int, new: int) -> None:
    counter["before"] += old
    counter["after"] += new
    counter["gained"] += max(0, new - old)
    counter["lost"] += max(0, old - new)


def _too_little(wanted: str, hint: str) -> UsageError:
    return UsageError(f"there is too little to learn from: {wanted}", code="too_little", hint=hint)
