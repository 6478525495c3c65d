"""Messages in a person's hands: dead letters, which a CRM did not take, and those for a CRM that is gone."""

from __future__ import annotations

from socialmatch.models import Actor
from socialmatch.store import Store, outbox
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.sync.messages import record, set_right


def replay(store: Store, tenant: str, seq: int, *, actor: Actor, reason: str) -> bool:
    """Have a dead message tried again from the start; what it stands for is read again then.

    Parameters
    ----------
    seq: of the message. actor, reason: who wants it, and why.

    Returns
    -------
    Whether there was such a message.
    """
    with store.write(tenant, actor, reason) as session:
        message = outbox.get(session, seq)
        if message is None or not outbox.replay(session, seq):
            return False
        record(session, "replayed", message)
        return True


def discard(store: Store, tenant: str, seq: int, *, actor: Actor, reason: str) -> bool:
    """Decide that a dead message is not to be delivered, because it was done by hand or can never be done.

    The row names nobody any more; the event says who decided, and why. A link that the CRM may have heard of in spite
    of everything is removed there, unless it stands.

    Returns
    -------
    Whether there was such a message.
    """
    with store.write(tenant, actor, reason) as session:
        message = outbox.get(session, seq)
        if message is None or message.state is not OutboxState.DEAD:
            return False
        outbox.discard(session, seq)
        record(session, "discarded", message, code=message.error_code)
        if message.operation is Operation.PUT_LINK:
            set_right(session, message)
        return True


def abandon(store: Store, tenant: str, crm: str, *, actor: Actor, reason: str) -> int:
    """Decide that nothing more is delivered to a CRM that is not used any more; what it shows is mended by hand.

    The rows name nobody any more; an event for each says who decided, and why.

    Parameters
    ----------
    crm: its name. That no worker speaks to it any more is the caller's to know. actor, reason: who wants it, and why.

    Returns
    -------
    How many messages there were, dead ones among them.
    """
    with store.write(tenant, actor, reason) as session:
        waiting = [
            message
            for state in (OutboxState.PENDING, OutboxState.DEAD)
            for message in outbox.of_state(session, state)
            if message.account is not None and message.account.crm == crm
        ]
        for message in waiting:
            outbox.discard(session, message.seq)
            record(session, "discarded", message, code="not_configured")
        return len(waiting)
