"""The job as Spark sees it: frames, shuffles and joins. Which rows go where is decided here, what is in them nowhere.

No join meets a block that is too large to compare: the members of such a key are dropped before anything is grouped or
joined by it, and what goes on is its size. So a name that one customer in twenty has makes no task larger than others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
from pyspark.sql.pandas.types import from_arrow_schema

from socialmatch.engines.kernel import Kernel
from socialmatch.engines.spark import rows
from socialmatch.engines.spark.session import PARTITIONS
from socialmatch.matching.model import Parameters

PROFILES_A_TASK: Final = 1000
"""Some seconds of scoring: short enough to be done again elsewhere, long against the start of a task."""
ROWS_A_TASK: Final = 20_000
"""People of a task that does not score: some megabytes of features, some hundred thousand keys."""
_ORDER: Final = ("tenant", "platform", "scope", "user_id", "profile", "rank")


@contextmanager
def proposals(
    spark: SparkSession, accounts: DataFrame, profiles: DataFrame, kernel: Kernel, *, tasks: int
) -> Iterator[DataFrame]:
    """Match.

    Parameters
    ----------
    accounts, profiles: of :data:`.rows.PEOPLE`, permitted people only; numbers are unique and not negative.
    tasks: in how many parts the profiles are scored.

    Returns
    -------
    A frame of :data:`.rows.SCORED`, as long as the block lasts; :func:`ordered` puts it in order. It is worked out when
    it is first asked for, and kept in the executors' memory and on their disks.
    """
    with ExitStack() as stack:
        handed = spark.sparkContext.broadcast(kernel)
        stack.callback(handed.destroy)
        entries = stack.enter_context(kept(mapped(accounts, rows.entries(), rows.ENTRIES)))
        asked = mapped(profiles, rows.asked(handed), rows.ASKED)
        candidates = _candidates(asked, blocks(entries, kernel.model.parameters), kernel.model.parameters, tasks)
        found = stack.enter_context(kept(_scored(candidates, accounts, profiles, handed, tasks)))
        yield found


def ordered(found: DataFrame) -> DataFrame:
    """Proposals in the order of profile keys and ranks."""
    return found.orderBy(*_ORDER)


def tasks_for(spark: SparkSession, rows: int, a_task: int = ROWS_A_TASK) -> int:
    """In how many parts so many rows are worked on: enough for every core, and none for long."""
    cores: int = spark.sparkContext.defaultParallelism
    return max(2 * cores, -(-rows // a_task))


def settle(spark: SparkSession, people: int) -> None:
    """Have joins and groupings done in as many parts as so many people need; Spark may put small ones together."""
    spark.conf.set(PARTITIONS, str(tasks_for(spark, people)))


def messages(found: DataFrame) -> DataFrame:
    """The frame's batches as :data:`.rows.MESSAGES`, for a driver that reads them as they are."""
    return mapped(found, rows.messages(), rows.MESSAGES)


def blocks(entries: DataFrame, parameters: Parameters) -> DataFrame:
    """Every key with its size, and with its members where they are few enough to be compared."""
    sizes = entries.groupBy("key").agg(F.count("*").cast("int").alias("size"))
    large = sizes.where(F.col("size") > parameters.block_limit)
    members = F.collect_list("number").alias("members")
    small = entries.join(F.broadcast(large.select("key")), "key", "left_anti").groupBy("key").agg(members)
    return small.select("key", F.size("members").alias("size"), "members").unionByName(
        large.select("key", "size", F.lit(None).cast("array<bigint>").alias("members"))
    )


def _candidates(asked: DataFrame, found: DataFrame, parameters: Parameters, tasks: int) -> DataFrame:
    size = F.coalesce("size", F.lit(0)).alias("size")
    joined = asked.join(found, "key", "left").select("profile", "place", "counted", size, "members")
    by_profile = joined.repartition(tasks, "profile").sortWithinPartitions("profile", "place")
    return mapped(by_profile, rows.chosen(parameters), rows.CHOSEN)


def _scored(candidates: DataFrame, accounts: DataFrame, profiles: DataFrame, kernel: Any, tasks: int) -> DataFrame:
    about = [field.name for field in rows.CHOSEN]
    people = accounts.withColumnRenamed("number", "account")
    candidates = candidates.join(people, "account", "left").select(*about, "packed")
    themselves = profiles.select(
        F.col("number").alias("profile"),
        F.lit(rows.FIRST).alias("account"),
        F.lit(None).cast("int").alias("place"),
        F.lit(None).cast("array<int>").alias("sizes"),
        F.lit(None).cast("array<int>").alias("counted"),
        F.lit(None).cast("array<boolean>").alias("skipped"),
        "packed",
    )
    by_profile = candidates.unionByName(themselves).repartition(tasks, "profile")
    return mapped(by_profile.sortWithinPartitions("profile", "account"), rows.scored(kernel), rows.SCORED)


def mapped(frame: DataFrame, stage: rows.Stage, schema: pa.Schema) -> DataFrame:
    """What a stage makes of a frame's batches."""
    return frame.mapInArrow(stage, from_arrow_schema(schema))


@contextmanager
def kept(frame: DataFrame) -> Iterator[DataFrame]:
    """Work a frame out once; an executor that is lost takes its part with it, and that part is worked out again."""
    frame.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        yield frame
    finally:
        frame.unpersist()
