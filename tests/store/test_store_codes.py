"""Codes, invitations, counters and seen messages: of many who try at once, one does it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from processes import NOW, OFFICER
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.store import codes, limits
from socialmatch.store.codes import Invitation, Token

MINUTE = timedelta(minutes=1)
ANNA = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "x", "", "42")
TOKEN = Token(
    digest=b"d" * 32,
    pepper_id="p1",
    flow="account-first",
    state="issued",
    account=ANNA,
    profile=None,
    purposes=("support", "updates"),
    notice_version="2026-01",
    language="en",
    session_hash=b"s" * 32,
    issued_at=NOW,
    expires_at=NOW + 10 * MINUTE,
)
INVITATION = Invitation(
    digest=b"i" * 32,
    pepper_id="p1",
    state="issued",
    profile=PROFILE,
    account=None,
    purposes=("support",),
    notice_version="2026-01",
    language="en",
    issued_at=NOW,
    expires_at=NOW + 60 * MINUTE,
)


@pytest.fixture
def issued(store):
    with store.write("default", OFFICER, "issue") as session:
        codes.add_token(session, TOKEN)
        codes.add_invitation(session, INVITATION)
    return store


def claim(session, **options) -> bool:
    return codes.move(
        session,
        Token,
        TOKEN.digest,
        from_states=["issued"],
        to_state="claimed",
        profile=PROFILE,
        claimed_at=session.now,
        **options,
    )


def test_codes_come_back_whole(issued):
    with issued.read("default") as session:
        assert codes.find_token(session, [b"x" * 32, TOKEN.digest]) == TOKEN
        assert codes.find_token(session, [b"x" * 32]) is None
        assert codes.find_invitation(session, [INVITATION.digest]) == INVITATION
        assert codes.tokens_of(session, ANNA, ["issued"]) == [TOKEN]
        assert codes.tokens_of(session, PROFILE, ["issued"]) == []
        assert codes.tokens_of(session, ANNA, ["claimed"]) == []
        assert codes.invitations_of(session, PROFILE, ["issued", "opened"]) == [INVITATION]
        assert codes.count_open(session, Token, ["issued"]) == 1


def test_a_state_changes_once(issued):
    with issued.write("default", OFFICER, "redeem") as session:
        assert claim(session)
        assert not claim(session)
        claimed = codes.find_token(session, [TOKEN.digest])
    assert claimed == replace(TOKEN, state="claimed", profile=PROFILE, claimed_at=NOW)


def test_what_has_expired_does_not_move(issued, clock):
    clock.advance(10 * MINUTE)
    with issued.write("default", OFFICER, "redeem") as session:
        assert not claim(session)
        assert codes.count_open(session, Token, ["issued"]) == 0
        assert claim(session, alive=False)


def test_expiry_is_latched(issued, clock):
    clock.advance(10 * MINUTE)
    with issued.write("default", OFFICER, "expire") as session:
        assert codes.expire(session, Token, ["issued", "claimed"], "expired") == 1
        assert codes.expire(session, Token, ["issued", "claimed"], "expired") == 0
        assert codes.find_token(session, [TOKEN.digest]).ended_at == session.now
    clock.advance(-10 * MINUTE)
    with issued.write("default", OFFICER, "redeem") as session:
        assert not claim(session)


def test_only_what_may_change_changes(issued):
    with issued.write("default", OFFICER, "test") as session:
        for name, value in (("purposes", ("marketing",)), ("expires_at", NOW), ("digest", b""), ("tenant", "two")):
            with pytest.raises(TypeError):
                codes.move(session, Token, TOKEN.digest, from_states=["issued"], to_state="issued", **{name: value})
        assert codes.move(
            session, Invitation, INVITATION.digest, from_states=["issued"], to_state="opened", account=ANNA
        )
        assert codes.find_invitation(session, [INVITATION.digest]).account == ANNA


def test_old_codes_go(issued, clock):
    clock.advance(timedelta(days=1))
    with issued.write("default", OFFICER, "retention") as session:
        assert codes.drop_old(session, Token, NOW + 10 * MINUTE) == 0
        assert codes.drop_old(session, Token, NOW + 11 * MINUTE) == 1
        assert codes.drop_old(session, Invitation, session.now) == 1


def test_fifty_threads_claim_one_code_once(issued):
    done = []

    def attempt() -> None:
        with issued.write("default", OFFICER, "redeem") as session:
            done.append(claim(session))

    _together(attempt)
    assert sorted(done) == [False] * 49 + [True]


# --- limits --------------------------------------------------------------------------------------


def test_a_limit_is_not_raced(store):
    """Five are allowed, fifty try at once."""
    allowed = []

    def attempt() -> None:
        with store.write("default", OFFICER, "redeem") as session:
            ref = session.ref(PROFILE)
            limits.hit(session, "sender", ref, NOW)
            if limits.count(session, "sender", ref, NOW) <= 5:
                allowed.append(True)

    _together(attempt)
    assert len(allowed) == 5


def test_counters_are_apart(store):
    with store.write("one", OFFICER, "test") as session:
        ref = session.keys.refs.of("sender", "somebody")
        for window in (NOW, NOW + MINUTE, NOW + MINUTE):
            limits.hit(session, "sender", ref, window)
        limits.hit(session, "everybody", ref, NOW, by=3, everywhere=True)
        assert limits.count(session, "sender", ref, NOW) == 3
        assert limits.count(session, "sender", ref, NOW + MINUTE) == 2
        assert limits.count(session, "account", ref, NOW) == 0
    with store.write("two", OFFICER, "test") as session:
        assert limits.count(session, "sender", ref, NOW) == 0
        assert limits.count(session, "everybody", ref, NOW) == 0
        limits.hit(session, "everybody", ref, NOW, everywhere=True)
        assert limits.count(session, "everybody", ref, NOW, everywhere=True) == 4
    with store.write("one", OFFICER, "test") as session:
        assert limits.drop_old(session, NOW + MINUTE) == 2  # with the one of everybody
        assert limits.count(session, "sender", ref, NOW) == 2


def test_a_message_is_new_once(store, clock):
    with store.write("default", OFFICER, "webhook") as session:
        ref = session.keys.refs.of("message", "x", "m-1")
        assert limits.first_time(session, ref)
        assert not limits.first_time(session, ref)
    clock.advance(MINUTE)
    with store.write("default", OFFICER, "webhook") as session:
        assert not limits.first_time(session, ref)
        assert limits.drop_old(session, session.now) == 1
        assert limits.first_time(session, ref)


def _together(attempt) -> None:
    threads = [threading.Thread(target=attempt) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
