"""Signing in to both sides in one browser: whole proofs link at L3, and nothing that lacks a part does anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pydantic import SecretBytes

from linking import (
    ADA,
    ADAS,
    AGENT,
    BOS,
    CUSTOMER,
    OFFICER,
    OTHER_SESSION,
    SECRETS,
    SESSION,
    WEBHOOK,
    installation,
    link,
    match,
    moment,
    revoke,
    send,
)
from notice_fields import NOTICE
from socialmatch.config import Config, Secrets, SignInProvider
from socialmatch.consent.codes import redact_codes
from socialmatch.errors import AlreadyLinked, CodeError, ConsentError, TokenRefused, UsageError
from socialmatch.journeys import verbs
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.models import AnswerKind, Assurance, ProfileKey, SignIn
from socialmatch.store import events, links

PROVIDERS = {
    "x": SignInProvider(issuer="https://x.example", platform="x"),
    "other": SignInProvider(issuer="https://other.example", platform="x"),
    "social": SignInProvider(issuer="https://social.example", platform="mastodon", scope="social.example"),
    "plain": SignInProvider(issuer="https://plain.example", platform="x", nonce=False),
}


@pytest.fixture
def at(store) -> Installation:
    made = installation(store)
    return replace(made, config=made.config.model_copy(update={"sign_in": PROVIDERS}))


def begin(at, provider="x", account=ADAS, session=SESSION, **options):
    options = {"signed_in_at": moment(at), "actor": CUSTOMER, "reason": "began", **options}
    return verbs.begin_sign_in(at, account, provider, session=session, **options)


def said(at, request, **changes) -> SignIn:
    whole = SignIn(
        issuer=PROVIDERS[request.provider].issuer,
        scope=PROVIDERS[request.provider].scope,
        subject="1001",
        nonce=request.nonce if PROVIDERS[request.provider].nonce else "",
        pkce=True,
        auth_time=moment(at),
        handle="nightowl_77",
    )
    return replace(whole, **changes)


def finish(at, request, proof=None, account=ADAS, session=SESSION, **options):
    options = {"actor": CUSTOMER, "reason": "back", **options}
    proof = said(at, request) if proof is None else proof
    return verbs.link_by_sign_in(at, request.state.reveal(), proof, account=account, session=session, **options)


def last_refusal(at) -> str:
    with at.store.read("default") as session:
        return [e.data["reason"] for e in events.walk(session) if e.type_class is TypeClass.REFUSAL][-1]


def test_signing_in_to_both_makes_a_link_worth_l3(at):
    request = begin(at)
    assert NOTICE.text in request.text
    assert "a•••@e•••.com" in request.text
    receipt = finish(at, request)
    assert (receipt.link.profile, receipt.link.account) == (ADA.key, ADAS)
    assert (receipt.link.assurance, receipt.link.method) == (Assurance.L3, "sign_in")
    assert [one.to for one in receipt.notifications] == [ADA.key, ADAS]
    assert match(at, floor=Assurance.L3).account == ADAS
    with at.store.read("default") as session:
        record = events.about(session, ADA.key, TypeClass.CONSENT)[-1].data["record"]
    assert (record["method"], record["assurance"], record["text"]) == ("sign_in", "L3", NOTICE.text)
    revoke(at, ADA.key)
    assert match(at).kind is AnswerKind.REFUSAL


def test_the_id_is_the_providers_own(at):
    receipt = finish(
        at, (request := begin(at, "social")), said(at, request, subject="109", handle="quiet@social.example")
    )
    assert receipt.link.profile == ProfileKey("default", "mastodon", "social.example", "109")


WRONG = [
    ({"subject": ""}, "no_subject"),
    ({"subject": "  "}, "no_subject"),
    ({"subject": None}, "no_subject"),
    ({"subject": 1001}, "no_subject"),
    ({"subject": "ada@example.com"}, "email_subject"),
    ({"subject": "NightOwl_77"}, "handle_subject"),
    ({"subject": "~handle:nightowl_77"}, "handle_subject"),
    ({"subject": "1001 "}, "bad_subject"),
    ({"subject": "nobody"}, "bad_subject"),
    ({"subject": "1" * 256}, "bad_subject"),
    ({"nonce": ""}, "no_nonce"),
    ({"nonce": None}, "no_nonce"),
    ({"nonce": "another"}, "other_nonce"),
    ({"pkce": False}, "no_pkce"),
    ({"pkce": None}, "no_pkce"),
    ({"pkce": "yes"}, "no_pkce"),
    ({"auth_time": None}, "no_auth_time"),
    ({"auth_time": datetime(2026, 11, 1)}, "no_auth_time"),
    ({"issuer": ""}, "unknown_issuer"),
    ({"issuer": None}, "unknown_issuer"),
    ({"issuer": "https://X.example"}, "unknown_issuer"),
    ({"issuer": "https://x.example/"}, "unknown_issuer"),
    ({"scope": "page"}, "unknown_issuer"),
    ({"scope": None}, "unknown_issuer"),
    ({"issuer": "https://other.example"}, "unknown"),  # another provider of ours brings the state back
]


@pytest.mark.parametrize(("changes", "reason"), WRONG, ids=[f"{reason}-{n}" for n, (_, reason) in enumerate(WRONG)])
def test_whatever_is_missing_or_does_not_fit_is_refused_alike(at, changes, reason):
    request = begin(at)
    with pytest.raises(TokenRefused):
        finish(at, request, said(at, request, **changes))
    assert last_refusal(at) == reason
    assert match(at).kind is AnswerKind.REFUSAL
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
    if "unknown" not in reason:  # an answer is given once
        with pytest.raises(TokenRefused):
            finish(at, request)
        assert last_refusal(at) == "burned"


@pytest.mark.parametrize("ago", [timedelta(minutes=10, seconds=1), timedelta(minutes=-2)])
def test_an_old_sign_in_at_the_platform_does_not_count(at, ago):
    request = begin(at)
    with pytest.raises(TokenRefused):
        finish(at, request, said(at, request, auth_time=moment(at) - ago))
    assert last_refusal(at) == "stale_sign_in"


def test_another_session_or_account_is_refused_and_spoils_nothing(at):
    request = begin(at)
    for options, reason in (({"session": OTHER_SESSION}, "other_session"), ({"account": BOS}, "other_account")):
        with pytest.raises(TokenRefused):
            finish(at, request, **options)
        assert last_refusal(at) == reason
    for session in ("", "short"):
        with pytest.raises(UsageError) as refused:
            finish(at, request, session=session)
        assert refused.value.code == "no_session"
    finish(at, request)


def test_a_state_works_once_and_only_for_a_while(at, clock):
    request = begin(at)
    finish(at, request)
    with pytest.raises(TokenRefused):
        finish(at, request)
    late = begin(at)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(TokenRefused):
        finish(at, late)
    assert last_refusal(at) == "expired"


def test_of_many_who_bring_it_back_at_once_one_is_linked(at):
    request = begin(at)
    proof = said(at, request)

    def attempt(_: int) -> bool:
        try:
            finish(at, request, proof)
        except TokenRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    with at.store.read("default") as session:
        assert len(links.history(session, ADA.key)) == 1


def test_a_state_is_no_code_and_a_code_is_no_state(at):
    request = begin(at)
    for text in (request.state.reveal(), f"hello {request.state.reveal()}"):
        with pytest.raises(CodeError):
            send(at, text)
    with pytest.raises(CodeError):
        verbs.link_by_sign_in(
            at, "SM-0000", said(at, request), account=ADAS, session=SESSION, actor=CUSTOMER, reason="back"
        )
    for text in (repr(request), str(request.state), repr(said(at, request))):
        assert request.state.reveal() not in text
        assert request.nonce not in text
        assert "1001" not in text
    assert redact_codes(f"GET /back?state={request.state.reveal()}") == "GET /back?state=[code]"


def test_plain_oauth_is_bound_by_state_and_pkce_alone_where_the_settings_say_so(at):
    assert finish(at, begin(at, "plain")).link.assurance is Assurance.L3
    request = begin(at, "plain")
    with pytest.raises(TokenRefused):
        finish(at, request, said(at, request, pkce=False))


def test_nobody_signs_in_for_the_customer_nor_from_an_old_session(at):
    for actor in (AGENT, OFFICER, WEBHOOK):
        with pytest.raises(ConsentError):
            begin(at, actor=actor)
    with pytest.raises(ConsentError) as refused:
        begin(at, signed_in_at=moment(at) - timedelta(hours=1))
    assert refused.value.code == "stale_login"
    request = begin(at)
    with pytest.raises(ConsentError):
        finish(at, request, actor=AGENT)
    with pytest.raises(UsageError) as unknown:
        begin(at, "nobody")
    assert unknown.value.code == "unknown_provider"


def test_a_link_to_another_account_stays(at):
    """What both sides proved is not overwritten by a stronger proof either."""
    link(at, ADA, BOS, OTHER_SESSION)
    request = begin(at)
    with pytest.raises(AlreadyLinked) as refused:
        finish(at, request)
    assert [(one.to, one.about) for one in refused.value.notifications] == [(ADA.key, "conflict"), (BOS, "conflict")]
    assert match(at).account == BOS
    with pytest.raises(TokenRefused):
        finish(at, request)


def test_the_pepper_is_replaced_while_somebody_is_away(at):
    request = begin(at)
    fresh = Secrets(
        pepper=SecretBytes(b"q" * 32),
        master_key=SECRETS.master_key,
        suppression_key=SECRETS.suppression_key,
        former_peppers=(SECRETS.pepper,),
    )
    finish(Installation(at.store, at.tenant, at.config, fresh), request)
    request = begin(at)
    gone = replace(fresh, former_peppers=())
    with pytest.raises(TokenRefused):
        finish(Installation(at.store, at.tenant, at.config, gone), request)


def test_two_providers_are_told_apart():
    twice = {"issuer": "https://x.example", "platform": "x"}
    with pytest.raises(ValueError, match="same issuer"):
        Config.model_validate({"sign_in": {"one": twice, "two": twice}})
    for issuer in ("http://x.example", "x.example", "", "https://x example"):
        with pytest.raises(ValueError, match="issuer"):
            Config.model_validate({"sign_in": {"one": {"issuer": issuer, "platform": "x"}}})
