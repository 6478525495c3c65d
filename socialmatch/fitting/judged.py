"""What people said of proposals, and what was proved since: the only labels a store has."""

from __future__ import annotations

from socialmatch.consent.permits import PermittedSet
from socialmatch.matching.calibration import Judged
from socialmatch.matching.model import Parameters
from socialmatch.models import Assurance
from socialmatch.review import WRONG_PERSON
from socialmatch.store import Session, links, proposals
from socialmatch.store.proposals import KnownProposal, ProposalState


def judged_pairs(session: Session, permitted: PermittedSet, parameters: Parameters) -> list[Judged]:
    """Pairs somebody judged under these parameters, with what they were said to be worth before calibration.

    An accepted proposal is right and one rejected as ``wrong_person`` is wrong, unless the profile was linked since:
    then what was proved counts. Whoever does not agree now is left out.
    """
    proved = {
        link.profile: link.account
        for link in links.walk(session)
        if link.live(session.now) and link.assurance >= Assurance.L2
    }
    wrong = proposals.rejected_as(session, WRONG_PERSON)
    found = []
    for known in proposals.walk(session):
        one = known.proposal
        if one.account is None or not (permitted.permits(one.profile) and permitted.permits(one.account)):
            continue
        if known.purpose != permitted.purpose or known.model_version.rpartition(".")[0] != parameters.version:
            continue
        if one.profile in proved:
            right: bool | None = proved[one.profile] == one.account
        else:
            right = _judgement(session, known, wrong)
        if right is not None:
            found.append(Judged(parameters.calibration.undo(one.probability), right))
    return found


def _judgement(session: Session, known: KnownProposal, wrong: set[tuple[bytes, bytes]]) -> bool | None:
    if known.state is ProposalState.ACCEPTED:
        return True
    one = known.proposal
    if known.state is ProposalState.OPEN or one.account is None:
        return None
    return False if (session.ref(one.profile), session.ref(one.account)) in wrong else None
