"""When the next call may go: the four ways in which CRMs limit us, and the gate that obeys them together.

A limit is told the time, it never asks for it; only the gate has a clock and sleeps. All of them are safe to
share between threads, because the gate asks them one thread at a time.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from socialmatch.errors import CrmUnavailable
from socialmatch.moments import Clock

Sleep = Callable[[float], None]
"""Waits that many seconds; ``time.sleep`` in earnest."""

Headers = Mapping[str, str]
"""Header lines of an HTTP answer; names in any case."""

_LONGEST = timedelta(days=3650)
_POLL = timedelta(milliseconds=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Limit:
    """One rule of a CRM about how often it may be called. Every method has an answer for "no such rule"."""

    def ready(self, now: datetime) -> datetime:
        """The first moment at which a call may go; ``now`` or earlier means at once."""
        return now

    def take(self, now: datetime) -> None:
        """A call goes out."""

    def give_back(self) -> None:
        """A call has come back, whatever its answer."""

    def observe(self, headers: Headers, now: datetime) -> None:
        """Read what an answer's header lines say about the calls to come."""


class RetryAfter(Limit):
    """``Retry-After`` of RFC 9110, section 10.2.3: seconds, or an HTTP date. Nothing goes out before that moment."""

    def __init__(self) -> None:
        self._until = _EPOCH

    def ready(self, now: datetime) -> datetime:
        return self._until

    def hold(self, until: datetime) -> None:
        """Let nothing go before ``until``; a hold that lasts longer stays."""
        self._until = max(self._until, until)

    def observe(self, headers: Headers, now: datetime) -> None:
        until = retry_after(headers, now)
        if until is not None:
            self.hold(until)


class ResetEpoch(Limit):
    """A count of calls that are left and the moment it starts anew, in header lines of the vendor's choice.

    Parameters
    ----------
    remaining, reset: names of the two header lines.
    relative: whether ``reset`` is in seconds from now, not in seconds (or milliseconds) since 1970.
    """

    def __init__(
        self, remaining: str = "X-RateLimit-Remaining", reset: str = "X-RateLimit-Reset", *, relative: bool = False
    ) -> None:
        self._remaining = remaining.lower()
        self._reset = reset.lower()
        self._relative = relative
        self._left: int | None = None
        self._until = _EPOCH

    def ready(self, now: datetime) -> datetime:
        return self._until if self._left is not None and self._left <= 0 else now

    def take(self, now: datetime) -> None:
        # Past the reset the old count means nothing, and the next answer brings a new one.
        if now >= self._until:
            self._left = None
        elif self._left is not None:
            self._left -= 1

    def observe(self, headers: Headers, now: datetime) -> None:
        lines = {name.lower(): value for name, value in headers.items()}
        left, reset = _number(lines.get(self._remaining)), _number(lines.get(self._reset))
        if left is None or reset is None:
            return
        self._left = int(left)
        if self._relative:
            self._until = now + _seconds(reset)
        else:
            since_1970 = timedelta(seconds=min(reset / 1000 if reset > 1e11 else reset, 1e11))
            self._until = _on_our_clock(_EPOCH + since_1970, lines, now)


class Budget(Limit):
    """So many calls in each window; a day by default. Our own brake, so that the CRM's other users keep their share.

    Windows lie end to end, counted from 1970 plus ``offset``, as vendors count their days.

    Parameters
    ----------
    calls: how many go in one window. per: its length. offset: when the first begins, for a day that is not UTC's.
    """

    def __init__(self, calls: int, per: timedelta = timedelta(days=1), offset: timedelta = timedelta(0)) -> None:
        if calls < 1 or per <= timedelta(0):
            raise ValueError("a budget needs at least one call in a window longer than nothing")
        self._calls = calls
        self._per = per
        self._begin = _EPOCH + offset
        self._window = 0
        self._spent = 0

    def ready(self, now: datetime) -> datetime:
        window = (now - self._begin) // self._per
        if window > self._window or self._spent < self._calls:
            return now
        # A clock that was set back is still in the window we have spent, not in a fresh one.
        return self._begin + (self._window + 1) * self._per

    def take(self, now: datetime) -> None:
        window = (now - self._begin) // self._per
        if window > self._window:
            self._window, self._spent = window, 0
        self._spent += 1


class Concurrency(Limit):
    """At most so many calls on their way at once."""

    def __init__(self, calls: int) -> None:
        if calls < 1:
            raise ValueError("at least one call has to be allowed")
        self._calls = calls
        self._out = 0

    def ready(self, now: datetime) -> datetime:
        # Nobody can say when another thread's call will be back; asking again soon keeps one way of waiting.
        return now if self._out < self._calls else now + _POLL

    def take(self, now: datetime) -> None:
        self._out += 1

    def give_back(self) -> None:
        self._out -= 1


class Gate:
    """All limits of one adapter, asked before every call.

    Parameters
    ----------
    limits: the vendor's rules; ``Retry-After`` is always among them.
    longest_wait: seconds one call may be held back; beyond that the caller is told when to come again.
    """

    def __init__(self, limits: Sequence[Limit], clock: Clock, sleep: Sleep, longest_wait: float) -> None:
        self._told = RetryAfter()
        self._limits = (self._told, *limits)
        self._clock = clock
        self._sleep = sleep
        self._longest_wait = longest_wait
        self._lock = threading.Lock()
        self._mine = threading.local()

    @contextlib.contextmanager
    def call(self) -> Iterator[None]:
        """Wait until a call may go, and count it as out while the block runs.

        Raises
        ------
        CrmUnavailable: ``limited``; it would have to wait too long. ``retry_after`` says until when.
        """
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def again(self) -> None:
        """Inside the block: the request has come back and another one goes out.

        Raises
        ------
        CrmUnavailable: as for :meth:`call`.
        """
        self._leave()
        self._enter()

    def turn(self) -> None:
        """Inside the block, before every request: the turn that is there is used, else another one is waited for.

        Raises
        ------
        CrmUnavailable: as for :meth:`call`.
        """
        if not getattr(self._mine, "fresh", False):
            self.again()
        self._mine.fresh = False

    def observe(self, headers: Headers) -> None:
        """Hand an answer's header lines to every limit."""
        now = self._clock()
        with self._lock:
            for limit in self._limits:
                limit.observe(headers, now)

    def hold(self, until: datetime) -> None:
        """Let nothing go before ``until``."""
        with self._lock:
            self._told.hold(until)

    def _leave(self) -> None:
        if getattr(self._mine, "out", False):  # not so where another request of the same block never got a turn
            self._mine.out = False
            with self._lock:
                for limit in self._limits:
                    limit.give_back()

    def _enter(self) -> None:
        waited = 0.0
        while True:
            with self._lock:
                now = self._clock()
                ready = max(limit.ready(now) for limit in self._limits)
                if ready <= now:
                    for limit in self._limits:
                        limit.take(now)
                    self._mine.out = self._mine.fresh = True
                    return
            wait = (ready - now).total_seconds()
            if waited + wait > self._longest_wait:
                raise CrmUnavailable("the CRM's limit is reached", code="limited", retry_after=ready)
            self._sleep(wait)
            waited += wait


def retry_after(headers: Headers, now: datetime) -> datetime | None:
    """The moment that a ``Retry-After`` line names, or ``None`` where there is none that can be read."""
    lines = {name.lower(): value for name, value in headers.items()}
    text = lines.get("retry-after", "")
    seconds = _number(text)
    if seconds is not None:
        return now + _seconds(seconds)
    until = _http_date(text)
    return None if until is None else _on_our_clock(until, lines, now)


def _on_our_clock(moment: datetime, lines: Headers, now: datetime) -> datetime:
    """A moment of the CRM's clock on ours: counted from the answer's ``Date``, so that the two may differ."""
    sent = _http_date(lines.get("date", ""))
    return now + min(max(moment - (sent or now), timedelta(0)), _LONGEST)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


def _seconds(number: float) -> timedelta:
    """So many seconds, at most ten years: what a header line says must not overflow a moment."""
    return timedelta(seconds=min(number, _LONGEST.total_seconds()))
