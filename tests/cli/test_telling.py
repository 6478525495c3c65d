"""What a verifier tells of a bundle, which may come from anybody."""

from __future__ import annotations

import pytest

from bundles import LOG
from socialmatch.cli.audit.telling import verdict_json, verdict_text
from socialmatch.leaf import TypeClass
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.sealed import subject_name
from socialmatch.ledger.verify import SealedAnswer, Status, Verdict
from socialmatch.models import AccountKey, ProfileKey


def told(payload: dict, recorded_at: int = 1_795_000_000_000, *sealed: SealedAnswer) -> str:
    """The verdict on a bundle with one entry opened."""
    leaf = Leaf(8, TypeClass.CONSENT, recorded_at, bytes(32))
    verdict = Verdict(
        Status.VALID,
        checkpoint=LOG.checkpoint(),
        counts={TypeClass.CONSENT: 21},
        proofs=(8,),
        openings=(Opening(8, bytes(32), payload),),
        sealed=sealed,
        leaves={8: leaf},
    )
    assert verdict_json(verdict)["openings"][0]["index"] == 8
    return verdict_text(verdict)


def test_an_entry_is_told_in_a_line():
    data = {"purpose": "support", "notice_version": "2026-01", "record": {"text": "If you agree"}}
    assert "[8] 2026-11-18T11:06:40.000Z consent: notice served, for support, notice 2026-01\n" in told(
        {"kind": "notice_served", "data": data}
    )
    assert "consent: noted\n" in told({"kind": "noted", "data": {}})


@pytest.mark.parametrize("payload", [{}, {"kind": 7, "data": "x"}, {"kind": None}, {"data": {"purpose": ["a"]}}])
def test_whatever_was_logged_can_be_told(payload):
    assert "[8] " in told(payload)


def test_a_moment_beyond_the_calendar_is_told_as_a_number():
    assert "[8] 9007199254740991 ms consent: " in told({"kind": "given"}, 9_007_199_254_740_991)


def test_nothing_in_a_bundle_moves_the_cursor():
    text = told({"kind": "\x1b[2Jgiven", "data": {"purpose": "a\nvalid: forged"}})
    assert "\x1b" not in text
    assert "\nvalid: forged" not in text


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (subject_name(AccountKey("default", "crm", "A-1")), "account:A-1"),
        (subject_name(ProfileKey("default", "mastodon", "a.example", "77")), "profile:mastodon:a.example:77"),
        ("subject-2", "subject-2"),
        ('["account"]', '["account"]'),
        ("[" * 5_000, "[" * 5_000),
        ("\x1b[2J", "\ufffd[2J"),
    ],
)
def test_who_is_meant_is_told_as_commands_take_it(subject, shown):
    for member, could in ((True, "could"), (False, "could not")):
        answer = SealedAnswer("nightly-1", 0, subject, member)
        assert f"run nightly-1 {could} see {shown}" in told({}, 0, answer)
