"""The Spark session: the host's, or one of our own on this machine; and Spark's errors, told without anybody's data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession

from socialmatch.errors import EngineError

MASTER_VARIABLE: Final = "SOCIALMATCH_SPARK_MASTER"
"""Where an own session runs, default ``local[*]``."""
JAVA: Final = 17
"""The oldest Java that Spark 4 runs on."""

PARTITIONS: Final = "spark.sql.shuffle.partitions"
"""In how many parts Spark joins and groups; chosen for each run."""

_DRIVER_MEMORY: Final = "2g"
_VERSION: Final = re.compile(r'version "(?:1\.)?(\d+)')
_FAILED: Final = re.compile(r"StageFailed: (\w+ at [\w.?]+(?::\d+)?)")
_OURS: Final = {
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "10000",
}

_LOOPBACK: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@contextmanager
def session(given: SparkSession | None = None, *, master: str | None = None) -> Iterator[SparkSession]:
    """A session to work in, see :func:`settled`.

    Parameters
    ----------
    given: the host's. Without it the one that is active is taken, or what ``spark-submit`` prepared; and where there
        is none, one is made on this machine and stopped in the end. master: where that one runs.

    Raises
    ------
    EngineError: there is no Java (``no_java``) or an old one (``old_java``), Spark did not start or could not finish
        (``spark_failed``), or the session is one of Spark Connect (``spark_connect``), which broadcasts nothing.
    """
    found = given or SparkSession.getActiveSession()
    with ExitStack() as stack:
        stack.enter_context(told())
        if found is None and "PYSPARK_GATEWAY_PORT" in os.environ:  # we run under spark-submit
            found = SparkSession.builder.getOrCreate()
        elif found is None:
            found = stack.enter_context(_own(master or os.environ.get(MASTER_VARIABLE) or "local[*]"))
        yield stack.enter_context(settled(found))


@contextmanager
def settled(spark: SparkSession) -> Iterator[SparkSession]:
    """The same session with the settings the stages need, which are put back in the end.

    Raises
    ------
    EngineError: as :func:`session`.
    """
    if not isinstance(getattr(spark, "_sc", None), SparkContext):
        raise EngineError(
            "this is a session of Spark Connect, which cannot hand large values to every worker once",
            code="spark_connect",
            hint="run on a classic cluster, for example as a job by spark-submit",
        )
    before = {name: spark.conf.get(name) for name in (*_OURS, PARTITIONS)}
    for name, value in _OURS.items():
        spark.conf.set(name, value)
    try:
        with told():
            yield spark
    finally:
        for name, value in before.items():
            with suppress(PySparkException, Py4JError):  # it may be gone, and that was told
                spark.conf.set(name, value)


@contextmanager
def _own(master: str) -> Iterator[SparkSession]:
    check_java()
    # Spark removes what it wrote when it stops; that it may still be at it is no failure of the run.
    with tempfile.TemporaryDirectory(prefix="socialmatch-", ignore_cleanup_errors=True) as folder:
        builder = SparkSession.builder.appName("socialmatch").master(master)
        for name, value in (_settings(folder) | (_LOOPBACK if master.startswith("local") else {})).items():
            builder = builder.config(name, value)
        made = builder.getOrCreate()
        made.sparkContext.setLogLevel("FATAL")  # what failed is told by our own error
        try:
            yield made
        finally:
            made.stop()


def _settings(folder: str) -> dict[str, str]:
    """Nothing unencrypted on the disk, workers that run this Python with these modules."""
    return {
        "spark.driver.memory": _DRIVER_MEMORY,
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "spark.io.encryption.enabled": "true",
        "spark.local.dir": folder,
        "spark.pyspark.python": sys.executable,
        "spark.sql.warehouse.dir": str(Path(folder, "warehouse")),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


def check_java() -> None:
    """Make sure that Spark can start here.

    Raises
    ------
    EngineError: there is no Java (``no_java``), or it is too old (``old_java``).
    """
    hint = f"install Java {JAVA} or later (Debian: openjdk-{JAVA}-jre-headless), or point JAVA_HOME to it"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        raise EngineError("Spark needs Java, and there is none", code="no_java", hint=hint)
    try:
        asked = [java, "-version"]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False).stderr  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    found = _VERSION.search(said)
    if found is None or int(found[1]) < JAVA:
        version = found[1] if found else "unknown"
        raise EngineError(f"Spark needs Java {JAVA} or later, this is {version}", code="old_java", hint=hint)


@contextmanager
def told(*others: type[Exception]) -> Iterator[None]:
    """Spark's errors as ours: their texts hold tracebacks, paths and values.

    Parameters
    ----------
    others: further kinds of error that can only be Spark's here, as of its sockets.
    """
    try:
        yield
    except (PySparkException, Py4JError, *others) as error:
        if os.environ.get("SOCIALMATCH_DEBUG") == "1":
            raise
        raise _failure(error) from None


def _failure(error: Exception) -> EngineError:
    where = _FAILED.search(str(error))
    condition = error.getCondition() if isinstance(error, AnalysisException) else None  # Spark's word for what is wrong
    what = where[1] if where else condition or type(error).__name__
    return EngineError(
        f"Spark could not finish: {what}",
        code="spark_failed",
        hint="Spark's own log says more; SOCIALMATCH_DEBUG=1 shows the whole error, which may hold personal data",
    )
