"""Whatever somebody calls themselves, it stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import HOSTILE, Reader
from socialmatch.html import Html, element, markup, person, text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_makes_no_markup(name: str) -> None:
    page = element("p", person(name), title=name)
    page.encode()
    assert Reader(page).tags == ["p", "bdi"]
    assert [entry[:2] for entry in Reader(page).attributes] == [("p", "title")]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn"))))
def test_escaping_keeps_what_was_written(value: str) -> None:
    reader = Reader(element("p", value, title=value))
    assert "".join(reader.texts) == value
    assert reader.attributes == [("p", "title", value)]


@given(st.text())
def test_any_text_can_be_written_to_a_file(value: str) -> None:
    assert Reader(text(value).encode().decode()).tags == []


def test_reordering_marks_are_shown_but_plain_directions_stay() -> None:
    assert text("a\u202eb\u2066c") == "a\ufffdb\ufffdc"
    assert text("ن\u200f נ\u200e 👩\u200d🚀") == "ن\u200f נ\u200e 👩\u200d🚀"


def test_markup_is_not_escaped_twice() -> None:
    assert markup(element("b", "1 < 2"), " & ", None) == "<b>1 &lt; 2</b> &amp; "
    assert isinstance(markup("x"), Html)


def test_attributes() -> None:
    assert (
        element("rect", x=1.50, height=14, class_="for", aria_label=None)
        == '<rect x="1.5" height="14" class="for"></rect>'
    )
    assert element("meta", http_equiv="x") == '<meta http-equiv="x">'
