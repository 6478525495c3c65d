"""The demo's page: one HTML file, nothing outside it, no script.

A page is a list of sections. :func:`render` makes those of a run on files; others can follow them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from socialmatch.demo import cards, figures
from socialmatch.demo.story import DemoStory
from socialmatch.html import Html, document, element, markup
from socialmatch.matching.waterfall import STYLE as CHART_STYLE

COPY: Final = "This page is a copy that a later withdrawal cannot reach: delete it when you have read it."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes
    ----------
    id: the anchor, letters and hyphens. title: its heading. body: its content.
    """

    id: str
    title: str
    body: Html


def render(story: DemoStory, further: Sequence[Section] = ()) -> str:
    """The page of a run on files.

    Parameters
    ----------
    story: what happened. further: sections that follow.

    Returns
    -------
    str: a whole HTML document; the same for the same story.
    """
    sections = [
        Section("glance", "At a glance", figures.glance(story)),
        Section("consent", "Who agreed, and who is left out", figures.consent(story)),
    ]
    if story.score is not None:
        sections.append(Section("truth", "How well it did", figures.truth(story.score)))
    if story.explained:
        sections.append(Section("matches", "Matches, explained", cards.cards(story.explained)))
    intro = markup(
        f"{story.brand} answers people on social networks. Which customer is behind a handle, and may we know? ",
        f"Consents for the purpose “{story.purpose}” were read as of {story.as_of:%Y-%m-%d %H:%M} UTC. ",
        element("strong", f"Everybody here is invented, and so is {story.brand}."),
    )
    return page(f"socialmatch demo: {story.brand}", intro, [*sections, *further])


def page(title: str, intro: Html, sections: Sequence[Section]) -> str:
    """A whole document of these sections, with a table of contents."""
    contents = [element("li", element("a", section.title, href=f"#{section.id}")) for section in sections]
    body = element(
        "body",
        element("header", element("h1", title), element("p", intro, class_="lead")),
        element("nav", element("ul", *contents), aria_label="On this page"),
        element("main", *map(_section, sections)),
        element("footer", element("p", COPY)),
    )
    return document(title, body, _style())


def _section(section: Section) -> Html:
    heading = f"{section.id}-heading"
    title = element("h2", section.title, id=heading)
    return element("section", title, section.body, id=section.id, aria_labelledby=heading)


def _style() -> str:
    return resources.files("socialmatch.demo").joinpath("page.css").read_text(encoding="utf-8") + CHART_STYLE
