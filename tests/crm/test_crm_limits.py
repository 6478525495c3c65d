from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from socialmatch.crm.limits import Budget, Concurrency, Gate, ResetEpoch, RetryAfter, retry_after
from socialmatch.errors import CrmUnavailable
from socialmatch.testing.clock import ManualClock

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def gate(*limits, longest_wait=60.0):
    clock = ManualClock(NOW)
    return Gate(limits, clock, clock.sleep, longest_wait), clock


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "until"),
        [
            ({"Retry-After": "120"}, after(120)),
            ({"retry-after": " 0.5 "}, after(0.5)),
            ({"RETRY-AFTER": "-3"}, NOW),
            ({"Retry-After": "Sun, 22 Nov 2026 09:31:00 GMT"}, after(60)),
            ({"Retry-After": "Sun, 22 Nov 2026 09:00:00 GMT"}, NOW),
            ({"Retry-After": "soon"}, None),
            ({"Retry-After": ""}, None),
            ({"Retry-After": "nan"}, None),
            ({"Retry-After": "inf"}, None),
            ({}, None),
        ],
    )
    def test_seconds_or_a_date(self, headers, until):
        assert retry_after(headers, NOW) == until

    def test_the_clocks_may_differ(self):
        headers = {"Retry-After": "Sun, 22 Nov 2026 11:00:30 GMT", "Date": "Sun, 22 Nov 2026 11:00:00 GMT"}
        assert retry_after(headers, NOW) == after(30)

    def test_absurd_numbers_do_no_harm(self):
        assert retry_after({"Retry-After": "9" * 40}, NOW) == NOW + timedelta(days=3650)

    def test_a_shorter_hold_does_not_lift_a_longer_one(self):
        limit = RetryAfter()
        limit.observe({"Retry-After": "60"}, NOW)
        limit.observe({"Retry-After": "1"}, NOW)
        assert limit.ready(NOW) == after(60)


class TestResetEpoch:
    def headers(self, left, reset):
        return {"X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": str(reset)}

    @pytest.mark.parametrize("unit", [1, 1000])
    def test_nothing_left_waits_for_the_reset(self, unit):
        limit = ResetEpoch()
        limit.observe(self.headers(0, int(after(45).timestamp()) * unit), NOW)
        assert limit.ready(NOW) == after(45)
        assert limit.ready(after(45)) <= after(45)

    def test_seconds_from_now(self):
        limit = ResetEpoch("left", "reset-in", relative=True)
        limit.observe({"Left": "0", "Reset-In": "45"}, NOW)
        assert limit.ready(NOW) == after(45)

    def test_it_counts_down_between_answers(self):
        limit = ResetEpoch()
        limit.observe(self.headers(2, int(after(45).timestamp())), NOW)
        for _ in range(2):
            assert limit.ready(NOW) == NOW
            limit.take(NOW)
        assert limit.ready(NOW) == after(45)

    def test_past_the_reset_the_old_count_means_nothing(self):
        limit = ResetEpoch()
        limit.observe(self.headers(0, int(after(45).timestamp())), NOW)
        limit.take(after(46))
        assert limit.ready(after(46)) == after(46)

    @pytest.mark.parametrize("headers", [{}, {"X-RateLimit-Remaining": "0"}, {"X-RateLimit-Reset": "soon"}])
    def test_half_an_answer_is_none(self, headers):
        limit = ResetEpoch()
        limit.observe(headers, NOW)
        assert limit.ready(NOW) == NOW


class TestBudget:
    def test_a_day_is_a_day_of_utc(self):
        budget = Budget(2)
        for _ in range(2):
            budget.take(NOW)
        assert budget.ready(NOW) == datetime(2026, 11, 23, tzinfo=UTC)

    def test_or_of_another_place(self):
        budget = Budget(1, offset=timedelta(hours=8))  # a vendor in California in winter
        budget.take(NOW)
        assert budget.ready(NOW) == datetime(2026, 11, 23, 8, tzinfo=UTC)

    def test_a_clock_that_was_set_back_gives_no_second_helping(self):
        budget = Budget(1, per=SECOND)
        budget.take(NOW)
        assert budget.ready(NOW - timedelta(hours=1)) == after(1)

    @pytest.mark.parametrize(("calls", "per"), [(0, SECOND), (1, timedelta(0))])
    def test_nonsense_is_refused(self, calls, per):
        with pytest.raises(ValueError, match="budget"):
            Budget(calls, per=per)


class TestGate:
    def test_the_strictest_limit_counts(self):
        entrance, clock = gate(Budget(1, per=10 * SECOND), Budget(2, per=30 * SECOND))
        for _ in range(3):
            with entrance.call():
                pass
        assert clock() == after(30)

    def test_a_wait_that_is_too_long_is_told(self):
        entrance, clock = gate(Budget(1))
        with entrance.call():
            pass
        with pytest.raises(CrmUnavailable) as caught, entrance.call():
            raise AssertionError("no call may go")
        assert caught.value.code == "limited"
        assert caught.value.retry_after == datetime(2026, 11, 23, tzinfo=UTC)
        assert clock.slept == []

    def test_places_are_given_back_after_an_error(self):
        entrance, _ = gate(Concurrency(1))
        for _ in range(3):
            with pytest.raises(KeyError), entrance.call():
                raise KeyError

    def test_another_request_in_the_same_call_keeps_one_place(self):
        entrance, _ = gate(Concurrency(1))
        with entrance.call():
            entrance.again()
        with entrance.call():
            pass

    def test_a_request_that_gets_no_turn_gives_back_no_place_twice(self):
        concurrency = Concurrency(1)
        entrance, _ = gate(concurrency, Budget(1))
        with pytest.raises(CrmUnavailable), entrance.call():
            entrance.again()
        concurrency.take(NOW)
        assert concurrency.ready(NOW) > NOW

    def test_never_more_at_once_than_allowed(self):
        clock = ManualClock(NOW)
        waiting = threading.Event()
        entrance = Gate([Concurrency(2)], clock, lambda _: waiting.wait(0.001), 1000.0)
        out, most, lock = 0, 0, threading.Lock()

        def work():
            nonlocal out, most
            for _ in range(20):
                with entrance.call():
                    with lock:
                        out += 1
                        most = max(most, out)
                    waiting.wait(0.0005)
                    with lock:
                        out -= 1

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert most == 2

    def test_at_least_one_call_has_to_be_allowed(self):
        with pytest.raises(ValueError, match="at least one"):
            Concurrency(0)
