"""One person's record: everything about them, nothing about anybody else, and every reading is an event."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from linking import ADA, ADAS, AGENT, BO, BOS, CUSTOMER, OFFICER, link, match, revoke
from socialmatch.audit.signing import sign
from socialmatch.audit.subject import reveal, subject_record
from socialmatch.audit.subject_text import subject_text
from socialmatch.canonical import canonical
from socialmatch.files.identity import format_subject
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.lines import parse_canonical
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import TlogProof
from socialmatch.models import (
    Account,
    AccountKey,
    Assurance,
    ConsentEvent,
    Decision,
    EventKind,
    Evidence,
    Link,
    Proposal,
)
from socialmatch.store import (
    about,
    accounts,
    consents,
    events,
    holds,
    limits,
    links,
    outbox,
    oversight,
    profiles,
    proposals,
    suppressions,
)
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal
from socialmatch.store.schema import METADATA

DAY = timedelta(days=1)
LOG_TABLES = {"event_payloads", "event_subjects", "subject_keys"}
NAMING = {"platform", "account_id", "subject_ref", "profile_ref", "account_ref"}
OTHERS = ("B-2002", "bo@example.org", "quietfox", "Sample")
"""What would give Bo away in Ada's record."""
STAFF = (AGENT.id, OFFICER.id)


def record(store, subject, signing=None, **options) -> dict:
    with store.read("default") as session:
        signed = sign(session, signing) if signing else None
        return subject_record(session, subject, signed=signed, **options)


def everything(store, subject) -> set[str]:
    """The tables with a row about somebody, found without the code under test."""
    key = ("crm", "account_id") if isinstance(subject, AccountKey) else ("platform", "scope", "user_id")
    values = (subject.crm, subject.account_id) if isinstance(subject, AccountKey) else None
    values = values or (subject.platform, subject.scope, subject.user_id)
    found = set()
    with store.read("default") as session:
        ref = session.ref(subject)
    with store.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                named = all(row.get(name) == value for name, value in zip(key, values, strict=True))
                if named or ref in row.values():
                    found.add(table.name)
    return found


def fill(at, clock) -> None:
    """Ada is linked; she and Bo were compared with each other; codes, notices, messages, readings of both."""
    link(at)
    link(at, BO, BOS, "browser session of bo")
    match(at)
    match(at, BO)
    with at.store.write("default", OFFICER, "populate") as session:
        profiles.take_handle(session, ADA.key, "nightowl_77", session.now)
        for profile, account in ((ADA.key, BOS), (BO.key, ADAS)):
            evidence = (Evidence("name", 4000, "nightowl_77 looks like Bo Sample, quietfox like Ada"),)
            pair = Proposal(profile, account, 1, 4000, 0.4, Decision.REVIEW, evidence)
            times = (session.now, session.now + DAY)
            known = KnownProposal(pair, "support", "m1", 1, *times)
            proposals.put(session, [known])
            proposals.reject(session, known, "not them")
        limits.hit(session, "sender", session.ref(ADA.key), session.now)
    with at.store.write("default", AGENT, "she asked to be left alone") as session:
        suppressions.put(session, ADA.key, suppressions.CONTACT)
        events.append(session, TypeClass.REFUSAL, "invite", ADA.key, ADAS, data={"reason": "suppressed"})


@pytest.fixture
def busy(worlds):
    """What was so filled, to be read."""
    return worlds.read_only(fill)


@pytest.fixture
def own_busy(copy_of):
    """The same, for a test that changes it."""
    return copy_of(fill)


@pytest.mark.parametrize("subject", [ADA.key, ADAS], ids=["profile", "account"])
def test_the_record_is_complete(busy, signing, subject):
    found = record(busy.store, subject, signing)
    assert set(found["tables"]) | LOG_TABLES == everything(busy.store, subject) | LOG_TABLES
    with busy.store.read("default") as session:
        assert [e["index"] for e in found["events"]] == events.positions(session, session.ref(subject))
        assert {t: len(rows) for t, rows in found["tables"].items()} == {
            t: len(rows) for t, rows in about.rows(session, subject).items()
        }
    assert [p["index"] for p in found["proofs"]] == [e["index"] for e in found["events"]]
    grants = [e for e in found["events"] if e["kind"] == "given"]
    assert len(found["receipts"]) == len(grants) > 0
    for consent in found["consents"]:
        given = next(e for e in consent["history"] if e["kind"] == "given")
        assert given["data"]["record"]["text"].startswith("If you agree")


def test_every_table_that_names_people_can_be_in_a_record():
    """A table added later is in the answer too, or this fails."""
    naming = {name for name, table in METADATA.tables.items() if NAMING & set(table.columns.keys())}
    reached = {*about._PROFILE, *about._ACCOUNT, *(name for found in about._REF.values() for name in found)}
    assert reached == naming - LOG_TABLES


def test_every_field_stands_on_the_page_of_the_format(busy, signing):
    found = record(busy.store, ADAS, signing, runs=["never-ran"])
    page = (Path(__file__).parents[2] / "docs/formats/record.md").read_text(encoding="utf-8")
    for fields in (found, found["consents"][0], found["events"][0], found["proofs"][0], found["sealed_runs"][0]):
        assert [name for name in fields if f"`{name}`" not in page and name not in ("purpose", "index", "run")] == []


@pytest.mark.parametrize("subject", [ADA.key, ADAS], ids=["profile", "account"])
def test_the_record_shows_nobody_else(busy, signing, subject):
    found = record(busy.store, subject, signing)
    for text in (json.dumps(found), subject_text(found)):
        assert [word for word in OTHERS if word in text] == []
        assert [word for word in STAFF if word in text] == []
    assert "A-1001" in json.dumps(found)  # the same person, proved
    assert found["tables"]["proposals"][0]["evidence"] == [{"feature": "name", "weight": 4000}]


def test_the_other_side_of_an_unproved_link_is_somebody_else(at):
    with at.store.write("default", OFFICER, "import") as session:
        profiles.put(session, [KnownProfile(ADA, "nightowl_77")])
        links.start(session, Link(ADA.key, ADAS, Assurance.L1, "dm", 0, session.now))
    for subject, foreign in ((ADA.key, "A-1001"), (ADAS, "nightowl")):
        text = json.dumps(record(at.store, subject))
        assert foreign not in text
        assert '"L1"' in text


def test_after_a_withdrawal_the_other_side_is_not_told_any_more(own_busy):
    revoke(own_busy)
    found = record(own_busy.store, ADA.key)
    assert [c["state"] for c in found["consents"] if c["purpose"] == "support"] == ["withdrawn"]
    assert "A-1001" not in json.dumps(found)
    assert found["suppressed"] == ["match", "contact"]


def test_two_who_share_a_short_id_are_told_apart(at):
    other = AccountKey("default", "crm", "1")
    with at.store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account("1")])
        data = {"n": "1", "list": ["A-1001", {"deep": "1"}], "fine": "11"}
        events.append(session, TypeClass.REVIEW, "noted", ADA.key, other, data=data)
    (event,) = record(at.store, ADA.key)["events"]
    assert event["data"] == {"fine": "11"}
    assert event["about"] == ["profile:x::1001", "an account"]


def test_proofs_and_openings_hold(busy, signing):
    found = record(busy.store, ADAS, signing)
    opened = 0
    for proof in found["proofs"]:
        leaf = proof["leaf"].encode()
        TlogProof.parse(proof["proof"].encode()).verify(leaf, [signing.key.verifier])
        if proof["opening"]:
            opening = Opening.from_value(parse_canonical(canonical(proof["opening"])))
            opening.check(Leaf.parse(leaf), Leaf.parse(leaf).type_class)
            opened += 1
    assert opened >= 2


def test_what_staff_did_is_told_and_stays_closed(busy, signing):
    found = record(busy.store, ADA.key, signing)
    by_agent = [event for event in found["events"] if event["by"] == "agent"]
    assert {event["kind"] for event in by_agent} == {"answered", "invite"}
    closed = {proof["index"] for proof in found["proofs"] if proof["opening"] is None}
    assert {event["index"] for event in by_agent} <= closed


def test_a_grant_that_staff_entered_for_somebody_does_not_name_them(at):
    with at.store.write("default", CUSTOMER, "moved") as session:
        event = ConsentEvent(ADAS, "support", EventKind.WITHDRAWN, session.now, actor=OFFICER, reason="phone call")
        consents.record(session, event)
    found = record(at.store, ADAS)
    assert OFFICER.id not in json.dumps(found)
    assert found["events"][0]["data"]["actor"] == ["officer"]
    assert not found["events"][0]["may_be_opened"]


def test_reading_a_record_is_an_event_that_stands_in_it(at, signing):
    reveal(at.store, "default", ADAS, "subject_record", actor=OFFICER, reason="request of Monday")
    found = record(at.store, ADAS, signing)
    (event,) = [e for e in found["events"] if e["class"] == "read"]
    assert (event["kind"], event["reason"], event["by"]) == ("subject_record", "request of Monday", "officer")
    with at.store.read("default") as session:
        counted = oversight.event_counts(session, session.now - DAY, session.now + DAY)
    assert counted[TypeClass.READ] == 1


def test_holds_and_sealed_runs_are_told(at, clock):
    with at.store.write("default", OFFICER, "court letter") as session:
        holds.place(session, ADAS, "claim 17/26", session.now + 30 * DAY)
    found = record(at.store, ADAS, runs=["never-ran"])
    assert [hold["index"] for hold in found["legal_holds"]] == [1]
    assert found["sealed_runs"] == [{"run": "never-ran", "could_see": None, "why": "no_such_run"}]
    assert "could see you" not in subject_text(found)


def test_somebody_who_was_erased_has_an_empty_record(own_busy):
    verbs.erase(own_busy, ADA.key, actor=CUSTOMER, reason="erased", basis="request")
    found = record(own_busy.store, ADA.key)
    assert set(found["tables"]) == {"outbox"}  # what the CRM is still to be told; scrubbed on delivery
    assert (found["events"], found["consents"], found["receipts"]) == ([], [], [])


def test_somebody_unknown_has_an_empty_record_and_a_readable_one(at):
    found = record(at.store, AccountKey("default", "crm", "nobody"))
    assert (found["events"], found["tables"]) == ([], {})
    assert "What we hold about account:nobody" in subject_text(found)


def test_the_text_tells_what_was_agreed_to_and_who_looked(busy, signing):
    text = subject_text(record(busy.store, ADAS, signing))
    for words in (
        "support: you agreed since",
        "| If you agree, we note which of your social profiles is yours.",
        "Your customer account",
        "ada@example.com",
        "read: answered, by a member of our support, because: ticket 5",
        "proofs that these events stand in a log",
        "assurance: L2; method: account_first; started at: 2026-11-01 00:00 UTC",
    ):
        assert words in text
    assert not re.search(r"served id|epoch|T\d\d:\d\d:\d\d", text)


def test_two_tenants_with_equal_ids_do_not_meet(at):
    with at.store.write("other", OFFICER, "import") as session:
        accounts.put(session, [Account("A-1001", tenant="other", given_name="Zoe")])
        events.append(session, TypeClass.IDENTITY, "seen", AccountKey("other", "crm", "A-1001"))
        outbox.queue(session, 0, outbox.Operation.ERASE, AccountKey("other", "crm", "A-1001"))
    found = record(at.store, ADAS)
    assert "Zoe" not in json.dumps(found)
    assert "outbox" not in found["tables"]
    assert found["subject"] == format_subject(ADAS)
