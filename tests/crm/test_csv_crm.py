from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet
import pytest

from crm_peers import CsvPeer
from socialmatch.crm import CrmLink, Erasure, FindBy, Runtime, Watermark
from socialmatch.crm.csvfile import COLUMNS, CsvCrm
from socialmatch.errors import FileError
from socialmatch.models import Assurance, ProfileKey
from socialmatch.testing.adapters import AdapterConformance

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class TestConformance(AdapterConformance):
    @pytest.fixture
    def peer(self, tmp_path):
        return CsvPeer(tmp_path)


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text("account_id,email,updated_at\n1,ada@example.com,2026-11-22\n2,,\n")
    return path


def link_to(crm, account_id="1", user_id="1001"):
    profile = ProfileKey(crm.tenant, "x", "", user_id)
    return CrmLink(crm.key(account_id), profile, "ada_x", Assurance.L2, NOW, "consent-1")


def test_links_stand_beside_the_accounts_in_a_file_people_can_read(accounts):
    crm = CsvCrm(str(accounts))
    crm.put_link(link_to(crm), "k1")
    links = accounts.with_name("customers.links.csv")
    assert links.read_text().splitlines() == [
        ",".join(COLUMNS),
        "default,crm,1,x,,1001,ada_x,L2,2026-11-22T09:30:00.000Z,consent-1,k1",
    ]
    assert links.stat().st_mode & 0o777 == 0o600
    crm.remove_link(link_to(crm))
    assert links.read_text().splitlines() == [",".join(COLUMNS)]


@pytest.mark.parametrize(("name", "links"), [("a.b.csv", "a.b.links.csv"), ("a.csv.gz", "a.links.csv")])
def test_the_links_file_is_named_after_the_accounts(tmp_path, name, links):
    crm = CsvCrm(str(tmp_path / name))
    assert crm._links_path == tmp_path / links


def test_it_may_be_another_file(accounts, tmp_path):
    crm = CsvCrm(str(accounts), links=str(tmp_path / "elsewhere.csv"))
    crm.put_link(link_to(crm), "k1")
    assert (tmp_path / "elsewhere.csv").exists()


def test_what_changes_nothing_writes_nothing(accounts):
    crm = CsvCrm(str(accounts))
    crm.remove_link(link_to(crm))
    assert not accounts.with_name("customers.links.csv").exists()
    crm.put_link(link_to(crm), "k1")
    before = accounts.with_name("customers.links.csv").stat().st_ino
    crm.put_link(link_to(crm), "k1")
    assert accounts.with_name("customers.links.csv").stat().st_ino == before


def test_tenants_and_crms_share_a_file_and_see_their_own(accounts):
    ours, theirs = CsvCrm(str(accounts)), CsvCrm(str(accounts), runtime=Runtime(tenant="t2"))
    other = CsvCrm(str(accounts), runtime=Runtime(name="second"))
    for number, crm in enumerate((ours, theirs, other)):
        crm.put_link(link_to(crm), f"k{number}")
    theirs.remove_link(link_to(theirs))
    assert [len(crm.list_links("1")) for crm in (ours, theirs, other)] == [1, 0, 1]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"account_id,platform\n",
        ",".join(COLUMNS).encode() + b"\nonly,four,cells,here\n",
        ",".join(COLUMNS).encode() + b"\nt,c,1,x,,1001,h,L9,2026-11-22T09:30:00.000Z,consent,k\n",
        ",".join(COLUMNS).encode() + b"\nt,c,1,x,,1001,h,L2,yesterday,consent,k\n",
        ",".join(COLUMNS).encode() + b'\n"t,c\n',
        b"\xff\xfe",
    ],
)
def test_a_damaged_links_file_is_never_taken_for_an_empty_one(accounts, damage):
    links = accounts.with_name("customers.links.csv")
    links.write_bytes(damage)
    crm = CsvCrm(str(accounts))
    for verb in (lambda: crm.list_links("1"), lambda: crm.remove_link(link_to(crm))):
        with pytest.raises(FileError) as caught:
            verb()
        assert caught.value.code == "damaged"
    assert links.read_bytes() == damage


def test_a_missing_file_of_accounts_is_said(tmp_path):
    crm = CsvCrm(str(tmp_path / "none.csv"))
    for verb in (
        crm.check,
        lambda: list(crm.accounts()),
        lambda: crm.get("1"),
        lambda: crm.put_link(link_to(crm), "k"),
    ):
        with pytest.raises(FileError) as caught:
            verb()
        assert caught.value.code == "missing_file"


def test_an_account_without_a_moment_always_comes(accounts):
    crm = CsvCrm(str(accounts))
    assert [account.account_id for account in crm.accounts(Watermark(datetime(2030, 1, 1, tzinfo=UTC)))] == ["2"]


def test_find_goes_by_the_value_as_text(accounts):
    crm = CsvCrm(str(accounts))
    assert [account.account_id for account in crm.find(FindBy.EMAIL, " ADA@example.com ")] == ["1"]


def test_erasing_is_the_exporting_system_s(accounts):
    before = accounts.read_bytes()
    assert CsvCrm(str(accounts)).erase("1") is Erasure.UNSUPPORTED
    assert accounts.read_bytes() == before


def test_processes_do_not_undo_each_other(accounts):
    """Each of four processes puts twenty links and removes every second one of its own."""
    work = """
import sys
from datetime import UTC, datetime
from socialmatch.crm import CrmLink
from socialmatch.crm.csvfile import CsvCrm
from socialmatch.models import Assurance, ProfileKey
crm = CsvCrm(sys.argv[1])
for number in range(20):
    user_id = f"{sys.argv[2]}-{number}"
    profile = ProfileKey(crm.tenant, "x", "", user_id)
    link = CrmLink(crm.key("1"), profile, "h", Assurance.L2, datetime(2026, 11, 22, tzinfo=UTC), "consent-1")
    crm.put_link(link, user_id)
    if number % 2:
        crm.remove_link(link)
"""
    workers = [subprocess.Popen([sys.executable, "-c", work, str(accounts), str(n)]) for n in range(4)]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    left = {link.profile.user_id for link in CsvCrm(str(accounts)).list_links("1")}
    assert left == {f"{worker}-{number}" for worker in range(4) for number in range(0, 20, 2)}


def test_moments_finer_than_ours_are_the_same_link(accounts):
    crm = CsvCrm(str(accounts))
    link = replace(link_to(crm), linked_at=NOW.replace(microsecond=123_456))
    crm.put_link(link, "k1")
    crm.put_link(link, "k1")
    assert crm.list_links("1")[0].linked_at == NOW.replace(microsecond=123_000)


def test_the_accounts_may_be_a_parquet_file(tmp_path):
    path = tmp_path / "customers.parquet"
    changed = [datetime(2026, 11, 20, tzinfo=UTC), NOW]
    columns = {"account_id": ["1", "2"], "email": ["ada@example.com", None], "updated_at": changed}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    crm = CsvCrm(str(path))
    assert [(one.account_id, one.emails) for one in crm.accounts()] == [("1", ("ada@example.com",)), ("2", ())]
    assert [one.account_id for one in crm.accounts(Watermark(NOW))] == ["2"]
    crm.put_link(link_to(crm), "k1")
    assert crm.list_links("1")[0].profile.user_id == "1001"
    assert crm._links_path == tmp_path / "customers.links.csv"
