"""``socialmatch audit``: what a privacy officer asks for. Each command imports what it needs, and no more.

``audit verify`` needs no store, no secrets and no settings: a key, a bundle, and nothing else of ours.
"""

from __future__ import annotations

import click

from socialmatch.cli.audit.jobs import retention, rotate_keys
from socialmatch.cli.audit.people import hold, subject
from socialmatch.cli.audit.proofs import checkpoint, export, verify
from socialmatch.cli.audit.reports import report

EXAMPLE = """\b
Examples:
  socialmatch audit checkpoint --out checkpoint
  socialmatch audit report --html report.html
  socialmatch audit subject account:A-1001 --reason "request of 2026-11-22"
  socialmatch audit export bundle --subject account:A-1001 \\
      --reason "request of 2026-11-22"
  socialmatch audit verify bundle --vkey log.vkey
"""


@click.group(short_help="What an officer asks: records, reports, proofs, keys.", epilog=EXAMPLE)
def audit() -> None:
    """Show what is held about somebody, what was agreed to, who looked, and prove it.

    A command that shows people leaves an event with who asked and why.
    """


for command in (subject, hold, report, export, verify, checkpoint, retention, rotate_keys):
    audit.add_command(command)
