"""Accounts and profiles as rows: values come back as they came in, states change, handles have holders."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from processes import NOW, OFFICER
from socialmatch.models import Account, AccountKey, Profile, ProfileKey
from socialmatch.store import accounts, content, profiles
from socialmatch.store.accounts import AccountState
from socialmatch.store.profiles import Holding, KnownProfile, ProfileState

DAY = timedelta(days=1)
ANNA = AccountKey("default", "crm", "A-1")
PROFILE = ProfileKey("default", "x", "", "42")

any_text = st.text(max_size=12) | st.just("a\0\ud800")
texts = st.lists(any_text, max_size=3).map(tuple)


@given(given_name=any_text, emails=texts, birth_year=st.none() | st.integers(1900, 2020))
def test_any_account_comes_back_from_its_text(given_name, emails, birth_year):
    account = Account("A-1", given_name=given_name, emails=emails, birth_year=birth_year)
    assert content.load(Account, content.dump(account), account_id="A-1") == account


@given(bio=any_text, urls=texts)
def test_any_profile_comes_back_from_its_text(bio, urls):
    profile = Profile("x", "42", bio=bio, urls=urls, display_name=bio)
    assert content.load(Profile, content.dump(profile), platform="x", user_id="42") == profile


def test_a_field_of_another_version_is_left_out():
    text = content.dump(Account("A-1", given_name="Anna"))[:-1] + ',"shoe_size":"38"}'
    assert content.load(Account, text, account_id="A-1") == Account("A-1", given_name="Anna")


def test_an_account_comes_back_whole(store):
    account = Account(
        "A-1", given_name="Anna", emails=("a@example.com", "b@example.com"), birth_year=1980, updated_at=NOW
    )
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [account], run=7)
        known = accounts.get(session, ANNA)
    assert known.account == account
    assert (known.state, known.seen_run, known.revision) == (AccountState.ACTIVE, 7, 1)


def test_a_fingerprint_changes_with_the_values_only(store):
    first = Account("A-1", given_name="Anna", updated_at=NOW)
    with store.write("default", OFFICER, "import") as session:
        prints = []
        for account in (first, Account("A-1", given_name="Anna", updated_at=NOW + DAY), Account("A-1", city="Bern")):
            accounts.put(session, [account])
            prints.append(accounts.get(session, ANNA).fingerprint)
    assert prints[0] == prints[1] != prints[2]


def test_what_changed_after_a_revision(store):
    for number in range(3):
        with store.write("default", OFFICER, "import") as session:
            accounts.put(session, [Account(f"A-{number}")])
            profiles.put(session, [KnownProfile(Profile("x", str(number)))])
    with store.read("default") as session:
        assert [k.account.account_id for k in accounts.walk(session, after=1)] == ["A-1", "A-2"]
        assert [k.profile.user_id for k in profiles.walk(session, after=2)] == ["2"]


def test_a_full_import_finds_who_is_missing(store):
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account(f"A-{n}") for n in range(4)] + [Account("A-9", crm="other")], run=1)
    with store.write("default", OFFICER, "import") as session:
        accounts.put(session, [Account("A-0", given_name="changed")], run=2)
        accounts.seen(session, "crm", ["A-1", "A-2"], 2)
        assert [key.account_id for key in accounts.unseen(session, "crm", 2)] == ["A-3"]
        assert accounts.set_state(session, AccountKey("default", "crm", "A-3"), AccountState.MISSING)
        assert not accounts.set_state(session, AccountKey("default", "crm", "A-8"), AccountState.MISSING)
        assert list(accounts.unseen(session, "crm", 2)) == []
        assert accounts.count(session, "crm") == 3
        assert accounts.count(session, "crm", AccountState.MISSING) == 1


def test_a_merge_is_remembered(store):
    with store.write("default", OFFICER, "merge") as session:
        accounts.put(session, [Account("A-1"), Account("A-2")])
        accounts.set_state(session, ANNA, AccountState.MERGED, merged_into=AccountKey("default", "crm", "A-2"))
        found = accounts.get_many(session, [ANNA, AccountKey("default", "crm", "A-2"), AccountKey("default", "z", "")])
        assert found[ANNA].merged_into == "A-2"
        assert len(found) == 2
        assert [k.account.account_id for k in accounts.walk(session)] == ["A-2"]
        assert [k.account.account_id for k in accounts.walk(session, states=[AccountState.MERGED])] == ["A-1"]


def test_a_profile_comes_back_whole(store):
    profile = Profile("mastodon", "42", "social.example", handle="Anna", bio="hi", first_seen=NOW, last_seen=NOW + DAY)
    known = KnownProfile(profile, "anna", ProfileState.SUSPENDED, NOW + 2 * DAY)
    with store.write("default", OFFICER, "seen") as session:
        profiles.put(session, [known])
        found = profiles.get(session, profile.key)
        assert profiles.get_many(session, [profile.key, PROFILE]) == {profile.key: found}
        assert profiles.by_handle(session, "mastodon", "social.example", "anna") == [found]
        assert profiles.by_handle(session, "mastodon", "elsewhere.example", "anna") == []
    assert (found.profile, found.folded_handle, found.state) == (profile, "anna", ProfileState.SUSPENDED)
    assert (found.content_expires_at, found.revision) == (NOW + 2 * DAY, 1)


def test_what_a_profile_showed_goes_in_time(store, clock):
    known = KnownProfile(Profile("x", "42", handle="anna", bio="hello"), "anna", content_expires_at=NOW + DAY)
    with store.write("default", OFFICER, "seen") as session:
        profiles.put(session, [known, KnownProfile(Profile("x", "43", bio="stays"), "berta")])
    clock.advance(DAY)
    with store.read("default") as session:  # no job has run yet
        assert profiles.get(session, PROFILE).profile == Profile("x", "42")
    with store.write("default", OFFICER, "retention") as session:
        assert profiles.expire_content(session) == 1
        assert profiles.expire_content(session) == 0
        assert profiles.get(session, ProfileKey("default", "x", "", "43")).profile.bio == "stays"


def test_a_handle_and_its_holders(store):
    other = ProfileKey("default", "x", "", "43")
    with store.write("default", OFFICER, "seen") as session:
        profiles.take_handle(session, PROFILE, "anna", NOW)
        assert profiles.let_go_handle(session, PROFILE, "anna", NOW + DAY)
        assert not profiles.let_go_handle(session, PROFILE, "anna", NOW + DAY)
        profiles.take_handle(session, PROFILE, "anna2", NOW + DAY)
        profiles.take_handle(session, other, "anna", NOW + 3 * DAY)
        assert profiles.holders(session, "x", "", "anna") == [
            Holding(PROFILE, "anna", NOW, NOW + DAY),
            Holding(other, "anna", NOW + 3 * DAY),
        ]
        assert [h.folded_handle for h in profiles.held(session, PROFILE)] == ["anna", "anna2"]
        assert profiles.set_state(session, PROFILE, ProfileState.DELETED) is False
