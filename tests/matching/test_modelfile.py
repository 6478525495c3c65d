"""A learned model as a file: read as it was written, refused where it is anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.errors import InputError
from socialmatch.matching.calibration import OFFSETS, SLOPES, Calibration
from socialmatch.matching.learning import SHARES
from socialmatch.matching.modelfile import BUILT_IN, Card, LearnedModel

CARD = Card("share", "2026-11-01T00:00:00Z", "support", "hand-6", {"profiles": 300}, {"turns": 12}, ("One limit.",))
MODEL = LearnedModel("hand-6", 362, Calibration(900, -250), CARD)

learned = st.builds(
    LearnedModel,
    st.sampled_from(["hand-6", "hand-x"]),
    st.integers(*SHARES),
    st.builds(Calibration, st.integers(*SLOPES), st.integers(*OFFSETS)),
    st.just(CARD),
)


@given(learned)
def test_a_file_is_read_as_it_was_written(model: LearnedModel) -> None:
    assert LearnedModel.from_text(model.text()) == model
    assert LearnedModel.from_text(model.text()).text() == model.text()


def test_the_name_stands_for_the_parameters_alone() -> None:
    other_card = LearnedModel("hand-6", 362, Calibration(900, -250), Card("share", "", "", ""))
    assert MODEL.name == other_card.name != LearnedModel("hand-6", 363, Calibration(900, -250), CARD).name
    assert MODEL.digest != other_card.digest


def test_what_scores_once_it_is_adopted() -> None:
    parameters = MODEL.parameters()
    assert (parameters.share, parameters.calibration) == (0.362, Calibration(900, -250))
    assert parameters.version == f"{BUILT_IN.version}+{MODEL.name}"
    assert parameters.show == BUILT_IN.show


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("unknown_format", lambda d: d.update(format="socialmatch model v2")),
        ("bad_model", lambda d: d.pop("format")),
        ("bad_model", lambda d: d.update(more=1)),
        ("bad_model", lambda d: d.update(name="fit-00000000")),
        ("bad_model", lambda d: d.update(base=7)),
        ("bad_model", lambda d: d.update(card=[])),
        ("bad_model", lambda d: d["card"].update(limits="none")),
        ("bad_model", lambda d: d["card"].update(learned_from={"profiles": "many"})),
        ("bad_model", lambda d: d["parameters"].update(share_per_mille=362.5)),
        ("bad_model", lambda d: d["parameters"].update(share_per_mille=True)),
        ("bad_model", lambda d: d["parameters"].update(share_per_mille=1_000)),
        ("bad_model", lambda d: d["parameters"].update(slope_per_mille=0)),
        ("bad_model", lambda d: d["parameters"].pop("offset_millibits")),
    ],
)
def test_anything_else_is_refused(code: str, spoil: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(MODEL.text())
    spoil(document)
    with pytest.raises(InputError) as refused:
        LearnedModel.from_json(document)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"hand-6"', "[" * 100_000])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        LearnedModel.from_text(text)
    assert refused.value.code == "bad_model"
