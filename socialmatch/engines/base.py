"""What a batch engine is handed and what it gives back.

An engine sees the permitted set and the accounts and profiles in it, and nothing else: no store, no ledger, no file.
Whatever the engine, the same job gives the same proposals in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from socialmatch import plugins
from socialmatch.consent.permits import PermittedSet
from socialmatch.matching.decide import Outcome, Thresholds
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.models import Subject

GROUP = "socialmatch.engines"
_EXTRAS = {"duckdb": "batch", "spark": "spark"}

Progress = Callable[[int], None]
"""Told how many more profiles are done."""


def _silent(_: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Job:
    """One batch run.

    Attributes
    ----------
    permitted: who agreed. accounts, profiles: in comparable form; an engine leaves out whoever is not permitted,
        even where the caller already did.
    model: parameters and counts. thresholds, top: see :func:`socialmatch.matching.decide.propose`.
    progress: told how many more profiles are done.
    agrees: whether somebody still agrees at this moment, for whoever can know; see :func:`run`.
    """

    permitted: PermittedSet
    accounts: Iterable[AccountFeatures] = field(repr=False)
    profiles: Iterable[ProfileFeatures] = field(repr=False)
    model: Model
    thresholds: Thresholds
    top: int
    progress: Progress = _silent
    agrees: Callable[[Subject], bool] | None = None


class Engine(Protocol):
    """A way to run a :class:`Job`. Registered under the entry-point group ``socialmatch.engines``."""

    def run(self, job: Job) -> Iterator[Outcome]:
        """Give the outcome of every permitted profile, in order of profile keys."""


def engine(name: str) -> Engine:
    """The engine of that name.

    Raises
    ------
    UsageError: nobody offers it. MissingExtra: its dependency is not installed.
    """
    made: Engine = plugins.load(GROUP, name, extras=_EXTRAS)()
    return made


def run(name: str, job: Job) -> Iterator[Outcome]:
    """Run a job on an engine, and let nothing out of it that somebody withdrew from meanwhile.

    Who agrees is read when a job is made, and a large job takes an hour. So both sides of a proposal are asked again
    when it comes out, whatever engine it comes from. A profile of somebody who withdrew comes out with nothing; where
    the owner of a proposed account did, the others stand, with rank and probability as they were.

    Raises
    ------
    UsageError, MissingExtra: as :func:`engine`. EngineError: the engine could not finish.
    """
    outcomes = engine(name).run(job)
    if job.agrees is None:
        return outcomes
    return (left for outcome in outcomes if (left := _still(outcome, job.agrees)).proposals)


def _still(outcome: Outcome, agrees: Callable[[Subject], bool]) -> Outcome:
    both = (one for one in outcome.proposals if agrees(one.profile) and (one.account is None or agrees(one.account)))
    return replace(outcome, proposals=list(both))
