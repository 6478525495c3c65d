"""Interchange files for tests: one table written in every format, and read back with what was set aside."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from socialmatch.files import Rejected, read_accounts, read_consents, read_profiles
from socialmatch.models import Account, ConsentEvent, Profile

Row = Mapping[str, Any]
FORMATS = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".parquet")


def table_bytes(columns: Sequence[str], rows: Sequence[Row], suffix: str) -> bytes:
    """A table as a file of a format has it; a cell is text or a list of texts."""
    if suffix.endswith(".gz"):
        return gzip.compress(table_bytes(columns, rows, suffix.removesuffix(".gz")), 1, mtime=0)
    if suffix == ".parquet":
        return _parquet(columns, rows)
    text = io.StringIO(newline="")
    if suffix == ".csv":
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            cells = [row.get(name, "") for name in columns]
            writer.writerow([cell if isinstance(cell, str) else ";".join(cell) for cell in cells])
    else:
        text.writelines(json.dumps(dict(row), ensure_ascii=bool(i % 2)) + "\n" for i, row in enumerate(rows))
    return text.getvalue().encode()


def _parquet(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {}
    for name in columns:
        cells = [row.get(name) for row in rows]
        several = any(isinstance(cell, list | tuple) for cell in cells)
        arrays[name] = pa.array(cells, pa.list_(pa.string()) if several else pa.string())
    out = io.BytesIO()
    pq.write_table(pa.table(arrays), out)
    return out.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> Path:
    suffix = next(suffix for suffix in sorted(FORMATS, key=len, reverse=True) if path.name.endswith(suffix))
    path.write_bytes(table_bytes(columns, rows, suffix))
    return path


def accounts_of(path: Path, **options: Any) -> tuple[list[Account], Rejected]:
    rejected = Rejected()
    return list(read_accounts(path, rejected=rejected, **options)), rejected


def profiles_of(path: Path, **options: Any) -> tuple[list[Profile], Rejected]:
    rejected = Rejected()
    return list(read_profiles(path, rejected=rejected, **options)), rejected


def consents_of(path: Path, **options: Any) -> tuple[list[ConsentEvent], Rejected]:
    rejected = Rejected()
    return list(read_consents(path, rejected=rejected, **options)), rejected


def listed(rejected: Rejected, folder: Path) -> list[str]:
    """The rejected rows as they are written, without the header."""
    rejected.write(folder / "out.rejected.csv")
    return (folder / "out.rejected.csv").read_text().splitlines()[1:]
