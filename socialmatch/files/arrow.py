"""pyarrow, imported when the first Parquet file asks for it and not before."""

from __future__ import annotations

from typing import Any

from socialmatch.errors import MissingExtra


def load_arrow() -> Any:
    """The ``pyarrow`` module with its ``compute`` and ``parquet`` parts.

    Raises
    ------
    MissingExtra: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("Parquet", "batch") from error
    return pyarrow
