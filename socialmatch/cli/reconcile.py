"""``socialmatch reconcile``: bring the proposals of a store up to date."""

from __future__ import annotations

import click

from socialmatch.cli.people import Desk, desk
from socialmatch.cli.progress import Progress

EXAMPLE = """\b
Examples:
  socialmatch reconcile --dry-run
  socialmatch reconcile --json=/var/log/socialmatch/reconcile.json
"""


@click.command(short_help="The nightly run: bring proposals up to date.", epilog=EXAMPLE)
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="What the people agreed to.")
@click.option("--full", is_flag=True, help="Look at everybody, whatever the last run found.")
@click.option("--dry-run", is_flag=True, help="Only say how many would be looked at; score nobody, write nothing.")
@desk
def reconcile(at: Desk, purpose: str, full: bool, dry_run: bool) -> None:
    """Look at every profile of which anything changed, and keep what it comes to as proposals.

    Who may be looked at is sealed in the log first. A run that was stopped is taken up where it was; two at once are
    kept apart, and the second ends with exit code 3.
    """
    with at.open() as sm, Progress() as progress:
        told = sm.reconcile(purpose, full=full, dry_run=dry_run, progress=progress, **at.said)
    at.give(told.to_json(), told.text())
