"""The page's numbers: counts, who is left out and why, and how well it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from socialmatch.demo.story import DemoStory, Score, Side
from socialmatch.html import Html, element, markup, table
from socialmatch.models import Decision

REASONS: Final[Mapping[str, str]] = {
    "no_consent": "gave no answer we know of",
    "requested": "was asked and has not answered yet",
    "request_deferred": "put the answer off",
    "refused": "said no",
    "withdrawn": "agreed, and withdrew since",
    "expired": "agreed, and the term is over",
    "other_purpose": "agreed to another purpose only",
    "other_notice": "agreed to a notice that no longer holds",
    "no_end": "agreed without an end, which is refused",
    "terminated": "agreed, and the company ended it",
    "invalidated": "agreed, and an authority voided it",
    "own_handle": "is the brand itself",
    "ended_under_handle": "said no under the handle",
    "key_changed": "took over the handle after the answer",
    "other_spelling": "seems to have said no, under another spelling",
    "unknown_purpose": "said no to a purpose nobody knows",
    "unreadable_row": "may have said no in a row that cannot be read",
}
"""Reason codes in words; the subject is the person."""

ROW_REASONS: Final[Mapping[str, str]] = {
    "no_end": "a consent without an end",
    "bad_date": "a date that is none",
    "duplicate_id": "an id that another row has too",
    "missing_value": "a value that has to be there",
    "unknown_subject": "a subject that no file knows",
}


def glance(story: DemoStory) -> Html:
    """The run in six numbers."""
    decided = story.decisions
    return element(
        "dl",
        _tile("Customer accounts", story.accounts.total, f"{_share(story.accounts)} agreed"),
        _tile("Social profiles", story.profiles.total, f"{_share(story.profiles)} agreed"),
        _tile("Pairs compared", story.compared, "of people who both agreed"),
        _tile("Matches proposed", decided.get(Decision.MATCH, 0), "each still needs a proof"),
        _tile("Left for review", decided.get(Decision.REVIEW, 0), "a person looks at them"),
        _tile("No answer", decided.get(Decision.NONE, 0), "too little to say"),
        class_="tiles",
    )


def consent(story: DemoStory) -> Html:
    """Who may be used and who may not, on either side; the latter are counted, never shown."""
    return markup(
        element(
            "p",
            "A customer and the holder of a handle agree separately, and only pairs in which both did are compared. "
            "Everybody else is a number here: this page knows nothing more about them.",
        ),
        _agreed("Accounts", story.accounts),
        _agreed("Profiles", story.profiles),
        _left_out(story.accounts, story.profiles),
        _rejected(story.rejected) if story.rejected else None,
    )


def truth(score: Score) -> Html:
    """Matches held against the truth that the data's maker wrote down."""
    wrong = score.matches - score.right_matches
    rest = max(0, score.linkable - score.right_matches - score.right_reviews)
    return markup(
        element(
            "p",
            "The people are invented, so we know who is who. Matching was never told; it is only judged by it here.",
        ),
        element(
            "dl",
            _tile("Precision of match", _percent(score.precision), f"{score.right_matches:,} right, {wrong:,} wrong"),
            _tile("Recall of match", _percent(score.recall), f"of {score.linkable:,} that could be matched"),
            _tile("Right in review", score.right_reviews, f"of {score.reviews:,} for a person to decide"),
            class_="tiles",
        ),
        _bar(
            f"Of {score.linkable:,} profiles whose customer agreed too",
            [("one", "matched rightly", score.right_matches), ("two", "first in review", score.right_reviews)],
            ("rest", "not found, or not first", rest),
        ),
    )


def _tile(label: str, number: int | str, note: str) -> Html:
    shown = number if isinstance(number, str) else f"{number:,}"
    values = (element("dd", shown, class_="number"), element("dd", note, class_="note"))
    return element("div", element("dt", label), *values, class_="tile")


def _share(side: Side) -> str:
    return _percent(side.agreed / side.total if side.total else None)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}\u00a0%"


def _agreed(name: str, side: Side) -> Html:
    left_out = ("rest", "left out", side.total - side.agreed)
    return _bar(f"{name}: {side.total:,}", [("one", "agreed", side.agreed)], left_out)


def _bar(title: str, parts: Sequence[tuple[str, str, int]], rest: tuple[str, str, int]) -> Html:
    """A stacked bar with its legend; each part is a class, a label and a count."""
    shown = [*parts, rest]
    whole = sum(count for _, _, count in shown) or 1
    drawn, at = [], 0.0
    for kind, _, count in shown:
        width = 1000 * count / whole
        drawn.append(element("rect", x=round(at, 1), y=0, width=round(width, 1), height=10, class_=kind))
        at += width
    legend = [
        element("li", element("span", class_=f"key {kind}"), f"{label}: {count:,}") for kind, label, count in shown
    ]
    told = ", ".join(f"{label} {count:,}" for _, label, count in shown)
    return markup(
        element("h3", title, class_="small"),
        element(
            "svg",
            *drawn,
            class_="bar",
            viewBox="0 0 1000 10",
            preserveAspectRatio="none",
            role="img",
            aria_label=f"{title}: {told}",
        ),
        element("ul", *legend, class_="legend"),
    )


def _left_out(accounts: Side, profiles: Side) -> Html:
    codes = sorted(
        {**accounts.refused, **profiles.refused},
        key=lambda code: (-accounts.refused.get(code, 0) - profiles.refused.get(code, 0), code),
    )
    rows = [
        (REASONS.get(code, code.replace("_", " ")), accounts.refused.get(code, 0), profiles.refused.get(code, 0))
        for code in codes
    ]
    total = ("together", sum(accounts.refused.values()), sum(profiles.refused.values()))
    return _wide(table("Left out, because the person …", ("Reason", "Accounts", "Profiles"), rows, total))


def _rejected(rejected: Mapping[tuple[str, str], int]) -> Html:
    rows = [(file, ROW_REASONS.get(code, code.replace("_", " ")), count) for (file, code), count in rejected.items()]
    caption = "Rows that could not be used; the list beside the output names line, column and reason"
    return _wide(table(caption, ("File", "Reason", "Rows"), sorted(rows)))


def _wide(shown: Html) -> Html:
    """Something that is scrolled where the screen is narrower, rather than the page."""
    return element("div", shown, class_="wide")
