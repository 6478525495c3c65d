"""Whatever was taken back since a copy was made is taken back again in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from linking import ADA, ADAS, BO, BOS, OFFICER, link, match, moment, revoke
from people import grant
from socialmatch.accounts import delete_account, delete_profiles, split, suspend_profile
from socialmatch.audit.signing import checkpoint
from socialmatch.backup import Applied
from socialmatch.backup.again import APPLIED
from socialmatch.backup.restoring import Restoring
from socialmatch.errors import ConsentError, FileError, Inconsistent, UsageError
from socialmatch.journeys import verbs
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.models import AnswerKind, ConsentEvent, EventKind, Profile, ProfileKey
from socialmatch.review import undo, unlink
from socialmatch.store import accounts, consents, erasure, events, holds, links, outbox, permits, profiles, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.journal import RESTORED
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.profiles import ProfileState

TICK = timedelta(minutes=1)
BOTH = pytest.mark.parametrize("store_url", ["sqlite", "postgres"], indirect=True)
CARA = Profile("x", "1003", handle="cara_77")


@pytest.fixture
def apply(restoring: Restoring):
    """What an operator does with a copy that took the store's place."""

    def apply_(url: str) -> Applied:
        return restoring.apply(url, "default", actor=OFFICER, reason="disk lost")

    return apply_


def is_linked(at: Installation, profile: Profile = ADA) -> bool:
    return match(at, profile).kind is AnswerKind.LINK


def is_marked(at: Installation, subject, kind: str = suppressions.MATCH) -> bool:
    with at.store.read("default") as session:
        return suppressions.holds(session, subject, kind)


def of_kind(at: Installation, kind: str) -> list[events.Event]:
    with at.store.read("default") as session:
        return [event for event in events.walk(session) if event.kind == kind]


@pytest.fixture
def linked(at: Installation, clock) -> Installation:
    """Both customers proved their profiles, and the CRM was told."""
    for profile, account in ((ADA, ADAS), (BO, BOS)):
        link(at, profile, account)
        clock.advance(TICK)
    with at.store.write("default", OFFICER, "sync") as session:
        for message in outbox.due(session):
            outbox.delivered(session, message.seq)
    return at


@BOTH
def test_a_copy_that_lacks_a_withdrawal_is_refused_until_it_is_taken_back_again(
    linked, copy_now, reopened, clock, apply
):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    again = reopened(old)
    for opened in (again.store.read("default"), again.store.write("default", OFFICER, "test")):
        with pytest.raises(Inconsistent) as refused, opened:
            pass
        assert (refused.value.code, refused.value.exit_code) == ("set_back", 4)
        assert "--journal-only" in refused.value.hint

    assert apply(old) == Applied(withdrawn=2, unlinked=1, marked=2, unknown=1)  # the handle alone, too
    assert not is_linked(again)
    assert is_linked(again, BO)
    assert is_marked(again, ADA.key)
    with again.store.read("default") as session:
        assert permits.purposes(session, ADA.key) == permits.purposes(session, ADAS) == frozenset()
        (told,) = outbox.of_state(session, OutboxState.PENDING)
        assert (told.operation, told.account, told.profile) == (Operation.REMOVE_LINK, ADAS, ADA.key)
        assert told.epoch == session.epoch
        log.check(session)
    with linked.store.read("default") as before:
        assert told.epoch != before.epoch  # or the CRM would take it for what it was told already
    assert [len(of_kind(again, kind)) for kind in (RESTORED, APPLIED)] == [1, 1]


def test_a_link_that_its_account_took_back_is_one_the_crm_can_be_told_of(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked, ADAS)
    counts = apply(old)
    assert (counts.withdrawn, counts.unlinked, counts.crm_unknown) == (2, 1, 0)
    with reopened(old).store.read("default") as session:
        (told,) = outbox.of_state(session, OutboxState.PENDING)
    assert (told.operation, told.account, told.profile) == (Operation.REMOVE_LINK, ADAS, ADA.key)


@BOTH
def test_a_reader_whose_moment_is_before_a_withdrawal_is_not_told_of_a_set_back(linked, store_url, reopened, clock):
    clock.advance(TICK)
    revoke(linked, BO.key)
    clock.advance(TICK)
    reading, heard = reopened(store_url), []

    @event.listens_for(reading.store.engine, "after_cursor_execute")
    def take_back_meanwhile(connection, cursor, statement, *rest):
        if "FROM log_heads" in statement and not heard:
            heard.append(statement)
            revoke(linked)

    with reading.store.read("default") as session:
        assert heard and links.of_profile_key(session, ADA.key)
    assert not is_linked(reading)


def test_the_consent_says_when_it_was_withdrawn_and_not_when_it_was_restored(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    said = moment(linked)
    revoke(linked)
    clock.advance(timedelta(days=2))
    apply(old)
    with reopened(old).store.read("default") as session:
        assert {event.recorded_at for event in consents.history(session, ADA.key) if event.kind == "withdrawn"} == {
            said
        }


def test_a_copy_that_lacks_nothing_is_taken_as_it_is(linked, copy_now, reopened, clock, apply):
    clock.advance(TICK)
    revoke(linked)
    old = copy_now()
    assert is_linked(reopened(old), BO)
    assert apply(old) == Applied()


def test_what_was_agreed_to_anew_stands_and_the_rest_of_the_no_too(at, copy_now, reopened, clock, apply, open_store):
    link(at, purposes=("support", "returns"))
    old = copy_now()
    clock.advance(TICK)
    revoke(at)
    clock.advance(TICK)
    bare = Installation(open_store(old, before_commit=log.grow), "default", at.config, at.secrets)
    link(bare, purposes=("support",))
    apply(old)
    with reopened(old).store.read("default") as session:
        assert permits.purposes(session, ADA.key) == permits.purposes(session, ADAS) == {"support"}


@BOTH
def test_twice_is_as_once(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    apply(old)
    assert apply(old) == Applied()
    again = reopened(old)
    clock.advance(TICK)
    revoke(again, BO.key)  # noted under the new epoch
    assert not is_linked(again, BO)
    assert apply(old) == Applied()


@BOTH
def test_somebody_erased_is_erased_again(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    verbs.erase(linked, ADAS, in_crm=True, actor=OFFICER, reason="asked")
    counts = apply(old)
    assert counts.erased == 2  # the account, and the profile that was linked to it
    again = reopened(old)
    with again.store.read("default") as session:
        assert events.about(session, ADAS) == events.about(session, ADA.key) == []
        asked = {message.operation for message in outbox.of_state(session, OutboxState.PENDING)}
        assert asked == {Operation.REMOVE_LINK, Operation.ERASE}
        log.check(session)
    assert not is_linked(again)


def test_a_hold_that_was_released_since_keeps_the_record_but_not_the_link(linked, copy_now, reopened, clock, apply):
    with linked.store.write("default", OFFICER, "claim") as session:
        hold = holds.place(session, ADA.key, "claim 17/26")
    old = copy_now()
    clock.advance(TICK)
    with linked.store.write("default", OFFICER, "over") as session:
        holds.release(session, ADA.key, hold.seq)
    verbs.erase(linked, ADA.key, actor=OFFICER, reason="asked")
    assert apply(old).held == 1
    again = reopened(old)
    assert not is_linked(again)
    with again.store.read("default") as session:
        assert events.about(session, ADA.key)


@pytest.mark.parametrize("ending", ["unlink", "undo"])
def test_a_link_that_was_taken_back_does_not_come_back(linked, copy_now, reopened, clock, apply, ending):
    old = copy_now()
    clock.advance(TICK)
    {"unlink": unlink, "undo": undo}[ending](linked, ADA.key, actor=OFFICER, reason="not them")
    assert apply(old).unlinked == 1
    again = reopened(old)
    assert not is_linked(again)
    assert not is_marked(again, ADA.key)  # the same people can link again
    with again.store.read("default") as session:
        assert [one.operation for one in outbox.of_state(session, OutboxState.PENDING)] == [Operation.REMOVE_LINK]


def test_one_purpose_that_was_taken_back_stays_so(at, copy_now, reopened, clock, apply):
    link(at, purposes=("support", "returns"))
    old = copy_now()
    clock.advance(TICK)
    revoke(at, purposes=("returns",))
    apply(old)
    again = reopened(old)
    with again.store.read("default") as session:
        assert permits.purposes(session, ADA.key) == {"support"}
    assert is_linked(again)


@pytest.mark.parametrize("kind", ["refused", "terminated"])
def test_who_says_no_when_asked_again_does_not_agree_in_an_older_copy(linked, copy_now, reopened, clock, apply, kind):
    old = copy_now()
    for said in ("superseded", kind):  # the words changed, so at the second nothing was in force any more
        clock.advance(TICK)
        with linked.store.write("default", OFFICER, "asked again") as session:
            consents.record(session, ConsentEvent(BO.key, "support", EventKind(said), session.now))
    apply(old)
    again = reopened(old)
    with again.store.read("default") as session:
        assert permits.consent(session, BO.key, "support").state.value == kind
    assert not is_linked(again, BO)


def test_a_customer_the_crm_deleted_does_not_come_back(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    with linked.store.write("default", OFFICER, "feed") as session:
        delete_account(session, ADAS)
        delete_profiles(session, [BO.key])
    apply(old)
    again = reopened(old)
    with again.store.read("default") as session:
        known = accounts.get(session, ADAS)
        assert known.state is AccountState.DELETED and not known.account.emails
        gone = profiles.get(session, BO.key)
        assert gone.state is ProfileState.DELETED and not gone.profile.handle
        assert list(links.walk(session)) == []
    assert apply(old) == Applied()


@pytest.mark.parametrize("doubt", ["profile", "account"])
def test_a_link_in_doubt_does_not_answer_for_who_agrees_next(linked, copy_now, reopened, clock, apply, doubt):
    """Somebody else may have the profile's key now, and their "yes" must not show them the account of the former."""
    old = copy_now()
    clock.advance(TICK)
    with linked.store.write("default", OFFICER, "feed") as session:
        if doubt == "profile":
            suspend_profile(session, ADA.key, "handle_recycled")
        else:
            split(session, ADAS)
    apply(old)
    again = reopened(old)
    clock.advance(TICK)
    for at in (linked, again):
        with at.store.write("default", OFFICER, "a form") as session:
            for subject in (ADA.key, ADAS):
                consents.record(session, replace(grant(subject), recorded_at=session.now))
        assert not is_linked(at)
    assert is_linked(again, BO)


@pytest.mark.parametrize("days", [0, 3])
def test_an_agreement_that_was_cut_short_is_not_longer_again(linked, copy_now, reopened, clock, apply, days):
    old = copy_now()
    clock.advance(TICK)
    with linked.store.write("default", OFFICER, "an import") as session:
        until = session.now + timedelta(days=days)
        said = ConsentEvent(ADA.key, "support", EventKind.MODIFIED, session.now, valid_until=until)
        consents.record(session, said)
    clock.advance(TICK)
    assert apply(old).withdrawn == 1
    assert apply(old) == Applied()
    again = reopened(old)
    with again.store.read("default") as session:
        assert permits.consent(session, ADA.key, "support").valid_until == until
    assert is_linked(again) == bool(days)


def test_a_stop_under_a_handle_is_heard_again(linked, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    alone = ProfileKey.of_handle("default", "x", "nightowl_77")
    revoke(linked, alone)
    apply(old)
    again = reopened(old)
    assert not is_linked(again)
    assert is_marked(again, alone) == is_marked(linked, alone) is True


@BOTH
def test_somebody_the_copy_does_not_know_is_kept_out(at, copy_now, reopened, clock, apply):
    old = copy_now()
    clock.advance(TICK)
    link(at, CARA)
    link(at, BO, BOS)
    clock.advance(TICK)
    revoke(at, CARA.key, purposes=("support",))
    revoke(at, BO.key)
    stranger = ProfileKey("default", "x", "", "4711")
    revoke(at, stranger)  # nobody knew them, and they are heard
    counts = apply(old)
    assert counts.unknown >= 2 and counts.crm_unknown == 1
    again = reopened(old)
    for key in (CARA.key, BO.key, stranger):
        assert is_marked(again, key)
        with (
            pytest.raises(ConsentError) as refused,
            again.store.write("default", OFFICER, "an old file") as session,
        ):
            consents.record(session, grant(key))
        assert refused.value.code == "suppressed"


def test_whoever_agreed_anew_since_is_left_alone(linked, copy_now, reopened, clock, apply, open_store):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    clock.advance(TICK)
    link(Installation(open_store(old, before_commit=log.grow), "default", linked.config, linked.secrets))
    assert apply(old).newer == 2
    assert is_linked(reopened(old))


@BOTH
def test_a_copy_of_a_store_that_was_restored_hears_what_came_before_and_after(linked, copy_now, clock, apply, reopened):
    first = copy_now()
    clock.advance(TICK)
    revoke(linked)
    apply(first)
    again = reopened(first)
    clock.advance(TICK)
    revoke(again, BO.key)
    second = copy_now()  # of the first future, after ADA's "no" and without BO's
    assert apply(second).withdrawn == 2
    assert not is_linked(reopened(second), BO)


def test_a_damaged_journal_changes_nothing(linked, copy_now, reopened, clock, apply, journals):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    path = journals.of_tenant("default").path
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"forgotten":true', b'"forgotten":1234', 1))
    with pytest.raises(FileError) as refused:
        apply(old)
    assert refused.value.code == "bad_journal"
    path.write_bytes(whole)
    assert apply(old).withdrawn == 2
    assert len(of_kind(reopened(old), RESTORED)) == 1


def test_the_journal_names_nobody_and_its_owner_alone_can_read_it(linked, clock, journals):
    clock.advance(TICK)
    verbs.erase(linked, ADAS, in_crm=True, basis="Ada Example wrote", actor=OFFICER, reason="asked")
    with linked.store.write("default", OFFICER, "desk") as session:
        suspend_profile(session, BO.key, "Ada Example wrote")
    path = journals.of_tenant("default").path
    text = path.read_text()
    for word in ("nightowl", "1001", "A-1001", "Ada", "x:", "asked"):
        assert word not in text
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_withdrawal_that_cannot_be_noted_is_not_acknowledged(linked, clock, journals):
    clock.advance(TICK)
    journals.folder.parent.mkdir(exist_ok=True)
    journals.folder.write_text("a file where the folder should be")
    with pytest.raises(FileError) as refused:
        revoke(linked)
    assert refused.value.code == "journal_unwritable"
    journals.folder.unlink()
    assert is_linked(linked)
    revoke(linked)
    assert not is_linked(linked)


# --- the signer ----------------------------------------------------------------------------------


@BOTH
def test_the_signer_goes_on_under_another_name_once_the_restore_is_recorded(
    linked, copy_now, reopened, clock, apply, signing, open_store, tmp_path
):
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    _, lost = checkpoint(linked.store, signing)
    bare = open_store(old, before_commit=log.grow)
    with pytest.raises(Inconsistent) as refused:
        checkpoint(bare, signing)
    assert refused.value.code == "rollback" and "--after-restore" in refused.value.hint
    with pytest.raises(Inconsistent):
        signing.go_on_after_restore(bare, actor=OFFICER, reason="test")  # nothing says that it was a restore

    apply(old)
    again = reopened(old)
    with pytest.raises(Inconsistent) as refused:
        checkpoint(again.store, signing)
    assert refused.value.code in ("rollback", "fork")
    assert signing.go_on_after_restore(again.store, actor=OFFICER, reason="disk lost") == lost
    _, made = checkpoint(again.store, signing)
    assert made.origin == "example.com/log/restored:1" != lost.origin
    assert signing.verifier_keys()[0].name == made.origin
    (said,) = of_kind(again, "log_continued")
    assert said.data["ended"] == lost.encode() and said.data["name"] == made.origin
    assert (tmp_path / "signer/default/checkpoint").read_text().startswith("example.com/log\n")
    with pytest.raises(UsageError) as nothing:
        signing.go_on_after_restore(again.store, actor=OFFICER, reason="test")
    assert nothing.value.code == "not_set_back"


def test_a_restore_that_loses_nothing_signed_keeps_the_name(linked, copy_now, reopened, clock, apply, signing):
    _, signed = checkpoint(linked.store, signing)
    old = copy_now()
    clock.advance(TICK)
    revoke(linked)
    apply(old)
    _, made = checkpoint(reopened(old).store, signing)
    assert made.origin == signed.origin and made.size > signed.size


def test_rows_that_only_a_ref_names_are_erased_by_it(linked, copy_now, reopened, clock, apply):
    """Retention erases people of whom only the ref is left."""
    old = copy_now()
    clock.advance(TICK)
    with linked.store.write("default", OFFICER, "retention") as session:
        erasure.erase_ref(session, session.ref(BOS), basis="retention")
    assert apply(old).erased == 1
    with reopened(old).store.read("default") as session:
        assert events.about(session, BOS) == []
        assert list(links.walk(session))
    assert TypeClass.ERASURE in {event.type_class for event in of_kind(reopened(old), "erased")}
