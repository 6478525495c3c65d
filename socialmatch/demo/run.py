"""The main job on invented data: copy the files, link them, play the journeys on a store, write the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from socialmatch.config import Policy
from socialmatch.demo.files import AS_OF, BRAND, OWN_HANDLES, PURPOSE, copy_data, is_copied, places, read_truth
from socialmatch.demo.journeys import play
from socialmatch.demo.page import render
from socialmatch.demo.scenes import Scene, sections
from socialmatch.demo.stage import choose_lead, made
from socialmatch.demo.story import DemoStory, Side, choose, judge
from socialmatch.errors import UsageError
from socialmatch.files import Rejected, atomic_write, rejected_path
from socialmatch.files.asserted import Inputs, read_inputs
from socialmatch.link import Summary, row, run, write_outputs
from socialmatch.models import Decision, Proposal
from socialmatch.moments import format_moment

PAGE = "index.html"
PROPOSALS = "proposals.csv"


@dataclass(frozen=True, slots=True)
class DemoRun:
    """What a run of the demo left behind.

    Attributes
    ----------
    summary: counts of the run. story: what the page shows of it. scenes: what then happened on the store.
    page, proposals: where they stand.
    """

    summary: Summary
    story: DemoStory
    scenes: tuple[Scene, ...]
    page: Path
    proposals: Path


def outputs(directory: Path) -> list[Path]:
    """Every file that :func:`run_demo` writes."""
    files = places(directory)
    proposals = directory / PROPOSALS
    read = [getattr(files, f.name) for f in fields(files)]
    return [*read, proposals, rejected_path(proposals), directory / PAGE, *made(directory)]


def run_demo(directory: Path) -> DemoRun:
    """Run the demo into a directory.

    Parameters
    ----------
    directory: gets the input files, ``proposals.csv``, ``index.html``, and a store with what belongs to it; made if
        it is missing.

    Raises
    ------
    UsageError: files of somebody else are in the way (``not_the_demos``).
    FileError: the directory cannot be written to.
    """
    if any(path.exists() for path in outputs(directory)) and not is_copied(directory):
        raise UsageError(
            f"{directory} has files of other origin under the demo's names; they are left as they are",
            code="not_the_demos",
            hint="give another folder: --dir DIR",
        )
    files = copy_data(directory)
    policy = Policy(own_handles=OWN_HANDLES)
    summary = Summary(as_of=format_moment(AS_OF), purpose=PURPOSE, engine="python")
    with Rejected() as rejected:
        inputs = read_inputs(
            files.accounts,
            files.profiles,
            files.consents,
            purpose=PURPOSE,
            as_of=AS_OF,
            rejected=rejected,
        )
        found = []
        for outcome in run(inputs, summary, policy=policy, top=policy.top_k):
            summary.add(outcome)
            found.append(outcome.proposals)
        summary.rejected_rows, summary.warnings = rejected.rows, sorted([*rejected.warnings, *inputs.warnings])
        story = _story(
            inputs, summary, found, {(role, reason.value): n for (role, reason), n in rejected.reasons.items()}
        )
        proposals = directory / PROPOSALS
        named = {profile.key: profile for profile in inputs.profiles}
        every = ((proposal, named[proposal.profile]) for outcome in found for proposal in outcome)
        write_outputs(proposals, (row(p, profile.profile_id, profile.handle) for p, profile in every), rejected)
    scenes = play(files, choose_lead(found, inputs.profiles, files))
    with atomic_write(directory / PAGE) as file:
        file.write(render(story, sections(scenes)).encode())
    return DemoRun(summary, story, scenes, directory / PAGE, proposals)


def _story(
    inputs: Inputs, summary: Summary, found: Sequence[Sequence[Proposal]], rejected: dict[tuple[str, str], int]
) -> DemoStory:
    profiles = {profile.key: profile for profile in inputs.profiles}
    accounts = {account.key: account for account in inputs.accounts}
    truth = read_truth()
    first = [proposal for outcome in found for proposal in outcome]
    return DemoStory(
        brand=BRAND,
        as_of=AS_OF,
        purpose=PURPOSE,
        accounts=Side(summary.accounts, summary.accounts_consented, summary.not_permitted["accounts"]),
        profiles=Side(summary.profiles, summary.profiles_consented, summary.not_permitted["profiles"]),
        decisions={d: Counter(outcome[0].decision for outcome in found)[d] for d in Decision},
        rejected=rejected,
        compared=summary.pairs_scored,
        score=judge(first, truth=truth, profiles=profiles, permitted=inputs.permitted.accounts),
        explained=choose(found, profiles=profiles, accounts=accounts, truth=truth),
    )
