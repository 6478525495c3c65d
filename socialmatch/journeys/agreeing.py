"""What was shown to somebody, and what they agreed to: notices served, and grants with their full record.

A grant needs a notice that is registered word for word, and the act of showing it, recorded before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from socialmatch.consent.notices import Served, serve
from socialmatch.consent.records import consent_record
from socialmatch.errors import ConsentError, UsageError
from socialmatch.journeys.steps import Tools
from socialmatch.models import Assurance, ConsentEvent, EventKind, Notice, Subject
from socialmatch.store import Session, WriteSession, consents, notices
from socialmatch.store.consents import Terms

_MONTH: Final = timedelta(days=730) / 24
"""A month of the policy: 24 of them are the 730 days of the longest grant."""


def registered_notice(session: Session, version: str, language: str | None) -> Notice:
    """A notice by its version; in one language, or in any it was registered in.

    Raises
    ------
    UsageError: it was not registered (``unknown_notice``).
    """
    notice = notices.get(session, version, language)
    if notice is None:
        raise UsageError(
            "no notice of this version is registered in this language",
            code="unknown_notice",
            hint="register the exact text first: 'socialmatch notice'",
        )
    return notice


def newest_notice(session: Session, language: str | None) -> Notice:
    """The notice that was registered last, in one language or in any; errors of :func:`registered_notice`."""
    found = [one for one in notices.everything(session) if language in (None, one.language)]
    if not found:
        raise UsageError("no notice is registered", code="unknown_notice", hint="register one: 'socialmatch notice'")
    return found[-1]


def served_name(digest: bytes, subject: Subject) -> str:
    """The name of the act of showing somebody what a code would agree to; one for each code and side."""
    return f"{type(subject).__name__.removesuffix('Key').lower()}-{digest.hex()}"


def show_notice(
    session: WriteSession,
    sides: Sequence[Subject],
    notice: Notice,
    purposes: Sequence[str],
    *,
    digest: bytes,
    session_hash: bytes | None,
    channel: str = "web",
) -> None:
    """Record that these were shown a notice for these purposes; once for each code and side.

    Parameters
    ----------
    digest: of the code. session_hash, channel: of the session it was shown in, and where.
    """
    events: list[tuple[ConsentEvent, Terms]] = []
    acts: list[tuple[Subject, Served, int]] = []
    for side in sides:
        name = served_name(digest, side)
        if notices.shown(session, name) is not None:
            continue
        act = serve(notice, served_id=name, channel=channel, served_at=session.now, session_hash=session_hash)
        said = Terms(record={"served_id": name, "language": act.language, "sha256": act.sha256})
        acts.append((side, act, session.size + len(events)))
        events += [(_event(session, side, one, EventKind.NOTICE_SERVED, notice), said) for one in purposes]
    consents.record_many(session, events)
    for side, act, position in acts:
        notices.keep_served(session, side, act, position)


def record_agreement(
    tools: Tools[WriteSession],
    sides: Sequence[Subject],
    notice: Notice,
    purposes: Sequence[str],
    *,
    digest: bytes,
    method: str,
    assurance: Assurance,
) -> range:
    """Record that all sides agreed, an event for each purpose, each with everything that proves it later.

    Parameters
    ----------
    digest: of the code that shows who they are, and under which they were shown the notice.

    Returns
    -------
    The positions of the events, those of the first side first.

    Raises
    ------
    ConsentError: the notice was not shown to one of them before (``not_served``), or an agent grants.
    InputError: the notice lacks what a record must hold (``bad_record``).
    """
    session, evidence = tools.session, f"code:{digest.hex()}"
    grants = []
    for side in sides:
        showing = notices.shown(session, served_name(digest, side))
        if showing is None or showing.subject_ref != session.ref(side):
            raise ConsentError("the notice was not shown before the answer", code="not_served")
        for purpose in purposes:
            record = consent_record(
                notice,
                showing.served,
                purposes=(purpose,),
                method=method,
                assurance=assurance,
                actor=session.actor,
                evidence=evidence,
                given_at=session.now,
                longest=tools.policy.max_consent_months * _MONTH,
            )
            event = replace(
                _event(session, side, purpose, EventKind.GIVEN, notice),
                method=method,
                valid_until=record.valid_until,
                evidence=evidence,
            )
            grants.append((event, Terms(record=record.document())))
    first = session.size
    consents.record_many(session, grants)
    return range(first, session.size)


def _event(session: Session, side: Subject, purpose: str, kind: EventKind, notice: Notice) -> ConsentEvent:
    return ConsentEvent(side, purpose, kind, session.now, notice_version=notice.version)
