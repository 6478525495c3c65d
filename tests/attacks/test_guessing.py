"""Threat 3: codes are guessed. How well guessing pays is computed; ``tests/consent/test_peppers.py`` shows that the
formula is right with codes of 20 bits."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from flows import ADA, ADAS, CONFIG, ELSEWHERE, EVE, EVES, code_for, invitation_for, refusals, suspicions
from socialmatch import Profile, SocialMatch
from socialmatch.config import Config, Rates
from socialmatch.consent.codes import issue_code
from socialmatch.consent.limits import MAX_GUESS_RATE, Limits, guess_rate
from socialmatch.consent.peppers import Peppers
from socialmatch.errors import ConfigError, LinkError, TokenRefused
from socialmatch.testing import fake_store
from socialmatch.testing.stores import TEST_SECRETS

WRONG = issue_code(lambda n: b"\1" * n).reveal()


def attempts(act, number: int) -> int:
    """How many of so many at once were not refused for there being too many."""

    def one(_: int) -> bool:
        try:
            act()
        except (TokenRefused, LinkError):
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        return sum(pool.map(one, range(number)))


def limited(url: str, clock, **rates: int) -> SocialMatch:
    """The same store, under other limits."""
    return SocialMatch(
        url, config=CONFIG.model_copy(update={"limits": Rates(**rates)}), secrets=TEST_SECRETS, clock=clock
    )


def test_settings_that_could_be_guessed_through_do_not_open():
    easy = Config(limits=Rates(sender=1_000, tenant=10**9, everywhere=10**9, open_codes=10**9))
    with pytest.raises(ConfigError) as refused:
        fake_store(config=easy)
    assert refused.value.code == "guessable"
    assert guess_rate(65, Limits()) <= MAX_GUESS_RATE


def test_the_sixth_try_is_refused_though_the_code_is_right(sm):
    code = code_for(sm)
    for _ in range(5):
        with pytest.raises(TokenRefused):
            sm.redeem(WRONG, ADA)
    with pytest.raises(TokenRefused):
        sm.redeem(code, ADA)
    assert refusals(sm) == ["unknown"] * 5 + ["limited"]
    sm.clock.advance(timedelta(minutes=9))
    with pytest.raises(TokenRefused):
        sm.redeem(code, ADA)


def test_a_million_guesses_hit_none_of_ten_thousand_codes():
    """The digests as the store keeps them, looked up as the store does; a million commits would take an hour."""
    rnd = random.Random(3)
    peppers = Peppers(b"p" * 32)
    open_codes = {issue_code(rnd.randbytes).reveal() for _ in range(10_000)}
    drawn = rnd.randbytes(13 * 1_000_000)
    symbols = bytes(byte % 32 for byte in range(256))
    known = {bytes(_values(code)) for code in open_codes}
    guesses = drawn.translate(symbols)
    assert not any(guesses[at : at + 13] in known for at in range(0, len(guesses), 13))
    assert peppers.digest(issue_code(rnd.randbytes), "default").value != b""


def _values(code: str) -> list[int]:
    from socialmatch.consent.codes import ALPHABET

    return [ALPHABET.index(symbol) for symbol in code.removeprefix("SM-").replace("-", "")[:-1]]


def test_of_fifty_threads_of_one_sender_five_may_try(on_disk):
    attempts(lambda: on_disk.redeem(WRONG, EVE), 50)
    assert sorted(refusals(on_disk)) == ["limited"] * 45 + ["unknown"] * 5
    assert suspicions(on_disk) == ["bad_codes"]


@pytest.mark.parametrize("which", ["tenant", "everywhere"])
def test_of_fifty_threads_of_fifty_senders_as_many_as_the_limit_may_try(on_disk, store_url, clock, which):
    senders = iter([Profile("x", str(7000 + number)) for number in range(50)])
    with limited(store_url, clock, **{which: 7}) as strict:
        attempts(lambda: strict.redeem(WRONG, next(senders)), 50)
    assert sorted(refusals(on_disk)) == ["limited"] * 43 + ["unknown"] * 7


def test_of_fifty_threads_of_one_account_five_get_a_code(on_disk):
    assert attempts(lambda: code_for(on_disk), 50) == 5
    assert refusals(on_disk) == ["limited"] * 45


def test_of_fifty_threads_as_many_codes_are_open_as_the_formula_counts_on(on_disk, store_url, clock):
    with limited(store_url, clock, open_codes=3, account=50) as strict:
        assert attempts(lambda: code_for(strict), 50) == 3


def test_of_fifty_threads_one_makes_an_invitation(on_disk):
    assert attempts(lambda: invitation_for(on_disk), 50) == 1


def test_limits_are_remembered_by_the_next_process(in_file, sqlite_url, clock):
    for _ in range(5):
        with pytest.raises(TokenRefused):
            in_file.redeem(WRONG, ADA)
    with limited(sqlite_url, clock) as restarted, pytest.raises(TokenRefused):
        restarted.redeem(code_for(restarted), ADA)
    assert refusals(in_file)[-1] == "limited"


def test_one_who_is_limited_does_not_limit_another(sm):
    for _ in range(6):
        with pytest.raises(TokenRefused):
            sm.redeem(WRONG, EVE)
    assert sm.redeem(code_for(sm), ADA).state == "claimed"
    assert code_for(sm, EVES, ELSEWHERE)
    assert sm.redeem(code_for(sm, ADAS), ADA).state == "claimed"
