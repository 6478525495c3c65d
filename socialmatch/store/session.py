"""Session: one commit boundary. What is written in it is kept together, or not at all.

The modules beside this one are functions that take a session, one module a concept; models go in, models come
out. How sessions begin, lock and end is :mod:`socialmatch.store.store`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Delete, Executable, Insert, Row, Table
from sqlalchemy.sql.expression import ClauseElement

from socialmatch.errors import UsageError
from socialmatch.models import Actor, Subject
from socialmatch.moments import from_epoch_ms
from socialmatch.store.engine import LOGGER, translated
from socialmatch.store.journal import Taken
from socialmatch.store.keyring import Keyring
from socialmatch.store.prepared import Prepared, prepared
from socialmatch.store.statements import OF_TENANT, insert_into, upsert_into

Params = Mapping[str, Any]

_LOG: Final = logging.getLogger(LOGGER)
_COPY_FROM: Final = 50
"""Rows from which on the database's own way of taking many is quicker; measured, not critical."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a tenant's log stood when a session began.

    Attributes
    ----------
    epoch: random, drawn when the log began and anew when a backup is restored, so ``(epoch, seq)`` names one event.
    size: events in the log. revision: number of the last commit that changed anything of the tenant's.
    now_ms: the session's moment, in milliseconds since 1970; never before anything the log holds.
    """

    epoch: int
    size: int
    revision: int
    now_ms: int


class Session:
    """One tenant's rows as they were at one moment.

    Attributes
    ----------
    tenant: whose rows. keys: the keyring. epoch, revision, now_ms: see :class:`Head`.
    size: events in the log, with those of this session.
    remembered: what was read and holds until the session itself changes it, by whoever read it.
    """

    def __init__(self, connection: Connection, tenant: str, head: Head, keys: Keyring) -> None:
        self.tenant = tenant
        self.keys = keys
        self.epoch = head.epoch
        self.size = head.size
        self.revision = head.revision
        self.now_ms = head.now_ms
        self.remembered: dict[str, Any] = {}
        self._connection = connection

        self._driver: Any = connection.connection.driver_connection
        self._errors: type[Exception] = connection.dialect.loaded_dbapi.Error

    @property
    def dialect(self) -> str:
        """``"sqlite"`` or ``"postgresql"``."""
        return self._connection.dialect.name

    @property
    def now(self) -> datetime:
        """The moment of this session: all its events are recorded at it."""
        return from_epoch_ms(self.now_ms)

    def rows(self, statement: ClauseElement, params: Params | None = None) -> Sequence[Any]:
        """All rows of a query, each with its columns by name."""
        made, cursor = self._run(statement, params)
        with translated(self._errors):
            return list(map(made.row, cursor.fetchall()))

    def row(self, statement: ClauseElement, params: Params | None = None) -> Any | None:
        """The first row of a query, or ``None``."""
        made, cursor = self._run(statement, params)
        with translated(self._errors):
            found = cursor.fetchone()
            cursor.close()
        return None if found is None else made.row(found)

    def stream(self, statement: Executable, params: Params | None = None) -> Iterator[Row[Any]]:
        """The rows of a query, a thousand at a time, so that memory does not grow with the table."""
        everything = {OF_TENANT: self.tenant, **(params or {})}
        with translated():
            yield from self._connection.execute(statement, everything, execution_options={"yield_per": 1000})

    def ref(self, subject: Subject) -> bytes:
        """The keyed ref of a subject of this tenant.

        Raises
        ------
        UsageError: the subject is another tenant's (``wrong_tenant``).
        InputError: an id holds what cannot be stored (``unstorable_text``).
        """
        self.check(subject)
        return self.keys.refs.subject(subject)

    def check(self, subject: Subject) -> None:
        """Refuse a subject of another tenant.

        Raises
        ------
        UsageError: it is one (``wrong_tenant``).
        """
        if subject.tenant != self.tenant:
            raise UsageError("the session is another tenant's", code="wrong_tenant")

    def _run(self, statement: ClauseElement, params: Params | None) -> tuple[Prepared, Any]:
        everything = {OF_TENANT: self.tenant, **(params or {})}
        with translated(self._errors):
            made = prepared(statement, self._connection.dialect, everything)
            arguments = made.arguments(everything)
            self._tell(made.text, arguments)
            return made, self._driver.execute(made.text, arguments)

    def _tell(self, text: str, arguments: object) -> None:
        """Log a statement, without its values, and tell who listens to SQLAlchemy's cursor events, as it would."""
        _LOG.info(text)
        heard: Any = self._connection.dispatch
        for listener in heard.before_cursor_execute:
            listener(self._connection, None, text, arguments, None, False)


class WriteSession(Session):
    """A session that holds the tenant's lock and can change its rows.

    Attributes
    ----------
    actor, reason: who writes, and why; they go into every event.
    revision: the number this commit will have; rows that later runs ask "what changed since" for carry it.
    randbytes: a cryptographic source of that many bytes.
    scrubbed: whether something was deleted that must not be found any more, in SQLite's log either.
    taken: what it takes away from whom, by ref; the withdrawal journal gets it with the commit.
    """

    def __init__(
        self,
        connection: Connection,
        tenant: str,
        head: Head,
        keys: Keyring,
        *,
        actor: Actor,
        reason: str,
        randbytes: Callable[[int], bytes],
    ) -> None:
        super().__init__(connection, tenant, head, keys)
        self.revision += 1
        self.actor = actor
        self.reason = reason
        self.randbytes = randbytes
        self.scrubbed = False
        self.changed = False
        self.taken: dict[bytes, Taken] = {}

    def take_from(self, ref: bytes) -> Taken:
        """The note of what this commit takes away from a subject, for whoever takes something."""
        return self.taken.setdefault(ref, Taken(ref))

    def execute(self, statement: ClauseElement, params: Params | None = None) -> int:
        """Run an UPDATE or DELETE and return how many rows it changed."""
        _, cursor = self._run(statement, params)
        count: int = cursor.rowcount
        self.changed = self.changed or count > 0
        self.scrubbed = self.scrubbed or (isinstance(statement, Delete) and count > 0)
        return count

    def execute_many(self, statement: ClauseElement, rows: Sequence[Params]) -> None:
        """Run an UPDATE or DELETE for each of these rows, of each of which it changes one."""
        if not rows:
            return
        full = [{OF_TENANT: self.tenant, **row} for row in rows]
        self.changed = True
        self.scrubbed = self.scrubbed or isinstance(statement, Delete)
        self._run_many(statement, full)

    def insert(self, table: Table, rows: Sequence[Params]) -> None:
        """Add rows, all with the same columns; ``tenant`` is filled in."""
        if len(rows) >= _COPY_FROM:
            columns = tuple(rows[0])
            self.insert_values(table, columns, (tuple([row[column] for column in columns]) for row in rows))
        elif rows:
            self.write(insert_into(table), rows)

    def insert_values(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """As :meth:`insert`, of a great many narrow rows, the values of each in the order of the columns."""
        self.changed = True
        preparer = self._connection.dialect.identifier_preparer
        names = ", ".join(map(preparer.quote, ("tenant", *columns)))
        full = ((self.tenant, *row) for row in rows)
        with translated(self._errors):
            if self.dialect == "postgresql":
                text = f"COPY {table.name} ({names}) FROM STDIN"
                self._tell(text, ())
                with self._driver.cursor() as cursor, cursor.copy(text) as copy:
                    for row in full:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * (len(columns) + 1))
                text = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours, values apart
                self._tell(text, ())
                self._driver.cursor().executemany(text, full)

    def upsert(self, table: Table, rows: Sequence[Params]) -> None:
        """Add rows, or change the columns given where the primary key is there already."""
        if rows:
            columns = tuple(name for name in rows[0] if name not in table.primary_key.columns)
            self.write(upsert_into(table, self.dialect, columns), rows)

    def write(self, statement: Insert, rows: Sequence[Params]) -> None:
        """Run an INSERT made elsewhere; ``tenant`` is filled in where a row does not say another."""
        self.changed = True
        self._run_many(statement, [{"tenant": self.tenant, **row} for row in rows])

    def _run_many(self, statement: ClauseElement, rows: Sequence[Params]) -> None:
        with translated(self._errors):
            made = prepared(statement, self._connection.dialect, rows[0])
            arguments = [made.arguments(row) for row in rows]
            self._tell(made.text, arguments)
            if len(rows) == 1:  # the way of many has a cost of its own
                self._driver.execute(made.text, arguments[0])
            else:
                self._driver.cursor().executemany(made.text, arguments)
