"""``socialmatch confirm``: the customer agrees, in the session that asked, to who they are shown."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from socialmatch.cli.people import (
    Desk,
    code_option,
    desk,
    read_secret,
    receipt_shown,
    receipt_told,
    session_option,
    told,
    told_shown,
)
from socialmatch.consent.tokens import TokenState
from socialmatch.errors import AlreadyLinked

EXAMPLE = """\b
Examples:
  socialmatch confirm A-1001 --code-file code.txt --session-file session.txt
  printf '%s\\n%s\\n' "$code" "$session" | socialmatch confirm A-1001 --yes
"""


@click.command(short_help="Show a customer who sent their code; link if they agree.", epilog=EXAMPLE)
@click.argument("account")
@click.option("--yes", "agreed", is_flag=True, help="The customer was shown it and agrees. Default: ask; no is no.")
@click.option("--decline", is_flag=True, help="The customer does not agree: the code is over.")
@code_option
@session_option
@desk
def confirm(
    at: Desk, account: str, agreed: bool, decline: bool, code_file: Path | None, session_file: Path | None
) -> int:
    """Show the customer of ACCOUNT who sent their code, and link the two if they agree.

    Code and session secret are read in this order. Ends with exit code 1 if nobody has sent the code yet, or the
    customer does not agree.
    """
    code = read_secret("Code", code_file)
    session = read_secret("Session secret", session_file)
    key = at.account(account)
    with at.open() as sm:
        profile = None
        if not decline:
            claim = sm.show(code, key, session=session, **at.said)
            click.echo(claim.text or f"the code is {claim.state}; there is nothing to agree to", err=True)
            if claim.state != TokenState.CLAIMED:
                return 1
            asked = not agreed and sys.stdin.isatty()
            agreed = agreed or (asked and click.confirm("Link the two?", default=False, err=True))
            profile = claim.profile if agreed else None
        if profile is None:
            receipt = sm.decline(code, key, session=session, **at.said)
        else:
            try:
                receipt = sm.confirm(code, key, profile, session=session, **at.said)
            except AlreadyLinked as conflict:
                at.give({"notifications": told_shown(conflict.notifications)}, "\n".join(told(conflict.notifications)))
                raise
    at.give(receipt_shown(receipt), receipt_told(receipt))
    return 0 if profile is not None or decline else 1
