"""Salesforce's queries: how they are written, and how their answers come in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from socialmatch.crm.http import Answer, Fields, HttpAdapter, every_page
from socialmatch.crm.values import Page
from socialmatch.errors import CrmRefused, CrmUnavailable, SocialMatchError


def soql(names: str, table: str, *conditions: str) -> str:
    """A query, all of whose conditions hold."""
    where = ("WHERE", " AND ".join(conditions)) if conditions else ()
    return " ".join(("SELECT", names, "FROM", table, *where))


def literal(value: str) -> str:
    """A text within a query."""
    escaped = value.strip().replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r") + "'"


class SoqlAdapter(HttpAdapter):
    """An adapter that asks Salesforce by queries."""

    def _page(
        self,
        names: str,
        table: str,
        conditions: tuple[str, ...],
        cursor: str | None,
        size: int,
        *,
        since: datetime | None = None,
        deleted_too: bool = False,
    ) -> Page[Fields]:
        """One page in the order of ids, behind the last one seen."""
        if since is not None:
            conditions = (*conditions, f"SystemModstamp >= {since:%Y-%m-%dT%H:%M:%SZ}")
        if cursor is not None:
            conditions = (*conditions, f"Id > {literal(cursor)}")
        ordered = f"{soql(names, table, *conditions)} ORDER BY Id LIMIT {size}"
        found = list(self._query(ordered, deleted_too=deleted_too))
        return Page(found, found[-1].id("Id") if len(found) == size else None)

    def _query(self, query: str, *, deleted_too: bool = False) -> Iterator[Fields]:
        """The records of a query. Salesforce may cut an answer short and name an address for the rest."""
        return every_page(partial(self._piece, query, "queryAll" if deleted_too else "query"))

    def _piece(self, query: str, how: str, address: str | None) -> Page[Fields]:
        found = self.http.follow(address) if address else self.http.get(how, query={"q": query})
        return Page(
            found.having("records").parts("records"), None if found.flag("done") else found.text("nextRecordsUrl")
        )

    def _explain(self, answer: Answer) -> SocialMatchError | None:
        if answer.status in (403, 503) and b"REQUEST_LIMIT_EXCEEDED" in answer.body:
            return CrmUnavailable("Salesforce's calls of this day are used up", code="daily_limit")
        if answer.status == 400 and (b"INVALID_TYPE" in answer.body or b"INVALID_FIELD" in answer.body):
            return CrmRefused(
                "Salesforce has no such object or field, or does not show it to us",
                code="no_object",
                hint="SocialPersona with its field for links, ContactPointTypeConsent for consents, and rights to both",
            )
        return None
