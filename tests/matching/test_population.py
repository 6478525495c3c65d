"""Peoples: which countries somebody is most likely from, by names and places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socialmatch.matching.counts import Counts
from socialmatch.matching.normalize import account_features
from socialmatch.matching.population import LEAST_ACCOUNTS, Peoples
from socialmatch.matching.segment import NAMES
from socialmatch.models import Account

HOMES = (
    ("Sweden", "Anders", "Andersson", "Malmo"),
    ("Spain", "Ana", "Garcia", "Sevilla"),
    ("Japan", "Aiko", "Sato", ""),
)


def crm() -> Counts:
    return Counts.over(
        account_features(
            Account("default", "crm", f"{country}{n}", given_name=given, family_name=family, city=city, country=country)
        )
        for country, given, family, city in HOMES
        for n in range(LEAST_ACCOUNTS)
    )


PEOPLES = Peoples(crm(), NAMES)
SAID = st.lists(st.sampled_from(["anders", "garcia", "sato", "ana", "nobody"]), max_size=4)
PLACES = st.lists(st.sampled_from(["malmo", "sevilla", "nowhere"]), max_size=2, unique=True)


@given(SAID, PLACES, st.integers(0, 3))
def test_the_nearest_are_those_to_whom_names_and_places_are_least_rare(words, places, number):
    def fit(people):
        named = sum(min(people.rarity(kind, word) for kind in NAMES) for word in words)
        return people.entry + named + max((people.rarity("place", place) for place in places), default=0)

    wanted = sorted(PEOPLES.countries, key=lambda people: (fit(people), people.country))
    assert PEOPLES.nearest(words, places, number) == wanted[:number]


def test_a_country_is_found_by_its_name_and_everybody_by_none():
    assert [PEOPLES.of(people.country) for people in PEOPLES.countries] == PEOPLES.countries
    assert PEOPLES.of("") is PEOPLES.at_large


def test_without_countries_nobody_is_near():
    assert Peoples(Counts(), NAMES).nearest(["anders"], ["malmo"], 2) == []
