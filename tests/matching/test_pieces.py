"""What of an account a text may show."""

from __future__ import annotations

from nicknames import NickNamer

from socialmatch.matching.nicknames import variants
from socialmatch.matching.normalize import account_features
from socialmatch.matching.parts import ShowCosts
from socialmatch.matching.pieces import LONGEST_SPAN, pieces_of
from socialmatch.matching.sightings import Sightings
from socialmatch.matching.text import compact
from socialmatch.models import Account


def test_no_form_of_a_name_is_longer_than_what_is_kept_of_a_text():
    names = {compact(name) for name, others in NickNamer.default_lookup().items() for name in (name, *others)}
    assert max(len(form) for name in names for form in variants(name)) < LONGEST_SPAN


def test_a_word_longer_than_that_is_found_all_the_same():
    long = "theveryveryverylongmillworkscompany"
    account = account_features(Account("A-1", given_name="Jane", family_name="Roe", organization=long))
    assert len(long) > LONGEST_SPAN

    def shown(text: str) -> set[str]:
        return {part.part for part in Sightings(text, frozenset(), (), ShowCosts()).of(account)}

    assert "organization" in shown(f"jane{long}")
    assert "organization" not in shown(f"jane{long[:-1]}")


def test_pieces_are_listed_once_and_show_nobody():
    account = account_features(Account("A-1", given_name="Jane", family_name="Roe"))
    assert pieces_of(account) is pieces_of(account)
    assert repr(pieces_of(account)) == "Pieces()"
