"""``socialmatch invite``: a code for a customer who is signed in, or an invitation for a profile."""

from __future__ import annotations

from pathlib import Path

import click

from socialmatch.cli.people import PROFILE_HELP, Desk, desk, named, read_secret, session_option
from socialmatch.errors import UsageError
from socialmatch.moments import format_moment

EXAMPLE = """\b
Examples:
  socialmatch invite A-1001 --platform x --session-file session.txt
  socialmatch invite --profile profile:x::1234567 --address https://brand.example/link
"""


@click.command(epilog=EXAMPLE)
@click.argument("account", required=False)
@click.option("--profile", metavar="PROFILE", help=f"Invite a profile instead: {PROFILE_HELP}.")
@click.option("--notice", metavar="VERSION", help="What they are shown. Default: the notice registered last.")
@click.option("--language", metavar="TAG", help="In which language. Default: any.")
@click.option("--purpose", "purposes", multiple=True, metavar="ID", help="What for; may be repeated. Default: all.")
@click.option("--platform", default="", metavar="NAME", help="Where the code will be sent from, for the text.")
@click.option("--address", default="", metavar="URL", help="Of the page that opens invitations.")
@session_option
@desk
def invite(
    at: Desk,
    account: str | None,
    profile: str | None,
    notice: str | None,
    language: str | None,
    purposes: tuple[str, ...],
    platform: str,
    address: str,
    session_file: Path | None,
) -> None:
    """Give the customer of ACCOUNT, who is signed in, a code to send from their own handle.

    The code is shown once and kept nowhere. It links nothing: the customer still has to send it, and to agree in the
    session it was asked for. With --profile an invitation is made instead, to be sent to that profile.
    """
    if (account is None) == (profile is None):
        raise UsageError("either ACCOUNT or --profile is wanted", code="one_side")
    wanted = purposes or None
    if profile is not None:
        with at.open() as sm:
            made = sm.invite_profile(
                at.profile(profile),
                notice=notice,
                language=language,
                purposes=wanted,
                address=address,
                **at.said,
            )
        result = {
            "invitation": made.invitation.reveal(),
            "profile": named(made.profile),
            "expires_at": format_moment(made.expires_at),
            "text": made.text,
        }
        at.give(result, made.text)
        return
    session = read_secret("Session secret", session_file)
    with at.open() as sm:
        issued = sm.invite(
            at.account(account or ""),
            session=session,
            notice=notice,
            language=language,
            purposes=wanted,
            platform=platform,
            **at.said,
        )
    at.give(
        {
            "code": issued.code.reveal(),
            "account": named(issued.account),
            "purposes": list(issued.purposes),
            "notice": issued.notice,
            "expires_at": format_moment(issued.expires_at),
            "text": issued.text,
        },
        issued.text,
    )
