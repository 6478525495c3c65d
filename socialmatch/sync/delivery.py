"""A pass over the outbox, and the loop of a worker that makes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from socialmatch.crm.base import CrmAdapter
from socialmatch.errors import (
    ConfigError,
    CrmConflict,
    CrmRefused,
    CrmUnauthorized,
    CrmUnavailable,
    CrmUnsupported,
    FileError,
    MissingExtra,
    SocialMatchError,
    StoreBusy,
    StoreUnavailable,
    UsageError,
)
from socialmatch.models import Actor, ActorKind
from socialmatch.moments import Clock
from socialmatch.store import Store, WriteSession, outbox, runs
from socialmatch.store.outbox import Message, Operation, OutboxState
from socialmatch.sync.messages import record, set_right, task

LEASE: Final = timedelta(minutes=15)
"""Longer than an adapter's longest call, its own retries included."""

_WORKER: Final = Actor(ActorKind.JOB, "crm-sync")
_REASON: Final = "crm sync"
_BATCH: Final = 100
_OUT_OF_REACH: Final = (CrmUnavailable, CrmUnauthorized, ConfigError, FileError, MissingExtra)
"""Says something of the CRM or its settings and nothing of the message: the next one would not fare better."""
_FINAL: Final = (CrmRefused, CrmConflict, CrmUnsupported, UsageError)
"""The same again will not help; unless it is one of those above."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a message is tried.

    Attributes
    ----------
    first: before the second attempt; doubled for each further one. longest: the most between two attempts.
    attempts: after so many it is given up, for a person to look at. A removal or an erasure is not given up for as
        long as the CRM is only out of reach.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=6)
    attempts: int = 20

    def next_at(self, message: Message, error: SocialMatchError, now: datetime) -> datetime | None:
        """When to try a message again after this error; ``None`` to give it up."""
        made = message.attempts + 1
        unreachable = isinstance(error, _OUT_OF_REACH)
        if not unreachable and isinstance(error, _FINAL):
            return None
        if made >= self.attempts and not (unreachable and message.operation is not Operation.PUT_LINK):
            return None
        at = now + min(self.first * (1 << min(made - 1, 30)), self.longest)
        welcome = error.retry_after if isinstance(error, CrmUnavailable) else None
        return at if welcome is None else max(at, welcome)


PATIENCE: Final = Patience()


class Outcome(StrEnum):
    """What became of a message in a pass."""

    DELIVERED = "delivered"
    """The CRM did it, or had it so already."""
    CANCELLED = "cancelled"
    """It no longer holds: the link ended, the consent is gone, or something newer takes its place."""
    DELAYED = "delayed"
    """It did not work, and is tried again."""
    DEAD = "dead"
    """It is given up, and waits for a person."""


class Pause(NamedTuple):
    """Why a CRM is left alone, as an error code, and until when."""

    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a pass over the outbox did; with ``dry_run`` what it would do if every CRM answered.

    Attributes
    ----------
    counts: messages by operation and outcome.
    pending: messages that are still to be told, by CRM. unconfigured: those of CRMs that were not given.
    dead: messages that wait for a person.
    unavailable: CRMs that could not be reached or used. busy: CRMs that another worker is speaking to.
    waited: seconds from the change to the moment it was noted as told, of each message that was delivered.
    """

    counts: Mapping[Operation, Mapping[Outcome, int]] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    unconfigured: Mapping[str, int] = field(default_factory=dict)
    dead: tuple[Message, ...] = ()
    unavailable: Mapping[str, Pause] = field(default_factory=dict)
    busy: tuple[str, ...] = ()
    dry_run: bool = False
    waited: tuple[float, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Messages with an outcome, whatever they were to do."""
        return sum(found.get(outcome, 0) for found in self.counts.values())


def deliver(
    store: Store,
    tenant: str,
    adapters: Mapping[str, CrmAdapter],
    *,
    limit: int | None = None,
    dry_run: bool = False,
    skip: Collection[str] = (),
    patience: Patience = PATIENCE,
    progress: Callable[[int], object] | None = None,
) -> Delivery:
    """Tell the CRMs what they are to be told and can be told now.

    Parameters
    ----------
    adapters: by the name each is configured under. Messages for other CRMs wait.
    limit: the most messages to look at, for each CRM; ``None`` for all.
    dry_run: only look; no CRM is called and nothing is written. skip: CRMs to leave alone this time.
    progress: told of every message that is done with, as 1.

    Raises
    ------
    UsageError: an adapter was opened under another name or for another tenant (``other_crm``).
    StoreError: in the middle. What was told and could not be noted as told is told again.
    """
    for name, adapter in adapters.items():
        if (adapter.name, adapter.tenant) != (name, tenant):
            raise UsageError("an adapter was opened under another name or tenant", code="other_crm")
    chosen = [adapters[name] for name in sorted(adapters) if name not in skip]
    workers = [_Worker(store, tenant, adapter, patience, progress) for adapter in chosen]
    for worker in workers:
        if dry_run:
            worker.preview()
        else:
            worker.deliver(limit)
    counts: dict[Operation, Counter[Outcome]] = defaultdict(Counter)
    for worker in workers:
        for (operation, outcome), number in sorted(worker.counts.items()):
            counts[operation][outcome] += number
    with store.read(tenant) as session:
        left = sorted(outbox.pending(session).items())
        return Delivery(
            counts={operation: dict(found) for operation, found in counts.items()},
            pending=dict(left),
            unconfigured={name: number for name, number in left if name not in adapters},
            dead=tuple(outbox.of_state(session, OutboxState.DEAD)),
            unavailable={worker.name: worker.pause for worker in workers if worker.pause is not None},
            busy=tuple(worker.name for worker in workers if worker.busy),
            dry_run=dry_run,
            waited=tuple(seconds for worker in workers for seconds in worker.waited),
        )


def run_forever(
    store: Store,
    tenant: str,
    adapters: Mapping[str, CrmAdapter],
    *,
    clock: Clock,
    sleep: Callable[[float], object],
    stopped: Callable[[], bool],
    every: float = 5.0,
    report: Callable[[Delivery], object] | None = None,
    patience: Patience = PATIENCE,
) -> None:
    """Deliver until told to stop: the loop of a worker process.

    A CRM that could not be reached is left alone for as long as it asked for. A store that is busy or out of reach
    is tried again.

    Parameters
    ----------
    sleep: waits so many seconds, or until it is woken. stopped: whether to end; asked before each pass.
        The ``wait`` and ``is_set`` of a ``threading.Event`` fit.
    every: seconds to the next pass where there was nothing to do. report: is handed what each pass did.
    """
    pauses: dict[str, datetime] = {}
    while not stopped():
        now = clock()
        paused = [name for name, until in pauses.items() if now < until]
        try:
            done = deliver(store, tenant, adapters, limit=_BATCH, skip=paused, patience=patience)
        except (StoreBusy, StoreUnavailable):
            sleep(every)
            continue
        pauses |= {name: pause.until for name, pause in done.unavailable.items()}
        if report is not None:
            report(done)
        if not done.counts:
            sleep(every)


class _Worker:
    """Delivers to one CRM.

    Attributes
    ----------
    counts: what became of how many messages. pause: the CRM is to be left alone. busy: another worker has it.
    waited: see :class:`Delivery`.
    """

    def __init__(
        self,
        store: Store,
        tenant: str,
        adapter: CrmAdapter,
        patience: Patience,
        progress: Callable[[int], object] | None,
    ) -> None:
        self.name = adapter.name
        self.counts: Counter[tuple[Operation, Outcome]] = Counter()
        self.waited: list[float] = []
        self.pause: Pause | None = None
        self.busy = False
        self._store = store
        self._tenant = tenant
        self._adapter = adapter
        self._patience = patience
        self._progress = progress
        self._holder = ""

    def preview(self) -> None:
        """Count what would be told, and what would turn out to hold no longer."""
        with self._store.read(self._tenant) as session:
            for message in outbox.of_state(session, OutboxState.PENDING):
                if message.account is not None and message.account.crm == self.name and message.next_at <= session.now:
                    found = task(session, message, self._adapter)
                    self._count(message, Outcome.DELIVERED if found.call else Outcome.CANCELLED)

    def deliver(self, limit: int | None) -> None:
        """Deliver what is due, until nothing is, or the CRM is to be left alone."""
        if not self._due(1):
            return
        with self._lease():
            left = limit
            while not self._stopped and (batch := self._due(left)):
                left = None if left is None else left - len(batch)
                for message in batch:
                    if not self._stopped:
                        self._tell(message.seq)

    @property
    def _stopped(self) -> bool:
        return self.busy or self.pause is not None

    def _due(self, limit: int | None) -> list[Message]:
        with self._store.read(self._tenant) as session:
            return outbox.due(session, crm=self.name, limit=_BATCH if limit is None else min(limit, _BATCH))

    def _tell(self, seq: int) -> None:
        """Deliver one message: claim, call, settle."""
        with self._write() as session:
            claimed = self._claim(session, seq)
        if claimed is None:
            return
        message, call = claimed
        failure: SocialMatchError | None = None
        try:
            call(self._adapter)
        except SocialMatchError as error:
            failure = error
        with self._write() as session:
            if failure is None:
                self._delivered(session, message)
            else:
                self._failed(session, message, failure)

    def _claim(self, session: WriteSession, seq: int) -> tuple[Message, Callable[[CrmAdapter], None]] | None:
        """The message as it is now, and its call; the attempt is noted before it is made."""
        if not self._take_lease(session):
            return None
        message = outbox.get(session, seq)
        if message is None or message.state is not OutboxState.PENDING:
            return None
        found = task(session, message, self._adapter)
        if found.call is not None:
            outbox.begin(session, seq, found.details)
            return message, found.call
        outbox.cancel(session, seq)
        record(session, "cancelled", message, code=found.why_not)
        if message.told:
            set_right(session, message)
        self._count(message, Outcome.CANCELLED)
        return None

    def _delivered(self, session: WriteSession, message: Message) -> None:
        settled = outbox.delivered(session, message.seq)
        record(session, "delivered", message, attempt=message.attempts + 1)
        set_right(session, message, late=not settled)
        self.waited.append((session.now - message.created_at).total_seconds())
        self._count(message, Outcome.DELIVERED)

    def _failed(self, session: WriteSession, message: Message, error: SocialMatchError) -> None:
        next_at = self._patience.next_at(message, error, session.now)
        if isinstance(error, _OUT_OF_REACH):
            self.pause = Pause(error.code, next_at or session.now + self._patience.first)
        if not outbox.failed(session, message.seq, error.code, next_at):
            set_right(session, message, late=True)  # it may have worked all the same
            self._count(message, Outcome.CANCELLED)
        elif next_at is None:
            record(session, "given_up", message, code=error.code, attempts=message.attempts + 1)
            self._count(message, Outcome.DEAD)
        else:
            self._count(message, Outcome.DELAYED)

    # --- around it ---------------------------------------------------------------------------------

    def _write(self) -> AbstractContextManager[WriteSession]:
        return self._store.write(self._tenant, _WORKER, _REASON)

    @contextmanager
    def _lease(self) -> Iterator[None]:
        """Keep other workers away from the CRM meanwhile; ``busy`` where one is there already."""
        with self._write() as session:
            self._holder = session.randbytes(16).hex()
            self._take_lease(session)
        try:
            yield
        finally:
            with self._write() as session:
                runs.give_back_lease(session, self._lease_name, self._holder)

    def _take_lease(self, session: WriteSession) -> bool:
        self.busy = not runs.take_lease(session, self._lease_name, self._holder, LEASE)
        return not self.busy

    @property
    def _lease_name(self) -> str:
        return f"crm-sync {self.name}"

    def _count(self, message: Message, outcome: Outcome) -> None:
        self.counts[message.operation, outcome] += 1
        if self._progress is not None:
            self._progress(1)
