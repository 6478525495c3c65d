"""The nightly run on a store: everybody permitted is looked at, and what changed since the last run is worked out.

Who may be seen is sealed in the log before anybody is scored, and consent is read again in the commit that writes. The
room has: the index as it stood when the run began (``members``), all that a run reads then (``moment``), what it
remembers of a profile (``memory``), what a profile comes to (``scoring``), the run itself (``run``), what it tells
(``report``), and what can be learned from it (``observing``).
"""

from socialmatch.reconcile.observing import Observation, observe
from socialmatch.reconcile.report import Reconciled
from socialmatch.reconcile.run import reconcile

__all__ = ["Observation", "Reconciled", "observe", "reconcile"]
