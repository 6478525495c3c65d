"""The DuckDB engine gives what the plain one gives, row for row and byte for byte; and it sees nobody else."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import people
from enginejobs import accounts_of, congress, crowded, first, job, profiles_of, written
from shared import needs_congress
from socialmatch.config import Policy
from socialmatch.demo.files import AS_OF, OWN_HANDLES, copy_data
from socialmatch.engines import pool
from socialmatch.engines.base import Job, engine
from socialmatch.engines.duckdb import DuckdbEngine
from socialmatch.engines.kernel import Kernel, from_batches, to_batch
from socialmatch.engines.python import PythonEngine
from socialmatch.errors import EngineError
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.matching.packing import pack_account, pack_profile, unpack_account, unpack_profile
from socialmatch.models import Account, AccountKey, Profile


@settings(max_examples=50, deadline=None)
@given(
    st.lists(accounts_of, max_size=40, unique_by=lambda one: one.account_id),
    st.lists(profiles_of, max_size=12, unique_by=lambda one: one.user_id),
    st.sets(st.integers(0, 30)),
    st.sampled_from((200, 3)),
)
def test_both_engines_agree(accounts, profiles, silent, limit):
    agreed = [one.key for one in accounts if int(one.account_id[1:]) not in silent]
    agreed += [one.key for one in profiles if int(one.user_id) not in silent]
    work = job(accounts, profiles, agreed, block_limit=limit, candidate_limit=2 * limit)
    plain = list(PythonEngine().run(work))
    assert list(DuckdbEngine(workers=1, batch=5).run(work)) == plain


def test_worker_processes_change_nothing():
    work = crowded()
    done = []
    work = Job(work.permitted, work.accounts, work.profiles, work.model, work.thresholds, work.top, done.append)
    plain = list(PythonEngine().run(work))
    done.clear()
    assert list(DuckdbEngine(workers=2, batch=6).run(work)) == plain
    assert sum(done) == 40


def many(number: int) -> Job:
    """More blocking keys than fit into little memory."""
    accounts = [
        Account(f"A{n}", given_name=f"Name{n % 97}", family_name=f"Family{n}", emails=(f"m{n}@example.com",))
        for n in range(number)
    ]
    profiles = [Profile("x", "", str(n), handle=f"family{n * 7}") for n in range(3)]
    return job(accounts, profiles, [one.key for one in (*accounts, *profiles)])


def test_what_does_not_fit_into_memory_is_spilled_and_changes_nothing():
    work = many(10_000)
    assert list(DuckdbEngine(memory="8MB").run(work)) == list(PythonEngine().run(work))


def test_no_room_at_all_is_an_error_of_ours():
    with pytest.raises(EngineError) as failed:
        list(DuckdbEngine(memory="200KB").run(many(2_000)))
    assert failed.value.code == "duckdb_failed"


def test_nobody_is_weighed_who_did_not_agree(monkeypatch):
    weigh = Model.weigh
    seen = set()

    def spy(self, permitted, account, reading):
        seen.add((account.key, reading.profile.key))
        return weigh(self, permitted, account, reading)

    monkeypatch.setattr(Model, "weigh", spy)
    everybody = people.crowd()
    profiles = [people.x_profile("janesmith", user_id=n, display_name="Jane Smith") for n in ("1", "2")]
    agreed = [profiles[0].key, *(one.key for one in everybody[::2])]
    outcomes = list(DuckdbEngine(workers=1).run(job(everybody, profiles, agreed)))
    assert len(outcomes) == 1 and seen
    assert {key for pair in seen for key in pair} <= set(agreed)


def test_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    running = DuckdbEngine(workers=1, batch=6).run(crowded())
    next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_is_told(monkeypatch):
    begin = pool._Worker.begin

    def die(self, kernel):
        self._process.kill()
        self._process.wait()
        return begin(self, kernel)

    monkeypatch.setattr(pool._Worker, "begin", die)
    with pytest.raises(EngineError) as died:
        list(DuckdbEngine(workers=2, batch=6).run(crowded()))
    assert died.value.code == "worker_died"


def test_it_is_found_by_its_name():
    assert isinstance(engine("duckdb"), DuckdbEngine)


def test_a_kernel_without_work_gives_nothing():
    assert list(Kernel.of(crowded())([])) == []


def test_what_a_worker_is_handed_holds_no_key_and_guesses_none():
    work = crowded()
    light = Kernel.of(work).model
    assert light.vocabulary is work.model.vocabulary
    with pytest.raises(TypeError):
        list(PythonEngine().run(replace(work, model=light)))


@given(accounts_of, profiles_of)
def test_features_survive_packing(account, profile):
    one, other = account_features(account), profile_features(profile)
    assert unpack_account(pack_account(one)) == one
    assert unpack_profile(pack_profile(other)) == other
    assert one.key == AccountKey("default", "crm", account.account_id)


def test_outcomes_survive_being_rows():
    outcomes = list(PythonEngine().run(crowded()))
    assert list(from_batches([to_batch(outcomes)])) == outcomes
    assert list(from_batches([to_batch([])])) == []


# --- files ---------------------------------------------------------------------------------------


def test_the_demo_comes_out_the_same(tmp_path):
    files = copy_data(tmp_path / "demo")
    found = written(
        tmp_path,
        (first(files.accounts, 400), first(files.profiles, 300), files.consents),
        AS_OF,
        policy=Policy(own_handles=OWN_HANDLES),
    )
    assert found["duckdb"] == found["python"]


@pytest.mark.slow
def test_the_whole_demo_comes_out_the_same(tmp_path):
    files = copy_data(tmp_path / "demo")
    found = written(tmp_path, (files.accounts, files.profiles, files.consents), AS_OF)
    assert found["duckdb"] == found["python"]


@needs_congress
def test_congress_comes_out_the_same_in_a_sample(tmp_path):
    found = written(tmp_path, congress(tmp_path, 250), datetime(2026, 11, 1, tzinfo=UTC))
    assert found["duckdb"] == found["python"]


@needs_congress
@pytest.mark.slow
def test_congress_comes_out_the_same(tmp_path):
    found = written(tmp_path, congress(tmp_path, 100_000), datetime(2026, 11, 1, tzinfo=UTC))
    assert found["duckdb"] == found["python"]
