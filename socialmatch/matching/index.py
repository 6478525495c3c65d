"""Accounts found by blocking key: what matching asks of an index, and the one that is held in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from socialmatch.consent.permits import PermittedSet
from socialmatch.matching.blocking import Block, account_keys
from socialmatch.matching.normalize import AccountFeatures
from socialmatch.models import AccountKey


class Index(Protocol):
    """Blocking key to accounts. Holds nobody who did not agree."""

    def size(self, key: str) -> int:
        """How many permitted accounts have the key."""

    def candidates(
        self, blocks: Sequence[Block], *, block_limit: int, limit: int
    ) -> tuple[list[AccountFeatures], frozenset[str]]:
        """Accounts of the given blocks, in order of their keys, and the blocks that were too large to take.

        Parameters
        ----------
        blocks: those of a profile or the first of them, most telling first.
        block_limit: a block with more accounts is skipped.
        limit: accounts in all; blocks that would pass it are skipped.
        """


T = TypeVar("T", AccountKey, int)


def pick(
    sizes: Sequence[int], members: Sequence[Sequence[T] | None], *, block_limit: int, limit: int
) -> tuple[dict[T, int], list[bool]]:
    """The candidates of one profile, ascending, with the first block each is in, and which blocks are too large.

    Parameters
    ----------
    sizes, members: of its blocks, most telling first; members of a block beyond ``block_limit`` are not looked at.
    block_limit, limit: see :meth:`Index.candidates`.
    """
    chosen: dict[T, int] = {}
    skipped = []
    for place, (size, found) in enumerate(zip(sizes, members, strict=True)):
        out = size > block_limit or len(chosen) + size > limit
        skipped.append(out)
        if not out and found:
            chosen = dict.fromkeys(found, place) | chosen
    return dict(sorted(chosen.items())), skipped


class AccountIndex:
    """An :class:`Index` in memory.

    Parameters
    ----------
    permitted: who agreed. accounts: any accounts; those outside ``permitted`` are left out.
    """

    def __init__(self, permitted: PermittedSet, accounts: Iterable[AccountFeatures]) -> None:
        self._accounts = sorted((a for a in accounts if permitted.permits(a.key)), key=lambda a: a.key)
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for number, account in enumerate(self._accounts):
            for key in account_keys(account):
                self._blocks[key].append(number)

    def __len__(self) -> int:
        return len(self._accounts)

    def size(self, key: str) -> int:
        """How many permitted accounts have the key."""
        return len(self._blocks.get(key, ()))

    def candidates(
        self, blocks: Sequence[Block], *, block_limit: int, limit: int
    ) -> tuple[list[AccountFeatures], frozenset[str]]:
        """Accounts of the given blocks; see :meth:`Index.candidates`."""
        members = [self._blocks.get(block.key, []) for block in blocks]
        chosen, skipped = pick([len(found) for found in members], members, block_limit=block_limit, limit=limit)
        passed_over = frozenset(block.key for block, out in zip(blocks, skipped, strict=True) if out)
        return [self._accounts[number] for number in chosen], passed_over
