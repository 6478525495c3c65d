"""The DuckDB engine: candidates by joins in DuckDB, fed by Arrow; scoring by the kernel, in a process for each core.

Blocking keys lie in DuckDB, some two dozen for each account, as digests keyed for this run; it may use :data:`MEMORY`
and spills the rest into a folder of its own that goes with the run. So nobody's value is ever in a file. People stay in
this process, packed, some 400 bytes each; of the work only a few batches are in flight.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from operator import itemgetter
from typing import Any, Final

import duckdb
import pyarrow as pa

from socialmatch.engines.base import Job
from socialmatch.engines.kernel import ROW_IN, Kernel, from_batches
from socialmatch.engines.pool import scored
from socialmatch.errors import EngineError
from socialmatch.matching.blocking import account_keys, profile_blocks
from socialmatch.matching.decide import Outcome
from socialmatch.matching.index import pick
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.packing import pack_account, pack_profile, unpack_profile

MEMORY: Final = "1GB"
"""What DuckDB may use before it spills."""
BATCH: Final = 500
"""Profiles of one batch: some tens of megabytes with their candidates."""
_LOADED: Final = 500_000
_ENTRY: Final = pa.schema([("key", pa.int64()), ("number", pa.int32())])

Digest = Callable[[str], int]
"""Of a blocking key."""


class DuckdbEngine:
    """Profiles in the order of their keys, batch by batch, each joined with its candidates and scored.

    Parameters
    ----------
    workers: processes that score; default one for each core this process may use. A job of one batch starts none.
    batch: profiles of one batch. memory: what DuckDB may use, as it writes it.
    randbytes: gives as many random bytes as asked for: the run's key of the digests. No outcome depends on it.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        batch: int = BATCH,
        memory: str = MEMORY,
        randbytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._workers = workers or _cores()
        self._batch = batch
        self._memory = memory
        self._randbytes = randbytes

    def run(self, job: Job) -> Iterator[Outcome]:
        """Run the job; see :class:`socialmatch.engines.base.Engine`.

        Raises
        ------
        EngineError: DuckDB has no room, in memory or in the folder for what it spills, or failed (``duckdb_failed``).
        """
        with (
            _told(),
            tempfile.TemporaryDirectory(prefix="socialmatch-") as folder,
            duckdb.connect(":memory:", config=self._settings(folder)) as database,
        ):
            database.execute("SET enable_external_access = false")  # after the folder is set: nothing else is read
            crm = _Crm(database, job, _digest(self._randbytes(16)))
            profiles = _profiles(job)
            batches = (
                crm.batch(profiles[at : at + self._batch], job.model) for at in range(0, len(profiles), self._batch)
            )
            workers = min(self._workers, -(-len(profiles) // self._batch))
            for outcome in from_batches(scored(Kernel.of(job), batches, workers)):
                yield outcome
                job.progress(1)

    def _settings(self, folder: str) -> dict[str, Any]:
        return {
            "memory_limit": self._memory,
            "temp_directory": folder,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }


class _Crm:
    """The permitted accounts, numbered as they come, and who of them has each blocking key."""

    def __init__(self, database: Any, job: Job, digest: Digest) -> None:
        self._database, self._digest = database, digest
        self._accounts: list[bytes] = []
        database.execute("CREATE TABLE entries (key BIGINT, number INTEGER)")
        for part in _parts(self._entries(account for account in job.accounts if job.permitted.permits(account.key))):
            database.register("incoming", part)
            database.execute("INSERT INTO entries SELECT * FROM incoming")
            database.unregister("incoming")
        database.execute(
            "CREATE TABLE blocks AS SELECT key, count(*)::INTEGER AS size, "
            "CASE WHEN count(*) <= ? THEN list(number) END AS members FROM entries GROUP BY key",
            [job.model.parameters.block_limit],
        )
        database.execute("DROP TABLE entries")

    def batch(self, packed: Sequence[bytes], model: Model) -> Any:
        """Profiles with their candidates, as rows of :data:`~socialmatch.engines.kernel.ROW_IN`."""
        limits = model.parameters
        asked = [profile_blocks(unpack_profile(one), model.vocabulary) for one in packed]
        blocks = self._found({block.key for some in asked for block in some})
        counted = [[model.counts.keys[block.key] for block in some] for some in asked]
        sizes, skipped, chosen = [], [], []
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
        people = [[self._accounts[number] for number in some] for some in chosen]
        columns = [packed, sizes, counted, skipped, people, [list(some.values()) for some in chosen]]
        return pa.RecordBatch.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, ROW_IN, strict=True)], schema=ROW_IN
        )

    def _entries(self, accounts: Iterable[AccountFeatures]) -> Iterator[tuple[int, int]]:
        for number, account in enumerate(accounts):
            self._accounts.append(pack_account(account))
            yield from ((self._digest(key), number) for key in account_keys(account))

    def _found(self, keys: Collection[str]) -> dict[str, tuple[int, list[int] | None]]:
        by_digest = {self._digest(key): key for key in keys}
        self._database.register("asked", pa.table({"key": pa.array(list(by_digest), pa.int64())}))
        rows = self._database.execute("SELECT key, size, members FROM asked JOIN blocks USING (key)").fetchall()
        self._database.unregister("asked")
        return {by_digest[digest]: (size, members) for digest, size, members in rows}


@contextmanager
def _told() -> Iterator[None]:
    """Tell of DuckDB's own errors by their kind: their texts may hold a row."""
    try:
        yield
    except duckdb.Error as error:
        kind = type(error).__name__
    else:
        return
    raise EngineError(
        f"DuckDB could not finish ({kind})",
        code="duckdb_failed",
        hint="is there room for temporary files? it takes some 300 bytes for each account where memory is short",
    )


def _profiles(job: Job) -> list[bytes]:
    """The permitted profiles, packed, in the order of their keys."""
    found = [(one.key, pack_profile(one)) for one in job.profiles if job.permitted.permits(one.key)]
    found.sort(key=itemgetter(0))
    return [packed for _, packed in found]


def _parts(entries: Iterator[tuple[int, int]]) -> Iterator[Any]:
    while some := list(islice(entries, _LOADED)):
        yield pa.table(
            [pa.array(column, field.type) for column, field in zip(zip(*some, strict=True), _ENTRY, strict=True)],
            schema=_ENTRY,
        )


def _digest(secret: bytes) -> Digest:
    """Digests of 64 bits. Two of a billion keys that share one, which happens once in forty runs, find each other's."""

    def digest(key: str) -> int:
        found = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8, key=secret).digest()
        return int.from_bytes(found, "big", signed=True)

    return digest


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
