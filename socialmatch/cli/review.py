"""``socialmatch review``: what people decide about proposals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from socialmatch.cli.match import proposal_shown, proposal_told
from socialmatch.cli.options import Moment
from socialmatch.cli.people import Desk, desk, named, receipt_shown, receipt_told
from socialmatch.errors import UsageError
from socialmatch.matching.explain import waterfall_lines
from socialmatch.models import Actor, ActorKind, Decision, Proposal
from socialmatch.moments import format_moment

EXAMPLE = """\b
Examples:
  socialmatch review list --limit 10
  socialmatch review accept profile:x::1234567 A-1001 \\
      --wrote-at 2026-11-22T08:50:00Z
  socialmatch review reject profile:x::1234567 A-1001 --why wrong_person
"""


@click.group(short_help="Look at proposals, and decide about them.", epilog=EXAMPLE)
def review() -> None:
    """Look at proposals, the most uncertain first, and decide about them.

    Accepting makes no link: it makes an invitation, and the customer still proves who they are.
    """


@review.command(
    "list",
    short_help="List open proposals, the most uncertain first.",
    epilog="\b\nExample:\n  socialmatch review list --limit 10\n",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, metavar="N", help="At most.")
@click.option(
    "--decision",
    type=click.Choice([Decision.REVIEW.value, Decision.MATCH.value]),
    default=Decision.REVIEW.value,
    show_default=True,
    help="What the thresholds say of them.",
)
@click.option("--explain", is_flag=True, help="Every piece of evidence in a line of its own.")
@desk
def list_(at: Desk, limit: int, decision: str, explain: bool) -> None:
    """List the open proposals whose two sides agree, the most uncertain first. That they were shown is logged."""
    with at.open() as sm:
        found = sm.review.queue(limit=limit, decision=decision, **at.said)
    shown: list[dict[str, Any]] = [
        {**proposal_shown(one.proposal), "purpose": one.purpose, "expires_at": format_moment(one.expires_at)}
        for one in found
    ]
    lines = [f"{named(one.proposal.profile)}{_told(one.proposal, explain=explain)}" for one in found]
    at.give({"proposals": shown}, "\n".join(lines) or "nothing to review")


def _told(one: Proposal, *, explain: bool) -> str:
    return "\n".join(["", *waterfall_lines(one), ""]) if explain else f"  {proposal_told(one)}"


@review.command(
    short_help="Invite a profile, with the account filled in.",
    epilog="""\b
Example:
  socialmatch review accept profile:x::1234567 A-1001 \\
      --wrote-at 2026-11-22T08:50:00Z
""",
)
@click.argument("profile")
@click.argument("account")
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="Of the proposal.")
@click.option("--notice", metavar="VERSION", help="What they will be shown. Default: the notice registered last.")
@click.option("--language", metavar="TAG", help="In which language. Default: any.")
@click.option("--address", default="", metavar="URL", help="Of the page that opens invitations.")
@click.option("--wrote-at", type=Moment(), metavar="TIME", help="When the profile wrote; wanted without --evidence.")
@click.option("--evidence", metavar="REF", help="A link at L0 instead, on this evidence; wants --second and --actor.")
@click.option("--second", metavar="ID", help="The second person of a link on evidence, an officer.")
@desk
def accept(
    at: Desk,
    profile: str,
    account: str,
    purpose: str,
    notice: str | None,
    language: str | None,
    address: str,
    wrote_at: datetime | None,
    evidence: str | None,
    second: str | None,
) -> None:
    """Invite PROFILE, with ACCOUNT filled in; whoever opens it must be signed in there and prove the handle.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    """
    key, theirs = at.profile(profile).key, at.account(account)
    with at.open() as sm:
        if evidence is not None:
            by = Actor(ActorKind.OFFICER, second or "")
            receipt = sm.review.accept_with_evidence(key, theirs, purpose, evidence=evidence, second=by, **at.said)
            at.give(receipt_shown(receipt), receipt_told(receipt))
            return
        if wrote_at is None:
            raise UsageError(
                "--wrote-at is wanted: only who wrote first is invited",
                code="no_moment",
                hint="say when they wrote, at most 30 days ago, as in --wrote-at 2026-11-22T08:50:00Z",
            )
        made = sm.review.accept(
            key, theirs, purpose, wrote_at=wrote_at, notice=notice, language=language, address=address, **at.said
        )
    at.give(
        {
            "invitation": made.invitation.reveal(),
            "profile": named(made.profile),
            "account": named(made.account),
            "expires_at": format_moment(made.expires_at),
            "text": made.text,
        },
        made.text,
    )


@review.command(
    short_help="Never propose the two for each other again.",
    epilog="\b\nExample:\n  socialmatch review reject profile:x::1234567 A-1001\n",
)
@click.argument("profile")
@click.argument("account")
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="Of the proposal.")
@click.option("--why", default="wrong_person", show_default=True, metavar="WORD", help="A short word.")
@desk
def reject(at: Desk, profile: str, account: str, purpose: str, why: str) -> None:
    """Never propose PROFILE and ACCOUNT for each other again; it counts as evidence against such pairs.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    """
    with at.open() as sm:
        receipt = sm.review.reject(at.profile(profile).key, at.account(account), purpose, why=why, actor=at.actor)
    at.give(receipt_shown(receipt), receipt_told(receipt))
