"""How rare values are: the counts a model rests on, taken now and then, and the model made of them, once a process.

A count says how many accounts of the whole CRM hold a value. People who withdrew are left out of the next count.
Where the policy forbids aggregate counts, only those who agreed are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from socialmatch.canonical import Json
from socialmatch.config import Policy
from socialmatch.leaf import TypeClass
from socialmatch.matching.counts import Counts
from socialmatch.matching.model import Model
from socialmatch.matching.modelfile import BUILT_IN, LearnedModel
from socialmatch.matching.normalize import AccountFeatures, account_features
from socialmatch.matching.snapshot import Ask, Header, asked_model, entries
from socialmatch.models import Account, Actor
from socialmatch.store import Session, Store, WriteSession, accounts, events, models, permits, suppressions
from socialmatch.store.statements import batched

MAX_AGE: Final = timedelta(hours=20)
"""After this a new count is due: who withdrew has to be out of the counts within 24 hours."""

_REMEMBERED: Final = 1 << 17
"""Values whose count is remembered, so that those of common names are not looked for each time."""


@dataclass(frozen=True, slots=True)
class Live:
    """The model that scores now. ``version`` names its parameters and its counts."""

    version: str
    model: Model


class LiveModels:
    """Models made of counts, each kept while it is the one that scores. Threads may share one of these."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, int], Live] = {}

    def current(self, session: Session, policy: Policy) -> Live:
        """The model that the store's tenant has adopted.

        Before the first count it is made of the accounts as they are now, anew after every change: right, and slow
        for more than a few thousand accounts.
        """
        adopted = models.adopted(session)
        snapshot = None if adopted is None else adopted.snapshot
        place = session.tenant, session.epoch
        with self._lock:
            kept = self._kept.get(place)
            if adopted is None or snapshot is None:
                version = f"uncounted.{session.revision}"
                if kept is not None and kept.version == version:
                    return kept
                live = Live(version, Model(Counts.over(_counted(session, policy)), BUILT_IN))
                # What is not committed yet may never be, and another commit have its number.
                if not isinstance(session, WriteSession):
                    self._kept[place] = live
                return live
            if kept is None or kept.version != adopted.version:
                kept = self._kept[place] = Live(adopted.version, _model(session, adopted.document, snapshot))
            return kept


SHARED_MODELS: Final = LiveModels()
"""Those of this process."""


def recount_is_due(session: Session, *, added: int = 0) -> bool:
    """Whether there are no counts yet, they are old, or many accounts (more than 5 %) were added since.

    So they are where this release has other parameters: the model's version would not tell the two apart.

    Parameters
    ----------
    added: how many accounts are known to have come since the last count.
    """
    adopted, taken = models.adopted(session), models.snapshots(session)
    if adopted is None or not taken or _of_another_release(adopted.document):
        return True
    return session.now - taken[-1].taken_at >= MAX_AGE or added * 20 > taken[-1].accounts


def recount(store: Store, tenant: str, actor: Actor, policy: Policy) -> str:
    """Count the accounts anew and let the model score by that from now on.

    Nobody is kept waiting: the accounts are read without a lock, and the counts written in several commits. A
    count that was broken off is thrown away by the next one.

    Returns
    -------
    The version of the model.
    """
    with store.read(tenant) as session:
        counts = Counts.over(_counted(session, policy))
    with store.write(tenant, actor, "count values") as session:
        number = models.add_snapshot(session, counts.accounts)
    for place, part in enumerate(models.parts(store.keys, entries(counts))):
        with store.write(tenant, actor, "count values") as session:
            models.add_part(session, number, place, part)
    header = Header.of(counts)
    with store.write(tenant, actor, "count values") as session:
        version = put_in_force(session, learned_in_force(session), header, number)
        for old in models.snapshots(session):
            if old.snapshot != number:
                models.drop_snapshot(session, old.snapshot)
    return version


def learned_in_force(session: Session) -> LearnedModel | None:
    """The learned model that scores, ``None`` where it is the built-in one."""
    adopted = models.adopted(session)
    return None if adopted is None else _learned(json.loads(adopted.document))


def put_in_force(session: WriteSession, learned: LearnedModel | None, header: Header, snapshot: int) -> str:
    """Let parameters score over a snapshot of counts from now on, with the event that says so.

    Parameters
    ----------
    learned: ``None`` for the built-in parameters. header: of the snapshot's counts.

    Returns
    -------
    The version of the model: of its parameters and its counts.
    """
    parameters = BUILT_IN if learned is None else learned.parameters()
    version = f"{parameters.version}.{snapshot}"
    if models.get(session, version) is None:
        document: dict[str, Any] = {"parameters": parameters.version, "counts": header.to_json()}
        if learned is not None:
            document["learned"] = learned.to_json()
        models.add(session, version, json.dumps(document), snapshot)
    models.adopt(session, version)
    data: dict[str, Json] = {"version": version, "snapshot": snapshot, "accounts": header.accounts}
    if learned is not None:
        data["digest"] = learned.digest
    events.append(session, TypeClass.ADMIN, "model_adopted", data=data)
    return version


def counts_in_force(session: Session) -> tuple[Header, int] | None:
    """The counts that score, and the number of their snapshot; ``None`` before the first count."""
    adopted = models.adopted(session)
    if adopted is None or adopted.snapshot is None:
        return None
    return Header.from_json(json.loads(adopted.document)["counts"]), adopted.snapshot


def _counted(session: Session, policy: Policy) -> Iterator[AccountFeatures]:
    for part in batched((known.account for known in accounts.walk(session)), 500):
        for account in _countable(session, part, policy):
            yield account_features(account, region=policy.phone_region or None)


def _countable(session: Session, found: list[Account], policy: Policy) -> Iterable[Account]:
    keys = [account.key for account in found]
    if policy.aggregate_counts:
        withdrawn = suppressions.held(session, keys)
        return [account for account in found if account.key not in withdrawn]
    permitted = [permits.permitted_among(session, keys, purpose)[0] for purpose in policy.purposes]
    return [account for account in found if any(one.permits(account.key) for one in permitted)]


def _model(session: Session, document: str, snapshot: int) -> Model:
    kept = json.loads(document)
    learned = _learned(kept)
    parameters = BUILT_IN if learned is None else learned.parameters()
    return asked_model(Header.from_json(kept["counts"]), _asking(session, snapshot), parameters)


def _of_another_release(document: str) -> bool:
    kept = json.loads(document)
    learned = _learned(kept)
    return bool(kept["parameters"] != (BUILT_IN if learned is None else learned.parameters()).version)


def _learned(document: Mapping[str, Any]) -> LearnedModel | None:
    return LearnedModel.from_json(document["learned"]) if "learned" in document else None


def _asking(session: Session, snapshot: int) -> Ask:
    """A snapshot in memory, 12 bytes a value, none of them in plain but for those that were asked for lately."""
    kept, keys = models.counts(session, snapshot), session.keys

    @lru_cache(_REMEMBERED)
    def ask(kind: str, value: str) -> int:
        return kept.holding(models.digest(keys, kind, value))

    return ask
