"""What happens around people: agents and officers decide, the CRM and the platforms change, time passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

import linking
from linking import AGENT, OFFICER
from socialmatch import review
from socialmatch.accounts import Mode
from socialmatch.accounts.doubt import delete_profiles
from socialmatch.crm.memory import Fault
from socialmatch.journeys import verbs
from socialmatch.models import Profile
from socialmatch.reconcile import reconcile
from socialmatch.store import accounts, events
from socialmatch.store.accounts import AccountState
from system.acts import ONE, PURPOSES, SECOND, Acts, id_of, root_of
from system.place import ACCOUNTS, CUSTOMERS, take
from system.reference import Known


class Around(Acts):
    """Everybody and everything else."""

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
        self.not_imported = self.vanished = True

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
            again = old in found and found[old].merged_into not in (None, id_of(true.into.get(old)))
            if number >= self.merges_taken or again:  # a feed may repeat what it told
                true.merged(old, new, now)
                self.kill_codes({old})
        self.vanished = self.vanished and mode is Mode.DELTA  # a feed of changes tells of nobody who is not there
        self.merges_taken, self.not_imported = len(self.crm_merges), self.vanished
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
        self.roots.append(self.same(root_of))
