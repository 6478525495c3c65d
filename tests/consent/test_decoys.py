"""A handle among decoys: nothing but its owner's knowledge tells which it is."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.consent.decoys import MOST, choices


def free(handle: str) -> bool:
    return False


HANDLES = st.from_regex(r"[a-z]{3,10}[._]?[A-Z]?[a-z]{0,4}[0-9]{0,4}", fullmatch=True)


@given(HANDLES, st.integers(3, MOST), st.binary(min_size=32, max_size=32))
def test_a_list_is_the_same_for_a_seed_and_holds_the_handle_once(handle, number, seed):
    found = choices(handle, number, seed=seed, taken=free)
    assert found == choices(handle, number, seed=seed, taken=free)
    assert len({one.casefold() for one in found}) == number
    assert found.count(handle) == 1


@given(HANDLES, st.binary(min_size=32, max_size=32))
def test_every_handle_of_a_list_has_the_form_of_the_right_one(handle, seed):
    def form(text: str) -> str:
        return re.sub("[0-9]", "0", re.sub("[a-z]", "a", re.sub("[A-Z]", "A", text)))

    assert {form(one) for one in choices(handle, 5, seed=seed, taken=free)} == {form(handle)}


def test_the_place_in_the_list_tells_nothing():
    at = Counter(
        choices("nightowl_77", 4, seed=number.to_bytes(32, "big"), taken=free).index("nightowl_77")
        for number in range(2_000)
    )
    assert all(400 < at[place] < 600 for place in range(4))


def test_decoys_stay_on_the_same_server():
    found = choices("quietfox@social.example", 4, seed=b"s" * 32, taken=free)
    assert {one.partition("@")[2] for one in found} == {"social.example"}


def test_nobody_who_is_known_is_a_decoy():
    first = choices("nightowl_77", 4, seed=b"s" * 32, taken=free)
    known = next(one for one in first if one != "nightowl_77")
    second = choices("nightowl_77", 4, seed=b"s" * 32, taken=lambda one: one == known)
    assert known not in second
    assert len(second) == 4
    assert choices("nightowl_77", 4, seed=b"s" * 32, taken=lambda one: True) == ()


@pytest.mark.parametrize("handle", ["12025550142", "+12025550142", "a1", "", "Ночь_77", "__"])
def test_a_handle_without_a_word_of_ours_has_no_decoys(handle):
    assert choices(handle, 4, seed=b"s" * 32, taken=free) == ()
