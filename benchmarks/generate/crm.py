"""Account rows: what a CRM holds of its customers, with the dirt such records gather."""

from __future__ import annotations

from benchmarks.generate.contacts import Contact, contact
from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.handles import make_handle
from benchmarks.generate.people import Person
from benchmarks.generate.platforms import PLATFORMS
from benchmarks.generate.scripts import plain

COLUMNS = (
    "account_id", "given_name", "middle_name", "family_name", "suffix", "nickname", "full_name", "other_names",
    "emails",
    "phones", "websites", "street", "city", "postal_code", "state", "country", "birthday", "birth_year", "job_title",
    "organization", "handles", "updated_at",
)  # fmt: skip

_FLAWS = Table(
    {
        "": 0.885,
        "typo": 0.03,
        "swapped": 0.012,
        "initial only": 0.012,
        "no given": 0.006,
        "full name only": 0.04,
        "nickname": 0.015,
    }
)


def account_row(seed: int, person: Person, account_id: str) -> dict[str, str]:
    """The account of this person."""
    draw = Draw(seed, "crm", person.label)
    reach = contact(seed, person)
    row = dict.fromkeys(COLUMNS, "")
    row["account_id"] = account_id
    _names(draw, row, person)
    _reachable(draw, row, person, reach)
    _address(draw, row, person)
    born = draw.point()
    if born < 0.3:
        row["birthday"] = f"{person.year:04d}-{person.month:02d}-{person.day:02d}"
    elif born < 0.6:
        row["birth_year"] = str(person.year)
    if draw.chance(0.35):
        row["job_title"] = reach.job
        row["organization"] = reach.employer.name if reach.employer else ""
    if draw.chance(0.04):
        platform = draw.of(PLATFORMS)
        row["handles"] = f"{platform.name}:{make_handle(seed, person, platform).text}"
    row["updated_at"] = f"{draw.between(2015, 2026)}-{draw.between(1, 10):02d}-{draw.between(1, 28):02d}T08:00:00Z"
    return row


def _names(draw: Draw, row: dict[str, str], person: Person) -> None:
    in_native = person.is_native and draw.chance(person.locale.native)
    pick = (
        (lambda part: part.native)
        if in_native
        else (lambda part: draw.early(part.latins) if draw.chance(0.15) else part.latin)
    )
    shown = person.western if person.western and not in_native and draw.chance(0.5) else person.given
    given, family = pick(shown), pick(person.family) if person.family else ""
    others = []
    if person.former and draw.chance(0.15):
        others, family = [family], pick(person.former)
    elif person.former and draw.chance(0.3):
        others = [pick(person.former)]
    if person.second and draw.chance(0.75):
        joiner = "-" if person.locale.double_family else " "
        family = f"{family}{joiner}{pick(person.second)}"
    middle = pick(person.middle) if person.middle and draw.chance(0.5) else ""
    if middle and person.locale.patronymic == 0 and draw.chance(0.4):
        middle = middle[:1] + draw.pick(("", "."))
    if shown is person.western and draw.chance(0.5):
        middle = person.given.latin
    if in_native and draw.chance(0.3):
        others.append(f"{person.given.latin} {person.family.latin}" if person.family else person.given.latin)
    if in_native and person.given.kana and draw.chance(0.6):
        others.append(f"{person.family.kana} {person.given.kana}" if person.family else person.given.kana)
    flaw = draw.of(_FLAWS)
    if flaw == "nickname" and person.nick:
        given = pick(person.nick)
    elif person.nick and draw.chance(0.07):
        row["nickname"] = pick(person.nick)
    given, family = _flawed(draw, row, flaw, given, middle, family)
    row["given_name"], row["family_name"] = given, family
    row["middle_name"] = middle if given else ""
    row["suffix"] = person.suffix if draw.chance(0.8) else ""
    row["other_names"] = ";".join(others)
    if row["full_name"] == "" and draw.chance(0.15):
        row["full_name"] = _full(person, given, row["middle_name"], family)
    _case(draw, row)


def _full(person: Person, given: str, middle: str, family: str) -> str:
    if person.locale.script in ("kanji", "han", "hangul") and not given.isascii() and family:
        return f"{family} {given}" if person.locale.script == "kanji" else f"{family}{given}"
    return " ".join(filter(None, (given, middle, family)))


def _flawed(draw: Draw, row: dict[str, str], flaw: str, given: str, middle: str, family: str) -> tuple[str, str]:
    if flaw == "typo":
        return (_typo(draw, given), family) if draw.chance(0.5) else (given, _typo(draw, family))
    if flaw == "swapped":
        return family, given
    if flaw == "initial only":
        return given[:1] + draw.pick(("", ".")), family
    if flaw == "no given":
        return "", family
    if flaw == "full name only" and family:
        first = " ".join(filter(None, (given, middle if draw.chance(0.5) else "")))
        row["full_name"] = f"{family}, {first}" if draw.chance(0.3) else f"{first} {family}"
        return "", ""
    return given, family


def _typo(draw: Draw, name: str) -> str:
    """One slip of the hand: a letter lost, doubled, swapped with the next or replaced by the letter after it."""
    if len(name) < 4:
        return name
    at = draw.between(1, len(name) - 2)
    return draw.pick(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + chr(ord(name[at]) + 1 if name[at] not in "zZ" else ord(name[at])) + name[at + 1 :],
        )
    )


def _case(draw: Draw, row: dict[str, str]) -> None:
    """Whole records in capitals, in small letters or without their marks: how the system before this one kept them."""
    way = draw.point()
    fields = ("given_name", "middle_name", "family_name", "full_name", "other_names")
    for field in fields:
        if way < 0.05:
            row[field] = row[field].upper()
        elif way < 0.08:
            row[field] = row[field].lower()
        elif way < 0.25 and _is_latin(row[field]):
            row[field] = plain(row[field])


def _is_latin(text: str) -> bool:
    return all(sign < "\u0370" or "\u1e00" <= sign <= "\u1eff" for sign in text)


def _reachable(draw: Draw, row: dict[str, str], person: Person, reach: Contact) -> None:
    emails = []
    if reach.emails and draw.chance(0.78):
        emails.append(reach.emails[0])
    if len(reach.emails) > 1 and draw.chance(0.3):
        emails.append(reach.emails[1])
    if reach.work_email and draw.chance(0.25):
        emails.append(reach.work_email)
    if draw.chance(0.05):
        emails.append(reach.old_email)
    phones = []
    if reach.mobile and draw.chance(0.6):
        phones.append(reach.mobile)
    if person.home.phone and draw.chance(0.55):
        phones.append(person.home.phone)
    if reach.office and draw.chance(0.4):
        phones.append(reach.office)
    row["emails"], row["phones"] = ";".join(dict.fromkeys(emails)), ";".join(dict.fromkeys(phones))
    row["websites"] = reach.website if draw.chance(0.6) else ""


def _address(draw: Draw, row: dict[str, str], person: Person) -> None:
    home = person.home
    city, street, postal = home.city, home.street, home.postal
    if draw.chance(0.08):
        city = home.country.draw_city(draw)
        street, postal = home.country.draw_address(draw)
    if draw.chance(0.86):
        row["city"] = city.native if person.writes_native and draw.chance(0.85) else city.english
        row["state"] = city.state
    if draw.chance(0.6):
        row["street"], row["postal_code"] = street if person.writes_native else "", postal
    if draw.chance(0.93):
        row["country"] = home.country.code if draw.chance(0.85) else home.country.name
