"""What is stored of a code: found with the pepper, worth nothing without it."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import pickle
import random
import struct
from datetime import timedelta

import pytest
from pydantic import SecretBytes

from socialmatch.config import Secrets
from socialmatch.consent.codes import (
    ALPHABET,
    Code,
    InvitationCode,
    check_symbol,
    issue_code,
    issue_invitation,
    read_code,
)
from socialmatch.consent.limits import GUESSERS, Limit, Limits, guess_rate
from socialmatch.consent.peppers import Digest, Peppers, pepper_id
from socialmatch.errors import ConfigError, UsageError

DAY = timedelta(days=1)
OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
CODE = read_code("SM-BGNT-Z49E-KRX2-7K")


def test_the_digest_is_the_documented_one():
    fields = ["socialmatch token v1", "default", "code", CODE.reveal()]
    message = b"".join(struct.pack(">I", len(field.encode())) + field.encode() for field in fields)
    value = hmac.new(NEW, message, hashlib.sha256).digest()
    assert Peppers(NEW).digest(CODE, "default") == Digest(pepper_id(NEW), value)


def test_tenant_kind_text_and_pepper_all_count():
    invitation = issue_invitation(random.Random(1).randbytes)
    symbols = "A" * 13 + check_symbol("A" * 13)
    values = {
        Peppers(key).digest(text, tenant).value
        for key, text, tenant in itertools.product(
            (OLD, NEW),
            (CODE, invitation, Code(symbols), InvitationCode(symbols)),
            ("default", "other", "", "defaultcode"),
        )
    }
    assert len(values) == 2 * 4 * 4


def test_an_old_pepper_still_finds_what_it_made():
    before = Peppers(OLD).digest(CODE, "default")
    rotated = Peppers(NEW, [OLD])
    now, then = rotated.digests(CODE, "default")
    assert now == rotated.digest(CODE, "default") == Peppers(NEW).digest(CODE, "default")
    assert then == before
    assert rotated.ids == (pepper_id(NEW), pepper_id(OLD))
    assert before not in Peppers(NEW, [OTHER]).digests(CODE, "default")


def test_the_id_tells_peppers_apart_and_nothing_about_them():
    assert len({pepper_id(bytes([n]) * 32) for n in range(256)}) == 256
    assert len(pepper_id(NEW)) == 16
    assert pepper_id(NEW) not in (NEW.hex(), hashlib.sha256(NEW).hexdigest()[:16])


def test_without_a_pepper_there_is_no_start():
    with pytest.raises(ConfigError) as raised:
        Peppers.of(Secrets())
    assert raised.value.code == "missing_secret"
    assert "pepper" in str(raised.value)
    assert Peppers.of(Secrets(pepper=SecretBytes(NEW)), [OLD]).ids == Peppers(NEW, [OLD]).ids


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ((b"",), "bad_secret"),
        ((NEW[:31],), "bad_secret"),
        ((NEW, b"short"), "bad_secret"),
        ((NEW, NEW), "shared_secret"),
    ],
)
def test_peppers_that_are_none_are_refused(keys, code):
    with pytest.raises(ConfigError) as raised:
        Peppers(keys[0], keys[1:])
    assert raised.value.code == code


def test_peppers_and_digests_are_not_shown():
    peppers = Peppers(NEW, [OLD])
    digest = peppers.digest(CODE, "default")
    for shown in (repr(peppers), str(peppers), f"{peppers}", repr(digest)):
        assert "nnnn" not in shown
        assert NEW.hex()[:8] not in shown
        assert digest.value.hex()[:8] not in shown
        assert repr(digest.value) not in shown
    with pytest.raises(UsageError):
        pickle.dumps(peppers)


def test_a_tenant_that_cannot_be_written_is_refused():
    with pytest.raises(UsageError) as raised:
        Peppers(NEW).digest(CODE, "a\ud800")
    assert raised.value.__context__ is None


# --- somebody has the database ---------------------------------------------------------------------

SYMBOLS = 4
"""Twenty bits: few enough to try them all."""


def test_with_the_pepper_every_code_is_found_by_search_and_without_it_none():
    """The attacker knows everything this project publishes, has every row, and tries every code there is."""
    rnd = random.Random(9)
    issued = {issue_code(rnd.randbytes, symbols=SYMBOLS) for _ in range(300)}
    rows = {Peppers(NEW).digest(code, "default").value for code in issued}
    fields = [b"socialmatch token v1", b"default", b"code", b"SM-XXXX-C"]
    head = b"".join(struct.pack(">I", len(field)) + field for field in fields).removesuffix(fields[-1])
    keyed, guessed, plain = hmac.new(NEW, head, "sha256"), hmac.new(OTHER, head, "sha256"), hashlib.sha256(head)

    def found(begun) -> set[str]:
        """The codes whose digest, begun with what is the same of all of them, is a row."""
        hits = set()
        for symbols, text in every_code:
            one = begun.copy()
            one.update(text)
            if one.digest() in rows:
                hits.add(symbols)
        return hits

    every_code = [
        (text, text.encode())
        for symbols in map("".join, itertools.product(ALPHABET, repeat=SYMBOLS))
        for text in [f"SM-{symbols}-{check_symbol(symbols)}"]
    ]
    assert found(keyed) == {code.reveal() for code in issued}
    assert found(guessed) == found(plain) == set()


def test_random_guessing_hits_as_often_as_the_formula_says():
    """A day of guessing under limits that let 60,000 guesses through, against 1,000 open codes of 20 bits."""
    rnd = random.Random(4)
    open_codes = {issue_code(rnd.randbytes, symbols=SYMBOLS) for _ in range(1_000)}
    limits = Limits(sender=Limit(6, DAY), tenant=Limit(60_000, DAY), open_codes=len(open_codes))
    tries = 60_000
    assert tries == GUESSERS * 6
    hits = sum(issue_code(rnd.randbytes, symbols=SYMBOLS) in open_codes for _ in range(tries))
    expected = guess_rate(20, limits)
    assert expected == pytest.approx(57.2, abs=0.3)
    assert abs(hits - expected) < 5 * expected**0.5
