"""Limits come from the settings, are checked at start, and hold in the store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from linking import ADAS, BOS, OTHER_SESSION, ask, send
from socialmatch.client import SocialMatch
from socialmatch.config import Config, Rates
from socialmatch.consent.codes import issue_code
from socialmatch.consent.limits import Limits
from socialmatch.errors import ConfigError, TokenRefused
from socialmatch.store import events
from socialmatch.testing.stores import TEST_SECRETS


def limited(at, **rates):
    return replace(at, config=at.config.model_copy(update={"limits": Rates(**rates)}))


def test_the_settings_are_the_limits():
    assert Limits.of(Rates()) == Limits()


def test_settings_that_could_be_guessed_through_do_not_open():
    easy = Config(limits=Rates(sender=1_000, tenant=10**9, everywhere=10**9, open_codes=10**9))
    with pytest.raises(ConfigError) as refused:
        SocialMatch("sqlite://", config=easy, secrets=TEST_SECRETS)
    assert refused.value.code == "guessable"


def test_no_more_codes_are_open_than_the_formula_counts_on(at, clock):
    at = limited(at, open_codes=2)
    ask(at)
    ask(at, BOS, OTHER_SESSION)
    with pytest.raises(TokenRefused):
        ask(at)
    clock.advance(timedelta(minutes=10))
    ask(at)


def test_of_fifty_threads_five_may_try(at):
    wrong = issue_code(lambda n: b"\1" * n).reveal()

    def attempt(_: int) -> None:
        with pytest.raises(TokenRefused):
            send(at, wrong)

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(attempt, range(50)))
    with at.store.read("default") as session:
        reasons = [event.data["reason"] for event in events.walk(session) if event.kind == "claim"]
    assert sorted(reasons) == ["limited"] * 45 + ["unknown"] * 5


def test_an_account_asks_as_often_as_the_settings_say(at):
    at = limited(at, account=1)
    ask(at, ADAS)
    with pytest.raises(TokenRefused):
        ask(at, ADAS)
