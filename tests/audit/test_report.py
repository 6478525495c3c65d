"""The officer's report: counts that are right, small groups untold, nobody named unless asked, and golden files.

``SOCIALMATCH_UPDATE_CASES=1`` writes ``tests/cases/audit/`` anew; read the difference before you keep it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from linking import ADA, ADAS, AGENT, BO, BOS, CUSTOMER, OFFICER, link, match, revoke
from notice_fields import NOTICE
from pages import HOSTILE, Reader
from processes import NOW
from socialmatch.audit import figures, happenings
from socialmatch.audit.inventory import TABLES
from socialmatch.audit.page import report_page
from socialmatch.audit.report import Report, make_report, report_text, table_csv, write_csv
from socialmatch.audit.tables import Scope, Table
from socialmatch.journeys import verbs
from socialmatch.leaf import TypeClass
from socialmatch.models import AccountKey, Actor, ActorKind, Assurance, ConsentEvent, EventKind, Link, ProfileKey
from socialmatch.store import consents, events, holds, links

DAY = timedelta(days=1)
CASES = Path(__file__).parents[1] / "cases" / "audit"
SCOPE = Scope(NOW - 90 * DAY, NOW + 90 * DAY, small_group=5)


def person(number: int, side: str = "account") -> AccountKey | ProfileKey:
    if side == "account":
        return AccountKey("default", "crm", f"customer-{number}")
    return ProfileKey("default", "x", "", f"70{number:04}")


def say(at, kind: str, *people, version: str = "2026-01", days: int = 300, purpose: str = "support") -> None:
    with at.store.write("default", OFFICER, "import") as session:
        for one in people:
            end = session.now + days * DAY if kind in ("given", "reconfirmed") else None
            shown = version if kind != "withdrawn" else ""
            consents.record(session, ConsentEvent(one, purpose, EventKind(kind), session.now, shown, "web_form", end))


def fill(at, clock) -> None:
    """Forty people and their answers, a link at L1 that is too old, holds, refusals, readings, an erasure."""
    say(at, "given", *(person(n) for n in range(20)))
    say(at, "given", *(person(n, "profile") for n in range(10)), days=60)
    say(at, "refused", *(person(n) for n in range(20, 26)))
    say(at, "deferred", *(person(n) for n in range(26, 28)))
    say(at, "given", *(person(n) for n in range(30, 33)), version="2026-02")
    with at.store.write("default", OFFICER, "import") as session:
        links.start(session, Link(person(0, "profile"), person(0), Assurance.L1, "dm", 0, session.now))
        holds.place(session, person(1), "claim 17/26")
        for reason in ("suppressed", "suppressed", "too_many"):
            events.append(session, TypeClass.REFUSAL, "invite", person(2), data={"reason": reason})
    clock.advance(DAY)
    say(at, "withdrawn", *(person(n) for n in range(7)))
    for number, actor in ((5, Actor(ActorKind.AGENT, "agent-7")), (2, Actor(ActorKind.AGENT, "agent-9"))):
        with at.store.write("default", actor, "ticket") as session:
            for n in range(number):
                data = {"purpose": "support", "answer": "link"}
                events.append(session, TypeClass.READ, "answered", person(n, "profile"), person(n), data=data)
    link(at, BO, BOS, "browser session of bo")
    verbs.erase(at, BO.key, actor=CUSTOMER, reason="asked", basis="request")
    clock.advance(91 * DAY)


@pytest.fixture
def history(worlds):
    """What forty people did, to be read."""
    return worlds.read_only(fill)


@pytest.fixture
def own_history(copy_of):
    """The same, for a test that adds to it."""
    return copy_of(fill)


def report(at, scope: Scope | None = None, **options) -> Report:
    scope = scope or Scope(NOW - 90 * DAY, NOW + 100 * DAY, small_group=5)
    return make_report(at.store, "default", scope, **{"actor": OFFICER, "reason": "quarterly", **options})


def rows(at, make: Callable[..., Table], *more) -> list[tuple]:
    with at.store.read("default") as session:
        return list(make(session, *more).rows)


# --- golden files --------------------------------------------------------------------------------


def test_the_report_is_as_it_was(history):
    made = report(history)
    found = {
        "report.txt": report_text(made),
        "report.html": report_page(made),
        **{f"{table.id}.csv": table_csv(table).decode() for table in made.tables},
    }
    if os.environ.get("SOCIALMATCH_UPDATE_CASES"):
        CASES.mkdir(exist_ok=True)
        for name, text in found.items():
            (CASES / name).write_text(text, encoding="utf-8")
    golden = {path.name: path.read_text(encoding="utf-8") for path in sorted(CASES.iterdir())}
    assert sorted(golden) == sorted(found)
    for name, text in found.items():
        assert text == golden[name], name


def test_its_text_fits_eighty_columns_and_loses_no_word(history):
    made = report(history)
    told = report_text(made)
    assert max(map(len, told.splitlines())) <= 80
    words = {word for table in made.tables for row in table.rows for cell in row for word in str(cell).split()}
    assert {word for word in words if not word.isdigit()} <= set(told.split())


def test_a_word_wider_than_a_page_stays_whole():
    word = "w" * 90
    table = Table("wide", "Wide", "", ("One", "Other"), ((word, "as many words as there are " * 4), ("", 1_000)))
    told = report_text(Report("default", NOW, 1, SCOPE, (table,)))
    assert word in told and "1,000" in told


# --- what it counts ------------------------------------------------------------------------------


def test_consents_by_notice_version(history):
    found = {row[:2]: row[2:] for row in rows(history, figures.by_notice)}
    # in force, expired, withdrawn, refused, not answered, ended otherwise; Bo's account agreed to two purposes
    assert found["2026-01", "support"] == (13, 10, 8, 6, 2, 0)
    assert found["2026-02", "support"] == (3, 0, 0, 0, 0, 0)
    assert found["2026-01", "returns"] == (0, 0, 1, 0, 0, 0)


def test_what_ends_soon(at, clock):
    say(at, "given", person(1), days=30)
    say(at, "given", person(2), days=200)
    assert [row[:3] + row[4:] for row in rows(at, figures.expiring, SCOPE)] == [("2026-12-01", "support", "2026-01", 1)]
    clock.advance(31 * DAY)
    assert rows(at, figures.expiring, SCOPE) == []


def test_links_at_l1_that_are_too_old(history):
    found = rows(history, figures.old_l1, SCOPE)
    assert [row[:2] for row in found] == [("2026-11-01", "x")]


def test_refusals_erasures_and_readers(history):
    scope = Scope(NOW - DAY, NOW + 200 * DAY)
    assert rows(history, happenings.refusals, scope) == [("invite", "suppressed", 2), ("invite", "too_many", 1)]
    assert [(row[0], row[1]) for row in rows(history, happenings.erasures, scope)] == [("request", 1)]
    readers = {row[1]: row[2:] for row in rows(history, happenings.readers, scope)}
    assert (readers["agent-7"], readers["agent-9"]) == ((5, 10), (2, 4))


def test_the_period_is_kept_to(history):
    assert rows(history, happenings.refusals, Scope(NOW + DAY, NOW + 200 * DAY)) == []
    assert rows(history, happenings.refusals, Scope(NOW - DAY, NOW)) == []


def test_the_inventory_counts_every_table(history):
    found = {row[0]: row[4] for row in rows(history, figures.inventory)}
    assert {one.name for one in TABLES} <= set(found)
    with history.store.read("default") as session:
        assert found["events"] == session.size
        assert found["notices"] == 1


def test_the_register_says_what_article_30_asks(at):
    said = {row[1]: row[2] for row in rows(at, figures.register)}
    assert said["controller"] == NOTICE.controller
    assert said["purposes"] == "support: We see your orders at once.; returns: We send the label without asking."
    for what in ("people", "data", "recipients", "kept", "security"):
        assert said[what]


# --- small groups --------------------------------------------------------------------------------


def test_rates_of_small_groups_are_not_told(history):
    found = {row[:2]: row[2:] for row in rows(history, happenings.rates, SCOPE)}
    assert found["2026-01", "support"] == ("39", "79 %", "26 %")  # 31 of 39 agreed, Bo among them; 8 withdrew
    assert found["2026-02", "support"] == ("fewer than 5", "not told", "not told")


@pytest.mark.parametrize("small", [2, 5, 39])
def test_no_group_below_the_limit_shows_a_number(history, small):
    scope = Scope(NOW - 90 * DAY, NOW + 90 * DAY, small_group=small)
    for row in rows(history, happenings.rates, scope):
        if not row[2].isdigit():
            assert row[2:] == (f"fewer than {small}", "not told", "not told")
        else:
            assert int(row[2]) >= small


# --- who is named --------------------------------------------------------------------------------


def test_nobody_is_named_and_nothing_is_logged_unless_asked(history):
    before = _readings(history)
    text = report_text(report(history))
    assert not [n for n in range(40) if f"customer-{n}" in text or f"70{n:04}" in text]
    assert _readings(history) == before


def test_naming_people_is_a_reading(own_history):
    before = _readings(own_history)
    made = report(own_history, Scope(NOW - 90 * DAY, NOW + 100 * DAY, names=True))
    assert "account:customer-1" in report_text(made)
    assert _readings(own_history) == before + 1


def test_whose_data_an_actor_saw(own_history):
    made = report(own_history, reader="agent-9")
    (table,) = made.tables
    assert [row[2] for row in table.rows] == [f"profile:x::70{n:04}, account:customer-{n}" for n in range(2)]
    assert {row[1] for row in table.rows} == {"answered"}
    assert report(own_history, reader="nobody").tables[0].rows == ()
    nothing = report(own_history, Scope(NOW - 90 * DAY, NOW), reader="agent-9")
    assert nothing.tables[0].rows == ()


def test_readings_of_erased_people_are_counted(at):
    link(at)
    match(at)
    verbs.erase(at, ADA.key, actor=CUSTOMER, reason="asked", basis="request")
    made = report(at, reader=AGENT.id)
    assert made.tables[0].rows == ()
    assert "1 readings of people who were erased" in made.tables[0].note


def _readings(at) -> int:
    with at.store.read("default") as session:
        return sum(1 for e in events.walk(session) if e.type_class is TypeClass.READ)


# --- forms ---------------------------------------------------------------------------------------


def test_the_page_fetches_nothing_and_runs_nothing(history):
    page = report_page(report(history))
    read = Reader(page)
    assert not {"script", "img", "link", "iframe", "object"} & set(read.tags)
    assert {"svg", "table", "style"} <= set(read.tags)
    assert not [value for _, name, value in read.attributes if name in ("href", "src") and not value.startswith("#")]
    assert "@media print" in page
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(at, name):
    hostile = AccountKey("default", "crm", name.replace("\0", "").replace("\ud800", ""))
    with at.store.write("default", OFFICER, "test") as session:
        holds.place(session, hostile, name.replace("\ud800", ""))
    made = report(at, Scope(NOW - DAY, NOW + DAY, names=True))
    assert not {"script", "img", "h3"} & set(Reader(report_page(made)).tags)
    for table in made.tables:
        for row in csv.reader(io.StringIO(table_csv(table).decode())):
            assert not any(cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 for cell in row)


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    table = Table("t", "T", "", ("a", "b"), (("=1+1", 5), ("@cmd", -3), ("fine", 0)))
    assert table_csv(table) == b"a,b\n'=1+1,5\n'@cmd,-3\nfine,0\n"


def test_one_csv_file_a_table(history, tmp_path):
    made = report(history)
    paths = write_csv(made, tmp_path / "tables")
    assert [path.stem for path in paths] == [table.id for table in made.tables]
    for path, table in zip(paths, made.tables, strict=True):
        read = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert len(read) == len(table.rows) + 1


def test_json_has_every_table(history):
    made = report(history).to_json()
    assert set(made["tables"]) >= {"notices", "expiring", "l1", "rates", "refusals", "readers", "register", "inventory"}
    assert made["names"] is False


def test_an_empty_store_has_a_report(store):
    made = make_report(store, "default", SCOPE, actor=OFFICER, reason="first")
    assert "(none)" in report_text(made)
    assert "None." in report_page(made)


def test_a_withdrawal_after_a_renewal_counts_once(at, clock):
    say(at, "given", *(person(n) for n in range(6)))
    clock.advance(DAY)
    say(at, "reconfirmed", *(person(n) for n in range(6)))
    clock.advance(DAY)
    say(at, "withdrawn", person(0), person(1), person(2))
    say(at, "withdrawn", person(0))
    ((_, _, group, agreed, withdrew),) = rows(at, happenings.rates, Scope(NOW, NOW + 9 * DAY, small_group=5))
    assert (group, agreed, withdrew) == ("6", "100 %", "50 %")


def test_somebody_linked_and_gone_stands_in_no_list_by_name(at):
    link(at)
    revoke(at)
    made = report(at, Scope(NOW - DAY, NOW + 500 * DAY, names=True))
    assert ADA.handle not in report_text(made)
    assert ADAS.account_id  # the account itself stays a customer
