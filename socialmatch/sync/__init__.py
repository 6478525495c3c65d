"""Sync: what the outbox holds, told to the CRMs; at least once each, in the order of each account.

A message is delivered in two commits with the call between them, so that no lock is held while a CRM is spoken to::

    claim   keep the lease, read link and consent again, note that an attempt begins
    call    put_link, remove_link or erase of the adapter, with the key that makes a repetition harmless
    settle  record the answer as an event and scrub the row, or note when to try again

What the store says at the claim decides, not what it said when the message was queued: a link that ended, or whose
consent is gone, is not written any more. What changes between claim and settle is set right by a further message,
see :mod:`socialmatch.sync.messages`. So does a worker that dies in between leave nothing wrong behind: the message
is still there, and telling it twice is harmless.

One worker at a time speaks to a CRM for a tenant; a lease keeps others away.
"""

from socialmatch.sync.delivery import Delivery, Outcome, Patience, Pause, deliver, run_forever
from socialmatch.sync.letters import abandon, discard, replay

__all__ = ["Delivery", "Outcome", "Patience", "Pause", "abandon", "deliver", "discard", "replay", "run_forever"]
