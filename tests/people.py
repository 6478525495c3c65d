"""Invented accounts and profiles for the matching tests, and permits for them, made the only way there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from socialmatch.consent.permits import PermittedSet, permitted_set
from socialmatch.matching.counts import Counts
from socialmatch.matching.decide import Outcome, Thresholds, propose
from socialmatch.matching.index import AccountIndex
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.models import Account, ConsentEvent, EventKind, Profile, Subject

NOW = datetime(2026, 11, 1, tzinfo=UTC)

FILLER = [
    ("Maria", "Garcia"), ("John", "Smith"), ("Jane", "Smith"), ("Olga", "Petrova"), ("Wei", "Chen"),
    ("Anna", "Nowak"), ("Lukas", "Weber"), ("Emma", "Brown"), ("Paul", "Martin"), ("Ines", "Costa"),
    ("Tom", "Baker"), ("Sara", "Lind"), ("Omar", "Haddad"), ("Lea", "Fischer"), ("Noah", "Jones"),
    ("Mia", "Rossi"), ("Jonas", "Berg"), ("Eva", "Horvat"), ("Ivan", "Kovac"), ("Nina", "Larsen"),
]  # fmt: skip


def grant(subject: Subject) -> ConsentEvent:
    """A consent in force at ``NOW``."""
    return ConsentEvent(
        subject=subject,
        purpose="support",
        kind=EventKind.GIVEN,
        recorded_at=NOW - timedelta(days=30),
        notice_version="2026-01",
        method="form",
        valid_until=NOW + timedelta(days=300),
        evidence="form-1",
    )


def permit_all(*subjects: Subject) -> PermittedSet:
    permitted, _ = permitted_set([grant(s) for s in subjects], purpose="support", as_of=NOW)
    return permitted


def crowd() -> list[Account]:
    """A CRM of 400 other customers."""
    return [
        Account(account_id=f"c{i}{j}", given_name=FILLER[i][0], family_name=FILLER[j][1])
        for i in range(len(FILLER))
        for j in range(len(FILLER))
    ]


def x_profile(handle: str = "", **values: Any) -> Profile:
    return Profile(platform="x", user_id=values.pop("user_id", "1"), handle=handle, **values)


def propose_for(
    profile: Profile, accounts: list[Account], *, consenting: list[Account] | None = None, top: int = 5
) -> Outcome:
    """Run one profile against accounts that stand in a crowd."""
    everybody = [account_features(a) for a in (*accounts, *crowd())]
    agreed = accounts if consenting is None else consenting
    permitted = permit_all(profile.key, *(a.key for a in agreed))
    model = Model(Counts.over(everybody))
    index = AccountIndex(permitted, everybody)
    return propose(permitted, model, index, profile_features(profile), thresholds=Thresholds(), top=top)
