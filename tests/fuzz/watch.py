"""One input under watch: how long it takes, what memory it takes, and what comes of it."""

from __future__ import annotations

import hashlib
import resource
import signal
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from .targets import Target

SLOWEST = 1.0
"""Seconds of this process' own time that an input may take."""
LARGEST = 500
"""Megabytes that the process may grow to while it reads inputs."""


class TookTooLongError(BaseException):
    """Not an Exception, so that no parser swallows it."""


def peak() -> int:
    """Megabytes that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@dataclass
class Watch:
    """What was seen of one target.

    Attributes
    ----------
    slow: seconds from which an input is a finding.
    codes: how often each of our errors came, ``""`` where the input was read.
    findings: what must not have happened, by kind, with the first input of each in ``kept``.
    """

    target: Target
    kept: Path
    runs: int = 0
    slowest: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    interrupts: bool = False
    slow: float = SLOWEST
    before: int = field(default_factory=peak)

    def begin(self) -> None:
        """Let the kernel interrupt what takes too long; in the main thread only."""
        signal.signal(signal.SIGVTALRM, _too_long)
        self.interrupts = True

    def try_(self, data: bytes) -> None:
        """Feed one input."""
        self.runs += 1
        began = time.process_time()
        if self.interrupts:
            signal.setitimer(signal.ITIMER_VIRTUAL, 2 * self.slow)
        try:
            self.codes[self.target(data)] += 1
        except TookTooLongError:
            self._keep("slow", data)
        except Exception as error:  # whatever it is, it is not one of ours
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._keep(f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}", data)
        finally:
            if self.interrupts:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - began
        if took > self.slow:
            self._keep("slow", data)
        self.slowest = max(self.slowest, took)
        if peak() - self.before > LARGEST and "memory" not in self.findings:
            self._keep("memory", data)

    def report(self) -> dict[str, Any]:
        """The figures, as plain values."""
        return {
            "target": self.target.name,
            "inputs": self.runs,
            "read": self.codes[""],
            "refused": self.runs - self.codes[""] - self.findings.total(),
            "codes": len(self.codes) - ("" in self.codes),
            "slowest_ms": round(self.slowest * 1000),
            "peak_mb": peak(),
            "findings": dict(self.findings),
        }

    def _keep(self, kind: str, data: bytes) -> None:
        if kind not in self.findings:
            self.kept.mkdir(parents=True, exist_ok=True)
            name = f"{self.target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
            (self.kept / name).write_bytes(data)
        self.findings[kind] += 1


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TookTooLongError
