"""A model that notes in a file whom it weighs, or fails; executors are processes of their own, and import it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from socialmatch.matching.model import Model

SECRET = "jane.roe@example.com"
"""Stands for what an error's text may hold."""


class WatchedModel(Model):
    """Notes everybody whom it weighs or reads."""

    def __init__(self, *given: Any, path: Path) -> None:
        super().__init__(*given)
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.path, *super().__reduce__()[1])

    def read(self, profile):
        self._note(profile.key.user_id)
        return super().read(profile)

    def weigh(self, permitted, account, reading):
        self._note(account.key.account_id)
        return super().weigh(permitted, account, reading)

    def _note(self, who: str) -> None:
        line = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(line, f"{who}\n".encode())
        os.close(line)


class FailingModel(Model):
    """Fails with an error that names somebody."""

    def __reduce__(self) -> tuple[Any, ...]:
        return FailingModel, super().__reduce__()[1]

    def read(self, profile):
        raise KeyError(SECRET)


def _again(path: Path, *given: Any) -> WatchedModel:
    return WatchedModel(*given, path=path)
