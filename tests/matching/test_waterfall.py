"""The weight chart tells the sums it was given."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from socialmatch.matching.waterfall import bits, feature_name, waterfall, waterfall_svg
from socialmatch.models import AccountKey, Decision, Evidence, ProfileKey, Proposal

weights = st.integers(-60_000, 60_000)
evidences = st.lists(st.builds(Evidence, st.sampled_from(["handle", "display_name", "place"]), weights, st.text()))


def bars(chart: str) -> list[tuple[str, float, float]]:
    """Class, left edge and right edge of every bar."""
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]* class="(\w+)">', chart)
    return [(kind, float(x), float(x) + float(width)) for x, width, kind in found]


def test_evidence_for_comes_first_and_leads_to_the_total() -> None:
    evidence = [Evidence("place", -2_000, ""), Evidence("handle", 12_000, ""), Evidence("email", 9_500, "")]
    chart = waterfall(evidence, -11_000, 8_500)
    assert [kind for kind, _, _ in bars(chart)] == ["prior", "for", "for", "against", "total"]
    assert re.findall(r'text-anchor="end"(?: class="sum")?>([^<]+)<', chart) == [
        "Before looking", "−11.0", "Handle", "+12.0", "E-mail", "+9.5", "Place", "−2.0", "Total", "+8.5",
    ]  # fmt: skip


def test_bars_hang_together() -> None:
    chart = waterfall([Evidence("handle", 12_000, ""), Evidence("place", -2_000, "")], -11_000, -1_000)
    (_, prior_left, zero), (_, for_left, for_right), (_, _, against_right), (_, _, total_right) = bars(chart)
    assert math.isclose(prior_left, for_left, abs_tol=0.2)
    assert math.isclose(for_right, against_right, abs_tol=0.2)
    assert math.isclose(zero, total_right, abs_tol=0.2)


@given(evidences, weights)
def test_any_weights_stay_inside_the_drawing(evidence: list[Evidence], prior: int) -> None:
    chart = waterfall(evidence, prior, prior + sum(item.weight for item in evidence))
    width, height = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', chart)[0])
    assert len(bars(chart)) == len(evidence) + 2
    assert all(0 <= left <= right <= width for _, left, right in bars(chart))
    assert all(float(y) <= height for y in re.findall(r' y2?="([\d.]+)"', chart))
    assert "nan" not in chart and "inf" not in chart


@given(evidences)
def test_order_of_evidence_does_not_matter(evidence: list[Evidence]) -> None:
    total = sum(item.weight for item in evidence)
    assert waterfall(evidence, 0, total) == waterfall(evidence[::-1], 0, total)


def test_a_reader_without_eyes_is_told_the_same() -> None:
    chart = waterfall([Evidence("handle_on_file", 3_000, "")], -5_000, -2_000)
    assert chart.startswith('<svg class="waterfall"') and 'role="img"' in chart
    assert 'aria-label="Evidence in bits: Before looking −5.0, Handle on file +3.0, Total −2.0"' in chart


def test_the_reason_in_words_is_not_in_the_drawing() -> None:
    assert "secret" not in waterfall([Evidence("handle", 1, "secret")], 0, 1)


def test_names_and_numbers() -> None:
    assert feature_name("display_name") == "Display name"
    assert (bits(12_345), bits(-50), bits(0)) == ("+12.3", "−0.1", "+0.0")


# --- a file of its own ---------------------------------------------------------------------------


def proposal(evidence: list[Evidence], rank: int = 1) -> Proposal:
    account = AccountKey("default", "crm", "A-1")
    key = ProfileKey("default", "x", "", "1")
    return Proposal(key, account, rank, sum(one.weight for one in evidence), 0.5, Decision.REVIEW, tuple(evidence))


@given(st.lists(evidences, max_size=3))
def test_a_file_is_whole_whatever_a_profile_shows(found: list[list[Evidence]]) -> None:
    """It is XML, has a title and a description, fetches and runs nothing, and the same again is the same bytes."""
    proposals = [proposal(one, rank) for rank, one in enumerate(found, 1)]
    drawn = waterfall_svg(proposals)
    root = ElementTree.fromstring(drawn)
    names = [element.tag.partition("}")[2] for element in root.iter()]
    assert names[:4] == ["svg", "title", "desc", "style"]
    assert not {"script", "a", "image", "use", "foreignObject", "animate", "set"}.intersection(names)
    assert not any(key.startswith("on") or "href" in key for element in root.iter() for key in element.attrib)
    assert names.count("rect") == sum(len(one) + 2 for one in found)
    assert waterfall_svg(proposals) == drawn


def test_reasons_stand_in_the_file_and_are_escaped() -> None:
    drawn = waterfall_svg([proposal([Evidence("handle", 9_000, "the handle shows <script>alert(1)</script> & more")])])
    assert "<script" not in drawn
    text = " ".join(ElementTree.fromstring(drawn).itertext())
    assert "the handle shows <script>alert(1)</script> & more" in text


def test_a_file_without_proposals_says_so() -> None:
    assert "No account is proposed." in waterfall_svg([])
