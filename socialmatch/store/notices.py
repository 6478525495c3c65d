"""Notices: what was shown, word for word, version by version; and the note that it was shown to somebody.

A registered notice is never changed or deleted, triggers hold that: a later edit must not rewrite what people
agreed to. Changing the text means registering another version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlalchemy import Row, select

from socialmatch.consent.notices import Served, text_sha256
from socialmatch.errors import StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import Notice, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import events
from socialmatch.store.columns import from_json, to_json
from socialmatch.store.schema import notices, served_notices
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import mine, pick, same


@dataclass(frozen=True, slots=True)
class Showing:
    """A notice was shown to somebody, and where the log says so.

    Attributes
    ----------
    subject_ref: to whom. ledger_index: position of the event.
    """

    served: Served
    subject_ref: bytes = field(repr=False)
    ledger_index: int


_IN_COLUMNS: Final = frozenset({"version", "language", "notice_id", "text"})
_ONE: Final = pick(notices).where(*same(notices, "version", "language"))
_VERSION: Final = pick(notices).where(*same(notices, "version")).order_by(notices.c.language)
_ALL: Final = pick(notices).order_by(notices.c.registered_at, notices.c.version, notices.c.language)
_ACCEPTED: Final = "accepted notices"
_TERMS: Final = pick(notices, "version", "notice_id", "registered_at", "terms")
_SHOWN: Final = (
    select(served_notices, notices.c.sha256)
    .select_from(served_notices.join(notices))
    .where(mine(served_notices), *same(served_notices, "served_id"))
)


def register(session: WriteSession, notice: Notice) -> bool:
    """Keep a notice for ever, with the event that says so. Whether it was new.

    Raises
    ------
    StoreConflict: this version in this language is there already and says something else (``notice_exists``).
    """
    known = get(session, notice.version, notice.language)
    if known is not None:
        if known != notice:
            raise StoreConflict("a registered notice is not changed", code="notice_exists", hint="use a new version")
        return False
    digest = text_sha256(notice)
    row = {
        "version": notice.version,
        "language": notice.language,
        "notice_id": notice.notice_id,
        "text": notice.text,
        "sha256": bytes.fromhex(digest),
        "terms": to_json({k: v for k, v in asdict(notice).items() if k not in _IN_COLUMNS}),
        "registered_at": session.now_ms,
    }
    session.insert(notices, [row])
    session.remembered.pop(_ACCEPTED, None)
    data = {"version": notice.version, "language": notice.language, "sha256": digest}
    events.append(session, TypeClass.NOTICE, "registered", data=data)
    return True


def get(session: Session, version: str, language: str | None = None) -> Notice | None:
    """A notice by its version; in one language, or in any it was registered in."""
    if language is None:
        row = session.row(_VERSION, {"of_version": version})
    else:
        row = session.row(_ONE, {"of_version": version, "of_language": language})
    return None if row is None else _notice(row)


def everything(session: Session) -> list[Notice]:
    """Every notice, in the order they were registered."""
    return [_notice(row) for row in session.rows(_ALL)]


def accepted(session: Session) -> frozenset[str] | None:
    """The versions under which a grant still counts; ``None`` where no notice was changed materially, so any does.

    A version counts no more from the moment a later one of its notice is registered that is a material change.
    """
    if _ACCEPTED not in session.remembered:
        session.remembered[_ACCEPTED] = _accepted(session)
    found: frozenset[str] | None = session.remembered[_ACCEPTED]
    return found


def _accepted(session: Session) -> frozenset[str] | None:
    since: dict[tuple[str, str], int] = {}
    changed: dict[str, int] = {}
    rows = session.rows(_TERMS)
    for row in rows:
        key = row.notice_id, row.version
        since[key] = min(row.registered_at, since.get(key, row.registered_at))
    for row in rows:
        if from_json(row.terms)["material"]:
            changed[row.notice_id] = max(since[row.notice_id, row.version], changed.get(row.notice_id, 0))
    found = {version for (notice_id, version), at in since.items() if at >= changed.get(notice_id, 0)}
    return None if len(found) == len(since) else frozenset(found)


def keep_served(session: WriteSession, subject: Subject, served: Served, ledger_index: int) -> None:
    """Keep the note that a notice was shown to somebody, so that the answer can refer to it.

    Parameters
    ----------
    ledger_index: position of the event that says so.

    Raises
    ------
    StoreConflict: no such notice, or the act is there already (``constraint``); another text (``other_text``).
    """
    notice = get(session, served.version, served.language)
    if notice is not None and text_sha256(notice) != served.sha256:
        raise StoreConflict("what was shown is not the notice of that version", code="other_text")
    row = {
        "served_id": served.served_id,
        "version": served.version,
        "language": served.language,
        "subject_ref": session.ref(subject),
        "channel": served.channel,
        "session_hash": served.session_hash,
        "served_at": to_epoch_ms(served.served_at),
        "seq": ledger_index,
    }
    session.insert(served_notices, [row])


def shown(session: Session, served_id: str) -> Showing | None:
    """One act of showing a notice, by its name."""
    row = session.row(_SHOWN, {"of_served_id": served_id})
    if row is None:
        return None
    moment = from_epoch_ms(row.served_at)
    served = Served(row.served_id, row.version, row.language, row.sha256.hex(), row.channel, moment, row.session_hash)
    return Showing(served, row.subject_ref, row.seq)


def _notice(row: Row[Any]) -> Notice:
    terms: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in from_json(row.terms).items()}
    return Notice(version=row.version, language=row.language, text=row.text, notice_id=row.notice_id, **terms)
