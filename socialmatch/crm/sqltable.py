"""A CRM that is a table in a database: any SQLAlchemy address, and a map from our fields to its columns.

The customers' own table is only read, unless erasing is asked for. Links go into a table of our own in the same
database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from sqlalchemy import exc

from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.capability import FULL, Capability, grades, partial, unsupported
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.crm.sqllinks import LinksTable
from socialmatch.crm.sqlrows import FIELDS, ColumnMap, id_column, native_id, read_map, to_account
from socialmatch.crm.values import CrmLink, FindBy, Page, holds, is_due
from socialmatch.errors import ConfigError, CrmRefused, CrmUnavailable, MissingExtra, SocialMatchError
from socialmatch.models import Account

_FOUND_IN: Final = {
    FindBy.EMAIL: "emails",
    FindBy.PHONE: "phones",
    FindBy.WEBSITE: "websites",
    FindBy.HANDLE: "handles",
    FindBy.NAME: "full_name",
}
_SLACK = timedelta(seconds=1)  # a database may round what it stores


class SqlCrm(CrmAdapter):
    """Accounts in a table or view, links in a table of ours beside it.

    Parameters
    ----------
    target: SQLAlchemy address of the database.
    table: where the accounts are. schema: of that table and of ours, where it is not the default one.
    columns: field -> column, or several columns for a list (``{"account_id": "id", "emails": ["mail", "mail2"]}``).
        Without it, every column that is named as a field is taken. ``updated_at`` is what a watermark needs.
    separator: between the values of a list in one column; ``""`` where a column holds one value.
    links_table: name of our table; ``""`` for an adapter that only reads. create_links: whether to make it.
    erase_rows: whether ``erase`` may delete rows of ``table``. page_size: rows in one query.
    """

    api_version: ClassVar[int] = 1

    def __init__(
        self,
        target: str,
        *,
        table: str = "accounts",
        schema: str = "",
        columns: ColumnMap | None = None,
        separator: str = ";",
        links_table: str = "socialmatch_links",
        create_links: bool = False,
        erase_rows: bool = False,
        page_size: int = 1000,
        runtime: Runtime = DEFAULT_RUNTIME,
    ) -> None:
        self._engine, secrets = _connect(target)
        super().__init__(runtime, secrets=secrets)
        self._table_name = table
        self._schema = schema or None
        self._map = None if columns is None else read_map(columns)
        self._separator = separator
        self._page_size = page_size
        self._links = LinksTable(self._engine, links_table, self._schema, create_links)
        mapped = set(FIELDS) if self._map is None else set(self._map)
        self.findable = frozenset(by for by, name in _FOUND_IN.items() if name in mapped)
        self.capabilities = grades(
            incremental=FULL if "updated_at" in mapped else unsupported("map updated_at to a column to have it"),
            find=FULL if self.findable else unsupported("map one of the fields that can be found to have it"),
            links=FULL if links_table else unsupported("name a links_table to have it"),
            idempotency=partial("a key is remembered for as long as its link stands"),
            erase=FULL if erase_rows else unsupported("set erase_rows to let rows be deleted, or erase in the CRM"),
            merges=unsupported("a table does not say what was merged; the account that went is seen as deleted"),
            deletions=partial("found by reading the whole table"),
        )

    # --- accounts ----------------------------------------------------------------------------------

    def _accounts(self, since: datetime | None, cursor: str | None) -> Page[Account]:
        wanted = self._select.order_by(self._ordered).limit(self._page_size)
        if cursor is not None:
            wanted = wanted.where(self._ordered > native_id(self._id, cursor))
        if since is not None:
            wanted = wanted.where(self._changed_since(since))
        found = list(self._run(wanted))
        last = found[-1].account_id if len(found) == self._page_size else None
        return Page([account for account in found if is_due(account.updated_at, since)], last)

    def _get(self, account_id: str) -> Account | None:
        native = native_id(self._id, account_id)
        if native is None:
            return None
        found = list(self._run(self._select.where(self._ordered == native)))
        # A database may take "Ab" and "ab" for the same.
        return next((account for account in found if account.account_id == account_id), None)

    def _find(self, by: FindBy, value: str) -> Iterable[Account]:
        columns = self._columns.get(_FOUND_IN[by], ())
        texts: list[sa.ColumnElement[str]] = [sa.cast(self._table.c[name], sa.String) for name in columns]
        if value.isascii():  # databases differ in what they take for the small form of any other letter
            texts, value = [sa.func.lower(text) for text in texts], value.lower()
        near = sa.or_(sa.false(), *(text.contains(value.strip(), autoescape=True) for text in texts))
        return (account for account in self._run(self._select.where(near)) if holds(account, by, value))

    def _erase(self, account_id: str) -> None:
        if self._get(account_id) is None:
            return
        statements = [sa.delete(self._table).where(self._ordered == native_id(self._id, account_id))]
        if self.grade(Capability.LINKS).usable:
            statements.append(self._links.removal(self.key(account_id)))
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    # --- links -------------------------------------------------------------------------------------

    def _list_links(self, account_id: str) -> Iterable[CrmLink]:
        return self._links.of(self.key(account_id))

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        if self._get(link.account.account_id) is None:
            raise CrmRefused("there is no such account", code="no_account")
        self._links.put(link, idempotency_key)

    def _remove_link(self, link: CrmLink) -> None:
        self._links.remove(link)

    # --- inside ------------------------------------------------------------------------------------

    @cached_property
    def _table(self) -> sa.Table:
        return sa.Table(
            self._table_name, sa.MetaData(), schema=self._schema, autoload_with=self._engine, resolve_fks=False
        )

    @cached_property
    def _columns(self) -> dict[str, tuple[str, ...]]:
        """Field -> columns that the table has.

        Raises
        ------
        ConfigError: the map names a column that is not there.
        """
        there = self._table.c.keys()
        if self._map is None:
            return read_map({name: name for name in FIELDS if name in there})
        for name in (column for of in self._map.values() for column in of):
            if name not in there:
                raise ConfigError(f"the table {self._table_name} has no column {name}", code="unknown_column")
        return self._map

    @property
    def _id(self) -> sa.Column[Any]:
        return self._table.c[self._columns["account_id"][0]]

    @property
    def _ordered(self) -> sa.ColumnElement[Any]:
        return id_column(self._id)

    @property
    def _select(self) -> sa.Select[Any]:
        names = sorted({name for of in self._columns.values() for name in of})
        return sa.select(*(self._value(name) for name in names)).where(self._id.is_not(None))

    def _value(self, name: str) -> sa.ColumnElement[Any]:
        column = self._table.c[name]
        if column is self._id:
            return self._ordered.label(name)  # as it is compared, so that an id that was read is found again
        if self._engine.dialect.name != "sqlite":
            return column
        # SQLite keeps whatever it was given under any declared type; reading it as declared may fail on one row.
        return sa.type_coerce(column, sa.types.NullType()).label(name)

    def _changed_since(self, since: datetime) -> sa.ColumnElement[bool]:
        """A first cut in the database, where its column knows what time is; the rest is cut afterwards."""
        column = self._table.c[self._columns["updated_at"][0]] if "updated_at" in self._columns else None
        if column is None or not isinstance(column.type, sa.DateTime) or self._engine.dialect.name == "sqlite":
            return sa.true()
        bound = (since - _SLACK).astimezone(UTC)
        return sa.or_(column.is_(None), column >= (bound if column.type.timezone else bound.replace(tzinfo=None)))

    def _run(self, wanted: sa.Select[Any]) -> Iterator[Account]:
        with self._engine.connect() as connection:
            for row in connection.execute(wanted).mappings():
                yield to_account({str(name): value for name, value in row.items()}, self._columns, self._separator)

    def _translate(self, error: Exception) -> SocialMatchError | None:
        if isinstance(error, exc.NoSuchTableError):
            return ConfigError("the database has no table of the configured name", code="no_table")
        if isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError | exc.DisconnectionError):
            return CrmUnavailable("the database did not answer", code="database")
        if isinstance(error, exc.SQLAlchemyError):
            return CrmRefused(f"the database refused ({type(error).__name__})", code="database")
        return None

    def _close(self) -> None:
        self._engine.dispose()


def _connect(target: str) -> tuple[sa.Engine, Sequence[str]]:
    """The engine for an address, and what in it is secret."""
    failure: SocialMatchError
    try:
        url = sa.make_url(target)
        secrets = [str(url.password)] if url.password else []
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True), secrets
    except exc.NoSuchModuleError:
        failure = ConfigError("SQLAlchemy knows no database of that kind", code="unknown_database")
    except ModuleNotFoundError as error:
        failure = _no_driver(error.name or "")
    except (exc.SQLAlchemyError, ValueError, TypeError):
        failure = ConfigError("the database address cannot be read", code="bad_url")
    raise failure  # outside the except blocks, so that no traceback repeats the address


def _no_driver(name: str) -> SocialMatchError:
    if name == "psycopg":
        return MissingExtra("the database driver psycopg", "postgres")
    return ConfigError(f"the database driver {name} is not installed", code="no_driver", hint="its own docs say how")
