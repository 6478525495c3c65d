"""Receipts: valid by the schema, read back as they were, and true to what was recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from importlib import resources

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linking import ADA, ADAS, OFFICER, link, revoke
from notice_fields import NOTICE
from processes import NOW
from socialmatch.audit.receipt import make_receipt, read_receipt, receipt_id, receipt_index
from socialmatch.audit.subject import receipts
from socialmatch.consent.state import DPV_STATUS, State, replay
from socialmatch.errors import InputError
from socialmatch.models import Actor, ActorKind, ConsentEvent, EventKind
from socialmatch.store import consents, events, notices
from socialmatch.store.consents import NO_TERMS, Terms

SCHEMA = json.loads(resources.files("socialmatch.audit").joinpath("receipt.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
STATUS = jsonschema.Draft202012Validator({"$ref": "#/$defs/status", "$defs": SCHEMA["$defs"]})
DAY = timedelta(days=1)


def of(store, subject) -> list[dict]:
    with store.read("default") as session:
        return receipts(session, subject)


def history(now, *kinds: str) -> list[tuple[ConsentEvent, Terms]]:
    """Events of one consent, one a day; a grant ends after a year."""
    found = []
    for day, kind in enumerate(kinds):
        at = now + day * DAY
        end = at + 365 * DAY if kind in ("given", "reconfirmed") else None
        if kind == "modified":
            end = at + 30 * DAY
        actor = Actor(ActorKind.CUSTOMER if day % 2 else ActorKind.JOB, "x")
        event = ConsentEvent(ADAS, "support", EventKind(kind), at, "2026-01", "web_form", end, "form-1", actor, "", day)
        found.append((event, NO_TERMS))
    return found


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("subject", [ADA.key, ADAS], ids=["profile", "account"])
def test_the_receipt_of_a_link_is_valid_and_comes_back(at, subject):
    link(at)
    documents = of(at.store, subject)
    assert len(documents) == 2  # a purpose, a receipt
    for document in documents:
        VALIDATOR.validate(document)
        assert read_receipt(json.loads(json.dumps(document))).document() == document
        record = document["dpv:hasRecordOfActivity"]
        assert record["dpv:hasNotice"]["schema:text"] == NOTICE.text
        assert record["dpv:hasProcess"]["dpv:hasRecipient"] == list(NOTICE.recipients)
        assert record["sm:assurance"] == "L2"
        (status,) = record["dpv:hasConsentStatus"]
        assert status["@type"] == "dpv:ConsentGiven"


def test_its_name_is_that_of_the_leaf(at):
    link(at)
    document = of(at.store, ADAS)[0]
    index = receipt_index(document["dpv:hasIdentifier"])
    with at.store.read("default") as session:
        (event,) = events.read(session, [index])
    assert document["dpv:hasIdentifier"] == receipt_id(index, event.leaf)
    assert event.kind == "given"
    assert receipt_index(str(index)) == index


def test_what_followed_stands_in_it(at, clock):
    link(at)
    clock.advance(DAY)
    revoke(at)
    for document in of(at.store, ADAS):
        VALIDATOR.validate(document)
        states = [status["@type"] for status in document["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]]
        assert states == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]


def test_a_grant_that_ran_out_says_so_without_an_event(at, clock):
    link(at)
    clock.advance(400 * DAY)
    (document, _) = of(at.store, ADAS)
    VALIDATOR.validate(document)
    last = document["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"][-1]
    assert (last["@type"], "sm:ledgerIndex" in last) == ("dpv:ConsentExpired", False)


def test_a_later_notice_changes_no_receipt(at, clock):
    link(at)
    before = of(at.store, ADAS)
    clock.advance(DAY)
    with at.store.write("default", OFFICER, "new text") as session:
        notices.register(session, replace(NOTICE, version="2027-01", text="Something else entirely."))
    after = of(at.store, ADAS)
    for old, new in zip(before, after, strict=True):
        assert {**old, "dct:created": new["dct:created"]} == new


def test_all_ten_states_have_their_word():
    assert set(DPV_STATUS) == set(State)
    assert len(set(DPV_STATUS.values())) == len(State) == 10


@settings(deadline=None)
@given(st.lists(st.sampled_from([kind.value for kind in EventKind]), max_size=8))
def test_any_history_after_a_grant_makes_a_valid_receipt(kinds):
    events_of = history(NOW, "given", *kinds)
    made = make_receipt(events_of, 0, leaf=b"leaf", subject="account:A-1", made_at=NOW + 20 * DAY)
    document = made.document()
    for one in document["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]:
        STATUS.validate(one)
    assert read_receipt(document) == made
    whole = replay([event for event, _ in events_of], as_of=NOW + 20 * DAY, rejected=[])
    assert made.statuses[-1].state is whole.state


def test_no_receipt_without_a_grant(clock):
    events_of = history(clock(), "requested", "given")
    for index in (0, 2):
        with pytest.raises(InputError) as refused:
            make_receipt(events_of, index, leaf=b"", subject="account:A-1", made_at=clock())
        assert refused.value.code == "no_grant"


def test_other_documents_are_no_receipts(at):
    link(at)
    good = of(at.store, ADAS)[0]
    bad = [{}, {**good, "dct:created": "yesterday"}, {**good, "more": 1}, {k: v for k, v in good.items() if k != "@id"}]
    record = good["dpv:hasRecordOfActivity"]
    bad.append({**good, "dpv:hasRecordOfActivity": {**record, "dpv:hasConsentStatus": [{"@type": "dpv:Consent"}]}})
    bad.append({**good, "dpv:hasRecordOfActivity": {**record, "dpv:hasNotice": "the text"}})
    for document in bad:
        with pytest.raises(InputError) as refused:
            read_receipt(document)
        assert refused.value.code == "bad_receipt"
        assert "example.com" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1-", "1-ab", "1-ABCDEF0123456789", "1.5", "²", "9" * 20, "1-" + "0" * 17]
)
def test_what_names_no_receipt(text):
    with pytest.raises(InputError):
        receipt_index(text)


def test_a_renewed_grant_has_a_receipt_of_its_own(at, clock):
    link(at)
    clock.advance(DAY)
    with at.store.write("default", OFFICER, "renewal") as session:
        event = ConsentEvent(
            ADAS, "support", EventKind.RECONFIRMED, session.now, "2026-01", "web_form", session.now + DAY
        )
        consents.record(session, event)
    assert len(of(at.store, ADAS)) == 3
