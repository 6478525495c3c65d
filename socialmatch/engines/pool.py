"""Worker processes that score record batches, all cores busy, results in the order of the batches.

They are started as programs, not forked: a process with DuckDB's and Arrow's threads in it cannot be forked safely, and
a spawned one would run the caller's own main module again.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Final

import pyarrow as pa

from socialmatch.engines.kernel import ROW_IN, Kernel
from socialmatch.engines.worker import LENGTH
from socialmatch.errors import EngineError

_WAITING: Final = 2
"""Batches in flight for each worker: one is scored while the next is made."""


def scored(kernel: Kernel, batches: Iterable[Any], workers: int) -> Iterator[Any]:
    """Score batches.

    Parameters
    ----------
    workers: processes; with one, the batches are scored in this process.

    Raises
    ------
    EngineError: a worker ended before its work was done (``worker_died``).
    """
    if workers <= 1:
        yield from kernel(batches)
        return
    handed = pickle.dumps(kernel, pickle.HIGHEST_PROTOCOL)
    processes = [_Worker() for _ in range(workers)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for process in threads.map(lambda one: one.begin(handed), processes):
                idle.put(process)
            waiting: deque[Future[Any]] = deque()
            for batch in batches:
                waiting.append(threads.submit(_score, idle, batch))
                if len(waiting) >= _WAITING * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for process in processes:
                process.end()


def _score(idle: SimpleQueue[_Worker], batch: Any) -> Any:
    worker = idle.get()
    try:
        return worker.score(batch)
    finally:
        idle.put(worker)


class _Worker:
    """One process."""

    def __init__(self) -> None:
        debug = os.environ.get("SOCIALMATCH_DEBUG") == "1"  # a traceback may show personal data
        self._process = subprocess.Popen(
            [sys.executable, "-m", "socialmatch.engines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if debug else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self._to: Any = self._process.stdin
        self._from: Any = self._process.stdout
        self._batches: Any = None
        self._results: Any = None

    def begin(self, kernel: bytes) -> _Worker:
        """Hand over the kernel."""
        try:
            self._to.write(LENGTH.pack(len(kernel)))
            self._to.write(kernel)
            self._batches = pa.ipc.new_stream(self._to, ROW_IN)
            self._to.flush()
        except OSError:
            raise _died() from None
        return self

    def score(self, batch: Any) -> Any:
        """Have one batch scored."""
        try:
            self._batches.write_batch(batch)
            self._to.flush()
            if self._results is None:
                self._results = pa.ipc.open_stream(self._from)
            return self._results.read_next_batch()
        except (OSError, StopIteration, pa.ArrowInvalid):
            raise _died() from None

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        with suppress(OSError):
            self._to.close()
        self._from.close()
        self._process.wait()


def _died() -> EngineError:
    return EngineError(
        "a worker process ended before its work was done",
        code="worker_died",
        hint="there may be too little memory; --engine python needs one process only",
    )
