"""A handle read as anybody's and as one account's."""

from __future__ import annotations

import time

import pytest

from people import crowd
from socialmatch.matching.counts import Counts
from socialmatch.matching.normalize import account_features, handle_shape
from socialmatch.matching.parts import ShowCosts
from socialmatch.matching.population import Population
from socialmatch.matching.segment import Reader, Vocabulary
from socialmatch.matching.sightings import Sightings
from socialmatch.models import Account

JANE = Account(
    account_id="jane",
    given_name="Jane",
    middle_name="Quinn",
    family_name="Valasek",
    city="Dunedin",
    emails=("jqv.dunedin@example.com",),
    birth_year=1984,
)
COSTS = ShowCosts()


def weight(handle: str, account: Account = JANE) -> tuple[int, list[str]]:
    counts = Counts.over(account_features(a) for a in [JANE, *crowd()])
    reader = Reader(handle_shape(handle), Vocabulary.of(Population(counts), COSTS), COSTS)
    sightings = Sightings(reader.text, reader.lone, (), COSTS)
    story = reader.tell(sightings.of(account_features(account)))
    return reader.somebody - story.cost, [part.part for part in story.parts]


@pytest.mark.parametrize(
    ("handle", "parts"),
    [
        ("janevalasek", ["given", "family"]),
        ("valasek.jane", ["family", "given"]),
        ("the_real_jane_valasek", ["given", "family"]),
        ("jvalasek84", ["initial+family", "year"]),
        ("JaneFromDunedin", ["given", "place"]),
        ("jqv", ["initials"]),
        ("jqvdunedin", ["local"]),
        ("xkcdfan", []),
    ],
)
def test_the_parts_a_handle_shows(handle: str, parts: list[str]) -> None:
    found, shown = weight(handle)
    assert shown == parts
    assert (found > 0) == bool(parts)


def test_more_of_the_name_weighs_more() -> None:
    assert weight("janevalasek")[0] > weight("jvalasek")[0] > weight("valasek")[0] > weight("jane")[0]


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    smith = Account(account_id="s", given_name="Jane", family_name="Smith")
    assert weight("janevalasek")[0] > weight("janesmith", smith)[0] > 0


def test_another_persons_name_weighs_against() -> None:
    assert weight("emmabrown")[0] < 0


def test_a_name_inside_another_is_not_taken_for_it() -> None:
    lind = Account(account_id="l", given_name="Sara", family_name="Lind")
    assert weight("lindafischer", lind)[0] <= 0


def test_what_nobody_can_explain_cancels_out() -> None:
    assert abs(weight("janevalasek")[0] - weight("janevalasek_qzx")[0]) < 3000


def test_no_handle_weighs_nothing() -> None:
    assert weight("") == (0, [])


def test_names_that_overlap_are_told_in_a_moment() -> None:
    tangled = Account(
        account_id="tangled",
        given_name="noa jn onona ojj",
        middle_name="jaoan jo",
        family_name="njoj",
        other_names=("jaja", "naja", "jaoo", "jjno", "ao", "jaonn", "nnon"),
    )
    started = time.process_time()
    weight("jojojaoanjnnojojnjonoaononajaoanononaojjjojoojjjaoanojjojjjnja", tangled)
    assert time.process_time() - started < 0.8
