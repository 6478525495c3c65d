"""What the last run weighed, put together for learning. Nobody is weighed here.

Who does not agree now is not in it, and a profile with a pair that is still to be weighed is left to the next run.
"""

from __future__ import annotations

from dataclasses import dataclass

from socialmatch.accounts.batches import SILENCE, Progress
from socialmatch.journeys.steps import Installation
from socialmatch.lookup import SHARED_MODELS, Live, LiveModels
from socialmatch.matching.learning import Observed
from socialmatch.models import ProfileKey
from socialmatch.reconcile.moment import Moment, read_moment
from socialmatch.store import profiles, scores
from socialmatch.store.profiles import ProfileState
from socialmatch.store.scores import Standing

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Observation:
    """What was put together.

    Attributes
    ----------
    live: the model that weighed. observed: what it weighed. stale: profiles whose pairs changed since.
    """

    live: Live
    observed: Observed
    stale: int


def observe(
    at: Installation, purpose: str, *, progress: Progress = SILENCE, known_models: LiveModels = SHARED_MODELS
) -> Observation:
    """Put together what the last run weighed for a purpose, of everybody who agrees now."""
    with at.store.read(at.tenant) as session:
        moment = read_moment(session, at, purpose, known_models)
        scorer = moment.scorer
        observed, stale = Observed(at.policy.top_k), 0
        progress.phase("observe", len(scorer.permitted.profiles))
        after: ProfileKey | None = None
        while page := scores.page(session, purpose, after, _PAGE):
            due = [one for one in page if _is_remembered(moment, one)]
            known = profiles.get_many(session, [one.profile for one in due])
            for one in due:
                found = scorer.look_at(one, known[one.profile].profile).remembered()
                if found is None:
                    stale += 1
                else:
                    observed.add(*found)
            after = page[-1].profile
            progress.advance(len(page))
    return Observation(scorer.live, observed, stale)


def _is_remembered(moment: Moment, one: Standing) -> bool:
    """Whether a profile may be compared now, and was looked at by the model that scores now."""
    scorer = moment.scorer
    if not scorer.permitted.permits(one.profile) or one.profile in moment.linked:
        return False
    return one.state is ProfileState.ACTIVE and one.memory is not None and one.memory.basis == scorer.basis(one)
