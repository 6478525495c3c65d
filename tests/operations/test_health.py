"""Healthy, degraded or failing: each reason is brought about, and told by its code."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows import ADA, ADAS, CONFIG, FLOWS
from processes import OFFICER
from socialmatch import SocialMatch
from socialmatch.config import Alarms, Backup, Config, Log
from socialmatch.operations import health as checks
from socialmatch.operations.health import Check, Health, Status
from socialmatch.store import migrate, outbox, runs
from socialmatch.store.runs import RunState
from socialmatch.testing import ManualClock
from socialmatch.testing.stores import EXAMPLE_ACCOUNTS, EXAMPLE_NOTICE, TEST_SECRETS

RUNBOOK = (Path(__file__).parents[2] / "docs/how-to/runbook.md").read_text(encoding="utf-8")
posix = pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")


@pytest.fixture
def config(tmp_path) -> Config:
    """Room enough on any machine, and a signer in the test's own folder."""
    changes = {"health": Alarms(disk_mb=1), "log": Log(signer=str(tmp_path / "signer"))}
    return CONFIG.model_copy(update=changes)


@pytest.fixture
def sm(store_url, clock, config):
    """A store with two customers."""
    with SocialMatch(store_url, config=config, secrets=TEST_SECRETS, clock=clock) as made:
        made.register_notice(EXAMPLE_NOTICE)
        made.import_accounts(EXAMPLE_ACCOUNTS)
        yield made


def linked(sm: SocialMatch) -> None:
    FLOWS[0].finish(sm, FLOWS[0].begin(sm))


def of(sm: SocialMatch, name: str) -> Check:
    return next(check for check in sm.health().checks if check.name == name)


def test_a_store_that_is_used_as_it_should_be_is_healthy(sm, clock):
    linked(sm)
    found = sm.health()
    assert (found.status, found.codes) == (Status.HEALTHY, ())
    told = json.dumps(found.to_json())
    assert ADA.handle not in told and ADAS not in told


def test_a_message_to_a_crm_that_waits_is_told_and_a_withdrawal_that_waits_fails(sm, clock):
    linked(sm)
    clock.advance(timedelta(minutes=61))
    assert of(sm, "outbox") == Check("outbox", Status.DEGRADED, "outbox_late", 3_660)
    sm.revoke(ADA)
    clock.advance(timedelta(hours=25))
    assert of(sm, "removals") == Check("removals", Status.FAILING, "removals_late", 90_000)
    assert sm.health().status is Status.FAILING


def test_messages_that_were_given_up_are_counted(sm):
    linked(sm)
    with sm.store.write("default", OFFICER, "test") as session:
        (message,) = outbox.due(session)
        outbox.failed(session, message.seq, "refused", None)
    assert of(sm, "dead_letters") == Check("dead_letters", Status.DEGRADED, "dead_letters", 1)


def test_a_run_that_was_stopped_or_failed_is_told(sm, clock):
    with sm.store.write("default", OFFICER, "test") as session:
        run = runs.begin(session, "reconcile support", session.now)
        runs.take_lease(session, "reconcile support", "a process", timedelta(minutes=15))
    assert of(sm, "runs").status is Status.HEALTHY  # it is at work
    clock.advance(timedelta(minutes=16))
    assert of(sm, "runs") == Check("runs", Status.DEGRADED, "run_stopped", 1)
    with sm.store.write("default", OFFICER, "test") as session:
        runs.finish(session, run.run, RunState.FAILED, {})
    assert of(sm, "runs").code == "run_failed"


def test_an_old_count_is_told(sm, clock):
    assert of(sm, "counts").code in ("", "never_counted")
    sm.reconcile()
    clock.advance(timedelta(hours=49))
    assert of(sm, "counts").code == "counts_old"


def test_a_signer_that_is_behind_lost_or_ahead_is_told(sm, clock, tmp_path, config):
    assert of(sm, "signer") == Check("signer", Status.HEALTHY, "never_signed")
    sm.audit.signing.begin()
    sm.audit.checkpoint()
    assert of(sm, "signer") == Check("signer", Status.HEALTHY, "", 0)
    linked(sm)
    behind = of(sm, "signer")
    assert behind.status is Status.HEALTHY
    assert behind.figure > 3
    clock.advance(timedelta(hours=49))
    assert of(sm, "signer").code == "unsigned"
    sm.audit.checkpoint()
    with SocialMatch("sqlite://", config=config, secrets=TEST_SECRETS, clock=clock) as other:
        from socialmatch.store.migrate import migrate_engine

        migrate_engine(other.store.engine)  # a store that knows nothing of what was signed
        ahead = of(other, "signer")
        assert (ahead.status, ahead.code) == (Status.FAILING, "rollback")
    (tmp_path / "signer/default/checkpoint").write_text("not a checkpoint")
    assert of(sm, "signer") == Check("signer", Status.FAILING, "signer_state_invalid")


def test_a_process_that_does_not_sign_leaves_the_signer_alone(sm, clock, config, sqlite_url):
    sm.audit.signing.begin()
    keyless = replace(TEST_SECRETS, signing_key=None)
    with SocialMatch(sqlite_url, config=config, secrets=keyless, clock=clock) as helpdesk:
        assert of(helpdesk, "signer") == Check("signer", Status.HEALTHY, "signed_elsewhere")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_signers_folder_of_another_user_is_no_fault(sm, tmp_path):
    sm.audit.signing.begin()
    (tmp_path / "signer").chmod(0)
    try:
        assert of(sm, "signer").code == "signed_elsewhere"
        assert of(sm, "disk").status is Status.HEALTHY
    finally:
        (tmp_path / "signer").chmod(0o700)


def test_a_clock_that_was_set_back_is_told(sm, clock):
    linked(sm)
    clock.advance(-timedelta(seconds=3))
    assert of(sm, "clock") == Check("clock", Status.HEALTHY, "", 3)
    clock.advance(-timedelta(hours=1))
    assert of(sm, "clock") == Check("clock", Status.DEGRADED, "clock_behind", 3_603)


def test_a_store_that_is_not_there_is_failing_and_nothing_is_raised(tmp_path, config):
    with SocialMatch(f"sqlite:///{tmp_path}/none.db", config=config, secrets=TEST_SECRETS) as sm:
        found = sm.health()
    assert found.checks[0] == Check("store", Status.FAILING, "schema_missing")
    assert not (tmp_path / "none.db").exists()


def test_a_server_that_is_gone_is_failing(config):
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2"
    with SocialMatch(url, config=config, secrets=TEST_SECRETS) as sm:
        assert sm.health().codes == ("connection",)


def test_an_older_store_and_another_key_are_failing(sqlite_url, clock, config):
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    with SocialMatch(sqlite_url, config=config, secrets=TEST_SECRETS, clock=clock) as sm:
        assert sm.health().codes == ("schema_old",)


@posix
def test_files_that_others_can_read_or_replace_are_told(sqlite_url, clock, config):
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.chmod(0o600)
    path.parent.chmod(0o700)
    with SocialMatch(sqlite_url, config=config, secrets=TEST_SECRETS, clock=clock) as sm:
        assert of(sm, "files") == Check("files")
        path.parent.chmod(0o777)
        assert of(sm, "files").code == "folder_exposed"
        path.parent.chmod(0o1777)  # others may add files, and not replace ours
        assert of(sm, "files").code == ""
        path.parent.chmod(0o755)
        path.chmod(0o640)
        assert of(sm, "files").code == "store_exposed"


def test_little_room_is_told(sqlite_url, clock, tmp_path):
    for wanted, code in ((1_000_000_000, "disk_low"), (0, "")):
        config = CONFIG.model_copy(update={"health": Alarms(disk_mb=wanted), "log": Log(signer=str(tmp_path / "s"))})
        with SocialMatch(sqlite_url, config=config, secrets=TEST_SECRETS, clock=clock) as sm:
            assert of(sm, "disk").code == code
            assert of(sm, "disk").figure > 0


def test_a_journal_that_is_nowhere_is_told(sqlite_url, clock, tmp_path, config):
    migrate(sqlite_url)
    config = config.model_copy(update={"backup": Backup(journal=str(tmp_path / "not" / "mounted"))})
    with SocialMatch(sqlite_url, config=config, secrets=TEST_SECRETS, clock=clock) as sm:
        assert "folder_missing" in sm.health().codes


def test_the_worst_check_counts():
    now = ManualClock()()
    degraded, failing = Check("a", Status.DEGRADED, "x"), Check("b", Status.FAILING, "y")
    assert Health(now).status is Status.HEALTHY
    assert Health(now, (Check("c"), degraded)).status is Status.DEGRADED
    assert Health(now, (failing, degraded)).status is Status.FAILING
    assert Health(now, (failing, Check("c", code="never_signed"), degraded)).codes == ("y", "x")


def test_status_says_so_and_ends_with_1(run, tmp_path):
    code, out, _ = run("status", "--check", "--json")
    assert (code, json.loads(out)["healthy"], json.loads(out)["health"]["status"]) == (0, True, "healthy")
    (tmp_path / "socialmatch.toml").write_text("[health]\ndisk_mb = 1000000000\n")
    code, out, _ = run("status", "--check", "--json")
    assert (code, json.loads(out)["healthy"]) == (1, False)
    code, out, _ = run("status", "--check")
    assert code == 1
    assert "degraded: disk: disk_low" in out
    assert run("status")[0] == 0
    (tmp_path / "socialmatch.db").unlink()
    assert run("status", "--check")[0] == 3


def test_the_runbook_knows_every_check_and_every_code():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'Check\("(\w+)"|_check\("(\w+)"', source))
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", RUNBOOK, re.MULTILINE))
    assert {one or other for one, other in names} <= set(told)
    codes = set(re.findall(r'"([a-z]+_[a-z_]+)"', source)) - {"dead_letters"}
    assert codes == {code for code in codes if f"`{code}`" in RUNBOOK}
