"""What a code is bound to: change any one, and it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socialmatch.consent.bindings import Binding, Flow, session_hash
from socialmatch.consent.tokens import Kind, Refusal
from socialmatch.errors import UsageError
from socialmatch.models import AccountKey, ProfileKey

SESSION = session_hash("session-secret-of-anna")
ACCOUNT = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "instagram", "page-1", "42")
BOUND = Binding(
    tenant="default",
    kind=Kind.CODE,
    flow=Flow.ACCOUNT_FIRST,
    purposes=("support", "returns"),
    notice_version="2026-01",
    language="en",
    account=ACCOUNT,
    profile=PROFILE,
    session_hash=SESSION,
)


def test_what_it_was_bound_to_fits():
    BOUND.require_complete()
    assert BOUND.refusal(BOUND) is None
    assert BOUND.refusal(replace(BOUND, purposes=("returns", "support", "returns"))) is None


OTHERS = [
    ({"tenant": "other"}, Refusal.OTHER_TENANT),
    ({"kind": Kind.INVITATION}, Refusal.OTHER_KIND),
    ({"flow": Flow.HANDLE_FIRST}, Refusal.OTHER_FLOW),
    ({"purposes": ("support",)}, Refusal.OTHER_PURPOSES),
    ({"purposes": ("support", "returns", "marketing")}, Refusal.OTHER_PURPOSES),
    ({"purposes": ("supportreturns",)}, Refusal.OTHER_PURPOSES),
    ({"purposes": ()}, Refusal.OTHER_PURPOSES),
    ({"notice_version": "2026-02"}, Refusal.OTHER_NOTICE),
    ({"notice_version": ""}, Refusal.OTHER_NOTICE),
    ({"language": "de"}, Refusal.OTHER_LANGUAGE),
    ({"language": "EN"}, Refusal.OTHER_LANGUAGE),
    ({"account": AccountKey("default", "crm", "A-2")}, Refusal.OTHER_ACCOUNT),
    ({"account": AccountKey("default", "crm2", "A-1")}, Refusal.OTHER_ACCOUNT),
    ({"account": AccountKey("default", "crm", "a-1")}, Refusal.OTHER_ACCOUNT),
    ({"account": AccountKey("default", "cr", "mA-1")}, Refusal.OTHER_ACCOUNT),
    ({"account": None}, Refusal.OTHER_ACCOUNT),
    ({"profile": ProfileKey("default", "instagram", "page-1", "43")}, Refusal.OTHER_PROFILE),
    ({"profile": ProfileKey("default", "instagram", "page-2", "42")}, Refusal.OTHER_PROFILE),
    ({"profile": ProfileKey("default", "facebook", "page-1", "42")}, Refusal.OTHER_PROFILE),
    ({"profile": ProfileKey("default", "instagram", "page-14", "2")}, Refusal.OTHER_PROFILE),
    ({"profile": None}, Refusal.OTHER_PROFILE),
    ({"session_hash": session_hash("session-secret-of-mallory")}, Refusal.OTHER_SESSION),
    ({"session_hash": SESSION[:-1] + b"\0"}, Refusal.OTHER_SESSION),
]


@pytest.mark.parametrize(("change", "reason"), OTHERS)
def test_change_any_one_and_it_is_refused(change, reason):
    presented = replace(BOUND, **change)
    assert BOUND.refusal(presented) is reason
    assert presented.kind is Kind.INVITATION or presented.refusal(BOUND) is reason


@pytest.mark.parametrize("name", list(Binding.__dataclass_fields__))
def test_no_field_is_left_out(name):
    assert name in {key for change, _ in OTHERS for key in change}


def test_an_absent_session_fails_closed():
    assert BOUND.refusal(replace(BOUND, session_hash=None)) is Refusal.NO_SESSION


def test_another_session_is_refused():
    assert BOUND.refusal(replace(BOUND, session_hash=session_hash("another-session-12345"))) is Refusal.OTHER_SESSION


def test_an_empty_session_fails_closed():
    assert BOUND.refusal(replace(BOUND, session_hash=b"")) is Refusal.NO_SESSION


@pytest.mark.parametrize("missing", [None, b"", b"short"])
def test_two_missing_sessions_are_not_the_same_session(missing):
    nowhere = replace(BOUND, session_hash=missing)
    assert nowhere.refusal(nowhere) is Refusal.NO_SESSION


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"session_hash": None}, "no_session"),
        ({"session_hash": b""}, "no_session"),
        ({"session_hash": b"x" * 31}, "no_session"),
        ({"purposes": ()}, "no_purpose"),
        ({"purposes": ("",)}, "no_purpose"),
        ({"notice_version": ""}, "no_notice"),
        ({"language": ""}, "no_notice"),
        ({"account": None}, "no_account"),
        ({"flow": Flow.HANDLE_FIRST, "profile": None}, "no_profile"),
        ({"flow": Flow.SIGN_IN, "profile": None, "account": None}, "no_account"),
        ({"tenant": "other"}, "other_tenant"),
        ({"account": AccountKey("other", "crm", "A-1")}, "other_tenant"),
        ({"profile": ProfileKey("other", "instagram", "page-1", "42")}, "other_tenant"),
    ],
)
def test_nothing_is_issued_under_an_incomplete_binding(change, code):
    with pytest.raises(UsageError) as raised:
        replace(BOUND, **change).require_complete()
    assert raised.value.code == code


def test_what_may_be_open_when_it_is_issued():
    replace(BOUND, profile=None).require_complete()
    invitation = replace(BOUND, kind=Kind.INVITATION, flow=Flow.HANDLE_FIRST, account=None, session_hash=None)
    invitation.require_complete()
    assert invitation.refusal(invitation) is None


# --- who sends it ----------------------------------------------------------------------------------


def test_an_account_first_code_learns_its_profile_and_keeps_it():
    fresh = replace(BOUND, profile=None)
    other = ProfileKey("default", "instagram", "page-1", "43")
    assert fresh.sender_refusal(PROFILE) is None
    assert fresh.sender_refusal(other) is None
    assert BOUND.sender_refusal(PROFILE) is None
    assert BOUND.sender_refusal(other) is Refusal.OTHER_PROFILE


def test_a_loop_code_takes_one_profile_only():
    loop = replace(BOUND, flow=Flow.HANDLE_FIRST)
    assert loop.sender_refusal(PROFILE) is None
    assert loop.sender_refusal(replace(PROFILE, scope="page-2")) is Refusal.OTHER_PROFILE
    assert replace(loop, profile=None).sender_refusal(PROFILE) is Refusal.OTHER_PROFILE


def test_a_sender_of_another_tenant_is_refused():
    for binding in (BOUND, replace(BOUND, profile=None)):
        assert binding.sender_refusal(replace(PROFILE, tenant="other")) is Refusal.OTHER_TENANT


# --- sessions --------------------------------------------------------------------------------------


def test_the_hash_of_a_session():
    assert session_hash("0123456789abcdef") == session_hash(b"0123456789abcdef")
    assert session_hash("0123456789abcdef") != session_hash("0123456789abcdeF")
    assert len(SESSION) == 32


@pytest.mark.parametrize("secret", ["", b"", "   ", " " * 40, "12345", b"fifteen-bytes!!", "\n\t" * 20])
def test_a_session_that_is_missing_or_guessable_is_refused(secret):
    with pytest.raises(UsageError) as raised:
        session_hash(secret)
    assert raised.value.code == "no_session"
    if secret.strip():
        assert str(secret) not in str(raised.value)


def test_nobody_is_shown():
    shown = repr(BOUND)
    for hidden in ("A-1", "page-1", "42", SESSION.hex(), repr(SESSION)):
        assert hidden not in shown


@pytest.mark.parametrize("secret", [None, 17, 10**6, ["a browser session of ada"]])
def test_a_session_is_text_or_bytes(secret):
    with pytest.raises(UsageError) as refused:
        session_hash(secret)
    assert refused.value.code == "no_session"
