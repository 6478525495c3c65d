"""A clock for tests: it moves when it is told to, or when somebody sleeps on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_BEGIN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class ManualClock:
    """Call it for the moment; hand its :meth:`sleep` to whoever would wait.

    Parameters
    ----------
    begin: where it stands at first (aware, UTC).
    """

    def __init__(self, begin: datetime = _BEGIN) -> None:
        self.now = begin
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        """Move it on."""
        self.now += by

    def sleep(self, seconds: float) -> None:
        """Stand in for ``time.sleep``: takes no time, moves the clock, and is remembered in ``slept``."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
