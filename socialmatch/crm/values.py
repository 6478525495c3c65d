"""What passes between us and a CRM: links, pages, watermarks, merges, deletions. No score and no proposal is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from socialmatch.models import Account, AccountKey, Assurance, ProfileKey
from socialmatch.moments import format_moment, parse_moment

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CrmLink:
    """A confirmed link as a CRM sees it.

    Attributes
    ----------
    account, profile: what is linked; together they are the link's identity and survive a round trip byte for byte.
    handle: the name shown at the time, for people; a dated attribute.
    assurance: what the link is worth. linked_at: when it was confirmed.
    consent: reference to the consent event it rests on. A link cannot be written without one.

    The last four are empty on a link that was read from a CRM which does not keep them.
    """

    account: AccountKey
    profile: ProfileKey
    handle: str = field(default="", repr=False)
    assurance: Assurance | None = None
    linked_at: datetime | None = None
    consent: str = field(default="", repr=False)

    @property
    def key(self) -> tuple[AccountKey, ProfileKey]:
        """What makes it this link and no other."""
        return self.account, self.profile


@dataclass(frozen=True, slots=True, order=True)
class Watermark:
    """Everything that changed before ``at`` has been read. Its text form can be kept anywhere."""

    at: datetime

    def __str__(self) -> str:
        return format_moment(self.at)

    @classmethod
    def parse(cls, text: str) -> Watermark:
        """Read the text form.

        Raises
        ------
        ValueError: it is not one.
        """
        return cls(parse_moment(text))


@dataclass(frozen=True, slots=True)
class Merge:
    """The account ``old_id`` was merged into ``new_id``, which survives (and may be merged again later)."""

    old_id: str = field(repr=False)
    new_id: str = field(repr=False)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """The account is gone. ``at`` is ``None`` where the CRM does not say when."""

    account_id: str = field(repr=False)
    at: datetime | None = None


class Erasure(StrEnum):
    """What became of an ``erase``. Only a read-back makes it ``CONFIRMED``; the CRM's word makes it ``ACCEPTED``."""

    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    UNSUPPORTED = "unsupported"


class FindBy(StrEnum):
    """What ``find`` can look for."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    HANDLE = "handle"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One answer of a CRM that gives a list in pieces.

    Attributes
    ----------
    items: the records. A source that streams (a file) may give an iterator, in one page without a next.
    next: what to ask for next; ``None`` or ``""`` on the last page. An empty page may have a next.
    """

    items: Iterable[T]
    next: str | None = None


class Feed(Iterator[T]):
    """What changed, one record at a time; a record may come more than once.

    Attributes
    ----------
    watermark: where to begin next time. It moves only once everything was read: a reader that stops half way,
        or meets an error, begins where it began before. It is never ahead of our own clock, because a CRM whose
        clock runs ahead (or one record from the year 2099) would otherwise hide what changes in between.
    """

    def __init__(
        self, items: Iterator[T], moment: Callable[[T], datetime | None], since: Watermark | None, now: datetime
    ) -> None:
        self.watermark = since
        self._items = items
        self._moment = moment
        self._now = now
        self._latest: datetime | None = None
        self._failed = False

    def __iter__(self) -> Feed[T]:
        return self

    def __next__(self) -> T:
        try:
            item = next(self._items)
        except StopIteration:
            self._arrive()
            raise
        except BaseException:
            self._failed = True
            raise
        at = self._moment(item)
        if at is not None and (self._latest is None or at > self._latest):
            self._latest = at
        return item

    def _arrive(self) -> None:
        if self._failed or self._latest is None:
            return
        reached = Watermark(min(self._latest, self._now))
        if self.watermark is None or reached > self.watermark:
            self.watermark = reached


def floor(moment: datetime, step: timedelta) -> datetime:
    """Cut a moment down to whole steps, because a CRM that keeps seconds would not find a millisecond."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (moment - midnight) // step * step


def is_due(at: datetime | None, since: datetime | None) -> bool:
    """Whether a change at ``at`` belongs to what changed at or after ``since``; an unknown moment always does."""
    return since is None or at is None or at >= since


def holds(account: Account, by: FindBy, value: str) -> bool:
    """Whether an account has this value, compared as text; case counts for nothing but in a phone number."""
    found = {
        FindBy.EMAIL: account.emails,
        FindBy.PHONE: account.phones,
        FindBy.WEBSITE: account.websites,
        FindBy.HANDLE: account.handles,
        FindBy.NAME: (account.full_name, f"{account.given_name} {account.family_name}".strip(), *account.other_names),
    }[by]
    wanted = value.strip().casefold()
    return bool(wanted) and any(one.strip().casefold() == wanted for one in found)
