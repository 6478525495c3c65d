"""Raw authors of webhooks into profiles."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from socialmatch.errors import HandleError
from socialmatch.handles.author import from_author
from socialmatch.handles.parse import parse
from socialmatch.handles.registry import platforms

CASES = json.loads((Path(__file__).parents[1] / "cases" / "handles" / "authors.json").read_text(encoding="utf-8"))[
    "cases"
]
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: dict[str, Any]) -> None:
    scope = case.get("scope", "")
    if "error" in case:
        with pytest.raises(HandleError) as refused:
            from_author(case["platform"], case["raw"], scope=scope)
        assert refused.value.code == case["error"]
        return
    profile = from_author(case["platform"], case["raw"], scope=scope)
    assert [profile.platform, profile.scope, profile.user_id] == case["key"]
    for name, expected in case["profile"].items():
        shown = getattr(profile, name)
        assert (list(shown) if isinstance(shown, tuple) else shown) == expected, name


def test_every_platform_has_its_cases() -> None:
    assert {case["key"][0] for case in CASES if "key" in case} == {platform.name for platform in platforms()}


def test_a_source_without_ids_agrees_with_what_people_write() -> None:
    author = from_author("x", {"screen_name": "Some_Body"}, tenant="acme", seen_at=NOW)
    assert author.key == parse("https://x.com/some_body", tenant="acme").key
    assert (author.first_seen, author.last_seen) == (NOW, NOW)


def test_the_same_id_of_two_pages_is_two_people() -> None:
    raw = {"id": "1000123", "name": "Some Body"}
    assert from_author("facebook", raw, scope="page-1").key != from_author("facebook", raw, scope="page-2").key


def test_a_refusal_never_repeats_the_author() -> None:
    with pytest.raises(HandleError) as refused:
        from_author("x", {"screen_name": "some body of example"})
    assert "body" not in str(refused.value) + repr(refused.value)
