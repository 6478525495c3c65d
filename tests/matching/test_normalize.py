from __future__ import annotations

import pytest

from socialmatch.matching.normalize import (
    MOST_LETTERS,
    account_features,
    email,
    handle_shape,
    phone,
    profile_features,
    website,
)
from socialmatch.matching.text import compact, fold, spellings, words
from socialmatch.models import Account, Profile


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("ＦＵＬＬ width", "full width"),
        ("O’Neill", "oneill"),
        ("Łukasz", "lukasz"),
        ("Иванов", "ivanov"),
        ("Jane 🚀 Roe", "jane  roe"),
        ("\u202eevil", "evil"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_and_compact() -> None:
    assert words("Ana-María  d'Souza (she)") == ("ana", "maria", "dsouza", "she")
    assert compact("Ana-María") == "anamaria"
    assert spellings("Jörg Müller") == ("jorgmuller", "joergmueller")
    assert spellings("plain") == ("plain",)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("Jane.Roe+shop@Example.com", "jane.roe@example.com"),
        ("j.a.n.e@googlemail.com", "jane@gmail.com"),
        ("no-at.example.com", ""),
        ("two words@example.com", ""),
        ("x@localhost", ""),
        ("+tag@example.com", ""),
    ],
)
def test_email(address: str, canonical: str) -> None:
    assert email(address) == canonical


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+12025550143", None, "+12025550143"),
        ("(202) 555-0143", "US", "+12025550143"),
        ("(202) 555-0143", None, ""),
        ("020 7946 0018", "GB", "+442079460018"),
        ("12", "US", ""),
        ("call me", "US", ""),
    ],
)
def test_phone(text: str, region: str | None, e164: str) -> None:
    assert phone(text, region) == e164


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.jane-roe.example/shop", ("jane-roe.example", ("janeroe", "shop"))),
        ("facebook.com/jane.roe", ("", ("janeroe",))),
        ("not an address", None),
        ("http://[broken", None),
    ],
)
def test_website(address: str, found: object) -> None:
    assert website(address) == found


def test_handle_shape_keeps_the_writers_boundaries() -> None:
    shape = handle_shape("RepJohn_Smith42")
    assert shape.text == "repjohnsmith42"
    assert shape.cuts == {0, 3, 7, 12, 14}
    assert handle_shape("жанна_Ру").text == "zhannaru"


@pytest.mark.parametrize("letter", ["a", "Я", "щ", "김", "\ufdfa", "\u337f"])
def test_of_a_handle_in_any_script_only_the_beginning_is_looked_at(letter: str) -> None:
    shape = handle_shape(letter * 100)
    assert len(shape.text) <= MOST_LETTERS
    assert max(shape.cuts) == len(shape.text)


def test_account_features_of_a_full_name_only() -> None:
    features = account_features(
        Account(account_id="1", full_name="Jane van Roe", country="US", phones=("202-555-0143",))
    )
    assert features.given == ("jane",)
    assert features.family == ("vanroe", "roe")
    assert features.phones == ("+12025550143",)
    assert account_features(Account(account_id="2", full_name="Roe, Jane")).family == ("roe",)


def test_profile_features_drop_the_host_a_handle_lives_on() -> None:
    assert profile_features(Profile("mastodon", "u", handle="jane@social.example")).handle.text == "jane"
    assert profile_features(Profile("bluesky", "did", handle="jane-roe.bsky.social")).handle.text == "janeroe"


def test_features_print_nobody() -> None:
    assert "roe" not in repr(account_features(Account(account_id="1", family_name="Roe", emails=("roe@example.com",))))
    assert "roe" not in repr(profile_features(Profile("x", "1", handle="roe", display_name="Roe"))).lower()
