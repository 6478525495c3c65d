"""What happened on the demo's store, as values, and told: on the page, on a terminal, to programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final

from socialmatch.demo.page import Section
from socialmatch.html import Html, element, markup, person
from socialmatch.moments import format_moment

_CHAPTERS: Final = {
    "link": ("From a stranger to a link", "A match is a proposal. Only the customer makes a link, from both sides."),
    "change": ("A month later", "A handle is a dated fact about a profile and never the key of anything."),
    "end": ("Withdrawn, and it stays so", "One step takes back the link and all that rested on it, everywhere."),
}
_WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happened.

    Attributes
    ----------
    chapter: the section it belongs to. at: when. title: what. says: what came of it, in a sentence or two.
    facts: labels and values. message, to: the exact text somebody was shown, and who and where.
    """

    chapter: str
    at: datetime
    title: str
    says: str = field(repr=False)
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    message: str = field(default="", repr=False)
    to: str = ""


def sections(scenes: Iterable[Scene]) -> list[Section]:
    """The scenes as parts of the page, a section a chapter."""
    return [
        Section(f"story-{chapter}", _CHAPTERS[chapter][0], _chapter(_CHAPTERS[chapter][1], list(found)))
        for chapter, found in groupby(scenes, key=lambda scene: scene.chapter)
    ]


def lines(scenes: Iterable[Scene]) -> list[str]:
    """The scenes for a terminal, each after its day."""
    return [
        textwrap.fill(
            f"{scene.title}. {scene.says}", _WIDTH, initial_indent=f"{scene.at:%Y-%m-%d}  ", subsequent_indent=" " * 12
        )
        for scene in scenes
    ]


def as_json(scenes: Iterable[Scene]) -> list[dict[str, str]]:
    """The scenes for programs."""
    return [{"at": format_moment(scene.at), "title": scene.title, "says": scene.says} for scene in scenes]


def _chapter(lead: str, scenes: Sequence[Scene]) -> Html:
    return markup(element("p", lead), *map(_card, scenes))


def _card(scene: Scene) -> Html:
    facts = [(element("dt", label), element("dd", person(value))) for label, value in scene.facts if value]
    message = element("blockquote", person(scene.message), class_="message") if scene.message else None
    return element(
        "article",
        element(
            "header", element("h3", person(scene.title)), element("time", f"{scene.at:%Y-%m-%d %H:%M}", class_="quiet")
        ),
        element("p", person(scene.says)),
        element("dl", *(part for pair in facts for part in pair), class_="facts") if facts else None,
        element("p", scene.to, class_="quiet") if scene.to else None,
        message,
        class_="card",
    )
