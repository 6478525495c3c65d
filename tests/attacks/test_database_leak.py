"""Threat 12: somebody has every row of every table.

That codes of 20 bits are all found with the pepper and none without it is ``tests/consent/test_peppers.py``.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from pydantic import SecretBytes

from flows import ADA, ADAS, CONFIG, FLOWS, HANDLE_FIRST, HOME, code_for, dump, invitation_for, linked, loop_code, now
from socialmatch import SocialMatch
from socialmatch.config import Secrets
from socialmatch.errors import ConfigError, TokenRefused
from socialmatch.testing.stores import TEST_SECRETS

NEW, GUESS = b"q" * 32, b"\0" * 32


def secrets(**changes) -> Secrets:
    """The keys of the store, some of them changed."""
    names = ("pepper", "master_key", "suppression_key", "signing_key")
    return Secrets(**{**{name: getattr(TEST_SECRETS, name) for name in names}, **changes})


def reopened(url: str, clock, **changes) -> SocialMatch:
    return SocialMatch(url, config=CONFIG, secrets=secrets(**changes), clock=clock)


def drawn(sm) -> dict[str, str]:
    """One secret of every kind, each still of use."""
    invitation = invitation_for(sm)
    request = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm))
    return {
        "code": code_for(sm),
        "invitation": invitation,
        "loop code": loop_code(sm, invitation),
        "state": request.state.reveal(),
        "nonce": request.nonce,
        "session": HOME,
    }


def guesses(secret: str) -> list[bytes]:
    """What a row would hold if the secret could be found from it: the secret, or a digest that needs no key."""
    plain = {secret, secret.lower(), secret.replace("-", ""), secret.partition("-")[2].replace("-", "")}
    texts = [one.encode() for one in plain]
    found = list(texts)
    for text in texts:
        for name in ("sha256", "sha1", "md5", "sha512", "blake2b"):
            found += [hashlib.new(name, text).digest(), hashlib.new(name, text).hexdigest().encode()]
        found += [hmac.digest(key, text, "sha256") for key in (b"", GUESS, b"default")]
    return found


def test_no_row_holds_a_secret_or_what_could_be_made_of_it_without_a_key(on_disk):
    secret = drawn(on_disk)
    cells = b"\0".join(
        cell if isinstance(cell, bytes) else str(cell).encode()
        for rows in dump(on_disk).values()
        for row in rows
        for cell in row
        if cell is not None
    )
    assert len(cells) > 1_000
    for name, text in secret.items():
        assert not [one for one in guesses(text) if len(one) > 8 and one in cells], name


def test_invitations_and_states_have_128_bits_or_more(sm):
    invitation = sm.invite_profile(ADA, wrote_at=now(sm)).invitation
    state = sm.begin_sign_in(ADAS, "x", session=HOME, signed_in_at=now(sm)).state
    code = sm.invite(ADAS, session=HOME, signed_in_at=now(sm)).code
    assert invitation.bits >= 128
    assert state.bits >= 128
    assert code.bits >= 64


@pytest.mark.parametrize("pepper", [None, SecretBytes(b""), SecretBytes(b"short")])
def test_without_a_pepper_nothing_starts(in_file, sqlite_url, clock, pepper):
    with pytest.raises((ConfigError, ValueError)):
        reopened(sqlite_url, clock, pepper=pepper)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_stolen_pepper_is_replaced_while_people_are_on_their_way(in_file, sqlite_url, clock, flow):
    begun = flow.begin(in_file)
    with reopened(sqlite_url, clock, pepper=SecretBytes(NEW), former_peppers=(TEST_SECRETS.pepper,)) as rotated:
        flow.finish(rotated, begun)
    assert len(linked(in_file)) == 1


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_what_a_pepper_made_that_is_gone_is_worth_nothing(in_file, sqlite_url, clock, flow):
    begun = flow.begin(in_file)
    with reopened(sqlite_url, clock, pepper=SecretBytes(NEW)) as rotated:
        with pytest.raises(TokenRefused):
            flow.finish(rotated, begun)
        assert linked(rotated) == []


def test_an_old_pepper_does_not_lengthen_a_life(in_file, sqlite_url, clock):
    begun = HANDLE_FIRST.begin(in_file)
    clock.advance(timedelta(minutes=10))
    rotated = reopened(sqlite_url, clock, pepper=SecretBytes(NEW), former_peppers=(TEST_SECRETS.pepper,))
    with rotated, pytest.raises(TokenRefused):
        HANDLE_FIRST.finish(rotated, begun)
