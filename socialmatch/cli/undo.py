"""``socialmatch undo``: take a fresh link back."""

from __future__ import annotations

import click

from socialmatch.cli.people import Desk, desk, receipt_shown, receipt_told

EXAMPLE = """\b
Example:
  socialmatch undo profile:x::1234567 \\
      --reason "it was not me" --actor customer:A-1001
"""


@click.command(short_help="Take a fresh link back, within seven days.", epilog=EXAMPLE)
@click.argument("profile")
@desk
def undo(at: Desk, profile: str) -> None:
    """Take the link of PROFILE back, within seven days, by either side.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    It is as if it had not been made; the same people can link again.
    """
    with at.open() as sm:
        receipt = sm.undo(at.profile(profile), **at.said)
    at.give(receipt_shown(receipt), receipt_told(receipt))
