"""Texts into profiles: golden cases, what a refusal may say, and the way back to text."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared import CONGRESS, needs_congress
from socialmatch.errors import HandleError
from socialmatch.handles.parse import fold, format_address, format_handle, parse, unstable_id
from socialmatch.handles.refusals import REFUSALS
from socialmatch.models import Profile

CASES = Path(__file__).parents[1] / "cases" / "handles"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def cases(*names: str) -> list[Any]:
    """The cases of some files, each named by its file and place."""
    return [
        pytest.param(case, id=f"{name}-{number}")
        for name in names
        for number, case in enumerate(json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["cases"])
    ]


def read(case: dict[str, Any]) -> Profile:
    return parse(case["text"], platform=case.get("platform"), scope=case.get("scope", ""))


@pytest.mark.parametrize("case", cases("addresses", "texts", "attacks"))
def test_golden(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(HandleError) as refused:
            read(case)
        assert refused.value.code == case["error"]
        return
    profile = read(case)
    key = profile.key
    assert [key.platform, key.scope, key.user_id] == case["key"] or (
        not key.stable and [key.platform, "", key.user_id] == [case["key"][0], "", case["key"][2]]
    )
    assert profile.handle == case["handle"]
    assert parse(format_handle(profile), platform=profile.platform, scope=profile.scope) == profile
    assert profile.url == format_address(profile)
    if profile.url:
        assert parse(profile.url, platform=profile.platform) == profile


def test_the_attacks_name_nobody() -> None:
    attacks = json.loads((CASES / "attacks.json").read_text(encoding="utf-8"))["cases"]
    assert len(attacks) > 80
    assert all("error" in case for case in attacks)


def test_every_platform_has_its_cases() -> None:
    from socialmatch.handles.registry import platforms

    named = {param.values[0].get("key", [""])[0] for param in cases("addresses", "texts")}
    assert {platform.name for platform in platforms()} <= named


@pytest.mark.parametrize("case", [case for case in cases("addresses", "texts", "attacks") if "error" in case.values[0]])
def test_a_refusal_never_repeats_the_text(case: dict[str, Any]) -> None:
    with pytest.raises(HandleError) as refused:
        read(case)
    shown = "".join(traceback.format_exception_only(refused.value)) + repr(refused.value) + refused.value.hint
    error: BaseException | None = refused.value
    while error is not None:
        shown += str(error) + repr(error.args)
        error = error.__cause__ or error.__context__
    shown = shown.replace("socialmatch.errors.HandleError", "")
    words = [word for word in re.split(r"[\W_]+", case["text"]) if len(word) > 4]
    explained = set(re.split(r"\W+", " ".join(REFUSALS.values())))
    assert not [word for word in words if word in shown and word not in explained]


def test_parse_documents_every_code_it_uses() -> None:
    used = {param.values[0]["error"] for param in cases("addresses", "texts", "attacks") if "error" in param.values[0]}
    documented = set(re.findall(r"``([a-z_]+)``", parse.__doc__ or ""))
    assert used <= documented & set(REFUSALS)
    of_other_functions = {"bad_author", "no_identity", "no_text"}
    assert set(REFUSALS) - of_other_functions - {"not_text"} == used


@pytest.mark.parametrize("text", [None, 7, b"x.com/somebody", ["@somebody"]])
def test_only_text_is_read(text: Any) -> None:
    with pytest.raises(HandleError) as refused:
        parse(text, platform="x")
    assert refused.value.code == "not_text"


def test_what_the_caller_adds() -> None:
    profile = parse("x:Some_Body", tenant="acme", seen_at=NOW)
    assert profile == Profile(
        platform="x",
        user_id="~handle:some_body",
        tenant="acme",
        handle="Some_Body",
        url="https://x.com/Some_Body",
        first_seen=NOW,
        last_seen=NOW,
    )
    assert not profile.key.stable


def test_a_phone_number_is_no_stable_id() -> None:
    profile = parse("+1 202 555 0142", platform="whatsapp", scope="portfolio-1")
    assert not profile.key.stable
    assert profile.scope == ""
    assert profile.public_phones == ("+12025550142",)


def test_a_public_id_is_nobodys_page() -> None:
    address = "https://www.facebook.com/profile.php?id=1000123"
    assert parse(address, scope="page-1").key == parse(address).key
    assert parse("1000123", platform="facebook", scope="page-1").key != parse("1000123", platform="facebook").key


@pytest.mark.parametrize(
    ("platform", "one", "other", "equal"),
    [
        ("x", "Some_Body", "some_body", True),
        ("facebook", "Some.Body", "somebody", True),
        ("instagram", "some.body", "somebody", False),
        ("youtube", "GIẢNG", "giảng", True),
        ("linkedin", "ju\u0308rgen", "J\u00dcRGEN", True),
        # Two people to the platform, one to casefold and NFKC: never one key.
        ("linkedin", "straße", "strasse", False),
        ("youtube", "İstanbul", "istanbul", False),
        ("youtube", "аdmin", "admin", False),
        ("youtube", "ﬁlm", "film", False),
    ],
)
def test_fold(platform: str, one: str, other: str, equal: bool) -> None:
    assert (fold(platform, one) == fold(platform, other)) is equal


def test_unstable_id() -> None:
    assert unstable_id("twitter", "@Some_Body") == "~handle:some_body"
    assert unstable_id("whatsapp", "+12025550142") == "~handle:+12025550142"
    with pytest.raises(HandleError):
        unstable_id("x", "some body")


def test_a_scoped_id_without_handle_has_no_text() -> None:
    with pytest.raises(HandleError) as refused:
        format_handle(Profile(platform="tiktok", user_id="abc", scope="app-1"))
    assert refused.value.code == "no_text"
    assert format_address(Profile(platform="facebook", user_id="1000123", scope="page-1")) == ""


def test_the_import_stays_light() -> None:
    heavy = "{'pydantic', 'phonenumbers', 'importlib.metadata', 'sqlalchemy', 'sqlite3', 'asyncio', 'socket'}"
    code = f"import sys, socialmatch.handles.parse, socialmatch.handles.author; print({heavy} & set(sys.modules) or '')"
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


@needs_congress
def test_addresses_published_by_offices() -> None:
    """Every address of a public list reads as the handle or id the list gives beside it."""
    wrong = []
    with (CONGRESS / "profiles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            platform = row["platform"]
            profile = parse(row["url"], platform=platform)
            if profile.key.stable:
                good = profile.user_id == row["user_id"]
            else:
                good = profile.user_id == unstable_id(platform, row["handle"]) and profile.handle == row["handle"]
            if not good:
                wrong.append(row["profile_id"])
    assert wrong == []
