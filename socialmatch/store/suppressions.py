"""Marks of people who said no: keyed, kept after everything else about them is gone, so that they stay out.

A mark is found only by who has the person's key columns in hand and the suppression key; nobody can list who is
marked. Lifting one takes a fresh, confirmed token of the same profile; that rule is the journeys'.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam

from socialmatch.models import Subject
from socialmatch.store.schema import suppressions
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import drop, in_parts, pick

MATCH: Final = "match"
"""Never linked, matched or imported as consenting again."""
CONTACT: Final = "contact"
"""Never invited again (STOP), until they start."""

_SOME: Final = pick(suppressions, "mark").where(suppressions.c.mark.in_(bindparam("marks", expanding=True)))
_DROP: Final = drop(suppressions, "mark")


def put(session: WriteSession, subject: Subject, kind: str = MATCH) -> None:
    """Mark somebody; marking them twice is the same."""
    session.check(subject)
    mark = session.keys.refs.mark(subject, kind)
    put_mark(session, mark, kind)
    session.take_from(session.ref(subject)).marks[kind] = mark


def put_mark(session: WriteSession, mark: bytes, kind: str = MATCH) -> None:
    """Put a mark that is at hand although nobody knows whose it is: what a journal kept of somebody."""
    session.upsert(suppressions, [{"mark": mark, "kind": kind, "since": session.now_ms}])


def lift(session: WriteSession, subject: Subject, kind: str = MATCH) -> bool:
    """Take a mark away. Whether there was one."""
    session.check(subject)
    noted = session.taken.get(session.ref(subject))
    if noted is not None:
        noted.marks.pop(kind, None)
    return session.execute(_DROP, {"of_mark": session.keys.refs.mark(subject, kind)}) > 0


def holds(session: Session, subject: Subject, kind: str = MATCH) -> bool:
    """Whether somebody is marked."""
    return bool(held(session, [subject], kind))


def held(session: Session, subjects: Collection[Subject], kind: str = MATCH) -> set[Subject]:
    """Those among the subjects who are marked."""
    for subject in subjects:
        session.check(subject)
    marks = {session.keys.refs.mark(subject, kind): subject for subject in subjects}
    return {marks[row.mark] for part in in_parts(marks) for row in session.rows(_SOME, {"marks": part})}
