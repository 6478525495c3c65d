"""Consent by example: one short history, one answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from socialmatch.consent.state import Consent, Reason, State, fold
from socialmatch.errors import IllegalTransition, UsageError
from strategies import ACCOUNT, DAY, PROFILE, T0, TICK, event, grant


def read(*history, as_of=T0 + 30 * DAY):
    return fold(history, purpose="support", subject=ACCOUNT, as_of=as_of)


def test_nothing_is_known_of_a_stranger():
    assert read() == Consent(State.UNKNOWN)
    assert read().refusal() is Reason.NO_CONSENT


def test_a_grant_says_what_was_agreed_to():
    given = grant(T0, days=60, method="web_form", ledger_index=812)
    assert read(given) == Consent(State.GIVEN, T0, "v1", T0 + 60 * DAY, "web_form", 812)
    assert read(given).refusal() is None


@pytest.mark.parametrize(
    ("history", "state", "reason"),
    [
        ([event("requested")], State.REQUESTED, "requested"),
        ([event("notice_served")], State.UNKNOWN, "no_consent"),
        ([event("requested"), event("deferred", T0 + DAY)], State.REQUEST_DEFERRED, "request_deferred"),
        ([event("requested"), event("refused", T0 + DAY)], State.REFUSED, "refused"),
        ([grant(valid_until=None)], State.GIVEN, "no_end"),
        ([grant(days=30)], State.EXPIRED, "expired"),
        ([grant(), event("withdrawn", T0 + DAY)], State.WITHDRAWN, "withdrawn"),
        ([grant(), event("withdrawn", T0)], State.WITHDRAWN, "withdrawn"),
        ([event("withdrawn")], State.WITHDRAWN, "withdrawn"),
        ([grant(), event("refused", T0 + DAY)], State.REFUSED, "refused"),
        ([grant(), event("superseded", T0 + DAY)], State.REQUESTED, "requested"),
        ([grant(), event("terminated", T0 + DAY)], State.TERMINATED, "terminated"),
        ([grant(), event("invalidated", T0 + DAY)], State.INVALIDATED, "invalidated"),
        ([grant(), event("expired", T0 + DAY)], State.EXPIRED, "expired"),
        ([grant(), event("erased", T0 + DAY)], State.UNKNOWN, "no_consent"),
        ([grant(purpose="marketing")], State.UNKNOWN, "no_consent"),
        ([grant(subject=PROFILE)], State.UNKNOWN, "no_consent"),
        ([grant(T0 + 31 * DAY)], State.UNKNOWN, "no_consent"),
    ],
)
def test_what_does_not_permit(history, state, reason):
    consent = read(*history)
    assert (consent.state, consent.refusal()) == (state, reason)


def test_the_end_is_exclusive_to_the_millisecond():
    given = grant(days=10)
    end = T0 + 10 * DAY
    assert read(given, as_of=end - TICK).refusal() is None
    assert read(given, as_of=end).refusal() is Reason.EXPIRED
    assert read(given, as_of=end + TICK) == Consent(State.EXPIRED, end, "v1", end)


def test_moments_are_compared_whatever_their_zone():
    end = (T0 + 10 * DAY).astimezone(timezone(timedelta(hours=-8)))
    assert read(grant(valid_until=end), as_of=T0 + 10 * DAY).state is State.EXPIRED


def test_a_grant_that_had_ended_before_it_was_recorded_never_held():
    late = grant(T0 + 5 * DAY, valid_until=T0 + DAY)
    assert read(late, as_of=T0 + 5 * DAY) == Consent(State.EXPIRED, T0 + 5 * DAY, "v1", T0 + DAY)


def test_only_accepted_versions_of_the_notice_permit():
    consent = read(grant(notice_version="v1"))
    assert consent.refusal({"v1", "v2"}) is None
    assert consent.refusal({"v2"}) is Reason.OTHER_NOTICE
    assert consent.refusal(()) is Reason.OTHER_NOTICE


def test_a_reconfirmation_alone_permits_because_files_hold_the_latest_status():
    renewed = event("reconfirmed", valid_until=T0 + 90 * DAY, notice_version="v2", ledger_index=3)
    assert read(renewed) == Consent(State.RENEWED, T0, "v2", T0 + 90 * DAY, "", 3)


def test_a_reconfirmation_brings_its_own_terms_also_after_the_old_ones_ran_out():
    history = [grant(days=5), event("reconfirmed", T0 + 9 * DAY, valid_until=T0 + 99 * DAY, notice_version="v2")]
    assert read(*history, as_of=T0 + 8 * DAY).state is State.EXPIRED
    assert read(*history) == Consent(State.RENEWED, T0 + 9 * DAY, "v2", T0 + 99 * DAY)


@pytest.mark.parametrize("ended", ["withdrawn", "refused", "terminated", "invalidated"])
def test_an_end_that_names_no_notice_is_of_the_notice_it_ended(ended):
    assert read(grant(notice_version="v1"), event(ended, T0 + DAY)).notice_version == "v1"
    assert read(grant(notice_version="v1"), event(ended, T0 + DAY, notice_version="v2")).notice_version == "v2"


@pytest.mark.parametrize("kind", ["given", "reconfirmed"])
def test_an_agreement_that_names_no_notice_takes_over_no_other(kind):
    later = event(kind, T0 + DAY, valid_until=T0 + 90 * DAY)
    assert read(grant(notice_version="v1"), later).notice_version == ""
    assert read(grant(notice_version="v1"), later).refusal({"v1"}) is Reason.OTHER_NOTICE


@pytest.mark.parametrize("ended", ["withdrawn", "refused", "terminated", "invalidated"])
def test_what_a_decision_ended_is_given_anew_not_reconfirmed(ended):
    history = [grant(), event(ended, T0 + DAY)]
    with pytest.raises(IllegalTransition):
        read(*history, event("reconfirmed", T0 + 2 * DAY, valid_until=T0 + 90 * DAY))
    assert read(*history, grant(T0 + 2 * DAY)).refusal() is None


def test_asking_again_changes_no_answer():
    given, asked = grant(), event("requested", T0 + DAY)
    assert read(given, asked, event("deferred", T0 + 2 * DAY)) == read(given)
    no = [event("refused"), asked, event("deferred", T0 + 2 * DAY)]
    assert read(*no).state is State.REFUSED
    assert read(event("withdrawn"), asked).state is State.WITHDRAWN
    assert read(grant(days=1), event("requested", T0 + 2 * DAY)).state is State.REQUESTED


def test_a_later_grant_replaces_the_terms_also_for_the_worse():
    assert read(grant(days=365), grant(T0 + DAY, days=2)).state is State.EXPIRED
    assert read(grant(), grant(T0 + DAY, valid_until=None)).refusal() is Reason.NO_END


def test_of_two_grants_at_one_moment_the_more_cautious_counts():
    assert read(grant(days=90), grant(days=40)).valid_until == T0 + 40 * DAY
    assert read(grant(days=90), grant(valid_until=None)).refusal() is Reason.NO_END


def test_at_one_moment_the_ledger_says_which_grant_came_later():
    first, second = grant(days=40, ledger_index=7), grant(days=90, ledger_index=8)
    assert read(second, first).ledger_index == 8


def test_a_modification_shortens_and_leaves_everything_else():
    given = grant(days=90, method="dm", ledger_index=1)
    changed = event("modified", T0 + DAY, valid_until=T0 + 50 * DAY, notice_version="v9", method="api", ledger_index=2)
    assert read(given, changed) == Consent(State.GIVEN, T0, "v1", T0 + 50 * DAY, "dm", 1)


@pytest.mark.parametrize("kind", ["requested", "notice_served", "deferred"])
def test_only_a_modification_shortens_a_grant(kind):
    asked = event(kind, T0 + DAY, valid_until=T0 + 2 * DAY)
    assert read(grant(days=90), asked).valid_until == T0 + 90 * DAY


def test_a_modification_never_lengthens_and_never_ends_the_endless():
    later = event("modified", T0 + DAY, valid_until=T0 + 400 * DAY)
    assert read(grant(days=90), later).valid_until == T0 + 90 * DAY
    assert read(grant(valid_until=None), later).refusal() is Reason.NO_END
    assert read(grant(days=90), event("modified", T0 + DAY)).valid_until == T0 + 90 * DAY


def test_a_modification_does_not_rewrite_the_past():
    history = [grant(days=90), event("modified", T0 + 9 * DAY, valid_until=T0 + 3 * DAY)]
    assert read(*history, as_of=T0 + 9 * DAY - TICK).state is State.GIVEN
    assert read(*history, as_of=T0 + 9 * DAY).since == T0 + 9 * DAY


def test_a_repeated_modification_that_ends_the_grant_at_once_is_no_contradiction():
    changed = event("modified", T0 + 9 * DAY, valid_until=T0 + 3 * DAY)
    assert read(grant(days=90), changed, changed).state is State.EXPIRED


def test_a_modification_needs_a_grant_in_force():
    with pytest.raises(IllegalTransition) as raised:
        read(grant(days=2), event("modified", T0 + 3 * DAY, valid_until=T0 + 90 * DAY))
    assert (raised.value.state, raised.value.event) == ("expired", "modified")
    assert raised.value.exit_code == 3


def test_a_repeated_withdrawal_keeps_the_day_it_began():
    assert read(event("withdrawn"), event("withdrawn", T0 + DAY)).since == T0


def test_only_a_grant_has_an_end():
    assert read(grant(), event("withdrawn", T0 + DAY, valid_until=T0 + 90 * DAY)).valid_until is None


def test_nobody_can_cover_up_a_no():
    with pytest.raises(IllegalTransition):
        read(event("withdrawn"), event("terminated", T0 + DAY))
    assert read(event("withdrawn"), event("invalidated", T0 + DAY)).state is State.WITHDRAWN


def test_a_moment_needs_a_zone():
    with pytest.raises(UsageError) as raised:
        read(as_of=datetime(2026, 1, 1))
    assert raised.value.code == "naive_moment"
