"""An officer at the keyboard, in a folder with a store in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import linking
from socialmatch.cli import main
from socialmatch.config import load_secrets
from socialmatch.ledger import log
from socialmatch.moments import system_clock
from socialmatch.store import Keyring, Store

SETTINGS = """
[policy]
purposes = ["support", "returns"]
[log]
name = "example.com/consent-log"
"""


class Desk:
    """The folder that is the current one, and what ``socialmatch audit`` prints there."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def call(self, *words: str, code: int = 0) -> str:
        """What any command prints; on standard error where it fails."""
        with pytest.raises(SystemExit) as left:
            main(list(words))
        told = self._capsys.readouterr()
        assert left.value.code == code, told
        return told.err if code and not told.out else told.out

    def run(self, *words: str, code: int = 0) -> str:
        """The same of a command of the audit."""
        return self.call("audit", *words, code=code)

    def json(self, *words: str, code: int = 0) -> dict:
        return json.loads(self.run(*words, "--json", code=code))

    def error(self, *words: str, code: int) -> str:
        return self.run(*words, code=code)

    def store(self) -> Store:
        """The store of this folder; whoever opens it closes it."""
        keys = Keyring.of(load_secrets(None, os.environ))
        return Store("sqlite:///socialmatch.db", keys, clock=system_clock, before_commit=log.grow)

    def begin(self) -> None:
        """Settings, secrets, and a store in which Ada is linked."""
        Path("socialmatch.toml").write_text(SETTINGS, encoding="utf-8")
        self.call("init")
        store = self.store()
        linking.link(linking.installation(store))
        store.close()
