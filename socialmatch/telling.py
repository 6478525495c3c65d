"""What a CRM is told of a link, and whether it may be told."""

from __future__ import annotations

from socialmatch.models import Assurance, Link
from socialmatch.moments import format_moment
from socialmatch.store import Session, WriteSession, outbox, permits, profiles
from socialmatch.store.outbox import Operation


def may_be_told(session: Session, link: Link) -> bool:
    """Whether a link is worth it, and both sides agree now to some purpose in common."""
    agreed = permits.purposes(session, link.account) & permits.purposes(session, link.profile)
    return link.assurance >= Assurance.L2 and bool(agreed)


def details(session: Session, link: Link) -> dict[str, str]:
    """What a CRM keeps of a link, as the message of a link holds it."""
    known = profiles.get(session, link.profile)
    purposes = permits.purposes(session, link.account)
    rests_on = [permits.consent(session, link.account, purpose).ledger_index for purpose in sorted(purposes)]
    handle = "" if known is None else known.profile.handle
    return words(link, handle, f"{session.epoch}-{rests_on[0]}" if rests_on else "")


def words(link: Link, handle: str, consent: str) -> dict[str, str]:
    """The message of a link, where its handle and the grant it rests on are at hand."""
    return {
        "handle": handle,
        "assurance": link.assurance.value,
        "linked_at": format_moment(link.started_at),
        "consent": consent,
    }


def tell_again(session: WriteSession, link: Link, seq: int) -> bool:
    """Tell the CRM once more of a link that answers again, if it may be told. Whether it will be.

    Parameters
    ----------
    seq: position of the event that is the reason.
    """
    if not may_be_told(session, link):
        return False
    outbox.queue(session, seq, Operation.PUT_LINK, link.account, link.profile, details(session, link))
    return True
