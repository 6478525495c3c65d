"""The log: what happened, in order, never changed; and what it was about, sealed and erasable.

A header (``events``) holds the leaf and nothing about anybody. The payload lies beside it, sealed under the keys
of the people it names; an index from their refs to their events lies beside that. Erasing somebody deletes
payloads, keys and index rows; headers stay, and with them every proof.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from socialmatch.canonical import Json, canonical
from socialmatch.errors import StoreCorrupt, UsageError
from socialmatch.leaf import TypeClass, commitment, encode_leaf
from socialmatch.models import AccountKey, Actor, ActorKind, ProfileKey, Subject
from socialmatch.moments import from_epoch_ms, to_epoch_ms
from socialmatch.store import keys as subject_keys
from socialmatch.store.keyring import NONCE_SIZE, place, seal, unseal
from socialmatch.store.refs import REF_SIZE
from socialmatch.store.schema import event_payloads, event_subjects, events
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.statements import batched, in_parts, mine, pick, same

SALT_SIZE: Final = 32
PAYLOAD_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """Something that happened, before it is recorded.

    Parameters
    ----------
    type_class: the coarse kind that everybody can read in the leaf. kind: the fine one (``"given"``, ``"renamed"``).
    subjects: whom it is about: nobody, one, or both sides of a link. A consent event is about one, so that
        erasing the other side of a link never touches it.
    data: what there is to say, as plain JSON without floats. purpose: of consent events.
    bare: the payload is ``data`` and ``kind`` and nothing else, so that it can be opened to anybody: it says neither
        who wrote it nor why. Only where it is about nobody.
    """

    type_class: TypeClass
    kind: str
    subjects: tuple[Subject, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict, repr=False)
    purpose: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What stays of an event whatever happens, and is about nobody.

    Attributes
    ----------
    seq: its position in the log. recorded_at: when it was recorded. leaf: its bytes in the log's tree.
    """

    seq: int
    type_class: TypeClass
    recorded_at: datetime
    leaf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Event(Header):
    """A recorded event, opened.

    Attributes
    ----------
    seq, type_class, recorded_at, leaf: see :class:`Header`.
    erased: somebody it was about was erased; all that follows is then empty.
    kind, subjects, data: as in :class:`Draft`. actor, reason: who wrote it, and why; not of a bare one.
    salt, payload: what opens the leaf's commitment.
    """

    erased: bool = False
    kind: str = ""
    subjects: tuple[Subject, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    actor: Actor | None = None
    reason: str = field(default="", repr=False)
    salt: bytes = field(default=b"", repr=False)
    payload: bytes = field(default=b"", repr=False)


# --- writing -------------------------------------------------------------------------------------


def append(
    session: WriteSession,
    type_class: TypeClass,
    kind: str,
    *subjects: Subject,
    data: Mapping[str, Json] | None = None,
    purpose: str = "",
) -> int:
    """Record one event and return its position in the log; see :class:`Draft`."""
    return append_many(session, [Draft(type_class, kind, subjects, data or {}, purpose)]).start


def append_many(session: WriteSession, drafts: Iterable[Draft]) -> range:
    """Record events in their order, all at the session's moment, and return their positions.

    Raises
    ------
    UsageError: more than two subjects, a subject of another tenant, or a consent event not about exactly one.
    InputError: data that is no plain JSON (``not_canonical``).
    """
    drafts = list(drafts)
    refs = [[session.ref(subject) for subject in _subjects(draft)] for draft in drafts]
    nobody = [subject_keys.tenant_ref(session)]
    owners = [sorted(set(named)) or nobody for named in refs]
    keys = subject_keys.of(session, {ref for owner in owners for ref in owner})
    first, author = session.size, {"id": session.actor.id, "kind": session.actor.kind.value}
    draw = BytesIO(session.randbytes((SALT_SIZE + NONCE_SIZE) * len(drafts))).read  # asked for once, it is cheaper
    headers, payloads, index = [], [], []
    for seq, (draft, named, owner) in enumerate(zip(drafts, refs, owners, strict=True), start=first):
        payload = _payload(draft, author, session.reason)
        salt = draw(SALT_SIZE)
        leaf = encode_leaf(seq, draft.type_class, session.now_ms, commitment(salt, payload))
        sealed = seal(payload, [keys[ref] for ref in owner], place(session.tenant, leaf), draw)
        at = {"seq": seq, "type_class": draft.type_class.value}
        headers.append({**at, "recorded_at": session.now_ms, "leaf": leaf})
        payloads.append({"seq": seq, "salt": salt, "key_refs": b"".join(owner), "sealed": sealed})
        index += [{**at, "subject_ref": ref, "purpose": draft.purpose} for ref in named]
    session.insert(events, headers)
    session.insert(event_payloads, payloads)
    session.insert(event_subjects, index)
    session.size += len(drafts)
    return range(first, session.size)


def _subjects(draft: Draft) -> tuple[Subject, ...]:
    count = len(draft.subjects)
    if count > 2 or (draft.type_class is TypeClass.CONSENT and count != 1):
        raise UsageError("an event is about at most two subjects, a consent event about one", code="subjects")
    if draft.bare and count:
        raise UsageError("a bare event is about nobody", code="subjects")
    return draft.subjects


def _payload(draft: Draft, author: Mapping[str, Json], reason: str) -> bytes:
    if draft.bare:
        return canonical({**draft.data, "kind": draft.kind})
    return canonical(
        {
            "actor": author,
            "data": draft.data,
            "kind": draft.kind,
            "reason": reason,
            "subjects": [_written(subject) for subject in draft.subjects],
            "v": PAYLOAD_VERSION,
        }
    )


def _written(subject: Subject) -> list[Json]:
    if isinstance(subject, ProfileKey):
        return ["profile", subject.platform, subject.scope, subject.user_id]
    return ["account", subject.crm, subject.account_id]


def _read(tenant: str, written: Sequence[str]) -> Subject:
    kind, *fields = written
    return ProfileKey(tenant, *fields) if kind == "profile" else AccountKey(tenant, *fields)


# --- reading -------------------------------------------------------------------------------------

_WHOLE: Final = (
    select(events, event_payloads.c["salt"], event_payloads.c["key_refs"], event_payloads.c["sealed"])
    .select_from(
        events.outerjoin(
            event_payloads, (event_payloads.c.tenant == events.c.tenant) & (event_payloads.c.seq == events.c.seq)
        )
    )
    .where(mine(events))
    .order_by(events.c.seq)
)
_SOME: Final = _WHOLE.where(events.c.seq.in_(bindparam("seqs", expanding=True)))
_RANGE: Final = _WHOLE.where(events.c.seq >= bindparam("start"), events.c.seq < bindparam("stop"))
_LEAVES: Final = (
    pick(events, "leaf")
    .where(events.c.seq >= bindparam("start"), events.c.seq < bindparam("stop"))
    .order_by(events.c.seq)
)
_HEADERS: Final = (
    pick(events).where(events.c.seq >= bindparam("start"), events.c.seq < bindparam("stop")).order_by(events.c.seq)
)
_OF_CLASS: Final = _WHOLE.where(
    events.c.type_class == bindparam("of_type_class"),
    events.c.recorded_at >= bindparam("since"),
    events.c.recorded_at < bindparam("until"),
)
_ABOUT: Final = pick(event_subjects, "seq").where(*same(event_subjects, "subject_ref"))
_ABOUT_CLASS: Final = _ABOUT.where(*same(event_subjects, "type_class"))


def positions(session: Session, ref: bytes, type_class: TypeClass | None = None) -> list[int]:
    """Where the events about somebody are, by their ref; of one class or of all."""
    if type_class is None:
        found = session.rows(_ABOUT, {"of_subject_ref": ref})
    else:
        found = session.rows(_ABOUT_CLASS, {"of_subject_ref": ref, "of_type_class": type_class.value})
    return sorted(row.seq for row in found)


def about(session: Session, subject: Subject, type_class: TypeClass | None = None) -> list[Event]:
    """The events about somebody, in order; of one class or of all."""
    return read(session, positions(session, session.ref(subject), type_class))


def read(session: Session, seqs: Collection[int]) -> list[Event]:
    """The events at these positions, in order, opened.

    Raises
    ------
    StoreCorrupt: a payload does not open, or is not what its leaf committed to.
    """
    rows = [row for part in in_parts(seqs) for row in session.rows(_SOME, {"seqs": part})]
    return list(_open_all(session, sorted(rows, key=lambda row: row.seq)))


def walk(session: Session, start: int = 0, stop: int | None = None) -> Iterator[Event]:
    """Every event from one position up to another, opened; a few hundred in memory at a time."""
    end = session.size if stop is None else stop
    for low in range(start, end, 500):
        yield from _open_all(session, session.rows(_RANGE, {"start": low, "stop": min(low + 500, end)}))


def leaves(session: Session, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The leaves of the log from one position up to another, in order."""
    end = session.size if stop is None else stop
    for low in range(start, end, 10_000):
        for row in session.rows(_LEAVES, {"start": low, "stop": min(low + 10_000, end)}):
            yield row.leaf


def headers(session: Session, start: int, stop: int) -> list[Header]:
    """The headers from one position up to another, in order, as they stand in the table.

    Raises
    ------
    StoreCorrupt: one is of a class there is not (``unknown_class``).
    """
    rows = session.rows(_HEADERS, {"start": start, "stop": stop})
    return [Header(r.seq, _type_class(r.type_class), from_epoch_ms(r.recorded_at), r.leaf) for r in rows]


def _type_class(text: str) -> TypeClass:
    try:
        return TypeClass(text)
    except ValueError:
        raise StoreCorrupt("an event is of a class there is not", code="unknown_class") from None


def of_class(session: Session, type_class: TypeClass, since: datetime, until: datetime) -> Iterator[Event]:
    """The events of a class that were recorded from one moment up to another, opened."""
    params = {"of_type_class": type_class.value, "since": to_epoch_ms(since), "until": to_epoch_ms(until)}
    for part in batched(session.stream(_OF_CLASS, params)):
        yield from _open_all(session, part)


def _open_all(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Event]:
    keys = subject_keys.existing(session, {ref for row in rows if row.sealed for ref in _owners(row)})
    for row in rows:
        yield _open(session, row, keys)


def _owners(row: Row[Any]) -> list[bytes]:
    return [row.key_refs[start : start + REF_SIZE] for start in range(0, len(row.key_refs), REF_SIZE)]


def _open(session: Session, row: Row[Any], keys: Mapping[bytes, bytes]) -> Event:
    header = (row.seq, _type_class(row.type_class), from_epoch_ms(row.recorded_at), row.leaf)
    if row.sealed is None:
        return Event(*header, erased=True)
    owners = _owners(row)
    if not keys.keys() >= set(owners):
        raise StoreCorrupt("a payload is there, but the key of somebody it is about is not", code="key_missing")
    payload = unseal(row.sealed, [keys[ref] for ref in owners], place(session.tenant, row.leaf))
    if encode_leaf(row.seq, header[1], row.recorded_at, commitment(row.salt, payload)) != row.leaf:
        raise StoreCorrupt("a payload is not what its leaf committed to", code="wrong_commitment")
    content = json.loads(payload)
    if "subjects" not in content:
        return Event(*header, kind=content["kind"], data=content, salt=row.salt, payload=payload)
    return Event(
        *header,
        kind=content["kind"],
        subjects=tuple(_read(session.tenant, written) for written in content["subjects"]),
        data=content["data"],
        actor=Actor(ActorKind(content["actor"]["kind"]), content["actor"]["id"]),
        reason=content["reason"],
        salt=row.salt,
        payload=payload,
    )
