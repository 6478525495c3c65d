"""Our own table of links in a CRM's database.

Its keys are digests, so that ids are compared byte for byte whatever the database's collation, and fit any index.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from socialmatch.crm.values import CrmLink
from socialmatch.errors import ConfigError, CrmConflict
from socialmatch.models import AccountKey, Assurance, ProfileKey
from socialmatch.moments import format_moment, parse_moment


class LinksTable:
    """The links that a database holds, those of other tenants and adapters kept apart.

    Parameters
    ----------
    engine: the database. name, schema: of the table. create: whether to make it where it is missing.
    """

    def __init__(self, engine: sa.Engine, name: str, schema: str | None, create: bool) -> None:
        self._engine = engine
        self._name = name
        self._schema = schema
        self._create = create

    def of(self, account: AccountKey) -> list[CrmLink]:
        """The links of an account."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(self._table).where(self._table.c.account_ref == _digest(account)))
            return [_link(row._mapping) for row in found]

    def put(self, link: CrmLink, idempotency_key: str) -> None:
        """Write a link, or renew the one that is there.

        Raises
        ------
        CrmConflict: the idempotency key stands on another link.
        """
        try:
            self._write(link, idempotency_key)
        except exc.IntegrityError:  # another writer was faster, so that now there is a row to renew
            self._write(link, idempotency_key)

    def _write(self, link: CrmLink, idempotency_key: str) -> None:
        table, values = self._table, {**_values(link), "idempotency_key": idempotency_key}
        with self._engine.begin() as connection:
            for row in connection.execute(sa.select(table).where(table.c.idempotency_key == idempotency_key)):
                if row.idempotency_key == idempotency_key and _link(row._mapping) != link:
                    raise CrmConflict("this idempotency key came with another link", code="key_reused")
            renewed = connection.execute(sa.update(table).where(table.c.link_ref == values["link_ref"]).values(values))
            if not renewed.rowcount:
                connection.execute(sa.insert(table).values(values))

    def remove(self, link: CrmLink) -> None:
        """Remove a link; absent is fine."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(self._table).where(self._table.c.link_ref == _digest(*link.key)))

    def removal(self, account: AccountKey) -> sa.Delete:
        """The statement that removes the links of an account, for somebody's transaction."""
        return sa.delete(self._table).where(self._table.c.account_ref == _digest(account))

    @cached_property
    def _table(self) -> sa.Table:
        """The table, which is there.

        Raises
        ------
        ConfigError: it is not, and nobody asked to make it.
        """
        table = sa.Table(
            self._name,
            sa.MetaData(),
            sa.Column("link_ref", sa.String(64), primary_key=True),
            sa.Column("account_ref", sa.String(64), nullable=False, index=True),
            *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
            sa.Column("idempotency_key", sa.String(200), nullable=False, index=True),
            schema=self._schema,
        )
        if self._create:
            table.metadata.create_all(self._engine)
        elif not sa.inspect(self._engine).has_table(self._name, schema=self._schema):
            raise ConfigError(
                f"the database has no table {self._name} for links",
                code="no_links_table",
                hint="set create_links, or make the table yourself",
            )
        return table


_TEXTS = (
    "tenant",
    "crm",
    "account_id",
    "platform",
    "scope",
    "user_id",
    "handle",
    "assurance",
    "linked_at",
    "consent",
)


def _digest(*parts: AccountKey | ProfileKey) -> str:
    """SHA-256 of the parts of a key, which cannot be confused with one another in a JSON list."""
    texts: list[str] = []
    for part in parts:
        if isinstance(part, AccountKey):
            texts += [part.tenant, part.crm, part.account_id]
        else:
            texts += [part.platform, part.scope, part.user_id]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _values(link: CrmLink) -> dict[str, str]:
    account, profile = link.account, link.profile
    if link.linked_at is None or link.assurance is None:
        raise ValueError("a link to be written has its moment and its assurance")
    return {
        "link_ref": _digest(account, profile),
        "account_ref": _digest(account),
        "tenant": account.tenant,
        "crm": account.crm,
        "account_id": account.account_id,
        "platform": profile.platform,
        "scope": profile.scope,
        "user_id": profile.user_id,
        "handle": link.handle,
        "assurance": link.assurance.value,
        "linked_at": format_moment(link.linked_at),
        "consent": link.consent,
    }


def _link(row: Any) -> CrmLink:
    account = AccountKey(row["tenant"], row["crm"], row["account_id"])
    profile = ProfileKey(row["tenant"], row["platform"], row["scope"], row["user_id"])
    return CrmLink(
        account, profile, row["handle"], Assurance(row["assurance"]), parse_moment(row["linked_at"]), row["consent"]
    )
