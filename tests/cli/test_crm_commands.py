"""``socialmatch crm``: list, check and sync, as a person or a program runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from linked import account, link, profile, revoke
from processes import MASTER_KEY, SUPPRESSION_KEY
from socialmatch.cli import main
from socialmatch.moments import system_clock
from socialmatch.store import events, outbox
from socialmatch.store.outbox import OutboxState

ANNA, P1, P2 = account("A-1", crm="shop"), profile("canary-1"), profile("canary-2")
PASSWORD = "canary-pass"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder with the secrets of the test stores in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOCIALMATCH_MASTER_KEY", MASTER_KEY.hex())
    monkeypatch.setenv("SOCIALMATCH_SUPPRESSION_KEY", SUPPRESSION_KEY.hex())
    return tmp_path


@pytest.fixture
def run(capsys):
    """Runs a command; gives exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["crm", *arguments])
        told = capsys.readouterr()
        assert PASSWORD not in told.out + told.err
        assert "canary-1" not in told.out + told.err
        return ended.value.code, told.out, told.err

    return run


@pytest.fixture
def shop(folder):
    """A CRM that is a file, configured."""
    (folder / "customers.csv").write_text("account_id,full_name\nA-1,Anna Example\n", encoding="utf-8")
    (folder / "socialmatch.toml").write_text('[crm.shop]\naddress = "csv:customers.csv"\n', encoding="utf-8")
    return folder / "customers.links.csv"


@pytest.fixture
def live(store_url, open_store, monkeypatch):
    """A store on either database, where ``$SOCIALMATCH_STORE`` says, on the machine's own clock."""
    monkeypatch.setenv("SOCIALMATCH_STORE", store_url)
    return open_store(store_url, clock=system_clock)


# --- list and check ------------------------------------------------------------------------------


def test_list_shows_what_is_installed_and_what_is_configured(run, shop):
    code, out, _ = run("list")
    assert code == 0
    for name in ("csv", "memory", "sql", "shop"):
        assert f"  {name} " in out
    must, powers, *rows = out.splitlines()
    assert must.split() == ["must", "may"] and must.index("may") == powers.index("incremental")
    assert powers.split()[1:3] == ["read", "links"]
    (row,) = [row for row in rows if row.startswith("  csv ")]
    cells = dict(zip(powers.split(), row.split(), strict=True))
    assert (cells["links"], cells["idempotency"], cells["erase"]) == ("yes", "partly", "no")
    assert max(map(len, out.splitlines())) <= 80
    found = json.loads(run("list", "--json")[1])
    assert found["must"] == ["accounts", "links"] and "erase" in found["may"]
    assert found["configured"] == [{"name": "shop", "adapter": "csv"}]
    (csv,) = [one for one in found["adapters"] if one["name"] == "csv"]
    assert csv["capabilities"]["links"] == {"support": "full", "note": ""}
    assert csv["capabilities"]["erase"]["support"] == "unsupported"


def test_without_a_file_nothing_is_configured(run):
    assert "no CRM is configured" in run("list")[1]
    assert run("check") == (0, "no CRM is configured\n", "")


def test_check_says_whether_a_crm_can_be_reached_and_what_it_can_do(run, shop):
    code, out, _ = run("check")
    assert (code, out.splitlines()[0]) == (0, "shop: can be reached")
    assert "  deletions    partial: found by reading the whole file" in out.splitlines()
    shop.with_name("customers.csv").unlink()
    code, out, _ = run("check", "--json")
    (found,) = json.loads(out)["configured"]
    assert (code, found["name"], bool(found["error"])) == (1, "shop", True)


def test_a_crm_that_nobody_configured_is_named(run, shop):
    code, out, _ = run("check", "other")
    assert (code, out.splitlines()) == (1, ["other: no CRM other is configured", "  hint: configured: shop"])


def test_a_password_comes_from_the_environment_and_is_never_shown(run, folder, monkeypatch):
    (folder / "socialmatch.toml").write_text(
        '[crm.shop]\naddress = "sql:sqlite:////nowhere/${SHOP_PASSWORD}.db"\n', encoding="utf-8"
    )
    code, out, _ = run("check", "--json")
    (found,) = json.loads(out)["configured"]
    assert (code, found["code"]) == (1, "missing_variable")
    assert "SHOP_PASSWORD" in found["error"]
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    code, out, _ = run("check", "--json")
    assert (code, json.loads(out)["configured"][0]["code"]) != (0, "")
    assert run("list")[0] == 0


@pytest.mark.parametrize("option", ["nonsense", "runtime", "address"])
def test_an_option_the_adapter_does_not_have_is_refused(run, folder, option):
    (folder / "socialmatch.toml").write_text(
        f'[crm.shop]\naddress = "csv:x.csv"\n[crm.shop.options]\n{option} = "{PASSWORD}"\n', encoding="utf-8"
    )
    code, out, _ = run("check", "--json")
    assert (code, json.loads(out)["configured"][0]["code"]) == (1, "unknown_option")


# --- sync ----------------------------------------------------------------------------------------


def test_sync_tells_the_crm_what_it_is_to_be_told(run, shop, live):
    link(live, ANNA, P1)
    code, out, _ = run("sync", "--dry-run")
    assert (code, out.splitlines()) == (0, ["put link: 1 would be delivered", "still to be told to shop: 1"])
    assert not shop.exists()
    assert run("sync") == (0, "put link: 1 delivered\n", "")
    assert "canary-1" in shop.read_text(encoding="utf-8")
    revoke(live, ANNA, P1)
    code, out, _ = run("sync", "--json")
    found = json.loads(out)
    assert (code, found["counts"], found["pending"]) == (0, {"remove_link": {"delivered": 1}}, {})
    assert "canary-1" not in shop.read_text(encoding="utf-8")
    assert run("sync") == (0, "nothing to tell now\n", "")


def test_dead_letters_are_listed_and_tried_again(run, shop, live):
    link(live, account("A-2", crm="shop"), P1)
    code, out, _ = run("sync", "--json")
    (dead,) = json.loads(out)["dead"]
    assert (code, dead["crm"], dead["operation"], dead["code"]) == (1, "shop", "put_link", "no_account")
    assert dead["key"] in run("sync", "--dry-run")[1]
    assert run("sync", "--replay", dead["key"])[0] == 2, "no reason"
    assert run("sync", "--replay", "1-1", "--reason", "again")[0] == 2
    shop.with_name("customers.csv").write_text("account_id\nA-1\nA-2\n", encoding="utf-8")
    assert run("sync", "--replay", "all", "--reason", "the customer is there now")[0] == 0
    assert "canary-1" in shop.read_text(encoding="utf-8")


def test_dead_letters_are_done_with(run, shop, live):
    link(live, account("A-2", crm="shop"), P1)
    (dead,) = json.loads(run("sync", "--json")[1])["dead"]
    assert run("sync", "--discard", dead["key"], "--reason", "a closed account")[0] == 0


def test_what_is_for_a_crm_that_is_not_configured_is_said(run, shop, live):
    link(live, account("A-1", crm="old"), P1)
    code, out, _ = run("sync")
    assert (code, out.splitlines()[-1]) == (1, "still to be told to old: 1, not configured")


def test_what_waits_for_a_crm_that_is_gone_is_discarded_with_a_reason(run, shop, live):
    link(live, account("A-1", crm="old"), P1)
    link(live, ANNA, P2)
    assert run("sync", "--abandon", "old")[0] == 2, "no reason"
    for name in ("shop", "never"):
        assert run("sync", "--abandon", name, "--reason", "sold")[0] == 2
    code, out, _ = run("sync", "--abandon", "old", "--reason", "the contract ended, removed there by hand", "--json")
    found = json.loads(out)
    assert (code, found["pending"], found["counts"]) == (0, {}, {"put_link": {"delivered": 1}})
    with live.read("default") as session:
        (row,) = outbox.of_state(session, OutboxState.DISCARDED)
        assert (row.account, row.profile) == (None, None)
        (event,) = [one for one in events.walk(session) if one.kind == "discarded"]
        assert (event.data["crm"], event.data["code"]) == ("old", "not_configured")


def test_a_crm_that_cannot_be_used_is_system_trouble(run, shop, live):
    link(live, ANNA, P1)
    shop.mkdir()
    code, out, _ = run("sync", "--json")
    assert (code, list(json.loads(out)["unavailable"])) == (3, ["shop"])
    shop.rmdir()


def test_a_crm_that_cannot_be_opened_is_system_trouble_and_stops_no_other(run, shop, folder, live):
    with (folder / "socialmatch.toml").open("a", encoding="utf-8") as file:
        file.write('[crm.broken]\naddress = "sql:${NOT_SET}"\n')
    link(live, ANNA, P1)
    link(live, account("A-1", crm="broken"), P2)
    code, out, err = run("sync", "--json")
    found = json.loads(out)
    assert (code, found["counts"]) == (3, {"put_link": {"delivered": 1}})
    assert (found["unavailable"]["broken"]["code"], found["unconfigured"]) == ("missing_variable", {})
    assert "NOT_SET" in err


def test_only_looking_goes_with_nothing_that_changes(run, shop, live):
    for option in (
        ("--watch",),
        ("--replay", "all", "--reason", "x"),
        ("--discard", "1-1", "--reason", "x"),
        ("--abandon", "old", "--reason", "x"),
    ):
        assert run("sync", "--dry-run", *option)[0] == 2


def test_a_worker_goes_on_until_it_is_asked_to_end(shop, live):
    link(live, ANNA, P1)
    command = [sys.executable, "-m", "socialmatch", "crm", "sync", "--watch", "--every", "0.1"]
    with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as worker:
        for wanted, change in (("canary-1", None), ("canary-2", lambda: link(live, ANNA, P2))):
            if change is not None:
                change()
            for _ in range(300):
                if shop.exists() and wanted in shop.read_text(encoding="utf-8"):
                    break
                time.sleep(0.1)
            else:
                pytest.fail("the worker did not deliver")
        worker.send_signal(signal.SIGTERM)
        out, _ = worker.communicate(timeout=30)
    assert (worker.returncode, out.count("put link: 1 delivered")) == (0, 2)
