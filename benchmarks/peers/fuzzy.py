"""Plain rapidfuzz: everybody against everybody, the better of a token-set ratio on names and a partial ratio on the
handle."""

from __future__ import annotations

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.peers.found import TOP, Found
from benchmarks.peers.prepare import Account, Prepared

_CHUNK = 200


def link(data: Prepared, train: Prepared | None) -> Found:
    """What it proposes; a score is a percentage. Time grows with accounts times profiles."""
    names = [_name(a) for a in data.accounts]
    handles = ["".join((a.given[0] if a.given else "", a.family)) for a in data.accounts]
    found: dict[str, list[tuple[str, float]]] = {}
    for start in range(0, len(data.profiles), _CHUNK):
        some = data.profiles[start : start + _CHUNK]
        shown = [" ".join(p.words) or f"{p.handle_given} {p.handle_family}" for p in some]
        by_name = process.cdist(shown, names, scorer=fuzz.token_set_ratio, dtype=np.float32, workers=-1)
        by_handle = process.cdist(
            [p.core for p in some], handles, scorer=fuzz.partial_ratio, dtype=np.float32, workers=-1
        )
        scores = np.maximum(by_name, by_handle)
        nearest = np.argpartition(-scores, TOP - 1, axis=1)[:, :TOP] if len(names) > TOP else None
        for row, profile in enumerate(some):
            places = nearest[row] if nearest is not None else range(len(names))
            pairs = [(data.accounts[place].id, float(scores[row, place])) for place in places]
            found[profile.id] = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return found


def _name(account: Account) -> str:
    return " ".join(dict.fromkeys([*account.given, *account.others, account.family]))
