"""Write the demo's files: ``python -m benchmarks.invented [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.invented.make import compress, make

SHIPPED = Path(__file__).parents[2] / "socialmatch" / "demo" / "data"


def main(arguments: list[str]) -> None:
    """Write every file, compressed, into the folder."""
    folder = Path(arguments[0]) if arguments else SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in make().items():
        packed = compress(content)
        (folder / f"{name}.gz").write_bytes(packed)
        print(f"{name}.gz: {len(content.splitlines()) - 1:,} rows, {len(packed):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
