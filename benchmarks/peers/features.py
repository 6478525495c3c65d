"""Numbers about one profile and one account, for the reference that learns from labels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import partial_ratio, token_set_ratio

from benchmarks.peers.prepare import Account, Prepared, Profile

NAMES = (
    "key_bits", "key_bits_below_best", "words", "shown_given", "shown_family", "shown_given_likeness",
    "shown_family_likeness",
    "shown_token_set", "shown_unexplained", "shown_middle", "handle_letters", "handle_pattern", "handle_given",
    "handle_family",
    "handle_left", "handle_given_family", "handle_family_given", "handle_partial", "handle_local",
    "handle_local_likeness",
    "handle_label", "birth_year", "email", "email_holders", "phone", "phone_holders", "label", "file", "city",
    "city_rarity",
    "country", "state", "family_rarity", "given_rarity", "full_rarity", "short_rarity", "platform", "age", "candidates",
    "bio_names", "handle_shown_likeness",
)  # fmt: skip

_PLATFORMS = (
    "x",
    "twitter",
    "instagram",
    "facebook",
    "linkedin",
    "tiktok",
    "youtube",
    "threads",
    "bluesky",
    "reddit",
    "github",
)


class Features:
    """Compares profiles with accounts of one CRM.

    Parameters
    ----------
    data: whose accounts are counted, so that rare names weigh more.
    """

    def __init__(self, data: Prepared) -> None:
        self._accounts = data.accounts
        self._size = len(data.accounts)
        self._family = Counter(a.family for a in data.accounts)
        self._given = Counter(g for a in data.accounts for g in a.given)
        self._full = Counter((g, a.family) for a in data.accounts for g in a.given)
        self._short = Counter((i, a.family) for a in data.accounts for i in {g[:1] for g in a.given})
        self._mail = Counter(m for a in data.accounts for m in a.emails)
        self._phone = Counter(p for a in data.accounts for p in a.phones)
        self._city = Counter(a.city for a in data.accounts)

    def rows(self, profile: Profile, candidates: Sequence[tuple[int, float]]) -> list[list[float]]:
        """One row of numbers for each candidate, in the order of :data:`NAMES`."""
        best = candidates[0][1] if candidates else 0.0
        digits = profile.digits
        platform = _PLATFORMS.index(profile.platform) if profile.platform in _PLATFORMS else -1
        rows = []
        for number, bits in candidates:
            a = self._accounts[number]
            row = [bits, best - bits, *self._shown(profile, a), *_handle(profile, a), _year(digits, a.year)]
            row += self._direct(profile, a)
            row += self._rarity(a)
            row += [platform, profile.seen - a.year if a.year and profile.seen else math.nan, len(candidates)]
            row += [float(any(f in profile.labels for f in a.families)), _likeness(profile.core, profile.words)]
            rows.append(row)
        return rows

    def _shown(self, p: Profile, a: Account) -> list[float]:
        words = p.words
        if not words:
            return [0.0, *[math.nan] * 7]
        forms, families = set(a.forms), set(a.families)
        given = 3.0 if any(w in a.given for w in words) else 2.0 if any(w in forms for w in words) else 0.0
        if not given and any(len(w) == 1 and any(g[:1] == w for g in a.given) for w in words):
            given = 1.0
        family = 2.0 if a.family in words or (a.family in "".join(words) and len(a.family) > 3) else 0.0
        if not family and any(w in families for w in words):
            family = 1.0
        likeness = JaroWinkler.similarity
        given_like = max((likeness(w, g) for w in words for g in a.given), default=math.nan)
        family_like = max((likeness(w, f) for w in words for f in a.families), default=math.nan)
        known = forms | families | set(a.middle)
        left = sum(w not in known for w in words)
        middle = float(any(m in words or m[:1] in words for m in a.middle))
        return [
            len(words),
            given,
            family,
            given_like,
            family_like,
            token_set_ratio(" ".join(words), a.name),
            left,
            middle,
        ]

    def _direct(self, p: Profile, a: Account) -> list[float]:
        mail = next((m for m in p.emails if m in a.emails), "")
        phone = next((x for x in p.phones if x in a.phones), "")
        same_file = p.address in a.files
        other_file = not same_file and any(f.startswith(p.platform + ":") for f in a.files)
        city = 1.0 if a.city and a.city in p.places else -1.0 if a.city and p.city else 0.0
        country = 1.0 if a.country and a.country == p.country else -1.0 if a.country and p.country else 0.0
        return [
            _agreement(mail, p.emails, a.emails),
            self._mail[mail] if mail else 0.0,
            _agreement(phone, p.phones, a.phones),
            self._phone[phone] if phone else 0.0,
            float(any(label in a.labels for label in p.labels)),
            1.0 if same_file else -1.0 if other_file else 0.0,
            city,
            math.log2(self._size / self._city[a.city]) if city > 0 else 0.0,
            country,
            float(bool(a.state) and a.state in p.places),
        ]

    def _rarity(self, a: Account) -> list[float]:
        first = a.given[0] if a.given else ""
        return [
            math.log2(self._size / (self._family[a.family] or 1)),
            math.log2(self._size / (self._given[first] or 1)),
            math.log2(self._size / (self._full[first, a.family] or 1)),
            math.log2(self._size / (self._short[first[:1], a.family] or 1)),
        ]


def _agreement(common: str, mine: list[str], theirs: list[str]) -> float:
    return 1.0 if common else -1.0 if mine and theirs else 0.0


def _likeness(core: str, words: list[str]) -> float:
    return max((JaroWinkler.similarity(core, w) for w in (*words, "".join(words))), default=math.nan)


def _year(digits: str, year: int) -> float:
    """3: the birth year in full, 2: its last two digits, -1: digits that are another year or number, 0: not known."""
    if not digits or not year:
        return 0.0
    if str(year) in digits:
        return 3.0
    return 2.0 if digits[-2:] == f"{year % 100:02d}" or digits[:2] == f"{year % 100:02d}" else -1.0


def _handle(p: Profile, a: Account) -> list[float]:
    core, handle = p.core, p.handle
    family = max((f for f in a.families if len(f) > 1 and f in core), key=len, default="")
    rest = core.replace(family, "|", 1) if family else core
    given = max((g for g in a.forms if len(g) > 1 and g in rest), key=len, default="")
    left = len(core) - len(family) - len(given)
    first = a.given[0] if a.given else ""
    gf, fg = first + a.family, a.family + first
    local = 3.0 if handle in a.locals else 2.0 if core in a.local_cores or core in a.locals else 0.0
    if not local and any(len(x) > 4 and (x in handle or core in x) for x in a.locals):
        local = 1.0
    likeness = JaroWinkler.similarity
    return [
        len(core),
        _pattern(core, a),
        len(given),
        len(family),
        left,
        likeness(core, gf),
        likeness(core, fg),
        partial_ratio(core, gf) if gf and core else 0.0,
        local,
        max((likeness(handle, x) for x in a.locals), default=math.nan),
        float(handle in a.labels or core in a.labels),
    ]


def _pattern(core: str, a: Account) -> float:
    """Which way of making a handle gives exactly this one, 0 for none."""
    for family in a.families:
        if core == family:
            return 11.0
        if not core.startswith(family) and not core.endswith(family):
            continue
        rest = core.removesuffix(family) if core.endswith(family) else core.removeprefix(family)
        front = core.endswith(family)
        if rest in a.given:
            return 1.0 if front else 2.0
        if rest in a.forms:
            return 3.0 if front else 4.0
        if len(rest) == 1 and any(g[:1] == rest for g in a.forms):
            return 5.0 if front else 6.0
        if any(rest == g + m or rest == g + m[:1] or rest == g[:1] + m[:1] for g in a.forms for m in a.middle):
            return 7.0
        return 8.0
    if core in a.given:
        return 9.0
    if core in a.forms:
        return 10.0
    if a.family and core[-1:] == a.family[:1] and core[:-1] in a.forms:
        return 12.0
    initials = "".join(x[:1] for x in (*a.given[:1], *a.middle, a.family))
    return 13.0 if len(core) > 1 and core == initials else 0.0
