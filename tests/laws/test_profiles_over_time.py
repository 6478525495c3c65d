"""Whatever sources say, in whatever order: a link stays with its id, and doubt is never taken back by an import."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linked
from processes import OFFICER
from socialmatch.accounts.customers import take_accounts, take_missing
from socialmatch.accounts.profiles import take_profiles
from socialmatch.config import Policy
from socialmatch.models import Account, AccountKey, Assurance, Profile, ProfileKey
from socialmatch.store import Store, accounts, links, profiles
from socialmatch.store.accounts import AccountState
from socialmatch.store.profiles import ProfileState

TENANTS = (f"t{number}" for number in itertools.count())
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
IDS = ("1", "2", "3")
HANDLES = ("anna", "Anna", "ben", "carl")
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

moments = st.none() | st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def observations(draw: st.DrawFn) -> Profile:
    """A row of a source: an id with a handle, or a handle alone; dates or none."""
    first, last = draw(moments), draw(moments)
    if first is not None and last is not None and last < first:
        first, last = last, first
    handle = draw(st.sampled_from(HANDLES))
    user_id = draw(st.sampled_from(IDS) | st.just(f"~handle:{handle.lower()}"))
    return Profile("x", user_id, handle=handle, first_seen=first, last_seen=last)


def take(store: Store, tenant: str, batch: list[Profile]):
    with store.write(tenant, OFFICER, "import") as session:
        ours = [replace(one, tenant=tenant) for one in batch]
        return take_profiles(session, ours, 1, is_ours=lambda profile: False, keep_until=None)


@slow
@given(batches=st.lists(st.lists(observations(), min_size=1, max_size=4), min_size=1, max_size=6), at=st.integers(0, 5))
def test_links_stay_with_their_ids_and_doubt_stays(sqlite_store, batches, at):
    tenant = next(TENANTS)
    made: dict[ProfileKey, AccountKey] = {}
    suspended: set[ProfileKey] = set()
    for number, batch in enumerate(batches):
        take(sqlite_store, tenant, batch)
        if number == min(at, len(batches) - 1):
            made = link_everybody(sqlite_store, tenant)
        with sqlite_store.read(tenant) as session:
            known = list(profiles.walk(session, states=tuple(ProfileState)))
            for key, account in made.items():
                link = links.of_profile_key(session, key)
                assert link is not None
                assert link.account == account
                if link.suspended_at is not None:
                    suspended.add(key)
                assert (link.suspended_at is not None) == (key in suspended)
                assert not (key.stable and key in suspended)
            assert not [one for one in known if one.profile.key not in made and has_link(session, one.profile.key)]
            places = [(one.profile.scope, one.folded_handle) for one in known if one.profile.key.stable]
            held = [place for place in places if place[1]]
            assert len(held) == len(set(held)), "two ids under one handle"
            for one in known:
                open_ones = [h for h in profiles.held(session, one.profile.key) if h.until is None]
                assert [h.folded_handle for h in open_ones] == [one.folded_handle] * bool(one.folded_handle)


def has_link(session, key: ProfileKey) -> bool:
    return links.of_profile_key(session, key) is not None


def link_everybody(store: Store, tenant: str) -> dict[ProfileKey, AccountKey]:
    """Link whoever is known and not in doubt to an account of their own."""
    with store.read(tenant) as session:
        found = [known.profile.key for known in profiles.walk(session)]
    made = {}
    for key in found:
        account = AccountKey(tenant, "crm", f"of {key.user_id}")
        with store.write(tenant, OFFICER, "import") as session:
            accounts.put(session, [Account(account.account_id, tenant=tenant)])
        linked.link(store, account, key, assurance=Assurance.L2 if key.stable else Assurance.L1)
        made[key] = account
    return made


@slow
@given(batch=st.lists(observations(), min_size=1, max_size=6, unique_by=lambda one: one.user_id))
def test_the_same_rows_again_change_nothing(sqlite_store, batch):
    tenant = next(TENANTS)
    take(sqlite_store, tenant, batch)
    again = take(sqlite_store, tenant, batch)
    assert set(again) <= {"unchanged", "older"}
    assert sum(again.values()) == len(batch)


@slow
@given(
    exports=st.lists(st.sets(st.integers(0, 5), max_size=6), min_size=1, max_size=6),
    linked_ones=st.sets(st.integers(0, 5)),
)
def test_after_a_full_import_exactly_what_came_is_active_and_its_links_answer(sqlite_store, exports, linked_ones):
    tenant = next(TENANTS)
    made: dict[int, ProfileKey] = {}
    ever: set[int] = set()
    for run, export in enumerate(exports, start=1):
        with sqlite_store.write(tenant, OFFICER, "import") as session:
            take_accounts(session, [Account(str(one), tenant=tenant) for one in sorted(export)], run, Policy())
            take_missing(session, list(accounts.unseen(session, "crm", run)))
        ever |= export
        for one in (export & linked_ones) - made.keys():
            key = ProfileKey(tenant, "x", "", f"p{one}")
            linked.link(sqlite_store, AccountKey(tenant, "crm", str(one)), key)
            made[one] = key
        with sqlite_store.read(tenant) as session:
            states = {
                int(known.account.account_id): known.state for known in accounts.walk(session, states=AccountState)
            }
            assert {one for one, state in states.items() if state is AccountState.ACTIVE} == export
            assert states.keys() == ever
            for one, key in made.items():
                assert (links.live(session, key) is not None) == (one in export)
