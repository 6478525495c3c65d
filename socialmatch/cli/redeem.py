"""``socialmatch redeem``: a message with a code came from a profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from socialmatch.cli.people import Desk, code_option, desk, link_shown, named, read_secret
from socialmatch.moments import format_moment

EXAMPLE = """\b
Example:
  socialmatch redeem profile:x::1234567 < message.txt
"""


@click.command(short_help="Note that a profile sent a code; nothing is linked yet.", epilog=EXAMPLE)
@click.argument("profile")
@click.option("--handle", default="", metavar="NAME", help="What the profile is called, to be shown to the customer.")
@click.option("--public", is_flag=True, help="Others could read the message: every code in it is burned.")
@code_option
@desk
def redeem(at: Desk, profile: str, handle: str, public: bool, code_file: Path | None) -> None:
    """Note that PROFILE sent a message with a code; nothing is linked before the customer agrees.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    The message is read from a file, a prompt or standard input. A code that cannot be used is refused without a
    reason; the log has it.
    """
    sender = at.profile(profile)
    sender = replace(sender, handle=handle) if handle else sender
    text = read_secret("Message", code_file, whole=True)
    with at.open() as sm:
        claim = sm.redeem(text, sender, visibility="public" if public else "private", **at.said)
    at.give(
        {
            "state": claim.state,
            "profile": named(claim.profile),
            "account": named(claim.account),
            "purposes": list(claim.purposes),
            "expires_at": format_moment(claim.expires_at),
            "link": link_shown(claim.link),
            "text": claim.text,
        },
        claim.text,
    )
