"""What runs on the executors: each stage takes an iterator of record batches and gives one, for ``mapInArrow``.

Nothing here knows Spark. What is large comes as a :class:`Handed`, which is a broadcast variable there. Rows of people
are their packed features under a number; see :mod:`socialmatch.matching.packing`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final, Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from socialmatch.engines.kernel import ROW_IN, ROW_OUT, Kernel
from socialmatch.matching.blocking import account_keys, profile_blocks
from socialmatch.matching.index import pick
from socialmatch.matching.model import Parameters
from socialmatch.matching.packing import unpack_account, unpack_profile

PEOPLE: Final = pa.schema([("number", pa.int64()), ("packed", pa.binary())])
"""An account or a profile."""
ENTRIES: Final = pa.schema([("key", pa.binary()), ("number", pa.int64())])
"""A blocking key, and an account that has it."""
ASKED: Final = pa.schema(
    [("key", pa.binary()), ("profile", pa.int64()), ("place", pa.int32()), ("counted", pa.int32())]
)
"""A block of a profile: its place among the profile's blocks counts from the most telling; and how many accounts of the
CRM have its key."""
CHOSEN: Final = pa.schema(
    [
        ("profile", pa.int64()),
        ("account", pa.int64()),
        ("place", pa.int32()),
        ("sizes", pa.list_(pa.int32())),
        ("counted", pa.list_(pa.int32())),
        ("skipped", pa.list_(pa.bool_())),
    ]
)
"""A candidate of a profile; and before those of each profile a row about its blocks, whose account is negative."""
SCORED: Final = ROW_OUT.append(pa.field("profile", pa.int64()))
"""A proposal, with its profile's number: the key may be that of two where a caller hands over one twice."""
MESSAGES: Final = pa.schema([("message", pa.binary())])
"""A record batch as an Arrow stream."""

FIRST: Final = -(1 << 63)
"""Stands for the account in the row that has the profile itself, so that it comes before all others."""

_SCORED_AT_ONCE: Final = 100
_ROWS: Final = 10_000

Batches = Iterator[Any]
Stage = Callable[[Batches], Batches]
T_co = TypeVar("T_co", covariant=True)


class Handed(Protocol[T_co]):
    """Something that every process gets once."""

    @property
    def value(self) -> T_co:
        """The thing itself."""


class StageFailed(Exception):
    """A stage failed on an executor. Says what kind of error it was and where, and nothing of what it was about.

    Spark logs what a stage raises and carries it to the driver, and the text of an error may hold somebody's data.
    """


def guarded(stage: Stage) -> Stage:
    """A stage whose errors show nobody."""

    @wraps(stage)
    def run(batches: Batches) -> Batches:
        failed = None
        try:
            yield from stage(batches)
        except Exception as error:
            failed = StageFailed(f"{type(error).__name__} at {_where(error)}")
        if failed is not None:  # outside of the handler: the error itself is not even its context
            raise failed

    return run


def _where(error: Exception) -> str:
    """Module and line of the innermost place in this library."""
    found, trace = "?", error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("socialmatch."):
            found = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


# --- the stages ----------------------------------------------------------------------------------


def entries() -> Stage:
    """:data:`PEOPLE`, accounts, to :data:`ENTRIES`."""

    def stage(batches: Batches) -> Batches:
        found = (
            (_bytes(key), number)
            for number, packed in rows_of(batches)
            for key in sorted(account_keys(unpack_account(packed)))
        )
        yield from batches_of(found, ENTRIES)

    return guarded(stage)


def asked(kernel: Handed[Kernel]) -> Stage:
    """:data:`PEOPLE`, profiles, to :data:`ASKED`."""

    def stage(batches: Batches) -> Batches:
        model = kernel.value.model

        def found() -> Iterator[tuple[Any, ...]]:
            for number, packed in rows_of(batches):
                blocks = profile_blocks(unpack_profile(packed), model.vocabulary)
                for place, block in enumerate(blocks):
                    yield _bytes(block.key), number, place, model.counts.keys[block.key]

        yield from batches_of(found(), ASKED)

    return guarded(stage)


def chosen(parameters: Parameters) -> Stage:
    """Blocks of profiles with counts and members, a profile's one after the other, to :data:`CHOSEN`."""

    def stage(batches: Batches) -> Batches:
        def candidates() -> Iterator[tuple[Any, ...]]:
            for profile, blocks in groupby(rows_of(batches), itemgetter(0)):
                _, _, counted, sizes, members = zip(*blocks, strict=True)
                picked, skipped = pick(
                    sizes, members, block_limit=parameters.block_limit, limit=parameters.candidate_limit
                )
                yield profile, -1 - profile, None, sizes, counted, skipped
                yield from ((profile, account, place, None, None, None) for account, place in picked.items())

        yield from batches_of(candidates(), CHOSEN)

    return guarded(stage)


def scored(kernel: Handed[Kernel]) -> Stage:
    """:data:`CHOSEN` and profiles, each with who is meant, in the order of profiles and accounts, to :data:`SCORED`."""

    def stage(batches: Batches) -> Batches:
        numbers: deque[int] = deque()

        def found() -> Iterator[tuple[Any, ...]]:
            for profile, rows in groupby(rows_of(batches), itemgetter(0)):
                numbers.append(profile)
                yield _row_in(list(rows))

        for batch in kernel.value(batches_of(found(), ROW_IN, _SCORED_AT_ONCE)):
            ranks = batch.column("rank").to_pylist()
            of_rows = [numbers.popleft() if rank == 1 else None for rank in ranks]
            filled = pc.fill_null_forward(pa.array(of_rows, pa.int64()))
            yield pa.RecordBatch.from_arrays([*batch.columns, filled], schema=SCORED)

    return guarded(stage)


def messages() -> Stage:
    """:data:`SCORED` to :data:`MESSAGES` of ``ROW_OUT``, which the driver reads as they are."""

    def stage(batches: Batches) -> Batches:
        for batch in batches:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, ROW_OUT) as stream:
                columns = [batch.column(name) for name in ROW_OUT.names]
                stream.write_batch(pa.RecordBatch.from_arrays(columns, schema=ROW_OUT))
            yield pa.RecordBatch.from_arrays([pa.array([sink.getvalue().to_pybytes()], pa.binary())], schema=MESSAGES)

    return guarded(stage)


def _row_in(rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """A profile's row for the kernel, from its own row, the one about its blocks, and those of its candidates."""
    profile, *others = rows
    of_blocks = others[0][3:6] if others else ((), (), ())
    candidates = others[1:]
    return profile[6], *of_blocks, [row[6] for row in candidates], [row[2] for row in candidates]


def rows_of(batches: Batches) -> Iterator[tuple[Any, ...]]:
    """The rows of batches, as tuples."""
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def batches_of(rows: Iterable[tuple[Any, ...]], schema: Any, size: int = _ROWS) -> Batches:
    """Rows as batches of a schema. Inverse of :func:`rows_of`."""
    source = iter(rows)
    while some := list(islice(source, size)):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*some, strict=True), schema, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
