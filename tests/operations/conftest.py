"""A folder with a store, for the commands."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from socialmatch.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in a folder with an empty store: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY", "LOG_FORMAT"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    assert run_("init")[0] == 0
    return run_
