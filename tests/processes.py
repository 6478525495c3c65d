"""What tests run in other processes: functions that such a process can import, and a way to start many of them.

The processes are forked from a server that has the library loaded, so eight of them start in the time of one.
"""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime

from socialmatch.leaf import TypeClass
from socialmatch.ledger import log
from socialmatch.models import Account, AccountKey, Actor, ActorKind
from socialmatch.store import Keyring, Store, accounts, events

MASTER_KEY = b"m" * 32
SUPPRESSION_KEY = b"s" * 32
KEYS = Keyring(master_key=MASTER_KEY, suppression_key=SUPPRESSION_KEY)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
"""Where the clocks of the tests begin."""
OFFICER = Actor(ActorKind.OFFICER, "officer-1")

_FORKSERVER = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if _FORKSERVER else "spawn")
if _FORKSERVER:
    CONTEXT.set_forkserver_preload(["processes", "linkers", "nightly", "busy"])


def append(url: str, process: int, commits: int) -> None:
    """Commit many times: an account with its event, and every third time one event more."""
    store = Store(url, KEYS)
    for number in range(commits):
        with store.write("default", OFFICER, "test") as session:
            account = Account(f"{process}-{number}")
            accounts.put(session, [account])
            events.append(session, TypeClass.IDENTITY, "seen", account.key, data={"at": session.size})
            if number % 3 == 0:
                events.append(session, TypeClass.ADMIN, "noted", data={"at": session.size})
    store.close()


def append_until_killed(url: str, heard: str) -> None:
    """Commit one event after the other until somebody kills this process; note each one that was acknowledged."""
    store = Store(url, KEYS, before_commit=log.grow)
    subject = AccountKey("default", "crm", heard)
    with open(heard, "a", encoding="utf-8") as file:  # noqa: PTH123 - a plain append, line by line
        for number in range(1_000_000):
            with store.write("default", OFFICER, "test") as session:
                data = {"process": heard, "n": number}
                events.append(session, TypeClass.IDENTITY, "seen", subject, data=data)
                size = session.size
            file.write(f"{size}\n")
            file.flush()
