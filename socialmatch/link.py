"""Files in, proposals out: the run without a store. Consents are taken as the operator asserts them.

The steps: read, permit, normalise, count, match, write. Only who agreed is ever handed to an engine; everybody else
takes part in counts of values alone, or not at all where the policy forbids it.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from socialmatch.config import Policy
from socialmatch.consent.permits import PermittedSet
from socialmatch.engines import base as engines
from socialmatch.engines.base import Job
from socialmatch.errors import UsageError
from socialmatch.files import Rejected, atomic_writes, check_output, check_place, rejected_path, remove_leftovers
from socialmatch.files.asserted import Inputs, read_inputs
from socialmatch.files.places import check_apart
from socialmatch.files.writers import Cell, is_parquet, put_proposals
from socialmatch.handles.brand import BrandHandles
from socialmatch.matching.counts import BIT, Counts
from socialmatch.matching.decide import Outcome, Thresholds
from socialmatch.matching.model import Model, Parameters
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.matching.packing import pack_account, unpack_account
from socialmatch.models import Decision, ProfileKey, Proposal
from socialmatch.moments import format_moment

OWN_HANDLE = "own_handle"
"""Reason of a profile that is the brand's own and no customer's."""

ASSERTED = "consents are taken as the operator's assertion; a store checks them against notices and evidence"
COPIES = "this file is a copy that a later withdrawal cannot reach"


_T = TypeVar("_T")


class Progress(Protocol):
    """Told of the run's phases and of every step in them."""

    def phase(self, name: str, total: int = 0) -> None:
        """A phase begins; ``total`` is 0 where it is not known."""

    def advance(self, number: int) -> None:
        """So many more are done."""


class _Silence:
    def phase(self, name: str, total: int = 0) -> None:
        """Tell nobody."""

    def advance(self, number: int) -> None:
        """Tell nobody."""


@dataclass(slots=True)
class Summary:
    """What a run did, in counts. Everything but ``seconds`` and ``peak_rss_mb`` is the same for the same input.

    Attributes
    ----------
    not_permitted: how many subjects of either side were left out, by reason.
    pairs_considered: members of all blocks looked at; pairs_scored: pairs actually compared.
    matches, reviews: profiles, by the decision on their first proposal; further proposals of one are not counted.
    seconds: wall time by phase. engine, model: names of what decided.
    """

    accounts: int = 0
    profiles: int = 0
    accounts_consented: int = 0
    profiles_consented: int = 0
    not_permitted: dict[str, dict[str, int]] = field(default_factory=dict)
    pairs_considered: int = 0
    pairs_scored: int = 0
    matches: int = 0
    reviews: int = 0
    rejected_rows: int = 0
    as_of: str = ""
    purpose: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    peak_rss_mb: int = 0
    engine: str = ""
    model: str = ""
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one profile's outcome."""
        self.pairs_considered += outcome.considered
        self.pairs_scored += outcome.scored
        self.matches += outcome.proposals[0].decision is Decision.MATCH
        self.reviews += outcome.proposals[0].decision is Decision.REVIEW

    def to_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return asdict(self)


def link_files(
    accounts: Path,
    profiles: Path,
    out: Path,
    *,
    as_of: datetime,
    consents: Path | None = None,
    engine_name: str = "python",
    purpose: str = "support",
    top: int | None = None,
    policy: Policy | None = None,
    skip_unreadable: bool = False,
    model: LearnedModel | None = None,
    progress: Progress | None = None,
    timer: Callable[[], float] = time.perf_counter,
) -> Summary:
    """Match two files and write the proposals.

    Parameters
    ----------
    accounts, profiles, consents: interchange files (CSV, JSON Lines or Parquet). Without ``consents`` nobody agreed,
        so nothing is scored.
    out: ``.csv`` or ``.parquet``; it appears whole or not at all, ``OUT.rejected.csv`` beside it.
    as_of: the moment consent is read at. purpose: what the people agreed to.
    top: proposals per profile, default the policy's. timer: seconds, for the summary.
    skip_unreadable: whether to go on over rows of ``consents`` that may be withdrawals and do not say whose.
    model: learned on a store of such customers, see ``docs/formats/model.md``; default the built-in parameters.

    Returns
    -------
    Summary: counts, phases, notes and warnings.

    Raises
    ------
    UsageError: the purpose is not in the policy, no engine of that name, or an output would replace an input.
    FileError: an input cannot be read or ``out`` not written, or a row of ``consents`` may be a withdrawal and does
        not say whose. MissingExtra: a format or engine needs an extra.
    """
    policy = policy or Policy()
    progress = progress or _Silence()
    if purpose not in policy.purposes:
        raise UsageError(
            "that purpose is not one of the policy's", code="unknown_purpose", hint="add it to policy.purposes"
        )
    check_output(out)
    outputs = rejected_path(out), out
    check_places(inputs=[path for path in (accounts, profiles, consents) if path is not None], outputs=outputs)
    for path in outputs:
        remove_leftovers(path)
    summary = Summary(as_of=format_moment(as_of), purpose=purpose, engine=engine_name, notes=[ASSERTED, COPIES])
    phase = _Phases(summary, progress, timer)
    with Rejected() as rejected:
        with phase("read"):
            inputs = read_inputs(
                accounts,
                profiles,
                consents,
                purpose=purpose,
                purposes=policy.purposes,
                as_of=as_of,
                rejected=rejected,
                skip_unreadable=skip_unreadable,
            )
        outcomes = run(
            inputs,
            summary,
            phase,
            policy=policy,
            engine_name=engine_name,
            top=top or policy.top_k,
            parameters=None if model is None else model.parameters(),
        )
        with phase("match and write", len(inputs.permitted.profiles)):
            named = {profile.key: profile for profile in inputs.profiles}
            rows = (row(p, named[p.profile].profile_id, named[p.profile].handle) for p in _counted(outcomes, summary))
            write_outputs(out, rows, rejected)
        summary.rejected_rows, summary.warnings = rejected.rows, sorted([*rejected.warnings, *inputs.warnings])
    summary.peak_rss_mb = peak_rss_mb()
    return summary


def check_places(*, inputs: Iterable[Path], outputs: Sequence[Path]) -> None:
    """Refuse, before the work, outputs that could not be written or would replace an input or one another.

    Raises
    ------
    UsageError: two of them are one file (``same_file``). FileError: an output cannot be written there.
    """
    check_apart(inputs=inputs, outputs=outputs)
    for path in outputs:
        check_place(path)


def write_outputs(out: Path, rows: Iterable[Sequence[Cell]], rejected: Rejected) -> None:
    """Write the proposals and the list of rejected rows, both or neither.

    Parameters
    ----------
    rows: of :func:`row`, in order. They are taken before ``rejected`` is looked at.

    Raises
    ------
    FileError: one of them cannot be written.
    """
    # The list appears first: proposals never stand beside an older run's list.
    with atomic_writes(rejected_path(out), out) as (aside, proposals):
        put_proposals(proposals, rows, parquet=is_parquet(out))
        rejected.put(aside)


def run(
    inputs: Inputs,
    summary: Summary,
    phase: _Phases | None = None,
    *,
    policy: Policy,
    engine_name: str = "python",
    top: int = 3,
    parameters: Parameters | None = None,
) -> Iterator[Outcome]:
    """Match what was read: count values, then hand the permitted to an engine. Fills ``summary`` on the way.

    Returns
    -------
    Iterator: the outcome of every permitted profile that is not the brand's own, by profile key.
    """
    phase = phase or _Phases(summary, _Silence(), time.perf_counter)
    ours = BrandHandles.from_config({"own": policy.own_handles})
    own = {profile.key for profile in inputs.profiles if ours.is_ours(profile)}
    left_out = own | inputs.doubtful.keys()
    permitted = inputs.permitted.restrict(
        accounts=[a.key for a in inputs.accounts if a.key not in left_out],
        profiles=[p.key for p in inputs.profiles if p.key not in left_out],
    )
    _count_consents(inputs, permitted, own, summary)
    region = policy.phone_region or None
    counted = inputs.accounts if policy.aggregate_counts else [a for a in inputs.accounts if permitted.permits(a.key)]
    with phase("normalise", len(counted)):
        # Packed, because a CRM's features take ten times the memory as objects.
        features = [phase.step(pack_account(account_features(account, region=region))) for account in counted]
    with phase("count"):
        model = Model(Counts.over(map(unpack_account, features)), parameters)
    summary.model = model.parameters.version
    job = Job(
        permitted=permitted,
        accounts=(f for f in map(unpack_account, features) if permitted.permits(f.key)),
        profiles=(profile_features(p, region=region) for p in inputs.profiles if permitted.permits(p.key)),
        model=model,
        thresholds=Thresholds(match=policy.match_threshold, review=policy.review_threshold),
        top=top,
        progress=phase.advance,
    )
    return engines.run(engine_name, job)


def row(proposal: Proposal, profile_id: str, handle: str) -> tuple[str | int | float, ...]:
    """One row of ``OUT``, in the order of its columns; the last two as the profile's own row has them."""
    return (
        profile_id,
        proposal.profile.platform,
        proposal.profile.scope,
        proposal.profile.user_id,
        handle,
        proposal.account.account_id if proposal.account else "",
        proposal.rank,
        proposal.weight / BIT,
        proposal.probability,
        proposal.decision.value,
        "; ".join(f"{e.text} ({e.weight / BIT:+.1f})" for e in proposal.evidence),
    )


def _counted(outcomes: Iterator[Outcome], summary: Summary) -> Iterator[Proposal]:
    for outcome in outcomes:
        summary.add(outcome)
        yield from outcome.proposals


def _count_consents(inputs: Inputs, permitted: PermittedSet, own: set[ProfileKey], summary: Summary) -> None:
    summary.accounts, summary.profiles = len(inputs.accounts), len(inputs.profiles)
    summary.accounts_consented, summary.profiles_consented = len(permitted.accounts), len(permitted.profiles)
    summary.not_permitted = {
        "accounts": inputs.tally(a.key for a in inputs.accounts),
        "profiles": inputs.tally(p.key for p in inputs.profiles if p.key not in own),
    }
    if own:
        summary.not_permitted["profiles"][OWN_HANDLE] = len(own)
    if inputs.unheard:
        summary.notes.append(f"{inputs.unheard:,} subjects of the consents are in neither file")


class _Phases:
    """Times the phases of a run and passes them on to whoever shows progress."""

    def __init__(self, summary: Summary, progress: Progress, timer: Callable[[], float]) -> None:
        self._summary, self._progress, self._timer = summary, progress, timer

    @contextmanager
    def __call__(self, name: str, total: int = 0) -> Iterator[None]:
        self._progress.phase(name, total)
        started = self._timer()
        yield
        self._summary.seconds[name] = round(self._timer() - started, 3)

    def advance(self, number: int) -> None:
        """So many more are done."""
        self._progress.advance(number)

    def step(self, value: _T) -> _T:
        """One more is done; gives it back."""
        self._progress.advance(1)
        return value


def peak_rss_mb() -> int:
    """Peak memory of this process in MB: ``ru_maxrss`` is in kB on Linux, in bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)
