"""Invented people: alone, in households, and namesakes of each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from benchmarks.invented.dice import Dice
from benchmarks.invented.names import Language, Name, is_famous, languages, plain, tables, word

FREE_MAIL = ("example.com", "example.org", "example.net", "mail.example", "post.example")
PHONE_COUNTRIES = ("US", "CA", "GB", "IE", "DE", "FR", "SE", "AU")


@dataclass(frozen=True)
class City:
    """A place people live in: its own and its English name, and the pattern of its telephone numbers."""

    name: str
    english: str
    postal: str
    state: str
    phone: str


@dataclass(frozen=True)
class Home:
    """What a household shares."""

    country: str
    city: City
    street: str
    postal: str
    phone: str


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. ``spelling`` is the one of their name's Latin forms they use themselves."""

    label: str
    language: Language
    woman: bool
    given: Name
    middle: Name | None
    families: tuple[Name, ...]
    home: Home
    year: int
    month: int
    day: int
    spelling: tuple[str, str]
    goes_by: str
    main_handle: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    website: str
    job: str
    organization: str
    suffix: str = ""
    former_family: Name | None = None

    @property
    def dice(self) -> Dice:
        """This person's own chance."""
        return Dice("person", self.label)

    @property
    def names(self) -> tuple[str, str]:
        """Given and first family name in Latin letters, as they spell it."""
        return self.spelling

    @property
    def birthday(self) -> str:
        """As an ISO date."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@cache
def cities(country: str) -> tuple[City, ...]:
    """The cities of places.toml."""
    return tuple(City(*row) for row in tables("places")[country]["cities"])


def draw_language(dice: Dice) -> Language:
    """A language by its weight."""
    every = languages()
    return every[dice.weighted({code: language.weight for code, language in every.items()})]


def make_home(dice: Dice, language: Language) -> Home:
    """An address where people of this language live."""
    country = dice.weighted(language.countries)
    place: dict[str, Any] = tables("places")[country]
    city = dice.common(cities(country), 3)
    street = dice.pick(place["streets"].split("|")).replace("_", " ")
    return Home(
        country=country,
        city=city,
        street=place["street"].format(street=street, number=dice.between(1, 148)),
        postal=dice.text(city.postal),
        phone=dice.text(city.phone),
    )


def make_person(
    label: str,
    *,
    language: Language | None = None,
    home: Home | None = None,
    family_of: Person | None = None,
    namesake_of: Person | None = None,
) -> Person:
    """One person; of a given household or name where asked.

    ``family_of`` shares home, family name and sometimes the mailbox; ``namesake_of`` has the same name, nothing else.
    """
    dice = Dice("make", label)
    model = family_of or namesake_of
    language = model.language if model else language or draw_language(dice)
    home = family_of.home if family_of else home or make_home(dice, language)
    while namesake_of and namesake_of.home is not home and namesake_of.home.city == home.city:
        home = make_home(dice, language)
    woman, given, middle, families = _draw_name(dice, language, family_of, namesake_of)
    year = dice.between(1948, 2004)
    if family_of and abs(year - family_of.year) < 2:
        year = family_of.year + 24
    spelled_out = dice.chance(0.7)
    spelling = (dice.common(given.spellings, 1), dice.common(families[0].spellings, 1))
    goes_by = dice.common(given.nicknames, 1) if given.nicknames and dice.chance(0.55) else ""
    person = Person(
        label=label,
        language=language,
        woman=woman,
        given=given,
        middle=middle,
        families=families,
        home=home,
        year=min(year, 2005),
        month=dice.between(1, 12),
        day=dice.between(1, 28),
        spelling=spelling,
        goes_by=goes_by,
        main_handle="",
        emails=(),
        phones=_phones(dice, home),
        website="",
        job=dice.pick(tables("words")["jobs"]) if dice.chance(0.4) else "",
        organization=dice.pick(tables("words")["organizations"].get(home.country, [""])) if dice.chance(0.12) else "",
        former_family=_maiden_name(dice, language, given) if woman and dice.chance(0.06) else None,
    )
    return _online(dice, person, spelled_out, family_of)


def _draw_name(
    dice: Dice, language: Language, family_of: Person | None, namesake_of: Person | None
) -> tuple[bool, Name, Name | None, tuple[Name, ...]]:
    """Sex and names, redrawn until nobody famous bears them."""
    if namesake_of:
        return namesake_of.woman, namesake_of.given, namesake_of.middle, namesake_of.families
    while True:
        woman = dice.chance(0.5)
        given = dice.common(language.women if woman else language.men)
        number = 2 if language.two_families and dice.chance(0.85) else 1
        families = tuple(dice.common(language.families, language.head)[woman] for _ in range(number))
        if family_of:
            families = _same_family(language, family_of, woman)
        middle = _middle(dice, language, woman)
        if len(set(families)) == len(families) and not is_famous(given, *filter(None, (middle,)), *families):
            return woman, given, middle, families


def _same_family(language: Language, of: Person, woman: bool) -> tuple[Name, ...]:
    """The relative's family names, in the form for this sex."""
    return tuple(next(pair[woman] for pair in language.families if name in pair) for name in of.families)


def _middle(dice: Dice, language: Language, woman: bool) -> Name | None:
    if language.middles:
        return dice.pick(language.middles)
    if language.code in ("en", "de", "fr", "nordic") and dice.chance(0.2):
        return dice.common(language.women if woman else language.men)
    return None


def _maiden_name(dice: Dice, language: Language, given: Name) -> Name | None:
    former = dice.common(language.families)[True]
    return None if language.two_families or is_famous(given, former) else former


def _phones(dice: Dice, home: Home) -> tuple[str, ...]:
    """Own mobile, then the household's line; only where the country reserves numbers for fiction."""
    if home.country not in PHONE_COUNTRIES:
        return ()
    mobiles = tables("places")[home.country].get("mobile") or [home.city.phone]
    phones = [dice.text(dice.pick(mobiles))] if mobiles[0] and dice.chance(0.7) else []
    if home.phone and dice.chance(0.5 if phones else 0.85):
        phones.append(home.phone)
    return tuple(dict.fromkeys(phones))


def _online(dice: Dice, person: Person, spelled_out: bool, family_of: Person | None) -> Person:
    """Give the person a favourite handle, mailboxes and perhaps a website."""
    given, family = (word(part, language=person.language.code, spelled_out=spelled_out) for part in person.spelling)
    called = word(person.goes_by) or given
    habits: dict[str, float] = {
        f"{given}{family}": 5, f"{given}.{family}": 6, f"{given[0]}{family}": 5, f"{called}.{family}": 3,
        f"{called}{person.year % 100:02d}": 3, f"{family}{given[0]}": 2, f"{called}{family[0]}": 2,
        f"{family}.{given}": 2 + 4 * person.language.family_first, f"{given}{dice.between(2, 999)}": 2,
        pseudonym(dice): 2,
    }  # fmt: skip
    handle = dice.weighted(habits)
    local = dice.weighted(
        {f"{given}.{family}": 8, f"{given[0]}.{family}": 3, handle: 6, f"{given}{family}{person.year % 100:02d}": 2}
    )
    emails = [f"{local}@{dice.pick(FREE_MAIL)}"] if dice.chance(0.95) else []
    if family_of and family_of.emails and dice.chance(0.25):
        emails = [family_of.emails[0]]
    if person.organization and dice.chance(0.7):
        emails.append(f"{dice.weighted({'info': 1, f'{given}.{family}': 3})}@{domain(person.organization)}")
    site = f"https://{dice.weighted({f'{given}{family}': 3, f'{given}-{family}': 2, word(handle): 2})}.example"
    return replace(person, main_handle=handle, emails=tuple(emails), website=site if dice.chance(0.14) else "")


class Addresses:
    """Who has which mailbox and website: one household each, as nobody else could have registered them."""

    def __init__(self) -> None:
        self._owners: dict[str, Home] = {}

    def settle(self, person: Person) -> Person:
        """The person, with a number added to whatever somebody else has already."""
        emails = tuple(self._free(person, *email.split("@")) for email in person.emails)
        site = person.website.removesuffix(".example")
        return replace(person, emails=emails, website=self._free(person, site, "example", ".") if site else "")

    def _free(self, person: Person, name: str, domain: str, mark: str = "@") -> str:
        number = ""
        while self._owners.setdefault(address := f"{name}{number}{mark}{domain}", person.home) is not person.home:
            if domain not in FREE_MAIL and mark == "@":
                break  # colleagues share info@
            number = str(int(number or 1) + 1)
        return address


def pseudonym(dice: Dice) -> str:
    """A handle that says nothing about who holds it."""
    parts = tables("words")["handles"]
    first: str = dice.pick(parts["pseudonym_first"])
    last: str = dice.pick(parts["pseudonym_last"])
    return first + dice.weighted({"": 3, ".": 1, "_": 2}) + last + (dice.text("##") if dice.chance(0.4) else "")


def domain(organization: str) -> str:
    """The invented firm's domain."""
    return word(plain(organization)) + ".example"
