"""One import: kept apart from others by a lease, in batches of one commit each, resumable after whatever stopped it.

What a run had done is in the commit of the batch that did it. So a run that was killed left a consistent store, and
the same import of the same source goes on behind the last batch that was kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, Final, Protocol, TypeVar

from socialmatch.canonical import Json
from socialmatch.config import Policy
from socialmatch.errors import ConsentError, InputError, SocialMatchError, StoreBusy
from socialmatch.leaf import TypeClass
from socialmatch.models import Actor, ActorKind
from socialmatch.store import Store, WriteSession, events, runs
from socialmatch.store.runs import Run, RunState
from socialmatch.store.statements import batched

BATCH: Final = 500
"""Rows of one commit."""
LEASE: Final = timedelta(minutes=2)
"""A run that shows no sign of life for so long may be taken over."""
MOST: Final = 20
"""More than one in so many rows rejected, or accounts missing, and the source is taken for the wrong one."""

T = TypeVar("T")
Take = Callable[[WriteSession, Sequence[T], int], Counter[str]]
"""Takes a batch into the store, under the number of the run, and says what it came to."""


class Progress(Protocol):
    """Told of the run's phases and of every step in them."""

    def phase(self, name: str, total: int = 0) -> None:
        """A phase begins; ``total`` is 0 where it is not known."""

    def advance(self, number: int) -> None:
        """So many more are done."""


class Silence:
    """Tells nobody."""

    def phase(self, name: str, total: int = 0) -> None:
        """Tell nobody."""

    def advance(self, number: int) -> None:
        """Tell nobody."""


SILENCE: Final = Silence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where an import goes, and who carries it out.

    Attributes
    ----------
    store, tenant: where. policy: what is allowed. actor, reason: go into every event.
    """

    store: Store
    tenant: str
    policy: Policy
    actor: Actor
    reason: str = "import"


@dataclass(slots=True)
class Imported:
    """What an import did, in counts.

    Attributes
    ----------
    kind: of the run. run: its number. resumed: whether it went on where an earlier one had stopped.
    counts: how many rows came to what; what did not happen is not there. rejected_rows: rows that could not be used.
    warnings: what was ignored, a sentence each.
    """

    kind: str
    run: int
    resumed: bool
    counts: dict[str, int] = field(default_factory=dict)
    rejected_rows: int = 0
    warnings: list[str] = field(default_factory=list)


class OpenRun:
    """A run under way.

    Attributes
    ----------
    run: its number. resumed: whether it goes on where an earlier one had stopped. counts: what its rows came to.
    summary: what else is kept with it when it is done.
    """

    def __init__(self, to: Destination, begun: Run, source: str, holder: str, progress: Progress) -> None:
        self.run = begun.run
        self.kind = begun.kind
        self.counts = Counter[str](begun.progress.get("counts", {}))
        self.summary: dict[str, Json] = {}
        self._to = to
        self._source = source
        self._holder = holder
        self._done = self._to_skip = int(begun.progress.get("rows", 0))
        self._progress = progress
        self.resumed = self._done > 0

    def batches(self, rows: Iterator[T], take: Take[T]) -> None:
        """Take rows into the store, batch by batch, but those that were taken before the run was stopped."""
        self._to_skip -= sum(1 for _ in islice(rows, self._to_skip))
        for part in batched(rows, BATCH):
            self.commit(partial(_take, take, part, self.run), rows=len(part))

    def commit(self, act: Callable[[WriteSession], Counter[str]], *, rows: int = 0) -> None:
        """Do something in one commit, and note with it how far the run is."""
        with self._to.store.write(self._to.tenant, self._to.actor, self._to.reason) as session:
            keep_lease(session, self.kind, self._holder)
            counts = self.counts + act(session)
            kept: dict[str, Json] = {"source": self._source, "rows": self._done + rows, "counts": {**counts}}
            runs.note_progress(session, self.run, kept)
        self._done += rows
        self.counts = counts
        self._progress.advance(rows)

    def imported(self) -> Imported:
        """What it came to."""
        return Imported(self.kind, self.run, self.resumed, dict(sorted(self.counts.items())))


@contextmanager
def open_run(to: Destination, kind: str, source: str, progress: Progress) -> Iterator[OpenRun]:
    """A run of an import: begun, or taken up where an earlier one of the same source had stopped.

    Parameters
    ----------
    kind: of the import; no two of a kind run at once. source: names this very state of what is read, ``""`` where
        it cannot be read again in the same order.

    Raises
    ------
    StoreBusy: another one is running (``lease_held``).
    """
    with to.store.write(to.tenant, to.actor, to.reason) as session:
        holder = session.randbytes(8).hex()
        keep_lease(session, kind, holder)
        begun = _begin(session, kind, source)
    run = OpenRun(to, begun, source, holder, progress)
    try:
        yield run
    except InputError as error:
        _end(to, run, holder, RunState.FAILED, {"code": error.code})
        raise
    except BaseException:
        # It can be resumed; whoever comes next shall not have to wait for the lease to run out.
        with suppress(SocialMatchError):
            _give_back(to, kind, holder)
        raise
    _end(to, run, holder, RunState.DONE, run.summary)


def keep_lease(session: WriteSession, kind: str, holder: str) -> None:
    """Take the lease of a kind of run, or keep it a while longer.

    Raises
    ------
    StoreBusy: somebody else has it.
    """
    if not runs.take_lease(session, kind, holder, LEASE):
        raise StoreBusy(
            "another run of this kind is under way",
            code="lease_held",
            hint=f"wait for it; one that died is given up after {LEASE.seconds} s",
        )


def check_shrink(what: str, number: int, of: int, allowed: bool) -> None:
    """Stop at what looks like the wrong file rather than like a change.

    Raises
    ------
    InputError: more than 5 % (``would_shrink``).
    """
    if not allowed and number * MOST > of:
        raise InputError(
            f"{number:,} of {of:,} {what}, more than 5 %: nothing of the kind was done",
            code="would_shrink",
            hint="if that is right, say --allow-shrink",
        )


def refuse_agents(to: Destination, act: str) -> None:
    """Refuse an import of consents by an agent, who never grants; the attempt is recorded.

    Raises
    ------
    ConsentError: the actor is one (``agent_cannot_grant``).
    """
    if to.actor.kind is not ActorKind.AGENT:
        return
    with to.store.write(to.tenant, to.actor, to.reason) as session:
        events.append(session, TypeClass.REFUSAL, "agent_cannot_grant", data={"of": act})
    raise ConsentError("an agent never grants", code="agent_cannot_grant")


def _take(take: Take[T], part: Sequence[T], run: int, session: WriteSession) -> Counter[str]:
    return take(session, part, run)


def _begin(session: WriteSession, kind: str, source: str) -> Run:
    last = runs.last(session, kind)
    if last is not None and last.state is RunState.RUNNING:
        if source and last.progress.get("source") == source:
            return last
        runs.finish(session, last.run, RunState.FAILED, {"code": "given_up"})
    return runs.begin(session, kind, session.now)


def _end(to: Destination, run: OpenRun, holder: str, state: RunState, summary: Mapping[str, Any]) -> None:
    with to.store.write(to.tenant, to.actor, to.reason) as session:
        runs.finish(session, run.run, state, {"counts": dict(run.counts), **summary})
        runs.give_back_lease(session, run.kind, holder)


def _give_back(to: Destination, kind: str, holder: str) -> None:
    with to.store.write(to.tenant, to.actor, to.reason) as session:
        runs.give_back_lease(session, kind, holder)
