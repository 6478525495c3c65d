"""The example package is installed and used as a third party would: no path of ours, only its distribution."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "crm_deskline"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A copy of the package, and the folder that it was installed into."""
    folder = tmp_path_factory.mktemp("deskline")
    copy = folder / "package"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    _run(
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--target",
        folder / "site",
        copy,
    )
    (copy / "socialmatch_deskline.py").unlink()  # from here on only what was installed is there
    return copy, {**os.environ, "PYTHONPATH": str(folder / "site")}


def _run(module: str, *arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_on_offer_once_it_is_installed(installed, tmp_path):
    _, env = installed
    found = json.loads(_run("socialmatch", "crm", "list", "--json", env=env, cwd=tmp_path))
    (deskline,) = [one for one in found["adapters"] if one["name"] == "deskline"]
    assert deskline["error"] == ""
    assert deskline["capabilities"]["links"]["support"] == "full"


def test_it_opens_by_its_address(installed, tmp_path):
    _, env = installed
    settings = '[crm.desk]\naddress = "deskline:https://127.0.0.1:9/api"\n[crm.desk.options]\ntoken = "${DESK}"\n'
    (tmp_path / "socialmatch.toml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "socialmatch", "crm", "check", "--json"]
    done = subprocess.run(
        command, env={**env, "DESK": "canary"}, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    (desk,) = json.loads(done.stdout)["configured"]
    assert (done.returncode, desk["code"], "canary" in done.stdout + done.stderr) == (1, "connection", False)


def test_its_own_tests_pass(installed):
    copy, env = installed
    told = _run("pytest", "-q", "-p", "no:cacheprovider", env=env, cwd=copy)
    assert " passed" in told and "failed" not in told


def test_it_is_short():
    assert len((EXAMPLE / "socialmatch_deskline.py").read_text(encoding="utf-8").splitlines()) < 150
