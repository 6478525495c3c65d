"""Who takes part, as features, and what comes out, as rows of ``OUT``: stages, as in ``reading``."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from socialmatch.cluster.told import Taken
from socialmatch.cluster.values import as_bytes, as_text, people_of
from socialmatch.engines.kernel import ROW_OUT, proposal_of
from socialmatch.engines.spark.rows import Batches, Handed, Stage, batches_of, guarded, rows_of
from socialmatch.files.asserted import Inputs
from socialmatch.files.writers import PROPOSAL_COLUMNS
from socialmatch.handles.brand import BrandHandles
from socialmatch.link import row
from socialmatch.matching.counts import Counts
from socialmatch.matching.normalize import account_features, profile_features
from socialmatch.matching.packing import pack_account, pack_profile
from socialmatch.models import Subject

FEATURES: Final = pa.schema([(name, pa.binary()) for name in ("packed", "profile_id", "handle", "told")])
"""Who takes part, as features; of a profile also what a proposal repeats of its row."""
_TYPES: Final = {str: pa.string(), int: pa.int64(), float: pa.float64()}
OUT: Final = pa.schema([(name, _TYPES[kind]) for name, kind in PROPOSAL_COLUMNS.items()])
"""A proposal, as ``link`` writes it."""

Taking = Callable[[Handed["Rules"]], Stage]


@dataclass(frozen=True, slots=True)
class Rules:
    """Who takes part, and how they are made comparable.

    Attributes
    ----------
    inputs: who agreed and why the others do not take part; it holds no rows. own: the brand's handles.
    region: of phone numbers. count_everybody: whether counts are of all accounts, or of those who take part.
    """

    inputs: Inputs = field(repr=False)
    own: tuple[str, ...]
    region: str | None
    count_everybody: bool


def account_parts(rules: Handed[Rules]) -> Stage:
    """:data:`PEOPLE`, accounts, to :data:`FEATURES`; counts are told."""

    def stage(batches: Batches) -> Batches:
        handed, taken = rules.value, Taken()

        def counted() -> Iterator[Any]:
            for account in people_of(batches):
                agreed = _takes_part(handed, taken, account.key)
                if agreed or handed.count_everybody:
                    yield account_features(account, region=handed.region), agreed

        def rows() -> Iterator[tuple[Any, ...]]:
            kept: list[bytes] = []

            def features() -> Iterator[Any]:
                for one, agreed in counted():
                    if agreed:
                        kept.append(pack_account(one))
                    yield one

            taken.counts = Counts.over(features())
            yield from ((packed, None, None, None) for packed in kept)
            yield None, None, None, pickle.dumps(taken)

        yield from batches_of(rows(), FEATURES)

    return guarded(stage)


def profile_parts(rules: Handed[Rules]) -> Stage:
    """:data:`PEOPLE`, profiles, to :data:`FEATURES`."""

    def stage(batches: Batches) -> Batches:
        handed, taken = rules.value, Taken()
        brand = BrandHandles.from_config({"own": handed.own})

        def rows() -> Iterator[tuple[Any, ...]]:
            for profile in people_of(batches):
                if _takes_part(handed, taken, profile.key, own=brand.is_ours(profile)):
                    packed = pack_profile(profile_features(profile, region=handed.region))
                    yield packed, as_bytes(profile.profile_id), as_bytes(profile.handle), None
            yield None, None, None, pickle.dumps(taken)

        yield from batches_of(rows(), FEATURES)

    return guarded(stage)


def _takes_part(rules: Rules, taken: Taken, subject: Subject, *, own: bool = False) -> bool:
    inputs = rules.inputs
    reason = inputs.reason_for(subject)
    taken.people += 1
    taken.heard += inputs.permitted.permits(subject) or subject in inputs.refused.reasons
    taken.own += own
    if reason is not None and not own:
        taken.left_out[reason] += 1
    taken.agreed += reason is None and not own
    return reason is None and not own


@guarded
def out_rows(batches: Batches) -> Batches:
    """Proposals, each with its profile's ``profile_id`` and handle, to rows of ``OUT``."""
    for batch in batches:
        names = [*ROW_OUT.names, "profile_id", "handle"]
        values = (dict(zip(names, cells, strict=True)) for cells in rows_of(iter([batch.select(names)])))
        yield from batches_of(
            (row(proposal_of(one), *map(as_text, (one["profile_id"], one["handle"]))) for one in values), OUT
        )
