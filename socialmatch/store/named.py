"""Who a ref names, as far as this store can still tell."""

from __future__ import annotations

from typing import Final

from socialmatch.models import Subject
from socialmatch.store import events
from socialmatch.store.columns import account_key, profile_key
from socialmatch.store.schema import accounts, profiles
from socialmatch.store.session import Session
from socialmatch.store.statements import pick, same

_ACCOUNT: Final = pick(accounts, "crm", "account_id").where(*same(accounts, "subject_ref"))
_PROFILE: Final = pick(profiles, "platform", "scope", "user_id").where(*same(profiles, "subject_ref"))


def named(session: Session, ref: bytes) -> Subject | None:
    """The subject of a ref: by its row, else by what the log says of it; ``None`` where neither knows.

    Raises
    ------
    StoreCorrupt: an event about it does not open.
    """
    row = session.row(_ACCOUNT, {"of_subject_ref": ref})
    if row is not None:
        return account_key(session, row)
    row = session.row(_PROFILE, {"of_subject_ref": ref})
    if row is not None:
        return profile_key(session, row)
    for seq in events.positions(session, ref):
        for event in events.read(session, [seq]):
            for subject in event.subjects:
                if session.ref(subject) == ref:
                    return subject
    return None
