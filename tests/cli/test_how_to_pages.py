"""The pages on the nightly job and on imports can be followed: what they have a scheduler call, and what to type."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desks import Desk

PAGES = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys) -> Desk:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("SOCIALMATCH_") and not name.startswith("SOCIALMATCH_TEST"):
            monkeypatch.delenv(name)
    return Desk(capsys)


@pytest.fixture
def served(tmp_path) -> Path:
    """The folder that the page calls /srv/socialmatch: with the program in it, and a store."""
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    subprocess.run([".venv/bin/socialmatch", "init"], check=True, cwd=tmp_path, capture_output=True)
    return tmp_path


def call(command: str, folder: Path) -> None:
    """As a scheduler would: by a shell, or without one, somewhere else."""
    here = command.replace("/srv/socialmatch", str(folder)).replace("&& socialmatch", "&& .venv/bin/socialmatch")
    subprocess.run(["sh", "-euc", here], check=True, cwd=folder, capture_output=True, env={"PATH": os.environ["PATH"]})
    told = folder / "reconcile.json"
    told.unlink()


def test_what_cron_and_airflow_are_told_to_call_runs(served):
    cron, airflow = blocks("nightly.md", "text")
    lines = [re.fullmatch(r"((?:[0-9*-]+ +){5})socialmatch  (.*)", line) for line in cron.splitlines()]
    assert len(lines) == 2 and all(lines)
    tree = ast.parse(airflow)
    (task,) = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "BashOperator"
    ]
    told = {one.arg: one.value for one in task.keywords}
    commands = {line[2] for line in lines if line} | {ast.literal_eval(told["bash_command"])}
    for command in commands:
        call(command, served)


def test_what_systemd_is_told_to_call_runs(served):
    units = {}
    for text in blocks("nightly.md", "ini"):
        name = text.splitlines()[0].removeprefix("# ")
        units[name] = configparser.ConfigParser()
        units[name].optionxform = str
        units[name].read_string(text)
        here = text.replace("/srv/socialmatch", str(served)).replace("User=socialmatch", "User=root")
        (served / name).write_text(here, encoding="utf-8")
    assert set(units) == {"socialmatch-reconcile.service", "socialmatch-reconcile.timer"}
    service = units["socialmatch-reconcile.service"]["Service"]
    assert service["WorkingDirectory"] == "/srv/socialmatch"
    call(service["ExecStart"], served)
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here to read the units")
    subprocess.run(["systemd-analyze", "verify", *(f"./{name}" for name in units)], check=True, cwd=served)


def test_the_commands_to_type_run(desk, tmp_path):
    (tmp_path / "customers.csv").write_text("account_id,email\nA-1,ada@example.com\n", encoding="utf-8")
    (tmp_path / "changed-since-yesterday.csv").write_text("account_id,email\nA-2,bo@example.org\n", encoding="utf-8")
    (tmp_path / "profiles.csv").write_text("platform,user_id,handle\nx,1001,ada_example\n", encoding="utf-8")
    (tmp_path / "consents.csv").write_text(
        "subject,purpose,status,notice_version,method,recorded_at,evidence\n"
        "account:A-1,support,given,2026-01,form,2026-11-01,form 17\n",
        encoding="utf-8",
    )
    (notice,) = blocks("../explanation/notices.md", "toml")
    (tmp_path / "notice-2026-01.en.toml").write_text(notice, encoding="utf-8")
    (tmp_path / "socialmatch.toml").write_text("[crm.helpdesk]\naddress = 'csv:customers.csv'\n", encoding="utf-8")
    for block in blocks("import.md", "console"):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "))
            assert words.pop(0) == "socialmatch"
            desk.call(*words)
    for line in "".join(blocks("nightly.md", "bash")).splitlines():
        desk.call(*shlex.split(line)[1:])
