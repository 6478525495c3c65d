"""Who withdraws while a job runs is in nothing that comes out of it, on every engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enginejobs import crowded, job
from people import x_profile
from socialmatch.engines.base import run
from socialmatch.models import Account

ENGINES = ("python", "duckdb", pytest.param("spark", marks=pytest.mark.spark))


@pytest.fixture
def ready(request: pytest.FixtureRequest):
    """An engine, with what it needs."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    return request.param


@pytest.mark.parametrize("ready", ENGINES, indirect=True)
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # PySpark leaves its sockets to the collector
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
def test_the_rows_of_whoever_withdraws_do_not_come_out(ready):
    accounts = [Account("A", given_name="Jane", family_name="Roe"), Account("B", given_name="Jane", family_name="Roe")]
    profiles = [x_profile("janeroe", user_id=n, display_name="Jane Roe") for n in ("1", "2", "3")]
    work = job(accounts, profiles)
    withdrawn = set()
    running = run(ready, replace(work, agrees=lambda subject: subject not in withdrawn))
    first = next(running)
    assert {one.account for one in first.proposals} == {one.key for one in accounts}
    withdrawn |= {profiles[1].key, accounts[0].key}
    (last,) = running
    assert [(one.profile, one.account) for one in last.proposals] == [(profiles[2].key, accounts[1].key)]


def test_whoever_does_not_ask_gets_everything():
    assert len(list(run("python", crowded()))) == 40
