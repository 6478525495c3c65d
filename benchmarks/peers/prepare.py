"""The same preparation for every peer: romanised names, nicknames, the CRM's own names found in handles, places, hosts.

It is what a careful analyst would do before any linkage, and knows nothing of our matcher: letters by ``anyascii``,
English nicknames by ``nicknames``, numbers as they stand in E.164.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from anyascii import anyascii
from nicknames import NickNamer

_WORD = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 24
_SIGNS = ("So", "Sk", "Sm", "Cf", "Mn")
_BEFORE = re.compile(
    r"^(?:the|real|official|its|iam|im|mrs|mr|ms|dr|hey|hello|just|not|team|ask|rep|sen|senator)(?=.{3})"
)
_BEHIND = re.compile(
    r"(?<=.{3})(?:official|real|online|here|page|press|office|music|photo|live|art|tv|hq|xx?|usa?|uk)$"
)
_VOWELS = re.compile("[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")
_TITLES = frozenset("mr mrs ms dr prof coach chef dj phd md jr sr ii iii iv she her he him".split())
_SHARED_SITES = frozenset({"links.example", "linktr.ee", "facebook.com", "twitter.com", "x.com", "instagram.com"})


@dataclass(slots=True)
class Account:
    """One account: folded words, ready to compare. ``forms`` are given names and their nicknames."""

    id: str
    given: list[str]
    forms: list[str]
    middle: list[str]
    family: str
    families: list[str]
    others: list[str]
    emails: list[str]
    locals: list[str]
    local_cores: list[str]
    phones: list[str]
    city: str
    state: str
    country: str
    labels: list[str]
    year: int
    files: list[str]

    @property
    def name(self) -> str:
        """Given and family name as one text."""
        return " ".join([*self.given, *self.middle, self.family, *self.others])


@dataclass(slots=True)
class Profile:
    """One profile.

    ``core`` is the handle without digits at its ends and without affixes like "the" and "official";
    ``handle_given`` and ``handle_family`` are names of the CRM found in it, ``handle_names`` all that are not
    within a longer one; ``given`` and ``family`` are those found in the display name.
    """

    id: str
    platform: str
    handle: str
    core: str
    digits: str
    runs: list[str]
    words: list[str]
    given: str
    family: str
    handle_given: str
    handle_family: str
    handle_initial: str
    handle_names: list[str]
    emails: list[str]
    phones: list[str]
    city: str
    country: str
    places: list[str]
    labels: list[str]
    address: str
    seen: int


@dataclass(slots=True)
class Prepared:
    """Both sides of a folder. ``owners`` holds the right account of each profile, ``""`` where it has none."""

    accounts: list[Account]
    profiles: list[Profile]
    owners: dict[str, str] = field(default_factory=dict)


def prepare(
    folder: Path, *, further: Sequence[Path] = (), dropped: Iterable[str] = (), left_out: frozenset[str] = frozenset()
) -> Prepared:
    """Read a folder and prepare both sides.

    Parameters
    ----------
    further: more account files. dropped: account columns not to look at. left_out: account ids not to look at.
    """
    rows = [row for path in (folder / "accounts.csv", *further) for row in read_rows(path)]
    gone = tuple(dropped)
    accounts = [account(row, gone) for row in rows if row["account_id"] not in left_out]
    vocabulary = Vocabulary(accounts)
    truth = read_rows(folder / "truth.csv")
    owners = {row["profile_id"]: row["account_id"] for row in truth if row.get("ambiguous", "0") in ("", "0")}
    profiles = [
        profile(row, vocabulary)
        for row in read_rows(folder / "profiles.csv")
        if row["profile_id"] in owners and row["handle"]
    ]
    known = {a.id for a in accounts}
    return Prepared(accounts, profiles, {p.id: owners[p.id] if owners[p.id] in known else "" for p in profiles})


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1 << 18)
def fold(text: str) -> tuple[str, ...]:
    """The romanised lower-case words of a text, emoji left out."""
    if not text.isascii():
        text = "".join(sign for sign in text if unicodedata.category(sign) not in _SIGNS)
    return tuple(_WORD.findall(anyascii(text).lower().replace("'", "")))


def joined(text: str) -> str:
    """The words run together."""
    return "".join(fold(text))


@lru_cache(maxsize=1 << 16)
def nicknames(name: str) -> tuple[str, ...]:
    """Short forms of a given name and the names it is a short form of."""
    namer = _namer()
    return tuple(sorted((namer.nicknames_of(name) | namer.canonicals_of(name)) - {name}))


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    return NickNamer()


def account(row: dict[str, str], dropped: tuple[str, ...] = ()) -> Account:
    """One account row, prepared."""
    of = {name: "" if name in dropped else value for name, value in row.items()}.get
    given, family = of("given_name", ""), of("family_name", "")
    if not family and not given:
        given, family = _split(of("full_name", ""))
    givens = [name for name in dict.fromkeys((*fold(given), joined(given))) if name]
    extra = [w for text in (of("nickname", ""), *of("other_names", "").split(";")) for w in fold(text)]
    forms = dict.fromkeys([*givens, *extra, *(nick for g in givens for nick in nicknames(g))])
    parts = [w for w in fold(family) if w not in _TITLES]
    families = [f for f in dict.fromkeys(["".join(parts), *parts, *fold(of("family_name", ""))]) if len(f) > 1]
    mails = [m.strip().lower() for m in (of("emails") or of("email") or "").split(";") if "@" in m]
    locals_ = list(dict.fromkeys(joined(m.partition("@")[0]) for m in mails))
    born = of("birthday", "")[:4] or of("birth_year", "") or "0"
    return Account(
        id=row["account_id"],
        given=givens,
        forms=list(forms),
        middle=list(fold(of("middle_name", ""))),
        family="".join(parts),
        families=families,
        others=list(dict.fromkeys(extra)),
        emails=mails,
        locals=locals_,
        local_cores=list(
            dict.fromkeys(filter(None, (without_affixes(local.strip("0123456789")) for local in locals_)))
        ),
        phones=[p.strip() for p in (of("phones") or of("phone") or "").split(";") if p.strip()],
        city=joined(of("city", "")),
        state=joined(of("state", "")),
        country=country(of("country", "")),
        labels=[x for site in (of("websites") or of("website") or "").split(";") for x in labels(site)],
        year=int(born) if born.isdigit() else 0,
        files=[h.lower() for h in of("handles", "").split(";") if h],
    )


def without_affixes(text: str) -> str:
    """A handle's letters without words that people put before and behind a name."""
    return _BEHIND.sub("", _BEFORE.sub("", text)).strip("0123456789")


def skeleton(name: str) -> str:
    """A name's first letter and consonants, doubled ones once: what a slip of the hand mostly leaves as it is."""
    return name[:1] + _DOUBLED.sub(r"\1", _VOWELS.sub("", name[1:]))


def _split(full: str) -> tuple[str, str]:
    if "," in full:
        family, _, given = full.partition(",")
        return given, family
    given, _, family = full.rpartition(" ")
    return given, family


def labels(site: str) -> list[str]:
    """The words a website gives to its owner: of its host, or of the path where everybody has a page there."""
    if not site:
        return []
    try:
        parts = urlsplit(site if "//" in site else f"//{site}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return []
    if host in _SHARED_SITES:
        return [joined(parts.path.strip("/").split("/")[0])]
    found = [joined(label) for label in host.split(".")[:-1]]
    return [label for label in dict.fromkeys([*found, joined(host)]) if len(label) > 3]


_COUNTRIES = {
    "unitedstates": "us", "usa": "us", "unitedkingdom": "gb", "uk": "gb", "canada": "ca", "australia": "au",
    "ireland": "ie",
    "newzealand": "nz", "germany": "de", "austria": "at", "switzerland": "ch", "france": "fr", "belgium": "be",
    "netherlands": "nl", "spain": "es", "mexico": "mx", "argentina": "ar", "colombia": "co", "chile": "cl",
    "brazil": "br",
    "portugal": "pt", "italy": "it", "sweden": "se", "denmark": "dk", "norway": "no", "finland": "fi", "poland": "pl",
    "turkiye": "tr", "turkey": "tr", "kazakhstan": "kz", "ukraine": "ua", "estonia": "ee", "latvia": "lv",
    "greece": "gr",
    "cyprus": "cy", "egypt": "eg", "saudiarabia": "sa", "unitedarabemirates": "ae", "morocco": "ma", "jordan": "jo",
    "israel": "il", "japan": "jp", "southkorea": "kr", "china": "cn", "taiwan": "tw", "hongkong": "hk",
    "singapore": "sg",
    "india": "in", "vietnam": "vn", "nigeria": "ng", "ghana": "gh", "kenya": "ke", "hungary": "hu", "romania": "ro",
    "indonesia": "id",
}  # fmt: skip


def country(text: str) -> str:
    """A country as a lower-case ISO 3166-1 alpha-2 code where it is known, else its words run together."""
    plain = joined(text)
    return _COUNTRIES.get(plain, plain)


class Vocabulary:
    """The names and cities the CRM knows, with how many accounts have them."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self.given = Counter(form for a in accounts for form in a.forms if len(form) > 1)
        self.family = Counter(f for a in accounts for f in a.families)
        self.cities = Counter(a.city for a in accounts if len(a.city) > 2)
        self.states = Counter(a.state for a in accounts if a.state)


def profile(row: dict[str, str], vocabulary: Vocabulary) -> Profile:
    """One profile row, prepared."""
    local = row["handle"].lstrip("@").partition("@")[0].removesuffix(".bsky.social")
    handle = joined(local)
    core = without_affixes(handle.strip("0123456789")) or handle
    runs = [
        run.lower()
        for part in re.split(r"[^0-9A-Za-z]+", local if local.isascii() else anyascii(local))
        for run in _RUN.findall(part)
    ]
    words = [w for w in fold(row.get("display_name", "")) if w not in _TITLES]
    given, family = _from_words(words, vocabulary)
    handle_given, handle_family, initial, handle_names = _from_handle(core, vocabulary)
    places = list(fold(row.get("location", "")))
    pieces = [joined(p) for p in re.split(r"[,/|]", row.get("location", "")) if p.strip()]
    seen = (row.get("last_seen") or row.get("first_seen") or "")[:4]
    return Profile(
        id=row["profile_id"],
        platform=row["platform"],
        handle=handle,
        core=core,
        digits="".join(c for c in handle if c.isdigit()),
        runs=runs,
        words=words,
        given=given,
        family=family,
        handle_given=handle_given,
        handle_family=handle_family,
        handle_initial=initial,
        handle_names=handle_names,
        emails=[m.strip().lower() for m in row.get("public_emails", "").split(";") if "@" in m],
        phones=[p.strip() for p in row.get("public_phones", "").split(";") if p.strip()],
        city=next((p for p in pieces if p in vocabulary.cities), ""),
        country=next(
            (c for c in (country(p) for p in reversed(pieces)) if len(c) == 2 and c not in vocabulary.states), ""
        ),
        places=list(dict.fromkeys([*places, *pieces])),
        labels=[x for site in row.get("urls", row.get("bio_url", "")).split(";") for x in labels(site)],
        address=f"{row['platform']}:{row['handle'].lower()}",
        seen=int(seen) if seen.isdigit() else 0,
    )


def _from_words(words: Sequence[str], vocabulary: Vocabulary) -> tuple[str, str]:
    """Given and family name of a display name: the order the CRM's counts make likelier; several words may be one
    name."""
    if not words:
        return "", ""
    if len(words) == 1:
        word = words[0]
        return (word, "") if vocabulary.given[word] >= vocabulary.family[word] else ("", word)
    first, last, rest = words[0], words[-1], "".join(words[1:])
    if len(words) > 2 and vocabulary.family[rest]:
        last = rest
    usual = vocabulary.given[first] * (vocabulary.family[last] + 0.5) + 0.5
    turned = vocabulary.given[words[-1]] * (vocabulary.family[first] + 0.5)
    return (words[-1], first) if turned > usual else (first, last)


Span = tuple[int, int]


def _from_handle(core: str, vocabulary: Vocabulary) -> tuple[str, str, str, list[str]]:
    """Given name, family name and initial found in a handle: the pair that explains most letters, else the longest
    name.

    The last value holds the longest names of either kind, three at most, those within another one left out.
    """
    given: list[Span] = []
    family: list[Span] = []
    for start in range(len(core)):
        for end in range(start + 2, min(len(core), start + _LONGEST) + 1):
            piece = core[start:end]
            if piece in vocabulary.given and end - start > 2:
                given.append((start, end))
            if piece in vocabulary.family:
                family.append((start, end))
    names = [core[a:b] for a, b in _outermost([*given, *family])]
    best, score = ((0, 0), (0, 0)), 0
    for a, b in given:
        for c, d in family:
            if (b <= c or d <= a) and (b - a) + (d - c) > score:
                best, score = ((a, b), (c, d)), (b - a) + (d - c)
    longest = max(family, key=lambda span: span[1] - span[0], default=(0, 0))
    if score >= len(core) - 2 or (score and longest[1] - longest[0] < score - 1):
        (a, b), (c, d) = best
        return core[a:b], core[c:d], core[a:b][:1], names
    c, d = longest
    if d - c >= 3 and d - c >= len(core) - 3:
        initial = core[c - 1] if c else core[d] if d < len(core) else ""
        return "", core[c:d], initial, names
    a, b = max(given, key=lambda span: span[1] - span[0], default=(0, 0))
    return core[a:b], "", core[a:b][:1], names


def _outermost(spans: list[Span]) -> list[Span]:
    """The three longest that are not within another one."""
    kept: list[Span] = []
    for span in sorted(dict.fromkeys(spans), key=lambda span: (span[0] - span[1], span)):
        if span[1] - span[0] > 2 and not any(a <= span[0] and span[1] <= b for a, b in kept):
            kept.append(span)
    return kept[:3]
