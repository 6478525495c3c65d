"""The record of a yes: complete, a copy, never endless, and never an agent's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from notice_fields import NOTICE
from socialmatch.canonical import canonical
from socialmatch.consent.notices import serve, text_sha256
from socialmatch.consent.records import ConsentRecord, consent_record, read_record
from socialmatch.errors import ConsentError, InputError, UsageError
from socialmatch.models import Actor, ActorKind, Assurance
from socialmatch.moments import format_moment
from strategies import DAY, T0, TICK

CUSTOMER = Actor(ActorKind.CUSTOMER, "customer-1")
SERVED = serve(NOTICE, served_id="view-1", channel="web", served_at=T0)
ANSWER = {
    "purposes": ["support"],
    "method": "dm_code",
    "assurance": Assurance.L2,
    "actor": CUSTOMER,
    "evidence": "token:812",
    "given_at": T0 + TICK,
}


def recorded(notice=NOTICE, served=SERVED, **changes) -> ConsentRecord:
    return consent_record(notice, served, **{**ANSWER, **changes})


RECORD = recorded()
DOCUMENT = RECORD.document()


def test_everything_a_given_event_must_hold():
    assert {
        "v": 1,
        "purposes": ["support"],
        "legal_basis": NOTICE.legal_basis,
        "notice_id": "link",
        "notice_version": "2026-01",
        "language": "en",
        "text_sha256": text_sha256(NOTICE),
        "text": NOTICE.text,
        "served_id": "view-1",
        "method": "dm_code",
        "assurance": "L2",
        "channel": "web",
        "jurisdiction": "EU",
        "controller": NOTICE.controller,
        "contact": "privacy@example.com",
        "recipients": ["our customer records", "our parcel service"],
        "retention": "until you withdraw",
        "given_at": format_moment(T0 + TICK),
        "valid_until": format_moment(T0 + TICK + 365 * DAY),
        "withdrawal": "send STOP",
        "rights": "https://example.com/privacy",
        "authority": "the data protection authority",
        "actor_kind": "customer",
        "actor_id": "customer-1",
        "evidence": "token:812",
    } == DOCUMENT


def test_a_record_is_written_and_read_back():
    assert read_record(json.loads(canonical(DOCUMENT))) == RECORD


@pytest.mark.parametrize("name", sorted(ConsentRecord.model_fields))
def test_each_missing_field_is_refused_by_name(name):
    with pytest.raises(InputError) as raised:
        read_record({key: value for key, value in DOCUMENT.items() if key != name})
    assert raised.value.code == "bad_record"
    assert name in str(raised.value)


@pytest.mark.parametrize("name", sorted(set(DOCUMENT) - {"v"}))
@pytest.mark.parametrize("empty", ["", " ", None, [], 7])
def test_an_empty_field_is_refused(name, empty):
    with pytest.raises(InputError) as raised:
        read_record({**DOCUMENT, name: empty})
    assert name in str(raised.value)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"text": NOTICE.text + "!"},
        {"text_sha256": "0" * 64},
        {"text_sha256": "A" * 64},
        {"assurance": "L4"},
        {"valid_until": format_moment(T0)},
        {"valid_until": format_moment(T0 + TICK + 731 * DAY)},
        {"valid_until": "2027-01-01T00:00:00+25:00"},
        {"given_at": "yesterday"},
        {"actor_kind": "agent"},
        {"actor_kind": "robot"},
        {"extra": "x"},
    ],
)
def test_what_contradicts_itself_is_refused(change):
    with pytest.raises(InputError) as raised:
        read_record({**DOCUMENT, **change})
    assert raised.value.code == "bad_record"
    assert raised.value.__context__ is None


def test_a_later_edit_of_the_notice_leaves_the_record_unchanged():
    edited = replace(NOTICE, text="We do what we like.", contact="nobody@example.com")
    assert recorded() == RECORD
    assert RECORD.text == NOTICE.text != edited.text
    with pytest.raises(ValidationError):
        RECORD.text = edited.text
    with pytest.raises(ConsentError) as raised:
        recorded(notice=edited)
    assert raised.value.code == "other_notice"


# --- the answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"notice": replace(NOTICE, version="2026-02")}, "other_notice"),
        ({"notice": replace(NOTICE, language="de")}, "other_notice"),
        ({"served": replace(SERVED, sha256="0" * 64)}, "other_notice"),
        ({"served": replace(SERVED, served_at=T0 + DAY)}, "shown_later"),
        ({"purposes": ["support", "marketing"]}, "other_purpose"),
        ({"purposes": "support"}, "other_purpose"),
        ({"actor": Actor(ActorKind.AGENT, "agent-1")}, "agent_grant"),
    ],
)
def test_an_answer_that_is_none_is_refused(changes, code):
    with pytest.raises(ConsentError) as raised:
        recorded(**changes)
    assert (raised.value.code, raised.value.exit_code) == (code, 1)


@pytest.mark.parametrize(
    "changes", [{"purposes": []}, {"method": ""}, {"evidence": ""}, {"actor": Actor(ActorKind.JOB, "")}]
)
def test_an_answer_without_purpose_method_evidence_or_actor_is_refused(changes):
    with pytest.raises(InputError) as raised:
        recorded(**changes)
    assert raised.value.code == "bad_record"


@pytest.mark.parametrize("name", ["given_at", "valid_until"])
def test_a_moment_without_a_zone_is_refused(name):
    with pytest.raises(UsageError):
        recorded(**{name: (T0 + DAY).replace(tzinfo=None)})


def test_the_end_is_the_earliest_of_what_limits_it():
    start = ANSWER["given_at"]
    assert recorded().valid_until == start + 365 * DAY
    assert recorded(valid_until=start + 30 * DAY).valid_until == start + 30 * DAY
    assert recorded(valid_until=start + 9_000 * DAY).valid_until == start + 365 * DAY
    assert recorded(longest=90 * DAY).valid_until == start + 90 * DAY
    assert recorded(notice=replace(NOTICE, valid_days=730), longest=timedelta(days=1)).valid_until == start + DAY
    with pytest.raises(InputError):
        recorded(valid_until=start)


def test_purposes_are_each_there_once():
    assert recorded(purposes=["support", "returns", "support"]).purposes == ("returns", "support")


def test_nobody_is_shown():
    shown = repr(RECORD) + str(RECORD)
    for hidden in ("customer-1", "token:812", NOTICE.text):
        assert hidden not in shown
    with pytest.raises(InputError) as raised:
        read_record({**DOCUMENT, "actor_id": 4711, "canary": "x"})
    assert "4711" not in str(raised.value)
