"""The retention job: what was promised to be kept no longer is not kept any longer.

Evidence of a consent that ended is kept for ``evidence_years`` (default 4), because somebody may have to show that it
was given, or withdrawn. Then it is erased, and the erasure is an event. A record under a legal hold stays until the
hold ends. Nothing that has run out is used before the job runs either: it only tidies up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from socialmatch import endings
from socialmatch.accounts import expire_content
from socialmatch.config import Policy
from socialmatch.models import Actor, ActorKind, ProfileKey
from socialmatch.store import (
    Session,
    Store,
    WriteSession,
    codes,
    erasure,
    holds,
    labels,
    limits,
    oversight,
    proposals,
)
from socialmatch.store.codes import Invitation, Token
from socialmatch.store.oversight import Ended

JOB: Final = Actor(ActorKind.JOB, "retention")
REASON: Final = "retention"
BASIS: Final = "retention"

CODES_KEPT: Final = timedelta(days=30)
"""How long a code or an invitation stays after it ran out: long enough to explain a complaint."""
COUNTERS_KEPT: Final = timedelta(days=60)
"""How long counters and the memory of messages stay: longer than any window or resend."""
_YEAR: Final = timedelta(days=1461) / 4
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Retained:
    """What the job did, in numbers.

    Attributes
    ----------
    erased: people whose evidence was erased. held: those of whom a legal hold kept it.
    contents: profiles whose shown content went. proposals, codes, counters, runs: rows that went.
    """

    erased: int = 0
    held: int = 0
    contents: int = 0
    proposals: int = 0
    codes: int = 0
    counters: int = 0
    runs: int = 0


def evidence_ends(policy: Policy, now: datetime) -> datetime:
    """Evidence of what ended before this moment is not kept any longer."""
    return now - policy.evidence_years * _YEAR


def due(session: Session, policy: Policy) -> tuple[int, int]:
    """How many people's evidence would be erased now, and how many more are under a legal hold."""
    found = oversight.ended_before(session, evidence_ends(policy, session.now), limit=1_000_000)
    held = sum(1 for one in found if holds.standing(session, one.ref))
    return len(found) - held, held


def retain(store: Store, tenant: str, policy: Policy) -> Retained:
    """Do it: evidence first, a few people a commit, then everything else that has run out."""
    erased, held = 0, 0
    while True:
        limit = _AT_ONCE + held  # those under a hold come up again each time
        with store.write(tenant, JOB, REASON) as session:
            before = evidence_ends(policy, session.now)
            found = oversight.ended_before(session, before, limit)
            free = [one for one in found if not holds.standing(session, one.ref)]
            for one in free:
                _erase(session, one)
        erased, held = erased + len(free), len(found) - len(free)
        if len(found) < limit or not free:
            break
    with store.write(tenant, JOB, REASON) as session:
        return _tidy(session, policy, erased, held)


def _erase(session: WriteSession, one: Ended) -> None:
    """The evidence, and everything derived. A customer stays a customer: only what they once agreed to is forgotten."""
    if one.subject is not None:
        endings.end_links(session, one.subject, REASON)
        endings.revoke_codes(session, one.subject)
    if isinstance(one.subject, ProfileKey):
        erasure.erase(session, one.subject, basis=BASIS)
        return
    if one.subject is not None:
        erasure.forget(session, one.subject)
    erasure.erase_ref(session, one.ref, basis=BASIS)


def _tidy(session: WriteSession, policy: Policy, erased: int, held: int) -> Retained:
    ran_out = session.now - CODES_KEPT
    return Retained(
        erased=erased,
        held=held,
        contents=expire_content(session),
        proposals=proposals.drop_expired(session),
        codes=codes.drop_old(session, Token, ran_out) + codes.drop_old(session, Invitation, ran_out),
        counters=limits.drop_old(session, session.now - COUNTERS_KEPT),
        runs=labels.drop_old(session, evidence_ends(policy, session.now)),
    )
