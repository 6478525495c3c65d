"""Parquet in, Parquet out: the run on tables for whoever has them as files that every worker can read."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pyspark.sql import SparkSession

from socialmatch.cluster.run import link_tables
from socialmatch.config import Policy
from socialmatch.engines.spark.session import session
from socialmatch.errors import FileError
from socialmatch.link import Summary
from socialmatch.matching.modelfile import LearnedModel


def link_parquet(
    accounts: str,
    profiles: str,
    consents: str | None,
    out: str,
    *,
    as_of: datetime,
    spark: SparkSession | None = None,
    purpose: str = "support",
    top: int | None = None,
    policy: Policy | None = None,
    skip_unreadable: bool = False,
    model: LearnedModel | None = None,
    timer: Callable[[], float] = time.perf_counter,
) -> Summary:
    """Match two Parquet tables and write the proposals as a third.

    Parameters
    ----------
    accounts, profiles, consents: files or folders, as Spark names them (``s3://...``). out: a folder that is not there
        yet; its parts, in order of their names, have the rows in the order of profile keys.
    spark: see :class:`~socialmatch.engines.spark.engine.SparkEngine`. timer: seconds, for the summary. The others are
        those of :func:`.link_tables`.

    Raises
    ------
    FileError: there is something called ``out`` already (``exists``). EngineError: Spark cannot start or finish; also
        where an input is missing. Others: see :func:`.link_tables`.
    """
    started = timer()
    with session(spark) as at:
        _check_place(at, out)
        read = at.read.parquet
        with link_tables(
            read(accounts),
            read(profiles),
            None if consents is None else read(consents),
            as_of=as_of,
            purpose=purpose,
            top=top,
            policy=policy,
            skip_unreadable=skip_unreadable,
            model=model,
        ) as linked:
            matched = timer()
            linked.proposals.write.parquet(out, compression="zstd")
            linked.summary.seconds |= {"match": round(matched - started, 3), "write": round(timer() - matched, 3)}
            return linked.summary


def _check_place(spark: SparkSession, out: str) -> None:
    """Refuse to write over something, before an hour's work rather than after it."""
    java: Any = spark.sparkContext._jvm
    place = java.org.apache.hadoop.fs.Path(out)
    if place.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).exists(place):
        raise FileError(f"{out} is there already", code="exists", hint="name a folder that is not there yet")
