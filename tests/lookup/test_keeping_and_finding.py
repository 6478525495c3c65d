"""The interactive index: holds who agreed, in the commit that says so, and answers as a batch run would."""

from __future__ import annotations

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import people
from processes import NOW, OFFICER
from socialmatch import lookup
from socialmatch.config import Policy
from socialmatch.consent.permits import permitted_set
from socialmatch.errors import ConsentMissing, UsageError
from socialmatch.lookup import LiveModels, comparable, propose_live
from socialmatch.matching.blocking import account_keys
from socialmatch.matching.counts import Counts
from socialmatch.matching.decide import Thresholds, propose
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.model import Model
from socialmatch.matching.modelfile import BUILT_IN
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, ConsentEvent, EventKind, Notice
from socialmatch.store import accounts, blocks, consents, events, models, notices, proposals, suppressions
from socialmatch.store.accounts import AccountState

POLICY = Policy()
JANE = Account("J-1", given_name="Jane", family_name="Valasek", emails=("jane@valasek.example",), country="DE")
JIM = Account("J-2", given_name="Jim", family_name="Valasek", country="DE")
FULL = Account(
    "F-1",
    given_name="Hans-Peter J.",
    family_name="von der Müller",
    other_names=("Пётр", "Doc"),
    emails=("h.p+shop@mueller.example",),
    phones=("030 5550123",),
    websites=("https://mueller.example/hp",),
    handles=("x:hpm",),
    country="DE",
    city="Köln",
    job_title="Professor",
)
JANES = people.x_profile("janevalasek", display_name="Jane Valasek")


def put(store, *found: Account, tenant: str = "default") -> None:
    with store.write(tenant, OFFICER, "import") as session:
        accounts.put(session, found)


def agree(store, *subjects, policy: Policy = POLICY) -> None:
    """Grants, and the index with them."""
    with store.write(subjects[0].tenant, OFFICER, "agreed") as session:
        consents.record_many(session, [(people.grant(one), consents.NO_TERMS) for one in subjects])
        lookup.refresh(session, [one for one in subjects if hasattr(one, "account_id")], policy)


def say(store, subject, kind: EventKind, purpose: str = "support") -> None:
    with store.write(subject.tenant, OFFICER, kind.value) as session:
        consents.record(session, ConsentEvent(subject, purpose, kind, session.now))
        lookup.refresh(session, [subject], POLICY)


def answer(store, profile=JANES, **options):
    with store.read(profile.tenant) as session:
        return propose_live(session, POLICY, profile, "support", models=LiveModels(), **options)


def ids(outcome) -> list[str]:
    return [one.account.account_id for one in outcome.proposals if one.account is not None]


@pytest.fixture
def crm(store):
    """A crowd, Jane and Jim; Jane and the profile agreed."""
    put(store, JANE, JIM, *people.crowd())
    agree(store, JANE.key, JANES.key)
    return store


# --- who can be found ----------------------------------------------------------------------------


def test_who_agreed_is_found_and_nobody_else(crm):
    assert ids(answer(crm)) == ["J-1"]


def test_a_withdrawal_is_seen_by_the_next_lookup(crm):
    say(crm, JANE.key, EventKind.WITHDRAWN)
    assert ids(answer(crm)) == []


def test_a_grant_that_ran_out_is_seen_with_no_job_run(crm, clock):
    clock.now = NOW + timedelta(days=300) - timedelta(milliseconds=1)
    assert ids(answer(crm)) == ["J-1"]
    clock.now = NOW + timedelta(days=300)
    with pytest.raises(ConsentMissing) as refused:
        answer(crm)
    assert refused.value.reason == "expired"


def test_an_account_whose_grant_ran_out_is_not_scored(crm, clock):
    ending = people.grant(JIM.key)
    with crm.write("default", OFFICER, "agreed") as session:
        short = ConsentEvent(
            JIM.key, "support", EventKind.GIVEN, NOW, ending.notice_version, "form", NOW + timedelta(days=1), "form-2"
        )
        consents.record(session, short)
        lookup.refresh(session, [JIM.key], POLICY)
    assert sorted(ids(answer(crm))) == ["J-1", "J-2"]
    clock.advance(timedelta(days=1))
    assert ids(answer(crm)) == ["J-1"]


def test_a_profile_that_did_not_agree_is_not_scored(crm):
    with pytest.raises(ConsentMissing) as refused:
        answer(crm, people.x_profile("janevalasek", user_id="2"))
    assert refused.value.reason == "no_consent"


def test_consent_to_one_purpose_finds_nobody_for_another(crm):
    policy = Policy(purposes=("support", "returns"))
    with crm.write("default", OFFICER, "agreed") as session:
        lookup.refresh(session, [JANE.key, JIM.key], policy)
    with crm.read("default") as session:
        assert blocks.find(session, ["returns family:valasek"], 9) == {"returns family:valasek": []}
        with pytest.raises(ConsentMissing) as refused:
            propose_live(session, policy, JANES, "returns")
    assert refused.value.reason == "other_purpose"


@pytest.mark.parametrize("state", [state for state in AccountState if state is not AccountState.ACTIVE])
def test_only_active_accounts_are_found(crm, state):
    with crm.write("default", OFFICER, "changed") as session:
        accounts.set_state(session, JANE.key, state)
    assert ids(answer(crm)) == []
    with crm.write("default", OFFICER, "changed") as session:
        assert lookup.refresh(session, [JANE.key], POLICY) == 0


def test_a_pair_that_was_rejected_does_not_come_again(crm):
    with crm.write("default", OFFICER, "wrong") as session:
        proposals.reject_pair(session, JANES.key, JANE.key, "wrong_person")
    assert ids(answer(crm)) == []


def test_the_keys_change_in_the_commit_and_not_without_it(crm):
    with pytest.raises(RuntimeError), crm.write("default", OFFICER, "broken off") as session:
        lookup.drop_account(session, JANE.key)
        raise RuntimeError
    assert ids(answer(crm)) == ["J-1"]
    with crm.write("default", OFFICER, "gone") as session:
        lookup.drop_account(session, JANE.key)
    assert ids(answer(crm)) == []
    with crm.write("default", OFFICER, "back") as session:
        assert lookup.index_account(session, JANE, POLICY)
        assert not lookup.index_account(session, JIM, POLICY)
    assert ids(answer(crm)) == ["J-1"]


def test_a_nightly_look_takes_out_whose_grant_ran_out_and_brings_whoever_is_missing(crm, clock):
    with crm.write("default", OFFICER, "agreed") as session:
        consents.record(session, people.grant(JIM.key))
    assert ids(answer(crm)) == ["J-1"]
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 1
    assert sorted(ids(answer(crm))) == ["J-1", "J-2"]
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 0
    with crm.write("default", OFFICER, "left") as session:
        accounts.set_state(session, JIM.key, AccountState.MISSING)
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 1
    clock.now = NOW + timedelta(days=300)
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 1
    with crm.read("default") as session:
        assert blocks.numbers(session) == {}
        assert list(blocks.walk(session)) == []


def test_accounts_that_lapsed_leave_room_in_a_block(crm, clock):
    """A block counts who is in it; whoever ran out is in it no more once the night has passed."""
    ending = [Account(f"E-{n}", given_name="Jane", family_name="Valasek") for n in range(250)]
    put(crm, *ending)
    with crm.write("default", OFFICER, "agreed") as session:
        grants = [
            replace(people.grant(one.key), valid_until=NOW + timedelta(days=1), evidence=f"form-{one.account_id}")
            for one in ending
        ]
        consents.record_many(session, [(one, consents.NO_TERMS) for one in grants])
        lookup.refresh(session, [one.key for one in ending], POLICY)
    clock.advance(timedelta(days=2))
    assert answer(crm).scored == 0
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 250
    assert ids(answer(crm)) == ["J-1"]


def test_the_index_can_be_made_anew(crm):
    with crm.write("default", OFFICER, "restored") as session:
        blocks.remove_all(session)
        assert lookup.rebuild(session, POLICY) == 1
    assert ids(answer(crm)) == ["J-1"]


def test_accounts_indexed_before_their_features_were_kept_are_found_as_well(crm):
    before = answer(crm)
    with crm.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE indexed_accounts SET features = NULL WHERE tenant = 'default'")
    assert answer(crm) == before


def kept_of(store) -> list[str | None]:
    with store.engine.connect() as connection:
        return list(
            connection.exec_driver_sql("SELECT features FROM indexed_accounts WHERE tenant = 'default'").scalars()
        )


@pytest.mark.parametrize("features", ["NULL", "'[]'", """'[["joe"],[],[],["other"],[]]'""", "'0 \n[]'"])
def test_what_another_release_kept_of_an_account_is_not_read_and_is_made_anew(crm, features):
    before, kept = answer(crm), kept_of(crm)
    with crm.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE indexed_accounts SET features = {features} WHERE tenant = 'default'")
    assert answer(crm) == before
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 1
    assert kept_of(crm) == kept
    assert answer(crm) == before
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 0


def test_another_policy_reads_numbers_its_own_way_at_once_and_finds_by_them_after_the_night(crm):
    policy = Policy(phone_region="DE")
    put(crm, replace(JANE, phones=("030 5550123",), country=""))
    with crm.write("default", OFFICER, "changed") as session:
        lookup.refresh(session, [JANE.key], POLICY)
    asked = replace(JANES, public_phones=("+49 30 5550123",))

    def evidence() -> set[str]:
        with crm.read("default") as session:
            found = propose_live(session, policy, asked, "support", models=LiveModels()).proposals
        return {one.feature for one in found[0].evidence if one.weight > 0}

    assert "phone" in evidence()
    with crm.read("default") as session:
        assert blocks.find(session, ["support phone:+49305550123"], 9) == {"support phone:+49305550123": []}
    assert lookup.catch_up(crm, "default", OFFICER, policy) == 1
    with crm.read("default") as session:
        assert len(blocks.find(session, ["support phone:+49305550123"], 9)["support phone:+49305550123"] or ()) == 1
    assert "phone" in evidence()


def test_who_agreed_to_a_purpose_before_the_policy_had_it_is_found_after_the_night(crm):
    policy = Policy(purposes=("support", "returns"))
    with crm.write("default", OFFICER, "agreed") as session:
        said = [replace(people.grant(one), purpose="returns", evidence="form-2") for one in (JANE.key, JANES.key)]
        consents.record_many(session, [(one, consents.NO_TERMS) for one in said])
        lookup.refresh(session, [JANE.key], POLICY)
    assert lookup.catch_up(crm, "default", OFFICER, policy) == 1
    with crm.read("default") as session:
        assert ids(propose_live(session, policy, JANES, "returns", models=LiveModels())) == ["J-1"]


def test_values_are_made_comparable_as_the_number_of_the_format_says():
    """Where this fails, accounts come to other values or keys than those that stores keep: raise ``FORMAT``."""
    told = hashlib.sha256()
    for account in [*people.crowd(), FULL]:
        features = account_features(account, region="DE")
        told.update(comparable.to_text(features, "").encode())
        told.update("\n".join(sorted(account_keys(features))).encode())
    assert (comparable.FORMAT, told.hexdigest()[:16]) == (1, "e73908279137beb9")


def test_who_agreed_under_a_notice_that_was_changed_since_takes_no_room_and_leaves_nothing(crm, clock):
    earlier = Notice("2026-01", "en", "We look up your handle.", ("support",))
    with crm.write("default", OFFICER, "notice") as session:
        notices.register(session, earlier)
    clock.advance(timedelta(seconds=1))
    with crm.write("default", OFFICER, "notice") as session:
        notices.register(session, replace(earlier, version="2026-02", text="We sell it.", material=True))
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 1
    assert kept_of(crm) == []
    assert lookup.catch_up(crm, "default", OFFICER, POLICY) == 0


def test_tenants_do_not_find_each_other(crm):
    other = [Account(one.account_id, tenant="other", family_name="Valasek", given_name="Jane") for one in (JANE, JIM)]
    put(crm, *other, tenant="other")
    agree(crm, *(one.key for one in other))
    assert ids(answer(crm)) == ["J-1"]


def test_no_key_stands_in_the_store_in_plain(sqlite_url, sqlite_store, tmp_path):
    put(sqlite_store, Account("J-1", given_name="Jane", family_name="Valasek"))
    agree(sqlite_store, JANE.key)
    sqlite_store.close()
    with sqlite_store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM account_keys WHERE tenant = 'default'").all()
    assert kept
    assert "valasek" not in repr(kept).lower()


def test_an_index_answers_for_its_own_blocks_only(crm):
    with crm.read("default") as session:
        index = lookup.StoreIndex.of(session, JANES.key, [], "support", POLICY, limits=Model(Counts()).parameters)
        with pytest.raises(UsageError):
            index.candidates([object()], block_limit=1, limit=1)


# --- as a batch run would ------------------------------------------------------------------------

NUMBERS = itertools.count()


def of_tenant(one, tenant: str):
    return replace(one, tenant=tenant)


def untenanted(key):
    return replace(key, tenant="default")


names = st.sampled_from(("Anna", "Anne", "Jon", "José", "Li", "Valasek", "Müller", "Smith", "Garcia", "O'Neil"))
people_of = st.builds(
    lambda number, given, family, country, title, agreed: (
        Account(f"H{number}", given_name=given, family_name=family, country=country, job_title=title),
        agreed,
    ),
    st.integers(0, 40),
    names,
    names,
    st.sampled_from(("DE", "US", "")),
    st.sampled_from(("", "Representative", "Professor")),
    st.booleans(),
)
profiles_of = st.builds(
    lambda handle, name, place: people.x_profile(handle, display_name=name, location=place),
    st.builds("{}{}{}".format, st.sampled_from(("", "rep", "the_", "j")), names, st.sampled_from(("", "42", "_de"))),
    st.builds("{} {}".format, names, names) | st.just(""),
    st.sampled_from(("", "Germany", "Berlin, DE")),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=st.lists(people_of, max_size=60), profile=profiles_of, counted=st.booleans())
def test_a_lookup_proposes_what_a_batch_run_would(store, crowd, profile, counted):
    """Over counts that were kept, and over accounts that were not counted yet."""
    everybody = {account.key: account for account, _ in crowd}
    agreed = {account.key for account, agreed in crowd if agreed}
    tenant = f"t{next(NUMBERS)}"
    ours = [of_tenant(account, tenant) for account in everybody.values()]
    mine = of_tenant(profile, tenant)
    put(store, *ours, tenant=tenant)
    agree(store, mine.key, *(account.key for account in ours if untenanted(account.key) in agreed))
    if counted:
        lookup.recount(store, tenant, OFFICER, POLICY)
    live = answer(store, mine, top=5)
    grants = [people.grant(mine.key), *(people.grant(a.key) for a in ours if untenanted(a.key) in agreed)]
    permitted, _ = permitted_set(grants, purpose="support", as_of=NOW, tenant=tenant)
    features = [account_features(account) for account in ours]
    index = AccountIndex(permitted, features)
    batch = propose(
        permitted, Model(Counts.over(features)), index, profile_features(mine), thresholds=Thresholds(), top=5
    )
    assert live.proposals == batch.proposals
    assert live.scored == batch.scored


# --- counts --------------------------------------------------------------------------------------


def test_counts_are_kept_for_a_while_and_replaced_as_a_whole(crm, clock):
    assert lookup.recount(crm, "default", OFFICER, POLICY).endswith(".1")
    with crm.read("default") as session:
        assert not lookup.recount_is_due(session)
        assert lookup.recount_is_due(session, added=100)
    clock.advance(lookup.counting.MAX_AGE)
    with crm.read("default") as session:
        assert lookup.recount_is_due(session)
    assert lookup.recount(crm, "default", OFFICER, POLICY).endswith(".2")
    with crm.read("default") as session:
        assert [one.snapshot for one in models.snapshots(session)] == [2]
        adopted = [event.data["version"] for event in events.walk(session) if event.kind == "model_adopted"]
        assert models.adopted(session).version == adopted[-1]
    assert len(adopted) == 2


def test_a_release_with_other_parameters_counts_anew_before_its_first_run(crm):
    """Else what a run remembers of the old parameters would pass for the new ones: the version is the same."""
    lookup.recount(crm, "default", OFFICER, POLICY)
    with crm.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE models SET document = REPLACE(document, '{BUILT_IN.version}', 'hand-0') WHERE tenant = 'default'"
        )
    with crm.read("default") as session:
        assert lookup.recount_is_due(session)
    lookup.recount(crm, "default", OFFICER, POLICY)
    with crm.read("default") as session:
        assert not lookup.recount_is_due(session)


def test_who_withdrew_is_out_of_the_next_counts(crm):
    def counted() -> int:
        lookup.recount(crm, "default", OFFICER, POLICY)
        with crm.read("default") as session:
            return models.snapshots(session)[-1].accounts

    before = counted()
    with crm.write("default", OFFICER, "withdrawn") as session:
        suppressions.put(session, JANE.key)
    assert counted() == before - 1


def test_where_the_policy_forbids_aggregate_counts_only_who_agreed_is_counted(crm):
    lookup.recount(crm, "default", OFFICER, Policy(aggregate_counts=False))
    with crm.read("default") as session:
        assert models.snapshots(session)[-1].accounts == 1


def test_no_value_stands_in_a_snapshot_in_plain(sqlite_store):
    put(sqlite_store, JANE, *people.crowd())
    lookup.recount(sqlite_store, "default", OFFICER, POLICY)
    with sqlite_store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT document FROM models WHERE tenant = 'default'").all()
        kept += connection.exec_driver_sql("SELECT * FROM value_counts WHERE tenant = 'default'").all()
    assert len(kept[-1].digests) > 1000
    assert "valasek" not in repr(kept).lower()


def test_a_namesake_who_did_not_agree_lowers_certainty(store):
    put(store, JANE, *people.crowd())
    agree(store, JANE.key, JANES.key)
    lookup.recount(store, "default", OFFICER, POLICY)
    sure = answer(store).proposals[0].probability
    put(store, Account("J-9", given_name="Jane", family_name="Valasek"))
    lookup.recount(store, "default", OFFICER, POLICY)
    assert answer(store).proposals[0].probability < sure


def test_threads_share_one_model(crm):
    lookup.recount(crm, "default", OFFICER, POLICY)
    shared = LiveModels()

    def ask(_: int):
        with crm.read("default") as session:
            live = shared.current(session, POLICY)
            return id(live), propose_live(session, POLICY, JANES, "support", models=shared)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(40)))
    assert len({model for model, _ in found}) == 1
    assert len({repr(outcome.proposals) for _, outcome in found}) == 1


def test_a_model_of_what_was_never_committed_is_not_kept(crm):
    """Before the first count a model is of one revision; a commit that is broken off leaves its number to the next."""
    shared = LiveModels()
    with crm.read("default") as session:
        before = shared.current(session, POLICY).model.counts.accounts
    with pytest.raises(RuntimeError), crm.write("default", OFFICER, "broken off") as session:
        accounts.put(session, [Account("J-8", given_name="Jo"), Account("J-9", given_name="Jane")])
        shared.current(session, POLICY)
        raise RuntimeError
    put(crm, Account("J-7", given_name="Jill"))
    with crm.read("default") as session:
        assert shared.current(session, POLICY).model.counts.accounts == before + 1


def test_a_process_goes_on_with_the_model_that_is_adopted(crm):
    shared = LiveModels()
    versions = []
    for _ in range(2):
        lookup.recount(crm, "default", OFFICER, POLICY)
        with crm.read("default") as session:
            versions.append(shared.current(session, POLICY).version)
    assert versions[0] != versions[1]
