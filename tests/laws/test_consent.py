"""Laws of consent: what must hold for every history, not only for the ones somebody thought of."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import random
import re
from collections import deque
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialmatch
from socialmatch.consent.permits import Permit, PermittedSet, permit, permitted_set
from socialmatch.consent.state import DPV_STATUS, GRANTS, IN_FORCE, TRANSITIONS, Reason, State, fold
from socialmatch.errors import ConsentError, ConsentMissing, IllegalTransition
from socialmatch.models import AccountKey, ConsentEvent, EventKind, ProfileKey
from strategies import (
    ACCOUNT,
    DAY,
    NOTICES,
    PROFILE,
    PURPOSES,
    SUBJECTS,
    T0,
    TICK,
    event,
    grant,
    heaps,
    histories,
    moments,
)
from strategies import events as any_event

LAW = settings(deadline=None, max_examples=150)
ENDS = (
    frozenset(EventKind)
    - GRANTS
    - {
        EventKind.REQUESTED,
        EventKind.NOTICE_SERVED,
        EventKind.DEFERRED,
        EventKind.MODIFIED,
    }
)
PAIRS = [(state, kind) for state in State for kind in EventKind]


def consent_of(history, as_of, purpose="support"):
    return fold(history, purpose=purpose, subject=ACCOUNT, as_of=as_of)


def refusal_of(history, as_of, **options):
    """Why there is no permit, or ``None`` if there is one."""
    try:
        permit(history, subject=ACCOUNT, purpose="support", as_of=as_of, **options)
    except ConsentMissing as missing:
        return missing.reason
    return None


def ways() -> dict[State, list[EventKind]]:
    """For every state the shortest list of events that leads to it."""
    found: dict[State, list[EventKind]] = {State.UNKNOWN: []}
    queue = deque(found)
    while queue:
        before = queue.popleft()
        for kind in EventKind:
            after = TRANSITIONS.get((before, kind))
            if after is not None and after not in found:
                found[after] = [*found[before], kind]
                queue.append(after)
    return found


def path_to(state: State) -> list[ConsentEvent]:
    return [event(kind, T0 + n * TICK, valid_until=T0 + 900 * DAY) for n, kind in enumerate(ways()[state])]


# --- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_by_events(state):
    assert consent_of(path_to(state), T0 + DAY).state is state


@pytest.mark.parametrize(("state", "kind"), PAIRS)
def test_a_pair_is_either_in_the_table_or_raises(state, kind):
    history = [*path_to(state), event(kind, T0 + DAY, valid_until=T0 + 800 * DAY)]
    if (state, kind) in TRANSITIONS:
        assert consent_of(history, T0 + DAY).state is TRANSITIONS[state, kind]
    else:
        with pytest.raises(IllegalTransition) as raised:
            consent_of(history, T0 + DAY)
        assert (raised.value.state, raised.value.event) == (state, kind)


@pytest.mark.parametrize("state", State)
def test_a_withdrawal_is_accepted_in_every_state(state):
    assert TRANSITIONS[state, EventKind.WITHDRAWN] is State.WITHDRAWN


@pytest.mark.parametrize("kind", sorted(ENDS))
@pytest.mark.parametrize("state", sorted(IN_FORCE))
def test_every_end_is_accepted_wherever_a_grant_is_in_force(state, kind):
    assert TRANSITIONS[state, kind] not in IN_FORCE


def test_only_a_grant_leads_into_force():
    led = {kind for (before, kind), after in TRANSITIONS.items() if after in IN_FORCE and before not in IN_FORCE}
    assert led == GRANTS


@pytest.mark.parametrize(("state", "kind"), sorted(TRANSITIONS))
def test_the_same_event_again_changes_no_state(state, kind):
    after = TRANSITIONS[state, kind]
    assert TRANSITIONS[after, kind] is after


def test_what_a_decision_ended_must_be_given_anew():
    """From a "no" of the person, the controller or an authority no other event leads into force."""
    for state in (State.REFUSED, State.WITHDRAWN, State.TERMINATED, State.INVALIDATED):
        into_force = {kind for kind in EventKind if TRANSITIONS.get((state, kind)) in IN_FORCE}
        assert into_force == {EventKind.GIVEN}


def test_the_mapping_to_dpv_is_total_and_keeps_states_apart():
    assert set(DPV_STATUS) == set(State)
    assert len(set(DPV_STATUS.values())) == len(State) == 10


def test_every_state_that_does_not_permit_has_a_reason():
    for state in set(State) - IN_FORCE - {State.UNKNOWN}:
        assert Reason(state.value)


# --- histories -------------------------------------------------------------------------------------


@LAW
@given(histories())
def test_replay_of_any_prefix_is_what_was_known_then(history):
    """A recorder that takes the events one at a time, as they come, is the oracle."""
    state, end = State.UNKNOWN, None
    for count, happened in enumerate(history, start=1):
        if state in IN_FORCE and end is not None and end <= happened.recorded_at:
            state = State.EXPIRED
        state = TRANSITIONS[state, happened.kind]
        if happened.kind in GRANTS:
            end = happened.valid_until
        elif happened.kind is EventKind.MODIFIED and end is not None and happened.valid_until is not None:
            end = min(end, happened.valid_until)
        seen_now = State.EXPIRED if state in IN_FORCE and end is not None and end <= happened.recorded_at else state

        prefix = consent_of(history[:count], happened.recorded_at)
        assert prefix.state is seen_now
        assert consent_of(history, happened.recorded_at) == prefix


@LAW
@given(heaps(), moments, st.none() | st.just({"v1"}), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(heap, as_of, notices, rnd: random.Random):
    shuffled = heap + [rnd.choice(heap) for _ in range(3) if heap]
    rnd.shuffle(shuffled)
    one, others = permitted_set(heap, purpose="support", as_of=as_of, notices=notices)
    two, others_two = permitted_set(shuffled, purpose="support", as_of=as_of, notices=notices)
    assert one == two
    assert others.reasons == others_two.reasons
    assert set(others.illegal) == set(others_two.illegal)


@LAW
@given(st.permutations([grant(notice_version=n, method=m) for n in NOTICES for m in ("dm", "web_form")]))
def test_of_events_that_differ_in_a_detail_the_same_one_counts_in_any_order(tied):
    assert consent_of(tied, T0) == consent_of(tied[::-1], T0) == consent_of(sorted(tied, key=repr), T0)


@LAW
@given(heaps(), moments)
def test_what_is_recorded_later_is_not_seen(heap, as_of):
    known = [e for e in heap if e.recorded_at <= as_of]
    all_of_it, others = permitted_set(heap, purpose="support", as_of=as_of)
    known_only, known_others = permitted_set(known, purpose="support", as_of=as_of)
    assert (all_of_it, others.reasons, set(others.illegal)) == (
        known_only,
        known_others.reasons,
        set(known_others.illegal),
    )


@LAW
@given(histories(), st.integers(0, 3), st.integers(0, 30))
def test_after_a_withdrawal_nothing_is_permitted(history, gap, days):
    end = (history[-1].recorded_at if history else T0) + gap * DAY
    assert refusal_of([*history, event("withdrawn", end)], end + days * DAY) == "withdrawn"


@LAW
@given(
    st.lists(
        any_event(subjects=(ACCOUNT,), purposes=("support",), kinds=tuple(sorted(set(EventKind) - GRANTS))), max_size=6
    ),
    moments,
)
def test_no_event_but_a_grant_undoes_a_withdrawal(later, as_of):
    before = [grant(T0 - 5 * DAY), event("withdrawn", T0 - DAY)]
    permitted, _ = permitted_set([*before, *later], purpose="support", as_of=as_of)
    assert not permitted.permits(ACCOUNT)


@LAW
@given(histories())
def test_a_later_grant_permits_again(history):
    last = history[-1].recorded_at if history else T0
    again = [*history, event("withdrawn", last + DAY), grant(last + 2 * DAY)]
    assert refusal_of(again, last + 3 * DAY) is None


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("state", State)
def test_at_the_same_moment_a_withdrawal_wins(state, kind):
    moment = T0 + DAY
    together = [event(kind, moment, valid_until=T0 + 90 * DAY), event("withdrawn", moment)]
    for pair in (together, together[::-1]):
        permitted, _ = permitted_set([*path_to(state), *pair], purpose="support", as_of=moment)
        assert not permitted.permits(ACCOUNT)


@pytest.mark.parametrize("kind", sorted(ENDS))
@pytest.mark.parametrize("granted", sorted(GRANTS))
def test_at_the_same_moment_an_end_wins_over_a_grant(granted, kind):
    together = [event(kind), event(granted, valid_until=T0 + 90 * DAY, ledger_index=9)]
    assert refusal_of(together, T0) is not None


# --- permits ---------------------------------------------------------------------------------------


@LAW
@given(heaps(), moments, st.sampled_from(PURPOSES), st.none() | st.sets(st.sampled_from(NOTICES)))
def test_a_member_has_a_grant_in_force_and_no_end_after_it(heap, as_of, purpose, notices):
    """The slow, plain reading of the rule, also where the heap holds events that cannot follow each other."""
    permitted, _ = permitted_set(heap, purpose=purpose, as_of=as_of, notices=notices)
    for subject in permitted.accounts | permitted.profiles:
        mine = [e for e in heap if e.subject == subject and e.purpose == purpose and e.recorded_at <= as_of]
        granted_at = max(e.recorded_at for e in mine if e.kind in GRANTS)
        latest = [e for e in mine if e.kind in GRANTS and e.recorded_at == granted_at]
        assert any(e.valid_until is not None and e.valid_until > as_of for e in latest)
        assert notices is None or any(e.notice_version in notices for e in latest)
        assert not any(e.kind in ENDS and e.recorded_at >= granted_at for e in mine)
        assert subject.tenant == "default"


@LAW
@given(heaps(), moments, st.none() | st.sets(st.sampled_from(NOTICES)))
def test_one_by_one_and_all_at_once_agree(heap, as_of, notices):
    """Also: an event that cannot follow is left out as if it had never been recorded."""
    permitted, others = permitted_set(heap, purpose="support", as_of=as_of, notices=notices)
    possible = [e for e in heap if e not in others.illegal]
    for subject in (s for s in SUBJECTS if s.tenant == "default"):
        try:
            permit(possible, subject=subject, purpose="support", as_of=as_of, notices=notices)
            reason = None
        except ConsentMissing as missing:
            reason = missing.reason
        assert others.reason_for(subject) == reason
        assert permitted.permits(subject) == (reason is None)


@LAW
@given(heaps(), moments)
def test_reasons_add_up(heap, as_of):
    permitted, others = permitted_set(heap, purpose="support", as_of=as_of)
    accounts = [AccountKey("default", "crm", f"A-{n}") for n in range(5)]
    counted = others.tally(accounts)
    assert sum(counted.values()) + sum(map(permitted.permits, accounts)) == len(accounts)
    assert list(counted) == sorted(counted)


@LAW
@given(histories(min_size=1))
def test_no_permit_at_or_after_the_end(history):
    as_of = history[-1].recorded_at
    try:
        held = permit(history, subject=ACCOUNT, purpose="support", as_of=as_of)
    except ConsentMissing:
        return
    assert as_of < held.valid_until
    assert refusal_of(history, held.valid_until - TICK) is None
    assert refusal_of(history, held.valid_until) == "expired"
    assert refusal_of(history, held.valid_until + TICK) == "expired"


@LAW
@given(
    histories(),
    st.none() | st.integers(2, 40),
    st.none() | st.integers(-3, 60),
    st.sampled_from(NOTICES),
    st.integers(0, 60),
)
def test_a_modification_only_narrows(history, term, days, notice, later):
    """What a modification permits was permitted without it, with whatever end and notice it names."""
    at = (history[-1].recorded_at if history else T0) + DAY
    granted = [*history, grant(at, valid_until=None if term is None else at + term * DAY)]
    at += DAY
    end = None if days is None else at + days * DAY
    modified = [*granted, event("modified", at, valid_until=end, notice_version=notice)]
    for accepted in (None, {"v1"}, {"v2"}):
        if refusal_of(modified, at + later * DAY, notices=accepted) is None:
            assert refusal_of(granted, at + later * DAY, notices=accepted) is None


@pytest.mark.parametrize("asked", PURPOSES)
@pytest.mark.parametrize("granted", PURPOSES)
def test_purposes_are_separate(granted, asked):
    reason = None if granted == asked else "other_purpose"
    history = [grant(purpose=granted)]
    permitted, others = permitted_set(history, purpose=asked, as_of=T0)
    assert others.reason_for(ACCOUNT) == reason
    assert permitted.permits(ACCOUNT) == (granted == asked)
    withdrawn_elsewhere = [*history, event("withdrawn", T0 + DAY, purpose=asked)]
    still, _ = permitted_set(withdrawn_elsewhere, purpose=granted, as_of=T0 + DAY)
    assert still.permits(ACCOUNT) == (granted != asked)


# --- nobody else makes a permit --------------------------------------------------------------------


def held() -> tuple[Permit, PermittedSet]:
    history = [grant(), grant(subject=PROFILE), grant(subject=SUBJECTS[1])]
    permitted, _ = permitted_set(history, purpose="support", as_of=T0)
    return permit(history, subject=ACCOUNT, purpose="support", as_of=T0), permitted


FIELDS = {
    Permit: (ACCOUNT, "support", T0, State.GIVEN, "v1", T0 + DAY, None, None),
    PermittedSet: ("support", T0, "default", None, frozenset({ACCOUNT}), frozenset({PROFILE})),
}


@pytest.mark.parametrize("forged", FIELDS)
def test_a_constructor_call_raises(forged):
    for mint in ((), (None,), (object(),)):
        with pytest.raises(ConsentError) as raised:
            forged(*FIELDS[forged], *mint)
        assert raised.value.code == "forged_permit"


def test_replace_raises_even_where_it_would_narrow():
    one, many = held()
    with pytest.raises(ConsentError):
        dataclasses.replace(one, purpose="marketing")
    with pytest.raises(ConsentError):
        dataclasses.replace(many, accounts=frozenset())


@pytest.mark.parametrize("base", FIELDS)
def test_a_subclass_raises(base):
    with pytest.raises(ConsentError):
        type("Sneaky", (base,), {"__post_init__": lambda self, mint: None})


def test_fields_do_not_change_and_states_are_not_restored():
    for value in held():
        with pytest.raises(dataclasses.FrozenInstanceError):
            value.purpose = "marketing"
        with pytest.raises((AttributeError, TypeError)):
            value.anything = 1
        with pytest.raises(ConsentError):
            object.__new__(type(value)).__setstate__([])


def test_a_pickle_and_a_copy_are_the_same_permit():
    for value in held():
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value
        assert copy.copy(value) == copy.deepcopy(value) == value


@given(st.sets(st.sampled_from(SUBJECTS)), st.sets(st.sampled_from(SUBJECTS)))
def test_a_restriction_only_narrows(accounts, profiles):
    _, many = held()
    fewer = many.restrict(accounts=accounts, profiles=profiles)
    assert fewer.accounts == many.accounts & accounts
    assert fewer.profiles == many.profiles & profiles
    assert many.restrict() == many
    assert many.restrict(profiles=()).accounts == many.accounts
    assert (fewer.purpose, fewer.as_of, fewer.tenant) == (many.purpose, many.as_of, many.tenant)


def test_the_mint_is_named_in_one_file():
    package = Path(socialmatch.__file__).parent
    private = re.compile(r"_MINT\b|_restore_permit|\bmint\s*=")
    named = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if private.search(path.read_text())}
    assert named == {"consent/permits.py"}


def test_the_same_id_on_the_other_side_is_not_permitted():
    _, many = held()
    assert not many.permits(ProfileKey("default", "crm", "", "A-1"))
    assert not many.permits(AccountKey("default", "mastodon", "42"))
