"""The stages that executors run, one after the other without Spark: a shuffle is a sorting, a join is a dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enginejobs import accounts_of, job, profiles_of
from socialmatch.engines.kernel import ROW_OUT, Kernel, from_batches
from socialmatch.engines.python import PythonEngine
from socialmatch.engines.spark import rows
from socialmatch.matching.counts import Counts
from socialmatch.matching.normalize import account_features
from socialmatch.matching.packing import pack_account, pack_profile
from watched import SECRET


@dataclass
class Handed:
    """What a broadcast variable looks like."""

    value: Any


def put(stage: rows.Stage, given_rows: list, schema: Any) -> list:
    """Rows through a stage, a few at a time."""
    return list(rows.rows_of(stage(rows.batches_of(given_rows, schema, 7))))


def run(work) -> list:
    """The job, as ``stages`` has Spark run it."""
    kernel = Handed(Kernel(work.permitted, work.model, work.thresholds, work.top))
    limit = work.model.parameters.block_limit
    accounts = dict(enumerate(pack_account(one) for one in work.accounts if work.permitted.permits(one.key)))
    profiles = list(enumerate(pack_profile(one) for one in work.profiles if work.permitted.permits(one.key)))
    members = defaultdict(list)
    for key, number in put(rows.entries(), list(accounts.items()), rows.PEOPLE):
        members[key].append(number)
    joined = [
        (profile, place, counted, len(members[key]), members[key] if len(members[key]) <= limit else None)
        for key, profile, place, counted in put(rows.asked(kernel), profiles, rows.PEOPLE)
    ]
    joined.sort(key=lambda row: row[:2])
    numbers = (pa.field(name, pa.int32()) for name in ("place", "counted", "size"))
    blocks = pa.schema([("profile", pa.int64()), *numbers, ("members", pa.list_(pa.int64()))])
    chosen = put(rows.chosen(work.model.parameters), joined, blocks)
    people = [(*row, accounts.get(row[1])) for row in chosen]
    people += [(number, rows.FIRST, None, None, None, None, packed) for number, packed in profiles]
    people.sort(key=lambda row: row[:2])
    schema = rows.CHOSEN.append(pa.field("packed", pa.binary()))
    batches = list(rows.scored(kernel)(rows.batches_of(people, schema, 7)))
    order = ("tenant", "platform", "scope", "user_id", "profile", "rank")
    table = pa.Table.from_batches(batches, rows.SCORED).sort_by([(name, "ascending") for name in order])
    messages = rows.messages()(iter(table.to_batches(max_chunksize=5)))
    return list(from_batches(read for (message,) in rows.rows_of(messages) for read in pa.ipc.open_stream(message)))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(accounts_of, max_size=30, unique_by=lambda one: one.account_id),
    st.lists(profiles_of, max_size=10, unique_by=lambda one: one.user_id),
    st.sets(st.integers(0, 30)),
    st.sampled_from((200, 3)),
)
def test_the_stages_come_to_what_the_plain_engine_comes_to(accounts, profiles, silent, limit):
    agreed = [one.key for one in accounts if int(one.account_id[1:]) not in silent]
    agreed += [one.key for one in profiles if int(one.user_id) not in silent]
    work = job(accounts, profiles, agreed, block_limit=limit, candidate_limit=2 * limit)
    assert run(work) == list(PythonEngine().run(work))


def test_an_error_of_a_stage_says_where_and_nothing_of_whom():
    def stage(batches):
        yield from (pack_account(SECRET) for _ in batches)

    with pytest.raises(rows.StageFailed) as failed:
        list(rows.guarded(stage)(iter([1])))
    assert str(failed.value).startswith("AttributeError at socialmatch.matching.packing:")
    assert failed.value.__cause__ is None and failed.value.__context__ is None


def test_no_row_has_a_column_that_outcomes_do_not_have():
    assert [name for name in rows.SCORED.names if name not in ROW_OUT.names] == ["profile"]


@given(st.lists(accounts_of, max_size=30), st.integers(0, 30))
def test_counts_of_parts_come_to_the_counts_of_all(accounts, cut):
    features = [account_features(one) for one in accounts]
    added = Counts.over(features[:cut])
    added.add(Counts.over(features[cut:]))
    assert added == Counts.over(features)
