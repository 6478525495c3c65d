"""The run: begun or taken up, sealed, carried out in chunks of one commit each, ended.

What a chunk came to is kept in one commit, with what is remembered of its profiles. A run that was killed is taken up
by the next one, which finds those profiles unchanged and leaves them alone; so it needs no place to go on from, and
ends as it would have ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Final

from socialmatch import lookup
from socialmatch.accounts.batches import SILENCE, Progress
from socialmatch.canonical import Json
from socialmatch.consent.permits import NotPermitted, PermittedSet
from socialmatch.errors import SocialMatchError, StoreBusy, UsageError
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import seals
from socialmatch.lookup import SHARED_MODELS, LiveModels
from socialmatch.models import AccountKey, Actor, Decision
from socialmatch.moments import format_moment
from socialmatch.reconcile.chunk import Chunk, Tools
from socialmatch.reconcile.moment import Moment, read_moment
from socialmatch.reconcile.report import Reconciled
from socialmatch.store import WriteSession, models, proposals, runs, scores
from socialmatch.store.runs import Run, RunState

CHUNK: Final = 500
"""Profiles of one commit."""
LEASE: Final = timedelta(minutes=15)
"""A run that shows no sign of life for so long may be taken over; longer than a chunk or the sealing takes."""
TERM: Final = timedelta(days=30)
"""How long a proposal stands that no later run has found again."""

_COUNTED: Final = ("looked_at", "left_out", "proposals", "gone")


def reconcile(
    at: Installation,
    purpose: str = "support",
    *,
    full: bool = False,
    dry_run: bool = False,
    actor: Actor,
    reason: str = "reconcile",
    progress: Progress = SILENCE,
    known_models: LiveModels = SHARED_MODELS,
    timer: Callable[[], float] = time.perf_counter,
    chunk: int = CHUNK,
) -> Reconciled:
    """Look at every permitted profile of which anything changed, and keep what it comes to as proposals.

    Parameters
    ----------
    full: look at everybody, whatever is remembered. dry_run: only say how many would be looked at; nobody is scored,
        because nothing is sealed, and nothing is written. progress: told of phases and profiles.
    known_models: where models are kept between runs. timer: seconds, for the report. chunk: profiles of one commit.

    Returns
    -------
    Reconciled: counts by reason.

    Raises
    ------
    UsageError: the purpose is not one of the policy's (``unknown_purpose``).
    StoreBusy: another run for the purpose is under way (``lease_held``). StoreError: what was committed stands, and
        the next run goes on from there.
    """
    at.check_purposes((purpose,))
    work = _Work(at, purpose, actor, reason, progress, known_models, timer, chunk)
    if dry_run:
        return work.preview(full)
    with work.lease():
        return work.carry_out(full)


class _Work:
    """One run for one purpose."""

    def __init__(
        self,
        at: Installation,
        purpose: str,
        actor: Actor,
        reason: str,
        progress: Progress,
        known_models: LiveModels,
        timer: Callable[[], float],
        chunk: int,
    ) -> None:
        self._at, self._purpose, self._actor, self._reason = at, purpose, actor, reason
        self._progress, self._models, self._timer, self._size = progress, known_models, timer, chunk
        self._kind = f"reconcile {purpose}"
        self._holder = ""
        self._seconds: dict[str, float] = {}

    def preview(self, full: bool) -> Reconciled:
        """Count whom a run would look at."""
        with self._at.store.read(self._at.tenant) as session, self._phase("read"):
            moment = read_moment(session, self._at, self._purpose, self._models)
            told = self._report(moment)
            told.dry_run = True
            tools = self._tools(moment, told, run=0)
        with self._phase("compare", told.profiles):
            for chunk in self._chunks(tools):
                chunk.read(forget=full)
        told.seconds = self._seconds
        return told

    def carry_out(self, full: bool) -> Reconciled:
        """The whole run."""
        begun = self._resumable(full)
        if begun is None:
            self._prepare(full)
        with self._at.store.read(self._at.tenant) as session, self._phase("read"):
            moment = read_moment(
                session, self._at, self._purpose, self._models, sealed=None if begun is None else _seal_name(begun)
            )
        told = self._report(moment)
        told.resumed = begun is not None
        with self._phase("seal"):
            begun = begun or self._begin(moment, full)
        told.run, told.seal = begun.run, _seal_name(begun)
        for name in _COUNTED:
            getattr(told, name).update(begun.progress.get(name, {}))
        told.pairs_scored = int(begun.progress.get("pairs_scored", 0))
        tools = self._tools(moment, told, run=begun.run)
        with self._phase("score", told.profiles):
            for chunk in self._chunks(tools):
                chunk.read()
                chunk.score()
                with self._write() as session:
                    chunk.keep(session)
                    runs.note_progress(session, begun.run, _progress(begun, told))
        self._end(told)
        return told

    # --- before ------------------------------------------------------------------------------------

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Keep other runs away meanwhile; whoever comes after a broken one shall not have to wait for its term."""
        with self._at.store.write(self._at.tenant, self._actor, self._reason) as session:
            self._holder = session.randbytes(8).hex()
            self._keep_lease(session)
        try:
            yield
        finally:
            with (
                suppress(SocialMatchError),
                self._at.store.write(self._at.tenant, self._actor, self._reason) as session,
            ):
                runs.give_back_lease(session, self._kind, self._holder)

    def _resumable(self, full: bool) -> Run | None:
        """The run that was stopped, if it can be taken up: over the same counts, and they are not too old."""
        with self._at.store.read(self._at.tenant) as session:
            last = runs.last(session, self._kind)
            adopted = models.adopted(session)
            if last is None or last.state is not RunState.RUNNING or adopted is None:
                return None
            same = last.progress.get("model") == adopted.version and (last.progress.get("full") or not full)
            return last if same and not lookup.recount_is_due(session) else None

    def _prepare(self, full: bool) -> None:
        """Count values where that is due, enrol whoever is not, and forget everything where all is to be done anew."""
        with self._at.store.read(self._at.tenant) as session:
            due = lookup.recount_is_due(session)
        if due:
            with self._phase("count"):
                lookup.recount(self._at.store, self._at.tenant, self._actor, self._at.policy)
        with self._phase("index"):
            lookup.catch_up(self._at.store, self._at.tenant, self._actor, self._at.policy)
        with self._phase("enrol"):
            enrolled = True
            while enrolled:
                with self._write() as session:
                    enrolled = seals.enrol_waiting(session) > 0
        if full:
            with self._write() as session:
                scores.forget_all(session, self._purpose)

    def _begin(self, moment: Moment, full: bool) -> Run:
        """The run and its seal, in one commit: from here on it may score whom it sealed and nobody else."""
        scorer = moment.scorer
        with self._write() as session:
            last = runs.last(session, self._kind)
            if last is not None and last.state is RunState.RUNNING:
                runs.finish(session, last.run, RunState.FAILED, {"code": "given_up"})
            begun = runs.begin(session, self._kind, scorer.permitted.as_of)
            seals.seal(session, scorer.permitted, _seal_name(begun))
            kept: dict[str, Json] = {"model": scorer.live.version, "full": full}
            runs.note_progress(session, begun.run, kept)
            found = runs.get(session, begun.run)
        if found is None:
            raise UsageError("a run that was begun is not there", code="no_such_run")
        return found

    # --- the chunks --------------------------------------------------------------------------------

    def _tools(self, moment: Moment, told: Reconciled, run: int) -> Tools:
        return Tools(self._at, moment.scorer, self._purpose, moment.linked, moment.revision, run, TERM, told)

    def _chunks(self, tools: Tools) -> Iterator[Chunk]:
        after = None
        while True:
            with self._at.store.read(self._at.tenant) as session:
                page = scores.page(session, self._purpose, after, self._size)
            if not page:
                return
            yield Chunk(tools, page)
            after = page[-1].profile
            self._progress.advance(len(page))

    # --- after -------------------------------------------------------------------------------------

    def _end(self, told: Reconciled) -> None:
        """Whatever stands was found by this run; the rest has run out."""
        with self._write() as session:
            proposals.drop_expired(session)
            proposals.confirm(session, self._purpose, told.run, session.now + TERM)
            standing = proposals.tally(session, self._purpose)
            told.matches, told.reviews = standing.get(Decision.MATCH, 0), standing.get(Decision.REVIEW, 0)
            touched = told.proposals["new"] + told.proposals["changed"]
            told.proposals["unchanged"] = max(0, sum(standing.values()) - touched)  # some may have gone meanwhile
            told.seconds = self._seconds
            runs.finish(session, told.run, RunState.DONE, told.to_json())

    # --- between the steps -------------------------------------------------------------------------

    @contextmanager
    def _write(self) -> Iterator[WriteSession]:
        with self._at.store.write(self._at.tenant, self._actor, self._reason) as session:
            self._keep_lease(session)
            yield session

    def _keep_lease(self, session: WriteSession) -> None:
        if not runs.take_lease(session, self._kind, self._holder, LEASE):
            raise StoreBusy(
                "another run for this purpose is under way",
                code="lease_held",
                hint=f"wait for it; one that died is given up after {LEASE // timedelta(minutes=1)} minutes",
            )

    @contextmanager
    def _phase(self, name: str, total: int = 0) -> Iterator[None]:
        self._progress.phase(name, total)
        started = self._timer()
        yield
        self._seconds[name] = round(self._timer() - started, 3)

    def _report(self, moment: Moment) -> Reconciled:
        permitted = moment.scorer.permitted
        told = Reconciled(self._purpose, format_moment(permitted.as_of), model=moment.scorer.live.version)
        told.accounts, told.profiles = len(permitted.accounts), len(permitted.profiles)
        told.not_permitted = _by_side(moment.not_permitted, permitted)
        return told


def _by_side(others: NotPermitted, permitted: PermittedSet) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {"accounts": {}, "profiles": {}}
    for subject, reason in others.reasons.items():
        side = found["accounts" if isinstance(subject, AccountKey) else "profiles"]
        side[reason.value] = side.get(reason.value, 0) + 1
    return {side: dict(sorted(reasons.items())) for side, reasons in found.items()}


def _seal_name(run: Run) -> str:
    return f"reconcile-{run.run}"


def _progress(begun: Run, told: Reconciled) -> Mapping[str, Any]:
    counted = {name: dict(getattr(told, name)) for name in _COUNTED}
    return {**begun.progress, **counted, "pairs_scored": told.pairs_scored}
