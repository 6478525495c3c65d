"""The memory: one database, SQLite or PostgreSQL, in which every change is one commit with its entry in the log.

::

    migrate(url)
    store = Store(url, Keyring.of(secrets))
    with store.write(tenant, actor, "signed up") as session:
        consents.record(session, event)

The modules beside this one hold one concept each and are functions that take a session: ``events``, ``consents``,
``permits``, ``suppressions``, ``notices``, ``accounts``, ``profiles``, ``blocks``, ``links``, ``proposals``,
``scores``, ``codes``, ``limits``, ``outbox``, ``runs``, ``models``, ``keys``, ``tree``, ``erasure``.
"""

from socialmatch.store.journal import Journals
from socialmatch.store.keyring import Keyring
from socialmatch.store.migrate import migrate
from socialmatch.store.session import Session, WriteSession
from socialmatch.store.store import Store

__all__ = ["Journals", "Keyring", "Session", "Store", "WriteSession", "migrate"]
