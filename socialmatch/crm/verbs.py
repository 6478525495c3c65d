"""What the author of an adapter writes: the private verbs, each with the sentence that the conformance kit checks.

Nothing here is called from outside: :class:`socialmatch.crm.base.CrmAdapter` puts the public verbs in front.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from socialmatch.crm.capability import UNKNOWN, Capability, Grade
from socialmatch.crm.values import CrmLink, Deletion, FindBy, Merge, Page
from socialmatch.errors import CrmContract, CrmUnsupported, SocialMatchError
from socialmatch.models import Account


class AuthorVerbs(ABC):
    """The part of an adapter that its author writes.

    Attributes
    ----------
    api_version: the :data:`API_VERSION` it was written for, as a plain number.
    capabilities: how far each power goes; what is not named counts as unknown, and cannot be used.
    overlap: how far before a watermark reading begins again, because a CRM may show a change late.
    resolution: the finest step of the CRM's change moments. findable: what ``find`` can look for.
    """

    api_version: ClassVar[int]
    capabilities: Mapping[Capability, Grade]
    overlap: timedelta = timedelta(minutes=5)
    resolution: timedelta = timedelta(milliseconds=1)
    findable: frozenset[FindBy] = frozenset({FindBy.EMAIL})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls._put_link is not AuthorVerbs._put_link and cls._remove_link is AuthorVerbs._remove_link:
            raise CrmContract(
                f"the adapter {cls.__name__} writes links and cannot remove them",
                code="cannot_remove",
                hint="write _remove_link: a withdrawal has to reach the CRM",
            )

    def grade(self, capability: Capability) -> Grade:
        """How far a power goes. A run asks before it plans."""
        return self.capabilities.get(capability, UNKNOWN)

    @abstractmethod
    def next_request(self) -> None:
        """Wait for a turn for one more request within a verb; the first one has its turn already."""

    @abstractmethod
    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        """One page of accounts, those changed at or after ``since`` (never only "after") or of unknown change.

        ``cursor`` is ``None`` for the first page, else the ``next`` of the page before. Order by something that
        does not change (the id) and go on behind the last one seen: an offset loses records when one is deleted.
        ``crm`` and ``tenant`` of an account are filled in by the frame.
        """

    @abstractmethod
    def _get(self, account_id: str) -> Account | None:
        """One account by its exact id, or ``None``."""

    def _check(self) -> None:
        """Ask the CRM for something cheap; by default the first page of accounts."""
        next(iter(self._accounts(None, None).items), None)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        """Accounts with this value; only fields of ``findable`` are asked for."""
        raise self._lacking(Capability.FIND)

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        """The links of an account; nothing where there is no such account."""
        raise self._lacking(Capability.LINKS)

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        """Get or create. May be called again after it has already taken effect."""
        raise self._lacking(Capability.LINKS)

    def _remove_link(self, link: CrmLink) -> None:
        """Remove by ``link.key``, also from the account that this one was merged into. Absent is success.

        Return only when it is gone. Whatever stands in the way is an exception, never a silent return.
        """
        raise self._lacking(Capability.LINKS)

    def _erase(self, account_id: str) -> None:
        """Ask the CRM to erase a customer. Absent is success."""
        raise self._lacking(Capability.ERASE)

    def _erased(self, account_id: str) -> bool:
        """Whether a read-back finds nothing left. For a CRM that keeps an empty shell, look at what is in it."""
        gone = self._get(account_id) is None
        if gone and self.grade(Capability.LINKS).usable:
            self.next_request()
            gone = not list(self._list_links(account_id))
        return gone

    def _merges(self, since: datetime | None, cursor: str | None) -> Page[Merge]:
        """One page of merges at or after ``since``, or of unknown moment."""
        raise self._lacking(Capability.MERGES)

    def _deletions(self, since: datetime | None, cursor: str | None) -> Page[Deletion]:
        """One page of deletions at or after ``since``. Leave it out where the CRM has none: the frame sweeps."""
        raise self._lacking(Capability.DELETIONS)

    def _translate(self, error: Exception) -> SocialMatchError | None:
        """A foreign exception in our words, or ``None``. Never repeat its message: it may name a person."""
        return None

    def _close(self) -> None:  # noqa: B027 - most adapters hold nothing
        """Give connections back."""

    def _lacking(self, capability: Capability) -> CrmUnsupported:
        """The error of a verb that this adapter does not have."""
        grade = self.grade(capability)
        return CrmUnsupported(f"this adapter has no {capability} ({grade.support.name.lower()})", hint=grade.note)
