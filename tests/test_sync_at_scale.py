"""The outbox against a CRM where one request in twenty goes wrong, in every way there is."""

from __future__ import annotations

import random
import tracemalloc
from datetime import datetime, timedelta

import pytest
from test_deskline import DesklinePeer

from linked import account, link, profile, revoke
from processes import OFFICER
from socialmatch.crm import Runtime
from socialmatch.models import Account
from socialmatch.store import events, links, outbox
from socialmatch.store.migrate import migrate_engine
from socialmatch.store.outbox import OutboxState
from socialmatch.sync import deliver, replay
from socialmatch.sync.delivery import PATIENCE
from socialmatch.testing.adapters.faults import AGAIN_IN, NAMES_A_MOMENT, Fault, Faults

SHARE = 0.05
LONG = timedelta(hours=7)
"""Longer than any wait of the outbox."""


class Weather(Faults):
    """One request in twenty goes wrong, whatever request it is; and nobody may come before a moment that was named.

    Attributes
    ----------
    seen: how often each fault came. early: requests before the moment that had been named.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(Fault)
        self.seen = dict.fromkeys(Fault, 0)
        self.early = 0
        self.count = 0
        self._dice = random.Random(seed)
        self._not_before: datetime | None = None

    def next(self, now: datetime) -> Fault | None:
        self.count += 1
        self.early += self._not_before is not None and now < self._not_before
        if self._dice.random() >= SHARE:
            return None
        fault = self._dice.choice(list(Fault))
        self.seen[fault] += 1
        if fault in NAMES_A_MOMENT:
            self._not_before = now + AGAIN_IN
        return fault


class Town:
    """So many customers, a link for each, and a helpdesk in bad weather."""

    def __init__(self, store, clock, size: int) -> None:
        self.store, self.clock, self.size = store, clock, size
        self.peer = DesklinePeer()
        self.peer.faults = self.weather = Weather(size)
        self.crm = self.peer.open(Runtime(name="crm", clock=clock, sleep=clock.sleep))
        self.desk = self.peer.server()
        self.memory: list[int] = []
        for number in range(size):
            self.desk.save(Account(f"A-{number}", updated_at=clock()))
            self.link(number)

    def link(self, number: int) -> None:
        link(self.store, account(f"A-{number}"), profile(str(number)))

    def revoke(self, numbers: range) -> None:
        for number in numbers:
            revoke(self.store, account(f"A-{number}"), profile(str(number)))

    def deliver(self, limit: int | None = None) -> None:
        deliver(self.store, "default", {"crm": self.crm}, limit=limit)
        if tracemalloc.is_tracing():
            ours = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*/socialmatch/*")])
            self.memory.append(sum(trace.size for trace in ours.traces))

    def of_state(self, state: OutboxState) -> list:
        with self.store.read("default") as session:
            return outbox.of_state(session, state)

    def settle(self) -> int:
        """Until nothing is left to tell; a person has dead letters tried again. How many passes it took."""
        for passes in range(1, 2 * PATIENCE.attempts):
            self.deliver()
            for dead in self.of_state(OutboxState.DEAD):
                replay(self.store, "default", dead.seq, actor=OFFICER, reason="again")
            if not self.of_state(OutboxState.PENDING):
                return passes
            self.clock.advance(LONG)
        raise AssertionError("it never comes to an end")

    def told(self) -> set[tuple[str, str]]:
        """What the helpdesk shows; a link that stands there twice is found twice."""
        desk = self.desk.identities.items()
        shown = [(account_id, one["user_id"]) for account_id, found in desk for one in found.values()]
        assert len(shown) == len(set(shown))
        return set(shown)

    def right(self) -> set[tuple[str, str]]:
        with self.store.read("default") as session:
            live = [links.live(session, profile(str(number))) for number in range(self.size)]
        return {(one.account.account_id, one.profile.user_id) for one in live if one is not None}

    def attempts(self) -> int:
        """The most that one message needed."""
        with self.store.read("default") as session:
            return max(event.data.get("attempt", 0) for event in events.walk(session) if event.kind == "delivered")


def weather_it(store, clock, size: int) -> Town:
    """Links are made; some end before the CRM heard of them, some meanwhile, some after that; some come back."""
    town = Town(store, clock, size)
    tenth = size // 10
    town.revoke(range(tenth))
    town.deliver(limit=size // 2)
    town.revoke(range(tenth, 2 * tenth))
    town.deliver(limit=size // 4)
    clock.advance(LONG)
    town.settle()
    town.revoke(range(2 * tenth, 4 * tenth))
    clock.advance(LONG)
    for number in range(2 * tenth, 3 * tenth):
        town.link(number)
    assert town.settle() <= PATIENCE.attempts
    assert town.told() == town.right()
    assert len(town.right()) == size - 3 * tenth
    assert town.weather.early == 0
    assert town.attempts() <= PATIENCE.attempts
    # Two or three requests for a write, and what the weather adds: trying again is not a multiple of the work.
    assert town.weather.count <= 4 * (size + 4 * tenth + tenth)
    return town


@pytest.fixture
def quick_store(open_store):
    """A store in memory: what becomes of the messages is asked here, not what becomes of the disk."""
    store = open_store("sqlite://")
    migrate_engine(store.engine)
    return store


def test_the_right_links_in_any_weather(quick_store, clock):
    weather_it(quick_store, clock, 200)


@pytest.mark.slow
def test_ten_thousand_accounts_in_any_weather(quick_store, clock):
    tracemalloc.start()
    try:
        town = weather_it(quick_store, clock, 10_000)
    finally:
        tracemalloc.stop()
    assert min(town.weather.seen.values()) > 0, "every kind of fault came"
    half = len(town.memory) // 2
    assert max(town.memory[half:]) < 1.5 * max(town.memory[:half]) + 1_000_000, "memory is flat"
