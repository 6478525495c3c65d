"""What the tests of the kit stand on: the system behind an adapter, and a bench with that adapter opened on it."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar, cast

import pytest

from socialmatch.crm import Capability, CrmAdapter, CrmLink, Runtime
from socialmatch.models import Account, Assurance, ProfileKey
from socialmatch.testing.adapters.faults import Faults
from socialmatch.testing.clock import ManualClock

NAME = "kit-crm"
TENANT = "kit-tenant"

_Test = TypeVar("_Test", bound=Callable[..., None])


class Peer(ABC):
    """The system behind an adapter, as its staff and its other programs see it. The author of an adapter writes it.

    Whatever it does, it does behind the adapter's back: through the system's own interface, or in a fake's memory.

    Attributes
    ----------
    page_size: accounts in one answer. The kit reads up to ten pages, so keep it small, and open adapters so.
    sets_times: whether :meth:`save` can keep an account's ``updated_at``; else the system sets it itself.
    text_field: a field of an account that takes any text; ``""`` where there is none.
    not_taken: kinds of difficult texts that the system itself refuses there, as the kit calls them.
    secrets: what an adapter was opened with that must never be seen (passwords, tokens).
    faults: what can be made to go wrong on the way, and a log of the requests; ``None`` skips group H. An adapter
        over HTTP gets every fault by deriving from :class:`.web.HttpPeer`.
    """

    page_size: int = 3
    sets_times: bool = True
    text_field: str = "full_name"
    not_taken: Collection[str] = ()
    secrets: Sequence[str] = ()
    faults: Faults | None = None

    @abstractmethod
    def open(self, runtime: Runtime) -> CrmAdapter:
        """A new adapter on this system. Called several times in a test; the system stays the same."""

    @abstractmethod
    def save(self, account: Account) -> str:
        """Make or change a customer; returns the id, which may be another than was asked for where it is new.

        The same ``account_id`` again is the same customer: a system that numbers its customers itself needs a table of
        which is which.
        """

    @abstractmethod
    def delete(self, account_id: str) -> None:
        """Staff delete a customer."""

    def merge(self, old_id: str, new_id: str) -> None:
        """Staff merge two customers. Needed where the adapter has ``MERGES``."""
        raise NotImplementedError("Peer.merge: the adapter says that it has MERGES, so the kit has to be able to merge")

    def refuse_writes(self) -> AbstractContextManager[None]:
        """While inside, the system takes no change: read-only, locked, or without the right to write.

        Needed where the adapter has ``LINKS``.
        """
        raise NotImplementedError("Peer.refuse_writes: the kit has to see what becomes of a removal that fails")


class Bench:
    """One adapter, opened on one peer with a clock of its own.

    Attributes
    ----------
    peer: the system. clock: the adapter's. crm: the adapter.
    """

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.clock = ManualClock()
        self._open: list[CrmAdapter] = []
        self.crm = self.another()

    def another(self) -> CrmAdapter:
        """Another adapter on the same system, as another process would have it."""
        runtime = Runtime(name=NAME, tenant=TENANT, clock=self.clock, sleep=self.clock.sleep)
        self._open.append(self.peer.open(runtime))
        return self._open[-1]

    def close(self) -> None:
        """Close every adapter."""
        for adapter in self._open:
            adapter.close()

    def account(self, number: int, *, ago: timedelta = timedelta(0), **values: Any) -> Account:
        """An invented customer who changed that long ago; not yet saved."""
        given = {"full_name": f"Kit Person {number}", "emails": (f"person{number}@example.com",), **values}
        return Account(f"k{number:04d}", NAME, TENANT, **given, updated_at=self.clock() - ago)

    def save(self, number: int, *, ago: timedelta = timedelta(0), **values: Any) -> str:
        """Let the system have an invented customer; returns the id."""
        return self.peer.save(self.account(number, ago=ago, **values))

    def link(self, account_id: str, user_id: str = "1001", *, platform: str = "x", scope: str = "") -> CrmLink:
        """A confirmed link of an invented profile."""
        profile = ProfileKey(TENANT, platform, scope, user_id)
        account = self.crm.key(account_id)
        return CrmLink(account, profile, "kit_handle", Assurance.L2, self.clock(), "consent-1")

    def listed(self, account_id: str) -> tuple[tuple[Any, ...], ...]:
        """What the links of an account are, as another process reads them."""
        return tuple(link.key for link in self.another().list_links(account_id))

    def read(self, **arguments: Any) -> list[str]:
        """The ids that ``accounts`` gives."""
        return [account.account_id for account in self.crm.accounts(**arguments)]


def expect(condition: object, rule: str) -> None:
    """Fail with the rule that was broken. The kit is no test module, so that a bare assert would say nothing."""
    if not condition:
        pytest.fail(rule, pytrace=True)


def needs(*capabilities: Capability) -> Callable[[_Test], _Test]:
    """For a test that an adapter may leave out by saying that it has not got the power: skipped then, with the note."""

    def decorate(test: _Test) -> _Test:
        @functools.wraps(test)
        def run(self: Any, bench: Bench, **given: Any) -> None:
            for capability in capabilities:
                grade = bench.crm.grade(capability)
                if not grade.usable:
                    pytest.skip(f"may: {capability} is {grade.support.name.lower()}: {grade.note}")
            test(self, bench=bench, **given)

        return cast("_Test", run)

    return decorate


def renamed(link: CrmLink, handle: str) -> CrmLink:
    """The same link after the profile's owner took another name."""
    return replace(link, handle=handle)
