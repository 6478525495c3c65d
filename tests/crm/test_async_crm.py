"""The verbs of an adapter in an event loop."""

from __future__ import annotations

import asyncio
import inspect
import threading
from datetime import timedelta

import pytest

from linked import account, open_crm, profile
from socialmatch.crm import AsyncCrm, CrmAdapter, CrmLink, Erasure, FindBy
from socialmatch.errors import CrmUnavailable
from socialmatch.models import Account, Assurance
from socialmatch.testing import ManualClock


@pytest.fixture
def crm():
    return open_crm(ManualClock())


def test_it_has_every_verb_and_its_parameters():
    verbs = [name for name, one in vars(CrmAdapter).items() if inspect.isfunction(one) and name[0] != "_"]
    verbs = [name for name in verbs if name not in ("key", "observe", "next_request", "each_request")]
    for name in verbs:
        ours, theirs = (inspect.signature(getattr(one, name)).parameters for one in (AsyncCrm, CrmAdapter))
        assert ours == theirs, name


def test_what_is_done_is_the_same(crm):
    link = CrmLink(account(), profile(), "ada", Assurance.L2, crm.runtime.clock(), "consent-1")

    async def use():
        async with AsyncCrm(crm) as there:
            await there.check()
            await there.put_link(link, "key-1")
            listed = await there.list_links("A-1")
            await there.remove_link(link)
            got, found = await there.get("A-1"), await there.find(FindBy.EMAIL, "nobody@example.com")
            erased = await there.erase("A-2")
            return listed, await there.list_links("A-1"), got, found, erased

    listed, after, got, found, erased = asyncio.run(use())
    assert [one.key for one in listed] == [link.key]
    assert (after, got.account_id, found, erased) == ((), "A-1", (), Erasure.CONFIRMED)


@pytest.mark.parametrize("size", [0, 1, 100, 101, 250])
def test_a_feed_comes_whole_and_in_order(crm, size):
    crm.books.accounts.clear()
    crm.save(*(Account(f"{number:04}") for number in range(size)))

    async def read():
        feed = AsyncCrm(crm).accounts()
        assert feed.watermark is None
        return [one.account_id async for one in feed], feed.watermark

    came, watermark = asyncio.run(read())
    assert came == [f"{number:04}" for number in range(size)]
    assert (watermark is not None) == (size > 0)


def test_the_loop_goes_on_while_a_crm_is_slow(crm):
    let_go = threading.Event()
    act = crm._get
    crm._get = lambda account_id: let_go.wait(30) and act(account_id)

    async def use():
        waiting = asyncio.create_task(AsyncCrm(crm).get("A-1"))
        await asyncio.sleep(0)
        let_go.set()  # which only a loop that is not held up comes to
        return await waiting

    assert asyncio.run(use()) is not None


def test_errors_are_the_adapter_s(crm):
    crm.fail_next("timeout")
    with pytest.raises(CrmUnavailable):
        asyncio.run(AsyncCrm(crm).get("A-1"))


def test_deletions_and_merges(crm):
    crm.save(Account("A-9", updated_at=crm.runtime.clock() - timedelta(days=1)))
    crm.merge("A-9", "A-1")
    crm.delete("A-3")

    async def read():
        there = AsyncCrm(crm)
        gone = [one.account_id async for one in there.deletions(known=["A-3"])]
        return gone, [one.new_id async for one in there.merges()]

    assert asyncio.run(read()) == (["A-3"], ["A-1"])
