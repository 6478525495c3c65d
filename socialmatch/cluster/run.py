"""The run on tables, from beginning to end, as the driver sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
from pyspark.sql.pandas.types import to_arrow_schema

from socialmatch.cluster import reading, taking
from socialmatch.cluster.consents import read_agreed, told
from socialmatch.cluster.told import Read, Taken
from socialmatch.cluster.values import PEOPLE
from socialmatch.config import Policy
from socialmatch.engines.kernel import ROW_OUT, Kernel
from socialmatch.engines.spark.rows import Stage
from socialmatch.engines.spark.session import settled
from socialmatch.engines.spark.stages import PROFILES_A_TASK, kept, mapped, ordered, proposals, settle, tasks_for
from socialmatch.errors import UsageError
from socialmatch.files import Rejected, RowReason
from socialmatch.files.asserted import Inputs
from socialmatch.files.columns import ACCOUNTS, CONSENTS, PROFILES, Columns, Role
from socialmatch.files.parquet import check_schema
from socialmatch.link import ASSERTED, COPIES, OWN_HANDLE, Summary, peak_rss_mb
from socialmatch.matching.decide import Thresholds
from socialmatch.matching.model import Model
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.models import Decision
from socialmatch.moments import format_moment


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run came to. Attributes: proposals, with the columns of ``OUT`` in its order; what it did, in counts."""

    proposals: DataFrame
    summary: Summary


@contextmanager
def link_tables(
    accounts: DataFrame,
    profiles: DataFrame,
    consents: DataFrame | None,
    *,
    as_of: datetime,
    purpose: str = "support",
    top: int | None = None,
    policy: Policy | None = None,
    skip_unreadable: bool = False,
    model: LearnedModel | None = None,
) -> Iterator[Linked]:
    """Match two tables, as :func:`socialmatch.link.link_files` matches two files.

    Parameters
    ----------
    accounts, profiles, consents: in the columns of the interchange files, of one session. Without ``consents`` nobody
        agreed, so nothing is scored. The other parameters are those of ``link_files``.

    Returns
    -------
    Linked: as long as the block lasts. Its rows and counts are those of ``link_files``, but that a rejected row is
        counted in ``warnings``, by column and reason, and not listed: the row of a table has no line.

    Raises
    ------
    UsageError: the purpose is not in the policy. FileError: a table lacks a column or has one of a type that cannot
        be read, or a row of ``consents`` may be a withdrawal and does not say whose. EngineError: see
        :func:`socialmatch.engines.spark.session.session`.
    """
    policy = policy or Policy()
    if purpose not in policy.purposes:
        raise UsageError(
            "that purpose is not one of the policy's", code="unknown_purpose", hint="add it to policy.purposes"
        )
    with settled(accounts.sparkSession) as spark, ExitStack() as stack:
        run = _Run(spark, stack, policy, reading.Asked(purpose, frozenset(policy.purposes), as_of))
        everybody = run.read_accounts(accounts), *run.read_profiles(profiles)
        run.read_consents(consents, *everybody, skip_unreadable=skip_unreadable)
        account_rows, taken = run.take(everybody[0], taking.account_parts)
        profile_rows, others = run.take(everybody[1], taking.profile_parts)
        counted = Model(taken.counts, None if model is None else model.parameters())
        left_out = run.inputs.doubtful.keys()
        permitted = run.inputs.permitted
        permitted = permitted.restrict(accounts=permitted.accounts - left_out, profiles=permitted.profiles - left_out)
        thresholds = Thresholds(match=policy.match_threshold, review=policy.review_threshold)
        kernel = Kernel(permitted, counted, thresholds, top or policy.top_k)
        people = ("number", "packed")
        found = stack.enter_context(
            proposals(
                spark,
                account_rows.select(*people),
                profile_rows.select(*people),
                kernel,
                tasks=tasks_for(spark, others.agreed, PROFILES_A_TASK),
            )
        )
        yield Linked(_out(found, profile_rows), run.summary(taken, others, found, counted))


class _Run:
    """One run: reads, and keeps in mind what has to be told of it."""

    def __init__(self, spark: SparkSession, stack: ExitStack, policy: Policy, asked: reading.Asked) -> None:
        self.inputs: Inputs
        self._spark, self._stack, self._policy, self._asked = spark, stack, policy, asked
        self._read = Read()
        self._unknown = Rejected()
        self._people = 0

    def read_accounts(self, table: DataFrame) -> DataFrame:
        """Each account once."""
        tasks = self._tasks(table)
        found = self._heard(self._rows(table, ACCOUNTS, reading.read_accounts))
        return self._each_once(found.where("value is not null"), "accounts", tasks=tasks)

    def read_profiles(self, table: DataFrame) -> tuple[DataFrame, DataFrame]:
        """Each profile once; and each ``profile_id`` with each key it stands on."""
        tasks = self._tasks(table)
        found = self._heard(self._rows(table, PROFILES, reading.read_profiles))
        named = found.where((F.length("profile_id") > 0) & F.col("key").isNotNull())
        ids = self._keep(named.select("profile_id", "key").distinct())
        several = ids.groupBy("profile_id").agg(F.count("*").alias("keys")).where("keys > 1").select("profile_id")
        rows = found.where("value is not null")
        unclear = rows.join(F.broadcast(several), "profile_id", "left_semi").count()
        self._read.rejected["profiles", "profile_id", RowReason.DUPLICATE_ID] += unclear
        clear = rows.join(F.broadcast(several), "profile_id", "left_anti")
        return self._each_once(clear, "profiles", tasks=tasks), ids

    def read_consents(
        self,
        table: DataFrame | None,
        accounts: DataFrame,
        profiles: DataFrame,
        ids: DataFrame,
        *,
        skip_unreadable: bool,
    ) -> None:
        """Who agreed."""
        known = None if table is None else self._known(table, CONSENTS)
        tasks = 1 if table is None else self._tasks(table)
        self.inputs, heard = read_agreed(
            self._spark,
            known,
            accounts,
            profiles,
            ids,
            self._asked,
            self._keep,
            tasks=tasks,
            skip_unreadable=skip_unreadable,
        )
        self._read.add(heard.read)

    def take(self, people: DataFrame, stage: taking.Taking) -> tuple[DataFrame, Taken]:
        """Whoever takes part, as features and numbered; and the side in counts."""
        policy, taken = self._policy, Taken()
        rules = taking.Rules(self.inputs, policy.own_handles, policy.phone_region or None, policy.aggregate_counts)
        handed = self._spark.sparkContext.broadcast(rules)
        self._stack.callback(handed.destroy)  # not before: what a lost executor had is made again
        features = mapped(people, stage(handed), taking.FEATURES)
        # A number is a row's place in its part, and parts are sorted by key: it is the same when it is made again.
        found = self._keep(features.withColumn("number", F.monotonically_increasing_id()))
        for one in told(found, one_by_one=True):
            taken.add(one)
        return found.where("packed is not null"), taken

    def summary(self, accounts: Taken, profiles: Taken, found: DataFrame, model: Model) -> Summary:
        """What the run did. Everything is worked out by then."""
        asked, inputs = self._asked, self.inputs
        told = Summary(
            as_of=format_moment(asked.as_of), purpose=asked.purpose, engine="spark", notes=[ASSERTED, COPIES]
        )
        told.accounts, told.profiles = accounts.people, profiles.people
        told.accounts_consented, told.profiles_consented = accounts.agreed, profiles.agreed
        told.not_permitted = {
            side: dict(sorted(taken.left_out.items()))
            for side, taken in (("accounts", accounts), ("profiles", profiles))
        }
        if profiles.own:
            told.not_permitted["profiles"][OWN_HANDLE] = profiles.own
        heard = len(inputs.permitted.accounts) + len(inputs.permitted.profiles) + len(inputs.refused.reasons)
        if unheard := heard - accounts.heard - profiles.heard:
            told.notes.append(f"{unheard:,} subjects of the consents are in neither file")
        decided = [F.sum((F.col("decision") == one.value).cast("int")) for one in (Decision.MATCH, Decision.REVIEW)]
        row = found.where("rank = 1").agg(F.sum("considered"), F.sum("scored"), *decided).first()
        told.pairs_considered, told.pairs_scored, told.matches, told.reviews = (number or 0 for number in row or ())
        told.model = model.parameters.version
        told.peak_rss_mb = peak_rss_mb()
        told.rejected_rows = self._read.rejected.total()
        told.warnings = sorted([*self._unknown.warnings, *inputs.warnings, *self._warnings()])
        return told

    def _warnings(self) -> Iterator[str]:
        for (role, column, reason), number in self._read.rejected.items():
            if number:
                yield f"{role}: {number} row(s) rejected for column {column or '-'} ({reason})"
        for (role, column, reason), number in self._read.unknown.items():
            yield f"{role}: {number} value(s) of column {column} cannot be read ({reason}) and count as unknown"

    def _keep(self, frame: DataFrame) -> DataFrame:
        return self._stack.enter_context(kept(frame))

    def _heard(self, frame: DataFrame) -> DataFrame:
        """The frame, kept, once it was heard what was set aside in it."""
        found = self._keep(frame)
        for one in told(found):
            self._read.add(one)
        return found

    def _rows(self, table: DataFrame, columns: Columns, stage: Stage) -> DataFrame:
        return mapped(self._known(table, columns), stage, PEOPLE)

    def _each_once(self, rows: DataFrame, role: Role, *, tasks: int) -> DataFrame:
        by_key = rows.select(*PEOPLE.names).repartition(tasks, "key").sortWithinPartitions("key")
        found = self._heard(mapped(by_key, reading.one_of(role), PEOPLE))
        return found.where("value is not null")

    def _known(self, table: DataFrame, columns: Columns) -> DataFrame:
        """The columns there are to read, once they are sure to be fit for it."""
        check_schema(Path(columns.role), to_arrow_schema(table.schema, timezone="UTC"), columns)
        self._unknown.unknown_columns(columns.role, set(table.columns) - set(columns.names))
        return table.select(*(name for name in columns.names if name in table.columns))

    def _tasks(self, table: DataFrame) -> int:
        rows: int = table.count()
        self._people += rows
        settle(self._spark, self._people)
        return tasks_for(self._spark, rows)


def _out(found: DataFrame, profiles: DataFrame) -> DataFrame:
    said = profiles.select(F.col("number").alias("profile"), "profile_id", "handle")
    rows = ordered(found.join(said, "profile"))
    return mapped(rows.select(*ROW_OUT.names, "profile_id", "handle"), taking.out_rows, taking.OUT)
