"""Invented handles among which a customer finds the one an invitation was sent to.

What makes a choice safe:

- The list is a function of a seed that only the store knows, so it is the same at every look. A list drawn anew each
  time would give the right one away: it is the only one that stays.
- A decoy is built like the right one: words and digits of the same lengths at the same places, on the same server. So
  neither its form nor its place in the list tells.
- A decoy is made of words; nobody's name or number is in it, and no handle the store has heard of is taken. That
  somebody on the platform is called so cannot be ruled out, and does them no harm: nothing is looked up, kept or sent.
- Of a handle without a word there are no decoys: an invented phone number is somebody's number. It has to be typed.

A choice is weaker than typing, because one of so many who only guess is right. It is off by default.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import shake_256
from typing import Final

MOST: Final = 8
"""The longest list."""
_TRIES: Final = 64
_LABEL: Final = b"socialmatch decoys v1\0"
_RUN: Final = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+|[0-9]+|[^A-Za-z0-9]+")
_SHORTEST_WORD: Final = 3
_WORDS: Final = (
    "amber apple badge basil beach berry birch bloom brook cabin candle canyon cedar cherry cider clover comet coral "
    "cotton cricket daisy dawn delta drift dune eagle ember fable falcon fern field flint forest fossil garden ginger "
    "glade grove harbor hazel heron honey island ivory jade jolly juniper kettle lagoon lemon linen lotus lunar maple "
    "marble meadow mellow mint misty moss nectar north oasis ocean olive onyx orbit otter paper pebble pepper pine "
    "planet plum prairie quartz quiet rain raven ridge river robin rose saddle sage sail sand shadow silver sky slate "
    "snow solar spark spruce star stone storm sugar summer sunny tango tiger timber topaz trail tulip tundra valley "
    "velvet violet wander water wave willow winter wolf yarrow zebra zephyr"
).split()


def choices(handle: str, number: int, *, seed: bytes, taken: Callable[[str], bool]) -> tuple[str, ...]:
    """A handle among decoys, in an order that tells nothing.

    Parameters
    ----------
    handle: the right one, without ``@``. number: how long the list is, 2 to :data:`MOST`.
    seed: a secret of the invitation's; with the same seed the list is the same.
    taken: whether a handle is known to be somebody's; it is passed over.

    Returns
    -------
    The list; ``()`` where no decoys can be made that are safe and look like the handle.
    """
    name, at, host = handle.partition("@")
    runs = _RUN.findall(name)
    wordy = any(run.isascii() and run.isalpha() and len(run) >= _SHORTEST_WORD for run in runs)
    if not wordy or not name.isascii():
        return ()
    draw = _source(seed)
    found = [handle]
    folded = {handle.casefold()}
    for _ in range(_TRIES):
        if len(found) == min(number, MOST):
            return tuple(_shuffled(found, draw))
        decoy = "".join(_like(run, draw) for run in runs) + at + host
        if decoy.casefold() not in folded and not taken(decoy):
            found.append(decoy)
            folded.add(decoy.casefold())
    return ()


def _like(run: str, draw: Callable[[int], int]) -> str:
    """A piece of the same kind, length and case."""
    if run.isdecimal():
        return "".join(str(draw(10)) for _ in run)
    if not run.isalpha():
        return run
    letters = ""
    while len(letters) < len(run):
        letters += _WORDS[draw(len(_WORDS))]
    letters = letters[: len(run)]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(run, letters, strict=True))


def _shuffled(items: list[str], draw: Callable[[int], int]) -> list[str]:
    left, out = list(items), []
    while left:
        out.append(left.pop(draw(len(left))))
    return out


def _source(seed: bytes) -> Callable[[int], int]:
    """Numbers below a bound, from the seed alone; 8 bytes each, so the remainder favours none that one could notice."""
    stream = shake_256(_LABEL + seed).digest(8 * 4096)
    position = 0

    def draw(below: int) -> int:
        nonlocal position
        number = int.from_bytes(stream[position : position + 8], "big")
        position = (position + 8) % len(stream)
        return number % below

    return draw
