"""What should be true of a whole installation, in plain sets and dictionaries: who agreed, who is linked, who said no.

Nothing here knows a store. Each method is one thing that happened and what must come of it; the rules are those of
``docs/explanation/consent.md`` and ``docs/adr/0044-merges-and-consent.md``, said once more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from socialmatch.models import AccountKey, ProfileKey, Subject

TERM = timedelta(days=365)
"""Of the tests' notice."""
UNDO = timedelta(days=7)


class Known(StrEnum):
    """How an account stands."""

    ACTIVE = "active"
    MISSING = "missing"
    MERGED = "merged"
    DELETED = "deleted"


@dataclass(frozen=True)
class Bond:
    """A link that has not ended. ``why`` it does not answer; empty where it does."""

    account: AccountKey
    proved: bool
    undo_until: datetime | None = None
    why: str = ""


@dataclass
class Reference:
    """Everybody, as they should stand."""

    purposes: tuple[str, ...]
    accounts: dict[AccountKey, Known] = field(default_factory=dict)
    into: dict[AccountKey, AccountKey] = field(default_factory=dict)
    grants: dict[tuple[Subject, str], datetime] = field(default_factory=dict)
    marks: set[Subject] = field(default_factory=set)
    bonds: dict[ProfileKey, Bond] = field(default_factory=dict)
    shown: dict[ProfileKey, bool] = field(default_factory=dict)
    """Profiles the store keeps, and whether their platform still has them."""
    rejected: set[tuple[ProfileKey, AccountKey]] = field(default_factory=set)
    ended_at: dict[Subject, datetime] = field(default_factory=dict)
    """When somebody last took something back or had it ended: at the very same moment a "no" is stronger."""

    # --- asked -------------------------------------------------------------------------------------

    def agreed(self, subject: Subject, now: datetime) -> set[str]:
        """The purposes somebody agrees to now."""
        return {p for p in self.purposes if (end := self.grants.get((subject, p))) is not None and now < end}

    def answers(self, profile: ProfileKey, purpose: str, now: datetime) -> AccountKey | None:
        """Which account an agent may be told."""
        bond = self.bonds.get(profile)
        if bond is None or not bond.proved or bond.why or not self.asks_may_see(profile):
            return None
        both = self.agreed(profile, now) & self.agreed(bond.account, now)
        return bond.account if purpose in both else None

    def asks_may_see(self, profile: ProfileKey) -> bool:
        """Whether a question about a profile is gone into at all."""
        return profile not in self.marks and self.shown.get(profile, True)

    def may_be_scored(self, profile: ProfileKey, account: AccountKey, purpose: str, now: datetime) -> bool:
        """Whether the two may be compared."""
        return purpose in self.agreed(profile, now) & self.agreed(account, now)

    def of_account(self, account: AccountKey) -> list[ProfileKey]:
        """Profiles with a link to it that has not ended."""
        return [profile for profile, bond in self.bonds.items() if bond.account == account]

    def stands_against(self, profile: ProfileKey, account: AccountKey) -> bool:
        """Whether a proof for this account meets one for another that stands."""
        bond = self.bonds.get(profile)
        return bond is not None and bond.account != account and bond.proved and not bond.why

    def survivors(self, account: AccountKey) -> list[AccountKey]:
        """An account, the one it went into, and so on."""
        chain = [account]
        while (after := self.into.get(chain[-1])) is not None and after not in chain:
            chain.append(after)
        return chain

    # --- what people do ----------------------------------------------------------------------------

    def proved(self, profile: ProfileKey, account: AccountKey, alone: Subject, now: datetime) -> None:
        """Both agreed, by a proof. ``alone`` is the profile's handle without an id."""
        self.bonds[profile] = Bond(account, proved=True, undo_until=now + UNDO)
        self.marks -= {profile, account, alone}
        self.shown[profile] = True
        for subject in (profile, account):
            self.granted(subject, self.purposes, now)

    def granted(self, subject: Subject, purposes: Collection[str], now: datetime) -> None:
        """Somebody agreed."""
        for purpose in purposes:
            self.grants[subject, purpose] = now + TERM

    def evidenced(self, profile: ProfileKey, account: AccountKey) -> None:
        """Two people noted a link."""
        self.bonds[profile] = Bond(account, proved=False)

    def withdrawn(self, subject: Subject, now: datetime, *, mark: bool = True) -> set[Subject]:
        """Somebody takes back everything. Whom it reaches."""
        meant = self.survivors(subject) if isinstance(subject, AccountKey) and mark else [subject]
        reached = set(meant)
        for one in meant:
            if isinstance(one, AccountKey):
                reached.update(self.of_account(one))
            elif (bond := self.bonds.get(one)) is not None and self.of_account(bond.account) == [one]:
                reached.add(bond.account)
        for one in reached:
            self._end(one, now)
            if isinstance(one, ProfileKey):
                self.shown.pop(one, None)
            self.rejected = {pair for pair in self.rejected if one not in pair}
            if mark and (one in meant or isinstance(one, ProfileKey)):
                self.marks.add(one)
        return reached

    def erased(self, subject: Subject, now: datetime) -> set[Subject]:
        """As withdrawn; and an account is no longer known."""
        reached = self.withdrawn(subject, now)
        if isinstance(subject, AccountKey):
            self.accounts.pop(subject, None)
            self.into = {old: new for old, new in self.into.items() if subject not in (old, new)}
        return reached

    def unlinked(self, profile: ProfileKey) -> None:
        """The wrong person: the link ends, and is never proposed again."""
        self.rejected.add((profile, self.bonds.pop(profile).account))

    # --- what happens to accounts and profiles ------------------------------------------------------

    def seen(self, account: AccountKey) -> None:
        """The CRM shows an account."""
        if self.accounts.get(account) is Known.MISSING:
            for profile in self.of_account(account):
                if self.bonds[profile].why == "account_missing":
                    self.bonds[profile] = replace(self.bonds[profile], why="")
        self.accounts[account] = Known.ACTIVE

    def missing(self, account: AccountKey) -> None:
        """A full export does not have an account."""
        self.accounts[account] = Known.MISSING
        for profile in self.of_account(account):
            if not self.bonds[profile].why:
                self.bonds[profile] = replace(self.bonds[profile], why="account_missing")

    def merged(self, old: AccountKey, new: AccountKey, now: datetime) -> None:
        """The links go along, unless the survivor's owner said no; the consents do not."""
        survivor = self.survivors(new)[-1]
        if old not in self.accounts or survivor not in self.accounts or survivor == old:
            return
        if self.accounts[old] is Known.MERGED and self.into.get(old) == survivor:
            return
        for profile in self.of_account(old):
            bond = self.bonds.pop(profile)
            if survivor not in self.marks:
                self.bonds[profile] = replace(bond, account=survivor, undo_until=now + UNDO)
        self._stop(old, now)
        self.rejected |= {(profile, survivor) for profile, account in self.rejected if account == old}
        self.accounts[old] = Known.MERGED
        self.into[old] = survivor

    def deleted(self, subject: Subject, now: datetime) -> None:
        """The CRM or the platform no longer has them."""
        if isinstance(subject, AccountKey):
            if self.accounts.get(subject, Known.DELETED) is not Known.DELETED:
                self._end(subject, now)
                self.accounts[subject] = Known.DELETED
                self.into.pop(subject, None)
        elif self.shown.get(subject, False):
            self._end(subject, now)
            self.shown[subject] = False

    # --- between them ------------------------------------------------------------------------------

    def _end(self, subject: Subject, now: datetime) -> None:
        gone = [subject] if isinstance(subject, ProfileKey) else self.of_account(subject)
        for profile in gone:
            self.bonds.pop(profile, None)
        self._stop(subject, now)

    def _stop(self, subject: Subject, now: datetime) -> None:
        for purpose in self.purposes:
            self.grants.pop((subject, purpose), None)
        self.ended_at[subject] = now
