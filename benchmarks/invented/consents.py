"""What invented people answered when they were asked: most agreed, and every other way it can go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from benchmarks.invented.crm import Row
from benchmarks.invented.dice import Dice, day

COLUMNS = (
    "subject", "purpose", "status", "notice_version", "method", "recorded_at", "valid_until", "evidence",
)  # fmt: skip

AS_OF = day("2026-11-01")
PURPOSE = "support"
OTHER_PURPOSE = "marketing"
METHODS = ("web_form", "app", "dm_reply", "call_center", "paper_form")


def make_consents(seed: str, subjects: list[tuple[str, bool]]) -> list[Row]:
    """The answers of these subjects, in order of time.

    ``subjects``: each with whether this person is known to say yes, which makes a yes likelier.
    """
    rows = [row for subject, eager in subjects for row in _history(Dice(seed, "consent", subject), subject, eager)]
    return sorted(rows, key=lambda row: (row["recorded_at"], row["subject"], row["status"]))


def _history(dice: Dice, subject: str, eager: bool) -> list[Row]:
    if not dice.chance(0.82 if eager else 0.6):
        return []
    story = _STORIES[dice.weighted(_WEIGHTS)]
    asked = dice.moment(day("2025-12-01"), day("2026-09-01"))
    rows = []
    for number, (status, after_days, term_days, purpose) in enumerate(story(dice)):
        recorded = asked + timedelta(days=after_days)
        if after_days >= 1000:
            recorded = AS_OF + timedelta(days=after_days - 1000, hours=9)
        rows.append(_row(dice, subject, status, recorded, term_days, purpose, number))
    return rows


def _row(dice: Dice, subject: str, status: str, recorded: datetime, term_days: int, purpose: str, number: int) -> Row:
    answered = status not in ("requested", "notice_served", "expired", "terminated", "invalidated")
    return {
        "subject": subject,
        "purpose": purpose,
        "status": status,
        "notice_version": "2025-11" if recorded < day("2026-05-01") else "2026-05",
        "method": dice.pick(METHODS) if answered else "",
        "recorded_at": f"{recorded:%Y-%m-%dT%H:%MZ}",
        "valid_until": f"{recorded + timedelta(days=term_days):%Y-%m-%d}" if term_days else "",
        "evidence": f"case-{dice.between(10_000, 99_999)}" if answered else "",
    }


Step = tuple[str, int, int, str]
"""Status, days after the first question (1000 and more: days after the demo's own moment), term in days, purpose."""

_STORIES: dict[str, Callable[[Dice], list[Step]]] = {
    "given": lambda dice: [("given", 0, dice.pick([365, 540, 730]), PURPOSE)],
    "asked and given": lambda _: [("requested", 0, 0, PURPOSE), ("given", 2, 730, PURPOSE)],
    "reconfirmed": lambda _: [("given", -200, 210, PURPOSE), ("reconfirmed", 1, 540, PURPOSE)],
    "came back": lambda _: [("given", -60, 365, PURPOSE), ("withdrawn", -20, 0, PURPOSE), ("given", 5, 730, PURPOSE)],
    "withdraws later": lambda _: [("given", 0, 730, PURPOSE), ("withdrawn", 1009, 0, PURPOSE)],
    "both purposes": lambda _: [("given", 0, 730, PURPOSE), ("given", 0, 730, OTHER_PURPOSE)],
    "expired": lambda dice: [("given", -400, dice.between(100, 380), PURPOSE)],
    "withdrawn": lambda dice: [("given", 0, 730, PURPOSE), ("withdrawn", dice.between(1, 50), 0, PURPOSE)],
    "withdrawn at once": lambda _: [("given", 0, 730, PURPOSE), ("withdrawn", 0, 0, PURPOSE)],
    "refused": lambda _: [("requested", 0, 0, PURPOSE), ("refused", 1, 0, PURPOSE)],
    "deferred": lambda _: [("requested", 0, 0, PURPOSE), ("deferred", 1, 0, PURPOSE)],
    "requested": lambda _: [("requested", 0, 0, PURPOSE)],
    "other purpose": lambda _: [("given", 0, 730, OTHER_PURPOSE)],
    "no end": lambda _: [("given", 0, 0, PURPOSE)],
    "gives later": lambda _: [("given", 1004, 730, PURPOSE)],
    "terminated": lambda _: [("given", 0, 730, PURPOSE), ("terminated", 30, 0, PURPOSE)],
    "invalidated": lambda _: [("given", 0, 730, PURPOSE), ("invalidated", 30, 0, PURPOSE)],
}
_WEIGHTS = {
    "given": 560, "asked and given": 160, "reconfirmed": 50, "came back": 12, "withdraws later": 8,
    "both purposes": 45, "expired": 30, "withdrawn": 30, "withdrawn at once": 5, "refused": 25, "deferred": 8,
    "requested": 25, "other purpose": 20, "no end": 12, "gives later": 5, "terminated": 3, "invalidated": 2,
}  # fmt: skip
