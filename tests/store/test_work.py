"""The outbox, runs, leases, models, blocking keys and notices as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from indexed import count, found_in, holding
from processes import NOW, OFFICER
from socialmatch.consent.notices import serve
from socialmatch.consent.permits import permitted_set
from socialmatch.errors import ConsentMissing, StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, AccountKey, ConsentEvent, EventKind, Notice, ProfileKey
from socialmatch.store import accounts, blocks, consents, events, models, notices, outbox, permits, runs
from socialmatch.store.blocks import Entry
from socialmatch.store.models import ModelState
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.runs import RunState

DAY = timedelta(days=1)
ANNA = AccountKey("default", "crm", "A-1")
BERTA = AccountKey("default", "crm", "B-1")
PROFILE = ProfileKey("default", "x", "", "42")
NOTICE = Notice("2026-01", "en", "We look up your handle.", ("support",), recipients=("crm",), controller="Example Ltd")


def queue(session, operation=Operation.PUT_LINK, account=ANNA, profile=PROFILE, **details) -> int:
    seq = events.append(session, TypeClass.LINK, "started", account, profile)
    outbox.queue(session, seq, operation, account, profile, details)
    return seq


# --- outbox --------------------------------------------------------------------------------------


def test_a_message_is_delivered_once_and_then_names_nobody(store):
    with store.write("default", OFFICER, "link") as session:
        seq = queue(session, handle="anna")
        (message,) = outbox.due(session)
        assert (message.seq, message.operation, message.details) == (seq, Operation.PUT_LINK, {"handle": "anna"})
        assert (message.account, message.profile) == (ANNA, PROFILE)
        assert message.idempotency_key == f"{session.epoch}-{seq}"
        assert outbox.delivered(session, seq)
        assert not outbox.delivered(session, seq)
        assert outbox.due(session) == []
        (message,) = outbox.of_state(session, OutboxState.SENT)
        assert (message.account, message.profile, message.details) == (None, None, {})
        assert outbox.counts(session) == {OutboxState.SENT: 1}


def test_messages_of_one_account_keep_their_order(store, clock):
    with store.write("default", OFFICER, "link") as session:
        first, other = queue(session), queue(session, account=BERTA)
        second = queue(session, Operation.REMOVE_LINK)
        assert [m.seq for m in outbox.due(session)] == [first, other]
        assert outbox.failed(session, first, "timeout", session.now + timedelta(seconds=30))
        assert [m.seq for m in outbox.due(session)] == [other]
        assert len(outbox.due(session, limit=1)) == 1
    clock.advance(timedelta(seconds=30))
    with store.write("default", OFFICER, "sync") as session:
        (message, _) = outbox.due(session)
        assert (message.seq, message.attempts, message.error_code) == (first, 1, "timeout")
        outbox.delivered(session, first)
        assert [m.seq for m in outbox.due(session)] == [other, second]


def test_a_revocation_overtakes(store):
    with store.write("default", OFFICER, "link") as session:
        queue(session)
        queue(session, account=BERTA)
        removal = queue(session, Operation.REMOVE_LINK)
        assert outbox.overtake(session, ANNA, PROFILE) == 1
        assert [m.account for m in outbox.due(session)] == [BERTA, ANNA]
        assert outbox.due(session)[1].seq == removal


def test_a_dead_message_is_kept_and_can_be_tried_again(store):
    with store.write("default", OFFICER, "link") as session:
        seq = queue(session)
        assert outbox.failed(session, seq, "refused", None)
        assert not outbox.failed(session, seq, "refused", None)
        assert outbox.due(session) == []
        assert outbox.of_state(session, OutboxState.DEAD)[0].account == ANNA
        assert outbox.replay(session, seq)
        assert not outbox.replay(session, seq)
        assert outbox.due(session)[0].attempts == 0


# --- runs and leases -----------------------------------------------------------------------------


def test_a_run_can_be_resumed(store):
    with store.write("default", OFFICER, "reconcile") as session:
        first = runs.begin(session, "reconcile", NOW)
        assert (first.run, first.position, first.revision) == (1, 0, 1)
        assert runs.note_progress(session, 1, {"done": 500})
    with store.write("default", OFFICER, "reconcile") as session:
        assert runs.last(session, "reconcile").progress == {"done": 500}
        assert runs.begin(session, "import", NOW).run == 2
        assert runs.finish(session, 1, RunState.DONE, {"matches": 3})
        assert not runs.finish(session, 1, RunState.FAILED, {})
        assert not runs.note_progress(session, 1, {})
        assert runs.get(session, 1).summary == {"matches": 3}
        assert runs.last(session, "reconcile", RunState.RUNNING) is None
        assert runs.last(session, "reconcile", RunState.DONE).ended_at == session.now
        assert runs.last(session, "import").state is RunState.RUNNING
        assert runs.get(session, 9) is None


def test_a_lease_has_one_holder(store, clock):
    hour = timedelta(hours=1)
    with store.write("default", OFFICER, "job") as session:
        assert runs.take_lease(session, "reconcile", "one", hour)
        assert not runs.take_lease(session, "reconcile", "two", hour)
        assert runs.take_lease(session, "reconcile", "one", hour)
        assert runs.take_lease(session, "sync", "two", hour)
        assert not runs.give_back_lease(session, "reconcile", "two")
    clock.advance(hour)
    with store.write("default", OFFICER, "job") as session:
        assert runs.take_lease(session, "reconcile", "two", hour)
        assert runs.give_back_lease(session, "reconcile", "two")
        assert runs.take_lease(session, "reconcile", "one", hour)


# --- models --------------------------------------------------------------------------------------


def test_one_model_is_adopted(store, store_url):
    with store.write("default", OFFICER, "fit") as session:
        snapshot = count(session, 100, [("value", "family:roe", 7), ("key", "family:roe", 9)])
        models.add(session, "m1", '{"prior": 1}', snapshot)
        models.add(session, "m2", "{}", None)
        assert models.adopted(session) is None
        models.adopt(session, "m1")
        models.adopt(session, "m2")
        assert models.adopted(session).version == "m2"
        assert models.get(session, "m1").state is ModelState.RETIRED
        assert models.get(session, "m1").document == '{"prior": 1}'
        assert models.get(session, "m3") is None
    engine = create_engine(store_url)
    with pytest.raises(Exception, match=r"(?i)unique"), engine.begin() as connection:
        connection.execute(text("UPDATE models SET state = 'adopted'"))
    engine.dispose()
    with pytest.raises(StoreConflict), store.write("default", OFFICER, "adopt") as session:
        models.adopt(session, "m3")
    with store.read("default") as session:
        assert models.adopted(session).version == "m2"


def test_counts_are_found_by_their_value_and_hold_none(store):
    with store.write("default", OFFICER, "count") as session:
        counts = [("value", "family:roe", 7), ("key", "family:roe", 9), ("value", "mail:a@example.com", 1)]
        first = count(session, 100, counts)
        second = count(session, 101, [("value", str(n), n) for n in range(1, 200)])
        held = [holding(session, first, *one) for one in (("value", "family:roe"), ("key", "family:roe"))]
        assert held == [7, 9]
        assert holding(session, first, "value", "family:doe") == 0
        assert [holding(session, second, "value", str(n)) for n in range(200)] == list(range(200))
        assert [(s.snapshot, s.accounts) for s in models.snapshots(session)] == [(first, 100), (second, 101)]
        assert models.drop_snapshot(session, first)
        assert holding(session, first, "value", "family:roe") == 0


# --- blocking keys -------------------------------------------------------------------------------


def grant(session, account: AccountKey) -> None:
    accounts.put(session, [Account(account.account_id)])
    event = ConsentEvent(account, "support", EventKind.GIVEN, NOW, "v1", "form", NOW + DAY, "form-1")
    consents.record(session, event)


def test_an_account_is_found_by_its_keys(store):
    with store.write("default", OFFICER, "index") as session:
        grant(session, ANNA)
        permitted, _ = permits.permitted_set(session, "support")
        blocks.put_many(session, [permitted], [Entry(ANNA, ["family:roe", "mail:a@example.com"])])
        assert found_in(session, "family:roe", 10) == [ANNA]
        assert blocks.remove(session, ANNA) == 2
        blocks.put_many(session, [permitted], [Entry(ANNA, ["family:doe"])])
        assert found_in(session, "family:roe", 10) == []
        assert found_in(session, "family:doe", 10) == [ANNA]
        assert blocks.remove(session, ANNA) == 1
        assert found_in(session, "family:doe", 10) == []


def test_a_block_that_is_too_large_is_not_read(store):
    with store.write("default", OFFICER, "index") as session:
        keys = [AccountKey("default", "crm", f"A-{n}") for n in range(6)]
        for key in keys:
            grant(session, key)
        permitted, _ = permits.permitted_set(session, "support")
        blocks.put_many(session, [permitted], [Entry(key, ["family:roe"]) for key in keys])
        assert found_in(session, "family:roe", 6) == keys
        assert found_in(session, "family:roe", 5) is None
        assert blocks.remove_all(session) == 6


def test_nobody_is_indexed_without_a_permit(store):
    with store.write("default", OFFICER, "index") as session:
        grant(session, ANNA)
        accounts.put(session, [Account("B-1")])
        permitted, _ = permitted_set(consents.history(session, ANNA), purpose="support", as_of=NOW)
        with pytest.raises(ConsentMissing):
            blocks.put_many(session, [permitted], [Entry(BERTA, ["family:roe"])])


# --- notices -------------------------------------------------------------------------------------


def test_a_notice_comes_back_word_for_word(store):
    german = Notice("2026-01", "de", "Wir schlagen nach.\r\n\u00a0Ende ", ("support",), valid_days=30)
    with store.write("default", OFFICER, "notice") as session:
        assert notices.register(session, NOTICE)
        assert not notices.register(session, NOTICE)
        assert notices.register(session, german)
        assert notices.get(session, "2026-01", "en") == NOTICE
        assert notices.get(session, "2026-01") == german
        assert notices.get(session, "2026-02") is None
        assert notices.everything(session) == [german, NOTICE]
        assert session.size == 2


def test_a_notice_is_not_edited(store):
    with store.write("default", OFFICER, "notice") as session:
        notices.register(session, NOTICE)
        changed = Notice("2026-01", "en", "We sell your handle.", ("support",))
        with pytest.raises(StoreConflict) as conflict:
            notices.register(session, changed)
        assert conflict.value.code == "notice_exists"
        assert notices.get(session, "2026-01", "en") == NOTICE


def test_that_a_notice_was_shown(store):
    served = serve(NOTICE, served_id="s-1", channel="web", served_at=NOW, session_hash=b"h" * 32)
    with store.write("default", OFFICER, "serve") as session:
        notices.register(session, NOTICE)
        notices.keep_served(session, ANNA, served, 7)
        assert notices.shown(session, "s-1") == notices.Showing(served, session.ref(ANNA), 7)
        assert notices.shown(session, "s-2") is None
    for code, other in (("constraint", replace(served, served_id="s-2", version="2026-09")), ("constraint", served)):
        with pytest.raises(StoreConflict) as conflict, store.write("default", OFFICER, "serve") as session:
            notices.keep_served(session, ANNA, other, 8)
        assert conflict.value.code == code
    other = serve(replace(NOTICE, text="Another text."), served_id="s-3", channel="web", served_at=NOW)
    with pytest.raises(StoreConflict) as conflict, store.write("default", OFFICER, "serve") as session:
        notices.keep_served(session, ANNA, other, 8)
    assert conflict.value.code == "other_text"
