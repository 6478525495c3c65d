"""Imports as runs: resumed where they were stopped, kept apart, and read from a CRM."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import imports
import linked
from imports import key, take_accounts
from processes import OFFICER
from socialmatch.accounts import Mode, batches, import_accounts, import_crm
from socialmatch.crm import Runtime
from socialmatch.crm.memory import MemoryCrm
from socialmatch.errors import CrmUnavailable, InputError, StoreBusy
from socialmatch.files import Rejected
from socialmatch.models import Account
from socialmatch.store import accounts, outbox, runs
from socialmatch.store.accounts import AccountState
from socialmatch.store.outbox import OutboxState
from socialmatch.store.runs import RunState

KIND = "import accounts crm"
MANY = tuple(f"A-{number:04}" for number in range(50))
BATCH = 20


@pytest.fixture(autouse=True)
def small_batches(monkeypatch) -> None:
    monkeypatch.setattr(batches, "BATCH", BATCH)


def many(folder: Path, times: int = 1) -> Path:
    return imports.accounts_file(folder, *(f"{one}-{number}" for number in range(times) for one in MANY))


def stored(store) -> int:
    with store.read("default") as session:
        return accounts.count(session, "crm")


def last(store, kind: str = KIND):
    with store.read("default") as session:
        return runs.last(session, kind)


class Stops:
    """A progress that stops the run after so many batches, the way a person would."""

    def __init__(self, after: int, error: type[BaseException] = KeyboardInterrupt) -> None:
        self.left, self.error = after, error
        self.importing = False

    def phase(self, name: str, total: int = 0) -> None:
        self.importing = name == "import"

    def advance(self, number: int) -> None:
        if self.importing:
            self.left -= 1
            if self.left == 0:
                raise self.error


def stop(to, path: Path, after: int, **options) -> None:
    with pytest.raises(KeyboardInterrupt), Rejected() as rejected:
        import_accounts(to, path, rejected=rejected, progress=Stops(after), **options)


def test_a_run_that_was_stopped_goes_on_where_it_was(to, tmp_path):
    path = many(tmp_path)
    stop(to, path, after=1)
    assert stored(to.store) == BATCH
    run = last(to.store)
    assert (run.state, run.progress["rows"]) == (RunState.RUNNING, BATCH)
    done = take_accounts(to, path)
    assert (done.run, done.resumed, done.counts) == (run.run, True, {"new": 50})
    assert last(to.store).state is RunState.DONE


def test_nobody_is_missing_after_a_full_import_that_was_resumed(to, tmp_path):
    path = many(tmp_path)
    take_accounts(to, path)
    stop(to, path, after=2, mode=Mode.FULL)
    assert take_accounts(to, path, mode=Mode.FULL).counts == {"unchanged": 50}


def test_another_file_begins_another_run(to, tmp_path):
    path = many(tmp_path)
    stop(to, path, after=1)
    given_up = last(to.store).run
    os.utime(path, (1, 1))
    done = take_accounts(to, path)
    assert not done.resumed
    with to.store.read("default") as session:
        assert runs.get(session, given_up).state is RunState.FAILED


def test_another_mode_begins_another_run(to, tmp_path):
    path = many(tmp_path)
    stop(to, path, after=1)
    assert not take_accounts(to, path, mode=Mode.FULL).resumed


def test_a_batch_that_fails_leaves_nothing(to, tmp_path, monkeypatch):
    path = many(tmp_path)
    calls = iter(range(10))

    def refresh(*_: object) -> int:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr("socialmatch.lookup.refresh", refresh)
    with pytest.raises(KeyboardInterrupt), Rejected() as rejected:
        import_accounts(to, path, rejected=rejected)
    assert stored(to.store) == BATCH


def test_killed_between_and_in_batches_it_is_whole_in_the_end(sqlite_url, open_store, tmp_path):
    """SIGKILL at some moment, again and again, until an import gets through."""
    path = many(tmp_path, times=8)
    script = (
        "import sys, imports\n"
        "from processes import KEYS\n"
        "from socialmatch.store import Store\n"
        "from pathlib import Path\n"
        "import socialmatch.accounts.batches as b\n"
        "b.BATCH = 10\n"
        "to = imports.destination(Store(sys.argv[1], KEYS))\n"
        "b.LEASE = b.timedelta(milliseconds=1)\n"
        "print('begun', flush=True)\n"
        "done = imports.take_accounts(to, Path(sys.argv[2]))\n"
        "print(sum(done.counts.values()))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for pause in (0.05, 0.15, None):
        process = subprocess.Popen(
            [sys.executable, "-c", script, sqlite_url, str(path)], stdout=subprocess.PIPE, env=environment, text=True
        )
        assert process.stdout.readline() == "begun\n"
        if pause is None:
            out, _ = process.communicate(timeout=60)
            assert out == "400\n"
        else:
            time.sleep(pause)
            process.kill()
            process.communicate()
    store = open_store(sqlite_url, clock=lambda: datetime.now(UTC))
    assert stored(store) == 400
    events = [one for one in imports.all_events(store) if one.kind == "accounts_imported"]
    assert sum(one.data["new"] for one in events) == 400


def test_a_run_that_was_refused_is_over(to, tmp_path):
    rows = [{"account_id": ""}, {"account_id": "A-1"}]
    with pytest.raises(InputError):
        take_accounts(to, imports.write(tmp_path / "bad.csv", rows))
    assert last(to.store) is None


def test_no_two_imports_of_one_crm_at_once_and_the_lease_of_a_dead_one_runs_out(to, tmp_path, clock):
    path = imports.accounts_file(tmp_path, "A-1")
    with to.store.write("default", OFFICER, "another process") as session:
        runs.take_lease(session, KIND, "somebody", batches.LEASE)
    with pytest.raises(StoreBusy) as busy:
        take_accounts(to, path)
    assert busy.value.code == "lease_held"
    assert take_accounts(to, path, crm="shop").counts == {"new": 1}
    clock.advance(batches.LEASE)
    assert take_accounts(to, path).counts == {"new": 1}


def test_values_are_counted_the_first_time_and_once_a_day(to, tmp_path, clock):
    take_accounts(to, many(tmp_path))
    adopted = [one.data["version"] for one in imports.all_events(to.store) if one.kind == "model_adopted"]
    assert len(adopted) == 1
    take_accounts(to, many(tmp_path))
    clock.advance(timedelta(hours=21))
    take_accounts(to, many(tmp_path))
    adopted = [one.data["version"] for one in imports.all_events(to.store) if one.kind == "model_adopted"]
    assert len(adopted) == 2


# --- from a CRM ----------------------------------------------------------------------------------

EARLY = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def crm(clock) -> MemoryCrm:
    found = [Account(f"A-{number}", family_name="Example", updated_at=EARLY) for number in range(40)]
    return MemoryCrm(accounts=found, runtime=Runtime(clock=clock, sleep=clock.sleep))


def state(store, account_id: str):
    with store.read("default") as session:
        known = accounts.get(session, key(account_id))
    return None if known is None else known.state


def test_the_second_import_from_a_crm_reads_what_changed(to, crm, clock):
    assert import_crm(to, crm).counts == {"new": 40}
    clock.advance(timedelta(days=1))
    crm.save(Account("A-7", family_name="Sample"))
    done = import_crm(to, crm)
    assert done.counts["changed"] == 1
    assert done.counts.get("unchanged", 0) < 40


def test_what_the_crm_merged_and_deleted_is_followed(to, crm, clock):
    import_crm(to, crm)
    linked.link(to.store, key("A-1"), linked.profile("1"))
    linked.link(to.store, key("A-3"), linked.profile("3"))
    clock.advance(timedelta(days=1))
    crm.merge("A-1", "A-2")
    crm.delete("A-3")
    done = import_crm(to, crm)
    assert (done.counts["merged"], done.counts["deleted"]) == (1, 1)
    assert imports.live_link(to.store, linked.profile("1")).account == key("A-2")
    assert imports.link_of(to.store, linked.profile("3")) is None
    with to.store.read("default") as session:
        assert outbox.of_state(session, OutboxState.PENDING) == []


def test_a_full_import_from_a_crm_suspends_what_is_missing(to, crm):
    import_crm(to, crm)
    with to.store.write("default", OFFICER, "more") as session:
        accounts.put(session, [Account("GONE")])
    done = import_crm(to, crm, mode=Mode.FULL)
    assert done.counts == {"unchanged": 40, "missing": 1}
    assert state(to.store, "GONE") is AccountState.MISSING


def test_a_crm_that_shows_too_little_suspends_nothing(to, crm):
    import_crm(to, crm)
    with to.store.write("default", OFFICER, "more") as session:
        accounts.put(session, [Account(f"B-{number}") for number in range(40)])
    with pytest.raises(InputError) as stopped:
        import_crm(to, crm, mode=Mode.FULL)
    assert stopped.value.code == "would_shrink"
    assert state(to.store, "B-1") is AccountState.ACTIVE
    assert last(to.store).state is RunState.FAILED
    assert import_crm(to, crm, mode=Mode.FULL, allow_shrink=True).counts["missing"] == 40


def test_after_trouble_the_next_import_begins_where_this_one_did(to, crm, clock):
    import_crm(to, crm)
    mark = last(to.store).summary["watermark"]
    clock.advance(timedelta(days=1))
    crm.save(Account("A-7", family_name="Sample"))
    crm.fail_next("timeout", times=4)
    with pytest.raises(CrmUnavailable):
        import_crm(to, crm)
    with to.store.read("default") as session:
        assert runs.last(session, KIND, RunState.DONE).summary["watermark"] == mark
    assert import_crm(to, crm).counts["changed"] == 1
