from __future__ import annotations

import sys
import threading
import traceback
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from crm_peers import SqlPeer
from socialmatch.crm import Capability, CrmLink, FindBy, Retry, Runtime, Watermark
from socialmatch.crm.sqlrows import change_moment
from socialmatch.crm.sqltable import SqlCrm
from socialmatch.errors import ConfigError, CrmRefused, CrmUnavailable, CrmUnsupported, MissingExtra, UsageError
from socialmatch.models import Assurance, ProfileKey
from socialmatch.testing.adapters import AdapterConformance

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONCE = Runtime(retry=Retry(attempts=1))


class TestOnSqlite(AdapterConformance):
    @pytest.fixture
    def peer(self, tmp_path):
        peer = SqlPeer(f"sqlite:///{tmp_path}/crm.db")
        yield peer
        peer.close()


@pytest.fixture(scope="module")
def empty_database(postgres):
    """One database for all tests of this module, as each leaves it empty."""
    url = postgres.new_database()
    yield url
    postgres.drop(url)


class TestOnPostgres(AdapterConformance):
    @pytest.fixture
    def peer(self, empty_database):
        peer = SqlPeer(empty_database)
        yield peer
        peer.close()


@pytest.fixture
def database(tmp_path):
    """Runs statements on a fresh database and gives its address."""
    url = f"sqlite:///{tmp_path}/shop.db"
    engine = sa.create_engine(url)

    def run(*statements):
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        return url

    yield run
    engine.dispose()


@pytest.fixture
def opened():
    """Opens adapters that are closed after the test."""
    open_now = []

    def open_sql(url, **options):
        open_now.append(SqlCrm(url, **{"runtime": ONCE, **options}))
        return open_now[-1]

    yield open_sql
    for crm in open_now:
        crm.close()


def link_to(crm, account_id="1", user_id="1001"):
    profile = ProfileKey(crm.tenant, "x", "", user_id)
    return CrmLink(crm.key(account_id), profile, "ada_x", Assurance.L2, NOW, "consent-1")


class TestColumns:
    def test_columns_named_as_fields_need_no_map(self, database, opened):
        crm = opened(
            database(
                "CREATE TABLE accounts (account_id TEXT PRIMARY KEY, emails TEXT, birth_year TEXT, updated_at TEXT, x)",
                "INSERT INTO accounts VALUES ('1', 'a@example.com; b@example.com', '1990', '2026-11-22T09:30:00Z', 7)",
            )
        )
        (account,) = crm.accounts()
        assert account.emails == ("a@example.com", "b@example.com")
        assert account.birth_year == 1990
        assert account.updated_at == NOW

    def test_several_columns_may_make_a_list_and_one_may_hold_one_value(self, database, opened):
        url = database(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, home TEXT, work TEXT, born DATE)",
            "INSERT INTO people VALUES (7, '555-0100; ext 1', NULL, '1990-05-01')",
        )
        columns = {"account_id": "id", "phones": ["home", "work"], "birthday": "born"}
        (account,) = opened(url, table="people", columns=columns, separator="").accounts()
        assert (account.account_id, account.phones, account.birthday) == ("7", ("555-0100; ext 1",), "1990-05-01")

    @pytest.mark.parametrize(
        ("columns", "code"),
        [
            ({"account_id": "id", "shoe_size": "x"}, "unknown_field"),
            ({"account_id": ["id", "id2"]}, "one_column"),
            ({"emails": []}, "no_account_id"),
        ],
    )
    def test_a_map_that_cannot_be_is_refused_at_once(self, columns, code):
        with pytest.raises(ConfigError) as caught:
            SqlCrm("sqlite://", columns=columns)
        assert caught.value.code == code

    def test_a_column_that_is_not_there_is_named(self, database, opened):
        url = database("CREATE TABLE people (id INTEGER PRIMARY KEY)")
        with pytest.raises(ConfigError) as caught:
            opened(url, table="people", columns={"account_id": "nummer"}).check()
        assert caught.value.code == "unknown_column"
        assert "nummer" in str(caught.value)

    def test_a_table_that_is_not_there_is_said(self, database, opened):
        with pytest.raises(ConfigError) as caught:
            opened(database()).check()
        assert caught.value.code == "no_table"

    def test_a_view_will_do(self, database, opened):
        url = database(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, mail TEXT, gone INT)",
            "INSERT INTO people VALUES (1, 'ada@example.com', 0), (2, 'bob@example.com', 1)",
            "CREATE VIEW accounts AS SELECT id AS account_id, mail AS emails FROM people WHERE NOT gone",
        )
        assert [account.account_id for account in opened(url).accounts()] == ["1"]


class TestIds:
    def test_integers_are_read_in_order_and_by_exact_text(self, database, opened):
        url = database(
            "CREATE TABLE accounts (account_id INTEGER PRIMARY KEY)",
            "INSERT INTO accounts VALUES (2), (10), (-1), (9)",
        )
        crm = opened(url, page_size=1)
        assert [account.account_id for account in crm.accounts()] == ["-1", "2", "9", "10"]
        assert crm.get("10").account_id == "10"
        for text in ("010", "10 ", "+10", "10.0", "1e1", "\u0661\u0660", "9" * 30, "x"):
            assert crm.get(text) is None

    def test_a_column_without_a_type_is_compared_as_text(self, database, opened):
        url = database("CREATE TABLE accounts (account_id)", "INSERT INTO accounts VALUES ('b'), ('a'), (NULL)")
        crm = opened(url, page_size=1)
        assert [account.account_id for account in crm.accounts()] == ["a", "b"]
        assert crm.get("a").account_id == "a"

    def test_a_database_that_ignores_case_does_not_mix_people_up(self, database, opened):
        url = database(
            "CREATE TABLE accounts (account_id TEXT COLLATE NOCASE PRIMARY KEY)",
            "INSERT INTO accounts VALUES ('Ab')",
        )
        crm = opened(url, create_links=True)
        assert crm.get("ab") is None
        with pytest.raises(CrmRefused):
            crm.put_link(link_to(crm, "ab"), "k1")


class TestMoments:
    @pytest.mark.parametrize(
        ("value", "moment"),
        [
            ("2026-11-22T09:30:00Z", NOW),
            ("2026-11-22 10:30:00+01:00", NOW),
            (NOW.timestamp(), NOW),
            (datetime(2026, 11, 22, 9, 30), NOW),
            (NOW.astimezone(), NOW),
            (date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)),
            ("last week", None),
            ("", None),
            (None, None),
            (1e300, None),
        ],
    )
    def test_kinds(self, value, moment):
        assert change_moment(value) == moment

    @pytest.mark.parametrize("kind", ["TEXT", "DATETIME", "INTEGER"])
    def test_whatever_the_column_is_declared_as(self, database, opened, kind):
        moments = {"new": NOW, "old": NOW - timedelta(days=9), "edge": NOW - SqlCrm.overlap}
        said = {n: int(m.timestamp()) if kind == "INTEGER" else m.isoformat() for n, m in moments.items()}
        rows = ", ".join(f"('{name}', '{at}')" for name, at in said.items())
        url = database(
            f"CREATE TABLE accounts (account_id TEXT PRIMARY KEY, updated_at {kind})",
            f"INSERT INTO accounts VALUES {rows}, ('unknown', NULL), ('odd', 'soon')",
        )
        found = {account.account_id for account in opened(url).accounts(Watermark(NOW))}
        assert found == {"new", "edge", "unknown", "odd"}

    def test_without_the_column_there_is_no_watermark(self, opened):
        crm = opened("sqlite://", columns={"account_id": "id"})
        with pytest.raises(CrmUnsupported):
            crm.accounts(Watermark(NOW))


class TestFinding:
    @pytest.fixture
    def crm(self, database, opened):
        return opened(
            database(
                "CREATE TABLE accounts (account_id TEXT PRIMARY KEY, emails TEXT, full_name TEXT)",
                "INSERT INTO accounts VALUES ('1', 'x_ada@example.com;Ada@example.com', 'Zoë Ada'), "
                "('2', 'xada@example.com', 'Ada')",
            )
        )

    def test_one_value_of_a_list_as_a_whole(self, crm):
        assert [account.account_id for account in crm.find(FindBy.EMAIL, "ada@EXAMPLE.com")] == ["1"]
        assert [account.account_id for account in crm.find(FindBy.EMAIL, "x_ada@example.com")] == ["1"]

    def test_other_letters(self, crm):
        assert [account.account_id for account in crm.find(FindBy.NAME, "Zoë Ada")] == ["1"]

    def test_only_by_columns_that_are_mapped(self, opened):
        crm = opened("sqlite://", columns={"account_id": "id", "phones": "tel"})
        assert crm.findable == {FindBy.PHONE}
        with pytest.raises(CrmUnsupported):
            crm.find(FindBy.EMAIL, "ada@example.com")
        assert not opened("sqlite://", columns={"account_id": "id"}).grade(Capability.FIND).usable

    def test_a_field_that_the_table_has_not_finds_nobody(self, crm):
        assert crm.find(FindBy.PHONE, "555-0100") == ()


class TestLinks:
    @pytest.fixture
    def url(self, database):
        return database("CREATE TABLE accounts (account_id TEXT PRIMARY KEY)", "INSERT INTO accounts VALUES ('1')")

    def test_the_table_is_made_on_request_only(self, url, opened):
        with pytest.raises(ConfigError) as caught:
            opened(url).list_links("1")
        assert caught.value.code == "no_links_table"
        assert opened(url, create_links=True).list_links("1") == ()
        assert opened(url).list_links("1") == ()

    def test_without_a_table_it_only_reads(self, url, opened):
        crm = opened(url, links_table="")
        assert crm.get("1") is not None
        for verb in (lambda: crm.list_links("1"), lambda: crm.remove_link(link_to(crm))):
            with pytest.raises(CrmUnsupported):
                verb()

    def test_tenants_and_crms_share_a_table_and_see_their_own(self, url, opened):
        crms = [
            opened(url, create_links=True, runtime=Runtime(name, tenant))
            for name, tenant in (("crm", "t1"), ("crm", "t2"), ("second", "t1"))
        ]
        for number, crm in enumerate(crms):
            crm.put_link(link_to(crm), f"k{number}")
        crms[1].remove_link(link_to(crms[1]))
        assert [len(crm.list_links("1")) for crm in crms] == [1, 0, 1]

    def test_writers_at_once_make_one_link(self, url, opened):
        opened(url, create_links=True).list_links("1")
        crms = [opened(url, runtime=Runtime(retry=Retry(attempts=10, first_wait=0.01))) for _ in range(4)]
        threads = [
            threading.Thread(target=crm.put_link, args=(link_to(crm), f"k{number}")) for number, crm in enumerate(crms)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(crms[0].list_links("1")) == 1

    def test_what_was_removed_is_nowhere_in_the_database(self, url, opened, tmp_path):
        crm = opened(url, create_links=True)
        canary = uuid.uuid4().hex
        crm.put_link(link_to(crm, user_id=canary), "k1")
        crm.remove_link(link_to(crm, user_id=canary))
        with sa.create_engine(url).connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM socialmatch_links").scalar() == 0

    def test_rows_are_erased_only_where_that_is_allowed(self, url, opened):
        assert opened(url).erase("1") == "unsupported"
        crm = opened(url, create_links=True, erase_rows=True)
        crm.put_link(link_to(crm), "k1")
        assert crm.erase("1") == "confirmed"
        assert crm.list_links("1") == ()


class TestPostgresTypes:
    @pytest.fixture
    def shop(self, empty_database):
        engine = sa.create_engine(empty_database)
        ids = sorted((str(uuid.UUID(int=number)) for number in range(5)), reverse=True)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE shop (id uuid PRIMARY KEY, at timestamptz, tel bigint, kind inet)")
            for age, account_id in enumerate(ids):
                at = None if age == 4 else NOW - timedelta(days=age)
                connection.execute(
                    sa.text("INSERT INTO shop VALUES (:id, :at, 5550100, :kind)"),
                    {"id": account_id, "at": at, "kind": f"192.0.2.{age}"},
                )
        yield empty_database, ids
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE shop")
        engine.dispose()

    def test_uuids_and_moments_with_a_zone(self, shop, opened):
        url, ids = shop
        columns = {"account_id": "id", "updated_at": "at", "phones": "tel"}
        crm = opened(url, table="shop", columns=columns, page_size=2)
        assert [account.account_id for account in crm.accounts()] == ids[::-1]
        came = {account.account_id: account.updated_at for account in crm.accounts(Watermark(NOW))}
        assert came == {ids[0]: NOW, ids[4]: None}
        assert crm.get(ids[0]).phones == ("5550100",)
        assert crm.get(ids[3].upper().replace("0", "A", 1)) is None
        assert crm.get("not-a-uuid") is None
        assert len(crm.find(FindBy.PHONE, "5550100")) == 5

    def test_ids_of_another_type_are_compared_as_text(self, shop, opened):
        crm = opened(shop[0], table="shop", columns={"account_id": "kind"}, page_size=2)
        first, *_ = ids = [account.account_id for account in crm.accounts()]
        assert len(set(ids)) == 5
        assert crm.get(first).account_id == first


class TestDrivers:
    def test_that_of_postgresql_names_its_extra(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(MissingExtra) as caught:
            SqlCrm("postgresql+psycopg://db.example.com/shop")
        assert caught.value.extra == "postgres"

    def test_another_one_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pymysql", None)
        with pytest.raises(ConfigError) as caught:
            SqlCrm("mysql+pymysql://db.example.com/shop")
        assert caught.value.code == "no_driver"


class TestSecrets:
    @pytest.mark.parametrize(
        ("url", "error"),
        [
            ("nodatabase://ada:s3cr3t@db.example.com/shop", ConfigError),
            ("s3cr3t", ConfigError),
            ("postgresql://ada:s3cr3t@db.example.com:port/shop", ConfigError),
        ],
    )
    def test_an_address_that_cannot_be_used_is_not_repeated(self, url, error):
        with pytest.raises(error) as caught:
            SqlCrm(url)
        assert caught.value.__context__ is None
        assert "s3cr3t" not in "".join(traceback.format_exception_only(caught.value)) + caught.value.hint

    def test_a_database_that_is_not_there_is_unavailable(self, opened):
        crm = opened("sqlite:////nowhere/at/all/s3cr3t.db")
        with pytest.raises(CrmUnavailable) as caught:
            crm.check()
        assert "s3cr3t" not in "".join(traceback.format_exception_only(caught.value))
        assert "s3cr3t" not in repr(crm)

    def test_known_ids_are_needed_for_a_sweep(self, opened):
        with pytest.raises(UsageError):
            opened("sqlite://").deletions()
