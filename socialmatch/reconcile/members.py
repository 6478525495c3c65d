"""Who could be found under which blocking key when a run began: numbers in sorted arrays, no value in plain."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from socialmatch.models import AccountKey


class Members:
    """The index of one moment, some sixteen bytes an entry.

    Parameters
    ----------
    entries: digest of a blocking key and number of an account, in the order of the digests. numbers: of the accounts
        to take; the others are left out. limit: blocks with more accounts are not compared.
    """

    def __init__(self, entries: Iterable[tuple[int, int]], numbers: Mapping[AccountKey, int], *, limit: int) -> None:
        self._keys, self._starts, self._marks = array("q"), array("q"), array("q")
        self._numbers = array("q")
        self._limit = limit
        self._accounts = {number: account for account, number in numbers.items()}
        mark = 0
        for key, number in entries:
            if number not in self._accounts:
                continue
            if not self._keys or self._keys[-1] != key:
                if self._keys:
                    self._marks.append(mark)
                self._keys.append(key)
                self._starts.append(len(self._numbers))
                mark = 0
            self._numbers.append(number)
            mark ^= number
        self._marks.append(mark)
        self._starts.append(len(self._numbers))

    def size(self, key: int) -> int:
        """How many accounts have a key."""
        at = self._at(key)
        return 0 if at is None else self._starts[at + 1] - self._starts[at]

    def of(self, key: int) -> Sequence[int]:
        """The numbers of the accounts that have a key."""
        at = self._at(key)
        return () if at is None else self._numbers[self._starts[at] : self._starts[at + 1]]

    def mark(self, key: int) -> tuple[int, int]:
        """What changes when a block does: its size, and all its numbers taken together (exclusive or).

        Of a block that is too large to compare nobody is looked at, so it has one mark, whoever is in it.
        """
        at = self._at(key)
        if at is None:
            return 0, 0
        size = self._starts[at + 1] - self._starts[at]
        return (size, self._marks[at]) if size <= self._limit else (-1, 0)

    def account(self, number: int) -> AccountKey | None:
        """Whose number it is, as long as nothing about them changed."""
        return self._accounts.get(number)

    def keep_only(self, numbers: Collection[int]) -> None:
        """Leave out whoever changed or withdrew since."""
        for gone in self._accounts.keys() - numbers:
            del self._accounts[gone]

    def _at(self, key: int) -> int | None:
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else None
