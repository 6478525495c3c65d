"""Who agreed, from a table of consents: read and folded by the executors, made one set by the driver."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

from socialmatch.cluster import agreeing, reading
from socialmatch.cluster.told import Heard, Met
from socialmatch.cluster.values import EVENTS, TOLD
from socialmatch.consent.permits import permitted_set, united
from socialmatch.engines.spark.stages import mapped
from socialmatch.errors import FileError
from socialmatch.files.asserted import Doubt, Inputs, Said, warnings
from socialmatch.files.doubts import SKIP_OPTION
from socialmatch.files.reasons import FileReason, RowReason
from socialmatch.models import Subject

Keep = Callable[[DataFrame], DataFrame]


def read_agreed(
    spark: SparkSession,
    consents: DataFrame | None,
    accounts: DataFrame,
    profiles: DataFrame,
    ids: DataFrame,
    asked: reading.Asked,
    keep: Keep,
    *,
    tasks: int,
    skip_unreadable: bool,
) -> tuple[Inputs, Heard]:
    """As :func:`socialmatch.files.asserted.read_inputs`, but for the rows: those stay where they are.

    Parameters
    ----------
    consents: the table, in the columns that are known. accounts, profiles: of :data:`.values.PEOPLE`, each key once.
    ids: each ``profile_id`` with each key it stands on.
    keep: keeps a frame for as long as the run needs it. tasks: in how many parts the consents are folded.

    Raises
    ------
    FileError: a row may be a withdrawal and does not say whose (``unheard_withdrawal``).
    """
    if consents is None:
        return Inputs((), (), *permitted_set((), purpose=asked.purpose, as_of=asked.as_of)), Heard()
    heard, said = Heard(), Said(asked.purpose, {asked.purpose, *asked.purposes}, asked.as_of)
    rows = keep(mapped(consents, reading.read_consents, reading.SAID))
    events = keep(mapped(_with_keys(rows, ids), reading.events(asked), EVENTS))
    for one in (*told(rows), *told(events)):
        heard.add(one)
    _check(heard, skip_unreadable)
    by_subject = events.where("subject is not null").select("subject", "event").repartition(tasks, "subject")
    folded = [permitted_set((), purpose=asked.purpose, as_of=asked.as_of)]
    for part, said_there, illegal in told(mapped(by_subject, agreeing.folded(asked), TOLD)):
        folded.append(part)
        said.add(said_there)
        heard.read.rejected["consents", "status", RowReason.ILLEGAL_TRANSITION] += illegal
    permitted, refused = united(folded)
    met = Met()
    handed = spark.sparkContext.broadcast((said, permitted))
    for side in (accounts, profiles):
        for one in told(mapped(side, agreeing.met(handed), TOLD)):
            met.add(one)
    handed.destroy()
    doubtful = met.left_out | {s: doubt for s, doubt in said.elsewhere.items() if s in met.known}
    unclear = dict.fromkeys(heard.unreadable, Doubt.UNREADABLE_ROW) | said.of_strangers(met.known, permitted)
    for subject, reason in _meant(unclear, accounts, profiles, ids).items():
        doubtful.setdefault(subject, Doubt(reason))
    inputs = Inputs(
        (),
        (),
        permitted,
        refused,
        doubtful,
        frozenset(heard.endless),
        warnings=tuple(warnings(heard.unnamed, said.rows)),
    )
    return inputs, heard


def told(frame: DataFrame, *, one_by_one: bool = False) -> Iterator[Any]:
    """What the parts of a frame have to tell: counts, and whom a "no" may mean; never their rows.

    Parameters
    ----------
    one_by_one: hold one at a time, where they are large; a job for each part.
    """
    rows = frame.where("told is not null").select("told")
    for (one,) in rows.toLocalIterator() if one_by_one else rows.collect():
        yield pickle.loads(one)  # noqa: S301 - from our own executors


def _with_keys(rows: DataFrame, ids: DataFrame) -> DataFrame:
    """Rows of the consents, those that name a ``profile_id`` with the key it stands for; one on two keys has none."""
    several = ids.groupBy("profile_id").agg(F.count("*").alias("keys")).where("keys > 1")
    clear = ids.join(F.broadcast(several.select("profile_id")), "profile_id", "left_anti")
    rows = rows.where("cells is not null").select("cells", "profile_id")
    named = rows.where("profile_id is not null").join(clear, "profile_id", "left").select("cells", "profile_id", "key")
    return named.unionByName(rows.where("profile_id is null").withColumn("key", F.lit(None).cast("binary")))


def _check(heard: Heard, skip_unreadable: bool) -> None:
    if heard.unnamed and not skip_unreadable:
        raise FileError(
            f"consents: {heard.unnamed} row(s) cannot be read; they may be withdrawals, and do not say whose",
            code=FileReason.UNHEARD_WITHDRAWAL.value,
            hint=f"mend them, or leave such rows out with {SKIP_OPTION} (skip_unreadable=True)",
        )


def _meant(unclear: dict[str, Doubt], accounts: DataFrame, profiles: DataFrame, ids: DataFrame) -> dict[Subject, str]:
    """Everybody whom a doubtful "no" may mean, and the reason; the first in alphabetical order of several."""
    if not unclear:
        return {}
    reasons = {text: doubt.value for text, doubt in unclear.items()}
    found: dict[Subject, str] = {}
    for frame, stage in (
        (accounts, agreeing.meant(reasons, "accounts")),
        (profiles, agreeing.meant(reasons, "profiles")),
        (ids, agreeing.meant_by_id(reasons)),
    ):
        for one in told(mapped(frame, stage, TOLD)):
            for subject, reason in one.items():
                found[subject] = min(reason, found.get(subject, reason))
    return found
