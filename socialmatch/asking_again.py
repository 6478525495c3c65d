"""After a material change of a notice whoever agreed to the old words is asked again.

Nothing rests on the old words from the moment the new ones are registered: every read sees to that by itself. This
job makes the record say so, person by person, and has the CRMs take back what they were told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from socialmatch import endings
from socialmatch.models import Actor, ConsentEvent, EventKind, Subject
from socialmatch.store import Store, WriteSession, consents, oversight, permits
from socialmatch.store.oversight import Outdated

MATERIAL_CHANGE: Final = "material_change"
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """How many grants are asked for again, and how many links do not answer until they are."""

    consents: int = 0
    links: int = 0


def ask_again(store: Store, tenant: str, *, actor: Actor, progress: Callable[[int], object] | None = None) -> Asked:
    """Record of every grant in force under words that were materially changed that it is asked for again.

    Some hundred grants a commit. Stopped at any point it leaves nothing half done, and the next call goes on; to call
    it where nothing changed does nothing.

    Parameters
    ----------
    progress: told how many grants a commit dealt with.
    """
    done = Counter[str]()
    after: Outdated | None = None
    while True:
        with store.write(tenant, actor, MATERIAL_CHANGE) as session:
            found = oversight.outdated(session, after, _AT_ONCE)
            done.update(_supersede(session, found))
        if progress is not None:
            progress(len(found))
        if len(found) < _AT_ONCE:
            return Asked(done["consents"], done["links"])
        after = found[-1]


def _supersede(session: WriteSession, found: list[Outdated]) -> Counter[str]:
    grants = [(one.subject, one.purpose, one.notice_version) for one in found if one.subject is not None]
    events = [
        ConsentEvent(
            subject, purpose, EventKind.SUPERSEDED, session.now, notice_version=version, reason=MATERIAL_CHANGE
        )
        for subject, purpose, version in grants
    ]
    consents.record_many(session, [(event, consents.NO_TERMS) for event in events])
    links = sum(_left_without(session, subject) for subject in dict.fromkeys(subject for subject, *_ in grants))
    return Counter(consents=len(events), links=links)


def _left_without(session: WriteSession, subject: Subject) -> int:
    """Stop what rested on somebody who now agrees to nothing; how many links that is."""
    if permits.purposes(session, subject):
        return 0
    endings.drop_derived(session, subject)
    return endings.suspend_links(session, subject, MATERIAL_CHANGE)
