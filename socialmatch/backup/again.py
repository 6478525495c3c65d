"""What was taken back is taken back again: the withdrawal journal, applied to a store that was set back.

Which lines: those whose commit the store does not hold, in their order. How: each as it was, by the same acts as the
first time, so that links end, codes burn, derived data goes, marks stand and the CRM is told once more. What somebody
agreed to anew since, as far as the store knows, stands; whoever the store does not know is kept out by their mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from socialmatch import endings, lookup
from socialmatch.accounts import delete_account, delete_profiles
from socialmatch.accounts.customers import MISSING
from socialmatch.canonical import Json
from socialmatch.consent.state import GRANTS
from socialmatch.errors import StoreConflict
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.ledger.checkpoint import Checkpoint
from socialmatch.models import AccountKey, Actor, ConsentEvent, EventKind, Link, ProfileKey, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.review import WRONG_PERSON
from socialmatch.store import Session, WriteSession, consents, erasure, events, links, outbox, proposals, suppressions
from socialmatch.store.journal import RESTORED, SETTLED, WITHDRAWAL, Journal, Line, Taken
from socialmatch.store.named import named
from socialmatch.store.outbox import Operation
from socialmatch.store.statements import in_parts

APPLIED = "journal_applied"
"""Kind of the event that says what was taken back again."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Applied:
    """What the journal brought back, in numbers.

    Attributes
    ----------
    withdrawn: times somebody's consent, or a part of its time, codes or rows were taken back again.
    unlinked: links that ended again. suspended: links that answer no more until they are proved anew.
    deleted: accounts and profiles that went again because the CRM or the platform no longer had them.
    erased: times a record was made unreadable again. held: times a legal hold kept one. marked: marks that were put.
    unknown: times somebody was meant whom the store does not know. newer: times somebody had agreed anew since.
    crm_unknown: times a CRM could not be told again, because the store does not know of what.
    """

    withdrawn: int = 0
    unlinked: int = 0
    suspended: int = 0
    deleted: int = 0
    erased: int = 0
    held: int = 0
    marked: int = 0
    unknown: int = 0
    newer: int = 0
    crm_unknown: int = 0


def apply_journal(
    at: Installation, journals: Sequence[Journal], *, signed: Checkpoint | None = None, actor: Actor, reason: str
) -> Applied:
    """Record that a tenant's store was set back, and take back again what the journals have and the store has not.

    Called on a store that was brought back from an older copy, by whatever tool; done twice it is as done once.
    What others take back meanwhile is in the last of these journals, and taken back too.

    Parameters
    ----------
    at: the store, opened without its journals, so that nothing is noted twice. journals: of this tenant.
    signed: the last checkpoint its signer remembers; the log then says what it had once signed.
    actor, reason: who restores, and why.

    Raises
    ------
    FileError: a journal cannot be read or is damaged (``bad_journal``).
    """
    for journal in journals:
        journal.read()  # before anything is changed
    log.catch_up(at.store, at.tenant)
    restoring = _Restoring(at, at.store.fresh_epoch(), actor, reason)
    restoring.begin(signed)
    counts, done = Counter[str](), [0] * len(journals)
    for number, journal in enumerate(journals):
        while lines := journal.read(done[number]):
            done[number] = lines[-1].end
            for part in in_parts(missing(at, lines), _AT_ONCE):
                with restoring.write() as session:
                    for line in part:
                        counts += _again(at, session, line)
    applied = Applied(**counts)
    settled = restoring.end(applied)
    for journal, upto in zip(journals, done, strict=True):
        journal.append(replace(settled, refers=upto))
    return applied


@dataclass(frozen=True, slots=True)
class _Restoring:
    """Who restores what, and the epoch it goes on under.

    The epoch is kept with the last commit: until then the store is refused, as one that lacks withdrawals.
    """

    at: Installation
    epoch: int
    actor: Actor
    reason: str

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        with self.at.store.write(self.at.tenant, self.actor, self.reason) as session:
            session.epoch = self.epoch  # a CRM that was told under the former one must not take this for a repetition
            yield session

    def begin(self, signed: Checkpoint | None) -> None:
        """An event that says where the log stood, and what of it had once been signed."""
        with self.at.store.read(self.at.tenant) as reading:
            data: dict[str, Json] = {"size": reading.size, "root": log.root(reading).hex()}
        if signed is not None:
            data["signed"] = signed.encode()
        with self.write() as session:
            events.append(session, TypeClass.ADMIN, RESTORED, data=data)

    def end(self, applied: Applied) -> Line:
        """An event that says what was taken back again. The journal's line of it."""
        with self.write() as session:
            seq = events.append(session, TypeClass.ADMIN, APPLIED, data=asdict(applied))
            self.at.store.keep_epoch(session)
            now_ms = session.now_ms
        with self.at.store.read(self.at.tenant) as reading:
            (leaf,) = events.leaves(reading, seq, seq + 1)
        return Line(SETTLED, self.epoch, now_ms, seq=seq, leaf=leaf)


def missing(at: Installation, lines: Sequence[Line]) -> list[Line]:
    """The withdrawals among some lines of which the store does not hold the commit, nor had them applied before."""
    with at.store.read(at.tenant) as session:
        settled = max((line.refers for line in lines if line.kind == SETTLED and _holds(session, line)), default=0)
        return [
            line
            for line in lines
            if line.kind == WITHDRAWAL and line.offset >= settled and not (line.seq >= 0 and _holds(session, line))
        ]


def _holds(session: Session, line: Line) -> bool:
    return line.seq < session.size and line.leaf in events.leaves(session, line.seq, line.seq + 1)


# --- one line ------------------------------------------------------------------------------------


def _again(at: Installation, session: WriteSession, line: Line) -> Counter[str]:
    counts = Counter[str]()
    # Those first of whom a link was taken: forgetting their accounts ends it too, and it would count as not known.
    for taken in sorted(line.people, key=lambda one: not one.unlinked):
        subject = named(session, taken.ref)
        if subject is None:
            counts += _unknown(session, taken)
            continue
        anew = _agreed_since(session, subject, line.at)
        if anew:
            counts["newer"] += 1
        counts += _take(at, session, line, _left_of(taken, anew) if anew else taken, subject)
    return counts


def _left_of(taken: Taken, anew: set[str]) -> Taken:
    """What still stands of a line where somebody agreed to some purposes after it."""
    return Taken(
        taken.ref,
        purposes={purpose: how for purpose, how in taken.purposes.items() if purpose not in anew},
        shortened={purpose: end for purpose, end in taken.shortened.items() if purpose not in anew},
        unlinked=taken.unlinked,
        suspended=taken.suspended,
    )


def _unknown(session: WriteSession, taken: Taken) -> Counter[str]:
    """Somebody the store does not know: whatever an import brings of them later is kept out."""
    marks = dict(taken.marks)
    if any(how in (EventKind.WITHDRAWN, EventKind.REFUSED) for how, _ in taken.purposes.values()):
        marks.setdefault(suppressions.MATCH, taken.own)
    for kind, mark in marks.items():
        suppressions.put_mark(session, mark, kind)
    return Counter(unknown=1, marked=len(marks), crm_unknown=len(taken.unlinked) + taken.in_crm)


def _agreed_since(session: Session, subject: Subject, at_ms: int) -> set[str]:
    """What somebody agreed to after a moment."""
    history = consents.history(session, subject)
    return {event.purpose for event in history if event.kind in GRANTS and to_epoch_ms(event.recorded_at) > at_ms}


def _take(at: Installation, session: WriteSession, line: Line, taken: Taken, subject: Subject) -> Counter[str]:
    counts = Counter[str]()
    if isinstance(subject, ProfileKey):
        counts += _unlink(session, line, taken, subject)
    said = [_said(subject, purpose, *how) for purpose, how in sorted(taken.purposes.items())]
    said += [_shortened(subject, purpose, *end) for purpose, end in sorted(taken.shortened.items())]
    consents.record_many(session, [(event, consents.NO_TERMS) for event in said], rejected=[], repeated=[])
    counts["withdrawn"] += bool(taken.purposes or taken.shortened or taken.forgotten)
    if taken.purposes or taken.forgotten:
        endings.revoke_codes(session, subject)
        changed = {subject} if isinstance(subject, AccountKey) else set[AccountKey]()
        for purpose in taken.purposes:
            proposals.drop_of(session, subject, purpose)
        if taken.forgotten:
            counts["unlinked"] += endings.end_links(session, subject, "withdrawn")
            if isinstance(subject, ProfileKey) and suppressions.MATCH in taken.marks:
                changed.update(endings.forget_handles(session, subject))
            erasure.forget(session, subject)
            proposals.forget_rejections(session, subject)
        lookup.refresh(session, changed, at.policy)
    for kind, mark in taken.marks.items():
        suppressions.put_mark(session, mark, kind)
        counts["marked"] += 1
    if taken.deleted:
        counts += _delete(session, subject)
    return counts + _erase(session, taken, subject)


def _delete(session: WriteSession, subject: Subject) -> Counter[str]:
    """The CRM or the platform no longer had it, and may never say so again."""
    done = delete_account(session, subject) if isinstance(subject, AccountKey) else delete_profiles(session, [subject])
    return Counter(deleted=done["deleted"], unlinked=done["links_ended"])


def _unlink(session: WriteSession, line: Line, taken: Taken, profile: ProfileKey) -> Counter[str]:
    """End or suspend the link the profile had then, if this store still has it."""
    link = links.of_profile_key(session, profile)
    if link is None:
        return Counter(crm_unknown=len(taken.unlinked))
    if link.started_at is None or to_epoch_ms(link.started_at) > line.at:
        return Counter()
    reason = taken.unlinked.get(session.ref(link.account))
    if reason is None:
        return _suspend(session, taken, link)
    seq = links.end(session, link, reason)
    if seq is None:
        return Counter()
    endings.untell_crm(session, link, seq)
    if reason == WRONG_PERSON:
        proposals.reject_pair(session, profile, link.account, reason, {"link": link.ledger_index})
    return Counter(unlinked=1)


def _suspend(session: WriteSession, taken: Taken, link: Link) -> Counter[str]:
    """Let a link answer no more of which it is in doubt whose it is; what is missing the next import sees itself."""
    reason = taken.suspended.get(session.ref(link.account), MISSING)
    if reason == MISSING or link.suspended_at is not None:
        return Counter()
    seq = links.suspend(session, link, reason)
    if seq is not None:
        endings.untell_crm(session, link, seq)
    return Counter(suspended=1)


def _shortened(subject: Subject, purpose: str, at_ms: int, until_ms: int) -> ConsentEvent:
    until = from_epoch_ms(until_ms)
    return ConsentEvent(subject, purpose, EventKind.MODIFIED, from_epoch_ms(at_ms), valid_until=until)


def _said(subject: Subject, purpose: str, how: str, at_ms: int) -> ConsentEvent:
    kind = EventKind.WITHDRAWN if how == consents.UNDONE else EventKind(how)
    return ConsentEvent(subject, purpose, kind, from_epoch_ms(at_ms), method=how)


def _erase(session: WriteSession, taken: Taken, subject: Subject) -> Counter[str]:
    counts = Counter[str]()
    if taken.erased:
        try:
            if taken.removed or isinstance(subject, ProfileKey):
                erasure.erase(session, subject, basis=taken.erased)
            else:
                erasure.erase_ref(session, taken.ref, basis=taken.erased)
            counts["erased"] += 1
        except StoreConflict:  # a legal hold was released after the copy was made; an officer has to look
            counts["held"] += 1
    if taken.in_crm and isinstance(subject, AccountKey):
        seq = events.append(session, TypeClass.ADMIN, "crm_erasure_asked_again")
        outbox.queue(session, seq, Operation.ERASE, subject)
    return counts
