"""An account that has a given name only as an initial."""

from __future__ import annotations

from dataclasses import replace

import pytest

from people import propose_for, x_profile
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.matching.parts import ShowCosts
from socialmatch.matching.pieces import sources_of
from socialmatch.matching.sightings import Sightings
from socialmatch.models import Account

J = Account(account_id="j", given_name="J", family_name="Smythwick")


def weight(account: Account = J, **profile: str) -> int:
    found = propose_for(x_profile(profile.pop("handle", "zzqq"), **profile), [account]).proposals
    return next(proposal.weight for proposal in found if proposal.account == account.key)


def test_an_initial_is_no_name() -> None:
    features = account_features(Account(account_id="1", given_name="J. R.", family_name="Roe"))
    assert features.given == ()
    assert features.initials == ("j", "r")
    mixed = account_features(Account(account_id="2", given_name="J. Robert", family_name="Roe"))
    assert (mixed.given, mixed.initials) == (("robert",), ("j",))


@pytest.mark.parametrize("handle", ["jsmythwick", "j.smythwick", "smythwickj", "smythwick_j"])
def test_a_handle_shows_it(handle: str) -> None:
    assert weight(handle=handle) > weight(handle="smythwick")


def test_a_name_that_begins_with_it_is_no_evidence_against() -> None:
    alone = weight(display_name="Smythwick")
    assert weight(display_name="J. Smythwick") > alone
    assert weight(display_name="John Smythwick") > alone
    assert weight(display_name="Smythwick, photographer") > weight(display_name="Clara Smythwick") - 1000
    assert weight(display_name="Clara Smythwick") < alone


def test_any_form_of_the_name_may_begin_with_it() -> None:
    robert = Account(account_id="r", given_name="R", family_name="Smythwick")
    assert weight(robert, display_name="Bob Smythwick") > weight(robert, display_name="Clara Smythwick")


def test_it_is_told_in_words() -> None:
    found = propose_for(x_profile("zzqq", display_name="John Smythwick"), [J]).proposals[0]
    assert any(one.text == "a name that goes with the initial on file" for one in found.evidence)
    against = propose_for(x_profile("zzqq", display_name="Clara Smythwick"), [J]).proposals[0]
    assert any(one.text == "no name goes with the initial on file" for one in against.evidence)


@pytest.mark.parametrize(("shown", "words"), [("J.R. Roe", ("j", "r", "roe")), ("Jane Roe, M.D.", ("jane", "roe"))])
def test_dotted_initials_come_apart_and_degrees_do_not(shown: str, words: tuple[str, ...]) -> None:
    assert profile_features(x_profile("zzqq", display_name=shown)).name == words


def test_it_is_no_form_of_any_name_on_file_however_many_there_are() -> None:
    names = [f"{first}a{last}o" for last in "lmnrt" for first in "bdfgklmnprtvx"]
    account = account_features(replace(J, middle_name=" ".join(names[:12]), other_names=tuple(names[12:])))
    sightings = Sightings("smythwick j", frozenset("j"), (), ShowCosts())
    (initial,) = [part for part in sightings.of(account) if part.text == "j"]
    assert initial.hinted
    assert not any(initial.hinted & bits for bits in sources_of(account).values())
