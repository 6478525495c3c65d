"""A whole store in memory, for the tests of code that uses :class:`socialmatch.SocialMatch`.

::

    ADA = Profile("x", "1001", handle="ada")

    def test_a_linked_customer_is_recognised():
        sm = fake_store()
        sm.link(ADA, "A-1")
        assert my_helpdesk(sm, ADA) == "A-1"

Nothing about it is pretended but the clock, the randomness and the secrets: it is the real thing on SQLite.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from pydantic import SecretBytes

from socialmatch.client import SocialMatch, Who
from socialmatch.config import Config, Secrets
from socialmatch.consent.ages import AgeHook
from socialmatch.consent.notices import read_notice
from socialmatch.models import Account, Notice, Receipt
from socialmatch.store.migrate import migrate_engine
from socialmatch.testing.clock import ManualClock

EXAMPLE_NOTICE: Final[Notice] = read_notice(
    {
        "notice_id": "example",
        "version": "example-1",
        "language": "en",
        "text": "If you agree, we note that this profile is yours, and see your customer record when you write to us.",
        "purposes": {"support": "We see your orders when you write to us."},
        "legal_basis": "consent",
        "controller": "Example Brand Ltd, Exampletown",
        "contact": "privacy@example.com",
        "recipients": ["our customer records"],
        "retention": "until you withdraw",
        "valid_days": 365,
        "withdrawal": "write STOP",
        "rights": "https://example.com/privacy",
        "authority": "the data protection authority",
        "jurisdiction": "EU",
        "material": True,
    }
)
"""Registered in every fake store."""

EXAMPLE_ACCOUNTS: Final = (
    Account("A-1", given_name="Ada", family_name="Example", emails=("ada@example.com",)),
    Account("A-2", given_name="Bo", family_name="Sample", emails=("bo@example.org",)),
)
"""The customers of a fake store, if you bring none."""

TEST_SECRETS: Final = Secrets(
    pepper=SecretBytes(b"p" * 32),
    master_key=SecretBytes(b"m" * 32),
    suppression_key=SecretBytes(b"s" * 32),
    signing_key=SecretBytes(b"k" * 32),
)
"""For tests only: everybody knows them."""

_SESSION: Final = "a browser session of the tests"


class FakeSocialMatch(SocialMatch):
    """A :class:`SocialMatch` on a store in memory; made by :func:`fake_store`.

    Attributes
    ----------
    clock: stands still until it is moved, ``sm.clock.advance(timedelta(days=8))``.
    """

    def __init__(
        self,
        config: Config,
        clock: ManualClock,
        accounts: Sequence[Account],
        seed: int,
        ages: AgeHook | None = None,
    ) -> None:
        randbytes = random.Random(seed).randbytes  # noqa: S311 - the same codes in every run
        super().__init__("sqlite://", config=config, secrets=TEST_SECRETS, clock=clock, randbytes=randbytes, ages=ages)
        self.clock = clock
        migrate_engine(self.store.engine)
        self.register_notice(EXAMPLE_NOTICE)
        self.import_accounts(accounts)

    def link(self, profile: Who, account: str) -> Receipt:
        """Have a customer prove a profile, step by step as they would, and return what they get.

        Parameters
        ----------
        profile: with a stable id; of a handle alone no link worth L2 can be made.
        """
        sender = self._profile(profile)
        code = self.invite(account, session=_SESSION, signed_in_at=self.clock()).code.reveal()
        self.redeem(code, sender)
        self.show(code, account, session=_SESSION)
        return self.confirm(code, account, sender, session=_SESSION)


def fake_store(
    *,
    accounts: Sequence[Account] = EXAMPLE_ACCOUNTS,
    config: Config | None = None,
    clock: ManualClock | None = None,
    seed: int = 0,
    ages: AgeHook | None = None,
) -> FakeSocialMatch:
    """A fresh store in memory, with a registered notice and a few customers, gone with the object.

    Parameters
    ----------
    accounts: its customers. config: default all safe defaults. clock: default one that begins on 2026-11-22.
    seed: of its randomness; with the same seed the same codes come. ages: as of :class:`SocialMatch`.
    """
    return FakeSocialMatch(config or Config(), clock or ManualClock(), accounts, seed, ages)
