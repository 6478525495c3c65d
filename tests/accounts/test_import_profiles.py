"""Social profiles over time: a rename follows the id, a recycled handle inherits nothing, doubt stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

import imports
import linked
from imports import by_handle, known, live_link, profile_key, row_counts, told
from processes import OFFICER
from socialmatch.accounts import change_user_id, delete_profiles, suspend_profile
from socialmatch.accounts.batches import open_run
from socialmatch.config import Policy
from socialmatch.consent.state import State
from socialmatch.errors import ConsentMissing, InputError, StoreBusy
from socialmatch.lookup import propose_live
from socialmatch.models import Account, Assurance, Profile, ProfileKey
from socialmatch.store import accounts, codes, outbox, permits, profiles, suppressions
from socialmatch.store.codes import Token
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.profiles import ProfileState

ANNA = linked.account("A-1")
ONE, TWO = profile_key("1"), profile_key("2")


@pytest.fixture
def take(to, tmp_path):
    """Imports rows of profiles."""
    with to.store.write("default", OFFICER, "begin") as session:
        accounts.put(session, [Account("A-1"), Account("A-2")])
    return lambda *rows, **options: row_counts(imports.take_profiles(to, tmp_path, *rows, **options))


def row(user_id: str, handle: str, **values) -> dict[str, object]:
    return {"user_id": user_id, "handle": handle, **values}


def seen(first: str, last: str) -> dict[str, str]:
    return {"first_seen": first, "last_seen": last}


def consent(store, profile):
    with store.read("default") as session:
        return permits.consent(session, profile, "support").state


def holdings(store, profile) -> list[tuple[str, bool]]:
    """The handles a profile had, each with whether it still has it."""
    with store.read("default") as session:
        return [(one.folded_handle, one.until is None) for one in profiles.held(session, profile)]


def pending(store) -> list[Operation]:
    with store.read("default") as session:
        return [message.operation for message in outbox.of_state(session, OutboxState.PENDING)]


# --- renames -------------------------------------------------------------------------------------


def test_a_rename_keeps_the_link_and_is_an_event(to, take):
    take(row("1", "Anna", **seen("2026-01-01", "2026-02-01")))
    linked.link(to.store, ANNA, ONE)
    assert take(row("1", "anna_new", **seen("2026-01-01", "2026-03-01"))) == {"changed": 1, "renamed": 1}
    assert live_link(to.store, ONE).account == ANNA
    assert known(to.store, ONE).profile.handle == "anna_new"
    assert holdings(to.store, ONE) == [("anna", False), ("anna_new", True)]
    assert "renamed" in told(to.store, ONE)


def test_another_spelling_of_a_handle_is_no_rename(to, take):
    take(row("1", "Anna"))
    assert take(row("1", "ANNA", last_seen="2026-03-01")) == {"changed": 1}
    assert known(to.store, ONE).profile.handle == "ANNA"


def test_what_was_seen_earlier_does_not_undo_a_rename(to, take):
    take(row("1", "anna_new", last_seen="2026-03-01"))
    assert take(row("1", "anna", last_seen="2026-02-01")) == {"older": 1}
    assert known(to.store, ONE).profile.handle == "anna_new"


def test_a_source_without_handles_leaves_the_handle(to, take):
    take(row("1", "anna", last_seen="2026-02-01"))
    take(row("1", "", display_name="Anna", last_seen="2026-03-01"))
    assert known(to.store, ONE).profile.handle == "anna"


def test_the_second_import_changes_nothing(to, take):
    take(row("1", "anna"), row("2", "ben"))
    before = imports.all_events(to.store)
    assert take(row("1", "anna"), row("2", "ben")) == {"unchanged": 2}
    assert imports.all_events(to.store) == before


def test_two_swap_their_handles_in_one_file(to, take):
    take(row("1", "anna", last_seen="2026-02-01"), row("2", "ben", last_seen="2026-02-01"))
    linked.link(to.store, ANNA, ONE)
    take(row("1", "ben", last_seen="2026-03-01"), row("2", "anna", last_seen="2026-03-01"))
    assert (known(to.store, ONE).profile.handle, known(to.store, TWO).profile.handle) == ("ben", "anna")
    assert live_link(to.store, ONE).account == ANNA
    assert live_link(to.store, TWO) is None


# --- recycled handles ----------------------------------------------------------------------------


def test_a_new_id_under_an_old_handle_is_a_new_person(to, take):
    take(row("1", "anna", **seen("2026-01-01", "2026-02-01")))
    linked.link(to.store, ANNA, ONE)
    assert take(row("2", "anna", **seen("2026-03-01", "2026-03-01"))) == {"new": 1, "handles_lost": 1}
    assert live_link(to.store, ONE).account == ANNA
    assert known(to.store, ONE).profile.handle == ""
    assert imports.link_of(to.store, TWO) is None
    with to.store.read("default") as session, pytest.raises(ConsentMissing):
        propose_live(session, Policy(), Profile("x", "2", handle="anna"), "support")
    assert "handle_lost" in told(to.store, ONE)


def test_an_old_row_does_not_take_a_handle_from_its_present_holder(to, take):
    take(row("2", "anna", **seen("2026-03-01", "2026-03-01")))
    assert take(row("1", "anna", **seen("2026-01-01", "2026-02-01"))) == {"new": 1, "handles_lost": 1}
    assert known(to.store, TWO).profile.handle == "anna"
    assert known(to.store, ONE).profile.handle == ""
    assert holdings(to.store, ONE) == [("anna", False)]


def test_one_handle_in_two_scopes_is_no_recycling(to, take):
    scoped = {"platform": "facebook", "user_id": "9", "handle": "anna"}
    assert take({**scoped, "scope": "page-1"}, {**scoped, "scope": "page-2"}) == {"new": 2}


def test_ids_are_compared_byte_for_byte(to, take):
    take({"platform": "youtube", "user_id": "UCab", "handle": "one"})
    linked.link(to.store, ANNA, profile_key("UCab", "youtube"))
    take({"platform": "youtube", "user_id": "UCAB", "handle": "two"})
    assert imports.link_of(to.store, profile_key("UCAB", "youtube")) is None


# --- known by the handle alone -------------------------------------------------------------------


class TestSecondOwner:
    """Of a profile of which only the handle is known."""

    HANNA = by_handle("anna")

    @pytest.fixture
    def linked_by_handle(self, to, take):
        take(row("", "anna", **seen("2026-01-01", "2026-02-01")))
        linked.link(to.store, ANNA, self.HANNA, assurance=Assurance.L1)

    def suspended(self, to, reason="second_owner"):
        link = imports.link_of(to.store, self.HANNA)
        assert link.suspended_at is not None
        assert link.reason == reason
        assert live_link(to.store, self.HANNA) is None
        assert known(to.store, self.HANNA).state is ProfileState.SUSPENDED
        assert consent(to.store, self.HANNA) is State.TERMINATED
        assert {"suspended", "terminated"} <= set(told(to.store, self.HANNA))
        return True

    def test_the_same_owner_seen_again_changes_nothing(self, to, take, linked_by_handle):
        take(row("", "anna", **seen("2026-01-01", "2026-03-01")))
        assert live_link(to.store, self.HANNA)

    def test_first_seen_after_the_last_time_suspends(self, to, take, linked_by_handle):
        assert take(row("", "anna", **seen("2026-02-15", "2026-03-01")))["links_suspended"] == 1
        assert self.suspended(to)

    def test_an_id_that_came_later_suspends(self, to, take, linked_by_handle):
        assert take(row("7", "anna", **seen("2026-02-15", "2026-03-01")))["links_suspended"] == 1
        assert self.suspended(to)

    def test_an_id_that_was_there_all_along_does_not(self, to, take, linked_by_handle):
        take(row("7", "anna", **seen("2026-01-15", "2026-03-01")))
        assert live_link(to.store, self.HANNA)

    def test_a_second_id_suspends(self, to, take, linked_by_handle):
        take(row("7", "anna", **seen("2026-01-15", "2026-03-01")))
        take(row("8", "anna", last_seen="2026-04-01"))
        assert self.suspended(to)

    def test_an_id_that_takes_another_handle_suspends(self, to, take, linked_by_handle):
        take(row("7", "anna", **seen("2026-01-15", "2026-03-01")))
        take(row("7", "anna_new", **seen("2026-01-15", "2026-04-01")))
        assert self.suspended(to, "handle_left")

    def test_nothing_that_is_seen_later_makes_it_answer_again(self, to, take, linked_by_handle):
        take(row("7", "anna", **seen("2026-02-15", "2026-03-01")))
        take(row("", "anna", **seen("2026-01-01", "2026-05-01")))
        assert self.suspended(to)
        with to.store.read("default") as session, pytest.raises(ConsentMissing):
            propose_live(session, Policy(), Profile("x", self.HANNA.user_id, handle="anna"), "support")

    def test_the_new_owner_does_not_inherit_even_the_date(self, to, take, linked_by_handle):
        take(row("", "anna", **seen("2026-02-15", "2026-03-01")))
        assert known(to.store, self.HANNA).profile.first_seen.month == 2

    def test_the_next_proof_ends_the_suspension(self, to, take, linked_by_handle):
        take(row("", "anna", **seen("2026-02-15", "2026-03-01")))
        with to.store.write("default", OFFICER, "proved") as session:
            profiles.set_state(session, self.HANNA, ProfileState.ACTIVE)
        take(row("", "anna", **seen("2026-02-15", "2026-04-01")))
        assert known(to.store, self.HANNA).state is ProfileState.ACTIVE


# --- numbers and ids that change -----------------------------------------------------------------


def test_a_changed_number_suspends_the_link(to, take):
    take({"platform": "whatsapp", "user_id": "B.1", "scope": "portfolio", "handle": "+12025550142"})
    person = ProfileKey("default", "whatsapp", "portfolio", "B.1")
    linked.link(to.store, ANNA, person)
    counts = take({"platform": "whatsapp", "user_id": "B.1", "scope": "portfolio", "handle": "+12025550143"})
    assert counts == {"changed": 1, "renamed": 1, "suspended": 1, "links_suspended": 1}
    assert imports.link_of(to.store, person).reason == "number_changed"
    assert known(to.store, person).state is ProfileState.SUSPENDED
    assert pending(to.store) == [Operation.REMOVE_LINK]


def test_a_changed_id_begins_with_nothing(to, take):
    take(row("1", "anna"))
    linked.link(to.store, ANNA, ONE)
    with to.store.write("default", OFFICER, "user_id_update") as session:
        assert change_user_id(session, ONE, TWO) == {"suspended": 1, "links_suspended": 1}
    assert live_link(to.store, ONE) is None
    assert imports.link_of(to.store, TWO) is None
    assert consent(to.store, ONE) is State.TERMINATED
    assert consent(to.store, TWO) is State.UNKNOWN
    assert "user_id_changed" in told(to.store, ONE)
    assert "user_id_changed" in told(to.store, TWO)


def test_a_changed_id_keeps_a_no(to):
    with to.store.write("default", OFFICER, "withdrawn") as session:
        suppressions.put(session, ONE)
        change_user_id(session, ONE, TWO)
        assert suppressions.holds(session, TWO)
        assert not suppressions.holds(session, TWO, suppressions.CONTACT)


def test_doubt_takes_back_open_codes(to):
    moment = to.store._clock()
    token = Token(
        digest=b"d" * 32,
        pepper_id="p",
        flow="account_first",
        state="claimed",
        account=ANNA,
        profile=ONE,
        purposes=("support",),
        notice_version="v1",
        language="en",
        issued_at=moment,
        expires_at=moment + timedelta(minutes=5),
    )
    with to.store.write("default", OFFICER, "doubt") as session:
        codes.add_token(session, token)
        suspend_profile(session, ONE, "reported")
        assert codes.find_token(session, [token.digest]).state == "revoked"


# --- deletion, content, people who said no -------------------------------------------------------


def test_a_deleted_profile_ends_its_link_and_what_it_showed_goes(to, take):
    take(row("1", "anna", display_name="Anna Example", bio="hello"))
    linked.link(to.store, ANNA, ONE)
    with to.store.write("default", OFFICER, "the platform says so") as session:
        assert delete_profiles(session, [ONE, TWO]) == {"deleted": 1, "links_ended": 1}
    now = known(to.store, ONE)
    assert (now.state, now.profile) == (ProfileState.DELETED, Profile("x", "1"))
    assert now.folded_handle == ""
    assert imports.link_of(to.store, ONE) is None
    assert pending(to.store) == [Operation.REMOVE_LINK]
    assert consent(to.store, ONE) is State.TERMINATED


def test_a_profile_that_is_back_inherits_nothing(to, take):
    take(row("1", "anna"))
    linked.link(to.store, ANNA, ONE)
    with to.store.write("default", OFFICER, "the platform says so") as session:
        delete_profiles(session, [ONE])
    assert take(row("1", "anna")) == {"changed": 1, "returned": 1}
    assert imports.link_of(to.store, ONE) is None
    assert consent(to.store, ONE) is State.TERMINATED


def test_what_a_profile_showed_goes_after_its_time_and_the_link_stays(to, take, clock):
    take(row("1", "anna", bio="hello"), keep_content=timedelta(hours=24))
    linked.link(to.store, ANNA, ONE)
    clock.advance(timedelta(hours=23))
    assert known(to.store, ONE).profile.bio == "hello"
    clock.advance(timedelta(hours=2))
    assert known(to.store, ONE).profile.bio == ""
    assert take(row("2", "ben"))["content_expired"] == 1
    assert live_link(to.store, ONE)
    assert take(row("1", "anna", bio="hello"), keep_content=timedelta(hours=24)) == {"changed": 1}
    assert known(to.store, ONE).profile.bio == "hello"


def test_seeing_it_again_gives_what_it_shows_a_new_term(to, take, clock):
    shown = row("1", "anna", bio="hello")
    take(shown, keep_content=timedelta(hours=24))
    clock.advance(timedelta(hours=23))
    take(shown, keep_content=timedelta(hours=24))
    clock.advance(timedelta(hours=23))
    assert known(to.store, ONE).profile.bio == "hello"


def test_who_withdrew_is_counted_and_not_kept(to, take):
    with to.store.write("default", OFFICER, "withdrawn") as session:
        suppressions.put(session, ONE)
        suppressions.put(session, by_handle("ben"))
    assert take(row("1", "anna"), row("", "ben"), row("3", "carl")) == {"suppressed": 2, "new": 1}
    assert known(to.store, ONE) is None
    assert known(to.store, by_handle("ben")) is None


def test_the_brands_own_handles_are_no_customers(store, tmp_path):
    to = imports.destination(store, own_handles=("x:examplebrand",))
    done = imports.take_profiles(to, tmp_path, row("1", "ExampleBrand"), row("2", "anna"))
    assert done.counts == {"own": 1, "new": 1}
    assert known(store, ONE) is None


def test_too_many_bad_rows_stop_the_run(to, take):
    with pytest.raises(InputError) as stopped:
        take(row("1", "anna"), row("", "not a handle"))
    assert stopped.value.code == "would_shrink"
    assert known(to.store, ONE) is None
    assert take(row("1", "anna"), row("", "not a handle"), allow_shrink=True) == {"new": 1}


def test_two_tenants_with_equal_ids_do_not_meet(store, tmp_path):
    one, two = imports.destination(store), imports.destination(store, "other")
    imports.take_profiles(one, tmp_path, row("1", "anna", last_seen="2026-02-01"))
    linked.link(store, ANNA, ONE)
    imports.take_profiles(two, tmp_path, row("1", "anna_new", last_seen="2026-03-01"), row("2", "anna"))
    assert known(store, ONE).profile.handle == "anna"
    assert holdings(store, ONE) == [("anna", True)]
    assert imports.link_of(store, profile_key("1", tenant="other")) is None


def test_no_two_imports_of_profiles_at_once(to, take):
    with open_run(to, "import profiles", "", imports.NO_PROGRESS), pytest.raises(StoreBusy) as busy:
        take(row("1", "anna"))
    assert busy.value.code == "lease_held"
