"""Forgetting: deleting what names a person, and throwing away the key of what cannot be deleted.

:func:`forget` is what a withdrawal does: every row that names the subject goes, but for the customer's own account
row, what is still to be told to a CRM, and the sealed payloads of the log. :func:`erase` goes further: payloads,
keys and refs go too, and what the log still holds of the subject is noise.

Which tables name people is read from the schema itself: a table added later is forgotten too, or a test fails.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Delete, bindparam, update

from socialmatch.errors import StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, ProfileKey, Subject
from socialmatch.store import blocks, events, holds
from socialmatch.store import keys as subject_keys
from socialmatch.store.columns import ACCOUNT, PROFILE, of_account, of_profile
from socialmatch.store.journal import word
from socialmatch.store.schema import (
    METADATA,
    accounts,
    event_payloads,
    event_subjects,
    outbox,
)
from socialmatch.store.schema import subject_keys as subject_keys_table
from socialmatch.store.session import WriteSession
from socialmatch.store.statements import drop, in_parts, mine, same

_REFS: Final = ("subject_ref", "profile_ref", "account_ref")
_KEPT: Final = {outbox.name, accounts.name}
"""Not forgotten: an outbox row is scrubbed on delivery, and the account is the customer's own record."""
_SEALED: Final = {event_payloads.name, event_subjects.name, subject_keys_table.name}
"""Erased by their own rule, below."""


def _naming(columns: tuple[str, ...]) -> list[Delete]:
    """A DELETE for every table that names a subject by these columns."""
    tables = (table for table in METADATA.sorted_tables if table.name not in _KEPT)
    return [drop(table, *columns) for table in tables if set(columns) <= set(table.columns.keys())]


_FORGET_PROFILE: Final = _naming(PROFILE)
_FORGET_ACCOUNT: Final = _naming(ACCOUNT)
_ERASE_REF: Final = [
    drop(table, column)
    for table in METADATA.sorted_tables
    for column in _REFS
    if column in table.columns and table.name not in _KEPT | _SEALED
]
_ERASE_ACCOUNT: Final = drop(accounts, *ACCOUNT)
_UNMERGE: Final = (
    update(accounts)
    .where(mine(accounts), *same(accounts, "crm"), accounts.c.merged_into == bindparam("of_account_id"))
    .values(merged_into=None)
)
_PAYLOADS: Final = drop(event_payloads).where(event_payloads.c.seq.in_(bindparam("seqs", expanding=True)))
_INDEX: Final = drop(event_subjects, "subject_ref")


def forget(session: WriteSession, subject: Subject) -> int:
    """Delete every row that names the subject. Links end first, tokens burn first: this only deletes.

    Stays: the account row of a customer, pending outbox rows, the log, and what knows the subject by ref
    (consents, rejections, served notices).

    Returns
    -------
    How many rows.
    """
    session.take_from(session.ref(subject)).forgotten = True
    if isinstance(subject, ProfileKey):
        return sum(session.execute(statement, of_profile(session, subject)) for statement in _FORGET_PROFILE)
    keys = blocks.remove(session, subject)  # they name it by a number
    return keys + sum(session.execute(statement, of_account(session, subject)) for statement in _FORGET_ACCOUNT)


def erase(session: WriteSession, subject: Subject, *, basis: str) -> int:
    """Forget the subject, and make what the log holds of it unreadable for ever, in every copy of the store.

    An account's row goes too. What only the caller can end must have ended before: links, tokens.
    Proofs stay valid. The event that records it holds a count and the basis, and names nobody.

    Parameters
    ----------
    basis: why it may or must be done (``"request"``, ``"retention"``).

    Returns
    -------
    How many events were made unreadable.

    Raises
    ------
    StoreConflict: a legal hold stands on the record (``legal_hold``).
    """
    forget(session, subject)
    if isinstance(subject, AccountKey):
        session.execute(_ERASE_ACCOUNT, of_account(session, subject))
        session.execute(_UNMERGE, of_account(session, subject))
        session.take_from(session.ref(subject)).removed = True
    return erase_ref(session, session.ref(subject), basis=basis)


def erase_ref(session: WriteSession, ref: bytes, *, basis: str) -> int:
    """As :func:`erase`, for somebody of whom only the ref is left: what the retention job has in hand."""
    if holds.standing(session, ref):
        raise StoreConflict(
            "a legal hold stands on this record",
            code="legal_hold",
            hint="withdrawing works as ever; an officer has to release the hold before anything is erased",
        )
    session.take_from(ref).erased = word(basis, "request")
    seqs = events.positions(session, ref)
    for part in in_parts(seqs):
        session.execute(_PAYLOADS, {"seqs": part})
    session.execute(_INDEX, {"of_subject_ref": ref})
    subject_keys.throw_away(session, ref)
    for statement in _ERASE_REF:
        session.execute(statement, {f"of_{column}": ref for column in _REFS})
    events.append(session, TypeClass.ERASURE, "erased", data={"basis": basis, "events": len(seqs)})
    session.scrubbed = True
    return len(seqs)
