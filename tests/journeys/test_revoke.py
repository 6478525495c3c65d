"""Taking it back: one call, from any side, and nothing is left that could match or show anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linking import (
    ADA,
    ADAS,
    AGENT,
    BO,
    BOS,
    CUSTOMER,
    OFFICER,
    SESSION,
    TICK,
    WEBHOOK,
    agree,
    ask,
    installation,
    link,
    look,
    match,
    revoke,
    send,
)
from searching import files_with, tables_with
from socialmatch import review
from socialmatch.accounts.customers import merge, take_accounts
from socialmatch.accounts.profiles import take_profiles
from socialmatch.errors import ConsentError, StoreConflict, TokenRefused, UsageError
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.models import (
    Account,
    AccountKey,
    Actor,
    ActorKind,
    AnswerKind,
    ConsentEvent,
    Decision,
    EventKind,
    Evidence,
    Profile,
    ProfileKey,
    Proposal,
)
from socialmatch.store import (
    accounts,
    consents,
    events,
    holds,
    limits,
    links,
    outbox,
    permits,
    profiles,
    proposals,
    suppressions,
)
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.profiles import KnownProfile
from socialmatch.store.proposals import KnownProposal

STABLE_ID, HANDLE = "918273645546372819", "nightowl_77"
OWL = Profile("x", STABLE_ID, handle=HANDLE, display_name="The Night Owl", bio="awake")


def proposed(at, profile=ADA.key, account=ADAS, purpose="support") -> None:
    with at.store.write("default", OFFICER, "run") as session:
        proposal = Proposal(profile, account, 1, 9_000, 0.7, Decision.REVIEW, (Evidence("handle", 9_000, "shows it"),))
        now = session.now
        proposals.put(session, [KnownProposal(proposal, purpose, "m1", 1, now, now + timedelta(days=30))])


def rich(at, clock) -> None:
    """Everything the store can know of one person."""
    with at.store.write("default", OFFICER, "import") as session:
        profiles.put(session, [KnownProfile(OWL, HANDLE)])
        profiles.take_handle(session, OWL.key, HANDLE, session.now)
        on_file = Account("A-1001", given_name="Ada", family_name="Example", handles=(f"x:{HANDLE}",))
        take_accounts(session, [on_file], 1, at.policy)
    link(at, OWL)
    clock.advance(TICK)
    link(at, OWL)
    proposed(at, OWL.key, BOS)
    with at.store.write("default", OFFICER, "wrong") as session:
        proposals.reject(session, proposals.get(session, OWL.key, BOS, "support"), "wrong_person")
    proposed(at, OWL.key, BOS)
    ask(at, BOS, "a session of the other one")
    verbs.issue_code(at, ADAS, session=SESSION, signed_in_at=clock(), actor=CUSTOMER, reason="another")
    match(at, OWL)
    clock.advance(TICK)


# --- nothing is left -----------------------------------------------------------------------------


@pytest.mark.parametrize("side", [OWL.key, ADAS], ids=["profile", "account"])
def test_afterwards_nothing_names_the_profile_but_what_the_crm_is_still_to_be_told(at, clock, side):
    rich(at, clock)
    assert tables_with(at.store, STABLE_ID, HANDLE) >= {"profiles", "links", "proposals", "handle_history", "accounts"}
    revoke(at, side)

    assert tables_with(at.store, STABLE_ID, HANDLE) == {"outbox"}
    with at.store.read("default") as session:
        assert {m.operation for m in outbox.of_state(session, OutboxState.PENDING)} == {Operation.REMOVE_LINK}
        pending = outbox.of_state(session, OutboxState.PENDING)
    with at.store.write("default", WEBHOOK, "delivered") as session:
        for message in pending:
            outbox.delivered(session, message.seq)
    assert tables_with(at.store, STABLE_ID, HANDLE) == set()
    assert files_with(at.store, STABLE_ID, HANDLE) == set()


def test_the_sealed_history_still_tells_an_officer(at, clock):
    rich(at, clock)
    revoke(at, OWL.key)
    with at.store.read("default") as session:
        kinds = [(event.kind, event.data.get("purpose")) for event in events.about(session, OWL.key, TypeClass.CONSENT)]
    assert kinds[-2:] == [("withdrawn", "returns"), ("withdrawn", "support")]


def test_importing_the_same_again_brings_nothing_back(at, clock):
    rich(at, clock)
    revoke(at, OWL.key)
    clock.advance(timedelta(days=1))
    on_file = Account("A-1001", given_name="Ada", family_name="Example", handles=(f"x:{HANDLE}",))
    with at.store.write("default", OFFICER, "import") as session:
        assert take_accounts(session, [on_file], 2, at.policy)["handles_left_out"] == 1
        assert take_profiles(session, [OWL], 2, is_ours=at.own.is_ours, keep_until=None)["suppressed"] == 1
        given = ConsentEvent(OWL.key, "support", EventKind.GIVEN, session.now, "2026-01", "form", evidence="f")
        with pytest.raises(ConsentError):
            consents.record(session, given)
    assert tables_with(at.store, STABLE_ID, HANDLE) == {"outbox"}
    assert match(at, OWL).reason == "suppressed"


def test_the_customer_stays(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at, ADAS)
    with at.store.read("default") as session:
        assert accounts.get(session, ADAS).account.emails == ("ada@example.com",)
        assert {m.operation for m in outbox.of_state(session, OutboxState.PENDING)} == {Operation.REMOVE_LINK}


def test_a_link_the_crm_was_not_told_of_yet_is_never_told(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at)
    with at.store.read("default") as session:
        assert outbox.counts(session) == {OutboxState.OVERTAKEN: 1, OutboxState.PENDING: 1}


# --- whom it reaches -----------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [CUSTOMER, WEBHOOK, AGENT, OFFICER], ids=lambda actor: actor.kind.value)
@pytest.mark.parametrize("side", [ADA.key, ADAS], ids=["profile", "account"])
def test_anybody_can_pass_it_on_from_either_side(at, clock, side, actor):
    link(at)
    clock.advance(TICK)
    receipt = revoke(at, side, actor=actor)
    assert receipt.changed
    assert receipt.purposes == ("returns", "support")
    answer = match(at)
    assert (answer.kind, answer.link) == (AnswerKind.REFUSAL, None)
    with at.store.read("default") as session:
        for subject in (ADA.key, ADAS):
            assert permits.purposes(session, subject) == frozenset()


def test_a_profile_takes_the_accounts_grant_along_unless_another_rests_on_it(at, clock):
    link(at, ADA)
    link(at, BO)
    clock.advance(TICK)
    assert revoke(at, ADA.key).subjects == (ADA.key,)
    assert match(at, BO).account == ADAS
    clock.advance(TICK)
    assert revoke(at, BO.key).subjects == (BO.key, ADAS)
    with at.store.read("default") as session:
        assert permits.purposes(session, ADAS) == frozenset()


def test_an_account_takes_all_its_profiles_along(at, clock):
    link(at, ADA)
    link(at, BO)
    clock.advance(TICK)
    assert set(revoke(at, ADAS).subjects) == {ADAS, ADA.key, BO.key}
    assert {match(at, ADA).reason, match(at, BO).reason} == {"suppressed"}


def test_somebody_nobody_has_heard_of_is_heard(at):
    receipt = revoke(at, BO.key)
    assert receipt.changed
    assert [one.about for one in receipt.notifications] == ["withdrawn"]
    assert match(at, BO).reason == "suppressed"


def test_withdrawing_twice_is_the_same_as_once(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at)
    with at.store.read("default") as session:
        before = session.size
    clock.advance(TICK)
    for side in (ADA.key, ADAS):
        revoke(at, side)
    again = revoke(at)
    assert (again.changed, again.ledger_index, again.notifications) == (False, None, ())
    with at.store.read("default") as session:
        assert session.size == before


@pytest.mark.parametrize(
    ("profile", "on_file"),
    [
        (Profile("whatsapp", "wa-7", scope="page-1", handle="+12025550142"), "whatsapp:+1 (202) 555-0142"),
        (Profile("youtube", "UC" + "a" * 22, handle="école_example"), "youtube:@École_Example"),
        (ADA, "twitter: @NightOwl_77"),
    ],
)
def test_a_handle_on_file_goes_however_it_is_written(at, clock, profile, on_file):
    with at.store.write("default", OFFICER, "import") as session:
        take_accounts(session, [Account("B-2002", handles=(on_file, "x:somebody_else"))], 1, at.policy)
    link(at, profile)
    clock.advance(TICK)
    revoke(at, profile.key)
    with at.store.read("default") as session:
        assert accounts.get(session, BOS).account.handles == ("x:somebody_else",)


# --- one purpose ---------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [ADA.key, ADAS], ids=["profile", "account"])
def test_one_purpose_can_go_and_the_other_stays(at, clock, side):
    link(at)
    proposed(at, ADA.key, BOS, "returns")
    proposed(at, ADA.key, ADAS, "returns")
    clock.advance(TICK)
    receipt = revoke(at, side, purposes=("returns",))
    assert (receipt.purposes, receipt.subjects) == (("returns",), (side,))
    assert match(at).account == ADAS
    assert match(at, purpose="returns").reason == "withdrawn"
    with at.store.read("default") as session:
        assert not suppressions.holds(session, side)
        assert proposals.get(session, ADA.key, ADAS, "returns") is None


def test_the_last_purpose_takes_everything(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at, purposes=("returns",))
    clock.advance(TICK)
    revoke(at, purposes=("support",))
    assert match(at).reason == "suppressed"
    assert tables_with(at.store, "nightowl_77") == set()


def test_a_link_ends_when_its_sides_have_no_purpose_in_common(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at, ADA.key, purposes=("returns",))
    clock.advance(TICK)
    receipt = revoke(at, ADAS, purposes=("support",))
    assert [one.about for one in receipt.notifications] == ["unlinked", "unlinked"]
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
        assert permits.purposes(session, ADA.key) == {"support"}
        assert permits.purposes(session, ADAS) == {"returns"}


@pytest.mark.parametrize(
    ("purposes", "code"),
    [
        (("suport",), "unknown_purpose"),
        (("support", "suport"), "unknown_purpose"),
        (("",), "unknown_purpose"),
        ((), "no_purpose"),
    ],
)
def test_a_slip_of_the_pen_does_not_pass_for_a_withdrawal(at, clock, purposes, code):
    link(at)
    clock.advance(TICK)
    with pytest.raises(UsageError) as refused:
        revoke(at, purposes=purposes)
    assert refused.value.code == code
    assert match(at).account == ADAS


def test_a_purpose_that_only_a_file_knew_can_be_taken_back(at):
    with at.store.write("default", OFFICER, "elsewhere") as session:
        consents.record(session, ConsentEvent(ADA.key, "raffle", EventKind.GIVEN, session.now))
    assert revoke(at, purposes=("raffle",)).purposes == ("raffle",)


# --- one person under more than one key ------------------------------------------------------------

ALONE = ProfileKey.of_handle("default", "x", "nightowl_77")


@pytest.mark.parametrize("purposes", [None, ("returns",), ("returns", "support")])
def test_a_no_under_a_handle_is_one_of_who_has_it_now(at, clock, purposes):
    link(at)
    clock.advance(TICK)
    receipt = revoke(at, ALONE, purposes=purposes)
    assert receipt.subjects[:2] == (ALONE, ADA.key)
    assert match(at, purpose="returns").account is None
    assert (match(at).account is None) == (purposes != ("returns",))
    if purposes != ("returns",):
        assert tables_with(at.store, "nightowl_77") == set()


def test_a_no_under_a_handle_leaves_alone_who_had_it_once(at, clock):
    link(at)
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "import") as session:
        found = [Profile("x", "1001", handle="renamed_owl"), Profile("x", "2002", handle="nightowl_77")]
        take_profiles(session, found, 1, is_ours=lambda one: False, keep_until=None)
    revoke(at, ALONE)
    assert match(at).account == ADAS
    assert match(at, Profile("x", "2002", handle="nightowl_77")).reason == "suppressed"


def test_a_no_reaches_what_the_same_person_agreed_to_under_the_handle_alone(at, clock):
    with at.store.write("default", OFFICER, "elsewhere") as session:
        end = session.now + timedelta(days=30)
        given = ConsentEvent(ALONE, "support", EventKind.GIVEN, session.now, valid_until=end)
        consents.record(session, given)
    clock.advance(TICK)
    link(at)
    clock.advance(TICK)
    revoke(at)
    with at.store.read("default") as session:
        assert permits.purposes(session, ALONE) == frozenset()


def test_a_no_of_a_merged_account_is_one_of_the_account_it_went_into(at, clock):
    link(at)
    clock.advance(TICK)
    link(at, BO, BOS)
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "merged in the CRM") as session:
        merge(session, ADAS, BOS, at.policy)
    assert match(at).account == BOS
    clock.advance(TICK)
    assert revoke(at, ADAS).subjects == (ADAS, BOS, BO.key, ADA.key)
    assert match(at).account is None
    assert match(at, BO).account is None


def test_undoing_a_link_says_nothing_of_anybody_else(one_way, clock):
    alone = Profile("x", ALONE.user_id, handle="nightowl_77")
    for profile, account in ((ADA, ADAS), (alone, BOS)):
        clock.advance(TICK)
        send(one_way, ask(one_way, account).code.reveal(), profile)
    clock.advance(TICK)
    review.undo(one_way, ALONE, actor=OFFICER, reason="not me")
    with one_way.store.read("default") as session:
        assert permits.purposes(session, ADA.key)


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [ADA.key, ADAS], ids=["profile", "account"])
def test_an_open_code_does_not_survive_it(at, clock, side):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    clock.advance(TICK)
    revoke(at, side)
    clock.advance(TICK)
    with pytest.raises(TokenRefused):
        agree(at, code)
    assert match(at).kind is AnswerKind.REFUSAL


# --- erasing -------------------------------------------------------------------------------------


def erase(at, subject, **options):
    return verbs.erase(at, subject, **{"actor": OFFICER, "reason": "article 17", **options})


def test_erasing_leaves_nothing_to_be_read_and_never_touches_the_crms_record(at, clock):
    rich(at, clock)
    receipt = erase(at, OWL.key)
    assert receipt.changed
    with at.store.read("default") as session:
        assert events.about(session, OWL.key) == []
        operations = {m.operation for m in outbox.of_state(session, OutboxState.PENDING)}
        assert operations == {Operation.REMOVE_LINK}
        assert suppressions.holds(session, OWL.key)
    assert match(at, OWL).reason == "suppressed"


def test_erasing_takes_the_count_of_their_messages_along(at, clock):
    link(at)
    clock.advance(TICK)
    counted = []
    for act in (lambda: None, lambda: erase(at, ADA.key)):
        act()
        with at.store.read("default") as session:
            counted.append(limits.count(session, "sender", session.ref(ADA.key), session.now - timedelta(days=1)))
    assert counted == [1, 0]


def test_the_crms_record_goes_only_if_that_is_said(at, clock):
    link(at)
    clock.advance(TICK)
    erase(at, ADAS, in_crm=True)
    with at.store.read("default") as session:
        pending = outbox.of_state(session, OutboxState.PENDING)
        assert [m.operation for m in pending] == [Operation.REMOVE_LINK, Operation.ERASE]
        assert events.about(session, ADA.key) == []
        assert events.about(session, ADAS) == []
    with pytest.raises(UsageError):
        erase(at, ADA.key, in_crm=True)


def test_erasing_twice_is_harmless(at, clock):
    link(at)
    clock.advance(TICK)
    erase(at, ADA.key)
    assert not erase(at, ADA.key).changed
    assert not revoke(at, ADA.key).changed


def test_a_record_that_is_held_stays_and_the_withdrawal_stands(at, clock):
    link(at)
    clock.advance(TICK)
    with at.store.write("default", OFFICER, "court order") as session:
        holds.place(session, ADA.key, "case 7")
    with pytest.raises(StoreConflict) as refused:
        erase(at, ADA.key)
    assert refused.value.code == "legal_hold"
    assert match(at).reason == "suppressed"
    with at.store.read("default") as session:
        assert events.about(session, ADA.key, TypeClass.CONSENT)[-1].kind == "withdrawn"


# --- tenants -------------------------------------------------------------------------------------


def test_two_tenants_with_equal_ids_never_meet(store, clock):
    ours, theirs = installation(store), installation(store, "other")
    link(ours)
    assert match(theirs, Profile("x", "1001", tenant="other")).kind is AnswerKind.REFUSAL
    there = AccountKey("other", "crm", "A-1001")
    also_ada = Profile("x", "1001", handle="nightowl_77", tenant="other")
    code = verbs.issue_code(
        theirs, there, session=SESSION, signed_in_at=clock(), actor=Actor(ActorKind.CUSTOMER, "A-1001"), reason="asked"
    ).code.reveal()
    with pytest.raises(TokenRefused):
        send(ours, code)
    with pytest.raises(TokenRefused):
        look(ours, code)
    send(theirs, code, also_ada)
    look(theirs, code, there)
    agree(theirs, code, also_ada, there)
    assert match(theirs, also_ada).account == there

    clock.advance(TICK)
    revoke(ours)
    assert match(ours).reason == "suppressed"
    assert match(theirs, also_ada).account == there
    for act in (
        lambda: match(ours, also_ada),
        lambda: revoke(ours, ProfileKey("other", "x", "", "1001")),
        lambda: verbs.issue_code(ours, there, session=SESSION, signed_in_at=clock(), actor=CUSTOMER, reason="asked"),
        lambda: send(ours, ask(ours).code.reveal(), also_ada),
    ):
        with pytest.raises(UsageError) as refused:
            act()
        assert refused.value.code in ("wrong_tenant", "other_tenant")
