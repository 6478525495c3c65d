"""One installation of the system under test, on one database: put back to its beginning, restarted, looked into."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import event, make_url, select

import databases
import linking
from notice_fields import NOTICE
from processes import KEYS, NOW
from socialmatch import lookup
from socialmatch.accounts import Destination, Mode, import_crm
from socialmatch.accounts.profiles import take_profiles
from socialmatch.config import Rates
from socialmatch.crm import Retry, Runtime
from socialmatch.crm.memory import Books, MemoryCrm
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.models import Account, AccountKey, ConsentEvent, EventKind, Profile, ProfileKey
from socialmatch.store import Store, consents, notices
from socialmatch.store.engine import sqlite_path
from socialmatch.store.schema import METADATA, accounts
from socialmatch.sync import deliver
from socialmatch.testing.clock import ManualClock

CUSTOMERS = (
    Account("CUST-7001", given_name="Ada", family_name="Quillfeather", emails=("ada.q@example.com",)),
    Account("CUST-7002", given_name="Bo", family_name="Thistlewood", emails=("bo.t@example.org",), country="DE"),
    Account("CUST-7003", given_name="Bo", family_name="Thistlewood", handles=("x:owl_canary_0",)),
)
PROFILES = (
    Profile("x", "9100000050", handle="owl_canary_0", display_name="Ada Quillfeather", bio="bio of 9100000050"),
    Profile("x", "9100000051", handle="bothistlewood", display_name="Bo Thistlewood", bio="bio of 9100000051"),
    Profile("x", "9100000052", handle="owl_canary_2", display_name="Bo Thistlewood", bio="bio of 9100000052"),
)
ACCOUNTS = tuple(AccountKey("default", "crm", one.account_id) for one in CUSTOMERS)
POLICY = {"review_threshold": 0.01}
BEGIN = NOW + timedelta(hours=1)
"""When every run begins: the first customer is linked, the second profile and two customers agreed to support."""


class Place:
    """An installation.

    Parameters
    ----------
    database: where its store is made. folder: a fresh one for its files. clock: the one of the run.
    """

    def __init__(self, database: databases.Sqlite | databases.Postgres, folder, clock: ManualClock) -> None:
        self.database, self.clock = database, clock
        self._filled, self._books = _filled(database, folder)
        self.url = database.copy(self._filled, folder / "live")
        self._random = random.Random(0)
        self._open()

    def reset(self) -> None:
        """Back to the beginning, as if nothing had happened since."""
        self._store.close()
        self.database.put_back(self.url, self._filled)
        self.crm = _crm(self.clock)
        books = self._books
        self.crm.books = Books(dict(books.accounts), dict(books.links), dict(books.keys))
        self._random = random.Random(0)
        self.restart()

    def restart(self) -> None:
        """Another process takes over: what a process remembers is gone. Statements stay compiled."""
        self._store.close()
        self._open(self._store.engine)
        lookup.SHARED_MODELS._kept.clear()

    def close(self) -> None:
        """Give everything back."""
        self._store.close()
        self.database.drop(self.url)

    def _open(self, engine=None) -> None:
        self._store = _store(self.url, self.clock, self._random.randbytes)
        if engine is not None:
            self._store.engine = engine
        else:
            _in_haste(self._store)
        self.at = linking.opened(self._store, **POLICY)
        self.at = _unlimited(self.at)

    # --- what happens around it ---------------------------------------------------------------------

    def import_crm(self, mode: Mode):
        """A batch import from the CRM."""
        to = Destination(
            store=self.at.store, tenant="default", policy=self.at.policy, actor=linking.OFFICER, reason="import"
        )
        return import_crm(to, self.crm, mode=mode, allow_shrink=True).counts

    def deliver(self) -> None:
        """A pass of the worker that tells the CRM."""
        return deliver(self.at.store, "default", {"crm": self.crm})

    # --- what can be seen from outside --------------------------------------------------------------

    def words(self) -> str:
        """Every row of every table but the customers' own records."""
        with self.at.store.engine.connect() as connection:
            return "\n".join(
                repr(connection.execute(select(table)).fetchall())
                for table in METADATA.sorted_tables
                if table is not accounts
            )

    def file(self) -> bytes:
        """What a thief of the disk reads; of PostgreSQL nothing, whose files are its own."""
        path = sqlite_path(self.at.store.engine)
        if path is None:
            return b""
        wal = path.with_name(path.name + "-wal")
        return path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


def agree(at: Installation, subject: AccountKey | ProfileKey, purposes, term: timedelta) -> None:
    """A grant that was recorded elsewhere, as an import of consents takes it: not from somebody who said no."""
    with at.store.write("default", linking.OFFICER, "form") as session:
        given = [
            ConsentEvent(subject, purpose, EventKind.GIVEN, session.now, "2026-01", "form", session.now + term, "f-1")
            for purpose in purposes
        ]
        consents.record_many(session, [(one, consents.NO_TERMS) for one in given])
        if isinstance(subject, AccountKey):
            lookup.refresh(session, [subject], at.policy)


# --- made once -----------------------------------------------------------------------------------


@cache
def _filled(database, folder) -> tuple[str, Books]:
    """The world every run begins in, made by the same acts, and what its CRM holds."""
    clock, draw = ManualClock(NOW), random.Random(1)
    folder.mkdir(exist_ok=True)
    (folder / "live").mkdir()
    (folder / "filled").mkdir()
    url = database.new_store(folder / "filled")
    store = _store(url, clock, draw.randbytes)
    at = _unlimited(linking.opened(store, **POLICY))
    crm = _crm(clock, CUSTOMERS)
    with store.write("default", linking.OFFICER, "begin") as session:
        notices.register(session, NOTICE)
    to = Destination(store=store, tenant="default", policy=at.policy, actor=linking.OFFICER, reason="import")
    import_crm(to, crm)
    take(at, *PROFILES)
    linking.link(at, PROFILES[0], ACCOUNTS[0])
    for subject in (PROFILES[1].key, ACCOUNTS[1], ACCOUNTS[2]):
        agree(at, subject, ("support",), timedelta(days=365))
    deliver(store, "default", {"crm": crm})
    store.cut_wal()
    store.close()
    return url, crm.books


def take(at: Installation, *found: Profile):
    """A source shows profiles as they are now."""
    with at.store.write("default", linking.OFFICER, "import") as session:
        counts = take_profiles(session, found, 1, is_ours=lambda profile: False, keep_until=None)
    return dict(counts)


def _store(url: str, clock: ManualClock, randbytes) -> Store:
    return Store(url, KEYS, clock=clock, randbytes=randbytes, before_commit=log.grow)


def _in_haste(store: Store) -> None:
    """This model loses no machine: commits on SQLite need not wait for the disk."""
    if make_url(str(store.engine.url)).get_backend_name() == "sqlite":
        event.listen(store.engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous = OFF"))


class Onward:
    """The CRM's own clock: it goes on as ours does, and does not go back with it."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock, self._seen, self._now = clock, clock(), clock()

    def __call__(self) -> datetime:
        ours = self._clock()
        self._now += max(ours - self._seen, timedelta(0))
        self._seen = ours
        return self._now


def _crm(clock: ManualClock, customers=()) -> MemoryCrm:
    runtime = Runtime(name="crm", tenant="default", clock=Onward(clock), sleep=clock.sleep, retry=Retry(attempts=1))
    return MemoryCrm(accounts=customers, runtime=runtime)


def _unlimited(at: Installation) -> Installation:
    """Limits have their own tests; here they would only hide what comes after them."""
    return replace(at, config=at.config.model_copy(update={"limits": Rates(sender=1000, account=1000)}))
