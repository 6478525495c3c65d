"""The arithmetic of the growth benchmark: exponents of known powers, and a plot that is well-formed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.growth import plot
from benchmarks.scale import exponents


def _costs(accounts: int, power: float) -> dict[str, float]:
    names = ("fixed_cpu_s", "cpu_ms_per_profile", "as_many_profiles_cpu_s", "peak_rss_mb")
    return {"accounts": accounts, **dict.fromkeys(names, accounts**power)}


@pytest.mark.parametrize("power", [0.5, 1.0, 1.5])
def test_the_exponent_of_a_power_is_found(power: float) -> None:
    found = exponents([_costs(accounts, power) for accounts in (1_000, 10_000, 100_000)])
    assert set(found.values()) == {power}


def test_one_size_has_no_exponent() -> None:
    assert exponents([_costs(1_000, 1.0)]) == {}


def test_the_plot_is_well_formed_and_says_its_points() -> None:
    drawn = plot({"<ours>": [(10.0, 1.0), (1000.0, 20.0)], "theirs": [(10.0, 3.0)]})
    described = ElementTree.fromstring(drawn).findtext("{http://www.w3.org/2000/svg}desc")
    assert described == "<ours>: 1 at 10, 20 at 1,000; theirs: 3 at 10"
    assert drawn == plot({"<ours>": [(10.0, 1.0), (1000.0, 20.0)], "theirs": [(10.0, 3.0)]})
