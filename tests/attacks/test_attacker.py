"""All flows at once, with an attacker who reads what is posted, forwards any link, and acts between any two steps.

Eve owns another account and another profile, starts any flow with any of hers, opens any invitation, sends any code
from her own profile, and brings any secret of a code into her own browser. Ada is honest and can be talked into much:
opening an invitation of Eve's, typing the handle she is told, following a link of Eve's to the platform, sending a
code of Eve's from her own profile. What she does not do is say yes on a page that names another's handle. What Eve
cannot do is write from Ada's profile, sit in Ada's browser, or sign in to the platform as Ada.

The model writes down who did what themselves. No state may hold a link at L2 or more of a pair whose account's owner
did not say yes in their own browser, or whose profile's owner did not send the code, or sign in, themselves. (Of two
who act at the very same moment the threads of ``test_replay.py`` and the processes of
``tests/journeys/test_processes.py`` are about.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows import ADA, ADAS, CONFIG, ELSEWHERE, EVE, EVES, HOME, linked, now, vouched
from socialmatch import Actor, ActorKind
from socialmatch.errors import SocialMatchError
from socialmatch.models import AccountKey
from socialmatch.testing import fake_store


@dataclass(frozen=True)
class Person:
    """Somebody with an account, a browser that is signed in to it, and a profile."""

    account: str
    session: str
    profile: Any


HONEST, ATTACKER = Person(ADAS, HOME, ADA), Person(EVES, ELSEWHERE, EVE)
PEOPLE = (HONEST, ATTACKER)
WHO = st.sampled_from(PEOPLE)
PICK = st.integers(0, 3)
"""Which of the latest secrets."""
SOMETIMES = st.integers(0, 7).map(lambda number: number == 0)


class World(RuleBasedStateMachine):
    """What either does, and a model of who did what themselves."""

    def __init__(self, open_store: Callable[[], Any]) -> None:
        super().__init__()
        self.sm = open_store()
        self.codes: list[str] = []
        self.asked_by: dict[str, Person] = {}
        self.invitations: list[str] = []
        self.requests: list[tuple[Person, Any]] = []
        self.sent_by: dict[str, set[str]] = {}
        """Who sent a code from their own profile: nobody else can, the platform sees to that."""
        self.yes: set[tuple[str, str]] = set()
        """(account, profile): the account's owner said yes, in their own browser, to this profile."""
        self.proved: set[tuple[str, str]] = set()
        """(account, profile): the profile's owner sent a code that was made for this account, or signed in."""

    def teardown(self) -> None:
        self.sm.close()

    # --- beginning ---------------------------------------------------------------------------------

    @rule(who=WHO)
    def ask(self, who: Person) -> None:
        made = self.tried(lambda: self.sm.invite(who.account, session=who.session, signed_in_at=now(self.sm)))
        self.keep(who, made)

    @rule(profile=WHO)
    def write_and_be_invited(self, profile: Person) -> None:
        made = self.tried(lambda: self.sm.invite_profile(profile.profile, wrote_at=now(self.sm)))
        if made is not None:
            self.invitations.append(made.invitation.reveal())

    @precondition(lambda self: self.invitations)
    @rule(pick=PICK, who=WHO, named=WHO)
    def open_an_invitation(self, pick: int, who: Person, named: Person) -> None:
        """Anybody's, forwarded or not; who opens it types what they know, or what they were told to."""
        invitation = self.latest(self.invitations, pick)
        made = self.tried(
            lambda: self.sm.invite(
                who.account,
                session=who.session,
                signed_in_at=now(self.sm),
                invitation=invitation,
                handle=named.profile.handle,
            )
        )
        self.keep(who, made)

    @rule(who=WHO)
    def begin_a_sign_in(self, who: Person) -> None:
        made = self.tried(
            lambda: self.sm.begin_sign_in(who.account, "x", session=who.session, signed_in_at=now(self.sm))
        )
        if made is not None:
            self.requests.append((who, made))

    # --- what is forwarded, posted and looked at ---------------------------------------------------------

    @precondition(lambda self: self.codes)
    @rule(pick=PICK, sender=WHO, posted=SOMETIMES)
    def send(self, pick: int, sender: Person, posted: bool) -> None:
        """A code of whoever, by its owner or by whom it was forwarded to, from the sender's own profile."""
        code = self.latest(self.codes, pick)
        visibility = "public" if posted else "private"
        claim = self.tried(lambda: self.sm.redeem(code, sender.profile, visibility=visibility))
        if claim is not None:
            self.sent_by.setdefault(code, set()).add(sender.profile.user_id)

    @rule(pick=PICK)
    def fetch_previews(self, pick: int) -> None:
        for invitation in self.invitations[-2:]:
            self.tried(lambda invitation=invitation: self.sm.peek(invitation))

    @precondition(lambda self: self.codes)
    @rule(pick=PICK, browser=WHO, account=WHO)
    def look(self, pick: int, browser: Person, account: Person) -> None:
        code = self.latest(self.codes, pick)
        self.tried(lambda: self.sm.show(code, account.account, session=browser.session))

    # --- answering -----------------------------------------------------------------------------------

    @precondition(lambda self: self.codes)
    @rule(pick=PICK)
    def honest_answer(self, pick: int) -> None:
        """Ada goes by what the page of her own browser shows: yes to her own profile, no to any other."""
        code = self.latest(self.codes, pick)
        page = self.tried(lambda: self.sm.show(code, HONEST.account, session=HONEST.session))
        if page is None or not page.text:
            return
        if page.handle.lstrip("@") != HONEST.profile.handle:
            self.tried(lambda: self.sm.decline(code, HONEST.account, session=HONEST.session))
            return
        self.answer(code, HONEST, HONEST, HONEST)

    @precondition(lambda self: self.codes)
    @rule(pick=PICK, profile=WHO, account=WHO, looked=st.booleans())
    def attackers_answer(self, pick: int, profile: Person, account: Person, looked: bool) -> None:
        """Eve says yes to anything, about anybody's account and profile, in the one browser that she has."""
        code = self.latest(self.codes, pick)
        if looked:
            self.tried(lambda: self.sm.show(code, account.account, session=ATTACKER.session))
        self.answer(code, ATTACKER, account, profile)

    def answer(self, code: str, browser: Person, account: Person, profile: Person) -> None:
        """A yes in somebody's browser; what it makes is checked against who did what."""
        said = (account.account, profile.profile.user_id)
        if browser is account:
            self.yes.add(said)
        if self.asked_by[code] is account and profile.profile.user_id in self.sent_by.get(code, ()):
            self.proved.add(said)
        self.tried(lambda: self.sm.confirm(code, account.account, profile.profile, session=browser.session))

    @precondition(lambda self: self.requests)
    @rule(pick=PICK, platform=WHO, browser=WHO, account=WHO, mixed=PICK)
    def come_back_from_the_platform(
        self, pick: int, platform: Person, browser: Person, account: Person, mixed: int
    ) -> None:
        """Somebody signs in at the platform, by anybody's link, and the answer is brought into a browser."""
        whose, request = self.latest(self.requests, pick)
        nonce = request.nonce
        if platform is HONEST:
            browser = HONEST  # where the platform sends her back to, whoever's link it was
        elif whose is HONEST:
            return  # a request of Ada's is in Ada's browser alone
        else:
            nonce = self.latest([one.nonce for by, one in self.requests if by is ATTACKER], mixed)
        if whose is platform is browser is account:
            self.yes.add((account.account, platform.profile.user_id))
            self.proved.add((account.account, platform.profile.user_id))
        said = vouched(self.sm, nonce, platform.profile)
        state = request.state.reveal()
        self.tried(lambda: self.sm.link_by_sign_in(state, said, account.account, session=browser.session))

    # --- the rest of the world ---------------------------------------------------------------------------

    @rule(side=st.sampled_from((ADA, EVE, AccountKey("default", "crm", ADAS), AccountKey("default", "crm", EVES))))
    def withdraw(self, side: Any) -> None:
        """Afterwards only what they do anew counts."""
        self.tried(lambda: self.sm.revoke(side))
        name = side.account_id if isinstance(side, AccountKey) else side.user_id
        self.yes = {pair for pair in self.yes if name not in pair}
        self.proved = {pair for pair in self.proved if name not in pair}

    @rule(profile=WHO)
    def undo(self, profile: Person) -> None:
        if self.tried(lambda: self.sm.undo(profile.profile)) is not None:
            self.yes = {pair for pair in self.yes if profile.profile.user_id not in pair}

    @rule(who=WHO, account=WHO)
    def claim_evidence(self, who: Person, account: Person) -> None:
        """Two officers were talked into it; it is worth L0."""
        officers = [Actor(ActorKind.OFFICER, f"officer-{number}") for number in (1, 2)]
        self.tried(
            lambda: self.sm.import_link(
                who.profile, account.account, evidence="letter 3", second=officers[1], actor=officers[0]
            )
        )

    @rule(minutes=st.sampled_from((1, 5, 11, 60 * 24 * 8)))
    def wait(self, minutes: int) -> None:
        self.sm.clock.advance(timedelta(minutes=minutes))

    # --- whole ways, so that links are not rare ----------------------------------------------------------

    @rule(sender=WHO, account=WHO)
    def prove_by_code(self, sender: Person, account: Person) -> None:
        """One thing after the other, as one who owns both would, or as Eve would have Ada do it."""
        self.sm.clock.advance(timedelta(minutes=11))
        self.ask(account)
        self.go_on(sender, account)

    @rule(sender=WHO, account=WHO)
    def prove_by_invitation(self, sender: Person, account: Person) -> None:
        """The same behind an invitation, which is for whoever will send the code."""
        self.sm.clock.advance(timedelta(days=11))
        self.write_and_be_invited(sender)
        if self.invitations:
            self.open_an_invitation(0, account, sender)
            self.go_on(sender, account)

    @rule(who=WHO)
    def prove_by_sign_in(self, who: Person) -> None:
        """The same on the platform's own page."""
        self.sm.clock.advance(timedelta(minutes=11))
        self.begin_a_sign_in(who)
        self.come_back_from_the_platform(0, who, who, who, 0)

    def go_on(self, sender: Person, account: Person) -> None:
        if not self.codes:
            return
        self.send(0, sender, posted=False)
        if account is HONEST:
            self.honest_answer(0)
        else:
            self.attackers_answer(0, sender, account, looked=True)

    # --- what is always true -------------------------------------------------------------------------

    @invariant()
    def every_link_was_made_by_the_owners_of_both_sides(self) -> None:
        for profile, account, worth in linked(self.sm):
            if worth < "L2":
                continue
            assert (account, profile) in self.yes, "the owner of the account did not say yes"
            assert (account, profile) in self.proved, "the owner of the profile did not prove it"
            assert (account, profile) != (ADAS, EVE.user_id), "Eve speaks as Ada"

    # --- between the rules -----------------------------------------------------------------------------

    def keep(self, who: Person, made: Any) -> None:
        if made is not None:
            code = made.code.reveal()
            self.codes.append(code)
            self.asked_by[code] = who

    def tried(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except SocialMatchError:
            return None

    @staticmethod
    def latest(of: list[Any], pick: int) -> Any:
        return of[-1 - pick % len(of)]


@pytest.mark.parametrize("examples", [30, pytest.param(4_000, marks=pytest.mark.slow)])
def test_no_reachable_state_links_two_whose_owners_did_not_both_do_so(examples):
    run_state_machine_as_test(
        seed(20261122)(lambda: World(lambda: fake_store(config=CONFIG))),
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
