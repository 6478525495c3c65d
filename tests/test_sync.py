"""The outbox delivered: at least once, in order, never what no longer holds, and right in the end whatever happens."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from linked import account, link, open_crm, profile, revoke, standing
from processes import OFFICER
from socialmatch.accounts.customers import merge, take_accounts
from socialmatch.config import Policy
from socialmatch.crm import unsupported
from socialmatch.crm.capability import FULL, grades
from socialmatch.crm.memory import MemoryCrm
from socialmatch.errors import (
    ConfigError,
    CrmContract,
    CrmUnauthorized,
    CrmUnavailable,
    FileError,
    StoreBusy,
    UsageError,
)
from socialmatch.leaf import TypeClass
from socialmatch.models import Account, Assurance, ConsentEvent, EventKind, Profile
from socialmatch.moments import format_moment
from socialmatch.store import consents, erasure, events, links, outbox, profiles, runs, suppressions
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.profiles import KnownProfile
from socialmatch.sync import Delivery, Outcome, Patience, deliver, discard, replay, run_forever
from socialmatch.sync.delivery import LEASE

ANNA, BERTA, CARLA = account("A-1"), account("A-2"), account("A-3")
P1, P2, P3 = profile("canary-1"), profile("canary-2"), profile("canary-3")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def crm(clock) -> MemoryCrm:
    return open_crm(clock)


@pytest.fixture
def sync(store, crm):
    """A pass over the outbox, to this CRM."""
    return lambda **options: deliver(store, "default", {"crm": crm}, **options)


def told(store, kind: str | None = None) -> list[dict]:
    """What the log says of messages."""
    with store.read("default") as session:
        found = [event for event in events.walk(session) if event.type_class is TypeClass.SYNC]
    return [{"kind": event.kind, **event.data} for event in found if kind in (None, event.kind)]


def rows(store, state: OutboxState) -> list:
    with store.read("default") as session:
        return outbox.of_state(session, state)


def queue_erasure(store, whose) -> int:
    with store.write("default", OFFICER, "erasure") as session:
        seq = events.append(session, TypeClass.ERASURE, "asked", whose)
        outbox.queue(session, seq, Operation.ERASE, whose)
        return seq


def hooked(crm: MemoryCrm, verb: str, before=None, after=None) -> None:
    """Let something happen in the middle of the next call of a verb: before it took effect, or after."""
    act = getattr(crm, verb)

    def once(*arguments):
        setattr(crm, verb, act)
        if before is not None:
            before()
        try:
            act(*arguments)
        finally:
            if after is not None:
                after()

    setattr(crm, verb, once)


# --- what is told --------------------------------------------------------------------------------


def test_a_link_is_told_with_everything_the_crm_keeps_of_it(store, crm, sync):
    made = link(store, ANNA, P1, handle="anna")
    done = sync()
    assert (done.counts, done.pending, done.dead) == ({Operation.PUT_LINK: {Outcome.DELIVERED: 1}}, {}, ())
    (written,) = crm.links
    assert written.key == (ANNA, P1)
    assert (written.handle, written.assurance, written.linked_at) == ("anna", Assurance.L2, made.started_at)
    with store.read("default") as session:
        (given,) = consents.history(session, ANNA)
        assert written.consent == f"{session.epoch}-{given.ledger_index}"


def test_what_was_told_names_nobody_any_more_and_is_an_event_about_both(store, sync):
    made = link(store, ANNA, P1)
    sync()
    (row,) = rows(store, OutboxState.SENT)
    assert (row.account, row.profile, row.details) == (None, None, {})
    (event,) = told(store)
    assert (event["kind"], event["operation"], event["crm"], event["attempt"]) == ("delivered", "put_link", "crm", 1)
    assert event["message"] == row.idempotency_key
    with store.read("default") as session:
        for subject in (ANNA, P1):
            assert [e.kind for e in events.about(session, subject, TypeClass.SYNC)] == ["delivered"]
    assert made.ledger_index == row.seq


def test_a_revocation_is_told_and_leaves_the_customer(store, crm, sync):
    link(store, ANNA, P1)
    link(store, ANNA, P2)
    sync()
    revoke(store, ANNA, P1)
    done = sync()
    assert done.counts == {Operation.REMOVE_LINK: {Outcome.DELIVERED: 1}}
    assert standing(crm) == {(ANNA, P2)}
    assert "A-1" in crm.books.accounts
    assert "erase" not in crm.calls


def test_a_revocation_overtakes_what_was_not_told_yet(store, crm, sync):
    link(store, ANNA, P1)
    revoke(store, ANNA, P1)
    sync()
    assert crm.calls == ["remove_link"]
    assert [row.operation for row in rows(store, OutboxState.OVERTAKEN)] == [Operation.PUT_LINK]


def test_how_long_a_message_waited_is_told(store, sync, clock):
    link(store, ANNA, P1)
    clock.advance(timedelta(minutes=3))
    link(store, BERTA, P2)
    clock.advance(timedelta(minutes=1))
    assert sorted(sync().waited) == [60.0, 240.0]
    assert sync().waited == ()


def test_nothing_to_do_changes_nothing(store, sync):
    link(store, ANNA, P1)
    sync()
    with store.read("default") as session:
        before = session.revision
    assert sync() == Delivery()
    with store.read("default") as session:
        assert session.revision == before


def test_a_limit_is_kept(store, crm, sync):
    for owner, other in ((ANNA, P1), (BERTA, P2), (CARLA, P3)):
        link(store, owner, other)
    done = sync(limit=2)
    assert (done.count(Outcome.DELIVERED), done.pending, len(crm.links)) == (2, {"crm": 1}, 2)


def test_an_erasure_is_done_once_nothing_is_left(store, crm, sync):
    queue_erasure(store, ANNA)
    assert sync().counts == {Operation.ERASE: {Outcome.DELIVERED: 1}}
    assert "A-1" not in crm.books.accounts


def test_an_erasure_that_was_only_accepted_is_asked_for_again(store, crm, sync, clock):
    queue_erasure(store, ANNA)
    crm._erased = lambda account_id: False
    assert sync().counts == {Operation.ERASE: {Outcome.DELAYED: 1}}
    assert rows(store, OutboxState.PENDING)[0].error_code == "not_erased_yet"
    del crm._erased
    clock.advance(HOUR)
    assert sync().counts == {Operation.ERASE: {Outcome.DELIVERED: 1}}


def test_an_erasure_nobody_can_do_waits_for_a_person(store, crm, sync):
    seq = queue_erasure(store, ANNA)
    crm.capabilities = grades(links=FULL, erase=unsupported("erase in the CRM"))
    assert [row.error_code for row in sync().dead] == ["erase_unsupported"]
    assert discard(store, "default", seq, actor=OFFICER, reason="erased by hand")
    assert sync().dead == ()


# --- what no longer holds ------------------------------------------------------------------------


def withdraw_only(store, subject):
    """Consent goes, the link stays: what no journey does, and what would still have to be seen."""
    with store.write("default", OFFICER, "test") as session:
        consents.record(session, ConsentEvent(subject, "support", EventKind.WITHDRAWN, session.now))


def end_only(store, profile_key, act=links.end):
    with store.write("default", OFFICER, "test") as session:
        act(session, links.of_profile_key(session, profile_key), "test")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (lambda store, clock: withdraw_only(store, ANNA), "no_consent"),
        (lambda store, clock: withdraw_only(store, P1), "no_consent"),
        (lambda store, clock: clock.advance(366 * DAY), "no_consent"),
        (lambda store, clock: end_only(store, P1), "link_ended"),
        (lambda store, clock: end_only(store, P1, links.suspend), "link_ended"),
    ],
    ids=["account withdrew", "profile withdrew", "expired", "ended", "suspended"],
)
def test_link_and_consent_are_read_again_before_a_link_is_written(store, crm, sync, clock, what, why):
    link(store, ANNA, P1)
    what(store, clock)
    assert sync().counts == {Operation.PUT_LINK: {Outcome.CANCELLED: 1}}
    assert crm.calls == []
    assert [event["code"] for event in told(store, "cancelled")] == [why]
    (row,) = rows(store, OutboxState.OVERTAKEN)
    assert (row.account, row.profile) == (None, None)


def test_a_link_that_was_proved_anew_is_told_once(store, crm, sync, clock):
    link(store, ANNA, P1)
    clock.advance(SECOND)
    end_only(store, P1)
    again = link(store, ANNA, P1)
    assert sync().counts == {Operation.PUT_LINK: {Outcome.CANCELLED: 1, Outcome.DELIVERED: 1}}
    assert [event["code"] for event in told(store, "cancelled")] == ["newer_link"]
    assert [one.linked_at for one in crm.links] == [again.started_at]


def test_credentials_that_ran_out_make_no_dead_letters(store, crm, sync, clock, monkeypatch):
    def refused(*_):
        raise CrmUnauthorized("the CRM does not accept our credentials")

    link(store, ANNA, P1)
    link(store, BERTA, P2)
    with monkeypatch.context() as patch:
        patch.setattr(crm, "_put_link", refused)
        done = sync()
    assert done.counts == {Operation.PUT_LINK: {Outcome.DELAYED: 1}}
    assert done.unavailable["crm"].code == "unauthorized"
    clock.advance(HOUR)
    assert sync().count(Outcome.DELIVERED) == 2


def test_every_attempt_tells_the_same(store, crm, sync, clock):
    """A CRM that knows the key refuses anything else under it: here the handle changed between two attempts."""
    made = link(store, ANNA, P1)
    with store.write("default", OFFICER, "test") as session:
        outbox.cancel(session, made.ledger_index)
        profiles.put(session, [KnownProfile(Profile("mastodon", P1.user_id, P1.scope, handle="before"))])
        seq = events.append(session, TypeClass.LINK, "resumed", ANNA, P1)
        outbox.queue(session, seq, Operation.PUT_LINK, ANNA, P1)
    crm.fail_next("lost")
    sync()
    with store.write("default", OFFICER, "test") as session:
        profiles.put(session, [KnownProfile(Profile("mastodon", P1.user_id, P1.scope, handle="after"))])
    clock.advance(HOUR)
    assert sync().count(Outcome.DELIVERED) == 1
    assert [one.handle for one in crm.links] == ["before"]


def test_a_link_worth_too_little_is_not_written(store, crm, sync):
    link(store, ANNA, P1, assurance=Assurance.L1)
    assert sync().count(Outcome.CANCELLED) == 1
    assert crm.calls == []


def test_a_crm_that_keeps_no_links_is_not_asked_to(store, crm, sync):
    crm.capabilities = grades(links=unsupported("it only reads"))
    link(store, ANNA, P1)
    assert sync().count(Outcome.CANCELLED) == 1
    assert [event["code"] for event in told(store)] == ["no_links_there"]


def test_what_may_have_been_told_is_taken_back_when_it_no_longer_holds(store, crm, sync, clock):
    link(store, ANNA, P1, term=DAY)
    crm.fail_next("lost")
    sync()
    assert standing(crm) == {(ANNA, P1)}
    clock.advance(DAY)
    done = sync()
    assert done.counts == {
        Operation.PUT_LINK: {Outcome.CANCELLED: 1},
        Operation.REMOVE_LINK: {Outcome.DELIVERED: 1},
    }
    assert standing(crm) == set()


# --- trouble -------------------------------------------------------------------------------------


def test_a_message_that_did_not_go_through_is_tried_again_later_and_later(store, crm, sync, clock):
    link(store, ANNA, P1)
    crm.fail_next("broken", times=3)
    for wait in (30, 60, 120):
        assert sync().count(Outcome.DELAYED) == 1
        clock.advance(timedelta(seconds=wait - 1))
        assert sync().counts == {}
        clock.advance(SECOND)
    assert sync().count(Outcome.DELIVERED) == 1
    assert crm.calls == ["put_link"] * 4


def test_a_crm_that_says_when_to_come_back_is_obeyed(store, crm, sync, clock):
    def busy(*_):
        raise CrmUnavailable("busy", code="busy", retry_after=clock() + 2 * HOUR)

    crm._put_link = busy
    for owner, other in ((ANNA, P1), (BERTA, P2)):
        link(store, owner, other)
    done = sync()
    assert done.count(Outcome.DELAYED) == 1, "the others would not fare better"
    assert done.unavailable["crm"] == ("busy", clock() + 2 * HOUR)
    clock.advance(2 * HOUR - SECOND)
    fresh = open_crm(clock)
    assert deliver(store, "default", {"crm": fresh}).count(Outcome.DELIVERED) == 1
    assert standing(fresh) == {(BERTA, P2)}
    clock.advance(SECOND)
    assert deliver(store, "default", {"crm": fresh}).count(Outcome.DELIVERED) == 1
    assert standing(fresh) == {(ANNA, P1), (BERTA, P2)}


@pytest.mark.parametrize("error", [ConfigError("a setting"), FileError("no file"), CrmContract("a bug")])
def test_trouble_of_any_kind_is_ours_to_handle(store, crm, sync, clock, error):
    def fails(*_):
        raise error

    crm._put_link, usual = fails, crm._put_link
    link(store, ANNA, P1)
    done = sync()
    assert done.count(Outcome.DELAYED) == 1
    assert ("crm" in done.unavailable) is not isinstance(error, CrmContract)
    crm._put_link = usual
    clock.advance(HOUR)
    assert sync().count(Outcome.DELIVERED) == 1


def test_what_a_crm_refuses_waits_for_a_person_who_can_have_it_tried_again(store, crm, sync):
    stays = account("A-9")
    made = link(store, stays, P1)
    link(store, ANNA, P2)
    done = sync()
    assert (done.count(Outcome.DEAD), done.count(Outcome.DELIVERED)) == (1, 1)
    (dead,) = done.dead
    assert (dead.seq, dead.error_code, dead.attempts) == (made.ledger_index, "no_account", 1)
    assert [event["code"] for event in told(store, "given_up")] == ["no_account"]
    assert sync().counts == {}
    crm.save(replace(crm.books.accounts["A-1"], account_id="A-9"))
    assert replay(store, "default", dead.seq, actor=OFFICER, reason="the customer is there now")
    assert not replay(store, "default", dead.seq, actor=OFFICER, reason="twice")
    assert sync().dead == ()
    assert standing(crm) == {(stays, P1), (ANNA, P2)}
    assert [event["kind"] for event in told(store)][-2:] == ["replayed", "delivered"]


def test_a_dead_link_that_ended_meanwhile_is_not_written_when_it_is_tried_again(store, crm, sync):
    made = link(store, ANNA, P1)
    crm.fail_next("refused")
    sync()
    revoke(store, ANNA, P1)
    assert not replay(store, "default", made.ledger_index, actor=OFFICER, reason="again"), "the revocation took it"
    sync()
    assert standing(crm) == set()
    assert rows(store, OutboxState.DEAD) == []


def test_a_person_can_decide_that_it_is_not_to_be_told(store, crm, sync):
    made = link(store, account("A-9"), P1)
    sync()
    assert discard(store, "default", made.ledger_index, actor=OFFICER, reason="closed account")
    assert not discard(store, "default", made.ledger_index, actor=OFFICER, reason="twice")
    assert not discard(store, "default", 0, actor=OFFICER, reason="no message at all")
    assert sync() == Delivery()
    (row,) = rows(store, OutboxState.DISCARDED)
    assert row.profile is None


def test_a_link_is_given_up_in_the_end_and_a_withdrawal_never_for_a_crm_out_of_reach(store, crm, sync, clock):
    patience = Patience(attempts=3)
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    link(store, BERTA, P2)
    crm.fail_next("timeout", times=20)
    for _ in range(10):
        sync(patience=patience)
        clock.advance(7 * HOUR)
    assert [row.account for row in rows(store, OutboxState.DEAD)] == [BERTA]
    crm._faults.clear()
    assert sync().counts == {Operation.REMOVE_LINK: {Outcome.DELIVERED: 1}}


def test_a_withdrawal_that_a_crm_refuses_is_seen(store, crm, sync):
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    crm.fail_next("refused")
    assert [row.operation for row in sync().dead] == [Operation.REMOVE_LINK]


# --- order ---------------------------------------------------------------------------------------


def test_messages_of_one_account_go_out_in_their_order(store, crm, sync, clock):
    link(store, ANNA, P1)
    link(store, ANNA, P2)
    crm.fail_next("broken")
    assert sync().counts == {Operation.PUT_LINK: {Outcome.DELAYED: 1}}
    clock.advance(HOUR)
    sync()
    assert crm.calls == ["put_link"] * 3
    assert standing(crm) == {(ANNA, P1), (ANNA, P2)}


def test_a_withdrawal_does_not_wait_for_links_that_could_not_be_written(store, crm, sync):
    link(store, ANNA, P1)
    sync()
    link(store, ANNA, P2)
    crm.fail_next("broken", verb="put_link")
    sync()
    revoke(store, ANNA, P1)
    assert sync().counts == {Operation.REMOVE_LINK: {Outcome.DELIVERED: 1}}
    assert standing(crm) == set()


# --- between claim and settle --------------------------------------------------------------------


def test_no_session_is_open_while_a_crm_is_spoken_to(store, store_url, open_store, crm, sync):
    other = open_store(store_url, patience=0.0)

    def write():
        with other.write("default", OFFICER, "in between") as session:
            events.append(session, TypeClass.ADMIN, "noted")

    for whose in (ANNA, BERTA):
        link(store, whose, P1 if whose == ANNA else P2)
        hooked(crm, "_put_link", before=write)
        assert sync().count(Outcome.DELIVERED) == 1


class Crash(BaseException):
    """The process ends here."""


def crash() -> None:
    raise Crash


def test_a_worker_that_dies_after_the_call_leaves_a_message_that_does_no_harm(store, crm, sync, clock):
    link(store, ANNA, P1)
    hooked(crm, "_put_link", after=crash)
    with pytest.raises(Crash):
        sync()
    assert standing(crm) == {(ANNA, P1)}
    assert [row.error_code for row in rows(store, OutboxState.PENDING)] == [outbox.NO_ANSWER]
    assert sync().count(Outcome.DELIVERED) == 1
    assert standing(crm) == {(ANNA, P1)}
    assert len(crm.books.keys) == 1, "the same key both times"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_that_dies_and_a_consent_that_ends(store, crm, sync, clock, when):
    link(store, ANNA, P1, term=DAY)
    hooked(crm, "_put_link", **{when: crash})
    with pytest.raises(Crash):
        sync()
    clock.advance(DAY)
    sync()
    assert standing(crm) == set()
    assert rows(store, OutboxState.PENDING) == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", ["", "timeout", "lost", "refused"])
def test_a_revocation_while_the_crm_is_told_wins(store, crm, sync, clock, when, fault):
    link(store, ANNA, P1)
    hooked(crm, "_put_link", **{when: lambda: revoke(store, ANNA, P1)})
    if fault:
        crm.fail_next(fault, verb="put_link")
    sync()
    clock.advance(HOUR)
    sync()
    assert standing(crm) == set()
    assert rows(store, OutboxState.PENDING) == rows(store, OutboxState.DEAD) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_new_link_while_the_old_one_is_taken_back_stands(store, crm, sync, clock, when):
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    clock.advance(SECOND)
    hooked(crm, "_remove_link", **{when: lambda: link(store, ANNA, P1)})
    sync()
    assert standing(crm) == {(ANNA, P1)}


def test_a_removal_that_is_tried_again_late_does_not_take_what_stands_now(store, crm, sync, clock):
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    crm.fail_next("refused")
    (dead,) = sync().dead
    clock.advance(SECOND)
    again = link(store, ANNA, P1, handle="anna.new")
    sync()
    replay(store, "default", dead.seq, actor=OFFICER, reason="again")
    sync()
    assert [one.linked_at for one in crm.links] == [again.started_at]
    assert standing(crm) == {(ANNA, P1)}


def test_a_link_told_again_after_a_removal_is_not_taken_for_a_repetition(store, crm, sync, clock):
    """The CRM knows the key of the second link, whose answer was lost, and the removal of the first comes after it."""
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    crm.fail_next("refused", verb="remove_link")
    (dead,) = sync().dead
    clock.advance(SECOND)
    link(store, ANNA, P1)
    crm.fail_next("lost", verb="put_link")
    sync()
    replay(store, "default", dead.seq, actor=OFFICER, reason="again")
    clock.advance(HOUR)
    sync()
    assert standing(crm) == {(ANNA, P1)}


def test_accounts_merged_in_the_crm_keep_the_link_that_followed(store, crm, sync):
    link(store, ANNA, P1)
    hooked(crm, "_put_link", before=lambda: _merge(store, crm))
    sync()
    assert standing(crm) == {(BERTA, P1)}


def test_a_link_that_followed_to_a_customer_who_said_no_is_taken_out_there(store, crm, sync):
    link(store, ANNA, P1)
    sync()
    crm.merge("A-1", "A-2")
    with store.write("default", OFFICER, "import") as session:
        take_accounts(session, list(map(Account, ("A-1", "A-2"))), 1, Policy())
        suppressions.put(session, BERTA)
        merge(session, ANNA, BERTA, Policy())
    assert standing(crm) == {(BERTA, P1)}
    sync()
    assert standing(crm) == set()


def _merge(store, crm):
    """Anna's account goes into Berta's, there and here, and the link with it."""
    crm.merge("A-1", "A-2")
    with store.write("default", OFFICER, "merged") as session:
        old = links.of_profile_key(session, P1)
        links.end(session, old, "merged")
        outbox.overtake(session, ANNA, P1)
    link(store, BERTA, P1)


# --- several workers -----------------------------------------------------------------------------


def test_one_worker_at_a_time_speaks_to_a_crm(store, store_url, open_store, crm, sync):
    other, seen = open_store(store_url), []
    link(store, ANNA, P1)
    link(store, BERTA, P2)
    hooked(crm, "_put_link", before=lambda: seen.append(deliver(other, "default", {"crm": crm})))
    assert sync().count(Outcome.DELIVERED) == 2
    assert [(one.busy, one.counts) for one in seen] == [(("crm",), {})]
    assert sync().busy == ()


def test_a_worker_that_is_gone_is_not_waited_for_longer_than_its_lease(store, crm, sync, clock):
    link(store, ANNA, P1)
    with store.write("default", OFFICER, "another worker") as session:
        runs.take_lease(session, "crm-sync crm", "gone", LEASE)
    assert sync().busy == ("crm",)
    clock.advance(LEASE)
    assert sync().count(Outcome.DELIVERED) == 1


@pytest.mark.parametrize("fault", ["", "lost"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("relinked", [False, True])
def test_a_call_that_outlived_its_lease_is_set_right(
    store, store_url, open_store, crm, sync, clock, when, relinked, fault
):
    """Meanwhile another worker told the same, the profile withdrew and was perhaps linked anew, and that was told."""
    other, fresh = open_store(store_url), []

    def meanwhile():
        clock.advance(LEASE)
        deliver(other, "default", {"crm": crm})
        revoke(other, ANNA, P1)
        deliver(other, "default", {"crm": crm})
        if relinked:
            clock.advance(SECOND)
            fresh.append(link(other, ANNA, P1))
            deliver(other, "default", {"crm": crm})
        crm.books.keys.clear()  # as a CRM does that keeps a key for as long as its link stands
        if fault and when == "before":
            crm.fail_next(fault)

    link(store, ANNA, P1)
    hooked(crm, "_put_link", **{when: meanwhile})
    if fault and when == "after":
        crm.fail_next(fault)
    sync()
    clock.advance(HOUR)
    sync()
    assert [one.linked_at for one in crm.links] == [one.started_at for one in fresh]
    assert rows(store, OutboxState.PENDING) == []


def test_many_workers_at_once_tell_everything_once(store, store_url, open_store, clock):
    pairs = [(account(f"A-{n % 3 + 1}"), profile(str(n))) for n in range(24)]
    for pair in pairs:
        link(store, *pair)
    crm, failures = open_crm(clock), []

    def work(mine):
        try:
            while deliver(mine, "default", {"crm": crm}).pending:
                pass
        except BaseException as error:  # a thread's failure is the test's
            failures.append(error)

    threads = [threading.Thread(target=work, args=(open_store(store_url),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert standing(crm) == set(pairs)
    assert crm.calls == ["put_link"] * len(pairs)


# --- several CRMs and tenants --------------------------------------------------------------------


def test_what_is_for_a_crm_that_is_not_configured_waits_and_is_seen(store, crm, clock, sync):
    for number in range(120):
        link(store, account(f"B-{number}", crm="old"), profile(f"old-{number}"))
    link(store, ANNA, P1)
    done = sync()
    assert (done.count(Outcome.DELIVERED), done.unconfigured, done.pending) == (1, {"old": 120}, {"old": 120})
    old = open_crm(clock, name="old")
    for number in range(120):
        old.save(replace(old.books.accounts["A-1"], account_id=f"B-{number}"))
    done = deliver(store, "default", {"crm": crm, "old": old})
    assert (done.count(Outcome.DELIVERED), done.unconfigured) == (120, {})


def test_one_crm_out_of_reach_does_not_hold_up_another(store, crm, clock):
    other = open_crm(clock, name="other")
    link(store, ANNA, P1)
    link(store, account("A-1", crm="other"), P2)
    crm.fail_next("timeout")
    done = deliver(store, "default", {"crm": crm, "other": other})
    assert (list(done.unavailable), standing(other)) == (["crm"], {(account("A-1", crm="other"), P2)})


def test_tenants_are_told_apart(store, clock, crm):
    theirs = open_crm(clock, tenant="other")
    link(store, ANNA, P1)
    link(store, account("A-1", tenant="other"), profile("canary-1", tenant="other"))
    assert deliver(store, "other", {"crm": theirs}).count(Outcome.DELIVERED) == 1
    assert crm.calls == []
    assert {key.tenant for pair in standing(theirs) for key in pair} == {"other"}
    for adapters in ({"crm": crm}, {"shop": theirs}):
        with pytest.raises(UsageError) as refused:
            deliver(store, "other", adapters)
        assert refused.value.code == "other_crm"


# --- only looking --------------------------------------------------------------------------------


def test_a_dry_run_tells_nobody_and_writes_nothing(store, crm, sync):
    link(store, ANNA, P1)
    link(store, BERTA, P2)
    withdraw_only(store, P2)
    link(store, account("A-1", crm="old"), P3)
    with store.read("default") as session:
        before = session.revision, session.size
    done = sync(dry_run=True)
    assert done.dry_run
    assert done.counts == {Operation.PUT_LINK: {Outcome.DELIVERED: 1, Outcome.CANCELLED: 1}}
    assert (done.pending, done.unconfigured) == ({"crm": 2, "old": 1}, {"old": 1})
    with store.read("default") as session:
        assert (session.revision, session.size) == before
    assert crm.calls == []


# --- forgotten -----------------------------------------------------------------------------------


def found_in_tables(url: str, *names: str) -> set[str]:
    """The tables in which one of these texts stands in plain."""
    engine = create_engine(url)
    where = set()
    with engine.connect() as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        if engine.dialect.name == "postgresql":
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for table in connection.execute(text(tables)).scalars().all():
            every = repr(connection.execute(text(f"SELECT * FROM {table}")).all())
            where |= {table for name in names if name in every}
    engine.dispose()
    return where


def test_after_a_revocation_only_the_pending_message_names_the_profile_and_then_nothing(store, store_url, sync):
    link(store, ANNA, P1, handle="canary_handle")
    sync()
    revoke(store, ANNA, P1)
    assert found_in_tables(store_url, "canary-1", "canary_handle") == {"outbox"}
    sync()
    assert found_in_tables(store_url, "canary-1", "canary_handle") == set()


def test_whoever_was_erased_gets_no_new_key(store, store_url, sync):
    link(store, ANNA, P1)
    sync()
    revoke(store, ANNA, P1)
    with store.write("default", OFFICER, "erasure") as session:
        erasure.erase(session, P1, basis="request")
    sync()
    with store.read("default") as session:
        assert events.about(session, P1) == []
        first, second = events.about(session, ANNA, TypeClass.SYNC)
        assert (first.erased, second.kind, second.subjects) == (True, "delivered", (ANNA,))


def test_no_person_in_what_is_reported(store, crm, sync):
    link(store, account("A-9"), P1, handle="canary_handle")
    done = sync()
    assert "canary" not in repr(done)
    assert "A-9" not in repr(done)


# --- the loop ------------------------------------------------------------------------------------


class Passes:
    """Counts passes, and ends the loop after so many."""

    def __init__(self, clock, number: int) -> None:
        self.clock, self.number, self.done, self.slept = clock, number, [], []

    def stopped(self) -> bool:
        return len(self.done) + len(self.slept) >= self.number

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.sleep(seconds)

    def run(self, store, adapters, **options) -> list[Delivery]:
        run_forever(
            store,
            "default",
            adapters,
            clock=self.clock,
            sleep=self.sleep,
            stopped=self.stopped,
            report=self.done.append,
            **options,
        )
        return self.done


def test_the_loop_delivers_and_rests_where_nothing_is_left(store, crm, clock):
    link(store, ANNA, P1)
    passes = Passes(clock, 5)
    done = passes.run(store, {"crm": crm}, every=7)
    assert [one.count(Outcome.DELIVERED) for one in done] == [1, 0, 0]
    assert passes.slept == [7, 7]


def test_the_loop_leaves_a_crm_alone_for_as_long_as_it_asked(store, crm, clock):
    for owner, other in ((ANNA, P1), (BERTA, P2)):
        link(store, owner, other)
    crm.fail_next("busy")
    begin = clock()
    done = Passes(clock, 14).run(store, {"crm": crm}, every=10)
    assert all(one.unconfigured == {} for one in done)
    assert standing(crm) == {(ANNA, P1), (BERTA, P2)}
    assert len(crm.calls) == 3
    assert format_moment(min(one.linked_at for one in crm.links)) == format_moment(begin)
    with store.read("default") as session:
        moments = [e.recorded_at for e in events.walk(session) if e.type_class is TypeClass.SYNC]
    assert min(moments) >= begin + 30 * SECOND


def test_the_loop_outlives_a_store_that_is_busy(store, crm, clock, monkeypatch):
    link(store, ANNA, P1)
    usual, tries = store.read, []

    def busy(tenant):
        if not tries:
            tries.append(tenant)
            raise StoreBusy("others hold it")
        return usual(tenant)

    monkeypatch.setattr(store, "read", busy)
    passes = Passes(clock, 3)
    passes.run(store, {"crm": crm}, every=1)
    assert standing(crm) == {(ANNA, P1)}
    assert passes.slept[0] == 1
