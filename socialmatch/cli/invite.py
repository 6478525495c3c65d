"""``socialmatch invite``: a code for a customer who is signed in, or an invitation for a profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from socialmatch.cli.options import Moment
from socialmatch.cli.people import PROFILE_HELP, Desk, desk, named, read_secret, session_option
from socialmatch.errors import UsageError
from socialmatch.moments import format_moment

EXAMPLE = """\b
Examples:
  socialmatch invite A-1001 --signed-in-at 2026-11-22T09:00:00Z \\
      --platform x --session-file session.txt
  socialmatch invite --profile profile:x::1234567 \\
      --wrote-at 2026-11-22T08:50:00Z --address https://brand.example/link
"""


@click.command(short_help="Give a customer a code, or a profile an invitation.", epilog=EXAMPLE)
@click.argument("account", required=False)
@click.option("--profile", metavar="PROFILE", help=f"Invite a profile instead: {PROFILE_HELP}.")
@click.option("--notice", metavar="VERSION", help="What they are shown. Default: the notice registered last.")
@click.option("--language", metavar="TAG", help="In which language. Default: any.")
@click.option("--purpose", "purposes", multiple=True, metavar="ID", help="What for; may be repeated. Default: all.")
@click.option("--platform", default="", metavar="NAME", help="Where the code will be sent from, for the text.")
@click.option("--address", default="", metavar="URL", help="Of the page that opens invitations.")
@click.option("--signed-in-at", type=Moment(), metavar="TIME", help="When the customer signed in; wanted with ACCOUNT.")
@click.option("--wrote-at", type=Moment(), metavar="TIME", help="When the profile wrote; wanted with --profile.")
@click.option(
    "--invitation-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The invitation that brought the customer of ACCOUNT; wants --handle.",
)
@click.option(
    "--handle",
    default="",
    metavar="NAME",
    help="What the invited profile is called; with --invitation-file as the customer typed it.",
)
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
    signed_in_at: datetime | None,
    wrote_at: datetime | None,
    invitation_file: Path | None,
    handle: str,
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
        invited = at.profile(profile)
        if wrote_at is None:
            raise UsageError(
                "--wrote-at is wanted: only who wrote first is invited",
                code="no_moment",
                hint="say when they wrote, at most 30 days ago, as in --wrote-at 2026-11-22T08:50:00Z",
            )
        with at.open() as sm:
            made = sm.invite_profile(
                replace(invited, handle=handle) if handle else invited,
                wrote_at=wrote_at,
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
    if signed_in_at is None:
        raise UsageError(
            "--signed-in-at is wanted: only who signed in lately gets a code",
            code="no_moment",
            hint="say when they signed in, at most ten minutes ago, as in --signed-in-at 2026-11-22T08:50:00Z",
        )
    invitation = None if invitation_file is None else read_secret("Invitation", invitation_file)
    session = read_secret("Session secret", session_file)
    with at.open() as sm:
        issued = sm.invite(
            at.account(account or ""),
            session=session,
            signed_in_at=signed_in_at,
            notice=notice,
            language=language,
            purposes=wanted,
            platform=platform,
            invitation=invitation,
            handle=handle,
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
