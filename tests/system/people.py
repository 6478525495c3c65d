"""What people do: with codes, honestly, and when they take it back."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

import linking
from linking import AGENT, CUSTOMER, OFFICER, WEBHOOK
from socialmatch import review
from socialmatch.journeys import verbs
from socialmatch.models import Actor, ActorKind
from system.acts import CODES, ONE, PURPOSE, SESSION, SESSIONS, Acts, code_of, invitation_of, permitted_of
from system.place import ACCOUNTS, agree
from system.reference import TERM, Known


class People(Acts):
    """Customers, and whoever says to be one."""

    # --- codes, by whoever has them ------------------------------------------------------------------

    @rule(account=ONE, session=SESSION)
    def ask(self, account, session) -> None:
        """A customer asks for a code."""
        self._ask(account, session)

    def _ask(self, account, session) -> bool:
        key = ACCOUNTS[account]
        self.tick()
        done = self.same(lambda at: code_of(linking.ask(at, key, session)))
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
            lambda at: invitation_of(verbs.invite(at, who, wrote_at=linking.moment(at), actor=AGENT, reason="wrote"))
        )
        if not text.startswith("SM"):
            return
        assert who.key not in self.true.marks and who.key not in self.true.bonds
        done = self.same(lambda at: code_of(linking.ask(at, key, invitation=text, handle=who.handle)))
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
        if done is None and (not self.at_the_moment_of_a_no(who) or who in self.same(permitted_of([who], "support"))):
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
