"""Laws of folding and of the model."""

from __future__ import annotations

import gc
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from people import crowd, permit_all, x_profile
from socialmatch.engines.base import Job
from socialmatch.engines.python import PythonEngine
from socialmatch.matching.blocking import Block, Holders, account_keys
from socialmatch.matching.counts import Counts
from socialmatch.matching.decide import Thresholds
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import (
    AccountFeatures,
    account_features,
    email,
    handle_shape,
    phone,
    profile_features,
    website,
)
from socialmatch.matching.parts import ShowCosts
from socialmatch.matching.sightings import Sightings
from socialmatch.matching.text import compact, fold, spellings

CROWD = crowd()


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert compact(compact(text)) == compact(text)
    assert fold(text).isascii()


@given(st.text(max_size=40))
def test_readers_of_raw_values_take_any_text(text: str) -> None:
    shape = handle_shape(text)
    assert max(shape.cuts) == len(shape.text)
    assert compact(shape.text) == shape.text
    assert email(email(text)) == email(text)
    website(text)
    phone(text, "US")
    assert all(s.isascii() for s in spellings(text))


WORDS = st.sampled_from("anna ann nan smith smithson jo joanna garcia lopez garcialopez leeds mit 1984 v x".split())
PEOPLE = st.builds(
    AccountFeatures,
    key=st.just(CROWD[0].key),
    given=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    middle=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    family=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    aliases=st.lists(WORDS, max_size=1).map(tuple),
    locals=st.lists(WORDS, max_size=1).map(tuple),
    places=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    titles=st.lists(WORDS, max_size=1).map(tuple),
    birth_year=st.sampled_from([None, 1984]),
)


@given(PEOPLE)
def test_an_account_is_found_under_its_keys_and_no_others(account: AccountFeatures) -> None:
    keys = account_keys(account)
    number = Holders([account, account])
    assert all(number(Block(key)) == 2 for key in keys)
    kinds = {key.partition(":")[0] for key in keys}
    assert not any(number(Block(f"{kind}:nobody|nobody")) for kind in kinds)


def test_scoring_leaves_no_garbage_that_only_a_collector_finds() -> None:
    profiles = [x_profile(handle, user_id=handle) for handle in ("jane_smyth", "garcialopez84", "anna.lopes")]
    permitted = permit_all(*(p.key for p in profiles), *(a.key for a in CROWD))
    accounts = [account_features(a) for a in CROWD]
    rows = [profile_features(p) for p in profiles]
    job = Job(permitted, accounts, rows, Model(Counts.over(accounts)), Thresholds(), top=3)
    list(PythonEngine().run(job))  # what is remembered is made
    gc.collect()
    gc.disable()
    try:
        list(PythonEngine().run(job))
        assert gc.collect() == 0
    finally:
        gc.enable()


@given(st.lists(PEOPLE, min_size=2, max_size=6), st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["", "_"]))
def test_what_was_sought_for_others_changes_nothing(
    people: list[AccountFeatures], words: list[str], separator: str
) -> None:
    shape = handle_shape(separator.join(words))
    slips = tuple(word for word in words if len(word) > 3)
    lone = frozenset(word for word in words if len(word) == 1)
    remembering = Sightings(shape.text, lone, slips, ShowCosts())
    for account in people:
        assert remembering.of(account) == Sightings(shape.text, lone, slips, ShowCosts()).of(account)
        assert all(part.text in shape.text for part in remembering.of(account))


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(["janesmith", "mgarcia", "wei.chen88", "xk", "Rossi_Mia"]), min_size=1),
)
def test_the_order_of_rows_changes_nothing(seed: int, handles: list[str]) -> None:
    profiles = [x_profile(handle, user_id=str(i)) for i, handle in enumerate(handles)]
    permitted = permit_all(*(p.key for p in profiles), *(a.key for a in CROWD))

    def run(shuffle: random.Random | None) -> list[object]:
        accounts = [account_features(a) for a in CROWD]
        rows = [profile_features(p) for p in profiles]
        if shuffle:
            shuffle.shuffle(accounts)
            shuffle.shuffle(rows)
        job = Job(permitted, accounts, rows, Model(Counts.over(accounts)), Thresholds(), top=3)
        return [outcome.proposals for outcome in PythonEngine().run(job)]

    assert run(None) == run(random.Random(seed))


@settings(max_examples=30, deadline=None)
@given(st.text("abcdefgjmnrs.42_", min_size=1, max_size=12))
def test_probabilities_are_shares_of_one(handle: str) -> None:
    profile = x_profile(handle)
    permitted = permit_all(profile.key, *(a.key for a in CROWD))
    accounts = [account_features(a) for a in CROWD]
    job = Job(permitted, accounts, [profile_features(profile)], Model(Counts.over(accounts)), Thresholds(), top=1000)
    (outcome,) = PythonEngine().run(job)
    assert 0 <= sum(p.probability for p in outcome.proposals) <= 1.000001
    weights = [p.weight for p in outcome.proposals]
    assert weights == sorted(weights, reverse=True)
