"""Hypothesis strategies shared by the laws: consents of invented people, with many ties on purpose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from socialmatch.consent.state import replay
from socialmatch.models import AccountKey, Actor, ActorKind, ConsentEvent, EventKind, ProfileKey, Subject

T0 = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(milliseconds=1)
PURPOSES = ("support", "marketing")
NOTICES = ("v1", "v2")
ACCOUNT = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "mastodon", "social.example", "42")
SUBJECTS: tuple[Subject, ...] = (
    ACCOUNT,
    AccountKey("default", "crm", "A-2"),
    AccountKey("other", "crm", "A-1"),
    PROFILE,
    ProfileKey("default", "mastodon", "elsewhere.example", "42"),
)


def event(kind: EventKind | str, recorded_at: datetime = T0, **fields: Any) -> ConsentEvent:
    """An event of ``ACCOUNT`` for ``support``; what matters is said by the caller."""
    return ConsentEvent(
        **{"subject": ACCOUNT, "purpose": "support", "kind": EventKind(kind), "recorded_at": recorded_at, **fields}
    )


def grant(recorded_at: datetime = T0, days: int = 365, **fields: Any) -> ConsentEvent:
    """A ``given`` event under notice v1 that ends after so many days."""
    return event("given", recorded_at, **{"notice_version": "v1", "valid_until": recorded_at + days * DAY, **fields})


moments = st.integers(0, 20).map(lambda n: T0 + n * DAY)
"""Few, so that ties, ends that fall on events, and questions asked in between are common."""


@st.composite
def events(
    draw: st.DrawFn,
    *,
    subjects: tuple[Subject, ...] = SUBJECTS,
    purposes: tuple[str, ...] = PURPOSES,
    kinds: tuple[EventKind, ...] = (*EventKind, *[EventKind.GIVEN] * 6),
) -> ConsentEvent:
    """Any event, sensible or not; grants are frequent, or nothing would ever be permitted."""
    return ConsentEvent(
        subject=draw(st.sampled_from(subjects)),
        purpose=draw(st.sampled_from(purposes)),
        kind=draw(st.sampled_from(kinds)),
        recorded_at=draw(moments),
        notice_version=draw(st.sampled_from(NOTICES)),
        method=draw(st.sampled_from(("web_form", "dm"))),
        valid_until=draw(st.one_of(st.none(), moments, moments)),
        evidence=draw(st.sampled_from(("", "ticket-1"))),
        actor=draw(st.none() | st.sampled_from(tuple(ActorKind)).map(lambda kind: Actor(kind, "1"))),
        reason=draw(st.sampled_from(("", "asked"))),
        ledger_index=draw(st.none() | st.integers(0, 3)),
    )


def heaps(**options: Any) -> st.SearchStrategy[list[ConsentEvent]]:
    """Any events in any order."""
    return st.lists(events(**options), max_size=12)


@st.composite
def histories(draw: st.DrawFn, *, min_size: int = 0) -> list[ConsentEvent]:
    """A history of ``ACCOUNT`` for ``support`` that could have been recorded: time moves on, no pair is illegal."""
    history: list[ConsentEvent] = []
    now = T0
    for index in range(draw(st.integers(min_size, 10))):
        now += draw(st.integers(1, 4)) * DAY
        days = draw(st.none() | st.integers(0, 9))
        end = None if days is None else now + days * DAY
        fields = {"valid_until": end, "notice_version": draw(st.sampled_from(NOTICES)), "ledger_index": index}
        possible = [e for kind in EventKind if _follows(history, e := event(kind, now, **fields))]
        history.append(draw(st.sampled_from(possible)))
    return history


def _follows(history: list[ConsentEvent], next_event: ConsentEvent) -> bool:
    rejected: list[ConsentEvent] = []
    replay([*history, next_event], as_of=next_event.recorded_at, rejected=rejected)
    return not rejected
