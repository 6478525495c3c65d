"""Findings, and what they come to, in words a support agent understands.

The sentences hold personal data: they go to OUT, to whoever asked and to a page, never to a log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from socialmatch.matching.compare import Finding
from socialmatch.matching.counts import BIT
from socialmatch.matching.parts import Part
from socialmatch.matching.waterfall import bits, feature_name, prior_of
from socialmatch.models import AccountKey, Answer, Decision, Evidence, Proposal

_Teller = Callable[[Finding], str]

_PART_NAMES = {
    "given": "given name",
    "middle": "middle name",
    "family": "family name",
    "initial+family": "initial and family name",
    "family+initial": "family name and initial",
    "given+initial": "given name and initial",
    "initials": "initials",
    "on file": "the handle on file",
    "elsewhere": "the handle on file for another platform",
    "local": "e-mail name",
    "label": "website name",
    "place": "place",
    "organization": "organisation",
    "title": "job title",
    "year": "birth year",
}


def sentence(finding: Finding) -> str:
    """One finding in words, without its weight."""
    return _SENTENCES[finding.feature](finding)


def _handle(finding: Finding) -> str:
    return _shows(finding, "the handle", "shows nothing of this account")


def _display_name(finding: Finding) -> str:
    return _shows(finding, "the display name", "is another")


def _shows(finding: Finding, what: str, nothing: str) -> str:
    parts = [part for part in finding.detail if isinstance(part, Part)]
    if not parts:
        return f"{what} {nothing}"
    return f"{what} shows " + ", ".join(f"{_PART_NAMES[part.part]} '{part.text}'" for part in parts)


def _shared(what: str) -> _Teller:
    def tell(finding: Finding) -> str:
        return f"the same {what}" if finding.weight > 0 or finding.detail else f"another {what}"

    return tell


def _place(finding: Finding) -> str:
    return f"the same place, '{finding.detail[0]}'" if finding.detail else "another place"


def _initial(finding: Finding) -> str:
    if finding.detail:
        return "a name that goes with the initial on file"
    return "no name goes with the initial on file"


def _age(finding: Finding) -> str:
    return f"the account holder would be very {finding.detail[0]}"


_SENTENCES = {
    "handle": _handle,
    "display_name": _display_name,
    "email": _shared("e-mail address"),
    "phone": _shared("phone number"),
    "host": _shared("website"),
    "other_handle": _shared("handle on file"),
    "place": _place,
    "initial": _initial,
    "age": _age,
}


# --- proposals -----------------------------------------------------------------------------------

_STRENGTHS: Final = ((1, "hardly"), (3, "weakly"), (7, "clearly"), (12, "strongly"))
"""How a weight below so many bits speaks; from the last on it speaks very strongly."""
_DECISIONS: Final = {
    Decision.MATCH: "a match, and not a link before it is proved",
    Decision.REVIEW: "a person should look",
    Decision.NONE: "too little to say",
}


class Difference(NamedTuple):
    """A comparison in which two proposals differ: by how many millibits the first is ahead, and what each shows."""

    feature: str
    ahead: int
    first: Evidence | None
    second: Evidence | None


def differences(first: Proposal, second: Proposal) -> list[Difference]:
    """Where two proposals for one profile differ, the largest difference first."""
    mine, theirs = ({one.feature: one for one in proposal.evidence} for proposal in (first, second))
    found = [
        Difference(name, _weight(mine.get(name)) - _weight(theirs.get(name)), mine.get(name), theirs.get(name))
        for name in mine.keys() | theirs.keys()
    ]
    return sorted((one for one in found if one.ahead), key=lambda one: (-abs(one.ahead), one.feature))


def explain(answer: Answer) -> str:
    """An answer's proposals in words: every piece of evidence, why not the runner-up, and what to ask next.

    It shows no more of an account than the reasons of its proposal do, and of the facts to ask for only the kind.

    Parameters
    ----------
    answer: of ``match``; with ``explain=True`` it has the facts to ask for.

    Returns
    -------
    str: lines of plain text, ``""`` where nothing is proposed. It holds personal data.
    """
    shown = [one for one in answer.proposals if one.account is not None]
    if not shown:
        return ""
    lines = [line for one in shown for line in (*waterfall_lines(one), "")]
    if len(shown) > 1:
        lines += [*why_not(shown[0], shown[1]), ""]
    rest = max(0.0, 1 - sum(one.probability for one in shown))
    lines.append(f"{rest:.3f} is left for others: relatives, people who are not compared, or no customer at all")
    if answer.facts:
        lines += ["", "what would settle it, without reading out what is on file:"]
        lines += [f"   {fact.text} (settles it for {', '.join(map(str, fact.settles))})" for fact in answer.facts]
    return "\n".join(lines)


def waterfall_lines(proposal: Proposal) -> list[str]:
    """One proposal: its evidence from the strongest for it to the strongest against it, and the sum, in bits."""
    prior = prior_of(proposal)
    lines = [f"{proposal.rank}. {_name(proposal.account)}: {proposal.probability:.3f}, {_DECISIONS[proposal.decision]}"]
    lines.append(_line("before looking", prior, "as unlikely as any one customer"))
    for one in sorted(proposal.evidence, key=lambda one: (-one.weight, one.feature)):
        lines.append(_line(feature_name(one.feature), one.weight, f"{one.text}; speaks {_strength(one.weight)}"))
    return [*lines, _line("total", proposal.weight, "each bit doubles the odds")]


def why_not(first: Proposal, second: Proposal) -> list[str]:
    """Why one proposal and not the other: the two comparisons in which they differ most."""
    found = differences(first, second)
    if not found:
        return [f"{_name(first.account)} and {_name(second.account)} fit equally well: nothing tells them apart"]
    lines = [f"why not {_name(second.account)}, {(first.weight - second.weight) / BIT:.1f} bits behind:"]
    for one in found[:2]:
        words = f"here {_told(one.second)}, there {_told(one.first)}"
        lines.append(_line(feature_name(one.feature), -one.ahead, words))
    return lines


def _line(name: str, weight: int, words: str) -> str:
    return f"   {name:<14} {bits(weight):>6}  {words}"


def _strength(weight: int) -> str:
    how = next((word for bound, word in _STRENGTHS if abs(weight) < bound * BIT), "very strongly")
    return f"{how} {'for' if weight >= 0 else 'against'} it"


def _told(evidence: Evidence | None) -> str:
    return "nothing to compare" if evidence is None else evidence.text


def _weight(evidence: Evidence | None) -> int:
    return 0 if evidence is None else evidence.weight


def _name(account: AccountKey | None) -> str:
    return "no account" if account is None else f"account:{account.account_id}"
