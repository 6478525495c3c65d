"""The DuckDB engine: candidates by joins in DuckDB, fed by Arrow; scoring by the kernel, in a process for each core.

Memory is bounded: features and blocking keys lie in DuckDB, which may use :data:`MEMORY` and spills the rest into an
encrypted file in a folder of its own that goes with the run; of the work only a few batches are in flight.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import duckdb
import pyarrow as pa

from socialmatch.engines.base import Job
from socialmatch.engines.kernel import ROW_IN, Kernel, from_batches
from socialmatch.engines.pool import scored
from socialmatch.matching.blocking import account_keys, profile_blocks
from socialmatch.matching.decide import Outcome
from socialmatch.matching.index import pick
from socialmatch.matching.model import Model
from socialmatch.matching.packing import pack_account, pack_profile, unpack_profile

MEMORY: Final = "1GB"
"""What DuckDB may use before it spills."""
BATCH: Final = 500
"""Profiles of one batch: some tens of megabytes with their candidates."""
_LOADED: Final = 10_000
_KEY: Final = ("platform", "scope", "user_id")


class DuckdbEngine:
    """Profiles in the order of their keys, batch by batch, each joined with its candidates and scored.

    Parameters
    ----------
    workers: processes that score; default one for each core this process may use. A job of one batch starts none.
    batch: profiles of one batch. memory: what DuckDB may use, as it writes it.
    """

    def __init__(self, *, workers: int | None = None, batch: int = BATCH, memory: str = MEMORY) -> None:
        self._workers = workers or _cores()
        self._batch = batch
        self._memory = memory

    def run(self, job: Job) -> Iterator[Outcome]:
        """Run the job; see :class:`socialmatch.engines.base.Engine`."""
        with (
            tempfile.TemporaryDirectory(prefix="socialmatch-") as folder,
            duckdb.connect(":memory:", config=self._settings(folder)) as database,
        ):
            database.execute("SET enable_external_access = false")  # after the folder is set: nothing else is read
            _load_accounts(database, job)
            profiles = _load_profiles(database, job)
            kernel = Kernel.of(job)
            workers = min(self._workers, -(-profiles // self._batch))
            for outcome in from_batches(scored(kernel, self._batches(database, job.model), workers)):
                yield outcome
                job.progress(1)

    def _settings(self, folder: str) -> dict[str, Any]:
        return {
            "memory_limit": self._memory,
            "temp_directory": folder,
            "temp_file_encryption": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }

    def _batches(self, database: Any, model: Model) -> Iterator[Any]:
        """Rows of :data:`~socialmatch.engines.kernel.ROW_IN`."""
        # A cursor of its own, because the joins of a batch would end the query on the connection itself.
        ordered = database.cursor().execute(f"SELECT packed FROM profiles ORDER BY {', '.join(_KEY)}, number")  # noqa: S608
        while found := ordered.fetchmany(self._batch):
            yield _batch(database, model, [packed for (packed,) in found])


def _load_accounts(database: Any, job: Job) -> None:
    """The permitted accounts, numbered as they come, and how many there are under each key."""
    database.execute("CREATE TABLE accounts (number INTEGER, packed BLOB)")
    database.execute("CREATE TABLE entries (key BLOB, number INTEGER)")
    permitted = (account for account in job.accounts if job.permitted.permits(account.key))
    for part in _parts(enumerate(permitted)):
        rows = [(number, pack_account(account)) for number, account in part]
        _insert(database, "accounts", pa.int32(), pa.binary(), rows)
        keys = [(_bytes(key), number) for number, account in part for key in sorted(account_keys(account))]
        _insert(database, "entries", pa.binary(), pa.int32(), keys)
    database.execute(
        "CREATE TABLE blocks AS SELECT key, count(*)::INTEGER AS size, "
        "CASE WHEN count(*) <= ? THEN list(number) END AS members FROM entries GROUP BY key",
        [job.model.parameters.block_limit],
    )
    database.execute("DROP TABLE entries")


def _load_profiles(database: Any, job: Job) -> int:
    """The permitted profiles; how many."""
    database.execute("CREATE TABLE profiles (platform BLOB, scope BLOB, user_id BLOB, number INTEGER, packed BLOB)")
    permitted = (profile for profile in job.profiles if job.permitted.permits(profile.key))
    number = 0
    for part in _parts(permitted):
        rows = [
            (*(_bytes(getattr(one.key, name)) for name in _KEY), at, pack_profile(one))
            for at, one in enumerate(part, number)
        ]
        _insert(database, "profiles", pa.binary(), pa.binary(), pa.binary(), pa.int32(), pa.binary(), rows)
        number += len(rows)
    return number


def _batch(database: Any, model: Model, packed: Sequence[bytes]) -> Any:
    """Profiles with their candidates: the blocks of all of them joined, then the accounts that were picked."""
    limits = model.parameters
    asked = [profile_blocks(unpack_profile(one), model.vocabulary) for one in packed]
    blocks = _found_blocks(database, {block.key for some in asked for block in some})
    sizes, skipped, chosen = [], [], []
    counted = [[model.counts.keys[block.key] for block in some] for some in asked]
    for some in asked:
        found = [blocks.get(block.key, (0, None)) for block in some]
        sizes.append([size for size, _ in found])
        picked, out = pick(
            sizes[-1],
            [members for _, members in found],
            block_limit=limits.block_limit,
            limit=limits.candidate_limit,
        )
        chosen.append(picked)
        skipped.append(out)
    accounts = _found_accounts(database, {number for some in chosen for number in some})
    people = [[accounts[number] for number in some] for some in chosen]
    columns = [packed, sizes, counted, skipped, people, [list(some.values()) for some in chosen]]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, ROW_IN, strict=True)], schema=ROW_IN
    )


def _found_blocks(database: Any, keys: Iterable[str]) -> dict[str, tuple[int, list[int] | None]]:
    table = pa.table({"key": pa.array([_bytes(key) for key in sorted(keys)], pa.binary())})
    rows = _joined(database, table, "SELECT key, size, members FROM asked JOIN blocks USING (key)")
    return {key.decode("utf-8", "surrogatepass"): (size, members) for key, size, members in rows}


def _found_accounts(database: Any, numbers: Iterable[int]) -> dict[int, bytes]:
    table = pa.table({"number": pa.array(sorted(numbers), pa.int32())})
    return dict(_joined(database, table, "SELECT number, packed FROM asked JOIN accounts USING (number)"))


def _joined(database: Any, table: Any, query: str) -> list[Any]:
    database.register("asked", table)
    rows: list[Any] = database.execute(query).fetchall()
    database.unregister("asked")
    return rows


def _insert(database: Any, table: str, *types_and_rows: Any) -> None:
    *types, rows = types_and_rows
    if rows:
        columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)]
        database.register("incoming", pa.table(columns, [f"c{at}" for at in range(len(types))]))
        database.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608 - a name of ours
        database.unregister("incoming")


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for value in values:
        part.append(value)
        if len(part) == _LOADED:
            yield part
            part = []
    if part:
        yield part


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
