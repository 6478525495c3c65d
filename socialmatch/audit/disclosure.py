"""What of an event may be shown to the person it is about: everything of theirs, nothing of anybody else's.

Who else a record can name: the other side of a pair that was only proposed, or of a link that is not proved or no
more; the staff who acted; and the customer who agreed for a profile that is not proved to be theirs any more. The
other side of a link that stands at L2 or better is the same person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from socialmatch.files.identity import format_subject
from socialmatch.ledger.opening import Opening
from socialmatch.models import AccountKey, ActorKind, Assurance, Link, ProfileKey, Subject
from socialmatch.moments import format_moment, from_epoch_ms
from socialmatch.store import Session, links
from socialmatch.store.columns import ACCOUNT, PROFILE
from socialmatch.store.events import Event

_STAFF: Final = frozenset({ActorKind.AGENT, ActorKind.OFFICER})
"""Whose ids are withheld: which of the staff acted is theirs to keep; that the staff did is told."""
_TECHNICAL: Final = frozenset(
    {"tenant", "revision", "fingerprint", "seen_run", "digest", "session_hash", "invitation", "pepper_id", "keys"}
    | {"subject_ref", "profile_ref", "account_ref", "number", "basis", "signature", "memory"}
)
"""Columns with keyed or technical values that mean nothing outside the store."""
_JSON: Final = frozenset({"content", "details", "evidence", "features", "purposes", "summary"})
_MOMENTS: Final = frozenset({"since", "until", "valid_until", "first_seen", "last_seen", "window_start", "undo_until"})


class Disclosure:
    """What may be shown to one subject.

    Parameters
    ----------
    session: the links are read in it. subject: to whom.
    """

    def __init__(self, session: Session, subject: Subject) -> None:
        self.subject = subject
        self._session = session
        self._same_person: set[Subject] = {subject, *(_other(link, subject) for link in _proved(session, subject))}
        known = any(isinstance(one, AccountKey) for one in self._same_person)
        self._others = _STAFF if known else _STAFF | {ActorKind.CUSTOMER}

    def is_theirs(self, subject: Subject) -> bool:
        """Whether a subject is the person, as far as it is proved."""
        return subject in self._same_person

    def may_open(self, event: Event) -> bool:
        """Whether the event can be handed over word for word: it is about them alone, and names no staff."""
        kinds = {event.actor.kind if event.actor else None, *_actors_within(event.data)}
        return not event.erased and all(map(self.is_theirs, event.subjects)) and not kinds & self._others

    def opening(self, event: Event) -> Opening | None:
        """The opening of an event's leaf, where the person may have it."""
        return Opening(event.seq, event.salt, json.loads(event.payload)) if self.may_open(event) else None

    def event(self, event: Event) -> dict[str, Any]:
        """An event as plain JSON, without anybody else."""
        others = [one for one in event.subjects if not self.is_theirs(one)]
        return {
            "index": event.seq,
            "recorded_at": format_moment(event.recorded_at),
            "class": event.type_class.value,
            "kind": event.kind,
            "by": event.actor.kind.value if event.actor else "",
            "reason": event.reason,
            "about": [format_subject(one) if self.is_theirs(one) else masked(one) for one in event.subjects],
            "data": _without(self._without_actors(dict(event.data)), others),
            "may_be_opened": self.may_open(event),
        }

    def _without_actors(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("actor") and ActorKind(data["actor"][0]) in self._others:
            data["actor"] = data["actor"][:1]
        record = data.get("record")
        if record and record.get("actor_kind") and ActorKind(record["actor_kind"]) in self._others:
            data["record"] = {name: value for name, value in record.items() if name != "actor_id"}
        return data

    def row(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of a table as plain JSON, without anybody else and without keyed values."""
        shown = {name: _readable(name, value) for name, value in row.items() if name not in _TECHNICAL}
        for columns in (PROFILE, ACCOUNT):
            if set(columns) <= row.keys() and not self._names_them(row, columns):
                shown = {name: value for name, value in shown.items() if name not in columns}
                shown.pop("details", None)
                if table == "proposals":  # the reasons quote both sides
                    shown["evidence"] = [{"feature": name, "weight": weight} for name, weight, _ in shown["evidence"]]
        return shown

    def _names_them(self, row: Mapping[str, Any], columns: tuple[str, ...]) -> bool:
        if row[columns[-1]] is None:
            return True
        tenant = self._session.tenant
        key: Subject = (
            ProfileKey(tenant, *(row[name] for name in columns))
            if columns == PROFILE
            else AccountKey(tenant, *(row[name] for name in columns))
        )
        return self.is_theirs(key)


def masked(subject: Subject) -> str:
    """Somebody who is not named."""
    return f"a profile on {subject.platform}" if isinstance(subject, ProfileKey) else "an account"


def _proved(session: Session, subject: Subject) -> list[Link]:
    if isinstance(subject, AccountKey):
        found = links.of_account_key(session, subject)
    else:
        link = links.of_profile_key(session, subject)
        found = [] if link is None else [link]
    return [link for link in found if link.live(session.now) and link.assurance >= Assurance.L2]


def _other(link: Link, subject: Subject) -> Subject:
    return link.account if isinstance(subject, ProfileKey) else link.profile


def _actors_within(data: Mapping[str, Any]) -> set[ActorKind]:
    """The actors a consent event names in its own data."""
    found = set()
    if data.get("actor"):
        found.add(ActorKind(data["actor"][0]))
    record = data.get("record")
    if record and record.get("actor_kind"):
        found.add(ActorKind(record["actor_kind"]))
    return found


def _without(data: dict[str, Any], others: list[Subject]) -> dict[str, Any]:
    """Leave out every value in which somebody else's id stands."""
    ids = {one.account_id if isinstance(one, AccountKey) else one.user_id for one in others}
    return {name: value for name, value in data.items() if not _mentions(value, ids)}


def _mentions(value: Any, ids: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_mentions(item, ids) for item in value.values())
    if isinstance(value, list):
        return any(_mentions(item, ids) for item in value)
    return isinstance(value, str) and any(one == value or (len(one) > 3 and one in value) for one in ids)


def _readable(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if name in _JSON and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, int) and (name in _MOMENTS or name.endswith("_at")):
        return format_moment(from_epoch_ms(value))
    return value
