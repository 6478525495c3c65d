"""The whole system under any history of people, agents, the CRM, the platforms and the clock; see ``machine.py``.

The histories are the same every time; to look for others is the long command's, ``python -m tests.system``.
"""

from __future__ import annotations

import pytest

from processes import NOW
from socialmatch.testing.clock import ManualClock
from system.machine import run
from system.place import Place


@pytest.mark.parametrize("runs", [25, pytest.param(1000, marks=pytest.mark.slow)])
def test_any_history_comes_out_as_it_should(sqlite, tmp_path, runs):
    place = Place(sqlite, tmp_path / "place", ManualClock(NOW))
    run([place], runs=runs, numbered=1)
    place.close()


@pytest.mark.parametrize("runs", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_both_databases_agree_on_any_history(sqlite, postgres, tmp_path, runs):
    clock = ManualClock(NOW)
    places = [Place(sqlite, tmp_path / "one", clock), Place(postgres, tmp_path / "other", clock)]
    run(places, runs=runs, numbered=2)
    for place in places:
        place.close()
