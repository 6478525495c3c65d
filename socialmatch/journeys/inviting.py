"""An invitation: made for a profile that wrote, looked at, declined, or used up. It proves nothing and links nothing.

It is bound to the profile it was sent to. Whoever holds it can look at it as often as they like, and nothing changes;
it is opened by somebody who is signed in, see :func:`socialmatch.journeys.invite.open_invitation`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from socialmatch.canonical import Json
from socialmatch.consent.codes import InvitationCode, issue_invitation
from socialmatch.consent.decoys import choices
from socialmatch.consent.limits import expiry, is_recent
from socialmatch.consent.tokens import Act, Kind, TokenState, open_states, state_at, states_before
from socialmatch.consent.tokens import step as codes_step
from socialmatch.errors import HandleError, LinkError, TokenRefused
from socialmatch.handles.parse import fold, parse
from socialmatch.journeys.agreeing import registered_notice
from socialmatch.journeys.steps import Installation, Tools
from socialmatch.journeys.suspicion import Pattern, suspect
from socialmatch.journeys.texts import known_account, known_profile
from socialmatch.journeys.token import count, note_refusal
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Notice, Profile, ProfileKey, Subject
from socialmatch.moments import format_moment
from socialmatch.store import Session, WriteSession, codes, events, links, profiles, suppressions
from socialmatch.store.codes import Invitation

REPLY_WITHIN: Final = timedelta(days=30)
"""How old the message is at most that an invitation answers: it is an answer and no advertisement."""
_SUPPRESSED: Final = (suppressions.MATCH, suppressions.CONTACT)


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation, to be sent to the profile it is for. It proves nothing: whoever opens it still has to.

    Attributes
    ----------
    invitation: goes behind the ``#`` of an address, never into its path; ``invitation.reveal()`` shows it.
    text: what to send, with the address in it. profile: whom it is for.
    account: the only one that can open it, where a proposal was accepted. expires_at: its end.
    """

    invitation: InvitationCode
    text: str = field(repr=False)
    profile: ProfileKey
    account: AccountKey | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SeenInvitation:
    """What the page behind an invitation may show: never whose it is.

    Attributes
    ----------
    platform: of the profile it was sent to. purposes, notice: what would be agreed to. expires_at: its end.
    text: what to show to who is signed in; ``""`` for anybody else.
    choices: handles to choose from, the right one among invented ones, where the policy offers a choice. The first
        answer on the page is always "none of these"; without choices the handle is typed.
    """

    platform: str
    purposes: tuple[str, ...]
    notice: str
    expires_at: datetime
    text: str = field(default="", repr=False)
    choices: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """A profile that is to be invited.

    Attributes
    ----------
    profile: whom. wrote_at: when they wrote the message that the invitation answers.
    account: whom it was proposed to be; ``None`` for whoever signs in.
    notice, purposes: what they will be asked to agree to. address: of the page that opens invitations.
    issued: the invitation.
    """

    profile: Profile
    wrote_at: datetime
    account: AccountKey | None = None
    notice: Notice
    purposes: tuple[str, ...]
    address: str = ""
    issued: IssuedInvitation | None = None

    @property
    def over(self) -> bool:
        """An invitation is made, or an error raised."""
        return False

    @property
    def given(self) -> IssuedInvitation:
        """The invitation, at the end."""
        assert self.issued is not None  # noqa: S101 - the last step draws one
        return self.issued


# --- steps ---------------------------------------------------------------------------------------


def check_invitable(case: Inviting, tools: Tools[WriteSession]) -> Inviting:
    """Leave alone who is one of us, did not write, said no, is linked, is invited already or was often enough."""
    session, key = tools.session, case.profile.key
    if tools.at.own.is_ours(case.profile):
        raise LinkError("the profile is the brand's own", code="own_handle")
    if not is_recent(case.wrote_at, session.now, REPLY_WITHIN):
        raise LinkError("only who wrote to us lately is invited", code="not_asked", hint="wait for their message")
    if not (case.profile.handle or known_profile(session, key).handle):
        raise LinkError("the profile has no handle that its owner could name", code="no_handle")
    if any(suppressions.holds(session, key, kind) for kind in _SUPPRESSED):
        raise LinkError("they asked not to be asked", code="suppressed", hint="they can begin in their account")
    if links.live(session, key) is not None:
        raise LinkError("the profile is linked already", code="linked")
    open_ones = codes.invitations_of(session, key, [state.value for state in open_states(Kind.INVITATION)])
    if any(session.now < one.expires_at for one in open_ones):
        raise LinkError("the profile has an open invitation", code="open_invitation")
    if not count(session, "invitations", session.ref(key), tools.at.limits.invitations):
        raise LinkError("the profile was invited often enough", code="limited")
    return case


def issue_for_profile(case: Inviting, tools: Tools[WriteSession]) -> Inviting:
    """Draw the invitation and keep its digest, bound to the profile."""
    session, now = tools.session, tools.session.now
    drawn = issue_invitation(session.randbytes)
    digest = tools.at.peppers.digest(drawn, session.tenant)
    purposes = tuple(sorted(set(case.purposes)))
    row = Invitation(
        digest=digest.value,
        pepper_id=digest.pepper_id,
        state=TokenState.ISSUED.value,
        profile=case.profile.key,
        account=case.account,
        purposes=purposes,
        notice_version=case.notice.version,
        language=case.notice.language,
        issued_at=now,
        expires_at=expiry(Kind.INVITATION, now, tools.policy.invitation_ttl),
    )
    codes.add_invitation(session, row)
    data = {"handle": case.profile.handle, "wrote_at": format_moment(case.wrote_at)}
    _record(session, row, TokenState.ISSUED, row.account, data)
    text = tools.at.texts.write(
        "invitation",
        profile=case.profile,
        notice=case.notice,
        purposes=purposes,
        link=f"{case.address}#{drawn.reveal()}" if case.address else drawn.reveal(),
        hours=tools.policy.invitation_ttl_hours,
    )
    issued = IssuedInvitation(drawn, text, row.profile, row.account, row.expires_at)
    return replace(case, issued=issued)


# --- looking, and saying no ----------------------------------------------------------------------


def look_at_invitation(
    at: Installation, session: Session, invitation: InvitationCode, account: AccountKey | None
) -> SeenInvitation:
    """What its page may show; nothing is written.

    Raises
    ------
    TokenRefused: it cannot be used, or not by this account.
    """
    found = find_invitation(at, session, invitation)
    if found is None or not _is_open(session, found) or (account and found.account not in (None, account)):
        raise TokenRefused
    seen = SeenInvitation(found.profile.platform, found.purposes, found.notice_version, found.expires_at)
    if account is None:
        return seen
    notice = registered_notice(session, found.notice_version, found.language)
    text = at.texts.write(
        "invitation_page",
        account=known_account(session, account),
        platform=found.profile.platform,
        notice=notice,
        purposes=found.purposes,
    )
    offered = _choices(session, found, at.policy.handle_choices) if at.policy.handle_choices else ()
    return replace(seen, text=text, choices=offered)


def decline_invitation(tools: Tools[WriteSession], invitation: InvitationCode) -> Invitation | None:
    """Take an invitation back for whoever holds it, signed in or not; ``None`` if it cannot be used."""
    session = tools.session
    found = find_invitation(tools.at, session, invitation)
    if found is None or not move_invitation(session, found, Act.DECLINE, ended_at=session.now):
        note_refusal(session, Act.DECLINE.value, "unknown" if found is None else "used", ())
        return None
    return found


# --- for the steps of a code ---------------------------------------------------------------------


def find_invitation(at: Installation, session: Session, invitation: InvitationCode) -> Invitation | None:
    """What was issued under it, by its keyed digest."""
    return codes.find_invitation(session, [digest.value for digest in at.peppers.digests(invitation, session.tenant)])


def is_called(profile: Profile, named: str) -> bool:
    """Whether somebody named this profile: by its handle, or in any way that is read as it."""
    if not profile.handle or not named.strip():
        return False
    texts = [named.strip()]
    with suppress(HandleError):  # else it is compared as it was typed
        texts.append(parse(named, platform=profile.platform).handle)
    right = fold(profile.platform, profile.handle).encode("utf-8", "surrogatepass")
    typed = [fold(profile.platform, text).encode("utf-8", "surrogatepass") for text in texts]
    return any(hmac.compare_digest(one, right) for one in typed)


def move_invitation(session: WriteSession, found: Invitation, act: Act, **changes: Any) -> bool:
    """Do something with an invitation, by one guarded UPDATE and its event. Whether it was this call that did."""
    met = codes_step(Kind.INVITATION, TokenState(found.state), act, expires_at=found.expires_at, now=session.now)
    before = [state.value for state in states_before(Kind.INVITATION, act)]
    if met.refusal is not None or not codes.move(
        session, Invitation, found.digest, from_states=before, to_state=met.state.value, **changes
    ):
        return False
    _record(session, found, met.state, changes.get("account") or found.account, {})
    return True


def burn_invitation(tools: Tools[WriteSession], found: Invitation, account: AccountKey) -> None:
    """Somebody who holds it did not know whose it is: it is worth nothing now, and an officer sees who had sent it."""
    session = tools.session
    move_invitation(session, found, Act.BURN, ended_at=session.now)
    issued = [
        event
        for event in events.about(session, found.profile, TypeClass.TOKEN)
        if event.kind == TokenState.ISSUED.value and event.data.get("token") == found.digest.hex()
    ]
    said: dict[str, Json] = {"invited_at": issued[-1].seq} if issued else {}
    if issued and issued[-1].actor is not None:
        said["invited_by"] = [issued[-1].actor.kind.value, issued[-1].actor.id]
    suspect(tools, Pattern.WRONG_HANDLE, session.ref(found.profile), found.profile, account, data=said)


# --- between the steps ---------------------------------------------------------------------------


def _is_open(session: Session, found: Invitation) -> bool:
    state = state_at(Kind.INVITATION, TokenState(found.state), expires_at=found.expires_at, now=session.now)
    return state in open_states(Kind.INVITATION)


def _choices(session: Session, found: Invitation, number: int) -> tuple[str, ...]:
    """The handle among decoys, the same ones at every look, and no handle the store has heard of among them."""
    profile = known_profile(session, found.profile)

    def known(handle: str) -> bool:
        key = (profile.platform, profile.scope, fold(profile.platform, handle))
        return bool(profiles.by_handle(session, *key) or profiles.holders(session, *key))

    return choices(profile.handle, number, seed=found.digest, taken=known)


def _record(
    session: WriteSession, row: Invitation, state: TokenState, account: AccountKey | None, said: Mapping[str, Json]
) -> None:
    sides: tuple[Subject, ...] = (row.profile,) if account is None else (row.profile, account)
    data: dict[str, Json] = {**said, "of": Kind.INVITATION.value, "token": row.digest.hex()}
    events.append(session, TypeClass.TOKEN, state.value, *sides, data=data)
