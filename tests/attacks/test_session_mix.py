"""Threat 7: an answer is brought into another browser session, or into none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import ADAS, ELSEWHERE, EVES, FLOWS, HOME, SIGN_IN, code_for, linked
from socialmatch.errors import CodeError, TokenRefused, UsageError


def unbound(sm, flow, session) -> str:
    """The refusal of a flow that is finished in no session; it can still be finished in its own."""
    begun = flow.begin(sm)
    with pytest.raises(UsageError) as refused:
        flow.finish(sm, begun, session=session)
    assert linked(sm) == []
    flow.finish(sm, begun)
    return refused.value.code


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_missing_session_is_refused(sm, flow):
    assert unbound(sm, flow, None) == "no_session"


@pytest.mark.parametrize("flow", FLOWS, ids=str)
@pytest.mark.parametrize("empty", ["", b"", " " * 40, "short"])
def test_an_empty_session_is_refused(sm, flow, empty):
    assert unbound(sm, flow, empty) == "no_session"


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_another_session_is_refused(sm, flow):
    begun = flow.begin(sm)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun, session=ELSEWHERE)
    assert linked(sm) == []
    flow.finish(sm, begun)


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_another_account_in_the_same_session_is_refused(sm, flow):
    begun = flow.begin(sm)
    with pytest.raises(TokenRefused):
        flow.finish(sm, begun, account=EVES)
    assert linked(sm) == []


@pytest.mark.parametrize("number", [17, 10**6, True])
def test_a_number_is_no_session(sm, number):
    """As bytes a number is as many zeros: everybody's session would be the same."""
    with pytest.raises(UsageError) as refused:
        code_for(sm, session=number)
    assert refused.value.code == "no_session"


@pytest.mark.parametrize("session", [None, "", "short"])
def test_no_flow_begins_without_a_session(sm, session):
    for flow in FLOWS:
        with pytest.raises(UsageError) as refused:
            flow.begin(sm, session=session)
        assert refused.value.code == "no_session"


@pytest.mark.parametrize("state", ["", " ", "SMP-", "SMP-" + "0" * 26 + "1", None])
def test_a_missing_state_is_refused(sm, state):
    begun = SIGN_IN.begin(sm)
    with pytest.raises(CodeError):
        sm.link_by_sign_in(state, begun.said, ADAS, session=HOME)
    assert linked(sm) == []


@pytest.mark.parametrize("missing", [{"nonce": ""}, {"nonce": None}, {"pkce": False}, {"issuer": ""}, {"subject": ""}])
def test_a_sign_in_that_lacks_a_part_is_refused(sm, missing):
    begun = SIGN_IN.begin(sm)
    lacking = replace(begun.said, **missing)
    with pytest.raises(TokenRefused):
        sm.link_by_sign_in(begun.secret, lacking, ADAS, session=HOME)
    assert linked(sm) == []
