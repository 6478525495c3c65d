"""``socialmatch unlink``: correct a link that was wrong."""

from __future__ import annotations

import click

from socialmatch.cli.people import Desk, desk, receipt_shown, receipt_told

EXAMPLE = """\b
Example:
  socialmatch unlink profile:x::1234567 \\
      --reason "ticket 4711" --actor officer:3
"""


@click.command(epilog=EXAMPLE)
@click.argument("profile")
@click.option(
    "--why",
    default="wrong_person",
    show_default=True,
    metavar="WORD",
    help="A short word; wrong_person also says that these two are never to be proposed again.",
)
@desk
def unlink(at: Desk, profile: str, why: str) -> None:
    """End the link of PROFILE because it was wrong. Nobody withdraws anything: what they agreed to stays.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    """
    with at.open() as sm:
        receipt = sm.unlink(at.profile(profile), why=why, **at.said)
    at.give(receipt_shown(receipt), receipt_told(receipt))
