"""A progress bar for anything over two seconds, on a terminal only, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType

PATIENCE = 2.0
"""Seconds of work before a bar appears."""

_STEP = 0.1


class Progress:
    """Tells how far a run is; silent where standard error is no terminal.

    Parameters
    ----------
    timer: monotonic seconds.
    """

    def __init__(self, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._started = self._shown = timer()
        self._phase, self._done, self._total = "", 0, 0
        self._terminal = sys.stderr.isatty()
        self._visible = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._visible:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def phase(self, name: str, total: int = 0) -> None:
        """Begin a phase; ``total`` is 0 where it is not known."""
        self._phase, self._done, self._total = name, 0, total
        self._show()

    def advance(self, number: int) -> None:
        """So many more are done."""
        self._done += number
        self._show()

    def _show(self) -> None:
        now = self._timer()
        if not self._terminal or now - self._started < PATIENCE or now - self._shown < _STEP:
            return
        self._shown = now
        self._visible = True
        sys.stderr.write(f"\r\x1b[K{self._line()}")
        sys.stderr.flush()

    def _line(self) -> str:
        if not self._total:
            return f"{self._phase}: {self._done:,}"
        filled = min(30, 30 * self._done // self._total)
        return f"{self._phase}: [{'#' * filled}{'.' * (30 - filled)}] {self._done:,} of {self._total:,}"
