"""Every parser with any input: a value or one of our errors. A sample of ``python -m tests.fuzz``."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.mutations import inputs
from fuzz.targets import CORPUS, TARGETS
from fuzz.watch import Watch
from socialmatch.errors import InputError

every_target = pytest.mark.parametrize("name", TARGETS)


def test_every_target_has_seeds_and_no_others_lie_there() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == set(TARGETS)
    assert all(target.seeds for target in TARGETS.values())


@every_target
def test_seeds_are_read_or_refused(name: str) -> None:
    codes = {TARGETS[name](seed) for seed in TARGETS[name].seeds}
    assert "" in codes  # at least one is what the parser is for


@every_target
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_bytes_give_a_value_or_our_own_error(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    pieces = st.one_of(st.sampled_from([*target.seeds, *target.words, b"\n"]), st.binary(max_size=20))
    target(b"".join(data.draw(st.lists(pieces, max_size=6))))


@every_target
def test_changed_seeds_give_a_value_or_our_own_error(name: str, tmp_path) -> None:
    target = TARGETS[name]
    watch = Watch(target, tmp_path)
    for data in islice(inputs(target.seeds, target.words, random.Random(name)), 150):
        watch.try_(data)
    assert not watch.findings


def test_what_must_not_happen_is_found(tmp_path) -> None:
    """The watch itself: a fault, a hang and a message that repeats the input."""

    def faulty(data: bytes) -> None:
        if data == b"hang":
            while True:
                pass
        if data == b"tell":
            raise InputError("annaexample cannot be read")
        raise IndexError

    watch = Watch(replace(TARGETS["moments"], read=faulty), tmp_path, slow=0.2)
    watch.begin()
    for data in (b"hang", b"tell", b"x"):
        watch.try_(data)
    assert {kind.partition(" at ")[0] for kind in watch.findings} == {"slow", "AssertionError", "IndexError"}
    assert len(list(tmp_path.iterdir())) == 3
