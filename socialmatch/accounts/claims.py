"""Consents that a CRM has on file, into a store: every "no" is heard, a "yes" counts only where the policy says so.

Nobody can tell from a field of a CRM what was shown to the person who is said to have agreed. So a "yes" is a claim;
with ``crm_grants`` it is taken as one from a file is: under a registered notice, with an end, as an assertion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from socialmatch.accounts.batches import SILENCE, Destination, Imported, Progress, open_run, refuse_agents
from socialmatch.accounts.consents import Registered, Row, Taker, Withdraw
from socialmatch.consent.state import GRANTS
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.consents import ConsentFields
from socialmatch.errors import UsageError
from socialmatch.models import ConsentEvent, Subject


def import_crm_consents(
    to: Destination, adapter: CrmAdapter, *, withdraw: Withdraw, progress: Progress = SILENCE
) -> Imported:
    """Take the answers that a CRM's consent fields hold.

    Parameters
    ----------
    adapter: of the same tenant, with its consents set up. withdraw: see :data:`~.consents.Withdraw`.

    Returns
    -------
    Imported: its counts are those of :meth:`~.consents.Taker.take`, with ``claims`` for every "yes" that was found and
        not taken, and ``no_evidence_of_one`` where the policy takes them and one is none, as a warning says.

    Raises
    ------
    UsageError: the adapter knows no consents (``no_consents_there``). CrmError: while reading; nothing was taken.
    ConsentError: the actor is an agent, who never grants (``agent_cannot_grant``); the attempt is in the log.
    StoreBusy: such an import is under way (``lease_held``).
    """
    if not isinstance(adapter, ConsentFields):
        raise UsageError(f"the adapter of the CRM {adapter.name} knows no consents", code="no_consents_there")
    refuse_agents(to, "import_crm_consents")
    with to.store.read(to.tenant) as session:
        registered = Registered.of(session, to.policy)
    progress.phase("look through")
    found = _by_subject(adapter.claims())
    rejected = Counter[str]()
    taker = Taker(registered, to.policy, withdraw, lambda line, column, reason: rejected.update([reason.value]))
    with open_run(to, f"import consents of {adapter.name}", "", progress) as run:
        progress.phase("import", len(found))
        counts, groups = _sifted(found, registered, rejected, grants=to.policy.crm_grants)
        run.batches(iter(groups), taker.take)
        run.counts += counts + +Counter(no_evidence_of_one=rejected.total())
    done = run.imported()
    done.warnings += [f"{number:,} answers were not taken: {reason}" for reason, number in sorted(rejected.items())]
    return done


def _by_subject(claims: Iterable[ConsentEvent]) -> list[list[ConsentEvent]]:
    """The latest answer of everybody for each purpose; of answers at the same moment a "no"."""
    latest: dict[tuple[Subject, str], ConsentEvent] = {}
    for claim in claims:
        known = latest.get((claim.subject, claim.purpose))
        if known is None or _rank(claim) > _rank(known):
            latest[claim.subject, claim.purpose] = claim
    held: dict[Subject, list[ConsentEvent]] = {}
    for claim in latest.values():
        held.setdefault(claim.subject, []).append(claim)
    return list(held.values())


def _rank(claim: ConsentEvent) -> tuple[datetime, bool]:
    return claim.recorded_at, claim.kind not in GRANTS


def _sifted(
    found: Iterable[Iterable[ConsentEvent]], registered: Registered, rejected: Counter[str], *, grants: bool
) -> tuple[Counter[str], list[list[Row]]]:
    """How many claims stay claims, and what is taken."""
    claims, groups = 0, []
    for events in found:
        group: list[Row] = []
        for event in events:
            fault = registered.fault(event) if grants else None
            if event.kind in GRANTS and not grants:
                claims += 1
            elif fault is not None:
                rejected[fault[1].value] += 1
            else:
                group.append((0, event))
        if group:
            groups.append(group)
    return +Counter(claims=claims), groups
