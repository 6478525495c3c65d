"""Consents from an interchange file into a store: every "no" first, then the grants that are evidence of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from socialmatch import endings
from socialmatch.accounts.batches import SILENCE, Destination, Imported, Progress, check_shrink, open_run, refuse_agents
from socialmatch.accounts.consents import Registered, Row, Taker, Withdraw, order_matters
from socialmatch.accounts.from_files import counted, state_of, with_rejected
from socialmatch.files import Rejected, read_consent_rows
from socialmatch.files.doubts import Doubts, reached
from socialmatch.files.rejected import Unheard
from socialmatch.models import DEFAULT_CRM, Account, AccountKey, Profile, ProfileKey, Subject
from socialmatch.store import Session, WriteSession, accounts, profiles
from socialmatch.store.accounts import AccountState
from socialmatch.store.profiles import ProfileState
from socialmatch.store.statements import batched


def import_consents(
    to: Destination,
    path: Path,
    *,
    rejected: Rejected,
    withdraw: Withdraw,
    crm: str = DEFAULT_CRM,
    allow_shrink: bool = False,
    skip_unreadable: bool = False,
    progress: Progress = SILENCE,
) -> Imported:
    """Take consents that were recorded elsewhere from an interchange file.

    Where more than 5 % of the rows cannot be used nobody's grant is taken who did not also say "no", but every
    "no" is heard all the same. A row that cannot be read and may be a withdrawal stops whatever rests on whom it
    may mean: a "no" may reach too far, a "yes" never does.

    Parameters
    ----------
    rejected: takes the rows that cannot be used. withdraw: see :data:`~.consents.Withdraw`.
    crm: of subjects ``account:ID``; ``profile_id:ID`` is looked up among the profiles of the store.
    allow_shrink: go on even if more than 5 % of the rows are rejected.
    skip_unreadable: go on over a row that may be a withdrawal and does not say whose.

    Raises
    ------
    InputError: the file looks like the wrong one (``would_shrink``).
    FileError: it cannot be read, or a row may be a withdrawal and does not say whose (``unheard_withdrawal``).
    StoreBusy: such an import is under way (``lease_held``).
    ConsentError: the actor is an agent, who never grants (``agent_cannot_grant``); the attempt is in the log.
    """
    refuse_agents(to, "import_consents")
    with to.store.read(to.tenant) as session:
        registered = Registered.of(session, to.policy)
    source = _Source(path, to.tenant, crm, StoredIds(to), registered, Doubts(skip_unreadable=skip_unreadable))
    progress.phase("look through")
    source.look_through(rejected, progress)
    taker = Taker(registered, to.policy, withdraw, partial(rejected.row, "consents"))
    found = rejected.rows, source.usable + rejected.rows
    with open_run(to, f"import consents {crm}", state_of(path), progress) as run:
        progress.phase("import", source.usable)
        run.commit(source.stop_doubtful)
        run.batches(source.whole_subjects(), taker.take)
        check_shrink("rows are rejected", *found, allow_shrink)
        run.batches(source.others(), taker.take)
    done = with_rejected(run, rejected)
    done.warnings += source.warnings()
    return done


@dataclass(slots=True)
class _Source:
    """A file of consents, read more than once: to look through, for who said "no", and for all others.

    Attributes
    ----------
    doubts: what rows that cannot be read may mean. usable: how many rows can be used. whole: whose belong together.
    """

    path: Path
    tenant: str
    crm: str
    profile_ids: Mapping[str, ProfileKey] = field(repr=False)
    registered: Registered
    doubts: Doubts = field(repr=False)
    usable: int = 0
    whole: set[Subject] = field(default_factory=set, repr=False)

    def look_through(self, rejected: Rejected, progress: Progress) -> None:
        """Count the rows, set aside what is no evidence, and note whose rows belong together."""
        rows = read_consent_rows(
            self.path,
            rejected=rejected,
            profile_ids=self.profile_ids,
            doubts=self.doubts,
            tenant=self.tenant,
            crm=self.crm,
        )
        for line, event in counted(rows, progress):
            fault = self.registered.fault(event)
            if fault is not None:
                column, reason = fault
                rejected.row("consents", line, column, reason)
                continue
            self.usable += 1
            if order_matters(event):
                self.whole.add(event.subject)

    def whole_subjects(self) -> Iterator[list[Row]]:
        """All rows of each subject whose rows belong together, in the order they happened."""
        held: dict[Subject, list[Row]] = {}
        for line, event in self._usable():
            if event.subject in self.whole:
                held.setdefault(event.subject, []).append((line, event))
        for rows in held.values():
            yield sorted(rows, key=_moment)

    def others(self) -> Iterator[list[Row]]:
        """Every other row by itself."""
        return ([row] for row in self._usable() if row[1].subject not in self.whole)

    def stop_doubtful(self, session: WriteSession) -> Counter[str]:
        """End what rests on a consent of somebody whom a row that cannot be read may mean."""
        found: list[Subject] = []
        for part in batched(_everybody(session, self.crm) if self.doubts.subjects else ()):
            found += self._doubtful(part)
        stopped = 0
        for subject in found:
            stopped += endings.terminate_consents(session, subject, "unreadable_row")
            endings.drop_derived(session, subject)
        return Counter(doubtful=len(found), grants_ended=stopped)

    def warnings(self) -> Iterator[str]:
        """What the operator should look at."""
        if self.doubts.subjects:
            yield (
                f"consents: {len(self.doubts.subjects)} subject(s) stand on rows that may be withdrawals and cannot be"
                " read; nothing rests any more on whoever they may mean"
            )
        if self.doubts.skipped:
            yield (
                f"consents: {self.doubts.skipped} row(s) may be withdrawals and do not say whose; they were skipped,"
                " as was asked for"
            )

    def _usable(self) -> Iterator[Row]:
        """The rows that can be used, but for grants of whoever may have said "no" in one that cannot be read."""
        rows = read_consent_rows(
            self.path, rejected=Unheard(), profile_ids=self.profile_ids, tenant=self.tenant, crm=self.crm
        )
        for part in batched(row for row in rows if self.registered.fault(row[1]) is None):
            doubtful = self._doubtful([_bare(event.subject) for _, event in part])
            for row in part:
                if order_matters(row[1]) or row[1].subject not in doubtful:
                    yield row

    def _doubtful(self, found: Sequence[Account | Profile]) -> set[Subject]:
        if not self.doubts.subjects:
            return set()
        told = dict.fromkeys(self.doubts.subjects, "unreadable_row")
        some_accounts = [one for one in found if isinstance(one, Account)]
        some_profiles = [one for one in found if isinstance(one, Profile)]
        return set(reached(told, accounts=some_accounts, profiles=some_profiles, named=()))


def _everybody(session: Session, crm: str) -> Iterator[Account | Profile]:
    for account in accounts.walk(session, states=tuple(AccountState)):
        if account.account.crm == crm:
            yield account.account
    for profile in profiles.walk(session, states=tuple(ProfileState)):
        yield profile.profile


def _bare(subject: Subject) -> Account | Profile:
    """Somebody of whom nothing is known but the key."""
    if isinstance(subject, AccountKey):
        return Account(subject.account_id, subject.crm, subject.tenant)
    return Profile(subject.platform, subject.user_id, subject.scope, subject.tenant)


class StoredIds(Mapping[str, ProfileKey]):
    """The callers' own row ids of the profiles in a store, read when the first is asked for.

    One that stands on several profiles names none of them.
    """

    def __init__(self, to: Destination) -> None:
        self._to = to

    def __bool__(self) -> bool:
        return True  # asking whether there are any would read them all

    def __getitem__(self, profile_id: str) -> ProfileKey:
        return self._ids[profile_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def _ids(self) -> dict[str, ProfileKey]:
        found: dict[str, ProfileKey] = {}
        unclear = set[str]()
        with self._to.store.read(self._to.tenant) as session:
            for known in profiles.walk(session, states=tuple(ProfileState)):
                profile = known.profile
                if profile.profile_id and found.setdefault(profile.profile_id, profile.key) != profile.key:
                    unclear.add(profile.profile_id)
        return {profile_id: key for profile_id, key in found.items() if profile_id not in unclear}


def _moment(row: Row) -> datetime:
    return row[1].recorded_at
