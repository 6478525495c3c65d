"""What each platform lets people call themselves, and what its profiles show."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.generate.draw import Table


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform.

    ``weight``: share of a crawl. ``longest``, ``shortest``: of a handle. ``marks``: separators its handles may have.
    ``users``: how many have taken handles before. ``spaced``, ``camel``: share of handles with a separator and with
    capitals. ``candid``: factor on pseudonyms, below 1 where people use their names. ``location``: share of
    profiles that show one. ``has_id``: share of crawled profiles with a stable id.
    """

    name: str
    weight: float
    shortest: int
    longest: int
    marks: str
    users: float
    spaced: float
    camel: float
    candid: float
    location: float
    has_id: float


PLATFORMS = Table(
    (platform, platform.weight)
    for platform in (
        Platform("x", 24, 4, 15, "_", 4e8, 0.22, 0.35, 1.1, 0.62, 0.75),
        Platform("instagram", 26, 3, 30, "._", 1.4e9, 0.48, 0.0, 1.0, 0.12, 0.6),
        Platform("facebook", 14, 5, 40, ".", 2.5e9, 0.72, 0.12, 0.35, 0.45, 0.7),
        Platform("linkedin", 8, 3, 60, "-", 8e8, 0.82, 0.0, 0.05, 0.85, 0.4),
        Platform("tiktok", 9, 2, 24, "._", 1e9, 0.35, 0.0, 1.5, 0.05, 0.6),
        Platform("youtube", 5, 3, 30, "-_.", 1.5e9, 0.12, 0.45, 1.3, 0.1, 0.9),
        Platform("threads", 3, 3, 30, "._", 1.4e9, 0.48, 0.0, 0.9, 0.05, 0.6),
        Platform("bluesky", 3, 3, 18, "-", 3e7, 0.15, 0.0, 1.0, 0.15, 0.9),
        Platform("reddit", 3, 3, 20, "_-", 4e8, 0.35, 0.4, 4.5, 0.0, 0.5),
        Platform("github", 2, 2, 39, "-", 1e8, 0.25, 0.2, 0.7, 0.4, 0.9),
        Platform("telegram", 2, 5, 32, "_", 8e8, 0.35, 0.25, 1.2, 0.0, 0.7),
        Platform("mastodon", 1, 2, 30, "_", 5e4, 0.12, 0.15, 1.0, 0.1, 0.3),
    )
)
"""Weights are assumed: who asks a help desk where. Lengths and marks are the platforms' own rules of 2026."""

SERVERS = ("social.example", "toot.example", "fedi.example", "people.example")
