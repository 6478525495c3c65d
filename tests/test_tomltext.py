"""TOML of others: read as the standard library reads it, or refused without a word of it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.tomltext import MAX_KEY_PARTS, read_toml


@given(st.text(st.sampled_from("ab.='\"[]{}\n #1"), max_size=30))
def test_what_is_short_is_read_as_the_standard_library_reads_it(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(ValueError, match=r"^$|^ at line \d+, column \d+$"):
            read_toml(text)
    else:
        assert read_toml(text) == expected


@pytest.mark.parametrize("spelled", ["a.", "a . ", '"a b".', "'.' .", "a\t.\t"])
def test_a_key_may_have_so_many_parts_and_no_more(spelled: str) -> None:
    for form in ("{}b = 1", "[{}b]", "x = {{ {}b = 1 }}"):
        read_toml(form.format(spelled * (MAX_KEY_PARTS - 1)))
        with pytest.raises(ValueError, match="parts"):
            read_toml(form.format(spelled * MAX_KEY_PARTS))


@pytest.mark.parametrize("text", ["annaexample = = 1", "annaexample = " + "9" * 5_000, "annaexample = " + "[" * 5_000])
def test_no_word_of_it_is_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_toml(text)
    assert "annaexample" not in str(caught.value)
    assert "999" not in str(caught.value)
    assert caught.value.__context__ is None
