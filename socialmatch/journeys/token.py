"""What the steps around a code share: the case that travels, looking a code up, moving it, and refusing it.

A refused code is always the same error to whoever presented it; why it was refused is an event in the log, kept
although nothing else is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from socialmatch.canonical import Json
from socialmatch.consent import tokens
from socialmatch.consent.bindings import Binding, Flow
from socialmatch.consent.codes import TokenText
from socialmatch.consent.limits import LOGIN_AGE, Limit, is_recent
from socialmatch.consent.tokens import Act, Kind, Refusal, TokenState, states_before
from socialmatch.errors import ConsentError, SocialMatchError, TokenRefused
from socialmatch.journeys.steps import Tools
from socialmatch.journeys.suspicion import Pattern, actor_ref, suspect
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, ActorKind, Assurance, Link, Notification, Profile, Subject
from socialmatch.store import WriteSession, codes, events, limits
from socialmatch.store.codes import Token

EVERYBODY: Final = b"everybody"
"""Stands for the person in a counter that is about all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A code on its way from a message to a link.

    Attributes
    ----------
    act: what is being done with it. code: as presented. bound: what else it is found by.
    public: it was seen where everybody can read it.
    profile: who sent it, or who the customer was shown. account, session_hash: who is signed in, and where.
    token: what was issued under the code. assurance: what the link will be worth.
    former: the profile's link that this one replaces. link, seq: the one that was made, and its event's position.
    notifications: what both sides are to be told. failure: ends the journey; raised once it is committed.
    """

    act: Act
    code: TokenText
    bound: tuple[str, ...] = ()
    profile: Profile | None = None
    public: bool = False
    account: AccountKey | None = None
    session_hash: bytes | None = field(default=None, repr=False)
    token: Token | None = None
    assurance: Assurance = Assurance.L2
    former: Link | None = None
    link: Link | None = None
    consent_ref: str = ""
    notifications: tuple[Notification, ...] = ()
    failure: SocialMatchError | None = None

    @property
    def over(self) -> bool:
        """Whether it was refused."""
        return self.failure is not None

    @property
    def issued(self) -> Token:
        """What was issued under the code, once it was found."""
        assert self.token is not None  # noqa: S101 - the steps that come before found it
        return self.token

    @property
    def sender(self) -> Profile:
        """The profile, where the step is about one."""
        assert self.profile is not None  # noqa: S101 - the verbs that take these steps give one
        return self.profile

    @property
    def presenting(self) -> tuple[Subject, ...]:
        """Who presents the code, as far as they said."""
        sides = (self.profile.key if self.profile else None, self.account)
        return tuple(side for side in sides if side is not None)


P = TypeVar("P", bound=Proof)


# --- steps ---------------------------------------------------------------------------------------


def only_the_customer(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Nobody but the customer agrees for the customer, and no agent passes on what only a message can show."""
    allowed = {ActorKind.CUSTOMER} if case.account is not None else {ActorKind.CUSTOMER, ActorKind.JOB}
    if tools.session.actor.kind in allowed:
        return case
    return replace(case, failure=refuse_grant(tools, case.act.value, case.presenting))


def count_try(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Count the try against its sender and against everybody, right or wrong; refuse it beyond a limit."""
    at, session = tools.at, tools.session
    sender = session.ref(case.sender.key)  # by which erasing them finds the counter too
    within = [
        count(session, "sender", sender, at.limits.sender),
        count(session, "tenant", EVERYBODY, at.limits.tenant),
        count(session, "everywhere", EVERYBODY, at.limits.everywhere, everywhere=True),
    ]
    return case if all(within) else refuse(case, tools, Refusal.LIMITED)


def read_token(case: Proof, tools: Tools[WriteSession]) -> Proof:
    """Find what was issued under the code, by its keyed digest."""
    digests = tools.at.peppers.digests(case.code, tools.session.tenant, *case.bound)
    token = codes.find_token(tools.session, [digest.value for digest in digests])
    if token is None:
        return refuse(case, tools, Refusal.UNKNOWN)
    return replace(case, token=token)


# --- what steps are made of ----------------------------------------------------------------------


def take(case: P, tools: Tools[WriteSession], act: Act, said: Mapping[str, Json] | None = None, **changes: Any) -> P:
    """Do something with the code, by one guarded UPDATE: of many who try at once, one does it.

    Parameters
    ----------
    said: what the event says beside. changes: fields of the token that change with its state.
    """
    session, token = tools.session, case.issued
    step = tokens.step(Kind.CODE, TokenState(token.state), act, expires_at=token.expires_at, now=session.now)
    if step.refusal is not None:
        # Its time is over, and stays so when a clock is set back. Not where somebody only has the code: a refusal that
        # wrote more would tell that there was one. There the refusal in the log holds the time, see Session.now.
        if step.state != token.state and act is not Act.CLAIM:
            _move(session, token, (token.state,), step.state, alive=False, ended_at=session.now)
        return refuse(case, tools, step.refusal)
    before = [state.value for state in states_before(Kind.CODE, act)]
    if not _move(session, token, before, step.state, said, **changes):
        return refuse(case, tools, Refusal.USED)
    return replace(case, token=replace(token, state=step.state.value, **changes))


def refuse(case: P, tools: Tools[WriteSession], reason: Refusal | str) -> P:
    """Refuse a code: the log gets the reason, whoever presented it does not."""
    session = tools.session
    note_refusal(session, case.act.value, str(reason), case.presenting)
    if case.act is Act.CLAIM:  # the same statements whatever is wrong with the code
        owner = case.token.account if case.token is not None and reason == Refusal.OTHER_PROFILE else None
        pattern = Pattern.BAD_CODES if owner is None else Pattern.FOREIGN_SENDER
        suspect(tools, pattern, session.ref(owner or case.sender.key), owner or case.sender.key)
    return replace(case, failure=TokenRefused())


def note_refusal(session: WriteSession, act: str, reason: str, subjects: Collection[Subject]) -> None:
    """Record that something was asked for and not allowed."""
    events.append(session, TypeClass.REFUSAL, act, *subjects, data={"reason": reason})


def refuse_grant(tools: Tools[WriteSession], act: str, subjects: Collection[Subject]) -> ConsentError:
    """Record that an actor who is not the customer tried to agree for them; the error to raise."""
    session = tools.session
    note_refusal(session, act, "agent_cannot_grant", subjects)
    suspect(tools, Pattern.REFUSED_GRANT, actor_ref(session, session.actor))
    return ConsentError("only the customer agrees", code="agent_cannot_grant", hint="invite them instead")


def fresh(signed_in_at: datetime, now: datetime) -> bool:
    """Whether somebody signed in lately enough to agree to something."""
    return is_recent(signed_in_at, now, LOGIN_AGE)


def stale_login() -> ConsentError:
    """The error of a session that somebody signed in to too long ago."""
    return ConsentError(
        "the customer signed in too long ago", code="stale_login", hint="have them sign in again, then repeat"
    )


def count(session: WriteSession, name: str, ref: bytes, limit: Limit, *, everywhere: bool = False) -> bool:
    """Count something against a limit. Whether it was within it."""
    before = limits.count(session, name, ref, limit.since(session.now), everywhere=everywhere)
    limits.hit(session, name, ref, limit.slice_start(session.now), everywhere=everywhere)
    return before < limit.count


def binding_of(token: Token, tenant: str) -> Binding:
    """What a code was bound to when it was issued, with what was learned of it since."""
    return Binding(
        tenant=tenant,
        kind=Kind.CODE,
        flow=Flow(token.flow),
        purposes=token.purposes,
        notice_version=token.notice_version,
        language=token.language,
        account=token.account,
        profile=token.profile,
        session_hash=token.session_hash,
    )


def _move(
    session: WriteSession,
    token: Token,
    before: Collection[str],
    state: TokenState,
    said: Mapping[str, Json] | None = None,
    *,
    alive: bool = True,
    **changes: Any,
) -> bool:
    """One guarded UPDATE, with its event if it was this one that did it."""
    if not codes.move(session, Token, token.digest, from_states=before, to_state=state.value, alive=alive, **changes):
        return False
    sides = (changes.get("profile") or token.profile, token.account)
    data: dict[str, Json] = {**(said or {}), "token": token.digest.hex(), "flow": token.flow}
    events.append(session, TypeClass.TOKEN, state.value, *(s for s in sides if s is not None), data=data)
    return True
