"""From a code to a link: only both sides together make one, once, and everybody else is refused alike."""

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
    OTHER_SESSION,
    SESSION,
    TICK,
    WEBHOOK,
    agree,
    ask,
    installation,
    link,
    look,
    match,
    moment,
    revoke,
    send,
)
from notice_fields import NOTICE
from socialmatch.consent.codes import issue_code
from socialmatch.errors import AlreadyLinked, CodeError, ConsentError, InputError, TokenRefused, UsageError
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.models import AnswerKind, Assurance, EventKind, Profile
from socialmatch.store import accounts, consents, events, links, outbox, permits, profiles, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.codes import Token, find_token
from socialmatch.store.outbox import Operation


def events_about(at, subject, type_class=None):
    with at.store.read("default") as session:
        return [(event.type_class.value, event.kind) for event in events.about(session, subject, type_class)]


def state_of(at, issued):
    with at.store.read("default") as session:
        digests = at.peppers.digests(issued.code, "default")
        return find_token(session, [one.value for one in digests]).state


# --- both sides ----------------------------------------------------------------------------------


def test_a_link_is_made_by_both_sides_together(at, clock):
    issued = ask(at)
    assert look(at, issued.code.reveal()).state == "issued"
    claim = send(at, f"hello, here is {issued.code.reveal()}")
    assert (claim.state, claim.link) == ("claimed", None)
    assert match(at).kind is AnswerKind.REFUSAL

    shown = look(at, issued.code.reveal())
    assert (shown.profile, shown.handle, shown.account_shown) == (ADA.key, "@nightowl_77", "a•••@e•••.com")
    assert NOTICE.text in shown.text

    receipt = agree(at, issued.code.reveal())
    assert (receipt.link.profile, receipt.link.account) == (ADA.key, ADAS)
    assert (receipt.link.assurance, receipt.link.method) == (Assurance.L2, "account_first")
    assert receipt.link.undo_until == clock() + timedelta(days=7)
    assert [one.to for one in receipt.notifications] == [ADA.key, ADAS]
    assert match(at).account == ADAS


def test_one_commit_holds_the_link_both_consents_the_log_and_the_outbox(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with at.store.read("default") as session:
        before = session.revision
    receipt = agree(at, code)
    with at.store.read("default") as session:
        assert session.revision == before + 1
        kinds = [(e.type_class.value, e.kind) for e in events.walk(session, receipt.link.ledger_index - 5)]
        assert kinds == [
            ("token", "confirmed"),
            ("consent", "given"),
            ("consent", "given"),
            ("consent", "given"),
            ("consent", "given"),
            ("link", "started"),
            ("link", "told"),
            ("link", "told"),
        ]
        (message,) = outbox.due(session)
        assert (message.seq, message.operation) == (receipt.link.ledger_index, Operation.PUT_LINK)
        assert message.details["handle"] == "nightowl_77"
        granted = permits.consent(session, ADAS, "returns").ledger_index
        assert message.details["consent"] == f"{session.epoch}-{granted}"


def test_a_grant_holds_everything_that_proves_it(at, clock):
    link(at)
    with at.store.read("default") as session:
        found = events.about(session, ADA.key, TypeClass.CONSENT)
        kinds = [(event.kind, event.data["purpose"]) for event in found]
        assert kinds == [
            ("notice_served", "returns"),
            ("notice_served", "support"),
            ("given", "returns"),
            ("given", "support"),
        ]
        record = found[-1].data["record"]
    assert record["text"] == NOTICE.text
    assert (record["notice_version"], record["language"], record["purposes"]) == ("2026-01", "en", ["support"])
    assert (record["method"], record["assurance"], record["channel"]) == ("account_first_code", "L2", "web")
    assert record["evidence"].startswith("code:")
    assert record["served_id"] == found[0].data["record"]["served_id"]
    with at.store.read("default") as session:
        permit = permits.permit(session, ADA.key, "support")
        assert permit.valid_until == clock() + timedelta(days=NOTICE.valid_days)


def test_nobody_is_linked_who_was_not_shown_the_notice(at):
    code = ask(at).code.reveal()
    send(at, code)
    with pytest.raises(ConsentError) as refused:
        agree(at, code)
    assert refused.value.code == "not_served"
    assert match(at).kind is AnswerKind.REFUSAL
    look(at, code)
    agree(at, code)


def test_looking_changes_nothing_but_that_it_was_shown_once(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with at.store.read("default") as session:
        before = session.revision
    for _ in range(5):
        look(at, code)
    with at.store.read("default") as session:
        assert session.revision == before


def test_the_profile_is_kept_with_the_handle_it_wrote_from(at):
    link(at)
    with at.store.read("default") as session:
        known = profiles.get(session, ADA.key)
        assert (known.profile.handle, known.folded_handle, known.profile.display_name) == (
            "nightowl_77",
            "nightowl_77",
            "",
        )
        assert [one.folded_handle for one in profiles.held(session, ADA.key)] == ["nightowl_77"]


def test_an_unregistered_notice_or_purpose_makes_no_code(at):
    for options, code in (
        ({"notice": "2027-01"}, "unknown_notice"),
        ({"language": "fr"}, "unknown_notice"),
        ({"purposes": ("marketing",)}, "unknown_purpose"),
        ({"purposes": ()}, "no_purpose"),
        ({"session": "short"}, "no_session"),
        ({"session": ""}, "no_session"),
    ):
        with pytest.raises(UsageError) as refused:
            ask(at, **options)
        assert refused.value.code == code


def test_only_an_active_account_is_linked(at):
    with pytest.raises(InputError) as refused:
        ask(at, type(ADAS)("default", "crm", "nobody"))
    assert refused.value.code == "unknown_account"
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with at.store.write("default", OFFICER, "gone") as session:
        accounts.set_state(session, ADAS, AccountState.DELETED)
    with pytest.raises(InputError):
        agree(at, code)


# --- refused alike -------------------------------------------------------------------------------


def refused_alike(at, act) -> str:
    """The reason in the log; the error is the same whatever it is."""
    with at.store.read("default") as session:
        size = session.size
    with pytest.raises(TokenRefused) as refused:
        act()
    assert (str(refused.value), refused.value.code, refused.value.hint) == (
        "this code cannot be used",
        "token_refused",
        "ask for a new one where you are signed in",
    )
    with at.store.read("default") as session:
        *_, last = events.walk(session, size)
        assert last.type_class is TypeClass.REFUSAL
        return last.data["reason"]


def test_unknown_used_expired_and_foreign_codes_are_refused_alike(at, clock):
    unknown = issue_code(bytes).reveal()
    assert refused_alike(at, lambda: send(at, unknown)) == "unknown"

    used = ask(at).code.reveal()
    send(at, used)
    assert refused_alike(at, lambda: send(at, used)) == "used"
    assert refused_alike(at, lambda: send(at, used, BO)) == "other_profile"

    confirmed = link(at, BO, BOS)
    assert confirmed.link is not None

    early = ask(at).code.reveal()
    assert refused_alike(at, lambda: agree(at, early)) == "other_profile"

    late = ask(at).code.reveal()
    clock.advance(timedelta(minutes=10))
    assert refused_alike(at, lambda: send(at, late)) == "expired"


def test_a_code_works_once(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    agree(at, code)
    assert refused_alike(at, lambda: agree(at, code)) == "used"
    assert refused_alike(at, lambda: send(at, code)) == "used"
    with at.store.read("default") as session:
        assert len(links.history(session, ADA.key)) == 1


@pytest.mark.parametrize("session", [OTHER_SESSION, SESSION + " "])
def test_another_session_is_refused(at, session):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    assert refused_alike(at, lambda: agree(at, code, session=session)) == "other_session"
    with pytest.raises(TokenRefused):
        look(at, code, session=session)


def test_without_a_session_nothing_is_even_looked_up(at):
    code = ask(at).code.reveal()
    send(at, code)
    for session in ("", "   ", "too short"):
        for act in (agree, look):
            with pytest.raises(UsageError) as refused:
                act(at, code, session=session)
            assert refused.value.code == "no_session"


def test_another_account_or_another_profile_than_shown_is_refused(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    assert refused_alike(at, lambda: agree(at, code, account=BOS)) == "other_account"
    assert refused_alike(at, lambda: agree(at, code, BO)) == "other_profile"
    agree(at, code)


def test_no_answer_is_a_no_even_if_the_clock_is_set_back(at, clock):
    issued = ask(at)
    code = issued.code.reveal()
    send(at, code)
    look(at, code)
    clock.advance(timedelta(minutes=10))
    assert look(at, code).state == "declined"
    assert refused_alike(at, lambda: agree(at, code)) == "declined"
    assert state_of(at, issued) == "declined"
    clock.advance(timedelta(hours=-1))
    assert refused_alike(at, lambda: agree(at, code)) == "declined"


def test_a_code_that_everybody_could_read_is_burned(at):
    issued = ask(at)
    code = issued.code.reveal()
    with pytest.raises(TokenRefused):
        send(at, f"@examplebrand my code is {code}", public=True)
    assert state_of(at, issued) == "burned"
    assert refused_alike(at, lambda: send(at, code)) == "burned"
    assert look(at, code).state == "burned"


def test_a_code_seen_in_public_after_it_was_claimed_is_burned_too(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with pytest.raises(TokenRefused):
        send(at, code, BO, public=True)
    assert refused_alike(at, lambda: agree(at, code)) == "burned"


def test_a_text_without_a_code_touches_nothing(at):
    with at.store.read("default") as session:
        size = session.size
    for text in ("hello", "SM-7K3M-9QRT-X2BW-4CX"):
        with pytest.raises(CodeError):
            send(at, text)
    with at.store.read("default") as session:
        assert session.size == size


def test_a_sender_who_tries_too_often_is_refused_even_with_the_right_code(at, clock):
    right = ask(at).code.reveal()
    for number in range(5):
        wrong = issue_code(lambda n, number=number: bytes([number]) * n).reveal()
        assert refused_alike(at, lambda wrong=wrong: send(at, wrong)) == "unknown"
    assert refused_alike(at, lambda: send(at, right)) == "limited"
    send(at, right, BO)
    clock.advance(timedelta(minutes=11))
    send(at, ask(at).code.reveal())


def test_an_account_that_asks_too_often_is_refused(at):
    for _ in range(5):
        ask(at)
    assert refused_alike(at, lambda: ask(at)) == "limited"
    ask(at, BOS)


def test_the_brand_itself_is_no_customer(at):
    code = ask(at).code.reveal()
    assert refused_alike(at, lambda: send(at, code, Profile("x", "5", handle="ExampleBrand"))) == "own_handle"


# --- who may -------------------------------------------------------------------------------------


def test_an_agent_never_agrees_for_anybody(at):
    code = ask(at).code.reveal()
    for act in (
        lambda: ask(at, actor=AGENT),
        lambda: ask(at, actor=OFFICER),
        lambda: send(at, code, actor=AGENT),
        lambda: send(at, code, actor=OFFICER),
    ):
        with pytest.raises(ConsentError) as refused:
            act()
        assert refused.value.code == "agent_cannot_grant"
    send(at, code)
    look(at, code)
    for actor in (AGENT, OFFICER, WEBHOOK):
        with pytest.raises(ConsentError):
            agree(at, code, actor=actor)
        with pytest.raises(ConsentError):
            verbs.decline(at, code, account=ADAS, session=SESSION, actor=actor, reason="no")
    with at.store.read("default") as session:
        refusals = [e for e in events.walk(session) if e.type_class is TypeClass.REFUSAL and e.kind != "suspicion"]
        assert [e.data["reason"] for e in refusals] == ["agent_cannot_grant"] * 10
    agree(at, code)


def test_the_customer_can_decline(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    receipt = verbs.decline(at, code, account=ADAS, session=SESSION, actor=CUSTOMER, reason="not me")
    assert receipt.what == "declined"
    assert refused_alike(at, lambda: agree(at, code)) == "declined"
    with at.store.read("default") as session:
        assert permits.consent(session, ADAS, "support").state == "refused"


def test_declining_one_handle_leaves_another_link_alone(at, clock):
    link(at)
    clock.advance(TICK)
    code = ask(at).code.reveal()
    send(at, code, BO)
    look(at, code)
    verbs.decline(at, code, account=ADAS, session=SESSION, actor=CUSTOMER, reason="not mine")
    assert match(at).account == ADAS


# --- conflicts -----------------------------------------------------------------------------------


def test_a_link_to_another_account_is_never_overwritten(at, clock):
    link(at)
    clock.advance(TICK)
    issued = ask(at, BOS, OTHER_SESSION)
    code = issued.code.reveal()
    send(at, code)
    look(at, code, BOS, OTHER_SESSION)
    with pytest.raises(AlreadyLinked) as refused:
        agree(at, code, ADA, BOS, OTHER_SESSION)
    assert [(one.to, one.about) for one in refused.value.notifications] == [
        (ADA.key, "conflict"),
        (ADAS, "conflict"),
    ]
    assert state_of(at, issued) == "declined"
    assert match(at).account == ADAS
    assert ("link", "told") in events_about(at, ADAS, TypeClass.LINK)[2:]
    assert "ada" not in str(refused.value).lower()


def test_proving_it_again_renews_the_link(at, clock):
    first = link(at)
    clock.advance(timedelta(days=300))
    second = link(at)
    with at.store.read("default") as session:
        old, new = links.history(session, ADA.key)
        assert (old.ledger_index, old.reason) == (first.link.ledger_index, "replaced")
        assert new == second.link
        assert permits.permit(session, ADAS, "support").valid_until == clock() + timedelta(days=365)


def test_a_link_that_no_longer_answers_gives_way_to_a_fresh_proof(at, clock):
    link(at)
    with at.store.write("default", OFFICER, "number changed") as session:
        links.suspend(session, links.live(session, ADA.key), "recycled")
    clock.advance(TICK)
    link(at, ADA, BOS, OTHER_SESSION)
    assert match(at).account == BOS
    with at.store.read("default") as session:
        operations = [m.operation for m in outbox.of_state(session, outbox.OutboxState.PENDING)]
        assert operations == [Operation.REMOVE_LINK, Operation.PUT_LINK]


def test_one_account_can_have_several_profiles(at):
    link(at, ADA)
    link(at, BO)
    assert match(at, ADA).account == match(at, BO).account == ADAS


# --- a fresh proof takes a "no" back, nothing else does ---------------------------------------------


def test_a_fresh_proof_lifts_the_suppression_of_the_two_who_gave_it(at, clock):
    link(at, ADA)
    link(at, BO)
    clock.advance(TICK)
    revoke(at, ADAS)
    with at.store.read("default") as session:
        assert suppressions.held(session, [ADA.key, BO.key, ADAS]) == {ADA.key, BO.key, ADAS}
    clock.advance(TICK)
    link(at, ADA)
    with at.store.read("default") as session:
        assert suppressions.held(session, [ADA.key, BO.key, ADAS]) == {BO.key}
    assert match(at, ADA).account == ADAS
    assert match(at, BO).reason == "suppressed"


def test_a_claimed_code_lifts_nothing(at, clock):
    link(at)
    clock.advance(TICK)
    revoke(at)
    clock.advance(TICK)
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with at.store.read("default") as session:
        assert suppressions.holds(session, ADA.key)
    assert match(at).reason == "suppressed"


# --- one direction -------------------------------------------------------------------------------

ADAS_HANDLE = Profile("x", "~handle:nightowl_77", handle="nightowl_77")


def test_a_handle_alone_is_refused_by_default(at):
    code = ask(at).code.reveal()
    assert refused_alike(at, lambda: send(at, code, ADAS_HANDLE)) == "unstable_key"


def test_a_handle_alone_is_worth_l1_where_that_is_allowed(store, clock):
    at = installation(store, allow_l1=True)
    receipt = link(at, ADAS_HANDLE)
    assert receipt.link.assurance is Assurance.L1
    assert receipt.link.expires_at == clock() + timedelta(days=90)
    answer = match(at, ADAS_HANDLE)
    assert (answer.kind, answer.reason, answer.assurance) == (
        AnswerKind.REFUSAL,
        "assurance_too_low",
        Assurance.L1,
    )
    with at.store.read("default") as session:
        assert not outbox.due(session)


def test_where_one_direction_is_enough_the_message_makes_the_link(one_way, clock):
    issued = ask(one_way)
    assert NOTICE.text in issued.text
    claim = send(one_way, issued.code.reveal())
    assert (claim.state, claim.link.assurance) == ("confirmed", Assurance.L1)
    answer = match(one_way)
    assert (answer.kind, answer.assurance, answer.link, answer.account) == (
        AnswerKind.LINK,
        Assurance.L1,
        None,
        None,
    )
    with one_way.store.read("default") as session:
        assert not outbox.due(session)
    assert match(one_way, floor=Assurance.L2).reason == "assurance_too_low"
    clock.advance(timedelta(days=90))
    assert match(one_way).kind is AnswerKind.REFUSAL


def test_in_one_direction_too_an_agent_passes_nothing_on(one_way):
    code = ask(one_way).code.reveal()
    with pytest.raises(ConsentError):
        send(one_way, code, actor=AGENT)


# --- invitations ---------------------------------------------------------------------------------


def invited(at, profile=ADA, **options):
    return verbs.invite(at, profile, **{"actor": AGENT, "reason": "wrote to us", "wrote_at": moment(at), **options})


def test_an_invitation_leads_to_a_code_only_that_profile_can_send(at):
    invitation = invited(at, address="https://brand.example/link")
    assert f"https://brand.example/link#{invitation.invitation.reveal()}" in invitation.text
    issued = ask(at, invitation=invitation.invitation.reveal(), handle="@NightOwl_77")
    code = issued.code.reveal()
    assert "@nightowl_77" in issued.text
    assert refused_alike(at, lambda: send(at, code, BO)) == "other_profile"
    send(at, code)
    look(at, code)
    receipt = agree(at, code)
    assert (receipt.link.method, receipt.link.assurance) == ("handle_first", Assurance.L2)
    assert (
        refused_alike(at, lambda: ask(at, invitation=invitation.invitation.reveal(), handle="@NightOwl_77")) == "used"
    )


def test_an_invitation_for_an_account_opens_for_no_other_and_in_one_session(at, clock):
    invitation = invited(at, account=ADAS).invitation.reveal()
    assert refused_alike(at, lambda: ask(at, BOS, invitation=invitation, handle="nightowl_77")) == "other_account"
    ask(at, invitation=invitation, handle="nightowl_77")
    assert (
        refused_alike(at, lambda: ask(at, session=OTHER_SESSION, invitation=invitation, handle="nightowl_77"))
        == "other_session"
    )
    clock.advance(timedelta(hours=24))
    assert refused_alike(at, lambda: ask(at, invitation=invitation, handle="nightowl_77")) == "expired"


def test_nobody_is_pressed(at, clock):
    from socialmatch.errors import LinkError

    def code_of(profile, **options):
        with pytest.raises(LinkError) as refused:
            invited(at, profile, **options)
        return refused.value.code

    invited(at)
    assert code_of(ADA) == "open_invitation"
    for _ in range(2):
        clock.advance(timedelta(hours=25))
        invited(at)
    clock.advance(timedelta(hours=25))
    assert code_of(ADA) == "limited"
    assert code_of(Profile("x", "5", handle="examplebrand")) == "own_handle"
    link(at, BO, BOS)
    assert code_of(BO) == "linked"
    clock.advance(TICK)
    revoke(at, BO.key)
    assert code_of(BO) == "suppressed"


def test_every_event_of_a_code_is_in_the_log(at):
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    agree(at, code)
    assert [kind for _, kind in events_about(at, ADAS, TypeClass.TOKEN)] == ["issued", "claimed", "confirmed"]


def test_no_code_and_no_handle_in_what_is_shown_of_a_value(at):
    issued = ask(at)
    claim = send(at, issued.code.reveal())
    shown = look(at, issued.code.reveal())
    receipt = agree(at, issued.code.reveal())
    for value in (issued, claim, shown, receipt, match(at), invited(at, BO)):
        text = repr(value) + str(value)
        for secret in (issued.code.reveal(), "nightowl_77", "1001", "ada@example.com", "quietfox@social.example"):
            assert secret not in text


def test_a_consent_withdrawn_at_the_very_moment_is_no_consent(at):
    """At one moment a withdrawal wins; so no link is made in it either, and the code is still good."""
    code = ask(at).code.reveal()
    send(at, code)
    look(at, code)
    with at.store.write("default", OFFICER, "withdrawn elsewhere") as session:
        event = consents.ConsentEvent(ADA.key, "support", EventKind.WITHDRAWN, session.now)
        consents.record(session, event)
    with pytest.raises(ConsentError) as refused:
        agree(at, code)
    assert refused.value.code == "withdrawn"
    with at.store.read("default") as session:
        assert links.of_profile_key(session, ADA.key) is None
        digests = at.peppers.digests(verbs.read_code(code), "default")
        token = find_token(session, [one.value for one in digests])
        assert isinstance(token, Token)
        assert token.state == "claimed"
