"""What can go wrong between an adapter and its system, and a plan of what is to go wrong when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import pytest


class Fault(StrEnum):
    """What goes wrong with one request.

    Attributes
    ----------
    BUSY_SECONDS, BUSY_DATE, BUSY_RESET: 429, and the moment it will be over, as seconds, as an HTTP date, or in the
        system's own header line. BUSY: 429 and no such word.
    ERROR, GATEWAY, UNAVAILABLE: 500, 502, 503. TIMEOUT: no answer, and nothing was done.
    LOST: it was done, and the answer did not arrive. SLOW: the answer takes twenty seconds.
    TRUNCATED: it was done, and the answer breaks off. EMPTY: a question is answered with an empty JSON object.
    UNRELATED: a question is answered with a JSON object about something else, as where maintenance is announced.
    PAGE: a web page with status 200, as of a proxy that wants a password; nothing was done. REDIRECT: go to another
        host. FOREIGN: every address in the answer is on another host. STUCK: the page before comes once more.
    UNAUTHORISED: 401, as if the password had just been changed.
    """

    BUSY_SECONDS = "busy_seconds"
    BUSY_DATE = "busy_date"
    BUSY_RESET = "busy_reset"
    BUSY = "busy"
    ERROR = "error"
    GATEWAY = "gateway"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    LOST = "lost"
    SLOW = "slow"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    UNRELATED = "unrelated"
    PAGE = "page"
    REDIRECT = "redirect"
    FOREIGN = "foreign"
    STUCK = "stuck"
    UNAUTHORISED = "unauthorised"


NAMES_A_MOMENT: Final = (Fault.BUSY_SECONDS, Fault.BUSY_DATE, Fault.BUSY_RESET)
OUT_OF_REACH: Final = (
    *NAMES_A_MOMENT,
    Fault.BUSY,
    Fault.ERROR,
    Fault.GATEWAY,
    Fault.UNAVAILABLE,
    Fault.TIMEOUT,
    Fault.LOST,
)
"""It passes, and the same again will work: ``CrmUnavailable``."""
SPOILT: Final = (
    Fault.TRUNCATED,
    Fault.EMPTY,
    Fault.UNRELATED,
    Fault.PAGE,
    Fault.REDIRECT,
    Fault.FOREIGN,
    Fault.STUCK,
    Fault.UNAUTHORISED,
)
"""Something came that must not be taken for an answer."""
AGAIN_IN: Final = timedelta(seconds=20)
"""When the system is to be asked again, by a fault that names a moment."""
SLOW_SECONDS: Final = 20.0
_MANY: Final = 10**9
_TOO_MANY: Final = 300


class Faults:
    """A plan of what is to go wrong, and a log of the requests that came.

    Parameters
    ----------
    can: what the peer can make go wrong.

    Attributes
    ----------
    requests: the moment of each request, by the adapter's clock. elsewhere: requests to another host.
    """

    def __init__(self, can: Iterable[Fault]) -> None:
        self.can = frozenset(can)
        self.requests: list[datetime] = []
        self.elsewhere = 0
        self._fault: Fault | None = None
        self._after = 0
        self._times = 0
        self._planned_at = 0

    def plan(self, fault: Fault | None, *, after: int = 0, times: int = 1) -> None:
        """Let so many requests go wrong, after so many that go well; it takes the place of the plan before."""
        self._fault, self._after, self._times = fault, after, times
        self._planned_at = len(self.requests)

    def plan_for_good(self, fault: Fault) -> None:
        """Let every request go wrong from now on."""
        self.plan(fault, times=_MANY)

    def nothing(self) -> None:
        """Let nothing go wrong any more."""
        self.plan(None)

    @property
    def due(self) -> bool:
        """Whether the plan still has something to go wrong."""
        return self._fault is not None and self._times > 0

    def next(self, now: datetime) -> Fault | None:
        """A request comes: what goes wrong with it. For peers."""
        self.requests.append(now)
        since = len(self.requests) - self._planned_at
        if since > _TOO_MANY:  # no Exception, which the frame would translate, and the loop would go on
            pytest.fail(f"{since} requests and no end: the adapter has to give up, or to see that it goes in a circle")
        if not self.due or since <= self._after:
            return None
        self._times -= 1
        return self._fault
