"""What goes when something ends: links, open codes, proposals, keys, and what the CRM was told.

Withdrawals, deletions, merges and doubts about who stands behind a handle all come down to these few acts, each on
the caller's session. Whether something ends is for the caller to say.
"""

from __future__ import annotations

from dataclasses import replace

from socialmatch.consent.tokens import Act, Kind, TokenState, open_states, states_before
from socialmatch.errors import HandleError
from socialmatch.handles.parse import unstable_id
from socialmatch.handles.registry import find as find_platform
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    Account,
    AccountKey,
    Assurance,
    ConsentEvent,
    EventKind,
    Link,
    ProfileKey,
    Subject,
)
from socialmatch.store import (
    Session,
    WriteSession,
    accounts,
    blocks,
    codes,
    consents,
    events,
    links,
    outbox,
    permits,
    profiles,
    proposals,
    suppressions,
)
from socialmatch.store.codes import Invitation, Token
from socialmatch.store.outbox import Operation


def links_of(session: Session, subject: Subject) -> list[Link]:
    """The links of somebody that have not ended."""
    if isinstance(subject, AccountKey):
        return links.of_account_key(session, subject)
    link = links.of_profile_key(session, subject)
    return [] if link is None else [link]


def end_links(session: WriteSession, subject: Subject, reason: str, *, tell_crm: bool = True) -> int:
    """End every link of somebody. How many.

    Parameters
    ----------
    tell_crm: whether the CRM still has a record to remove the link from.
    """
    ended = 0
    for link in links_of(session, subject):
        seq = links.end(session, link, reason)
        if seq is not None:
            ended += 1
            untell_crm(session, link, seq, remove=tell_crm)
    return ended


def suspend_links(session: WriteSession, subject: Subject, reason: str, *, tell_crm: bool = True) -> int:
    """Let the links of somebody answer no more until they are proved anew, or resumed. How many did answer.

    Parameters
    ----------
    tell_crm: whether the CRM must not show them meanwhile either.
    """
    suspended = 0
    for link in links_of(session, subject):
        if link.suspended_at is None:
            seq = links.suspend(session, link, reason)
            if seq is not None:
                suspended += 1
                untell_crm(session, link, seq, remove=tell_crm)
    return suspended


def untell_crm(session: WriteSession, link: Link, seq: int, *, remove: bool = True) -> None:
    """Never tell the CRM of a link it was not told of yet, and have it remove one it was told of.

    Parameters
    ----------
    seq: the event that ended or suspended it. remove: whether there is anything left to remove it from.
    """
    outbox.overtake(session, link.account, link.profile)
    if remove and link.assurance >= Assurance.L2:  # of a link below L2 no CRM was told
        outbox.queue(session, seq, Operation.REMOVE_LINK, link.account, link.profile)


def revoke_codes(session: WriteSession, subject: Subject) -> int:
    """Take back every open code and invitation of somebody, each with its event. How many."""
    issued = codes.tokens_of(session, subject, open_states(Kind.CODE))
    sent = codes.invitations_of(session, subject, open_states(Kind.INVITATION))
    found: list[Token | Invitation] = [*issued, *sent]
    return sum(revoke_code(session, one) for one in found)


def revoke_code(session: WriteSession, one: Token | Invitation) -> bool:
    """Take back a code or an invitation, with its event. Whether it was open."""
    kind = Kind.CODE if isinstance(one, Token) else Kind.INVITATION
    before = states_before(kind, Act.REVOKE)
    to_state = TokenState.REVOKED
    if not codes.move(
        session, type(one), one.digest, from_states=before, to_state=to_state, alive=False, ended_at=session.now
    ):
        return False
    sides = [side for side in (one.profile, one.account) if side is not None]
    events.append(session, TypeClass.TOKEN, to_state.value, *sides, data={"of": kind.value})
    return True


def drop_derived(session: WriteSession, subject: Subject) -> None:
    """Delete the proposals of somebody, for whatever purpose, and the keys an account is found under."""
    for purpose in heard_of(session, subject):
        proposals.drop_of(session, subject, purpose)
    if isinstance(subject, AccountKey):
        blocks.remove(session, subject)


def forget_handles(session: WriteSession, profile: ProfileKey) -> list[AccountKey]:
    """Take every handle a profile had out of the accounts that have it on file, and let no import bring it back.

    But for a handle that has passed to somebody else: it is theirs now. Called before the profile itself is
    forgotten. Every account is read, a second for some millions of them.

    Returns
    -------
    The accounts that were changed.
    """
    known = profiles.get(session, profile)
    had = {holding.folded_handle for holding in profiles.held(session, profile)}
    had |= {known.folded_handle} if known is not None and known.folded_handle else set()
    changed = []
    for folded in sorted(had):
        if _is_anothers(session, profile, folded):
            continue
        gone = ProfileKey.of_handle(profile.tenant, profile.platform, folded)
        suppressions.put(session, gone)
        for one in accounts.may_hold(session, folded):
            kept = tuple(handle for handle, named in on_file(one.account) if named != gone)
            if kept != one.account.handles:
                accounts.put(session, [replace(one.account, handles=kept)], run=one.seen_run, state=one.state)
                changed.append(one.account.key)
    session.scrubbed = session.scrubbed or bool(changed)
    return changed


def _is_anothers(session: Session, profile: ProfileKey, folded: str) -> bool:
    holders = profiles.by_handle(session, profile.platform, profile.scope, folded)
    return any(one.profile.key != profile and one.profile.key.stable for one in holders)


def on_file(account: Account) -> list[tuple[str, ProfileKey | None]]:
    """The handles an account has on file, each with whom it names; ``None`` where that is nobody we could know."""
    return [(handle, _named(account.tenant, handle)) for handle in account.handles]


def _named(tenant: str, handle: str) -> ProfileKey | None:
    platform, _, name = handle.partition(":")
    known = find_platform(platform)
    if known is None:
        return None
    try:
        return ProfileKey(tenant, known.name, "", unstable_id(known.name, known.compact(name.strip())))
    except HandleError:
        return None


def terminate_consents(session: WriteSession, subject: Subject, reason: str) -> int:
    """End every grant of somebody because it can no longer be said whose it is. How many.

    This is the controller's act and says nothing of the person; they can agree anew at any time.
    """
    ended = [
        ConsentEvent(subject, purpose, EventKind.TERMINATED, session.now, reason=reason)
        for purpose in sorted(permits.purposes(session, subject))
    ]
    consents.record_many(session, [(event, consents.NO_TERMS) for event in ended])
    return len(ended)


def heard_of(session: Session, subject: Subject) -> set[str]:
    """Every purpose of which anything was ever recorded for somebody."""
    return {event.purpose for event in consents.history(session, subject)}
