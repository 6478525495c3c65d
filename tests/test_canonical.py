"""Canonical JSON: one spelling for each value (RFC 8785), and nothing that has none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.canonical import canonical
from socialmatch.errors import InputError
from socialmatch.leaf import TypeClass, commitment, encode_leaf

plain_text = st.text(st.characters(exclude_categories=["Cs"]))
ascii_keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, {}]}, '{"a":[true,null,{}],"b":1}'),
        ('\b\t\n\f\r"\\/', r'"\b\t\n\f\r\"\\/"'),
        ("\x00\x1f\x7f\u2028é\U0001f600", '"\\u0000\\u001f\x7f\u2028é\U0001f600"'),
        ({"A": 1, "a": 2, "": 3, "1": 4}, '{"":3,"1":4,"A":1,"a":2}'),
        ((-1, 0, 2**53 - 1), "[-1,0,9007199254740991]"),
    ],
)
def test_the_spelling_is_that_of_the_standard(value, text):
    assert canonical(value) == text.encode()


@given(values)
def test_what_is_written_is_what_is_read(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [1.0, 0.5, float("nan"), 2**53, -(2**53), b"x", {1: 2}, {"é": 1}, {None: 1}, "\ud800", {"a": {"b": [object()]}}],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_spelling_is_refused_and_not_shown(value):
    with pytest.raises(InputError) as refused:
        canonical(value)
    assert refused.value.code == "not_canonical"
    assert refused.value.__context__ is None


def test_what_is_nested_too_deep_is_refused():
    value: list = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(InputError):
        canonical(value)


def test_a_leaf_is_canonical():
    leaf = encode_leaf(812, TypeClass.CONSENT, 1_795_000_000_000, commitment(b"s" * 32, b"{}"))
    assert canonical(json.loads(leaf)) == leaf
