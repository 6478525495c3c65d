"""The plain engine: one process, no extras. The default, and the oracle every other engine is held against."""

from __future__ import annotations

from collections.abc import Iterator

from socialmatch.engines.base import Job
from socialmatch.matching.decide import Outcome, propose
from socialmatch.matching.index import AccountIndex


class PythonEngine:
    """Index the permitted accounts in memory, then take the permitted profiles one by one.

    Memory grows with the accounts (some 15 kB each), time with profiles times candidates per profile, which the
    model's ``candidate_limit`` bounds.
    """

    def run(self, job: Job) -> Iterator[Outcome]:
        """Run the job; see :class:`socialmatch.engines.base.Engine`."""
        index = AccountIndex(job.permitted, job.accounts)
        profiles = sorted((p for p in job.profiles if job.permitted.permits(p.key)), key=lambda p: p.key)
        for profile in profiles:
            yield propose(job.permitted, job.model, index, profile, thresholds=job.thresholds, top=job.top)
            job.progress(1)
