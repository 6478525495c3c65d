"""The page: whole in itself, the same every time, and deaf to what people call themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, product

import pytest

from pages import HOSTILE, Reader
from socialmatch.demo.cards import probability
from socialmatch.demo.page import Section, render
from socialmatch.demo.story import Candidate, DemoStory, Explained, Score, Side
from socialmatch.html import Html, element
from socialmatch.models import Account, Decision, Evidence, Profile, Proposal

PROFILE = Profile(
    "x",
    "42",
    handle="ida_moss",
    profile_id="P1",
    display_name="Ida Moss 🌿",
    bio="47 houseplants and counting.",
    location="Leeds",
    urls=("https://idamoss.example",),
    public_emails=("ida@example.org",),
)
FIRST = Account("C7", given_name="Ida", family_name="Moss", emails=("ida@example.org",), city="Leeds", country="GB")
SECOND = Account("C9", given_name="Ida", family_name="Moss", city="York", country="GB", birth_year=1970)


def explained(decision: Decision = Decision.MATCH, **profile: str) -> Explained:
    shown = replace(PROFILE, **profile)
    strong = (Evidence("email", 15_700, "the same e-mail address"), Evidence("display_name", 9_000, "Ida Moss"))
    weak = (Evidence("display_name", 9_000, "Ida Moss"), Evidence("place", -2_000, "another place"))
    return Explained(
        profile=shown,
        candidates=(
            Candidate(Proposal(shown.key, FIRST.key, 1, 13_700, 0.9967, decision, strong), FIRST),
            Candidate(Proposal(shown.key, SECOND.key, 2, -4_000, 0.0012, Decision.NONE, weak), SECOND),
        ),
        right=True,
    )


def near(one: Explained) -> Explained:
    """The same with a second candidate that comes near."""
    first, second = one.candidates
    return replace(one, candidates=(first, replace(second, proposal=replace(second.proposal, weight=9_000))))


def story(*cards: Explained, score: Score | None = None) -> DemoStory:
    return DemoStory(
        brand="Tannwick",
        as_of=datetime(2026, 11, 1, tzinfo=UTC),
        purpose="support",
        accounts=Side(2_000, 1_180, {"no_consent": 700, "withdrawn": 120}),
        profiles=Side(1_500, 880, {"no_consent": 600, "own_handle": 4, "new_reason": 16}),
        decisions={Decision.MATCH: 230, Decision.REVIEW: 100, Decision.NONE: 550},
        rejected={("consents", "no_end"): 32},
        compared=10_370,
        score=score,
        explained=cards,
    )


SCORE = Score(linkable=360, matches=230, right_matches=228, reviews=100, right_reviews=70)
FULL = story(near(explained()), explained(Decision.REVIEW), explained(Decision.NONE), score=SCORE)


# --- hostile input --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_profiles_change_nothing_of_the_page(name: str) -> None:
    card = explained(display_name=name, bio=name, location=name, handle=name)
    first, second = card.candidates
    evidence = (Evidence(name, 5_000, name),)
    account = replace(FIRST, given_name=name, nickname=name, city=name, organization=name)
    hostile = replace(card, candidates=(Candidate(replace(first.proposal, evidence=evidence), account), second))
    page = render(story(hostile))
    page.encode()
    plain = render(
        story(replace(card, candidates=(Candidate(replace(first.proposal, evidence=evidence[:1]), FIRST), second)))
    )
    assert set(Reader(page).tags) == set(Reader(plain).tags)
    assert not any(attribute.startswith("on") for _, attribute, _ in Reader(page).attributes)


def test_hostile_reason_codes_are_text_too() -> None:
    bad = "<script>x</script>"
    page = render(replace(FULL, rejected={(bad, bad): 1}, accounts=Side(1, 0, {bad: 1}), purpose=bad, brand=bad))
    assert "script" not in Reader(page).tags


# --- whole in itself ------------------------------------------------------------------------------


def test_nothing_is_fetched_and_nothing_runs() -> None:
    reader = Reader(render(FULL))
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(reader.tags)
    for tag, name, value in reader.attributes:
        assert "://" not in value
        assert name not in {"src", "srcset", "style", "onload"}
        assert name != "href" or (tag == "a" and value.startswith("#"))
    outside = re.findall(r"https?://[^\s<\"']+", render(FULL))
    assert outside and all(address.startswith("https://idamoss.example") for address in outside)
    assert "url(" not in render(FULL) and "@import" not in render(FULL)


def test_a_policy_forbids_what_escaping_might_miss() -> None:
    policy = next(value for _, name, value in Reader(render(FULL)).attributes if name == "content" and "-src" in value)
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_same_story_same_bytes_whatever_the_order_of_counts() -> None:
    turned = replace(
        FULL,
        accounts=replace(FULL.accounts, refused=dict(reversed(FULL.accounts.refused.items()))),
        decisions=dict(reversed(FULL.decisions.items())),
    )
    assert render(FULL) == render(FULL) == render(turned)


# --- what it says ---------------------------------------------------------------------------------


def words(page: str) -> str:
    return " ".join(" ".join(Reader(page).texts).split())


def test_counts_reasons_and_score() -> None:
    told = words(render(FULL))
    for expected in (
        "2,000",
        "59.0 % agreed",
        "10,370",
        "agreed, and withdrew since",
        "is the brand itself",
        "new reason",
    ):
        assert expected in told
    assert "99.1 %" in told and "228 right, 2 wrong" in told
    assert "63.3 %" in told and "of 360 that could be matched" in told


def test_a_match_is_explained_and_so_is_the_runner_up() -> None:
    told = words(render(story(near(explained()))))
    assert "the same e-mail address" in told and "+15.7" in told
    assert "Ida Moss (C9, next)" in told and "another place" in told
    assert "Proposed with a probability of 99.7 %." in told and "4.7 bits behind" in told


def test_an_account_far_behind_is_left_out() -> None:
    assert "C9" not in render(story(explained()))


def test_two_that_fit_alike_are_said_to() -> None:
    card = explained(Decision.REVIEW)
    first, second = card.candidates
    twin = replace(second, proposal=replace(second.proposal, weight=first.proposal.weight))
    assert "fits just as well" in words(render(story(replace(card, candidates=(first, twin)))))


@pytest.mark.parametrize(
    ("decision", "right", "expected"),
    [
        (Decision.MATCH, False, "This match is wrong."),
        (Decision.REVIEW, True, "the first candidate is their account"),
        (Decision.NONE, False, "Right to say nothing."),
    ],
)
def test_the_page_admits_what_was_wrong(decision: Decision, right: bool, expected: str) -> None:
    assert expected in words(render(story(replace(explained(decision), right=right))))


def test_without_truth_and_cards_there_are_no_empty_sections() -> None:
    reader = Reader(render(story()))
    assert "article" not in reader.tags
    assert [value for tag, name, value in reader.attributes if (tag, name) == ("section", "id")] == [
        "glance",
        "consent",
    ]


def test_probabilities_are_never_rounded_to_certainty() -> None:
    assert [probability(value) for value in (1.0, 0.9996, 0.42, 0.0)] == [
        "over 99.9\u00a0%", "over 99.9\u00a0%", "42.0\u00a0%", "under 0.1\u00a0%",
    ]  # fmt: skip


def test_zero_counts_do_not_divide() -> None:
    empty = replace(story(score=Score(0, 0, 0, 0, 0)), accounts=Side(0, 0, {}), profiles=Side(0, 0, {}), rejected={})
    assert "–" in words(render(empty))


# --- how it is built ------------------------------------------------------------------------------


def test_sections_can_follow() -> None:
    body = element("p", "A handle renamed itself & kept its link.")
    page = render(FULL, [Section("renamed", "A rename that follows", body)])
    assert body in page and '<a href="#renamed">A rename that follows</a>' in page
    assert page.index('id="matches"') < page.index('id="renamed"')


def test_structure_for_readers_without_eyes() -> None:
    page = render(FULL)
    reader = Reader(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    levels = [int(tag[1]) for tag in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert reader.tags.count("caption") == reader.tags.count("table") > 0
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    described = [tag for tag, name, _ in reader.attributes if tag == "svg" and name == "aria-label"]
    assert len(described) == reader.tags.count("svg") > 0
    assert reader.tags.count("th") == sum(name == "scope" for _, name, _ in reader.attributes)


def test_on_a_narrow_screen_tables_scroll_and_the_page_does_not() -> None:
    page = render(FULL)
    assert page.count('<div class="wide"><table') == page.count("<table") > 2
    assert ".wide { overflow-x: auto; }" in page


def test_colours_can_be_read() -> None:
    """Text and its background differ by at least 4.5 to 1, in light and dark (WCAG 2.2, success criterion 1.4.3)."""
    page = render(FULL)
    schemes = re.findall(r"--paper: #.*?\}", page, flags=re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        assert all(f"--{ink}:" in scheme for ink in INKS)
        colours = {name: _luminance(value) for name, value in re.findall(r"--(\w+): #(\w+)", scheme)}
        for ink, ground in product(INKS, ("paper", "card")):
            bright, dim = sorted((colours[ink], colours[ground]), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ink, ground)


INKS = ("ink", "soft", "for", "against", "good", "warn")


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    long = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(long[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_html_type_marks_only_markup() -> None:
    assert isinstance(element("p"), Html)
    assert render(story()).endswith("</html>\n")
