"""Codes and invitations: every step in one table, ends that stay, reasons for the ledger alone."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from socialmatch.consent.tokens import (
    TRANSITIONS,
    Act,
    Kind,
    Refusal,
    Step,
    TokenState,
    open_states,
    state_at,
    states_before,
    step,
)
from socialmatch.errors import TokenRefused, UsageError
from strategies import T0, TICK

END = T0 + timedelta(minutes=10)
FINAL = {kind: frozenset(TokenState) - open_states(kind) for kind in Kind}


def taken(kind: Kind, state: TokenState, act: Act, now: datetime = T0) -> Step:
    return step(kind, state, act, expires_at=END, now=now)


def test_the_life_of_a_code():
    assert taken(Kind.CODE, TokenState.ISSUED, Act.CLAIM) == Step(TokenState.CLAIMED)
    assert taken(Kind.CODE, TokenState.CLAIMED, Act.CONFIRM) == Step(TokenState.CONFIRMED)


def test_the_life_of_an_invitation():
    assert taken(Kind.INVITATION, TokenState.ISSUED, Act.OPEN) == Step(TokenState.OPENED)
    assert taken(Kind.INVITATION, TokenState.OPENED, Act.OPEN) == Step(TokenState.OPENED)
    assert taken(Kind.INVITATION, TokenState.OPENED, Act.SPEND) == Step(TokenState.SPENT)


def test_a_code_is_never_confirmed_without_having_been_claimed():
    assert taken(Kind.CODE, TokenState.ISSUED, Act.CONFIRM) == Step(TokenState.ISSUED, Refusal.TOO_EARLY)
    assert taken(Kind.INVITATION, TokenState.ISSUED, Act.SPEND) == Step(TokenState.ISSUED, Refusal.TOO_EARLY)
    assert states_before(Kind.CODE, Act.CONFIRM) == {TokenState.CLAIMED}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_final_stays_and_says_why(kind, act):
    for state in FINAL[kind]:
        for now in (T0, END, END + timedelta(days=400)):
            found = taken(kind, state, act, now)
            assert found.state is state
            assert (found.refusal is None) == (act is Act.LAPSE)


@pytest.mark.parametrize(("kind", "state", "act"), list(itertools.product(Kind, TokenState, Act)))
def test_every_step_is_taken_or_has_a_reason(kind, state, act):
    found = taken(kind, state, act)
    expected = TRANSITIONS.get((kind, state, act))
    if act is Act.LAPSE:
        assert found == Step(state)  # its end has not come
    elif expected is None:
        assert found.state is state
        assert isinstance(found.refusal, Refusal)
    else:
        assert found == Step(expected)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (TokenState.CLAIMED, Refusal.USED),
        (TokenState.CONFIRMED, Refusal.USED),
        (TokenState.DECLINED, Refusal.DECLINED),
        (TokenState.EXPIRED, Refusal.EXPIRED),
        (TokenState.BURNED, Refusal.BURNED),
        (TokenState.REVOKED, Refusal.REVOKED),
    ],
)
def test_the_reason_of_a_second_claim(state, reason):
    assert taken(Kind.CODE, state, Act.CLAIM) == Step(state, reason)


def test_an_act_of_the_other_kind_is_refused():
    assert taken(Kind.CODE, TokenState.ISSUED, Act.OPEN).refusal is Refusal.NOT_FOR_THIS
    assert taken(Kind.INVITATION, TokenState.ISSUED, Act.CLAIM).refusal is Refusal.NOT_FOR_THIS


# --- the end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state", "act", "ended", "reason"),
    [
        (Kind.CODE, TokenState.ISSUED, Act.CLAIM, TokenState.EXPIRED, Refusal.EXPIRED),
        (Kind.CODE, TokenState.CLAIMED, Act.CONFIRM, TokenState.DECLINED, Refusal.DECLINED),
        (Kind.INVITATION, TokenState.ISSUED, Act.OPEN, TokenState.EXPIRED, Refusal.EXPIRED),
        (Kind.INVITATION, TokenState.OPENED, Act.SPEND, TokenState.EXPIRED, Refusal.EXPIRED),
    ],
)
def test_the_end_is_exclusive_and_latched(kind, state, act, ended, reason):
    assert taken(kind, state, act, END - TICK).refusal is None
    for late in (END, END + TICK, END + timedelta(days=1)):
        assert taken(kind, state, act, late) == Step(ended, reason)
        assert state_at(kind, state, expires_at=END, now=late) is ended
    set_back = END - timedelta(hours=1)
    assert taken(kind, ended, act, set_back) == Step(ended, reason)
    assert state_at(kind, ended, expires_at=END, now=set_back) is ended


def test_the_zone_of_a_clock_does_not_matter_and_a_missing_one_is_refused():
    east = END.astimezone(timezone(timedelta(hours=9)))
    assert taken(Kind.CODE, TokenState.ISSUED, Act.CLAIM, east).refusal is Refusal.EXPIRED
    for naive in (
        {"expires_at": END, "now": END.replace(tzinfo=None)},
        {"expires_at": END.replace(tzinfo=None), "now": END},
    ):
        with pytest.raises(UsageError):
            state_at(Kind.CODE, TokenState.ISSUED, **naive)


# --- the table -------------------------------------------------------------------------------------


def test_guards_are_the_table_read_backwards():
    for kind, act in itertools.product(Kind, Act):
        for after in (None, *TokenState):
            before = states_before(kind, act, after)
            assert before == {
                s for s in TokenState if TRANSITIONS.get((kind, s, act)) in ({after} if after else set(TokenState))
            }
    assert states_before(Kind.CODE, Act.LAPSE, TokenState.EXPIRED) == {TokenState.ISSUED}
    assert states_before(Kind.CODE, Act.LAPSE, TokenState.DECLINED) == {TokenState.CLAIMED}


def test_nothing_leads_out_of_a_final_state():
    for kind, before, _ in TRANSITIONS:
        assert before in open_states(kind)


def test_one_way_leads_to_a_link():
    ways = [(kind, before, act) for (kind, before, act), after in TRANSITIONS.items() if after is TokenState.CONFIRMED]
    assert ways == [(Kind.CODE, TokenState.CLAIMED, Act.CONFIRM)]


def test_the_document_shows_the_table():
    text = (Path(__file__).parents[2] / "docs/formats/token.md").read_text(encoding="utf-8")
    written = {}
    for kind in Kind:
        lines = text[text.index(f"| {kind} | issued") :].split("\n\n", 1)[0].splitlines()
        states = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
        for line in lines[2:]:
            act, *cells = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
            for before, after in zip(states, cells, strict=True):
                if after != "-":
                    written[kind, TokenState(before), Act(act)] = TokenState(after)
    assert written == dict(TRANSITIONS)
    for reason in Refusal:
        assert f"`{reason.removeprefix('other_')}`" in text


# --- what the caller is told -----------------------------------------------------------------------


def test_a_refusal_is_the_same_whatever_the_reason():
    error = TokenRefused()
    assert error.exit_code == 1
    with pytest.raises(TypeError):
        TokenRefused("expired")
    shown = " ".join((str(error), repr(error), error.hint, error.code, str(vars(error))))
    told = set(re.findall(r"\w+", shown.replace("cannot be used", "")))
    assert not told & {reason.value for reason in Refusal}
