"""A real Spark: a driver and two executors, each a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the executors write their logs."""
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def spark(spark_work: Path) -> Iterator[Any]:
    """A session on two executors with one core each; the tests of a run share it."""
    pyspark = pytest.importorskip("pyspark", reason="PySpark is absent: pip install 'socialmatch[spark]'")
    from socialmatch.engines.spark.session import check_java, session
    from socialmatch.errors import EngineError

    try:
        check_java()
    except EngineError as error:
        pytest.skip(f"{error}: {error.hint}")
    wanted = {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(spark_work),
    }
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
