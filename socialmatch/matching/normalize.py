"""Accounts and profiles in comparable form, made once at import; every comparison reads only this.

What lives here: splitting, folding, canonical e-mail, E.164 phones, hosts, handle shapes.
What does not: any judgement of how much an agreement is worth (``model``), or who may be compared (``consent``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import Any
from urllib.parse import urlsplit

from socialmatch.matching.countries import country
from socialmatch.matching.text import compact, fold, spellings, words
from socialmatch.models import Account, AccountKey, Profile, ProfileKey

_BETWEEN_PLACES = re.compile(r"[,;/|·•()\n]|\s[-–—]\s")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
MOST_WORDS = 12
"""Words of one name field, and of a display name, that are looked at; longer ones are not anybody's name."""
MOST_LETTERS = 64
"""Letters of a handle, and of a word, that are looked at."""
MOST_SHOWN = 96
"""Letters of a display name that are looked at."""
MOST_VALUES = 50
"""Values of one list of an account or a profile that are looked at."""
_MOST_TEXT = 400

_SPELLED_OUT = re.compile(r"(?<=[bcdfghjklmnpqrstvwxyz])([aou])e(?=[bcdfghjklmnpqrstvwxz])")
_PRONOUNS = re.compile(r"\b(?:she|he|they|xe|ze)(?:/[a-z]+)+\b", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}")
_DEGREES = frozenset("md ma ba dds".split())
_YEAR = re.compile(r"[12][0-9]{3}")

# Words that belong to the family name that follows them.
_PARTICLES = frozenset(
    "van von der den de da di du del della des do dos la le el al bin ibn ben abu ter ten zu zum af av st san".split()
)
_TITLES = frozenset("mr mrs ms miss mx dr prof sir dame rev hon fr sr jr ii iii iv phd md esq dds".split())

# Mail providers anyone can register with: sharing one says nothing about a person.
FREE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com icloud.com me.com aol.com gmx.de gmx.net "
    "web.de mail.ru yandex.ru ukr.net proton.me protonmail.com qq.com 163.com naver.com hanmail.net".split()
)
# Hosts where every person has a page: the host says nothing, the first path segment may.
_SHARED_HOSTS = frozenset(
    "facebook.com x.com twitter.com instagram.com linkedin.com youtube.com tiktok.com threads.net github.com "
    "t.me linktr.ee medium.com about.me wa.me bsky.app".split()
)


@dataclass(frozen=True, slots=True)
class TextShape:
    """A handle or a name as letters and digits, with the boundaries its writer showed.

    Attributes
    ----------
    text: ``a-z0-9`` only. cuts: positions in ``text`` (0 and its length included) where a separator, a change
    of case or a change between letters and digits stood.
    """

    @classmethod
    def of_words(cls, words: Iterable[str]) -> TextShape:
        """The shape of words that stand apart."""
        text, cuts = "", {0}
        for word in words:
            text += word
            cuts.add(len(text))
        return cls(text, frozenset(cuts))

    text: str = field(repr=False)
    cuts: frozenset[int]

    def words(self) -> list[str]:
        """The pieces between the boundaries."""
        return [self.text[start:end] for start, end in pairwise(sorted(self.cuts))]


@dataclass(frozen=True, slots=True, repr=False)
class AccountFeatures:
    """One account in comparable form. All text is folded (``text.fold``); tuples keep the CRM's order.

    Attributes
    ----------
    given, middle, family: name words; ``family`` holds the words run together in each spelling.
    initials: letters that stand for given names whose rest the CRM does not have; such a name is not among ``given``.
    aliases: further words of other names and nickname on file. locals: e-mail local parts without tags and dots.
    hosts: website and own-domain mail hosts. labels: words a website gives to its owner. places: city, state, country.
    country: alone, as :func:`~socialmatch.matching.countries.country` gives it, ``""`` where it is unknown.
    handles: on file, ``platform:handle``; nicks: the same without their platforms, as texts.
    pieces: what a text may show of it, once somebody looked for that; see :mod:`.pieces`.
    """

    key: AccountKey
    given: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    locals: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    country: str = ""
    titles: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    birth_year: int | None = None
    nicks: tuple[str, ...] = ()
    pieces: Any = field(default=None, init=False, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class ProfileFeatures:
    """One profile in comparable form.

    Attributes
    ----------
    handle: its shape; empty text where there is no handle. address: ``platform:folded handle``, as accounts keep it.
    name: folded words of the display name, titles dropped. seen: the latest year the profile is known to have existed.
    """

    key: ProfileKey
    handle: TextShape
    address: str
    name: tuple[str, ...]
    places: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    hosts: tuple[str, ...]
    labels: tuple[str, ...]
    seen: int | None


def account_features(account: Account, *, region: str | None = None) -> AccountFeatures:
    """Put an account into comparable form.

    Parameters
    ----------
    account: as the CRM holds it.
    region: ISO 3166-1 alpha-2 country whose dialling plan reads national phone numbers; the account's own
        country is used where it is a two-letter code.
    """
    given, initials, middle, family = _name_parts(account)
    emails = tuple(filter(None, map(email, account.emails[:MOST_VALUES])))
    code = country(account.country)
    dialled = code.upper() if len(code) == 2 else region
    webs = [site for site in map(website, account.websites[:MOST_VALUES]) if site is not None]
    mail_hosts = (e.rsplit("@", 1)[1] for e in emails)
    others = (account.nickname, *account.other_names[:MOST_VALUES])
    return AccountFeatures(
        key=account.key,
        given=given,
        initials=initials,
        middle=middle,
        family=family,
        aliases=_unique(w for name in others for w in _word_forms(name) if w not in _TITLES),
        emails=emails,
        locals=_unique(compact(e.rsplit("@", 1)[0]) for e in emails),
        phones=tuple(filter(None, (phone(p, dialled) for p in account.phones[:MOST_VALUES]))),
        hosts=_unique([host for host, _ in webs if host] + [h for h in mail_hosts if h not in FREE_MAIL]),
        labels=_unique(label for _, labels in webs for label in labels),
        places=_unique((compact(account.city), compact(account.state), country(account.country))),
        country=country(account.country),
        titles=_words(account.job_title),
        organizations=_words(account.organization),
        handles=_unique(h.lower() for h in account.handles),
        birth_year=account.birth_year or _year(account.birthday),
        nicks=_unique(compact(h.partition(":")[2]) for h in account.handles[:MOST_VALUES]),
    )


def profile_features(profile: Profile, *, region: str | None = None) -> ProfileFeatures:
    """Put a profile into comparable form; see :func:`account_features` for ``region``."""
    handle = handle_shape(_local_part(profile.handle))
    webs = [site for site in map(website, profile.urls[:MOST_VALUES]) if site is not None]
    seen = profile.last_seen or profile.first_seen
    return ProfileFeatures(
        key=profile.key,
        handle=handle,
        address=f"{profile.platform}:{profile.handle.lower()}" if profile.handle else "",
        name=() if _is_handle(profile.display_name, handle) else _display_words(profile.display_name),
        places=_places(profile.location),
        emails=tuple(filter(None, map(email, profile.public_emails[:MOST_VALUES]))),
        phones=tuple(filter(None, (phone(p, region) for p in profile.public_phones[:MOST_VALUES]))),
        hosts=_unique(host for host, _ in webs if host),
        labels=_unique(label for _, labels in webs for label in labels),
        seen=seen.year if seen else None,
    )


def handle_shape(handle: str) -> TextShape:
    """Letters and digits of a handle and where its writer showed a boundary.

    ``RepJohn_Smith42`` -> ``repjohnsmith42`` with cuts 0, 3, 7, 12, 14.
    """
    handle = handle[:MOST_LETTERS]
    runs = re.split(r"[^0-9A-Za-z]+", handle if handle.isascii() else _ascii_keeping_case(handle))
    pieces = [piece.lower() for run in runs for piece in _CAMEL.findall(run)]
    ends = accumulate(map(len, pieces))  # one letter of another script may be several here
    return TextShape("".join(pieces)[:MOST_LETTERS], frozenset({0, *(min(end, MOST_LETTERS) for end in ends)}))


def email(text: str) -> str:
    """An address in canonical form, or ``""`` where it is none.

    Lower case, without a ``+tag``; Gmail ignores dots in the local part (Google account help, "Dots don't
    matter in Gmail addresses"), so they are dropped there.
    """
    local, at, host = text.strip().lower().rpartition("@")
    local = local.split("+", 1)[0]
    if not at or not local or "." not in host or " " in local:
        return ""
    if host in ("gmail.com", "googlemail.com"):
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


@lru_cache(maxsize=65536)
def phone(text: str, region: str | None) -> str:
    """A number in E.164 form, or ``""`` where it is none (ITU-T E.164, parsed by ``phonenumbers``).

    A number that is in E.164 form already is taken as it stands: parsing is the dearest step of an import.
    """
    text = text.strip()
    if _E164.fullmatch(text):
        return text
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def website(address: str) -> tuple[str, tuple[str, ...]] | None:
    """A website's host and the words it gives to its owner, or ``None`` where there is no host.

    ``https://www.jane-roe.example/shop`` -> ``("jane-roe.example", ("janeroe",))``. The host is ``""`` where
    everybody has a page there; then the first path segment is the owner's word.
    """
    address = address.strip()
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if "." not in host:
        return None
    segment = compact(parts.path.strip("/").split("/")[0].lstrip("@"))
    if host in _SHARED_HOSTS:
        return "", (segment,) if segment else ()
    labels = tuple(compact(label) for label in host.split(".")[:-1])
    own = _unique(label for label in (*labels, segment) if len(label) > 2)
    return host, own


def _name_parts(account: Account) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Given names, initials of others, middle words, and the family name run together in each spelling."""
    given, middle, family = account.given_name, account.middle_name, account.family_name
    if not family and account.full_name:
        given, family = _split_full_name(account.full_name)
    given_words = _words(_undotted(given))
    written_out = tuple(w for w in given_words if len(w) > 1)
    joined = _joined(given, given_words) if len(written_out) == len(given_words) else ()
    return (
        _unique((*written_out, *joined)),
        _unique(w for w in given_words if len(w) == 1 and w.isalpha()),
        tuple(w for w in _words(middle) if w not in _TITLES),
        _family_forms(family),
    )


def _joined(text: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Other spellings of one name, and the run-together form of several words."""
    return _spellings(text) if len(parts) > 1 or not text.isascii() else ()


def _family_forms(family: str) -> tuple[str, ...]:
    """``González-Colón`` -> run together, and each of its words that is not a particle."""
    parts = [w for w in _words(family) if w not in _TITLES]
    if not parts:
        return ()
    singles = [w for w in parts if len(parts) > 1 and w not in _PARTICLES and len(w) > 2]
    return _unique((*_spellings(family), *map(_with_umlaut, _spellings(family)), *singles))


def _with_umlaut(word: str) -> str:
    """``mueller`` as ``muller``: how a handle spells a name whose umlaut the CRM spells out."""
    return _SPELLED_OUT.sub(r"\1", word)


def _split_full_name(full: str) -> tuple[str, str]:
    """Given and family part of a written-out name: ``Roe, Jane`` or ``Jane van Roe``."""
    if "," in full:
        family, _, given = full.partition(",")
        return given.strip(), family.strip()
    parts = [w for w in full[:_MOST_TEXT].split() if fold(w) not in _TITLES]
    if not parts:
        return "", ""
    start = len(parts) - 1
    while start > 1 and fold(parts[start - 1]) in _PARTICLES:
        start -= 1
    return " ".join(parts[:start]), " ".join(parts[start:])


def _places(location: str) -> tuple[str, ...]:
    """The places a location text names: its parts between commas and the like, run together; countries as codes."""
    return _unique(country(part) for part in _BETWEEN_PLACES.split(location[:_MOST_TEXT]))


def _local_part(handle: str) -> str:
    """The part a person chose: before the host of a fediverse address, the first label of a Bluesky name."""
    handle = handle.lstrip("@").split("@", 1)[0]
    return handle.removesuffix(".bsky.social")


_PIECE = re.compile(r"[^\W\d_]+|.", re.DOTALL)


def _ascii_keeping_case(text: str) -> str:
    """Letters that go together are romanised together; a capital begins new ones and stays a capital."""
    return "".join(_fold_piece(piece) for run in _PIECE.findall(text) for piece in _at_capitals(run))


def _at_capitals(run: str) -> Iterator[str]:
    starts = [0, *(at for at, char in enumerate(run) if at and char.isupper()), len(run)]
    return (run[start:end] for start, end in pairwise(starts))


def _fold_piece(piece: str) -> str:
    plain = fold(piece)
    return plain[:1].upper() + plain[1:] if piece[0].isupper() else plain or " "


def _year(birthday: str) -> int | None:
    found = _YEAR.match(birthday)
    return int(found.group()) if found else None


def _unique(items: Iterable[Any]) -> tuple[Any, ...]:
    """The items that are not empty, each once, in order; the first ``MOST_VALUES`` of them."""
    return tuple(islice(dict.fromkeys(item for item in items if item), MOST_VALUES))


def _is_handle(display_name: str, handle: TextShape) -> bool:
    """Whether a display name is the handle once more, and not a name in words."""
    return len(display_name.split()) < 2 and compact(display_name) == handle.text


def _display_words(text: str) -> tuple[str, ...]:
    """The words of a display name that may be names, up to ``MOST_SHOWN`` letters in all."""
    kept: list[str] = []
    for word in _words(_undotted(_PRONOUNS.sub(" ", text))):
        if word not in _TITLES and word not in kept and sum(map(len, kept)) + len(word) <= MOST_SHOWN:
            kept.append(word)
    return tuple(kept)


def _undotted(text: str) -> str:
    """``J.R.`` as two initials; ``M.D.`` is a title."""
    return _DOTTED.sub(lambda run: run[0] if fold(run[0]) in _DEGREES else run[0].replace(".", " "), text[:_MOST_TEXT])


def _word_forms(text: str) -> tuple[str, ...]:
    """Each word of a name in each customary spelling; a family name's particles stay with it."""
    words = _words(text)
    if sum(word not in _PARTICLES for word in words) == 1:
        return _unique((*(w for w in words if w not in _PARTICLES), *_spellings(text)))
    apart = (form for word in text[:_MOST_TEXT].split()[:MOST_WORDS] for form in _spellings(word))
    return _unique((*words, *apart))


def _spellings(text: str) -> tuple[str, ...]:
    return tuple(form for form in spellings(text[:_MOST_TEXT]) if len(form) <= MOST_LETTERS)


def _words(text: str) -> tuple[str, ...]:
    """The first words of a text that may be names."""
    found = (word for word in words(text[:_MOST_TEXT]) if len(word) <= MOST_LETTERS)
    return tuple(islice(found, MOST_WORDS))


__all__ = [
    "FREE_MAIL",
    "AccountFeatures",
    "ProfileFeatures",
    "TextShape",
    "account_features",
    "email",
    "handle_shape",
    "phone",
    "profile_features",
    "website",
]
