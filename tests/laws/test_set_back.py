"""Whatever people did before and after a copy was made: in the copy, once the journal was applied, nobody is linked,
agrees, is unmarked or is readable who is not so in the store itself."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import busy
from linkers import person
from linking import OFFICER, SECRETS, WEBHOOK
from processes import KEYS, NOW
from socialmatch.backup.restoring import Restoring
from socialmatch.config import Config
from socialmatch.errors import ConsentError, InputError, LinkError
from socialmatch.journeys import verbs
from socialmatch.journeys.steps import Installation
from socialmatch.models import ProfileKey
from socialmatch.review import undo
from socialmatch.store import Journals, events, migrate, permits
from socialmatch.testing.clock import ManualClock


def stop_by_handle(at: Installation, number: int) -> None:
    alone = ProfileKey.of_handle("default", "x", f"handle{number}")
    verbs.revoke(at, alone, actor=WEBHOOK, reason="STOP")


def take_back(at: Installation, number: int) -> None:
    undo(at, person(number)[0].key, actor=OFFICER, reason="not me")


def narrow(at: Installation, number: int) -> None:
    verbs.revoke(at, person(number)[0].key, purposes=("support",), actor=WEBHOOK, reason="not for this")


def forget_profile(at: Installation, number: int) -> None:
    verbs.erase(at, person(number)[0].key, actor=OFFICER, reason="asked")


MORE = {"stop": stop_by_handle, "undo": take_back, "narrow": narrow, "forget": forget_profile}
ACTS = {**busy.ACTS, **MORE}
# Proofs are what everything else takes back, so they come more often.
HISTORY = st.lists(st.tuples(st.sampled_from([*ACTS, "prove", "prove", "prove"]), st.integers(0, 2)), max_size=12)


def live(at: Installation, clock: ManualClock, history: Sequence[tuple[str, int]]) -> None:
    for name, number in history:
        clock.advance(timedelta(minutes=11))
        with contextlib.suppress(LinkError, ConsentError, InputError):
            ACTS[name](at, number)


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A store with its notice and its accounts."""
    path = tmp_path_factory.mktemp("begun") / "store.db"
    migrate(f"sqlite:///{path}")
    at = busy.opened(f"sqlite:///{path}", str(path.parent / "journal"), clock=ManualClock(NOW))
    busy.begin(at)
    at.store.close()
    return path


def check(begun: Path, before: Sequence[tuple[str, int]], after: Sequence[tuple[str, int]]) -> None:
    clock = ManualClock(NOW)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url, old = f"sqlite:///{folder / 'store.db'}", f"sqlite:///{folder / 'old.db'}"
        shutil.copy(begun, folder / "store.db")
        at = busy.opened(url, str(folder / "journal"), clock=clock)
        live(at, clock, before)
        at.store.close()
        shutil.copy(folder / "store.db", folder / "old.db")
        live(at, clock, after)
        journals = (Journals(folder / "journal", KEYS.refs),)
        restoring = Restoring(old, Config(), SECRETS, journals, clock=clock)
        restoring.apply(old, "default", actor=OFFICER, reason="disk lost")
        restored = busy.opened(old, str(folder / "journal"), clock=clock)
        busy.check_set_back(at, restored)
        with at.store.read("default") as now, restored.store.read("default") as then:
            for number in range(3):
                for one in (person(number)[0].key, person(number)[1]):
                    assert permits.purposes(then, one) <= permits.purposes(now, one)
                    if not events.about(now, one):
                        assert not events.about(then, one)
        for one in (at, restored):
            one.store.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY, HISTORY)
def test_a_copy_forgets_what_the_store_forgot(begun, before, after):
    check(begun, before, after)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY, HISTORY)
def test_a_copy_forgets_what_the_store_forgot_many_times(begun, before, after):
    check(begun, before, after)
