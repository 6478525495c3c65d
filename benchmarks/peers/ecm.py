"""recordlinkage: the Fellegi-Sunter model with its parameters from expectation maximisation (ECM), on binary
comparisons.

Blocked as usual for names: a pair shares a family name, a way of making the handle, or a direct value. Without that the
model finds "shares a given name" as its two groups instead of "is the same person".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import recordlinkage
from numpy.typing import NDArray

from benchmarks.peers.candidates import pairs
from benchmarks.peers.features import NAMES, Features
from benchmarks.peers.found import Found, best
from benchmarks.peers.prepare import Prepared

_TRAINING = 300_000

Flags = NDArray[np.bool_]


def link(data: Prepared, train: Prepared | None) -> Found:
    """What it proposes; a score is the model's probability, exact ties of which are common on binary comparisons."""
    features = Features(data)
    owners: list[tuple[str, list[str]]] = []
    vectors: list[NDArray[np.int8]] = []
    for profile, candidates in pairs(data):
        if not candidates:
            continue
        rows = np.asarray(features.rows(profile, candidates), dtype=np.float32)
        vector, blocked = _compare(rows)
        vectors.append(vector[blocked])
        owners.append((profile.id, [data.accounts[candidates[place][0]].id for place in np.flatnonzero(blocked)]))
    chances = _chances(np.concatenate(vectors))
    found: dict[str, list[tuple[str, float]]] = {}
    first = 0
    for profile_id, accounts in owners:
        own = chances[first : first + len(accounts)]
        found[profile_id] = best((account, float(chance)) for account, chance in zip(accounts, own, strict=True))
        first += len(accounts)
    return found


def _chances(vectors: NDArray[np.int8]) -> NDArray[np.float64]:
    """The model's probability of each pair, after learning from them without labels."""
    frame = pd.DataFrame(vectors, columns=[f"c{place}" for place in range(vectors.shape[1])])
    frame.index = pd.MultiIndex.from_arrays([np.zeros(len(frame), dtype=int), np.arange(len(frame))])
    model = recordlinkage.ECMClassifier(binarize=0.5)
    model.fit(frame.sample(min(len(frame), _TRAINING), random_state=1))
    chances: NDArray[np.float64] = model.prob(frame).to_numpy()
    return chances


def _compare(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], Flags]:
    """Which comparisons agree, a column each, and which rows are blocked together at all."""
    of = dict(zip(NAMES, rows.T, strict=True)).__getitem__
    pattern = of("handle_pattern")
    given = (of("shown_given") >= 2) | (of("shown_given_likeness") > 0.93)
    family = (of("shown_family") >= 1) | (of("shown_family_likeness") > 0.93)
    whole = (pattern >= 1) & (pattern <= 8) | (pattern == 12) | (of("handle_local") >= 2)
    in_handle = of("handle_family") > 3
    direct = (of("email") > 0) | (of("phone") > 0) | (of("label") > 0) | (of("file") > 0)
    columns = [
        given, of("handle_given") > 2, family, in_handle, whole, direct, of("city") > 0, of("city") >= 0,
        of("country") > 0, of("country") >= 0, of("birth_year") >= 2, of("shown_unexplained") < 1,
        of("family_rarity") > 10, of("full_rarity") > 12,
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.int8), family | in_handle | whole | direct
