"""Laws of the outbox: whatever happens on the way, in the end the CRM shows exactly the links that stand."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linked import account, link, open_crm, profile, revoke, standing
from processes import OFFICER
from socialmatch.crm.memory import Fault
from socialmatch.store import links, outbox
from socialmatch.store.outbox import OutboxState
from socialmatch.sync import deliver, replay

TENANTS = (f"tenant-{number}" for number in itertools.count())
ACCOUNTS, PROFILES = ("A-1", "A-1", "A-2"), ("1", "1", "1", "2")
SECOND = timedelta(seconds=1)

changes = st.tuples(st.just("change"), st.sampled_from(ACCOUNTS), st.sampled_from(PROFILES))
whenever = st.sampled_from(("before", "after"))
troubles = st.one_of(
    st.tuples(st.just("fail"), st.sampled_from(Fault)),
    st.tuples(st.just("fail"), st.just(Fault.REFUSED)),
    st.tuples(st.just("crash"), whenever),
    st.tuples(st.just("meanwhile"), whenever, changes),
)
passes = st.one_of(
    st.tuples(st.just("deliver"), st.none() | st.just(1)),
    st.tuples(st.just("wait"), st.sampled_from((1, 400))),
    st.tuples(st.just("replay")),
)
told = st.tuples(changes, st.just(("deliver",)))
troubled = st.tuples(troubles, changes, st.just(("deliver",)))
episodes = st.one_of(told, troubled, troubled, st.tuples(changes), st.tuples(passes))
histories = st.lists(episodes, max_size=10).map(lambda parts: [step for part in parts for step in part])
"""Few people and much trouble, so that what comes late meets what came since."""


class Crash(BaseException):
    """A worker's process ends here."""


class World:
    """A store, a CRM, and everything that can happen between them."""

    def __init__(self, store, clock) -> None:
        self.store, self.clock, self.tenant = store, clock, next(TENANTS)
        self.crm = open_crm(clock, tenant=self.tenant)
        self.next_call: dict[str, list] = {"before": [], "after": []}
        self.written: list[bool] = []
        for verb in ("_put_link", "_remove_link"):
            setattr(self.crm, verb, self.watched(getattr(self.crm, verb)))

    def watched(self, act):
        def call(told, *key):
            if key:
                self.written.append(self.stands(told.profile))
            for step in self.due("before"):
                self.happen(step)
            try:
                act(told, *key)
            finally:
                for step in self.due("after"):
                    self.happen(step)

        return call

    def due(self, when: str) -> list:
        found, self.next_call[when] = self.next_call[when], []
        return found

    def happen(self, step: tuple) -> None:
        self.clock.advance(SECOND)
        getattr(self, step[0])(*step[1:])

    def change(self, account_id: str, user_id: str) -> None:
        """Who is linked withdraws; who is not is linked."""
        other = profile(user_id, self.tenant)
        with self.store.read(self.tenant) as session:
            known = links.of_profile_key(session, other)
        if known is None:
            link(self.store, account(account_id, tenant=self.tenant), other)
        else:
            revoke(self.store, known.account, other)

    def fail(self, fault: Fault) -> None:
        self.crm.fail_next(fault)

    def crash(self, when: str) -> None:
        self.next_call[when].append(("die",))

    def die(self) -> None:
        raise Crash

    def meanwhile(self, when: str, change: tuple) -> None:
        self.next_call[when].append(change)

    def wait(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    def deliver(self, limit: int | None = None) -> None:
        try:
            deliver(self.store, self.tenant, {"crm": self.crm}, limit=limit)
        except Crash:
            self.wait(15)  # until the lease of the one that died is over

    def replay(self) -> None:
        """A person has a dead letter tried again."""
        for dead in self.of_state(OutboxState.DEAD)[:1]:
            replay(self.store, self.tenant, dead.seq, actor=OFFICER, reason="again")

    def of_state(self, state: OutboxState) -> list:
        with self.store.read(self.tenant) as session:
            return outbox.of_state(session, state)

    def settle(self) -> None:
        """No more trouble: everything that is left is told."""
        self.next_call = {"before": [], "after": []}
        self.crm._faults.clear()
        for _ in range(30):
            self.replay()
            self.wait(7 * 60)
            self.deliver()
            if not self.of_state(OutboxState.PENDING) and not self.of_state(OutboxState.DEAD):
                return
        raise AssertionError("it never comes to an end")

    def right(self) -> set:
        with self.store.read(self.tenant) as session:
            found = [links.live(session, profile(user_id, self.tenant)) for user_id in set(PROFILES)]
        return {(one.account, one.profile) for one in found if one is not None}

    def stands(self, other) -> bool:
        with self.store.read(self.tenant) as session:
            return links.live(session, other) is not None


bounded = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


CHANGE, DELIVER = ("change", "A-1", "1"), ("deliver",)
REFUSED, LOST = ("fail", Fault.REFUSED), ("fail", Fault.LOST)


@bounded
@given(histories)
@example([CHANGE, DELIVER, CHANGE, REFUSED, DELIVER, CHANGE, DELIVER])
@example([CHANGE, DELIVER, CHANGE, REFUSED, DELIVER, CHANGE, LOST, DELIVER])
@example([CHANGE, LOST, DELIVER, CHANGE, ("crash", "after"), DELIVER, CHANGE, DELIVER])
@example([("crash", "after"), CHANGE, DELIVER, ("meanwhile", "before", CHANGE), DELIVER])
def test_in_the_end_the_crm_shows_what_stands(store, clock, history):
    world = World(store, clock)
    for step in history:
        world.happen(step)
    world.settle()
    assert standing(world.crm) == world.right()
    assert all(world.written), "nothing is written that had ended before the call"
    # What was told names nobody any more.
    sent = [row for state in OutboxState for row in world.of_state(state)]
    assert all((row.account, row.profile, row.details) == (None, None, {}) for row in sent)
