"""What a message of the outbox comes to: the call it stands for today, its event, and what sets a late call right.

The store's present state is the truth, and a message only a reason to look at it. Every function here works on the
caller's session and calls no CRM.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from socialmatch import telling
from socialmatch.canonical import Json
from socialmatch.consent.state import IN_FORCE, State
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.capability import Capability
from socialmatch.crm.consents import Claim, ConsentFields
from socialmatch.crm.values import CrmLink, Erasure
from socialmatch.errors import CrmError, CrmUnsupported, StoreCorrupt
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Assurance, Link, ProfileKey
from socialmatch.moments import parse_moment
from socialmatch.store import Session, WriteSession, events, links, outbox, permits
from socialmatch.store import keys as subject_keys
from socialmatch.store.outbox import Message, Operation


@dataclass(frozen=True, slots=True)
class Task:
    """What a message stands for now.

    Attributes
    ----------
    call: tells an adapter. ``None`` where the message no longer holds; ``why_not`` is the reason, a stable word.
    details: what it tells beside the two keys.
    """

    call: Callable[[CrmAdapter], None] | None
    why_not: str = ""
    details: Mapping[str, Json] = field(default_factory=dict, repr=False)


def task(session: Session, message: Message, adapter: CrmAdapter) -> Task:
    """What a message stands for now; link and consent are read in this session."""
    if message.operation is Operation.ERASE:
        account_id = account_of(message).account_id
        return Task(lambda crm: _erase(crm, account_id))
    account, profile = pair_of(message)
    claims = _answers(session, account, adapter)
    if message.operation is Operation.REMOVE_LINK:
        # Always, even if the two are linked again by now: that link's own message follows, or set_right() sends one.
        return Task(lambda crm: _with_answers(crm, account, claims, lambda: crm.remove_link(CrmLink(account, profile))))
    if not adapter.grade(Capability.LINKS).usable:
        return Task(None, "no_links_there")
    link = links.live(session, profile)
    if link is None or link.account != account:
        return Task(None, "link_ended")
    if link.ledger_index > message.seq:
        return Task(None, "newer_link")
    if not telling.may_be_told(session, link):
        return Task(None, "no_consent")
    # What was queued, or told before, goes before what is known now: under one key a CRM takes the same only.
    details = {**telling.details(session, link), **message.details}
    written = _crm_link(link, details)
    return Task(
        lambda crm: _with_answers(crm, account, claims, lambda: crm.put_link(written, message.idempotency_key)),
        details=details,
    )


def record(session: WriteSession, kind: str, message: Message, **data: Json) -> int:
    """Record what became of a message, and return the event's position.

    It names whom the message was about, but for those who were erased meanwhile: they get no new key.
    """
    about = [subject for subject in (message.profile, message.account) if subject is not None]
    known = subject_keys.existing(session, {session.ref(subject) for subject in about})
    told: dict[str, Json] = {
        "crm": account_of(message).crm,
        "operation": message.operation.value,
        "message": message.idempotency_key,
        **data,
    }
    return events.append(
        session, TypeClass.SYNC, kind, *(subject for subject in about if session.ref(subject) in known), data=told
    )


def set_right(session: WriteSession, message: Message, *, late: bool = False) -> None:
    """Queue what the CRM must hear, where a call may have left something else there than what stands now.

    Parameters
    ----------
    message: what it was told, or may have been. late: another worker settled the message meanwhile, so this call may
        have come after later ones and undone them.
    """
    if message.operation is Operation.ERASE:
        return
    account, profile = pair_of(message)
    link = links.live(session, profile)
    if link is not None and (link.account.crm != account.crm or not telling.may_be_told(session, link)):
        link = None
    if message.operation is Operation.PUT_LINK and (link is None or link.account != account):
        _queue_once(session, message, Operation.REMOVE_LINK, account, {})
    elif link is not None and (late or message.operation is Operation.REMOVE_LINK):
        # By the link's own account: a removal takes it also from the one that this account was merged into.
        _queue_once(session, message, Operation.PUT_LINK, link.account, telling.details(session, link))


def account_of(message: Message) -> AccountKey:
    """The account of a message that was not settled yet."""
    if message.account is None:
        raise StoreCorrupt("a message that is still to be told names nobody", code="nameless_message")
    return message.account


def pair_of(message: Message) -> tuple[AccountKey, ProfileKey]:
    """The two sides of a message about a link that was not settled yet."""
    if message.profile is None:
        raise StoreCorrupt("a message that is still to be told names nobody", code="nameless_message")
    return account_of(message), message.profile


def _queue_once(
    session: WriteSession, message: Message, operation: Operation, account: AccountKey, details: Mapping[str, Json]
) -> None:
    """Queue it, unless it is queued already; a link that was attempted is queued anew, as the CRM may know its key."""
    _, profile = pair_of(message)
    for waiting in outbox.of_pair(session, account, profile):
        if waiting.operation is operation and not (operation is Operation.PUT_LINK and waiting.told):
            return
    seq = record(session, "told_again", message, again=operation.value)
    outbox.queue(session, seq, operation, account, profile, details)


def _crm_link(link: Link, details: Mapping[str, str]) -> CrmLink:
    return CrmLink(
        account=link.account,
        profile=link.profile,
        handle=details["handle"],
        assurance=Assurance(details["assurance"]),
        linked_at=parse_moment(details["linked_at"]),
        consent=details["consent"],
    )


def _answers(session: Session, account: AccountKey, adapter: CrmAdapter) -> list[Claim]:
    """What a customer answered, for the consent fields of a CRM that has some; nothing where nothing is known."""
    purposes = adapter.consent_purposes if isinstance(adapter, ConsentFields) else ()
    answers = []
    for purpose in sorted(purposes):
        known = permits.consent(session, account, purpose)
        if known.state is not State.UNKNOWN and known.since is not None:
            given = known.state in IN_FORCE
            evidence = f"{session.epoch}-{known.ledger_index}"
            answers.append(
                Claim(account.account_id, purpose, given, known.since, known.valid_until if given else None, evidence)
            )
    return answers


def _with_answers(adapter: CrmAdapter, account: AccountKey, claims: list[Claim], act: Callable[[], None]) -> None:
    """Tell of a link, and what the consents are that it rests on or rested on."""
    act()
    if claims and isinstance(adapter, ConsentFields):
        adapter.tell_consents(account.account_id, claims)


def _erase(adapter: CrmAdapter, account_id: str) -> None:
    """Erase a customer's record; done only where a read-back found nothing left."""
    outcome = adapter.erase(account_id)
    if outcome is Erasure.UNSUPPORTED:
        raise CrmUnsupported("this CRM's adapter erases nobody", code="erase_unsupported", hint="erase in the CRM")
    if outcome is Erasure.ACCEPTED:
        raise CrmError("the CRM accepted the erasure, and the record is still there", code="not_erased_yet")
