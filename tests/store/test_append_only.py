"""What is recorded stays as it was: the database itself refuses, whatever program asks."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from processes import OFFICER
from socialmatch.errors import StoreConflict
from socialmatch.leaf import TypeClass
from socialmatch.models import Notice
from socialmatch.store import events, notices, tree
from socialmatch.store.schema import events as events_table

NOTICE = Notice("2026-01", "en", "We look up your handle.", ("support",))


@pytest.fixture
def written(store, store_url):
    """A store with a row in every table that never changes, and a plain connection to it."""
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.ADMIN, "first")
        events.append(session, TypeClass.ADMIN, "second")
        notices.register(session, NOTICE)
        tree.add(session, [(0, 0, b"h" * 32)])
    engine = create_engine(store_url)
    yield engine
    engine.dispose()


def refused(engine, *statements: str) -> None:
    for statement in statements:
        with pytest.raises(DBAPIError, match=r"append-only|gap in the log|duplicate key"), engine.begin() as connection:
            connection.execute(text(statement))


def test_rows_are_not_changed(written):
    refused(
        written,
        "UPDATE events SET recorded_at = 0 WHERE seq = 1",
        "UPDATE log_nodes SET hash = 'x'",
        "UPDATE notices SET text = 'You agree to everything.'",
    )


def test_rows_are_not_deleted(written):
    refused(written, "DELETE FROM events WHERE seq = 1", "DELETE FROM log_nodes", "DELETE FROM notices")


def test_rows_are_not_replaced(written):
    again = "('default', 1, 'admin', 0, 'forged')"
    if written.dialect.name == "sqlite":
        refused(written, f"INSERT OR REPLACE INTO events VALUES {again}")
        refused(written, "INSERT OR REPLACE INTO log_nodes VALUES ('default', 0, 0, 'x')")
        refused(written, "REPLACE INTO notices SELECT tenant, version, language, '', 'x', '', '', 0 FROM notices")
    else:
        refused(written, f"INSERT INTO events VALUES {again}")
        refused(written, f"INSERT INTO events VALUES {again} ON CONFLICT (tenant, seq) DO UPDATE SET leaf = 'x'")
        refused(written, "TRUNCATE events CASCADE", "TRUNCATE log_nodes", "TRUNCATE notices CASCADE")


def test_the_log_has_no_gap_and_begins_at_zero(written):
    refused(written, "INSERT INTO events VALUES ('default', 9, 'admin', 0, 'x')")
    refused(written, "INSERT INTO events VALUES ('default', -1, 'admin', 0, 'x')")
    refused(written, "INSERT INTO events VALUES ('other', 1, 'admin', 0, 'x')")


def test_our_own_attempt_gets_a_typed_error(store):
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.ADMIN, "first")
    for statement in (events_table.update().values(recorded_at=0), events_table.delete()):
        with pytest.raises(StoreConflict) as conflict, store.write("default", OFFICER, "test") as session:
            session.execute(statement.where(events_table.c.tenant == "default"))
        assert conflict.value.code == "append_only"


def test_no_statement_of_ours_touches_a_recorded_event(store):
    """Requirement C1, over everything this package can do to a store short of its own refusals."""
    seen: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda c, u, statement, *rest: seen.append(statement))
    with store.write("default", OFFICER, "test") as session:
        events.append(session, TypeClass.ADMIN, "first")
        notices.register(session, NOTICE)
    words = [statement.split() for statement in seen]
    assert not [w for w in words if w[:2] == ["UPDATE", "events"] or w[:3] == ["DELETE", "FROM", "events"]]
