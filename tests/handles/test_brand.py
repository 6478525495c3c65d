"""The brand's own handles are found by id and by handle, and only within their tenant."""

from __future__ import annotations

import pytest

from socialmatch.errors import HandleError
from socialmatch.handles.author import from_author
from socialmatch.handles.brand import BrandHandles
from socialmatch.handles.parse import parse
from socialmatch.models import Profile

OURS = BrandHandles.from_config(
    {
        "support": ["x:acme_support", "https://x.com/i/user/1000123", "mastodon:@support@acme.example.com"],
        "press": ["https://www.facebook.com/Acme.Press", "linkedin:company/acme", "x:acme_support"],
    },
    tenant="acme",
)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("twitter:@Acme_Support", "support"),
        ("https://mobile.twitter.com/ACME_SUPPORT", "support"),
        ("https://x.com/i/user/1000123", "support"),
        ("acct:support@ACME.example.com", "support"),
        ("facebook:acmepress", "press"),
        ("https://www.linkedin.com/company/Acme/", "press"),
        ("https://www.linkedin.com/in/acme", None),
        ("x:acme_supports", None),
        ("https://x.com/i/user/1000124", None),
        ("instagram:acme_support", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    profile = parse(text, tenant="acme")
    assert OURS.role_of(profile) == role
    assert OURS.is_ours(profile) is (role is not None)


def test_an_author_is_ours_by_handle_or_by_id() -> None:
    assert OURS.is_ours(from_author("x", {"id_str": "77", "screen_name": "Acme_Support"}, tenant="acme"))
    assert OURS.is_ours(from_author("x", {"id_str": "1000123", "screen_name": "acme_new_name"}, tenant="acme"))
    assert not OURS.is_ours(from_author("x", {"id_str": "77", "screen_name": "somebody"}, tenant="acme"))


def test_a_scoped_id_of_ours() -> None:
    page = from_author("facebook", {"id": "1000123", "name": "Acme"}, scope="page-1", tenant="acme")
    ours = BrandHandles("acme", (("page", page),))
    assert ours.is_ours(page)
    assert not ours.is_ours(from_author("facebook", {"id": "1000123"}, scope="page-2", tenant="acme"))


def test_another_tenants_profile_is_not_ours() -> None:
    assert not OURS.is_ours(parse("x:acme_support", tenant="other"))
    assert not BrandHandles().is_ours(parse("x:acme_support"))


@pytest.mark.parametrize(
    "shown",
    [
        {"url": "https://x.com/Acme_Support"},
        {"url": "https://twitter.com/i/user/1000123", "handle": "acme_new_name"},
        {"handle": "https://x.com/acme_support"},
        {"handle": "x:acme_support"},
        {"handle": "@acme_support"},
    ],
)
def test_ours_by_its_own_address_or_by_a_handle_written_as_one(shown: dict[str, str]) -> None:
    assert OURS.is_ours(Profile("x", "77", tenant="acme", **shown))


@pytest.mark.parametrize(
    "url", ["https://x.com/somebody", "https://x.com/acme_support/status/1", "nonsense", "https://"]
)
def test_another_address_is_not_ours(url: str) -> None:
    assert not OURS.is_ours(Profile("x", "77", tenant="acme", handle="somebody", url=url))


def test_with_role() -> None:
    assert [profile.handle for profile in OURS.with_role("support", "twitter")] == ["acme_support", ""]
    assert len(OURS.with_role("press")) == 3
    assert OURS.with_role("sales") == ()


def test_an_entry_must_say_on_which_platform() -> None:
    with pytest.raises(HandleError) as refused:
        BrandHandles.from_config({"support": ["@acme_support"]})
    assert refused.value.code == "platform_missing"
