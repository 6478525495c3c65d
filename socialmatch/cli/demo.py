"""``socialmatch demo``: the main job on invented data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from socialmatch.cli.options import give, json_option
from socialmatch.demo.run import DemoRun, outputs, run_demo
from socialmatch.demo.scenes import as_json, lines
from socialmatch.link import check_places

EXAMPLE = """\b
Example:
  socialmatch demo --dir tannwick
"""


@click.command(short_help="Tell the whole story, on invented people.", epilog=EXAMPLE)
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("socialmatch-demo"),
    show_default=True,
    help="Where the files and the page go.",
)
@json_option
def demo(directory: Path, json_to: str | None) -> None:
    """Tell the whole story on invented people: who agreed, who is matched and why, and who is left out; then, on a
    store, how a stranger becomes a link, how the link follows them, and how they take it back.

    Writes the input files, the proposals, a small store and one page to look at.
    """
    if json_to not in (None, "-"):
        directory.mkdir(parents=True, exist_ok=True)
        check_places(inputs=outputs(directory), outputs=[Path(json_to)])
    done = run_demo(directory)
    give({**done.summary.to_json(), "story": as_json(done.scenes)}, json_to, _told(done))


def _told(done: DemoRun) -> str:
    story, summary = done.story, done.summary
    told = [
        f"{story.brand} has {story.accounts.total:,} customers and saw {story.profiles.total:,} social profiles.",
        f"Agreed to '{story.purpose}': {story.accounts.agreed:,} customers, {story.profiles.agreed:,} profiles.",
        "Nobody else is compared with anybody: " + _reasons(story.profiles.refused) + ".",
        f"{summary.pairs_scored:,} pairs compared: {summary.matches:,} profiles matched, "
        f"{summary.reviews:,} for review.",
    ]
    score = story.score
    if score is not None and score.precision is not None and score.recall is not None:
        told.append(
            f"Held against the truth: {score.right_matches:,} of {score.matches:,} matches are right, "
            f"{score.recall:.0%} of the {score.linkable:,} who could be matched."
        )
    best = next((one for one in story.explained if one.right), None)
    if best is not None:
        first = best.candidates[0].proposal
        told += ["", f"For example @{best.profile.handle} on {best.profile.platform}, p = {first.probability:.4f}:"]
        told += [f"  {e.weight / 1000:+6.1f} bits  {e.text}" for e in first.evidence]
        told += ["A match is a proposal: only the customer makes a link."]
    told += ["", "Then, on a store:", *lines(done.scenes)]
    told += ["", f"Proposals: {done.proposals}", f"Look at:   {done.page}"]
    return "\n".join(told)


def _reasons(refused: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {reason.replace('_', ' ')}" for reason, number in refused.items())
