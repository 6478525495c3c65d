"""Customer accounts over time: what each change does to keys, consents and links, as events."""

from __future__ import annotations

from datetime import timedelta

import pytest

import imports
import linked
from imports import accounts_file, key, profile_key, take_accounts, told
from indexed import found_in
from processes import OFFICER
from socialmatch import endings, lookup
from socialmatch.accounts import Mode, delete_account, import_accounts, merge, split
from socialmatch.accounts.customers import take_accounts as take_batch
from socialmatch.consent.state import State
from socialmatch.errors import InputError
from socialmatch.files import Rejected
from socialmatch.models import Account, Assurance, Link, ProfileKey
from socialmatch.store import accounts, links, outbox, permits, proposals, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.outbox import Operation, OutboxState

ANNA, BEN = key("A-1"), key("A-2")
ANNAS = linked.profile("42")


def state(store, account):
    with store.read(account.tenant) as session:
        known = accounts.get(session, account)
    return None if known is None else known.state


def found(store, name: str) -> list[str]:
    """Ids of the accounts that can be found by a family name."""
    with store.read("default") as session:
        return [one.account_id for one in found_in(session, f"support family:{name}", 10) or ()]


def consent(store, subject):
    with store.read(subject.tenant) as session:
        return permits.consent(session, subject, "support").state


def act(store, change, *arguments):
    with store.write("default", OFFICER, "the CRM says so") as session:
        return change(session, *arguments)


def agreed_and_linked(to, tmp_path, *ids: str):
    take_accounts(to, accounts_file(tmp_path, *ids))
    made = linked.link(to.store, ANNA, ANNAS)
    act(to.store, lookup.refresh, [key(one) for one in ids], to.policy)
    return made


def test_the_second_import_of_the_same_file_changes_nothing(to, tmp_path):
    path = accounts_file(tmp_path, "A-1", "A-2")
    assert take_accounts(to, path).counts == {"new": 2}
    before = len(imports.all_events(to.store))
    assert take_accounts(to, path).counts == {"unchanged": 2}
    assert len(imports.all_events(to.store)) == before


def test_a_changed_account_is_found_under_its_new_name(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1")
    assert found(to.store, "examplea1") == ["A-1"]
    done = take_accounts(to, imports.write(tmp_path / "new.csv", [{"account_id": "A-1", "family_name": "Sample"}]))
    assert done.counts == {"changed": 1}
    assert found(to.store, "examplea1") == []
    assert found(to.store, "sample") == ["A-1"]


def test_nobody_is_found_who_did_not_agree(to, tmp_path):
    take_accounts(to, accounts_file(tmp_path, "A-1"))
    assert found(to.store, "examplea1") == []


def test_an_older_row_does_not_replace_a_newer_one(to, tmp_path):
    take_accounts(to, accounts_file(tmp_path, "A-1", updated_at="2026-05-01"))
    old = imports.write(
        tmp_path / "old.csv", [{"account_id": "A-1", "family_name": "Maiden", "updated_at": "2026-04-01"}]
    )
    assert take_accounts(to, old).counts == {"older": 1}
    with to.store.read("default") as session:
        assert accounts.get(session, ANNA).account.family_name == "ExampleA-1"


def test_a_delta_says_nothing_of_accounts_that_do_not_come(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1", "A-2")
    take_accounts(to, accounts_file(tmp_path, "A-2"))
    assert state(to.store, ANNA) is AccountState.ACTIVE
    assert imports.live_link(to.store, ANNAS)


def test_a_full_import_suspends_what_is_missing_and_resumes_what_is_back(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1", "A-2")
    gone = take_accounts(to, accounts_file(tmp_path, "A-2"), mode=Mode.FULL, allow_shrink=True)
    assert gone.counts == {"unchanged": 1, "missing": 1, "links_suspended": 1}
    assert state(to.store, ANNA) is AccountState.MISSING
    assert imports.live_link(to.store, ANNAS) is None
    assert imports.link_of(to.store, ANNAS).reason == "account_missing"
    assert found(to.store, "examplea1") == []
    assert consent(to.store, ANNA) is State.GIVEN
    back = take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"), mode=Mode.FULL)
    assert back.counts == {"unchanged": 1, "returned": 1, "links_resumed": 1}
    assert imports.live_link(to.store, ANNAS)
    assert found(to.store, "examplea1") == ["A-1"]
    assert {"missing", "suspended", "returned", "resumed"} <= set(told(to.store, ANNA))


def test_the_crm_is_told_again_of_a_link_whose_account_is_back(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1", "A-2")
    take_accounts(to, accounts_file(tmp_path, "A-2"), mode=Mode.FULL, allow_shrink=True)
    take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"), mode=Mode.FULL)
    with to.store.read("default") as session:
        (message,) = [one for one in outbox.of_pair(session, ANNA, ANNAS) if one.operation is Operation.PUT_LINK]
        assert message.details["assurance"] == "L2"
        assert message.details["consent"]


def test_the_crm_is_told_nothing_of_a_link_whose_account_is_back_without_consent(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1", "A-2")
    take_accounts(to, accounts_file(tmp_path, "A-2"), mode=Mode.FULL, allow_shrink=True)
    act(to.store, lambda session: endings.terminate_consents(session, ANNA, "ended"))
    take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"), mode=Mode.FULL)
    with to.store.read("default") as session:
        assert Operation.PUT_LINK not in [one.operation for one in outbox.of_pair(session, ANNA, ANNAS)]


def test_a_return_does_not_resume_a_link_that_is_suspended_for_another_reason(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1", "A-2")
    act(to.store, lambda session: endings.suspend_links(session, ANNAS, "second_owner"))
    take_accounts(to, accounts_file(tmp_path, "A-2"), mode=Mode.FULL, allow_shrink=True)
    take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"))
    assert imports.live_link(to.store, ANNAS) is None


class TestShrinking:
    IDS = tuple(f"A-{number}" for number in range(100))

    def test_five_in_a_hundred_may_be_missing(self, to, tmp_path):
        take_accounts(to, accounts_file(tmp_path, *self.IDS))
        done = take_accounts(to, accounts_file(tmp_path, *self.IDS[5:]), mode=Mode.FULL)
        assert done.counts["missing"] == 5

    def test_six_stop_the_run_before_anything_is_written(self, to, tmp_path):
        take_accounts(to, accounts_file(tmp_path, *self.IDS))
        path = accounts_file(tmp_path, *self.IDS[6:], "NEW", given_name="Other")
        before = imports.all_events(to.store)
        with pytest.raises(InputError) as stopped:
            take_accounts(to, path, mode=Mode.FULL)
        assert stopped.value.code == "would_shrink"
        assert stopped.value.exit_code == 3
        assert "--allow-shrink" in stopped.value.hint
        assert state(to.store, key("NEW")) is None
        assert imports.all_events(to.store) == before
        assert take_accounts(to, path, mode=Mode.FULL, allow_shrink=True).counts["missing"] == 6

    def test_too_many_bad_rows_stop_the_run_in_any_mode(self, to, tmp_path):
        rows = [{"account_id": one} for one in self.IDS[:90]] + [{"account_id": "", "city": "X"}] * 6
        path = imports.write(tmp_path / "bad.csv", rows)
        with pytest.raises(InputError, match="6 of 96 rows are rejected"):
            take_accounts(to, path)
        assert state(to.store, key("A-0")) is None
        done = take_accounts(to, path, allow_shrink=True)
        assert (done.counts, done.rejected_rows) == ({"new": 90}, 6)

    def test_another_crm_is_not_missing(self, to, tmp_path):
        take_accounts(to, accounts_file(tmp_path, *self.IDS))
        done = take_accounts(to, accounts_file(tmp_path, "B-1"), crm="shop", mode=Mode.FULL)
        assert done.counts == {"new": 1}
        assert state(to.store, key("A-0")) is AccountState.ACTIVE


def test_handles_on_file_of_people_who_withdrew_do_not_come_back(to, tmp_path):
    path = accounts_file(tmp_path, "A-1", handles="twitter:@Anna_Example;mastodon:anna@social.example")
    act(to.store, suppressions.put, imports.by_handle("anna_example"))
    assert take_accounts(to, path).counts == {"new": 1, "handles_left_out": 1}
    with to.store.read("default") as session:
        assert accounts.get(session, ANNA).account.handles == ("mastodon:anna@social.example",)


def test_a_handle_is_taken_out_of_every_account_that_has_it_on_file(to, tmp_path):
    take_accounts(to, accounts_file(tmp_path, "A-1", "A-2", handles="x:Anna_Example;x:other"))
    imports.take_profiles(to, tmp_path, {"user_id": "7", "handle": "anna_example"})
    changed = act(to.store, endings.forget_handles, profile_key("7"))
    assert sorted(changed) == [ANNA, BEN]
    with to.store.read("default") as session:
        assert accounts.may_hold(session, "anna_example") == []
        assert accounts.get(session, ANNA).account.handles == ("x:other",)
    path = accounts_file(tmp_path, "A-1", handles="x:Anna_Example", city="Otherwhere")
    assert take_accounts(to, path).counts == {"changed": 1, "handles_left_out": 1}


def test_a_handle_that_has_passed_to_somebody_else_stays_theirs(to, tmp_path):
    take_accounts(to, accounts_file(tmp_path, "A-1", handles="x:anna_example"))
    imports.take_profiles(to, tmp_path, {"user_id": "7", "handle": "anna_example", "last_seen": "2026-01-01"})
    imports.take_profiles(to, tmp_path, {"user_id": "8", "handle": "anna_example", "last_seen": "2026-03-01"})
    assert act(to.store, endings.forget_handles, profile_key("7")) == []
    with to.store.read("default") as session:
        assert accounts.get(session, ANNA).account.handles == ("x:anna_example",)
        assert not suppressions.holds(session, imports.by_handle("anna_example"))


def test_an_import_never_brings_back_the_keys_of_an_account_that_withdrew(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1")
    linked.revoke(to.store, ANNA, ANNAS)
    act(to.store, lookup.refresh, [ANNA], to.policy)
    changed = accounts_file(tmp_path, "A-1", city="Otherwhere")
    assert take_accounts(to, changed, mode=Mode.FULL).counts == {"changed": 1}
    assert found(to.store, "examplea1") == []


class TestMerge:
    def test_the_link_goes_to_the_survivor_and_the_consent_does_not(self, to, tmp_path):
        made = agreed_and_linked(to, tmp_path, "A-1", "A-2")
        assert act(to.store, merge, ANNA, BEN, to.policy) == {"merged": 1, "links_moved": 1}
        followed = imports.live_link(to.store, ANNAS)
        assert followed.account == BEN
        assert followed.assurance is made.assurance
        assert followed.undo_until - followed.started_at == timedelta(days=7)
        assert state(to.store, ANNA) is AccountState.MERGED
        assert consent(to.store, ANNA) is State.TERMINATED
        assert consent(to.store, BEN) is State.UNKNOWN
        assert found(to.store, "examplea1") == []
        assert {"merged", "ended", "terminated"} <= set(told(to.store, ANNA))
        assert {"merged", "started"} <= set(told(to.store, BEN))

    def test_the_crm_is_not_told_to_remove_anything(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, merge, ANNA, BEN, to.policy)
        with to.store.read("default") as session:
            pending = outbox.of_state(session, OutboxState.PENDING)
        assert pending == []

    @pytest.mark.parametrize("given_up", [False, True])
    def test_what_the_crm_was_still_to_be_told_is_told_of_the_survivor_if_it_agreed(self, to, tmp_path, given_up):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        linked.agree(to.store, BEN)
        if given_up:
            (untold,) = act(to.store, lambda session: outbox.of_state(session, OutboxState.PENDING))
            act(to.store, outbox.failed, untold.seq, "refused", None)
        act(to.store, merge, ANNA, BEN, to.policy)
        with to.store.read("default") as session:
            (pending,) = outbox.of_state(session, OutboxState.PENDING)
        assert (pending.operation, pending.account, pending.profile) == (Operation.PUT_LINK, BEN, ANNAS)

    def test_merging_twice_is_merging_once(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, merge, ANNA, BEN, to.policy)
        assert act(to.store, merge, ANNA, BEN, to.policy) == {}

    def test_a_chain_ends_at_the_last_survivor_in_any_order(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2", "A-3")
        act(to.store, merge, BEN, key("A-3"), to.policy)
        act(to.store, merge, ANNA, BEN, to.policy)
        assert imports.live_link(to.store, ANNAS).account == key("A-3")

    def test_a_circle_is_no_merge(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, merge, ANNA, BEN, to.policy)
        assert act(to.store, merge, BEN, ANNA, to.policy) == {}
        assert imports.live_link(to.store, ANNAS).account == BEN

    def test_a_survivor_who_withdrew_takes_no_link(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, suppressions.put, BEN)
        assert act(to.store, merge, ANNA, BEN, to.policy) == {"merged": 1, "links_ended": 1}
        assert imports.link_of(to.store, ANNAS) is None

    def test_a_suspended_link_stays_suspended(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, lambda session: endings.suspend_links(session, ANNAS, "second_owner"))
        act(to.store, merge, ANNA, BEN, to.policy)
        assert imports.live_link(to.store, ANNAS) is None
        assert imports.link_of(to.store, ANNAS).account == BEN

    def test_what_was_rejected_for_the_account_is_rejected_for_the_survivor(self, to, tmp_path):
        take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"))
        act(to.store, proposals.reject_pair, ANNAS, ANNA, "wrong_person")
        act(to.store, merge, ANNA, BEN, to.policy)
        with to.store.read("default") as session:
            assert proposals.rejected(session, ANNAS, [BEN]) == {BEN}

    def test_a_merge_of_accounts_nobody_knows_is_counted(self, to):
        assert act(to.store, merge, ANNA, BEN, to.policy) == {"merges_unknown": 1}

    def test_an_account_that_is_there_again_takes_its_links_into_doubt(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1", "A-2")
        act(to.store, merge, ANNA, BEN, to.policy)
        done = take_accounts(to, accounts_file(tmp_path, "A-1", "A-2"))
        assert done.counts == {"unchanged": 1, "returned": 1, "links_suspended": 1}
        assert imports.link_of(to.store, ANNAS).reason == "account_split"
        assert found(to.store, "examplea1") == []


def test_after_a_split_nothing_rests_on_the_account_until_it_is_proved_anew(to, tmp_path):
    agreed_and_linked(to, tmp_path, "A-1")
    assert act(to.store, split, ANNA) == {"split": 1, "links_suspended": 1}
    assert imports.link_of(to.store, ANNAS).reason == "account_split"
    assert consent(to.store, ANNA) is State.TERMINATED
    assert found(to.store, "examplea1") == []


class TestDeletion:
    def test_the_link_ends_the_copy_goes_and_the_crm_is_told_nothing(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1")
        assert act(to.store, delete_account, ANNA) == {"deleted": 1, "links_ended": 1}
        assert imports.link_of(to.store, ANNAS) is None
        with to.store.read("default") as session:
            assert accounts.get(session, ANNA).account == Account("A-1")
            assert outbox.of_state(session, OutboxState.PENDING) == []
        assert consent(to.store, ANNA) is State.TERMINATED
        assert found(to.store, "examplea1") == []
        assert {"deleted", "ended", "terminated"} <= set(told(to.store, ANNA))

    def test_an_id_that_comes_back_inherits_nothing(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1")
        act(to.store, delete_account, ANNA)
        assert take_accounts(to, accounts_file(tmp_path, "A-1")).counts == {"returned": 1}
        assert imports.link_of(to.store, ANNAS) is None
        assert found(to.store, "examplea1") == []

    def test_deleting_twice_is_deleting_once(self, to, tmp_path):
        agreed_and_linked(to, tmp_path, "A-1")
        act(to.store, delete_account, ANNA)
        assert act(to.store, delete_account, ANNA) == {}


def test_two_tenants_with_equal_ids_do_not_meet(store, tmp_path):
    one, two = imports.destination(store), imports.destination(store, "other")
    agreed_and_linked(one, tmp_path, "A-1", "A-2")
    take_accounts(two, accounts_file(tmp_path, "A-1", "A-2"))
    take_accounts(two, accounts_file(tmp_path, "A-2"), mode=Mode.FULL, allow_shrink=True)
    with store.write("other", OFFICER, "the CRM says so") as session:
        merge(session, key("A-2", "other"), key("A-1", "other"), two.policy)
    assert state(store, key("A-1", "other")) is AccountState.MISSING
    assert state(store, ANNA) is AccountState.ACTIVE
    assert imports.live_link(store, ANNAS)
    assert found(store, "examplea1") == ["A-1"]


def test_an_account_whose_id_cannot_be_stored_is_counted(to):
    batch = [Account("A\0"), Account("\ud800"), imports.customer("A-1")]
    with to.store.write("default", OFFICER, "import") as session:
        counts = take_batch(session, batch, 1, to.policy)
    assert counts == {"new": 1, "unstorable": 2}


def test_of_an_account_that_comes_twice_the_last_counts(to):
    batch = [imports.customer("A-1", "Anna Old"), imports.customer("A-1", "Anna New")]
    with to.store.write("default", OFFICER, "import") as session:
        assert take_batch(session, batch, 1, to.policy) == {"new": 1}
        assert accounts.get(session, ANNA).account.family_name == "New"


def test_a_link_below_l2_is_never_in_the_outbox(to, tmp_path):
    take_accounts(to, accounts_file(tmp_path, "A-1"))
    with to.store.write("default", OFFICER, "linked") as session:
        low = links.start(session, linked_low(session))
        endings.end_links(session, low.profile, "profile_deleted")
        assert outbox.of_state(session, OutboxState.PENDING) == []


def linked_low(session) -> Link:
    return Link(ProfileKey("default", "x", "", "7"), ANNA, Assurance.L1, "code", 0, session.now)


def test_rejected_rows_name_no_value(to, tmp_path):
    with Rejected() as rejected:
        path = imports.write(tmp_path / "a.csv", [{"account_id": "A-1"}] * 30 + [{"account_id": "", "city": "Secret"}])
        import_accounts(to, path, rejected=rejected, allow_shrink=True)
        rejected.write(tmp_path / "rejected.csv")
    assert "Secret" not in (tmp_path / "rejected.csv").read_text()
