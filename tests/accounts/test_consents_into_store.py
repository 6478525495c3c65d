"""Consents from a file into a store: evidence or nothing, every "no" heard, nothing brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

import imports
import linked
import linking
from imports import accounts_file, key, profile_key, row_counts
from indexed import found_in
from notice_fields import FIELDS
from processes import OFFICER
from socialmatch.config import Config, Policy
from socialmatch.consent.notices import read_notice
from socialmatch.consent.state import State
from socialmatch.errors import ConsentError, FileError, InputError
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.verbs import revoke_in
from socialmatch.models import Actor, ActorKind
from socialmatch.store import consents, events, notices, permits, suppressions
from socialmatch.store.consents import consent_event

ANNA, ONE = key("A-1"), profile_key("1")
GRANT = {"subject": "account:A-1"}


@pytest.fixture
def take(to, tmp_path):
    return lambda *rows, **options: row_counts(imports.take_consents(to, tmp_path, *rows, **options))


def consent(store, subject, purpose="support"):
    with store.read(subject.tenant) as session:
        return permits.consent(session, subject, purpose)


def events_of(store, subject):
    with store.read(subject.tenant) as session:
        return consents.history(session, subject)


def record_of(store, subject):
    """What was recorded with the grant of somebody."""
    with store.read(subject.tenant) as session:
        (event,) = [one for one in events.about(session, subject) if one.kind == "given"]
    return consent_event(event)[1].record


# --- evidence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("notice_version", "2020-01", "unknown_notice"),
        ("notice_version", "", "unknown_notice"),
        ("method", " ", "no_method"),
        ("evidence", "", "no_evidence"),
        ("purpose", "advertising", "other_purpose"),
        ("recorded_at", "yesterday", "bad_moment"),
    ],
)
def test_a_grant_without_evidence_is_a_rejected_row_and_permits_nothing(to, take, column, value, reason):
    assert take({**GRANT, column: value}) == {reason: 1}
    assert consent(to.store, ANNA).state is State.UNKNOWN
    assert events_of(to.store, ANNA) == []


def test_a_grant_with_evidence_permits_until_its_notice_says(to, take):
    assert take(GRANT) == {"recorded": 1}
    given = consent(to.store, ANNA)
    assert given.state is State.GIVEN
    assert given.valid_until == datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=365)


def test_an_end_of_its_own_is_kept_if_it_is_earlier(to, take):
    take({**GRANT, "valid_until": "2027-01-01"}, {"subject": "account:A-2", "valid_until": "2099-01-01"})
    assert consent(to.store, ANNA).valid_until == datetime(2027, 1, 1, tzinfo=UTC)
    assert consent(to.store, key("A-2")).valid_until == datetime(2027, 10, 1, tzinfo=UTC)


def test_the_policy_ends_it_before_the_notice_does(store, tmp_path):
    to = imports.destination(store, max_consent_months=1)
    imports.take_consents(to, tmp_path, {**GRANT, "recorded_at": "2026-10-20"})
    assert consent(store, ANNA).valid_until - datetime(2026, 10, 20, tzinfo=UTC) < timedelta(days=31)


def test_the_record_holds_what_the_notice_says_and_that_it_is_an_assertion(to, take):
    take(GRANT)
    record = record_of(to.store, ANNA)
    assert record["asserted"] is True
    assert record["assurance"] == "L0"
    assert (record["controller"], record["text"]) == (FIELDS["controller"], FIELDS["text"])


def test_the_text_is_left_out_where_nobody_knows_which_was_shown(to, take):
    with to.store.write("default", OFFICER, "register") as session:
        notices.register(session, read_notice({**FIELDS, "language": "de", "text": "Auf Deutsch."}))
    take(GRANT)
    assert "text" not in record_of(to.store, ANNA)


def test_an_account_can_be_found_in_the_commit_of_its_grant(to, take, tmp_path):
    imports.take_accounts(to, accounts_file(tmp_path, "A-1"))
    take(GRANT)
    with to.store.read("default") as session:
        assert found_in(session, "support family:examplea1", 5) == [ANNA]
        assert found_in(session, "returns family:examplea1", 5) == []


def test_a_profile_can_be_named_by_the_callers_own_id(to, take, tmp_path):
    imports.take_profiles(to, tmp_path, {"user_id": "1", "profile_id": "P1"}, {"user_id": "2", "profile_id": "P2"})
    assert take({"subject": "profile_id:P1"}, {"subject": "profile_id:nobody"}) == {"recorded": 1, "unknown_subject": 1}
    assert consent(to.store, ONE).state is State.GIVEN


def test_a_grant_under_a_handle_is_not_one_of_whoever_has_it_since(to, take, tmp_path):
    imports.take_profiles(to, tmp_path, {"handle": "anna", "first_seen": "2026-10-02", "last_seen": "2026-10-20"})
    alone = {"subject": "profile:x::~handle:anna"}
    assert take({**alone, "recorded_at": "2026-10-01"}) == {"key_changed": 1}
    assert consent(to.store, imports.by_handle("anna")).state is State.UNKNOWN
    assert take({**alone, "recorded_at": "2026-10-03"}) == {"recorded": 1}


def test_an_agent_never_grants_not_even_by_a_file(to, tmp_path):
    agent = replace(to, actor=Actor(ActorKind.AGENT, "agent-7"))
    with pytest.raises(ConsentError) as refused:
        imports.take_consents(agent, tmp_path, GRANT)
    assert refused.value.code == "agent_cannot_grant"
    assert consent(to.store, ANNA).state is State.UNKNOWN
    assert imports.all_events(to.store)[-1].kind == "agent_cannot_grant"


# --- again ---------------------------------------------------------------------------------------


def test_the_second_import_records_nothing(to, take):
    rows = (GRANT, {"subject": "profile:x::1", "status": "refused"})
    take(*rows)
    before = imports.all_events(to.store)
    assert take(*rows) == {"unchanged": 2}
    assert imports.all_events(to.store) == before


def test_importing_again_after_a_withdrawal_brings_nothing_back(to, take, tmp_path):
    """By the journey that revokes: neither the grants of a file nor its profiles and accounts come back."""
    at = Installation(to.store, "default", Config(policy=to.policy, brand=linking.BRAND), linking.SECRETS)
    rows = (GRANT, {"subject": "profile:x::1"}, {"subject": "account:A-2"})

    def files():
        return (
            imports.take_accounts(to, accounts_file(tmp_path, "A-1", "A-2")),
            imports.take_profiles(to, tmp_path, {"user_id": "1", "handle": "anna"}),
            imports.take_consents(to, tmp_path, *rows, withdraw=partial(revoke_in, at)),
        )

    files()
    linked.link(to.store, ANNA, ONE)
    with to.store.write("default", OFFICER, "STOP") as session:
        revoke_in(at, session, ONE, None)
    assert imports.link_of(to.store, ONE) is None
    _, profiles_again, consents_again = files()
    assert profiles_again.counts == {"suppressed": 1}
    assert not {"recorded"} & consents_again.counts.keys()
    assert imports.known(to.store, ONE) is None
    assert consent(to.store, ONE).state is State.WITHDRAWN
    assert consent(to.store, ANNA).state is State.WITHDRAWN
    assert consent(to.store, key("A-2")).state is State.GIVEN
    with to.store.read("default") as session:
        assert found_in(session, "support family:examplea1", 5) == []


def test_a_newer_grant_in_a_file_does_not_take_back_a_withdrawal_made_here(to, take):
    with to.store.write("default", OFFICER, "withdrawn") as session:
        suppressions.put(session, ANNA)
    assert take({**GRANT, "recorded_at": "2026-10-30"}) == {"suppressed": 1}
    assert consent(to.store, ANNA).state is State.UNKNOWN


# --- "no" ----------------------------------------------------------------------------------------


def test_a_withdrawal_in_a_file_has_the_whole_effect_once(to, take):
    done, withdraw = imports.remember_withdrawals(to)
    rows = (
        {"subject": "profile:x::1"},
        {"subject": "profile:x::1", "status": "withdrawn", "recorded_at": "2026-10-05"},
    )
    assert take(*rows, withdraw=withdraw) == {"recorded": 2, "withdrawals": 1}
    assert done == [(ONE, ("support",))]
    assert take(*rows, withdraw=withdraw)["withdrawals"] == 0
    assert len(done) == 1


@pytest.mark.parametrize("reverse", [False, True])
def test_all_rows_of_somebody_count_in_the_order_they_happened(to, take, reverse):
    rows = [
        {**GRANT, "recorded_at": "2026-10-01"},
        {**GRANT, "status": "withdrawn", "recorded_at": "2026-10-05"},
        {**GRANT, "recorded_at": "2026-10-09"},
    ]
    done, withdraw = imports.remember_withdrawals(to)
    take(*(reversed(rows) if reverse else rows), withdraw=withdraw)
    assert consent(to.store, ANNA).state is State.GIVEN
    assert done == []


def test_a_refusal_ends_a_link(to, take):
    linked.link(to.store, ANNA, ONE)
    done, withdraw = imports.remember_withdrawals(to)
    take({"subject": "profile:x::1", "status": "refused", "recorded_at": "2026-11-01"}, withdraw=withdraw)
    assert done == [(ONE, ("support",))]


def test_a_refusal_of_a_stranger_leaves_no_mark(to, take):
    done, withdraw = imports.remember_withdrawals(to)
    take({"subject": "profile:x::1", "status": "refused"}, withdraw=withdraw)
    assert done == []
    assert consent(to.store, ONE).state is State.REFUSED


def test_a_row_that_contradicts_what_came_before_is_rejected_by_its_line(to, take):
    refused = {**GRANT, "status": "refused", "recorded_at": "2026-10-01"}
    renewed = {**GRANT, "status": "reconfirmed", "recorded_at": "2026-10-05"}
    assert take(renewed, refused) == {"recorded": 1, "illegal": 1, "illegal_transition": 1}
    assert consent(to.store, ANNA).state is State.REFUSED


def test_more_than_five_percent_of_bad_rows_stop_the_grants_and_not_the_withdrawals(to, take):
    done, withdraw = imports.remember_withdrawals(to)
    rows = (GRANT, {**GRANT, "evidence": ""}, {"subject": "profile:x::1", "status": "withdrawn"})
    with pytest.raises(InputError) as stopped:
        take(*rows, withdraw=withdraw, allow_shrink=False)
    assert stopped.value.code == "would_shrink"
    assert consent(to.store, ANNA).state is State.UNKNOWN
    assert done == [(ONE, ("support",))]


WORSE = {**GRANT, "status": "revoked"}


class TestUnreadable:
    """A row that cannot be read and may be a withdrawal."""

    def test_ends_what_rests_on_whom_it_names(self, to, take, tmp_path):
        imports.take_accounts(to, accounts_file(tmp_path, "A-1"))
        take(GRANT)
        counts = take(WORSE)
        assert counts == {"unknown_status": 1, "doubtful": 1, "grants_ended": 1}
        assert consent(to.store, ANNA).state is State.TERMINATED

    def test_keeps_the_grants_of_the_same_file_out(self, to, take):
        counts = take(GRANT, {"subject": "account:A-2"}, WORSE)
        assert (counts["recorded"], counts["unknown_status"]) == (1, 1)
        assert consent(to.store, ANNA).state is State.UNKNOWN

    def test_stops_the_import_where_it_does_not_say_whose_it_is(self, to, take):
        with pytest.raises(FileError) as stopped:
            take(GRANT, {"subject": "", "status": "withdrawn"})
        assert stopped.value.code == "unheard_withdrawal"
        assert consent(to.store, ANNA).state is State.UNKNOWN
        assert take(GRANT, {"subject": "", "status": "withdrawn"}, skip_unreadable=True)["recorded"] == 1

    def test_is_told(self, to, tmp_path):
        done = imports.take_consents(to, tmp_path, WORSE)
        assert any("may be withdrawals" in warning for warning in done.warnings)
        assert not any("A-1" in warning for warning in done.warnings)


def test_two_tenants_with_equal_ids_do_not_meet(store, tmp_path):
    one, two = imports.destination(store), imports.destination(store, "other")
    imports.take_consents(one, tmp_path, GRANT)
    imports.take_consents(two, tmp_path, {**GRANT, "status": "withdrawn"})
    assert consent(store, ANNA).state is State.GIVEN
    assert consent(store, key("A-1", "other")).state is State.WITHDRAWN


def test_a_notice_of_another_tenant_is_not_registered_here(store, tmp_path):
    imports.destination(store)
    other = imports.Destination(store=store, tenant="other", policy=Policy(), actor=OFFICER)
    assert imports.take_consents(other, tmp_path, GRANT).counts == {"unknown_notice": 1}
