"""Everything a run reads before it begins, at one moment: who may be compared, by what model, and who can be found."""

from __future__ import annotations

from dataclasses import dataclass

from socialmatch.consent.permits import NotPermitted
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import seals
from socialmatch.lookup import LiveModels
from socialmatch.models import Subject
from socialmatch.reconcile.members import Members
from socialmatch.reconcile.scoring import Scorer
from socialmatch.store import Session, blocks, links, permits, proposals


@dataclass(frozen=True, slots=True)
class Moment:
    """What was read.

    Attributes
    ----------
    linked: profiles that have a link that answers. revision: of the store.
    """

    scorer: Scorer
    not_permitted: NotPermitted
    linked: frozenset[Subject]
    revision: int


def read_moment(
    session: Session, at: Installation, purpose: str, known_models: LiveModels, *, sealed: str | None = None
) -> Moment:
    """Read it.

    Parameters
    ----------
    known_models: where models are kept between runs. sealed: the run whose sealed set must hold everybody, if any.
    """
    permitted, others = permits.permitted_set(session, purpose)
    if sealed is not None:
        permitted = seals.sealed_among(session, permitted, sealed)
    live = known_models.current(session, at.policy)
    numbers = {key: n for key, n in blocks.numbers(session).items() if permitted.permits(key)}
    scorer = Scorer(
        permitted=permitted,
        live=live,
        members=Members(blocks.walk(session), numbers, limit=live.model.parameters.block_limit),
        policy=at.policy,
        keys=session.keys,
        rejected=proposals.all_rejected(session),
        epoch=session.epoch,
    )
    linked = frozenset(link.profile for link in links.walk(session) if link.live(session.now))
    return Moment(scorer, others, linked, session.revision)
