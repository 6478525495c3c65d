"""Consents that a CRM keeps in fields of its own: read as claims, and told what ours are.

What stands in a CRM was written by staff, forms and campaigns. It is a claim about the account's owner, with a
reference to where it stands; :func:`socialmatch.accounts.import_crm_consents` says what becomes of it. Whatever was
written there by us is no claim, and an adapter leaves it out.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.values import Page
from socialmatch.errors import ConfigError, UsageError
from socialmatch.models import ConsentEvent, EventKind

METHOD: Final = "crm"
"""How somebody answered whose answer was found in a CRM."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One answer of one customer, as a CRM has it, or as it is told.

    Attributes
    ----------
    purpose: ours. given: yes or no. at: when they answered. until: end of a yes, where there is one.
    evidence: where it stands: of a CRM's its record, of ours the consent event.
    """

    account_id: str = field(repr=False)
    purpose: str
    given: bool
    at: datetime
    until: datetime | None = None
    evidence: str = field(default="", repr=False)


class ConsentFields(CrmAdapter):
    """An adapter whose CRM can keep consents.

    Attributes
    ----------
    consent_purposes: purpose -> what the CRM calls it. Empty: its consents are neither read nor told.
    consent_notice: version of the notice under which a yes of the CRM was given; ``""`` where nobody knows.
    """

    consent_purposes: Mapping[str, str] = {}
    consent_notice: str = ""

    def claims(self) -> Iterator[ConsentEvent]:
        """Every answer that the CRM has for our purposes; several of one customer for one purpose are possible.

        Raises
        ------
        UsageError: no purpose is set up (``no_consents_there``). CrmError: while reading.
        """
        self._need_purposes()
        return map(self._event, self._walk("claims", self._claims))

    def tell_consents(self, account_id: str, claims: Sequence[Claim]) -> None:
        """Have the CRM show what our consents of a customer are. Where it has no place for them, nothing is done.

        Raises
        ------
        UsageError: no purpose is set up, or another one is told of (``no_consents_there``). CrmError: not done.
        """
        self._need_purposes()
        if not {claim.purpose for claim in claims} <= set(self.consent_purposes):
            raise UsageError("the CRM has no field for one of the purposes", code="no_consents_there")
        about = (account_id, *(claim.evidence for claim in claims))
        with self._writing:
            self._calls.run("tell_consents", partial(self._tell, account_id, claims), about)

    @abstractmethod
    def _claims(self, cursor: str | None) -> Page[Claim]:
        """One page of answers. A moment without which nobody could order them has to be there."""

    @abstractmethod
    def _tell(self, account_id: str, claims: Sequence[Claim]) -> None:
        """Write them. May be called again after it has taken effect; an absent customer is fine."""

    def _need_purposes(self) -> None:
        if not self.consent_purposes:
            raise UsageError(
                f"no consents of the CRM {self.name} are set up",
                code="no_consents_there",
                hint="set its option consents",
            )

    def _event(self, claim: Claim) -> ConsentEvent:
        return ConsentEvent(
            self.key(claim.account_id),
            claim.purpose,
            EventKind.GIVEN if claim.given else EventKind.WITHDRAWN,
            claim.at,
            self.consent_notice if claim.given else "",
            METHOD,
            claim.until if claim.given else None,
            f"{self.name}:{claim.evidence}",
        )


def read_purposes(consents: Mapping[str, str] | None) -> Mapping[str, str]:
    """The option ``consents`` of an adapter: purpose -> what the CRM calls it.

    Raises
    ------
    ConfigError: it is no such table (``bad_option``).
    """
    if consents is None:
        return {}
    texts = [*consents, *consents.values()] if isinstance(consents, Mapping) else [None]
    if not all(isinstance(text, str) and text for text in texts):
        raise ConfigError("the option consents is a table, purpose = what the CRM calls it", code="bad_option")
    return dict(consents)
