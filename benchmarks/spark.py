"""Spark beside DuckDB on the same tables, and two executors beside one with as many cores.

    python -m benchmarks.spark [--accounts 10000] [--profiles 10000] [--runs 5] [--json FILE]

Needs the extras ``spark`` and ``batch``, and Java. Invented customers and profiles, the same every time, as Parquet.
``link --engine duckdb`` writes the proposals once; ``link_parquet`` writes them on one executor with two cores and on
two with one core each, which are real processes (``local-cluster``), each in a session of its own: once to warm it up,
then as often as ``--runs`` says. The benchmark fails where one row differs; rows are compared as the digest of a
stream, so a large run needs no memory for it. Told are medians of the wall time, without the start of the session.
``--runs 0`` asks only whether the rows are the same: once, on two executors.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.invented.make import make
from socialmatch.link import link_files

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
EXECUTORS = {
    "one executor, two cores": "local-cluster[1,2,4096]",
    "two executors, one core each": "local-cluster[2,1,2048]",
}
_INPUTS = ("accounts", "profiles", "consents")
_ONE = "--one"
_ROWS = 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument(_ONE, nargs=2, metavar=("MASTER", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure(given.one[0], Path(given.one[1]), given.runs)))
        return
    with tempfile.TemporaryDirectory() as folder:
        write_tables(Path(folder), given.accounts, given.profiles)
        found: dict[str, Any] = {"duckdb": duckdb(Path(folder))}
        tried = dict(EXECUTORS if given.runs else list(EXECUTORS.items())[-1:])
        found |= {name: _in_a_process(master, folder, given.runs) for name, master in tried.items()}
    if given.runs:
        one, two = (found[name]["median_s"] for name in EXECUTORS)
        found["two against one"] = round(two / one, 2)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))
    if len({found[name]["proposals"] for name in ("duckdb", *tried)}) > 1:
        raise SystemExit("the engines proposed something else")


def write_tables(folder: Path, accounts: int, profiles: int) -> None:
    """The invented people as Parquet, a part of the rows at a time."""
    made = make(accounts=accounts, profile_count=profiles, seed="spark")
    for name in _INPUTS:
        rows = csv.DictReader(made.pop(f"{name}.csv").decode().splitlines(keepends=True))
        schema = pa.schema([(column, pa.string()) for column in rows.fieldnames or ()])
        with pq.ParquetWriter(folder / f"{name}.parquet", schema) as writer:
            while some := list(islice(rows, _ROWS)):
                writer.write_table(pa.Table.from_pylist(some, schema))


def duckdb(folder: Path) -> dict[str, Any]:
    """The proposals as the DuckDB engine gives them."""
    accounts, profiles, consents = (folder / f"{name}.parquet" for name in _INPUTS)
    out = folder / "duckdb.parquet"
    started = time.perf_counter()
    summary = link_files(accounts, profiles, out, consents=consents, as_of=AS_OF, engine_name="duckdb")
    wall = round(time.perf_counter() - started, 1)
    return {"median_s": wall, "pairs": summary.pairs_scored, "proposals": digest([out])}


def measure(master: str, folder: Path, runs: int) -> dict[str, Any]:
    """The run on tables, in this process, on executors of their own."""
    from socialmatch.cluster.parquet import link_parquet
    from socialmatch.engines.spark.session import session

    accounts, profiles, consents = (str(folder / f"{name}.parquet") for name in _INPUTS)
    out, times, found = folder / "spark", [], set()
    started = time.perf_counter()
    with session(master=master) as spark:
        ready = round(time.perf_counter() - started, 1)
        for _ in range(1 + runs):
            shutil.rmtree(out, ignore_errors=True)
            started = time.perf_counter()
            summary = link_parquet(accounts, profiles, consents, str(out), as_of=AS_OF, spark=spark)
            times.append(round(time.perf_counter() - started, 1))
            found.add(digest(sorted(out.glob("*.parquet"))))
    if len(found) > 1:
        raise SystemExit("two runs proposed something else")
    return {
        "start_s": ready,
        "first_s": times[0],
        "runs_s": times[1:],
        "median_s": statistics.median(times[1:] or times),
        "pairs": summary.pairs_scored,
        "proposals": found.pop(),
    }


def digest(paths: Sequence[Path]) -> str:
    """Of the rows of some files, one after the other, however they are cut into files and groups."""
    rows = hashlib.sha256()
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    rows.update(repr(row).encode())
    return rows.hexdigest()


def home(folder: Path) -> Path:
    """PySpark's own files under a folder of ours: what executors of a ``local-cluster`` write, they write there."""
    import pyspark

    place = folder / "spark-home"
    place.mkdir(exist_ok=True)
    for one in Path(pyspark.__file__).parent.iterdir():
        if one.name != "work" and not (place / one.name).exists():
            (place / one.name).symlink_to(one)
    return place


def _in_a_process(master: str, folder: str, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.spark", "--runs", str(runs), _ONE, master, folder]
    environment = os.environ | {"SPARK_HOME": str(home(Path(folder))), "SPARK_LOCAL_IP": "127.0.0.1"}
    ran = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


if __name__ == "__main__":
    main()
