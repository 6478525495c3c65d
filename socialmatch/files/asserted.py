"""Three files read as one: accounts, profiles, and who of them agreed, as the operator asserts it.

What the consents say clearly is for :mod:`socialmatch.consent`. Here it is also asked what they may mean: whoever may
have said "no" is left out, and a "yes" under a handle is not taken for one of the handle's next holder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from socialmatch.consent.permits import NotPermitted, PermittedSet, permitted_set
from socialmatch.consent.state import GRANTS, IN_FORCE, TRANSITIONS, Reason, State
from socialmatch.files.doubts import Doubts, reached
from socialmatch.files.identity import format_subject
from socialmatch.files.readers import read_accounts, read_consents, read_profiles, reject_consents
from socialmatch.files.rejected import Rejected
from socialmatch.handles.parse import fold
from socialmatch.models import Account, ConsentEvent, EventKind, Profile, ProfileKey, Subject

ENDINGS = {EventKind.MODIFIED} | {
    kind for kind in EventKind if TRANSITIONS.get((State.GIVEN, kind), State.UNKNOWN) not in IN_FORCE
}
"""What ends a grant in force, or narrows it."""


class Doubt(StrEnum):
    """Why somebody is left out whom the consents, as far as they are clear, permit or do not mention."""

    ENDED_UNDER_HANDLE = "ended_under_handle"
    """A "no" was said under the handle the profile has now, or under the id of who has the handle."""
    KEY_CHANGED = "key_changed"
    """They are known by a handle only, and were first seen under it after the grant."""
    OTHER_SPELLING = "other_spelling"
    """A "no" names nobody, and differs from their id in what is not seen, or in the scope, only."""
    UNKNOWN_PURPOSE = "unknown_purpose"
    """They said "no" to a purpose that the policy does not know."""
    UNREADABLE_ROW = "unreadable_row"
    """A row that cannot be read may be their "no"."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: raw values, and who of them agreed.

    Attributes
    ----------
    accounts, profiles: every readable row, sorted by key. permitted: who agreed. refused: why the others did not.
    doubtful: who is left out although they are permitted or not mentioned, and why.
    endless: subjects of grants that were rejected because they name no end.
    unheard: how many subjects of the consents are in neither file. warnings: what the operator should look at.
    """

    accounts: Sequence[Account] = field(repr=False)
    profiles: Sequence[Profile] = field(repr=False)
    permitted: PermittedSet
    refused: NotPermitted
    doubtful: Mapping[Subject, Doubt] = field(default_factory=dict, repr=False)
    endless: frozenset[Subject] = field(default=frozenset(), repr=False)
    unheard: int = 0
    warnings: tuple[str, ...] = ()

    def reason_for(self, subject: Subject) -> str | None:
        """Why a subject is left out, ``None`` if it is not; what they clearly said goes before any doubt."""
        reason = self.refused.reason_for(subject)
        if reason not in (None, Reason.NO_CONSENT, Reason.OTHER_PURPOSE):
            return reason.value
        if subject in self.doubtful:
            return self.doubtful[subject].value
        if reason is None:
            return None
        return Reason.NO_END.value if subject in self.endless else reason.value

    def tally(self, subjects: Iterable[Subject]) -> dict[str, int]:
        """How many of the given subjects are left out, by reason."""
        found = Counter(reason for subject in subjects if (reason := self.reason_for(subject)) is not None)
        return dict(sorted(found.items()))


def read_inputs(
    accounts: Path,
    profiles: Path,
    consents: Path | None,
    *,
    purpose: str,
    as_of: datetime,
    rejected: Rejected,
    purposes: Collection[str] = (),
    skip_unreadable: bool = False,
) -> Inputs:
    """Read the three files and fold the consents.

    Parameters
    ----------
    purpose: what is asked for. purposes: every purpose there is; the one asked for is always among them.
    as_of: the moment consent is read at. rejected: takes what cannot be read.
    skip_unreadable: whether to go on over a row that may be a withdrawal and does not say whose.

    Raises
    ------
    FileError: one of them cannot be read, or a row may be a withdrawal and does not say whose.
    MissingExtra: it is Parquet and pyarrow is missing.
    """
    ids: dict[str, ProfileKey] = {}
    unclear: dict[str, set[ProfileKey]] = {}
    account_rows = sorted(read_accounts(accounts, rejected=rejected), key=lambda a: a.key)
    profile_rows = sorted(
        read_profiles(profiles, rejected=rejected, profile_ids=ids, unclear=unclear), key=lambda p: p.key
    )
    if consents is None:
        permitted, refused = permitted_set((), purpose=purpose, as_of=as_of)
        return Inputs(account_rows, profile_rows, permitted, refused)
    doubts = Doubts(skip_unreadable=skip_unreadable)
    said = Said(purpose, {purpose, *purposes}, as_of)
    events = read_consents(consents, rejected=rejected, profile_ids=ids, doubts=doubts)
    permitted, refused = permitted_set(said.listen(events), purpose=purpose, as_of=as_of)
    if refused.illegal:
        reject_consents(consents, refused.illegal, rejected=rejected, profile_ids=ids)
    known: set[Subject] = {*(a.key for a in account_rows), *(p.key for p in profile_rows)}
    heard = {*permitted.accounts, *permitted.profiles, *refused.reasons}
    told = dict.fromkeys(doubts.subjects, Doubt.UNREADABLE_ROW) | said.of_strangers(known, permitted)
    named = [*ids.items(), *((one, key) for one, keys in unclear.items() for key in keys)]
    doubtful = said.of_handles(profile_rows, permitted) | {s: d for s, d in said.elsewhere.items() if s in known}
    for subject, doubt in reached(told, accounts=account_rows, profiles=profile_rows, named=named).items():
        doubtful.setdefault(subject, Doubt(doubt))
    return Inputs(
        account_rows,
        profile_rows,
        permitted,
        refused,
        {subject: doubt for subject, doubt in doubtful.items() if subject in known},
        frozenset(e.subject for e in doubts.endless if e.purpose == purpose and e.recorded_at <= as_of),
        len(heard - known),
        tuple(warnings(doubts.skipped, said.rows)),
    )


def warnings(skipped: int, elsewhere: int) -> Iterator[str]:
    """What the operator should look at: rows that were skipped, and rows for a purpose nobody knows."""
    if skipped:
        yield f"consents: {skipped} row(s) may be withdrawals and do not say whose; they were skipped, as was asked for"
    if elsewhere:
        yield (
            f"consents: {elsewhere} row(s) end something for a purpose that the policy does not know; whom they name"
            " is left out (policy.purposes lists the purposes there are)"
        )


class Said:
    """Listens to the events on their way, for what they may mean beside what they say.

    Attributes
    ----------
    elsewhere: who ended something for a purpose nobody knows; rows: in how many rows that was.
    """

    def __init__(self, purpose: str, purposes: Collection[str], as_of: datetime) -> None:
        self.elsewhere: dict[Subject, Doubt] = {}
        self.rows = 0
        self._purpose, self._purposes, self._as_of = purpose, purposes, as_of
        self._ended: set[Subject] = set()
        self._granted: dict[ProfileKey, datetime] = {}

    def listen(self, events: Iterable[ConsentEvent]) -> Iterator[ConsentEvent]:
        """Give the events as they come."""
        for event in events:
            if event.recorded_at <= self._as_of:
                if event.kind in ENDINGS:
                    self._hear_end(event)
                elif event.kind in GRANTS and event.purpose == self._purpose:
                    self._hear_grant(event)
            yield event

    def add(self, other: Said) -> None:
        """Hear also what another one heard, of other subjects."""
        self.elsewhere.update(other.elsewhere)
        self.rows += other.rows
        self._ended |= other._ended
        self._granted.update(other._granted)

    def noes(self, permitted: PermittedSet) -> set[Subject]:
        """Who said a "no" that may mean somebody else, where it names nobody there is."""
        return {subject for subject in self._ended if not permitted.permits(subject)} | self.elsewhere.keys()

    def of_strangers(self, known: Collection[Subject], permitted: PermittedSet) -> dict[str, Doubt]:
        """The subjects, as written, of a "no" that names nobody there is, and was not taken back."""
        ended = {s: Doubt.OTHER_SPELLING for s in self._ended if not permitted.permits(s)}
        return {format_subject(s): doubt for s, doubt in (ended | self.elsewhere).items() if s not in known}

    def of_handles(self, profiles: Iterable[Profile], permitted: PermittedSet) -> dict[Subject, Doubt]:
        """Whom a handle's history leaves out.

        A "no" under a handle is one of the profile that has it now, and the other way round. A grant under a handle
        says nothing for whoever was first seen under it later.
        """
        over = {
            subject for subject in self._ended if isinstance(subject, ProfileKey) and not permitted.permits(subject)
        }
        found: dict[Subject, Doubt] = {}
        for profile in profiles:
            key = profile.key
            if not key.stable:
                granted = self._granted.get(key)
                if granted and profile.first_seen and granted < profile.first_seen and permitted.permits(key):
                    found[key] = Doubt.KEY_CHANGED
            elif over and profile.handle:
                by_handle = ProfileKey.of_handle(key.tenant, key.platform, fold(key.platform, profile.handle))
                if by_handle in over:
                    found[key] = Doubt.ENDED_UNDER_HANDLE
                elif key in over:
                    found[by_handle] = Doubt.ENDED_UNDER_HANDLE
        return found

    def _hear_end(self, event: ConsentEvent) -> None:
        if event.purpose not in self._purposes:
            self.elsewhere[event.subject] = Doubt.UNKNOWN_PURPOSE
            self.rows += 1
        elif event.purpose == self._purpose:
            self._ended.add(event.subject)

    def _hear_grant(self, event: ConsentEvent) -> None:
        subject = event.subject
        if isinstance(subject, ProfileKey) and not subject.stable:
            self._granted[subject] = max(event.recorded_at, self._granted.get(subject, event.recorded_at))
