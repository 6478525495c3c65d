"""The desk of an officer, for the commands of the audit."""

from __future__ import annotations

import os

import pytest

from desks import Desk


@pytest.fixture
def officers_desk(tmp_path, monkeypatch, capsys) -> Desk:
    """A folder with a store in which Ada is linked; the log is not signed yet."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("SOCIALMATCH_") and not name.startswith("SOCIALMATCH_TEST"):
            monkeypatch.delenv(name)
    desk = Desk(capsys)
    desk.begin()
    return desk
