"""``socialmatch erase``: forget somebody, in every copy of the store."""

from __future__ import annotations

import click

from socialmatch.cli.people import Desk, desk, receipt_shown, receipt_told

EXAMPLE = """\b
Example:
  socialmatch erase account:A-1001 \\
      --reason "request of 2026-11-22" --actor officer:3
"""


@click.command(short_help="Withdraw for somebody, and make their entries unreadable.", epilog=EXAMPLE)
@click.argument("subject")
@click.option("--in-crm", is_flag=True, help="Have the CRM erase its own record of the customer too.")
@click.option("--basis", default="request", show_default=True, metavar="WORD", help="Why it may or must be done.")
@desk
def erase(at: Desk, subject: str, in_crm: bool, basis: str) -> None:
    """Withdraw for SUBJECT, and make what the log holds of them unreadable for ever.

    SUBJECT is account:ID, profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    The log's proofs stay valid; what is left is that so many events were erased.
    The CRM's record of the customer is only erased if --in-crm says so, by the next 'socialmatch crm sync'.
    """
    with at.open() as sm:
        receipt = sm.erase(at.subject(subject), in_crm=in_crm, basis=basis, **at.said)
    at.give(receipt_shown(receipt), receipt_told(receipt))
