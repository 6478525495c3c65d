"""The reference that was told the answers: gradient boosting on labelled pairs of another seed, then on labelled
decisions.

Two models, as somebody with labels would build them. The first judges pairs. The second judges the best pair of each
profile by its own numbers and by how far the next ones are behind; it is trained on predictions the first one made for
profiles it had not seen. It is no peer one could use, since nobody has such labels, but shows what is there to be had.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from benchmarks.peers.candidates import Blocks
from benchmarks.peers.features import NAMES, Features
from benchmarks.peers.found import Found, best
from benchmarks.peers.prepare import Prepared, Profile

TRAINING_PROFILES = 20_000
_CHUNK = 2_000
_FOLDS = 3
_BEHIND = 4
_CATEGORIES = [NAMES.index("platform"), NAMES.index("handle_pattern")]

Matrix = NDArray[np.float32]


def link(data: Prepared, train: Prepared | None) -> Found:
    """What the reference proposes.

    Parameters
    ----------
    train: a folder of another seed with its owners; needed.
    """
    if train is None:
        raise ValueError("the reference needs labels: pass --train with a folder of another seed")
    pair_model, top_model = _learn(train)
    found: dict[str, list[tuple[str, float]]] = {}
    for chunk in _chunks(data, data.profiles):
        found |= _decide(data, chunk, pair_model, top_model)
    return found


class _Chunk:
    """Some profiles with all their candidates' numbers, one block of rows a profile."""

    def __init__(self, profiles: list[Profile], numbers: list[int], starts: list[int], rows: Matrix) -> None:
        self.profiles, self.numbers, self.starts, self.rows = profiles, numbers, starts, rows

    def blocks(self) -> Iterator[tuple[Profile, int, int]]:
        """Each profile that has candidates with its first row and the one after its last."""
        for place, profile in enumerate(self.profiles):
            if self.starts[place] < self.starts[place + 1]:
                yield profile, self.starts[place], self.starts[place + 1]


def _chunks(data: Prepared, profiles: list[Profile]) -> Iterator[_Chunk]:
    features, blocks = Features(data), Blocks(data.accounts)
    for start in range(0, len(profiles), _CHUNK):
        some = profiles[start : start + _CHUNK]
        numbers: list[int] = []
        starts, rows = [0], []
        for profile in some:
            candidates = blocks.of(profile)
            rows += features.rows(profile, candidates)
            numbers += [number for number, _ in candidates]
            starts.append(len(numbers))
        matrix = np.asarray(rows, dtype=np.float32) if rows else np.empty((0, len(NAMES)), dtype=np.float32)
        yield _Chunk(some, numbers, starts, matrix)


def _model() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=250,
        learning_rate=0.1,
        max_leaf_nodes=31,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=True,
        n_iter_no_change=25,
        validation_fraction=0.1,
        categorical_features=[i in _CATEGORIES for i in range(len(NAMES))],
        random_state=1,
    )


def _learn(train: Prepared) -> tuple[HistGradientBoostingClassifier, HistGradientBoostingClassifier]:
    some = train.profiles
    if len(some) > TRAINING_PROFILES:
        some = random.Random(1).sample(some, TRAINING_PROFILES)
    chunks = list(_chunks(train, some))
    rows = np.concatenate([chunk.rows for chunk in chunks])
    numbers = [number for chunk in chunks for number in chunk.numbers]
    spans: list[tuple[Profile, int, int]] = []
    offset = 0
    for chunk in chunks:
        spans += [(profile, offset + first, offset + last) for profile, first, last in chunk.blocks()]
        offset += len(chunk.numbers)
    right = np.zeros(len(rows), dtype=bool)
    group = np.zeros(len(rows), dtype=np.int32)
    for place, (profile, first, last) in enumerate(spans):
        owner = train.owners[profile.id]
        group[first:last] = place
        right[first:last] = [train.accounts[number].id == owner for number in numbers[first:last]]
    unseen = np.zeros(len(rows))
    for seen, held_out in GroupKFold(_FOLDS).split(rows, right, group):
        unseen[held_out] = _model().fit(rows[seen], right[seen]).predict_proba(rows[held_out])[:, 1]
    tops, is_right = [], []
    for _, first, last in spans:
        place = first + int(np.argmax(unseen[first:last]))
        tops.append(_top_row(rows[place], unseen[first:last]))
        is_right.append(right[place])
    top_model = HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.05, max_leaf_nodes=31, min_samples_leaf=30, l2_regularization=1.0,
        early_stopping=True, n_iter_no_change=25, random_state=1,
    )  # fmt: skip
    top_model.fit(np.asarray(tops, dtype=np.float32), is_right)
    return _model().fit(rows, right), top_model


def _top_row(row: Matrix, chances: NDArray[np.float64]) -> list[float]:
    """The best pair's numbers, its log-odds, those of the ones behind it, and how much chance all others have
    together."""
    odds = np.log(np.clip(chances, 1e-7, 1 - 1e-7) / (1 - np.clip(chances, 1e-7, 1 - 1e-7)))
    ordered = -np.sort(-odds)[:_BEHIND]
    behind = [*ordered, *[np.nan] * (_BEHIND - len(ordered))]
    margin = ordered[0] - ordered[1] if len(ordered) > 1 else np.nan
    return [*row, *behind, margin, float(chances.sum() - chances.max()), len(chances)]


def _decide(
    data: Prepared, chunk: _Chunk, pair_model: HistGradientBoostingClassifier, top_model: HistGradientBoostingClassifier
) -> dict[str, list[tuple[str, float]]]:
    if not len(chunk.rows):
        return {}
    chances = pair_model.predict_proba(chunk.rows)[:, 1]
    spans = list(chunk.blocks())
    tops = [
        _top_row(chunk.rows[first + int(np.argmax(chances[first:last]))], chances[first:last])
        for _, first, last in spans
    ]
    sure = top_model.predict_proba(np.asarray(tops, dtype=np.float32))[:, 1]
    found = {}
    for (profile, first, last), score in zip(spans, sure, strict=True):
        ranked = best((data.accounts[chunk.numbers[i]].id, float(chances[i])) for i in range(first, last))
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        # The rest only keep their order below the first, whose score the second model gives; a tie stays a tie.
        found[profile.id] = [
            (account, float(score) if place == 0 or (tied and chance == ranked[0][1]) else -1.0 - place)
            for place, (account, chance) in enumerate(ranked)
        ]
    return found
