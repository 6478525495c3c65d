"""An incremental run comes to what a full one over the same counts comes to; and what is sealed can be proved."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import SecretBytes

import people
from linking import SECRETS
from nightly import JANE, JOE, agree, installation, kept, put, run, say, small_crm
from processes import OFFICER
from socialmatch.audit.export import Wanted, export
from socialmatch.audit.signing import Signing
from socialmatch.config import Log
from socialmatch.errors import ConsentError
from socialmatch.journeys import verbs
from socialmatch.ledger import log
from socialmatch.ledger.verify import verify_bundle
from socialmatch.lookup import LiveModels, propose_live
from socialmatch.models import Account, Decision, EventKind
from socialmatch.review import reject
from socialmatch.store import profiles, proposals

NUMBERS = itertools.count()
GIVEN, FAMILY = ("Anna", "Anne", "Jon", "Li", "Jane"), ("Valasek", "Müller", "Smith", "Garcia", "Lind")


def account(number: int, given: str, family: str, city: str, tenant: str) -> Account:
    return Account(f"H{number}", tenant=tenant, given_name=given, family_name=family, city=city, country="DE")


def profile(number: int, given: str, family: str, tenant: str):
    return replace(people.x_profile(f"{given}{family}", user_id=str(number), display_name=given), tenant=tenant)


numbers, givens, families = st.integers(0, 11), st.sampled_from(GIVEN), st.sampled_from(FAMILY)
account_changes = st.tuples(st.just("account"), numbers, givens, families, st.sampled_from(("Bari", "Tampere", "")))
profile_changes = st.tuples(st.just("profile"), numbers, givens, families)
consent_changes = st.tuples(st.sampled_from(("agree", "withdraw", "revoke")), st.sampled_from("ap"), numbers)
rejections = st.tuples(st.just("reject"), st.integers(0, 5))
changes = st.lists(account_changes | profile_changes | consent_changes | rejections, min_size=1, max_size=8)


def carry_out(at, change) -> None:
    """One change of the small world; of somebody unknown it changes nothing."""
    what, *rest = change
    if what == "account":
        put(at, account(*rest, at.tenant))
    elif what == "profile":
        put(at, profile(*rest, at.tenant))
    elif what == "reject":
        with at.store.read(at.tenant) as session:
            found = [known.proposal for known in proposals.walk(session) if known.state.value == "open"]
        for one in found[rest[0] : rest[0] + 1]:
            reject(at, one.profile, one.account, "support", actor=OFFICER)
    else:
        side, number = rest
        whole = account(number, "", "", "", at.tenant) if side == "a" else profile(number, "Li", "Lind", at.tenant)
        if what == "agree":
            with suppress(ConsentError):  # who withdrew has to prove anew who they are
                agree(at, whole.key)
        elif what == "withdraw":
            say(at, EventKind.WITHDRAWN, whole.key)
        else:
            verbs.revoke(at, whole.key, actor=OFFICER, reason="withdrawn")


def world(store, people_known) -> object:
    """A tenant with some accounts and profiles, a part of whom agreed."""
    at = installation(store, f"t{next(NUMBERS)}")
    for number, (name, family, agreed) in enumerate(people_known):
        one, other = account(number, name, family, "", at.tenant), profile(number, name, family, at.tenant)
        put(at, one, other)
        if agreed:
            agree(at, one.key, other.key)
    return at


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(givens, families, st.booleans()), min_size=3, max_size=12), changes, changes)
@example(  # an account comes to the same weight by another name, and the reasons that were kept are not those
    [("Anna", "Müller", False), ("Jon", "Valasek", False), ("Anna", "Valasek", True)],
    [("agree", "a", 0)],
    [("account", 0, "Jon", "Valasek", "Bari")],
)
def test_incremental_equals_full(store, people_known, first, second):
    at = world(store, people_known)
    run(at)
    for some in (first, second):
        for change in some:
            carry_out(at, change)
        run(at)
    incremental = kept(at)
    told = run(at, full=True)
    assert kept(at) == incremental
    assert told.proposals == {"unchanged": told.matches + told.reviews} or not incremental
    assert_as_lookups(at, incremental)


def assert_as_lookups(at, incremental) -> None:
    """What a lookup of every profile would propose now."""
    worth = []
    with at.store.read(at.tenant) as session:
        for known in profiles.walk(session):
            try:
                found = propose_live(session, at.policy, known.profile, "support", models=LiveModels()).proposals
            except Exception as refused:
                assert getattr(refused, "reason", None), refused
                continue
            worth += [one for one in found if one.account is not None and one.decision is not Decision.NONE]
    open_ones = [one[0] for one in incremental if one[-1].value == "open"]
    by_pair = sorted(worth, key=lambda one: (one.profile, one.account))
    assert sorted(open_ones, key=lambda one: (one.profile, one.account)) == by_pair


@pytest.mark.parametrize("subject", [JANE.key, JOE.key])
def test_a_sealed_run_is_proved_to_an_outsider(open_store, sqlite_url, tmp_path, subject):
    at = small_crm(open_store(sqlite_url, before_commit=log.grow))
    told = run(at)
    secrets = replace(SECRETS, signing_key=SecretBytes(bytes(range(32))))
    signing = Signing(Log(name="example.com/consent-log", signer=str(tmp_path / "signer")), secrets)
    signing.begin()
    wanted = Wanted(subject=subject, runs=(told.seal,))
    export(at.store, signing, tmp_path / "bundle", wanted, actor=OFFICER, reason="request")
    vkey = "".join(f"{key.encode()}\n" for key in signing.verifier_keys())
    verdict = verify_bundle(tmp_path / "bundle", vkey)
    assert (verdict.exit_code, verdict.code) == (0, "")
    assert [(answer.run, answer.member) for answer in verdict.sealed] == [(told.seal, subject == JANE.key)]
