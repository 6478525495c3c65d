"""The kit's groups L (what an adapter gives can be sent to other processes) and M (threads may share an adapter)."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from socialmatch.crm import Capability
from socialmatch.errors import SocialMatchError
from socialmatch.testing.adapters.bench import Bench, expect, needs

_A = TypeVar("_A")
_T = TypeVar("_T")
_THREADS = 8


class GroupLElsewhere:
    """Work is spread over processes and machines: values travel there, passwords do not."""

    def test_l_accounts_can_be_sent(self, bench: Bench) -> None:
        bench.save(1)
        feed = bench.crm.accounts()
        accounts = list(feed)
        given = (accounts, feed.watermark, dict(bench.crm.capabilities))
        expect(_sent(given) == given, "accounts, watermark and grades have to come out of pickle as they went in")

    @needs(Capability.LINKS)
    def test_l_links_can_be_sent(self, bench: Bench) -> None:
        link = bench.link(bench.save(1))
        bench.crm.put_link(link, "kit-1")
        links = bench.crm.list_links(link.account.account_id)
        expect(_sent(links) == links, "links have to come out of pickle as they went in")

    def test_l_errors_can_be_sent(self, bench: Bench) -> None:
        try:
            bench.crm.get("")
        except SocialMatchError as error:
            arrived = _sent(error)
            same = (type(arrived), str(arrived), arrived.code) == (type(error), str(error), error.code)
            expect(same, "an error has to come out of pickle as it went in")

    def test_l_an_adapter_stays_where_it_was_opened(self, bench: Bench) -> None:
        try:
            pickle.dumps(bench.crm)
        except SocialMatchError as error:
            expect(error.code == "not_portable", "leave it to the frame to refuse that an adapter is sent away")
        else:
            pytest.fail("an adapter was sent away with its passwords: open it again where it is needed")


class GroupMThreads:
    """Several threads share one adapter."""

    def test_m_each_thread_gets_what_it_asked_for(self, bench: Bench) -> None:
        ids = [bench.save(number) for number in range(_THREADS)]
        found = _at_once(bench.crm.get, ids)
        right = [account is not None and account.account_id for account in found] == ids
        expect(right, "two threads asked for two accounts, and one got the other's: keep no call in self")

    def test_m_two_readers_do_not_disturb_each_other(self, bench: Bench) -> None:
        ids = sorted(bench.save(number) for number in range(2 * bench.peer.page_size + 1))
        feed = bench.crm.accounts()
        came = [next(feed).account_id]
        another = bench.read()
        came += [account.account_id for account in feed]
        rule = "a second reader began while the first was on its way, and accounts were lost: keep no cursor in self"
        expect(sorted(set(came)) == ids and sorted(set(another)) == ids, rule)

    @needs(Capability.LINKS)
    def test_m_no_write_undoes_another(self, bench: Bench) -> None:
        account_id = bench.save(1)
        links = [bench.link(account_id, str(1000 + number)) for number in range(_THREADS)]
        _at_once(lambda link: bench.crm.put_link(link, f"kit-{link.profile.user_id}"), links)
        expect(set(bench.listed(account_id)) == {link.key for link in links}, "two threads wrote, and a link was lost")
        gone, kept = links[::2], links[1::2]
        _at_once(bench.crm.remove_link, gone)
        expect(set(bench.listed(account_id)) == {link.key for link in kept}, "two threads removed, and it did not hold")


def _at_once(action: Callable[[_A], _T], about: Sequence[_A]) -> list[_T]:
    """Do it for each, every one in a thread of its own, all beginning at the same moment."""
    start = threading.Barrier(len(about))

    def begin(one: _A) -> _T:
        start.wait()
        return action(one)

    with ThreadPoolExecutor(len(about)) as threads:
        return list(threads.map(begin, about))


def _sent(value: _T) -> _T:
    arrived: _T = pickle.loads(pickle.dumps(value))  # noqa: S301 - what was packed on the line before
    return arrived
