"""A real Spark for tests: a driver and two executors, each a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on two executors with one core each; the tests of a run share it."""
    pytest.importorskip("pyspark", reason="PySpark is absent: pip install 'socialmatch[spark]'")
    from benchmarks.spark import home
    from socialmatch.engines.spark.session import check_java, session
    from socialmatch.errors import EngineError

    try:
        check_java()
    except EngineError as error:
        pytest.skip(f"{error}: {error.hint}")
    wanted = {"SPARK_HOME": str(home(tmp_path_factory.mktemp("spark"))), "SPARK_LOCAL_IP": "127.0.0.1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        with session(master="local-cluster[2,1,2048]") as made:
            yield made
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
