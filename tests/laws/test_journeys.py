"""Any history of codes, answers, withdrawals and time, on both databases at once: they agree, and a "no" holds.

What may be true at all is kept by a small model beside them: who agreed with whom by which code, and who took it back
since. No reachable state links two who did not both do so, and nothing answers after a history that ends in a "no".
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import linking
from linking import AGENT, CUSTOMER, OFFICER, WEBHOOK
from socialmatch import review
from socialmatch.errors import SocialMatchError
from socialmatch.journeys import verbs
from socialmatch.models import AccountKey, AnswerKind, Profile
from socialmatch.store import events, links, permits, suppressions

TENANTS = (f"t{number}" for number in itertools.count())
PEOPLE = range(2)
SESSIONS = ("browser session one", "browser session two")
PURPOSES = ("support", "returns")
PURPOSE = st.sampled_from((None, *PURPOSES))
CODES = st.integers(0, 6)
PERSON = st.sampled_from(PEOPLE)
SESSION = st.sampled_from(SESSIONS)


class History(RuleBasedStateMachine):
    """The same acts on every installation; the outcomes must be the same too."""

    def __init__(self, stores, clock) -> None:
        super().__init__()
        self.stores, self.clock = stores, clock

    @initialize()
    def begin(self) -> None:
        self.tenant = next(TENANTS)
        self.at = [linking.installation(store, self.tenant) for store in self.stores]
        self.profiles = [
            Profile("x", f"10{number}", handle=f"nightowl_{number}", tenant=self.tenant) for number in PEOPLE
        ]
        self.accounts = [AccountKey(self.tenant, "crm", one.account_id) for one in linking.ACCOUNTS]
        self.codes: list[list[str]] = []
        self.asked: list[tuple[int, str]] = []
        self.sent: dict[int, int] = {}
        self.linked: dict[int, int] = {}

    # --- what people do ----------------------------------------------------------------------------

    @rule(account=PERSON, session=SESSION)
    def ask(self, account, session) -> None:
        outcome = self.each(
            lambda at: verbs.issue_code(
                at, self.accounts[account], session=session, signed_in_at=self.clock(), actor=CUSTOMER, reason="asked"
            ).code.reveal(),
            compare=False,
        )
        if not isinstance(outcome[0], str) or not outcome[0].startswith("SM-"):
            return
        self.codes.append(outcome)
        self.asked.append((account, session))

    @precondition(lambda self: self.codes)
    @rule(code=CODES, sender=PERSON, public=st.integers(0, 9).map(lambda n: n == 0))
    def send(self, code, sender, public) -> None:
        code %= len(self.codes)
        done = self.with_code(
            code,
            lambda at, text: (
                verbs.redeem(at, text, self.profiles[sender], public=public, actor=WEBHOOK, reason="message").state
            ),
        )
        if done == "claimed":
            assert code not in self.sent
            self.sent[code] = sender

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=PERSON, session=SESSION)
    def look(self, code, account, session) -> None:
        self.with_code(
            code % len(self.codes),
            lambda at, text: (
                verbs.show(
                    at, text, account=self.accounts[account], session=session, actor=CUSTOMER, reason="page"
                ).state
            ),
        )

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=PERSON, profile=PERSON, session=SESSION)
    def agree(self, code, account, profile, session) -> None:
        code %= len(self.codes)
        done = self.with_code(
            code,
            lambda at, text: (
                verbs.confirm(
                    at,
                    text,
                    account=self.accounts[account],
                    profile=self.profiles[profile].key,
                    session=session,
                    actor=CUSTOMER,
                    reason="agreed",
                ).what
            ),
        )
        if done == "linked":
            assert self.asked[code] == (account, session)
            assert self.sent.pop(code) == profile
            assert self.linked.get(profile, account) == account
            self.linked[profile] = account

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=PERSON, session=SESSION)
    def decline(self, code, account, session) -> None:
        self.with_code(
            code % len(self.codes),
            lambda at, text: (
                verbs.decline(
                    at, text, account=self.accounts[account], session=session, actor=CUSTOMER, reason="no"
                ).what
            ),
        )

    @rule(account=PERSON, profile=PERSON, session=SESSION)
    def prove(self, account, profile, session) -> None:
        """What an honest customer does, one thing after the other: otherwise links would be rare."""
        self.clock.advance(timedelta(minutes=11))
        number = len(self.codes)
        self.ask(account=account, session=session)
        self.send(code=number, sender=profile, public=False)
        self.look(code=number, account=account, session=session)
        self.clock.advance(timedelta(milliseconds=1))
        self.agree(code=number, account=account, profile=profile, session=session)

    @rule(account=PERSON, profile=PERSON)
    def prove_in_the_first_session(self, account, profile) -> None:
        """Once more, so that it is drawn more often."""
        self.prove(account=account, profile=profile, session=SESSIONS[0])

    @precondition(lambda self: self.sent)
    @rule(pick=CODES)
    def finish(self, pick) -> None:
        """Somebody comes back to a code that was sent."""
        code = sorted(self.sent)[pick % len(self.sent)]
        account, session = self.asked[code]
        self.look(code=code, account=account, session=session)
        self.agree(code=code, account=account, profile=self.sent[code], session=session)

    @rule(
        profile=PERSON,
        actor=st.sampled_from((CUSTOMER, WEBHOOK, AGENT, OFFICER)),
        purpose=st.sampled_from((None, *PURPOSES)),
    )
    def revoke_profile(self, profile, actor, purpose) -> None:
        self.revoke(self.profiles[profile].key, actor, purpose)
        if purpose is None:
            account = self.linked.pop(profile, None)
            if account is not None and account not in self.linked.values():
                self.nobody_agrees(self.accounts[account])
            self.nobody_agrees(self.profiles[profile].key)

    @rule(account=PERSON, actor=st.sampled_from((CUSTOMER, AGENT)), purpose=PURPOSE)
    def revoke_account(self, account, actor, purpose) -> None:
        self.revoke(self.accounts[account], actor, purpose)
        if purpose is None:
            for profile in [one for one, other in self.linked.items() if other == account]:
                del self.linked[profile]
                self.nobody_agrees(self.profiles[profile].key)
            self.nobody_agrees(self.accounts[account])

    @rule(profile=PERSON)
    def undo(self, profile) -> None:
        done = self.same(lambda at: review.undo(at, self.profiles[profile].key, actor=CUSTOMER, reason="not me").what)
        if done == "undone":
            self.linked.pop(profile)
            self.nobody_agrees(self.profiles[profile].key)

    @rule(profile=PERSON)
    def unlink(self, profile) -> None:
        done = self.same(lambda at: review.unlink(at, self.profiles[profile].key, actor=OFFICER, reason="wrong").what)
        if done == "unlinked":
            self.linked.pop(profile)

    @rule(minutes=st.sampled_from((1, 6, 60 * 24 * 8, 60 * 24 * 366)))
    def wait(self, minutes) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    # --- what is always true -----------------------------------------------------------------------

    @invariant()
    def an_answer_is_a_link_that_both_made_and_nobody_took_back(self) -> None:
        if not hasattr(self, "at"):
            return
        for number, profile in enumerate(self.profiles):
            for purpose in PURPOSES:
                told = self.same(lambda at, p=profile, u=purpose: _told(at, p, u))
                if told[0] == AnswerKind.LINK:
                    assert told[1] == self.accounts[self.linked[number]]
                assert told[0] != AnswerKind.PROPOSALS

    def teardown(self) -> None:
        """At the end both databases hold the same, event by event."""
        if hasattr(self, "at"):
            self.same(self.everything)

    # --- on all installations ----------------------------------------------------------------------

    def revoke(self, subject, actor, purpose) -> None:
        wanted = None if purpose is None else (purpose,)
        self.clock.advance(timedelta(milliseconds=1))
        self.same(lambda at: verbs.revoke(at, subject, purposes=wanted, actor=actor, reason="no").changed)
        self.clock.advance(timedelta(milliseconds=1))
        if purpose is not None:
            assert purpose not in self.same(lambda at: _agreed(at, subject))
            self.ends_where_nothing_is_shared()

    def ends_where_nothing_is_shared(self) -> None:
        standing = self.same(lambda at: _links(at, self.profiles))
        self.linked = {n: a for n, a in self.linked.items() if standing[n] is not None}

    def nobody_agrees(self, subject) -> None:
        assert self.same(lambda at: _agreed(at, subject)) == frozenset()

    def everything(self, at):
        with at.store.read(self.tenant) as session:
            return (
                [(e.seq, e.type_class, e.kind, e.subjects, _comparable(e.data)) for e in events.walk(session)],
                _links(at, self.profiles),
                suppressions.held(session, [*(p.key for p in self.profiles), *self.accounts]),
                [_agreed(at, subject) for subject in (*(p.key for p in self.profiles), *self.accounts)],
            )

    def with_code(self, code, act):
        texts = iter(self.codes[code])
        return self.same(lambda at: act(at, next(texts)))

    def same(self, act):
        """What came of it; the same on every installation."""
        return self.each(act)[0]

    def each(self, act, *, compare=True):
        outcomes = [_outcome(act, at) for at in self.at]
        if compare:
            assert all(one == outcomes[0] for one in outcomes), outcomes
        return outcomes


def _outcome(act, at):
    try:
        return act(at)
    except SocialMatchError as error:
        return (type(error).__name__, error.code)


def _told(at, profile, purpose):
    answer = verbs.answer(at, profile, purpose, actor=AGENT, reason="look")
    return answer.kind, answer.account, answer.reason


def _agreed(at, subject):
    with at.store.read(at.tenant) as session:
        return permits.purposes(session, subject)


def _links(at, profiles):
    with at.store.read(at.tenant) as session:
        found = [links.of_profile_key(session, profile.key) for profile in profiles]
    return [link and (link.account, link.assurance, link.ledger_index) for link in found]


def _comparable(data):
    """An event's data without what was drawn at random."""
    hidden = ("token", "evidence", "record", "actor")
    return {name: value for name, value in data.items() if name not in hidden}


@pytest.mark.parametrize("examples", [8, pytest.param(400, marks=pytest.mark.slow)])
def test_both_databases_agree_on_any_history_and_a_no_holds(sqlite_store, postgres_store, clock, examples):
    stores = (sqlite_store, postgres_store)
    run_state_machine_as_test(
        lambda: History(stores, clock),
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
