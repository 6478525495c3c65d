"""Who else a profile may be of: a relative, a namesake with another spelling, somebody who thought of the same word."""

from __future__ import annotations

import pytest

from people import permit_all, propose_for, x_profile
from socialmatch.errors import ConsentMissing
from socialmatch.matching.counts import Counts, good_turing
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, Decision

NAOMI = Account(
    account_id="naomi", given_name="Naomi", family_name="Huxwell", emails=("huxwells@example.com",), city="Pomby"
)
OTHERS = [
    Account(account_id=f"o{number}", given_name=given, family_name=family, city=city)
    for number, (given, family, city) in enumerate(
        [("Eoin", "Barr", "Leeds"), ("Mary", "Hill", "York"), ("Mary", "Hall", "Bath"), ("Ann", "Price", "Truro")] * 30
    )
]


NAMESAKES = ("Mary Hill", "Mary Hall")


def best(handle: str, **shown: object):
    return propose_for(x_profile(handle, **shown), [NAOMI, *OTHERS]).proposals[0]


def test_a_family_name_and_a_town_are_a_relatives_too() -> None:
    brother = best("eoinhuxwell", display_name="Eoin Huxwell", location="Pomby")
    herself = best("naomihuxwell", display_name="Naomi Huxwell", location="Pomby")
    unnamed = best("huxwell_x", display_name="Huxwell", location="Pomby")
    assert herself.decision is Decision.MATCH
    assert brother.probability < 0.5
    assert unnamed.probability < 0.95 and unnamed.decision is not Decision.MATCH


def test_a_mailbox_can_be_a_familys() -> None:
    brother = best("sturdyotter", display_name="Eoin", public_emails=("huxwells@example.com",))
    herself = best("sturdyotter", display_name="Naomi", public_emails=("huxwells@example.com",))
    assert herself.decision is Decision.MATCH
    assert brother.decision is not Decision.MATCH


def test_nobodys_relatives_are_thought_of_without_their_permission() -> None:
    account, profile = account_features(NAOMI), profile_features(x_profile("huxwell"))
    model = Model(Counts.over([account]))
    with pytest.raises(ConsentMissing):
        model.weigh_relative(permit_all(profile.key), account, model.read(profile))
    with pytest.raises(ConsentMissing):
        model.weigh_relative(permit_all(account.key), account, model.read(profile))


def test_a_name_that_somebody_has_is_no_misspelling_of_another() -> None:
    hall = Account(account_id="hall", given_name="Mary", family_name="Hall")
    hill, own = (propose_for(x_profile("mh", display_name=name), [hall]).proposals[0] for name in NAMESAKES)
    assert hill.decision is not Decision.MATCH
    assert hill.weight <= own.weight - 8000
    assert best("naomi_huxwel", display_name="Naomi Huxwel", location="Pomby").account == NAOMI.key


@pytest.mark.parametrize("pronouns", ["(she/her)", "she/they", "- SHE/HER -"])
def test_pronouns_are_no_names(pronouns: str) -> None:
    assert profile_features(x_profile("n", display_name=f"Naomi Huxwell {pronouns}")).name == ("naomi", "huxwell")


def test_a_display_name_that_is_the_handle_says_it_once() -> None:
    silent, repeated = best("naomihuxwell"), best("naomihuxwell", display_name="NaomiHuxwell")
    assert silent.weight == repeated.weight


def test_a_place_told_twice_counts_once() -> None:
    told, twice = best("naomi_h", location="Pomby"), best("naomi_pomby", location="Pomby")
    assert twice.weight <= told.weight


def test_an_unknown_family_name_is_another_name() -> None:
    silent = best("naomi1", display_name="Naomi", location="Pomby")
    other = best("naomi1", display_name="Naomi Grobbelthwaite", location="Pomby")
    assert other.weight <= silent.weight - 3000


def test_where_the_crm_has_no_given_name_another_is_no_contradiction() -> None:
    initials = Account(account_id="n", family_name="Huxwell", city="Pomby")
    shown = propose_for(x_profile("naomihuxwell", display_name="Naomi Huxwell"), [initials, *OTHERS]).proposals[0]
    alone = propose_for(x_profile("huxwell", display_name="Huxwell"), [initials, *OTHERS]).proposals[0]
    assert shown.weight >= alone.weight - 2000


class TestRarity:
    def test_what_nearly_nobody_shares_is_rarer_than_the_count_says(self) -> None:
        expected = good_turing({"local": [8000, 30, 0, 0, 0, 0], "family": [6000, 900, 200, 90, 40, 30]})
        assert expected["local"][1] < 0.01
        assert 0.2 < expected["family"][1] < 0.5
        assert expected["local"][0] < expected["local"][1]

    def test_of_few_values_the_count_itself_is_taken(self) -> None:
        assert good_turing({"host": [10, 5, 0, 0, 0, 0]})["host"] == {0: 0.3}

    def test_a_pseudonym_is_anybodys(self) -> None:
        assert "pseudonym" not in good_turing({"pseudonym": [400, 3, 0, 0, 0, 0]})
        counted = Counts.over([account_features(Account(account_id="p", emails=("calmotter@example.com",)))])
        assert counted.values["pseudonym:calmotter"] == 1
        assert counted.values["local:calmotter"] == 0
