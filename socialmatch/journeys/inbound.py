"""A message that came by webhook, before anybody acts on it: signed, sent just now, and seen for the first time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from socialmatch.consent.inbound import MAX_ID, Inbound, Scheme, inbound_fault, message_digest, time_fault
from socialmatch.errors import InboundRefused
from socialmatch.journeys.steps import Installation
from socialmatch.journeys.token import note_refusal
from socialmatch.models import Actor
from socialmatch.store import limits


def check_inbound(
    at: Installation,
    scheme: Scheme,
    headers: Mapping[str, str],
    body: bytes,
    *,
    keys: Sequence[bytes],
    read: Callable[[bytes], tuple[str, datetime]] | None = None,
    actor: Actor,
    reason: str,
) -> Inbound:
    """Take a message once, if it is the platform's.

    Parameters
    ----------
    scheme, keys, headers, body: as of :func:`socialmatch.consent.inbound.inbound_fault`.
    read: gets the message's id and moment out of a body whose signature fits, where no signed header has them.

    Returns
    -------
    The message, with its id and moment. It is remembered from now on; should what follows fail, the platform sends the
    same again in vain, so hand it on to a queue of yours first.

    Raises
    ------
    InboundRefused: it does not count; the log says why, and of whom nothing. ConfigError: there is no key.
    """
    fault, found = inbound_fault(scheme, keys, headers, body)
    if found is not None and read is not None:
        named, sent_at = read(found.body)
        found = replace(found, message_id=found.message_id or named, sent_at=found.sent_at or sent_at)
    with at.store.write(at.tenant, actor, reason) as session:
        if found is not None:
            fault = time_fault(found.sent_at, session.now) or _id_fault(found.message_id)
            if not fault:
                ref = session.keys.refs.of("message", session.tenant, message_digest(scheme, found.message_id))
                fault = "" if limits.first_time(session, ref) else "repeated"
        if fault:
            note_refusal(session, "inbound", fault, ())
    if fault or found is None:
        raise InboundRefused(fault)
    return found


def _id_fault(message_id: str) -> str:
    return "" if isinstance(message_id, str) and 0 < len(message_id.strip()) <= MAX_ID else "no_id"
