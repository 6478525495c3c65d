"""Acts on all installations at once, and what every act needs to know."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
)

from linking import AGENT, OFFICER, TICK
from socialmatch.errors import SocialMatchError
from socialmatch.journeys import verbs
from socialmatch.ledger import log
from socialmatch.matching.model import Model
from socialmatch.models import AccountKey, Actor, ActorKind, AnswerKind, Assurance, Profile, ProfileKey, Subject
from socialmatch.store import events, links, outbox, permits, proposals, suppressions
from socialmatch.store.outbox import OutboxState
from socialmatch.sync import deliver, replay
from system.place import ACCOUNTS, BEGIN, PROFILES, Place
from system.reference import UNDO, Bond, Known, Reference

PURPOSES = ("support", "returns")
SESSIONS = ("browser session one", "browser session two")
SECOND = Actor(ActorKind.OFFICER, "officer-2")
CODES = st.integers(0, 6)
ONE = st.integers(0, 2)
SESSION = st.sampled_from(SESSIONS)
PURPOSE = st.sampled_from((None, None, *PURPOSES))
STEPS = 12


class Acts(RuleBasedStateMachine):
    """What every act needs: the installations, what should be true of them, and what came of an act on all of them.

    Parameters
    ----------
    places: installations, all on the same clock.
    """

    def __init__(self, places: list[Place]) -> None:
        super().__init__()
        self.places, self.clock = places, places[0].clock

    @initialize()
    def begin(self) -> None:
        """The world of :mod:`system.place`."""
        self.clock.now = BEGIN
        for place in self.places:
            place.reset()
        self.profiles = list(PROFILES)
        self.true = true = Reference(PURPOSES)
        true.accounts = dict.fromkeys(ACCOUNTS, Known.ACTIVE)
        true.shown = dict.fromkeys((one.key for one in PROFILES), True)
        true.bonds = {PROFILES[0].key: Bond(ACCOUNTS[0], proved=True, undo_until=BEGIN - timedelta(hours=1) + UNDO)}
        for subject in (PROFILES[0].key, ACCOUNTS[0], PROFILES[1].key, ACCOUNTS[1], ACCOUNTS[2]):
            of = PURPOSES if subject in (PROFILES[0].key, ACCOUNTS[0]) else ("support",)
            true.granted(subject, of, BEGIN - timedelta(hours=1))
        self.codes: list[dict] = []
        self.crm_merges: list[tuple[AccountKey, AccountKey]] = []
        self.merges_taken = 0
        self.not_imported = False
        self.vanished = False
        self.came_again: set[Subject] = set()
        self.crm_deleted: list[AccountKey] = []
        self.roots: list[tuple[int, bytes]] = []
        self.called: dict[str, set[ProfileKey | None]] = {one.handle: {one.key} for one in PROFILES}
        """Who ever had a handle."""

    # --- asking ----------------------------------------------------------------------------------------

    def ask_about(self, profile: Profile, purpose: str) -> None:
        """The answer is the link that answers, or proposals of people who agree, or none."""
        true, who = self.true, profile.key
        with self.watched(purpose):
            kind, account, proposed = self.same(lambda at: answer_of(at, profile, purpose))
        now = self.now()
        right = true.answers(who, purpose, now)
        assert (account if kind is AnswerKind.LINK else None) == right
        for candidate in proposed:
            assert true.asks_may_see(who) and true.may_be_scored(who, candidate, purpose, now)
            assert (who, candidate) not in true.rejected

    @contextmanager
    def watched(self, purpose: str):
        """Whoever is scored meanwhile agrees, on both sides and to this purpose."""
        weigh, now = Model.weigh, self.now()

        def spy(model, permitted, account, reading):
            assert permitted.purpose == purpose
            assert self.true.may_be_scored(reading.profile.key, account.key, purpose, now)
            return weigh(model, permitted, account, reading)

        with patch.object(Model, "weigh", spy):
            yield

    # --- between the steps -----------------------------------------------------------------------------

    def same(self, act):
        """What came of an act; the same on every installation."""
        return self.each(lambda at, _: act(at))

    def each(self, act):
        """As :meth:`same`, of an act that also looks around the installation."""
        outcomes = [outcome_of(act, place) for place in self.places]
        assert all(one == outcomes[0] for one in outcomes), outcomes
        return outcomes[0]

    def side(self, subject: int) -> tuple[Subject, str]:
        """An account or a profile, and what the profile is called now."""
        if subject < len(ACCOUNTS):
            return ACCOUNTS[subject], ""
        profile = self.profiles[subject - len(ACCOUNTS)]
        return profile.key, profile.handle

    def now(self):
        """The moment of a session that begins now; never before anything that is recorded."""
        with self.places[0].at.store.read("default") as session:
            return session.now

    def tick(self) -> None:
        """So that not everything falls on one moment."""
        self.clock.advance(TICK)

    def at_the_moment_of_a_no(self, *subjects) -> bool:
        """Whether time stands still since one of them took something back: then the "no" is stronger."""
        now = self.now()
        return any(self.true.ended_at.get(one) == now for one in subjects)

    def alone(self, profile: Profile) -> ProfileKey:
        """The profile's handle, without the id."""
        return ProfileKey.of_handle("default", profile.platform, profile.handle)

    def forget(self, reached) -> None:
        """Their codes are over, and gone."""
        self.kill_codes(reached)
        self.came_again -= set(reached)

    def kill_codes(self, reached) -> None:
        """Their open codes are over; that they were there is known for some time."""
        for one in self.codes:
            one["dead"] = one["dead"] or one["account"] in reached or one["sender"] in reached

    def take_over_what_is_left(self, who, purpose) -> None:
        """After a "no" to one purpose less stands than before, and not that; how much less is not said again here."""
        true, now = self.true, self.now()
        for one in true.survivors(who) if who in ACCOUNTS else [who]:
            true.grants.pop((one, purpose), None)
            true.ended_at[one] = now
        subjects = {subject for subject, _ in true.grants}
        for one in PURPOSES:
            left = self.same(permitted_of(subjects, one))
            for subject in subjects - left:
                if one in true.agreed(subject, now):
                    del true.grants[subject, one]
                    true.ended_at[subject] = now
        kept = self.same(bonds_of)
        true.bonds = {profile: bond for profile, bond in true.bonds.items() if profile in kept}
        with self.places[0].at.store.read("default") as session:
            marked = suppressions.held(session, [*ACCOUNTS, *true.shown, who])
        assert marked >= true.marks & {*ACCOUNTS, *true.shown, who}
        for one in marked - true.marks - set(ACCOUNTS):
            true.shown.pop(one, None)
        self.forget(marked - true.marks)
        true.marks |= marked


def outcome_of(act, place: Place):
    try:
        return act(place.at, place)
    except SocialMatchError as error:
        return f"{type(error).__name__} {error.code}"


def code_of(issued) -> str:
    return issued.code.reveal()


def invitation_of(issued) -> str:
    return issued.invitation.reveal()


def everything(subjects):
    """The time, the links, and who agrees to each purpose, at one moment."""

    def read(at):
        with at.store.read("default") as session:
            agreed = [permits.permitted_among(session, subjects, purpose)[0] for purpose in PURPOSES]
            return session.now, _standing(session), [one.accounts | one.profiles for one in agreed]

    return read


def bonds_of(at):
    with at.store.read("default") as session:
        return _standing(session)


def _standing(session):
    return {
        link.profile: (link.account, link.assurance >= Assurance.L2, link.suspended_at is not None)
        for link in links.walk(session)
    }


def permitted_of(subjects, purpose):
    def read(at):
        with at.store.read("default") as session:
            permitted, _ = permits.permitted_among(session, list(subjects), purpose)
            return permitted.accounts | permitted.profiles

    return read


def root_of(at) -> tuple[int, bytes]:
    with at.store.read("default") as session:
        return session.size, log.root(session)


def id_of(key: AccountKey | None) -> str | None:
    return None if key is None else key.account_id


def answer_of(at, profile, purpose):
    answer = verbs.answer(at, profile, purpose, actor=AGENT, reason="ticket 5")
    return answer.kind, answer.account, tuple(one.account for one in answer.proposals)


def untold(at, crm) -> bool:
    """Deliver, and say whether anything is left."""
    with at.store.read("default") as session:
        dead = outbox.of_state(session, OutboxState.DEAD)
        waiting = outbox.pending(session)
    for one in dead:
        replay(at.store, "default", one.seq, actor=OFFICER, reason="again")
    if not waiting and not dead:
        return False
    deliver(at.store, "default", {"crm": crm})
    with at.store.read("default") as session:
        return bool(outbox.pending(session) or outbox.of_state(session, OutboxState.DEAD))


def history(at):
    with at.store.read("default") as session:
        return (
            [(one.seq, one.type_class, one.kind, one.subjects) for one in events.walk(session)],
            [(one.proposal, one.state) for one in proposals.walk(session)],
            log.root(session),
        )
