"""Any history of a whole installation: what people, agents, the CRM, the platforms and the clock do, in any order.

Each act is done on every installation; what comes of it must be the same on all of them, and what
:mod:`system.reference` says must come of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, seed, settings
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
from linking import AGENT, CUSTOMER, OFFICER, TICK, WEBHOOK
from socialmatch import review
from socialmatch.accounts import Mode
from socialmatch.accounts.doubt import delete_profiles
from socialmatch.crm.memory import Fault
from socialmatch.errors import SocialMatchError
from socialmatch.journeys import verbs
from socialmatch.ledger import log
from socialmatch.matching.model import Model
from socialmatch.models import AccountKey, Actor, ActorKind, AnswerKind, Assurance, Profile, ProfileKey, Subject
from socialmatch.reconcile import reconcile
from socialmatch.store import accounts, events, links, outbox, permits, proposals, suppressions
from socialmatch.store.accounts import AccountState
from socialmatch.store.outbox import OutboxState
from socialmatch.sync import deliver, replay
from system.place import ACCOUNTS, BEGIN, CUSTOMERS, PROFILES, Place, agree, take
from system.reference import TERM, UNDO, Bond, Known, Reference

PURPOSES = ("support", "returns")
SESSIONS = ("browser session one", "browser session two")
SECOND = Actor(ActorKind.OFFICER, "officer-2")
CODES = st.integers(0, 6)
ONE = st.integers(0, 2)
SESSION = st.sampled_from(SESSIONS)
PURPOSE = st.sampled_from((None, None, *PURPOSES))
STEPS = 12


class System(RuleBasedStateMachine):
    """The history, and what should be true after it.

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
        self.came_again: set[Subject] = set()
        self.crm_deleted: list[AccountKey] = []
        self.roots: list[tuple[int, bytes]] = []
        self.called: dict[str, set[ProfileKey | None]] = {one.handle: {one.key} for one in PROFILES}
        """Who ever had a handle."""

    # --- codes, by whoever has them ------------------------------------------------------------------

    @rule(account=ONE, session=SESSION)
    def ask(self, account, session) -> None:
        """A customer asks for a code."""
        self._ask(account, session)

    def _ask(self, account, session) -> bool:
        key = ACCOUNTS[account]
        self.tick()
        done = self.same(lambda at: _code(linking.ask(at, key, session)))
        assert done.startswith("SM-") == (self.true.accounts.get(key) is Known.ACTIVE), done
        if not done.startswith("SM-"):
            return False
        self.came_again.add(key)
        self.codes.append({"text": done, "account": key, "session": session, "sender": None, "dead": False})
        return True

    @precondition(lambda self: self.codes)
    @rule(code=CODES, sender=ONE, public=st.integers(0, 9).map(lambda n: n == 0))
    def send(self, code, sender, public) -> None:
        """A message with a code, from anybody."""
        one = self.codes[code % len(self.codes)]
        done = self.same(lambda at: linking.send(at, one["text"], self.profiles[sender], public=public).state)
        if done == "claimed":
            assert one["sender"] is None and not one["dead"] and not public
            one["sender"] = self.profiles[sender].key
            self.came_again.add(one["sender"])

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=ONE, session=SESSION)
    def look(self, code, account, session) -> None:
        """The page with a code, by anybody."""
        text = self.codes[code % len(self.codes)]["text"]
        self.same(lambda at: linking.look(at, text, ACCOUNTS[account], session).state)

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=ONE, profile=ONE, session=SESSION)
    def agree(self, code, account, profile, session) -> None:
        """The answer, by anybody."""
        self._agree(self.codes[code % len(self.codes)], ACCOUNTS[account], self.profiles[profile], session)

    def _agree(self, one, account, profile, session) -> str:
        stood = self.true.stands_against(profile.key, account)
        done = self.same(lambda at: linking.agree(at, one["text"], profile, account, session).what)
        if done == "linked":
            assert (one["account"], one["session"], one["sender"]) == (account, session, profile.key)
            assert not one["dead"] and not stood and self.true.accounts.get(account) is Known.ACTIVE
            one["dead"] = True
            self.true.proved(profile.key, account, self.alone(profile), self.now())
        return done

    @precondition(lambda self: self.codes)
    @rule(code=CODES, account=ONE, session=SESSION)
    def decline(self, code, account, session) -> None:
        """A customer does not agree."""
        one, customer = self.codes[code % len(self.codes)], Actor(ActorKind.CUSTOMER, ACCOUNTS[account].account_id)
        done = self.same(
            lambda at: (
                verbs.decline(
                    at, one["text"], account=ACCOUNTS[account], session=session, actor=customer, reason="no"
                ).what
            )
        )
        if done == "declined":
            assert (one["account"], one["session"]) == (ACCOUNTS[account], session)
            one["dead"] = True

    # --- what honest people do, one thing after the other ---------------------------------------------

    @rule(account=ONE, profile=ONE)
    def prove(self, account, profile) -> None:
        """A customer links a profile of theirs."""
        if self._ask(account, SESSIONS[0]):
            self._finish(self.codes[-1], self.profiles[profile])

    @rule(account=ONE, profile=ONE)
    def invite(self, account, profile) -> None:
        """An agent invites who wrote; whoever is signed in to an account opens it."""
        key, who = ACCOUNTS[account], self.profiles[profile]
        text = self.same(
            lambda at: _invitation(verbs.invite(at, who, wrote_at=linking.moment(at), actor=AGENT, reason="wrote"))
        )
        if not text.startswith("SM"):
            return
        assert who.key not in self.true.marks and who.key not in self.true.bonds
        done = self.same(lambda at: _code(linking.ask(at, key, invitation=text, handle=who.handle)))
        if done.startswith("SM-"):
            self.came_again.add(key)
            self.codes.append({"text": done, "account": key, "session": linking.SESSION, "sender": None, "dead": False})
            self._finish(self.codes[-1], who)

    def _finish(self, one, who) -> None:
        """The code is sent, looked at, and agreed to, where nothing stands against it."""
        account, session = one["account"], one["session"]
        assert self.same(lambda at: linking.send(at, one["text"], who).state) == "claimed"
        one["sender"] = who.key
        self.came_again.add(who.key)
        self.same(lambda at: linking.look(at, one["text"], account, session).state)
        conflict = self.true.stands_against(who.key, account)
        done = self._agree(one, account, who, session)
        if not self.at_the_moment_of_a_no(who.key, account):
            assert done == ("AlreadyLinked already_linked" if conflict else "linked"), done

    @precondition(lambda self: any(one["sender"] and not one["dead"] for one in self.codes))
    @rule(code=CODES)
    def come_back(self, code) -> None:
        """Somebody returns to a code that was sent, perhaps long ago."""
        sent = [one for one in self.codes if one["sender"] and not one["dead"]]
        one = sent[code % len(sent)]
        who = next((profile for profile in self.profiles if profile.key == one["sender"]), None)
        if who is not None:
            self.same(lambda at: linking.look(at, one["text"], one["account"], one["session"]).state)
            self._agree(one, one["account"], who, one["session"])

    @rule(subject=st.integers(0, 5), term=st.sampled_from((TERM, timedelta(days=3))))
    def form(self, subject, term) -> None:
        """A grant that was recorded elsewhere is imported."""
        who, _ = self.side(subject)
        self.tick()
        done = self.same(lambda at: agree(at, who, ("support",), term))
        assert (done is not None) == (who in self.true.marks), done
        # At the very moment of a "no" that was recorded, the "no" is stronger.
        if done is None and (not self.at_the_moment_of_a_no(who) or who in self.same(_permitted([who], "support"))):
            self.true.grants[who, "support"] = self.now() + term

    # --- taking back -----------------------------------------------------------------------------------

    @rule(subject=st.integers(0, 5), actor=st.sampled_from((CUSTOMER, WEBHOOK, AGENT, OFFICER)), purpose=PURPOSE)
    def revoke(self, subject, actor, purpose) -> None:
        """Either side takes back everything, or what they agreed to for one purpose."""
        who, handle = self.side(subject)
        self.tick()
        if purpose is None:
            self.same(lambda at: linking.revoke(at, who, handle=handle, actor=actor).changed)
            self.forget(self.true.withdrawn(who, self.now()))
            return
        self.same(lambda at: linking.revoke(at, who, purposes=(purpose,), handle=handle, actor=actor).changed)
        self.take_over_what_is_left(who, purpose)

    @rule(subject=st.integers(0, 5))
    def erase(self, subject) -> None:
        """Somebody wants to be forgotten for good."""
        who, handle = self.side(subject)
        self.tick()
        self.same(lambda at: verbs.erase(at, who, handle=handle, actor=OFFICER, reason="request").what)
        self.forget(self.true.erased(who, self.now()))

    @rule(profile=ONE)
    def undo(self, profile) -> None:
        """A fresh link is taken back."""
        who, now = self.profiles[profile].key, self.now()
        bond = self.true.bonds.get(who)
        fresh = bond is not None and bond.undo_until is not None and now < bond.undo_until
        done = self.same(lambda at: review.undo(at, who, actor=CUSTOMER, reason="not me").what)
        assert (done == "undone") == fresh, done
        if fresh:
            self.forget(self.true.withdrawn(who, now, mark=False))
            for holders in self.called.values():  # with the profile goes what it was called: nobody can tell later
                holders.update({None} if who in holders else ())

    @rule(profile=ONE)
    def unlink(self, profile) -> None:
        """An officer corrects a link."""
        who = self.profiles[profile].key
        done = self.same(lambda at: review.unlink(at, who, actor=OFFICER, reason="wrong").what)
        assert (done == "unlinked") == (who in self.true.bonds), done
        if done == "unlinked":
            self.true.unlinked(who)

    # --- agents and officers ---------------------------------------------------------------------------

    @rule(account=ONE, profile=ONE, decision=st.sampled_from(("accept", "evidence", "reject")))
    def decide(self, account, profile, decision) -> None:
        """Somebody decides about a proposal, if there is one."""
        who, key, now = self.profiles[profile].key, ACCOUNTS[account], self.now()
        acts = {
            "accept": lambda at: (
                review.accept(
                    at, who, key, "support", wrote_at=linking.moment(at), actor=AGENT, reason="right"
                ).profile.user_id
            ),
            "evidence": lambda at: (
                review.accept_with_evidence(
                    at, who, key, "support", evidence="contract", second=SECOND, actor=OFFICER, reason="right"
                ).what
            ),
            "reject": lambda at: review.reject(at, who, key, "support", actor=AGENT).what,
        }
        done = self.same(acts[decision])
        if done in ("linked", who.user_id):
            assert self.true.may_be_scored(who, key, "support", now) and who not in self.true.bonds
        if done == "linked":
            self.true.evidenced(who, key)
        if done == "rejected":
            self.true.rejected.add((who, key))

    @rule(account=ONE, profile=ONE)
    def note(self, account, profile) -> None:
        """Two officers note a link on evidence."""
        who, key, true = self.profiles[profile], ACCOUNTS[account], self.true
        done = self.same(
            lambda at: (
                verbs.import_link(
                    at, who, key, evidence="contract", second=SECOND, actor=OFFICER, reason="archive"
                ).what
            )
        )
        free = who.key not in true.bonds and not {who.key, key} & true.marks
        assert (done == "linked") == (free and true.accounts.get(key) is Known.ACTIVE), done
        if done == "linked":
            true.evidenced(who.key, key)

    @rule()
    def reconcile(self) -> None:
        """The nightly run."""
        with self.watched("support"):
            done = self.same(lambda at: sum(reconcile(at, actor=OFFICER, timer=lambda: 0.0).proposals.values()))
        assert isinstance(done, int), done

    @rule(profile=ONE, purpose=st.sampled_from(PURPOSES))
    def match(self, profile, purpose) -> None:
        """An agent asks who somebody is."""
        self.ask_about(self.profiles[profile], purpose)

    # --- the CRM and the platforms ---------------------------------------------------------------------

    @rule(account=ONE, country=st.sampled_from(("DE", "FR", "")))
    def change(self, account, country) -> None:
        """Staff change a customer's record; or make it anew, where it had only vanished."""
        if ACCOUNTS[account] not in (*self.crm_deleted, *(old for old, _ in self.crm_merges)):
            self.not_imported = True
            for place in self.places:
                place.crm.save(replace(CUSTOMERS[account], country=country, updated_at=None))

    @rule(account=ONE)
    def vanish(self, account) -> None:
        """A customer is not in the CRM for now, and nobody says why."""
        for place in self.places:
            place.crm.books.accounts.pop(CUSTOMERS[account].account_id, None)
        self.not_imported = True

    @rule(old=ONE, new=ONE)
    def merge(self, old, new) -> None:
        """Staff merge two customers."""
        ids = CUSTOMERS[old].account_id, CUSTOMERS[new].account_id
        if old != new and set(ids) <= self.places[0].crm.books.accounts.keys():
            self.not_imported = True
            for place in self.places:
                place.crm.merge(*ids)
            self.crm_merges.append((ACCOUNTS[old], ACCOUNTS[new]))

    @rule(account=ONE)
    def delete(self, account) -> None:
        """Staff delete a customer."""
        if CUSTOMERS[account].account_id in self.places[0].crm.books.accounts:
            self.not_imported = True
            for place in self.places:
                place.crm.delete(CUSTOMERS[account].account_id)
            self.crm_deleted.append(ACCOUNTS[account])

    @rule(mode=st.sampled_from(Mode), fault=st.sampled_from((None, None, *Fault)))
    def import_crm(self, mode, fault) -> None:
        """The batch that brings what the CRM holds; the CRM may be down."""
        if fault is not None:
            for place in self.places:
                place.crm.fail_next(fault, verb="accounts")
        done = self.each(lambda at, place: sorted(place.import_crm(mode).items()))
        if isinstance(done, str):
            assert fault is not None or done == "CrmUnavailable limited", done  # it asked us to wait
            return
        true, now = self.true, self.now()
        with self.places[0].at.store.read("default") as session:
            found = {one.account.key: one for one in accounts.walk(session, states=tuple(AccountState))}
        there = {key for key in ACCOUNTS if key.account_id in self.places[0].crm.books.accounts}
        for key in sorted(there):
            # Who was erased here comes back with the next change, or with a whole export.
            if key in found and found[key].state is AccountState.ACTIVE:
                true.seen(key)
            assert mode is Mode.DELTA or key in found
        for number, (old, new) in enumerate(self.crm_merges):
            again = old in found and found[old].merged_into not in (None, _id(true.into.get(old)))
            if number >= self.merges_taken or again:  # a feed may repeat what it told
                true.merged(old, new, now)
                self.kill_codes({old})
        self.merges_taken, self.not_imported = len(self.crm_merges), False
        for key in self.crm_deleted:
            true.deleted(key, now)
            self.kill_codes({key})
        if mode is Mode.FULL:
            for key in sorted(set(true.accounts) - there):
                if true.accounts[key] is Known.ACTIVE:
                    true.missing(key)
        assert {key: one.state.value for key, one in found.items()} == true.accounts

    @rule(profile=ONE, handle=st.sampled_from(("owl_renamed", "owl_canary_0", "bothistlewood")))
    def rename(self, profile, handle) -> None:
        """A profile is seen under another handle, perhaps one that was somebody else's."""
        self.profiles[profile] = replace(self.profiles[profile], handle=handle)
        self.see(self.profiles[profile])

    @rule(profile=ONE)
    def recycle(self, profile) -> None:
        """Somebody new has the handle now."""
        number = str(int(self.profiles[profile].user_id) + 10)
        stranger = Profile("x", number, handle=self.profiles[profile].handle, bio=f"bio of {number}")
        self.profiles[profile] = stranger
        self.see(stranger)

    def see(self, profile: Profile) -> None:
        """A source shows a profile as it is now."""
        self.tick()
        self.called.setdefault(profile.handle, set()).add(profile.key)
        seen = replace(profile, last_seen=self.now())
        self.same(lambda at: tuple(sorted(take(at, seen).items())))
        if profile.key not in self.true.marks:
            self.true.shown[profile.key] = True

    @rule(profile=ONE)
    def leave(self, profile) -> None:
        """A profile is deleted on its platform."""
        who = self.profiles[profile].key

        def gone(at) -> int:
            with at.store.write("default", OFFICER, "gone") as session:
                return delete_profiles(session, [who])["deleted"]

        done = self.same(gone)
        assert done == int(self.true.shown.get(who, False)), done
        if done:
            self.true.deleted(who, self.now())
            self.kill_codes({who})

    @rule(fault=st.sampled_from((None, *Fault)))
    def deliver(self, fault) -> None:
        """The CRM is told; it may be down."""
        if fault is not None:
            for place in self.places:
                place.crm.fail_next(fault, verb="put_link")
        self.each(lambda at, place: str(sorted(place.deliver().pending.items())))

    # --- time and machines -----------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 16, 60 * 24 * 4, 60 * 24 * 8, 60 * 24 * 366, -60, -60 * 24)))
    def move_the_clock(self, minutes) -> None:
        """On, or back."""
        before = self.now()
        self.clock.advance(timedelta(minutes=minutes))
        with self.places[0].at.store.read("default") as session:
            latest = [one.recorded_at for one in events.walk(session, start=max(0, session.size - 1))]
            assert session.now >= max(latest)
            assert session.now >= before or minutes < 0

    @rule()
    def restart(self) -> None:
        """Another process takes over."""
        for place in self.places:
            place.restart()
        self.roots.append(self.same(_root))

    # --- what is always true ---------------------------------------------------------------------------

    @invariant()
    def links_and_permits_are_those_that_should_be(self) -> None:
        """Exactly the links that both made or two noted, and nobody agrees but who does."""
        if not hasattr(self, "true"):
            return
        subjects = [*ACCOUNTS, *{*self.true.shown, *self.true.bonds, *(one.key for one in self.profiles)}]
        now, standing, agreed = self.same(_everything(subjects))
        assert standing == {p: (b.account, b.proved, bool(b.why)) for p, b in self.true.bonds.items()}
        for purpose, right in zip(PURPOSES, agreed, strict=True):
            assert right == {subject for subject in subjects if purpose in self.true.agreed(subject, now)}

    def teardown(self) -> None:
        """What is looked at once, because it costs more."""
        if not hasattr(self, "true"):
            return
        self.settle()
        for profile in self.profiles:
            self.ask_about(profile, PURPOSES[0])
        if len(self.places) > 1:
            self.same(_history)
        for place in self.places:
            self.nothing_is_left_of_who_said_no(place)

    def settle(self) -> None:
        """No more trouble: what the CRM is still to be told is told, and it shows what stands."""
        for place in self.places:
            place.crm._faults.clear()
        if self.not_imported:
            self.clock.advance(timedelta(minutes=1))
            self.import_crm(Mode.FULL, None)
            assert not self.not_imported
        for _ in range(40):
            if not self.each(lambda at, place: _untold(at, place.crm)):
                break
            self.clock.advance(timedelta(hours=7))
        else:
            raise AssertionError("telling the CRM never comes to an end")
        now, true = self.now(), self.true
        ended = {(bond.account, profile) for profile, bond in true.bonds.items() if bond.proved}
        for place in self.places:
            shown = {link.key for link in place.crm.links}
            assert shown <= ended, shown - ended
            told = {
                (bond.account, profile)
                for profile, bond in true.bonds.items()
                if bond.proved and not bond.why and true.accounts.get(bond.account) is Known.ACTIVE
                if true.agreed(profile, now) & true.agreed(bond.account, now)
                if bond.account.account_id in place.crm.books.accounts
            }
            assert told <= shown, told - shown

    def nothing_is_left_of_who_said_no(self, place: Place) -> None:
        """But for a mark that nobody can list, sealed payloads, and the customers' own records."""
        with place.at.store.read("default") as session:
            assert suppressions.held(session, self.true.marks) == self.true.marks
            assert log.check(session)
            assert all(log.root(session, size) == root for size, root in self.roots)
        silent = self.true.marks - self.came_again - self.true.shown.keys()
        gone = [one for one in silent if isinstance(one, ProfileKey)]
        absent = [one for one in silent if isinstance(one, AccountKey)]
        if not gone and not absent:
            return
        words, file = place.words(), place.file()
        for who in gone:
            called = [handle for handle, holders in self.called.items() if holders == {who}]
            for word in (who.user_id, f"bio of {who.user_id}", *called):
                assert word not in words
                assert word.encode() not in file
        for who in absent:
            assert who.account_id not in words

    # --- asking ----------------------------------------------------------------------------------------

    def ask_about(self, profile: Profile, purpose: str) -> None:
        """The answer is the link that answers, or proposals of people who agree, or none."""
        true, who = self.true, profile.key
        with self.watched(purpose):
            kind, account, proposed = self.same(lambda at: _answer(at, profile, purpose))
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
        outcomes = [_outcome(act, place) for place in self.places]
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
            left = self.same(_permitted(subjects, one))
            for subject in subjects - left:
                if one in true.agreed(subject, now):
                    del true.grants[subject, one]
                    true.ended_at[subject] = now
        kept = self.same(_bonds)
        true.bonds = {profile: bond for profile, bond in true.bonds.items() if profile in kept}
        with self.places[0].at.store.read("default") as session:
            marked = suppressions.held(session, [*ACCOUNTS, *true.shown, who])
        assert marked >= true.marks & {*ACCOUNTS, *true.shown, who}
        for one in marked - true.marks - set(ACCOUNTS):
            true.shown.pop(one, None)
        self.forget(marked - true.marks)
        true.marks |= marked


def _outcome(act, place: Place):
    try:
        return act(place.at, place)
    except SocialMatchError as error:
        return f"{type(error).__name__} {error.code}"


def _code(issued) -> str:
    return issued.code.reveal()


def _invitation(issued) -> str:
    return issued.invitation.reveal()


def _everything(subjects):
    """The time, the links, and who agrees to each purpose, at one moment."""

    def read(at):
        with at.store.read("default") as session:
            agreed = [permits.permitted_among(session, subjects, purpose)[0] for purpose in PURPOSES]
            return session.now, _standing(session), [one.accounts | one.profiles for one in agreed]

    return read


def _bonds(at):
    with at.store.read("default") as session:
        return _standing(session)


def _standing(session):
    return {
        link.profile: (link.account, link.assurance >= Assurance.L2, link.suspended_at is not None)
        for link in links.walk(session)
    }


def _permitted(subjects, purpose):
    def read(at):
        with at.store.read("default") as session:
            permitted, _ = permits.permitted_among(session, list(subjects), purpose)
            return permitted.accounts | permitted.profiles

    return read


def _root(at) -> tuple[int, bytes]:
    with at.store.read("default") as session:
        return session.size, log.root(session)


def _id(key: AccountKey | None) -> str | None:
    return None if key is None else key.account_id


def _answer(at, profile, purpose):
    answer = verbs.answer(at, profile, purpose, actor=AGENT, reason="ticket 5")
    return answer.kind, answer.account, tuple(one.account for one in answer.proposals)


def _untold(at, crm) -> bool:
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


def _history(at):
    with at.store.read("default") as session:
        return (
            [(one.seq, one.type_class, one.kind, one.subjects) for one in events.walk(session)],
            [(one.proposal, one.state) for one in proposals.walk(session)],
            log.root(session),
        )


def run(places: list[Place], *, runs: int, numbered: int | None = None, shrink: bool = True) -> None:
    """Go through so many histories; fail with the shortest that comes out wrong.

    Parameters
    ----------
    numbered: seed of the histories; ``None`` draws others every time.
    shrink: look for the shortest of those that come out wrong, which can take minutes.
    """
    options = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

    def begin() -> System:
        return System(places)

    run_state_machine_as_test(begin if numbered is None else seed(numbered)(begin), settings=options)
