"""``socialmatch revoke``: somebody takes their consent back."""

from __future__ import annotations

import click

from socialmatch.cli.people import Desk, desk, receipt_shown, receipt_told

EXAMPLE = """\b
Examples:
  socialmatch revoke profile:x::1234567
  socialmatch revoke account:A-1001 --purpose returns \\
      --reason "by phone" --actor agent:7
"""


@click.command(short_help="Take back what somebody agreed to.", epilog=EXAMPLE)
@click.argument("subject")
@click.option("--purpose", "purposes", multiple=True, metavar="ID", help="What from; may be repeated. Default: all.")
@desk
def revoke(at: Desk, subject: str, purposes: tuple[str, ...]) -> None:
    """Take back what SUBJECT agreed to, and everything that rested on it.

    SUBJECT is account:ID, profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    Links end, what was derived goes, open codes are worthless, and the CRM is told to remove the link; the
    customer's own record stays. Files that were exported are not reached.
    """
    with at.open() as sm:
        receipt = sm.revoke(at.subject(subject), purpose=purposes or None, **at.said)
    at.give(receipt_shown(receipt), receipt_told(receipt))
