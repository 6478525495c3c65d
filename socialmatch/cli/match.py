"""``socialmatch match``: which account is this profile, and may we know?"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any, Final

import click

from socialmatch.cli.people import Desk, desk, link_shown, named
from socialmatch.files.writers import atomic_write
from socialmatch.matching.explain import differences
from socialmatch.matching.explain import explain as in_words
from socialmatch.matching.waterfall import waterfall_svg
from socialmatch.models import Answer, AnswerKind, Assurance, Decision, NextStep, Proposal
from socialmatch.moments import format_moment

EXAMPLE = """\b
Examples:
  socialmatch match profile:x::1234567 --purpose support \\
      --actor agent:7 --reason "ticket 4711"
  socialmatch match x:example_person --explain --svg why.svg
"""
_NEXT = {
    NextStep.INVITE: "what to do: invite them to prove who they are ('socialmatch invite')",
    NextStep.LEAVE: "what to do: nothing; they can begin themselves",
}

_BELOW: Final = textwrap.TextWrapper(80, initial_indent="    ", subsequent_indent="    ")


@click.command(short_help="Say which account a profile belongs to, if we may.", epilog=EXAMPLE)
@click.argument("profile")
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="What the people agreed to.")
@click.option(
    "--min-assurance",
    type=click.Choice([one.value for one in Assurance if one is not Assurance.L0]),
    help="What a link must be worth. Default: the policy's.",
)
@click.option("--explain", is_flag=True, help="Also say why, why not the next one, and what would settle it.")
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw the evidence of what is proposed.",
)
@desk
def match(at: Desk, profile: str, purpose: str, min_assurance: str | None, explain: bool, svg: Path | None) -> int:
    """Say which account PROFILE belongs to, as far as both sides agreed to it.

    PROFILE is profile:PLATFORM:SCOPE:USER_ID, an address, or PLATFORM:HANDLE.
    A proved link answers first, then proposals. Ends with exit code 1 on a refusal, or where no proposal is a match.
    Who is shown whom is written into the log. FILE of --svg is a copy that a later withdrawal cannot reach.
    """
    if svg is not None:
        at.keep_apart(svg)
    with at.open() as sm:
        answer = sm.match(at.profile(profile), purpose, min_assurance=min_assurance, explain=explain, **at.said)
    if svg is not None and answer.proposals:
        with atomic_write(svg) as file:
            file.write(waterfall_svg(answer.proposals).encode())
    at.give({**_shown(answer), **(_explained(answer) if explain else {})}, _told(answer, explain=explain))
    sure = any(one.decision is Decision.MATCH for one in answer.proposals)
    return 0 if answer.kind is AnswerKind.LINK or sure else 1


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind.value,
        "profile": named(answer.profile),
        "purpose": answer.purpose,
        "as_of": format_moment(answer.as_of),
        "account": named(answer.account),
        "assurance": None if answer.assurance is None else answer.assurance.value,
        "link": link_shown(answer.link),
        "proposals": [proposal_shown(one) for one in answer.proposals],
        "reason": answer.reason,
        "next_step": None if answer.next_step is None else answer.next_step.value,
        "ledger_index": answer.ledger_index,
    }


def proposal_shown(one: Proposal) -> dict[str, Any]:
    """A proposal, for programs."""
    return {
        "profile": named(one.profile),
        "account": named(one.account),
        "rank": one.rank,
        "weight": round(one.weight / 1000, 3),
        "probability": one.probability,
        "decision": one.decision.value,
        "reasons": [{"feature": e.feature, "weight": round(e.weight / 1000, 3), "text": e.text} for e in one.evidence],
    }


def proposal_told(one: Proposal) -> str:
    """A proposal in words: the account, and below it each reason, in lines that fit a terminal of 80 columns."""
    reasons = (_BELOW.fill(evidence.text) for evidence in one.evidence)
    return "\n".join([f"{one.probability:.3f} {one.decision.value:<6} {named(one.account)}", *reasons])


def _explained(answer: Answer) -> dict[str, Any]:
    """What an explanation adds, for programs."""
    shown = [one for one in answer.proposals if one.account is not None]
    apart = differences(shown[0], shown[1]) if len(shown) > 1 else []
    return {
        "why_not": [{"feature": one.feature, "ahead": round(one.ahead / 1000, 3)} for one in apart],
        "facts": [{"kind": one.kind, "settles": list(one.settles), "text": one.text} for one in answer.facts],
    }


def _told(answer: Answer, *, explain: bool) -> str:
    if answer.kind is AnswerKind.REFUSAL:
        lines = [f"no answer: {answer.reason}"]
        return "\n".join([*lines, _NEXT[answer.next_step]] if answer.next_step else lines)
    if answer.kind is AnswerKind.PROPOSALS and explain:
        return f"proposals, nothing is proved:\n\n{in_words(answer)}"
    if answer.kind is AnswerKind.PROPOSALS:
        return "\n".join(["proposals, nothing is proved:", *map(proposal_told, answer.proposals)])
    if answer.link is None:
        return f"a link worth {answer.assurance}: somebody who came back; no account is shown"
    return f"{named(answer.account)}, a link worth {answer.assurance} since {format_moment(answer.link.started_at)}"
