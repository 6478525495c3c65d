"""The tables of a report that say what happened: refusals, erasures, who looked at whom, who agreed and withdrew.

They are made from the events of the log, so they hold what the log can still be read of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from socialmatch.audit.tables import BEGINNING, Cell, Scope, Table
from socialmatch.consent.state import GRANTS
from socialmatch.files.identity import format_subject
from socialmatch.journeys.suspicion import SUSPICION
from socialmatch.leaf import TypeClass
from socialmatch.models import ActorKind, EventKind, Subject
from socialmatch.store import Session, consents, events, oversight


def activity(session: Session, scope: Scope) -> Table:
    """Events by class."""
    counts = oversight.event_counts(session, scope.since, scope.until)
    return Table(
        "events",
        "Events in the log",
        "By class, in the period. Everybody who has a bundle can count them too.",
        ("Class", "Events"),
        tuple((kind.value, count) for kind, count in counts.items()),
        (1,),
    )


def refusals(session: Session, scope: Scope) -> Table:
    """What was asked for and not allowed."""
    counts = Counter(
        (event.kind or "(erased)", str(event.data.get("reason", "")))
        for event in events.of_class(session, TypeClass.REFUSAL, scope.since, scope.until)
        if event.kind != SUSPICION
    )
    rows = tuple((*key, count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Table(
        "refusals",
        "Refusals",
        "What was asked for and not allowed, in the period.",
        ("What", "Why", "Times"),
        rows,
        (2,),
    )


def suspicions(session: Session, scope: Scope) -> Table:
    """Patterns that look like an attack, and who was at it where that is an actor of the host's."""
    times: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], int] = {}
    for event in events.of_class(session, TypeClass.REFUSAL, scope.since, scope.until):
        if event.kind == SUSPICION:
            kind, actor = event.data.get("invited_by") or _author(event)
            key = (str(event.data.get("reason", "")), kind, actor)
            times[key] += 1
            last[key] = event.seq
    rows = tuple((*key, count, last[key]) for key, count in sorted(times.items(), key=lambda item: (-item[1], item[0])))
    return Table(
        "suspicions",
        "Suspicious patterns",
        "Each was handled where it happened; here are those of which there were many, in the period, by the figures of "
        "[watch]. The actor is who wrote it; of wrong handles, who had sent the invitation.",
        ("Pattern", "Kind", "Actor", "Times", "Last log position"),
        rows,
        (3,),
    )


def _author(event: events.Event) -> tuple[str, str]:
    if event.actor is None:
        return "", "(erased)"
    # A customer's id names them; that of an agent, officer or job is the host's own.
    own = event.actor.kind is ActorKind.CUSTOMER
    return event.actor.kind.value, "" if own else event.actor.id


def erasures(session: Session, scope: Scope) -> Table:
    """Who was erased, in numbers."""
    people: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for event in events.of_class(session, TypeClass.ERASURE, scope.since, scope.until):
        basis = str(event.data.get("basis", ""))
        people[basis] += 1
        made[basis] += int(event.data.get("events", 0))
    return Table(
        "erasures",
        "Erasures",
        "By their basis, in the period. What was erased cannot be named, not even by us.",
        ("Basis", "People", "Events made unreadable"),
        tuple((basis, count, made[basis]) for basis, count in sorted(people.items())),
    )


def readers(session: Session, scope: Scope) -> Table:
    """Who looked at people, and at how many."""
    times: Counter[tuple[str, str]] = Counter()
    seen: dict[tuple[str, str], set[Subject]] = defaultdict(set)
    for event in events.of_class(session, TypeClass.READ, scope.since, scope.until):
        actor = (event.actor.kind.value, event.actor.id) if event.actor else ("", "(erased)")
        times[actor] += 1
        seen[actor].update(event.subjects)
    rows = tuple(
        (kind, actor, count, len(seen[kind, actor]))
        for (kind, actor), count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    )
    return Table(
        "readers",
        "Who read what",
        "Answers, records, lists and reports that showed people, in the period; --reader ID tells whose.",
        ("Kind", "Actor", "Readings", "Profiles and accounts seen"),
        rows,
        (2,),
    )


def seen_by(session: Session, scope: Scope, reader: str) -> Table:
    """Whose data one actor saw in the period. It names people."""
    rows: list[tuple[Cell, ...]] = []
    erased = 0
    for event in events.of_class(session, TypeClass.READ, scope.since, scope.until):
        if event.erased:
            erased += 1
        elif event.actor and event.actor.id == reader:
            whom = (
                ", ".join(map(format_subject, event.subjects)) or f"({event.data.get('count', 'no')} people, in bulk)"
            )
            purpose = str(event.data.get("purpose", ""))
            at = f"{event.recorded_at:%Y-%m-%d %H:%M}"
            rows.append((at, event.kind, whom, purpose, event.reason, event.seq))
    note = f" {erased} readings of people who were erased since cannot be told apart any more." if erased else ""
    return Table(
        "seen",
        f"Whose data {reader} saw",
        f"In the period.{note}",
        ("When", "What", "Who", "Purpose", "Reason", "Log position"),
        tuple(rows),
    )


# --- rates ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cohort:
    """People who met one version of a notice, for one purpose."""

    answered: set[Subject] = field(default_factory=set)
    agreed: set[Subject] = field(default_factory=set)
    withdrew: set[Subject] = field(default_factory=set)


def rates(session: Session, scope: Scope) -> Table:
    """How many agreed of those who answered, and how many of those withdrew; small groups are not told."""
    rows: list[tuple[Cell, ...]] = []
    for (version, purpose), cohort in sorted(_cohorts(session, scope.until).items()):
        group = len(cohort.answered)
        told = group >= scope.small_group
        again = len(cohort.agreed) >= scope.small_group
        few = f"fewer than {scope.small_group}"
        rows.append(
            (
                version or "(none)",
                purpose,
                f"{group:,}" if told else few,
                _percent(len(cohort.agreed), group) if told else "not told",
                _percent(len(cohort.withdrew), len(cohort.agreed)) if told and again else "not told",
            )
        )
    return Table(
        "rates",
        "Agreeing and withdrawing",
        "Of the people who answered a version of the notice, how many agreed; of those, how many withdrew later. "
        f"Groups of fewer than {scope.small_group} people are not told.",
        ("Notice version", "Purpose", "People who answered", "Agreed", "Withdrew later"),
        tuple(rows),
    )


def _cohorts(session: Session, until: datetime) -> Mapping[tuple[str, str], _Cohort]:
    cohorts: dict[tuple[str, str], _Cohort] = defaultdict(_Cohort)
    under: dict[tuple[Subject, str], str] = {}  # the version of the grant in force
    for event in events.of_class(session, TypeClass.CONSENT, BEGINNING, until):
        if event.erased:
            continue
        consent, _ = consents.consent_event(event)
        subject, purpose = consent.subject, consent.purpose
        cohort = cohorts[consent.notice_version, purpose]
        if consent.kind in GRANTS:
            cohort.answered.add(subject)
            cohort.agreed.add(subject)
            under[subject, purpose] = consent.notice_version
        elif consent.kind in (EventKind.REFUSED, EventKind.DEFERRED):
            cohort.answered.add(subject)
        elif consent.kind is EventKind.WITHDRAWN and (subject, purpose) in under:
            cohorts[under.pop((subject, purpose)), purpose].withdrew.add(subject)
    return {key: cohort for key, cohort in cohorts.items() if cohort.answered}


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
