"""Proposals: pairs that matching put forward and somebody may look at, until they expire; and rejections.

A rejection outlives its proposal, so it names both sides by their refs only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select

from socialmatch.canonical import Json
from socialmatch.errors import UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Decision, Evidence, ProfileKey, Proposal, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import events
from socialmatch.store.columns import (
    ACCOUNT,
    PROFILE,
    account_columns,
    account_key,
    from_json,
    of_account,
    of_profile,
    profile_columns,
    profile_key,
    to_json,
)
from socialmatch.store.schema import proposals, rejections, scored_profiles
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import among, change, drop, in_parts, mine, pick, same


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """An invitation was made of it; a link there is none yet."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class KnownProposal:
    """A proposal and what the store knows of it.

    Attributes
    ----------
    purpose: what both sides agreed to. model_version: what scored it. run: the run that found it.
    created_at, expires_at: it is not shown from ``expires_at`` on.
    """

    proposal: Proposal
    purpose: str
    model_version: str
    run: int
    created_at: datetime
    expires_at: datetime
    state: ProposalState = ProposalState.OPEN


_PAIR: Final = (*PROFILE, *ACCOUNT)
_IN_FORCE: Final = proposals.c.expires_at > bindparam("now")
_OF_PROFILE: Final = pick(proposals).where(*same(proposals, *PROFILE, "purpose"), _IN_FORCE).order_by(proposals.c.rank)
_ONE: Final = pick(proposals).where(*same(proposals, *_PAIR, "purpose"), _IN_FORCE)
# Most uncertain first, as far from 0 as from 1; the keys make the order total.
_QUEUE: Final = (
    pick(proposals)
    .where(*same(proposals, "state", "decision"), _IN_FORCE)
    .order_by(func.abs(proposals.c.probability - 0.5), *(proposals.c[name] for name in (*_PAIR, "purpose")))
    .limit(bindparam("limit"))
)
_ALL: Final = pick(proposals).where(_IN_FORCE).order_by(*(proposals.c[name] for name in (*_PAIR, "purpose")))
_MOVE: Final = (
    change(proposals, *_PAIR, "purpose", "state")
    .where(_IN_FORCE)
    .values(state=bindparam("new_state"), revision=bindparam("new_revision"))
)
_DROP_OF_PROFILE: Final = drop(proposals, *PROFILE, "purpose").where(proposals.c.state == ProposalState.OPEN.value)
_DROP_ALL_OF_PROFILE: Final = drop(proposals, *PROFILE, "purpose")
_DROP_ALL_OF_ACCOUNT: Final = drop(proposals, *ACCOUNT, "purpose")
_TALLY: Final = (
    select(proposals.c.decision, func.count().label("number"))
    .where(mine(proposals), *same(proposals, "purpose", "state"), _IN_FORCE)
    .group_by(proposals.c.decision)
)
_FORGET_SCORES: Final = drop(scored_profiles, *PROFILE, "purpose")
_CONFIRM: Final = (
    change(proposals, "purpose", "state")
    .where(_IN_FORCE)
    .values(run=bindparam("new_run"), expires_at=bindparam("new_expires_at"))
)
_DROP_REJECTED_PROFILE: Final = drop(rejections, "profile_ref")
_DROP_REJECTED_ACCOUNT: Final = drop(rejections, "account_ref")
_DROP_EXPIRED: Final = drop(proposals).where(proposals.c.expires_at <= bindparam("now"))
_REJECTED_ACCOUNT: Final = pick(rejections, "profile_ref", "reason", "rejected_at", "seq").where(
    *same(rejections, "account_ref")
)
_ALL_REJECTED: Final = pick(rejections, "profile_ref", "account_ref")
_REJECTED_AS: Final = _ALL_REJECTED.where(*same(rejections, "reason"))
_REJECTED_OF_MANY: Final = _ALL_REJECTED.where(rejections.c.profile_ref.in_(bindparam("refs", expanding=True)))
_REJECTED: Final = pick(rejections, "account_ref").where(*same(rejections, "profile_ref"))


def put(session: WriteSession, found: Iterable[KnownProposal]) -> None:
    """Keep proposals. A pair that is there already is replaced."""
    session.upsert(proposals, [_row(session, known) for known in found])


def of_profile_key(session: Session, profile: ProfileKey, purpose: str) -> list[KnownProposal]:
    """The proposals for a profile that have not expired, the best first."""
    values = {**of_profile(session, profile), "of_purpose": purpose, "now": session.now_ms}
    return [_known(session, row) for row in session.rows(_OF_PROFILE, values)]


def get(session: Session, profile: ProfileKey, account: AccountKey, purpose: str) -> KnownProposal | None:
    """The proposal of a pair, if it has not expired."""
    row = session.row(_ONE, {**_of(session, profile, account), "of_purpose": purpose, "now": session.now_ms})
    return None if row is None else _known(session, row)


def queue(session: Session, *, limit: int = 50, decision: Decision = Decision.REVIEW) -> list[KnownProposal]:
    """What is open and has not expired, the most uncertain first."""
    values = {
        "of_state": ProposalState.OPEN.value,
        "of_decision": decision.value,
        "now": session.now_ms,
        "limit": limit,
    }
    return [_known(session, row) for row in session.rows(_QUEUE, values)]


def walk(session: Session) -> Iterator[KnownProposal]:
    """Everything that has not expired, in the order of the keys."""
    for row in session.stream(_ALL, {"now": session.now_ms}):
        yield _known(session, row)


def accept(session: WriteSession, known: KnownProposal) -> bool:
    """Take a proposal out of the queue, to be proved. Whether it was open; its event is the caller's."""
    return _move(session, known, ProposalState.ACCEPTED)


def reject(session: WriteSession, known: KnownProposal, reason: str) -> bool:
    """Never propose this pair again, with the event that says so. Whether it was open."""
    profile, account = _pair(known.proposal)
    if not _move(session, known, ProposalState.REJECTED):
        return False
    reject_pair(session, profile, account, reason, {"purpose": known.purpose, "model": known.model_version})
    return True


def reject_pair(
    session: WriteSession,
    profile: ProfileKey,
    account: AccountKey,
    reason: str,
    data: Mapping[str, Json] | None = None,
) -> int:
    """As :func:`reject`, for two who are known not to be one, proposed or not. The position of the event.

    Parameters
    ----------
    data: what the event says beside the reason.
    """
    seq = events.append(
        session, TypeClass.REVIEW, "rejected", profile, account, data={**(data or {}), "reason": reason}
    )
    row = {"profile_ref": session.ref(profile), "account_ref": session.ref(account), "seq": seq}
    session.upsert(rejections, [{**row, "reason": reason, "rejected_at": session.now_ms}])
    return seq


def rejected(session: Session, profile: ProfileKey, accounts: Collection[AccountKey]) -> set[AccountKey]:
    """Those of the accounts that were rejected for a profile."""
    refs = {row.account_ref for row in session.rows(_REJECTED, {"of_profile_ref": session.ref(profile)})}
    return {account for account in accounts if session.ref(account) in refs} if refs else set()


def of_profiles(session: Session, profiles: Collection[ProfileKey], purpose: str) -> list[KnownProposal]:
    """The proposals for many profiles that have not expired, in whatever state."""
    now = session.now_ms
    return [
        _known(session, row)
        for part in in_parts(profiles, 64)
        for row in session.rows(*among(proposals, PROFILE, [(key.platform, key.scope, key.user_id) for key in part]))
        if row.purpose == purpose and row.expires_at > now
    ]


def confirm(session: WriteSession, purpose: str, run: int, expires_at: datetime) -> int:
    """Let everything that is open and has not expired stand on, as found by a run. How many."""
    values = {"of_purpose": purpose, "of_state": ProposalState.OPEN.value, "now": session.now_ms}
    return session.execute(_CONFIRM, {**values, "new_run": run, "new_expires_at": to_epoch_ms(expires_at)})


def tally(session: Session, purpose: str) -> dict[Decision, int]:
    """How many are open and have not expired, by what was decided."""
    values = {"of_purpose": purpose, "of_state": ProposalState.OPEN.value, "now": session.now_ms}
    return {Decision(row.decision): row.number for row in session.rows(_TALLY, values)}


def all_rejected(session: Session) -> dict[bytes, set[bytes]]:
    """Whom somebody rejected for whom: the refs of accounts, by that of the profile."""
    found: dict[bytes, set[bytes]] = {}
    for row in session.stream(_ALL_REJECTED):
        found.setdefault(row.profile_ref, set()).add(row.account_ref)
    return found


def rejected_as(session: Session, reason: str) -> set[tuple[bytes, bytes]]:
    """The refs of both sides of every pair that was rejected for a reason."""
    return {(row.profile_ref, row.account_ref) for row in session.stream(_REJECTED_AS, {"of_reason": reason})}


def rejected_among(
    session: Session, profiles: Collection[ProfileKey], accounts: Collection[AccountKey]
) -> set[tuple[ProfileKey, AccountKey]]:
    """Those pairs of these profiles and these accounts that were rejected."""
    of_profiles = {session.ref(profile): profile for profile in profiles}
    found = [row for part in in_parts(of_profiles) for row in session.rows(_REJECTED_OF_MANY, {"refs": part})]
    if not found:
        return set()
    of_accounts = {session.ref(account): account for account in accounts}
    return {
        (of_profiles[row.profile_ref], of_accounts[row.account_ref]) for row in found if row.account_ref in of_accounts
    }


def drop_open(session: WriteSession, profiles: Collection[ProfileKey], purpose: str) -> int:
    """Delete the open proposals of profiles, before a new run's are put. How many."""
    return sum(
        session.execute(_DROP_OF_PROFILE, {**of_profile(session, profile), "of_purpose": purpose})
        for profile in profiles
    )


def drop_of(session: WriteSession, subject: Subject, purpose: str) -> int:
    """Delete every proposal of somebody for a purpose they took back, whatever its state. How many.

    What runs remember of a profile's scores goes with them; of an account they remember nothing that names it.
    """
    if isinstance(subject, ProfileKey):
        session.execute(_FORGET_SCORES, {**of_profile(session, subject), "of_purpose": purpose})
        return session.execute(_DROP_ALL_OF_PROFILE, {**of_profile(session, subject), "of_purpose": purpose})
    return session.execute(_DROP_ALL_OF_ACCOUNT, {**of_account(session, subject), "of_purpose": purpose})


def carry_rejections(session: WriteSession, old: AccountKey, survivor: AccountKey) -> int:
    """Let what was rejected for an account be rejected for the one it went into. How many."""
    rows = session.rows(_REJECTED_ACCOUNT, {"of_account_ref": session.ref(old)})
    ref = session.ref(survivor)
    session.upsert(rejections, [{**row._asdict(), "account_ref": ref} for row in rows])
    return len(rows)


def forget_rejections(session: WriteSession, subject: Subject) -> int:
    """Delete the rejections that somebody is one side of. How many."""
    ref = session.ref(subject)
    if isinstance(subject, ProfileKey):
        return session.execute(_DROP_REJECTED_PROFILE, {"of_profile_ref": ref})
    return session.execute(_DROP_REJECTED_ACCOUNT, {"of_account_ref": ref})


def drop_expired(session: WriteSession) -> int:
    """Delete what nobody looked at in time. How many."""
    return session.execute(_DROP_EXPIRED, {"now": session.now_ms})


def _move(session: WriteSession, known: KnownProposal, state: ProposalState) -> bool:
    profile, account = _pair(known.proposal)
    values = {
        **_of(session, profile, account),
        "of_purpose": known.purpose,
        "of_state": ProposalState.OPEN.value,
        "now": session.now_ms,
        "new_state": state.value,
        "new_revision": session.revision,
    }
    return session.execute(_MOVE, values) > 0


def _pair(proposal: Proposal) -> tuple[ProfileKey, AccountKey]:
    if proposal.account is None:
        raise UsageError("a row without a candidate is no proposal", code="no_candidate")
    return proposal.profile, proposal.account


def _of(session: Session, profile: ProfileKey, account: AccountKey) -> dict[str, str]:
    return {**of_profile(session, profile), **of_account(session, account)}


def _row(session: WriteSession, known: KnownProposal) -> dict[str, Any]:
    profile, account = _pair(known.proposal)
    _of(session, profile, account)  # refuses another tenant's
    return {
        **profile_columns(profile),
        **account_columns(account),
        "purpose": known.purpose,
        "rank": known.proposal.rank,
        "weight": known.proposal.weight,
        "probability": known.proposal.probability,
        "decision": known.proposal.decision.value,
        "evidence": to_json([[e.feature, e.weight, e.text] for e in known.proposal.evidence]),
        "state": known.state.value,
        "model_version": known.model_version,
        "run": known.run,
        "created_at": to_epoch_ms(known.created_at),
        "expires_at": to_epoch_ms(known.expires_at),
        "revision": session.revision,
    }


def _known(session: Session, row: Row[Any]) -> KnownProposal:
    proposal = Proposal(
        profile_key(session, row),
        account_key(session, row),
        row.rank,
        row.weight,
        row.probability,
        Decision(row.decision),
        tuple(Evidence(*one) for one in from_json(row.evidence)),
    )
    return KnownProposal(
        proposal,
        row.purpose,
        row.model_version,
        row.run,
        from_epoch_ms(row.created_at),
        from_epoch_ms(row.expires_at),
        ProposalState(row.state),
    )
