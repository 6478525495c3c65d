"""Explained profiles: what each shows, what is proposed, every piece of evidence, and why not another account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from socialmatch.demo.story import Candidate, Explained
from socialmatch.html import Html, element, markup, person
from socialmatch.matching.counts import BIT
from socialmatch.matching.waterfall import bits, feature_name, waterfall
from socialmatch.models import Account, Decision, Evidence, Profile

_BADGES: Final = {
    Decision.MATCH: "match",
    Decision.REVIEW: "for review",
    Decision.NONE: "no answer",
}
_PLATFORMS: Final = {
    "github": "GitHub",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "youtube": "YouTube",
}
_ENDS: Final = {
    (Decision.MATCH, True): "The truth: this is their account.",
    (Decision.MATCH, False): "The truth: this is not their account. This match is wrong.",
    (Decision.REVIEW, True): "The truth: the first candidate is their account.",
    (Decision.REVIEW, False): "The truth: the first candidate is not their account. Good that a person looks.",
    (Decision.NONE, True): "The truth: this would have been their account; there was too little to say so.",
    (Decision.NONE, False): "The truth: this is not their account. Right to say nothing.",
}


def cards(explained: Sequence[Explained]) -> Html:
    """One card a profile."""
    return markup(
        element(
            "p",
            "The weight of evidence is counted in bits: each bit doubles the odds. A match starts far to the left, as "
            "any one account is unlikely to be the one, and has to earn its way to the right. ",
            "A match is a proposal and never a link: that takes a proof by the person.",
        ),
        *(card(one) for one in explained),
    )


def card(explained: Explained) -> Html:
    """One profile with its best candidate, the evidence, and the runner-up."""
    profile, decision = explained.profile, explained.decision
    title = element("h3", person(_title(profile)), f" on {platform_name(profile.platform)}")
    badge = element("span", _BADGES[decision], class_=f"badge {decision.value}")
    first, second = explained.candidates[0], explained.runner_up
    known = element("p", _ENDS[decision, explained.right], class_="quiet") if explained.right is not None else None
    return element(
        "article",
        element("header", title, badge),
        element("div", _profile(profile), _account(first, decision), class_="sides"),
        element("h4", "How the evidence adds up"),
        element("div", _chart(first), class_="wide"),
        element("h4", "Why, and why not the next" if second else "Why"),
        element("div", _reasons(first, second), class_="wide"),
        element("p", _verdict(first, second, decision), class_="verdict"),
        known,
        class_="card",
    )


def platform_name(platform: str) -> str:
    """A platform's name as it writes itself."""
    return _PLATFORMS.get(platform, platform.capitalize())


def _title(profile: Profile) -> str:
    """What the profile is best known by; a messenger's may have no name at all."""
    return profile.display_name or (f"@{profile.handle}" if profile.handle else "Someone")


def _chart(candidate: Candidate) -> Html:
    proposal = candidate.proposal
    prior = proposal.weight - sum(item.weight for item in proposal.evidence)
    return waterfall(proposal.evidence, prior, proposal.weight)


def _profile(profile: Profile) -> Html:
    facts = [
        ("Handle", f"@{profile.handle}" if profile.handle else ""),
        ("Bio", profile.bio),
        ("Location", profile.location),
        ("Website", ", ".join(profile.urls)),
        ("E-mail", ", ".join(profile.public_emails)),
        ("Phone", ", ".join(profile.public_phones)),
    ]
    return element("div", element("h4", "The profile says"), _facts(facts))


def _account(candidate: Candidate, decision: Decision) -> Html:
    account = candidate.account
    title = "The proposed account" if decision is Decision.MATCH else "The likeliest account"
    facts = [
        ("Account", account.account_id),
        ("Name", account_name(account)),
        ("Also known as", ", ".join(filter(None, (account.nickname, *account.other_names)))),
        ("E-mail", ", ".join(account.emails)),
        ("Phone", ", ".join(account.phones)),
        ("Place", ", ".join(filter(None, (account.city, account.country)))),
        ("Born", account.birthday or (str(account.birth_year) if account.birth_year is not None else "")),
        ("Work", ", ".join(filter(None, (account.job_title, account.organization)))),
        ("Website", ", ".join(account.websites)),
        ("Handles on file", ", ".join(account.handles)),
    ]
    return element("div", element("h4", title), _facts(facts))


def account_name(account: Account) -> str:
    """The name as the CRM has it."""
    parts = (account.given_name, account.middle_name, account.family_name, account.suffix)
    return account.full_name or " ".join(filter(None, parts)) or "no name on file"


def _facts(facts: Sequence[tuple[str, str]]) -> Html:
    shown = [(element("dt", name), element("dd", person(value))) for name, value in facts if value]
    return element("dl", *(part for pair in shown for part in pair), class_="facts")


def _reasons(first: Candidate, second: Candidate | None) -> Html:
    """What each comparison found, for the first candidate and, beside it, for the next."""
    mine = _by_feature(first)
    other = _by_feature(second) if second else {}
    order = sorted(mine | other, key=lambda name: (-_weight(mine.get(name)), name))
    role = "proposed" if first.proposal.decision is Decision.MATCH else "likeliest"
    head = ["Evidence", _heading(role, first)]
    if second:
        head.append(_heading("next", second))
    rows = [
        element(
            "tr",
            element("th", feature_name(name), scope="row"),
            _finding(mine.get(name)),
            _finding(other.get(name)) if second else None,
        )
        for name in order
    ]
    return element(
        "table",
        element("caption", "Reasons in words, with their weight in bits"),
        element("thead", element("tr", *(element("th", title, scope="col") for title in head))),
        element("tbody", *rows),
    )


def _heading(role: str, candidate: Candidate) -> Html:
    return markup(person(account_name(candidate.account)), f" ({candidate.account.account_id}, {role})")


def _by_feature(candidate: Candidate) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for item in candidate.proposal.evidence:
        found.setdefault(item.feature, []).append(item)
    return found


def _weight(items: Sequence[Evidence] | None) -> int:
    return sum(item.weight for item in items or ())


def _finding(items: Sequence[Evidence] | None) -> Html:
    if not items:
        return element("td", "nothing to compare", class_="quiet")
    total = _weight(items)
    weight = element("strong", bits(total), class_="for-it" if total >= 0 else "against-it")
    return element("td", weight, " ", person("; ".join(item.text for item in items)))


def _verdict(first: Candidate, second: Candidate | None, decision: Decision) -> Html:
    chance = probability(first.proposal.probability)
    opening = {
        Decision.MATCH: f"Proposed with a probability of {chance}.",
        Decision.REVIEW: f"{chance}: likely enough to look at, not to propose.",
        Decision.NONE: f"Only {chance}: nothing is proposed.",
    }[decision]
    if second is None:
        return markup(opening, " No other account of somebody who agreed comes near.")
    behind = (first.proposal.weight - second.proposal.weight) / BIT
    name = person(account_name(second.account))
    if behind < 0.05:
        return markup(opening, " ", name, " fits just as well, so nobody can tell which of the two it is.")
    return markup(opening, " ", name, f" is {behind:.1f} bits behind, at {probability(second.proposal.probability)}.")


def probability(value: float) -> str:
    """A probability for people, who should not read certainty into rounding: ``over 99.9 %``."""
    if value > 0.999:
        return "over 99.9\u00a0%"
    if value < 0.001:
        return "under 0.1\u00a0%"
    return f"{100 * value:.1f}\u00a0%"
