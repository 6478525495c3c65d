"""What every adapter is handed besides its own settings: its name, its tenant, the clock, and how patient to be."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from socialmatch.crm.limits import Sleep
from socialmatch.models import DEFAULT_CRM, DEFAULT_TENANT
from socialmatch.moments import Clock, system_clock


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how patiently a call is tried again after trouble that may pass.

    There is no jitter: runs on one CRM are kept apart by a lease, so no herd comes back at once.

    Attributes
    ----------
    attempts: tries in all. first_wait: seconds before the second try, doubled for each further one.
    longest_wait: seconds, the most that one wait may take; a CRM that asks for more is left alone for now.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0

    def wait(self, failed: int) -> float:
        """Seconds to wait after that many failures, from 1."""
        return float(min(self.first_wait * 2.0 ** (failed - 1), self.longest_wait))


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every adapter is handed besides its own settings.

    Attributes
    ----------
    name: the adapter's configured name: the ``crm`` of every account key.
    tenant: whose data this is. clock, sleep: time, injected. retry: how patient to be.
    """

    name: str = DEFAULT_CRM
    tenant: str = DEFAULT_TENANT
    clock: Clock = system_clock
    sleep: Sleep = time.sleep
    retry: Retry = Retry()


DEFAULT_RUNTIME: Final = Runtime()
