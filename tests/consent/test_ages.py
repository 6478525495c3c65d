"""Three answers to one question, and a table that never says less than 13 or more than 16."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from socialmatch.consent.ages import AGE_OF_CONSENT, HIGHEST, Age, Standing, age_refusal, age_wanted, stated_age
from socialmatch.models import Account

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_the_table_is_between_13_and_16():
    assert all(13 <= age <= HIGHEST for age in AGE_OF_CONSENT.values())


@pytest.mark.parametrize(
    ("country", "home", "age"),
    [
        ("AT", "", 14),
        ("at ", "DE", 14),
        ("", "AT", 14),
        ("", "", 16),
        ("Austria", "", 16),
        ("Austria", "AT", 14),
        ("DK", "", 16),
        ("DK", "US", 16),
        ("ZZ", "US", 16),
    ],
)
def test_the_age_is_the_countrys_or_the_highest(country, home, age):
    assert age_wanted(country, home) == age


@pytest.mark.parametrize(
    ("birthday", "year", "age"),
    [
        ("2010-11-01", None, Age.ENOUGH),
        ("2010-11-02", None, Age.MINOR),
        ("2012-02-29", None, Age.MINOR),
        ("1970-01-01", 2020, Age.ENOUGH),
        ("", None, Age.UNKNOWN),
        ("soon", None, Age.UNKNOWN),
        ("", 2010, Age.UNKNOWN),
        ("", 2009, Age.ENOUGH),
        ("", 2011, Age.MINOR),
    ],
)
def test_what_an_account_says_of_an_age(birthday, year, age):
    assert stated_age(Account("A-1", birthday=birthday, birth_year=year), NOW, 16).age is age


@pytest.mark.parametrize(
    ("standing", "unknown", "reason"),
    [
        (Standing(Age.MINOR), "allow", "minor"),
        (Standing(Age.MINOR, guardian=" "), "allow", "minor"),
        (Standing(Age.MINOR, guardian="form 1"), "refuse", ""),
        (Standing(Age.UNKNOWN), "allow", ""),
        (Standing(Age.UNKNOWN), "refuse", "age_unknown"),
        (Standing(Age.UNKNOWN, guardian="form 1"), "refuse", ""),
        (Standing(Age.ENOUGH), "refuse", ""),
    ],
)
def test_who_may_agree(standing, unknown, reason):
    assert age_refusal(standing, unknown) == reason
