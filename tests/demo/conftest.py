"""One run of the demo, for all tests that look at what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialmatch.demo.run import DemoRun, run_demo


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def done(folder: Path) -> DemoRun:
    return run_demo(folder)
