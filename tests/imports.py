"""Interchange files with invented people, and imports of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from notice_fields import NOTICE
from processes import OFFICER
from socialmatch.accounts import Destination, Imported, import_accounts, import_consents, import_profiles
from socialmatch.accounts.batches import Silence
from socialmatch.config import Policy
from socialmatch.files import Rejected
from socialmatch.models import Account, AccountKey, Profile, ProfileKey, Subject
from socialmatch.store import Store, WriteSession, events, links, notices, profiles, suppressions
from socialmatch.store.events import Event

FIELDS = ("subject", "purpose", "status", "notice_version", "method", "recorded_at", "valid_until", "evidence")


def destination(store: Store, tenant: str = "default", **policy) -> Destination:
    """Where to, with a registered notice."""
    to = Destination(store=store, tenant=tenant, policy=Policy(**policy), actor=OFFICER, reason="import")
    with store.write(tenant, OFFICER, "begin") as session:
        notices.register(session, NOTICE)
    return to


def customer(account_id: str, name: str = "Anna Example", **values) -> Account:
    given, _, family = name.partition(" ")
    return Account(account_id, given_name=given, family_name=family, **values)


def write(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    """A CSV file; the columns are those of all rows together."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(listed)
    return path


def accounts_file(folder: Path, *ids: str, name: str = "accounts.csv", **values: str) -> Path:
    rows = [{"account_id": one, "given_name": "Anna", "family_name": f"Example{one}", **values} for one in ids]
    return write(folder / name, rows or [{"account_id": ""}])


def take_accounts(to: Destination, path: Path, **options) -> Imported:
    with Rejected() as rejected:
        return import_accounts(to, path, rejected=rejected, **options)


def take_profiles(to: Destination, folder: Path, *rows: dict[str, object], **options) -> Imported:
    """Rows of the platform x, unless they say another."""
    with Rejected() as rejected:
        path = write(folder / "profiles.csv", [{"platform": "x", **row} for row in rows])
        return import_profiles(to, path, rejected=rejected, **options)


def remember_withdrawals(to: Destination) -> tuple[list[tuple[Subject, tuple[str, ...]]], object]:
    """A list of the withdrawals that were carried out, and what carries them out: it leaves a mark."""
    done: list[tuple[Subject, tuple[str, ...]]] = []

    def withdraw(session: WriteSession, subject: Subject, purposes: tuple[str, ...]) -> None:
        done.append((subject, purposes))
        suppressions.put(session, subject)

    return done, withdraw


def take_consents(to: Destination, folder: Path, *rows: dict[str, object], withdraw=None, **options) -> Imported:
    """Rows that are evidence of a grant, but for what they say otherwise; with the counts of their reasons."""
    whole = {
        "purpose": "support",
        "status": "given",
        "notice_version": NOTICE.version,
        "method": "form",
        "recorded_at": "2026-10-01",
        "evidence": "form-1",
    }
    path = write(folder / "consents.csv", [{**dict.fromkeys(FIELDS, ""), **whole, **row} for row in rows])
    carry_out = withdraw or remember_withdrawals(to)[1]
    with Rejected() as rejected:
        done = import_consents(to, path, rejected=rejected, withdraw=carry_out, **{"allow_shrink": True, **options})
        done.counts |= {str(reason): number for (_, reason), number in rejected.reasons.items()}
    return done


def key(account_id: str, tenant: str = "default") -> AccountKey:
    return AccountKey(tenant, "crm", account_id)


def profile_key(user_id: str, platform: str = "x", tenant: str = "default") -> ProfileKey:
    return ProfileKey(tenant, platform, "", user_id)


def by_handle(handle: str) -> ProfileKey:
    return profile_key(f"~handle:{handle}")


def told(store: Store, subject: Subject) -> list[str]:
    """Kinds of the events about somebody."""
    with store.read(subject.tenant) as session:
        return [event.kind for event in events.about(session, subject)]


def all_events(store: Store, tenant: str = "default") -> list[Event]:
    with store.read(tenant) as session:
        return list(events.walk(session))


def link_of(store: Store, profile: ProfileKey):
    with store.read(profile.tenant) as session:
        return links.of_profile_key(session, profile)


def live_link(store: Store, profile: ProfileKey):
    with store.read(profile.tenant) as session:
        return links.live(session, profile)


def known(store: Store, profile: ProfileKey):
    with store.read(profile.tenant) as session:
        return profiles.get(session, profile)


def row_counts(done: Imported) -> Counter[str]:
    return Counter(done.counts)


def x_profile(user_id: str, **values) -> Profile:
    return Profile("x", user_id, **values)


NO_PROGRESS = Silence()
