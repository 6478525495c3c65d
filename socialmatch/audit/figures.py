"""The tables of a report that say how things stand: the register, the inventory, what ends, what is on hold.

Nobody is named unless the scope says so; then the report is a bulk reading, and the caller records it as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Final

from socialmatch.audit.inventory import DATA, FILES, PEOPLE, SECURITY, TABLES
from socialmatch.audit.tables import BEGINNING, Cell, Scope, Table
from socialmatch.consent.state import State
from socialmatch.leaf import TypeClass
from socialmatch.models import Assurance, Notice
from socialmatch.store import Session, events, holds, labels, notices, oversight

L1_AGE: Final = timedelta(days=90)
"""Links at L1 that are older are listed."""
SOON: Final = timedelta(days=90)
"""Grants that end within it are listed."""


# --- what there is -------------------------------------------------------------------------------


def register(session: Session) -> Table:
    """The record of processing activities (GDPR 30), from the notices that are registered."""
    latest: dict[str, Notice] = {notice.notice_id: notice for notice in notices.everything(session)}
    rows: list[tuple[Cell, ...]] = []
    for name, notice in sorted(latest.items()):
        told = {
            "purposes": "; ".join(_benefits(notice)),
            "controller": notice.controller,
            "contact": notice.contact,
            "legal basis": notice.legal_basis,
            "people": "; ".join(PEOPLE),
            "data": "; ".join(DATA),
            "recipients": "; ".join(notice.recipients),
            "kept": notice.retention,
            "how to withdraw": notice.withdrawal,
            "rights": notice.rights,
            "jurisdiction": notice.jurisdiction,
            "authority": notice.authority,
            "notice": f"{notice.version} ({notice.language}), agreements last {notice.valid_days} days at most",
            "security": "; ".join(SECURITY),
        }
        rows += [(name or notice.version, what, said) for what, said in told.items() if said]
    return Table(
        "register",
        "Record of processing activities",
        "GDPR article 30, from the latest version of each registered notice.",
        ("Notice", "What", "Said"),
        tuple(rows),
    )


def inventory(session: Session) -> Table:
    """What personal data there is, by table and by file."""
    counts = oversight.row_counts(session)
    rows: list[tuple[Cell, ...]] = [(h.name, h.holds, h.people, h.goes, counts[h.name]) for h in TABLES]
    rows += [(h.name, h.holds, h.people, h.goes, "file") for h in FILES]
    return Table(
        "inventory",
        "Inventory of personal data",
        "Every table of the store with its rows now, and every file.",
        ("Table or file", "What it holds", "Who is in it", "When it goes", "Rows"),
        tuple(rows),
    )


def by_notice(session: Session) -> Table:
    """Consents by the version of the notice that was answered."""
    columns = {
        "In force": {State.GIVEN, State.RENEWED},
        "Expired": {State.EXPIRED},
        "Withdrawn": {State.WITHDRAWN},
        "Refused": {State.REFUSED},
        "Not answered": {State.UNKNOWN, State.REQUESTED, State.REQUEST_DEFERRED},
        "Ended otherwise": {State.TERMINATED, State.INVALIDATED},
    }
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in oversight.consent_counts(session):
        column = next(name for name, states in columns.items() if one.state in states)
        found[one.notice_version or "(none)", one.purpose][column] += one.count
    rows: list[tuple[Cell, ...]] = [
        (*key, *(counts[name] for name in columns)) for key, counts in sorted(found.items())
    ]
    return Table(
        "notices",
        "Consents by notice version",
        "How each consent stands now; a grant whose end has come is expired, whether or not a job ran. People who "
        "withdrew stand under the version they had answered; '(none)' is where no version was ever named.",
        ("Notice version", "Purpose", *columns),
        tuple(rows),
        tuple(range(2, 2 + len(columns))),
    )


# --- what needs attention ------------------------------------------------------------------------


def expiring(session: Session, scope: Scope) -> Table:
    """Grants that end soon."""
    rows = tuple(
        (f"{one.valid_until:%Y-%m-%d}", one.purpose, one.notice_version, scope.who(one.subject), one.ledger_index)
        for one in oversight.expiring(session, session.now + SOON)
    )
    return Table(
        "expiring",
        "Consents that end soon",
        f"Within {SOON.days} days. Who is not asked again in time is not matched any more.",
        ("Ends on", "Purpose", "Notice version", "Who", "Log position"),
        rows,
    )


def old_l1(session: Session, scope: Scope) -> Table:
    """Links at L1 that are older than they should get."""
    rows = tuple(
        (f"{link.started_at:%Y-%m-%d}", link.profile.platform, scope.who(link.profile), link.ledger_index)
        for link in oversight.weak_links(session, Assurance.L1, session.now - L1_AGE)
    )
    return Table(
        "l1",
        f"Links at L1 older than {L1_AGE.days} days",
        "One direction only was proved. They answer nothing any more; ask for a proof, or end them.",
        ("Since", "Platform", "Who", "Log position"),
        rows,
    )


def legal_holds(session: Session, scope: Scope) -> Table:
    """Legal holds that stand."""
    rows: list[tuple[Cell, ...]] = []
    for event in events.of_class(session, TypeClass.ADMIN, BEGINNING, scope.until):
        if event.kind == holds.PLACED and event.subjects:
            subject = event.subjects[0]
            for hold in holds.standing(session, session.ref(subject)):
                if hold.seq == event.seq:
                    until = f"{hold.until:%Y-%m-%d}" if hold.until else "it is released"
                    rows.append((f"{hold.placed_at:%Y-%m-%d}", until, scope.who(subject), hold.ground, hold.seq))
    return Table(
        "holds",
        "Legal holds",
        "Records that are not erased because a legal claim needs them (GDPR 17(3)(e)).",
        ("Since", "Until", "Who", "Ground", "Log position"),
        tuple(rows),
    )


def sealed_runs(session: Session) -> Table:
    """Batch runs that committed to whom they could see."""
    rows = tuple((sealed.run, sealed.seq) for sealed in labels.runs(session))
    return Table(
        "runs",
        "Sealed runs",
        "Batch runs whose permitted set was committed to before they began, and for which proofs can still be made.",
        ("Run", "Log position"),
        rows,
    )


def _benefits(notice: Notice) -> list[str]:
    told = (*notice.benefits, *[""] * len(notice.purposes))
    return [
        f"{purpose}: {benefit}" if benefit else purpose for purpose, benefit in zip(notice.purposes, told, strict=False)
    ]
