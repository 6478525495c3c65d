"""Looking for people in everything a store has written: every row of every table, and the raw files."""

from __future__ import annotations

from sqlalchemy import MetaData, make_url, select

from socialmatch.store import Store
from socialmatch.store.engine import sqlite_path


def tables_with(store: Store, *words: str) -> set[str]:
    """The tables in which a value holds one of the words, as text or as bytes; sealed payloads are opaque."""
    found = set()
    metadata = MetaData()
    with store.engine.connect() as connection:
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                text = "\0".join(_text(value) for value in row).casefold()
                if any(word.casefold() in text for word in words):
                    found.add(table.name)
    return found


def files_with(store: Store, *words: str) -> set[str]:
    """The raw files of an SQLite store in which one of the words can be read; nothing for PostgreSQL."""
    path = sqlite_path(store.engine)
    if path is None:
        return set()
    assert make_url(str(store.engine.url)).database
    files = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    found = {file: file.read_bytes().lower() for file in files if file.exists()}
    return {file.name for file, held in found.items() for word in words if word.casefold().encode() in held}


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
