"""What the journeys have in common: an installation, the tools a step is handed, and the loop that takes the steps.

A step is ``def step(case, tools) -> case``. A case is frozen and grows by ``replace``; when it is over, the steps
that are left are not taken. A step reads and writes through the session it is handed and commits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from socialmatch.config import Config, Policy, Secrets
from socialmatch.consent.ages import AgeHook, stated_age
from socialmatch.consent.limits import Limits, check_limits
from socialmatch.consent.peppers import Peppers
from socialmatch.errors import UsageError
from socialmatch.handles.brand import BrandHandles
from socialmatch.journeys.texts import Texts
from socialmatch.store import Session, Store

S = TypeVar("S", bound=Session)
S_co = TypeVar("S_co", bound=Session, covariant=True)


class Case(Protocol):
    """What travels from step to step."""

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do."""


C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Installation:
    """One tenant's store, what is allowed and how the brand speaks: what every journey is carried out on.

    Attributes
    ----------
    store, tenant: where. config: policy and words. secrets: of which codes need the pepper.
    ages: what the host knows of somebody's age.
    """

    store: Store
    tenant: str
    config: Config
    secrets: Secrets
    ages: AgeHook = stated_age

    @property
    def policy(self) -> Policy:
        """What is allowed."""
        return self.config.policy

    @cached_property
    def limits(self) -> Limits:
        """How often a code may be asked for and tried."""
        return Limits.of(self.config.limits)

    @property
    def one_way(self) -> bool:
        """Whether a proof in one direction is all that is asked for: L1 is allowed, and enough."""
        return self.policy.allow_l1 and self.policy.min_assurance == "L1"

    @cached_property
    def own(self) -> BrandHandles:
        """The brand's own handles."""
        return BrandHandles.from_config({"brand": self.policy.own_handles}, tenant=self.tenant)

    @cached_property
    def texts(self) -> Texts:
        """What people are told."""
        return Texts(self.config.brand, self.own)

    @cached_property
    def peppers(self) -> Peppers:
        """What codes are kept under.

        Raises
        ------
        ConfigError: there is no pepper, or guessing would pay under these limits (``guessable``).
        """
        check_limits(self.limits)
        return Peppers.of(self.secrets)

    def tools(self, session: S) -> Tools[S]:
        """The tools for one session."""
        return Tools(session, self)

    def check(self) -> None:
        """Refuse, at start, what could not work later: no pepper, limits that can be guessed through, bad texts.

        Raises
        ------
        ConfigError, FileError: as of the parts.
        """
        _ = self.peppers, self.own, self.texts

    def check_purposes(self, purposes: Collection[str], besides: Collection[str] = ()) -> None:
        """Refuse what the policy does not know, and an empty choice.

        Parameters
        ----------
        besides: purposes that are known from elsewhere.

        Raises
        ------
        UsageError: none at all (``no_purpose``), or ``unknown_purpose``.
        """
        if not purposes:
            raise UsageError("no purpose was chosen", code="no_purpose")
        if not set(purposes) <= {*self.policy.purposes, *besides}:
            raise UsageError(
                "a purpose is not one of the policy's",
                code="unknown_purpose",
                hint=f"the policy knows {', '.join(self.policy.purposes)}",
            )


@dataclass(frozen=True, slots=True)
class Tools(Generic[S_co]):
    """What a step is handed: the session it reads and writes through, and the installation."""

    session: S_co
    at: Installation

    @property
    def policy(self) -> Policy:
        """What is allowed."""
        return self.at.policy


def run(steps: Iterable[Callable[[C, Tools[S]], C]], case: C, tools: Tools[S]) -> C:
    """Take the steps of a journey, one after the other, until it is over."""
    for step in steps:
        if case.over:
            break
        case = step(case, tools)
    return case
