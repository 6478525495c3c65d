"""A process that scores: ``python -m socialmatch.engines.worker``, started by an engine of ours and by nobody else.

On standard input it gets the kernel, pickled, after its length, and then record batches as an Arrow stream; for each
it gives one back on standard output. It ends when its input does.
"""

from __future__ import annotations

import gc
import pickle
import signal
import struct
import sys
from typing import Final

import pyarrow as pa

from socialmatch.engines.kernel import ROW_OUT, Kernel

LENGTH: Final = struct.Struct("<Q")
_ALLOCATED: Final = 100_000
"""Objects more than before, until garbage is looked for among the new ones."""


def main() -> None:
    """Score until there is nothing left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the one that started us ends us
    given, gives = sys.stdin.buffer, sys.stdout.buffer
    (size,) = LENGTH.unpack(given.read(LENGTH.size))
    kernel = pickle.loads(given.read(size))  # noqa: S301 - from the process that started this one
    if not isinstance(kernel, Kernel):
        raise TypeError("this is no kernel")
    # What was handed over stays, and scoring leaves nothing that refers to itself: looking for garbage takes a sixth of
    # all time, and finds none.
    gc.freeze()
    gc.set_threshold(_ALLOCATED)
    with pa.ipc.open_stream(given) as batches, pa.ipc.new_stream(gives, ROW_OUT) as results:
        for result in kernel(batches):
            results.write_batch(result)
            gives.flush()


if __name__ == "__main__":
    main()
