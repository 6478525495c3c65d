"""One part of the long command, in a process of its own; a module, so that such a process can import it."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

import databases
from processes import NOW
from socialmatch.testing.clock import ManualClock
from system.machine import run
from system.place import Place


def part(work: tuple[int, int, int, str, Path | None, bool]) -> tuple[int, int, str]:
    """One part, in a process of its own: how many runs, and what failed."""
    number, runs, seed, database, parent, shrink = work
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder, clock = Path(name), ManualClock(NOW)
        (folder / "templates").mkdir()
        places = [Place(databases.Sqlite(folder / "templates"), folder / "sqlite", clock)]
        server = None
        if database == "both":
            if databases.DIR_VARIABLE not in os.environ:
                databases.begin_run()
            server = databases.Postgres.of_this_run()
            places.append(Place(server, folder / "postgres", clock))
        try:
            run(places, runs=runs, numbered=seed * 1_000_000 + number, shrink=shrink)
        except BaseException:
            return number, runs, traceback.format_exc(limit=-3)
        finally:
            for place in places:
                place.close()
            if server is not None:
                server.close()
                databases.end_run()
    return number, runs, ""
