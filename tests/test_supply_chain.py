"""What SECURITY.md says of dependencies, installation and the bill of materials is so."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = ("batch", "http", "postgres")
FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|LGPL")


@pytest.fixture(scope="module")
def sbom():
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told() -> dict[str, tuple[str, str]]:
    section = TEXT[TEXT.index("## Dependencies and the supply chain") :]
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| (?:`([a-z]+)` )?\|$", section, re.MULTILINE)
    return {name: (licence, extra) for name, licence, extra in rows}


def test_every_dependency_is_told_with_its_licence_and_no_other(sbom):
    base = sbom.needed("socialmatch", frozenset())
    expected = dict.fromkeys(base, "")
    for extra in EXTRAS:
        more = sbom.needed("socialmatch", frozenset({extra}))
        expected |= {name: extra for name in more if name not in base}
    page = told()
    assert {name: extra for name, (_, extra) in page.items() if name in expected} == expected
    assert set(page) <= set(sbom.pinned())
    for name, (licence, _) in page.items():
        assert FREE.search(licence), name


def test_the_bill_of_materials_is_whole_pinned_and_the_same_each_time(sbom):
    document = sbom.document(EXTRAS)
    assert json.dumps(document) == json.dumps(sbom.document(EXTRAS))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert {one["name"] for one in document["components"]} <= set(told())
    pins = sbom.pinned()
    for one in document["components"]:
        assert one["version"] in pins[one["name"]]
        assert one["purl"] == one["bom-ref"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["licenses"]


def test_everything_is_pinned_to_one_version_where_it_is_installed():
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*( ; .+)?", line), line


def test_nothing_of_ours_runs_at_installation():
    assert PROJECT["build-system"]["build-backend"] == "hatchling.build"
    assert set(PROJECT["build-system"]) == {"requires", "build-backend"}
    assert "hooks" not in json.dumps(PROJECT["tool"]["hatch"])
    assert PROJECT["project"]["scripts"] == {"socialmatch": "socialmatch.cli:main"}
    assert not list(ROOT.glob("setup.*"))
