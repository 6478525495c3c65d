"""The kit's group H: what becomes of a call when something goes wrong on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import pytest

from socialmatch.crm import Capability, CrmLink
from socialmatch.errors import CrmUnavailable, SocialMatchError
from socialmatch.models import Account
from socialmatch.testing.adapters.bench import Bench, expect, needs
from socialmatch.testing.adapters.canaries import EMAIL, expect_clean_error
from socialmatch.testing.adapters.faults import AGAIN_IN, NAMES_A_MOMENT, OUT_OF_REACH, SPOILT, Fault, Faults

_T = TypeVar("_T")
_SAYS_NO_WRITE = (*OUT_OF_REACH, Fault.PAGE, Fault.REDIRECT, Fault.UNAUTHORISED)
"""After these a write was not done, or nobody can say so."""


class GroupHTrouble:
    """Trouble that passes is passed over, trouble that stays is told, and nothing half is taken for whole."""

    @pytest.mark.parametrize("fault", (*OUT_OF_REACH, Fault.SLOW))
    def test_h_trouble_that_passes_is_passed_over(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        ids = _save_some(bench)
        for position in range(_requests(bench, bench.read)):
            faults.plan(fault, after=position)
            came = _try(bench.read)
            expect(
                came is not None, f"one request was answered with '{fault}': raise CrmUnavailable, and it is retried"
            )
            expect(sorted(set(came or ())) == ids, f"accounts were lost when a request was answered with '{fault}'")

    @pytest.mark.parametrize("fault", SPOILT)
    def test_h_a_spoilt_answer_is_never_the_whole(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        ids = _save_some(bench)
        first = 1 if fault is Fault.STUCK else 0  # before the first page nothing of this list has come
        for position in range(first, _requests(bench, bench.read)):
            faults.plan(fault, after=position)
            feed = bench.crm.accounts()
            came: list[Account] | None = _try(partial(list, feed))
            if came is None:
                expect(feed.watermark is None, "the watermark moved though the feed broke off")
            else:
                complete = sorted({account.account_id for account in came}) == ids
                expect(complete, f"'{fault}' was taken for an answer: accounts were lost, and no error")
            faults.nothing()
            expect(sorted(set(bench.read())) == ids, f"after '{fault}' was over the adapter has to work again")

    @pytest.mark.parametrize("fault", OUT_OF_REACH)
    def test_h_trouble_that_stays_comes_to_an_end(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        account_id = bench.save(1, emails=(EMAIL,))
        usual = max(_requests(bench, lambda: bench.crm.get(account_id)), 1)
        faults.plan_for_good(fault)
        before = len(faults.requests)
        for action in (lambda: bench.crm.get(account_id), bench.crm.check, bench.read):
            _expect_unavailable(action, f"reading, while every request is answered with '{fault}',")
        made = len(faults.requests) - before
        most = 3 * usual * bench.crm.runtime.retry.attempts
        expect(made <= most, f"{made} requests for three calls that cannot work: leave trying again to the frame")
        expect_clean_error(bench, lambda: bench.crm.get(account_id))

    @pytest.mark.parametrize("fault", SPOILT)
    def test_h_spoilt_answers_without_end_come_to_an_end(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        bench.save(1, emails=(EMAIL,))
        _save_some(bench)
        faults.plan_for_good(fault)
        expect_clean_error(bench, bench.read)

    @pytest.mark.parametrize("fault", NAMES_A_MOMENT)
    def test_h_nothing_goes_out_before_the_moment_that_was_named(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        account_id = bench.save(1)
        bench.crm.get(account_id)
        before = len(faults.requests)
        faults.plan(fault)
        bench.crm.get(account_id)
        first, *later = faults.requests[before:]
        expect(
            later and min(later) - first >= AGAIN_IN,
            f"the system named a moment ('{fault}') and was asked again before:"
            " hand the header lines of every answer to observe()",
        )

    @pytest.mark.parametrize("fault", (Fault.REDIRECT, Fault.FOREIGN))
    @needs(Capability.LINKS)
    def test_h_nobody_else_is_asked(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        ids = _save_some(bench)
        link = bench.link(ids[0])
        for action in (bench.read, lambda: bench.crm.put_link(link, "kit-1"), lambda: bench.crm.remove_link(link)):
            for position in range(3):
                faults.plan(fault, after=position)
                _try(action)
        expect(
            not faults.elsewhere, "a request, and the password with it, went to another host than the configured one"
        )

    @pytest.mark.parametrize("fault", (*OUT_OF_REACH, Fault.SLOW))
    @needs(Capability.LINKS)
    def test_h_a_write_that_met_trouble_is_done_once(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        account_id = bench.save(1)
        for position, link in _each_request(bench, account_id):
            faults.plan(fault, after=position)
            done = _done(partial(bench.crm.put_link, link, f"kit-{position}"))
            faults.nothing()
            expect(done, f"a write met '{fault}' once: raise CrmUnavailable, and it is tried again")
            expect(bench.listed(account_id) == (link.key,), f"a link put once that met '{fault}' has to be one link")
            faults.plan(fault, after=position)
            done = _done(partial(bench.crm.remove_link, link))
            faults.nothing()
            expect(done, f"a removal met '{fault}' once: raise CrmUnavailable, and it is tried again")
            expect(bench.listed(account_id) == (), f"a removal that met '{fault}' has to remove the link")

    @pytest.mark.parametrize("fault", [fault for fault in SPOILT if fault is not Fault.STUCK])
    @needs(Capability.LINKS)
    def test_h_a_spoilt_answer_is_no_proof_of_a_write(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        account_id = bench.save(1)
        for position, link in _each_request(bench, account_id):
            put, remove = partial(bench.crm.put_link, link, f"kit-{position}"), partial(bench.crm.remove_link, link)
            for action, over, what in ((put, (link.key,), "written"), (remove, (), "removed")):
                faults.plan(fault, after=position)
                done = _done(action)
                faults.nothing()
                there = bench.listed(account_id)
                expect(not done or there == over, f"'{fault}' was taken for success: nothing was {what}, and no error")
                action()
                expect(bench.listed(account_id) == over, f"after '{fault}' was over the link has to be {what}")

    @pytest.mark.parametrize("fault", _SAYS_NO_WRITE)
    @needs(Capability.LINKS)
    def test_h_a_write_that_cannot_be_done_says_so(self, bench: Bench, fault: Fault) -> None:
        faults = _faults(bench, fault)
        link = bench.link(bench.save(1))
        kind = CrmUnavailable if fault in OUT_OF_REACH else SocialMatchError
        put, remove = partial(bench.crm.put_link, link, "kit-1"), partial(bench.crm.remove_link, link)
        for action, over in ((put, (link.key,)), (remove, ())):
            faults.plan_for_good(fault)
            _expect_error(kind, action, f"a write that every time met '{fault}'")
            faults.nothing()
            action()
            expect(bench.listed(link.account.account_id) == over, f"after '{fault}' was over the write has to work")


def _faults(bench: Bench, fault: Fault) -> Faults:
    """The peer's plan, with nothing to go wrong yet; skips what the peer cannot bring about."""
    faults = bench.peer.faults
    if faults is None or fault not in faults.can:
        pytest.skip(f"may: the peer cannot bring about '{fault}'")
    return faults


def _save_some(bench: Bench) -> list[str]:
    """Two pages of accounts and one more; sorted ids."""
    return sorted(bench.save(number) for number in range(2, 2 * bench.peer.page_size + 3))


def _requests(bench: Bench, action: Callable[[], object]) -> int:
    """How many requests an action takes when all goes well; the first time may log in."""
    action()
    faults = bench.peer.faults
    before = 0 if faults is None else len(faults.requests)
    action()
    return 0 if faults is None else len(faults.requests) - before


def _each_request(bench: Bench, account_id: str) -> Iterator[tuple[int, CrmLink]]:
    """For each request that a write takes, a link of its own."""
    usual = _requests(bench, lambda: _there_and_back(bench, bench.link(account_id, "1000")))
    for position in range(usual):
        yield position, bench.link(account_id, str(1001 + position))


def _there_and_back(bench: Bench, link: CrmLink) -> None:
    bench.crm.put_link(link, "kit-usual")
    bench.crm.remove_link(link)


def _done(action: Callable[[], object]) -> bool:
    """Whether it does not say that it cannot."""
    with contextlib.suppress(SocialMatchError):
        action()
        return True
    return False


def _try(action: Callable[[], _T]) -> _T | None:
    """What it gives, or ``None`` where it says that it cannot."""
    with contextlib.suppress(SocialMatchError):
        return action()
    return None


def _expect_unavailable(action: Callable[[], object], what: str) -> None:
    _expect_error(CrmUnavailable, action, what)


def _expect_error(kind: type[SocialMatchError], action: Callable[[], object], what: str) -> None:
    try:
        action()
    except kind:
        return
    except SocialMatchError as error:
        pytest.fail(f"{what} has to raise {kind.__name__}; it raised {type(error).__name__} ({error.code})")
    pytest.fail(f"{what} has to raise {kind.__name__}; it passed as if all was well")
