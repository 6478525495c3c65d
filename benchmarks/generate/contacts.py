"""How people can be reached, and what they do: addresses at reserved domains, numbers, websites, employers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.people import Person
from benchmarks.generate.scripts import slug
from benchmarks.generate.wishes import ADDRESS_KINDS, draw_wish, favourite, taken, with_number
from benchmarks.generate.words import Organization, organization, words

_MAIL_USERS = 8e8
_SITES = 5e7
_FIRMS = 4000
_PROVIDERS = {
    "mail1.example": 38, "mail2.example": 13, "mail3.example": 10, "mail4.example": 6, "example.com": 4,
    "example.org": 2,
    "example.net": 2, "post-{}.example": 18, "web-{}.example": 7,
}  # fmt: skip
_AS_HANDLE = 0.15
_MARKS = Table({".": 55, "": 32, "_": 9, "-": 4})


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached.

    ``emails``: own addresses, main one first; ``work_email``, ``office`` (a switchboard's number) and ``website``
    may be ``""``; ``mobile`` likewise; ``old_email`` is one they gave up.
    """

    emails: tuple[str, ...]
    old_email: str
    work_email: str
    mobile: str
    office: str
    website: str
    employer: Organization | None
    job: str


@lru_cache(maxsize=4096)
def contact(seed: int, person: Person) -> Contact:
    """How this person can be reached; the same every time."""
    draw = Draw(seed, "contact", person.label)
    emails = []
    shared = _household_email(seed, person)
    if shared and draw.chance(0.5):
        emails.append(shared)
    elif draw.chance(0.95):
        emails.append(_email(draw, seed, person))
    if draw.chance(0.2):
        emails.append(_email(draw, seed, person))
    works = person.year < 2005 and draw.chance(0.6)
    employer = organization(seed, int(_FIRMS ** draw.point()) * 7 + draw.below(7)) if works else None
    mobile = person.home.country.draw_phone(draw) if draw.chance(0.9) else ""
    return Contact(
        emails=tuple(emails),
        old_email=_email(draw, seed, person),
        work_email=_work_email(draw, person, employer) if employer and draw.chance(0.7) else "",
        mobile=mobile,
        office=_switchboard(seed, person, employer) if employer and draw.chance(0.3) else "",
        website=_website(draw, person) if draw.chance(0.08) else "",
        employer=employer,
        job=draw.pick(words("jobs")),
    )


def _email(draw: Draw, seed: int, person: Person) -> str:
    domain = draw.of(_DOMAINS).format(person.locale.code)
    wish = draw_wish(draw, person, kinds=ADDRESS_KINDS)
    pieces = wish.pieces
    if draw.chance(_AS_HANDLE):
        wish, pieces = favourite(seed, person)
    local = draw.of(_MARKS).join(pieces).strip("._-")
    others = _MAIL_USERS * person.locale.weight / 100
    if taken(draw, wish.share, others) or draw.chance(0.12) or len(local) < 5:
        local += draw.pick(("", "", "", ".", "_")) + with_number(draw, person)
    return f"{local}@{domain}"


_DOMAINS = Table(_PROVIDERS)


def _household_email(seed: int, person: Person) -> str:
    """The address a household shares, ``""`` where it has none or the person has no family name."""
    home = person.home
    if not home.shares_mail:
        return ""
    draw = Draw(seed, "household", home.number)
    family = slug(home.family.latin[0])
    domain = draw.of(_DOMAINS).format(home.locale.code)
    local = draw.pick(("the{}s", "family.{}", "{}.family", "{}family", "fam.{}")).format(family)
    return f"{local}{draw.between(1, 9999)}@{domain}"


def _work_email(draw: Draw, person: Person, employer: Organization) -> str:
    """Every firm has one habit of making addresses; a few people can be reached at a shared one only."""
    first, last = slug(person.given.latin), slug(person.family.latin) if person.family else "office"
    habit = employer.number % 5
    local = (f"{first}.{last}", f"{first}.{last}", f"{first[:1]}{last}", f"{first[:1]}.{last}", f"{last}.{first}")[
        habit
    ]
    return f"{draw.pick(('info', 'office', 'sales')) if draw.chance(0.06) else local}@{employer.domain}"


def _switchboard(seed: int, person: Person, employer: Organization) -> str:
    return person.home.country.draw_phone(Draw(seed, "switchboard", employer.number, person.home.country.code))


def _website(draw: Draw, person: Person) -> str:
    first, last = slug(person.given.latin), slug(person.family.latin) if person.family else "page"
    label = draw.pick(
        (f"{first}{last}", f"{first}-{last}", f"{last}", f"{first}{last}", f"{first}{draw.pick(words('handle_jobs'))}")
    )
    share = person.given.share / 2 * (person.family.share if person.family else 1.0)
    if taken(draw, share, _SITES * person.locale.weight / 100):
        label += draw.pick(("-online", "-web", str(draw.between(1, 999)), draw.pick(words("handle_jobs"))))
    path = draw.pick(("", "", "", "/", "/about"))
    return f"https://{draw.pick(('', 'www.'))}{label}.example{path}"
