"""Permits by example: who gets one, why the others do not, and what a caller may pass."""

from __future__ import annotations

import multiprocessing

import pytest

from socialmatch.consent.permits import permit, permitted_set, united
from socialmatch.consent.state import Reason, State
from socialmatch.errors import ConsentMissing, IllegalTransition, UsageError
from socialmatch.models import AccountKey, ProfileKey
from strategies import ACCOUNT, DAY, PROFILE, T0, event, grant

NOW = T0 + 30 * DAY


def account(number: int) -> AccountKey:
    return AccountKey("default", "crm", f"A-{number}")


TRAPS = {
    "other_purpose": [grant(subject=account(2), purpose="marketing")],
    "expired": [grant(subject=account(3), days=30)],
    "withdrawn": [grant(subject=account(4)), event("withdrawn", NOW, subject=account(4))],
    "requested": [event("requested", subject=account(5))],
    "no_end": [grant(subject=account(6), valid_until=None)],
    "no_consent": [grant(NOW + DAY, subject=account(7))],
    "refused": [event("refused", subject=account(8))],
}


def test_the_traps_get_no_permit_and_each_its_reason():
    heap = [grant(), grant(subject=PROFILE), *(e for history in TRAPS.values() for e in history)]
    permitted, others = permitted_set(heap, purpose="support", as_of=NOW, ledger_position=9)
    assert (permitted.accounts, permitted.profiles) == ({ACCOUNT}, {PROFILE})
    assert (permitted.purpose, permitted.as_of, permitted.tenant) == ("support", NOW, "default")
    assert permitted.ledger_position == 9
    everybody = [account(number) for number in range(1, 10)]
    assert others.tally(everybody) == {**dict.fromkeys(TRAPS, 1), "no_consent": 2}
    assert others.illegal == ()
    assert others.reason_for(ACCOUNT) is None
    assert others.tally([PROFILE, ProfileKey("default", "x", "", "1")]) == {"no_consent": 1}


@pytest.mark.parametrize("reason", TRAPS)
def test_one_subject_is_refused_for_the_same_reason(reason):
    history = TRAPS[reason]
    with pytest.raises(ConsentMissing) as raised:
        permit(history, subject=history[0].subject, purpose="support", as_of=NOW)
    assert raised.value.reason == reason
    assert raised.value.exit_code == 1


def test_a_permit_says_what_it_rests_on():
    history = [grant(ledger_index=4), event("requested", T0 + DAY, ledger_index=6)]
    held = permit(history, subject=ACCOUNT, purpose="support", as_of=NOW, notices=["v1"], ledger_position=7)
    assert (held.subject, held.purpose, held.as_of) == (ACCOUNT, "support", NOW)
    assert (held.state, held.notice_version, held.valid_until) == (State.GIVEN, "v1", T0 + 365 * DAY)
    assert (held.ledger_index, held.ledger_position) == (4, 7)


def test_a_refusal_names_the_event_that_decided():
    with pytest.raises(ConsentMissing) as raised:
        permit(
            [grant(), event("withdrawn", T0 + DAY, ledger_index=812)],
            subject=ACCOUNT,
            purpose="support",
            as_of=NOW,
        )
    assert raised.value.ledger_index == 812


def test_events_may_come_from_a_generator():
    assert permit((e for e in [grant()]), subject=ACCOUNT, purpose="support", as_of=NOW).subject == ACCOUNT
    permitted, _ = permitted_set((e for e in [grant()]), purpose="support", as_of=NOW)
    assert permitted.permits(ACCOUNT)


def test_a_withdrawn_notice_version_permits_nobody():
    permitted, others = permitted_set([grant()], purpose="support", as_of=NOW, notices={"v2"})
    assert not permitted.accounts
    assert others.reason_for(ACCOUNT) is Reason.OTHER_NOTICE
    with pytest.raises(ConsentMissing) as raised:
        permit([grant()], subject=ACCOUNT, purpose="support", as_of=NOW, notices={"v2"})
    assert raised.value.reason == "other_notice"


@pytest.mark.parametrize("ask", [permit, permitted_set])
def test_one_string_is_no_collection_of_versions(ask):
    extra = {"subject": ACCOUNT} if ask is permit else {}
    with pytest.raises(UsageError) as raised:
        ask([grant(notice_version="v1")], purpose="support", as_of=NOW, notices="v10", **extra)
    assert raised.value.code == "notices"


@pytest.mark.parametrize("ask", [permit, permitted_set])
def test_a_moment_needs_a_zone(ask):
    extra = {"subject": ACCOUNT} if ask is permit else {}
    with pytest.raises(UsageError):
        ask([], purpose="support", as_of=NOW.replace(tzinfo=None), **extra)


def test_a_notice_that_was_only_shown_leaves_the_other_purpose_as_the_reason():
    heap = [grant(purpose="marketing"), event("notice_served", T0 + DAY)]
    assert permitted_set(heap, purpose="support", as_of=NOW)[1].reason_for(ACCOUNT) is Reason.OTHER_PURPOSE
    with pytest.raises(ConsentMissing) as raised:
        permit(heap, subject=ACCOUNT, purpose="support", as_of=NOW)
    assert raised.value.reason == "other_purpose"


def test_tenants_are_strangers():
    here = grant(subject=AccountKey("here", "crm", "A-1"))
    there = grant(subject=AccountKey("there", "crm", "A-1"))
    permitted, others = permitted_set([here, there], purpose="support", as_of=NOW, tenant="here")
    assert permitted.accounts == {here.subject}
    assert others.reason_for(there.subject) is Reason.NO_CONSENT


def test_an_impossible_event_is_set_aside_in_a_batch_and_raises_for_one():
    impossible = event("modified", T0 + 2 * DAY, subject=PROFILE)
    heap = [grant(), event("withdrawn", subject=PROFILE), impossible, impossible]
    permitted, others = permitted_set(heap, purpose="support", as_of=NOW)
    assert permitted.permits(ACCOUNT)
    assert others.illegal == (impossible,)
    assert others.reason_for(PROFILE) is Reason.WITHDRAWN
    with pytest.raises(IllegalTransition):
        permit(heap, subject=PROFILE, purpose="support", as_of=NOW)


def test_nobody_stands_in_a_repr():
    heap = [grant(), grant(subject=PROFILE), event("withdrawn", subject=account(2)), event("modified", subject=PROFILE)]
    permitted, others = permitted_set(heap, purpose="support", as_of=NOW)
    held = permit(heap, subject=ACCOUNT, purpose="support", as_of=NOW)
    for value in (permitted, others, held):
        assert "A-1" not in repr(value)
        assert "A-2" not in repr(value)
        assert "42" not in repr(value)
    assert "1 accounts, 1 profiles" in repr(permitted)
    assert "'withdrawn': 1}, 0 illegal" in repr(others)


def test_parts_come_to_the_whole():
    heap = [grant(), grant(subject=PROFILE), *(e for history in TRAPS.values() for e in history)]
    whole, others = permitted_set(heap, purpose="support", as_of=NOW)
    parts = [[e for e in heap if hash(e.subject) % 3 == part] for part in range(3)]
    permitted, refused = united(permitted_set(part, purpose="support", as_of=NOW) for part in parts)
    assert permitted == whole and refused == others


@pytest.mark.parametrize(
    "other",
    [
        permitted_set([grant(), grant(subject=PROFILE)], purpose="support", as_of=NOW + DAY),
        permitted_set([], purpose="marketing", as_of=NOW),
        permitted_set([grant()], purpose="support", as_of=NOW),
        permitted_set([event("withdrawn", NOW)], purpose="support", as_of=NOW),
    ],
    ids=["another moment", "another purpose", "somebody twice", "half a history"],
)
def test_what_is_no_part_of_one_set_is_refused(other):
    with pytest.raises(UsageError) as refused:
        united([permitted_set([grant()], purpose="support", as_of=NOW), other])
    assert refused.value.code == "parts"


def _members(permitted):
    return permitted.restrict(profiles=[PROFILE]).profiles


def test_a_worker_process_gets_the_same_set():
    permitted, _ = permitted_set([grant(), grant(subject=PROFILE)], purpose="support", as_of=NOW)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_members, (permitted,)) == {PROFILE}
