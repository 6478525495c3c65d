"""The Spark engine, on two executors of their own: what the plain engine gives, row for row, whatever comes."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import people
from benchmarks.invented.make import make
from enginejobs import accounts_of, crowded, job, profiles_of, written
from socialmatch.config import Policy
from socialmatch.demo.files import AS_OF, OWN_HANDLES, copy_data
from socialmatch.engines.base import engine
from socialmatch.engines.python import PythonEngine
from socialmatch.errors import EngineError
from socialmatch.models import Account
from watched import SECRET, FailingModel, WatchedModel

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"),
]

ENGINES = ("python", "duckdb", "spark")


@pytest.fixture(scope="session")
def on_spark(spark):
    """The engine on the session of this run."""
    from socialmatch.engines.spark.engine import SparkEngine

    return SparkEngine(spark)


# A job takes seconds, however small: few worlds, and large ones.
@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True)
@given(data=st.data())
def test_any_world_comes_out_the_same(on_spark, data):
    accounts = data.draw(st.lists(accounts_of, min_size=10, max_size=31, unique_by=lambda one: one.account_id))
    profiles = data.draw(st.lists(profiles_of, min_size=8, max_size=31, unique_by=lambda one: one.user_id))
    silent = data.draw(st.sets(st.integers(0, 30), max_size=8))
    limit = data.draw(st.sampled_from((200, 3)))
    agreed = [one.key for one in accounts if int(one.account_id[1:]) not in silent]
    agreed += [one.key for one in profiles if int(one.user_id) not in silent]
    work = job(accounts, profiles, agreed, block_limit=limit, candidate_limit=2 * limit)
    assert list(on_spark.run(work)) == list(PythonEngine().run(work))


def test_the_demo_comes_out_the_same(spark, tmp_path):
    files = copy_data(tmp_path / "demo")
    given_files = (files.accounts, files.profiles, files.consents)
    found = written(tmp_path, given_files, AS_OF, ENGINES, policy=Policy(own_handles=OWN_HANDLES))
    assert found["spark"] == found["duckdb"] == found["python"]


def test_a_thousand_come_out_the_same(spark, tmp_path):
    for name, content in make(accounts=1_000, profile_count=1_000, seed="spark").items():
        (tmp_path / name).write_bytes(content)
    files = [tmp_path / f"{name}.csv" for name in ("accounts", "profiles", "consents")]
    found = written(tmp_path, files, datetime(2026, 11, 1, tzinfo=UTC), ENGINES)
    assert found["spark"] == found["duckdb"] == found["python"]


def test_nobody_is_looked_at_who_did_not_agree(on_spark, tmp_path):
    everybody = people.crowd()
    profiles = [people.x_profile("janesmith", user_id=n, display_name="Jane Smith") for n in ("1", "2")]
    agreed = [profiles[0].key, *(one.key for one in everybody[::2])]
    work = job(everybody, profiles, agreed)
    watched = WatchedModel(work.model.counts, work.model.parameters, path=tmp_path / "seen")
    assert len(list(on_spark.run(replace(work, model=watched)))) == 1
    seen = set((tmp_path / "seen").read_text().split())
    assert len(seen) > 1
    assert seen <= {"1", *(one.account_id for one in everybody[::2])}


def test_an_executor_that_is_killed_changes_nothing(on_spark, spark):
    work = crowded()
    killer = _Killer(spark)
    found = list(on_spark.run(replace(work, profiles=killer.started_with(work.profiles))))
    killer.join()
    assert killer.killed
    assert found == list(PythonEngine().run(work))


def test_a_name_that_many_have_changes_nothing(on_spark):
    """More accounts share a family name and a phone than are compared, and every profile asks for them."""
    common = [
        Account(f"s{n}", given_name=f"{given}{n}", family_name="Smith", phones=("+12025550123",))
        for n in range(30)
        for given, _ in people.FILLER
    ]
    profiles = [
        people.x_profile(f"{given}{n}smith".lower(), user_id=f"{given}{n}", display_name=f"{given}{n} Smith")
        for n in range(3)
        for given, _ in people.FILLER
    ]
    work = job(common, profiles)
    found = list(on_spark.run(work))
    assert found == list(PythonEngine().run(work))
    assert max(outcome.considered for outcome in found) > len(common) > 2 * work.model.parameters.block_limit


def test_an_error_names_nobody(on_spark):
    work = crowded()
    with pytest.raises(EngineError) as failed:
        list(on_spark.run(replace(work, model=FailingModel(work.model.counts, work.model.parameters))))
    assert failed.value.code == "spark_failed"
    assert "KeyError at socialmatch." in str(failed.value)
    assert failed.value.__cause__ is None and failed.value.__suppress_context__
    logs = list(Path(os.environ["SPARK_HOME"], "work").rglob("std*"))  # of the executors
    assert logs
    for text in [str(failed.value), failed.value.hint, *(log.read_text(errors="replace") for log in logs)]:
        assert SECRET not in text


def test_it_is_found_by_its_name_and_joins_the_session_there_is(spark):
    work = job(people.crowd()[:3], [people.x_profile("janesmith", display_name="Jane Smith")])
    assert list(engine("spark").run(work)) == list(PythonEngine().run(work))


def test_a_host_keeps_its_settings(on_spark, spark):
    before = spark.conf.get("spark.sql.session.timeZone"), spark.conf.get("spark.sql.adaptive.enabled")
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    try:
        list(on_spark.run(job([], [])))
        assert spark.conf.get("spark.sql.adaptive.enabled") == "false"
    finally:
        spark.conf.set("spark.sql.adaptive.enabled", before[1])
    assert spark.conf.get("spark.sql.session.timeZone") == before[0]


class _Killer(threading.Thread):
    """Kills one executor by its process id, once tasks of the job have begun."""

    def __init__(self, spark) -> None:
        super().__init__(daemon=True)
        self._tracker = spark.sparkContext.statusTracker()
        self.killed = 0

    def started_with(self, people_of_the_job):
        """The same people; whoever asks for them starts the watch."""
        self.start()
        yield from people_of_the_job

    def run(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if any(self._under_way(stage) for stage in self._tracker.getActiveStageIds()):
                self.killed = _executors()[0]
                os.kill(self.killed, signal.SIGKILL)
                return
            time.sleep(0.01)

    def _under_way(self, stage: int) -> bool:
        """Whether a stage of several tasks has done one and is at another."""
        known = self._tracker.getStageInfo(stage)
        return known is not None and 0 < known.numCompletedTasks < known.numTasks


def _executors() -> list[int]:
    """The processes of this run's executors: those under this one that run Spark's backend."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in words and _is_ours(int(place.name)):
            found.append(int(place.name))
    return sorted(found)


def _is_ours(process: int) -> bool:
    while process > 1:
        if process == os.getpid():
            return True
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return False
