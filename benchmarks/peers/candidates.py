"""Pairs worth comparing, for the peers that bring no blocking of their own: what both sides share, in bounded
blocks."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator

from benchmarks.peers.prepare import Account, Prepared, Profile, skeleton

BLOCK = 400
"""Blocks with more accounts are passed over: too common to tell anything."""

LIMIT = 50
"""At most so many accounts for one profile, those first that share the rarest keys."""


def account_keys(account: Account) -> Iterator[str]:
    """What an account can be found under."""
    for kind, values in (
        ("mail", account.emails),
        ("phone", account.phones),
        ("file", account.files),
        ("local", [*account.locals, *account.local_cores]),
        ("label", account.labels),
    ):
        for value in values:
            yield f"{kind}:{value}"
    initials = {form[0] for form in account.forms if form}
    year = f"{account.year % 100:02d}" if account.year else ""
    for family in account.families:
        yield f"family:{family}"
        for initial in initials:
            yield f"short:{initial}|{family}"
            yield f"sound:{initial}|{skeleton(family)}"
        if account.city:
            yield f"family+city:{family}|{account.city}"
        for form in account.forms:
            yield f"full:{form}|{family}"
    for form in account.forms:
        if len(form) > 1:
            yield f"given:{form}"
            yield f"first+initial:{form}{account.family[:1]}"
            if account.city:
                yield f"given+city:{form}|{account.city}"
            if year:
                yield f"given+year:{form}|{year}"


def profile_keys(profile: Profile) -> Iterator[str]:
    """What a profile's account may be found under, most telling first."""
    for kind, values in (
        ("mail", profile.emails), ("phone", profile.phones), ("file", [profile.address]),
        ("local", [profile.handle, profile.core]), ("label", [*profile.labels, profile.handle, profile.core]),
    ):  # fmt: skip
        for value in values:
            yield f"{kind}:{value}"
    yield f"first+initial:{profile.core}"
    if len(profile.words) == 2 and len(profile.words[1]) == 1:
        yield f"first+initial:{''.join(profile.words)}"
    given = [
        g for g in dict.fromkeys((profile.given, profile.handle_given, *profile.words, *profile.handle_names)) if g
    ]
    joined = [a + b for a, b in zip(profile.words, profile.words[1:], strict=False)]
    family = [
        f
        for f in dict.fromkeys((profile.family, profile.handle_family, *profile.words, *joined, *profile.handle_names))
        if f
    ]
    edges = [profile.core[:1], profile.core[-1:]]
    initials = dict.fromkeys(x[0] for x in (*given, profile.handle_initial, *edges) if x)
    for f in family:
        for g in given:
            if f != g:
                yield f"full:{g}|{f}"
    for f in family:
        for i in initials:
            yield f"short:{i}|{f}"
            yield f"sound:{i}|{skeleton(f)}"
    yield f"sound:{profile.core[:1]}|{skeleton(profile.core[1:])}"
    for place in (profile.city, *profile.places):
        if place:
            for f in family:
                yield f"family+city:{f}|{place}"
            for g in given:
                yield f"given+city:{g}|{place}"
    years = {profile.digits[-2:], profile.digits[2:4] if len(profile.digits) == 4 else ""} - {""}
    for year in sorted(years):
        for g in given:
            yield f"given+year:{g}|{year}"
    for f in family:
        yield f"family:{f}"
    for g in given:
        yield f"given:{g}"


class Blocks:
    """Accounts by what they can be found under."""

    def __init__(self, accounts: list[Account]) -> None:
        self._size = len(accounts)
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for number, account in enumerate(accounts):
            for key in dict.fromkeys(account_keys(account)):
                self._blocks[key].append(number)

    def of(self, profile: Profile) -> list[tuple[int, float]]:
        """Numbers of the accounts that share something with the profile, with the bits of what they share."""
        bits: dict[int, float] = defaultdict(float)
        for key in dict.fromkeys(profile_keys(profile)):
            members = self._blocks.get(key, ())
            if 0 < len(members) <= BLOCK:
                rarity = math.log2((self._size + 1) / len(members))
                for number in members:
                    bits[number] += rarity
        return heapq.nsmallest(LIMIT, bits.items(), key=lambda pair: (-pair[1], pair[0]))


def pairs(data: Prepared) -> Iterator[tuple[Profile, list[tuple[int, float]]]]:
    """Each profile with the numbers of its candidate accounts and the bits of the keys they share."""
    blocks = Blocks(data.accounts)
    for profile in data.profiles:
        yield profile, blocks.of(profile)
