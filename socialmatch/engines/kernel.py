"""The scoring kernel: an iterator of record batches in, an iterator of record batches out.

A row in is a profile with everything its outcome needs beside the model: its candidates, and of each of its blocks how
many accounts have it, of those who agreed and in all, and whether it was too large to compare. So whoever scores needs
no counts of blocking keys, which are most of what is counted. A row out is a proposal. Which accounts are candidates is
worked out before, by :func:`.matching.index.pick`, so that whoever joins profiles with accounts (DuckDB, Spark) joins
no more than will be weighed. People travel as their features, packed; see :mod:`socialmatch.matching.packing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import pyarrow as pa

from socialmatch.consent.permits import PermittedSet
from socialmatch.engines.base import Job
from socialmatch.matching.blocking import Block, profile_blocks
from socialmatch.matching.decide import Outcome, Thresholds, propose
from socialmatch.matching.model import Model
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.matching.packing import unpack_account, unpack_profile
from socialmatch.models import AccountKey, Decision, Evidence, ProfileKey, Proposal

ROW_IN: Final = pa.schema(
    [
        pa.field("profile", pa.binary(), nullable=False),
        pa.field("sizes", pa.list_(pa.int32()), nullable=False),
        pa.field("counted", pa.list_(pa.int32()), nullable=False),
        pa.field("skipped", pa.list_(pa.bool_()), nullable=False),
        pa.field("accounts", pa.list_(pa.binary()), nullable=False),
        pa.field("places", pa.list_(pa.int32()), nullable=False),
    ]
)
"""``sizes``, ``counted`` and ``skipped`` are of the profile's blocks, in the order of ``profile_blocks``: how many
accounts have each, of those who agreed and of all; ``places`` are of the accounts: the first block each is in."""

_EVIDENCE: Final = pa.list_(
    pa.struct([("feature", pa.string()), ("weight", pa.int64()), ("text", pa.binary())]),
)
_NAMES: Final = ("tenant", "platform", "scope", "user_id")
ROW_OUT: Final = pa.schema(
    [
        *(pa.field(name, pa.binary(), nullable=False) for name in _NAMES),
        *(pa.field(name, pa.binary()) for name in ("crm", "account_id")),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("weight", pa.int64(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
        pa.field("decision", pa.string(), nullable=False),
        pa.field("evidence", _EVIDENCE, nullable=False),
        pa.field("considered", pa.int64(), nullable=False),
        pa.field("scored", pa.int64(), nullable=False),
    ]
)
"""Text is UTF-8 as bytes, because a name may hold a lone surrogate. Without a candidate, ``crm`` is null."""

_ACCOUNTS_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Kernel:
    """What scores: hand it to a worker whole, then call it with batches of :data:`ROW_IN`.

    Attributes
    ----------
    permitted: who agreed; nobody else is ever weighed. model, thresholds, top: as of :class:`.engines.base.Job`.
    """

    permitted: PermittedSet
    model: Model
    thresholds: Thresholds
    top: int

    @classmethod
    def of(cls, job: Job) -> Kernel:
        """What scores a job in processes that see only rows; those that make rows as well want the whole model."""
        return cls(job.permitted, job.model.without_keys(), job.thresholds, job.top)

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Give a batch of :data:`ROW_OUT` for each batch, profiles in the order they come."""
        known: dict[bytes, AccountFeatures] = {}
        for batch in batches:
            columns = (column.to_pylist() for column in batch.columns)
            yield to_batch(self._outcome(known, *row) for row in zip(*columns, strict=True))

    def _outcome(
        self,
        known: dict[bytes, AccountFeatures],
        packed: bytes,
        sizes: Sequence[int],
        counted: Sequence[int],
        skipped: Sequence[bool],
        accounts: Sequence[bytes],
        places: Sequence[int],
    ) -> Outcome:
        profile = unpack_profile(packed)
        blocks = profile_blocks(profile, self.model.vocabulary)
        keys = [block.key for block in blocks]
        if len(known) + len(accounts) > _ACCOUNTS_KEPT:
            known.clear()
        index = _Row(
            dict(zip(keys, sizes, strict=True)),
            frozenset(key for key, out in zip(keys, skipped, strict=True) if out),
            list(zip(accounts, places, strict=True)),
            known,
        )
        return propose(
            self.permitted,
            self.model,
            index,
            profile,
            thresholds=self.thresholds,
            top=self.top,
            blocks=blocks,
            counted=dict(zip(keys, counted, strict=True)).__getitem__,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as an :class:`~socialmatch.matching.index.Index`."""

    sizes: Mapping[str, int] = field(repr=False)
    skipped: frozenset[str] = field(repr=False)
    accounts: list[tuple[bytes, int]] = field(repr=False)
    known: dict[bytes, AccountFeatures] = field(repr=False)

    def size(self, key: str) -> int:
        """How many permitted accounts have the key."""
        return self.sizes[key]

    def candidates(
        self, blocks: Sequence[Block], *, block_limit: int, limit: int
    ) -> tuple[list[AccountFeatures], frozenset[str]]:
        """The accounts that were picked from the blocks."""
        return [self._unpacked(account) for account, place in self.accounts if place < len(blocks)], self.skipped

    def _unpacked(self, packed: bytes) -> AccountFeatures:
        account = self.known.get(packed)
        if account is None:
            account = self.known[packed] = unpack_account(packed)
        return account


# --- outcomes as rows ----------------------------------------------------------------------------


def to_batch(outcomes: Iterable[Outcome]) -> Any:
    """Outcomes as one batch of :data:`ROW_OUT`. Inverse of :func:`from_batches`."""
    rows = [_row(outcome, proposal) for outcome in outcomes for proposal in outcome.proposals]
    return pa.RecordBatch.from_pylist(rows, schema=ROW_OUT)


def from_batches(batches: Iterable[Any]) -> Iterator[Outcome]:
    """Inverse of :func:`to_batch`, of one batch after another; a profile's rows may lie in two."""
    proposals: list[Proposal] = []
    considered = scored = 0
    for row in chain.from_iterable(batch.to_pylist() for batch in batches):
        if row["rank"] == 1 and proposals:
            yield Outcome(proposals, considered, scored)
            proposals = []
        proposals.append(proposal_of(row))
        considered, scored = row["considered"], row["scored"]
    if proposals:
        yield Outcome(proposals, considered, scored)


def _row(outcome: Outcome, proposal: Proposal) -> dict[str, Any]:
    key, account = proposal.profile, proposal.account
    return {
        **{name: _bytes(getattr(key, name)) for name in _NAMES},
        "crm": None if account is None else _bytes(account.crm),
        "account_id": None if account is None else _bytes(account.account_id),
        "rank": proposal.rank,
        "weight": proposal.weight,
        "probability": proposal.probability,
        "decision": proposal.decision.value,
        "evidence": [{"feature": e.feature, "weight": e.weight, "text": _bytes(e.text)} for e in proposal.evidence],
        "considered": outcome.considered,
        "scored": outcome.scored,
    }


def proposal_of(row: Mapping[str, Any]) -> Proposal:
    """The proposal of a row of :data:`ROW_OUT`."""
    profile = ProfileKey(*(_text(row[name]) for name in _NAMES))
    account = None
    if row["crm"] is not None:
        account = AccountKey(profile.tenant, _text(row["crm"]), _text(row["account_id"]))
    evidence = tuple(Evidence(e["feature"], e["weight"], _text(e["text"])) for e in row["evidence"])
    decision = Decision(row["decision"])
    return Proposal(profile, account, row["rank"], row["weight"], row["probability"], decision, evidence)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")
