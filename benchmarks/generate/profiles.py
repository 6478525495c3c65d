"""Profile rows: what people show of themselves at a platform."""

from __future__ import annotations

from benchmarks.generate.contacts import Contact, contact
from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.handles import Handle
from benchmarks.generate.people import Part, Person
from benchmarks.generate.platforms import SERVERS, Platform
from benchmarks.generate.scripts import plain, slug
from benchmarks.generate.words import words

COLUMNS = (
    "profile_id", "platform", "scope", "user_id", "handle", "display_name", "bio", "location", "urls", "public_emails",
    "public_phones", "first_seen", "last_seen",
)  # fmt: skip

_SHOWN = {
    "full": 56.0, "first": 10.0, "nickname+last": 6.0, "nickname": 5.0, "first+initial": 4.0, "full+middle": 4.0,
    "pseudonym": 8.0, "handle": 3.0, "initial+last": 1.5, "last": 1.0, "former": 1.0, "": 1.5,
}  # fmt: skip
"""Percent of display names of each kind where the platform has no habit of its own (see
docs/benchmarks/generator.md)."""
_CANDID = Table(_SHOWN)
_REAL_NAMES = Table(
    _SHOWN | {"first": 2.0, "nickname": 1.0, "pseudonym": 0.6, "handle": 0.2, "": 0.1, "first+initial": 2.0}
)
_MASKED = Table(_SHOWN | {"full": 24.0, "pseudonym": 26.0, "handle": 14.0, "": 6.0, "nickname": 8.0})
_PREFIXES = Table({"Dr. ": 5, "Prof. ": 1, "Coach ": 1, "Chef ": 1, "DJ ": 1})
_SUFFIXES = Table(
    {" | {}": 5, ", {}": 2, " - {}": 2, " ({})": 1, ", PhD": 1, ", MD": 1, " (she/her)": 1, " (he/him)": 1}
)


def profile_row(seed: int, person: Person, platform: Platform, handle: Handle, number: int) -> dict[str, str]:
    """The profile of this person there."""
    draw = Draw(seed, "shown", person.label, platform.name, number)
    reach = contact(seed, person)
    row = dict.fromkeys(COLUMNS, "")
    row["platform"], row["handle"] = platform.name, handle.text
    if draw.chance(platform.has_id):
        row["user_id"], row["scope"] = _user_id(draw, platform, handle, number)
    row["display_name"] = _display_name(draw, person, platform, handle, reach)
    row["location"] = _location(draw, person) if draw.chance(platform.location) else ""
    row["bio"] = _bio(draw, person, reach) if draw.chance(0.55) else ""
    row["urls"] = _url(draw, reach, handle)
    if draw.chance(0.07):
        row["public_emails"] = _public_email(draw, reach)
    if draw.chance(0.035):
        row["public_phones"] = reach.office if reach.office and draw.chance(0.25) else reach.mobile
    year = draw.between(2019, 2026)
    row["first_seen"] = f"{year}-{draw.between(1, 9):02d}-{draw.between(1, 28):02d}T00:00:00Z"
    row["last_seen"] = f"2026-10-{draw.between(1, 28):02d}T00:00:00Z"
    return row


def _display_name(draw: Draw, person: Person, platform: Platform, handle: Handle, reach: Contact) -> str:
    if platform.candid < 0.5:
        kinds = _REAL_NAMES
    elif handle.kind == "pseudonym" or platform.name == "reddit":
        kinds = _MASKED
    else:
        kinds = _CANDID
    kind = draw.of(kinds)
    if kind == "":
        return ""
    if kind == "handle":
        return handle.text.partition("@")[0].removesuffix(".bsky.social")
    if kind == "pseudonym":
        name = f"{draw.pick(words('pseudonym_first'))} {draw.pick(words('pseudonym_last'))}"
        return name.title() if draw.chance(0.6) else name
    return _dressed(draw, _name(draw, person, kind), platform, reach)


def _name(draw: Draw, person: Person, kind: str) -> str:
    """The person's name in one of its forms and one of its scripts."""
    at_home = person.home.country.locale is person.locale
    script = draw.point()
    native = person.is_native and script < (0.62 if at_home else 0.25)
    text = _written(draw, person, kind, native=native)
    if person.is_native and 0.62 <= script < 0.72 and kind == "full":
        return f"{_written(draw, person, kind, native=True)}{draw.pick((' / ', ' ', ' | '))}{text}"
    return text


def _written(draw: Draw, person: Person, kind: str, *, native: bool) -> str:
    def of(part: Part | None) -> str:
        return (part.native if native else part.latin) if part else ""

    western = person.western is not None and not native and draw.chance(0.6)
    given, family = of(person.western if western else person.given), of(person.family)
    if not native and person.given.native.isascii() is False and person.locale.script == "latin" and draw.chance(0.12):
        given, family = plain(given), plain(family)
    if person.second and draw.chance(0.25):
        family = f"{family} {of(person.second)}"
    short = of(person.nick) or given
    if kind == "first":
        return given
    if kind == "nickname":
        return short
    if kind == "last":
        return family or given
    if kind == "first+initial":
        return f"{given} {family[:1]}{draw.pick(('', '.'))}".strip()
    if kind == "initial+last":
        given = f"{given[:1]}{draw.pick(('', '.'))}"
    elif kind == "nickname+last":
        given = short
    elif kind == "full+middle" and person.middle:
        middle = of(person.middle)
        given = f"{given} {middle if draw.chance(0.4) else middle[:1] + '.'}"
    elif kind == "former" and person.former:
        family = of(person.former) if draw.chance(0.5) else f"{family} {of(person.former)}"
    return _ordered(draw, person, given, family, native=native, western=western)


def _ordered(draw: Draw, person: Person, given: str, family: str, *, native: bool, western: bool) -> str:
    if not family:
        return given
    if native and person.locale.script in ("kanji", "han", "hangul"):
        return f"{family}{' ' if person.locale.script == 'kanji' and draw.chance(0.3) else ''}{given}"
    family_first = 0.05
    if person.locale.family_first and not western:
        family_first = 0.9 if person.locale.code == "vi" else 0.4
    return f"{family} {given}" if draw.chance(family_first) else f"{given} {family}"


def _dressed(draw: Draw, name: str, platform: Platform, reach: Contact) -> str:
    if draw.chance(0.07):
        name = name.lower()
    elif draw.chance(0.02):
        name = name.upper()
    if platform.name not in ("facebook", "github") and draw.chance(0.05):
        if draw.chance(0.3):
            name = draw.of(_PREFIXES) + name
        else:
            name += draw.of(_SUFFIXES).format(reach.job)
    if platform.name in ("x", "instagram", "tiktok", "threads", "bluesky") and draw.chance(0.1):
        signs = draw.pick(words("emoji")) + (draw.pick(words("emoji")) if draw.chance(0.3) else "")
        name = f"{name} {signs}" if draw.chance(0.85) else f"{signs} {name}"
    return name


def _location(draw: Draw, person: Person) -> str:
    way = draw.point()
    land = person.home.country
    city = land.draw_city(draw) if draw.chance(0.1) else person.home.city
    name = city.native if person.writes_native and draw.chance(0.6) else city.english
    if way < 0.42:
        return name
    if way < 0.68:
        return f"{name}, {city.state or draw.pick((land.name, land.code))}"
    if way < 0.75:
        return f"{name}, {city.state + ', ' if city.state else ''}{land.name}"
    if way < 0.84:
        return land.name
    return draw.pick(words("jokes")) if way < 0.98 else f"{name} / {draw.pick(words('jokes'))}"


def _bio(draw: Draw, person: Person, reach: Contact) -> str:
    called = person.nick if person.nick and draw.chance(0.5) else person.given
    phrases = [
        phrase.format(
            hobby=draw.pick(words("hobbies")), job=reach.job, city=person.home.city.english, year=person.year,
            organization=reach.employer.name if reach.employer else "home",
            called=called.native if person.is_native and draw.chance(0.5) else called.latin,
        )
        for phrase in {draw.pick(words("bios")): None, draw.pick(words("bios")): None}
    ]  # fmt: skip
    return draw.pick((". ", " | ", " • ", ", ")).join(phrases)


def _url(draw: Draw, reach: Contact, handle: Handle) -> str:
    way = draw.point()
    if reach.website and way < 0.6:
        return reach.website
    if way > 0.93:
        return f"https://links.example/{slug(handle.text.partition('@')[0])}"
    if way > 0.905:
        return f"https://{draw.pick(words('pseudonym_first'))}{draw.pick(words('pseudonym_last'))}.example"
    if reach.employer and way > 0.885:
        return f"https://www.{reach.employer.domain}"
    return ""


def _public_email(draw: Draw, reach: Contact) -> str:
    way = draw.point()
    if reach.work_email and way < 0.2:
        return reach.work_email
    if len(reach.emails) > 1 and way < 0.4:
        return reach.emails[1]
    if way > 0.9:
        return reach.old_email
    return reach.emails[0] if reach.emails else ""


_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SCOPES = {
    "facebook": "page-1001",
    "instagram": "ig-1002",
    "threads": "app-1003",
    "tiktok": "app-1004",
    "linkedin": "app-1005",
}


def _user_id(draw: Draw, platform: Platform, handle: Handle, number: int) -> tuple[str, str]:
    """A stable id in the platform's form, and the scope it is valid in."""
    if platform.name == "youtube":
        return f"UC{draw.letters(_BASE64, 22)}", ""
    if platform.name == "bluesky":
        return f"did:plc:{draw.letters(_BASE32, 24)}", ""
    if platform.name == "mastodon":
        local, _, server = handle.text.partition("@")
        return f"https://{server or SERVERS[0]}/users/{local}", ""
    if platform.name == "reddit":
        return f"t2_{draw.letters('0123456789abcdefghijklmnopqrstuvwxyz', 8)}", ""
    return f"{1_000_000_000 + number * 97 + draw.below(97)}", _SCOPES.get(platform.name, "")
