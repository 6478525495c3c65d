"""The Spark engine for a job that this process holds: people go to Spark packed, outcomes come back part by part.

All people pass through this process and its Java machine. Where they are too many for that, they lie in files that
every worker can read; see :mod:`socialmatch.cluster`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from socialmatch.engines.base import Job
from socialmatch.engines.kernel import Kernel, from_batches
from socialmatch.engines.spark.rows import PEOPLE
from socialmatch.engines.spark.session import session, told
from socialmatch.engines.spark.stages import PROFILES_A_TASK, messages, ordered, proposals, settle, tasks_for
from socialmatch.matching.decide import Outcome
from socialmatch.matching.packing import pack_account, pack_profile

_PART: Final = 5_000


class SparkEngine:
    """Candidates by joins in Spark, scoring by the kernel on its executors.

    Parameters
    ----------
    spark: the session to work in; see :func:`.session.session` for what is done without one. The workers need the
        same Python and this package. master: where a session of our own runs, default ``SOCIALMATCH_SPARK_MASTER``,
        then ``local[*]``.
    """

    def __init__(self, spark: SparkSession | None = None, *, master: str | None = None) -> None:
        self._spark = spark
        self._master = master

    def run(self, job: Job) -> Iterator[Outcome]:
        """Run the job; see :class:`socialmatch.engines.base.Engine`."""
        with told(OSError, EOFError), session(self._spark, master=self._master) as spark:
            accounts = _table(pack_account(a) for a in job.accounts if job.permitted.permits(a.key))
            profiles = _table(pack_profile(p) for p in job.profiles if job.permitted.permits(p.key))
            settle(spark, len(accounts) + len(profiles))
            kernel = Kernel(job.permitted, job.model, job.thresholds, job.top)
            frames = spark.createDataFrame(accounts), spark.createDataFrame(profiles)
            tasks = tasks_for(spark, len(profiles), PROFILES_A_TASK)
            with proposals(spark, *frames, kernel, tasks=tasks) as found:
                for outcome in from_batches(_batches(ordered(found))):
                    yield outcome
                    job.progress(1)


def _table(packed: Iterable[bytes]) -> Any:
    """People, numbered as they come. Spark makes each of the batches a task's share."""
    source, parts, number = iter(packed), [], 0
    while some := list(islice(source, _PART)):
        numbers = pa.array(range(number, number + len(some)), pa.int64())
        parts.append(pa.RecordBatch.from_arrays([numbers, pa.array(some, pa.binary())], schema=PEOPLE))
        number += len(some)
    return pa.Table.from_batches(parts, PEOPLE)


def _batches(found: DataFrame) -> Iterator[Any]:
    """A frame's batches, one part of it at a time."""
    for (message,) in messages(found).toLocalIterator():
        with pa.ipc.open_stream(message) as stream:
            yield from stream
