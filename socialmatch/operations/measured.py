"""What the facade wraps its verbs in: each call is counted, timed and logged, by its name and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

from socialmatch.errors import SocialMatchError
from socialmatch.models import Answer
from socialmatch.operations.logs import note
from socialmatch.operations.metrics import CALL_SECONDS, CALLS, Metrics

P = ParamSpec("P")
R = TypeVar("R")
DONE: Final = "done"
UNFORESEEN: Final = "unforeseen"
_FIGURES: Final = ("run", "rejected_rows", "pairs_scored", "matches", "reviews")
"""Attributes of what a run returns; all of them numbers that name nobody."""


class Measured(Protocol):
    """Something with metrics."""

    @property
    def metrics(self) -> Metrics:
        """Where calls are counted."""


M = TypeVar("M", bound=Measured)


def measured(verb: Callable[Concatenate[M, P], R]) -> Callable[Concatenate[M, P], R]:
    """Count, time and log the calls of a verb.

    What comes of a call is ``done``, the kind of the answer, the code of our error, or ``unforeseen``. Arguments are
    not looked at, and results for nothing but an answer's kind and a run's numbers. What a call raises is the caller's
    to tell as an error; the record is information.
    """
    name = verb.__name__

    @wraps(verb)
    def call(self: M, /, *args: P.args, **given: P.kwargs) -> R:
        began = time.perf_counter()
        outcome = UNFORESEEN
        figures: dict[str, int] = {}
        try:
            result = verb(self, *args, **given)
            outcome = result.kind.value if isinstance(result, Answer) else DONE
            figures = _figures(result)
            return result
        except SocialMatchError as error:
            outcome = error.code
            raise
        finally:
            seconds = time.perf_counter() - began
            self.metrics.count(CALLS, name, outcome)
            self.metrics.observe(CALL_SECONDS, seconds, name)
            note("call", verb=name, outcome=outcome, seconds=seconds, **figures)

    return call


def _figures(result: object) -> dict[str, int]:
    """What a run says of itself, in numbers: its own, and how many of what."""
    found = {name: getattr(result, name, None) for name in _FIGURES}
    return {name: value for name, value in found.items() if isinstance(value, int)}
