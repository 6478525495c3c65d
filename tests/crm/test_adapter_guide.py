"""The guide for authors: its adapter passes the kit, and no verb, power or error is missing from it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import socialmatch.testing.adapters  # noqa: F401  # stays loaded after the run inside
from socialmatch.crm import Capability, CrmAdapter, limits
from socialmatch.crm.verbs import AuthorVerbs
from socialmatch.errors import CrmConflict, CrmContract, CrmRefused, CrmUnavailable
from socialmatch.testing.adapters import AdapterConformance

pytest_plugins = ["pytester"]

GUIDE = (Path(__file__).parents[2] / "docs" / "adding-a-crm.md").read_text(encoding="utf-8")
CODE = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_example_passes_the_kit(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile("\n".join(CODE))
    outcome = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q").parseoutcomes()
    assert set(outcome) == {"passed", "skipped"}
    assert outcome["passed"] > 60


def test_the_example_is_short():
    assert len(CODE[0].splitlines()) < 150


def _methods(kind: type) -> list[str]:
    return [name for name, one in vars(kind).items() if inspect.isfunction(one)]


@pytest.mark.parametrize(
    "verb", [name for name in _methods(AuthorVerbs) if re.match("_[a-z]", name) and name != "_lacking"]
)
def test_every_verb_of_authors_stands_in_the_guide(verb):
    assert f"| `{verb}(" in GUIDE


@pytest.mark.parametrize("verb", [name for name in _methods(CrmAdapter) if not name.startswith("_") and name != "key"])
def test_every_public_verb_stands_in_the_guide(verb):
    assert re.search(rf"`(self\.)?{verb}(\(.*?\))?`", GUIDE)


@pytest.mark.parametrize(
    "name",
    [
        *(capability.value for capability in Capability),
        *(error.__name__ for error in (CrmUnavailable, CrmRefused, CrmConflict, CrmContract)),
        *(one.__name__ for one in limits.Limit.__subclasses__()),
    ],
)
def test_powers_errors_and_limits_stand_in_the_guide(name):
    assert re.search(rf"`{name}\b", GUIDE)


def test_every_group_of_the_kit_stands_in_the_guide():
    tests = [name for name in dir(AdapterConformance) if name.startswith("test_")]
    groups = {name.split("_")[1].upper() for name in tests}
    assert groups == set(re.findall(r"^\| ([A-Z]) ", GUIDE, re.MULTILINE))
