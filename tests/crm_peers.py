"""The systems behind our own adapters, as the conformance kit handles them."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa

from socialmatch.crm import CrmAdapter, Runtime
from socialmatch.crm.csvfile import CsvCrm
from socialmatch.crm.memory import Books, MemoryCrm
from socialmatch.crm.sqltable import SqlCrm
from socialmatch.errors import CrmRefused, CrmUnavailable
from socialmatch.files import write_csv
from socialmatch.models import Account
from socialmatch.moments import format_moment
from socialmatch.testing.adapters import Fault, Faults, Peer
from socialmatch.testing.adapters.faults import AGAIN_IN, SLOW_SECONDS

_IN_MEMORY = (
    Fault.BUSY_SECONDS,
    Fault.UNAVAILABLE,
    Fault.TIMEOUT,
    Fault.LOST,
    Fault.SLOW,
    Fault.STUCK,
    Fault.UNAUTHORISED,
)


def _raise(fault: Fault, crm: MemoryCrm) -> None:
    """What an adapter's own client would raise."""
    match fault:
        case Fault.SLOW:
            crm.runtime.sleep(SLOW_SECONDS)
        case Fault.TIMEOUT:
            raise TimeoutError("canary@example.com")
        case Fault.BUSY_SECONDS:
            raise CrmUnavailable("too many calls", code="busy", retry_after=crm.runtime.clock() + AGAIN_IN)
        case Fault.UNAVAILABLE:
            raise CrmUnavailable("out of order")
        case _:
            raise CrmRefused("another password", code="unauthorised")


FIELDS = ("account_id", "full_name", "emails", "updated_at")


class MemoryPeer(Peer):
    """Books in memory that every adapter of a test shares; mutants are other classes on the same books."""

    def __init__(self, adapter: type[MemoryCrm] = MemoryCrm) -> None:
        self._adapter = adapter
        self._books = Books()
        self._open: list[MemoryCrm] = []
        self.faults = Faults(_IN_MEMORY)

    def open(self, runtime: Runtime) -> CrmAdapter:
        crm = self._adapter(page_size=self.page_size, runtime=runtime)
        crm.books = self._books
        crm._served = self._troubled(crm)
        self._open.append(crm)
        return crm

    def _troubled(self, crm: MemoryCrm) -> Callable[[str], AbstractContextManager[None]]:
        """The call that reaches the books, with the kit's trouble on the way: there is no network to disturb."""
        served = crm._served

        @contextlib.contextmanager
        def troubled(verb: str) -> Iterator[None]:
            fault = self.faults.next(crm.runtime.clock())
            if fault is Fault.STUCK:
                crm.repeat_next()
            elif fault is not None and fault is not Fault.LOST:
                _raise(fault, crm)
            with served(verb):
                yield
            if fault is Fault.LOST:
                raise TimeoutError

        return troubled

    def save(self, account: Account) -> str:
        self._open[0].save(account)
        return account.account_id

    def delete(self, account_id: str) -> None:
        self._open[0].delete(account_id)

    def merge(self, old_id: str, new_id: str) -> None:
        self._open[0].merge(old_id, new_id)

    @contextlib.contextmanager
    def refuse_writes(self) -> Iterator[None]:
        self._books.read_only = True
        try:
            yield
        finally:
            self._books.read_only = False


class CsvPeer(Peer):
    """A folder with a file of accounts, rewritten by each change."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "customers.csv"
        self.links = folder / "customers.links.csv"
        self._write({})

    def open(self, runtime: Runtime) -> CrmAdapter:
        return CsvCrm(str(self.path), runtime=runtime)

    def save(self, account: Account) -> str:
        at = "" if account.updated_at is None else format_moment(account.updated_at)
        row = (account.account_id, account.full_name, ";".join(account.emails), at)
        self._write({**self._rows(), account.account_id: row})
        return account.account_id

    def delete(self, account_id: str) -> None:
        rows = self._rows()
        del rows[account_id]
        self._write(rows)

    @contextlib.contextmanager
    def refuse_writes(self) -> Iterator[None]:
        """A folder under the links file's name: nobody can read or replace it, not even the administrator."""
        aside = self.links.with_suffix(".aside")
        was_there = self.links.exists()
        if was_there:
            self.links.rename(aside)
        self.links.mkdir()
        yield
        self.links.rmdir()
        if was_there:
            aside.rename(self.links)

    def _rows(self) -> dict[str, tuple[str, ...]]:
        with self.path.open(encoding="utf-8", newline="") as file:
            return {row[0]: tuple(row) for row in list(csv.reader(file))[1:]}

    def _write(self, rows: dict[str, tuple[str, ...]]) -> None:
        write_csv(self.path, FIELDS, rows.values())


class SqlPeer(Peer):
    """A customers' table with column names of its own."""

    def __init__(self, url: str, *, erase_rows: bool = True) -> None:
        self._url = url
        self._erase_rows = erase_rows
        self._engine = sa.create_engine(url)
        self._table = sa.Table(
            "customers",
            sa.MetaData(),
            sa.Column("id", sa.String(80), primary_key=True),
            sa.Column("display", sa.Text),
            sa.Column("mail", sa.Text),
            sa.Column("changed", sa.DateTime),
        )
        self._table.create(self._engine)

    def open(self, runtime: Runtime) -> CrmAdapter:
        return SqlCrm(
            self._url,
            table="customers",
            columns={"account_id": "id", "full_name": "display", "emails": ["mail"], "updated_at": "changed"},
            create_links=True,
            erase_rows=self._erase_rows,
            page_size=self.page_size,
            runtime=runtime,
        )

    def save(self, account: Account) -> str:
        at = None if account.updated_at is None else account.updated_at.replace(tzinfo=None)
        mails = ";".join(account.emails) or None
        row = {"id": account.account_id, "display": account.full_name or None, "mail": mails, "changed": at}
        with self._engine.begin() as connection:
            connection.execute(sa.delete(self._table).where(self._table.c.id == account.account_id))
            connection.execute(sa.insert(self._table).values(row))
        return account.account_id

    def delete(self, account_id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(self._table).where(self._table.c.id == account_id))

    @contextlib.contextmanager
    def refuse_writes(self) -> Iterator[None]:
        """Triggers that stop every change of the links, with a message that names somebody."""
        with self.open(Runtime()) as crm:
            crm.list_links("makes the table")
        sqlite = self._engine.dialect.name == "sqlite"
        stop = "BEGIN SELECT RAISE(ABORT, 'canary-account'); END"
        if not sqlite:
            stop = "FOR EACH ROW EXECUTE FUNCTION refuse()"
            self._run(
                "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                " AS $$BEGIN RAISE EXCEPTION 'canary-account'; END$$"
            )
        changes = ("INSERT", "UPDATE", "DELETE")
        self._run(*(f"CREATE TRIGGER no_{change} BEFORE {change} ON socialmatch_links {stop}" for change in changes))
        yield
        where = "" if sqlite else " ON socialmatch_links"
        self._run(*(f"DROP TRIGGER no_{change}{where}" for change in changes))

    def _run(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def close(self) -> None:
        """Leave an empty database behind."""
        self._run("DROP TABLE customers", "DROP TABLE IF EXISTS socialmatch_links")
        self._engine.dispose()
