"""Audit: what an officer asks of one tenant's store, behind one object. The command line asks the same modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from socialmatch.audit.export import Exported, Wanted, export
from socialmatch.audit.report import Report, make_report
from socialmatch.audit.retention import Retained, retain
from socialmatch.audit.signing import Signing, checkpoint, sign
from socialmatch.audit.subject import latest_runs, reveal, subject_record
from socialmatch.audit.tables import Scope
from socialmatch.config import Config, Secrets
from socialmatch.ledger import log
from socialmatch.ledger.note import Note
from socialmatch.models import Actor, Subject
from socialmatch.store import Store, holds
from socialmatch.store.holds import Hold

_PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Audit:
    """An officer's desk.

    Parameters
    ----------
    store, tenant: where. config: policy, and the log's name. secrets: the signing key among them, for proofs.
    """

    store: Store
    tenant: str
    config: Config
    secrets: Secrets

    @property
    def signing(self) -> Signing:
        """What the log is signed with."""
        return Signing(self.config.log, self.secrets, self.tenant)

    def subject(
        self, subject: Subject, *, actor: Actor, reason: str, proofs: bool = True, runs: int = 10
    ) -> dict[str, Any]:
        """Everything about one person, as plain JSON; an event says that it was read. See :mod:`.subject`."""
        reveal(self.store, self.tenant, subject, "subject_record", actor=actor, reason=reason)
        log.catch_up(self.store, self.tenant)
        with self.store.read(self.tenant) as session:
            signed = sign(session, self.signing) if proofs else None
            return subject_record(session, subject, signed=signed, runs=latest_runs(session, runs))

    def report(
        self,
        *,
        actor: Actor,
        reason: str = "report",
        since: datetime | None = None,
        until: datetime | None = None,
        names: bool = False,
        reader: str = "",
    ) -> Report:
        """How things stand; see :mod:`.report`. One that names people is an event.

        Parameters
        ----------
        since, until: the period of what happened; default the last 90 days. reader: an actor, to be told whom they saw.
        """
        with self.store.read(self.tenant) as session:
            end = until or session.now + timedelta(milliseconds=1)
        scope = Scope(since or end - _PERIOD, end, names, self.config.policy.small_group)
        return make_report(self.store, self.tenant, scope, actor=actor, reason=reason, reader=reader)

    def export(
        self,
        directory: Path,
        *,
        actor: Actor,
        reason: str = "export",
        subject: Subject | None = None,
        index: int | None = None,
        runs: Sequence[str] = (),
        whole: bool = False,
    ) -> Exported:
        """Write a bundle for an outsider; see :mod:`.export`."""
        wanted = Wanted(subject, index, tuple(runs), whole)
        return export(self.store, self.signing, directory, wanted, actor=actor, reason=reason)

    def checkpoint(self) -> Note:
        """Sign the log as it stands; see :mod:`.signing`."""
        return checkpoint(self.store, self.signing)[0]

    def retain(self) -> Retained:
        """Erase what is not to be kept any longer; see :mod:`.retention`."""
        return retain(self.store, self.tenant, self.config.policy)

    def hold(self, subject: Subject, ground: str, *, actor: Actor, reason: str, until: datetime | None = None) -> Hold:
        """Keep somebody's record from being erased; see :mod:`socialmatch.store.holds`."""
        with self.store.write(self.tenant, actor, reason) as session:
            return holds.place(session, subject, ground, until)

    def release(self, subject: Subject, hold: int, *, actor: Actor, reason: str) -> None:
        """Lift a hold, by the position of its event in the log."""
        with self.store.write(self.tenant, actor, reason) as session:
            holds.release(session, subject, hold)

    def holds(self, subject: Subject) -> list[Hold]:
        """The holds that stand on somebody's record."""
        with self.store.read(self.tenant) as session:
            return holds.standing(session, session.ref(subject))
